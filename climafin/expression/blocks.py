"""Whole columns at a time: the checked tree turned into functions over blocks of rows.

The rules are those of `evaluate`, operation for operation, so both answer alike, bit for bit:

- Unknown is NaN, or neither of two masks; comparisons with NaN are false, so Kleene's logic needs no test for it.
- A comparison with a fixed number is one comparison with the exact float at which the tolerant one turns
  (`boundaries`), also when the number comes from a table.
- What has no vector form is worked out row by row by `evaluate` and put into a column: texts, tables of rows, moved
  days, choices that are chosen by a condition or by being known, and choices compared that have other answers.
- Reasons are bits, worked out only for rows in which something is unknown.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from climafin.expression import block_functions as f
from climafin.expression import block_numbers as n
from climafin.expression import block_truths as b
from climafin.expression import terms as t
from climafin.expression.answers import Answer, Unknown
from climafin.expression.block_terms import (
    FilledDay,
    FilledNumber,
    FilledPlace,
    FilledTruth,
    Node,
    NumberNode,
    PlaceNode,
    TruthNode,
    bits_of,
)
from climafin.expression.columns import is_plain
from climafin.expression.evaluate import evaluator
from climafin.expression.terms import Sort, Term

AnyNode = Node[Any]
_NUMERIC = (Sort.NUMBER, Sort.DAY)
_FILLED: dict[Sort, type] = {
    Sort.NUMBER: FilledNumber,
    Sort.DAY: FilledDay,
    Sort.TRUTH: FilledTruth,
    Sort.CHOICE: FilledPlace,
    Sort.CHOICES: FilledPlace,
}
_SIMPLE: dict[str, n.Work] = {
    "min": f.least,
    "max": f.greatest,
    "abs": f.absolute,
    "clamp": f.clamped,
    "days_between": f.days,
    "years_between": f.years,
    "year": f.year,
    "month": f.month,
    "day_of_month": f.day_of_month,
}


class BlockCompiler:
    """Turns terms into functions over blocks; equal terms become one function, worked out once a block.

    Args:
        fixed: facts that are the same for all rows, such as the day of assessment.
    """

    def __init__(self, fixed: Mapping[str, Answer]) -> None:
        self._fixed = dict(fixed)
        self._named: dict[str, AnyNode] = {}
        self._made: dict[Term, AnyNode] = {}

    def name(self, key: str, node: AnyNode) -> None:
        """Say what stands behind a name that is no fact of a project; terms read before do not know it."""
        node.is_shared = True
        self._named[key] = node

    def fix(self, key: str, answer: Answer) -> None:
        """Say that a name is the same for all rows."""
        self._fixed[key] = answer

    def number(self, term: Term) -> NumberNode:
        """Return the function of a number or a day."""
        found = self.node(term)
        assert isinstance(found, NumberNode)  # the checker saw to it
        return found

    def truth(self, term: Term) -> TruthNode:
        """Return the function of a condition."""
        found = self.node(term)
        assert isinstance(found, TruthNode)  # the checker saw to it
        return found

    def place(self, term: Term) -> PlaceNode:
        """Return the function of a choice or of several choices."""
        found = self.node(term)
        assert isinstance(found, PlaceNode)  # the checker saw to it
        return found

    def node(self, term: Term) -> AnyNode:
        """Return the function of a term."""
        found = self._made.get(term)
        if found is not None:
            found.is_shared = True
            return found
        found = self._folded(term) if self._is_fixed(term) else self._vector(term)
        if found is None:
            found = _FILLED[term.type.sort](term.type, evaluator(term))
        self._made[term] = found
        return found

    def _is_fixed(self, term: Term) -> bool:
        if term.type.sort not in (Sort.NUMBER, Sort.DAY, Sort.TRUTH):
            return False
        return all(key in self._fixed for key in t.fact_keys(term))

    def _folded(self, term: Term) -> AnyNode:
        answer = evaluator(term)(self._fixed)
        bits = bits_of(answer)
        if term.type.sort is Sort.TRUTH:
            return b.FixedTruth(yes=answer is True, no=answer is False, bits=bits)
        if isinstance(answer, Unknown):
            return n.FixedNumber(None, bits)
        number = answer.toordinal() if isinstance(answer, date) else answer
        return n.FixedNumber(float(number))  # type: ignore[arg-type]  # a number or a day

    def _vector(self, term: Term) -> AnyNode | None:
        match term:
            case t.Fact(key=key):
                return None if key in self._fixed else self._named.get(key) or _fact(term)
            case t.Total(parts=parts):
                return n.Sum(tuple((sign, self.number(part)) for sign, part in parts))
            case t.Ratio(parts=marked):
                return n.Product(tuple((sign, self.number(part)) for sign, part in marked))
            case t.Either(test=test, then=then, otherwise=otherwise):
                return self._either(test, then, otherwise)
            case t.Applied():
                return self._applied(term)
        return self._condition(term) if term.type.sort is Sort.TRUTH else None

    def _condition(self, term: Term) -> AnyNode | None:  # noqa: PLR0911 - one line per kind of term
        match term:
            case t.Comparison():
                return self._comparison(term)
            case t.OneOf() | t.Listed() | t.Holds():
                return self._membership(term)
            case t.Lacking(item=item):
                return b.Unknowns(self.node(item)) if _has_vector(item) else None
            case t.Negation(item=item):
                return b.Not((self.truth(item),))
            case t.All(parts=parts) | t.Any(parts=parts):
                return b.AllOf(tuple(self.truth(part) for part in parts), is_any=isinstance(term, t.Any))
            case t.AtLeast(count=count, parts=parts):
                return b.AtLeastOf(count, tuple(self.truth(part) for part in parts))
        return None

    def _comparison(self, term: t.Comparison) -> AnyNode | None:
        sort = term.left.type.sort
        if sort in _NUMERIC:
            return self._compared(term.sign, self.number(term.left), self.number(term.right))
        if sort is Sort.TRUTH:
            return b.Alike(self.node(term.left), self.node(term.right), turned=term.sign == "≠")
        return self._chosen(term) if sort is Sort.CHOICE else None

    def _chosen(self, term: t.Comparison) -> AnyNode | None:
        """Return whether a choice is one answer, or two choices are the same."""
        left, right, turned = term.left, term.right, term.sign == "≠"
        if isinstance(left, t.Constant):
            left, right = right, left
        if isinstance(left, t.Constant) or not _has_vector(left):
            return None
        if isinstance(right, t.Constant):
            return b.ChosenOne(self.place(left), frozenset((str(right.value),)), turned=turned)
        if left.type.choices == right.type.choices and _has_vector(right):
            return b.Alike(self.place(left), self.place(right), turned=turned)
        return None

    def _compared(self, sign: str, left: NumberNode, right: NumberNode) -> AnyNode:
        for item, other, said in ((left, right, sign), (right, left, b.TURNED[sign])):
            if isinstance(other, n.TableNumber):
                return b.bounded(said, item, other)
            if isinstance(other, n.FixedNumber) and other.bits == 0:
                return b.bounded(said, item, other.number)
        return b.Compared(sign, left, right)

    def _membership(self, term: t.OneOf | t.Listed | t.Holds) -> AnyNode | None:
        item = term.whole if isinstance(term, t.Holds) else term.item
        sort = item.type.sort
        if sort is Sort.NUMBER and isinstance(term, t.OneOf):
            node = self.number(item)
            parts = tuple(b.bounded("=", node, float(one)) for one in term.options)  # type: ignore[arg-type]
            node.is_shared = True
            return b.AllOf(parts, is_any=True) if parts else None
        if sort is Sort.CHOICES and isinstance(item, t.Fact) and not _has_vector(item):
            return b.Members(item.key, _keys(term)) if item.key not in self._named else None
        if sort not in (Sort.CHOICE, Sort.CHOICES) or not _has_vector(item):
            return None
        return (b.ChosenOne if sort is Sort.CHOICE else b.HoldsSome)(self.place(item), _keys(term))

    def _either(self, test: Term, then: Term, otherwise: Term) -> AnyNode | None:
        sort = then.type.sort
        if sort in _NUMERIC:
            return n.Chosen(self.truth(test), self.number(then), self.number(otherwise))
        if sort is Sort.TRUTH:
            return b.IfTruth(self.truth(test), self.truth(then), self.truth(otherwise))
        return None

    def _applied(self, term: t.Applied) -> AnyNode | None:
        function = term.function
        if term.arguments[0].type.sort not in _NUMERIC:
            return None
        parts = tuple(self.number(argument) for argument in term.arguments)
        if function == "coalesce":
            return n.FirstKnown(parts)
        work: n.Work | None = _SIMPLE.get(function)
        factor = float(term.type.unit.factor)
        if function == "round":
            work = f.rounded(factor, term.digits)
        elif function in ("floor", "ceil"):
            work = f.whole(factor, down=function == "floor")
        assert work is not None  # the language has no other function
        return n.Worked(work, parts)


def _keys(term: t.OneOf | t.Listed | t.Holds) -> frozenset[str]:
    """Return the answers that are asked for."""
    if isinstance(term, t.Holds):
        return frozenset((term.part,))
    return term.entries if isinstance(term, t.Listed) else frozenset(map(str, term.options))


def _has_vector(term: Term) -> bool:
    """Tell whether a value can be put into an array."""
    return is_plain(term.type)


def _fact(term: t.Fact) -> AnyNode | None:
    make: dict[Sort, Callable[[str, t.ValueType], AnyNode]] = {
        Sort.NUMBER: n.FactNumber,
        Sort.DAY: n.FactDay,
        Sort.TRUTH: b.FactTruth,
        Sort.CHOICE: b.FactPlace,
        Sort.CHOICES: b.FactPlace,
    }
    return make[term.type.sort](term.key, term.type) if is_plain(term.type) else None
