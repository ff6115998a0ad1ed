"""What is asked of a pack, and everything that people put in beside the project's own facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from climafin.domain.judgement import Judged
from climafin.domain.signed import Occasion, Override, Supplied
from climafin.rules.cohorts import FrozenCohort


@dataclass(frozen=True, slots=True)
class Initial:
    """What the initial assessment came to; yearly rules may read it.

    Attributes:
        points: the total, in 1/100.
        grade: key of the grade.
    """

    points: int
    grade: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for an assessment, when, and by which day's rules.

    Attributes:
        as_of: the date whose rules apply.
        at: the moment of asking.
        actor: who asks.
        judged: the signed lines of experts, by criterion id.
        occasion: which of the project's assessments it is.
        parameters: limit to the value that the office supplied for it.
        cohorts: cohort to its frozen values.
        overrides: signed lines that replace answers of the rules.
        initial: what the initial assessment came to, or None before there is one.
    """

    as_of: date
    at: datetime
    actor: str
    judged: Mapping[str, Judged] = field(default_factory=dict)
    occasion: Occasion = Occasion.INITIAL
    parameters: Mapping[str, Supplied] = field(default_factory=dict)
    cohorts: Mapping[str, FrozenCohort] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    initial: Initial | None = None
