"""Scales in blocks that are put together of conditions, counts and other scales."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from climafin.expression.block_terms import TOO_LARGE, Bits, NumberNode, PlaceNode, TruthNode, bit_where, told
from climafin.expression.columns import Block, Bytes, Masks
from climafin.rules.block_rounding import Rounding
from climafin.rules.block_scales import NO_CLAUSE, Kernel, Marks
from climafin.rules.scales.checklist import Checklist, Counting
from climafin.rules.scales.choice_sum import ChoiceSum

#: What a whole count is rounded to before its whole ones are taken, as `whole_count` does.
COUNT_DECIMALS = 6
_NO, _LEAST, _MOST = np.int32(0), np.int32(-(2**31)), np.int32(2**31 - 1)


class Parts(Kernel):
    """A scale of parts, which also tells why it is unknown.

    `clause` is -1 where something is unknown until `marks` puts in the reason.
    """

    def marks(self, block: Block) -> tuple[Marks, Marks, Bytes]:
        """Return marks and clause."""
        low, high, clause, unknown = self.worked(block)
        rows = np.flatnonzero(unknown)
        if len(rows):
            clause[rows] = told(self.bits(block, rows, low[rows]))
        return low, high, clause

    def worked(self, block: Block) -> tuple[Marks, Marks, Bytes, Masks]:
        """Return marks, clause, and where something is unknown."""
        raise NotImplementedError

    def bits(self, block: Block, rows: npt.NDArray[np.intp], low: Marks) -> Bits:
        """Return why, for rows in which something is unknown."""
        raise NotImplementedError


class Counted:
    """Things counted and worth so much each, up to a cap, as `counted_marks` does."""

    def __init__(self, node: NumberNode, rounding: Rounding, marks: int, cap: int) -> None:
        self._node = node
        self._rounding = rounding
        self._marks, self._cap = marks, cap

    def ends(self, block: Block) -> tuple[Marks, Marks]:
        """Return the least and the most they are worth."""
        value = np.broadcast_to(self._node.value(block), block.size)
        whole = np.floor(self._rounding.wholes(block, value, is_signed=True) / float(10**COUNT_DECIMALS))
        worth = np.minimum(np.maximum(whole, 0.0) * self._marks, self._cap)
        known = np.abs(value) <= self._rounding.largest
        low = np.where(known, worth, 0.0).astype(np.int32)
        return low, np.where(known, worth, self._cap).astype(np.int32)

    def known(self, block: Block) -> Masks:
        """Return where the count is known."""
        value = np.broadcast_to(self._node.value(block), block.size)
        found: Masks = np.abs(value) <= self._rounding.largest
        return found

    def bits(self, block: Block, rows: npt.NDArray[np.intp]) -> Bits:
        """Return why the count is unknown."""
        found = self._node.reasons(block, rows)
        return found | bit_where((found == 0) & ~self.known(block)[rows], TOO_LARGE)


class Held:
    """Something worth a fixed number when it holds."""

    def __init__(self, node: TruthNode, marks: int) -> None:
        self._node = node
        self._marks = np.int32(marks)

    def ends(self, block: Block) -> tuple[Marks, Marks]:
        """Return the least and the most it is worth."""
        yes, no = self._node.value(block)
        return yes * self._marks, ~no * self._marks

    def known(self, block: Block) -> Masks:
        """Return where it is known."""
        yes, no = self._node.value(block)
        return yes | no

    def bits(self, block: Block, rows: npt.NDArray[np.intp]) -> Bits:
        """Return why it is unknown."""
        return self._node.reasons(block, rows)


class DeductKernel(Parts):
    """Full marks less what is taken off."""

    def __init__(self, full: int, floor: int, items: Sequence["Held | Counted"]) -> None:
        self._full, self._floor, self._items = full, floor, items

    def worked(self, block: Block) -> tuple[Marks, Marks, Bytes, Masks]:
        """Take everything off."""
        least = most = np.zeros(block.size, dtype=np.int32)
        for item in self._items:
            ends = item.ends(block)
            least, most = least + ends[0], most + ends[1]
        low = np.maximum(np.int32(self._floor), np.int32(self._full) - most)
        high = np.maximum(np.int32(self._floor), np.int32(self._full) - least)
        clause = np.where(low == self._full, 0, np.where(low == self._floor, 2, 1)).astype(np.int8)
        return low, high, clause, low < high

    def bits(self, block: Block, rows: npt.NDArray[np.intp], _low: Marks) -> Bits:
        """Return why, of all that is unknown."""
        found = np.zeros(len(rows), dtype=np.uint16)
        for item in self._items:
            found |= item.bits(block, rows)
        return found


class CountKernel(Parts):
    """So much for every one of something, without clauses."""

    def __init__(self, counted: Counted) -> None:
        self._counted = counted

    def worked(self, block: Block) -> tuple[Marks, Marks, Bytes, Masks]:
        """Count."""
        low, high = self._counted.ends(block)
        return low, high, np.full(block.size, NO_CLAUSE, dtype=np.int8), ~self._counted.known(block)

    def bits(self, block: Block, rows: npt.NDArray[np.intp], _low: Marks) -> Bits:
        """Return why the count is unknown."""
        return self._counted.bits(block, rows)


class ListKernel(Parts):
    """A checklist."""

    def __init__(self, scale: Checklist, items: Sequence[tuple[TruthNode | None, TruthNode]]) -> None:
        self._scale, self._items = scale, items

    def worked(self, block: Block) -> tuple[Marks, Marks, Bytes, Masks]:
        """Count what is there and what is asked for, for the worst and for the best."""
        size = block.size
        low, high = np.zeros(size, np.int32), np.zeros(size, np.int32)
        counts = np.zeros((4, size), dtype=np.int32)
        unsure = np.zeros(size, dtype=np.bool_)
        for item, (scope, test) in zip(self._scale.items, self._items, strict=True):
            yes, no = test.value(block)
            inside, out = (np.True_, np.False_) if scope is None else scope.value(block)
            held, lacking, sure = yes & inside & ~out, no & inside & ~out, inside & ~out
            low += held * np.int32(item.marks)
            high += (~no & ~out) * np.int32(item.marks)
            # At worst what is there counts only where it is asked for; at best what lacks does.
            counts += [held, ~out & ~(yes & ~sure), ~no & ~out, (~no & ~out) | lacking]
            unsure |= ~out & ~((yes | no) & sure)
        if self._scale.counting is not Counting.EACH:
            low, high = self._worth(counts[0], counts[1]), self._worth(counts[2], counts[3])
        clause = np.where(unsure, NO_CLAUSE, (counts[2] == counts[3]).astype(np.int8)).astype(np.int8)
        return low, high, clause, low < high

    def _worth(self, there: Marks, asked: Marks) -> Marks:
        full = self._scale.full
        part = 0 if self._scale.counting is Counting.ALL else (2 * full * there + asked) // np.maximum(2 * asked, 1)
        return np.where(there == asked, full, part).astype(np.int32)

    def bits(self, block: Block, rows: npt.NDArray[np.intp], _low: Marks) -> Bits:
        """Return why, of all that may be asked for."""
        found = np.zeros(len(rows), dtype=np.uint16)
        for scope, test in self._items:
            why = test.reasons(block, rows)
            if scope is not None:
                why = (why | scope.reasons(block, rows)) * ~scope.value(block)[1][rows]
            found |= why
        return found


class SumKernel(Parts):
    """Marks for every answer given."""

    def __init__(self, scale: ChoiceSum, node: PlaceNode) -> None:
        self._scale, self._node = scale, node

    def worked(self, block: Block) -> tuple[Marks, Marks, Bytes, Masks]:
        """Add up the answers given."""
        scale = self._scale
        found = self._node.value(block)
        total, some = np.zeros(block.size, np.int32), np.zeros(block.size, np.bool_)
        for key, marks in scale.marks.items():
            held = (found >> self._node.choices.index(key) & 1).astype(np.bool_)
            total += held * np.int32(marks)
            some |= held
        unknown = found < 0
        low, high = scale.reach()
        clause = np.where(total >= scale.cap, 2, some).astype(np.int8)
        clamped = np.maximum(scale.floor, np.minimum(scale.cap, total))
        least = np.where(unknown, low, clamped).astype(np.int32)
        return least, np.where(unknown, high, clamped).astype(np.int32), clause, unknown

    def bits(self, block: Block, rows: npt.NDArray[np.intp], _low: Marks) -> Bits:
        """Return why the answers are unknown."""
        return self._node.reasons(block, rows)


def bits_of_clause(clause: Bytes, rows: npt.NDArray[np.intp]) -> Bits:
    """Return the reason a clause tells, as a bit; 0 where it tells a band."""
    found = clause[rows].astype(np.int16)
    is_reason = (found < 0) & (found != NO_CLAUSE)
    return np.where(is_reason, 1 << np.where(is_reason, -1 - found, 0), 0).astype(np.uint16)


class TestsKernel(Parts):
    """A decision list: the first line that holds."""

    def __init__(self, lines: Sequence[tuple[TruthNode | None, Kernel]]) -> None:
        self._lines = lines

    def _walk(self, block: Block) -> list[tuple[Masks, Masks, tuple[Marks, Marks, Bytes]]]:
        """Return for each line where it may decide, where its test is unknown, and what it gives."""
        alive = np.ones(block.size, dtype=np.bool_)
        found = []
        for test, then in self._lines:
            yes, no = (np.ones_like(alive), np.zeros_like(alive)) if test is None else test.value(block)
            active = alive & ~no
            found.append((active, active & ~yes, then.marks(block)))
            alive = alive & ~yes
        return found

    def worked(self, block: Block) -> tuple[Marks, Marks, Bytes, Masks]:
        """Join the lines that may decide."""
        low, high = np.full(block.size, _MOST), np.full(block.size, _LEAST)
        clause = np.full(block.size, NO_CLAUSE, dtype=np.int8)
        unsure, inner = np.zeros(block.size, np.bool_), np.zeros(block.size, np.bool_)
        for at, (active, is_open, found) in enumerate(block.kept.setdefault((self, "lines"), self._walk(block))):
            low = np.where(active, np.minimum(low, found[0]), low)
            high = np.where(active, np.maximum(high, found[1]), high)
            unsure |= is_open
            inner = np.where(active, (found[2] < 0) & (found[2] != NO_CLAUSE), inner)
            clause[active] = at
        clause[unsure] = NO_CLAUSE
        return low, high, clause, np.where(unsure, low < high, inner)

    def bits(self, block: Block, rows: npt.NDArray[np.intp], _low: Marks) -> Bits:
        """Return why, of all tests and of all lines that may decide."""
        found = np.zeros(len(rows), dtype=np.uint16)
        for (test, _), (active, _, inner) in zip(self._lines, block.kept[self, "lines"], strict=True):
            why = bits_of_clause(inner[2], rows)
            if test is not None:
                why = why | test.reasons(block, rows)
            found |= why * active[rows]
        return found


class BestKernel(Parts):
    """The best of several indicators."""

    def __init__(self, indicators: Sequence[tuple[TruthNode | None, Kernel]]) -> None:
        self._indicators = indicators

    def _all(self, block: Block) -> list[tuple[Masks, Masks, tuple[Marks, Marks, Bytes]]]:
        """Return for each indicator where it surely applies, where it may, and what it gives."""
        every = np.ones(block.size, dtype=np.bool_)
        found = []
        for scope, kernel in self._indicators:
            yes, no = (every, ~every) if scope is None else scope.value(block)
            found.append((yes, ~no, kernel.marks(block)))
        return found

    def worked(self, block: Block) -> tuple[Marks, Marks, Bytes, Masks]:
        """Take the most of those that apply."""
        sure_low, any_low = np.full(block.size, _LEAST), np.zeros(block.size, np.int32)
        high = np.full(block.size, _LEAST)
        is_sure, is_any = np.zeros(block.size, np.bool_), np.zeros(block.size, np.bool_)
        found = block.kept.setdefault((self, "all"), self._all(block))
        for sure, possible, (low_, high_, _) in found:
            sure_low = np.where(sure, np.maximum(sure_low, low_), sure_low)
            any_low = np.where(possible, np.minimum(any_low, low_), any_low)
            high = np.where(possible, np.maximum(high, high_), high)
            is_sure |= sure
            is_any |= possible
        low = np.where(is_sure, sure_low, any_low)
        high = np.where(is_sure, high, np.maximum(_NO, high))
        low, high = np.where(is_any, low, _NO), np.where(is_any, high, _NO)
        clause = np.full(block.size, NO_CLAUSE, dtype=np.int8)
        for at in range(len(found) - 1, -1, -1):
            sure, possible, (low_, _, _) = found[at]
            clause[np.where(is_sure, sure, possible) & (low_ == low)] = at
        clause[~is_any] = NO_CLAUSE
        return low, high, clause, low < high

    def bits(self, block: Block, rows: npt.NDArray[np.intp], low: Marks) -> Bits:
        """Return why, of all indicators that could bring more."""
        found = np.zeros(len(rows), dtype=np.uint16)
        for (scope, _), (_, possible, inner) in zip(self._indicators, block.kept[self, "all"], strict=True):
            why = bits_of_clause(inner[2], rows)
            if scope is not None:
                why = why | scope.reasons(block, rows)
            found |= why * (possible[rows] & (inner[1][rows] > low))
        return found
