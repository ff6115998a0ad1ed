"""What all questions share: a title, a body, a strip for what is wrong, and buttons that are verbs."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from climafin.ui.style import Size, Tone, px, space
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.notices import Strip


class Dialog(QDialog):
    """A question inside the program. It is opened, never executed; the answer goes to a callback.

    A subclass fills `body`, says in `check` what is still wrong, and has an `ask` classmethod that builds and opens it.
    """

    def __init__(self, parent: QWidget, title: str, verb: str, cancel: str, width: Size = Size.DIALOG) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(px(width))
        self._then: Callable[[], None] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(5))
        column.setSpacing(space(3))
        column.addWidget(label(title, "page", wraps=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(space(3))
        column.addLayout(self.body, 1)
        self.strip = Strip()
        column.addWidget(self.strip)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(space(2))
        self.buttons.addStretch(1)
        if cancel:
            self.cancel_button = button(cancel, self.reject)
            self.buttons.addWidget(self.cancel_button)
        self.do_button = button(verb, self._on_do, role="primary")
        self.do_button.setDefault(True)
        self.buttons.addWidget(self.do_button)
        column.addSpacing(space(1))
        column.addLayout(self.buttons)

    def check(self) -> str:
        """Return what is still wrong, as a sentence; empty when the verb can be done."""
        return ""

    def attend(self) -> None:
        """Put the keyboard where the person must mend something."""

    def open_then(self, then: Callable[[], None] | None) -> None:
        """Open the dialog; `then` is called once it is answered with its verb."""
        self._then = then
        if self.focusWidget() is None:
            self._first().setFocus()
        self.open()

    def _first(self) -> QWidget:
        """Return where the keyboard begins: the first thing to fill in, else the verb."""
        kinds = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
        for widget in self.findChildren(QWidget):
            if isinstance(widget, kinds) and widget.isEnabled() and not widget.property("readOnly"):
                return widget
        return self.do_button

    def _on_do(self) -> None:
        wrong = self.check()
        self.strip.say(wrong, Tone.BAD)
        if wrong:
            self.attend()
            return
        then = self._then
        self.accept()
        if then is not None:
            then()
