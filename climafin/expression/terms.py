"""The checked tree: every name resolved, every node typed, all constants in base units. Frozen.

Both evaluators (one project at a time, and later whole columns in blocks) work from this tree alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from climafin.domain.dictionary import Choice
from climafin.expression.units import BARE, Unit

#: A known value: numbers in base units, choices as keys, several choices as a set of keys.
Known = float | bool | str | date | frozenset[str]


class Sort(StrEnum):
    """What sort of value a term has."""

    NUMBER = "number"
    TRUTH = "truth"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class ValueType:
    """The type of a term.

    Attributes:
        sort: what sort of value.
        unit: of a number: the unit it is spoken of in (its value at run time is in base units).
        choices: of a choice: the answers it can have.
    """

    sort: Sort
    unit: Unit = BARE
    choices: tuple[Choice, ...] = ()

    def choice_key(self, name: str) -> str | None:
        """Return the key of the answer with this key, label or synonym, or None."""
        wanted = name.casefold()
        for choice in self.choices:
            if wanted in (choice.key.casefold(), choice.label.zh, choice.label.en.casefold()):
                return choice.key
        return next((choice.key for choice in self.choices if name in choice.synonyms), None)


TRUTH = ValueType(Sort.TRUTH)


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands in the expression."""

    type: ValueType
    value: Known


@dataclass(frozen=True, slots=True)
class Fact:
    """A value looked up by its key."""

    type: ValueType
    key: str


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
class Applied:
    """A function applied; `digits` is the second argument of `round`."""

    type: ValueType
    function: str
    arguments: tuple["Term", ...]
    digits: int = 0


Term = Constant | Fact | Total | Ratio | Comparison | OneOf | Holds | Lacking | Negation | All | Any | Applied


def children(term: Term) -> tuple[Term, ...]:
    """Return the terms directly under a term, in the order written."""
    match term:
        case Total() | Ratio():
            return tuple(part for _, part in term.parts)
        case Comparison(left=left, right=right):
            return (left, right)
        case OneOf(item=item) | Lacking(item=item) | Negation(item=item) | Holds(whole=item):
            return (item,)
        case All(parts=parts) | Any(parts=parts) | Applied(arguments=parts):
            return parts
    return ()


def _walk(term: Term) -> Iterator[Term]:
    yield term
    for child in children(term):
        yield from _walk(child)


def fact_keys(term: Term) -> tuple[str, ...]:
    """Return the keys of all facts a term reads, each once, in the order written."""
    return tuple(dict.fromkeys(found.key for found in _walk(term) if isinstance(found, Fact)))
