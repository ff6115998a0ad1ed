"""Rounding to the last kept decimal in blocks, and the floats at which a rounded value reaches a threshold."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from climafin.expression.arithmetic import EQUAL_TO, LARGEST_WHOLE
from climafin.expression.block_numbers import chosen
from climafin.expression.block_terms import TOO_LARGE, Bits, NumberNode, bit_where, floats
from climafin.expression.boundaries import before, first_float
from climafin.expression.columns import Block, Floats, Places
from climafin.expression.units import Unit
from climafin.rules.rounding import from_last_decimal, in_last_decimal


@dataclass(frozen=True)
class Rounding:
    """A unit and how many of its decimals are kept."""

    unit: Unit
    decimals: int

    def reaches(self, whole: int) -> float:
        """Return the lowest float that, rounded, is at least a whole number of the last decimal."""
        return _reaches(self.unit, self.decimals, whole)

    @property
    def largest(self) -> float:
        """The greatest float that can be rounded; its negative is the least."""
        return _largest(self.unit, self.decimals)

    def wholes(self, block: Block, value: Floats, *, is_signed: bool) -> Floats:
        """Return a column in whole numbers of the last decimal, in a new buffer.

        Args:
            block: the rows.
            value: in base units, within `largest`.
            is_signed: whether numbers below zero must be right; else they are only sure to be at most 0.
        """
        out = block.floats()
        up, down = self.unit.factor.denominator, self.unit.factor.numerator
        found = value
        if up != 1:
            found = np.multiply(found, float(up), out=out)
        if down != 1:
            found = np.divide(found, float(down), out=out)
        if is_signed:
            found = np.abs(found, out=out)
        if self.decimals:
            found = np.multiply(found, float(10**self.decimals), out=out)
        np.multiply(found, 1 + EQUAL_TO, out=out)
        np.add(out, 0.5, out=out)
        np.floor(out, out=out)
        return np.copysign(out, value, out=out) if is_signed else out


@lru_cache(maxsize=10_000)
def _reaches(unit: Unit, decimals: int, whole: int) -> float:
    def holds(value: float) -> bool:
        found = in_last_decimal(unit, decimals, value)
        return value > 0 if found is None else found >= whole

    return first_float(holds, from_last_decimal(unit, decimals, 1) * (whole - 0.5))


@lru_cache(maxsize=1_000)
def _largest(unit: Unit, decimals: int) -> float:
    guess = LARGEST_WHOLE * unit.factor.numerator / (unit.factor.denominator * 10**decimals)
    return before(first_float(lambda value: value > 0 and in_last_decimal(unit, decimals, value) is None, guess))


class RoundedNumber(NumberNode):
    """A number rounded to the last kept decimal and taken back to base units, as derived values are."""

    only_missing = False

    def __init__(self, item: NumberNode, rounding: Rounding) -> None:
        self._item = item
        self._rounding = rounding

    def compute(self, block: Block, owner: object) -> Floats:
        """Return the rounded numbers."""
        value = np.broadcast_to(self._item.value(block), block.size)
        unit, decimals = self._rounding.unit, self._rounding.decimals
        whole = self._rounding.wholes(block, value, is_signed=True)
        out = np.multiply(whole, float(unit.factor.numerator), out=floats(block, owner))
        beyond = ~(np.abs(value) <= self._rounding.largest)
        # Whole numbers divide exactly as Python's do while both fit into floats; the few others go one by one.
        below = unit.factor.denominator * 10**decimals
        exact = np.abs(out) <= (LARGEST_WHOLE if below <= LARGEST_WHOLE else -1)
        np.divide(out, float(below), out=out)
        for row in np.flatnonzero(~exact & ~beyond).tolist():
            out[row] = from_last_decimal(unit, decimals, int(whole[row]))
        out[beyond] = np.nan
        return out

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return the reasons of the number, or TOO_LARGE."""
        found = self._item.reasons(block, rows)
        over = (found == 0) & np.isnan(chosen(self.value(block), rows))
        return found | bit_where(over, TOO_LARGE)
