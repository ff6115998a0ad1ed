"""Slips in a pack that reads well but may not say what was meant; warnings, they block nothing."""

import math
from collections.abc import Callable, Iterator

from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import Fault, Place
from climafin.domain.assessment import Outcome
from climafin.expression.evaluate import Answer, Unknown
from climafin.expression.terms import Term, fact_keys
from climafin.rules.cases import Examined, case_asked, case_project
from climafin.rules.facts import AS_OF, in_base_units, value_type
from climafin.rules.implied import Bounds, Known, Span, divisors, may_be_zero
from climafin.rules.limits import Limit, look_up
from climafin.rules.lint_whole import whole_slips
from climafin.rules.pack import Criterion, Pack
from climafin.rules.resolving import pack_facts
from climafin.rules.rule import Rule
from climafin.rules.scales.expert import Expert
from climafin.rules.scales.marking import all_measured, mark
from climafin.rules.scales.slips import scale_slips
from climafin.rules.scales.steps import Steps


def lint(pack: Pack, cited: frozenset[str], examined: tuple[Examined, ...]) -> tuple[Fault, ...]:
    """Return every slip found.

    Args:
        pack: the pack.
        cited: ids of the sources that some rule cites.
        examined: its cases, examined.
    """
    found: list[Fault] = []

    def tell(place: Place, told: Message) -> None:
        found.append(Fault(place, told))

    _unread(pack, cited, tell)
    bounds = number_bounds(pack)
    scale_slips(pack, bounds, tell)
    _zero_divisors(pack, bounds, tell)
    _crossing_limits(pack, tell)
    _untried(pack, examined, tell)
    whole_slips(pack, examined, tell)
    return tuple(sorted(found, key=lambda fault: (fault.place.line, fault.place.column)))


_Tell = Callable[[Place, Message], None]


def _unread(pack: Pack, cited: frozenset[str], tell: _Tell) -> None:
    read = {key for rule in pack.rules() for key in rule.facts}
    for limit in pack.limits:
        if limit.name not in read:
            tell(limit.place, message("No rule reads the limit “{name}”.", name=limit.name))
    places = (*(group.place for group in pack.groups), *(gate.place for gate in pack.gates), Place("", 1, 1, 0, 0))
    for name in pack.sources:
        if name not in cited:
            tell(Place(places[0].file, 1, 1, 0, 0), message("No rule cites the source “{name}”.", name=name))


def _zero_divisors(pack: Pack, bounds: Bounds, tell: _Tell) -> None:
    """Tell divisors that can be 0 by what their fields can hold, unless a condition beside them says otherwise."""
    found: dict[tuple[str, ...], dict[str, Place]] = {}
    for name, place, given, rule in _owned(pack):
        for divisor, beside in divisors(rule.term):
            keys = fact_keys(divisor)
            if set(keys) <= set(bounds) and may_be_zero(divisor, Known((*given, *beside), bounds)):
                found.setdefault(keys, {}).setdefault(name, place)
    for keys, places in found.items():
        names = tuple(pack.vocabulary[key].label for key in keys)
        told = message("{names}: 0 is possible, and these cannot be told then: {rules}.", names=names, rules=[*places])
        tell(next(iter(places.values())), told)


def _owned(pack: Pack) -> Iterator[tuple[str, Place, tuple[Term, ...], Rule]]:
    """Yield the expressions of derived values, gates and criteria: whose, where, under which condition, and it."""
    for one in pack.derived:
        yield one.name, one.place, (), one.value
    for gate in pack.gates:
        yield gate.rule_id, gate.place, () if gate.applies is None else (gate.applies.term,), gate.test
    for criterion in pack.criteria:
        given = () if criterion.applies is None else (criterion.applies.term,)
        for rule in criterion.rules():
            yield criterion.rule_id, criterion.place, given, rule


def number_bounds(pack: Pack) -> Bounds:
    """Return the numbers each fact and each looked-up limit can be, in base units."""
    found: dict[str, Span] = {}
    for field in pack.fields:
        if field.kind.is_numeric:
            unit = value_type(field).unit
            low = -math.inf if field.minimum is None else in_base_units(unit, field.minimum)
            high = math.inf if field.maximum is None else in_base_units(unit, field.maximum)
            found[field.key] = Span(low, high, low_in=True, high_in=True)
    for limit in pack.limits:
        ends = [value for table in limit.tables for value in (*table.rows.values(), table.otherwise)]
        known = [value for value in ends if value is not None]
        if known and limit.delegated is None:
            found[limit.name] = Span(min(known), max(known), low_in=True, high_in=True)
    return found


def _crossing_limits(pack: Pack, tell: _Tell) -> None:
    """Tell bands whose looked-up beginnings do not rise for some answer and date."""
    scales = [(one.scale, criterion) for criterion in pack.criteria for one in all_measured(criterion)]
    for scale, criterion in scales:
        if not isinstance(scale, Steps):
            continue
        starts = scale.rules()
        limits = [pack.limit_by_name[key] for start in starts for key in start.facts]
        for facts in _situations(limits):
            edges = [start.answer(facts) for start in starts]
            known = [edge for edge in edges if isinstance(edge, float)]
            if known != sorted(set(known)):
                asked = {key for limit in limits for key in limit.by}
                row = " / ".join(str(value) for key, value in facts.items() if key in asked)
                tell(criterion.place, message("For “{row}” the bands of this criterion do not rise.", row=row))
                break


def _situations(limits: list[Limit]) -> Iterator[dict[str, Answer]]:
    """Yield the facts and limit values of every row and date that some limits speak of."""
    days = {table.since for limit in limits for table in limit.tables}
    rows = {tuple(zip(limit.by, row, strict=True)) for limit in limits for table in limit.tables for row in table.rows}
    for day in sorted(days):
        for row in sorted(rows):
            facts: dict[str, Answer] = {AS_OF.key: day, **dict.fromkeys((limit.dated_by for limit in limits), day)}
            facts |= dict(row)
            facts |= {limit.name: look_up(limit, facts).answer for limit in limits}
            yield facts


def _untried(pack: Pack, examined: tuple[Examined, ...], tell: _Tell) -> None:
    """Tell clauses that no case comes to."""
    gates = {(gate.rule_id, gate.outcome) for one in examined for gate in one.assessment.gates}
    for gate in pack.gates:
        for outcome in (Outcome.MET, Outcome.NOT_MET):
            if (gate.rule_id, outcome) not in gates:
                told = message("No case has {rule} = {outcome}.", rule=gate.rule_id, outcome=outcome.label)
                tell(gate.place, told)
    for criterion in pack.criteria:
        tried = set(_bands_tried(pack, criterion, examined))
        untried = [str(band + 1) for band in range(criterion.scale.clauses()) if band not in tried]
        _untried_parts(criterion, examined, tell)
        if untried:
            told = message(
                "No case comes to these clauses of {rule}: {clauses}.", rule=criterion.rule_id, clauses=untried
            )
            tell(criterion.place, told)


def _untried_parts(criterion: Criterion, examined: tuple[Examined, ...], tell: _Tell) -> None:
    """Tell the parts of a scale without clauses of its own that no case sees hold, or none sees not hold."""
    if criterion.scale.clauses() or isinstance(criterion.scale, Expert):
        return
    seen: dict[str, set[Outcome]] = {part.part_id: set() for part in mark(criterion, {}).parts}
    for one in examined:
        for line in one.assessment.criteria:
            for part in line.parts if line.rule_id == criterion.rule_id else ():
                seen[part.part_id].add(part.outcome)
    untried = [name for name, outcomes in seen.items() if not {Outcome.MET, Outcome.NOT_MET} <= outcomes]
    if untried:
        told = message(
            "No case shows both answers of these parts of {rule}: {clauses}.", rule=criterion.rule_id, clauses=untried
        )
        tell(criterion.place, told)


def _bands_tried(pack: Pack, criterion: Criterion, examined: tuple[Examined, ...]) -> Iterator[int]:
    for one in examined:
        facts = pack_facts(pack, case_project(one.case), case_asked(pack, one.case))
        applies = True if criterion.applies is None else criterion.applies.answer(facts)
        band = mark(criterion, facts).band
        if band is not None and applies is not False and not isinstance(applies, Unknown):
            yield band
