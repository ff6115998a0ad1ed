"""The answer of a pack for one project on one date: gates, criteria, totals and grades, with the whole trace."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from itertools import product
from operator import or_

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, message
from climafin.domain.assessment import (
    Assessment,
    CriterionResult,
    FactRead,
    GateKind,
    GateResult,
    GroupResult,
    Outcome,
    PartResult,
)
from climafin.domain.dictionary import Dictionary
from climafin.domain.judgement import Judged
from climafin.domain.project import Project
from climafin.domain.shown_values import NO, YES
from climafin.domain.verdict import Verdict
from climafin.expression.evaluate import Answer, Reason, Unknown
from climafin.rules.facts import fact_read, project_facts
from climafin.rules.pack import BonusItem, Criterion, Gate, Limit, Pack, Scoring
from climafin.rules.rule import Rule
from climafin.rules.scales.expert import Expert
from climafin.rules.scales.labels import YesNo
from climafin.rules.scales.marking import mark
from climafin.rules.scales.shapes import (
    Marked,
    Missing,
    PartMarked,
    counted_marks,
    counted_text,
    joined,
    whole_count,
)
from climafin.rules.totals import Range, Totals, totals
from climafin.rules.weighing import points as worth

#: Goes into every assessment; changes whenever the same pack and facts could give another answer.
ENGINE = "climafin-rules 1"
BONUS = Label("加分项", "Bonus")
#: Units of packs that no field of the dictionary is kept in.
_MORE_UNITS = {"亿元": "CNY 100m"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for an assessment, when, and by which day's rules.

    Attributes:
        as_of: the date whose rules apply.
        at: the moment of asking.
        actor: who asks.
        judged: the signed lines of experts, by criterion id.
    """

    as_of: date
    at: datetime
    actor: str
    judged: Mapping[str, Judged] = field(default_factory=dict)


def assess(pack: Pack, project: Project, fields: Dictionary, asked: Asked) -> Assessment:
    """Return what a pack says of a project; the same input always gives the same answer.

    Raises:
        CallProblem: the pack is not in force on that date.
    """
    if asked.as_of < pack.since or (pack.until is not None and asked.as_of > pack.until):
        raise CallProblem(
            message("The rule pack “{pack}” is not in force on {day}.", pack=pack.stamp.title, day=asked.as_of)
        )
    return _Assessing(pack, project, fields, asked).answer()


def pack_facts(pack: Pack, project: Project, fields: Dictionary, as_of: date) -> Mapping[str, Answer]:
    """Return what a pack's expressions read of a project: its facts, and the limits that hold for it."""
    facts = project_facts(project, fields, as_of)
    return facts | {limit.name: limit_value(limit, facts, as_of) for limit in pack.limits}


def limit_value(limit: Limit, facts: Mapping[str, Answer], as_of: date) -> Answer:
    """Return a limit's value for the facts of a project on a date, in base units."""
    table = next((table for table in reversed(limit.tables) if table.since <= as_of), None)
    if table is None:
        return Unknown(reasons=frozenset({Reason.NOT_IN_FORCE}))
    row = ""
    if limit.by:
        answer = facts.get(limit.by)
        if not isinstance(answer, str):
            return Unknown(frozenset({limit.by}))
        row = answer
    found = table.rows.get(row, table.otherwise)
    return Unknown(reasons=frozenset({Reason.NOT_IN_TABLE})) if found is None else found


@dataclass(frozen=True, slots=True)
class _Judged:
    """A criterion with its marks and what is known of whether it applies: True, False or unknown."""

    criterion: Criterion
    marked: Marked
    applies: Answer


class _Assessing:
    """One assessment under way."""

    def __init__(self, pack: Pack, project: Project, fields: Dictionary, asked: Asked) -> None:
        self._pack = pack
        self._project = project
        self._fields = fields
        self._asked = asked
        self._seen: dict[str, FactRead] = {}
        self._facts = pack_facts(pack, project, fields, asked.as_of)
        units = {field.unit.zh: field.unit.en for field in fields if field.unit.zh} | _MORE_UNITS
        self._unit_names = sorted(units.items(), key=lambda pair: -len(pair[0]))

    def answer(self) -> Assessment:
        gates = tuple(self._gate(gate) for gate in self._pack.gates)
        judged = tuple(self._judged(criterion) for criterion in self._pack.criteria)
        found = self._totals(judged)
        criteria = tuple(self._result(one, found.lines[one.criterion.rule_id]) for one in judged)
        low, high = found.whole.low, found.whole.high
        bonus = tuple(self._bonus(item) for item in self._pack.bonus)
        low += min(self._pack.bonus_cap, sum(item.points_low for item in bonus))
        high += min(self._pack.bonus_cap, sum(item.points_high for item in bonus))
        verdict = _verdict(gates)
        graded = verdict is not Verdict.REFUSED
        return Assessment(
            pack=self._pack.stamp,
            as_of=self._asked.as_of,
            assessed_at=self._asked.at,
            actor=self._asked.actor,
            engine=ENGINE,
            facts_digest=self._digest(),
            verdict=verdict,
            gates=gates,
            criteria=(*criteria, *bonus),
            total_low=low,
            total_high=high,
            maximum=found.whole.most + self._pack.bonus_cap,
            bonus_maximum=self._pack.bonus_cap,
            grade_low=grade_of(self._pack, low) if graded else None,
            grade_high=grade_of(self._pack, high) if graded else None,
            groups=self._groups(found),
        )

    def _digest(self) -> str:
        seen = [(key, self._read(key).value, self._project.is_not_applicable(key)) for key in self._pack.fact_keys]
        basis = [self._asked.as_of.isoformat(), seen, *self._judgements()]
        text = json.dumps(basis, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def _judgements(self) -> list[list[object]]:
        """Return the signed lines the pack looks at; none leaves the digest as it was before there were any."""
        asked = {criterion.rule_id for criterion in self._pack.criteria if isinstance(criterion.scale, Expert)}
        lines = sorted((rule_id, line) for rule_id, line in self._asked.judged.items() if rule_id in asked)
        return [
            [rule_id, line.points, line.person, line.second_person, line.reason, line.evidence]
            for rule_id, line in lines
        ]

    def _read(self, key: str) -> FactRead:
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = fact_read(key, self._project, self._fields, self._asked.as_of)
        return found

    def _reads(self, *rules: Rule | None) -> tuple[FactRead, ...]:
        return tuple(self._read(key) for key in self._pack.facts_behind(rules))

    # ---- gates

    def _gate(self, gate: Gate) -> GateResult:
        outcome, unknown = self._tested(gate.applies, gate.test)
        return GateResult(
            gate.rule_id,
            gate.title,
            gate.kind,
            outcome,
            gate.test.text,
            self._reads(gate.applies, gate.test),
            _missing(unknown),
            gate.source,
        )

    def _tested(self, applies: Rule | None, test: Rule) -> tuple[Outcome, Unknown | None]:
        """Return the outcome of a test; a gate that may not apply is open unless its test holds anyway."""
        scope: Answer = True if applies is None else applies.answer(self._facts)
        if scope is False:
            return Outcome.NOT_APPLICABLE, None
        answer = test.answer(self._facts)
        if answer is True:
            return Outcome.MET, None
        if answer is False and scope is True:
            return Outcome.NOT_MET, None
        unknown = Unknown(reasons=frozenset())
        for part in (scope, answer):
            unknown = unknown.with_(part) if isinstance(part, Unknown) else unknown
        return Outcome.UNKNOWN, unknown

    # ---- criteria

    def _judged(self, criterion: Criterion) -> _Judged:
        applies: Answer = True if criterion.applies is None else criterion.applies.answer(self._facts)
        marked = mark(criterion, self._facts, self._asked.judged.get(criterion.rule_id))
        if marked.counted is Missing.DROP or (
            criterion.drops and marked.unknown is not None and self._all_dropped(marked.unknown)
        ):
            applies = False
        return _Judged(criterion, marked, applies)

    def _all_dropped(self, unknown: Unknown) -> bool:
        return bool(unknown.missing) and all(self._project.is_not_applicable(key) for key in unknown.missing)

    def _totals(self, judged: tuple[_Judged, ...]) -> Totals:
        """Return points and total over every way the open could turn out."""
        marks = {one.criterion.rule_id: (one.marked.low, one.marked.high) for one in judged}
        return reduce(or_, (totals(self._pack, marks, applying) for applying in _ways(judged)))

    def _groups(self, found: Totals) -> tuple[GroupResult, ...]:
        """Return the points of every group where they are not simply those of its criteria added up."""
        if self._pack.scoring is Scoring.WEIGHTED:
            return ()
        results = []
        for group in self._pack.groups:
            range_ = found.groups[group.key]
            end = range_.capped(group.cap)
            results.append(GroupResult(group.key, group.label, end.low, end.high, end.most, end.high < range_.high))
        return tuple(results)

    def _result(self, one: _Judged, points: Range) -> CriterionResult:
        criterion, marked = one.criterion, one.marked
        out = one.applies is False
        unknown = None if out and marked.counted is not Missing.DROP else marked.unknown
        scope = one.applies if isinstance(one.applies, Unknown) else None
        is_open = scope is not None or (unknown is not None and marked.counted is Missing.OPEN)
        return CriterionResult(
            rule_id=criterion.rule_id,
            title=criterion.title,
            group=next(group.label for group in self._pack.groups if group.key == criterion.group),
            outcome=Outcome.NOT_APPLICABLE if out else Outcome.UNKNOWN if is_open else Outcome.MET,
            value=None if out else marked.value,
            value_text=None if out else marked.word,
            unit=self._unit((marked.unit or criterion.unit).text),
            clause=None if out else marked.clause,
            test=criterion.value.text if criterion.value is not None and isinstance(criterion.scale, YesNo) else "",
            points_low=points.low,
            points_high=points.high,
            maximum=points.most,
            next_step=None if out else marked.next_step,
            facts=self._reads(*criterion.rules()),
            missing=_missing(joined(unknown, scope)),
            source=criterion.source,
            scale=criterion.scale.kind,
            marks_low=None if out else marked.low,
            marks_high=None if out else marked.high,
            parts=() if out else tuple(_part(part) for part in marked.parts),
            judged=self._asked.judged.get(criterion.rule_id) if isinstance(criterion.scale, Expert) else None,
            counted_as="" if marked.counted is Missing.OPEN or (out and unknown is None) else marked.counted.value,
            at_stake=self._at_stake(marked, points.most or criterion.weight) if unknown is not None else None,
        )

    def _at_stake(self, marked: Marked, weight: int) -> int | None:
        """Return the points that hang on what is unknown where the pack counts it by a rule of its own."""
        if marked.counted is Missing.OPEN:
            return None
        return marked.at_stake if self._pack.scoring is Scoring.POINTS else worth(marked.at_stake, weight)

    def _unit(self, written: str) -> Label:
        """Return a unit as packs write it, with the dictionary's English for its parts."""
        said = written
        for zh, en in self._unit_names:
            said = said.replace(zh, en)
        return Label(written, said)

    def _bonus(self, item: BonusItem) -> CriterionResult:
        most = self._pack.bonus_cap if item.cap is None else min(item.cap, self._pack.bonus_cap)
        number: int | None = None
        word: Label | None = None
        unknown: Unknown | None
        if item.cap is None:
            answer = item.test.answer(self._facts)
            unknown = answer if isinstance(answer, Unknown) else None
            most = min(item.points, most)
            low, high = (most if answer is True else 0), (0 if answer is False else most)
            word = None if unknown else YES if answer is True else NO
        else:
            low, high, unknown = counted_marks(item.test, item.points, most, self._facts)
            count = whole_count(item.test, self._facts)
            number = None if isinstance(count, Unknown) else count
        return CriterionResult(
            rule_id=item.rule_id,
            title=item.title,
            group=BONUS,
            outcome=Outcome.MET if unknown is None else Outcome.UNKNOWN,
            value=number,
            value_text=word,
            unit=Label("", ""),
            clause=word if number is None else counted_text(number, item.points, low),
            test=item.test.text,
            points_low=low,
            points_high=high,
            maximum=most,
            next_step=None,
            facts=self._reads(item.test),
            missing=_missing(unknown),
            source=item.source,
        )


def _part(part: PartMarked) -> PartResult:
    return PartResult(part.part_id, part.title, part.outcome, part.low, part.high, part.best, part.decides)


def _missing(unknown: Unknown | None) -> tuple[str, ...]:
    return tuple(sorted(unknown.missing)) if unknown is not None else ()


def _ways(judged: tuple[_Judged, ...]) -> list[frozenset[str]]:
    """Return every set of criteria that may apply; conditions written alike turn out alike."""
    sure = {one.criterion.rule_id for one in judged if one.applies is True}
    open_rules: dict[str, list[str]] = {}
    for one in judged:
        if isinstance(one.applies, Unknown) and one.criterion.applies is not None:
            open_rules.setdefault(one.criterion.applies.text, []).append(one.criterion.rule_id)
    found = []
    for turn in product((False, True), repeat=len(open_rules)):
        added = (ids for ids, taken in zip(open_rules.values(), turn, strict=True) if taken)
        found.append(frozenset(sure.union(*added)))
    return found


def _verdict(gates: tuple[GateResult, ...]) -> Verdict:
    binding = [gate.outcome for gate in gates if gate.kind is not GateKind.NOTICE]
    if Outcome.NOT_MET in binding:
        return Verdict.REFUSED
    return Verdict.UNDECIDED if Outcome.UNKNOWN in binding else Verdict.ELIGIBLE


def grade_of(pack: Pack, total: int) -> Label:
    """Return the grade of a total in 1/100 points; a total on a line has the better grade."""
    return next(grade.label for grade in pack.grades if grade.start is None or total >= grade.start)
