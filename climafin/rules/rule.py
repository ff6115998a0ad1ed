"""One expression of a pack, checked, with the text it was read from."""

from dataclasses import dataclass
from functools import cached_property

from climafin.expression.evaluate import Evaluator, evaluator
from climafin.expression.terms import TRUTH, Constant, Term, fact_keys


@dataclass(frozen=True)
class Rule:
    """An expression with the text it was read from."""

    text: str
    term: Term

    @cached_property
    def answer(self) -> Evaluator:
        """The function from facts to the expression's answer."""
        return evaluator(self.term)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Keys of the names it reads: facts, limits, derived values and figures of cohorts."""
        return fact_keys(self.term)


#: Stands for a condition that could not be read; the pack it is in is never used.
NO_RULE = Rule("", Constant(TRUTH, value=False))
