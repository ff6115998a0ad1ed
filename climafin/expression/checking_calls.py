"""The functions of single values: how many values each takes, of which sort and unit."""

from collections.abc import Callable
from fractions import Fraction

from climafin.base.messages import Message, message
from climafin.expression import syntax as s
from climafin.expression import terms as t
from climafin.expression.checking import NUMBER, Checking
from climafin.expression.functions import call_example, function_label
from climafin.expression.terms import TRUTH, Sort, Term, ValueType
from climafin.expression.units import UNITS

MAX_DIGITS_ROUNDED = 9
#: As far as the calendar reaches.
MAX_MONTHS = 120_000
MAX_DAYS = 3_650_000
_YEARS = ValueType(Sort.NUMBER, UNITS["年"])
_DAYS = ValueType(Sort.NUMBER, UNITS["天"])
_DAY = ValueType(Sort.DAY)
_ORDERED = (Sort.NUMBER, Sort.DAY)
_SINGLE = (Sort.NUMBER, Sort.TRUTH, Sort.CHOICE, Sort.TEXT, Sort.DAY)
#: How many values a function takes, where that is fixed, and how a call looks.
_ARGUMENTS = {
    "abs": (1, "x"),
    "floor": (1, "x"),
    "ceil": (1, "x"),
    "year": (1, "2026-11-20"),
    "month": (1, "2026-11-20"),
    "day_of_month": (1, "2026-11-20"),
    "round": (2, "x, 2"),
    "years_between": (2, "2026-01-01, x"),
    "days_between": (2, "2026-01-01, x"),
    "clamp": (3, "x, 0, 100"),
    "if": (3, "x > 1, a, b"),
}
NO_PERIOD = message("Here a length of time is needed, such as 3 years, 6 months or 30 days.")


def checked_call(checking: Checking, node: s.Call) -> Term:
    """Return the term of a function of single values."""
    count, arguments = _ARGUMENTS.get(node.function, (len(node.arguments), ""))
    if len(node.arguments) != count:
        told = message(
            "“{name}” takes {count} values, such as {example}.",
            name=function_label(node.function),
            count=count,
            example=call_example(node.function, arguments),
        )
        return checking.wrong(node, told, TRUTH if node.function == "if" else NUMBER)
    return _SPECIAL.get(node.function, _of_one_kind)(checking, node)


def _of_one_kind(checking: Checking, node: s.Call) -> Term:
    """Return the term of a function whose values are all of one sort and unit, as its answer is."""
    sorts = {"coalesce": _SINGLE, "min": _ORDERED, "max": _ORDERED}.get(node.function, (Sort.NUMBER,))
    kind, terms = checking.alike(node.arguments, sorts)
    if node.function in ("floor", "ceil") and not checking.sound_unit(node, kind.unit):
        return checking.stand_in(NUMBER)
    if node.function == "clamp" and all(isinstance(end, t.Constant) for end in terms[1:]):
        low, high = (end.value for end in terms[1:] if isinstance(end, t.Constant))
        if isinstance(low, float) and isinstance(high, float) and low > high:
            told = message("Here the lowest value stands above the highest; change the two about.")
            return checking.wrong(node, told, NUMBER)
    return t.Applied(kind, node.function, terms)


def _of_days(checking: Checking, node: s.Call) -> Term:
    days = tuple(checking.of_sort(argument, Sort.DAY) for argument in node.arguments)
    kinds = {"years_between": _YEARS, "days_between": _DAYS}
    return t.Applied(kinds.get(node.function, NUMBER), node.function, days)


def _either(checking: Checking, node: s.Call) -> Term:
    test = checking.truth(node.arguments[0])
    kind, (then, otherwise) = checking.alike(node.arguments[1:], _SINGLE)
    return t.Either(kind, test, then, otherwise)


def _at_least(checking: Checking, node: s.Call) -> Term:
    count = _whole_number(node.arguments[0])
    parts = tuple(checking.truth(argument) for argument in node.arguments[1:])
    if count is None or not 1 <= count <= len(parts):
        told = message(
            "“{name}” takes how many must hold and at least as many conditions, such as {example}.",
            name=function_label(node.function),
            example=call_example(node.function, "2, a, b, c"),
        )
        return checking.wrong(node, told)
    return t.AtLeast(TRUTH, count, parts)


def _round(checking: Checking, node: s.Call) -> Term:
    digits = _whole_number(node.arguments[1])
    if digits is None:
        told = message(
            "“{name}” takes a number and how many decimals to keep, such as {example}.",
            name=function_label(node.function),
            example=call_example(node.function, "x, 2"),
        )
        return checking.wrong(node, told, NUMBER)
    item = checking.numeric(node.arguments[0])
    if not checking.sound_unit(node, item.type.unit):
        return checking.stand_in(NUMBER)
    return t.Applied(item.type, "round", (item,), min(digits, MAX_DIGITS_ROUNDED))


_SPECIAL: dict[str, Callable[[Checking, s.Call], Term]] = {
    "if": _either,
    "at_least": _at_least,
    "round": _round,
    "years_between": _of_days,
    "days_between": _of_days,
    "year": _of_days,
    "month": _of_days,
    "day_of_month": _of_days,
}


def _whole_number(node: s.Syntax) -> int | None:
    """Return the number written, when it is a bare whole one."""
    if not isinstance(node, s.NumberLiteral) or node.unit is not None or not node.text.isdecimal():
        return None
    return int(node.text)


def period_of(node: s.Syntax) -> t.Period | None:
    """Return the length of time written, when it is one of whole months or whole days."""
    if not isinstance(node, s.NumberLiteral) or node.unit is None:
        return None
    unit = node.unit
    if unit.dimension == UNITS["年"].dimension:
        months = unit.factor * 12 * Fraction(node.text)
        return t.Period(months=int(months)) if months.denominator == 1 and 0 < months <= MAX_MONTHS else None
    if unit == UNITS["天"]:
        days = Fraction(node.text)
        return t.Period(days=int(days)) if days.denominator == 1 and 0 < days <= MAX_DAYS else None
    return None


def moved_day(checking: Checking, day: Term, node: s.Sum) -> Term:
    """Return the term of a day with lengths of time added or taken off."""
    steps = []
    for sign, written in node.parts[1:]:
        period = period_of(written)
        if period is None:
            return checking.wrong(written, _no_period(checking.term(written)), _DAY)
        steps.append((1 if sign == "+" else -1, period))
    return day if checking.is_wrong(day) else t.Shifted(_DAY, day, tuple(steps))


def _no_period(found: Term) -> Message:
    if found.type.sort is Sort.DAY:
        return message("Two days are not added up; for the time between them write days_between(first, last).")
    return NO_PERIOD
