"""YAML read as a tree of nodes with line and column, so that every complaint can point at its place.

Only mappings, lists and plain text come out: types are decided by whoever reads the tree (why:
`no` is not False and `1:30` is not 90 in a rule pack). Doubled keys, aliases and tags are refused.
"""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import yaml

from climafin.base.messages import Message, message

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a text file; line and column count from 1, start and end are character offsets."""

    file: str
    line: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One complaint about a file, with the place it means."""

    place: Place
    told: Message

    def shown(self, source: str, sentence: str) -> str:
        """Return the complaint as `file:line:column sentence` with the line and a caret below."""
        lines = source.splitlines()
        line = lines[self.place.line - 1] if self.place.line <= len(lines) else ""
        caret = " " * sum(2 if ord(c) > 0x2E7F else 1 for c in line[: self.place.column - 1]) + "^"
        return f"{self.place.file}:{self.place.line}:{self.place.column} {sentence}\n    {line}\n    {caret}"


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the tree: exactly one of `text`, `items`, `entries` is in use.

    Attributes:
        place: where it stands.
        text: the scalar's text, or None.
        quoted: whether the scalar was written in quotes.
        items: the list's nodes, or None.
        entries: the mapping's nodes by key, or None.
        key_places: where each key of the mapping stands.
    """

    place: Place
    text: str | None = None
    quoted: bool = False
    items: tuple["Node", ...] | None = None
    entries: dict[str, "Node"] | None = None
    key_places: dict[str, Place] = field(default_factory=dict)


class Faults:
    """Collects every complaint about one file; reading goes on after each."""

    def __init__(self) -> None:
        self.list: list[Fault] = []

    def add(self, place: Place, told: Message) -> None:
        """Keep a complaint."""
        self.list.append(Fault(place, told))

    def __bool__(self) -> bool:
        return bool(self.list)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.list)


def read_yaml(text: str, file: str, faults: Faults) -> Node | None:
    """Read a text as one YAML document.

    Args:
        text: the file's text.
        file: its name, for messages.
        faults: where complaints go.

    Returns:
        The root node, or None when the text is not YAML at all (a fault says where).
    """
    try:
        root = yaml.compose(text, _Loader)
        # The composed tree has forgotten where an alias stood.
        aliases = [
            event.start_mark
            for event in yaml.parse(text, _Loader)
            if isinstance(event, yaml.AliasEvent) and event.start_mark is not None
        ]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column, index = (mark.line, mark.column, mark.index) if mark else (0, 0, 0)
        place = Place(file, line + 1, column + 1, index, index)
        faults.add(place, message("This is not well-formed YAML: {problem}", problem=error.problem or ""))
        return None
    except yaml.YAMLError as error:
        faults.add(Place(file, 1, 1, 0, 0), message("This is not well-formed YAML: {problem}", problem=str(error)))
        return None
    if root is None:
        faults.add(Place(file, 1, 1, 0, 0), message("The file is empty."))
        return None
    for start in aliases:
        place = Place(file, start.line + 1, start.column + 1, start.index, start.index)
        faults.add(place, message("Aliases (*name) are not taken; write the value out."))
    return _Reader(file, faults).node(root, depth=0)


class _Reader:
    """Turns PyYAML's nodes into ours and refuses what we do not take."""

    MAX_DEPTH = 30

    def __init__(self, file: str, faults: Faults) -> None:
        self._file = file
        self._faults = faults
        self._seen: set[int] = set()

    def node(self, raw: yaml.Node, depth: int) -> Node:
        place = self._place(raw)
        if id(raw) in self._seen:
            return Node(place, text="")  # an alias, complained about already
        self._seen.add(id(raw))
        if depth > self.MAX_DEPTH:
            self._faults.add(place, message("This is nested too deeply."))
            return Node(place, text="")
        if isinstance(raw, yaml.ScalarNode):
            return Node(place, text=str(raw.value), quoted=raw.style in ("'", '"'))
        if isinstance(raw, yaml.SequenceNode):
            return Node(place, items=tuple(self.node(item, depth + 1) for item in raw.value))
        return self._mapping(raw, place, depth)

    def _mapping(self, raw: yaml.Node, place: Place, depth: int) -> Node:
        entries: dict[str, Node] = {}
        key_places: dict[str, Place] = {}
        for raw_key, raw_value in raw.value:
            key_place = self._place(raw_key)
            key = str(raw_key.value) if isinstance(raw_key, yaml.ScalarNode) else ""
            if not key:
                self._faults.add(key_place, message("A key must be a plain word."))
            elif key in entries:
                first = key_places[key].line
                self._faults.add(
                    key_place,
                    message("The key “{key}” stands twice; first in line {line}.", key=key, line=first),
                )
            else:
                entries[key] = self.node(raw_value, depth + 1)
                key_places[key] = key_place
        return Node(place, entries=entries, key_places=key_places)

    def _place(self, raw: yaml.Node) -> Place:
        start, end = raw.start_mark, raw.end_mark
        return Place(self._file, start.line + 1, start.column + 1, start.index, end.index)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `word`, or None when none does."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def unknown_name(word: str, known: Iterable[str]) -> Message:
    """Return the complaint about a name nobody knows, with the nearest one if there is any."""
    near = nearest(word, known)
    if near is None:
        return message("“{word}” is not known here.", word=word)
    return message("“{word}” is not known here; is “{near}” meant?", word=word, near=near)
