"""Slips in what belongs to no single scale.

Names nobody reads, rows and days without a value, branches and forcing lines that no case shows, grades nobody can
have, shares of a cohort that can never be reached.
"""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

from climafin.base.messages import Label, Message, message
from climafin.base.yaml_nodes import Place
from climafin.domain.assessment import Outcome
from climafin.expression.terms import Comparison, Constant, Fact, Listed, Sort, Term, walk
from climafin.rules.cases import Examined
from climafin.rules.cohorts import SHARES
from climafin.rules.facts import AS_OF
from climafin.rules.limits import DatedTable, Limit
from climafin.rules.pack import FULL_WEIGHT, Pack, Scoring

Tell = Callable[[Place, Message], None]
_MOST_ROWS_SHOWN = 6
_MOST_ROWS = 2_000


def whole_slips(pack: Pack, examined: tuple[Examined, ...], tell: Tell) -> None:
    """Tell every such slip.

    Args:
        pack: the pack.
        examined: its cases, examined.
        tell: takes a slip and its place.
    """
    _unread(pack, tell)
    for limit in pack.limits:
        _lacking_rows(pack, limit, tell)
        _lacking_days(pack, limit, tell)
    _unreachable_grades(pack, tell)
    _shares(pack, tell)
    _untried(pack, examined, tell)


def _unread(pack: Pack, tell: Tell) -> None:
    top = _top(pack)
    classes = set() if pack.weight_table is None else {pack.weight_table.by}
    for field in pack.own_facts:
        if field.key not in pack.names_read | classes:
            tell(top, message("No rule reads the fact “{name}”.", name=field.label))
    for derived in pack.derived:
        if derived.name not in _read_by_others(pack, derived.name):
            tell(derived.place, message("No rule reads the derived value “{name}”.", name=derived.name))
    for cohort in pack.cohorts:
        if not pack.names_read & set(cohort.keys):
            tell(cohort.place, message("No rule reads the cohort “{name}”.", name=cohort.name))
    asked = {term.key for rule in pack.rules() for term in walk(rule.term) if isinstance(term, Listed)}
    for listing in pack.lists:
        if listing.name not in asked:
            tell(listing.place, message("No rule reads the list “{name}”.", name=listing.name))


def _read_by_others(pack: Pack, name: str) -> set[str]:
    """Return the names that rules read, those of one derived value's own expression left out."""
    own = {id(derived.value) for derived in pack.derived if derived.name == name}
    return {key for rule in pack.rules() if id(rule) not in own for key in rule.facts}


def _top(pack: Pack) -> Place:
    places = [gate.place for gate in pack.gates] or [group.place for group in pack.groups]
    return Place(places[0].file if places else "", 1, 1, 0, 0)


# ---- limits


def _lacking_rows(pack: Pack, limit: Limit, tell: Tell) -> None:
    """Tell answers for which a table has neither a row nor an “otherwise”."""
    facts = [pack.vocabulary[key] for key in limit.by]
    if not facts or any(fact.type.sort is not Sort.CHOICE for fact in facts):
        return
    for table in limit.tables:
        lacking = _rows_without(table, [[choice.key for choice in fact.type.choices] for fact in facts])
        labels = {choice.key: choice.label for fact in facts for choice in fact.type.choices}
        named = tuple(
            Label(" / ".join(labels[key].zh for key in row), " / ".join(labels[key].en for key in row))
            for row in lacking[:_MOST_ROWS_SHOWN]
        )
        if named:
            told = message(
                "From {day}, “{limit}” has no value for some answers ({count}): {rows}.",
                day=table.since,
                limit=limit.name,
                count=len(lacking),
                rows=named,
            )
            tell(limit.place, told)


def _rows_without(table: DatedTable, answers: list[list[str]]) -> list[tuple[str, ...]]:
    if table.otherwise is not None:
        return []
    ways = (way for way, _ in zip(product(*answers), range(_MOST_ROWS), strict=False))
    return [way for way in ways if way not in table.rows]


def _lacking_days(pack: Pack, limit: Limit, tell: Tell) -> None:
    """Tell a limit that begins later than its pack."""
    if limit.tables and limit.dated_by == AS_OF.key and limit.tables[0].since > pack.since:
        told = message(
            "From {first} to {day}, when the pack is in force, “{limit}” has no value yet.",
            first=pack.since,
            day=limit.tables[0].since,
            limit=limit.name,
        )
        tell(limit.place, told)


# ---- grades


def _unreachable_grades(pack: Pack, tell: Tell) -> None:
    """Tell grades that neither points nor matrix, fast tracks or forcing lines lead to."""
    given = {force.grade for force in pack.forces} | {gate.grade for gate in pack.gates}
    most = _most_points(pack)
    for number, grade in enumerate(pack.grades):
        if grade.key in given:
            continue
        by_points = not pack.matrix and (grade.start is None or grade.start <= most)
        if not by_points and number not in pack.matrix.values():
            tell(_top(pack), message("Nothing leads to the grade “{grade}”.", grade=grade.label))


def _most_points(pack: Pack) -> int:
    if pack.scoring is Scoring.WEIGHTED:
        return FULL_WEIGHT + pack.bonus_cap
    total = pack.bonus_cap
    for group in pack.groups:
        most = sum(criterion.scale.reach()[1] for criterion in pack.criteria if criterion.group == group.key)
        total += most if group.cap is None else min(most, group.cap)
    return total


# ---- shares of a cohort


def _shares(pack: Pack, tell: Tell) -> None:
    """Tell conditions such as “among the last 1 %” that small classes, which the pack lets through, can never meet."""
    cohorts = {cohort.key(figure): cohort for cohort in pack.cohorts for figure in SHARES}
    told = set()
    for rule in pack.rules():
        for key, share in _shares_asked(rule.term):
            cohort = cohorts.get(key)
            needed = 0 if cohort is None or share <= 0 else math.ceil(1 / share)
            if cohort is not None and needed > cohort.minimum and (key, share) not in told:
                told.add((key, share))
                tell(
                    cohort.place,
                    message(
                        "“{name} ≤ {share} %” can never hold in a class of fewer than {count} projects.",
                        name=key,
                        share=f"{float(share * 100):g}",
                        count=needed,
                    ),
                )


def _shares_asked(term: Term) -> Iterator[tuple[str, Fraction]]:
    """Yield the names that are asked to lie below a fixed share."""
    for one in walk(term):
        if isinstance(one, Comparison):
            low, high = (one.left, one.right) if one.sign in ("<", "≤") else (one.right, one.left)
            is_order = one.sign in ("<", "≤", ">", "≥")
            if is_order and isinstance(low, Fact) and isinstance(high, Constant) and isinstance(high.value, float):
                yield low.key, Fraction(high.value).limit_denominator(10**6)


# ---- cases


def _untried(pack: Pack, examined: tuple[Examined, ...], tell: Tell) -> None:
    """Tell branches that decide in no case, and forcing lines that no case shows."""
    seen = {
        (gate.rule_id, branch.branch_id)
        for one in examined
        for gate in one.assessment.gates
        for branch in gate.branches
        if branch.decides and branch.outcome is Outcome.MET
    }
    for gate in pack.gates:
        untried = [branch.branch_id for branch in gate.branches if (gate.rule_id, branch.branch_id) not in seen]
        if untried and gate.needed < len(gate.branches):
            told = message(
                "No case is decided by these branches of {rule}: {clauses}.", rule=gate.rule_id, clauses=untried
            )
            tell(gate.place, told)
    forced = {(force.rule_id, force.outcome) for one in examined for force in one.assessment.forces}
    for force in pack.forces:
        for outcome in (Outcome.MET, Outcome.NOT_MET):
            if (force.rule_id, outcome) not in forced:
                told = message("No case has {rule} = {outcome}.", rule=force.rule_id, outcome=outcome.label)
                tell(force.place, told)
