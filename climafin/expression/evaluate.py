"""One project at a time: the checked tree turned into closures, with Kleene logic for what is not known.

Rules of arithmetic, which the block evaluator must repeat operation for operation: 64-bit floats in base
units; sums and products from left to right; two numbers equal to twelve digits are equal, so that 8.3 %
typed and 0.083 worked out do not differ; a divisor of zero and a result beyond the floats are unknown.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from climafin.expression import terms as t
from climafin.expression.terms import Known, Term

EQUAL_TO = 1e-12
LARGEST_WHOLE = 2**53


class Reason(StrEnum):
    """Why something cannot be told."""

    MISSING = "missing"
    ZERO_DIVISOR = "zero_divisor"
    TOO_LARGE = "too_large"
    NOT_IN_TABLE = "not_in_table"
    NOT_IN_FORCE = "not_in_force"
    NO_ROWS = "no_rows"
    SMALL_COHORT = "small_cohort"
    NOT_SET = "not_set"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer "cannot be told".

    Attributes:
        missing: keys of the facts that were needed and not known.
        reasons: why.
    """

    missing: frozenset[str] = frozenset()
    reasons: frozenset[Reason] = frozenset({Reason.MISSING})

    def with_(self, other: "Unknown") -> "Unknown":
        """Return an unknown that carries the facts and reasons of both."""
        return Unknown(self.missing | other.missing, self.reasons | other.reasons)


Answer = Known | Unknown
#: Fact key to value in base units; a key that is absent is not known.
Facts = Mapping[str, Answer]
Evaluator = Callable[[Facts], Answer]
_ZERO = Unknown(reasons=frozenset({Reason.ZERO_DIVISOR}))
_TOO_LARGE = Unknown(reasons=frozenset({Reason.TOO_LARGE}))


def evaluator(term: Term) -> Evaluator:
    """Return a function from facts to the term's answer; it never raises on facts of the right types."""
    match term:
        case t.Fact(key=key):
            return _fact(key)
        case t.Lacking(item=item):
            inner = evaluator(item)
            return lambda facts: isinstance(inner(facts), Unknown)
        case t.All() | t.Any():
            return _kleene(tuple(evaluator(part) for part in term.parts), decisive=isinstance(term, t.Any))
        case t.Applied(function="coalesce"):
            return _coalesce(tuple(evaluator(argument) for argument in term.arguments))
    return _known_only(tuple(evaluator(child) for child in t.children(term)), _work(term))


def _work(term: Term) -> Callable[[list[Known]], Answer]:  # noqa: PLR0911 - one line per kind of term
    """Return what a term does with the values of its parts once all are known."""
    match term:
        case t.Constant(value=value):
            return lambda _values: value
        case t.Comparison(sign=sign):
            compare = _COMPARISONS[sign]
            return lambda values: compare(values[0], values[1])
        case t.OneOf(options=options):
            return lambda values: any(_same(values[0], option) for option in options)
        case t.Holds(part=part):
            return lambda values: part in values[0]  # type: ignore[operator]
        case t.Total(parts=signed):
            return _sum(tuple(sign for sign, _ in signed))
        case t.Ratio(parts=marked):
            return _product(tuple(sign for sign, _ in marked))
        case t.Applied():
            return _function(term)
    return lambda values: not values[0]


def _fact(key: str) -> Evaluator:
    absent = Unknown(frozenset({key}))

    def look_up(facts: Facts) -> Answer:
        return facts.get(key, absent)

    return look_up


def _known_only(parts: tuple[Evaluator, ...], work: Callable[[list[Known]], Answer]) -> Evaluator:
    """Return an evaluator that does its work when all parts are known and is unknown otherwise."""

    def answer(facts: Facts) -> Answer:
        values: list[Known] = []
        unknown: Unknown | None = None
        for part in parts:
            value = part(facts)
            if isinstance(value, Unknown):
                unknown = value if unknown is None else unknown.with_(value)
            else:
                values.append(value)
        return work(values) if unknown is None else unknown

    return answer


def _kleene(parts: tuple[Evaluator, ...], *, decisive: bool) -> Evaluator:
    """Return all-of (`decisive` is False) or any-of (True): one decisive part decides, whatever is unknown."""

    def answer(facts: Facts) -> Answer:
        unknown: Unknown | None = None
        for part in parts:
            value = part(facts)
            if isinstance(value, Unknown):
                unknown = value if unknown is None else unknown.with_(value)
            elif value is decisive:
                return decisive
        return (not decisive) if unknown is None else unknown

    return answer


def _coalesce(parts: tuple[Evaluator, ...]) -> Evaluator:
    def answer(facts: Facts) -> Answer:
        unknown = Unknown(reasons=frozenset())
        for part in parts:
            value = part(facts)
            if not isinstance(value, Unknown):
                return value
            unknown = unknown.with_(value)
        return unknown

    return answer


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
    return value if math.isfinite(value) else _TOO_LARGE


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
                    return _ZERO
                total /= value
            else:
                total *= value
        return _finite(total)

    return work


def _function(term: t.Applied) -> Callable[[list[Known]], Answer]:
    if term.function == "round":
        factor, digits = float(term.type.unit.factor), term.digits
        return lambda values: _rounded(values[0], factor, digits)  # type: ignore[arg-type]
    simple: dict[str, Callable[[list[Known]], Answer]] = {
        "min": min,
        "max": max,
        "abs": lambda values: abs(values[0]),  # type: ignore[arg-type]
        "years_between": lambda values: years_between(values[0], values[1]),  # type: ignore[arg-type]
    }
    return simple[term.function]


def _rounded(value: float, factor: float, digits: int) -> Answer:
    whole = round_half_up(value / factor, digits)
    return value if whole is None else _finite(whole / 10**digits * factor)


def round_half_up(value: float, digits: int) -> int | None:
    """Return a number as a whole number of its last kept decimal, halves away from zero; None beyond 2^53.

    A value within twelve digits of a half counts as the half: 2.675 kept in binary is a hair below it.
    """
    scaled: float = abs(value) * 10**digits
    if not scaled <= LARGEST_WHOLE:
        return None
    whole = math.floor(scaled * (1 + EQUAL_TO) + 0.5)
    return whole if value >= 0 else -whole


def years_between(first: date, last: date) -> float:
    """Return the whole years from one day to another, negative when the second lies before the first."""
    if last < first:
        return -years_between(last, first)
    years = last.year - first.year
    return float(years - ((last.month, last.day) < (first.month, first.day)))
