"""The data dictionary: what there is to know about a project, declared once in `resources/dictionary`."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any
from zlib import crc32

from climafin.base.errors import CallProblem
from climafin.base.folding import folded
from climafin.base.messages import Label, message
from climafin.base.paths import resource


class FieldKind(StrEnum):
    """What sort of value a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    YES_NO = "yes_no"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    CHOICES = "choices"
    CREDIT_CODE = "credit_code"
    PROJECT_CODE = "project_code"
    TABLE = "table"

    @property
    def is_numeric(self) -> bool:
        """Whether values can be compared as numbers and summed."""
        return self in (FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.PERCENT, FieldKind.MONEY)


class Goal(StrEnum):
    """What a record can be complete enough for."""

    SUBMIT = "submit"
    ADMIT = "admit"
    DOSSIER = "dossier"

    @property
    def label(self) -> Label:
        """The goal's name in both languages."""
        return _GOALS[self]


_GOALS = {
    Goal.SUBMIT: Label("可报送", "enough to submit"),
    Goal.ADMIT: Label("可入库", "enough to admit"),
    Goal.DOSSIER: Label("可出标准材料", "enough for a standard dossier"),
}
_GOAL_ORDER = (Goal.SUBMIT, Goal.ADMIT, Goal.DOSSIER)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice field."""

    key: str
    label: Label
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the form."""

    key: str
    label: Label


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a project.

    Attributes:
        key: its name in code, the database and packs.
        label: its name on screen and paper.
        kind: what it holds.
        group: key of the form section.
        unit: the unit of a number (`万元` for money, `%` for per cent), empty when it has none.
        choices: the answers of a choice field.
        needed: the goals that ask for it; needed for one goal means needed for those after it.
        part: the dossier part it prints in (0-22).
        shared: False when copies meant for other banks leave it out.
        synonyms: heads under which others send it.
        fact: the Chinese name packs may use, beside the key.
        minimum: smallest value allowed, in the shown unit; None for no limit.
        maximum: largest value allowed, in the shown unit; None for no limit.
        decimals: decimals shown.
        max_length: longest text allowed, in characters.
        columns: of a table: what each row holds.
    """

    key: str
    label: Label
    kind: FieldKind
    group: str
    unit: Label
    choices: tuple[Choice, ...]
    needed: frozenset[Goal]
    part: int
    shared: bool
    synonyms: tuple[str, ...]
    fact: str
    minimum: float | None
    maximum: float | None
    decimals: int
    max_length: int
    columns: tuple["Field", ...] = ()

    def choice(self, key: str) -> Choice | None:
        """Return the choice with this key, or None."""
        return next((choice for choice in self.choices if choice.key == key), None)

    @property
    def always_applies(self) -> bool:
        """Whether every project has this: what is asked for to submit cannot be set aside as not applicable."""
        return self.is_needed_for(Goal.SUBMIT)

    def is_needed_for(self, goal: Goal) -> bool:
        """Tell whether a record must have this field to reach a goal."""
        reached = _GOAL_ORDER[: _GOAL_ORDER.index(goal) + 1]
        return any(step in self.needed for step in reached)


class Dictionary:
    """All fields, in the order of the form."""

    def __init__(self, groups: tuple[Group, ...], fields: tuple[Field, ...]) -> None:
        self.groups = groups
        self.fields = fields
        self._by_key = {field.key: field for field in fields}

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Field:
        return self._by_key[key]

    def field(self, name: str) -> Field:
        """Return the field meant by a key or a head in either language, synonyms included.

        Raises:
            CallProblem: no field has that name; the message offers the nearest.
        """
        found = self._by_key.get(name) or self._by_head.get(folded(name))
        if found is not None:
            return found
        # A wrong name is rare, and what finds the nearest one reads YAML.
        from climafin.base.yaml_nodes import nearest  # noqa: PLC0415

        near = nearest(name, self._by_key) or nearest(name, (field.label.zh for field in self.fields))
        if near is None:
            raise CallProblem(message("There is no field “{name}”.", name=name))
        raise CallProblem(message("There is no field “{name}”; is “{near}” meant?", name=name, near=near))

    def by_head(self, head: str) -> Field | None:
        """Return the field that a table head names (key, label or synonym, however typed), or None."""
        return self._by_key.get(head) or self._by_head.get(folded(head))

    def group(self, key: str) -> tuple[Field, ...]:
        """Return the fields of one form section."""
        return tuple(field for field in self.fields if field.group == key)

    def part(self, number: int) -> tuple[Field, ...]:
        """Return the fields of one dossier part."""
        return tuple(field for field in self.fields if field.part == number)

    @cached_property
    def _by_head(self) -> dict[str, Field]:
        heads: dict[str, Field] = {}
        for field in self.fields:
            for synonym in field.synonyms:
                heads.setdefault(folded(synonym), field)
        for field in self.fields:
            heads[folded(field.label.zh)] = field
            heads[folded(field.label.en)] = field
        return heads


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """Return the shipped dictionary; it is read once.

    Raises:
        ValueError: the shipped file is damaged; the text names every line.
    """
    path = resource("dictionary", "project.yaml")
    source = path.read_bytes()
    with suppress(OSError):
        kept = unpacked(path.with_suffix(".json").read_text(encoding="utf-8"), source)
        if kept is not None:
            return kept
    # YAML takes ten times as long as the packed copy; the first window does not wait for it.
    from climafin.domain.dictionary_file import read_dictionary  # noqa: PLC0415

    return read_dictionary(source.decode("utf-8"), path.name)


def packed(whole: Dictionary, source: bytes) -> str:
    """Return a dictionary as JSON that is quick to read, with a check sum of the file it was read from."""
    content = {"groups": [asdict(group) for group in whole.groups], "fields": [asdict(field) for field in whole]}
    kept = {"of": crc32(source), **content}
    return json.dumps(kept, ensure_ascii=False, indent=0, default=sorted) + "\n"


def unpacked(text: str, source: bytes) -> Dictionary | None:
    """Return the dictionary kept in `text`, or None when it was made from something else than `source`."""
    kept = json.loads(text)
    # A check sum and no digest: it guards against a forgotten run, and loading the digests takes longer than reading.
    if kept["of"] != crc32(source):
        return None
    groups = tuple(Group(group["key"], Label(**group["label"])) for group in kept["groups"])
    return Dictionary(groups, tuple(_unpacked_field(field) for field in kept["fields"]))


def _unpacked_field(kept: dict[str, Any]) -> Field:
    choices = (Choice(c["key"], Label(**c["label"]), tuple(c["synonyms"])) for c in kept["choices"])
    own = {
        "label": Label(**kept["label"]),
        "kind": FieldKind(kept["kind"]),
        "unit": Label(**kept["unit"]),
        "choices": tuple(choices),
        "needed": frozenset(Goal(goal) for goal in kept["needed"]),
        "synonyms": tuple(kept["synonyms"]),
        "columns": tuple(_unpacked_field(column) for column in kept["columns"]),
    }
    return Field(**{**kept, **own})
