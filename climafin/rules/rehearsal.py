"""What another edition, or another pack, would do to a library: who moves, who falls out, and by which rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from climafin.base.messages import Label
from climafin.domain.assessment import Assessment, CriterionResult, GateResult, Outcome
from climafin.domain.verdict import Verdict
from climafin.rules.mark_sheet import ranked


@dataclass(frozen=True, slots=True)
class Side:
    """Where a project stands under one pack.

    Attributes:
        verdict: the gates together.
        total_low: the total when unknowns go badly, in 1/100 points.
        total_high: the total when unknowns go well.
        grade_low: the grade of the low total, or None when refused.
        grade_high: the grade of the high total, or None when refused.
        rank: its place among the eligible (1, 2, 2, 4); None when it is not eligible.
    """

    verdict: Verdict
    total_low: int
    total_high: int
    grade_low: Label | None
    grade_high: Label | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Cause:
    """One rule that answers otherwise.

    Attributes:
        rule_id: the rule.
        title: its name, of the later pack if it is there.
        before: its outcome under the earlier pack; None when that pack has no such rule.
        after: its outcome under the later pack; None when that pack has no such rule.
        points: how many points more (or, below zero, fewer) it gives when unknowns go badly, in 1/100.
    """

    rule_id: str
    title: Label
    before: Outcome | None
    after: Outcome | None
    points: int


@dataclass(frozen=True, slots=True)
class Move:
    """One project under both packs, with the rules behind the difference, the weightiest first."""

    uid: str
    before: Side
    after: Side
    causes: tuple[Cause, ...]

    @property
    def falls_out(self) -> bool:
        """It was not refused and would be."""
        return self.after.verdict is Verdict.REFUSED and self.before.verdict is not Verdict.REFUSED

    @property
    def comes_in(self) -> bool:
        """It was refused and would no longer be."""
        return self.before.verdict is Verdict.REFUSED and self.after.verdict is not Verdict.REFUSED

    @property
    def changes_grade(self) -> bool:
        """Its grade, or the range of it, would be another."""
        return (self.before.grade_low, self.before.grade_high) != (self.after.grade_low, self.after.grade_high)

    @property
    def changes_score(self) -> bool:
        """Its score, or the range of it, would be another."""
        return (self.before.total_low, self.before.total_high) != (self.after.total_low, self.after.total_high)

    @property
    def climbs(self) -> int | None:
        """How many places it would climb (below zero: fall); None when it is not ranked on both sides."""
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank

    @property
    def is_still(self) -> bool:
        """Nothing about it would change."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A whole library under both packs, in the order of the later ranking; those not ranked come last."""

    moves: tuple[Move, ...]

    @property
    def moved(self) -> tuple[Move, ...]:
        """The projects of which something would change."""
        return tuple(move for move in self.moves if not move.is_still)


def rehearse(before: Mapping[str, Assessment], after: Mapping[str, Assessment]) -> Rehearsal:
    """Return what changes between two answers for the same projects.

    Args:
        before: project to its assessment under the earlier pack or edition.
        after: the same projects under the later one.
    """
    ranks_before, ranks_after = _ranks(before), _ranks(after)
    moves = [
        Move(
            uid,
            _side(before[uid], ranks_before.get(uid)),
            _side(after[uid], ranks_after.get(uid)),
            _causes(before[uid], after[uid]),
        )
        for uid in after
    ]
    order = (Verdict.ELIGIBLE, Verdict.UNDECIDED, Verdict.REFUSED)
    moves.sort(key=lambda move: (order.index(move.after.verdict), -move.after.total_low, move.uid))
    return Rehearsal(tuple(moves))


def _ranks(answers: Mapping[str, Assessment]) -> dict[str, int]:
    eligible = [uid for uid, answer in answers.items() if answer.verdict is Verdict.ELIGIBLE]
    totals = np.array([answers[uid].total_low for uid in eligible], dtype=np.int64)
    return dict(zip(eligible, ranked(totals)[1].tolist(), strict=True))


def _side(answer: Assessment, rank: int | None) -> Side:
    return Side(answer.verdict, answer.total_low, answer.total_high, answer.grade_low, answer.grade_high, rank)


_Results = Mapping[str, GateResult | CriterionResult]


def _causes(before: Assessment, after: Assessment) -> tuple[Cause, ...]:
    earlier, later = _results(before), _results(after)
    found = []
    for rule_id in dict.fromkeys([*later, *earlier]):
        old, new = earlier.get(rule_id), later.get(rule_id)
        points = _points(new) - _points(old)
        outcomes = (None if old is None else old.outcome, None if new is None else new.outcome)
        if points or outcomes[0] is not outcomes[1]:
            told = new if new is not None else old
            assert told is not None  # every id is of one of the two
            found.append(Cause(rule_id, told.title, *outcomes, points))
    return tuple(sorted(found, key=lambda cause: (cause.rule_id not in _decisive(earlier, later), -abs(cause.points))))


def _results(answer: Assessment) -> _Results:
    lines: Iterable[GateResult | CriterionResult] = (*answer.gates, *answer.criteria)
    return {line.rule_id: line for line in lines}


def _points(line: GateResult | CriterionResult | None) -> int:
    return line.points_low if isinstance(line, CriterionResult) else 0


def _decisive(earlier: _Results, later: _Results) -> set[str]:
    """Return the gates, which decide before any points do."""
    return {rule_id for lines in (earlier, later) for rule_id, line in lines.items() if isinstance(line, GateResult)}
