"""The strict reading of nodes: unknown keys, missing keys and wrong values are told with their place.

Every method returns something usable even when it complained, so that one run tells all faults.
"""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from climafin.base.messages import Label, Message, message
from climafin.base.yaml_nodes import Faults, Node, Place, unknown_name
from climafin.domain.assessment import RuleSource
from climafin.expression.checker import read_expression
from climafin.expression.terms import Sort, ValueType
from climafin.expression.units import BARE, Unit, read_unit
from climafin.expression.vocabulary import FactName, Vocabulary
from climafin.rules.rule import NO_RULE, Rule

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,40}")
#: What an expression reads as one name.
_WORDS = re.compile(r"[^\W\d]\w*(?: \w+)*")
MAX_DECIMALS = 6
NOWHERE = RuleSource(Label("", ""), Label("", ""), official=False)


class NodeReader:
    """Reads nodes by our schema and collects every fault."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.sources: dict[str, RuleSource] = {}
        self.cited: set[str] = set()
        #: Ids of rules so far, and of the branches of gates as “gate.branch”.
        self.ids: set[str] = set()

    def fault(self, node: Node, told: Message) -> None:
        """Complain about a node."""
        self.faults.add(node.place, told)

    def entries(self, node: Node, needed: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Node]:
        """Return the entries of a mapping; unknown keys and missing ones are faults."""
        if node.entries is None:
            self.fault(node, message("Here a mapping (key: value) is needed."))
            return {}
        known = [*needed, *optional]
        for key in node.entries:
            if key not in known:
                self.faults.add(node.key_places[key], unknown_name(key, known))
        for key in needed:
            if key not in node.entries:
                self.fault(node, message("“{key}” is missing here.", key=key))
        return node.entries

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """Return the items of a list; no node gives none."""
        if node is None:
            return ()
        if node.items is None:
            self.fault(node, message("Here a list is needed."))
            return ()
        return node.items

    def pairs(self, node: Node | None) -> tuple[tuple[str, Node], ...]:
        """Return the entries of a mapping with free keys; no node gives none."""
        if node is None:
            return ()
        if node.entries is None:
            self.fault(node, message("Here a mapping (key: value) is needed."))
            return ()
        return tuple(node.entries.items())

    def text(self, node: Node | None) -> str:
        """Return a text; an empty or missing one is a fault (a missing one was told by `entries`)."""
        if node is None:
            return ""
        if not node.text:
            self.fault(node, message("Here a text is needed."))
            return ""
        return node.text

    def name(self, node: Node | None, taken: Iterable[str]) -> str:
        """Return an id that nobody else has."""
        found = self.text(node)
        if node is not None and found:
            if not _ID.fullmatch(found):
                self.fault(node, message("“{name}” is no id: letters, digits, dots and dashes only.", name=found))
            elif found in taken:
                self.fault(node, message("The id “{name}” stands twice.", name=found))
        return found

    def rule_id(self, node: Node | None) -> str:
        """Return the id of a rule; no other rule of the pack has it."""
        found = self.name(node, self.ids)
        self.ids.add(found)
        return found

    def mapping(self, node: Node | None, needed: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Node]:
        """Return the entries of a mapping that may be absent as a whole; then there are none."""
        return {} if node is None else self.entries(node, needed, optional)

    def label(self, node: Node | None) -> Label:
        """Return a name in both languages: {zh: …, en: …}."""
        if node is None:
            return Label("", "")
        entries = self.entries(node, ("zh", "en"))
        return Label(self.text(entries.get("zh")), self.text(entries.get("en")))

    def flag(self, node: Node | None) -> bool:
        """Return yes or no."""
        found = self.text(node)
        if node is not None and found not in ("yes", "no", "是", "否"):
            self.fault(node, message("Here yes or no is needed."))
        return found in ("yes", "是")

    def word(self, node: Node | None, known: tuple[str, ...], default: str) -> str:
        """Return one of a few words."""
        if node is None:
            return default
        found = self.text(node)
        if found not in known:
            self.fault(node, unknown_name(found, known))
            return default
        return found

    def number(self, node: Node | None) -> Fraction:
        """Return a number, exactly."""
        found = self.text(node)
        if node is None or not found:
            return Fraction(0)
        if not _NUMBER.fullmatch(found):
            self.fault(node, message("“{text}” is not a number.", text=found))
            return Fraction(0)
        return Fraction(found)

    def hundredths(self, node: Node | None, low: int, high: int) -> int:
        """Return a number as whole hundredths, checked to lie between two whole numbers."""
        found = self.number(node)
        if node is not None and (found * 100).denominator != 1:
            self.fault(node, message("At most {count} decimals can be kept here.", count=2))
        elif node is not None and not low <= found <= high:
            self.fault(node, message("This must lie between {low} and {high}.", low=low, high=high))
        return int(found * 100)

    def day(self, node: Node | None, default: date = date.min) -> date:
        """Return a day."""
        if node is None:
            return default
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            self.fault(node, message("“{text}” is not a day; write it as 2026-11-20.", text=node.text or ""))
            return default

    def unit(self, node: Node | None) -> Unit:
        """Return a unit; no node is a bare number."""
        if node is None:
            return BARE
        found = read_unit(self.text(node))
        if found is None:
            self.fault(node, message("“{text}” is not a unit we know.", text=node.text or ""))
            return BARE
        return found

    def decimals(self, node: Node | None) -> int:
        """Return to how many decimals a value is rounded; no node is 0."""
        return self.hundredths(node, 0, MAX_DECIMALS) // 100 if node is not None else 0

    def unit_of(self, node: Node, entries: dict[str, Node], value: ValueType) -> Unit:
        """Return the unit that `unit` says a value is shown in; it must fit what the value is measured in.

        Args:
            node: the mapping.
            entries: its entries; `unit` and `decimals` are only for numbers.
            value: the type of the value.
        """
        if value.sort is not Sort.NUMBER:
            for name in ("unit", "decimals"):
                if name in entries:
                    self.fault(entries[name], message("“{name}” is only for numbers.", name=name))
            return BARE
        unit = self.unit(entries.get("unit"))
        if unit.dimension != value.unit.dimension or ("unit" not in entries and value.unit.text):
            told = message("Say the unit of the value: it is measured in {unit}.", unit=value.unit.text or "—")
            self.fault(entries.get("unit", node), told)
        return unit

    def named_fact(self, node: Node, vocabulary: Vocabulary, told: Message, sorts: tuple[Sort, ...]) -> FactName | None:
        """Return the fact that a node names, when it is of one of the given sorts; `told` is the complaint if not."""
        found = vocabulary.find(self.text(node))
        if found is None:
            self.fault(node, unknown_name(node.text or "", vocabulary.names))
        elif found.type.sort not in sorts:
            self.fault(node, told)
        else:
            return found
        return None

    def answer(self, holder: Node, name: str, fact: FactName, part: str = "") -> str:
        """Return the key of the answer that a key of a mapping, or one part of it, names; an unknown one is a fault."""
        key = fact.type.choice_key(part or name)
        if key is None:
            known = [word for choice in fact.type.choices for word in (choice.label.zh, choice.key)]
            self.faults.add(holder.key_places[name], unknown_name(part or name, known))
        return key or ""

    def new_name(self, holder: Node, name: str, vocabulary: Vocabulary) -> None:
        """Complain when a name that a mapping gives to something is taken already, or no rule could write it."""
        if not _WORDS.fullmatch(name):
            told = message("No rule can read “{name}”: a name begins with a letter and has no signs in it.", name=name)
            self.faults.add(holder.key_places[name], told)
        if vocabulary.find(name) is not None:
            self.faults.add(holder.key_places[name], message("“{name}” is already the name of a fact.", name=name))

    def source(self, node: Node | None) -> RuleSource:
        """Return a citation: `S1 第5条`, or {of: S1, zh: 第5条, en: article 5} where the clause needs words."""
        at = node
        if node is not None and node.entries is not None:
            entries = self.entries(node, ("of", "zh", "en"))
            at = entries.get("of")
            name = self.text(at)
            clause = Label(self.text(entries.get("zh")), self.text(entries.get("en")))
        else:
            name, _, said = self.text(node).partition(" ")
            clause = Label(said.strip(), said.strip())
        if at is None or not name:
            return NOWHERE
        if name not in self.sources:
            self.fault(at, unknown_name(name, self.sources))
            return NOWHERE
        self.cited.add(name)
        found = self.sources[name]
        return RuleSource(found.document, clause, found.official)

    def rule(self, node: Node | None, vocabulary: Vocabulary, sorts: tuple[Sort, ...] = (Sort.TRUTH,)) -> Rule:
        """Return an expression of one of the given sorts."""
        text = self.text(node)
        if node is None or not text:
            return NO_RULE
        reading = read_expression(text, vocabulary)
        for flaw in reading.flaws:
            self.faults.add(_inside(node, flaw.start, flaw.end), flaw.told)
        if reading.term is None:
            return NO_RULE
        if reading.term.type.sort not in sorts:
            told = message("This expression gives something that does not fit here.")
            if sorts == (Sort.TRUTH,):
                told = message("This must be a condition that holds or does not.")
            self.fault(node, told)
            return NO_RULE
        return Rule(text, reading.term)


def _inside(node: Node, start: int, end: int) -> Place:
    """Return the place of some characters of a scalar; the scalar's own when it was written folded or escaped."""
    place = node.place
    quotes = 1 if node.quoted else 0
    if place.end - place.start != len(node.text or "") + 2 * quotes:
        return place
    at = start + quotes
    return Place(place.file, place.line, place.column + at, place.start + at, place.start + quotes + end)
