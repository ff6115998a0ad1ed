"""Facts of many projects as columns, and the block of rows that is being worked on.

Shapes are (projects,). Unknown is NaN in numbers, 0 in truths (1 yes, -1 no), -1 in choices, `UNKNOWN_DAY` in days,
-1 in sets, None in all else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from climafin.expression.answers import Facts
from climafin.expression.terms import Known, Sort, ValueType

Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.int8]
Places = npt.NDArray[np.intp]
Array = npt.NDArray[Any]

#: Rows worked on at a time: what a rule needs of them stays in the processor's second cache.
BLOCK = 16_384
UNKNOWN_DAY = int(np.iinfo(np.int32).min)
#: Sets of answers are bits of one number; longer lists of choices are kept as they are.
MOST_BITS = 62
DTYPES: dict[Sort, type] = {
    Sort.NUMBER: np.float64,
    Sort.TRUTH: np.int8,
    Sort.CHOICE: np.int16,
    Sort.DAY: np.int32,
    Sort.CHOICES: np.int64,
}
_UNKNOWN: dict[Sort, float] = {
    Sort.NUMBER: np.nan,
    Sort.TRUTH: 0,
    Sort.CHOICE: -1,
    Sort.DAY: UNKNOWN_DAY,
    Sort.CHOICES: -1,
}


def is_plain(kind: ValueType) -> bool:
    """Tell whether values of a type are kept as an array; texts and tables are kept as they are."""
    return kind.sort in DTYPES and (kind.sort is not Sort.CHOICES or len(kind.choices) <= MOST_BITS)


def unknown_column(kind: ValueType, rows: int) -> Array:
    """Return a column in which nothing is known."""
    return np.full(rows, _UNKNOWN[kind.sort], dtype=DTYPES[kind.sort])


def packed(kind: ValueType, answer: object) -> float | int:
    """Return what stands in a column for a value; for what is no known value of the type, unknown."""
    sort = kind.sort
    if sort is Sort.NUMBER and isinstance(answer, float):
        return answer
    if sort is Sort.TRUTH and isinstance(answer, bool):
        return 1 if answer else -1
    if sort is Sort.DAY and isinstance(answer, date):
        return answer.toordinal()
    keys = [choice.key for choice in kind.choices]
    if sort is Sort.CHOICE and answer in keys:
        return keys.index(str(answer))
    if sort is Sort.CHOICES and isinstance(answer, frozenset):
        return sum(1 << at for at, key in enumerate(keys) if key in answer)
    return _UNKNOWN[sort]


@dataclass(frozen=True)
class Column:
    """One fact of all projects.

    Attributes:
        type: its type.
        values: an array as the head of this module says, or the values themselves.
    """

    type: ValueType
    values: Array | Sequence[Known | None]

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest known number; (0, 0) when none is known."""
        assert isinstance(self.values, np.ndarray)  # asked of numbers only
        if not self.values.size:
            return 0.0, 0.0
        low, high = float(np.fmin.reduce(self.values)), float(np.fmax.reduce(self.values))
        return (0.0, 0.0) if low != low else (low, high)  # noqa: PLR0124 - NaN differs from itself

    def holding(self, keys: frozenset[str]) -> tuple[Masks, Masks]:
        """Return where a set of answers that is kept as it is surely holds one of some keys, and where none."""
        found = self._holding.get(keys)
        if found is None:
            sets = [one if isinstance(one, frozenset) else None for one in self.values]
            yes = np.array([one is not None and not one.isdisjoint(keys) for one in sets], dtype=np.bool_)
            known = np.array([one is not None for one in sets], dtype=np.bool_)
            found = self._holding[keys] = yes, known & ~yes
        return found

    @cached_property
    def _holding(self) -> dict[frozenset[str], tuple[Masks, Masks]]:
        return {}

    def answer(self, row: int) -> Known | None:
        """Return the value of one row as expressions see it, or None."""
        found = self.values[row]
        if not isinstance(self.values, np.ndarray):
            return found
        sort = self.type.sort
        if found == _UNKNOWN[sort] or found != found:  # noqa: PLR0124 - NaN differs from itself
            return None
        return _unpacked(self.type, found)


def _unpacked(kind: ValueType, found: Any) -> Known:  # noqa: ANN401 - a number of numpy
    """Return the value that a known number in a column stands for."""
    match kind.sort:
        case Sort.TRUTH:
            return bool(found > 0)
        case Sort.CHOICE:
            return kind.choices[int(found)].key
        case Sort.DAY:
            return date.fromordinal(int(found))
        case Sort.CHOICES:
            return frozenset(choice.key for at, choice in enumerate(kind.choices) if int(found) >> at & 1)
    return float(found)


@dataclass(frozen=True)
class Columns:
    """The facts of many projects.

    Attributes:
        uids: the projects.
        by_key: fact key to its column; nothing is known of a fact that is not there.
        set_aside: fact key to where it was marked as not applying.
    """

    uids: Sequence[str]
    by_key: Mapping[str, Column]
    set_aside: Mapping[str, Masks]

    def __len__(self) -> int:
        """Return how many projects there are."""
        return len(self.uids)

    def facts(self, row: int) -> dict[str, Known]:
        """Return the known facts of one project, as one project is worked out from."""
        found = ((key, column.answer(row)) for key, column in self.by_key.items())
        return {key: answer for key, answer in found if answer is not None}


class Arena:
    """Buffers of one block's length, handed out in order and taken back all at once."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._buffers: dict[type, list[Array]] = {}
        self._used: dict[type, int] = {}

    def get(self, dtype: type, size: int) -> Array:
        """Return a buffer; what is in it is left over."""
        buffers = self._buffers.setdefault(dtype, [])
        at = self._used.get(dtype, 0)
        if at == len(buffers):
            buffers.append(np.empty(self._rows, dtype=dtype))
        self._used[dtype] = at + 1
        found = buffers[at]
        return found if size == self._rows else found[:size]

    def mark(self) -> dict[type, int]:
        """Return what is handed out now."""
        return dict(self._used)

    def back_to(self, mark: dict[type, int]) -> None:
        """Take back all buffers handed out since."""
        self._used = mark


class Block:
    """The rows that are worked on, and what is known of them so far; one at a time, in one thread.

    Args:
        rows: how many rows there are at most in a block.
        resolve: from a project's facts to everything that expressions read.
    """

    def __init__(self, rows: int, resolve: Callable[[dict[str, Any]], Facts]) -> None:
        self.columns = Columns((), {}, {})
        self.start = self.stop = self.size = 0
        self.arena = Arena(rows)
        self.kept: dict[object, Any] = {}
        self.bounds: dict[object, float] = {}
        #: What people signed, by rule and row of the library; whoever lays it here reads it.
        self.signed: Mapping[str, Mapping[int, Any]] = {}
        self.rows = rows
        self._own: dict[object, Array] = {}
        self._resolve = resolve
        self._facts: dict[int, Facts] = {}

    def over(self, columns: Columns) -> None:
        """Take other facts; buffers are kept, since making them costs more than a rule."""
        self.columns = columns
        self.signed = {}
        self.bounds.clear()
        self.move(0, 0)

    def move(self, start: int, stop: int) -> None:
        """Go to other rows."""
        self.start, self.stop, self.size = start, stop, stop - start
        self.kept.clear()
        self._facts.clear()
        self.arena.back_to({})

    def floats(self) -> Floats:
        """Return a buffer of numbers."""
        return self.arena.get(np.float64, self.size)

    def masks(self) -> Masks:
        """Return a buffer of yes and no."""
        return self.arena.get(np.bool_, self.size)

    def bytes(self) -> Bytes:
        """Return a buffer of small whole numbers."""
        return self.arena.get(np.int8, self.size)

    def own(self, owner: object, dtype: type) -> Array:
        """Return the buffer that belongs to one owner, whose content lasts until the block moves."""
        found = self._own.get(owner)
        if found is None:
            found = self._own[owner] = np.empty(self.rows, dtype=dtype)
        return found[: self.size]

    def column(self, key: str, kind: ValueType) -> Array:
        """Return the block's rows of a fact that is kept as an array."""
        found = self.kept.get(key)
        if found is None:
            column = self.columns.by_key.get(key)
            if column is None or not isinstance(column.values, np.ndarray):
                found = unknown_column(kind, self.size)
            else:
                found = column.values[self.start : self.stop]
            self.kept[key] = found
        return found

    def facts(self, row: int) -> Facts:
        """Return everything that expressions read of one row of the block."""
        found = self._facts.get(row)
        if found is None:
            found = self._facts[row] = self._resolve(dict(self.columns.facts(self.start + row)))
        return found
