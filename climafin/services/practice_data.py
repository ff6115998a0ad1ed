"""The practice library's data: read from `resources/samples/practice.yaml`, every fault named with its line.

The file says each value as a person would type it, so the same reading as for forms and workbooks decides
what it means. Writing the library itself is `practice.make_practice`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from climafin.base.errors import DataProblem
from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import Fault, Faults, Node, unknown_name
from climafin.base.yaml_reader import read_yaml
from climafin.domain.dictionary import Dictionary, dictionary
from climafin.domain.project import Value, ValueNote
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.values import parse_value

_TOLD_FAULTS = 20
_QUALITY = re.compile("[1-5]")
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class PracticeStage:
    """One dated move of a practice project.

    Attributes:
        stage: the stage entered.
        on: the day it happened.
        reason: why, or what is known of the day; may be empty.
    """

    stage: Stage
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PracticeProject:
    """One project of the practice library, ready to be written.

    Attributes:
        values: field key to value; what is not known is absent.
        notes: field key to source note; fields that do not apply are marked here.
        status: its standing.
        stages: its moves, oldest first.
    """

    values: Mapping[str, Value]
    notes: Mapping[str, ValueNote] = field(default_factory=dict)
    status: Status = Status.DRAFT
    stages: tuple[PracticeStage, ...] = ()


def read_practice(text: str, file: str = "practice.yaml") -> tuple[PracticeProject, ...]:
    """Read the projects of a practice file.

    Args:
        text: the file's text.
        file: its name, for messages.

    Raises:
        DataProblem: the file has faults; the message names each with its line.
    """
    faults = Faults()
    root = read_yaml(text, file, faults)
    projects = _Reader(faults, dictionary()).projects(root) if root is not None else ()
    if faults:
        raise DataProblem(_told(file, list(faults)))
    return projects


def _told(file: str, faults: list[Fault]) -> Message:
    lines = tuple(message("line {line}: {told}", line=f.place.line, told=f.told) for f in faults[:_TOLD_FAULTS])
    return message(
        "The practice data {file} has {count} faults, so no library was made: {faults}",
        file=file,
        count=len(faults),
        faults=lines,
    )


class _Reader:
    """Turns the tree into projects; reading goes on after each fault."""

    def __init__(self, faults: Faults, fields: Dictionary) -> None:
        self._faults = faults
        self._fields = fields

    def projects(self, root: Node) -> tuple[PracticeProject, ...]:
        entries = self._mapping(root, {"projects"})
        return tuple(self._project(node) for node in self._items(entries.get("projects")))

    def _project(self, node: Node) -> PracticeProject:
        entries = self._mapping(node, {"values", "notes", "not_applicable", "status", "stages"})
        values = self._values(node, entries.get("values"))
        notes = self._notes(entries.get("notes"), values)
        for item in self._items(entries.get("not_applicable")):
            key = item.text or ""
            if key not in self._fields:
                self._faults.add(item.place, unknown_name(key, (known.key for known in self._fields)))
            elif key in values:
                self._faults.add(item.place, message("“{key}” has a value and is said not to apply.", key=key))
            else:
                notes[key] = ValueNote(not_applicable=True)
        status = self._word(node, "status", Status, Status.DRAFT)
        stages = tuple(self._stage(item) for item in self._items(entries.get("stages")))
        return PracticeProject(values, notes, status, tuple(stage for stage in stages if stage is not None))

    def _values(self, project: Node, node: Node | None) -> dict[str, Value]:
        values: dict[str, Value] = {}
        if node is None:
            self._faults.add(project.place, message("“{key}” is missing.", key="values"))
            return values
        for key, typed in self._mapping(node, {known.key for known in self._fields}).items():
            if key not in self._fields:
                continue
            parsed = parse_value(self._fields[key], typed.text)
            if parsed.problem is not None:
                self._faults.add(typed.place, parsed.problem)
            elif parsed.value is None:
                self._faults.add(typed.place, message("This says nothing; leave the line out."))
            else:
                values[key] = parsed.value
        return values

    def _notes(self, node: Node | None, values: Mapping[str, Value]) -> dict[str, ValueNote]:
        notes: dict[str, ValueNote] = {}
        if node is None:
            return notes
        for key, entry in self._mapping(node, {known.key for known in self._fields}).items():
            if key in self._fields and key not in values:
                self._faults.add(entry.place, message("A note on “{key}”, which has no value.", key=key))
            self._mapping(entry, {"source", "page", "source_date", "quality"})
            quality = self._text(entry, "quality", "")
            if quality and not _QUALITY.fullmatch(quality):
                self._faults.add(entry.place, message("Data quality is a grade from 1 to 5."))
                quality = ""
            notes[key] = ValueNote(
                source=self._text(entry, "source"),
                page=self._text(entry, "page", ""),
                source_date=self._day(entry, "source_date") if "source_date" in (entry.entries or {}) else None,
                quality=int(quality) if quality else None,
            )
        return notes

    def _stage(self, node: Node) -> PracticeStage | None:
        self._mapping(node, {"stage", "on", "reason"})
        stage = self._word(node, "stage", Stage, None)
        on = self._day(node, "on")
        return (
            PracticeStage(stage, on, self._text(node, "reason", "")) if stage is not None and on is not None else None
        )

    def _word(self, node: Node, key: str, kind: type[_Word], default: _Word | None) -> _Word:
        word = self._text(node, key, default)
        try:
            return kind(word)
        except ValueError:
            place = (node.entries or {}).get(key, node).place
            self._faults.add(place, unknown_name(word, (known.value for known in kind)))
            return next(iter(kind))

    def _day(self, node: Node, key: str) -> date | None:
        text = self._text(node, key)
        try:
            return date.fromisoformat(text)
        except ValueError:
            place = (node.entries or {}).get(key, node).place
            self._faults.add(place, message("“{text}” is not a day; write it as 2026-11-20.", text=text))
            return None

    def _text(self, node: Node, key: str, default: str | None = None) -> str:
        found = (node.entries or {}).get(key)
        if found is not None and found.text:
            return found.text
        if found is not None or default is None:
            self._faults.add((found or node).place, message("“{key}” is missing.", key=key))
        return default or ""

    def _mapping(self, node: Node, known: set[str]) -> Mapping[str, Node]:
        if node.entries is None:
            self._faults.add(node.place, message("Names with values are expected here."))
            return {}
        for key in node.entries:
            if key not in known:
                self._faults.add(node.key_places[key], unknown_name(key, known))
        return node.entries

    def _items(self, node: Node | None) -> tuple[Node, ...]:
        if node is None:
            return ()
        if node.items is None:
            self._faults.add(node.place, message("A list is expected here."))
            return ()
        return node.items
