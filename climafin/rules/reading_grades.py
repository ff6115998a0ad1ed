"""Reading how a pack grades: by the total, by a matrix of sub-grades, and what forces a grade."""

from collections.abc import Mapping
from itertools import product

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node, unknown_name
from climafin.expression.vocabulary import Vocabulary
from climafin.rules.grading import Band, Force, Grade, How, SubGrade
from climafin.rules.reading_gates import GateReader, grade_key
from climafin.rules.scales.reader import MOST_MARKS
from climafin.rules.schema import NodeReader

#: Pairs of a matrix are written out one by one; nobody writes more.
MAX_CELLS = 400


def read_grades(nodes: NodeReader, node: Node | None, *, by_matrix: bool) -> tuple[Grade, ...]:
    """Return the grades, the best first; under a matrix they begin nowhere, else only the last has no `from`.

    `grades: []` says that the book scores and gives no grades, as lists of bidders do.
    """
    found: list[Grade] = []
    for item in nodes.items(node):
        entries = nodes.entries(item, ("key", "zh", "en"), ("from",))
        label = Label(nodes.text(entries.get("zh")), nodes.text(entries.get("en")))
        start = nodes.hundredths(entries["from"], -MOST_MARKS, MOST_MARKS) if "from" in entries else None
        if by_matrix and start is not None:
            nodes.fault(item, message("Where a matrix grades, no grade has a “from”."))
        elif not by_matrix and found and (found[-1].start is None or (start is not None and start >= found[-1].start)):
            nodes.fault(item, message("Grades stand from the highest to the lowest; only the last has no “from”."))
        found.append(Grade(nodes.name(entries.get("key"), [grade.key for grade in found]), label, start))
    if node is not None and not by_matrix and found and found[-1].start is not None:
        nodes.fault(node, message("The last grade must have no “from”: else some totals have no grade."))
    return tuple(found)


class GradingReader:
    """Reads sub-grades, their matrix, and forcing lines.

    Args:
        nodes: the reader of nodes.
        grades: the grades of the pack.
    """

    def __init__(self, nodes: NodeReader, grades: tuple[Grade, ...]) -> None:
        self._nodes = nodes
        self._grades = grades

    def sub_grades(self, node: Node | None, groups: tuple[str, ...]) -> tuple[SubGrade, ...]:
        """Return the sub-grades; each grades one of the groups."""
        found = []
        for key, item in self._nodes.pairs(node):
            entries = self._nodes.entries(item, ("title", "group", "bands"))
            group = self._nodes.text(entries.get("group"))
            if group and group not in groups:
                self._nodes.fault(entries["group"], unknown_name(group, groups))
            if key in self._nodes.ids:
                self._nodes.faults.add(
                    (node or item).key_places[key], message("The id “{name}” stands twice.", name=key)
                )
            self._nodes.ids.add(key)
            title = self._nodes.label(entries.get("title"))
            found.append(SubGrade(key, title, group, self._bands(entries.get("bands")), item.place))
        return tuple(found)

    def _bands(self, node: Node | None) -> tuple[Band, ...]:
        found: list[Band] = []
        for item in self._nodes.items(node):
            entries = self._nodes.entries(item, ("key", "zh", "en"), ("from", "above"))
            starts = [name for name in ("from", "above") if name in entries]
            if len(starts) != min(len(found), 1):
                told = message(
                    "The first band has neither “from” nor “above”; every other has one of them, so that no points "
                    "are without a band."
                )
                self._nodes.fault(item, told)
            start = self._nodes.hundredths(entries[starts[0]], -MOST_MARKS, MOST_MARKS) if starts else None
            before = found[-1].start if found else None
            if start is not None and before is not None and start <= before:
                told = message("The bands must rise: this one begins at or below the one before.")
                self._nodes.fault(item, told)
            label = Label(self._nodes.text(entries.get("zh")), self._nodes.text(entries.get("en")))
            key = self._nodes.name(entries.get("key"), [band.key for band in found])
            found.append(Band(key, label, start, is_closed=starts != ["above"]))
        if node is not None and len(found) < 2:
            self._nodes.fault(node, message("Steps need at least two bands."))
        return tuple(found)

    def matrix(self, node: Node | None, sub_grades: tuple[SubGrade, ...]) -> Mapping[tuple[str, ...], int]:
        """Return the matrix, which must name every way the sub-grades can fall exactly once."""
        if node is None:
            return {}
        if not sub_grades:
            self._nodes.fault(node, message("A matrix needs “sub_grades”."))
            return {}
        number = {grade.key: at for at, grade in enumerate(self._grades)}
        found: dict[tuple[str, ...], int] = {}
        for item in self._nodes.items(node):
            entries = self._nodes.entries(item, (*(one.key for one in sub_grades), "grade"))
            grade = grade_key(self._nodes, entries["grade"], self._grades) if "grade" in entries else ""
            cells = [self._cells(entries.get(one.key), one) for one in sub_grades]
            for way in list(product(*cells))[:MAX_CELLS]:
                if way in found:
                    told = message("The matrix says twice what follows from: {bands}.", bands=_said(way, sub_grades))
                    self._nodes.fault(item, told)
                found[way] = number.get(grade, 0)
        ways = product(*([band.key for band in one.bands] for one in sub_grades))
        lacking = [way for way, _ in zip(ways, range(MAX_CELLS), strict=False) if way not in found]
        for way in lacking:
            told = message("The matrix does not say what follows from: {bands}.", bands=_said(way, sub_grades))
            self._nodes.fault(node, told)
        return found

    def _cells(self, node: Node | None, sub_grade: SubGrade) -> list[str]:
        if node is None:
            return []
        known = {word: band.key for band in sub_grade.bands for word in (band.key, band.label.zh)}
        found = []
        for item in (node,) if node.items is None else node.items:
            word = self._nodes.text(item)
            if word in known:
                found.append(known[word])
            else:
                self._nodes.fault(item, unknown_name(word, known))
        return found

    def forces(self, node: Node | None, vocabulary: Vocabulary, gates: GateReader) -> tuple[Force, ...]:
        """Return the forcing lines, in the order they are applied."""
        found = []
        for item in self._nodes.items(node):
            entries = self._nodes.entries(item, ("id", "title", "if", "grade", "source"), ("how", "applies", "on"))
            rule_id = self._nodes.rule_id(entries.get("id"))
            found.append(
                Force(
                    rule_id,
                    self._nodes.label(entries.get("title")),
                    gates.scope(rule_id, entries).applies,
                    self._nodes.rule(entries.get("if"), vocabulary),
                    grade_key(self._nodes, entries["grade"], self._grades) if "grade" in entries else "",
                    How(self._nodes.word(entries.get("how"), tuple(How), How.SET)),
                    self._nodes.source(entries.get("source")),
                    item.place,
                )
            )
        if found and not self._grades and node is not None:
            self._nodes.fault(node, message("What forces a grade needs “grades”."))
        return tuple(found)


def _said(way: tuple[str, ...], sub_grades: tuple[SubGrade, ...]) -> tuple[Label, ...]:
    """Return band keys in words."""
    found = []
    for key, one in zip(way, sub_grades, strict=True):
        band = next(band for band in one.bands if band.key == key)
        found.append(Label(f"{one.title.zh}={band.label.zh}", f"{one.title.en} = {band.label.en}"))
    return tuple(found)
