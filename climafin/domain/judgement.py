"""Judgement 评审意见: the marks a person gives where no formula can, as a signed line of its own."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """What an expert gave one criterion.

    Attributes:
        points: the marks, in 1/100 of the criterion's own scale (0 to 100 under weights, points under points scoring).
        person: who judged.
        second_person: who agreed, or "".
        reason: why.
        evidence: what it rests on (a report, a minute), or "".
        at: when it was signed.
    """

    points: int
    person: str
    second_person: str
    reason: str
    evidence: str
    at: datetime
