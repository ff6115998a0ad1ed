"""Curve 分段直线: marks on straight lines through points, level beyond both ends."""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from climafin.base.messages import message
from climafin.base.yaml_nodes import Node
from climafin.expression.evaluate import Unknown
from climafin.rules.rule import Rule
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import Facts, Marked, Measured, figures, measured_whole, plain, quotient


@dataclass(frozen=True, slots=True)
class Curve:
    """Points as (value in last kept decimals, marks in 1/100), values rising."""

    kind: ClassVar[str] = "curve"

    points: tuple[tuple[int, int], ...]

    def mark(self, measured: Measured, facts: Facts) -> Marked:
        """Return the marks on the line between the two points beside the value."""
        scaled = measured_whole(measured, facts)
        if isinstance(scaled, Unknown):
            return Marked(*self.reach(), unknown=scaled)
        marks = self._interpolated(scaled)
        better = [x for x, at in self.points if at > marks]
        nearest = min(better, key=lambda x: abs(x - scaled), default=None)
        return Marked(
            marks,
            marks,
            value=scaled / 10**measured.decimals,
            clause=figures(self._segment(scaled, measured.decimals)),
            next_step=None if nearest is None else nearest / 10**measured.decimals,
            band=sum(scaled > x for x, _ in self.points),
        )

    def reach(self) -> tuple[int, int]:
        """Return the lowest and the highest point's marks."""
        marks = [marks for _, marks in self.points]
        return min(marks), max(marks)

    def rules(self) -> tuple[Rule, ...]:
        """Return nothing: points are fixed numbers."""
        return ()

    def clauses(self) -> int:
        """Return the number of lines, the two level ends among them."""
        return len(self.points) + 1

    def _interpolated(self, scaled: int) -> int:
        if scaled <= self.points[0][0]:
            return self.points[0][1]
        for (x0, y0), (x1, y1) in pairwise(self.points):
            if scaled <= x1:
                return quotient(y0 * (x1 - scaled) + y1 * (scaled - x0), x1 - x0)
        return self.points[-1][1]

    def _segment(self, scaled: int, decimals: int) -> str:
        points = self.points
        if scaled <= points[0][0]:
            return f"x ≤ {plain(points[0][0], decimals)}"
        for (x0, y0), (x1, y1) in pairwise(points):
            if scaled <= x1:
                ends = f"{plain(x0, decimals)} < x ≤ {plain(x1, decimals)}"
                return f"{ends}: {plain(y0, 2)}–{plain(y1, 2)}"
        return f"x > {plain(points[-1][0], decimals)}"


def read_curve(reader: ScaleReader, node: Node, measure: Measure) -> Curve:
    """Read `[[value, marks], …]`."""
    points: list[tuple[int, int]] = []
    for item in reader.nodes.items(node):
        pair = reader.nodes.items(item)
        if len(pair) != 2:
            reader.nodes.fault(item, message("A point of a curve is [value, marks]."))
            continue
        x = reader.scaled(pair[0], measure)
        if points and x <= points[-1][0]:
            reader.nodes.fault(pair[0], message("The values of a curve must rise from point to point."))
        points.append((x, reader.marks(pair[1])))
    if len(points) < 2:
        reader.nodes.fault(node, message("A curve needs at least two points."))
        return Curve(((0, 0), (1, 0)))
    return Curve(tuple(points))
