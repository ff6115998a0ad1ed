"""What every part of the checker shares: complaints, the scope of names, and agreement of sorts and units.

A part that is wrong is told once and stands as a harmless constant after that, so that all flaws come at once.
"""

from abc import ABC, abstractmethod
from fractions import Fraction

from climafin.base.messages import Label, Message, message
from climafin.base.yaml_nodes import nearest
from climafin.expression import syntax as s
from climafin.expression import terms as t
from climafin.expression.flaws import Flaw
from climafin.expression.terms import TRUTH, FactName, Sort, Term, ValueType
from climafin.expression.units import Unit
from climafin.expression.vocabulary import Vocabulary

NUMBER = ValueType(Sort.NUMBER)
SORT_LABELS = {
    Sort.NUMBER: Label("数值", "a number"),
    Sort.TRUTH: Label("是非判断", "a yes or no"),
    Sort.CHOICE: Label("选项", "a choice"),
    Sort.CHOICES: Label("多选项", "several choices"),
    Sort.TEXT: Label("文字", "a text"),
    Sort.DAY: Label("日期", "a day"),
    Sort.ROWS: Label("表格", "a table"),
    Sort.LIST: Label("名单", "a list"),
}
#: What to do when something else than this sort was found.
_WAYS_OUT: dict[Sort, Message] = {
    Sort.NUMBER: message("Write a number, or a fact that is one."),
    Sort.TRUTH: message("Compare it with something, such as ≥ 1."),
    Sort.DAY: message("Write a day as 2026-11-20, or a fact that is one."),
    Sort.TEXT: message("Put a text in quotes."),
}
_OUT_OF_TABLE = message("Ask one thing of its rows, such as count(…), sum(table.column) or any(table where …).")
_OUT_OF_LIST = message("Ask whether something is in it: name in list.")
#: Beyond this a unit was multiplied with itself until no number can be told in it.
_LARGEST_FACTOR = Fraction(10) ** 60
_MOST_ANSWERS_TOLD = 8


class Checking(ABC):
    """The checking of one expression.

    Attributes:
        flaws: everything that is wrong so far.
        vocabulary: the names the expression may use.
        units_needed: whether a bare number beside a quantity with a unit is a flaw.
        table: the table whose columns can be read here, inside `where`; None elsewhere.
    """

    def __init__(self, vocabulary: Vocabulary, *, units_needed: bool) -> None:
        self.flaws: list[Flaw] = []
        self.vocabulary = vocabulary
        self.units_needed = units_needed
        self.table: FactName | None = None
        #: Kept alive, so that the identity of each stays its own.
        self._stand_ins: dict[int, Term] = {}

    @abstractmethod
    def term(self, node: s.Syntax) -> Term:
        """Return the checked term of a node."""

    # ---- complaints

    def wrong(self, node: s.Syntax, told: Message, instead: ValueType = TRUTH) -> Term:
        """Tell a flaw and return what stands in for the node."""
        self.flaws.append(Flaw(told, node.span.start, node.span.end))
        return self.stand_in(instead)

    def stand_in(self, instead: ValueType = TRUTH) -> Term:
        """Return a constant that no further complaint is made of."""
        found = t.Constant(instead, False if instead is TRUTH else 0.0)
        self._stand_ins[id(found)] = found
        return found

    def is_wrong(self, term: Term) -> bool:
        """Tell whether a term stands in for something that was told already."""
        return id(term) in self._stand_ins

    # ---- sorts

    def of_sort(self, node: s.Syntax, sort: Sort) -> Term:
        """Return a node's term, which must be of one sort."""
        term = self.term(node)
        if term.type.sort is sort or self.is_wrong(term):
            return term
        return self.wrong(node, self.wrong_sort(term, sort), TRUTH if sort is Sort.TRUTH else NUMBER)

    def wrong_sort(self, found: Term, wanted: Sort) -> Message:
        """Return the complaint that another sort is needed, with a way out."""
        sort = found.type.sort
        told = message("Here {wanted} is needed; this is {found}.", wanted=SORT_LABELS[wanted], found=SORT_LABELS[sort])
        outs = {Sort.ROWS: _OUT_OF_TABLE, Sort.LIST: _OUT_OF_LIST}
        way_out = outs.get(sort, _WAYS_OUT.get(wanted))
        return told if way_out is None else message("{told} {more}", told=told, more=way_out)

    def numeric(self, node: s.Syntax) -> Term:
        """Return a node's term, which must be a number."""
        return self.of_sort(node, Sort.NUMBER)

    def truth(self, node: s.Syntax) -> Term:
        """Return a node's term, which must be a condition."""
        return self.of_sort(node, Sort.TRUTH)

    def alike(self, nodes: tuple[s.Syntax, ...], sorts: tuple[Sort, ...]) -> tuple[ValueType, tuple[Term, ...]]:
        """Return terms that are all of one sort and unit, one of `sorts`, and their type."""
        chosen = next(filter(None, map(self.choice_type, nodes)), None) if Sort.CHOICE in sorts else None
        if chosen is not None:
            terms = tuple(self.answer(chosen, node) for node in nodes)
            for term, node in zip(terms, nodes, strict=True):
                if not self.is_wrong(term) and term.type != chosen:
                    self.wrong(node, message("This is no answer of the same choice."))
            return chosen, terms
        first = self.term(nodes[0])
        if not self.is_wrong(first) and first.type.sort not in sorts:
            first = self.wrong(nodes[0], self.wrong_sort(first, sorts[0]), NUMBER)
        kind = next((term.type for term in (first, *map(self.term, nodes[1:])) if not self.is_wrong(term)), NUMBER)
        terms = (first, *(self.of_sort(node, kind.sort) for node in nodes[1:]))
        return self.one_unit(terms, nodes) if kind.sort is Sort.NUMBER else kind, terms

    # ---- units

    def one_unit(self, terms: tuple[Term, ...], nodes: tuple[s.Syntax, ...]) -> ValueType:
        """Return the common type of numbers; those whose units do not agree with it are told."""
        sound = [term for term in terms if not self.is_wrong(term) and not is_zero(term)]
        lead = next((term for term in sound if term.type.unit.dimension), sound[0] if sound else terms[0])
        for term, node in zip(terms, nodes, strict=True):
            if term is not lead:
                self.same_unit(lead, term, node)
        return lead.type

    def same_unit(self, left: Term, right: Term, node: s.Syntax) -> None:
        """Tell when the units of two numbers do not agree."""
        if self.is_wrong(left) or self.is_wrong(right) or is_zero(left) or is_zero(right):
            return
        mine, other = left.type.unit, right.type.unit
        if mine.dimension == other.dimension:
            return
        for bare, with_unit in ((left, other), (right, mine)):
            if isinstance(bare, t.Constant) and not bare.type.unit.text:
                self.wrong(node, say_unit(with_unit))
                return
        told = message(
            "The units do not agree: {left} and {right}. Both sides must measure the same.",
            left=mine.text or "—",
            right=other.text or "—",
        )
        self.wrong(node, told)

    def sound_unit(self, node: s.Syntax, unit: Unit) -> bool:
        """Tell whether numbers can be told in a unit; a flaw when it was multiplied beyond sense."""
        is_sound = 1 / _LARGEST_FACTOR < unit.factor < _LARGEST_FACTOR
        if not is_sound:
            self.wrong(node, message("The unit of this product is beyond all measure; write fewer factors."))
        return is_sound

    # ---- names

    def column_named(self, table: FactName, name: str) -> FactName | None:
        """Return the column a name means inside `where`, written alone or behind the table's name."""
        dotted = self.vocabulary.find_column(name)
        if dotted is not None:
            return dotted[1] if dotted[0].key == table.key else None
        return self.vocabulary.columns_of(table).find(name)

    def named(self, name: str) -> FactName | None:
        """Return the column or the fact that a name means here, or None."""
        column = self.column_named(self.table, name) if self.table is not None else None
        return self.vocabulary.find(name) if column is None else column

    def choice_type(self, node: s.Syntax) -> ValueType | None:
        """Return the type of a node that is a choice, or None; a word that is no name may be an answer."""
        if isinstance(node, s.Name):
            fact = self.named(node.name)
            kind = None if fact is None else fact.type
        else:
            kind = self.term(node).type if isinstance(node, s.Call) else None
        return kind if kind is not None and kind.sort is Sort.CHOICE else None

    def answer(self, chosen: ValueType, node: s.Syntax) -> Term:
        """Return what a node means beside a choice: one of its answers, or something of its own."""
        written = node.name if isinstance(node, s.Name) else node.text if isinstance(node, s.TextLiteral) else None
        if written is None:
            return self.term(node)
        key = chosen.choice_key(written)
        if key is not None:
            return t.Constant(chosen, key)
        if isinstance(node, s.Name) and self.named(written) is not None:
            return self.term(node)
        return self.wrong(node, unknown_answer(written, chosen))

    def names(self) -> tuple[str, ...]:
        """Return the names that can stand here."""
        columns = () if self.table is None else self.vocabulary.columns_of(self.table).names
        return (*columns, *self.vocabulary.names)

    def unknown(self, name: str) -> Message:
        """Return the complaint about a name that nobody knows, with the nearest one if there is any."""
        near = nearest(name, self.names())
        if near is not None:
            return message("“{word}” is not known here; is “{near}” meant?", word=name, near=near)
        return message("“{word}” is not known here; write the name of a fact, or put a text in quotes.", word=name)


def unknown_answer(name: str, chosen: ValueType) -> Message:
    """Return the complaint about an answer that a choice has not."""
    near = nearest(name, [word for choice in chosen.choices for word in (choice.label.zh, choice.label.en, choice.key)])
    if near is not None:
        return message("“{word}” is not known here; is “{near}” meant?", word=name, near=near)
    known = tuple(choice.label for choice in chosen.choices[:_MOST_ANSWERS_TOLD])
    if len(chosen.choices) > _MOST_ANSWERS_TOLD:
        known = (*known, Label("……", "…"))
    return message("“{text}” is not one of: {known}.", text=name, known=known)


def say_unit(unit: Unit) -> Message:
    """Return the complaint about a number without its unit."""
    return message("Say the unit of this number: {unit}?", unit=unit.text or "—")


def is_zero(term: Term) -> bool:
    """Tell whether a term is 0 without a unit, which goes with every unit."""
    return isinstance(term, t.Constant) and term.value == 0 and not term.type.unit.text
