"""What every line of an assessment answered: gates and their branches, criteria and their parts, groups, forces.

Points are whole hundredths. An unknown is its own outcome: it never counts as failed and never as zero.
"""

from dataclasses import dataclass
from enum import StrEnum

from climafin.base.messages import Label
from climafin.domain.judgement import Judged
from climafin.domain.signed import Override
from climafin.domain.trace import FactRead, LimitRead, RuleSource


class Outcome(StrEnum):
    """What a gate or a criterion answered."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> Label:
        """The outcome's name in both languages."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.MET: Label("符合", "met"),
    Outcome.NOT_MET: Label("不符合", "not met"),
    Outcome.UNKNOWN: Label("待核", "cannot tell"),
    Outcome.NOT_APPLICABLE: Label("不适用", "not applicable"),
}


class GateKind(StrEnum):
    """What a gate does when it is not met."""

    REQUIREMENT = "requirement"
    EXCLUSION = "exclusion"
    FAST_TRACK = "fast_track"
    NOTICE = "notice"

    @property
    def label(self) -> Label:
        """The kind's name in both languages."""
        return _GATE_KINDS[self]

    @property
    def is_binding(self) -> bool:
        """Whether the verdict hangs on it."""
        return self in (GateKind.REQUIREMENT, GateKind.EXCLUSION)


_GATE_KINDS = {
    GateKind.REQUIREMENT: Label("准入条件", "requirement"),
    GateKind.EXCLUSION: Label("一票否决", "exclusion"),
    GateKind.FAST_TRACK: Label("绿色通道", "fast track"),
    GateKind.NOTICE: Label("提示", "notice"),
}


class Aside(StrEnum):
    """Why a rule was left aside for a project."""

    NOT_ASIDE = ""
    SCOPE = "scope"
    NOT_REACHED = "not_reached"
    OCCASION = "occasion"
    FAST_TRACK = "fast_track"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class BranchResult:
    """One branch of a gate, answered.

    Attributes:
        branch_id: its id inside the gate.
        title: its name, or None when its text says enough.
        test: the condition as the pack wrote it.
        outcome: the answer.
        decides: whether the gate's answer rests on it.
        missing: keys of the facts that were needed and unknown.
    """

    branch_id: str
    title: Label | None
    test: str
    outcome: Outcome
    decides: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateResult:
    """One eligibility gate, answered.

    Attributes:
        rule_id: the gate's id in the pack.
        title: its name.
        kind: what it does when not met.
        outcome: the answer.
        test: the test as the pack wrote it, in the pack's language.
        facts: what it read.
        missing: keys of the facts that were needed and unknown.
        source: the clause it rests on.
        branches: its branches, for all-of, any-of and at-least.
        refuses_unknown: what is not shown to hold refuses the project.
        aside: why it does not apply.
        aside_by: id of the gate that left it aside, or "".
        limits: the thresholds it read.
        override: the signed line that replaced the answer, or None.
    """

    rule_id: str
    title: Label
    kind: GateKind
    outcome: Outcome
    test: str
    facts: tuple[FactRead, ...]
    missing: tuple[str, ...]
    source: RuleSource
    branches: tuple[BranchResult, ...] = ()
    refuses_unknown: bool = False
    aside: Aside = Aside.NOT_ASIDE
    aside_by: str = ""
    limits: tuple[LimitRead, ...] = ()
    override: Override | None = None

    @property
    def refuses(self) -> bool:
        """Whether it refuses the project."""
        if not self.kind.is_binding:
            return False
        return self.outcome is Outcome.NOT_MET or (self.outcome is Outcome.UNKNOWN and self.refuses_unknown)

    @property
    def holds(self) -> bool:
        """Whether it holds the verdict open."""
        return self.kind.is_binding and self.outcome is Outcome.UNKNOWN and not self.refuses_unknown


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part of a scale that is put together of parts: a test, a deduction, a paper of a list, an indicator.

    Its points are those of the criterion's own scale (0 to 100 under weights), so that they add up on paper.

    Attributes:
        part_id: its id in the pack, or its number from 1.
        title: its name.
        outcome: whether it holds; UNKNOWN when that cannot be told, NOT_APPLICABLE when it was not asked.
        points_low: what it brings when unknowns go badly, in 1/100; below zero for what is taken off.
        points_high: what it brings when unknowns go well, in 1/100.
        best: the most it could bring, in 1/100.
        decides: of parts of which one counts: whether it is this one.
    """

    part_id: str
    title: Label
    outcome: Outcome
    points_low: int
    points_high: int
    best: int
    decides: bool = False


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The points of one group of criteria under points scoring, where a group may be capped.

    Attributes:
        key: its key in the pack.
        title: its name.
        points_low: its points when unknowns go badly, in 1/100, after the cap.
        points_high: its points when unknowns go well, in 1/100, after the cap.
        maximum: the most points to be had, in 1/100.
        is_capped: whether its criteria together could bring more than the cap lets through here.
    """

    key: str
    title: Label
    points_low: int
    points_high: int
    maximum: int
    is_capped: bool


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One scored criterion 指标, answered.

    Attributes:
        rule_id: the criterion's id in the pack.
        title: its name.
        group: the name of its group.
        outcome: MET when points could be told, else UNKNOWN or NOT_APPLICABLE.
        value: the measured value, rounded to the declared decimals, or None.
        value_text: the value when it is a word (a choice, yes or no), else None.
        unit: the value's unit.
        clause: the step that decided: an interval (such as "0.1 ≤ x < 0.5"), or the word again; None when undecided.
        test: the condition of a yes-or-no criterion as the pack wrote it, else "".
        points_low: points when unknowns go badly, in 1/100.
        points_high: points when unknowns go well, in 1/100.
        maximum: the most points to be had, in 1/100.
        next_step: what the next better step begins at, or None at the top or when unknown.
        facts: what it read.
        missing: keys of the facts that were needed and unknown.
        source: the clause it rests on.
        scale: the kind of scale as packs call it ("steps", "deduct" …), or "" for a bonus item.
        marks_low: marks on the criterion's own scale when unknowns go badly, in 1/100; None when not kept.
        marks_high: marks on the criterion's own scale when unknowns go well, in 1/100; None when not kept.
        parts: what the scale is put together of, in the pack's order.
        judged: the signed line of an expert, or None.
        counted_as: how the pack counts what is unknown: "zero", "middle" or "drop"; "" when it stays open.
        at_stake: points in 1/100 that hang on what is unknown; None for the range from low to high.
        aside: why it does not apply.
        aside_by: id of the gate that left it aside, or "".
        limits: the thresholds it read.
        override: the signed line that replaced the points, or None.
    """

    rule_id: str
    title: Label
    group: Label
    outcome: Outcome
    value: float | None
    value_text: Label | None
    unit: Label
    clause: Label | None
    test: str
    points_low: int
    points_high: int
    maximum: int
    next_step: float | None
    facts: tuple[FactRead, ...]
    missing: tuple[str, ...]
    source: RuleSource
    scale: str = ""
    marks_low: int | None = None
    marks_high: int | None = None
    parts: tuple[PartResult, ...] = ()
    judged: Judged | None = None
    counted_as: str = ""
    at_stake: int | None = None
    aside: Aside = Aside.NOT_ASIDE
    aside_by: str = ""
    limits: tuple[LimitRead, ...] = ()
    override: Override | None = None

    @property
    def hanging(self) -> int:
        """The points in 1/100 that hang on what is unknown."""
        return self.points_high - self.points_low if self.at_stake is None else self.at_stake


@dataclass(frozen=True, slots=True)
class SubGradeResult:
    """The grade of one group alone.

    Attributes:
        key: its key in the pack.
        title: its name.
        points_low: the group's points when unknowns go badly, in 1/100.
        points_high: the group's points when unknowns go well, in 1/100.
        low: the band of `points_low`.
        high: the band of `points_high`.
    """

    key: str
    title: Label
    points_low: int
    points_high: int
    low: Label
    high: Label


@dataclass(frozen=True, slots=True)
class ForceResult:
    """One line that may force the grade, answered.

    Attributes:
        rule_id: its id in the pack.
        title: its name.
        outcome: MET when it forces.
        grade: the grade it forces.
        how: "set", "at_most" or "at_least".
        changes: whether the grade, or its range, is another because of it.
        test: its condition as the pack wrote it.
        facts: what it read.
        missing: keys of the facts that were needed and unknown.
        source: the clause it rests on.
    """

    rule_id: str
    title: Label
    outcome: Outcome
    grade: Label
    how: str
    changes: bool
    test: str
    facts: tuple[FactRead, ...]
    missing: tuple[str, ...]
    source: RuleSource
