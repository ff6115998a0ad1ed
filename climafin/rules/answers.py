"""The answers of a pack for many projects, as columns; from them the marks that weights are tried on.

All arrays have one entry per project, in the order of `uids`. Points and marks are whole 1/100.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from climafin.domain.assessment import Outcome
from climafin.domain.verdict import Verdict
from climafin.expression.answers import Reason
from climafin.expression.block_terms import REASONS
from climafin.rules.block_scales import NO_CLAUSE, Layout
from climafin.rules.block_totals import Pattern
from climafin.rules.mark_sheet import MarkColumns, MarkSheet, PointsScale, WeightSet
from climafin.rules.pack import Pack, Scoring

Small = npt.NDArray[np.int8]
Totals = npt.NDArray[np.int32]
Words = npt.NDArray[np.int32] | npt.NDArray[np.int64]

#: What the numbers of a gate's column mean.
OUTCOMES = {-1: Outcome.NOT_MET, 0: Outcome.UNKNOWN, 1: Outcome.MET, 2: Outcome.NOT_APPLICABLE}
#: What the numbers of the verdicts mean.
VERDICTS = (Verdict.ELIGIBLE, Verdict.UNDECIDED, Verdict.REFUSED)
#: The clause of a criterion that does not count for a project.
ASIDE = -101


class Detail(IntEnum):
    """How much is kept of every project."""

    TOTALS = 0
    LINES = 1
    MARKS = 2


def reason_of_clause(clause: int) -> Reason | None:
    """Return why a clause tells that something is unknown; None when it tells something else."""
    return REASONS[-1 - clause] if NO_CLAUSE < clause < 0 else None


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion or bonus item for all projects.

    Attributes:
        rule_id: its id.
        points_low: points when unknowns go badly.
        points_high: points when unknowns go well.
        clause: the band that decided, from 0; below zero the number of a reason (`reason_of_clause`), `NO_CLAUSE`
            where no single clause decided, `ASIDE` where it does not count.
    """

    rule_id: str
    points_low: npt.NDArray[np.signedinteger]
    points_high: npt.NDArray[np.signedinteger]
    clause: Small


@dataclass(frozen=True)
class Answers:
    """What a pack says of many projects.

    Attributes:
        uids: the projects.
        gates: ids of the gates, in the pack's order.
        lines: ids of criteria and bonus items, in the pack's order.
        verdict: places in `VERDICTS`.
        total_low: the total when unknowns go badly.
        total_high: the total when unknowns go well.
        maximum: the most there are, extra points among them.
        grade_low: place of the grade when unknowns go badly in the pack's grades; -1 where refused or without grades.
        grade_high: place of the grade when unknowns go well.
        statuses: `OUTCOMES` by gate, shape (gates, projects); without rows when only totals were asked for.
        clauses: clauses, shape (lines, projects); likewise.
        words: fewest and most points as one word, shape (lines, projects); likewise.
        marks: fewest and most marks as one word, shape (criteria, projects), when marks were asked for.
        patterns: what may apply, when marks were asked for.
        which: the place of each project's pattern in `patterns`, when marks were asked for.
        extra_low: extra points after their cap when unknowns go badly.
        extra_high: extra points when unknowns go well.
        layout: how two numbers stand in a word.
    """

    uids: Sequence[str]
    gates: tuple[str, ...]
    lines: tuple[str, ...]
    verdict: Small
    total_low: Totals
    total_high: Totals
    maximum: Totals
    grade_low: Small
    grade_high: Small
    statuses: Small
    clauses: Small
    words: Words
    marks: Words
    patterns: Sequence[Pattern]
    which: Totals
    extra_low: Totals
    extra_high: Totals
    layout: Layout

    def __len__(self) -> int:
        """Return how many projects there are."""
        return len(self.uids)

    def line(self, rule_id: str) -> Line:
        """Return one criterion or bonus item."""
        at = self.lines.index(rule_id)
        pairs = self.layout.halves(self.words[at])
        return Line(rule_id, pairs[:, 0], pairs[:, 1], self.clauses[at])

    def status(self, gate: str) -> Small:
        """Return the outcomes of one gate, as `OUTCOMES` says."""
        found: Small = self.statuses[self.gates.index(gate)]
        return found


def mark_sheet_of(answers: Answers, pack: Pack) -> MarkSheet:
    """Return the marks that other weights are tried on, of answers that were asked for with their marks.

    Args:
        answers: the answers, in `Detail.MARKS`.
        pack: the pack they come from.
    """
    pairs = answers.layout.halves(answers.marks.reshape(-1)).reshape(*answers.marks.shape, 2).astype(np.int32)
    columns = MarkColumns(
        answers.uids,
        np.ascontiguousarray(pairs[..., 0]),
        np.ascontiguousarray(pairs[..., 1]),
        answers.extra_low.astype(np.int64),
        answers.extra_high.astype(np.int64),
        answers.which,
        [(one.applying, one.classes) for one in answers.patterns],
    )
    scale = None
    if pack.scoring is Scoring.POINTS:
        caps = {group.key: group.cap for group in pack.groups if group.cap is not None}
        scale = PointsScale(tuple(one.weight for one in pack.criteria), caps)
    ids = [one.rule_id for one in pack.criteria]
    return MarkSheet.of_columns(ids, [one.group for one in pack.criteria], columns, scale)


def weight_sets_of(pack: Pack) -> dict[str, WeightSet]:
    """Return the pack's own weights, and those of every class, by class; the pack's own under ""."""
    ids, groups = tuple(one.rule_id for one in pack.criteria), tuple(one.group for one in pack.criteria)
    found = {"": WeightSet(ids, groups, tuple(one.weight for one in pack.criteria))}
    for answer, row in ({} if pack.weight_table is None else pack.weight_table.rows).items():
        found[answer] = WeightSet(ids, groups, tuple(row.get(rule_id, 0) for rule_id in ids))
    return found
