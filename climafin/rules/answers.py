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
