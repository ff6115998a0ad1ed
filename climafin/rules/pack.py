"""A rule pack as it is after reading: checked, typed, frozen.

Marks are what one criterion is worth by itself, 0 to 100, kept in whole 1/100. Weights and points are
shares of the 100-point total: weights in whole 1/10,000, points in whole 1/100. Under points scoring marks are
the points, and a criterion's weight is the most points it can bring.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Place
from climafin.domain.assessment import PackStamp, RuleSource
from climafin.domain.dictionary import Dictionary, Field
from climafin.domain.project import Value, ValueNote
from climafin.domain.signed import Occasion
from climafin.expression.units import Unit
from climafin.expression.vocabulary import FactName, Vocabulary
from climafin.rules.asking import Initial
from climafin.rules.cohorts import Cohort
from climafin.rules.derived import Derived
from climafin.rules.gates import Gate, Scope, gate_key
from climafin.rules.grading import Force, Grade, SubGrade
from climafin.rules.limits import Limit
from climafin.rules.rule import Rule
from climafin.rules.scales.shapes import Missing, Scale

FULL_WEIGHT = 100_00


class Scoring(StrEnum):
    """What the values of scales are: marks of 100 that weights turn into points, or points themselves."""

    WEIGHTED = "weighted"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A scored criterion 指标.

    Attributes:
        rule_id: its id.
        title: its name.
        group: key of its group.
        weight: its share of the total; under points scoring the most points it can bring, in 1/100.
        scope: to which projects it applies.
        value: what is measured; None when the scale asks by itself.
        unit: the unit of value and thresholds.
        decimals: the value is rounded to so many decimals, once, before any threshold.
        scale: from value to marks.
        drops: a fact marked as "does not apply" takes the criterion out (otherwise it counts as unknown).
        source: the clause it rests on.
        place: where it stands in the file.
        missing: how what is unknown is counted.
    """

    rule_id: str
    title: Label
    group: str
    weight: int
    scope: Scope
    value: Rule | None
    unit: Unit
    decimals: int
    scale: Scale
    drops: bool
    source: RuleSource
    place: Place
    missing: Missing = Missing.OPEN

    @property
    def applies(self) -> Rule | None:
        """The whole condition of applying, or None for all projects."""
        return self.scope.applies

    def rules(self) -> tuple[Rule, ...]:
        """Return its expressions: where it applies, what it measures, and those of its scale."""
        own = (rule for rule in (self.applies, self.value) if rule is not None)
        return (*own, *self.scale.rules())


@dataclass(frozen=True, slots=True)
class Group:
    """A group of criteria with its share of the total.

    Attributes:
        key: its key.
        label: its name.
        weight: its share of the total; 0 under points scoring.
        place: where it stands in the file.
        cap: the most points its criteria bring together, in 1/100, or None; under points scoring only.
    """

    key: str
    label: Label
    weight: int
    place: Place
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class BonusItem:
    """Extra points for something that holds, or for every one of something.

    Attributes:
        rule_id: its id.
        title: its name.
        points: the points, each time, in 1/100.
        test: the condition, or the number of times.
        source: the clause it rests on.
        place: where it stands in the file.
        cap: the most points of a counted item, in 1/100; None when `test` is a condition.
    """

    rule_id: str
    title: Label
    points: int
    test: Rule
    source: RuleSource
    place: Place
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case expects of one rule or of the whole: a word, or points from low to high."""

    name: str
    word: str
    low: int
    high: int
    place: Place


@dataclass(frozen=True, slots=True)
class WeightTable:
    """Other weights by class 分类权重.

    Attributes:
        by: key of the choice fact that says the class.
        rows: answer to the weight of each criterion that counts for it, in 1/10,000.
        keeps_own: classes without a row have the criteria's own weights; otherwise nothing can be told of them.
        place: where it stands in the file.
    """

    by: str
    rows: Mapping[str, Mapping[str, int]]
    keeps_own: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that rules ask whether something stands in 名单.

    Attributes:
        name: the name expressions use.
        label: its name for people.
        entries: what stands in it.
        source: the paper it comes from.
        place: where it stands in the file.
    """

    name: str
    label: Label
    entries: tuple[str, ...]
    source: RuleSource
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A built-in example with its answer; a pack whose case fails is not taken.

    Attributes:
        name: its name.
        as_of: the day of assessment.
        values: what is known of its project.
        notes: what is said about the values.
        stage: the stage of its project, or "".
        expected: what must come out.
        place: where it stands in the file.
        occasion: which assessment it is.
        judged: the marks of experts, in 1/100, by criterion.
        parameters: what the office supplies, in the limit's unit, by limit.
        cohorts: the values of its project's class in each cohort, in whole numbers of the last kept decimal.
        initial: what the initial assessment of its project came to, or None.
    """

    name: str
    as_of: date
    values: Mapping[str, Value]
    notes: Mapping[str, ValueNote]
    stage: str
    expected: tuple[Expected, ...]
    place: Place
    occasion: Occasion
    judged: Mapping[str, int]
    parameters: Mapping[str, float]
    cohorts: Mapping[str, tuple[int, ...]]
    initial: Initial | None


@dataclass(frozen=True)
class Pack:
    """A whole rule pack.

    Attributes:
        stamp: its id, edition, title and digest, and whether it is official.
        standing: what it is, in words for people (a sample, a prototype …).
        since: the first day it is in force.
        until: the last day it is in force, or None.
        sources: source id to document.
        fields: the data dictionary, and after it the facts the pack asks besides.
        own_facts: the facts the pack asks besides the data dictionary.
        lists: the lists it asks whether something stands in.
        limits: the looked-up thresholds.
        derived: the named values, each of which may read those above it.
        cohorts: the cohorts projects are ranked in.
        gates: the eligibility gates.
        groups: the groups of criteria.
        criteria: the criteria.
        weight_table: other weights by class, or None.
        bonus: extra points.
        bonus_cap: the most extra points, in 1/100.
        grades: from the highest to the lowest; none in a pack of gates only.
        sub_grades: the grades of single groups.
        matrix: band keys, one of each sub-grade in order, to the number of the grade; empty when totals grade.
        forces: what forces the grade, applied in the order written; the last word counts.
        cases: the built-in examples.
        vocabulary: the names its expressions may use.
        scoring: what the values of its scales are.
    """

    stamp: PackStamp
    standing: Label
    since: date
    until: date | None
    sources: Mapping[str, RuleSource]
    fields: Dictionary
    own_facts: tuple[Field, ...]
    lists: tuple[Listing, ...]
    limits: tuple[Limit, ...]
    derived: tuple[Derived, ...]
    cohorts: tuple[Cohort, ...]
    gates: tuple[Gate, ...]
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    weight_table: WeightTable | None
    bonus: tuple[BonusItem, ...]
    bonus_cap: int
    grades: tuple[Grade, ...]
    sub_grades: tuple[SubGrade, ...]
    matrix: Mapping[tuple[str, ...], int]
    forces: tuple[Force, ...]
    cases: tuple[Case, ...]
    vocabulary: Vocabulary
    scoring: Scoring = Scoring.WEIGHTED

    @cached_property
    def limit_by_name(self) -> Mapping[str, Limit]:
        """The limits by name."""
        return {limit.name: limit for limit in self.limits}

    @cached_property
    def group_labels(self) -> Mapping[str, Label]:
        """The names of the groups by key."""
        return {group.key: group.label for group in self.groups}

    @cached_property
    def rules_of(self) -> Mapping[str, tuple[Rule, ...]]:
        """The expressions of every criterion, by its id."""
        return {criterion.rule_id: criterion.rules() for criterion in self.criteria}

    @cached_property
    def hung_on(self) -> frozenset[str]:
        """Ids of the gates that other rules hang on: those of an order, and fast tracks."""
        scopes = [*(gate.scope for gate in self.gates), *(criterion.scope for criterion in self.criteria)]
        return frozenset(gate for scope in scopes for gate in (*scope.after, *scope.skipped_by))

    def rules(self) -> tuple[Rule, ...]:
        """Return every expression of the pack."""
        found: list[Rule | None] = [one.value for one in self.derived]
        for cohort in self.cohorts:
            found += [cohort.of, cohort.value]
        for gate in self.gates:
            found += [gate.applies, gate.test]
        for criterion in self.criteria:
            found += criterion.rules()
        found += [item.test for item in self.bonus]
        for force in self.forces:
            found += [force.applies, force.test]
        return tuple(rule for rule in found if rule is not None)

    @cached_property
    def _behind(self) -> Mapping[str, tuple[str, ...]]:
        """What stands behind each name that is no fact of a project."""
        found: dict[str, tuple[str, ...]] = {limit.name: limit.facts for limit in self.limits}
        found |= {one.name: one.value.facts for one in self.derived}
        for cohort in self.cohorts:
            found |= dict.fromkeys(cohort.keys, cohort.facts)
        for gate in self.gates:
            found[gate_key(gate.rule_id)] = (*(gate.applies.facts if gate.applies else ()), *gate.test.facts)
        return found

    @cached_property
    def _of_rules(self) -> dict[tuple[int, ...], tuple[tuple[Rule | None, ...], tuple[str, ...], tuple[str, ...]]]:
        """Names and facts behind rules that stand together, by their identities; the rules are kept with them."""
        return {}

    def _behind_rules(self, rules: Iterable[Rule | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        some = tuple(rules)
        key = tuple(map(id, some))
        known = self._of_rules.get(key)
        if known is None:
            found: dict[str, None] = {}
            for rule in some:
                found |= dict.fromkeys(() if rule is None else self._all_behind(rule.facts))
            facts = tuple(name for name in found if name not in self._behind)
            known = self._of_rules[key] = (some, tuple(found), facts)
        return known[1], known[2]

    def names_behind(self, rules: Iterable[Rule | None]) -> tuple[str, ...]:
        """Return every name that stands behind some rules: facts, limits, derived values and figures of cohorts."""
        return self._behind_rules(rules)[0]

    def _all_behind(self, names: tuple[str, ...]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        ahead = [*names]
        while ahead:
            key = ahead.pop(0)
            if key not in found:
                found[key] = None
                ahead += self._behind.get(key, ())
        return tuple(found)

    @cached_property
    def names_read(self) -> frozenset[str]:
        """Every name that some rule reads."""
        return frozenset(self.names_behind(self.rules()))

    def facts_behind(self, rules: Iterable[Rule | None]) -> tuple[str, ...]:
        """Return the keys of the project's facts behind some rules: a limit stands for the facts it is looked up by."""
        return self._behind_rules(rules)[1]

    @cached_property
    def fact_keys(self) -> tuple[str, ...]:
        """The keys of all project facts the pack reads, sorted."""
        by_class = () if self.weight_table is None else (self.weight_table.by,)
        return tuple(sorted({*self.facts_behind(self.rules()), *by_class}))

    @cached_property
    def own_names(self) -> tuple[FactName, ...]:
        """The names that are no facts of a project: limits, derived values, figures of cohorts."""
        return tuple(fact for fact in self.vocabulary.facts if fact.key in self._behind)
