"""The names an expression may use, with their types."""

from collections.abc import Iterable
from functools import cached_property

from climafin.base.folding import folded
from climafin.expression.functions import FUNCTIONS
from climafin.expression.terms import FactName, Sort
from climafin.expression.tokens import WORD_SIGNS, WORDS
from climafin.expression.units import UNITS

__all__ = ["FactName", "Vocabulary"]


class Vocabulary:
    """All names of one pack or one list; keys win over Chinese names, those over synonyms."""

    def __init__(self, facts: Iterable[FactName]) -> None:
        self.facts = tuple(facts)
        self._by_key = {fact.key: fact for fact in self.facts}
        self._by_name: dict[str, FactName] = {}
        self._columns: dict[str, Vocabulary] = {}
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

    def find_column(self, name: str) -> tuple[FactName, FactName] | None:
        """Return the table and the column meant by `table.column`, or None."""
        head, _, tail = name.partition(".")
        table = self.find(head) if tail and name not in self._by_key else None
        if table is None or table.type.sort is not Sort.ROWS:
            return None
        column = self.columns_of(table).find(tail)
        return None if column is None else (table, column)

    def columns_of(self, table: FactName) -> "Vocabulary":
        """Return the names that can be read in a row of a table."""
        found = self._columns.get(table.key)
        if found is None:
            found = self._columns[table.key] = Vocabulary(table.type.columns)
        return found

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names to offer when somebody mistypes one."""
        single = [name for fact in self.facts for name in (fact.key, fact.label.zh, *fact.names)]
        tables = [fact for fact in self.facts if fact.type.sort is Sort.ROWS]
        dotted = [
            f"{head}.{tail}"
            for table in tables
            for head in (table.key, table.label.zh, *table.names)
            for tail in self.columns_of(table).names
        ]
        return (*single, *dotted)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name and answer, by which Chinese without blanks is cut and a name of several words is known."""
        found = set(self.names)
        english = {fact.label.en for fact in self.facts}
        for fact in self.facts:
            english |= {choice.label.en for choice in fact.type.choices}
            for choice in fact.type.choices:
                # An answer called like a unit (规模单位 = 公里) must not keep numbers from having that unit.
                found |= {choice.key, choice.label.zh, *choice.synonyms} - UNITS.keys()
            if fact.type.columns:
                found |= self.columns_of(fact).words
        # One English word needs no help to be read, and might be taken for a unit's.
        found |= {name for name in english if " " in name}
        return frozenset(found) - {*WORDS, *WORD_SIGNS, *FUNCTIONS}
