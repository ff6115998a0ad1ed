"""Days and months as people write them: 20261120, 2026年11月, 2028年底, 2028年第四季度, 2027年3月底."""

import calendar
import re
from datetime import date, datetime

from climafin.base.folding import tidy

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_PARTS = {"年底": 12, "年末": 12, "底": 12, "末": 12, "年初": 1, "初": 1, "年中": 6, "上半年": 6, "下半年": 12}
_OF_A_YEAR = re.compile(r"(?P<year>\d{4})年?(?P<part>年底|年末|年初|年中|底|末|初|上半年|下半年)")
_QUARTER = re.compile(r"(?P<year>\d{4})(?:年?第?(?P<han>[一二三四1-4])季度|年?[Qq](?P<latin>[1-4]))")
_PART_OF_A_MONTH = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:份|初|中|底|末|上旬|中旬|下旬)")


def month_meant(text: str) -> tuple[int, int] | None:
    """Return year and month of such a text, the last month of a quarter or half year; None for any other."""
    bare = tidy(text).replace(" ", "").removesuffix("前")
    if found := _OF_A_YEAR.fullmatch(bare):
        return int(found["year"]), _PARTS[found["part"]]
    if found := _QUARTER.fullmatch(bare):
        return int(found["year"]), _QUARTERS[found["han"] or found["latin"]]
    if found := _PART_OF_A_MONTH.fullmatch(bare):
        return int(found["year"]), int(found["month"])
    return None


def day_parts(raw: object) -> tuple[int, int, int | None] | None:
    """Return year, month and day (None for a month) of a text or a cell, or None; they need not exist."""
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return raw.year, raw.month, raw.day
    text = _TIME_OF_DAY.sub("", tidy(str(raw).removesuffix(".0"))).replace(" ", "")
    if re.fullmatch(r"\d{8}", text):
        return int(text[:4]), int(text[4:6]), int(text[6:])
    if re.fullmatch(r"\d{6}", text):
        return int(text[:4]), int(text[4:]), None
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    return int(found[1]), int(found[2]), int(found[3]) if found[3] else None


def is_calendar_day(year: int, month: int, day: int | None) -> bool:
    """Tell whether such a day, or such a month, is in the calendar and of our time."""
    if not (1950 <= year <= 2150 and 1 <= month <= 12):
        return False
    return day is None or 1 <= day <= calendar.monthrange(year, month)[1]
