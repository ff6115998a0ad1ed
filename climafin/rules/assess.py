"""The answer of a pack for one project on one date: gates, criteria, totals and grades, with the whole trace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import or_
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, message
from climafin.domain.assessment import (
    Aside,
    Assessment,
    CriterionResult,
    GateResult,
    GroupResult,
    Outcome,
    PartResult,
)
from climafin.domain.dictionary import Dictionary
from climafin.domain.project import Project
from climafin.domain.shown_values import NO, YES
from climafin.domain.signed import Override
from climafin.domain.verdict import Verdict
from climafin.expression.evaluate import Answer, Unknown
from climafin.rules.asking import Asked
from climafin.rules.gate_answers import gate_result, why_aside
from climafin.rules.grade_answers import Grading
from climafin.rules.grading import number_of_total
from climafin.rules.overriding import check_asked, overridden
from climafin.rules.pack import BonusItem, Criterion, Pack, Scoring
from climafin.rules.resolving import pack_facts
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
from climafin.rules.tracing import Trace, missing_of
from climafin.rules.weighing import points as worth
from climafin.rules.weighing import weightings

if TYPE_CHECKING:
    from climafin.rules.mark_sheet import ProjectMarks

__all__ = ["ENGINE", "Asked", "assess", "grade_of", "pack_facts", "project_marks"]

#: Goes into every assessment; changes whenever the same pack and facts could give another answer.
ENGINE = "climafin-rules 2"
BONUS = Label("加分项", "Bonus")


def assess(pack: Pack, project: Project, fields: Dictionary, asked: Asked) -> Assessment:
    """Return what a pack says of a project; the same input always gives the same answer.

    Args:
        pack: the pack.
        project: the project; the answers to the pack's own facts are among its values.
        fields: the data dictionary; a pack that asks more brings its own (`Pack.fields`).
        asked: who asks, when, and what people put in.

    Raises:
        CallProblem: the pack is not in force on that date, or what people put in does not fit it.
    """
    if asked.as_of < pack.since or (pack.until is not None and asked.as_of > pack.until):
        raise CallProblem(
            message("The rule pack “{pack}” is not in force on {day}.", pack=pack.stamp.title, day=asked.as_of)
        )
    check_asked(pack, asked)
    return _Assessing(pack, project, pack.fields if pack.own_facts else fields, asked).answer()


def project_marks(pack: Pack, project: Project, fields: Dictionary, asked: Asked) -> "tuple[ProjectMarks, ...]":
    """Return what a pack gives one project before any weight: what stays when only weights change.

    Args:
        pack: a pack whose marks are weighted.
        project: the project.
        fields: the data dictionary.
        asked: who asks, when, and what people put in.

    Returns:
        The marks, once for every set of weights that may hold: several only while the project's class is unknown.
    """
    return tuple(_Assessing(pack, project, pack.fields if pack.own_facts else fields, asked).marks(project.uid))


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
        self._asked = asked
        self._facts = pack_facts(pack, project, asked)
        self._trace = Trace(pack, project, fields, asked)
        self._trace.over(self._facts)
        self._signed = {line.target: line for line in asked.overrides}
        self._weightings, self._class_unknown = weightings(pack, self._facts)
        self._weighed = frozenset().union(*self._weightings)

    def answer(self) -> Assessment:
        pack, asked, trace = self._pack, self._asked, self._trace
        gates = tuple(
            gate_result(gate, self._facts, trace, asked.occasion, self._signed.get(gate.rule_id)) for gate in pack.gates
        )
        judged = tuple(self._judged(criterion) for criterion in pack.criteria)
        ruled = self._totals(judged, {})
        given = {one.criterion.rule_id: signed.points or 0 for one, signed in self._replaced(judged)}
        found = self._totals(judged, given) if given else ruled
        criteria = tuple(
            self._result(one, found.lines[one.criterion.rule_id], ruled.lines[one.criterion.rule_id]) for one in judged
        )
        bonus = tuple(self._bonus(item) for item in pack.bonus)
        low = found.whole.low + min(pack.bonus_cap, sum(item.points_low for item in bonus))
        high = found.whole.high + min(pack.bonus_cap, sum(item.points_high for item in bonus))
        groups = {group.key: found.groups[group.key].capped(group.cap) for group in pack.groups}
        graded = Grading(pack, self._facts, trace).answer(low, high, groups, gates)
        verdict = _verdict(gates)
        answer = Assessment(
            pack=pack.stamp,
            as_of=asked.as_of,
            assessed_at=asked.at,
            actor=asked.actor,
            engine=ENGINE,
            facts_digest=trace.digest(),
            verdict=verdict,
            gates=gates,
            criteria=(*criteria, *bonus),
            total_low=low,
            total_high=high,
            maximum=found.whole.most + pack.bonus_cap,
            bonus_maximum=pack.bonus_cap,
            grade_low=None if verdict is Verdict.REFUSED else graded.low,
            grade_high=None if verdict is Verdict.REFUSED else graded.high,
            groups=self._groups(found),
            occasion=asked.occasion,
            sub_grades=graded.sub_grades,
            forces=graded.forces,
            derived=trace.derived(),
            cohorts=trace.cohorts(),
        )
        return overridden(pack, answer, graded, asked.overrides) if asked.overrides else answer

    def marks(self, uid: str) -> "Iterator[ProjectMarks]":
        """Yield the marks of every criterion before any weight; points that signed lines replace are not in them."""
        # Loaded here: it needs numpy, and one assessment does not.
        from climafin.rules.mark_sheet import ProjectMarks  # noqa: PLC0415

        judged = tuple(self._judged(criterion) for criterion in self._pack.criteria)
        bonus = tuple(self._bonus(item) for item in self._pack.bonus)
        table = self._pack.weight_table
        for own in self._weightings:
            rows = () if table is None else table.rows.items()
            yield ProjectMarks(
                uid,
                tuple(one.marked.low for one in judged),
                tuple(one.marked.high for one in judged),
                # What has no weight in a class does not count in it.
                tuple(dict.fromkeys(way.intersection(own) for way in _ways(judged))),
                next((name for name, row in rows if row is own), ""),
                extra_low=min(self._pack.bonus_cap, sum(item.points_low for item in bonus)),
                extra_high=min(self._pack.bonus_cap, sum(item.points_high for item in bonus)),
            )

    def _replaced(self, judged: tuple[_Judged, ...]) -> Iterator[tuple[_Judged, Override]]:
        """Yield the criteria whose points a signed line replaces."""
        for one in judged:
            signed = self._signed.get(one.criterion.rule_id)
            if signed is not None:
                yield one, signed

    # ---- criteria

    def _judged(self, criterion: Criterion) -> _Judged:
        applies: Answer = True if criterion.applies is None else criterion.applies.answer(self._facts)
        marked = mark(criterion, self._facts, self._asked.judged.get(criterion.rule_id))
        if marked.counted is Missing.DROP or (
            criterion.drops and marked.unknown is not None and self._all_dropped(marked.unknown)
        ):
            applies = False
        if not self._counts(criterion):
            applies = False
        return _Judged(criterion, marked, applies)

    def _counts(self, criterion: Criterion) -> bool:
        """Tell whether the project's class, or any while it cannot be told, has a weight for a criterion."""
        return criterion.rule_id in self._weighed

    def _all_dropped(self, unknown: Unknown) -> bool:
        return bool(unknown.missing) and all(self._project.is_not_applicable(key) for key in unknown.missing)

    def _totals(self, judged: tuple[_Judged, ...], given: Mapping[str, int]) -> Totals:
        """Return points and total over every way the open could turn out, signed points in their place."""
        marks = {one.criterion.rule_id: (one.marked.low, one.marked.high) for one in judged}
        ways = product(_ways(judged), self._weightings)
        return reduce(or_, (totals(self._pack, marks, applying, own, given) for applying, own in ways))

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

    def _result(self, one: _Judged, points: Range, ruled: Range) -> CriterionResult:
        criterion, marked = one.criterion, one.marked
        rules = self._pack.rules_of[criterion.rule_id]
        signed = self._signed.get(criterion.rule_id)
        out = one.applies is False and signed is None
        unknown = None if out and marked.counted is not Missing.DROP else marked.unknown
        scope = joined(one.applies if isinstance(one.applies, Unknown) else None, self._class_unknown)
        if signed is not None or out:
            unknown, scope = (unknown if out else None), None
        aside, by = self._why_aside(criterion) if out else (Aside.NOT_ASIDE, "")
        is_open = scope is not None or (unknown is not None and marked.counted is Missing.OPEN)
        return CriterionResult(
            rule_id=criterion.rule_id,
            title=criterion.title,
            group=self._pack.group_labels[criterion.group],
            outcome=Outcome.NOT_APPLICABLE if out else Outcome.UNKNOWN if is_open else Outcome.MET,
            value=None if out else marked.value,
            value_text=None if out else marked.word,
            unit=self._trace.unit((marked.unit or criterion.unit).text),
            clause=None if out else marked.clause,
            test=criterion.value.text if criterion.value is not None and isinstance(criterion.scale, YesNo) else "",
            points_low=points.low,
            points_high=points.high,
            maximum=points.most,
            next_step=None if out else marked.next_step,
            facts=self._trace.reads(rules),
            missing=missing_of(joined(unknown, scope)),
            source=criterion.source,
            scale=criterion.scale.kind,
            marks_low=None if out else marked.low,
            marks_high=None if out else marked.high,
            parts=() if out else tuple(_part(part) for part in marked.parts),
            judged=self._asked.judged.get(criterion.rule_id) if isinstance(criterion.scale, Expert) else None,
            counted_as="" if marked.counted is Missing.OPEN or (out and unknown is None) else marked.counted.value,
            at_stake=self._at_stake(marked, points.most or criterion.weight) if unknown is not None else None,
            aside=aside,
            aside_by=by,
            limits=() if out else self._trace.limits(rules),
            override=None if signed is None else replace(signed, replaced=(ruled.low, ruled.high)),
        )

    def _why_aside(self, criterion: Criterion) -> tuple[Aside, str]:
        if not self._counts(criterion):
            return Aside.CLASS, ""
        return why_aside(criterion.scope, self._facts, self._asked.occasion)

    def _at_stake(self, marked: Marked, weight: int) -> int | None:
        """Return the points that hang on what is unknown where the pack counts it by a rule of its own."""
        if marked.counted is Missing.OPEN:
            return None
        return marked.at_stake if self._pack.scoring is Scoring.POINTS else worth(marked.at_stake, weight)

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
        signed = self._signed.get(item.rule_id)
        replaced = None if signed is None else replace(signed, replaced=(low, high))
        if signed is not None:
            low = high = signed.points or 0
            unknown = None
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
            facts=self._trace.reads((item.test,)),
            missing=missing_of(unknown),
            source=item.source,
            limits=self._trace.limits((item.test,)),
            override=replaced,
        )


def _part(part: PartMarked) -> PartResult:
    return PartResult(part.part_id, part.title, part.outcome, part.low, part.high, part.best, part.decides)


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
    if any(gate.refuses for gate in gates):
        return Verdict.REFUSED
    return Verdict.UNDECIDED if any(gate.holds for gate in gates) else Verdict.ELIGIBLE


def grade_of(pack: Pack, total: int) -> Label:
    """Return the grade of a total in 1/100 points; a total on a line has the better grade."""
    return pack.grades[number_of_total(pack.grades, total)].label
