"""Rates 边际计分: so many marks for every so much more, at rates that change from segment to segment."""

from dataclasses import dataclass
from typing import ClassVar

from climafin.base.messages import message
from climafin.base.yaml_nodes import Node, Place
from climafin.expression.evaluate import Unknown
from climafin.rules.rule import Rule
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import Facts, Marked, Measured, figures, measured_whole, plain, quotient


@dataclass(frozen=True, slots=True)
class Segment:
    """One rate; it ends where the next begins.

    Attributes:
        start: where it begins, its own beginning included, in last kept decimals.
        base: marks at its beginning, in 1/100.
        per: the length of one step, in last kept decimals.
        marks: marks for every step, in 1/100; below zero where more is worse.
        place: where it stands in the file.
    """

    start: int
    base: int
    per: int
    marks: int
    place: Place


@dataclass(frozen=True, slots=True)
class Rates:
    """Marginal marks.

    Attributes:
        segments: the rates, beginnings rising.
        below: marks of values below the first segment, in 1/100.
        floor: the fewest marks a segment can give, in 1/100.
        cap: the most marks a segment can give, in 1/100.
        whole_steps: whether only whole steps count; otherwise every part of a step brings its part.
    """

    kind: ClassVar[str] = "rates"

    segments: tuple[Segment, ...]
    below: int
    floor: int
    cap: int
    whole_steps: bool

    def mark(self, measured: Measured, facts: Facts) -> Marked:
        """Return the marks at the value, halves of 1/100 upward."""
        scaled = measured_whole(measured, facts)
        if isinstance(scaled, Unknown):
            return Marked(*self.reach(), unknown=scaled)
        at = sum(segment.start <= scaled for segment in self.segments)
        marks = self.below if at == 0 else self._in_segment(self.segments[at - 1], scaled)
        step = self._next_step(scaled, marks, at)
        return Marked(
            marks,
            marks,
            value=scaled / 10**measured.decimals,
            clause=figures(self._text(at, measured.decimals)),
            next_step=None if step is None else step / 10**measured.decimals,
            band=at,
        )

    def reach(self) -> tuple[int, int]:
        """Return the fewest and the most marks: those at the ends of the segments, and what the last one runs to."""
        ends = [self.below]
        for at, segment in enumerate(self.segments):
            ends.append(self._in_segment(segment, segment.start))
            if at + 1 < len(self.segments):
                ends.append(self._in_segment(segment, self.segments[at + 1].start - 1))
            elif segment.marks:
                ends.append(self.cap if segment.marks > 0 else self.floor)
        return min(ends), max(ends)

    def rules(self) -> tuple[Rule, ...]:
        """Return nothing: rates are fixed numbers."""
        return ()

    def clauses(self) -> int:
        """Return the number of segments, and what lies below the first."""
        return len(self.segments) + 1

    def _in_segment(self, segment: Segment, scaled: int) -> int:
        beyond = scaled - segment.start
        if self.whole_steps:
            more = segment.marks * (beyond // segment.per)
        else:
            more = quotient(segment.marks * beyond, segment.per)
        return max(self.floor, min(self.cap, segment.base + more))

    def _next_step(self, scaled: int, marks: int, at: int) -> int | None:
        """Return the nearest value that brings more: a next step, a next segment, or where the cap is reached."""
        tried = {segment.start for segment in self.segments}
        if at == 0:
            tried.add(self.segments[0].start + self.segments[0].per)
        else:
            here = self.segments[at - 1]
            if self.whole_steps:
                steps = (scaled - here.start) // here.per
                tried |= {here.start + (steps + 1) * here.per, here.start + steps * here.per - 1}
            elif here.marks > 0:
                # The first last decimal at which the cap is reached: a quotient, rounded upward.
                tried.add(here.start - (here.base - self.cap) * here.per // here.marks)
        better = [value for value in tried if self._at(value) > marks]
        return min(better, key=lambda value: (abs(value - scaled), value), default=None)

    def _at(self, scaled: int) -> int:
        at = sum(segment.start <= scaled for segment in self.segments)
        return self.below if at == 0 else self._in_segment(self.segments[at - 1], scaled)

    def _text(self, at: int, decimals: int) -> str:
        if at == 0:
            return f"x < {plain(self.segments[0].start, decimals)}"
        segment = self.segments[at - 1]
        start = plain(segment.start, decimals)
        end = f" < {plain(self.segments[at].start, decimals)}" if at < len(self.segments) else ""
        sign = "+" if segment.marks >= 0 else "−"
        rate = f"{plain(abs(segment.marks), 2)} × (x − {start}) / {plain(segment.per, decimals)}"
        return f"{start} ≤ x{end}: {plain(segment.base, 2)} {sign} {rate}"


def read_rates(reader: ScaleReader, node: Node, measure: Measure) -> Rates:
    """Read `{segments: [{from, base, per, marks}, …], whole_steps, below, floor, cap}`."""
    entries = reader.nodes.entries(node, ("segments",), ("whole_steps", "below", "floor", "cap"))
    segments: list[Segment] = []
    for item in reader.nodes.items(entries.get("segments")):
        segments.append(_segment(reader, item, measure, segments[-1] if segments else None))
    if not segments:
        reader.nodes.fault(node, message("Rates need at least one segment."))
        segments.append(Segment(0, 0, 1, 0, node.place))
    floor = reader.marks(entries["floor"]) if "floor" in entries else 0
    cap = reader.marks(entries["cap"]) if "cap" in entries else reader.full
    if floor > cap:
        reader.nodes.fault(node, message("“{low}” lies above “{high}”.", low="floor", high="cap"))
    return Rates(
        tuple(segments),
        reader.marks(entries["below"]) if "below" in entries else 0,
        floor,
        cap,
        reader.nodes.flag(entries["whole_steps"]) if "whole_steps" in entries else False,
    )


def _segment(reader: ScaleReader, node: Node, measure: Measure, before: Segment | None) -> Segment:
    entries = reader.nodes.entries(node, ("from", "per", "marks"), ("base",))
    start = reader.scaled(entries["from"], measure) if "from" in entries else 0
    per = reader.scaled(entries["per"], measure) if "per" in entries else 1
    if per <= 0:
        reader.nodes.fault(entries["per"], message("A step must be greater than 0."))
        per = 1
    if before is not None and start <= before.start:
        reader.nodes.fault(node, message("The segments must rise: this one begins at or below the one before."))
    if "base" in entries:
        base = reader.marks(entries["base"])
    else:
        base = 0 if before is None else _continued(reader, node, before, start)
    return Segment(start, base, per, reader.any_marks(entries.get("marks")), node.place)


def _continued(reader: ScaleReader, node: Node, before: Segment, start: int) -> int:
    """Return the marks with which the segment before ends, where the next one says no base of its own."""
    more = before.marks * (start - before.start)
    if more % before.per:
        told = message("Say “base”: what the segment before ends with is no whole hundredth of a mark.")
        reader.nodes.fault(node, told)
    return before.base + more // before.per
