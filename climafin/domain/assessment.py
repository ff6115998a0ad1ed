"""Assessment 评价: what a rule pack says of a project, with the whole trace; never edited, only superseded.

Points are whole hundredths, weights whole ten-thousandths (see CONTRIBUTING, "Scores are fixed-point").
An unknown is its own outcome: it never counts as failed and never as zero, so totals are ranges.
"""

from dataclasses import dataclass
from datetime import date, datetime

from climafin.base.messages import Label, Message, message
from climafin.domain.answers import (
    Aside,
    BranchResult,
    CriterionResult,
    ForceResult,
    GateKind,
    GateResult,
    GroupResult,
    Outcome,
    PartResult,
    SubGradeResult,
)
from climafin.domain.signed import Occasion, Override
from climafin.domain.trace import CohortRead, DerivedRead, FactRead, LimitRead, RuleSource
from climafin.domain.verdict import Verdict

__all__ = [
    "Aside",
    "Assessment",
    "BranchResult",
    "CohortRead",
    "CriterionResult",
    "DerivedRead",
    "FactRead",
    "ForceResult",
    "GateKind",
    "GateResult",
    "GroupResult",
    "LimitRead",
    "Outcome",
    "PackStamp",
    "PartResult",
    "RuleSource",
    "SubGradeResult",
    "most_of",
    "score_of",
    "shown_maximum",
    "shown_points",
]


@dataclass(frozen=True, slots=True)
class PackStamp:
    """Which pack answered.

    Attributes:
        pack_id: the pack's id.
        edition: its edition number.
        title: its name.
        digest: SHA-256 of the pack's bytes, hex.
        official: False for samples and prototypes; the mark travels to screen and paper.
    """

    pack_id: str
    edition: int
    title: Label
    digest: str
    official: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer for one project.

    Attributes:
        pack: which pack answered.
        as_of: the date whose rules apply.
        assessed_at: when it was computed.
        actor: who asked for it.
        engine: the engine's version.
        facts_digest: SHA-256 over the facts read, hex.
        verdict: the gates together.
        gates: every gate.
        criteria: every criterion.
        total_low: the total when unknowns go badly, in 1/100 points.
        total_high: the total when unknowns go well, in 1/100 points.
        maximum: the most that could be had, in 1/100.
        bonus_maximum: how much of `maximum` only extra points can bring, in 1/100.
        groups: the points of every group, under points scoring only.
        grade_low: the grade when unknowns go badly, or None when the project is refused or the pack has no grades.
        grade_high: the grade when unknowns go well, or None likewise.
        occasion: which of the project's assessments this is.
        sub_grades: the grades of single groups, where a matrix grades.
        forces: every line that may force the grade.
        derived: the derived values and the figures of cohorts.
        cohorts: the cohorts the project was compared with.
        overrides: the signed lines, each with what it replaced.
    """

    pack: PackStamp
    as_of: date
    assessed_at: datetime
    actor: str
    engine: str
    facts_digest: str
    verdict: Verdict
    gates: tuple[GateResult, ...]
    criteria: tuple[CriterionResult, ...]
    total_low: int
    total_high: int
    maximum: int
    bonus_maximum: int
    grade_low: Label | None
    grade_high: Label | None
    groups: tuple[GroupResult, ...] = ()
    occasion: Occasion = Occasion.INITIAL
    sub_grades: tuple[SubGradeResult, ...] = ()
    forces: tuple[ForceResult, ...] = ()
    derived: tuple[DerivedRead, ...] = ()
    cohorts: tuple[CohortRead, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def most(self) -> Message:
        """The most points there are, extra points apart."""
        return most_of(self.maximum, self.bonus_maximum)

    @property
    def score(self) -> Message:
        """The total, or its range, with the most there are."""
        return score_of((self.total_low, self.total_high), self.maximum, self.bonus_maximum)

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of unknown facts, those that could move the total most first."""
        # What only a gate or a forced grade lacks moves no points; it comes before what moves none at all.
        asked = (*(gate.missing for gate in self.gates), *(force.missing for force in self.forces))
        weight = {key: 1 for missing in asked for key in missing}
        for key, points in self.open_points.items():
            weight[key] = weight.get(key, 0) + points
        return tuple(sorted(weight, key=lambda key: (-weight[key], key)))

    @property
    def open_points(self) -> dict[str, int]:
        """By how much each unknown fact could move the total, in 1/100 points, by the fact's key."""
        found: dict[str, int] = {}
        for criterion in self.criteria:
            for key in criterion.missing:
                found[key] = found.get(key, 0) + criterion.hanging
        return found

    def group_points(self, title: Label) -> tuple[int, int, int]:
        """Return a group's points when unknowns go badly, when they go well, and its most, after any cap."""
        for group in self.groups:
            if group.title == title:
                return group.points_low, group.points_high, group.maximum
        counted = [one for one in self.criteria if one.group == title and one.outcome is not Outcome.NOT_APPLICABLE]
        low = sum(one.points_low for one in counted)
        high = sum(one.points_high for one in counted)
        return low, high, sum(one.maximum for one in counted)


def most_of(maximum: int, bonus_maximum: int) -> Message:
    """Return the most points there are, extra points apart, in words."""
    basis = shown_maximum(maximum - bonus_maximum)
    if not bonus_maximum:
        return message("of {basis}", basis=basis)
    return message("of {basis}, up to {bonus} extra", basis=basis, bonus=shown_maximum(bonus_maximum))


def score_of(total: tuple[int, int], maximum: int, bonus_maximum: int) -> Message:
    """Return a total, or its range, with the most there are; points in 1/100."""
    return message("{total} ({most})", total=shown_points(*total), most=most_of(maximum, bonus_maximum))


def shown_points(low: int, high: int) -> str:
    """Return points in 1/100 with two decimals, or the range that unknowns leave open."""
    return f"{low / 100:.2f}" if low == high else f"{low / 100:.2f}–{high / 100:.2f}"


def shown_maximum(points: int) -> str:
    """Return the most points in 1/100 without idle zeros."""
    return f"{points / 100:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class AssessmentHead:
    """What lists show of a current assessment, without its trace.

    Attributes:
        uid: the project.
        number: its number.
        name: its name, or "".
        verdict: the gates together.
        score_low: the total when unknowns go badly, in 1/100 points.
        score_high: the total when unknowns go well, in 1/100 points.
        maximum: the most that could be had, in 1/100.
        grade_low: the grade of `score_low`, or None when the project is refused.
        grade_high: the grade of `score_high`, or None when the project is refused.
        missing: how many facts were needed and unknown.
        as_of: the date whose rules applied.
        is_outdated: the project was changed after it was assessed.
    """

    uid: str
    number: str
    name: str
    verdict: Verdict
    score_low: int
    score_high: int
    maximum: int
    grade_low: Label | None
    grade_high: Label | None
    missing: int
    as_of: date
    is_outdated: bool = False
