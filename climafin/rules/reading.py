"""Reading a whole pack: YAML text in, a checked `Pack` or every fault with its place out."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Fault, Faults, Node, Place, read_yaml, unknown_name
from climafin.domain.assessment import GateKind, PackStamp, RuleSource
from climafin.domain.dictionary import Dictionary
from climafin.expression.terms import TRUTH, All, Any, Constant, Sort, ValueType
from climafin.expression.units import Unit
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
    Scoring,
)
from climafin.rules.rule import Rule
from climafin.rules.scales.families import FAMILIES
from climafin.rules.scales.reader import MOST_MARKS, ScaleReader
from climafin.rules.scales.shapes import FULL_MARKS, Missing
from climafin.rules.schema import NodeReader

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
_OPTIONAL = ("scoring", "limits", "bonus", "usual_facts", "cases")


class _PackReader:
    def __init__(self, nodes: NodeReader, fields: Dictionary) -> None:
        self.nodes = nodes
        self._fields = fields
        self._facts = fact_names(fields)
        self._ids: set[str] = set()
        self._scoring = Scoring.WEIGHTED

    def pack(self, root: Node, digest: str) -> Pack:
        entries = self.nodes.entries(root, _NEEDED, _OPTIONAL)
        in_force = self._mapping(entries.get("in_force"), ("from",), ("to",))
        standing = self._mapping(entries.get("standing"), ("official", "zh", "en"))
        self.nodes.sources.update(self._sources(entries.get("sources")))
        self._scoring = Scoring(self.nodes.word(entries.get("scoring"), tuple(Scoring), Scoring.WEIGHTED))
        limits = self._limits(entries.get("limits"))
        vocabulary = Vocabulary([*self._facts, *(_limit_fact(limit) for limit in limits)])
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
            scoring=self._scoring,
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
        is_weighted = self._scoring is Scoring.WEIGHTED
        found: list[Group] = []
        for name, item in self.nodes.pairs(node):
            needed, optional = (("weight",), ()) if is_weighted else ((), ("cap",))
            entries = self.nodes.entries(item, ("zh", "en", *needed), optional)
            label = Label(self.nodes.text(entries.get("zh")), self.nodes.text(entries.get("en")))
            weight = self.nodes.hundredths(entries.get("weight"), 0, 100)
            cap = self.nodes.hundredths(entries["cap"], -MOST_MARKS, MOST_MARKS) if "cap" in entries else None
            found.append(Group(name, label, weight, item.place, cap))
        if is_weighted and node is not None and sum(group.weight for group in found) != FULL_WEIGHT:
            total = f"{sum(group.weight for group in found) / 100:g}"
            self.nodes.fault(node, message("The weights of the groups add up to {total}, not to 100.", total=total))
        return tuple(found)

    def _check_weights(self, groups: tuple[Group, ...], criteria: tuple[Criterion, ...]) -> None:
        for group in groups if self._scoring is Scoring.WEIGHTED else ():
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
        is_weighted = self._scoring is Scoring.WEIGHTED
        needed = ("id", "title", "group", "weight" if is_weighted else "max", "source")
        optional = ("applies", "value", "unit", "decimals", "missing", "not_applicable", *FAMILIES)
        entries = self.nodes.entries(node, needed, optional)
        if is_weighted:
            weight, bounds = self.nodes.hundredths(entries.get("weight"), 0, 100), (0, FULL_MARKS)
        else:
            weight = self.nodes.hundredths(entries.get("max"), 0, MOST_MARKS)
            bounds = (-MOST_MARKS * 100, weight)
        names = frozenset(limit.name for limit in limits)
        measured = ScaleReader(self.nodes, vocabulary, names, *bounds, FAMILIES).measurement(node, entries)
        group = self.nodes.text(entries.get("group"))
        if group and group not in {known.key for known in groups}:
            self.nodes.fault(entries["group"], unknown_name(group, [known.key for known in groups]))
        return Criterion(
            rule_id=self._id(entries.get("id")),
            title=self.nodes.label(entries.get("title")),
            group=group,
            weight=weight,
            applies=self.nodes.rule(entries["applies"], vocabulary) if "applies" in entries else None,
            value=measured.value,
            unit=measured.unit,
            decimals=measured.decimals,
            scale=measured.scale,
            drops=self.nodes.word(entries.get("not_applicable"), ("open", "drop"), "open") == "drop",
            source=self.nodes.source(entries.get("source")),
            place=node.place,
            missing=Missing(self.nodes.word(entries.get("missing"), tuple(Missing), Missing.OPEN)),
        )

    # ---- bonus and grades

    def _bonus(self, node: Node | None, vocabulary: Vocabulary) -> tuple[tuple[BonusItem, ...], int]:
        entries = self._mapping(node, ("cap", "items"))
        found = tuple(self._bonus_item(item, vocabulary) for item in self.nodes.items(entries.get("items")))
        return found, self.nodes.hundredths(entries.get("cap"), 0, MOST_MARKS)

    def _bonus_item(self, node: Node, vocabulary: Vocabulary) -> BonusItem:
        counts = node.entries is not None and "count" in node.entries
        needed = ("count", "cap") if counts else ("test",)
        entries = self.nodes.entries(node, ("id", "title", "points", "source", *needed))
        sorts = (Sort.NUMBER,) if counts else (Sort.TRUTH,)
        return BonusItem(
            self._id(entries.get("id")),
            self.nodes.label(entries.get("title")),
            self.nodes.hundredths(entries.get("points"), 0, MOST_MARKS),
            self.nodes.rule(entries.get(needed[0]), vocabulary, sorts),
            self.nodes.source(entries.get("source")),
            node.place,
            self.nodes.hundredths(entries.get("cap"), 0, MOST_MARKS) if counts else None,
        )

    def _grades(self, node: Node | None) -> tuple[Grade, ...]:
        found: list[Grade] = []
        for item in self.nodes.items(node):
            entries = self.nodes.entries(item, ("key", "zh", "en"), ("from",))
            label = Label(self.nodes.text(entries.get("zh")), self.nodes.text(entries.get("en")))
            start = self.nodes.hundredths(entries["from"], -MOST_MARKS, MOST_MARKS) if "from" in entries else None
            if found and (found[-1].start is None or (start is not None and start >= found[-1].start)):
                self.nodes.fault(
                    item, message("Grades stand from the highest to the lowest; only the last has no “from”.")
                )
            found.append(Grade(self.nodes.name(entries.get("key"), [grade.key for grade in found]), label, start))
        if node is not None and (not found or found[-1].start is not None):
            self.nodes.fault(node, message("The last grade must have no “from”: else some totals have no grade."))
        return tuple(found)


def _limit_fact(limit: Limit) -> FactName:
    return FactName(limit.name, limit.label, ValueType(Sort.NUMBER, limit.unit))
