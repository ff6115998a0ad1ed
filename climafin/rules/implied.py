"""What conditions say about each other: whether one follows from others, whether some can hold together.

Only what is plain is told (comparisons with fixed numbers, answers of choices, and/or); all else is left open,
so that "yes" is certain and "no" means "cannot be told".
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from climafin.expression import terms as t
from climafin.expression.terms import Term

_TURNED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "="}


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from low to high in base units, each end in or out."""

    low: float = -math.inf
    high: float = math.inf
    low_in: bool = False
    high_in: bool = False

    def met(self, other: "Span") -> "Span":
        """Return what lies in both."""
        low = max((self.low, not self.low_in), (other.low, not other.low_in))
        high = min((self.high, self.high_in), (other.high, other.high_in))
        return Span(low[0], high[0], not low[1], high[1])

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))

    def holds(self, other: "Span") -> bool:
        """Tell whether every number of the other lies in this one."""
        return other.is_empty or other.met(self) == other

    def holds_number(self, number: float) -> bool:
        """Tell whether a number lies in it."""
        return self.holds(Span(number, number, low_in=True, high_in=True))


#: Fact key to the numbers its field can hold.
Bounds = Mapping[str, Span]


class Known:
    """Conditions taken as given."""

    def __init__(self, conditions: Iterable[Term], bounds: Bounds) -> None:
        self._facts = tuple(part for condition in conditions for part in _conjuncts(condition))
        self._bounds = bounds
        self._spans: dict[Term, Span] = {}
        self._answers: dict[Term, frozenset[object]] = {}
        for fact in self._facts:
            self._take(fact)

    def _take(self, fact: Term) -> None:
        compared = _compared(fact)
        if compared is not None:
            item, span = compared
            self._spans[item] = self.span(item).met(span)
        chosen = _chosen(fact)
        if chosen is not None:
            item, answers = chosen
            self._answers[item] = self._answers.get(item, answers) & answers

    def span(self, term: Term) -> Span:
        """Return the numbers a term can be."""
        if term in self._spans:
            return self._spans[term]
        if isinstance(term, t.Constant) and isinstance(term.value, float):
            return Span(term.value, term.value, low_in=True, high_in=True)
        return self._bounds.get(term.key, Span()) if isinstance(term, t.Fact) else Span()

    @property
    def are_impossible(self) -> bool:
        """Whether the conditions cannot all hold."""
        denied = {part.item for part in self._facts if isinstance(part, t.Negation)}
        return (
            any(span.is_empty for span in self._spans.values())
            or any(not answers for answers in self._answers.values())
            or any(part in denied for part in self._facts)
        )

    def imply(self, condition: Term) -> bool:
        """Tell whether a condition holds wherever these do."""
        if isinstance(condition, t.All):
            return all(self.imply(part) for part in condition.parts)
        if isinstance(condition, t.Any):
            return condition in self._facts or any(self.imply(part) for part in condition.parts)
        if condition in self._facts:
            return True
        compared = _compared(condition)
        if compared is not None:
            item, span = compared
            return span.holds(self.span(item))
        chosen = _chosen(condition)
        return chosen is not None and chosen[0] in self._answers and self._answers[chosen[0]] <= chosen[1]


def _conjuncts(term: Term) -> Iterator[Term]:
    if isinstance(term, t.All):
        for part in term.parts:
            yield from _conjuncts(part)
    else:
        yield term


def _compared(term: Term) -> tuple[Term, Span] | None:
    """Return what a comparison with a fixed number compares, and the numbers for which it holds."""
    if not isinstance(term, t.Comparison) or term.sign not in _TURNED:
        return None
    item, fixed, sign = term.left, term.right, term.sign
    if isinstance(item, t.Constant):
        item, fixed, sign = fixed, item, _TURNED[sign]
    if isinstance(item, t.Constant) or not isinstance(fixed, t.Constant) or not isinstance(fixed.value, float):
        return None
    number = fixed.value
    spans = {
        "<": Span(high=number),
        "≤": Span(high=number, high_in=True),
        ">": Span(low=number),
        "≥": Span(low=number, low_in=True),
        "=": Span(number, number, low_in=True, high_in=True),
    }
    return item, spans[sign]


def _chosen(term: Term) -> tuple[Term, frozenset[object]] | None:
    """Return what a question asks the answer of, and the answers for which it holds."""
    if isinstance(term, t.OneOf) and not any(isinstance(option, float) for option in term.options):
        return term.item, frozenset(term.options)
    match term:
        case t.Comparison(sign="=", left=item, right=t.Constant(value=str(answer))):
            return item, frozenset((answer,))
    return None


def divisors(term: Term, given: tuple[Term, ...] = ()) -> Iterator[tuple[Term, tuple[Term, ...]]]:
    """Yield every divisor in a term, with the conditions that stand beside it under the same “and”."""
    if isinstance(term, t.All):
        for part in term.parts:
            beside = tuple(other for other in term.parts if other is not part)
            yield from divisors(part, (*given, *beside))
        return
    if isinstance(term, t.Ratio):
        for sign, part in term.parts:
            if sign == "/":
                yield part, given
    for child in t.children(term):
        yield from divisors(child, given)


def may_be_zero(term: Term, known: Known) -> bool:
    """Tell whether a term can be 0 by what is known of the numbers in it."""
    if not known.span(term).holds_number(0.0):
        return False
    if isinstance(term, t.Ratio):
        return any(sign == "*" and may_be_zero(part, known) for sign, part in term.parts)
    if isinstance(term, t.Total):
        spans = [known.span(part) for _, part in term.parts]
        is_sum = all(sign > 0 for sign, _ in term.parts) and all(span.low >= 0 for span in spans)
        return not is_sum or all(may_be_zero(part, known) for _, part in term.parts)
    return not isinstance(term, t.Constant)
