"""How firmly a ranking stands: what happens to ranks and grades when the weights are drawn at random.

Stochastic multicriteria acceptability analysis (SMAA-2: Lahdelma and Salminen, Operations Research 49(3),
2001, 444–454), said for a whole library: bands of ranks, shares of draws, never a pairwise table.
Ranks rest on the low totals, as the ranking itself does. Within draws points are not rounded to hundredths:
totals are whole 1/1,000,000 points, exact inside 64-bit floats, so equal totals share a rank (1, 2, 2, 4).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from climafin.rules.draw_plan import DrawPlan
from climafin.rules.mark_sheet import MarkSheet, WeightSet, Wholes, drawn_shares, ranked
from climafin.rules.weight_draws import GENERATOR, drawn_weights

#: Draws worked on at a time: their totals stay in the processor's cache.
CHUNK = 32
#: One hundredth of a point in the units of a draw's total.
_POINT = 10_000
_LOW_SHARE, _HIGH_SHARE = 5, 95
#: Projects whose ranks are turned and sorted at a time.
_TURNED = 512


@dataclass(frozen=True, slots=True)
class Standing:
    """How one project stood in the draws.

    Attributes:
        uid: the project.
        rank: its rank under the pack's own weights.
        mean: its mean rank.
        best: its best rank in any draw.
        worst: its worst.
        low: the rank that 5 % of the draws reach or better.
        high: the rank that 95 % of the draws reach or better.
        top_share: share of the draws in the first `top`, 0 to 1.
        grade_shares: share of the draws with each grade, best grade first, 0 to 1.
    """

    uid: str
    rank: int
    mean: float
    best: int
    worst: int
    low: int
    high: int
    top_share: float
    grade_shares: tuple[float, ...]


@dataclass(frozen=True)
class Robustness:
    """The result of a robustness run; the same sheet, weights and plan give the same result on every machine.

    Attributes:
        plan: what was drawn.
        generator: the generator of random bits.
        top: how many first places are counted in `top_shares`.
        uids: the projects, from the best rank to the last.
        ranks: rank under the pack's own weights, best, low (5 %), high (95 %) and worst rank in the draws,
            shape (projects, 5).
        means: mean rank, shape (projects,).
        top_shares: share of the draws in the first `top`, shape (projects,).
        grade_shares: share of the draws with each grade, best first, shape (projects, grades).
    """

    plan: DrawPlan
    top: int
    uids: tuple[str, ...]
    ranks: Wholes
    means: npt.NDArray[np.float64]
    top_shares: npt.NDArray[np.float64]
    grade_shares: npt.NDArray[np.float64]
    generator: str = field(default=GENERATOR)

    def standing(self, at: int) -> Standing:
        """Return one project's standing, by its place in `uids`."""
        rank, best, low, high, worst = self.ranks[at].tolist()
        shares = tuple(self.grade_shares[at].tolist())
        mean, top_share = float(self.means[at]), float(self.top_shares[at])
        return Standing(self.uids[at], rank, mean, best, worst, low, high, top_share, shares)

    def standard_error(self, share: float) -> float:
        """Return the sampling error (one standard deviation) of a share seen in the draws."""
        return math.sqrt(share * (1 - share) / self.plan.draws)

    @property
    def largest_error(self) -> float:
        """The sampling error of a share of one half, the largest there is."""
        return self.standard_error(0.5)


def robustness(
    sheet: MarkSheet,
    base: WeightSet,
    plan: DrawPlan,
    *,
    top: int,
    grade_starts: Sequence[int],
    step: Callable[[int, int], None] | None = None,
) -> Robustness:
    """Draw weights and see where every project stands.

    Args:
        sheet: the marks of the ranked projects.
        base: the pack's own weights.
        plan: what to draw.
        top: how many first places to count.
        grade_starts: where grades begin in 1/100 points, from the best; the lowest is not listed.
        step: told draws done and draws in all; may raise to stop.
    """
    weights = drawn_weights(base, plan)
    counting = _Counting(len(sheet), plan.draws, top, grade_starts)
    totals = _DrawTotals(sheet, base, weights)
    for start in range(0, plan.draws, CHUNK):
        stop = min(start + CHUNK, plan.draws)
        counting.take(totals.between(start, stop), start)
        if step is not None:
            step(stop, plan.draws)
    order, ranks = sheet.totals({"": base}).order()
    bands, means, tops = counting.bands()
    return Robustness(
        plan,
        top,
        tuple(sheet.uids[row] for row in order.tolist()),
        np.column_stack([ranks, bands])[order],
        means[order],
        tops[order],
        counting.grade_shares()[order],
    )


class _DrawTotals:
    """Low totals of all projects for a range of draws."""

    def __init__(self, sheet: MarkSheet, base: WeightSet, weights: Wholes) -> None:
        self._sheet = sheet
        self._extra = sheet.extra_low.astype(np.float64) * _POINT
        self._shares = [
            [drawn_shares(weights, base, way).astype(np.float64) for way in part.ways] for part in sheet.parts
        ]
        self._marks = [
            np.ascontiguousarray(sheet.low[:, part.start : part.stop].astype(np.float64)) for part in sheet.parts
        ]

    def between(self, start: int, stop: int) -> npt.NDArray[np.float64]:
        """Return totals in 1/1,000,000 points, shape (draws, projects); sums stay whole, far below 2^53."""
        found = np.empty((stop - start, len(self._sheet)), dtype=np.float64)
        for part, ways, marks in zip(self._sheet.parts, self._shares, self._marks, strict=True):
            piece = found[:, part.start : part.stop]
            np.matmul(ways[0][start:stop], marks, out=piece)
            for shares in ways[1:]:
                np.minimum(piece, shares[start:stop] @ marks, out=piece)
        found += self._extra
        return found


class _Counting:
    """Adds up what the draws show."""

    def __init__(self, count: int, draws: int, top: int, starts: Sequence[int]) -> None:
        self._draws = draws
        self._top = top
        self._starts = [start * _POINT for start in starts]
        self._ranks = np.empty((draws, count), dtype=np.uint16 if count < 2**16 else np.uint32)
        self._reached = np.zeros((len(starts), count), dtype=np.int64)

    def take(self, totals: npt.NDArray[np.float64], start: int) -> None:
        for at, row in enumerate(totals.astype(np.int64)):
            self._ranks[start + at] = ranked(row)[1]
        for grade, begins in enumerate(self._starts):
            reached = totals >= begins
            # A chunk has fewer draws than a byte counts.
            self._reached[grade] += np.add.reduce(reached.view(np.uint8), axis=0, dtype=np.uint8)

    def bands(self) -> tuple[Wholes, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return best, 5 %, 95 % and worst rank, mean rank, and the share of draws in the top, by project."""
        at = [0, math.ceil(self._draws * _LOW_SHARE / 100) - 1, math.ceil(self._draws * _HIGH_SHARE / 100) - 1, -1]
        count = self._ranks.shape[1]
        bands = np.empty((count, len(at)), dtype=np.int64)
        means = self._ranks.sum(axis=0, dtype=np.int64) / self._draws
        tops = np.count_nonzero(self._ranks <= self._top, axis=0) / self._draws
        for start in range(0, count, _TURNED):
            block = np.ascontiguousarray(self._ranks[:, start : start + _TURNED].T)
            block.sort(axis=1)
            bands[start : start + _TURNED] = block[:, at]
        return bands, means, tops

    def grade_shares(self) -> npt.NDArray[np.float64]:
        """Return the share of the draws with each grade, best first, shape (projects, grades)."""
        ends = np.zeros((1, self._ranks.shape[1]), dtype=np.int64)
        reached = np.vstack([ends, self._reached, ends + self._draws])
        found: npt.NDArray[np.float64] = (reached[1:] - reached[:-1]).T / self._draws
        return found
