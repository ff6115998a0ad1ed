"""Reading the derived values and the cohorts of a pack: names that expressions read beside facts and limits."""

from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import Node
from climafin.expression.terms import Sort, ValueType
from climafin.expression.vocabulary import FactName, Vocabulary
from climafin.rules.cohorts import Cohort
from climafin.rules.derived import Derived
from climafin.rules.schema import NOWHERE, NodeReader

#: Sorts of values that can have a name of their own.
_NAMED = (Sort.NUMBER, Sort.TRUTH, Sort.DAY)
_LEAST_MINIMUM = 1
_MOST_MINIMUM = 10_000


def read_derived(nodes: NodeReader, node: Node | None, names: list[FactName]) -> tuple[Derived, ...]:
    """Return the derived values; the name of each is added to `names`, so that those below may read it."""
    found = []
    for name, item in nodes.pairs(node):
        known = Vocabulary(names)
        nodes.new_name(node or item, name, known)
        entries = nodes.entries(item, ("title", "value"), ("unit", "decimals", "source"))
        value = nodes.rule(entries.get("value"), known, _NAMED)
        unit = nodes.unit_of(item, entries, value.term.type)
        label = nodes.label(entries.get("title"))
        found.append(
            Derived(
                name,
                label,
                value,
                unit,
                nodes.decimals(entries["decimals"]) if "decimals" in entries else None,
                nodes.source(entries["source"]) if "source" in entries else NOWHERE,
                item.place,
            )
        )
        names.append(FactName(name, label, ValueType(value.term.type.sort, unit)))
    return tuple(found)


def read_cohorts(nodes: NodeReader, node: Node | None, known: Vocabulary) -> tuple[Cohort, ...]:
    """Return the cohorts; they read facts, limits and derived values, never one another."""
    found = []
    for name, item in nodes.pairs(node):
        nodes.new_name(node or item, name, known)
        optional = ("of", "by", "unit", "decimals", "better", "minimum", "frozen")
        entries = nodes.entries(item, ("title", "value", "source"), optional)
        value = nodes.rule(entries.get("value"), known, (Sort.NUMBER,))
        found.append(
            Cohort(
                name=name,
                label=nodes.label(entries.get("title")),
                of=nodes.rule(entries["of"], known) if "of" in entries else None,
                by=_classes(nodes, entries.get("by"), known),
                value=value,
                unit=nodes.unit_of(item, entries, value.term.type),
                decimals=nodes.decimals(entries.get("decimals")),
                high_is_better=nodes.word(entries.get("better"), ("high", "low"), "high") == "high",
                minimum=_minimum(nodes, entries.get("minimum")),
                is_last_year=nodes.word(entries.get("frozen"), ("present", "last_year"), "present") == "last_year",
                source=nodes.source(entries.get("source")),
                place=item.place,
            )
        )
    return tuple(found)


def _minimum(nodes: NodeReader, node: Node | None) -> int:
    return _LEAST_MINIMUM if node is None else nodes.hundredths(node, _LEAST_MINIMUM, _MOST_MINIMUM) // 100


def _classes(nodes: NodeReader, node: Node | None, known: Vocabulary) -> tuple[str, ...]:
    if node is None:
        return ()
    told: Message = message("The classes of a cohort are the answers of choices only.")
    named = (node,) if node.items is None else node.items
    found = [nodes.named_fact(item, known, told, (Sort.CHOICE,)) for item in named]
    return tuple(fact.key for fact in found if fact is not None)
