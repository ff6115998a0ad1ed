"""A day, typed as people write it or taken from a calendar."""

import re
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QFocusEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from climafin.base.folding import tidy
from climafin.base.language import Language
from climafin.base.messages import message
from climafin.domain.values import Parsed, parse_day
from climafin.ui.style import Size, colour, icon, px, space
from climafin.ui.widgets.buttons import icon_button
from climafin.ui.widgets.labels import set_tone

_DAY_OF_THIS_YEAR = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")


class _Line(QLineEdit):
    """A line that says when it is left, however the text came into it; Qt's own signal misses input methods."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The line is left; a calendar or another window before it does not count."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class DayEdit(QWidget):
    """A line for a day with a calendar beside it.

    Signals:
        edited(): another text stands in the line.
        left(): the person has left the line or chosen a day.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, language: Language, name: str, today: date) -> None:
        super().__init__()
        self._today = today
        self.line = _Line()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(f"{today:%Y-%m-%d}")
        self.line.setFixedWidth(px(Size.FIELD_SHORT))
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(self.locale())
        _dress(self.calendar)
        self.calendar.clicked.connect(self._on_chosen)
        self.calendar.activated.connect(self._on_chosen)
        self._popup = QMenu(self)
        holder = QWidgetAction(self._popup)
        holder.setDefaultWidget(self.calendar)
        self._popup.addAction(holder)
        self._popup.aboutToShow.connect(self._show_day)
        self.opener = icon_button("calendar", language.text("Calendar"))
        self.opener.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.opener.setMenu(self._popup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(1))
        row.addWidget(self.line)
        row.addWidget(self.opener)
        row.addStretch(1)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(lambda _text: self.edited.emit())
        self.line.left.connect(self.left)

    def parsed(self) -> Parsed:
        """Return the day that was typed, or what is wrong with it; a day without a year ("11.20") is in this one."""
        typed = tidy(self.line.text())
        if not typed:
            return Parsed()
        found = _DAY_OF_THIS_YEAR.fullmatch(typed)
        day = parse_day(f"{self._today.year}-{found[1]}-{found[2]}" if found else typed)
        if day is None:
            return Parsed(problem=message("“{text}” is not a day; write it as 2026-11-20.", text=self.line.text()))
        return Parsed(day)

    def show_day(self, day: date) -> None:
        """Put a day into the line."""
        self.line.setText(day.isoformat())

    def show_problem(self, *, is_wrong: bool) -> None:
        """Mark the line as wrong, or as right again."""
        set_tone(self.line, "bad" if is_wrong else "")

    def _show_day(self) -> None:
        day = self.parsed().value
        if isinstance(day, date):
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))

    def _on_chosen(self, chosen: QDate) -> None:
        self._popup.close()
        self.show_day(date(chosen.year(), chosen.month(), chosen.day()))
        self.left.emit()


def _dress(calendar: QCalendarWidget) -> None:
    """Give Qt's calendar our colours and signs."""
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    weekend = QTextCharFormat()
    weekend.setForeground(colour("muted"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, weekend)
    for name, sign in (("qt_calendar_prevmonth", "arrow-left"), ("qt_calendar_nextmonth", "arrow-right")):
        turner = calendar.findChild(QToolButton, name)
        if turner is not None:
            turner.setIcon(icon(sign))
