"""Numbers in blocks: the arithmetic of `evaluate`, operation for operation."""

from collections.abc import Callable

import numpy as np

from climafin.expression.block_terms import (
    MISSING,
    TOO_LARGE,
    ZERO_DIVISOR,
    Bits,
    FactKeys,
    NumberNode,
    TruthNode,
    all_facts,
    bit_where,
    floats,
    union,
)
from climafin.expression.columns import UNKNOWN_DAY, Array, Block, Floats, Places
from climafin.expression.terms import ValueType

#: No sum or product of parts below this is beyond what floats hold.
_SAFE = 1e300


class FactNumber(NumberNode):
    """A fact that is a number."""

    def __init__(self, key: str, kind: ValueType) -> None:
        self.key = key
        self._kind = kind

    def value(self, block: Block) -> Floats:
        """Return the rows of the column itself."""
        return block.column(self.key, self._kind)

    def compute(self, block: Block, _owner: object) -> Floats:
        """Return the rows of the column itself."""
        return self.value(block)

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return MISSING where it is not known."""
        return bit_where(np.isnan(self.value(block)[rows]), MISSING)

    def facts(self) -> FactKeys | None:
        """Return itself."""
        return frozenset({(self.key, self._kind)})

    def bound(self, block: Block) -> float:
        """Return the greatest number of the whole column."""
        column = block.columns.by_key.get(self.key)
        return 0.0 if column is None else max(abs(end) for end in column.ends)

    def is_never_negative(self, block: Block) -> bool:
        """Look at the least number of the whole column."""
        column = block.columns.by_key.get(self.key)
        return column is None or column.ends[0] >= 0


class FactDay(NumberNode):
    """A fact that is a day, as its number."""

    is_shared = True

    def __init__(self, key: str, kind: ValueType) -> None:
        self._key = key
        self._kind = kind

    def compute(self, block: Block, owner: object) -> Floats:
        """Return the numbers of the days."""
        days = block.column(self._key, self._kind)
        out = floats(block, owner)
        np.copyto(out, days)
        out[days == UNKNOWN_DAY] = np.nan
        return out

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return MISSING where it is not known."""
        return bit_where(block.column(self._key, self._kind)[rows] == UNKNOWN_DAY, MISSING)

    def bound(self, _block: Block) -> float:
        """Return the last day of the calendar."""
        return 4e6


class FixedNumber(NumberNode):
    """A number that is the same for all rows, or unknown for all."""

    def __init__(self, number: float | None, bits: int = 0) -> None:
        self.number = np.nan if number is None else number
        self.bits = bits
        self.only_missing = bits in (0, MISSING)

    def value(self, _block: Block) -> Floats:
        """Return the one number, which goes with columns of any length."""
        return self.number  # type: ignore[return-value]  # a float goes wherever a column does

    def compute(self, block: Block, _owner: object) -> Floats:
        """Return the one number."""
        return self.value(block)

    def reasons(self, _block: Block, rows: Places) -> Bits:
        """Return the same for all rows."""
        return np.full(len(rows), self.bits, dtype=np.uint16)

    def facts(self) -> FactKeys | None:
        """Return nothing for a number that is known."""
        return None if self.bits else frozenset()

    def bound(self, _block: Block) -> float:
        """Return the number."""
        return abs(self.number)

    def is_never_negative(self, _block: Block) -> bool:
        """Look at the number."""
        return self.number >= 0


class TableNumber(NumberNode):
    """A number looked up by one of a few keys; the last of the values stands for what is not known.

    Args:
        place: from a block to the place of each row's value; beyond the last (as -1 is, without a sign) for unknown.
        values: the values, NaN for those that cannot be told.
        bits: why, for each.
    """

    only_missing = False

    def __init__(self, place: Callable[[Block], Array], values: Floats, bits: Bits) -> None:
        self.place = place
        self.values = values
        self.bits = bits

    def compute(self, block: Block, owner: object) -> Floats:
        """Look the values up."""
        return self.values.take(self.place(block), out=floats(block, owner), mode="clip")

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Look the reasons up."""
        return self.bits.take(self.place(block)[rows], mode="clip")

    def bound(self, _block: Block) -> float:
        """Return the greatest of the values."""
        return float(np.fmax.reduce(np.abs(self.values), initial=0.0))


class Sum(NumberNode):
    """Terms added and taken away."""

    def __init__(self, parts: tuple[tuple[int, NumberNode], ...]) -> None:
        self._parts = parts
        self._nodes = tuple(node for _, node in parts)
        self.only_missing = False

    def bound(self, block: Block) -> float:
        """Return the sum of the parts' bounds."""
        found = sum(node.bound(block) for node in self._nodes)
        return found if found < _SAFE else np.inf

    def raw(self, block: Block) -> Floats:
        """Return the sum, infinite where it is too large."""
        return self.value(block) if self.is_shared else self._sum(block, None)

    def compute(self, block: Block, owner: object) -> Floats:
        """Return the sum."""
        found = self._sum(block, owner)
        return found if self.bound(block) < _SAFE else finite(block, found)

    def _sum(self, block: Block, owner: object) -> Floats:
        out = floats(block, owner)
        (sign, first), *rest = self._parts
        np.add(first.value(block), 0.0, out=out) if sign > 0 else np.subtract(0.0, first.value(block), out=out)
        for sign, node in rest:
            (np.add if sign > 0 else np.subtract)(out, node.value(block), out=out)
        return out

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return the reasons of the parts, or TOO_LARGE."""
        found = union(self._nodes, block, rows)
        over = (found == 0) & np.isnan(self.value(block)[rows])
        return found | bit_where(over, TOO_LARGE)

    def facts(self) -> FactKeys | None:
        """Return the facts of the parts."""
        return all_facts(self._nodes)


class Product(NumberNode):
    """Terms multiplied and divided in the order written."""

    only_missing = False

    def __init__(self, parts: tuple[tuple[str, NumberNode], ...]) -> None:
        self._parts = parts
        self._nodes = tuple(node for _, node in parts)

    def bound(self, block: Block) -> float:
        """Return the product of the parts' bounds; of a divisor that is no fixed number nothing can be said."""
        found = 1.0
        for sign, node in self._parts:
            if sign == "*":
                found *= node.bound(block)
            elif isinstance(node, FixedNumber) and node.number:
                found /= abs(node.number)
            else:
                return np.inf
            if not found < _SAFE:
                return np.inf
        return found

    def is_never_negative(self, block: Block) -> bool:
        """Look at the parts."""
        return all(node.is_never_negative(block) for node in self._nodes)

    def raw(self, block: Block) -> Floats:
        """Return the product, infinite where it is too large or divided by nothing."""
        return self.value(block) if self.is_shared else self._product(block, None)

    def compute(self, block: Block, owner: object) -> Floats:
        """Return the product."""
        found = self._product(block, owner)
        return found if self.bound(block) < _SAFE else finite(block, found)

    def _product(self, block: Block, owner: object) -> Floats:
        out = floats(block, owner)
        (sign, first), *rest = self._parts
        found = first.value(block)
        if sign == "/":
            found = np.divide(1.0, found, out=out)
        for sign, node in rest:
            found = (np.multiply if sign == "*" else np.divide)(found, node.value(block), out=out)
        if found is not out:
            np.copyto(out, found)
        return out

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return the reasons of the parts, or ZERO_DIVISOR, or TOO_LARGE."""
        found = union(self._nodes, block, rows)
        zero = np.zeros(len(rows), dtype=np.bool_)
        for sign, node in self._parts:
            if sign == "/":
                zero |= chosen(node.value(block), rows) == 0
        known = found == 0
        over = known & ~zero & ~np.isfinite(self.value(block)[rows])
        return found | bit_where(known & zero, ZERO_DIVISOR) | bit_where(over, TOO_LARGE)

    def facts(self) -> FactKeys | None:
        """Return the facts of the parts."""
        return all_facts(self._nodes)


Work = Callable[[list[Floats]], Floats]


class Worked(NumberNode):
    """A function of known numbers; what is not finite is TOO_LARGE."""

    only_missing = False

    def __init__(self, work: Work, parts: tuple[NumberNode, ...]) -> None:
        self._work = work
        self._parts = parts

    def compute(self, block: Block, _owner: object) -> Floats:
        """Return the answers; unknown parts are NaN, and so is what comes of them."""
        values = [np.broadcast_to(part.value(block), block.size) for part in self._parts]
        found = np.array(self._work(values), dtype=np.float64)
        for value in values:
            found[np.isnan(value)] = np.nan
        found[np.isinf(found)] = np.nan
        return found

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return the reasons of the parts, or TOO_LARGE."""
        found = union(self._parts, block, rows)
        over = (found == 0) & np.isnan(self.value(block)[rows])
        return found | bit_where(over, TOO_LARGE)


class Chosen(NumberNode):
    """The one number where a test holds, else the other."""

    only_missing = False

    def __init__(self, test: TruthNode, then: NumberNode, otherwise: NumberNode) -> None:
        self._test = test
        self._then = then
        self._otherwise = otherwise

    def compute(self, block: Block, owner: object) -> Floats:
        """Return what is meant."""
        yes, no = self._test.value(block)
        out = floats(block, owner)
        out.fill(np.nan)
        np.copyto(out, self._then.value(block), where=yes)
        np.copyto(out, self._otherwise.value(block), where=no)
        return out

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return the reasons of the test, or of the one that is meant."""
        yes, no = (side[rows] for side in self._test.value(block))
        then = self._then.reasons(block, rows) * yes
        return self._test.reasons(block, rows) | then | self._otherwise.reasons(block, rows) * no


class FirstKnown(NumberNode):
    """The first number that is known."""

    only_missing = False

    def __init__(self, parts: tuple[NumberNode, ...]) -> None:
        self._parts = parts

    def compute(self, block: Block, owner: object) -> Floats:
        """Return the numbers."""
        out = floats(block, owner)
        out.fill(np.nan)
        for part in self._parts:
            np.copyto(out, part.value(block), where=np.isnan(out))
        return out

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return the reasons of all parts where none is known."""
        return union(self._parts, block, rows) * np.isnan(self.value(block)[rows])


def chosen(value: Floats, rows: Places) -> Floats:
    """Return some rows of a column, or of the one number that stands for a column."""
    return value[rows] if np.ndim(value) else np.full(len(rows), value)


def finite(block: Block, found: Floats) -> Floats:
    """Put NaN where a column is infinite."""
    nothing = np.multiply(found, 0.0, out=block.floats())
    return np.add(found, nothing, out=found)
