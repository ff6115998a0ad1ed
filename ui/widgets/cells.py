"""What painted table cells share: their ground, their text, the focus frame."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from climafin.ui.style import Size, colour, px


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the ground of a cell, chosen or under the pointer, and the hairline below it."""
    rect = QRectF(option.rect)
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, colour("accent_soft"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, colour("hover"))
    painter.setPen(QPen(colour("line"), 1))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def paint_focus(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the frame of the cell that has the keyboard."""
    if not option.state & QStyle.StateFlag.State_HasFocus:
        return
    painter.setPen(QPen(colour("accent"), px(Size.FOCUS)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -2))


def paint_text(painter: QPainter, rect: QRectF, text: str, *, is_right: bool = False) -> None:
    """Paint a line of text with the painter's font and pen, shortened with “…” where there is no room."""
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    elided = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, elided)
