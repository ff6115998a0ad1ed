"""An expression of a pack, with the text it was read from."""

from dataclasses import dataclass
from functools import cached_property

from climafin.expression.evaluate import Evaluator, evaluator
from climafin.expression.terms import Term, fact_keys


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
        """Keys of the facts it reads, limits included."""
        return fact_keys(self.term)
