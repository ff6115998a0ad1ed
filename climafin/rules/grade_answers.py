"""The grade of one project: total or matrix first, then fast tracks, then every forcing line in its order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from climafin.base.messages import Label
from climafin.domain.assessment import ForceResult, GateKind, GateResult, Outcome, SubGradeResult
from climafin.expression.evaluate import Answer
from climafin.rules.gate_answers import tested
from climafin.rules.grading import Force, How, Span, SubGrade, number_of_total, span_of_matrix
from climafin.rules.pack import Pack
from climafin.rules.totals import Range
from climafin.rules.tracing import Trace, missing_of


@dataclass(frozen=True, slots=True)
class Graded:
    """What grading came to.

    Attributes:
        low: the grade when unknowns go badly, or None in a pack without grades.
        high: the grade when unknowns go well, likewise.
        sub_grades: the grades of single groups.
        forces: every forcing line.
    """

    low: Label | None
    high: Label | None
    sub_grades: tuple[SubGradeResult, ...]
    forces: tuple[ForceResult, ...]


class Grading:
    """Grades one project.

    Args:
        pack: the pack.
        facts: what its expressions read.
        trace: what the lines rest on.
    """

    def __init__(self, pack: Pack, facts: Mapping[str, Answer], trace: Trace) -> None:
        self._pack = pack
        self._facts = facts
        self._trace = trace
        self._number = {grade.key: number for number, grade in enumerate(pack.grades)}

    def answer(self, low: int, high: int, groups: Mapping[str, Range], gates: Iterable[GateResult]) -> Graded:
        """Return the grade.

        Args:
            low: the total when unknowns go badly, in 1/100.
            high: the total when unknowns go well, in 1/100.
            groups: the points of every group, after its cap.
            gates: the answers of the gates.
        """
        grades = self._pack.grades
        if not grades:
            return Graded(None, None, (), ())
        parts = [(one, groups[one.group].low, groups[one.group].high) for one in self._pack.sub_grades]
        if self._pack.matrix:
            span = span_of_matrix(self._pack.matrix, parts)
        else:
            span = Span(number_of_total(grades, low), number_of_total(grades, high))
        span = self._fast_tracked(span, gates)
        forces = []
        for force in self._pack.forces:
            span, result = self._forced(span, force)
            forces.append(result)
        return Graded(
            grades[span.worst].label,
            grades[span.best].label,
            tuple(_sub_grade(one, low, high) for one, low, high in parts),
            tuple(forces),
        )

    def _fast_tracked(self, span: Span, gates: Iterable[GateResult]) -> Span:
        asked = {gate.rule_id: gate.grade for gate in self._pack.gates if gate.grade}
        for gate in gates:
            if gate.kind is GateKind.FAST_TRACK and gate.rule_id in asked:
                lifted = span.forced(self._number[asked[gate.rule_id]], How.AT_LEAST)
                if gate.outcome is Outcome.MET:
                    span = lifted
                elif gate.outcome is Outcome.UNKNOWN:
                    span = span.joined(lifted)
        return span

    def _forced(self, span: Span, force: Force) -> tuple[Span, ForceResult]:
        outcome, unknown = tested(force.applies, force.test, self._facts)
        if outcome is Outcome.MET and force.applies is not None and force.applies.answer(self._facts) is not True:
            outcome = Outcome.UNKNOWN  # it holds, but whether it applies cannot be told
            unknown = force.applies.answer(self._facts)  # type: ignore[assignment]  # neither True nor False
        after = span
        if outcome is Outcome.MET:
            after = span.forced(self._number[force.grade], force.how)
        elif outcome is Outcome.UNKNOWN:
            after = span.joined(span.forced(self._number[force.grade], force.how))
        rules = (force.applies, force.test)
        result = ForceResult(
            force.rule_id,
            force.title,
            outcome,
            self._pack.grades[self._number[force.grade]].label,
            force.how.value,
            changes=after != span,
            test=force.test.text,
            facts=self._trace.reads(rules),
            missing=missing_of(unknown),
            source=force.source,
        )
        return after, result


def _sub_grade(one: SubGrade, low: int, high: int) -> SubGradeResult:
    bands = one.bands
    return SubGradeResult(one.key, one.title, low, high, bands[one.band(low)].label, bands[one.band(high)].label)
