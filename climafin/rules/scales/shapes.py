"""What all scales share: the answer they give, what they measure, and the arithmetic of whole numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from climafin.base.messages import Label
from climafin.domain.assessment import Outcome
from climafin.expression.evaluate import Answer, Reason, Unknown, round_half_up
from climafin.expression.units import Unit
from climafin.rules.rounding import in_last_decimal
from climafin.rules.rule import Rule

FULL_MARKS = 100_00
_COUNT_DECIMALS = 6
_BEYOND = Unknown(reasons=frozenset({Reason.TOO_LARGE}))

#: What is known of a project, limits resolved among it.
Facts = Mapping[str, Answer]


class Missing(StrEnum):
    """How a criterion counts what is unknown."""

    OPEN = "open"
    ZERO = "zero"
    MIDDLE = "middle"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class PartMarked:
    """What one part of a scale answered; its attributes are those of `PartResult`."""

    part_id: str
    title: Label
    outcome: Outcome
    low: int
    high: int
    best: int
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """What one criterion answered.

    Attributes:
        low: marks when unknowns go badly, in 1/100.
        high: marks when unknowns go well, in 1/100.
        value: the measured number, or None.
        word: the answer of a choice or a condition, else None.
        clause: the band or answer that decided.
        next_step: the value at which the next better band begins, or None.
        unknown: why nothing, or not all, can be told, or None.
        band: which clause of the scale decided, counted from 0; None when unknown.
        parts: the parts of the scale, in the pack's order.
        unit: the unit of `value` where it is not the criterion's own, else None.
        counted: how what is unknown was counted; with OPEN, low and high are the range it leaves.
        at_stake: marks in 1/100 between low and high before what is unknown was counted.
    """

    low: int
    high: int
    value: float | None = None
    word: Label | None = None
    clause: Label | None = None
    next_step: float | None = None
    unknown: Unknown | None = None
    band: int | None = None
    parts: tuple[PartMarked, ...] = ()
    unit: Unit | None = None
    counted: Missing = Missing.OPEN
    at_stake: int = 0


class Scale(Protocol):
    """A scale: frozen, of whole numbers and expressions only."""

    kind: ClassVar[str]

    def mark(self, measured: "Measured", facts: Facts, /) -> Marked:
        """Return the marks for the facts of a project."""

    def reach(self) -> tuple[int, int]:
        """Return the fewest and the most marks there can be, in 1/100."""

    def rules(self) -> tuple[Rule, ...]:
        """Return its expressions, without the measured value."""

    def clauses(self) -> int:
        """Return how many clauses there are to come to; 0 when its parts are looked at instead."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same marks whatever is known."""

    kind: ClassVar[str] = "fixed"

    marks: int

    def mark(self, _measured: "Measured", _facts: Facts) -> Marked:
        """Return the marks."""
        return Marked(self.marks, self.marks, band=0)

    def reach(self) -> tuple[int, int]:
        """Return the marks twice."""
        return self.marks, self.marks

    def rules(self) -> tuple[Rule, ...]:
        """Return nothing."""
        return ()

    def clauses(self) -> int:
        """Return 1."""
        return 1


class Measured(Protocol):
    """Something with a scale: a criterion, or one of the indicators a criterion chooses from."""

    @property
    def value(self) -> Rule | None:
        """What is measured; None when the scale asks by itself."""

    @property
    def unit(self) -> Unit:
        """The unit of value and thresholds."""

    @property
    def decimals(self) -> int:
        """The value is rounded to so many decimals, once, before any threshold."""

    @property
    def scale(self) -> Scale:
        """From value to marks."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value with its scale, inside the scale of a criterion; the attributes are those of `Measured`."""

    value: Rule | None
    unit: Unit
    decimals: int
    scale: Scale

    def rules(self) -> tuple[Rule, ...]:
        """Return its expressions, the value among them."""
        own = () if self.value is None else (self.value,)
        return (*own, *self.scale.rules())


def answered(measured: Measured, facts: Facts) -> Answer:
    """Return the answer of what is measured."""
    assert measured.value is not None  # reading lets no scale that needs a value go without
    return measured.value.answer(facts)


def measured_whole(measured: Measured, facts: Facts) -> int | Unknown:
    """Return the measured number as a whole number of its last kept decimal, or why it is not known."""
    answer = answered(measured, facts)
    if isinstance(answer, Unknown):
        return answer
    assert isinstance(answer, float)  # reading lets only numbers through to scales of numbers
    whole = in_last_decimal(measured.unit, measured.decimals, answer)
    return _BEYOND if whole is None else whole


def whole_count(rule: Rule, facts: Facts) -> int | Unknown:
    """Return how many whole ones an expression counts; below nothing there is nothing."""
    answer = rule.answer(facts)
    if isinstance(answer, Unknown):
        return answer
    assert isinstance(answer, float)  # reading lets only numbers through to counts
    factor = rule.term.type.unit.factor
    scaled: int | None = round_half_up(answer * factor.denominator / factor.numerator, _COUNT_DECIMALS)
    if scaled is None:
        return _BEYOND
    whole: int = scaled // 10**_COUNT_DECIMALS
    return max(0, whole)


def counted_marks(rule: Rule, marks: int, cap: int, facts: Facts) -> tuple[int, int, Unknown | None]:
    """Return the least and the most that counted things are worth, so much each up to a cap, and what is unknown."""
    count = whole_count(rule, facts)
    if isinstance(count, Unknown):
        return 0, cap, count
    worth = min(cap, count * marks)
    return worth, worth, None


def counted_text(count: int, marks: int, worth: int) -> Label:
    """Return what counted things are worth as figures: how many, how much each, and what the cap left of it."""
    end = f" → {plain(worth, 2)}" if count * marks != worth else ""
    return figures(f"{count} × {plain(marks, 2)}{end}")


def joined(first: Unknown | None, other: Unknown | None) -> Unknown | None:
    """Return what is unknown in either."""
    if first is None or other is None:
        return first or other
    return first.with_(other)


def quotient(above: int, below: int) -> int:
    """Return a quotient of whole numbers, halves upward; `below` is positive."""
    return (2 * above + below) // (2 * below)


def plain(scaled: int, decimals: int) -> str:
    """Return a whole number of last kept decimals as plain decimal text, without trailing zeros."""
    text = f"{scaled / 10**decimals:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figures(text: str) -> Label:
    """Return a text of figures and signs, the same in every language."""
    return Label(text, text)


def outcome_of(answer: Answer) -> Outcome:
    """Return the outcome of a condition's answer."""
    if isinstance(answer, Unknown):
        return Outcome.UNKNOWN
    return Outcome.MET if answer else Outcome.NOT_MET
