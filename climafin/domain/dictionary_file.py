"""Reads the data dictionary's YAML file into its nouns; a damaged file is told with its lines."""

from collections.abc import Mapping

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Faults, Node
from climafin.base.yaml_reader import read_yaml
from climafin.domain.dictionary import Choice, Dictionary, Field, FieldKind, Goal, Group


def read_dictionary(text: str, file: str) -> Dictionary:
    """Read a dictionary file.

    Raises:
        ValueError: the file is not a dictionary; the text names the lines and what is wrong with each.
    """
    faults = Faults()
    root = read_yaml(text, file, faults)
    entries = (root.entries or {}) if root is not None else {}
    if faults:
        told = "; ".join(f"{f.place.line}:{f.place.column} {f.told.text.format_map(f.told.values)}" for f in faults)
        raise ValueError(told)
    absent = {"groups", "choices", "fields"} - set(entries)
    if root is None or absent:
        raise ValueError(", ".join(sorted(absent)))
    groups = tuple(Group(_text(node, "key"), _label(node)) for node in entries["groups"].items or ())
    lists = {
        name: tuple(_choice(node) for node in nodes.items or ())
        for name, nodes in (entries["choices"].entries or {}).items()
    }
    known_groups = {group.key for group in groups}
    fields = tuple(_field(node, lists) for node in entries["fields"].items or ())
    for field in fields:
        if field.group not in known_groups:
            damaged = f"{field.key}: {field.group}"
            raise ValueError(damaged)
    return Dictionary(groups, fields)


_FIELD_KEYS = frozenset(
    [
        "key",
        "zh",
        "en",
        "kind",
        "unit",
        "unit_en",
        "group",
        "choices",
        "needed",
        "part",
        "shared",
        "synonyms",
        "fact",
        "min",
        "max",
        "decimals",
        "max_length",
    ]
)
_DEFAULT_DECIMALS = {FieldKind.MONEY: 2, FieldKind.PERCENT: 2, FieldKind.NUMBER: 2}


def _field(node: Node, lists: Mapping[str, tuple[Choice, ...]]) -> Field:
    entries = node.entries or {}
    unknown = set(entries) - _FIELD_KEYS
    if unknown:
        raise _damaged(node, ", ".join(sorted(unknown)))
    kind = FieldKind(_text(node, "kind"))
    if kind is FieldKind.TABLE:  # packs ask for tables; no form or import of the library's own fields knows them
        raise _damaged(node, kind)
    label = _label(node)
    return Field(
        key=_text(node, "key"),
        label=label,
        kind=kind,
        group=_text(node, "group"),
        unit=_unit(node, kind),
        choices=_choice_list(node, lists) if kind in (FieldKind.CHOICE, FieldKind.CHOICES) else (),
        needed=frozenset(Goal(word) for word in _words(node, "needed")),
        part=int(_text(node, "part")),
        shared=_text(node, "shared", "yes") == "yes",
        synonyms=_words(node, "synonyms"),
        fact=_text(node, "fact", label.zh),
        minimum=_number(node, "min"),
        maximum=_number(node, "max"),
        decimals=int(_text(node, "decimals", str(_DEFAULT_DECIMALS.get(kind, 0)))),
        max_length=int(_text(node, "max_length", "200")),
    )


def _choice_list(node: Node, lists: Mapping[str, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    name = _text(node, "choices")
    if name not in lists:
        raise _damaged(node, name)
    return lists[name]


def _damaged(node: Node, what: str) -> ValueError:
    return ValueError(f"line {node.place.line}: {what}")


def _unit(node: Node, kind: FieldKind) -> Label:
    if kind is FieldKind.MONEY:
        return Label("万元", "CNY 10k")
    if kind is FieldKind.PERCENT:
        return Label("%", "%")
    unit = _text(node, "unit", "")
    return Label(unit, _text(node, "unit_en", unit))


def _choice(node: Node) -> Choice:
    return Choice(_text(node, "key"), _label(node), _words(node, "synonyms"))


def _label(node: Node) -> Label:
    return Label(_text(node, "zh"), _text(node, "en"))


def _text(node: Node, key: str, default: str | None = None) -> str:
    found = (node.entries or {}).get(key)
    if found is None or found.text is None:
        if default is None:
            raise _damaged(node, key)
        return default
    return found.text


def _number(node: Node, key: str) -> float | None:
    text = _text(node, key, "")
    return float(text) if text else None


def _words(node: Node, key: str) -> tuple[str, ...]:
    found = (node.entries or {}).get(key)
    return tuple(item.text or "" for item in (found.items or ())) if found is not None else ()
