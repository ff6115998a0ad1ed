"""Asks for one line of text."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.widgets.labels import label


class LineDialog(Dialog):
    """One line; it cannot be empty."""

    def __init__(self, parent: QWidget, desk: Desk, texts: tuple[str, str, str], proposed: str) -> None:
        words = desk.language
        title, caption, verb = texts
        super().__init__(parent, title, verb, words.text("Cancel"))
        self._words = words
        self.line = QLineEdit(proposed)
        self.line.setAccessibleName(caption)
        self.line.selectAll()
        self.body.addWidget(label(caption, "small", wraps=True))
        self.body.addWidget(self.line)

    @classmethod
    def ask(
        cls, parent: QWidget, desk: Desk, texts: tuple[str, str, str], proposed: str, then: Callable[[str], None]
    ) -> "LineDialog":
        """Ask with (title, caption, verb) and a proposed text, and call `then(text)`."""
        dialog = cls(parent, desk, texts, proposed)
        dialog.open_then(lambda: then(dialog.line.text().strip()))
        return dialog

    def check(self) -> str:
        """Something must stand there."""
        return "" if self.line.text().strip() else self._words.text("Write something here first.")
