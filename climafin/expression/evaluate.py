"""One project at a time: the checked tree turned into closures, with Kleene logic for what is not known.

Rules of arithmetic, which the block evaluator must repeat operation for operation:

- Numbers are 64-bit floats in base units. `=` holds when they agree to twelve digits (|a - b| ≤ 1e-12 · max(|a|, |b|)),
  so that 8.3 % typed and 0.083 worked out do not differ; a < b is lower and not `=`; the other signs follow from these.
- Sums run from 0.0, products from 1.0, from left to right; minus adds -1 · x. A divisor of 0 gives ZERO_DIVISOR; what
  is not finite at the end of a sum or product is TOO_LARGE. In a product the first zero divisor decides.
- min and max keep the first of equals: y takes x's place only when y < x (y > x). clamp(x, low, high) is low when
  x < low, else high when x > high, else x. abs is that of floats.
- round, floor and ceil work in the unit the value is spoken of in: q = x / factor, the answer back by · factor. round
  is `round_half_up`; floor and ceil take the whole number nearest to q when q `=` it, else the one below or above;
  beyond 2^53 all three leave x.
- if looks at its test first, is unknown when that is, and never looks at the value not meant. coalesce is its first
  known value. at_least(k, …) is yes once k hold, no once k cannot be reached, else unknown.
- Days: ± months first, days after, each step in the order written; a day its month has not is the month's last;
  beyond the calendar it is TOO_LARGE. years_between counts whole years, days_between days; year, month and
  day_of_month are the parts of a day.
- Rows keep their order. A row belongs when its day and its condition both say so (Kleene); sum runs from 0.0 in the
  order of rows, mean is that sum / count; count of no row is 0, max, min and mean of none are NO_ROWS. A row that may
  belong, or a blank cell that is needed, makes count, sum, max, min and mean unknown; any and every are Kleene's.
- What is unknown carries the facts missing and the reasons of all its unknown parts.
"""

from collections.abc import Callable
from datetime import date

from climafin.expression import terms as t
from climafin.expression.answers import Answer, Evaluator, Facts, Reason, Unknown, both
from climafin.expression.arithmetic import EQUAL_TO, LARGEST_WHOLE, ROW_WORK, round_half_up, work_of
from climafin.expression.days import shifted
from climafin.expression.terms import Known, Term

__all__ = [
    "EQUAL_TO",
    "LARGEST_WHOLE",
    "Answer",
    "Evaluator",
    "Facts",
    "Reason",
    "Unknown",
    "evaluator",
    "round_half_up",
]

#: Where the row under a function over rows stands among the facts; no name can be written so.
_ROW = "(row)"


def evaluator(term: Term) -> Evaluator:  # noqa: PLR0911 - one line per kind of term
    """Return a function from facts to the term's answer; it never raises on facts of the right types."""
    match term:
        case t.Fact(key=key):
            return _fact(key)
        case t.Lacking(item=item):
            inner = evaluator(item)
            return lambda facts: isinstance(inner(facts), Unknown)
        case t.All() | t.Any():
            return _kleene(tuple(evaluator(part) for part in term.parts), decisive=isinstance(term, t.Any))
        case t.AtLeast(count=count, parts=parts):
            return _at_least(count, tuple(evaluator(part) for part in parts))
        case t.Either(test=test, then=then, otherwise=otherwise):
            return _either(evaluator(test), evaluator(then), evaluator(otherwise))
        case t.Applied(function="coalesce"):
            return _coalesce(tuple(evaluator(argument) for argument in term.arguments))
        case t.Cell(table=table, key=key):
            return _cell(table, key)
        case t.Aggregate():
            return _aggregate(term)
    return _known_only(tuple(evaluator(child) for child in t.children(term)), work_of(term))


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
                unknown = both(unknown, value)
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
                unknown = both(unknown, value)
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


def _at_least(count: int, parts: tuple[Evaluator, ...]) -> Evaluator:
    """Return whether so many parts hold; unknown ones count only when they could decide."""

    def answer(facts: Facts) -> Answer:
        held, unknown, unsure = 0, None, 0
        for part in parts:
            value = part(facts)
            if isinstance(value, Unknown):
                unknown, unsure = both(unknown, value), unsure + 1
            elif value:
                held += 1
        if held >= count:
            return True
        return unknown if unknown is not None and held + unsure >= count else False

    return answer


def _either(test: Evaluator, then: Evaluator, otherwise: Evaluator) -> Evaluator:
    def answer(facts: Facts) -> Answer:
        holds = test(facts)
        if isinstance(holds, Unknown):
            return holds
        return then(facts) if holds else otherwise(facts)

    return answer


# ---- rows of a table


def _cell(table: str, key: str) -> Evaluator:
    absent = Unknown(frozenset({table}))

    def look_up(facts: Facts) -> Answer:
        row = facts[_ROW]
        assert isinstance(row, tuple)  # put there by `_aggregate`
        return row[0].get(key, absent)

    return look_up


def _aggregate(term: t.Aggregate) -> Evaluator:
    rows = evaluator(term.rows)
    belongs, test = _belonging(term)
    cell = None if term.column is None else evaluator(term.column)
    work = ROW_WORK.get(term.function)

    def answer(facts: Facts) -> Answer:
        table = rows(facts)
        if isinstance(table, Unknown):
            return table
        assert isinstance(table, tuple)  # the checker lets only tables through
        inside = dict(facts)
        if work is None:
            return _kleene_rows(table, inside, test, decisive=term.function == "any")
        values: list[Known] = []
        unknown: Unknown | None = None
        for row in table:
            inside[_ROW] = (row,)
            held = belongs(inside)
            if held is False:
                continue
            value = held if isinstance(held, Unknown) or cell is None else cell(inside)
            if isinstance(value, Unknown):
                unknown = both(unknown, value)
            else:
                values.append(value)
        return work(values) if unknown is None else unknown

    return answer


def _belonging(term: t.Aggregate) -> tuple[Evaluator, Evaluator]:
    """Return whether a row belongs to those looked at, and what any or every asks of each row of the table."""
    parts = [] if term.window is None else [_in_window(term.window)]
    if term.function == "every":
        outside = [_negated(part) for part in parts]
        met = [] if term.where is None else [evaluator(term.where)]
        return _kleene(tuple(parts), decisive=False), _kleene((*outside, *met), decisive=True)
    if term.where is not None:
        parts.append(evaluator(term.where))
    belongs = _kleene(tuple(parts), decisive=False)
    return belongs, belongs


def _negated(part: Evaluator) -> Evaluator:
    def answer(facts: Facts) -> Answer:
        value = part(facts)
        return value if isinstance(value, Unknown) else not value

    return answer


def _in_window(window: t.Window) -> Evaluator:
    def work(values: list[Known]) -> Answer:
        day, until = values
        assert isinstance(day, date)
        assert isinstance(until, date)
        since = shifted(until, -1, window.period)
        return day <= until and (since is None or day >= since)

    return _known_only((evaluator(window.column), evaluator(window.until)), work)


def _kleene_rows(table: tuple[t.Row, ...], inside: dict[str, Answer], test: Evaluator, *, decisive: bool) -> Answer:
    unknown: Unknown | None = None
    for row in table:
        inside[_ROW] = (row,)
        value = test(inside)
        if isinstance(value, Unknown):
            unknown = both(unknown, value)
        elif value is decisive:
            return decisive
    return (not decisive) if unknown is None else unknown
