"""What differs between two pack files, rule by rule: added, gone, moved weights, thresholds, or words only.

Works on the files' node trees, so that it sees every construct, also those it does not know by name. Items of
a list are told apart by their id, key or date, never by their place: a rule that only moved has not changed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Faults, Node
from climafin.base.yaml_reader import read_yaml

#: What names an item of a list, in this order; the first day of a dated table does, the start of a band does not.
_NAMES = ("id", "key", "name", "from")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Lists of rules: their items are what people call a rule.
_RULE_LISTS = ("gates", "criteria", "items", "forces", "warnings")
_WORDS = ("zh", "en", "title", "name", "note")
_WEIGHTS = ("weight", "weights_by", "max", "cap", "points")
_SOURCES = ("source", "sources")


class ChangeKind(StrEnum):
    """What sort of difference it is."""

    ADDED = "added"
    GONE = "gone"
    WEIGHT = "weight"
    THRESHOLD = "threshold"
    SOURCE = "source"
    WORDS = "words"
    CASES = "cases"

    @property
    def label(self) -> Label:
        """The kind's name in both languages."""
        return _KINDS[self]


_KINDS = {
    ChangeKind.ADDED: Label("新增", "added"),
    ChangeKind.GONE: Label("删除", "gone"),
    ChangeKind.WEIGHT: Label("权重或分值", "weight or points"),
    ChangeKind.THRESHOLD: Label("条件或门槛", "condition or threshold"),
    ChangeKind.SOURCE: Label("依据", "source"),
    ChangeKind.WORDS: Label("文字", "wording"),
    ChangeKind.CASES: Label("案例", "cases"),
}


@dataclass(frozen=True, slots=True)
class PackChange:
    """One difference.

    Attributes:
        rule_id: the rule it belongs to, or "" when it concerns the whole pack.
        path: where it stands, such as ("criteria", "C01", "weight").
        kind: what sort of difference.
        before: the text before, or "" when it was added.
        after: the text after, or "" when it is gone.
    """

    rule_id: str
    path: tuple[str, ...]
    kind: ChangeKind
    before: str
    after: str

    @property
    def can_change_answers(self) -> bool:
        """Whether an assessment could come out otherwise because of it."""
        return self.kind not in (ChangeKind.SOURCE, ChangeKind.WORDS, ChangeKind.CASES)


def compare_packs(before: str, after: str) -> tuple[PackChange, ...]:
    """Return every difference between two pack files, in the order of the later one; what is gone comes last.

    Args:
        before: the text of the earlier pack; it must be readable YAML.
        after: the text of the later one.
    """
    earlier, later = _leaves(before), _leaves(after)
    found = [
        _change(path, earlier.get(path, ""), text, added=path not in earlier)
        for path, text in later.items()
        if earlier.get(path) != text
    ]
    found += [_change(path, text, "", gone=True) for path, text in earlier.items() if path not in later]
    return tuple(_whole_rules(found, set(_rules(earlier)), set(_rules(later))))


_Leaves = dict[tuple[str, ...], str]


def _leaves(text: str) -> _Leaves:
    root = read_yaml(text, "", Faults())
    return {} if root is None else dict(_walk(root, ()))


def _walk(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if node.entries is not None:
        for key, item in node.entries.items():
            yield from _walk(item, (*path, key))
    elif node.items is not None:
        if all(item.text is not None for item in node.items):
            yield path, ", ".join(item.text or "" for item in node.items)
            return
        for number, item in enumerate(node.items):
            yield from _walk(item, (*path, _name(item, number)))
    else:
        yield path, node.text or ""


def _name(item: Node, number: int) -> str:
    for key in _NAMES:
        named = (item.entries or {}).get(key)
        if named is not None and named.text and (key != "from" or _DAY.fullmatch(named.text)):
            return named.text
    return str(number + 1)


def _rules(leaves: _Leaves) -> Iterator[str]:
    return (found for path in leaves if (found := _rule_id(path)))


def _rule_id(path: tuple[str, ...]) -> str:
    """Return the rule a path lies in: the item of the first list of rules on the way."""
    if path[0] == "cases":
        return ""
    for at, key in enumerate(path[:-1]):
        if key in _RULE_LISTS:
            return path[at + 1]
    return ""


def _change(path: tuple[str, ...], before: str, after: str, *, added: bool = False, gone: bool = False) -> PackChange:
    kind = _kind(path)
    if kind is ChangeKind.THRESHOLD and (added or gone):
        kind = ChangeKind.ADDED if added else ChangeKind.GONE
    return PackChange(_rule_id(path), path, kind, before, after)


def _kind(path: tuple[str, ...]) -> ChangeKind:
    if path[0] in ("cases", "usual_facts"):
        return ChangeKind.CASES
    for names, kind in ((_SOURCES, ChangeKind.SOURCE), (_WORDS, ChangeKind.WORDS), (_WEIGHTS, ChangeKind.WEIGHT)):
        if path[-1] in names or (kind is not ChangeKind.WORDS and any(key in names for key in path)):
            return kind
    return ChangeKind.THRESHOLD


def _whole_rules(changes: list[PackChange], before: set[str], after: set[str]) -> Iterator[PackChange]:
    """Yield the changes; a rule that came or went whole is one change, not one per line of it."""
    told: set[str] = set()
    for change in changes:
        rule = change.rule_id
        if rule and (rule in before) != (rule in after):
            if rule not in told:
                told.add(rule)
                kind = ChangeKind.ADDED if rule in after else ChangeKind.GONE
                yield PackChange(rule, change.path[: change.path.index(rule) + 1], kind, "", "")
            continue
        yield change
