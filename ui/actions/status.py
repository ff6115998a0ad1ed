"""Steps of a project's standing: submit, admit, return, remove. Only those that may follow are offered."""

from typing import ClassVar

from climafin.base.messages import N_, Message, message
from climafin.domain.query import Column
from climafin.domain.status import FOLLOWS, NEEDS_REASON, Status
from climafin.services import projects
from climafin.ui.actions.verb import Menu, Needs, Verb


class _StatusVerb(Verb):
    """Moves the chosen project to another standing."""

    target: ClassVar[Status]
    menu = Menu.PROJECT
    needs = Needs.ONE_PROJECT
    writes = True
    on_project = True
    hides = True

    def possible(self) -> bool:
        """The step must follow from where the project stands."""
        if not super().possible():
            return False
        rows = projects.list_rows(self.desk.open_session, self.desk.selected, (Column.STATUS,))
        # A project whose registration was just taken back stands nowhere.
        return isinstance(rows[0][0], Status) and self.target in FOLLOWS[rows[0][0]]

    def run(self) -> None:
        """Ask for the reason where one is due, then take the step."""
        uid = self.desk.selected[0]
        if self.target in NEEDS_REASON:
            from climafin.ui.dialogs.reason import ReasonDialog  # noqa: PLC0415 - not for the first window

            words = self.desk.language
            title = f"{words.text(self.text).removesuffix('…')}"
            ReasonDialog.ask(self.window, self.desk, title, lambda reason: self.step(uid, reason))
        else:
            self.step(uid)

    def step(self, uid: str, reason: str = "") -> None:
        """Take the step; what is missing is told by the refusal."""
        session = self.desk.open_session
        name: Message = message("{status}: saving", status=self.target.label)
        self.desk.write(name, lambda _progress: projects.change_status(session, uid, self.target, reason))


class Submit(_StatusVerb):
    """Submits a draft to the office."""

    text = N_("Submit")
    tip = N_("Report the project to the office; what is missing is told first")
    icon_name = "send"
    target = Status.SUBMITTED
    starts_group = True


class Admit(_StatusVerb):
    """Admits a submitted project to the library."""

    text = N_("Admit")
    tip = N_("Take the project into the library; a second person has to do it")
    icon_name = "log-in"
    target = Status.ADMITTED


class Return(_StatusVerb):
    """Sends a project back with words."""

    text = N_("Return…")
    tip = N_("Send the project back and say why")
    icon_name = "corner-up-left"
    target = Status.RETURNED


class Remove(_StatusVerb):
    """Takes an admitted project out of the library; its record stays."""

    text = N_("Remove…")
    tip = N_("Take the project out of the library and say why; its record stays")
    icon_name = "log-out"
    target = Status.EXITED


STATUS_VERBS: tuple[type[Verb], ...] = (Submit, Admit, Return, Remove)
