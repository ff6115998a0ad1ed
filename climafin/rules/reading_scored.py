"""Reading what a pack scores: groups, criteria, weights by class, extra points."""

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node, unknown_name
from climafin.expression.terms import Sort
from climafin.expression.vocabulary import Vocabulary
from climafin.rules.limits import Limit
from climafin.rules.pack import FULL_WEIGHT, BonusItem, Criterion, Group, Scoring, WeightTable
from climafin.rules.reading_gates import GateReader
from climafin.rules.scales.families import FAMILIES
from climafin.rules.scales.reader import MOST_MARKS, ScaleReader
from climafin.rules.scales.shapes import FULL_MARKS, Missing
from climafin.rules.schema import NodeReader

#: Different “applies” conditions of criteria: each that is unknown doubles the ways a total can turn out.
MAX_CONDITIONS = 8
#: Sets of weights: each is one more way a total can turn out while the class is unknown.
MAX_WEIGHT_ROWS = 40


class ScoredReader:
    """Reads what one pack scores.

    Args:
        nodes: the reader of nodes.
        vocabulary: the names of the pack.
        limits: its limits.
        gates: the reader of its gates, which knows what is skipped.
        scoring: what the values of its scales are.
    """

    def __init__(
        self,
        nodes: NodeReader,
        vocabulary: Vocabulary,
        limits: tuple[Limit, ...],
        gates: GateReader,
        scoring: Scoring,
    ) -> None:
        self._nodes = nodes
        self._vocabulary = vocabulary
        self._limits = frozenset(limit.name for limit in limits)
        self._gates = gates
        self._scoring = scoring

    def groups(self, node: Node | None) -> tuple[Group, ...]:
        """Return the groups; under weights they add up to 100."""
        is_weighted = self._scoring is Scoring.WEIGHTED
        found: list[Group] = []
        for name, item in self._nodes.pairs(node):
            needed, optional = (("weight",), ()) if is_weighted else ((), ("cap",))
            entries = self._nodes.entries(item, ("zh", "en", *needed), optional)
            label = Label(self._nodes.text(entries.get("zh")), self._nodes.text(entries.get("en")))
            weight = self._nodes.hundredths(entries.get("weight"), 0, 100)
            cap = self._nodes.hundredths(entries["cap"], -MOST_MARKS, MOST_MARKS) if "cap" in entries else None
            found.append(Group(name, label, weight, item.place, cap))
        if is_weighted and node is not None and sum(group.weight for group in found) != FULL_WEIGHT:
            total = f"{sum(group.weight for group in found) / 100:g}"
            self._nodes.fault(node, message("The weights of the groups add up to {total}, not to 100.", total=total))
        return tuple(found)

    def criteria(self, node: Node | None, groups: tuple[Group, ...]) -> tuple[Criterion, ...]:
        """Return the criteria; under weights those of a group add up to the group's weight."""
        found = tuple(self._criterion(item, groups) for item in self._nodes.items(node))
        self._check_weights(groups, found)
        self._check_conditions(node, found)
        return found

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
                self._nodes.faults.add(group.place, told)

    def _check_conditions(self, node: Node | None, criteria: tuple[Criterion, ...]) -> None:
        count = len({criterion.applies.text for criterion in criteria if criterion.applies is not None})
        if node is not None and count > MAX_CONDITIONS:
            told = message(
                "At most {limit} different “applies” conditions; here are {count}.", limit=MAX_CONDITIONS, count=count
            )
            self._nodes.fault(node, told)

    def _criterion(self, node: Node, groups: tuple[Group, ...]) -> Criterion:
        is_weighted = self._scoring is Scoring.WEIGHTED
        needed = ("id", "title", "group", "weight" if is_weighted else "max", "source")
        optional = ("applies", "on", "value", "unit", "decimals", "missing", "not_applicable", *FAMILIES)
        entries = self._nodes.entries(node, needed, optional)
        if is_weighted:
            weight, bounds = self._nodes.hundredths(entries.get("weight"), 0, 100), (0, FULL_MARKS)
        else:
            weight = self._nodes.hundredths(entries.get("max"), 0, MOST_MARKS)
            bounds = (-MOST_MARKS * 100, weight)
        measured = ScaleReader(self._nodes, self._vocabulary, self._limits, *bounds, FAMILIES).measurement(
            node, entries
        )
        rule_id = self._nodes.rule_id(entries.get("id"))
        group = self._nodes.text(entries.get("group"))
        if group and group not in {known.key for known in groups}:
            self._nodes.fault(entries["group"], unknown_name(group, [known.key for known in groups]))
        return Criterion(
            rule_id=rule_id,
            title=self._nodes.label(entries.get("title")),
            group=group,
            weight=weight,
            scope=self._gates.scope(rule_id, entries),
            value=measured.value,
            unit=measured.unit,
            decimals=measured.decimals,
            scale=measured.scale,
            drops=self._nodes.word(entries.get("not_applicable"), ("open", "drop"), "open") == "drop",
            source=self._nodes.source(entries.get("source")),
            place=node.place,
            missing=Missing(self._nodes.word(entries.get("missing"), tuple(Missing), Missing.OPEN)),
        )

    def bonus(self, node: Node | None) -> tuple[tuple[BonusItem, ...], int]:
        """Return the items that bring extra points, and the most they bring together, in 1/100."""
        entries = self._nodes.mapping(node, ("cap", "items"))
        found = tuple(self._bonus_item(item) for item in self._nodes.items(entries.get("items")))
        return found, self._nodes.hundredths(entries.get("cap"), 0, MOST_MARKS)

    def _bonus_item(self, node: Node) -> BonusItem:
        counts = node.entries is not None and "count" in node.entries
        needed = ("count", "cap") if counts else ("test",)
        entries = self._nodes.entries(node, ("id", "title", "points", "source", *needed))
        sorts = (Sort.NUMBER,) if counts else (Sort.TRUTH,)
        return BonusItem(
            self._nodes.rule_id(entries.get("id")),
            self._nodes.label(entries.get("title")),
            self._nodes.hundredths(entries.get("points"), 0, MOST_MARKS),
            self._nodes.rule(entries.get(needed[0]), self._vocabulary, sorts),
            self._nodes.source(entries.get("source")),
            node.place,
            self._nodes.hundredths(entries.get("cap"), 0, MOST_MARKS) if counts else None,
        )

    # ---- weights by class

    def weight_table(self, node: Node | None, criteria: tuple[Criterion, ...]) -> WeightTable | None:
        """Return the weights by class, each set of which adds up to 100, or None when the pack has none."""
        if node is None:
            return None
        if self._scoring is not Scoring.WEIGHTED:
            self._nodes.fault(node, message("“{name}” does not go with points scoring.", name="weights_by"))
        entries = self._nodes.entries(node, ("by", "rows"), ("otherwise",))
        told = message("Weights differ by the answer of a choice only.")
        fact = None
        if "by" in entries:
            fact = self._nodes.named_fact(entries["by"], self._vocabulary, told, (Sort.CHOICE,))
        rows: dict[str, dict[str, int]] = {}
        listed = entries.get("rows")
        for name, item in self._nodes.pairs(listed):
            key = name if fact is None or listed is None else self._nodes.answer(listed, name, fact)
            if key in rows and listed is not None:
                self._nodes.faults.add(listed.key_places[name], message("The id “{name}” stands twice.", name=name))
            rows[key] = self._weights(item, criteria)
        if len(rows) > MAX_WEIGHT_ROWS:
            self._nodes.fault(node, message("At most {limit} sets of weights.", limit=MAX_WEIGHT_ROWS))
        keeps_own = self._nodes.word(entries.get("otherwise"), ("own", "none"), "own") == "own"
        if not rows:
            self._nodes.fault(node, message("Here at least one set of weights is needed."))
        return WeightTable("" if fact is None else fact.key, rows, keeps_own, node.place)

    def _weights(self, node: Node, criteria: tuple[Criterion, ...]) -> dict[str, int]:
        known = [criterion.rule_id for criterion in criteria]
        found: dict[str, int] = {}
        for name, item in self._nodes.pairs(node):
            if name not in known:
                self._nodes.faults.add(node.key_places[name], unknown_name(name, known))
            found[name] = self._nodes.hundredths(item, 0, 100)
        if sum(found.values()) != FULL_WEIGHT:
            total = f"{sum(found.values()) / 100:g}"
            self._nodes.fault(node, message("These weights add up to {total}, not to 100.", total=total))
        return found
