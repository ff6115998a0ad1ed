"""A day, typed as people write it or taken from a calendar."""

from datetime import date

from climafin.ui.style import Size, px, space
from climafin.ui.widgets.buttons import icon_button
from climafin.ui.widgets.labels import set_tone
from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from climafin.base.language import Language
from climafin.domain.values import Parsed, parse_day


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
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(f"{today:%Y-%m-%d}")
        self.line.setFixedWidth(px(Size.FIELD_SHORT))
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(self.locale())
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
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
        self.line.editingFinished.connect(self.left)

    def parsed(self) -> Parsed:
        """Return the day that was typed, or what is wrong with it."""
        return parse_day(self.line.text(), self._today.year)

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
