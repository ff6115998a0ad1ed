"""Checklist 齐备性: what must be there, all of it or each for itself, such as the papers of a file."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node
from climafin.domain.assessment import Outcome
from climafin.expression.evaluate import Answer, Unknown
from climafin.rules.rule import Rule
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import Facts, Marked, Measured, PartMarked, figures, joined, quotient


class Counting(StrEnum):
    """What a list gives: full marks only for all; marks for each item; full marks in the share that is there."""

    ALL = "all"
    EACH = "each"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that must be there.

    Attributes:
        part_id: its id.
        title: its name.
        test: whether it is there.
        applies: whether it is asked for at all, or None for always.
        marks: what it is worth by itself, in 1/100; 0 unless each item has its marks.
    """

    part_id: str
    title: Label
    test: Rule
    applies: Rule | None
    marks: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items are there, lack or are open; of those that may not be asked for, apart.

    Attributes:
        held: asked for and there.
        lacking: asked for and not there.
        open: asked for, and unknown whether there.
        held_if: there, and unknown whether asked for.
        lacking_if: not there, and unknown whether asked for.
        open_if: both unknown.
    """

    held: int = 0
    lacking: int = 0
    open: int = 0
    held_if: int = 0
    lacking_if: int = 0
    open_if: int = 0

    def worst(self) -> tuple[int, int]:
        """Return how many of how many are there when unknowns go badly."""
        return self.held, self.held + self.lacking + self.open + self.lacking_if + self.open_if

    def best(self) -> tuple[int, int]:
        """Return how many of how many are there when unknowns go well."""
        held = self.held + self.open + self.held_if + self.open_if
        return held, held + self.lacking


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items that must be there; where none is asked for, nothing lacks and the marks are full."""

    kind: ClassVar[str] = "checklist"

    items: tuple[Item, ...]
    counting: Counting
    full: int

    def mark(self, _measured: Measured, facts: Facts) -> Marked:
        """Return the marks of what is there; what cannot be told leaves a range."""
        parts: list[PartMarked] = []
        counts: dict[str, int] = {}
        unknown: Unknown | None = None
        for item in self.items:
            scope: Answer = True if item.applies is None else item.applies.answer(facts)
            answer: Answer = False if scope is False else item.test.answer(facts)
            parts.append(self._part(item, scope, answer))
            if scope is not False:
                name = _state(scope, answer)
                counts[name] = counts.get(name, 0) + 1
            for one in (scope, answer):
                unknown = joined(unknown, one if isinstance(one, Unknown) else None)
        tally = Tally(**counts)
        low, high = self._ends(tally, parts)
        if low < high:
            return Marked(low, high, unknown=unknown, parts=tuple(parts))
        there, asked = tally.best()
        clause = figures(f"{there}/{asked}") if unknown is None else None
        band = None if unknown is not None else 1 if there == asked else 0
        return Marked(low, high, clause=clause, band=band, parts=tuple(parts))

    def _ends(self, tally: Tally, parts: list[PartMarked]) -> tuple[int, int]:
        if self.counting is Counting.EACH:
            return sum(part.low for part in parts), sum(part.high for part in parts)
        return self._worth(*tally.worst()), self._worth(*tally.best())

    def _worth(self, there: int, asked: int) -> int:
        if there == asked:
            return self.full
        return 0 if self.counting is Counting.ALL else quotient(self.full * there, asked)

    def _part(self, item: Item, scope: Answer, answer: Answer) -> PartMarked:
        outcome = Outcome.MET if answer is True else Outcome.UNKNOWN if isinstance(answer, Unknown) else Outcome.NOT_MET
        if scope is False:
            outcome = Outcome.NOT_APPLICABLE
        elif isinstance(scope, Unknown):
            outcome = Outcome.UNKNOWN
        low = item.marks if outcome is Outcome.MET else 0
        high = 0 if answer is False or scope is False else item.marks
        return PartMarked(item.part_id, item.title, outcome, low, high, item.marks)

    def reach(self) -> tuple[int, int]:
        """Return the marks with nothing and with everything there."""
        if self.counting is Counting.EACH:
            return 0, sum(item.marks for item in self.items)
        return 0, self.full

    def rules(self) -> tuple[Rule, ...]:
        """Return the conditions."""
        found: list[Rule] = []
        for item in self.items:
            found += (item.test,) if item.applies is None else (item.applies, item.test)
        return tuple(found)

    def clauses(self) -> int:
        """Return 0: its parts are looked at instead."""
        return 0


def _state(scope: Answer, answer: Answer) -> str:
    name = "open" if isinstance(answer, Unknown) else "held" if answer else "lacking"
    return f"{name}_if" if isinstance(scope, Unknown) else name


def read_checklist(reader: ScaleReader, node: Node, _measure: Measure) -> Checklist:
    """Read `{items: [{id, zh, en, if, applies, marks}, …], marks: all|each|share, full}`."""
    entries = reader.nodes.entries(node, ("items", "marks"), ("full",))
    counting = Counting(reader.nodes.word(entries.get("marks"), tuple(Counting), Counting.ALL))
    if counting is Counting.EACH and "full" in entries:
        reader.nodes.faults.add(node.key_places["full"], message("Where each item has its marks, “full” says nothing."))
    items: list[Item] = []
    for item in reader.nodes.items(entries.get("items")):
        items.append(_item(reader, item, [one.part_id for one in items], counting))
    if not items:
        reader.nodes.fault(node, message("Here at least one item is needed."))
    full = reader.marks(entries["full"]) if "full" in entries else reader.full
    return Checklist(tuple(items), counting, full)


def _item(reader: ScaleReader, node: Node, taken: list[str], counting: Counting) -> Item:
    own = ("marks",) if counting is Counting.EACH else ()
    entries = reader.nodes.entries(node, ("id", "zh", "en", "if", *own), ("applies",))
    return Item(
        reader.nodes.name(entries.get("id"), taken),
        reader.title(entries),
        reader.condition(entries.get("if")),
        reader.condition(entries["applies"]) if "applies" in entries else None,
        reader.taken(entries["marks"]) if own and "marks" in entries else 0,
    )
