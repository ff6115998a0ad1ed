"""Painters of the assessment: the score bar with its whisker, and a sign beside its word."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from climafin.ui.style import Size, Tone, colour, picture, px, space

_SIGNS = {
    Tone.GOOD: "circle-check",
    Tone.WARN: "circle-question-mark",
    Tone.BAD: "circle-x",
    Tone.NEUTRAL: "minus",
    Tone.INFO: "info",
    Tone.ACCENT: "info",
}
_INKS = {
    Tone.GOOD: "good",
    Tone.WARN: "warn",
    Tone.BAD: "bad",
    Tone.NEUTRAL: "faint",
    Tone.INFO: "info",
    Tone.ACCENT: "accent",
}


def paint_score_bar(painter: QPainter, rect: QRectF, share: tuple[float, float], *, is_quiet: bool = False) -> None:
    """Paint a score as a bar over the whole range that could be had, centred in the height of `rect`.

    What is sure is filled; what unknowns leave open is a whisker from the low to the high end.

    Args:
        painter: paints.
        rect: the place; its width is the most that could be had.
        share: low and high end as shares of the most, 0 to 1.
        is_quiet: paint it without the accent, for a project that is not ranked.
    """
    low, high = (min(1.0, max(0.0, end)) for end in share)
    height = float(space(1.5))
    middle = rect.center().y()
    track = QRectF(rect.left(), middle - height / 2, rect.width(), height)
    ink = colour("line_strong" if is_quiet else "accent")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("line"))
    painter.drawRoundedRect(track, height / 2, height / 2)
    if low > 0:
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(track.left(), track.top(), track.width() * low, height), height / 2, height / 2)
    if high > low:
        _paint_whisker(painter, track, low, high)
    painter.restore()


def _paint_whisker(painter: QPainter, track: QRectF, low: float, high: float) -> None:
    left, right = track.left() + track.width() * low, track.left() + track.width() * high
    middle, arm = track.center().y(), float(space(1.5))
    painter.setPen(QPen(colour("text"), px(Size.FOCUS) * 0.75))
    painter.drawLine(QLineF(left, middle, right, middle))
    for end in (left, right):
        painter.drawLine(QLineF(end, middle - arm, end, middle + arm))


def paint_sign(painter: QPainter, rect: QRectF, text: str, tone: Tone) -> None:
    """Paint a coloured sign and a word, left in `rect`, centred in height; the word carries the meaning."""
    sign = picture(_SIGNS[tone], _INKS[tone], Size.ICON)
    side = px(Size.ICON)
    painter.save()
    painter.drawPixmap(QPointF(rect.left(), rect.center().y() - side / 2), sign)
    painter.setPen(colour("text"))
    place = rect.adjusted(side + space(1.5), 0, 0, 0)
    elided = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
    painter.restore()
