"""Reading a whole pack: YAML text in, a checked `Pack` or every fault with its place out."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Fault, Faults, Node, Place, unknown_name
from climafin.base.yaml_reader import read_yaml
from climafin.domain.assessment import GateKind, PackStamp, RuleSource
from climafin.domain.dictionary import Dictionary
from climafin.expression.terms import TRUTH, All, Any, Constant, Sort, ValueType
from climafin.expression.units import BARE, Unit
from climafin.expression.vocabulary import FactName, Vocabulary
from climafin.rules.case_reading import CaseReader
from climafin.rules.facts import fact_names, in_base_units
from climafin.rules.pack import (
    FULL_WEIGHT,
    BonusItem,
    Criterion,
    DatedTable,
    Gate,
    Grade,
    Group,
    Limit,
    Pack,
    Rule,
)
from climafin.rules.scale_reading import SCALES, ScaleReader
from climafin.rules.schema import NodeReader

MAX_DECIMALS = 6
#: A rule book of several hundred clauses is a tenth of this.
MAX_BYTES = 1_000_000
#: Different “applies” conditions of criteria: each that is unknown doubles the ways a total can turn out.
MAX_CONDITIONS = 8


@dataclass(frozen=True, slots=True)
class PackReading:
    """What reading a pack file gave.

    Attributes:
        pack: the pack, or None when there are faults.
        faults: everything that is wrong.
        cited: source ids that some rule cites.
    """

    pack: Pack | None
    faults: tuple[Fault, ...]
    cited: frozenset[str] = frozenset()


def read_pack(content: bytes, file: str, fields: Dictionary) -> PackReading:
    """Read a pack; its cases are not run here (see `cases`).

    Args:
        content: the file's bytes, UTF-8.
        file: its name, for messages.
        fields: the data dictionary whose fields are the facts.
    """
    faults = Faults()
    if len(content) > MAX_BYTES:
        faults.add(Place(file, 1, 1, 0, 0), message("The file is too large for a rule pack."))
        return PackReading(None, tuple(faults))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.add(Place(file, 1, 1, 0, 0), message("The file is not UTF-8 text."))
        return PackReading(None, tuple(faults))
    root = read_yaml(text.replace("\r\n", "\n"), file, faults)
    if root is None:
        return PackReading(None, tuple(faults))
    reader = _PackReader(NodeReader(faults), fields)
    pack = reader.pack(root, hashlib.sha256(content).hexdigest())
    return PackReading(None if faults else pack, tuple(faults), frozenset(reader.nodes.cited))


_NEEDED = ("pack", "title", "edition", "in_force", "standing", "sources", "gates", "groups", "criteria", "grades")
_OPTIONAL = ("limits", "bonus", "usual_facts", "cases")


class _PackReader:
    def __init__(self, nodes: NodeReader, fields: Dictionary) -> None:
        self.nodes = nodes
        self._fields = fields
        self._facts = fact_names(fields)
        self._ids: set[str] = set()

    def pack(self, root: Node, digest: str) -> Pack:
        entries = self.nodes.entries(root, _NEEDED, _OPTIONAL)
        in_force = self._mapping(entries.get("in_force"), ("from",), ("to",))
        standing = self._mapping(entries.get("standing"), ("official", "zh", "en"))
        self.nodes.sources.update(self._sources(entries.get("sources")))
        limits = self._limits(entries.get("limits"))
        vocabulary = Vocabulary([*self._facts, *(limit.fact for limit in limits)])
        since = self.nodes.day(in_force.get("from"))
        groups = self._groups(entries.get("groups"))
        criteria = tuple(
            self._criterion(node, vocabulary, limits, groups) for node in self.nodes.items(entries.get("criteria"))
        )
        self._check_weights(groups, criteria)
        self._check_conditions(entries.get("criteria"), criteria)
        bonus, cap = self._bonus(entries.get("bonus"), vocabulary)
        gates = tuple(self._gate(node, vocabulary) for node in self.nodes.items(entries.get("gates")))
        grades = self._grades(entries.get("grades"))
        names = frozenset(self._ids)
        cases = CaseReader(self.nodes, self._fields, names, grades, since)
        return Pack(
            stamp=PackStamp(
                self.nodes.name(entries.get("pack"), ()),
                self.nodes.hundredths(entries.get("edition"), 1, 9_999) // 100,
                self.nodes.label(entries.get("title")),
                digest,
                self.nodes.flag(standing.get("official")),
            ),
            standing=Label(self.nodes.text(standing.get("zh")), self.nodes.text(standing.get("en"))),
            since=since,
            until=self.nodes.day(in_force["to"]) if "to" in in_force else None,
            sources=self.nodes.sources,
            limits=limits,
            gates=gates,
            groups=groups,
            criteria=criteria,
            bonus=bonus,
            bonus_cap=cap,
            grades=grades,
            cases=cases.read(entries.get("usual_facts"), entries.get("cases")),
            vocabulary=vocabulary,
        )

    def _mapping(self, node: Node | None, needed: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Node]:
        return {} if node is None else self.nodes.entries(node, needed, optional)

    def _sources(self, node: Node | None) -> dict[str, RuleSource]:
        found: dict[str, RuleSource] = {}
        for name, item in self.nodes.pairs(node):
            entries = self.nodes.entries(item, ("title", "official"))
            official = self.nodes.flag(entries.get("official"))
            found[name] = RuleSource(self.nodes.label(entries.get("title")), Label("", ""), official)
        return found

    # ---- limits

    def _limits(self, node: Node | None) -> tuple[Limit, ...]:
        known = Vocabulary(self._facts)
        found: list[Limit] = []
        for name, item in self.nodes.pairs(node):
            if known.find(name) is not None:
                place = (node.key_places if node is not None else {})[name]
                self.nodes.faults.add(place, message("“{name}” is already the name of a fact.", name=name))
            found.append(self._limit(name, item, known))
        return tuple(found)

    def _limit(self, name: str, node: Node, known: Vocabulary) -> Limit:
        entries = self.nodes.entries(node, ("title", "values"), ("unit", "by"))
        unit = self.nodes.unit(entries.get("unit"))
        by = known.find(self.nodes.text(entries["by"])) if "by" in entries else None
        if "by" in entries and by is None:
            self.nodes.fault(entries["by"], unknown_name(entries["by"].text or "", known.names))
        elif by is not None and by.type.sort is not Sort.CHOICE:
            self.nodes.fault(entries["by"], message("A limit is looked up by a choice only."))
            by = None
        tables = tuple(self._table(item, unit, by) for item in self.nodes.items(entries.get("values")))
        for before, after in pairwise(tables):
            if after.since <= before.since:
                self.nodes.fault(node, message("The dates of a limit must rise."))
        if not tables:
            self.nodes.fault(node, message("A limit needs at least one value."))
        return Limit(name, self.nodes.label(entries.get("title")), unit, by.key if by else "", tables, node.place)

    def _table(self, node: Node, unit: Unit, by: FactName | None) -> DatedTable:
        needed = ("from", "source", "value") if by is None else ("from", "source", "rows")
        entries = self.nodes.entries(node, needed, () if by is None else ("otherwise",))
        rows: dict[str, float] = {}
        if "value" in entries:
            rows[""] = self._in_base(entries["value"], unit)
        for name, item in self.nodes.pairs(entries.get("rows")):
            key = by.type.choice_key(name) if by is not None else None
            if by is not None and key is None:
                known = [word for choice in by.type.choices for word in (choice.label.zh, choice.key)]
                self.nodes.faults.add(entries["rows"].key_places[name], unknown_name(name, known))
            elif key in rows:
                told = message("The id “{name}” stands twice.", name=name)
                self.nodes.faults.add(entries["rows"].key_places[name], told)
            rows[key or ""] = self._in_base(item, unit)
        otherwise = entries.get("otherwise")
        return DatedTable(
            self.nodes.day(entries.get("from")),
            rows,
            None if otherwise is None or otherwise.text in ("none", "无") else self._in_base(otherwise, unit),
            self.nodes.source(entries.get("source")),
        )

    def _in_base(self, node: Node, unit: Unit) -> float:
        return in_base_units(unit, float(self.nodes.number(node)))

    # ---- gates

    def _gate(self, node: Node, vocabulary: Vocabulary) -> Gate:
        entries = self.nodes.entries(node, ("id", "title", "kind", "source"), ("applies", "test", "all", "any"))
        return Gate(
            self._id(entries.get("id")),
            self.nodes.label(entries.get("title")),
            GateKind(self.nodes.word(entries.get("kind"), tuple(GateKind), GateKind.REQUIREMENT)),
            self.nodes.rule(entries["applies"], vocabulary) if "applies" in entries else None,
            self._test(node, entries, vocabulary),
            self.nodes.source(entries.get("source")),
            node.place,
        )

    def _test(self, node: Node, entries: dict[str, Node], vocabulary: Vocabulary) -> Rule:
        found = [name for name in ("test", "all", "any") if name in entries]
        if len(found) != 1:
            self.nodes.fault(node, message("A gate has exactly one of: {names}.", names="test, all, any"))
            return Rule("", Constant(TRUTH, value=False))
        if found == ["test"]:
            return self.nodes.rule(entries["test"], vocabulary)
        parts = tuple(self.nodes.rule(item, vocabulary) for item in self.nodes.items(entries[found[0]]))
        if len(parts) < 2:
            self.nodes.fault(entries[found[0]], message("Here at least two conditions are needed."))
        joined = "且" if found == ["all"] else "或"
        text = f" {joined} ".join(f"({part.text})" for part in parts)
        terms = tuple(part.term for part in parts)
        return Rule(text, All(TRUTH, terms) if found == ["all"] else Any(TRUTH, terms))

    def _id(self, node: Node | None) -> str:
        found = self.nodes.name(node, self._ids)
        self._ids.add(found)
        return found

    # ---- criteria

    def _groups(self, node: Node | None) -> tuple[Group, ...]:
        found: list[Group] = []
        for name, item in self.nodes.pairs(node):
            entries = self.nodes.entries(item, ("zh", "en", "weight"))
            label = Label(self.nodes.text(entries.get("zh")), self.nodes.text(entries.get("en")))
            found.append(Group(name, label, self.nodes.hundredths(entries.get("weight"), 0, 100), item.place))
        if node is not None and sum(group.weight for group in found) != FULL_WEIGHT:
            total = f"{sum(group.weight for group in found) / 100:g}"
            self.nodes.fault(node, message("The weights of the groups add up to {total}, not to 100.", total=total))
        return tuple(found)

    def _check_weights(self, groups: tuple[Group, ...], criteria: tuple[Criterion, ...]) -> None:
        for group in groups:
            total = sum(criterion.weight for criterion in criteria if criterion.group == group.key)
            if total != group.weight:
                told = message(
                    "The weights of the criteria in “{group}” add up to {total}, not to {wanted}.",
                    group=group.label,
                    total=f"{total / 100:g}",
                    wanted=f"{group.weight / 100:g}",
                )
                self.nodes.faults.add(group.place, told)

    def _check_conditions(self, node: Node | None, criteria: tuple[Criterion, ...]) -> None:
        count = len({criterion.applies.text for criterion in criteria if criterion.applies is not None})
        if node is not None and count > MAX_CONDITIONS:
            told = message(
                "At most {limit} different “applies” conditions; here are {count}.", limit=MAX_CONDITIONS, count=count
            )
            self.nodes.fault(node, told)

    def _criterion(
        self, node: Node, vocabulary: Vocabulary, limits: tuple[Limit, ...], groups: tuple[Group, ...]
    ) -> Criterion:
        needed = ("id", "title", "group", "weight", "value", "source")
        optional = ("applies", "unit", "decimals", "missing", "not_applicable", *SCALES)
        entries = self.nodes.entries(node, needed, optional)
        value = self.nodes.rule(entries.get("value"), vocabulary, (Sort.NUMBER, Sort.TRUTH, Sort.CHOICE))
        unit = self._unit(node, entries, value.term.type)
        decimals = self._decimals(entries.get("decimals"))
        names = frozenset(limit.name for limit in limits)
        scale = ScaleReader(self.nodes, vocabulary, names, value.term.type, unit, decimals).scale(node, entries)
        group = self.nodes.text(entries.get("group"))
        if group and group not in {known.key for known in groups}:
            self.nodes.fault(entries["group"], unknown_name(group, [known.key for known in groups]))
        self.nodes.word(entries.get("missing"), ("open",), "open")
        return Criterion(
            rule_id=self._id(entries.get("id")),
            title=self.nodes.label(entries.get("title")),
            group=group,
            weight=self.nodes.hundredths(entries.get("weight"), 0, 100),
            applies=self.nodes.rule(entries["applies"], vocabulary) if "applies" in entries else None,
            value=value,
            unit=unit,
            decimals=decimals,
            scale=scale,
            drops=self.nodes.word(entries.get("not_applicable"), ("open", "drop"), "open") == "drop",
            source=self.nodes.source(entries.get("source")),
            place=node.place,
        )

    def _decimals(self, node: Node | None) -> int:
        return self.nodes.hundredths(node, 0, MAX_DECIMALS) // 100 if node is not None else 0

    def _unit(self, node: Node, entries: dict[str, Node], value: ValueType) -> Unit:
        if value.sort is not Sort.NUMBER:
            for name in ("unit", "decimals"):
                if name in entries:
                    self.nodes.fault(entries[name], message("“{name}” is only for numbers.", name=name))
            return BARE
        unit = self.nodes.unit(entries.get("unit"))
        if unit.dimension != value.unit.dimension or ("unit" not in entries and value.unit.text):
            told = message("Say the unit of the value: it is measured in {unit}.", unit=value.unit.text or "—")
            self.nodes.fault(entries.get("unit", node), told)
        return unit

    # ---- bonus and grades

    def _bonus(self, node: Node | None, vocabulary: Vocabulary) -> tuple[tuple[BonusItem, ...], int]:
        entries = self._mapping(node, ("cap", "items"))
        found = []
        for item in self.nodes.items(entries.get("items")):
            parts = self.nodes.entries(item, ("id", "title", "points", "test", "source"))
            found.append(
                BonusItem(
                    self._id(parts.get("id")),
                    self.nodes.label(parts.get("title")),
                    self.nodes.hundredths(parts.get("points"), 0, 100),
                    self.nodes.rule(parts.get("test"), vocabulary),
                    self.nodes.source(parts.get("source")),
                    item.place,
                )
            )
        return tuple(found), self.nodes.hundredths(entries.get("cap"), 0, 100)

    def _grades(self, node: Node | None) -> tuple[Grade, ...]:
        found: list[Grade] = []
        for item in self.nodes.items(node):
            entries = self.nodes.entries(item, ("key", "zh", "en"), ("from",))
            label = Label(self.nodes.text(entries.get("zh")), self.nodes.text(entries.get("en")))
            start = self.nodes.hundredths(entries["from"], 0, 200) if "from" in entries else None
            if found and (found[-1].start is None or (start is not None and start >= found[-1].start)):
                self.nodes.fault(
                    item, message("Grades stand from the highest to the lowest; only the last has no “from”.")
                )
            found.append(Grade(self.nodes.name(entries.get("key"), [grade.key for grade in found]), label, start))
        if node is not None and (not found or found[-1].start is not None):
            self.nodes.fault(node, message("The last grade must have no “from”: else some totals have no grade."))
        return tuple(found)
