"""Marks by the answer of a choice, and for yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from climafin.base.messages import message
from climafin.base.yaml_nodes import Node, unknown_name
from climafin.domain.shown_values import NO, YES
from climafin.expression.evaluate import Unknown
from climafin.expression.terms import ValueType
from climafin.rules.rule import Rule
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import Facts, Marked, Measured, answered


@dataclass(frozen=True, slots=True)
class Labels:
    """Marks by the answer of a choice."""

    kind: ClassVar[str] = "choices"

    marks: Mapping[str, int]

    def mark(self, measured: Measured, facts: Facts) -> Marked:
        """Return the marks of the answer."""
        answer = answered(measured, facts)
        if isinstance(answer, Unknown):
            return Marked(*self.reach(), unknown=answer)
        assert measured.value is not None  # as `answered` says
        choices = measured.value.term.type.choices
        word = next(choice.label for choice in choices if choice.key == answer)
        marks = self.marks[str(answer)]
        return Marked(marks, marks, word=word, clause=word, band=list(self.marks).index(str(answer)))

    def reach(self) -> tuple[int, int]:
        """Return the marks of the worst and of the best answer."""
        return min(self.marks.values()), max(self.marks.values())

    def rules(self) -> tuple[Rule, ...]:
        """Return nothing: answers are fixed."""
        return ()

    def clauses(self) -> int:
        """Return the number of answers."""
        return len(self.marks)


@dataclass(frozen=True, slots=True)
class YesNo:
    """Marks for yes and for no."""

    kind: ClassVar[str] = "marks"

    yes: int
    no: int

    def mark(self, measured: Measured, facts: Facts) -> Marked:
        """Return the marks of the answer."""
        answer = answered(measured, facts)
        if isinstance(answer, Unknown):
            return Marked(*self.reach(), unknown=answer)
        marks, word = (self.yes, YES) if answer else (self.no, NO)
        return Marked(marks, marks, word=word, clause=word, band=0 if answer else 1)

    def reach(self) -> tuple[int, int]:
        """Return the lesser and the greater of both."""
        return min(self.yes, self.no), max(self.yes, self.no)

    def rules(self) -> tuple[Rule, ...]:
        """Return nothing: both answers are fixed."""
        return ()

    def clauses(self) -> int:
        """Return 2."""
        return 2


def read_yes_no(reader: ScaleReader, node: Node, _measure: Measure) -> YesNo:
    """Read `{yes: …, no: …}`."""
    entries = reader.nodes.entries(node, ("yes", "no"))
    return YesNo(reader.marks(entries.get("yes")), reader.marks(entries.get("no")))


def read_labels(reader: ScaleReader, node: Node, measure: Measure) -> Labels:
    """Read `{answer: marks, …}`; every answer must have its marks."""
    kind = measure.type
    marks = read_choice_marks(reader, node, kind)
    lacking = [choice.label for choice in kind.choices if choice.key not in marks]
    if lacking:
        reader.nodes.fault(node, message("These answers have no marks: {names}.", names=tuple(lacking)))
    return Labels(marks or {"": 0})


def read_choice_marks(reader: ScaleReader, node: Node | None, kind: ValueType) -> dict[str, int]:
    """Return marks by the key of an answer; names nobody knows and doubled ones are told."""
    marks: dict[str, int] = {}
    for name, item in reader.nodes.pairs(node):
        place = item.place if node is None else node.key_places[name]
        key = kind.choice_key(name)
        if key is None:
            known = [word for choice in kind.choices for word in (choice.label.zh, choice.key)]
            reader.nodes.faults.add(place, unknown_name(name, known))
        elif key in marks:
            reader.nodes.faults.add(place, message("The id “{name}” stands twice.", name=name))
        else:
            marks[key] = reader.marks(item)
    return marks
