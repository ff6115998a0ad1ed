"""Scales in blocks: from values to marks where a small table says them all.

The fewest and the most marks of a row travel as one word, so that one look-up and one addition serve both.
A clause is the band that decided, counted from 0, or below zero why none did (`answers`).
"""

import sys
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from climafin.expression.answers import Answer
from climafin.expression.block_numbers import TableNumber
from climafin.expression.block_terms import TOO_LARGE, Node, NumberNode, PlaceNode, TruthNode, bit_where, told
from climafin.expression.columns import Array, Block, Bytes, Floats, Masks
from climafin.rules.block_rounding import Rounding
from climafin.rules.rounding import in_last_decimal
from climafin.rules.scales.shapes import Missing, quotient
from climafin.rules.scales.steps import Steps

assert sys.byteorder == "little"  # the halves of a word are read in place

Marks = npt.NDArray[np.int32]
#: The fewest and the most marks of each place, in 1/100, shape (places, 2).
Table = npt.NDArray[np.int64]
#: The fewest and the most marks, in 1/100.
Ends = tuple[int, int]
#: No clause decided, and nothing is unknown.
NO_CLAUSE = -100


@dataclass(frozen=True, slots=True)
class Layout:
    """How two whole numbers stand in one word."""

    word: type
    half: type
    bits: int

    def words(self, ends: Table) -> Array:
        """Return words for pairs of numbers, shape (places, 2)."""
        return np.ascontiguousarray(ends.astype(self.half)).view(self.word)[:, 0]

    def halves(self, words: Array) -> Array:
        """Return words as pairs, shape (rows, 2), in place."""
        return words.view(self.half).reshape(-1, 2)


NARROW = Layout(np.int32, np.int16, 16)
WIDE = Layout(np.int64, np.int32, 32)


class Kernel(ABC):
    """A scale over blocks."""

    @abstractmethod
    def marks(self, block: Block) -> tuple[Marks, Marks, Bytes]:
        """Return the fewest and the most marks of every row, and its clause."""


class TableKernel(Kernel):
    """A scale whose marks stand in a table.

    Attributes:
        ends: the marks of each place of the table.
        unknown: the place for what is unknown.
        has_places: the place hangs on the measured answer alone.
    """

    has_places = False
    ends: Table
    unknown: int

    def counted(self, missing: Missing) -> None:
        """Take what is unknown as a pack counts it."""
        low, high = self.ends[self.unknown].tolist()
        self.ends[self.unknown] = counted_ends((low, high), missing)

    def place(self, _answer: Answer) -> int:
        """Return the place of one known answer in the table, where the scale `has_places`."""
        raise NotImplementedError

    @abstractmethod
    def look_up(self, block: Block, table: Array, words: Array, clause: Bytes) -> None:
        """Put the table's words for every row into `words`, and the clauses into `clause`."""

    def marks(self, block: Block) -> tuple[Marks, Marks, Bytes]:
        """Return marks and clause."""
        words: Array = np.empty(block.size, dtype=WIDE.word)
        clause = np.empty(block.size, dtype=np.int8)
        self.look_up(block, WIDE.words(self.ends), words, clause)
        pairs = WIDE.halves(words)
        return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1]), clause


def table_of(marks: Sequence[int], unknown: Ends) -> Table:
    """Return a table of fixed marks, and at its end those of what is unknown."""
    return np.array([*((one, one) for one in marks), unknown], dtype=np.int64)


def counted_ends(ends: Ends, missing: Missing) -> Ends:
    """Return unknown marks as `marking.counted` does."""
    low, high = ends
    if missing is Missing.ZERO:
        low = high = max(low, min(high, 0))
    elif missing is Missing.MIDDLE:
        low = high = quotient(low + high, 2)
    return low, high


def tell_reasons(block: Block, node: Node[Any], known: Masks, clause: Bytes, beyond: int = 0) -> None:
    """Put the right reason into the clauses of rows that are unknown for another reason than a missing fact.

    Args:
        block: the rows.
        node: what is unknown.
        known: where it is not.
        clause: -1 where it is unknown.
        beyond: the reason, as a bit, where the node itself knows an answer.
    """
    facts = node.facts()
    if facts is not None:
        missing = np.zeros(block.size, dtype=np.bool_)
        for key, kind in facts:
            missing |= _missing(block, key, kind)
        if np.count_nonzero(missing) + np.count_nonzero(known) == block.size:
            return
        rows = np.flatnonzero(~(known | missing))
    else:
        rows = np.flatnonzero(~known)
    if len(rows):
        bits = node.reasons(block, rows)
        clause[rows] = told(np.where(bits == 0, np.uint16(beyond), bits))


def _missing(block: Block, key: str, kind: object) -> Masks:
    found = block.kept.get(("missing", key))
    if found is None:
        column = block.column(key, kind)  # type: ignore[arg-type]  # the type it was named with
        if column.dtype.kind == "f":
            found = np.isnan(column, out=block.own(("missing", key), np.bool_))
        else:
            nothing = 0 if column.dtype == np.int8 else column.dtype.type(-1)
            found = column == nothing if column.dtype != np.int32 else column == np.iinfo(np.int32).min
        block.kept["missing", key] = found
    return found


class MeasuredKernel(TableKernel):
    """What all scales of numbers share: the value, rounded once, and the thresholds it reaches."""

    def __init__(self, node: NumberNode, rounding: Rounding) -> None:
        self.node = node
        self.rounding = rounding

    def value(self, block: Block) -> tuple[Floats, Masks]:
        """Return the value, and where it is known."""
        value = self.node.raw(block)
        if np.ndim(value) == 0:
            value = np.full(block.size, value)
        if self.is_within(block):
            return value, np.equal(value, value, out=block.masks())
        size = np.abs(value, out=block.floats())
        return value, np.less_equal(size, self.rounding.largest, out=block.masks())

    def is_within(self, block: Block) -> bool:
        """Tell whether no row can be too large."""
        return self._bound(block) <= self.rounding.largest

    def _bound(self, block: Block) -> float:
        found = block.bounds.get(self)
        if found is None:
            found = block.bounds[self] = self.node.bound(block)
        return found

    def tell(self, block: Block, known: Masks, clause: Bytes) -> None:
        """Put the right reason where the value is unknown."""
        if not (self.node.only_missing and self.is_within(block)):
            tell_reasons(block, self.node, known, clause, TOO_LARGE)


class Bands(MeasuredKernel):
    """Steps whose bands begin at fixed numbers that rise: the band is how many beginnings are reached."""

    has_places = True

    def __init__(self, scale: Steps, node: NumberNode, rounding: Rounding, starts: Sequence[int]) -> None:
        super().__init__(node, rounding)
        closed = [step.is_closed for step in scale.steps[1:]]
        self._starts = [rounding.reaches(at + (not is_in)) for at, is_in in zip(starts, closed, strict=True)]
        self.ends = table_of([step.marks for step in scale.steps], scale.reach())
        self.unknown = len(scale.steps)

    def place(self, answer: Answer) -> int:
        """Return the number of the band."""
        assert isinstance(answer, float)  # reading lets only numbers through to scales of numbers
        return bisect_right(self._starts, answer) if abs(answer) <= self.rounding.largest else self.unknown

    def look_up(self, block: Block, table: Array, words: Array, clause: Bytes) -> None:
        """Count the beginnings that are reached."""
        value, known = self.value(block)
        count_reached(block, value, known, self._starts, clause)
        table.take(clause.view(np.uint8), out=words, mode="clip")
        self.tell(block, known, clause)


class TableBands(MeasuredKernel):
    """Steps of which some bands begin at limits: the last beginning that is reached counts.

    Args:
        starts: where each band but the first begins: a fixed number, or a limit looked up in a table.
    """

    def __init__(
        self, scale: Steps, node: NumberNode, rounding: Rounding, starts: "Sequence[int | TableNumber]"
    ) -> None:
        super().__init__(node, rounding)
        self._starts: list[float | TableNumber] = []
        for start, step in zip(starts, scale.steps[1:], strict=True):
            self._starts.append(self._turned(start, open_=not step.is_closed))
        self._limits = [start for start in starts if isinstance(start, TableNumber)]
        self.ends = table_of([step.marks for step in scale.steps], scale.reach())
        self.unknown = len(scale.steps)

    def _turned(self, start: "int | TableNumber", *, open_: bool) -> "float | TableNumber":
        if not isinstance(start, TableNumber):
            return self.rounding.reaches(start + open_)
        found = []
        for value in start.values.tolist():
            whole = None if np.isnan(value) else in_last_decimal(self.rounding.unit, self.rounding.decimals, value)
            found.append(np.nan if whole is None else self.rounding.reaches(whole + open_))
        return TableNumber(start.place, np.array(found, dtype=np.float64), start.bits)

    def look_up(self, block: Block, table: Array, words: Array, clause: Bytes) -> None:
        """Find the last beginning that is reached."""
        value, known = self.value(block)
        clause.fill(0)
        reached, place = block.masks(), block.bytes()
        for at, start in enumerate(self._starts, 1):
            begins = start.value(block) if isinstance(start, TableNumber) else start
            np.greater_equal(value, begins, out=reached)
            np.multiply(reached.view(np.int8), np.int8(at), out=place)
            np.maximum(clause, place, out=clause)
        for limit in self._limits:
            known &= ~np.isnan(limit.value(block))
        clause[~known] = -1
        table.take(clause.view(np.uint8), out=words, mode="clip")
        rows = np.flatnonzero(~known)
        bits = self.node.reasons(block, rows)
        value = value[rows]
        bits |= bit_where((bits == 0) & ~(np.abs(value) <= self.rounding.largest), TOO_LARGE)
        is_known = bits == 0
        for limit in self._limits:
            bits |= limit.reasons(block, rows) * is_known
        clause[rows] = told(bits)


def count_reached(block: Block, value: Floats, known: Masks, starts: Sequence[float], clause: Bytes) -> None:
    """Put into the clauses how many of some floats a value reaches, -1 where it is not known."""
    np.greater_equal(value, starts[0], out=clause.view(np.bool_))
    reached = block.masks()
    for start in starts[1:]:
        np.greater_equal(value, start, out=reached)
        np.add(clause, reached.view(np.int8), out=clause)
    # All bits are set where the value is not known: -1, whatever was counted.
    np.bitwise_or(clause, np.subtract(known.view(np.int8), 1, out=reached.view(np.int8)), out=clause)


class YesNoKernel(TableKernel):
    """Marks for yes and for no."""

    has_places = True

    def __init__(self, node: TruthNode, yes: int, no: int) -> None:
        self._node = node
        self.ends = table_of([yes, no], (min(yes, no), max(yes, no)))
        self.unknown = 2

    def place(self, answer: Answer) -> int:
        """Return 0 for yes, 1 for no."""
        return 0 if answer is True else 1

    def look_up(self, block: Block, table: Array, words: Array, clause: Bytes) -> None:
        """Yes is the first clause, no the second."""
        yes, no = self._node.value(block)
        np.add(no.view(np.int8), no.view(np.int8), out=clause)
        np.add(clause, yes.view(np.int8), out=clause)
        np.subtract(clause, 1, out=clause)
        table.take(clause.view(np.uint8), out=words, mode="clip")
        if not self._node.only_missing:
            tell_reasons(block, self._node, np.logical_or(yes, no, out=block.masks()), clause)


class LabelKernel(TableKernel):
    """Marks by the answer of a choice."""

    has_places = True

    def __init__(self, node: PlaceNode, marks: dict[str, int], reach: Ends) -> None:
        self._node = node
        self.ends = table_of([marks.get(key, 0) for key in node.choices], reach)
        self.unknown = len(node.choices)
        bands = list(marks)
        self._bands = np.array([*(bands.index(key) if key in marks else 0 for key in node.choices), -1], np.int8)

    def place(self, answer: Answer) -> int:
        """Return the place of the answer."""
        return self._node.choices.index(str(answer))

    def look_up(self, block: Block, table: Array, words: Array, clause: Bytes) -> None:
        """Look up marks and band by the place of the answer."""
        place = self._node.value(block)
        # Without its sign -1 lies beyond the end of the table.
        line = block.arena.get(np.intp, block.size)
        np.copyto(line, place.view(f"u{place.itemsize}"), casting="unsafe")
        if place.itemsize == line.itemsize:
            line[place < 0] = self.unknown
        table.take(line, out=words, mode="clip")
        self._bands.take(line, out=clause, mode="clip")
        if not self._node.only_missing:
            tell_reasons(block, self._node, place >= 0, clause)


class FixedKernel(TableKernel):
    """The same marks whatever is known."""

    def __init__(self, marks: int) -> None:
        self.ends = table_of([], (marks, marks))
        self.unknown = 0

    def look_up(self, _block: Block, table: Array, words: Array, clause: Bytes) -> None:
        """Put them into every row."""
        words.fill(table[0])
        clause.fill(0)


class FilledKernel(Kernel):
    """A scale that no vector form is known of, worked out row by row."""

    def __init__(self, mark: "Callable[[Block, int], tuple[int, int, int]]") -> None:
        self._mark = mark

    def marks(self, block: Block) -> tuple[Marks, Marks, Bytes]:
        """Return marks and clause."""
        found = np.array([self._mark(block, row) for row in range(block.size)], dtype=np.int32).reshape(-1, 3)
        low, high, clause = (np.ascontiguousarray(found[:, at]) for at in range(3))
        return low, high, clause.astype(np.int8)
