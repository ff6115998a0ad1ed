"""A pack's text as a tree of its parts, and each part as a page of a rule book with values that can be changed.

Both are made from the text itself and not from the checked pack, so that they also stand while the text has faults.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from climafin.base.language import language
from climafin.base.messages import Label
from climafin.base.yaml_nodes import Faults, Node
from climafin.base.yaml_reader import read_yaml
from climafin.domain.dictionary import dictionary
from climafin.expression.printing import reworded
from climafin.rules.packs import FILE_NAME
from climafin.services.pack_words import CHOICES, KEY_WORDS, SECTIONS
from climafin.services.workbench import Checked, Path

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Keys whose values are expressions.
_RULES = frozenset(("test", "applies", "value", "if", "count", "of", "any", "all"))
#: Shown in the head of an entry, or as its source, and not as values.
_HEAD = frozenset(("id", "key", "title", "zh", "en", "name", "source", "group", "on", "columns", "choices", "entries"))
_ABOUT = ("pack", "title", "edition", "in_force", "standing", "scoring")
#: The longest text that is one value of a page; longer ones are edited in the text.
_LONGEST = 400
#: Values of one part of a page; a table with more rows is edited in the text.
_MOST_LINES = 120


class Control(StrEnum):
    """How a value is changed."""

    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    TEXT = "text"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class BookValue:
    """One value of a page that can be changed.

    Attributes:
        path: where it stands.
        name: what it is called.
        text: what stands there, as it is read.
        control: how it is changed.
        unit: the unit of a number, as the pack writes it, or "".
        said: an expression in the words of both languages, or None.
        choices: the words it may be, with their names; empty when it is free.
        start: the offset where it stands.
        end: the offset where it ends.
    """

    path: Path
    name: Label
    text: str
    control: Control
    unit: str = ""
    said: Label | None = None
    choices: tuple[tuple[str, Label], ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One rule, limit, source … as a page shows it.

    Attributes:
        path: where it stands.
        mark: its id, or "".
        title: its name.
        lines: its values, those on one line together.
        source: the clause it rests on, as it is written, or "".
        start: the offset where it stands.
    """

    path: Path
    mark: str
    title: Label
    lines: tuple[tuple[BookValue, ...], ...]
    source: Label
    start: int


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """One part of a pack in the tree.

    Attributes:
        path: where it stands; the parts of the whole have one step.
        mark: its id, or "".
        title: its name.
        start: the offset where it begins.
        end: the offset where it ends.
        children: its parts.
    """

    path: Path
    mark: str
    title: Label
    start: int
    end: int
    children: tuple["OutlineNode", ...] = ()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """A pack's text read as a book.

    Attributes:
        outline: its parts.
        pages: the entries of each part, by the first step of its path.
    """

    outline: tuple[OutlineNode, ...]
    pages: dict[str, tuple[BookEntry, ...]]


def read_book(text: str, checked: Checked | None = None) -> RuleBook | None:
    """Return a text as a book; None while it is not well-formed.

    Args:
        text: the text.
        checked: the last check without faults, whose names expressions are said in; None says none.
    """
    root = read_yaml(text, FILE_NAME, Faults())
    if root is None or root.entries is None:
        return None
    pages = {"about": _about(root)}
    outline = [_part("about", pages["about"], root.place.start, root.place.start)]
    for key, node in root.entries.items():
        if key in _ABOUT or key not in SECTIONS:
            continue
        entries = tuple(_entries(key, node))
        place = root.key_places[key]
        pages[key] = entries
        outline.append(_part(key, entries, place.start, node.place.end))
    if checked is not None and checked.pack is not None:
        pages = {key: tuple(_said(entry, checked) for entry in page) for key, page in pages.items()}
    return RuleBook(tuple(outline), pages)


def _part(key: str, entries: Sequence[BookEntry], start: int, end: int) -> OutlineNode:
    children = () if key == "about" else tuple(_leaf(entry, at, entries, end) for at, entry in enumerate(entries))
    return OutlineNode((key,), "", SECTIONS[key], start, end, children)


def _leaf(entry: BookEntry, at: int, entries: Sequence[BookEntry], end: int) -> OutlineNode:
    until = _begins(entries[at + 1]) if at + 1 < len(entries) else end
    return OutlineNode(entry.path, entry.mark, entry.title, _begins(entry), until)


def _begins(entry: BookEntry) -> int:
    """Return where an entry begins; the dash of an item of a list belongs to it."""
    return entry.start - len("- ") if isinstance(entry.path[-1], int) else entry.start


def node_at(outline: Sequence[OutlineNode], offset: int) -> OutlineNode | None:
    """Return the smallest part that an offset of the text lies in."""
    for node in outline:
        if node.start <= offset < max(node.end, node.start + 1) and node.path != ("about",):
            return node_at(node.children, offset) or node
    return None


# ---- entries


def _about(root: Node) -> tuple[BookEntry, ...]:
    found: list[BookValue] = []
    for key in ("edition", "in_force", "title", "standing", "scoring"):
        node = (root.entries or {}).get(key)
        if node is None:
            continue
        if node.entries is None:
            found += _single((key,), key, node)
            continue
        for inner, one in node.entries.items():
            found += _single((key, inner), f"{key}.{inner}" if f"{key}.{inner}" in KEY_WORDS else inner, one)
    lines = tuple((value,) for value in found)
    mark = _text(root, "pack")
    title = _label((root.entries or {}).get("title"), mark)
    return (BookEntry(("about",), mark, title, lines, Label("", ""), root.place.start),)


def _entries(key: str, node: Node) -> Iterator[BookEntry]:
    if key == "usual_facts":
        usual = ((value,) for name, one in (node.entries or {}).items() for value in _single((key, name), name, one))
        yield BookEntry((key,), "", SECTIONS[key], tuple(usual), Label("", ""), node.place.start)
    elif key == "cases":
        for number, one in enumerate(node.items or ()):
            title = _label(one, str(number + 1))
            yield BookEntry((key, number), "", title, (), Label("", ""), one.place.start)
    elif key == "bonus":
        cap = (node.entries or {}).get("cap")
        if cap is not None:
            lines = (tuple(_single((key, "cap"), "cap", cap)),)
            yield BookEntry((key, "cap"), "", KEY_WORDS["cap"], lines, Label("", ""), cap.place.start)
        items = (node.entries or {}).get("items")
        if items is not None:
            yield from _items((key, "items"), items)
    elif node.items is not None:
        yield from _items((key,), node)
    elif key == "weights_by":
        yield _entry((key,), "", Label("", ""), node)
    else:
        for name, one in (node.entries or {}).items():
            yield _entry((key, name), name, _label(one, name), one)


def _items(path: Path, node: Node) -> Iterator[BookEntry]:
    for number, one in enumerate(node.items or ()):
        mark = _text(one, "id") or _text(one, "key")
        yield _entry((*path, number), mark, _label(one, mark or str(number + 1)), one)


def _entry(path: Path, mark: str, title: Label, node: Node) -> BookEntry:
    unit = _text(node, "unit")
    by = (node.entries or {}).get("by")
    names = _answers(by) if by is not None else {}
    found = (line for line in _lines(path, node, unit) if line)
    lines = [tuple(_called(value, names) for value in line) for line in found]
    if title.zh == title.en == mark:
        mark = ""
    return BookEntry(path, mark, title, tuple(lines[:_MOST_LINES]), _source(node), node.place.start)


def _lines(path: Path, node: Node, unit: str) -> Iterator[tuple[BookValue, ...]]:
    """Yield the values under a node: what is single on a line of its own, each item of a list on one line."""
    for key, one in (node.entries or {}).items():
        if key in _HEAD:
            continue
        if one.text is not None:
            yield tuple(_single((*path, key), key, one, unit))
        elif one.items is not None:
            yield from _list_lines((*path, key), key, one, unit)
        else:
            yield from _lines((*path, key), one, unit)


def _list_lines(path: Path, key: str, node: Node, unit: str) -> Iterator[tuple[BookValue, ...]]:
    for number, item in enumerate(node.items or ()):
        at = (*path, number)
        if item.text is not None:
            yield tuple(_single(at, key, item, unit))
        elif item.items is not None:
            names = ("from", "marks") if key == "curve" and len(item.items) == 2 else (key,) * len(item.items)
            yield tuple(
                value
                for place, (name, one) in enumerate(zip(names, item.items, strict=True))
                for value in _single((*at, place), name, one, unit)
            )
        elif any(one.entries for one in (item.entries or {}).values()):
            # A table inside the item: its own values first, then each row of the table.
            yield tuple(value for name, one in (item.entries or {}).items() for value in _own(at, name, one, unit))
            for name, one in (item.entries or {}).items():
                if one.entries and name not in _HEAD:
                    for row, cell in one.entries.items():
                        yield tuple(_cells((*at, name, row), row, cell, unit))
        else:
            yield tuple(_flat(at, item, unit))


def _own(path: Path, key: str, node: Node, unit: str) -> list[BookValue]:
    """Return what stands directly in an item beside its table."""
    return [] if node.text is None or key in _HEAD else _single((*path, key), key, node, unit)


def _cells(path: Path, key: str, node: Node, unit: str) -> Iterator[BookValue]:
    """Yield the values of one row of a table, which may have a table of its own inside."""
    if node.text is not None:
        for value in _single(path, key, node, unit):
            yield replace(value, unit=unit)
        return
    for name, one in (node.entries or {}).items():
        yield from _cells((*path, name), f"{key} / {name}", one, unit)


def _answers(by: Node) -> dict[str, Label]:
    """Return what the answers are called that a table is looked up by."""
    known = dictionary()
    asked = [by.text or ""] if by.text is not None else [item.text or "" for item in by.items or ()]
    fields = [known[name] if name in known else known.by_head(name) for name in asked]
    return {choice.key: choice.label for one in fields if one is not None for choice in one.choices}


def _called(value: BookValue, names: dict[str, Label]) -> BookValue:
    if not names:
        return value
    parts = [names.get(part.strip(), Label(part, part)) for part in value.name.en.split(" / ")]
    if all(part.zh == part.en for part in parts):
        return value
    return replace(value, name=Label(" / ".join(p.zh for p in parts), " / ".join(p.en for p in parts)))


def _flat(path: Path, node: Node, unit: str) -> Iterator[BookValue]:
    """Yield the values of one item of a list, nested ones too, as one line."""
    for key, one in (node.entries or {}).items():
        if key in ("id", "key", "source"):
            continue
        if one.text is not None:
            yield from _single((*path, key), key, one, unit)
        elif one.entries is not None:
            yield from _flat((*path, key), one, unit)


def _single(path: Path, key: str, node: Node, unit: str = "") -> list[BookValue]:
    text = node.text
    if text is None or len(text) > _LONGEST:
        return []
    name = KEY_WORDS.get(key, Label(str(key), str(key)))
    made = BookValue(path, name, text, Control.TEXT, start=node.place.start, end=node.place.end)
    choices = CHOICES.get(key, ())
    if choices and text in dict(choices):
        return [replace(made, control=Control.CHOICE, choices=choices)]
    if _DAY.fullmatch(text):
        return [replace(made, control=Control.DAY)]
    if _NUMBER.fullmatch(text):
        shown = unit if key in ("from", "above", "below") else ""
        return [replace(made, control=Control.NUMBER, unit=shown)]
    is_rule = key in _RULES or key in ("from", "above", "below", "base", "per")
    return [replace(made, control=Control.RULE)] if is_rule and text != "none" else [made]


def _text(node: Node, key: str) -> str:
    one = (node.entries or {}).get(key)
    return "" if one is None else one.text or ""


def _label(node: Node | None, otherwise: str) -> Label:
    entries = {} if node is None else node.entries or {}
    holder = entries.get("title")
    if holder is not None and holder.entries is not None:
        entries = holder.entries
    zh, en = (entries[key].text if key in entries else None for key in ("zh", "en"))
    named = entries["name"].text if "name" in entries else None
    return Label(zh or named or otherwise, en or named or otherwise)


def _source(node: Node) -> Label:
    one = (node.entries or {}).get("source")
    if one is None:
        return Label("", "")
    if one.text is not None:
        return Label(one.text, one.text)
    zh, en, of = (_text(one, key) for key in ("zh", "en", "of"))
    return Label(f"{of} {zh}".strip(), f"{of} {en}".strip())


# ---- expressions in the words of the reader


def _said(entry: BookEntry, checked: Checked) -> BookEntry:
    lines = tuple(tuple(_worded(value, checked) for value in line) for line in entry.lines)
    return replace(entry, lines=lines)


def _worded(value: BookValue, checked: Checked) -> BookValue:
    if value.control is not Control.RULE or checked.pack is None:
        return value
    both = (reworded(value.text, checked.pack.vocabulary, language(code)) for code in ("zh_CN", "en"))
    return replace(value, said=Label(*both))
