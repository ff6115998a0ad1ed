"""Asks why."""

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.style import Size, px
from climafin.ui.widgets.labels import label


class ReasonDialog(Dialog):
    """A reason for the history; it cannot be empty."""

    def __init__(self, parent: QWidget, desk: Desk, verb: str) -> None:
        words = desk.language
        super().__init__(parent, verb, verb, words.text("Cancel"))
        self._words = words
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setAccessibleName(words.text("Reason"))
        self.reason.setFixedHeight(px(Size.TEXT_AREA))
        self.body.addWidget(label(words.text("Reason, as the history and the owner will read it"), "small"))
        self.body.addWidget(self.reason)
        self.reason.setFocus()

    @classmethod
    def ask(cls, parent: QWidget, desk: Desk, verb: str, then: Callable[[str], None]) -> "ReasonDialog":
        """Ask, and call `then(reason)`."""
        dialog = cls(parent, desk, verb)
        dialog.open_then(lambda: then(dialog.reason.toPlainText().strip()))
        return dialog

    def check(self) -> str:
        """A reason is due."""
        return "" if self.reason.toPlainText().strip() else self._words.text("Say why in a few words.")
