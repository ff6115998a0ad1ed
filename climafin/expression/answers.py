"""What an evaluator answers: a value, or why none can be told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from climafin.expression.terms import Known


class Reason(StrEnum):
    """Why something cannot be told."""

    MISSING = "missing"
    ZERO_DIVISOR = "zero_divisor"
    TOO_LARGE = "too_large"
    NOT_IN_TABLE = "not_in_table"
    NOT_IN_FORCE = "not_in_force"
    NO_ROWS = "no_rows"
    SMALL_COHORT = "small_cohort"
    NOT_SET = "not_set"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer "cannot be told".

    Attributes:
        missing: keys of the facts that were needed and not known.
        reasons: why.
    """

    missing: frozenset[str] = frozenset()
    reasons: frozenset[Reason] = frozenset({Reason.MISSING})

    def with_(self, other: "Unknown") -> "Unknown":
        """Return an unknown that carries the facts and reasons of both."""
        return Unknown(self.missing | other.missing, self.reasons | other.reasons)


Answer = Known | Unknown
#: Fact key to value in base units; a key that is absent is not known.
Facts = Mapping[str, Answer]
Evaluator = Callable[[Facts], Answer]
NO_ROWS = Unknown(reasons=frozenset({Reason.NO_ROWS}))
ZERO = Unknown(reasons=frozenset({Reason.ZERO_DIVISOR}))
TOO_LARGE = Unknown(reasons=frozenset({Reason.TOO_LARGE}))


def both(first: Unknown | None, second: Unknown) -> Unknown:
    """Return what is unknown so far with one more unknown part."""
    return second if first is None else first.with_(second)
