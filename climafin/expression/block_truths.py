"""Conditions in blocks: pairs of masks, surely yes and surely no, so that Kleene's logic needs no test for unknown."""

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from climafin.expression.arithmetic import EQUAL_TO
from climafin.expression.block_numbers import TableNumber, chosen
from climafin.expression.block_terms import (
    MISSING,
    Bits,
    FactKeys,
    Node,
    NumberNode,
    Pair,
    PlaceNode,
    TruthNode,
    all_facts,
    bit_where,
    pair,
    union,
)
from climafin.expression.boundaries import greatest_equal, least_equal
from climafin.expression.columns import Array, Block, Floats, Masks, Places
from climafin.expression.terms import ValueType

_MANY = 4
#: The other way round.
TURNED = {"=": "=", "≠": "≠", "<": ">", "≤": "≥", ">": "<", "≥": "≤"}
_OPPOSITE = {"<": "≥", ">": "≤", "≠": "="}


class FactTruth(TruthNode):
    """A fact that is yes or no."""

    def __init__(self, key: str, kind: ValueType) -> None:
        self._key = key
        self._kind = kind

    def compute(self, block: Block, owner: object) -> Pair:
        """Compare the column with 0."""
        found = block.column(self._key, self._kind)
        yes, no = pair(block, owner)
        return np.greater(found, 0, out=yes), np.less(found, 0, out=no)

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return MISSING where it is not known."""
        return bit_where(block.column(self._key, self._kind)[rows] == 0, MISSING)

    def facts(self) -> FactKeys | None:
        """Return itself."""
        return frozenset({(self._key, self._kind)})


class FixedTruth(TruthNode):
    """The same for all rows."""

    def __init__(self, *, yes: bool, no: bool, bits: int = 0) -> None:
        self.sides = yes, no
        self._bits = bits
        self.only_missing = bits in (0, MISSING)

    def compute(self, block: Block, owner: object) -> Pair:
        """Return it for every row."""
        yes, no = pair(block, owner)
        yes.fill(self.sides[0])
        no.fill(self.sides[1])
        return yes, no

    def reasons(self, _block: Block, rows: Places) -> Bits:
        """Return the same for all rows."""
        return np.full(len(rows), self._bits, dtype=np.uint16)

    def facts(self) -> FactKeys | None:
        """Return nothing for what is known."""
        return None if self._bits else frozenset()


class _OfParts(TruthNode):
    """A condition that is unknown just where some part is and no part decides."""

    def __init__(self, parts: tuple[Node[Any], ...]) -> None:
        self._parts = parts
        self.only_missing = all(part.only_missing for part in parts)

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return the reasons of the parts where nothing decides."""
        yes, no = self.value(block)
        return union(self._parts, block, rows) * ~(yes[rows] | no[rows])


class Bounded(_OfParts):
    """A number compared with fixed ones: yes between two exact floats, both included.

    Args:
        item: the number.
        low: the lowest float for which it holds, for all rows or from a table; None for no end.
        high: the highest float for which it holds.
        turned: it holds outside instead.
    """

    def __init__(
        self, item: NumberNode, low: "float | TableNumber | None", high: "float | TableNumber | None", *, turned: bool
    ) -> None:
        ends = tuple(end for end in (low, high) if isinstance(end, TableNumber))
        super().__init__((item, *ends))
        self._item, self._low, self._high, self._turned = item, low, high, turned
        # Of an unknown place in a table the reasons differ; those of fixed numbers never do.
        self.only_missing = item.only_missing and not ends

    def compute(self, block: Block, owner: object) -> Pair:
        """Compare once or twice each way."""
        found = self._item.value(block)
        low, high = _end(self._low, block), _end(self._high, block)
        yes, no = pair(block, owner)
        if np.ndim(found) == 0 and not isinstance(self._low, TableNumber) and not isinstance(self._high, TableNumber):
            found = np.full(block.size, found)
        if high is None:
            assert low is not None  # one of the two ends is there
            np.greater_equal(found, low, out=yes)
            np.less(found, low, out=no)
        elif low is None:
            np.less_equal(found, high, out=yes)
            np.greater(found, high, out=no)
        else:
            np.greater_equal(found, low, out=yes)
            np.less(found, low, out=no)
            yes &= np.less_equal(found, high, out=block.masks())
            no |= np.greater(found, high, out=block.masks())
        return (no, yes) if self._turned else (yes, no)

    def facts(self) -> FactKeys | None:
        """Return the facts of the number."""
        return all_facts(self._parts)


def _end(end: "float | TableNumber | None", block: Block) -> Floats | float | None:
    return end.value(block) if isinstance(end, TableNumber) else end


def _mapped(table: TableNumber, work: Callable[[float], float]) -> TableNumber:
    values = np.array([np.nan if np.isnan(one) else work(one) for one in table.values.tolist()], dtype=np.float64)
    return TableNumber(table.place, values, table.bits)


def bounded(sign: str, item: NumberNode, fixed: "float | TableNumber") -> TruthNode:
    """Return a comparison of a number with one that is fixed, or looked up in a table."""

    def end(work: Callable[[float], float]) -> "float | TableNumber":
        return _mapped(fixed, work) if isinstance(fixed, TableNumber) else work(fixed)

    sign, turned = _OPPOSITE.get(sign, sign), sign in _OPPOSITE
    low = None if sign == "≤" else end(least_equal)
    high = None if sign == "≥" else end(greatest_equal)
    return Bounded(item, low, high, turned=turned)


class Compared(_OfParts):
    """Two numbers compared, to twelve digits."""

    def __init__(self, sign: str, left: NumberNode, right: NumberNode) -> None:
        super().__init__((left, right))
        self._sign, self._left, self._right = sign, left, right
        self.only_missing = left.only_missing and right.only_missing

    def compute(self, block: Block, owner: object) -> Pair:
        """Work out whether they are the same, and on which side of it they lie."""
        left, right = self._left.value(block), self._right.value(block)
        apart = np.abs(np.subtract(left, right, out=block.floats()), out=block.floats())
        larger = np.maximum(np.abs(left), np.abs(right), out=block.floats())
        larger *= EQUAL_TO
        yes, no = pair(block, owner)
        np.less_equal(apart, larger, out=yes)
        np.greater(apart, larger, out=no)
        sign, turned = _OPPOSITE.get(self._sign, self._sign), self._sign in _OPPOSITE
        if sign != "=":
            # Not the same, and on the wrong side of it: ≥ fails below, ≤ fails above.
            no &= np.less(left, right) if sign == "≥" else np.greater(left, right)
            np.logical_and(apart == apart, ~no, out=yes)  # noqa: PLR0124 - NaN differs from itself
        return (no, yes) if turned else (yes, no)

    def facts(self) -> FactKeys | None:
        """Return the facts of both."""
        return all_facts(self._parts)


class FactPlace(PlaceNode):
    """A fact that is a choice, or several choices."""

    def __init__(self, key: str, kind: ValueType) -> None:
        self.key = key
        self._kind = kind
        self.choices = tuple(choice.key for choice in kind.choices)

    def value(self, block: Block) -> Array:
        """Return the rows of the column itself."""
        return block.column(self.key, self._kind)

    def compute(self, block: Block, _owner: object) -> Array:
        """Return the rows of the column itself."""
        return self.value(block)

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return MISSING where it is not known."""
        return bit_where(self.value(block)[rows] < 0, MISSING)

    def facts(self) -> FactKeys | None:
        """Return itself."""
        return frozenset({(self.key, self._kind)})


class ChosenOne(_OfParts):
    """A choice is one of some answers."""

    def __init__(self, item: PlaceNode, keys: frozenset[str], *, turned: bool = False) -> None:
        super().__init__((item,))
        self._item, self._turned = item, turned
        self._places = [at for at, key in enumerate(item.choices) if key in keys]
        table = [at in self._places for at in range(len(item.choices))]
        self._table = np.array([*table, False], dtype=np.bool_)

    def compute(self, block: Block, owner: object) -> Pair:
        """Compare with each answer, or look each up when they are many."""
        found = self._item.value(block)
        yes, no = pair(block, owner)
        if not self._places:
            yes.fill(False)
        elif len(self._places) <= _MANY:
            np.equal(found, self._places[0], out=yes)
            for place in self._places[1:]:
                yes |= np.equal(found, place, out=block.masks())
        else:
            self._table.take(found, out=yes, mode="wrap")
        np.greater(np.greater_equal(found, 0, out=no), yes, out=no)
        return (no, yes) if self._turned else (yes, no)

    def facts(self) -> FactKeys | None:
        """Return the facts of the choice."""
        return self._item.facts()


class HoldsSome(_OfParts):
    """A set of answers holds at least one of some."""

    def __init__(self, item: PlaceNode, keys: frozenset[str]) -> None:
        super().__init__((item,))
        self._item = item
        self._bits = sum(1 << at for at, key in enumerate(item.choices) if key in keys)

    def compute(self, block: Block, owner: object) -> Pair:
        """Look at the bits."""
        found = self._item.value(block)
        yes, no = pair(block, owner)
        known = found >= 0
        held = (found & self._bits) != 0
        return np.logical_and(known, held, out=yes), np.greater(known, held, out=no)

    def facts(self) -> FactKeys | None:
        """Return the facts of the set."""
        return self._item.facts()


class Members(TruthNode):
    """A set of answers too long for bits holds at least one of some."""

    def __init__(self, key: str, keys: frozenset[str]) -> None:
        self._key, self._keys = key, keys

    def compute(self, block: Block, _owner: object) -> Pair:
        """Return the rows of what the column tells."""
        column = block.columns.by_key.get(self._key)
        if column is None:
            return np.zeros(block.size, dtype=np.bool_), np.zeros(block.size, dtype=np.bool_)
        yes, no = column.holding(self._keys)
        return yes[block.start : block.stop], no[block.start : block.stop]

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return MISSING where the set is not known."""
        yes, no = self.value(block)
        return bit_where(~(yes[rows] | no[rows]), MISSING)


class Alike(_OfParts):
    """Two conditions are both yes or both no, or two choices are the same."""

    def __init__(self, left: Node[Any], right: Node[Any], *, turned: bool) -> None:
        super().__init__((left, right))
        self._turned = turned

    def compute(self, block: Block, _owner: object) -> Pair:
        """Compare where both are known."""
        left, right = (part.value(block) for part in self._parts)
        if isinstance(left, tuple) and isinstance(right, tuple):
            yes = (left[0] & right[0]) | (left[1] & right[1])
            no = (left[0] & right[1]) | (left[1] & right[0])
        else:
            assert isinstance(left, np.ndarray)
            assert isinstance(right, np.ndarray)
            known = (left >= 0) & (right >= 0)
            yes, no = known & (left == right), known & (left != right)
        return (no, yes) if self._turned else (yes, no)


class AllOf(_OfParts):
    """Every part holds; or, turned, at least one does."""

    def __init__(self, parts: tuple[TruthNode, ...], *, is_any: bool) -> None:
        super().__init__(parts)
        self._is_any = is_any

    def compute(self, block: Block, owner: object) -> Pair:
        """Join the masks of the parts."""
        if len(self._parts) == 1:
            only: Pair = self._parts[0].value_for(block, owner)
            return only
        yes, no = pair(block, owner)
        join = (np.logical_or, np.logical_and) if self._is_any else (np.logical_and, np.logical_or)
        first = self._parts[0].value(block)
        for part in self._parts[1:]:
            sides = part.value(block)
            first = (join[0](first[0], sides[0], out=yes), join[1](first[1], sides[1], out=no))
        return yes, no


class Not(_OfParts):
    """It does not hold."""

    def compute(self, block: Block, owner: object) -> Pair:
        """Turn the masks."""
        yes, no = self._parts[0].value_for(block, owner)
        return no, yes

    def facts(self) -> FactKeys | None:
        """Return the facts of the condition."""
        return self._parts[0].facts()


class AtLeastOf(_OfParts):
    """At least so many parts hold."""

    def __init__(self, count: int, parts: tuple[TruthNode, ...]) -> None:
        super().__init__(parts)
        self._count = count

    def compute(self, block: Block, _owner: object) -> Pair:
        """Count both masks of the parts."""
        sides = [part.value(block) for part in self._parts]
        held = reduce(np.add, (np.asarray(side[0]).astype(np.int16) for side in sides))
        failed = reduce(np.add, (np.asarray(side[1]).astype(np.int16) for side in sides))
        return held >= self._count, failed > len(sides) - self._count


class IfTruth(TruthNode):
    """The one condition where a test holds, else the other."""

    def __init__(self, test: TruthNode, then: TruthNode, otherwise: TruthNode) -> None:
        self._test, self._then, self._otherwise = test, then, otherwise
        self.only_missing = test.only_missing and then.only_missing and otherwise.only_missing

    def compute(self, block: Block, _owner: object) -> Pair:
        """Return the masks of what is meant."""
        (yes, no), then, otherwise = (one.value(block) for one in (self._test, self._then, self._otherwise))
        return (yes & then[0]) | (no & otherwise[0]), (yes & then[1]) | (no & otherwise[1])

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return the reasons of the test, or of the one that is meant."""
        yes, no = (side[rows] for side in self._test.value(block))
        then = self._then.reasons(block, rows) * yes
        return self._test.reasons(block, rows) | then | self._otherwise.reasons(block, rows) * no


class Unknowns(TruthNode):
    """The item is not known; this itself always is."""

    def __init__(self, item: Node[Any]) -> None:
        self._item = item

    def compute(self, block: Block, _owner: object) -> Pair:
        """Look where there is no value."""
        known = known_rows(self._item.value(block), block)
        return ~known, known

    def reasons(self, _block: Block, rows: Places) -> Bits:
        """Return nothing."""
        return np.zeros(len(rows), dtype=np.uint16)


def known_rows(value: object, block: Block) -> Masks:
    """Return where the value of a node is known."""
    if isinstance(value, tuple):
        return value[0] | value[1]  # type: ignore[no-any-return]
    found: Array | Floats = np.broadcast_to(np.asarray(value), block.size)
    known: Masks = ~np.isnan(found) if found.dtype.kind == "f" else found >= 0
    return known


__all__ = ["TURNED", "bounded", "chosen", "known_rows"]
