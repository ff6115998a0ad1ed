"""What terms do with the values of their parts once all are known; the rules stand in `evaluate`."""

import math
from collections.abc import Callable
from datetime import date

from climafin.base.folding import folded
from climafin.expression import terms as t
from climafin.expression.answers import NO_ROWS, TOO_LARGE, ZERO, Answer
from climafin.expression.days import days_between, shifted, years_between
from climafin.expression.terms import Known, Sort, Term

EQUAL_TO = 1e-12
LARGEST_WHOLE = 2**53


def work_of(term: Term) -> Callable[[list[Known]], Answer]:  # noqa: PLR0911 - one line per kind of term
    """Return what a term does with the values of its parts once all are known."""
    match term:
        case t.Constant(value=value):
            return lambda _values: value
        case t.Comparison(sign=sign):
            compare = _COMPARISONS[sign]
            return lambda values: compare(values[0], values[1])
        case t.OneOf(options=options):
            return lambda values: any(_same(values[0], option) for option in options)
        case t.Listed(entries=entries):
            return lambda values: _is_listed(values[0], entries, is_text=term.item.type.sort is Sort.TEXT)
        case t.Shifted(steps=steps):
            return lambda values: _shifted(values[0], steps)
        case t.Holds(part=part):
            return lambda values: part in values[0]  # type: ignore[operator]
        case t.Total(parts=signed):
            return _sum(tuple(sign for sign, _ in signed))
        case t.Ratio(parts=marked):
            return _product(tuple(sign for sign, _ in marked))
        case t.Applied():
            return _function(term)
    return lambda values: not values[0]


def _is_listed(value: Known, entries: frozenset[str], *, is_text: bool) -> bool:
    if isinstance(value, frozenset):
        return not value.isdisjoint(entries)
    assert isinstance(value, str)
    return (folded(value) if is_text else value) in entries


def _shifted(value: Known, steps: tuple[tuple[int, t.Period], ...]) -> Answer:
    assert isinstance(value, date)
    day: date | None = value
    for sign, period in steps:
        day = None if day is None else shifted(day, sign, period)
    return TOO_LARGE if day is None else day


def _same(left: Known, right: Known) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) <= EQUAL_TO * max(abs(left), abs(right))
    return left == right


def _below(left: Known, right: Known) -> bool:
    return left < right and not _same(left, right)  # type: ignore[operator]


_COMPARISONS: dict[str, Callable[[Known, Known], bool]] = {
    "=": _same,
    "≠": lambda left, right: not _same(left, right),
    "<": _below,
    ">": lambda left, right: _below(right, left),
    "≤": lambda left, right: not _below(right, left),
    "≥": lambda left, right: not _below(left, right),
}


def _finite(value: float) -> Answer:
    return value if math.isfinite(value) else TOO_LARGE


def _sum(signs: tuple[int, ...]) -> Callable[[list[Known]], Answer]:
    def work(values: list[Known]) -> Answer:
        total = 0.0
        for sign, value in zip(signs, values, strict=True):
            total += sign * value  # type: ignore[operator]
        return _finite(total)

    return work


def _product(signs: tuple[str, ...]) -> Callable[[list[Known]], Answer]:
    def work(values: list[Known]) -> Answer:
        total = 1.0
        for sign, value in zip(signs, values, strict=True):
            assert isinstance(value, float)  # the checker lets only numbers through
            if sign == "/":
                if value == 0:
                    return ZERO
                total /= value
            else:
                total *= value
        return _finite(total)

    return work


def _function(term: t.Applied) -> Callable[[list[Known]], Answer]:
    if term.function == "round":
        factor, digits = float(term.type.unit.factor), term.digits
        return lambda values: _rounded(values[0], factor, digits)  # type: ignore[arg-type]
    if term.function in ("floor", "ceil"):
        factor, down = float(term.type.unit.factor), term.function == "floor"
        return lambda values: _whole(values[0], factor, down=down)  # type: ignore[arg-type]
    simple: dict[str, Callable[[list[Known]], Answer]] = {
        "min": min,
        "max": max,
        "abs": lambda values: abs(values[0]),  # type: ignore[arg-type]
        "clamp": lambda values: _clamped(*values),  # type: ignore[arg-type]
        "years_between": lambda values: years_between(values[0], values[1]),  # type: ignore[arg-type]
        "days_between": lambda values: days_between(values[0], values[1]),  # type: ignore[arg-type]
        "year": lambda values: float(values[0].year),  # type: ignore[union-attr]
        "month": lambda values: float(values[0].month),  # type: ignore[union-attr]
        "day_of_month": lambda values: float(values[0].day),  # type: ignore[union-attr]
    }
    return simple[term.function]


def _rounded(value: float, factor: float, digits: int) -> Answer:
    whole = round_half_up(value / factor, digits)
    return value if whole is None else _finite(whole / 10**digits * factor)


def _whole(value: float, factor: float, *, down: bool) -> Answer:
    scaled = value / factor
    if not abs(scaled) <= LARGEST_WHOLE:
        return value
    nearest = float(round(scaled))
    whole = nearest if _same(scaled, nearest) else float(math.floor(scaled) if down else math.ceil(scaled))
    return _finite(whole * factor)


def _clamped(value: float, low: float, high: float) -> float:
    if value < low:
        return low
    return high if value > high else value  # noqa: FURB136 - said with comparisons


def round_half_up(value: float, digits: int) -> int | None:
    """Return a number as a whole number of its last kept decimal, halves away from zero; None beyond 2^53.

    A value within twelve digits of a half counts as the half: 2.675 kept in binary is a hair below it.
    """
    scaled: float = abs(value) * 10**digits
    if not scaled <= LARGEST_WHOLE:
        return None
    whole = math.floor(scaled * (1 + EQUAL_TO) + 0.5)
    return whole if value >= 0 else -whole


def _row_sum(values: list[Known]) -> Answer:
    return _sum((1,) * len(values))(values)


def _row_mean(values: list[Known]) -> Answer:
    total = _row_sum(values) if values else NO_ROWS
    return total / len(values) if isinstance(total, float) else total


#: What is worked out from the rows that belong; any and every need not look at all of them.
ROW_WORK: dict[str, Callable[[list[Known]], Answer]] = {
    "count": lambda values: float(len(values)),
    "sum": _row_sum,
    "mean": _row_mean,
    "max": lambda values: max(values) if values else NO_ROWS,
    "min": lambda values: min(values) if values else NO_ROWS,
}
