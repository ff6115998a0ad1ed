"""Grades in blocks: by the total or by a matrix of sub-grades, then what forces a grade; the rules are `grading`'s."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from climafin.domain.assessment import GateKind
from climafin.expression.block_terms import Pair, TruthNode
from climafin.expression.blocks import BlockCompiler
from climafin.expression.columns import Array, Block
from climafin.rules.grading import How, SubGrade
from climafin.rules.pack import Pack

Small = npt.NDArray[np.int8]


class BlockGrading:
    """The grades of a pack."""

    def __init__(self, pack: Pack, compiler: BlockCompiler) -> None:
        self._pack = pack
        self._number = {grade.key: number for number, grade in enumerate(pack.grades)}
        self._forces = [
            (
                force,
                None if force.applies is None else compiler.truth(force.applies.term),
                compiler.truth(force.test.term),
            )
            for force in pack.forces
        ]
        self._matrix = _matrix_table(pack.sub_grades, pack.matrix) if pack.matrix else None
        keys = [group.key for group in pack.groups]
        self._groups = [keys.index(one.group) for one in pack.sub_grades]

    @property
    def needs_groups(self) -> bool:
        """Whether the points of groups are looked at."""
        return self._matrix is not None

    def grades(
        self, block: Block, low: Array, high: Array, groups: Array | None, gates: Mapping[str, Pair]
    ) -> tuple[Small, Small]:
        """Return the place of each row's grade when unknowns go badly, and when they go well.

        Args:
            block: the rows.
            low: totals when unknowns go badly, in 1/100.
            high: totals when unknowns go well.
            groups: points of groups after their caps, shape (groups, rows, 2), where they are needed.
            gates: of fast tracks: where they are met, and where they are met or open.
        """
        if self._matrix is not None and groups is not None:
            worst, best = self._by_matrix(groups)
        else:
            worst, best = self._by_total(low), self._by_total(high)
        for gate in self._pack.gates:
            if gate.kind is GateKind.FAST_TRACK and gate.grade:
                worst, best = _forced(worst, best, self._number[gate.grade], How.AT_LEAST, gates[gate.rule_id])
        for force, scope, test in self._forces:
            found = _force_state(block, scope, test)
            worst, best = _forced(worst, best, self._number[force.grade], force.how, found)
        return worst, best

    def _by_total(self, totals: Array) -> Small:
        found = np.zeros(len(totals), dtype=np.int8)
        reached = np.empty(len(totals), dtype=np.bool_)
        for grade in self._pack.grades:
            if grade.start is None:
                break
            np.less(totals, grade.start, out=reached)
            found += reached.view(np.int8)
        return found

    def _by_matrix(self, groups: Array) -> tuple[Small, Small]:
        assert self._matrix is not None  # its caller looked
        place = np.zeros(groups.shape[1], dtype=np.intp)
        for one, group in zip(self._pack.sub_grades, self._groups, strict=True):
            for end in (0, 1):
                place = place * len(one.bands) + _bands(one, groups[group][:, end])
        return self._matrix[0].take(place), self._matrix[1].take(place)


def _bands(one: SubGrade, points: Array) -> Array:
    found = np.zeros(len(points), dtype=np.intp)
    for number, band in enumerate(one.bands):
        if band.start is not None:
            reached = points >= band.start if band.is_closed else points > band.start
            found = np.where(reached, number, found)
    return found


def _matrix_table(sub_grades: Sequence[SubGrade], matrix: Mapping[tuple[str, ...], int]) -> tuple[Small, Small]:
    """Return the worst and the best grade for every range of bands of every sub-grade; 0 for ranges that cannot be."""
    axes = [range(len(one.bands)) for one in sub_grades for _ in (0, 1)]
    worst, best = [], []
    for place in product(*axes):
        pairs = list(zip(place[::2], place[1::2], strict=True))
        if any(low > high for low, high in pairs):
            worst.append(0)
            best.append(0)
            continue
        ways = product(
            *(
                [band.key for band in one.bands[low : high + 1]]
                for one, (low, high) in zip(sub_grades, pairs, strict=True)
            )
        )
        found = [matrix[way] for way in ways]
        worst.append(max(found))
        best.append(min(found))
    return np.array(worst, dtype=np.int8), np.array(best, dtype=np.int8)


def _force_state(block: Block, scope: TruthNode | None, test: TruthNode) -> Pair:
    """Return where a line surely forces, and where it may."""
    yes, no = test.value(block)
    if scope is None:
        return yes, ~no
    inside, out = scope.value(block)
    return yes & inside, ~out & ~(no & inside)


def _forced(worst: Small, best: Small, grade: int, how: How, state: Pair) -> tuple[Small, Small]:
    surely, maybe = state
    number = np.int8(grade)
    if how is How.SET:
        ends = np.full_like(worst, number), np.full_like(best, number)
    else:
        join = np.maximum if how is How.AT_MOST else np.minimum
        ends = join(worst, number), join(best, number)
    joined = np.maximum(worst, ends[0]), np.minimum(best, ends[1])
    return (
        np.where(surely, ends[0], np.where(maybe, joined[0], worst)),
        np.where(surely, ends[1], np.where(maybe, joined[1], best)),
    )
