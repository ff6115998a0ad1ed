"""Assessment 评价: what a rule pack says of a project, with the whole trace; never edited, only superseded.

Points are whole hundredths, weights whole ten-thousandths (see CONTRIBUTING, "Scores are fixed-point").
An unknown is its own outcome: it never counts as failed and never as zero, so totals are ranges.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from climafin.base.messages import Label, Message, message
from climafin.domain.verdict import Verdict


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
    NOTICE = "notice"

    @property
    def label(self) -> Label:
        """The kind's name in both languages."""
        return _GATE_KINDS[self]


_GATE_KINDS = {
    GateKind.REQUIREMENT: Label("准入条件", "requirement"),
    GateKind.EXCLUSION: Label("一票否决", "exclusion"),
    GateKind.NOTICE: Label("提示", "notice"),
}


@dataclass(frozen=True, slots=True)
class FactRead:
    """One fact that a rule read.

    Attributes:
        key: the field of the data dictionary.
        label: its name.
        value: the value as the rule saw it (number in `unit`, text, True/False), or None when unknown.
        unit: the unit of a number, or "".
    """

    key: str
    label: Label
    value: str | float | bool | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where a rule comes from.

    Attributes:
        document: the document's title and number.
        clause: the clause, or what of the document the rule rests on.
        official: False for drafts and prototypes; the mark travels to screen and paper.
    """

    document: Label
    clause: Label
    official: bool

    @property
    def cited(self) -> Message | Label:
        """Document and clause as one citation."""
        if not self.clause.zh:
            return self.document
        return message("{document}: {clause}", document=self.document, clause=self.clause)


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
    """

    rule_id: str
    title: Label
    kind: GateKind
    outcome: Outcome
    test: str
    facts: tuple[FactRead, ...]
    missing: tuple[str, ...]
    source: RuleSource


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
        grade_low: the grade of `total_low`, or None when the project is refused.
        grade_high: the grade of `total_high`, or None when the project is refused.
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

    @property
    def most(self) -> Message:
        """The most points there are, extra points apart."""
        basis = shown_maximum(self.maximum - self.bonus_maximum)
        if not self.bonus_maximum:
            return message("of {basis}", basis=basis)
        return message("of {basis}, up to {bonus} extra", basis=basis, bonus=shown_maximum(self.bonus_maximum))

    @property
    def score(self) -> Message:
        """The total, or its range, with the most there are."""
        return message("{total} ({most})", total=shown_points(self.total_low, self.total_high), most=self.most)

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of unknown facts, those that could move the total most first."""
        # What only a gate lacks moves no points; it comes before what moves none at all.
        weight = {key: 1 for gate in self.gates for key in gate.missing}
        for key, points in self.open_points.items():
            weight[key] = weight.get(key, 0) + points
        return tuple(sorted(weight, key=lambda key: (-weight[key], key)))

    @property
    def open_points(self) -> dict[str, int]:
        """By how much each unknown fact could move the total, in 1/100 points, by the fact's key."""
        found: dict[str, int] = {}
        for criterion in self.criteria:
            for key in criterion.missing:
                found[key] = found.get(key, 0) + criterion.points_high - criterion.points_low
        return found


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
