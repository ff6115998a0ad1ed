"""Coloured dots as icons, for choices that carry a colour."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from climafin.ui.style import Size, px


def dot_icon(ink: str) -> QIcon:
    """Return a round dot in a token's colour, sharp on fine screens too."""
    side, dot, fine = px(Size.ICON), px(Size.DOT), 2
    picture = QPixmap(side * fine, side * fine)
    picture.setDevicePixelRatio(fine)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink))
    painter.drawEllipse(QRectF((side - dot) / 2, (side - dot) / 2, dot, dot))
    painter.end()
    return QIcon(picture)
