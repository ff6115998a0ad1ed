"""The pack of `speed_pack` written out by hand in numpy, block by block: what the compiled pack is measured against.

It knows its data: conditions are compared without tolerance, numbers are never negative where the pack's are not,
nothing is too large. Clauses are counted comparisons, marks come from small tables, buffers are kept.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from climafin.expression.columns import Columns
from tests.benchmarks import speed_pack as sp

Array = npt.NDArray[Any]
Pair = tuple[Array, Array]
ROWS = 16_384
AHEAD = 1 + 1e-12


@dataclass
class Found:
    status: npt.NDArray[np.int8]
    clause: npt.NDArray[np.int8]
    low: npt.NDArray[np.int16]
    high: npt.NDArray[np.int16]
    total_low: npt.NDArray[np.int32]
    total_high: npt.NDArray[np.int32]
    verdict: npt.NDArray[np.int8]
    grade_low: npt.NDArray[np.int8]
    grade_high: npt.NDArray[np.int8]


class Curve:
    def __init__(self, points: list[tuple[float, float]], decimals: int, weight: int) -> None:
        xs = [round(x * 10**decimals) for x, _ in points]
        ys = [round(y * 100) for _, y in points]
        self.edges = [float(x) for x in xs]
        slope, begin = [0.0], [float(ys[0])]
        for (x0, y0), (x1, y1) in pairwise(zip(xs, ys, strict=True)):
            slope.append((y1 - y0) / (x1 - x0))
            begin.append((y0 * x1 - y1 * x0 + 0.5 * (x1 - x0) + 0.25) / (x1 - x0))
        # A quarter keeps quotients off whole numbers; level ends need none.
        self.slope = np.array([*slope, 0.0, 0.0])
        self.begin = np.array([*begin, float(ys[-1]), float(min(ys))])
        self.weight = np.int32(2 * weight * 100)
        self.open = np.int16(_points(max(ys), weight * 100) - _points(min(ys), weight * 100))


class Steps:
    def __init__(self, edges: list[float], decimals: int, weight: int) -> None:
        self.edges = [float(round(edge * 10**decimals)) for edge in edges]
        marks = sp.STEP_MARKS[: len(edges) + 1]
        points = [_points(mark * 100, weight * 100) for mark in marks]
        self.low = np.array([*points, min(points)], dtype=np.int16)
        self.high = np.array([*points, max(points)], dtype=np.int16)


def _points(marks: int, weight: int) -> int:
    return (2 * marks * weight + sp.FULL) // (2 * sp.FULL)


def both(*sides: Pair) -> Pair:
    held, failed = sides[0]
    for side in sides[1:]:
        held &= side[0]
        failed |= side[1]
    return held, failed


def either(*sides: Pair) -> Pair:
    failed, held = both(*((side[1], side[0]) for side in sides))
    return held, failed


def turned(side: Pair) -> Pair:
    return side[1], side[0]


class ByHand:
    """The pack, ready."""

    def __init__(self) -> None:
        self.curves = [
            Curve(points, sp.decimals(value), weight)
            for value, points, weight in zip(sp.CURVE_VALUES, sp.CURVE_POINTS, sp.WEIGHTS, strict=False)
        ]
        self.steps = [
            Steps(edges, sp.decimals(value), weight)
            for value, edges, weight in zip(sp.STEP_VALUES, sp.STEP_EDGES, sp.WEIGHTS[12:], strict=False)
        ]
        self.labels = []
        for (_, marks), weight in zip(sp.LABEL_MARKS, sp.WEIGHTS[21:], strict=False):
            points = [_points(mark * 100, weight * 100) for mark in marks]
            self.labels.append((np.array([*points, min(points)], np.int16), np.array([*points, max(points)], np.int16)))
        self.condition = sp.WEIGHTS[25] * 100
        self.limits = [np.array([*map(float, values), np.nan]) for _, values in sp.LIMITS.values()]
        self.f = [np.empty(ROWS) for _ in range(5)]
        self.m = [np.empty(ROWS, dtype=np.bool_) for _ in range(8)]
        self.i32 = np.empty(ROWS, dtype=np.int32)
        self.place = np.empty(ROWS, dtype=np.intp)
        self.low32, self.high32 = np.empty(ROWS, np.int32), np.empty(ROWS, np.int32)

    def answers(self, columns: Columns) -> Found:
        count = len(columns)
        c = {key: column.values for key, column in columns.by_key.items()}
        found = Found(
            np.empty((15, count), np.int8), np.empty((30, count), np.int8), np.empty((30, count), np.int16),
            np.empty((30, count), np.int16), np.empty(count, np.int32), np.empty(count, np.int32),
            np.empty(count, np.int8), np.empty(count, np.int8), np.empty(count, np.int8),
        )  # fmt: skip
        with np.errstate(all="ignore"):
            for start in range(0, count, ROWS):
                rows = slice(start, min(start + ROWS, count))
                self._block({key: column[rows] for key, column in c.items()}, found, rows)
        return found

    def _block(self, c: dict[str, Array], found: Found, rows: slice) -> None:
        size = rows.stop - rows.start
        low, high = self.low32[:size], self.high32[:size]
        low.fill(0)
        high.fill(0)
        verdict = found.verdict[rows]
        self._gates(c, found.status[:, rows], verdict)
        at = 0
        for value, curve in zip(sp.CURVE_VALUES, self.curves, strict=True):
            self._curve(self._scaled(c, value, size), curve, found, rows, at)
            at += 1
        for value, steps in zip(sp.STEP_VALUES, self.steps, strict=True):
            self._steps(self._scaled(c, value, size), steps, found, rows, at)
            at += 1
        for (key, _), tables in zip(sp.LABEL_MARKS, self.labels, strict=True):
            self._label(c[key], tables, found, rows, at)
            at += 1
        n, y = c, c
        yes, no, a, b = (mask[:size] for mask in self.m[:4])
        np.greater_equal(n["n05"], 50, out=yes)
        yes &= np.greater(y["y3"], 0, out=a)
        np.less(n["n05"], 50, out=no)
        no |= np.less(y["y3"], 0, out=a)
        self._flag(yes, no, self.condition, found, rows, 25)
        for line in range(26):
            low += found.low[line, rows]
            high += found.high[line, rows]
        extra_low, extra_high = np.zeros(size, np.int16), np.zeros(size, np.int16)
        for line in range(4):
            self._bonus(c, line, yes, no, a, b)
            self._flag(yes, no, int(sp.BONUS_POINTS[line] * 100) * 1, found, rows, 26 + line, extra=True)
            extra_low += found.low[26 + line, rows]
            extra_high += found.high[26 + line, rows]
        low += np.minimum(extra_low, sp.BONUS_CAP * 100)
        high += np.minimum(extra_high, sp.BONUS_CAP * 100)
        found.total_low[rows], found.total_high[rows] = low, high
        is_in = verdict < 2
        for total, column in ((low, found.grade_low), (high, found.grade_high)):
            grade = column[rows]
            grade.fill(0)
            for start in sp.GRADES:
                np.less(total, start * 100, out=a)
                grade += a.view(np.int8)
            grade *= is_in.view(np.int8)
            grade -= (~is_in).view(np.int8)

    def _scaled(self, c: dict[str, Array], value: str, size: int) -> Array:
        x, t = self.f[0][:size], self.f[1][:size]
        match value:
            case "n06 / n07" | "n08 / n09":
                np.divide(c[value[:3]], c[value[-3:]], out=x)
            case "n10 / (n11 + 1)":
                np.divide(c["n10"], np.add(c["n11"], 1.0, out=t), out=x)
            case "n12 * 2 / n13":
                np.divide(np.multiply(c["n12"], 2.0, out=t), c["n13"], out=x)
            case "n19 * n20":
                np.multiply(c["n19"], c["n20"], out=x)
            case "n20 - n21":
                np.subtract(c["n20"], c["n21"], out=x)
                return self._round(np.multiply(np.abs(x, out=t), 100.0, out=t), x)
            case "n00 + n21":
                np.add(c["n00"], c["n21"], out=x)
            case "p0" | "p1" | "p2":
                return self._round(np.multiply(np.multiply(c[value], 100.0, out=x), 100.0, out=x))
            case _:
                return self._round(np.multiply(c[value], 100.0, out=x))
        if "/" not in value:
            return self._round(np.multiply(x, 100.0, out=x))
        self._odd = np.isinf(x)  # divided by nothing
        if self._odd.any():
            x[self._odd] = np.nan
        return self._round(np.multiply(x, 1000.0, out=x))

    @staticmethod
    def _round(x: Array, sign: Array | None = None) -> Array:
        np.multiply(x, AHEAD, out=x)
        np.add(x, 0.5, out=x)
        np.floor(x, out=x)
        return x if sign is None else np.copysign(x, sign, out=x)

    def _curve(self, x: Array, curve: Curve, found: Found, rows: slice, at: int) -> None:
        size = len(x)
        clause, mask, unknown = found.clause[at, rows], self.m[0][:size], self.m[1][:size]
        np.equal(x, x, out=unknown)
        np.subtract(unknown.view(np.int8), 1, out=clause)
        for edge in curve.edges:
            np.greater(x, edge, out=mask)
            np.add(clause, mask.view(np.int8), out=clause)
        place = self.place[:size]
        np.copyto(place, clause.view(np.uint8))
        t = self.f[2][:size]
        np.multiply(x, curve.slope.take(place, out=t, mode="clip"), out=x)
        np.add(x, curve.begin.take(place, out=t, mode="clip"), out=x)
        np.copyto(self.i32[:size], x, casting="unsafe")
        points = self.i32[:size]
        np.equal(clause, -1, out=unknown)
        low = int(curve.begin[-1])
        if unknown.any():
            points[unknown] = low
        points *= curve.weight
        points += sp.FULL
        points //= 2 * sp.FULL
        found.low[at, rows] = points
        np.multiply(unknown, curve.open, out=found.high[at, rows])
        found.high[at, rows] += found.low[at, rows]
        if 6 <= at < 10 and self._odd.any():
            clause[self._odd] = -2

    def _steps(self, x: Array, steps: Steps, found: Found, rows: slice, at: int) -> None:
        size = len(x)
        clause, mask = found.clause[at, rows], self.m[0][:size]
        np.equal(x, x, out=mask)
        np.subtract(mask.view(np.int8), 1, out=clause)
        for edge in steps.edges:
            np.greater_equal(x, edge, out=mask)
            np.add(clause, mask.view(np.int8), out=clause)
        place = self.place[:size]
        np.copyto(place, clause.view(np.uint8))
        steps.low.take(place, out=found.low[at, rows], mode="clip")
        steps.high.take(place, out=found.high[at, rows], mode="clip")

    def _label(self, codes: Array, tables: tuple, found: Found, rows: slice, at: int) -> None:
        place = self.place[: len(codes)]
        np.copyto(place, codes.view(np.uint16))
        tables[0].take(place, out=found.low[at, rows], mode="clip")
        tables[1].take(place, out=found.high[at, rows], mode="clip")
        found.clause[at, rows] = codes

    @staticmethod
    def _flag(yes: Array, no: Array, points: int, found: Found, rows: slice, at: int, *, extra: bool = False) -> None:
        worth = points if extra else _points(sp.FULL, points)
        clause = found.clause[at, rows]
        np.add(no.view(np.int8), no.view(np.int8), out=clause)
        clause += yes.view(np.int8)
        clause -= 1
        np.multiply(yes, np.int16(worth), out=found.low[at, rows])
        np.multiply(~no, np.int16(worth), out=found.high[at, rows])

    def _bonus(self, c: dict[str, Array], line: int, yes: Array, no: Array, a: Array, b: Array) -> None:
        if line == 0:
            np.greater_equal(c["n16"], 80, out=yes)
            np.less(c["n16"], 80, out=no)
        elif line == 1:
            np.logical_and(np.greater(c["y2"], 0, out=a), np.greater_equal(c["n17"], 60, out=b), out=yes)
            np.logical_or(np.less(c["y2"], 0, out=a), np.less(c["n17"], 60, out=b), out=no)
        elif line == 2:
            np.greater_equal(c["p3"], 0.5, out=yes)
            np.less(c["p3"], 0.5, out=no)
        else:
            np.logical_or(np.equal(c["kind_r"], 1, out=a), np.greater(c["y4"], 0, out=b), out=yes)
            is_other = (c["kind_r"] >= 0) & (c["kind_r"] != 1)
            np.logical_and(is_other, np.less(c["y4"], 0, out=b), out=no)

    def _gates(self, c: dict[str, Array], status: Array, verdict: Array) -> None:
        size = len(verdict)
        yes, no, a, b = (mask[:size] for mask in self.m[:4])
        refused, sure = self.m[4][:size], self.m[5][:size]
        refused.fill(False)
        sure.fill(True)

        def put(at: int, held: Array, failed: Array) -> None:
            np.subtract(held.view(np.int8), failed.view(np.int8), out=status[at])
            np.logical_or(refused, failed, out=refused)
            np.logical_and(sure, held, out=sure)

        def least(key: str, value: float) -> Pair:
            return c[key] >= value, c[key] < value

        def most(key: str, value: float) -> Pair:
            return c[key] <= value, c[key] > value

        def flag(key: str) -> Pair:
            return np.greater(c[key], 0), np.less(c[key], 0)

        def one_of(key: str, *places: int) -> Pair:
            held = c[key] == places[0]
            for place in places[1:]:
                held |= c[key] == place
            return held, (c[key] >= 0) & ~held

        t = self.f[0][:size]
        put(0, *flag("y0"))
        put(1, *turned(flag("y1")))
        put(2, *least("n00", 5))
        put(3, *most("n01", 95))
        put(4, np.greater(c["p0"], 0.02, out=yes), np.less_equal(c["p0"], 0.02, out=no))
        line = self.limits[0].take(c["kind_s"].view(np.uint16), out=t, mode="clip")
        put(5, np.greater_equal(c["n02"], line, out=yes), np.less(c["n02"], line, out=no))
        line = self.limits[1].take(c["kind_s"].view(np.uint16), out=t, mode="clip")
        put(6, np.less_equal(c["n03"], line, out=yes), np.greater(c["n03"], line, out=no))
        line = self.limits[2].take(c["kind_r"].view(np.uint16), out=t, mode="clip")
        put(7, np.less(c["n04"], line, out=yes), np.greater_equal(c["n04"], line, out=no))
        put(8, *either(least("n05", 10), least("n06", 20), flag("y2")))
        put(9, *either(most("n07", 90), least("p1", 0.05)))
        put(10, *either(one_of("kind_s", 0, 1, 2), least("n08", 15)))
        put(11, *both(least("n09", 2), least("n10", 2), flag("y3")))
        put(12, *both(turned(least("n11", 98)), turned(flag("y4"))))
        put(
            13,
            *either(
                both(least("n12", 30), flag("y0")), both(least("n13", 40), turned(flag("y1"))), one_of("kind_r", 0)
            ),
        )
        put(14, *both(least("n14", 1), either(most("p2", 0.9), both(least("n15", 50), turned(one_of("kind_s", 7))))))
        np.logical_not(sure, out=a)
        np.add(refused.view(np.int8), np.logical_or(refused, a, out=b).view(np.int8), out=verdict)
