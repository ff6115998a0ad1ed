"""The names an expression may use, with their types."""

from collections.abc import Iterable
from functools import cached_property

from climafin.base.folding import folded
from climafin.expression.parser import FUNCTIONS
from climafin.expression.terms import FactName
from climafin.expression.tokens import WORD_SIGNS, WORDS

__all__ = ["FactName", "Vocabulary"]


class Vocabulary:
    """All names of one pack or one list; keys win over Chinese names, those over synonyms."""

    def __init__(self, facts: Iterable[FactName]) -> None:
        self.facts = tuple(facts)
        self._by_key = {fact.key: fact for fact in self.facts}
        self._by_name: dict[str, FactName] = {}
        for fact in self.facts:
            for name in fact.names:
                self._by_name.setdefault(folded(name), fact)
        for fact in self.facts:
            for name in (fact.label.en, fact.label.zh, fact.key):
                self._by_name[folded(name)] = fact

    def __getitem__(self, key: str) -> FactName:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def find(self, name: str) -> FactName | None:
        """Return the fact meant by a name, or None."""
        return self._by_key.get(name) or self._by_name.get(folded(name))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names to offer when somebody mistypes one."""
        return tuple(name for fact in self.facts for name in (fact.key, fact.label.zh, *fact.names))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name and answer, by which Chinese without blanks is cut."""
        found = set(self.names)
        for fact in self.facts:
            for choice in fact.type.choices:
                found |= {choice.key, choice.label.zh, *choice.synonyms}
        return frozenset(found) - {*WORDS, *WORD_SIGNS, *FUNCTIONS}
