"""Reading the looked-up limits of a pack."""

import re
from itertools import pairwise

from climafin.base.messages import message
from climafin.base.yaml_nodes import Node
from climafin.expression.terms import Sort, ValueType
from climafin.expression.units import Unit
from climafin.expression.vocabulary import FactName, Vocabulary
from climafin.rules.facts import AS_OF, in_base_units
from climafin.rules.limits import DatedTable, Limit
from climafin.rules.schema import NodeReader

_YEAR = re.compile(r"[12]\d{3}")
_BETWEEN = "/"


class LimitReader:
    """Reads the `limits` of one pack.

    Args:
        nodes: the reader of nodes.
        known: the names of the facts that limits are looked up by.
    """

    def __init__(self, nodes: NodeReader, known: Vocabulary) -> None:
        self._nodes = nodes
        self._known = known

    def limits(self, node: Node | None) -> tuple[Limit, ...]:
        """Return the limits."""
        found = []
        for name, item in self._nodes.pairs(node):
            self._nodes.new_name(node or item, name, self._known)
            found.append(self._limit(name, item))
        return tuple(found)

    def _limit(self, name: str, node: Node) -> Limit:
        entries = self._nodes.entries(node, ("title",), ("values", "unit", "by", "dated_by", "delegated"))
        unit = self._nodes.unit(entries.get("unit"))
        by = self._by(entries.get("by"))
        told = message("A limit is dated by a day only.")
        dated = None
        if "dated_by" in entries:
            dated = self._nodes.named_fact(entries["dated_by"], self._known, told, (Sort.DAY,))
        delegated = self._nodes.label(entries["delegated"]) if "delegated" in entries else None
        tables = tuple(self._table(item, unit, by) for item in self._nodes.items(entries.get("values")))
        for before, after in pairwise(tables):
            if after.since <= before.since:
                self._nodes.fault(node, message("The dates of a limit must rise."))
        if not tables and delegated is None:
            self._nodes.fault(node, message("A limit needs at least one value."))
        return Limit(
            name=name,
            label=self._nodes.label(entries.get("title")),
            unit=unit,
            by=tuple(fact.key for fact in by if fact is not None),
            dated_by=AS_OF.key if dated is None else dated.key,
            tables=tables,
            delegated=delegated,
            place=node.place,
        )

    def _by(self, node: Node | None) -> tuple[FactName | None, ...]:
        """Return what a limit is looked up by: `by: sector`, or a list of choices and days (whose year counts).

        A name that means nothing that fits is told and stands as None.
        """
        if node is None:
            return ()
        told = message("A limit is looked up by choices and by the years of days only.")
        named = (node,) if node.items is None else node.items
        return tuple(self._nodes.named_fact(item, self._known, told, (Sort.CHOICE, Sort.DAY)) for item in named)

    def _table(self, node: Node, unit: Unit, by: tuple[FactName | None, ...]) -> DatedTable:
        needed = ("from", "source", "rows") if by else ("from", "source", "value")
        entries = self._nodes.entries(node, needed, ("otherwise",) if by else ())
        rows: dict[tuple[str, ...], float] = {}
        if "value" in entries:
            rows[()] = self._in_base(entries["value"], unit)
        known = tuple(fact for fact in by if fact is not None)
        if by and known == by and "rows" in entries:
            self._rows(entries["rows"], (), known, unit, rows)
        otherwise = entries.get("otherwise")
        return DatedTable(
            self._nodes.day(entries.get("from")),
            rows,
            None if otherwise is None or otherwise.text in ("none", "无") else self._in_base(otherwise, unit),
            self._nodes.source(entries.get("source")),
        )

    def _rows(
        self,
        node: Node,
        above: tuple[str, ...],
        by: tuple[FactName, ...],
        unit: Unit,
        rows: dict[tuple[str, ...], float],
    ) -> None:
        """Read rows written as `水泥 / 主城: 1.8` or one mapping inside the other."""
        for name, item in self._nodes.pairs(node):
            left = by[len(above) :]
            named = [part.strip() for part in name.split(_BETWEEN)] if len(left) > 1 else [name]
            if len(named) > len(left):
                told = message("This limit is looked up by {count} answers; here are more.", count=len(by))
                self._nodes.faults.add(node.key_places[name], told)
                continue
            keys = [self._answer(node, name, part, fact) for part, fact in zip(named, left, strict=False)]
            row = (*above, *keys)
            if len(named) < len(left):
                self._rows(item, row, by, unit, rows)
                continue
            if row in rows and all(row):
                self._nodes.faults.add(node.key_places[name], message("The id “{name}” stands twice.", name=name))
            rows[row] = self._in_base(item, unit)

    def _answer(self, node: Node, name: str, part: str, fact: FactName) -> str:
        if fact.type.sort is Sort.CHOICE:
            return self._nodes.answer(node, name, fact, part)
        if not _YEAR.fullmatch(part):
            self._nodes.faults.add(node.key_places[name], message("“{text}” is not a year.", text=part))
        return part

    def _in_base(self, node: Node, unit: Unit) -> float:
        return in_base_units(unit, float(self._nodes.number(node)))


def limit_name(limit: Limit) -> FactName:
    """Return the name that expressions use for a limit."""
    return FactName(limit.name, limit.label, ValueType(Sort.NUMBER, limit.unit))
