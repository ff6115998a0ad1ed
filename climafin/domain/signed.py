"""Signed lines 签署记录: what people put into an assessment in their own name; shown wherever the answer is shown."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from climafin.base.messages import Label

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Occasion(StrEnum):
    """Which of a project's assessments it is; the two are kept apart."""

    INITIAL = "initial"
    YEARLY = "yearly"

    @property
    def label(self) -> Label:
        """The occasion's name in both languages."""
        return _OCCASIONS[self]


_OCCASIONS = {
    Occasion.INITIAL: Label("入库评价", "initial assessment"),
    Occasion.YEARLY: Label("年度评价", "yearly assessment"),
}


@dataclass(frozen=True, slots=True)
class Supplied:
    """The value of a limit that the rule book leaves to the office.

    Attributes:
        value: the number, in the limit's unit.
        person: who set it.
        second_person: who confirmed it.
        reason: why, with the paper it rests on.
        at: when it was signed.
    """

    value: float
    person: str = ""
    second_person: str = ""
    reason: str = ""
    at: datetime = _NEVER


@dataclass(frozen=True, slots=True)
class Override:
    """An answer of the rules that two persons set aside; it is applied last and never hides what it replaced.

    Attributes:
        target: the id of a gate, criterion or bonus item, or "verdict" or "grade".
        answer: the new answer: an outcome for a gate, a verdict, or the key of a grade; "" for points.
        points: new points of a criterion or bonus item, in 1/100; None for all else.
        person: who decided.
        second_person: who confirmed it, somebody else.
        reason: why.
        at: when it was signed.
        replaced: what the rules had answered, filled in when it is applied: words, or the points' low and high end.
    """

    target: str
    answer: str
    points: int | None
    person: str
    second_person: str
    reason: str
    at: datetime
    replaced: Label | tuple[int, int] | None = None
