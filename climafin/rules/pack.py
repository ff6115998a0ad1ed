"""A rule pack as it is after reading: checked, typed, frozen.

Marks are what one criterion is worth by itself, 0 to 100, kept in whole 1/100. Weights and points are
shares of the 100-point total: weights in whole 1/10,000, points in whole 1/100.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Place
from climafin.domain.assessment import GateKind, PackStamp, RuleSource
from climafin.domain.project import Value, ValueNote
from climafin.expression.evaluate import Evaluator, evaluator
from climafin.expression.terms import Sort, Term, ValueType, fact_keys
from climafin.expression.units import Unit
from climafin.expression.vocabulary import FactName, Vocabulary

FULL_MARKS = 100_00
FULL_WEIGHT = 100_00


@dataclass(frozen=True)
class Rule:
    """An expression with the text it was read from."""

    text: str
    term: Term

    @cached_property
    def answer(self) -> Evaluator:
        """The function from facts to the expression's answer."""
        return evaluator(self.term)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Keys of the facts it reads, limits included."""
        return fact_keys(self.term)


@dataclass(frozen=True, slots=True)
class DatedTable:
    """The values of a limit from a day on.

    Attributes:
        since: the first day it holds.
        rows: answer of the choice (or "" when the limit is one number) to value in base units.
        otherwise: the value for answers without a row, or None.
        source: the clause it rests on.
    """

    since: date
    rows: Mapping[str, float]
    otherwise: float | None
    source: RuleSource


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold that is looked up by a choice and a date.

    Attributes:
        name: the name expressions use; also its fact key.
        label: its name for people.
        unit: the unit its values are written in.
        by: key of the choice fact, or "" when it is the same for all.
        tables: its values, oldest first.
        place: where it stands in the file.
    """

    name: str
    label: Label
    unit: Unit
    by: str
    tables: tuple[DatedTable, ...]
    place: Place

    @property
    def fact(self) -> FactName:
        """The limit as a name that expressions use."""
        return FactName(self.name, self.label, ValueType(Sort.NUMBER, self.unit))


@dataclass(frozen=True, slots=True)
class Gate:
    """An eligibility gate: what must hold.

    Attributes:
        rule_id: its id.
        title: its name.
        kind: what it does when it does not hold.
        applies: to which projects, or None for all.
        test: what must hold.
        source: the clause it rests on.
        place: where it stands in the file.
    """

    rule_id: str
    title: Label
    kind: GateKind
    applies: Rule | None
    test: Rule
    source: RuleSource
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """One band of a step scale; it ends where the next begins.

    Attributes:
        start: where it begins, in the criterion's unit (a number or a limit); None for the lowest band.
        is_closed: whether its beginning belongs to it (`from`) or not (`above`).
        marks: what it is worth.
        place: where it stands in the file.
    """

    start: Rule | None
    is_closed: bool
    marks: int
    place: Place


@dataclass(frozen=True, slots=True)
class Steps:
    """Bands from the lowest value to the highest."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Straight lines through points, level beyond both ends; values in last kept decimals of the criterion."""

    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Marks by the answer of a choice."""

    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class YesNo:
    """Marks for yes and for no."""

    yes: int
    no: int


Scale = Steps | Curve | Labels | YesNo


@dataclass(frozen=True, slots=True)
class Criterion:
    """A scored criterion 指标.

    Attributes:
        rule_id: its id.
        title: its name.
        group: key of its group.
        weight: its share of the total.
        applies: to which projects, or None for all.
        value: what is measured.
        unit: the unit of value and thresholds.
        decimals: the value is rounded to so many decimals, once, before any threshold.
        scale: from value to marks.
        drops: a fact marked as "does not apply" takes the criterion out (otherwise it counts as unknown).
        source: the clause it rests on.
        place: where it stands in the file.
    """

    rule_id: str
    title: Label
    group: str
    weight: int
    applies: Rule | None
    value: Rule
    unit: Unit
    decimals: int
    scale: Scale
    drops: bool
    source: RuleSource
    place: Place


@dataclass(frozen=True, slots=True)
class Group:
    """A group of criteria with its share of the total."""

    key: str
    label: Label
    weight: int
    place: Place


@dataclass(frozen=True, slots=True)
class BonusItem:
    """Extra points for something that holds."""

    rule_id: str
    title: Label
    points: int
    test: Rule
    source: RuleSource
    place: Place


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the total it begins at, in 1/100 points; None for the lowest."""

    key: str
    label: Label
    start: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case expects of one rule or of the whole: a word, or points from low to high."""

    name: str
    word: str
    low: int
    high: int
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A built-in example with its answer; a pack whose case fails is not taken."""

    name: str
    as_of: date
    values: Mapping[str, Value]
    notes: Mapping[str, ValueNote]
    stage: str
    expected: tuple[Expected, ...]
    place: Place


@dataclass(frozen=True)
class Pack:
    """A whole rule pack.

    Attributes:
        stamp: its id, edition, title and digest, and whether it is official.
        standing: what it is, in words for people (a sample, a prototype …).
        since: the first day it is in force.
        until: the last day it is in force, or None.
        sources: source id to document.
        limits: the looked-up thresholds.
        gates: the eligibility gates.
        groups: the groups of criteria.
        criteria: the criteria.
        bonus: extra points.
        bonus_cap: the most extra points, in 1/100.
        grades: from the highest to the lowest.
        cases: the built-in examples.
        vocabulary: the names its expressions may use.
    """

    stamp: PackStamp
    standing: Label
    since: date
    until: date | None
    sources: Mapping[str, RuleSource]
    limits: tuple[Limit, ...]
    gates: tuple[Gate, ...]
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    bonus: tuple[BonusItem, ...]
    bonus_cap: int
    grades: tuple[Grade, ...]
    cases: tuple[Case, ...]
    vocabulary: Vocabulary

    @cached_property
    def limit_by_name(self) -> Mapping[str, Limit]:
        """The limits by name."""
        return {limit.name: limit for limit in self.limits}

    def rules(self) -> tuple[Rule, ...]:
        """Return every expression of the pack."""
        found: list[Rule | None] = []
        for gate in self.gates:
            found += [gate.applies, gate.test]
        for criterion in self.criteria:
            found += [criterion.applies, criterion.value]
            if isinstance(criterion.scale, Steps):
                found += [step.start for step in criterion.scale.steps]
        found += [item.test for item in self.bonus]
        return tuple(rule for rule in found if rule is not None)

    def facts_behind(self, rules: tuple[Rule | None, ...]) -> tuple[str, ...]:
        """Return the keys of the project's facts behind some rules: a limit stands for the fact it is looked up by."""
        found: dict[str, None] = {}
        for rule in rules:
            for key in rule.facts if rule is not None else ():
                limit = self.limit_by_name.get(key)
                if limit is None:
                    found[key] = None
                elif limit.by:
                    found[limit.by] = None
        return tuple(found)

    @cached_property
    def fact_keys(self) -> tuple[str, ...]:
        """The keys of all project facts the pack reads, sorted."""
        return tuple(sorted(self.facts_behind(self.rules())))
