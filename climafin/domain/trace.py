"""What an assessment keeps of where its answers come from: facts, sources, thresholds, cohorts."""

from dataclasses import dataclass
from datetime import date

from climafin.base.messages import Label, Message, message
from climafin.domain.signed import Supplied


@dataclass(frozen=True, slots=True)
class FactRead:
    """One fact that a rule read.

    Attributes:
        key: the field of the data dictionary.
        label: its name.
        value: the value as the rule saw it (number in `unit`, text, True/False), or None when unknown.
        unit: the unit of a number, or "".
        word: the answer of a choice that only the pack knows, in words.
    """

    key: str
    label: Label
    value: str | float | bool | None
    unit: str = ""
    word: Label | None = None


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
class LimitRead:
    """One looked-up threshold that a rule read.

    Attributes:
        name: its name in the pack.
        label: its name for people.
        value: the number in `unit`, or None when it could not be told.
        unit: its unit.
        since: the day from which the table it stands in holds, or None.
        source: the clause that table rests on, or None.
        supplied: the office's signed value, where the rule book leaves it to the office.
        reason: why there is no value, else "".
    """

    name: str
    label: Label
    value: float | None
    unit: Label
    since: date | None = None
    source: RuleSource | None = None
    supplied: Supplied | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DerivedRead:
    """One derived value, or figure of a cohort, as the rules saw it.

    Attributes:
        name: its name in the pack.
        label: its name for people.
        value: number in `unit`, truth or day as text; None when it could not be told.
        unit: the unit of a number.
        reason: why there is no value, else "".
    """

    name: str
    label: Label
    value: str | float | bool | None
    unit: Label
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CohortRead:
    """The frozen cohort that a project was compared with.

    Attributes:
        name: its name in the pack.
        label: its name for people.
        row: the class of the project, in the words of the cohort; () when it has none or could not be told.
        count: how many projects the class has.
        minimum: fewer than this give no rank.
        as_of: the day it was frozen for, or None when none was frozen.
        source: the library it was frozen from.
        digest: SHA-256 of the frozen values, hex.
    """

    name: str
    label: Label
    row: tuple[Label, ...]
    count: int
    minimum: int
    as_of: date | None
    source: str
    digest: str
