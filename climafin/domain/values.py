"""Values as people type and read them: from text to value with a plain complaint, and back to typed text.

The one place that decides whether "3.2亿", "2026.11" or "已批复" is a value of a field. Forms, imports
and the terminal all come here, so they cannot disagree.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import cast

from climafin.base.folding import clean_text, folded, tidy
from climafin.base.language import Language
from climafin.base.messages import Message, message
from climafin.domain.calendar_words import day_parts, is_calendar_day, month_meant
from climafin.domain.choice_words import exact_choice, likely_choice, several_answers
from climafin.domain.codes import credit_code_suggestion, is_credit_code, normal_credit_code, normal_project_code
from climafin.domain.dictionary import Field, FieldKind
from climafin.domain.project import Single, Value
from climafin.domain.shown_values import FEN_PER_WAN, NO, YES, shown_value
from climafin.domain.value_checks import value_problem

_BLANK_WORDS = frozenset(
    folded(w)
    for w in (
        "",
        "/",
        "-",
        "—",
        "待定",
        "未定",
        "未知",
        "待核",
        "待核实",
        "待补充",
        "待明确",
        "暂无",
        "不详",
        "（未提供）",
        "tbd",
    )
)
_NOT_APPLICABLE_WORDS = frozenset(folded(w) for w in ("不适用", "不涉及", "n/a", "not applicable"))
_YES_WORDS = frozenset(("是", "有", "√", "✓", "y", "yes", "true", "1", "符合", "属于", "已开展", "已列入"))
_NO_WORDS = frozenset(
    ("否", "无", "×", "x", "n", "no", "false", "0", "不符合", "没有", "不是", "不属于", "未开展", "未列入")
)
_MONEY_SCALES = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "万": Decimal(1),
    "百万元": Decimal(100),
    "百万": Decimal(100),
    "千万元": Decimal(1000),
    "千万": Decimal(1000),
    "亿元": Decimal(10000),
    "亿": Decimal(10000),
}
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
_MONEY = re.compile(r"(?P<number>[-+]?\d+(?:\.\d+)?)(?P<scale>元|千元|万元|万|百万元|百万|千万元|千万|亿元|亿)?")
_DAY_OF_A_YEAR = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_MONTH_OF_A_YEAR = re.compile(r"(\d{1,2})月")
_MAX_WAN = Decimal(10) ** 11
#: Far beyond any quantity, and still exact in a 64-bit column.
_MAX_NUMBER = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a typed text turned out to be.

    Attributes:
        value: the value; None when nothing is known or when there is a problem.
        problem: why the text is refused, or None.
        note: what was understood in a way the writer should see ("read as 32,000.00 万元"), or None.
        not_applicable: the text says that the field does not apply.
    """

    value: Value = None
    problem: Message | None = None
    note: Message | None = None
    not_applicable: bool = False


def parse_value(field: Field, raw: object, money_unit: str = "万元", year: int | None = None) -> Parsed:
    """Read what someone typed or a cell held as a value of `field`.

    Args:
        field: the field it is meant for.
        raw: text, number, day or None.
        money_unit: the unit of bare numbers in a money field (a column head may say 元 or 亿元).
        year: the year meant by a day typed without one ("11.20"); None where nobody can know, as in an import.

    Returns:
        The value, or a problem; blanks and words such as 待定 are "not known yet", never 0.
    """
    if raw is None or (isinstance(raw, float) and math.isnan(raw)):
        return Parsed()
    # 不涉及 may be one of a field's own answers: then it is that answer.
    if isinstance(raw, str) and exact_choice(field, raw) is None:
        if folded(raw) in _BLANK_WORDS or not raw.strip():
            return Parsed()
        if folded(raw) in _NOT_APPLICABLE_WORDS:
            return _set_aside(field, raw)
    if year is not None and field.kind in (FieldKind.DATE, FieldKind.MONTH) and isinstance(raw, str):
        return _with_year(field, raw, year)
    if field.kind is FieldKind.MONEY:
        return _within_limits(field, _money(raw, money_unit))
    return _within_limits(field, _PARSERS[field.kind](field, raw))


def _set_aside(field: Field, raw: str) -> Parsed:
    if field.always_applies:
        return Parsed(note=message("Every project has this; “{text}” counts as not given yet.", text=raw.strip()))
    return Parsed(not_applicable=True)


def _text(field: Field, raw: object) -> Parsed:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = clean_text(str(raw))
    if field.kind is FieldKind.TEXT:
        text = " ".join(text.split())
    return Parsed(text or None)


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def bare_number(raw: object) -> Decimal | None:
    """Return the number that was typed, exactly, without a unit; None when it is none."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        return _decimal(repr(raw))
    text = tidy(str(raw)).replace(",", "").replace(" ", "").removeprefix("约").removesuffix("左右")
    return _decimal(text) if _NUMBER.fullmatch(text) else None


def _number(field: Field, raw: object) -> Parsed:
    found = bare_number(raw)
    if found is None and isinstance(raw, str):
        found = bare_number(_without_unit(field, raw))
    if found is None:
        return Parsed(problem=message("“{text}” is not a number.", text=str(raw)))
    if abs(found) > _MAX_NUMBER:
        return Parsed(problem=message("“{text}” is too large a number.", text=str(raw)))
    if field.kind is FieldKind.INTEGER:
        if found != found.to_integral_value():
            return Parsed(problem=message("“{text}” is not a whole number.", text=str(raw)))
        return Parsed(int(found))
    return Parsed(float(found))


def _without_unit(field: Field, text: str) -> str:
    bare = tidy(text)
    for unit in (field.unit.zh, field.unit.en, field.unit.zh.split("/")[0], field.unit.en.split("/")[0]):
        if unit and bare.casefold().endswith(tidy(unit).casefold()):
            return bare[: -len(tidy(unit))]
    return bare


def _percent(_field: Field, raw: object) -> Parsed:
    # The full-width sign is an ordinary one once the text is tidy.
    found = bare_number(tidy(raw).removesuffix("%") if isinstance(raw, str) else raw)
    if found is None:
        return Parsed(problem=message("“{text}” is not a percentage.", text=str(raw)))
    if abs(found) > _MAX_NUMBER:
        return Parsed(problem=message("“{text}” is too large a number.", text=str(raw)))
    return Parsed(float(found))


def _money(raw: object, money_unit: str) -> Parsed:
    text = tidy(raw) if isinstance(raw, str) else str(raw).removesuffix(".0")
    bare = re.sub(r"\(.*?\)", "", text).replace(",", "").replace(" ", "").replace("人民币", "").replace("¥", "")
    bare = bare.removeprefix("约").removesuffix("左右")
    found = _MONEY.fullmatch(bare)
    number = _decimal(found["number"]) if found else bare_number(raw)
    if number is None:
        return Parsed(problem=message("“{text}” is not an amount of money.", text=text))
    scale = (found["scale"] if found else None) or money_unit
    wan = number * _MONEY_SCALES[scale]
    if abs(wan) > _MAX_WAN:
        return Parsed(problem=message("“{text}” is too large an amount.", text=text))
    fen = int((wan * FEN_PER_WAN).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    plain = scale == "万元" and bare == text.replace(",", "").replace(" ", "")
    note = None if plain else message("“{text}” was read as {wan} CNY 10k.", text=text, wan=f"{wan:,.2f}")
    return Parsed(fen, note=note)


def _within_limits(field: Field, parsed: Parsed) -> Parsed:
    problem = value_problem(field, parsed.value)
    return parsed if problem is None else Parsed(problem=problem)


def _yes_no(_field: Field, raw: object) -> Parsed:
    if isinstance(raw, bool):
        return Parsed(raw)
    word = folded(str(raw).removesuffix(".0"))
    if word in _YES_WORDS or word in _NO_WORDS:
        return Parsed(word in _YES_WORDS)
    return Parsed(problem=message("Answer {yes} or {no}; “{text}” is neither.", yes=YES, no=NO, text=str(raw)))


def parse_day(raw: object) -> date | None:
    """Return the day that a text or a cell means, or None when it means none."""
    found = day_parts(raw)
    if found is None or found[2] is None or not is_calendar_day(*found):
        return None
    return date(found[0], found[1], found[2])


def _date(_field: Field, raw: object) -> Parsed:
    found = parse_day(raw)
    if found is None:
        return Parsed(problem=message("“{text}” is not a day; write it as 2026-11-20.", text=str(raw)))
    return Parsed(found)


def _month(_field: Field, raw: object) -> Parsed:
    found = day_parts(raw)
    meant = month_meant(raw) if found is None and isinstance(raw, str) else None
    if meant is not None and is_calendar_day(*meant, None):
        read = f"{meant[0]:04d}-{meant[1]:02d}"
        return Parsed(read, note=message("“{text}” was read as {day}.", text=raw, day=read))
    if found is None or not is_calendar_day(*found):
        return Parsed(problem=message("“{text}” is not a month; write it as 2026-11.", text=str(raw)))
    return Parsed(f"{found[0]:04d}-{found[1]:02d}")


def _with_year(field: Field, raw: str, year: int) -> Parsed:
    text = tidy(raw).replace(" ", "")
    pattern = _DAY_OF_A_YEAR if field.kind is FieldKind.DATE else _MONTH_OF_A_YEAR
    found = pattern.fullmatch(text)
    if found is None:
        return _PARSERS[field.kind](field, raw)
    read = "-".join((f"{year:04d}", *(f"{int(part):02d}" for part in found.groups())))
    parsed = _PARSERS[field.kind](field, read)
    if parsed.problem is not None:
        return parsed
    return Parsed(parsed.value, note=message("“{text}” was read as {day}.", text=raw, day=read))


def _choice(field: Field, raw: object) -> Parsed:
    found = exact_choice(field, raw)
    if found is not None:
        return Parsed(found)
    found = likely_choice(field, raw)
    if found is None:
        known = tuple(choice.label for choice in field.choices)
        return Parsed(problem=message("“{text}” is not one of: {known}.", text=str(raw), known=known))
    choice = field.choice(found)
    assert choice is not None
    return Parsed(found, note=message("“{text}” was read as “{choice}”.", text=str(raw), choice=choice.label))


def _choices(field: Field, raw: object) -> Parsed:
    keys: list[str] = []
    for word in raw if isinstance(raw, (list, tuple)) else several_answers(field, str(raw)):
        one = _choice(field, word)
        if one.problem is not None:
            return one
        if isinstance(one.value, str) and one.value not in keys:
            keys.append(one.value)
    return Parsed(tuple(keys) or None)


def _credit_code(_field: Field, raw: object) -> Parsed:
    if isinstance(raw, (int, float)) or re.search(r"\d[eE]\+\d+$", str(raw).strip()):
        return Parsed(
            problem=message(
                "The code “{text}” was damaged by being kept as a number; ask the sender for it as text.", text=str(raw)
            )
        )
    code = normal_credit_code(str(raw))
    if is_credit_code(code):
        return Parsed(code)
    offered = credit_code_suggestion(code)
    if offered is not None:
        return Parsed(
            problem=message("The credit code “{code}” does not check; is {offered} meant?", code=code, offered=offered)
        )
    if len(code) != 18:
        return Parsed(
            problem=message("A credit code has 18 characters; “{code}” has {count}.", code=code, count=len(code))
        )
    return Parsed(problem=message("The credit code “{code}” does not check: one character is wrong.", code=code))


def _project_code(_field: Field, raw: object) -> Parsed:
    code = normal_project_code(str(raw))
    if code is None:
        return Parsed(
            problem=message("A project code has 20 digits in groups of 4-6-2-2-6; “{text}” has not.", text=str(raw))
        )
    return Parsed(code)


def _table(field: Field, raw: object) -> Parsed:
    """Read rows, each a mapping of column names to what was typed; a list without rows is known to have none."""
    if not isinstance(raw, (list, tuple)) or not all(isinstance(row, Mapping) for row in raw):
        return Parsed(problem=message("Here a list of rows is needed, each with its columns."))
    columns = {name: column for column in field.columns for name in (column.key, column.label.zh, *column.synonyms)}
    rows = []
    for number, typed in enumerate(raw, 1):
        row: dict[str, Single] = {}
        for name, cell in typed.items():
            column = columns.get(name)
            parsed = (
                Parsed(problem=message("There is no such column.")) if column is None else parse_value(column, cell)
            )
            if parsed.problem is not None:
                told = message(
                    "Row {number}, {column}: {problem}",
                    number=number,
                    column=name if column is None else column.label,
                    problem=parsed.problem,
                )
                return Parsed(problem=told)
            if column is not None and parsed.value is not None:
                row[column.key] = cast("Single", parsed.value)
        rows.append(row)
    return Parsed(tuple(rows))


_PARSERS: dict[FieldKind, Callable[[Field, object], Parsed]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.INTEGER: _number,
    FieldKind.NUMBER: _number,
    FieldKind.PERCENT: _percent,
    FieldKind.YES_NO: _yes_no,
    FieldKind.DATE: _date,
    FieldKind.MONTH: _month,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.CREDIT_CODE: _credit_code,
    FieldKind.PROJECT_CODE: _project_code,
    FieldKind.TABLE: _table,
}


def typed_value(field: Field, value: Value, language: Language) -> str:
    """Return a value as one would type it into the form, exact and without separators."""
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return f"{(Decimal(value) / FEN_PER_WAN).normalize():f}"
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return shown_value(field, value, language)
