"""A day typed outside any field, such as that of a move."""

from datetime import date

import pytest

from climafin.domain.values import parse_day


@pytest.mark.parametrize(
    "typed", ["2026-11-20", "2026/11/20", "2026年11月20日", "20261120", "11.20", "11月20日", "１１-２０"]
)
def test_days_as_people_write_them(typed: str):
    parsed = parse_day(typed, 2026)
    assert (parsed.value, parsed.problem) == (date(2026, 11, 20), None)


@pytest.mark.parametrize("typed", ["", "  ", "待定", "/"])
def test_a_blank_is_no_day_and_no_problem(typed: str):
    parsed = parse_day(typed, 2026)
    assert (parsed.value, parsed.problem) == (None, None)


@pytest.mark.parametrize("typed", ["2026-02-30", "tomorrow", "2026-11", "13.40", "2026-05-00", "0.0"])
def test_what_is_no_day_is_told(typed: str):
    problem = parse_day(typed, 2026).problem
    assert problem is not None
    assert "is not a day" in problem.text
