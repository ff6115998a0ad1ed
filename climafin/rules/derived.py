"""Derived values 派生值: named results of an expression, rounded once; dividing by nothing is unknown, not zero."""

from collections.abc import Mapping
from dataclasses import dataclass

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Place
from climafin.domain.assessment import RuleSource
from climafin.expression.evaluate import Answer, Reason, Unknown
from climafin.expression.units import Unit
from climafin.rules.rounding import from_last_decimal, in_last_decimal
from climafin.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Derived:
    """A value with a name of its own.

    Attributes:
        name: the name expressions use; also its fact key.
        label: its name for people.
        value: how it is worked out of facts, limits and derived values above it.
        unit: the unit of a number.
        decimals: the number is rounded to so many decimals of its unit; None leaves it as it is.
        source: the clause it rests on.
        place: where it stands in the file.
    """

    name: str
    label: Label
    value: Rule
    unit: Unit
    decimals: int | None
    source: RuleSource
    place: Place

    def answer(self, facts: Mapping[str, Answer]) -> Answer:
        """Return the value for some facts."""
        found = self.value.answer(facts)
        if self.decimals is None or not isinstance(found, float):
            return found
        whole = in_last_decimal(self.unit, self.decimals, found)
        if whole is None:
            return Unknown(reasons=frozenset({Reason.TOO_LARGE}))
        return from_last_decimal(self.unit, self.decimals, whole)
