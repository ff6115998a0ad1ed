"""Curves and rates in blocks: marks on straight lines, worked out in floats that cannot miss a whole number."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from climafin.expression.answers import Answer
from climafin.expression.block_terms import NumberNode
from climafin.expression.columns import Array, Block, Bytes
from climafin.rules.block_rounding import Rounding
from climafin.rules.block_scales import Ends, MeasuredKernel, count_reached
from climafin.rules.rounding import in_last_decimal
from climafin.rules.scales.curve import Curve
from climafin.rules.scales.rates import Rates

#: Sums of linear pieces stay exact in floats below this.
_EXACT = 2.0**51


@dataclass(frozen=True, slots=True)
class Line:
    """Marks = floor((above + slope · x) / below), x in whole last decimals."""

    above: int
    slope: int
    below: int

    def floats(self, lowest: int) -> tuple[float, float]:
        """Return beginning and slope so that the floor of begin + slope · x is the marks' place, `lowest` at 1.

        Half a unit of the numerator is added: no quotient then lies near a whole number, and rounding cannot
        carry it over one.
        """
        above = self.above - (lowest - 1) * self.below
        return (above + 0.5) / self.below, self.slope / self.below


class Lines(MeasuredKernel):
    """Marks on straight lines: curves and rates."""

    has_places = True

    def __init__(self, node: NumberNode, rounding: Rounding, starts: Sequence[int], shape: "Shape") -> None:
        super().__init__(node, rounding)
        self._starts = [rounding.reaches(start) for start in starts]
        self._is_signed = starts[0] < 0
        low, high = shape.bounds
        self._is_clamped = shape.is_clamped
        self._top = high - low + 1
        self._lowest = low
        self._lines = shape.lines
        self.ends = np.empty((high - low + 2, 2), dtype=np.int64)
        self.ends[0] = shape.reach
        self.ends[1:] = np.arange(low, high + 1)[:, None]
        self.unknown = 0
        both = [line.floats(low) for line in shape.lines]
        self._begin = np.array([*(begin for begin, _ in both), np.nan], dtype=np.float64)
        self._slope = np.array([*(slope for _, slope in both), 0.0], dtype=np.float64)

    def place(self, answer: Answer) -> int:
        """Return the place of the marks."""
        assert isinstance(answer, float)  # reading lets only numbers through to scales of numbers
        whole = in_last_decimal(self.rounding.unit, self.rounding.decimals, answer)
        if whole is None:
            return self.unknown
        line = self._lines[bisect_right(self._starts, answer)]
        found = (line.above + line.slope * whole) // line.below - self._lowest + 1
        return max(1, min(self._top, found)) if self._is_clamped else found

    def look_up(self, block: Block, table: Array, words: Array, clause: Bytes) -> None:
        """Work out the place of the marks in the table; NaN, made a whole number, lies before its beginning."""
        value, known = self.value(block)
        count_reached(block, value, known, self._starts, clause)
        line = clause.view(np.uint8)
        whole = self.rounding.wholes(block, value, is_signed=self._is_signed)
        part = self._slope.take(line, out=block.floats(), mode="clip")
        whole *= part
        whole += self._begin.take(line, out=part, mode="clip")
        if self._is_clamped:
            np.maximum(whole, 1.0, out=whole)
            np.minimum(whole, float(self._top), out=whole)
        place = block.arena.get(np.intp, block.size)
        np.copyto(place, whole, casting="unsafe")
        table.take(place, out=words, mode="clip")
        self.tell(block, known, clause)


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines of a scale.

    Attributes:
        lines: one for each count of beginnings reached, from none on.
        bounds: the fewest and the most marks of any known value.
        reach: the marks of what is unknown.
        is_clamped: whether lines leave the bounds and are cut there.
    """

    lines: tuple[Line, ...]
    bounds: Ends
    reach: Ends
    is_clamped: bool


def curve_shape(scale: Curve) -> Shape | None:
    """Return a curve as lines; None when its numbers are too large for floats."""
    points = scale.points
    lines = [Line(points[0][1], 0, 1)]
    for (x0, y0), (x1, y1) in pairwise(points):
        below = 2 * (x1 - x0)
        line = Line(2 * (y0 * x1 - y1 * x0) + (x1 - x0), 2 * (y1 - y0), below)
        reached = max(abs(x0), abs(x1)) * abs(line.slope) * 3 + abs(line.above) + below * 100_000
        if reached >= _EXACT:
            return None
        lines.append(line)
    lines.append(Line(points[-1][1], 0, 1))
    return Shape(tuple(lines), scale.reach(), scale.reach(), is_clamped=False)


def rates_shape(scale: Rates) -> Shape | None:
    """Return rates as lines; None when only whole steps count, or numbers are too large for floats."""
    if scale.whole_steps or not scale.floor <= scale.below <= scale.cap:
        return None
    lines = [Line(scale.below, 0, 1)]
    for segment in scale.segments:
        below = 2 * segment.per
        above = below * segment.base - 2 * segment.marks * segment.start + segment.per
        width = scale.cap - scale.floor + abs(segment.base) + 2
        if abs(above) + 4 * below * width + 4 * abs(segment.marks * segment.start) >= _EXACT:
            return None
        lines.append(Line(above, 2 * segment.marks, below))
    return Shape(tuple(lines), (scale.floor, scale.cap), scale.reach(), is_clamped=True)
