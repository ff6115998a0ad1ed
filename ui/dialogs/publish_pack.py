"""Publishing an edition: what it changes, who confirms, and why."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from climafin.base.messages import Label
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.style import Size, px
from climafin.ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class ToPublish:
    """What is to be published.

    Attributes:
        title: the pack's name.
        edition: its edition.
        standing: what the pack says it is.
        official: whether it is an official text.
        effect: what it does to the library, in a sentence, or "".
        changes: how many values differ from the edition before.
        single_user: whether one person may publish alone.
    """

    title: Label
    edition: int
    standing: Label
    official: bool
    effect: str
    changes: int
    single_user: bool


class PublishDialog(Dialog):
    """Asks for the second person and the reason."""

    def __init__(self, parent: QWidget, desk: Desk, what: ToPublish) -> None:
        words = desk.language
        super().__init__(parent, words.text("Publish this edition?"), words.text("Publish"), words.text("Cancel"))
        self._words = words
        self._person = desk.open_session.person
        self._single_user = what.single_user
        head = f"{words.label(what.title)} · {words.text('Edition')} {what.edition}"
        self.body.addWidget(label(head, "strong", wraps=True))
        self.body.addWidget(label(words.label(what.standing), "small", wraps=True))
        told = words.plural(
            "{count} value differs from the edition before.",
            "{count} values differ from the edition before.",
            what.changes,
        )
        lines = [told, what.effect, words.text("Editions published before stay as they are and can be assessed again.")]
        self.body.addWidget(label("\n".join(line for line in lines if line), "muted", wraps=True))
        self.second = QLineEdit()
        self.second.setAccessibleName(words.text("Second person"))
        asked = words.text("Second person, who has read it and agrees")
        if what.single_user:
            asked = words.text("Second person (may be left out in a single-user library)")
        self.body.addWidget(label(asked, "small", wraps=True))
        self.body.addWidget(self.second)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setAccessibleName(words.text("Reason"))
        self.reason.setFixedHeight(px(Size.TEXT_AREA))
        self.body.addWidget(label(words.text("Reason, as the history keeps it"), "small"))
        self.body.addWidget(self.reason)

    @classmethod
    def ask(cls, parent: QWidget, desk: Desk, what: ToPublish, then: Callable[[str, str], None]) -> "PublishDialog":
        """Ask, and call `then(second_person, reason)`."""
        dialog = cls(parent, desk, what)
        dialog.open_then(lambda: then(dialog.second.text().strip(), dialog.reason.toPlainText().strip()))
        return dialog

    def check(self) -> str:
        """Somebody else confirms, and there is a reason."""
        wrong = self._wrong_person()
        if wrong:
            return wrong
        return "" if self.reason.toPlainText().strip() else self._words.text("Give a reason.")

    def _wrong_person(self) -> str:
        second = self.second.text().strip()
        if not second:
            return "" if self._single_user else self._words.text("Name the second person.")
        is_same = second.casefold() == self._person.casefold()
        return self._words.text("The second person must be somebody else than you.") if is_same else ""

    def attend(self) -> None:
        """Go to what is missing."""
        (self.second if self._wrong_person() else self.reason).setFocus()
