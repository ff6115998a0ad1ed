"""Paints the cards of the board: number, due month, name, owner, amount, grade."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from climafin.base.language import Language
from climafin.base.messages import message
from climafin.domain.dictionary import dictionary
from climafin.domain.query import Column
from climafin.domain.shown_values import shown_value
from climafin.ui.models.board import CARD_ROLE, Index
from climafin.ui.models.columns import grade_range, list_column
from climafin.ui.style import Size, Tone, Type, colour, picture, px, space, theme
from climafin.ui.widgets.chips import paint_chip

if TYPE_CHECKING:
    from climafin.services.pipeline import BoardCard

NAME_LINES = 2
_NAMES_KEPT = 2048
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def amount_words(card: "BoardCard", language: Language) -> str:
    """Return the investment with its unit; what is not known is said in words, never as 0."""
    if card.investment is None:
        return language.text("Investment not given")
    return shown_investment(card.investment, language)


def shown_investment(fen: int, language: Language) -> str:
    """Return an amount with its unit in the reader's language."""
    return shown_value(dictionary()["total_investment"], fen, language, with_unit=True)


def due_words(card: "BoardCard", language: Language) -> str:
    """Return the month planned for the next stage; "" when none is planned."""
    if card.next_due is None:
        return ""
    if card.overdue:
        return language.say(message("Overdue {month}", month=card.next_due))
    return language.say(message("Due {month}", month=card.next_due))


def grade_words(card: "BoardCard", language: Language) -> str:
    """Return the grade, the interval it may lie in, or why there is none."""
    if card.grade is not None:
        return list_column(Column.GRADE).words(card.grade, language)
    return language.text("Not assessed") if card.verdict is None else language.label(card.verdict.label)


def grade_tone(card: "BoardCard") -> Tone:
    """Return the tone of the grade's chip."""
    if card.grade is not None:
        return list_column(Column.GRADE).tone(card.grade)
    return Tone.NEUTRAL if card.verdict is None else list_column(Column.VERDICT).tone(card.verdict)


def card_words(card: "BoardCard", language: Language) -> str:
    """Return the whole card in words, for screen readers and tooltips."""
    name = card.name or language.text("(no name yet)")
    parts = (
        f"{card.number} {name}",
        card.owner,
        amount_words(card, language),
        grade_range(card.grade, language) or grade_words(card, language),
        due_words(card, language),
    )
    return "\n".join(part for part in parts if part)


class CardDelegate(QStyledItemDelegate):
    """One card; all have one height."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._small = theme().font(Type.SMALL)
        self._body = theme().font(Type.BODY)
        self._strong = theme().font(Type.STRONG)
        self._small_height = QFontMetricsF(self._small).height()
        self._strong_height = QFontMetricsF(self._strong).height()
        self._body_height = QFontMetricsF(self._body).height()
        self._overdue_sign = picture("triangle-alert", "warn", Size.ICON)
        #: Names already broken into lines, by text and width.
        self._names: dict[tuple[str, int], tuple[str, ...]] = {}

    @property
    def height(self) -> int:
        """The height of a card with the gap below it."""
        lines = 2 * self._small_height + NAME_LINES * self._strong_height + self._body_height + space(5)
        return round(lines) + 4 * space(1) + 2 * space(2) + space(2)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the one size of all cards."""
        return QSize(option.rect.width(), self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        card = index.data(CARD_ROLE)
        if card is None:
            return
        gap = space(1)
        box = QRectF(option.rect).adjusted(gap + 0.5, gap - 0.5, -gap - 0.5, -gap - 0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, option.state)
        inner = box.adjusted(space(2), space(2), -space(2), -space(2))
        self._paint_head(painter, inner, card)
        self._paint_name(painter, inner, card)
        self._paint_foot(painter, inner, card)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        has_focus = is_chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        ground = "accent_soft" if is_chosen else "hover" if state & QStyle.StateFlag.State_MouseOver else "surface"
        painter.setPen(QPen(colour("accent" if is_chosen else "line"), px(Size.FOCUS) if has_focus else 1))
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(box, px(Size.RADIUS), px(Size.RADIUS))

    def _paint_head(self, painter: QPainter, inner: QRectF, card: "BoardCard") -> None:
        line = QRectF(inner.left(), inner.top(), inner.width(), self._small_height)
        painter.setFont(self._small)
        painter.setPen(colour("muted"))
        painter.drawText(line, _LEFT, card.number)
        due = due_words(card, self._language)
        if not due:
            return
        painter.setPen(colour("warn" if card.overdue else "muted"))
        painter.drawText(line, _RIGHT, due)
        if card.overdue:
            self._paint_sign(painter, line, card.number, due)

    def _paint_sign(self, painter: QPainter, line: QRectF, number: str, due: str) -> None:
        """Put the warning sign before the word, where a narrow column leaves room for it."""
        metrics = QFontMetricsF(self._small)
        side = min(px(Size.ICON), line.height())
        left = line.right() - metrics.horizontalAdvance(due) - side - space(1)
        if left >= line.left() + metrics.horizontalAdvance(number) + space(1):
            place = QRectF(left, line.center().y() - side / 2, side, side)
            painter.drawPixmap(place, self._overdue_sign, QRectF(self._overdue_sign.rect()))

    def _paint_name(self, painter: QPainter, inner: QRectF, card: "BoardCard") -> None:
        painter.setFont(self._strong)
        painter.setPen(colour("text" if card.name else "faint"))
        top = inner.top() + self._small_height + space(1)
        for text in self._lines(card.name or self._language.text("(no name yet)"), inner.width()):
            painter.drawText(QRectF(inner.left(), top, inner.width(), self._strong_height), _LEFT, text)
            top += self._strong_height

    def _paint_foot(self, painter: QPainter, inner: QRectF, card: "BoardCard") -> None:
        top = inner.top() + self._small_height + NAME_LINES * self._strong_height + 2 * space(1)
        painter.setFont(self._small)
        painter.setPen(colour("muted"))
        owner = QRectF(inner.left(), top, inner.width(), self._small_height)
        painter.drawText(owner, _LEFT, _elided(card.owner, self._small, owner.width()))
        known, told = card.investment is not None, amount_words(card, self._language)
        fits = QFontMetricsF(self._body).horizontalAdvance(told) <= inner.width()
        painter.setFont(self._body if known and fits else self._small)
        painter.setPen(colour("text" if known else "muted"))
        # A line of its own: a figure is never shortened to make room for a grade.
        amount = QRectF(inner.left(), owner.bottom() + space(0.5), inner.width(), self._body_height)
        painter.drawText(amount, _LEFT, told)
        chip = QRectF(inner.left(), inner.bottom() - space(5), inner.width(), space(5))
        paint_chip(painter, chip, grade_words(card, self._language), grade_tone(card))

    def _lines(self, name: str, width: float) -> tuple[str, ...]:
        key = (name, int(width))
        found = self._names.get(key)
        if found is None:
            if len(self._names) >= _NAMES_KEPT:
                self._names.clear()
            found = self._names[key] = broken(name, self._strong, width, NAME_LINES)
        return found


def broken(text: str, font: QFont, width: float, most: int) -> tuple[str, ...]:
    """Break a text into at most so many lines; what is too long ends in “…”."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
        start, length = line.textStart(), line.textLength()
        is_last = len(lines) == most - 1
        lines.append(_elided(text[start:], font, width) if is_last else text[start : start + length].rstrip())
    layout.endLayout()
    return tuple(lines)


def _elided(text: str, font: QFont, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
