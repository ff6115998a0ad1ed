"""Calm ways of saying something: a strip inside the page, and the empty page that says what to do next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from climafin.ui.style import Size, Tone, picture, space
from climafin.ui.widgets.labels import label, set_tone

_SIGNS = {
    Tone.NEUTRAL: ("info", "muted"),
    Tone.INFO: ("info", "info"),
    Tone.GOOD: ("circle-check", "good"),
    Tone.WARN: ("triangle-alert", "warn"),
    Tone.BAD: ("circle-alert", "bad"),
    Tone.ACCENT: ("info", "accent"),
}


class Strip(QFrame):
    """One sentence with a sign on a soft ground, and room for a button; hidden while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._sign = label("")
        self._text = label("", wraps=True, selectable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(3), space(2), space(3), space(2))
        row.setSpacing(space(2))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        self._row = row
        self.hide()

    @property
    def sentence(self) -> str:
        """What the strip says now."""
        return self._text.text()

    def add(self, widget: QWidget) -> None:
        """Put a button at the end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, sentence: str, tone: Tone = Tone.INFO) -> None:
        """Show a sentence; an empty one hides the strip."""
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        if not sentence:
            return
        name, token = _SIGNS[tone]
        self._sign.setPixmap(picture(name, token, Size.ICON))
        set_tone(self, tone.value)


class EmptyPage(QWidget):
    """A page with nothing on it yet: what that means and what to do next."""

    def __init__(self, icon_name: str, title: str, sentence: str, buttons: Sequence[QWidget] = ()) -> None:
        super().__init__()
        sign = label("")
        sign.setPixmap(picture(icon_name, "faint", Size.ICON_CARD))
        told = label(sentence, "muted", wraps=True)
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addStretch(1)
        for widget in buttons:
            row.addWidget(widget)
        if buttons:
            self.setFocusProxy(buttons[0])
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(8), space(8), space(8), space(8))
        column.setSpacing(space(3))
        column.addStretch(2)
        column.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label(title, "section"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(told)
        column.addLayout(row)
        column.addStretch(3)
