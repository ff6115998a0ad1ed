"""Tests 判定表: conditions in order, the first that holds gives the marks; the last line is for all other cases."""

from dataclasses import dataclass, replace
from typing import ClassVar

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node, Place
from climafin.domain.assessment import Outcome
from climafin.expression.evaluate import Unknown
from climafin.expression.units import BARE
from climafin.rules.rule import Rule
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import (
    Facts,
    Fixed,
    Marked,
    Measured,
    Measurement,
    PartMarked,
    joined,
)

OTHERWISE = Label("其他情形", "otherwise")


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a decision list.

    Attributes:
        test: its condition; None for the last line.
        title: its name, or its condition in the words of both languages.
        then: what it gives: fixed marks, or a scale of its own.
        place: where it stands in the file.
    """

    test: Rule | None
    title: Label
    then: Measurement
    place: Place


@dataclass(frozen=True, slots=True)
class DecisionList:
    """Conditions from the first to the last.

    A condition that cannot be told leaves open whether its line or a later one decides: the marks are then
    the range of all lines that still may. When they all give the same, it is told all the same.
    """

    kind: ClassVar[str] = "tests"

    branches: tuple[Branch, ...]

    def mark(self, _measured: Measured, facts: Facts) -> Marked:
        """Return what the first line that holds gives."""
        unknown: Unknown | None = None
        open_lines: list[tuple[int, Marked]] = []
        parts: list[PartMarked] = []
        is_over = False
        for at, branch in enumerate(self.branches):
            answer = True if branch.test is None else False if is_over else branch.test.answer(facts)
            if is_over or answer is False:
                parts.append(_part(at, branch, Outcome.NOT_APPLICABLE if is_over else Outcome.NOT_MET))
                continue
            found = branch.then.scale.mark(branch.then, facts)
            open_lines.append((at, found))
            is_open = isinstance(answer, Unknown)
            unknown = joined(unknown, answer if isinstance(answer, Unknown) else None)
            is_over = not is_open
            parts.append(_part(at, branch, Outcome.UNKNOWN if is_open else Outcome.MET, found))
        if unknown is None:
            return self._decided(open_lines[-1], parts)
        low = min(found.low for _, found in open_lines)
        high = max(found.high for _, found in open_lines)
        if low == high:
            return Marked(low, high, parts=tuple(parts))
        for _, found in open_lines:
            unknown = joined(unknown, found.unknown)
        return Marked(low, high, unknown=unknown, parts=tuple(parts))

    def _decided(self, line: tuple[int, Marked], parts: list[PartMarked]) -> Marked:
        at, found = line
        branch = self.branches[at]
        parts[at] = replace(parts[at], decides=True)
        parts += inner_parts(str(at + 1), found)
        if isinstance(branch.then.scale, Fixed):
            return replace(found, word=branch.title, clause=branch.title, band=at, parts=tuple(parts))
        clause = branch.title if found.clause is None else told_within(branch.title, found.clause)
        unit = branch.then.unit if found.unit is None else found.unit
        return replace(found, clause=clause, band=at, parts=tuple(parts), unit=unit)

    def reach(self) -> tuple[int, int]:
        """Return the fewest and the most marks of all lines."""
        ends = [branch.then.scale.reach() for branch in self.branches]
        return min(low for low, _ in ends), max(high for _, high in ends)

    def rules(self) -> tuple[Rule, ...]:
        """Return the conditions, and what is measured under them."""
        found: list[Rule] = []
        for branch in self.branches:
            found += () if branch.test is None else (branch.test,)
            found += branch.then.rules()
        return tuple(found)

    def clauses(self) -> int:
        """Return the number of lines."""
        return len(self.branches)


def told_within(title: Label, clause: Label) -> Label:
    """Return the clause of an inner scale with the name of the line or indicator it belongs to."""
    return Label(f"{title.zh}：{clause.zh}", f"{title.en}: {clause.en}")


def inner_parts(part_id: str, found: Marked) -> list[PartMarked]:
    """Return the parts of an inner scale under the id of the line or indicator that holds it."""
    return [replace(part, part_id=f"{part_id}.{part.part_id}") for part in found.parts]


def _part(at: int, branch: Branch, outcome: Outcome, found: Marked | None = None) -> PartMarked:
    low, high = (0, 0) if found is None else (found.low, found.high)
    return PartMarked(str(at + 1), branch.title, outcome, low, high, branch.then.scale.reach()[1])


def read_decision_list(reader: ScaleReader, node: Node, _measure: Measure) -> DecisionList:
    """Read `[{if: condition, marks: …}, {if: condition, value: …, steps: …}, …, {otherwise: marks}]`."""
    items = reader.nodes.items(node)
    branches = tuple(_branch(reader, item, is_last=at + 1 == len(items)) for at, item in enumerate(items))
    if len(branches) < 2:
        reader.nodes.fault(node, message("Tests need at least one condition, and “otherwise” at the end."))
        other = Measurement(None, BARE, 0, Fixed(0))
        branches = (*branches, Branch(None, OTHERWISE, other, node.place))
    return DecisionList(branches)


def _branch(reader: ScaleReader, node: Node, *, is_last: bool) -> Branch:
    is_other = node.entries is not None and "otherwise" in node.entries
    if is_other != is_last:
        told = message("The last line, and no other, is “otherwise”: else some cases have no marks.")
        reader.nodes.fault(node, told)
    if is_other:
        entries = reader.nodes.entries(node, ("otherwise",), ("zh", "en"))
        return Branch(None, reader.title(entries, OTHERWISE), _other(reader, entries["otherwise"]), node.place)
    inside = reader.within()
    names = ("zh", "en", "marks", "value", "unit", "decimals", *inside.families)
    entries = reader.nodes.entries(node, ("if",), tuple(dict.fromkeys(names)))
    test = reader.condition(entries.get("if"))
    return Branch(test, reader.title(entries, test.said), _then(reader, node, entries), node.place)


def _other(reader: ScaleReader, node: Node) -> Measurement:
    if node.entries is None:
        return Measurement(None, BARE, 0, Fixed(reader.marks(node)))
    inside = reader.within()
    names = ("value", "unit", "decimals", *inside.families)
    return inside.measurement(node, reader.nodes.entries(node, (), names))


def _then(reader: ScaleReader, node: Node, entries: dict[str, Node]) -> Measurement:
    inside = reader.within()
    marks = entries.get("marks")
    measuring = [name for name in ("value", "unit", "decimals", *inside.families) if name in entries]
    if marks is not None and marks.entries is None:
        if measuring != ["marks"]:
            reader.nodes.fault(node, message("A line gives either fixed marks or a value with its scale."))
        return Measurement(None, BARE, 0, Fixed(reader.marks(marks)))
    if not measuring:
        reader.nodes.fault(node, message("“{key}” is missing here.", key="marks"))
        return Measurement(None, BARE, 0, Fixed(0))
    return inside.measurement(node, entries)
