"""Sum 多选累加: marks for every answer of a field with several choices, together at most the cap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node
from climafin.domain.assessment import Outcome
from climafin.expression.evaluate import Unknown
from climafin.expression.terms import Sort
from climafin.rules.rule import Rule
from climafin.rules.scales.labels import read_choice_marks
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import Facts, Marked, Measured, PartMarked, plain

_NONE = Label("无", "none")


@dataclass(frozen=True, slots=True)
class ChoiceSum:
    """Marks by answer, added up.

    Attributes:
        of: the choices that were made.
        marks: marks by the key of an answer, in 1/100; every answer there is.
        floor: the fewest marks, in 1/100.
        cap: the most marks, in 1/100.
    """

    kind: ClassVar[str] = "sum"

    of: Rule
    marks: Mapping[str, int]
    floor: int
    cap: int

    def mark(self, _measured: Measured, facts: Facts) -> Marked:
        """Return the sum over the answers given."""
        answer = self.of.answer(facts)
        labels = {choice.key: choice.label for choice in self.of.term.type.choices}
        if isinstance(answer, Unknown):
            open_parts = tuple(
                PartMarked(key, labels[key], Outcome.UNKNOWN, min(0, marks), max(0, marks), max(0, marks))
                for key, marks in self.marks.items()
            )
            return Marked(*self.reach(), unknown=answer, parts=open_parts)
        assert isinstance(answer, frozenset)  # reading lets only several choices through
        parts = tuple(self._part(key, labels[key], is_held=key in answer) for key in self.marks)
        total = sum(part.low for part in parts)
        marks = max(self.floor, min(self.cap, total))
        held = [labels[key] for key in self.marks if key in answer]
        word = Label("、".join(name.zh for name in held), ", ".join(name.en for name in held)) if held else _NONE
        added = " + ".join(plain(part.low, 2) for part in parts if part.outcome is Outcome.MET) or "0"
        end = f" → {plain(marks, 2)}" if marks != total else ""
        clause = Label(f"{word.zh}：{added}{end}", f"{word.en}: {added}{end}")
        band = 2 if total >= self.cap else 1 if held else 0
        return Marked(marks, marks, word=word, clause=clause, band=band, parts=parts)

    def _part(self, key: str, title: Label, *, is_held: bool) -> PartMarked:
        marks = self.marks[key]
        worth = marks if is_held else 0
        return PartMarked(key, title, Outcome.MET if is_held else Outcome.NOT_MET, worth, worth, max(0, marks))

    def reach(self) -> tuple[int, int]:
        """Return the sum of what takes off and of what brings, within floor and cap."""
        low = sum(min(0, marks) for marks in self.marks.values())
        high = sum(max(0, marks) for marks in self.marks.values())
        return max(self.floor, min(self.cap, low)), max(self.floor, min(self.cap, high))

    def rules(self) -> tuple[Rule, ...]:
        """Return what was chosen."""
        return (self.of,)

    def clauses(self) -> int:
        """Return 0: its parts are looked at instead."""
        return 0


def read_choice_sum(reader: ScaleReader, node: Node, _measure: Measure) -> ChoiceSum:
    """Read `{of: a field with several choices, marks: {answer: marks, …}, otherwise, floor, cap}`."""
    entries = reader.nodes.entries(node, ("of", "marks"), ("otherwise", "floor", "cap"))
    of = reader.nodes.rule(entries.get("of"), reader.vocabulary, (Sort.CHOICES,))
    marks = (
        {} if of.term.type.sort is not Sort.CHOICES else read_choice_marks(reader, entries.get("marks"), of.term.type)
    )
    otherwise = reader.marks(entries["otherwise"]) if "otherwise" in entries else None
    lacking = [choice for choice in of.term.type.choices if choice.key not in marks]
    if lacking and otherwise is None and "marks" in entries:
        names = tuple(choice.label for choice in lacking)
        reader.nodes.fault(entries["marks"], message("These answers have no marks: {names}.", names=names))
    marks |= {choice.key: otherwise or 0 for choice in lacking}
    return ChoiceSum(
        of,
        {choice.key: marks[choice.key] for choice in of.term.type.choices},
        reader.marks(entries["floor"]) if "floor" in entries else reader.lowest,
        reader.marks(entries["cap"]) if "cap" in entries else reader.full,
    )
