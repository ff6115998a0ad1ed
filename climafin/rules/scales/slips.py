"""Slips in scales that read well but may not say what was meant: clauses nobody can come to, points nobody can get."""

from collections.abc import Callable, Iterator

from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import Place
from climafin.expression.terms import Constant, Fact
from climafin.rules.implied import Bounds, Known
from climafin.rules.pack import Criterion, Group, Pack, Scoring
from climafin.rules.scales.decision_list import DecisionList
from climafin.rules.scales.marking import all_measured
from climafin.rules.scales.rates import Rates
from climafin.rules.scales.shapes import FULL_MARKS, Measured, plain
from climafin.rules.scales.steps import Steps

Tell = Callable[[Place, Message], None]


def scale_slips(pack: Pack, bounds: Bounds, tell: Tell) -> None:
    """Tell every slip in the scales of a pack.

    Args:
        pack: the pack.
        bounds: fact key to the numbers its field can hold, in base units.
        tell: takes a slip and its place.
    """
    for criterion in pack.criteria:
        for measured in all_measured(criterion):
            for place in _beyond_reach(measured, bounds):
                tell(place, message("No value can reach this band."))
        if isinstance(criterion.scale, DecisionList):
            _unreachable_tests(criterion, criterion.scale, bounds, tell)
        _unreachable_points(pack, criterion, tell)
    if pack.scoring is Scoring.POINTS:
        for group in pack.groups:
            _idle_cap(pack, group, tell)


def _beyond_reach(measured: Measured, bounds: Bounds) -> Iterator[Place]:
    """Yield the places of bands and segments that begin beyond what the field they measure can hold."""
    term = None if measured.value is None else measured.value.term
    if not isinstance(term, Fact) or term.key not in bounds:
        return
    span = bounds[term.key]
    starts = tuple(_starts(measured))
    for index, (start, is_closed, place) in enumerate(starts):
        if start > span.high:
            yield place
        if index == 0 and start <= span.low and is_closed and isinstance(measured.scale, Steps):
            yield measured.scale.steps[0].place


def _starts(measured: Measured) -> Iterator[tuple[float, bool, Place]]:
    """Yield where bands and segments begin, in base units, when that is a fixed number."""
    scale = measured.scale
    if isinstance(scale, Rates):
        for segment in scale.segments:
            yield float(segment.start * measured.unit.factor / 10**measured.decimals), True, segment.place
    for step in scale.steps if isinstance(scale, Steps) else ():
        if step.start is not None and isinstance(step.start.term, Constant):
            value = step.start.term.value
            if isinstance(value, float):
                yield value, step.is_closed, step.place


def _unreachable_tests(criterion: Criterion, scale: DecisionList, bounds: Bounds, tell: Tell) -> None:
    given = () if criterion.applies is None else (criterion.applies.term,)
    for at, branch in enumerate(scale.branches):
        if branch.test is None:
            continue
        known = Known((*given, branch.test.term), bounds)
        if known.are_impossible:
            tell(branch.place, message("This test can never hold."))
            continue
        for number, earlier in enumerate(scale.branches[:at], start=1):
            if earlier.test is not None and known.imply(earlier.test.term):
                tell(branch.place, message("No case can reach this test: test {number} holds first.", number=number))
                break


def _unreachable_points(pack: Pack, criterion: Criterion, tell: Tell) -> None:
    full = FULL_MARKS if pack.scoring is Scoring.WEIGHTED else criterion.weight
    _, high = criterion.scale.reach()
    if high < full:
        told = message("The most this scale can give is {high}, not {full}.", high=plain(high, 2), full=plain(full, 2))
        tell(criterion.place, told)
    if pack.scoring is Scoring.WEIGHTED and not criterion.weight:
        tell(criterion.place, message("This criterion has no weight: it changes no total."))


def _idle_cap(pack: Pack, group: Group, tell: Tell) -> None:
    most = sum(criterion.weight for criterion in pack.criteria if criterion.group == group.key)
    if group.cap is not None and group.cap > most:
        told = message(
            "The cap of “{group}” is {cap}, but its criteria bring {most} at most.",
            group=group.label,
            cap=plain(group.cap, 2),
            most=plain(most, 2),
        )
        tell(group.place, told)
