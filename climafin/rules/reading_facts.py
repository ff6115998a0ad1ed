"""Reading what a pack asks besides the data dictionary."""

import re

from climafin.base.folding import folded
from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node
from climafin.domain.dictionary import Choice, Field, FieldKind
from climafin.expression.units import read_unit, unit_text
from climafin.expression.vocabulary import Vocabulary
from climafin.rules.facts import OWN_GROUP
from climafin.rules.schema import NodeReader

_KEY = re.compile(r"[a-z][a-z0-9_]{0,40}")
#: What a pack may ask; the form of the library has more kinds, for itself.
KINDS = tuple(
    kind.value
    for kind in (
        FieldKind.NUMBER,
        FieldKind.INTEGER,
        FieldKind.PERCENT,
        FieldKind.MONEY,
        FieldKind.TEXT,
        FieldKind.YES_NO,
        FieldKind.DATE,
        FieldKind.CHOICE,
        FieldKind.CHOICES,
        FieldKind.TABLE,
    )
)
_DECIMALS = {FieldKind.MONEY: 2, FieldKind.PERCENT: 2, FieldKind.NUMBER: 2}
_LONGEST_TEXT = 500


class FactReader:
    """Reads the `facts` of one pack.

    Args:
        nodes: the reader of nodes.
        taken: the names that facts of the library answer to.
    """

    def __init__(self, nodes: NodeReader, taken: Vocabulary) -> None:
        self._nodes = nodes
        self._taken = taken

    def facts(self, node: Node | None) -> tuple[Field, ...]:
        """Return the facts; a key or name that something else has is a fault."""
        found: list[Field] = []
        for key, item in self._nodes.pairs(node):
            field = self._field(key, item, columns=True)
            place = (node or item).key_places[key]
            if not _KEY.fullmatch(key):
                told = message("“{key}” is no key of a fact: small letters, digits and _ only.", key=key)
                self._nodes.faults.add(place, told)
            names = {folded(name) for other in found for name in (other.key, other.label.zh, other.label.en)}
            for name in (key, field.label.zh, field.label.en, *field.synonyms):
                if self._taken.find(name) is not None or (folded(name) in names and name):
                    self._nodes.faults.add(place, message("“{name}” is already the name of a fact.", name=name))
            found.append(field)
        return tuple(found)

    def _field(self, key: str, node: Node, *, columns: bool) -> Field:
        optional = ("unit", "unit_en", "min", "max", "decimals", "choices", "columns", "synonyms")
        entries = self._nodes.entries(node, ("zh", "en", "kind"), optional)
        kinds = KINDS if columns else tuple(kind for kind in KINDS if kind != FieldKind.TABLE)
        kind = FieldKind(self._nodes.word(entries.get("kind"), kinds, FieldKind.TEXT))
        self._only_for(entries, kind)
        label = Label(self._nodes.text(entries.get("zh")), self._nodes.text(entries.get("en")))
        decimals = self._nodes.decimals(entries["decimals"]) if "decimals" in entries else _DECIMALS.get(kind, 0)
        return Field(
            key=key,
            label=label,
            kind=kind,
            group=OWN_GROUP,
            unit=self._unit(entries, kind),
            choices=self._choices(node, entries, kind),
            needed=frozenset(),
            part=0,
            shared=True,
            synonyms=tuple(self._nodes.text(item) for item in self._nodes.items(entries.get("synonyms"))),
            fact=label.zh,
            minimum=float(self._nodes.number(entries["min"])) if "min" in entries else None,
            maximum=float(self._nodes.number(entries["max"])) if "max" in entries else None,
            decimals=decimals,
            max_length=_LONGEST_TEXT,
            columns=self._columns(node, entries, kind) if columns else (),
        )

    def _only_for(self, entries: dict[str, Node], kind: FieldKind) -> None:
        for name in ("unit", "unit_en", "min", "max", "decimals"):
            has_unit = kind in (FieldKind.NUMBER, FieldKind.INTEGER)
            fits = has_unit if name.startswith("unit") else kind.is_numeric
            if name in entries and not fits:
                told = message("“{name}” does not fit the kind “{kind}”.", name=name, kind=kind.value)
                self._nodes.fault(entries[name], told)

    def _unit(self, entries: dict[str, Node], kind: FieldKind) -> Label:
        if kind is FieldKind.MONEY:
            return Label("万元", "CNY 10k")
        if kind is FieldKind.PERCENT:
            return Label("%", "%")
        if "unit" not in entries:
            return Label("", "")
        said = self._nodes.text(entries["unit"])
        unit = read_unit(said)
        if unit is None:
            self._nodes.fault(entries["unit"], message("“{text}” is not a unit we know.", text=said))
            return Label("", "")
        return Label(
            said, self._nodes.text(entries["unit_en"]) if "unit_en" in entries else unit_text(unit, english=True)
        )

    def _choices(self, node: Node, entries: dict[str, Node], kind: FieldKind) -> tuple[Choice, ...]:
        needs = kind in (FieldKind.CHOICE, FieldKind.CHOICES)
        if needs != ("choices" in entries):
            told = message("“{name}” does not fit the kind “{kind}”.", name="choices", kind=kind.value)
            told = message("“{key}” is missing here.", key="choices") if needs else told
            self._nodes.fault(entries.get("choices", node), told)
        found = []
        for key, item in self._nodes.pairs(entries.get("choices")):
            parts = self._nodes.entries(item, ("zh", "en"), ("synonyms",))
            label = Label(self._nodes.text(parts.get("zh")), self._nodes.text(parts.get("en")))
            synonyms = tuple(self._nodes.text(word) for word in self._nodes.items(parts.get("synonyms")))
            found.append(Choice(key, label, synonyms))
        return tuple(found)

    def _columns(self, node: Node, entries: dict[str, Node], kind: FieldKind) -> tuple[Field, ...]:
        if (kind is FieldKind.TABLE) != ("columns" in entries):
            told = message("“{name}” does not fit the kind “{kind}”.", name="columns", kind=kind.value)
            told = message("“{key}” is missing here.", key="columns") if kind is FieldKind.TABLE else told
            self._nodes.fault(entries.get("columns", node), told)
        return tuple(self._field(key, item, columns=False) for key, item in self._nodes.pairs(entries.get("columns")))


def declared_alike(one: Field, other: Field) -> bool:
    """Tell whether two packs that share a key ask the same thing, so that one answer serves both."""
    asked = [
        (f.kind, f.unit.zh, tuple(choice.key for choice in f.choices), tuple((c.key, c.kind) for c in f.columns))
        for f in (one, other)
    ]
    return asked[0] == asked[1]
