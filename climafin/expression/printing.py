"""A checked term as text in one language: for windows and paper, with the names people know.

Read again with the same names, the text gives the same term; `tests/fuzz` holds that. Two things a reader of the
text must know of: it may be longer than what can be read at once, and a number that took its unit from what it
stands beside (a filter typed by hand) is printed with that unit.
"""

from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise

from climafin.base.folding import folded
from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.expression import syntax as s
from climafin.expression import terms as t
from climafin.expression.checker import read_expression
from climafin.expression.terms import Single, Term, ValueType
from climafin.expression.units import BARE, UNITS, Unit
from climafin.expression.vocabulary import Vocabulary
from climafin.expression.writing import is_plain_word, written

_NOWHERE = s.Span(0, 0)
_MOST_DIGITS = 17


def printed(term: Term, language: Language) -> str:
    """Return the text of a checked term: labels of facts and answers, operators and units in one language."""
    return written(_Rewriter(language).syntax(term), "en" if language.code == "en" else "zh")


def reworded(text: str, vocabulary: Vocabulary, language: Language) -> str:
    """Return an expression in the words of one language; a text that cannot be read stays as it is."""
    term = read_expression(text, vocabulary).term
    return text if term is None else printed(term, language)


class _Rewriter:
    """Turns a checked term back into a tree as it would be written."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._columns: frozenset[str] = frozenset()

    def syntax(self, term: Term) -> s.Syntax:  # noqa: PLR0911, C901, PLR0912 - one line per kind of term
        match term:
            case t.Constant(type=kind, value=value):
                assert not isinstance(value, tuple)  # no expression can hold rows
                return self._constant(kind, value)
            case t.Fact() | t.Cell():
                return self._name(term)
            case t.Total(parts=((-1, operand),)):
                return s.Negative(_NOWHERE, self.syntax(operand))
            case t.Total(parts=parts):
                return s.Sum(_NOWHERE, tuple(("+" if sign > 0 else "-", self.syntax(part)) for sign, part in parts))
            case t.Ratio(parts=marked):
                return s.Product(_NOWHERE, tuple((sign, self.syntax(part)) for sign, part in marked))
            case t.Comparison(sign=sign, left=left, right=right):
                return s.Compare(_NOWHERE, self.syntax(left), ((sign, self.syntax(right)),))
            case t.All(parts=parts):
                return self._chain(parts) or s.Every(_NOWHERE, tuple(map(self.syntax, parts)))
            case t.Any(parts=parts):
                return s.Some(_NOWHERE, tuple(map(self.syntax, parts)))
            case t.Negation(item=item):
                return self._negated(item)
            case t.OneOf() | t.Listed() | t.Holds() | t.Lacking():
                return self._question(term, negated=False)
            case t.AtLeast(count=count, parts=parts):
                return self._call("at_least", (_number(str(count)), *map(self.syntax, parts)))
            case t.Either(test=test, then=then, otherwise=otherwise):
                return self._call("if", tuple(map(self.syntax, (test, then, otherwise))))
            case t.Shifted(day=day, steps=steps):
                moved = (("+" if sign > 0 else "-", self._period(period)) for sign, period in steps)
                return s.Sum(_NOWHERE, (("+", self.syntax(day)), *moved))
            case t.Aggregate():
                return self._aggregate(term)
            case t.Applied(function="round", arguments=(item,), digits=digits):
                return self._call("round", (self.syntax(item), _number(str(digits))))
        return self._call(term.function, tuple(map(self.syntax, term.arguments)))

    def _call(self, function: str, arguments: tuple[s.Syntax, ...]) -> s.Syntax:
        return s.Call(_NOWHERE, function, arguments)

    # ---- names and values

    def _name(self, term: t.Fact | t.Cell) -> s.Name:
        name = self._label(term.label, term.key)
        if isinstance(term, t.Fact) and folded(name) in self._columns:
            name = term.key  # inside `where` the column of that name comes first
        return s.Name(_NOWHERE, name)

    def _label(self, label: Label | None, key: str) -> str:
        name = key if label is None else self._language.label(label)
        return name if name and "]" not in name and "】" not in name else key

    def _constant(self, kind: ValueType, value: Single) -> s.Syntax:
        if isinstance(value, bool):
            return s.TruthLiteral(_NOWHERE, value)
        if isinstance(value, float):
            literal = _number(number_text(abs(value), kind.unit), kind.unit)
            return s.Negative(_NOWHERE, literal) if value < 0 else literal
        if isinstance(value, date):
            return s.DayLiteral(_NOWHERE, value)
        assert isinstance(value, str)  # no expression can hold several answers at once
        return self._answer(kind, value) if kind.choices else s.TextLiteral(_NOWHERE, value)

    def _answer(self, kind: ValueType, key: str) -> s.Syntax:
        label = next((choice.label for choice in kind.choices if choice.key == key), None)
        name = self._label(label, key)
        if kind.choice_key(name) != key:
            name = key
        return s.Name(_NOWHERE, name) if is_plain_word(name) else s.TextLiteral(_NOWHERE, name)

    def _period(self, period: t.Period) -> s.NumberLiteral:
        count, word = period.days, ("天", "days", "day")
        if period.months:
            is_years = period.months % 12 == 0
            count = period.months // 12 if is_years else period.months
            word = ("年", "years", "year") if is_years else ("个月", "months", "month")
        # The writer would say kWh-like symbols (a, d); people say years and days.
        unit = UNITS[word[0] if self._language.code != "en" else word[2] if count == 1 else word[1]]
        return s.NumberLiteral(_NOWHERE, str(count), unit)

    # ---- conditions

    def _chain(self, parts: tuple[Term, ...]) -> s.Syntax | None:
        """Return `1 ≤ x < 5` for comparisons that follow one another, else None."""
        steps = [part for part in parts if isinstance(part, t.Comparison)]
        if len(steps) != len(parts) or any(one.right != following.left for one, following in pairwise(steps)):
            return None
        rest = tuple((step.sign, self.syntax(step.right)) for step in steps)
        return s.Compare(_NOWHERE, self.syntax(steps[0].left), rest)

    def _negated(self, item: Term) -> s.Syntax:
        if isinstance(item, (t.OneOf, t.Listed, t.Holds, t.Lacking)):
            return self._question(item, negated=True)
        return s.Not(_NOWHERE, self.syntax(item))

    def _question(self, term: t.OneOf | t.Listed | t.Holds | t.Lacking, *, negated: bool) -> s.Syntax:
        match term:
            case t.OneOf(item=item, options=options):
                said = tuple(self._constant(item.type, option) for option in options if not isinstance(option, tuple))
                return s.Among(_NOWHERE, self.syntax(item), said, negated)
            case t.Listed(item=item, label=label, key=key):
                name = s.Name(_NOWHERE, self._label(label, key))
                return s.InList(_NOWHERE, self.syntax(item), name, negated)
            case t.Holds(whole=whole, part=part):
                return s.Contains(_NOWHERE, self.syntax(whole), self._constant(whole.type, part), negated)
        return s.Missing(_NOWHERE, self.syntax(term.item), negated)

    def _aggregate(self, term: t.Aggregate) -> s.Syntax:
        name = self._label(term.rows.label, term.rows.key)
        if term.column is not None:
            name = f"{name}.{self._label(term.column.label, term.column.key)}"
        window = None if term.window is None else self._period(term.window.period)
        columns = term.rows.type.columns
        self._columns = frozenset(
            folded(word) for column in columns for word in (column.key, column.label.zh, column.label.en, *column.names)
        )
        where = None if term.where is None else self.syntax(term.where)
        self._columns = frozenset()
        if window is None and where is None:
            return self._call(term.function, (s.Name(_NOWHERE, name),))
        return self._call(term.function, (s.Rows(_NOWHERE, s.Name(_NOWHERE, name), window, where),))


def _number(text: str, unit: Unit = BARE) -> s.NumberLiteral:
    return s.NumberLiteral(_NOWHERE, text, unit if unit.text else None)


def number_text(value: float, unit: Unit) -> str:
    """Return the shortest decimal that, read in a unit, gives exactly this number of base units."""
    exact = Fraction(value) / unit.factor
    text = ""
    for digits in range(1, _MOST_DIGITS + 1):
        rounded = Context(prec=digits).divide(Decimal(exact.numerator), Decimal(exact.denominator))
        text = f"{rounded:f}"
        if float(Fraction(rounded) * unit.factor) == value:
            break
    return text
