"""From what is known of a project to the marks of one criterion, what is unknown counted as the pack says."""

from collections.abc import Iterator
from dataclasses import replace

from climafin.domain.judgement import Judged
from climafin.rules.pack import Criterion
from climafin.rules.scales.best_of import BestOf
from climafin.rules.scales.decision_list import DecisionList
from climafin.rules.scales.expert import Expert
from climafin.rules.scales.shapes import Facts, Marked, Measured, Missing, quotient


def mark(criterion: Criterion, facts: Facts, judged: Judged | None = None) -> Marked:
    """Return the marks of a criterion.

    Args:
        criterion: the criterion.
        facts: what is known of the project, limits resolved among it.
        judged: the signed line of an expert, which only an expert's scale looks at.
    """
    scale = criterion.scale
    found = scale.judged(judged) if isinstance(scale, Expert) else scale.mark(criterion, facts)
    return found if found.unknown is None else counted(found, criterion.missing)


def counted(found: Marked, missing: Missing) -> Marked:
    """Return unknown marks as a pack counts them.

    `zero` takes what is nearest to no marks of all that is still possible, `middle` the middle of it, halves
    upward; `drop` leaves the criterion out, which is for the caller to do.
    """
    if missing is Missing.OPEN:
        return found
    at_stake = found.high - found.low
    if missing is Missing.DROP:
        return replace(found, counted=missing, at_stake=at_stake)
    marks = max(found.low, min(found.high, 0)) if missing is Missing.ZERO else quotient(found.low + found.high, 2)
    return replace(found, low=marks, high=marks, counted=missing, at_stake=at_stake)


def all_measured(measured: Measured) -> Iterator[Measured]:
    """Yield a criterion and what is measured inside its scale."""
    yield measured
    scale = measured.scale
    if isinstance(scale, DecisionList):
        yield from (branch.then for branch in scale.branches)
    elif isinstance(scale, BestOf):
        yield from (indicator.measured for indicator in scale.indicators)
