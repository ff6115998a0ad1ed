"""From the tree as written to the checked tree: names looked up, sorts and units agree, all flaws at once.

Concerns of their own: `checking` (what all parts share), `checking_calls` (functions of single values and
lengths of time), `checking_tables` (functions over rows).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from climafin.base.folding import folded
from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import nearest
from climafin.expression import syntax as s
from climafin.expression import terms as t
from climafin.expression.checking import NUMBER, SORT_LABELS, Checking, is_zero, say_unit
from climafin.expression.checking_calls import checked_call, moved_day
from climafin.expression.checking_tables import checked_aggregate, needs_rows, rows_asked, stray_rows
from climafin.expression.flaws import Flaw, SyntaxFlaw
from climafin.expression.functions import OVER_ROWS, call_example
from climafin.expression.parser import parse
from climafin.expression.terms import TRUTH, Sort, Term, ValueType, children
from climafin.expression.units import BARE
from climafin.expression.vocabulary import Vocabulary

#: Terms of one expression. A chain `a < b < c` looks at b twice, so that brackets could double the work 40 times.
MAX_NODES = 1_000
_ONLY_FIXED = message("A list holds fixed values only; for facts write several conditions with “or”.")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading an expression gave.

    Attributes:
        term: the checked tree, or None when there are flaws.
        flaws: everything that is wrong.
    """

    term: Term | None
    flaws: tuple[Flaw, ...]


def read_expression(text: str, vocabulary: Vocabulary, *, units_needed: bool = True) -> Reading:
    """Read a text as an expression over the names of a vocabulary.

    Args:
        text: the expression.
        vocabulary: the names it may use.
        units_needed: whether a bare number beside a quantity with a unit is a flaw (packs) or is taken in
            that quantity's unit (a filter typed by hand).
    """
    try:
        tree = parse(text, vocabulary.words)
    except SyntaxFlaw as stopped:
        return Reading(None, (stopped.flaw,))
    checker = _Checker(vocabulary, units_needed=units_needed)
    term = checker.term(tree)
    return Reading(None if checker.flaws else term, tuple(checker.flaws))


class _Checker(Checking):
    """Visits the tree."""

    def __init__(self, vocabulary: Vocabulary, *, units_needed: bool) -> None:
        super().__init__(vocabulary, units_needed=units_needed)
        self._done: dict[int, Term] = {}
        self._sizes: dict[int, int] = {}
        self._visits: dict[type, Callable[..., Term]] = {
            s.NumberLiteral: self._number,
            s.DayLiteral: lambda node: t.Constant(ValueType(Sort.DAY), node.day),
            s.TextLiteral: lambda node: t.Constant(ValueType(Sort.TEXT), node.text),
            s.TruthLiteral: lambda node: t.Constant(TRUTH, node.truth),
            s.Name: self._name,
            s.Negative: self._negative,
            s.Sum: self._sum,
            s.Product: self._product,
            s.Compare: self._compare,
            s.Between: self._between,
            s.Among: self._among,
            s.InList: self._in_list,
            s.Contains: self._contains,
            s.Missing: self._missing,
            s.Not: lambda node: t.Negation(TRUTH, self.truth(node.operand)),
            s.Every: lambda node: t.All(TRUTH, tuple(self.truth(part) for part in node.parts)),
            s.Some: lambda node: t.Any(TRUTH, tuple(self.truth(part) for part in node.parts)),
            s.Rows: lambda node: stray_rows(self, node),
            s.Call: self._call,
        }

    def term(self, node: s.Syntax) -> Term:
        found = self._done.get(id(node))
        if found is None:
            found = self._sized(node, self._visits[type(node)](node))
            self._done[id(node)] = found
        return found

    def _sized(self, node: s.Syntax, term: Term) -> Term:
        """Return the term, or what stands in for one that has grown too large."""
        size = 1 + sum(self._size(child) for child in children(term))
        if size > MAX_NODES:
            told = message("The expression has more than {limit} parts; split it into several.", limit=MAX_NODES)
            return self.wrong(node, told)
        self._sizes[id(term)] = size
        return term

    def _size(self, term: Term) -> int:
        known = self._sizes.get(id(term))
        return 1 + sum(self._size(child) for child in children(term)) if known is None else known

    # ---- values

    def _number(self, node: s.NumberLiteral) -> Term:
        unit = node.unit or BARE
        return t.Constant(ValueType(Sort.NUMBER, unit), float(Fraction(node.text) * unit.factor))

    def _name(self, node: s.Name) -> Term:
        if self.table is not None:
            column = self.column_named(self.table, node.name)
            if column is not None:
                return t.Cell(column.type, self.table.key, column.key, column.label)
        dotted = self.vocabulary.find_column(node.name)
        if dotted is not None:
            told = message(
                "“{name}” has a value in every row; ask for one, such as {example}.",
                name=node.name,
                example=call_example("max", node.name),
            )
            return self.wrong(node, told, NUMBER)
        fact = self.vocabulary.find(node.name)
        if fact is None:
            return self.wrong(node, self.unknown(node.name))
        if fact.type.sort is Sort.LIST:
            told = message("“{name}” is a list; ask whether something is in it: x in {name}.", name=node.name)
            return self.wrong(node, told)
        return t.Fact(fact.type, fact.key, fact.label)

    def _negative(self, node: s.Negative) -> Term:
        operand = self.numeric(node.operand)
        if isinstance(operand, t.Constant) and isinstance(operand.value, float) and not self.is_wrong(operand):
            return t.Constant(operand.type, -operand.value)
        return t.Total(operand.type, ((-1, operand),))

    def _sum(self, node: s.Sum) -> Term:
        first = self.term(node.parts[0][1])
        if first.type.sort is Sort.DAY:
            return moved_day(self, first, node)
        nodes = tuple(part for _, part in node.parts)
        terms = tuple(self.numeric(part) for part in nodes)
        signs = (1 if sign == "+" else -1 for sign, _ in node.parts)
        return t.Total(self.one_unit(terms, nodes), tuple(zip(signs, terms, strict=True)))

    def _product(self, node: s.Product) -> Term:
        parts = tuple((sign, self.numeric(part)) for sign, part in node.parts)
        unit = parts[0][1].type.unit
        for (sign, part), (_, written) in zip(parts[1:], node.parts[1:], strict=True):
            if sign == "/" and isinstance(part, t.Constant) and part.value == 0 and not self.is_wrong(part):
                self.wrong(written, message("Nothing can be divided by 0."))
            unit = unit.times(part.type.unit) if sign == "*" else unit.per(part.type.unit)
            if not self.sound_unit(node, unit):
                return self.stand_in(NUMBER)
        return t.Ratio(ValueType(Sort.NUMBER, unit), parts)

    # ---- comparisons

    def _compare(self, node: s.Compare) -> Term:
        found = []
        left = node.first
        for sign, right in node.rest:
            found.append(self._one_comparison(sign, left, right))
            left = right
        return found[0] if len(found) == 1 else t.All(TRUTH, tuple(found))

    def _between(self, node: s.Between) -> Term:
        low = self._one_comparison("≤", node.low, node.item)
        return t.All(TRUTH, (low, self._one_comparison("≤", node.item, node.high)))

    def _one_comparison(self, sign: str, left_node: s.Syntax, right_node: s.Syntax) -> Term:
        left, right = self._sides(left_node, right_node)
        if self.is_wrong(left) or self.is_wrong(right):
            return self.stand_in()
        sort = left.type.sort
        if sort is not right.type.sort:
            told = message(
                "{left} cannot be compared with {right}.", left=SORT_LABELS[sort], right=SORT_LABELS[right.type.sort]
            )
            return self.wrong(right_node, told)
        if sort in (Sort.CHOICES, Sort.ROWS) or (sort not in (Sort.NUMBER, Sort.DAY) and sign not in ("=", "≠")):
            told = message("{sort} cannot be compared with {sign}.", sort=SORT_LABELS[sort], sign=sign)
            return self.wrong(right_node, told)
        if sort is Sort.NUMBER:
            left, right = self._in_one_unit(left, right, (left_node, right_node))
        return t.Comparison(TRUTH, sign, left, right)

    def _sides(self, left_node: s.Syntax, right_node: s.Syntax) -> tuple[Term, Term]:
        """Return both sides; a word beside a choice is first taken as one of its answers."""
        chosen = self.choice_type(left_node)
        if chosen is not None:
            return self.term(left_node), self.answer(chosen, right_node)
        chosen = self.choice_type(right_node)
        if chosen is not None:
            return self.answer(chosen, left_node), self.term(right_node)
        return self.term(left_node), self.term(right_node)

    def _in_one_unit(self, left: Term, right: Term, nodes: tuple[s.Syntax, s.Syntax]) -> tuple[Term, Term]:
        """Return both sides of a comparison; a bare number takes the other side's unit or is told."""
        for bare, other, node in ((left, right, nodes[0]), (right, left, nodes[1])):
            if not isinstance(bare, t.Constant) or bare.type.unit.text or not other.type.unit.text or is_zero(bare):
                continue
            if isinstance(other, t.Constant):
                continue
            if self.units_needed:
                self.wrong(node, say_unit(other.type.unit))
                return left, right
            taken = t.Constant(other.type, float(Fraction(repr(bare.value)) * other.type.unit.factor))
            return (taken, right) if bare is left else (left, taken)
        self.same_unit(left, right, nodes[1])
        return left, right

    # ---- questions in words

    def _among(self, node: s.Among) -> Term:
        item = self.term(node.item)
        if item.type.sort is Sort.CHOICES:
            return self.wrong(node, message("For a field with several answers write: field contains answer."))
        options: list[t.Single] = []
        for written in node.options:
            option = self._option(item, written)
            if isinstance(option, t.Constant) and not isinstance(option.value, tuple):
                options.append(option.value)
            else:
                self.wrong(written, _ONLY_FIXED)
        found = t.OneOf(TRUTH, item, tuple(options))
        return t.Negation(TRUTH, found) if node.negated else found

    def _option(self, item: Term, written: s.Syntax) -> Term:
        option = self.answer(item.type, written) if item.type.sort is Sort.CHOICE else self.term(written)
        if self.is_wrong(item) or self.is_wrong(option):
            return option
        if item.type.sort is not option.type.sort or item.type.sort is Sort.TRUTH:
            return self.wrong(written, self.wrong_sort(option, item.type.sort))
        return self._in_one_unit(item, option, (written, written))[1] if item.type.sort is Sort.NUMBER else option

    def _in_list(self, node: s.InList) -> Term:
        item = self.term(node.item)
        named = self.vocabulary.find(node.name.name)
        if named is None or named.type.sort is not Sort.LIST:
            lists = [
                name
                for fact in self.vocabulary.facts
                if fact.type.sort is Sort.LIST
                for name in (fact.key, fact.label.zh)
            ]
            return self.wrong(node.name, _no_list(node.name.name, lists))
        if self.is_wrong(item):
            return item
        if item.type.sort not in (Sort.TEXT, Sort.CHOICE, Sort.CHOICES):
            return self.wrong(node.item, self.wrong_sort(item, Sort.TEXT))
        entries = named.type.entries
        keys = (
            {item.type.choice_key(entry) for entry in entries}
            if item.type.choices
            else {folded(entry) for entry in entries}
        )
        found = t.Listed(TRUTH, item, named.key, frozenset(key for key in keys if key), named.label)
        return t.Negation(TRUTH, found) if node.negated else found

    def _contains(self, node: s.Contains) -> Term:
        whole = self.term(node.whole)
        if self.is_wrong(whole):
            return whole
        if whole.type.sort is Sort.CHOICES:
            part = self.answer(whole.type, node.part)
        elif whole.type.sort is Sort.TEXT:
            part = self.of_sort(node.part, Sort.TEXT)
        else:
            told = message("Only a text or a field with several choices can contain something.")
            return self.wrong(node.whole, told)
        if not isinstance(part, t.Constant) or not isinstance(part.value, str):
            return part if self.is_wrong(part) else self.wrong(node.part, _ONLY_FIXED)
        found = t.Holds(TRUTH, whole, part.value)
        return t.Negation(TRUTH, found) if node.negated else found

    def _missing(self, node: s.Missing) -> Term:
        found = t.Lacking(TRUTH, self.term(node.item))
        return t.Negation(TRUTH, found) if node.negated else found

    # ---- functions

    def _call(self, node: s.Call) -> Term:
        rows = rows_asked(self, node)
        if rows is not None:
            return checked_aggregate(self, node, rows)
        only_rows = node.function in OVER_ROWS and node.function not in ("max", "min")
        return needs_rows(self, node) if only_rows else checked_call(self, node)


def _no_list(name: str, lists: list[str]) -> Message:
    near = nearest(name, lists)
    if near is not None:
        return message("“{word}” is not known here; is “{near}” meant?", word=name, near=near)
    return message(
        "“{name}” is no list; after “in” comes a list in brackets, such as (a, b), or a list's name.", name=name
    )
