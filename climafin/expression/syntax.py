"""The tree of an expression as it was written: names not looked up, types not known.

Two trees are equal wherever in a text they stand.
"""

from dataclasses import dataclass, field
from datetime import date

from climafin.expression.units import Unit


@dataclass(frozen=True, slots=True)
class Span:
    """Where a part of an expression stands in its text: offsets of characters, the end not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A number, with its unit when one was written."""

    span: Span = field(compare=False)
    text: str
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class DayLiteral:
    """A day, or a month as its first day."""

    span: Span = field(compare=False)
    day: date


@dataclass(frozen=True, slots=True)
class TextLiteral:
    """A text in quotes."""

    span: Span = field(compare=False)
    text: str


@dataclass(frozen=True, slots=True)
class TruthLiteral:
    """Yes or no."""

    span: Span = field(compare=False)
    truth: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A word: a fact, a limit or an answer of a choice."""

    span: Span = field(compare=False)
    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """A number with its sign turned."""

    span: Span = field(compare=False)
    operand: "Syntax"


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts added (`+`) or taken off (`-`)."""

    span: Span = field(compare=False)
    parts: tuple[tuple[str, "Syntax"], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Parts multiplied (`*`) or divided by (`/`)."""

    span: Span = field(compare=False)
    parts: tuple[tuple[str, "Syntax"], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison, or a chain of them such as `1 ≤ x < 5`."""

    span: Span = field(compare=False)
    first: "Syntax"
    rest: tuple[tuple[str, "Syntax"], ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Between two ends, both included."""

    span: Span = field(compare=False)
    item: "Syntax"
    low: "Syntax"
    high: "Syntax"


@dataclass(frozen=True, slots=True)
class Among:
    """One of several answers."""

    span: Span = field(compare=False)
    item: "Syntax"
    options: tuple["Syntax", ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class InList:
    """One of the entries of a named list."""

    span: Span = field(compare=False)
    item: "Syntax"
    name: Name
    negated: bool


@dataclass(frozen=True, slots=True)
class Contains:
    """A text or a set of answers contains something."""

    span: Span = field(compare=False)
    whole: "Syntax"
    part: "Syntax"
    negated: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """Something is not known."""

    span: Span = field(compare=False)
    item: "Syntax"
    negated: bool


@dataclass(frozen=True, slots=True)
class Not:
    """Not."""

    span: Span = field(compare=False)
    operand: "Syntax"


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    span: Span = field(compare=False)
    parts: tuple["Syntax", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    span: Span = field(compare=False)
    parts: tuple["Syntax", ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table or one of its columns, with the rows that are looked at; stands only as the value of a function.

    Attributes:
        name: the table, or `table.column`.
        window: how far back the rows may lie, a number with a unit of time; None for all.
        where: the condition on a row; None for all.
    """

    span: Span = field(compare=False)
    name: Name
    window: NumberLiteral | None
    where: "Syntax | None"


@dataclass(frozen=True, slots=True)
class Call:
    """One of the few functions."""

    span: Span = field(compare=False)
    function: str
    arguments: tuple["Syntax", ...]


Syntax = (
    NumberLiteral
    | DayLiteral
    | TextLiteral
    | TruthLiteral
    | Name
    | Negative
    | Sum
    | Product
    | Compare
    | Between
    | Among
    | InList
    | Contains
    | Missing
    | Not
    | Every
    | Some
    | Rows
    | Call
)
