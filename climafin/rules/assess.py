"""The answer of a pack for one project on one date: gates, criteria, totals and grades, with the whole trace."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, message
from climafin.domain.assessment import Assessment, CriterionResult, FactRead, GateKind, GateResult, Outcome, Verdict
from climafin.domain.dictionary import Dictionary
from climafin.domain.project import Project
from climafin.domain.values import NO, YES
from climafin.expression.evaluate import Answer, Reason, Unknown
from climafin.rules.facts import fact_read, project_facts
from climafin.rules.pack import FULL_WEIGHT, BonusItem, Criterion, Gate, Limit, Pack, Rule, Steps, YesNo
from climafin.rules.scales import Marked, mark
from climafin.rules.weighing import points, weights

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
    """

    as_of: date
    at: datetime
    actor: str


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
        criteria, low, high, maximum = self._criteria(judged)
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
            maximum=maximum + self._pack.bonus_cap,
            bonus_maximum=self._pack.bonus_cap,
            grade_low=grade_of(self._pack, low) if graded else None,
            grade_high=grade_of(self._pack, high) if graded else None,
        )

    def _digest(self) -> str:
        seen = [(key, self._read(key).value, self._project.is_not_applicable(key)) for key in self._pack.fact_keys]
        text = json.dumps([self._asked.as_of.isoformat(), seen], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

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
        marked = mark(criterion, self._facts)
        if criterion.drops and marked.unknown is not None and self._all_dropped(marked.unknown):
            applies = False
        return _Judged(criterion, marked, applies)

    def _all_dropped(self, unknown: Unknown) -> bool:
        return bool(unknown.missing) and all(self._project.is_not_applicable(key) for key in unknown.missing)

    def _criteria(self, judged: tuple[_Judged, ...]) -> tuple[tuple[CriterionResult, ...], int, int, int]:
        """Return the results and the total's low and high end and maximum, over every way the open could turn out."""
        lows: list[int] = []
        highs: list[int] = []
        seen: dict[str, list[tuple[int, int, int]]] = {one.criterion.rule_id: [] for one in judged}
        for applying in _ways(judged):
            shares = weights(self._pack.criteria, self._pack.groups, applying)
            low = high = 0
            for one in judged:
                weight = shares.get(one.criterion.rule_id, 0)
                ends = (points(one.marked.low, weight), points(one.marked.high, weight), weight)
                seen[one.criterion.rule_id].append(ends)
                low, high = low + ends[0], high + ends[1]
            lows.append(low)
            highs.append(high)
        results = tuple(self._result(one, seen[one.criterion.rule_id]) for one in judged)
        maximum = FULL_WEIGHT if any(result.maximum for result in results) else 0
        return results, min(lows), max(highs), maximum

    def _result(self, one: _Judged, ends: list[tuple[int, int, int]]) -> CriterionResult:
        criterion, marked = one.criterion, one.marked
        starts = criterion.scale.steps if isinstance(criterion.scale, Steps) else ()
        facts = self._reads(criterion.applies, criterion.value, *(step.start for step in starts))
        out = one.applies is False
        unknown = marked.unknown
        if isinstance(one.applies, Unknown):
            unknown = one.applies if unknown is None else unknown.with_(one.applies)
        outcome = Outcome.NOT_APPLICABLE if out else Outcome.MET if unknown is None else Outcome.UNKNOWN
        return CriterionResult(
            rule_id=criterion.rule_id,
            title=criterion.title,
            group=next(group.label for group in self._pack.groups if group.key == criterion.group),
            outcome=outcome,
            value=None if out else marked.value,
            value_text=None if out else marked.word,
            unit=self._unit(criterion.unit.text),
            clause=None if out else marked.clause,
            test=criterion.value.text if isinstance(criterion.scale, YesNo) else "",
            points_low=min(end[0] for end in ends),
            points_high=max(end[1] for end in ends),
            maximum=max(end[2] for end in ends),
            next_step=None if out else marked.next_step,
            facts=facts,
            missing=() if out else _missing(unknown),
            source=criterion.source,
        )

    def _unit(self, written: str) -> Label:
        """Return a unit as packs write it, with the dictionary's English for its parts."""
        said = written
        for zh, en in self._unit_names:
            said = said.replace(zh, en)
        return Label(written, said)

    def _bonus(self, item: BonusItem) -> CriterionResult:
        answer = item.test.answer(self._facts)
        unknown = answer if isinstance(answer, Unknown) else None
        word = None if unknown else YES if answer is True else NO
        cap = min(item.points, self._pack.bonus_cap)
        return CriterionResult(
            rule_id=item.rule_id,
            title=item.title,
            group=BONUS,
            outcome=Outcome.MET if unknown is None else Outcome.UNKNOWN,
            value=None,
            value_text=word,
            unit=Label("", ""),
            clause=word,
            test=item.test.text,
            points_low=cap if answer is True else 0,
            points_high=0 if answer is False else cap,
            maximum=cap,
            next_step=None,
            facts=self._reads(item.test),
            missing=_missing(unknown),
            source=item.source,
        )


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
