"""YAML read as a tree of nodes with line and column, so that every complaint can point at its place.

Only mappings, lists and plain text come out: types are decided by whoever reads the tree (why:
`no` is not False and `1:30` is not 90 in a rule pack). Doubled keys, aliases and tags are refused.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from climafin.base.messages import Message, message
from climafin.base.pointing import pointed_line


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
        line, caret = pointed_line(line, self.place.column - 1, self.place.column - 1)
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


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `word`, or None when none does."""
    import difflib  # noqa: PLC0415 - only after a wrong name

    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def unknown_name(word: str, known: Iterable[str]) -> Message:
    """Return the complaint about a name nobody knows, with the nearest one if there is any."""
    near = nearest(word, known)
    if near is None:
        return message("“{word}” is not known here.", word=word)
    return message("“{word}” is not known here; is “{near}” meant?", word=word, near=near)
