"""From the tree as written to the checked tree: names looked up, sorts and units agree, all flaws at once."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from climafin.base.messages import Label, Message, message
from climafin.base.yaml_nodes import unknown_name
from climafin.expression import syntax as s
from climafin.expression import terms as t
from climafin.expression.flaws import Flaw, SyntaxFlaw
from climafin.expression.parser import parse
from climafin.expression.terms import TRUTH, Sort, Term, ValueType
from climafin.expression.units import BARE, Unit
from climafin.expression.vocabulary import Vocabulary

_NUMBER = ValueType(Sort.NUMBER)
_YEARS = ValueType(Sort.NUMBER, Unit("a", Fraction(1), (("year", 1),)))
_SORT_LABELS = {
    Sort.NUMBER: Label("数值", "a number"),
    Sort.TRUTH: Label("是非判断", "a yes or no"),
    Sort.CHOICE: Label("选项", "a choice"),
    Sort.CHOICES: Label("多选项", "several choices"),
    Sort.TEXT: Label("文字", "a text"),
    Sort.DAY: Label("日期", "a day"),
    Sort.ROWS: Label("表格", "a table"),
    Sort.LIST: Label("名单", "a list"),
}
MAX_DIGITS_ROUNDED = 9


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


class _Checker:
    """Visits the tree; a part that is wrong is told once and stands as a harmless constant after that."""

    def __init__(self, vocabulary: Vocabulary, *, units_needed: bool) -> None:
        self.flaws: list[Flaw] = []
        self._vocabulary = vocabulary
        self._units_needed = units_needed
        self._wrong: set[int] = set()
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
            s.Contains: self._contains,
            s.Missing: self._missing,
            s.Not: lambda node: t.Negation(TRUTH, self._truth(node.operand)),
            s.Every: lambda node: t.All(TRUTH, tuple(self._truth(part) for part in node.parts)),
            s.Some: lambda node: t.Any(TRUTH, tuple(self._truth(part) for part in node.parts)),
            s.Call: self._call,
        }

    def term(self, node: s.Syntax) -> Term:
        return self._visits[type(node)](node)

    # ---- complaints

    def _wrong_here(self, node: s.Syntax, told: Message, instead: ValueType = TRUTH) -> Term:
        self.flaws.append(Flaw(told, node.span.start, node.span.end))
        found = t.Constant(instead, False if instead is TRUTH else 0.0)
        self._wrong.add(id(found))
        return self._kept(found)

    def _kept(self, term: t.Constant) -> Term:
        """Keep a stand-in alive so that its identity stays its own."""
        self._stand_ins = (*getattr(self, "_stand_ins", ()), term)
        return term

    def _is_wrong(self, term: Term) -> bool:
        return id(term) in self._wrong

    def _of_sort(self, node: s.Syntax, sort: Sort) -> Term:
        term = self.term(node)
        if term.type.sort is sort or self._is_wrong(term):
            return term
        told = message(
            "Here {wanted} is needed; this is {found}.", wanted=_SORT_LABELS[sort], found=_SORT_LABELS[term.type.sort]
        )
        return self._wrong_here(node, told, TRUTH if sort is Sort.TRUTH else _NUMBER)

    def _truth(self, node: s.Syntax) -> Term:
        return self._of_sort(node, Sort.TRUTH)

    def _numeric(self, node: s.Syntax) -> Term:
        return self._of_sort(node, Sort.NUMBER)

    # ---- values

    def _number(self, node: s.NumberLiteral) -> Term:
        unit = node.unit or BARE
        return t.Constant(ValueType(Sort.NUMBER, unit), float(Fraction(node.text) * unit.factor))

    def _name(self, node: s.Name) -> Term:
        fact = self._vocabulary.find(node.name)
        if fact is None:
            return self._wrong_here(node, unknown_name(node.name, self._vocabulary.names))
        return t.Fact(fact.type, fact.key)

    def _negative(self, node: s.Negative) -> Term:
        operand = self._numeric(node.operand)
        if isinstance(operand, t.Constant) and isinstance(operand.value, float) and not self._is_wrong(operand):
            return t.Constant(operand.type, -operand.value)
        return t.Total(operand.type, ((-1, operand),))

    def _sum(self, node: s.Sum) -> Term:
        parts = tuple((1 if sign == "+" else -1, self._numeric(part)) for sign, part in node.parts)
        first = parts[0][1]
        for (_, part), (_, written) in zip(parts[1:], node.parts[1:], strict=True):
            self._same_unit(first, part, written)
        return t.Total(first.type, parts)

    def _product(self, node: s.Product) -> Term:
        parts = tuple((sign, self._numeric(part)) for sign, part in node.parts)
        unit = parts[0][1].type.unit
        for (sign, part), (_, written) in zip(parts[1:], node.parts[1:], strict=True):
            if sign == "/" and isinstance(part, t.Constant) and part.value == 0 and not self._is_wrong(part):
                self._wrong_here(written, message("Nothing can be divided by 0."))
            unit = unit.times(part.type.unit) if sign == "*" else unit.per(part.type.unit)
        return t.Ratio(ValueType(Sort.NUMBER, unit), parts)

    def _same_unit(self, left: Term, right: Term, node: s.Syntax) -> None:
        if self._is_wrong(left) or self._is_wrong(right) or _is_zero(left) or _is_zero(right):
            return
        mine, other = left.type.unit, right.type.unit
        if mine.dimension != other.dimension:
            told = message(
                "The units do not agree: {left} and {right}.", left=mine.text or "—", right=other.text or "—"
            )
            self._wrong_here(node, told)

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
        if self._is_wrong(left) or self._is_wrong(right):
            return t.Constant(TRUTH, value=False)
        sort = left.type.sort
        if sort is not right.type.sort:
            told = message(
                "{left} cannot be compared with {right}.",
                left=_SORT_LABELS[sort],
                right=_SORT_LABELS[right.type.sort],
            )
            return self._wrong_here(right_node, told)
        if sort is Sort.CHOICES or (sort not in (Sort.NUMBER, Sort.DAY) and sign not in ("=", "≠")):
            told = message("{sort} cannot be compared with {sign}.", sort=_SORT_LABELS[sort], sign=sign)
            return self._wrong_here(right_node, told)
        if sort is Sort.NUMBER:
            left, right = self._in_one_unit(left, right, right_node)
        return t.Comparison(TRUTH, sign, left, right)

    def _sides(self, left_node: s.Syntax, right_node: s.Syntax) -> tuple[Term, Term]:
        """Return both sides; a word beside a choice is first taken as one of its answers."""
        chosen = self._choice_type(left_node)
        if chosen is not None:
            return self.term(left_node), self._answer(chosen, right_node)
        chosen = self._choice_type(right_node)
        if chosen is not None:
            return self._answer(chosen, left_node), self.term(right_node)
        return self.term(left_node), self.term(right_node)

    def _choice_type(self, node: s.Syntax) -> ValueType | None:
        fact = self._vocabulary.find(node.name) if isinstance(node, s.Name) else None
        return fact.type if fact is not None and fact.type.sort is Sort.CHOICE else None

    def _answer(self, chosen: ValueType, node: s.Syntax) -> Term:
        written = node.name if isinstance(node, s.Name) else node.text if isinstance(node, s.TextLiteral) else None
        if written is None:
            return self.term(node)
        key = chosen.choice_key(written)
        if key is not None:
            return t.Constant(chosen, key)
        if isinstance(node, s.Name) and self._vocabulary.find(written) is not None:
            return self.term(node)
        known = [name for choice in chosen.choices for name in (choice.label.zh, choice.key)]
        return self._wrong_here(node, unknown_name(written, known))

    def _in_one_unit(self, left: Term, right: Term, node: s.Syntax) -> tuple[Term, Term]:
        """Return both sides of a comparison; a bare number takes the other side's unit or is told."""
        for bare, other in ((left, right), (right, left)):
            if not isinstance(bare, t.Constant) or bare.type.unit.text or not other.type.unit.text or _is_zero(bare):
                continue
            if isinstance(other, t.Constant):
                continue
            if self._units_needed:
                told = message("Say the unit of this number: {unit}?", unit=other.type.unit.text)
                self._wrong_here(node, told)
                return left, right
            taken = t.Constant(other.type, float(Fraction(float(bare.value)) * other.type.unit.factor))  # type: ignore[arg-type]
            return (taken, right) if bare is left else (left, taken)
        self._same_unit(left, right, node)
        return left, right

    # ---- questions in words

    def _among(self, node: s.Among) -> Term:
        item = self.term(node.item)
        options: list[t.Known] = []
        for written in node.options:
            option = self._option(item, written)
            if isinstance(option, t.Constant):
                options.append(option.value)
            else:
                self._wrong_here(written, message("A list holds fixed values only."))
        found = t.OneOf(TRUTH, item, tuple(options))
        return t.Negation(TRUTH, found) if node.negated else found

    def _option(self, item: Term, written: s.Syntax) -> Term:
        option = self._answer(item.type, written) if item.type.sort is Sort.CHOICE else self.term(written)
        if self._is_wrong(item) or self._is_wrong(option):
            return option
        if item.type.sort is not option.type.sort or item.type.sort is Sort.TRUTH:
            told = message(
                "Here {wanted} is needed; this is {found}.",
                wanted=_SORT_LABELS[item.type.sort],
                found=_SORT_LABELS[option.type.sort],
            )
            return self._wrong_here(written, told)
        return self._in_one_unit(item, option, written)[1] if item.type.sort is Sort.NUMBER else option

    def _contains(self, node: s.Contains) -> Term:
        whole = self.term(node.whole)
        if self._is_wrong(whole):
            return whole
        if whole.type.sort is Sort.CHOICES:
            part = self._answer(whole.type, node.part)
        elif whole.type.sort is Sort.TEXT:
            part = self._of_sort(node.part, Sort.TEXT)
        else:
            return self._wrong_here(
                node.whole, message("Only a text or a field with several choices can contain something.")
            )
        if not isinstance(part, t.Constant) or not isinstance(part.value, str):
            return (
                part
                if self._is_wrong(part)
                else self._wrong_here(node.part, message("A list holds fixed values only."))
            )
        found = t.Holds(TRUTH, whole, part.value)
        return t.Negation(TRUTH, found) if node.negated else found

    def _missing(self, node: s.Missing) -> Term:
        found = t.Lacking(TRUTH, self.term(node.item))
        return t.Negation(TRUTH, found) if node.negated else found

    # ---- functions

    def _call(self, node: s.Call) -> Term:
        if node.function == "years_between":
            return self._years_between(node)
        if node.function == "round":
            return self._round(node)
        if node.function == "abs" and len(node.arguments) != 1:
            return self._wrong_here(node, message("“{name}” takes {count} values.", name="abs", count=1), _NUMBER)
        arguments = tuple(self._numeric(argument) for argument in node.arguments)
        for argument, written in zip(arguments[1:], node.arguments[1:], strict=True):
            self._same_unit(arguments[0], argument, written)
        return t.Applied(arguments[0].type, node.function, arguments)

    def _years_between(self, node: s.Call) -> Term:
        if len(node.arguments) != 2:
            told = message("“{name}” takes {count} values.", name=node.function, count=2)
            return self._wrong_here(node, told, _NUMBER)
        days = tuple(self._of_sort(argument, Sort.DAY) for argument in node.arguments)
        return t.Applied(_YEARS, node.function, days)

    def _round(self, node: s.Call) -> Term:
        digits = node.arguments[1] if len(node.arguments) == 2 else None
        if not isinstance(digits, s.NumberLiteral) or not digits.text.isdecimal() or digits.unit is not None:
            told = message("“round” takes a number and how many decimals to keep, such as round(x, 2).")
            return self._wrong_here(node, told, _NUMBER)
        item = self._numeric(node.arguments[0])
        return t.Applied(item.type, "round", (item,), min(int(digits.text), MAX_DIGITS_ROUNDED))


def _is_zero(term: Term) -> bool:
    return isinstance(term, t.Constant) and term.value == 0 and not term.type.unit.text
