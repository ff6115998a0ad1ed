"""One expression of a pack, checked, with the text it was read from."""

from dataclasses import dataclass
from functools import cached_property

from climafin.base.language import language
from climafin.base.messages import Label
from climafin.expression.evaluate import Evaluator, evaluator
from climafin.expression.printing import printed
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

    @cached_property
    def said(self) -> Label:
        """The expression in the words of both languages, however it was written."""
        return Label(printed(self.term, language("zh_CN")), printed(self.term, language("en")))


#: Stands for a condition that could not be read; the pack it is in is never used.
NO_RULE = Rule("", Constant(TRUTH, value=False))
