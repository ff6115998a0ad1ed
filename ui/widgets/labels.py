"""Texts in the steps of the type scale."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def label(text: str, role: str = "", *, wraps: bool = False, selectable: bool = False) -> QLabel:
    """Return a text.

    Args:
        text: what it says, as plain text.
        role: `muted`, `small`, `faint`, `strong`, `section`, `page`, `figure`, `problem` or `note`.
        wraps: whether it breaks into lines.
        selectable: whether it can be copied with the mouse.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wraps:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setCursor(Qt.CursorShape.IBeamCursor)
    return made


def hairline() -> QFrame:
    """Return a horizontal hairline."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def frame(role: str, parent: QWidget | None = None) -> QFrame:
    """Return a frame that the stylesheet paints as `role` says."""
    made = QFrame(parent)
    made.setProperty("role", role)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget a tone and have the stylesheet look at it again."""
    if widget.property("tone") == tone:
        return
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
