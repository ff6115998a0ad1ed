"""The checked tree: every name resolved, every node typed, all constants in base units. Frozen.

Both evaluators (one project at a time, and whole columns in blocks) work from this tree alone. Labels are
there for printing only: two trees are equal whatever their names are called.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from climafin.base.messages import Label
from climafin.domain.dictionary import Choice
from climafin.expression.units import BARE, Unit

#: A known single value: numbers in base units, choices as keys, several choices as a set of keys.
Single = float | bool | str | date | frozenset[str]
#: One row of a table: column key to value; a cell that is not known is absent.
Row = Mapping[str, Single]
#: A known value: a single one, or the rows of a table in the order kept (no row is known to be none).
Known = Single | tuple[Row, ...]
#: The key under which facts hold the day that look-back windows end with.
AS_OF_KEY = "as_of"


class Sort(StrEnum):
    """What sort of value a term has."""

    NUMBER = "number"
    TRUTH = "truth"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    DAY = "day"
    ROWS = "rows"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class ValueType:
    """The type of a term.

    Attributes:
        sort: what sort of value.
        unit: of a number: the unit it is spoken of in (its value at run time is in base units).
        choices: of a choice: the answers it can have.
        columns: of a table: its columns, each a name that can be read inside `where`.
        entries: of a list: what stands in it, known when the expression is read.
    """

    sort: Sort
    unit: Unit = BARE
    choices: tuple[Choice, ...] = ()
    columns: tuple["FactName", ...] = ()
    entries: frozenset[str] = frozenset()

    def choice_key(self, name: str) -> str | None:
        """Return the key of the answer with this key, label or synonym, or None."""
        wanted = name.casefold()
        for choice in self.choices:
            if wanted in (choice.key.casefold(), choice.label.zh, choice.label.en.casefold()):
                return choice.key
        return next((choice.key for choice in self.choices if name in choice.synonyms), None)


@dataclass(frozen=True, slots=True)
class FactName:
    """One name that can be read in an expression.

    Attributes:
        key: the key its value is looked up by.
        label: its name for people.
        type: the type of its value.
        names: further names it answers to.
    """

    key: str
    label: Label
    type: ValueType
    names: tuple[str, ...] = ()


TRUTH = ValueType(Sort.TRUTH)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time by the calendar; one of the two is 0.

    Attributes:
        months: whole months; a year is twelve.
        days: whole days.
    """

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands in the expression."""

    type: ValueType
    value: Known


@dataclass(frozen=True, slots=True)
class Fact:
    """A value looked up by its key; `label` is what it is called, when that is known."""

    type: ValueType
    key: str
    label: Label | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of a column in the row that is looked at; stands only inside an `Aggregate`."""

    type: ValueType
    table: str
    key: str
    label: Label | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Total:
    """Terms added; each with +1 or -1."""

    type: ValueType
    parts: tuple[tuple[int, "Term"], ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Terms multiplied and divided in the order written; `*` or `/` before each."""

    type: ValueType
    parts: tuple[tuple[str, "Term"], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: sign is one of = ≠ < ≤ > ≥."""

    type: ValueType
    sign: str
    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The item is one of these keys, texts or numbers."""

    type: ValueType
    item: "Term"
    options: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The item, or one of several answers, stands in a list.

    Attributes:
        key: the key of the list.
        entries: of a choice: keys of answers; of a text: the list's texts as `folded` gives them.
    """

    type: ValueType
    item: "Term"
    key: str
    entries: frozenset[str]
    label: Label | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """A set of answers holds a key, or a text holds a piece of text."""

    type: ValueType
    whole: "Term"
    part: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """The item is not known. The only term that is never unknown itself."""

    type: ValueType
    item: "Term"


@dataclass(frozen=True, slots=True)
class Negation:
    """Not."""

    type: ValueType
    item: "Term"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    type: ValueType
    parts: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    type: ValueType
    parts: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many of the parts hold."""

    type: ValueType
    count: int
    parts: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """The one value when the test holds, else the other; only the one that is meant is looked at."""

    type: ValueType
    test: "Term"
    then: "Term"
    otherwise: "Term"


@dataclass(frozen=True, slots=True)
class Shifted:
    """A day moved by periods, each forward (+1) or back (-1), in the order written."""

    type: ValueType
    day: "Term"
    steps: tuple[tuple[int, Period], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The rows whose day lies in the period that ends with the day of assessment, both ends included.

    Attributes:
        period: how far it reaches back.
        until: the day it ends with.
        column: the table's first column of days.
    """

    period: Period
    until: Fact
    column: Cell


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One answer from the rows of a table.

    Attributes:
        function: count, sum, max, min, mean, any or every.
        rows: the table.
        column: what is added or compared; None for count, any and every.
        window: the rows looked at by their day; None for all.
        where: the rows looked at by a condition; for every: what all rows must meet; None for all.
    """

    type: ValueType
    function: str
    rows: Fact
    column: Cell | None = None
    window: Window | None = None
    where: "Term | None" = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A function applied; `digits` is the second argument of `round`."""

    type: ValueType
    function: str
    arguments: tuple["Term", ...]
    digits: int = 0


Term = (
    Constant
    | Fact
    | Cell
    | Total
    | Ratio
    | Comparison
    | OneOf
    | Listed
    | Holds
    | Lacking
    | Negation
    | All
    | Any
    | AtLeast
    | Either
    | Shifted
    | Aggregate
    | Applied
)


def children(term: Term) -> tuple[Term, ...]:  # noqa: PLR0911 - one line per kind of term
    """Return the terms directly under a term, in the order written."""
    match term:
        case Total() | Ratio():
            return tuple(part for _, part in term.parts)
        case Comparison(left=left, right=right):
            return (left, right)
        case OneOf(item=item) | Listed(item=item) | Lacking(item=item) | Negation(item=item):
            return (item,)
        case Holds(whole=item) | Shifted(day=item):
            return (item,)
        case All(parts=parts) | Any(parts=parts) | AtLeast(parts=parts) | Applied(arguments=parts):
            return parts
        case Either():
            return (term.test, term.then, term.otherwise)
        case Aggregate(rows=rows, column=column, window=window, where=where):
            days = () if window is None else (window.column, window.until)
            return (rows, *(part for part in (column, *days, where) if part is not None))
    return ()


def walk(term: Term) -> Iterator[Term]:
    """Yield a term and everything under it, in the order written."""
    yield term
    for child in children(term):
        yield from walk(child)


def fact_keys(term: Term) -> tuple[str, ...]:
    """Return the keys of all facts a term reads, each once, in the order written; of a table, the table's."""
    return tuple(dict.fromkeys(found.key for found in walk(term) if isinstance(found, Fact)))
