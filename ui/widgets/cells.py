"""What painted table cells share: their ground, their text, the focus frame.

It asks no `QStyleOption` for its state: that builds all enums of Qt's styles, for which the first list does not wait.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from climafin.ui.style import Size, colour, px


def paint_ground(painter: QPainter, rect: QRectF, *, is_chosen: bool, is_pointed: bool) -> None:
    """Paint the ground of a cell, chosen or under the pointer, and the hairline below it."""
    if is_chosen:
        painter.fillRect(rect, colour("accent_soft"))
    elif is_pointed:
        painter.fillRect(rect, colour("hover"))
    painter.setPen(QPen(colour("line"), 1))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def paint_focus(painter: QPainter, rect: QRectF) -> None:
    """Paint the frame of the cell that has the keyboard."""
    painter.setPen(QPen(colour("accent"), px(Size.FOCUS)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -2))


def paint_text(painter: QPainter, rect: QRectF, text: str, *, is_right: bool = False) -> None:
    """Paint a line of text with the painter's font and pen, shortened with “…” where there is no room."""
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    elided = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, elided)
