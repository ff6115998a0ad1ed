"""Assessing the library, and telling why a project has its score."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from climafin.base.errors import CallProblem
from climafin.base.messages import N_, message
from climafin.base.progress import Progress
from climafin.domain.change import Change
from climafin.domain.signed import Occasion
from climafin.ui.actions.verb import Menu, Needs, Verb
from climafin.ui.desk import Desk
from climafin.ui.tasks import Job

# The services are imported inside the verbs: the first window must not wait for what only some verbs need.


def assess(
    desk: Desk,
    *,
    pack_id: str | None = None,
    as_of: date | None = None,
    uids: Sequence[str] | None = None,
    occasion: Occasion = Occasion.INITIAL,
    then: Callable[[], None] | None = None,
) -> Job:
    """Assess projects in the lane, with progress and cancel; the result is announced like every change.

    Args:
        desk: the desk.
        pack_id: the rule pack; the default one when None.
        as_of: the date whose rules apply; today when None.
        uids: the projects; all when None.
        occasion: initial or yearly assessment.
        then: called on the window's thread when it is done.
    """
    from climafin.services import assessments  # noqa: PLC0415

    session = desk.open_session

    def work(progress: Progress) -> Change:
        change, _report = assessments.assess_projects(
            session, pack_id=pack_id, as_of=as_of, uids=uids, occasion=occasion, progress=progress
        )
        # An assessment stays on record, so that no undo is offered for it.
        return change._replace(action_id=0)

    told = None if then is None else lambda _change: then()
    return desk.write(message("Assessing"), work, then=told, must_end=False)


def show_why(
    desk: Desk, window: QWidget, uid: str, pack_id: str | None = None, occasion: Occasion | None = None
) -> None:
    """Open the window “why this score?” for a project; one without an assessment is offered to be assessed.

    Args:
        desk: the desk.
        window: over which it opens.
        uid: the project.
        pack_id: the rule pack; the one assessed last when None.
        occasion: initial or yearly assessment; the last one when None.
    """
    from climafin.services import assessments  # noqa: PLC0415
    from climafin.ui.dialogs.library import QuestionDialog  # noqa: PLC0415
    from climafin.ui.dialogs.why import WhyWindow  # noqa: PLC0415

    try:
        assessment = assessments.explain(desk.open_session, uid, pack_id, occasion)
    except CallProblem as problem:
        words = desk.language
        texts = (words.text("Not assessed yet"), words.say(problem.told), words.text("Assess"))

        def then_show() -> None:
            show_why(desk, window, uid, pack_id, occasion)

        def then_assess() -> None:
            assess(desk, pack_id=pack_id, uids=[uid], occasion=occasion or Occasion.INITIAL, then=then_show)

        QuestionDialog.ask(window, desk, texts, then_assess)
        return
    WhyWindow.show_for(window, desk, uid, assessment)


class AssessLibrary(Verb):
    """Assesses every project with the default pack as of today."""

    text = N_("Assess all projects")
    tip = N_("Eligibility, points and grade of every project, by the default rule pack as of today")
    icon_name = "gauge"
    keys = ("F9",)
    menu = Menu.PROJECT
    writes = True

    def run(self) -> None:
        """Assess and show the ranked list."""
        assess(self.desk, then=lambda: self.desk.go("assessment"))


class AssessChosen(Verb):
    """Assesses the chosen projects."""

    text = N_("Assess")
    icon_name = "gauge"
    menu = Menu.PROJECT
    needs = Needs.PROJECTS
    writes = True
    on_project = True

    def run(self) -> None:
        """Assess what is chosen."""
        assess(self.desk, uids=self.desk.selected)


class WhyThisScore(Verb):
    """Tells line by line why a project has its score."""

    text = N_("Why this score?")
    tip = N_("Value, rule, points and source of every line, and what is missing")
    icon_name = "scale"
    keys = ("F8",)
    menu = Menu.PROJECT
    needs = Needs.ONE_PROJECT
    starts_group = True
    on_project = True

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk, window)
        #: The pack whose ranking is on the screen, None for the one assessed last.
        self.pack_id: str | None = None
        #: The occasion whose ranking is on the screen, None for the one assessed last.
        self.occasion: Occasion | None = None

    def run(self) -> None:
        """Open the window for the chosen project."""
        show_why(self.desk, self.window, self.desk.selected[0], self.pack_id, self.occasion)


class OpenWorkbench(Verb):
    """Opens the rules workbench."""

    text = N_("Rules workbench")
    tip = N_("Read a rule pack, change it, see what that does to the library, and publish an edition")
    icon_name = "pencil"
    keys = ("F10",)
    menu = Menu.PROJECT

    def run(self) -> None:
        """Open the page."""
        self.desk.go("workbench")
