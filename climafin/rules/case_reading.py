"""Reading the built-in cases of a pack: facts as people type them, and what must come out."""

from collections.abc import Mapping
from datetime import date

from climafin.base.messages import message
from climafin.base.yaml_nodes import Node, unknown_name
from climafin.domain.assessment import Outcome
from climafin.domain.dictionary import Dictionary
from climafin.domain.project import Value, ValueNote
from climafin.domain.stages import Stage
from climafin.domain.values import parse_value
from climafin.domain.verdict import Verdict
from climafin.rules.pack import Case, Expected, Grade
from climafin.rules.scales.reader import MOST_MARKS
from climafin.rules.schema import NodeReader

WHOLE = ("verdict", "score", "grade")
_STAGE_WORDS = {name: stage.value for stage in Stage for name in (stage.value, stage.label.zh)}


class CaseReader:
    """Reads the cases of one pack."""

    def __init__(
        self, nodes: NodeReader, fields: Dictionary, rule_ids: frozenset[str], grades: tuple[Grade, ...], since: date
    ) -> None:
        self._nodes = nodes
        self._fields = fields
        self._rule_ids = rule_ids
        self._grades = grades
        self._since = since

    def read(self, usual: Node | None, cases: Node | None) -> tuple[Case, ...]:
        """Return the cases, each with the usual facts under its own."""
        common = self._facts(usual)
        return tuple(self._case(node, common) for node in self._nodes.items(cases))

    def _case(self, node: Node, common: "_Facts") -> Case:
        entries = self._nodes.entries(node, ("name", "expect"), ("facts", "as_of"))
        own = self._facts(entries.get("facts"))
        facts = common.with_(own)
        expected = tuple(
            self._expected(name, item, entries["expect"]) for name, item in self._nodes.pairs(entries.get("expect"))
        )
        return Case(
            self._nodes.text(entries.get("name")),
            self._nodes.day(entries.get("as_of"), self._since),
            facts.values,
            facts.notes,
            facts.stage,
            expected,
            node.place,
        )

    def _facts(self, node: Node | None) -> "_Facts":
        values: dict[str, Value] = {}
        notes: dict[str, ValueNote] = {}
        stage = ""
        for name, item in self._nodes.pairs(node):
            if name in ("stage", "阶段"):
                stage = self._stage(item)
                continue
            field = self._fields.by_head(name) or next((f for f in self._fields if f.fact == name), None)
            if field is None:
                known = [word for field in self._fields for word in (field.key, field.fact)]
                place = node.key_places[name] if node is not None else item.place
                self._nodes.faults.add(place, unknown_name(name, known))
                continue
            raw: object = [part.text for part in item.items] if item.items is not None else item.text
            parsed = parse_value(field, raw)
            if parsed.problem is not None:
                self._nodes.fault(item, parsed.problem)
            values[field.key] = parsed.value
            notes[field.key] = ValueNote(not_applicable=parsed.not_applicable)
        return _Facts(values, notes, stage)

    def _stage(self, node: Node) -> str:
        found = _STAGE_WORDS.get(node.text or "")
        if found is None:
            self._nodes.fault(node, unknown_name(node.text or "", _STAGE_WORDS))
        return found or ""

    def _expected(self, name: str, node: Node, mapping: Node) -> Expected:
        place = mapping.key_places[name]
        if name not in WHOLE and name not in self._rule_ids:
            self._nodes.faults.add(place, unknown_name(name, [*WHOLE, *self._rule_ids]))
        if node.items is not None:
            ends = [self._nodes.hundredths(item, -MOST_MARKS, MOST_MARKS) for item in node.items]
            if len(ends) != 2:
                self._nodes.fault(node, message("A range is [low, high]."))
                ends = [0, 0]
            return Expected(name, "", ends[0], ends[1], place)
        words = self._words(name)
        text = self._nodes.text(node)
        if text in words:
            return Expected(name, words[text], 0, 0, place)
        if name in ("verdict", "grade"):
            self._nodes.fault(node, unknown_name(text, words))
        points = self._nodes.hundredths(node, -MOST_MARKS, MOST_MARKS)
        return Expected(name, "", points, points, place)

    def _words(self, name: str) -> Mapping[str, str]:
        if name == "verdict":
            return {verdict.value: verdict.value for verdict in Verdict}
        if name == "score":
            return {}
        if name == "grade":
            return {word: grade.key for grade in self._grades for word in (grade.key, grade.label.zh)}
        return {outcome.value: outcome.value for outcome in Outcome}


class _Facts:
    """Values, notes and stage of a case."""

    def __init__(self, values: Mapping[str, Value], notes: Mapping[str, ValueNote], stage: str) -> None:
        self.values = values
        self.notes = notes
        self.stage = stage

    def with_(self, own: "_Facts") -> "_Facts":
        """Return these facts with others laid over them."""
        return _Facts({**self.values, **own.values}, {**self.notes, **own.notes}, own.stage or self.stage)
