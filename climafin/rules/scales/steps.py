"""Steps 分档: bands from the lowest value to the highest, each open or closed at its beginning."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import Node, Place
from climafin.expression.evaluate import Unknown
from climafin.expression.terms import Constant, Sort, ValueType
from climafin.expression.units import Unit
from climafin.rules.rounding import in_last_decimal
from climafin.rules.rule import Rule
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import (
    Facts,
    Marked,
    Measured,
    figures,
    joined,
    measured_whole,
    plain,
)

_LOWEST = ("none", "无")


@dataclass(frozen=True, slots=True)
class Step:
    """One band of a step scale; it ends where the next begins.

    Attributes:
        start: where it begins, in the criterion's unit (a number or a limit); None for the lowest band.
        is_closed: whether its beginning belongs to it (`from`) or not (`above`).
        marks: what it is worth.
        place: where it stands in the file.
    """

    start: Rule | None
    is_closed: bool
    marks: int
    place: Place


@dataclass(frozen=True, slots=True)
class _Band:
    """A band with its beginning worked out: whole number, or None for the lowest."""

    start: int | None
    is_closed: bool
    marks: int

    def is_reached(self, scaled: int) -> bool:
        return self.start is None or scaled > self.start or (self.is_closed and scaled == self.start)


@dataclass(frozen=True, slots=True)
class Steps:
    """Bands from the lowest value to the highest."""

    kind: ClassVar[str] = "steps"

    steps: tuple[Step, ...]

    def mark(self, measured: Measured, facts: Facts) -> Marked:
        """Return the marks of the band the value lies in."""
        scaled = measured_whole(measured, facts)
        if isinstance(scaled, Unknown):
            return Marked(*self.reach(), unknown=scaled)
        value = scaled / 10**measured.decimals
        bands, unknown = self._bands(measured, facts)
        if unknown is not None:
            return Marked(*self.reach(), value=value, unknown=unknown)
        at = max(index for index, band in enumerate(bands) if band.is_reached(scaled))
        marks = bands[at].marks
        edge = _next_edge(bands, at)
        return Marked(
            marks,
            marks,
            value=value,
            clause=figures(_band_text(bands, at, measured.decimals)),
            next_step=None if edge is None else edge / 10**measured.decimals,
            band=at,
        )

    def reach(self) -> tuple[int, int]:
        """Return the marks of the worst and of the best band."""
        marks = [step.marks for step in self.steps]
        return min(marks), max(marks)

    def rules(self) -> tuple[Rule, ...]:
        """Return the beginnings of the bands."""
        return tuple(step.start for step in self.steps if step.start is not None)

    def clauses(self) -> int:
        """Return the number of bands."""
        return len(self.steps)

    def _bands(self, measured: Measured, facts: Facts) -> tuple[list[_Band], Unknown | None]:
        bands: list[_Band] = []
        unknown: Unknown | None = None
        for step in self.steps:
            start = step.start.answer(facts) if step.start is not None else None
            if isinstance(start, Unknown):
                unknown = joined(unknown, start)
            else:
                whole = in_last_decimal(measured.unit, measured.decimals, start) if isinstance(start, float) else None
                bands.append(_Band(whole, step.is_closed, step.marks))
        return bands, unknown


def _next_edge(bands: list[_Band], at: int) -> int | None:
    """Return the nearer of the edges beyond which more marks lie, upward or downward."""
    here = bands[at].marks
    up = next((band.start for band in bands[at + 1 :] if band.marks > here), None)
    down = next((bands[i + 1].start for i in range(at - 1, -1, -1) if bands[i].marks > here), None)
    return up if up is not None else down


def _band_text(bands: list[_Band], at: int, decimals: int) -> str:
    band = bands[at]
    text = "x"
    if band.start is not None:
        text = f"{plain(band.start, decimals)} {'≤' if band.is_closed else '<'} x"
    if at + 1 < len(bands):
        after = bands[at + 1]
        text += f" {'<' if after.is_closed else '≤'} {plain(after.start or 0, decimals)}"
    return text


# ---- reading


@dataclass(frozen=True, slots=True)
class _End:
    """Where a band says it ends: the number when it is one, and whether it belongs to the band."""

    node: Node
    number: Fraction | None
    is_in: bool


def read_steps(reader: ScaleReader, node: Node, measure: Measure) -> Steps:
    """Read `[{from: none, marks: …}, {from|above: …, to|below: …, marks: …}, …]`."""
    steps: list[Step] = []
    end: _End | None = None
    for item in reader.nodes.items(node):
        step, own_end = _step(reader, item, measure, is_first=not steps)
        if steps and step.start is not None:
            _check_meeting(reader, item, measure, (steps[-1], end, step))
        steps.append(step)
        end = own_end
    if len(steps) < 2:
        reader.nodes.fault(node, message("Steps need at least two bands."))
    elif end is not None:
        reader.nodes.fault(end.node, message("Values above this end have no band."))
    return Steps(tuple(steps) or (Step(None, True, 0, node.place),))


def _step(reader: ScaleReader, node: Node, measure: Measure, *, is_first: bool) -> tuple[Step, _End | None]:
    entries = reader.nodes.entries(node, ("marks",), ("from", "above", "to", "below"))
    starts = [name for name in ("from", "above") if name in entries]
    stops = [name for name in ("to", "below") if name in entries]
    if len(starts) != 1 or len(stops) > 1:
        told = message(
            "A band begins with “from” (included) or “above” (not included) and may end with “to” or “below”."
        )
        reader.nodes.fault(node, told)
    start = entries.get(starts[0]) if starts else None
    is_lowest = start is not None and (start.text or "") in _LOWEST
    if start is not None and is_lowest != is_first:
        told = message("The first band begins at “none”, and no other: else some values have no band.")
        reader.nodes.fault(start, told)
    edge = None if start is None or is_lowest else _edge(reader, start, measure)
    stop = entries[stops[0]] if stops else None
    end = None
    if stop is not None:
        end = _End(stop, reader.nodes.number(stop) if _is_bare_number(stop) else None, stops[0] == "to")
    return Step(edge, starts != ["above"], reader.marks(entries.get("marks")), node.place), end


def _edge(reader: ScaleReader, node: Node, measure: Measure) -> Rule:
    """Return the beginning of a band: a number in the criterion's unit, or a limit."""
    unit = measure.unit
    if _is_bare_number(node):
        number = reader.nodes.number(node)
        reader.scaled_number(node, number, measure)
        return Rule(node.text or "", Constant(ValueType(Sort.NUMBER, unit), float(number * unit.factor)))
    rule = reader.nodes.rule(node, reader.vocabulary, (Sort.NUMBER,))
    if rule.text and not (set(rule.facts) <= reader.limits):
        reader.nodes.fault(node, message("A band begins at a number or a limit, not at a fact of the project."))
    elif rule.text and rule.term.type.unit.dimension != unit.dimension:
        told = message(
            "The units do not agree: {left} and {right}.", left=rule.term.type.unit.text or "—", right=unit.text or "—"
        )
        reader.nodes.fault(node, told)
    elif isinstance(rule.term, Constant) and isinstance(rule.term.value, float):
        reader.scaled_number(node, _exact(rule.term.value) / unit.factor, measure)
    return rule


def _check_meeting(reader: ScaleReader, node: Node, measure: Measure, bands: tuple[Step, _End | None, Step]) -> None:
    """Tell bands in the wrong order, and gaps and overlaps where the band before says its end."""
    before, end, step = bands
    here, there = _fixed(step, measure.unit), _fixed(before, measure.unit)
    if here is not None and there is not None and here <= there:
        reader.nodes.fault(node, message("The bands must rise: this one begins at or below the one before."))
    if end is None or end.number is None or here is None:
        return
    scale = 10**measure.decimals
    problem = _meeting_problem(end.number * scale, here * scale, end_is_in=end.is_in, start_is_in=step.is_closed)
    if problem is not None:
        reader.nodes.fault(end.node, problem)


def _meeting_problem(end: Fraction, start: Fraction, *, end_is_in: bool, start_is_in: bool) -> Message | None:
    """Return what is wrong between two bands; values are whole numbers of the last kept decimal by then.

    So “2 to 5” and “6 to 10” leave no gap where whole numbers are kept, and leave one where decimals are.
    """
    last = math.floor(end) if end_is_in else math.ceil(end) - 1
    first = math.ceil(start) if start_is_in else math.floor(start) + 1
    if last + 1 < first:
        return message("Between this end and the next band lies a gap.")
    if last >= first:
        return message("This band and the next overlap.")
    return None


def _is_bare_number(node: Node) -> bool:
    """Tell whether a node is a bare number, without unit or names."""
    text = node.text or ""
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _exact(number: float) -> Fraction:
    return Fraction(number).limit_denominator(10**12)


def _fixed(step: Step, unit: Unit) -> Fraction | None:
    """Return where a band begins in the criterion's unit, when that is a plain number."""
    if step.start is None or not isinstance(step.start.term, Constant) or not isinstance(step.start.term.value, float):
        return None
    return _exact(step.start.term.value) / unit.factor
