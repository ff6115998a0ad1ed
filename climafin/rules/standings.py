"""Where one project stands, in a tenth of a millisecond: verdict, total and grade without the trace, as it is typed.

The answers are those of `assess`; whoever wants to know why asks that. Scales that are a small table are looked up
in it, all others are asked as `assess` asks them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from climafin.base.messages import Label, Message
from climafin.domain.assessment import GateKind, Outcome, score_of
from climafin.domain.judgement import Judged
from climafin.domain.project import Project
from climafin.domain.verdict import Verdict
from climafin.expression.answers import Answer, Unknown
from climafin.rules.asking import Asked
from climafin.rules.block_scales import TableKernel
from climafin.rules.blocks import Plan
from climafin.rules.gate_answers import tested
from climafin.rules.grading import How, Span, number_of_total, span_of_matrix
from climafin.rules.pack import BonusItem, Criterion, Scoring
from climafin.rules.resolving import pack_facts
from climafin.rules.scales.marking import mark
from climafin.rules.scales.shapes import Missing, counted_marks
from climafin.rules.weighing import points

Facts = Mapping[str, Answer]
Ends = tuple[int, int]
#: Marks when unknowns go badly and when they go well, and what is unknown.
_Marks = Callable[[Facts, Mapping[str, Judged]], tuple[int, int, Unknown | None]]


@dataclass(frozen=True, slots=True)
class GateStanding:
    """What one gate does to a project; the attributes are those of `GateResult`."""

    title: Label
    outcome: Outcome
    refuses: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Verdict, total and grade of one project; the attributes are those of `Assessment`."""

    verdict: Verdict
    gates: tuple[GateStanding, ...]
    criteria: tuple[Criterion, ...]
    total_low: int
    total_high: int
    maximum: int
    bonus_maximum: int
    grade_low: Label | None
    grade_high: Label | None

    @property
    def score(self) -> Message:
        """The total, or its range, with the most there are."""
        return score_of((self.total_low, self.total_high), self.maximum, self.bonus_maximum)


class Standings:
    """Tells where projects stand.

    Args:
        plan: the pack made ready; signed lines of people are not looked at.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        pack = plan.pack
        self._marks = [self._reading(one.criterion, one.kernel) for one in plan.scored]
        self._number = {grade.key: number for number, grade in enumerate(pack.grades)}
        self._is_weighted = pack.scoring is Scoring.WEIGHTED
        keys = [group.key for group in pack.groups]
        self._group_of = [keys.index(criterion.group) for criterion in pack.criteria]

    def of(self, project: Project, asked: Asked | None = None) -> Standing:
        """Return where a project stands.

        Args:
            project: the project.
            asked: of what the plan was made for, with what concerns this project: experts' marks, its initial
                assessment. Overrides are not looked at.
        """
        asked = asked or self._plan.asked
        return self.of_facts(pack_facts(self._plan.pack, project, asked), project, asked.judged)

    def of_facts(self, facts: Facts, project: Project, judged: Mapping[str, Judged]) -> Standing:
        """Return where a project with these facts stands, everything that rules read among them."""
        pack = self._plan.pack
        gates = tuple(self._gate(at, facts) for at in range(len(pack.gates)))
        verdict = Verdict.ELIGIBLE
        if any(gate.refuses for gate in gates):
            verdict = Verdict.REFUSED
        elif any(gate.holds for gate in gates):
            verdict = Verdict.UNDECIDED
        found = [marks(facts, judged) for marks in self._marks]
        whole, groups, most = self._totals(facts, found, project)
        extra = [_bonus(item, pack.bonus_cap, facts) for item in pack.bonus]
        cap = pack.bonus_cap
        low = whole[0] + min(cap, sum(one[0] for one in extra))
        high = whole[1] + min(cap, sum(one[1] for one in extra))
        grades: tuple[Label | None, Label | None] = (None, None)
        if pack.grades and verdict is not Verdict.REFUSED:
            span = self._grades(low, high, groups, gates, facts)
            grades = pack.grades[span.worst].label, pack.grades[span.best].label
        return Standing(verdict, gates, pack.criteria, low, high, most + cap, cap, *grades)

    def _gate(self, at: int, facts: Facts) -> GateStanding:
        gate = self._plan.pack.gates[at]
        outcome, _ = tested(gate.applies, gate.test, facts)
        is_open, is_binding = outcome is Outcome.UNKNOWN, gate.kind.is_binding
        refuses = is_binding and (outcome is Outcome.NOT_MET or (is_open and gate.refuses_unknown))
        return GateStanding(gate.title, outcome, refuses, is_binding and is_open and not gate.refuses_unknown)

    def _reading(self, criterion: Criterion, kernel: object) -> _Marks:
        """Return the marks of a criterion as a function of facts."""
        is_table = isinstance(kernel, TableKernel) and criterion.value is not None and criterion.missing is Missing.OPEN
        if not isinstance(kernel, TableKernel) or not is_table or not kernel.has_places or criterion.drops:
            return lambda facts, judged: _marked(criterion, facts, judged)
        assert criterion.value is not None  # as `is_table` says
        answer, place, unknown = criterion.value.answer, kernel.place, kernel.unknown
        ends: list[Ends] = [(low, high) for low, high in kernel.ends.tolist()]
        open_ = (*ends[unknown], Unknown())

        def marks(facts: Facts, _judged: Mapping[str, Judged]) -> tuple[int, int, Unknown | None]:
            found = answer(facts)
            return open_ if isinstance(found, Unknown) else (*ends[place(found)], None)

        return marks

    def _totals(
        self, facts: Facts, found: list[tuple[int, int, Unknown | None]], project: Project
    ) -> tuple[Ends, list[Ends], int]:
        """Return the points of the whole and of the groups over every way of what may apply, and the most there are."""
        pattern = self._plan.pattern_of(facts, [one[2] for one in found], project)
        ways = [self._way(shares, found) for shares in pattern.shares.tolist()]
        if len(ways) == 1:
            return ways[0][0], ways[0][1], pattern.maximum
        wholes = [whole for whole, _ in ways]
        groups = [
            (min(one[0] for one in ends), max(one[1] for one in ends))
            for ends in zip(*(groups for _, groups in ways), strict=True)
        ]
        return (min(one[0] for one in wholes), max(one[1] for one in wholes)), groups, pattern.maximum

    def _way(self, shares: list[int], found: list[tuple[int, int, Unknown | None]]) -> tuple[Ends, list[Ends]]:
        lows, highs = [0] * len(self._plan.pack.groups), [0] * len(self._plan.pack.groups)
        for (low, high, _), share, group in zip(found, shares, self._group_of, strict=True):
            if not share:
                continue
            if self._is_weighted:
                low_points = points(low, share)
                lows[group] += low_points
                highs[group] += low_points if low == high else points(high, share)
            else:
                lows[group] += low
                highs[group] += high
        for at, group_ in enumerate(self._plan.pack.groups):
            if group_.cap is not None:
                lows[at], highs[at] = min(lows[at], group_.cap), min(highs[at], group_.cap)
        return (sum(lows), sum(highs)), list(zip(lows, highs, strict=True))

    def _grades(self, low: int, high: int, groups: list[Ends], gates: tuple[GateStanding, ...], facts: Facts) -> Span:
        pack = self._plan.pack
        if pack.matrix:
            keys = [group.key for group in pack.groups]
            span = span_of_matrix(pack.matrix, [(one, *groups[keys.index(one.group)]) for one in pack.sub_grades])
        else:
            best = number_of_total(pack.grades, high)
            span = Span(best if low == high else number_of_total(pack.grades, low), best)
        for gate, stands in zip(pack.gates, gates, strict=True):
            if gate.kind is GateKind.FAST_TRACK and gate.grade:
                span = _moved(span, self._number[gate.grade], How.AT_LEAST, stands.outcome)
        for force in pack.forces:
            outcome, _ = tested(force.applies, force.test, facts)
            if outcome is Outcome.MET and force.applies is not None and force.applies.answer(facts) is not True:
                outcome = Outcome.UNKNOWN
            span = _moved(span, self._number[force.grade], force.how, outcome)
        return span


def _moved(span: Span, grade: int, how: How, outcome: Outcome) -> Span:
    if outcome is Outcome.MET:
        return span.forced(grade, how)
    return span.joined(span.forced(grade, how)) if outcome is Outcome.UNKNOWN else span


def _marked(criterion: Criterion, facts: Facts, judged: Mapping[str, Judged]) -> tuple[int, int, Unknown | None]:
    found = mark(criterion, facts, judged.get(criterion.rule_id))
    return found.low, found.high, found.unknown


def _bonus(item: BonusItem, cap: int, facts: Facts) -> Ends:
    if item.cap is not None:
        low, high, _ = counted_marks(item.test, item.points, min(item.cap, cap), facts)
        return low, high
    most = min(item.points, cap)
    answer = item.test.answer(facts)
    return (most if answer is True else 0), (0 if answer is False else most)
