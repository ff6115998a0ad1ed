"""The marks of many projects as whole-number columns: what a weight slider and robustness draws work on.

Marks do not change when weights do, so they are worked out once (by either evaluator) and kept here; totals,
intervals, grades and order then cost about a millisecond for ten thousand projects. All arithmetic is that of
`weighing`, in whole numbers, and gives the same totals as `assess` to the last hundredth.

Under points scoring a weight is the most points a criterion can bring; with another one its points grow or shrink
in proportion, halves upward, and groups keep their caps. What can only take points off has no weight.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt

from climafin.rules.pack import FULL_WEIGHT
from climafin.rules.scales.shapes import FULL_MARKS
from climafin.rules.weighing import shared_out

Wholes = npt.NDArray[np.int64]
#: Rows worked on at a time: all criteria's points of a block stay in the processor's second cache.
BLOCK = 2_048
#: So few equal totals are put right one by one.
_FEW_TIES = 32


@dataclass(frozen=True, slots=True)
class ProjectMarks:
    """What the rules gave one project, before any weight.

    Attributes:
        uid: the project.
        low: marks of each criterion when unknowns go badly, in 1/100, in the sheet's order.
        high: marks when unknowns go well.
        ways: every set of criteria that may apply (one, unless a condition cannot be told), as the ids.
        weight_class: which set of weights holds for it; "" where the pack has one set for all.
        extra_low: extra points after their cap, in 1/100, when unknowns go badly.
        extra_high: extra points when unknowns go well.
    """

    uid: str
    low: Sequence[int]
    high: Sequence[int]
    ways: tuple[frozenset[str], ...]
    weight_class: str = ""
    extra_low: int = 0
    extra_high: int = 0


@dataclass(frozen=True, slots=True)
class MarkColumns:
    """The same as columns.

    Attributes:
        uids: the projects.
        low: marks when unknowns go badly, in 1/100, shape (criteria, projects).
        high: marks when unknowns go well.
        extra_low: extra points after their cap, shape (projects,).
        extra_high: extra points when unknowns go well.
        which: the place of each project's pattern in `patterns`.
        patterns: every set of criteria that may apply, and every class whose weights may hold.
    """

    uids: Sequence[str]
    low: npt.NDArray[np.int32]
    high: npt.NDArray[np.int32]
    extra_low: Wholes
    extra_high: Wholes
    which: npt.NDArray[np.integer]
    patterns: Sequence[tuple[tuple[frozenset[str], ...], tuple[str, ...]]]


@dataclass(frozen=True)
class WeightSet:
    """The weights of a pack's criteria.

    Attributes:
        ids: the criteria, in the sheet's order.
        groups: key of the group of each.
        weights: its weight in 1/10,000; together 10,000.
    """

    ids: tuple[str, ...]
    groups: tuple[str, ...]
    weights: tuple[int, ...]

    def shares(self, applying: Set[str]) -> dict[str, int]:
        """Return how the weights fall on the criteria that apply, as `weighing.weights` does, by id."""
        whole: dict[str, int] = {}
        members: dict[str, dict[str, int]] = {}
        for name, group, weight in zip(self.ids, self.groups, self.weights, strict=True):
            if name in applying and weight:
                members.setdefault(group, {})[name] = weight
            whole[group] = whole.get(group, 0) + weight
        alive = {group: whole[group] for group in members}
        found: dict[str, int] = {}
        for group, share in shared_out(FULL_WEIGHT, alive).items():
            found |= shared_out(share, members[group])
        return found

    @cached_property
    def row(self) -> Wholes:
        """The weights as one row, shape (1, criteria)."""
        return np.array([self.weights], dtype=np.int64)


@dataclass(frozen=True)
class Part:
    """Neighbouring rows for which the same criteria may apply under the same weights.

    Attributes:
        start: the first row.
        stop: the row after the last.
        ways: every set of criteria that may apply, as ids.
        classes: every class whose weights may hold; ("",) where the pack has one set for all.
    """

    start: int
    stop: int
    ways: tuple[frozenset[str], ...]
    classes: tuple[str, ...]


@dataclass(frozen=True)
class PointsScale:
    """What points scoring needs besides marks.

    Attributes:
        most: the most points of each criterion in the pack, in 1/100.
        caps: key of a group to the most its criteria bring together, in 1/100.
    """

    most: tuple[int, ...]
    caps: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals under one set of weights, in the sheet's order of rows.

    Attributes:
        low: the total when unknowns go badly, in 1/100 points, shape (projects,).
        high: the total when unknowns go well.
    """

    low: Wholes
    high: Wholes

    def order(self) -> tuple[Wholes, Wholes]:
        """Return rows from the best to the last, and each row's rank by its low total (1, 2, 2, 4)."""
        return ranked(self.low)


class MarkSheet:
    """Marks of many projects; rows are kept so that equal cases lie together, so use `uids` for their order."""

    def __init__(self, ids: Sequence[str], groups: Sequence[str], projects: Iterable[ProjectMarks]) -> None:
        """Take the marks.

        Args:
            ids: the criteria.
            groups: key of the group of each.
            projects: their marks.
        """
        self.ids = tuple(ids)
        self.groups = tuple(groups)
        rows = sorted(projects, key=lambda one: (one.weight_class, _ways_key(one.ways)))
        self.uids = tuple(one.uid for one in rows)
        self.low = _columns([one.low for one in rows], len(self.ids))
        self.high = _columns([one.high for one in rows], len(self.ids))
        self.extra_low = np.array([one.extra_low for one in rows], dtype=np.int64)
        self.extra_high = np.array([one.extra_high for one in rows], dtype=np.int64)
        self.parts = tuple(_parts(rows))
        self.scale: PointsScale | None = None

    @classmethod
    def of_columns(
        cls, ids: Sequence[str], groups: Sequence[str], columns: MarkColumns, scale: PointsScale | None = None
    ) -> "MarkSheet":
        """Return a sheet of marks that are columns already.

        Args:
            ids: the criteria.
            groups: key of the group of each.
            columns: their marks.
            scale: what points scoring needs; None under weights.
        """
        order = np.argsort(columns.which, kind="stable")
        sheet = cls(ids, groups, ())
        sheet.uids = tuple(columns.uids[row] for row in order.tolist())
        sheet.low, sheet.high = columns.low[:, order], columns.high[:, order]
        sheet.extra_low = columns.extra_low[order].astype(np.int64)
        sheet.extra_high = columns.extra_high[order].astype(np.int64)
        which = columns.which[order]
        edges = [0, *(np.flatnonzero(which[1:] != which[:-1]) + 1).tolist(), len(which)]
        spans = pairwise(edges) if len(which) else ()
        sheet.parts = tuple(Part(start, stop, *columns.patterns[which[start]]) for start, stop in spans)
        sheet.scale = scale
        return sheet

    def __len__(self) -> int:
        """Return how many projects there are."""
        return len(self.uids)

    def totals(self, sets: Mapping[str, WeightSet]) -> Totals:
        """Return the totals under weights.

        Args:
            sets: weight class to weights; projects of a class that is not there use the set of "".
        """
        low = np.empty(len(self), dtype=np.int64)
        high = np.empty(len(self), dtype=np.int64)
        for part in self.parts:
            for turn, (weight_class, way) in enumerate(product(part.classes, part.ways)):
                shares = self._shares(sets.get(weight_class, sets[""]), way)
                self._add_way(part, shares, (low, high), is_first=turn == 0)
        return Totals(low + self.extra_low, high + self.extra_high)

    def _shares(self, chosen: WeightSet, way: Set[str]) -> npt.NDArray[np.int32]:
        if self.scale is None:
            by_id = chosen.shares(way)
        else:
            by_id = {name: weight for name, weight in zip(chosen.ids, chosen.weights, strict=True) if name in way}
        return np.array([by_id.get(name, -1 if self.scale else 0) for name in self.ids], dtype=np.int32)

    def _add_way(
        self, part: Part, shares: npt.NDArray[np.int32], ends: tuple[Wholes, Wholes], *, is_first: bool
    ) -> None:
        for start in range(part.start, part.stop, BLOCK):
            stop = min(start + BLOCK, part.stop)
            low, high = self._block(start, stop, shares)
            if is_first:
                ends[0][start:stop], ends[1][start:stop] = low, high
            else:
                np.minimum(ends[0][start:stop], low, out=ends[0][start:stop])
                np.maximum(ends[1][start:stop], high, out=ends[1][start:stop])

    def _block(
        self, start: int, stop: int, shares: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        if self.scale is not None:
            ends = self.low[:, start:stop], self.high[:, start:stop]
            return self._points(ends[0], shares, self.scale), self._points(ends[1], shares, self.scale)
        doubled = 2 * shares[:, None]
        return _summed(self.low[:, start:stop], doubled), _summed(self.high[:, start:stop], doubled)

    def _points(
        self, marks: npt.NDArray[np.int32], most: npt.NDArray[np.int32], scale: PointsScale
    ) -> npt.NDArray[np.int32]:
        """Return points under points scoring; a weight below 0 says that the criterion does not apply."""
        found = np.zeros(marks.shape[1], dtype=np.int64)
        by_group: dict[str, Wholes] = {}
        for row, weight, own, group in zip(marks, most.tolist(), scale.most, self.groups, strict=True):
            if weight < 0:
                continue
            points = row.astype(np.int64)
            if own and weight != own:
                points = (2 * points * weight + own) // (2 * own)
            kept = by_group.get(group)
            by_group[group] = points if kept is None else kept + points
        for group, points in by_group.items():
            found += np.minimum(points, scale.caps[group]) if group in scale.caps else points
        return found.astype(np.int32)


def _summed(marks: npt.NDArray[np.int32], doubled: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return the sum of each column's points as `weighing.points` rounds them; products stay far below 2^31."""
    points = marks * doubled
    points += np.int32(FULL_MARKS)
    points //= np.int32(2 * FULL_MARKS)
    found: npt.NDArray[np.int32] = np.add.reduce(points, axis=0, dtype=np.int32)
    return found


def _columns(rows: list[Sequence[int]], width: int) -> npt.NDArray[np.int32]:
    if not rows:
        return np.zeros((width, 0), dtype=np.int32)
    return np.ascontiguousarray(np.array(rows, dtype=np.int32).reshape(len(rows), width).T)


def _ways_key(ways: tuple[frozenset[str], ...]) -> list[list[str]]:
    return sorted(sorted(way) for way in ways)


def _parts(rows: list[ProjectMarks]) -> Iterable[Part]:
    start = 0
    for at in range(1, len(rows) + 1):
        first = rows[start]
        same = at < len(rows) and rows[at].weight_class == first.weight_class
        if same and set(rows[at].ways) == set(first.ways):
            continue
        yield Part(start, at, first.ways, (first.weight_class,))
        start = at


def drawn_shares(weights: Wholes, base: WeightSet, applying: Set[str]) -> Wholes:
    """Return `WeightSet.shares` for many rows of weights at once.

    Args:
        weights: whole 1/10,000, shape (draws, criteria).
        base: what the columns mean.
        applying: ids of the criteria that apply.

    Returns:
        Shares, shape (draws, criteria); each row adds up to 10,000, or to 0 when nothing with weight applies.
    """
    keys = sorted(dict.fromkeys(base.groups))
    members = [np.array([group == key for group in base.groups], dtype=np.bool_) for key in keys]
    alive = np.where(np.array([name in applying for name in base.ids], dtype=np.bool_), weights, 0)
    whole_groups = np.stack([weights[:, of].sum(axis=1) for of in members], axis=1)
    living = np.stack([alive[:, of].sum(axis=1) for of in members], axis=1) > 0
    full = np.full(len(weights), FULL_WEIGHT, dtype=np.int64)
    group_shares = _shared_out(full, np.where(living, whole_groups, 0), keys)
    found = np.zeros_like(weights)
    for at, of in enumerate(members):
        names = [name for name, inside in zip(base.ids, of.tolist(), strict=True) if inside]
        found[:, of] = _shared_out(group_shares[:, at], alive[:, of], names)
    return found


def _shared_out(whole: Wholes, parts: Wholes, names: Sequence[str]) -> Wholes:
    """Return `weighing.shared_out` for each row: largest remainders get what is left, ties by name."""
    total = parts.sum(axis=1, keepdims=True)
    safe = np.maximum(total, 1)
    scaled = whole[:, None] * parts
    found: Wholes = scaled // safe
    left = np.where(total[:, 0] > 0, whole - found.sum(axis=1), 0)
    if not left.any():
        return found
    place = np.argsort(np.argsort(np.array(names), kind="stable"), kind="stable")
    keys = np.where(parts > 0, (scaled % safe) * len(names) + (len(names) - 1 - place), -1)
    ranks = np.argsort(np.argsort(-keys, axis=1, kind="stable"), axis=1, kind="stable")
    found += ranks < left[:, None]
    return found


def ranked(totals: Wholes) -> tuple[Wholes, Wholes]:
    """Return rows from the highest total to the lowest and each row's rank, equal for equal totals (1, 2, 2, 4).

    Row and total are packed into one number and sorted: no two keys are equal, so the order of equal totals
    is that of the rows on every machine.
    """
    count = len(totals)
    bits = max(1, count.bit_length())
    rows = np.arange(count, dtype=np.int64)
    keys = totals << bits
    np.subtract(rows, keys, out=keys)
    keys.sort()
    order = keys & ((1 << bits) - 1)
    keys >>= bits
    places = rows + 1
    ties = np.flatnonzero(keys[1:] == keys[:-1]) + 1
    if len(ties) > _FEW_TIES:
        places[ties] = 0
        np.maximum.accumulate(places, out=places)
    else:
        for tie in ties.tolist():
            places[tie] = places[tie - 1]
    ranks = np.empty(count, dtype=np.int64)
    ranks[order] = places
    return order, ranks


def grades_of(totals: Wholes, starts: Sequence[int]) -> npt.NDArray[np.int8]:
    """Return the place of each total's grade among `starts`.

    Args:
        totals: in 1/100 points.
        starts: where grades begin in 1/100 points, from the best; the last grade has none and is not listed.

    Returns:
        0 for the best grade … len(starts) for the lowest; a total on a line has the better grade.
    """
    found = np.full(len(totals), len(starts), dtype=np.int8)
    for start in starts:
        found -= (totals >= start).astype(np.int8)
    return found
