"""Chips, dots and the completeness ring, painted from the tokens; delegates and widgets share the painters."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from climafin.ui.style import Size, Tone, Type, colour, px, space, theme


def paint_chip(painter: QPainter, rect: QRectF, text: str, tone: Tone) -> None:
    """Paint a word on a soft ground, left in `rect`, centred in height."""
    ink, ground = theme().tone(tone)
    font = theme().font(Type.SMALL)
    width = min(QFontMetricsF(font).horizontalAdvance(text) + space(4), rect.width())
    height = min(float(space(5)), rect.height())
    box = QRectF(rect.left(), rect.center().y() - height / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(ink)
    painter.setFont(font)
    elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width - space(2))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, elided)
    painter.restore()


def paint_dot(painter: QPainter, rect: QRectF, text: str, ink: QColor, text_ink: QColor) -> None:
    """Paint a coloured dot and a word, left in `rect`, centred in height."""
    size = px(Size.DOT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QRectF(rect.left(), rect.center().y() - size / 2, size, size))
    painter.setPen(text_ink)
    place = rect.adjusted(size + space(1.5), 0, 0, 0)
    elided = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
    painter.restore()


class Chip(QWidget):
    """A word on a soft ground, or with a coloured dot."""

    def __init__(self, text: str, tone: Tone = Tone.NEUTRAL, dot: str = "") -> None:
        super().__init__()
        self._tone = tone
        self._dot = dot
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The word."""
        return self._text

    def show_text(self, text: str, tone: Tone = Tone.NEUTRAL, dot: str = "") -> None:
        """Show another word; `dot` is a colour and then stands before it."""
        self._text, self._tone, self._dot = text, tone, dot
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size the word wants."""
        font = theme().font(Type.SMALL)
        extra = px(Size.DOT) + space(2) if self._dot else space(4)
        return QSize(round(QFontMetricsF(font).horizontalAdvance(self._text)) + extra + space(0.5), space(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        painter.setFont(theme().font(Type.SMALL))
        rect = QRectF(self.rect())
        if self._dot:
            paint_dot(painter, rect, self._text, QColor(self._dot), colour("text"))
        else:
            paint_chip(painter, rect, self._text, self._tone)


class Ring(QWidget):
    """A share as a ring with the per cent inside; the words beside it say what is missing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._percent: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_percent(self, percent: int | None) -> None:
        """Show a share in whole per cent, or nothing."""
        self._percent = percent
        self.setAccessibleName(f"{self._name} {self._shown()}")
        self.update()

    def _shown(self) -> str:
        return "" if self._percent is None else f"{self._percent}%"

    def sizeHint(self) -> QSize:
        """Return the ring's size."""
        return QSize(px(Size.RING), px(Size.RING))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = px(Size.RING_LINE)
        side = min(self.width(), self.height()) - line - 1
        box = QRectF(0, 0, side, side)
        box.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        painter.setPen(QPen(colour("line"), line))
        painter.drawEllipse(box)
        if self._percent:
            pen = QPen(colour("good" if self._percent >= 100 else "accent"), line)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, -round(self._percent * 360 * 16 / 100))
        painter.setPen(colour("text"))
        painter.setFont(theme().font(Type.STRONG))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._shown())
