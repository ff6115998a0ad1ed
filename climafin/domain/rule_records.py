"""What a library keeps of its rules: signed lines, values set by the office, published editions, cohorts, runs.

All of it is append-only: a line is withdrawn or replaced by a later one and stays on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from climafin.base.messages import Label
from climafin.domain.signed import Occasion


class LineKind(StrEnum):
    """What a signed line does."""

    EXPERT = "expert"
    OVERRIDE = "override"
    WITHDRAWAL = "withdrawal"

    @property
    def label(self) -> Label:
        """The kind's name in both languages."""
        return _LINE_KINDS[self]


_LINE_KINDS = {
    LineKind.EXPERT: Label("专家评分", "expert's marks"),
    LineKind.OVERRIDE: Label("人工改判", "answer replaced"),
    LineKind.WITHDRAWAL: Label("撤回", "withdrawal"),
}


@dataclass(frozen=True, slots=True)
class SignedLine:
    """One signed line about one rule of one project; the newest of its kind that is not withdrawn counts.

    Attributes:
        project_uid: the project.
        pack_id: the rule pack.
        edition: the edition it was signed under.
        occasion: for which of the project's assessments.
        rule_id: the rule, or "grade" or "verdict".
        kind: what the line does.
        answer: of an override: an outcome, a verdict or the key of a grade; "" for points.
        points: marks of an expert or points of an override, in 1/100; None for other answers.
        reason: why.
        evidence: what it rests on, or "".
        person: who signed.
        second_person: who confirmed it, or "".
        at: when.
        line_id: its number in the library, 0 while it is not kept.
        withdrawn_by: number of the later line that replaced or withdrew it, or None.
    """

    project_uid: str
    pack_id: str
    edition: int
    occasion: Occasion
    rule_id: str
    kind: LineKind
    answer: str
    points: int | None
    reason: str
    evidence: str
    person: str
    second_person: str
    at: datetime
    line_id: int = 0
    withdrawn_by: int | None = None

    @property
    def counts(self) -> bool:
        """Whether assessments take it in."""
        return self.withdrawn_by is None and self.kind is not LineKind.WITHDRAWAL


@dataclass(frozen=True, slots=True)
class SetParameter:
    """The value that the office gave a limit which the rule book leaves to it.

    Attributes:
        pack_id: the rule pack.
        edition: the edition it was set under.
        name: the limit's name in the pack.
        value: the number in `unit`; None where an earlier value was taken back.
        unit: the limit's unit as the pack wrote it when the value was set.
        source: the paper it rests on.
        person: who set it.
        second_person: who confirmed it, or "".
        at: when.
        line_id: its number in the library, 0 while it is not kept.
        replaced_by: number of the later line that counts instead, or None.
    """

    pack_id: str
    edition: int
    name: str
    value: float | None
    unit: str
    source: str
    person: str
    second_person: str
    at: datetime
    line_id: int = 0
    replaced_by: int | None = None


class Origin(StrEnum):
    """Where an edition of a rule pack comes from."""

    SHIPPED = "shipped"
    PUBLISHED = "published"

    @property
    def label(self) -> Label:
        """The origin's name in both languages."""
        return _ORIGINS[self]


_ORIGINS = {
    Origin.SHIPPED: Label("随程序提供", "comes with the program"),
    Origin.PUBLISHED: Label("本库发布", "published here"),
}


@dataclass(frozen=True, slots=True)
class PackEdition:
    """One edition of a rule pack; its bytes stay, so that it can be used again at any time.

    What is published in a library is kept at once; what comes with the program when a project is first assessed by it.

    Attributes:
        pack_id: the pack.
        edition: its number.
        origin: where it comes from.
        digest: SHA-256 as the pack's stamp has it, hex.
        content: the bytes of the pack's file.
        beside: the text files of its lists, by name.
        person: who published it, or first assessed by it.
        second_person: who confirmed it, or "".
        reason: why it was published, or "".
        at: when; None while it is not kept.
    """

    pack_id: str
    edition: int
    origin: Origin
    digest: str
    content: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)
    person: str = ""
    second_person: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CohortRecord:
    """The frozen values of a cohort, kept so that assessments which name their digest can be repeated.

    Attributes:
        pack_id: the rule pack.
        edition: the edition that froze them.
        name: the cohort's name in the pack.
        as_of: the day whose facts they are.
        label: what the office called the freezing, such as "2025"; "" when an assessment froze them for itself.
        digest: SHA-256 of the frozen values, hex.
        body: the values as JSON.
        person: who froze them.
        at: when.
    """

    pack_id: str
    edition: int
    name: str
    as_of: date
    label: str
    digest: str
    body: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One kept robustness run.

    Attributes:
        pack_id: the rule pack.
        edition: its edition.
        pack_digest: SHA-256 of the pack, hex.
        generator: the generator of random bits.
        seed: where its stream began.
        plan: what was drawn, as JSON.
        as_of: the day whose rules applied.
        body: the result, compressed.
        person: who ran it.
        at: when.
        run_id: its number in the library, 0 while it is not kept.
    """

    pack_id: str
    edition: int
    pack_digest: str
    generator: str
    seed: int
    plan: str
    as_of: date
    body: bytes
    person: str
    at: datetime
    run_id: int = 0
