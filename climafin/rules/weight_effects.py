"""What the weights of a pack do in a library: effective weights, criteria alike, and where neighbours swap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from climafin.rules.mark_sheet import MarkSheet, WeightSet, Wholes, drawn_shares
from climafin.rules.pack import FULL_WEIGHT
from climafin.rules.weighing import shared_out


@dataclass(frozen=True, slots=True)
class EffectiveWeight:
    """The weight a criterion has on paper and in effect.

    Attributes:
        rule_id: the criterion.
        nominal: its weight, 0 to 1.
        effective: its share of the spread of the totals: covariance of its points with the total over the
            variance of the total; all together 1; None when all totals are equal.
    """

    rule_id: str
    nominal: float
    effective: float | None


@dataclass(frozen=True, slots=True)
class Swap:
    """The nearest weight at which two neighbours of the ranking change places.

    Attributes:
        ahead: the project that is ahead under the pack's weights.
        behind: the one behind it.
        rule_id: the criterion whose weight is changed, all others keeping their proportions.
        weight: its weight in the pack, in 1/10,000.
        swap_at: the weight nearest to it, in 1/10,000, at which the second leads.
    """

    ahead: str
    behind: str
    rule_id: str
    weight: int
    swap_at: int


def effective_weights(sheet: MarkSheet, base: WeightSet) -> tuple[EffectiveWeight, ...]:
    """Return nominal beside effective weight of every criterion, from the low points of the projects."""
    points = _points(sheet, base)
    total = points.sum(axis=0)
    spread = float(total.var()) if len(sheet) else 0.0
    found = []
    for at, name in enumerate(base.ids):
        together = float(np.mean((points[at] - points[at].mean()) * (total - total.mean()))) if spread else 0.0
        found.append(EffectiveWeight(name, base.weights[at] / FULL_WEIGHT, together / spread if spread else None))
    return tuple(found)


def correlations(sheet: MarkSheet) -> npt.NDArray[np.float64]:
    """Return Pearson's correlation of the low marks of every two criteria, shape (criteria, criteria).

    A criterion whose marks are all equal has no correlation: NaN.
    """
    marks = sheet.low.astype(np.float64)
    count = max(marks.shape[1], 1)
    marks -= marks.mean(axis=1, keepdims=True) if marks.shape[1] else 0.0
    spread = np.sqrt((marks * marks).sum(axis=1) / count)
    together = marks @ marks.T / count
    with np.errstate(invalid="ignore", divide="ignore"):
        found: npt.NDArray[np.float64] = together / np.outer(spread, spread)
    return np.clip(found, -1.0, 1.0)


def _points(sheet: MarkSheet, base: WeightSet) -> npt.NDArray[np.float64]:
    found = np.empty(sheet.low.shape, dtype=np.float64)
    for part in sheet.parts:
        shares = drawn_shares(base.row, base, part.ways[0])[0]
        found[:, part.start : part.stop] = sheet.low[:, part.start : part.stop] * shares[:, None]
    return found


def swaps(sheet: MarkSheet, base: WeightSet, most: int) -> tuple[Swap, ...]:
    """Return where neighbours of the first `most` ranks swap: the criterion nearest to it for each pair.

    Every weight from 0 to 100 % in steps of 1 % is tried, then the last step is halved down to 1/10,000,
    so the answer is a weight that can be typed into the pack.
    """
    order, ranks = sheet.totals({"": base}).order()
    pairs = [(ahead, behind) for ahead, behind in pairwise(order[:most].tolist()) if ranks[ahead] != ranks[behind]]
    nearest: dict[tuple[int, int], Swap] = {}
    for at in range(len(base.ids)):
        for pair, weight in _swaps_by(sheet, base, at, pairs).items():
            found = Swap(sheet.uids[pair[0]], sheet.uids[pair[1]], base.ids[at], base.weights[at], weight)
            best = nearest.get(pair)
            if best is None or abs(weight - found.weight) < abs(best.swap_at - best.weight):
                nearest[pair] = found
    return tuple(nearest[pair] for pair in pairs if pair in nearest)


def _swaps_by(
    sheet: MarkSheet, base: WeightSet, at: int, pairs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Return, for the pairs that swap when one criterion's weight changes, the weight nearest to the pack's."""
    tried = sorted({*range(0, FULL_WEIGHT + 1, 100), base.weights[at]})
    rows = np.array([_with_weight(base, at, weight) for weight in tried], dtype=np.int64)
    here = tried.index(base.weights[at])
    found: dict[tuple[int, int], int] = {}
    for pair in pairs:
        lead = _lead(sheet, base, rows, pair)
        behind = np.flatnonzero(lead < 0)
        if not len(behind):
            continue
        beyond = int(behind[np.argmin(np.abs(behind - here))])
        before = beyond + (1 if beyond < here else -1)
        found[pair] = _halved(sheet, base, at, pair, (tried[before], tried[beyond]))
    return found


def _halved(sheet: MarkSheet, base: WeightSet, at: int, pair: tuple[int, int], ends: tuple[int, int]) -> int:
    stays, swapped = ends
    while abs(swapped - stays) > 1:
        middle = (stays + swapped) // 2
        rows = np.array([_with_weight(base, at, middle)], dtype=np.int64)
        if _lead(sheet, base, rows, pair)[0] < 0:
            swapped = middle
        else:
            stays = middle
    return swapped


def _with_weight(base: WeightSet, at: int, weight: int) -> list[int]:
    others = {name: kept for name, kept in zip(base.ids, base.weights, strict=True) if name != base.ids[at]}
    shared = shared_out(FULL_WEIGHT - weight, others)
    return [weight if name == base.ids[at] else shared.get(name, 0) for name in base.ids]


def _lead(sheet: MarkSheet, base: WeightSet, rows: Wholes, pair: tuple[int, int]) -> Wholes:
    """Return by how much the first of two projects leads under each row of weights, in 1/1,000,000 points."""
    ends = []
    for row in pair:
        part = next(part for part in sheet.parts if part.start <= row < part.stop)
        ways = [drawn_shares(rows, base, way) @ sheet.low[:, row].astype(np.int64) for way in part.ways]
        ends.append(np.min(np.stack(ways), axis=0) + sheet.extra_low[row] * FULL_WEIGHT)
    found: Wholes = ends[0] - ends[1]
    return found
