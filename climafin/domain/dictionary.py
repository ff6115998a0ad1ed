"""The data dictionary: what there is to know about a project, declared once in `resources/dictionary`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from climafin.base.errors import CallProblem
from climafin.base.folding import folded
from climafin.base.messages import Label, message
from climafin.base.paths import resource
from climafin.base.yaml_nodes import Faults, Node, nearest, read_yaml


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

    def choice(self, key: str) -> Choice | None:
        """Return the choice with this key, or None."""
        return next((choice for choice in self.choices if choice.key == key), None)

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
    return read_dictionary(path.read_text(encoding="utf-8"), path.name)


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
