"""A day as people type it, or as the calendar gives it."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from climafin.base.language import language
from climafin.ui.widgets.day_edit import DayEdit

DAYS = ["2026-11-20", "2026/11/20", "2026年11月20日", "20261120", "11.20", "11月20日", "１１-２０"]


@pytest.fixture
def day(qtbot: QtBot) -> DayEdit:
    made = DayEdit(language("en"), "Day", date(2026, 11, 20))
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("typed", DAYS)
def test_days_as_people_write_them(day: DayEdit, typed: str):
    day.line.setText(typed)
    assert (day.parsed().value, day.parsed().problem) == (date(2026, 11, 20), None)


def test_a_blank_is_no_day_and_no_problem(day: DayEdit):
    day.line.setText("  ")
    assert (day.parsed().value, day.parsed().problem) == (None, None)


@pytest.mark.parametrize("typed", ["2026-02-30", "tomorrow", "2026-11", "13.40", "2026-05-00", "0.0", "2026-05-0"])
def test_what_is_no_day_is_told(day: DayEdit, typed: str):
    day.line.setText(typed)
    problem = day.parsed().problem
    assert problem is not None
    assert "is not a day" in problem.text


def test_a_day_of_the_calendar_stands_in_the_line(qtbot: QtBot, day: DayEdit):
    with qtbot.waitSignal(day.left):
        day.calendar.clicked.emit(day.calendar.minimumDate().fromString("2025-03-01", "yyyy-MM-dd"))
    assert day.parsed().value == date(2025, 3, 1)
