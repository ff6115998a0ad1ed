"""Deduct 扣分: from full marks downward, so much for every thing found, never below the floor."""

from dataclasses import dataclass
from typing import ClassVar

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node
from climafin.domain.assessment import Outcome
from climafin.expression.evaluate import Unknown
from climafin.rules.rule import Rule
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import (
    Facts,
    Marked,
    Measured,
    PartMarked,
    counted_marks,
    figures,
    joined,
    outcome_of,
    plain,
)


@dataclass(frozen=True, slots=True)
class Deduction:
    """One thing that marks are taken off for.

    Attributes:
        part_id: its id.
        title: its name.
        rule: the condition that takes them off once, or the number of times.
        counts: whether `rule` is a number.
        marks: marks taken off, each time, in 1/100.
        cap: the most that is taken off for it, in 1/100.
    """

    part_id: str
    title: Label
    rule: Rule
    counts: bool
    marks: int
    cap: int

    def taken(self, facts: Facts) -> tuple[PartMarked, Unknown | None]:
        """Return what is taken off, as marks below zero, and what is unknown of it."""
        if self.counts:
            least, most, unknown = counted_marks(self.rule, self.marks, self.cap, facts)
            outcome = Outcome.UNKNOWN if unknown else Outcome.MET if least else Outcome.NOT_MET
        else:
            answer = self.rule.answer(facts)
            unknown = answer if isinstance(answer, Unknown) else None
            outcome = outcome_of(answer)
            least = self.marks if outcome is Outcome.MET else 0
            most = 0 if outcome is Outcome.NOT_MET else self.marks
        return PartMarked(self.part_id, self.title, outcome, -most, -least, 0), unknown


@dataclass(frozen=True, slots=True)
class Deductions:
    """Full marks less what is taken off."""

    kind: ClassVar[str] = "deduct"

    full: int
    floor: int
    items: tuple[Deduction, ...]

    def mark(self, _measured: Measured, facts: Facts) -> Marked:
        """Return what is left; a thing that cannot be told leaves a range."""
        parts: list[PartMarked] = []
        unknown: Unknown | None = None
        for item in self.items:
            part, missing = item.taken(facts)
            parts.append(part)
            unknown = joined(unknown, missing)
        low = max(self.floor, self.full + sum(part.low for part in parts))
        high = max(self.floor, self.full + sum(part.high for part in parts))
        if low < high:
            return Marked(low, high, unknown=unknown, parts=tuple(parts))
        clause = figures(self._text(parts, low))
        band = 0 if low == self.full else 2 if low == self.floor else 1
        return Marked(low, high, clause=clause, band=band, parts=tuple(parts))

    def _text(self, parts: list[PartMarked], left: int) -> str:
        off = "".join(f" − {plain(-part.low, 2)}" for part in parts if part.low)
        end = f" → {plain(left, 2)}" if self.full + sum(part.low for part in parts) < self.floor else ""
        return f"{plain(self.full, 2)}{off}{end}"

    def reach(self) -> tuple[int, int]:
        """Return what is left when everything is found, and full marks."""
        return max(self.floor, self.full - sum(item.cap for item in self.items)), self.full

    def rules(self) -> tuple[Rule, ...]:
        """Return the conditions and the numbers of times."""
        return tuple(item.rule for item in self.items)

    def clauses(self) -> int:
        """Return 0: its parts are looked at instead."""
        return 0


def read_deductions(reader: ScaleReader, node: Node, _measure: Measure) -> Deductions:
    """Read `{full, floor, items: [{id, zh, en, if, marks} | {id, zh, en, count, marks, cap}, …]}`."""
    entries = reader.nodes.entries(node, ("items",), ("full", "floor"))
    full = reader.marks(entries["full"]) if "full" in entries else reader.full
    floor = reader.marks(entries["floor"]) if "floor" in entries else min(0, full)
    if floor >= full:
        reader.nodes.fault(node, message("“{low}” must lie below “{high}”.", low="floor", high="full"))
    items: list[Deduction] = []
    for item in reader.nodes.items(entries.get("items")):
        items.append(_deduction(reader, item, [one.part_id for one in items], full - floor))
    if not items:
        reader.nodes.fault(node, message("Here at least one item is needed."))
    return Deductions(full, floor, tuple(items))


def _deduction(reader: ScaleReader, node: Node, taken: list[str], most: int) -> Deduction:
    entries = reader.nodes.entries(node, ("id", "zh", "en", "marks"), ("if", "count", "cap"))
    counts = "count" in entries
    if counts == ("if" in entries):
        reader.nodes.fault(node, message("An item has exactly one of: {names}.", names="if, count"))
    if "cap" in entries and not counts:
        reader.nodes.faults.add(node.key_places["cap"], message("“cap” goes with “count” only."))
    marks = reader.taken(entries.get("marks"))
    cap = reader.taken(entries["cap"]) if "cap" in entries else most if counts else marks
    return Deduction(
        reader.nodes.name(entries.get("id"), taken),
        reader.title(entries),
        reader.count(entries["count"]) if counts else reader.condition(entries.get("if")),
        counts,
        marks,
        cap,
    )
