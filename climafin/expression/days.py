"""Days by the calendar: whole years, months and days, as people count them."""

from calendar import monthrange
from datetime import date, timedelta

from climafin.expression.terms import Period


def shifted(day: date, sign: int, period: Period) -> date | None:
    """Return a day moved by a period, forward (+1) or back (-1); None where the calendar ends.

    A day that its month has not becomes the month's last: one year after 29 February is 28 February.
    """
    month = day.year * 12 + day.month - 1 + sign * period.months
    year = month // 12
    if not date.min.year <= year <= date.max.year:
        return None
    moved = day.replace(year=year, month=month % 12 + 1, day=min(day.day, monthrange(year, month % 12 + 1)[1]))
    try:
        return moved + timedelta(days=sign * period.days)
    except OverflowError:
        return None


def years_between(first: date, last: date) -> float:
    """Return the whole years from one day to another, negative when the second lies before the first."""
    if last < first:
        return -years_between(last, first)
    years = last.year - first.year
    return float(years - ((last.month, last.day) < (first.month, first.day)))


def days_between(first: date, last: date) -> float:
    """Return the days from one day to another, negative when the second lies before the first."""
    return float((last - first).days)
