"""Reading the built-in cases of a pack: facts as people type them, and what must come out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from climafin.base.messages import message
from climafin.base.yaml_nodes import Node, unknown_name
from climafin.domain.assessment import Outcome
from climafin.domain.dictionary import Field
from climafin.domain.project import TableRow, Value, ValueNote
from climafin.domain.signed import Occasion
from climafin.domain.stages import Stage
from climafin.domain.values import parse_value
from climafin.domain.verdict import Verdict
from climafin.expression.terms import Sort
from climafin.rules.asking import Initial
from climafin.rules.pack import Case, Expected, Pack
from climafin.rules.reading_gates import grade_key
from climafin.rules.scales.expert import Expert
from climafin.rules.scales.reader import MOST_MARKS
from climafin.rules.schema import NodeReader

WHOLE = ("verdict", "score", "grade")
UNKNOWN = "unknown"
_STAGE_WORDS = {name: stage.value for stage in Stage for name in (stage.value, stage.label.zh)}
#: A case whose project is in no stage yet, though the usual facts name one.
_STAGE_WORDS |= {UNKNOWN: "", "待定": ""}
_OCCASION_WORDS = {name: occasion for occasion in Occasion for name in (occasion.value, occasion.label.zh)}


@dataclass(frozen=True, slots=True)
class _Facts:
    """Values, notes and stage of a case."""

    values: Mapping[str, Value] = field(default_factory=dict)
    notes: Mapping[str, ValueNote] = field(default_factory=dict)
    stage: str | None = None

    def with_(self, own: "_Facts") -> "_Facts":
        """Return these facts with others laid over them."""
        stage = self.stage if own.stage is None else own.stage
        return _Facts({**self.values, **own.values}, {**self.notes, **own.notes}, stage)


class CaseReader:
    """Reads the cases of one pack.

    Args:
        nodes: the reader of nodes.
        pack: the pack as far as it was read.
    """

    def __init__(self, nodes: NodeReader, pack: Pack) -> None:
        self._nodes = nodes
        self._pack = pack
        self._sub_grades = {one.key: one for one in pack.sub_grades}
        self._values = {word: name.key for name in pack.own_names for word in (name.key, name.label.zh)}
        self._names = [*WHOLE, *nodes.ids, *self._values]

    def read(self, usual: Node | None, cases: Node | None) -> tuple[Case, ...]:
        """Return the cases, each with the usual facts under its own."""
        common = self._facts(usual)
        return tuple(self._case(node, common) for node in self._nodes.items(cases))

    def _case(self, node: Node, common: _Facts) -> Case:
        optional = ("facts", "as_of", "occasion", "judged", "parameters", "cohort", "initial")
        entries = self._nodes.entries(node, ("name", "expect"), optional)
        facts = common.with_(self._facts(entries.get("facts")))
        expected = tuple(
            self._expected(name, item, entries["expect"]) for name, item in self._nodes.pairs(entries.get("expect"))
        )
        occasion = self._nodes.word(entries.get("occasion"), tuple(_OCCASION_WORDS), Occasion.INITIAL)
        return Case(
            name=self._nodes.text(entries.get("name")),
            as_of=self._nodes.day(entries.get("as_of"), self._pack.since),
            values=facts.values,
            notes=facts.notes,
            stage=facts.stage or "",
            expected=expected,
            place=node.place,
            occasion=_OCCASION_WORDS[occasion],
            judged=self._judged(entries.get("judged")),
            parameters=self._parameters(entries.get("parameters")),
            cohorts=self._cohorts(entries.get("cohort")),
            initial=self._initial(entries.get("initial")),
        )

    # ---- facts

    def _facts(self, node: Node | None) -> _Facts:
        values: dict[str, Value] = {}
        notes: dict[str, ValueNote] = {}
        stage: str | None = None
        for name, item in self._nodes.pairs(node):
            if name in ("stage", "阶段"):
                stage = self._stage(item)
                continue
            found = self._field(name)
            if found is None:
                known = [word for one in self._pack.fields for word in (one.key, one.fact)]
                place = node.key_places[name] if node is not None else item.place
                self._nodes.faults.add(place, unknown_name(name, known))
            elif found.columns and item.items is not None:
                values[found.key] = tuple(self._row(found, row) for row in item.items)
            else:
                values[found.key], not_applicable = self._value(found, item)
                notes[found.key] = ValueNote(not_applicable=not_applicable)
        return _Facts(values, notes, stage)

    def _field(self, name: str) -> Field | None:
        fields = self._pack.fields
        return fields.by_head(name) or next((one for one in fields if one.fact == name), None)

    def _value(self, asked: Field, node: Node) -> tuple[Value, bool]:
        """Return a value, and whether it was said not to apply."""
        raw: object = [part.text for part in node.items] if node.items is not None else node.text
        parsed = parse_value(asked, raw)
        if parsed.problem is not None:
            self._nodes.fault(node, parsed.problem)
        return parsed.value, parsed.not_applicable

    def _row(self, table: Field, node: Node) -> TableRow:
        columns = {name: column for column in table.columns for name in (column.label.zh, column.fact, column.key)}
        row: dict[str, Value] = {}
        for name, item in self._nodes.pairs(node):
            if name in columns:
                row[columns[name].key] = self._value(columns[name], item)[0]
            else:
                self._nodes.faults.add(node.key_places[name], unknown_name(name, columns))
        return {key: cell for key, cell in row.items() if cell is not None}  # type: ignore[misc]  # no column is a table

    def _stage(self, node: Node) -> str:
        found = _STAGE_WORDS.get(node.text or "")
        if found is None:
            self._nodes.fault(node, unknown_name(node.text or "", _STAGE_WORDS))
        return found or ""

    # ---- what people put in

    def _known(self, holder: Node, name: str, known: Iterable[str]) -> bool:
        names = list(known)
        if name not in names:
            self._nodes.faults.add(holder.key_places[name], unknown_name(name, names))
        return name in names

    def _judged(self, node: Node | None) -> dict[str, int]:
        known = [criterion.rule_id for criterion in self._pack.criteria if isinstance(criterion.scale, Expert)]
        return {
            name: self._nodes.hundredths(item, -MOST_MARKS, MOST_MARKS)
            for name, item in self._nodes.pairs(node)
            if node is not None and self._known(node, name, known)
        }

    def _parameters(self, node: Node | None) -> dict[str, float]:
        known = [limit.name for limit in self._pack.limits if limit.delegated is not None]
        return {
            name: float(self._nodes.number(item))
            for name, item in self._nodes.pairs(node)
            if node is not None and self._known(node, name, known)
        }

    def _cohorts(self, node: Node | None) -> dict[str, tuple[int, ...]]:
        by_name = {cohort.name: cohort for cohort in self._pack.cohorts}
        found: dict[str, tuple[int, ...]] = {}
        for name, item in self._nodes.pairs(node):
            if node is not None and self._known(node, name, by_name):
                decimals = by_name[name].decimals
                found[name] = tuple(sorted(self._whole(one, decimals) for one in self._nodes.items(item)))
        return found

    def _whole(self, node: Node, decimals: int) -> int:
        scaled = self._nodes.number(node) * 10**decimals
        if scaled.denominator != 1:
            self._nodes.fault(node, message("At most {count} decimals can be kept here.", count=decimals))
        return int(scaled)

    def _initial(self, node: Node | None) -> Initial | None:
        if node is None:
            return None
        entries = self._nodes.entries(node, ("score", "grade"))
        score = self._nodes.hundredths(entries.get("score"), -MOST_MARKS, MOST_MARKS)
        grade = grade_key(self._nodes, entries["grade"], self._pack.grades) if "grade" in entries else ""
        return Initial(score, grade)

    # ---- what must come out

    def _expected(self, name: str, node: Node, mapping: Node) -> Expected:
        place = mapping.key_places[name]
        if name not in self._names:
            self._nodes.faults.add(place, unknown_name(name, self._names))
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
        if name in self._values:
            if text == UNKNOWN:
                return Expected(self._values[name], UNKNOWN, 0, 0, place)
            return Expected(self._values[name], self._value_word(self._values[name], node), 0, 0, place)
        if name in ("verdict", "grade") or name in self._sub_grades:
            self._nodes.fault(node, unknown_name(text, words))
        points = self._nodes.hundredths(node, -MOST_MARKS, MOST_MARKS)
        return Expected(name, "", points, points, place)

    def _value_word(self, key: str, node: Node) -> str:
        sort = self._pack.vocabulary[key].type.sort
        if sort is Sort.NUMBER:
            return str(float(self._nodes.number(node)))
        return str(self._nodes.flag(node)) if sort is Sort.TRUTH else str(self._nodes.day(node))

    def _words(self, name: str) -> Mapping[str, str]:
        """Return the words that something may be expected to be, with what each means."""
        if name == "score":
            return {}
        if name == "verdict":
            return {verdict.value: verdict.value for verdict in Verdict}
        if name == "grade":
            return {word: grade.key for grade in self._pack.grades for word in (grade.key, grade.label.zh)}
        if name in self._sub_grades:
            return {word: band.key for band in self._sub_grades[name].bands for word in (band.key, band.label.zh)}
        if name in self._values:
            return {}
        return {outcome.value: outcome.value for outcome in Outcome}
