"""From marks to points: weights of what applies, in whole 1/10,000, so that the order of rules cannot matter.

The weight of a criterion that does not apply goes to the others of its group in proportion; the weight of a
group in which nothing applies goes to the other groups. Shares are made whole by largest remainders, ties
by id, so that they always add up.
"""

from collections.abc import Iterable, Mapping, Set

from climafin.expression.evaluate import Answer, Reason, Unknown
from climafin.rules.pack import FULL_WEIGHT, Criterion, Group, Pack
from climafin.rules.scales.shapes import FULL_MARKS, quotient

Weights = Mapping[str, int]


def weightings(pack: Pack, facts: Mapping[str, Answer]) -> tuple[tuple[Weights, ...], Unknown | None]:
    """Return the weights of a project's class, criterion id to weight; what is not in them does not count.

    Returns:
        The weights, or every set of weights the pack knows while the class cannot be told, and then why.
    """
    own = {criterion.rule_id: criterion.weight for criterion in pack.criteria}
    table = pack.weight_table
    if table is None:
        return (own,), None
    answer = facts.get(table.by)
    if isinstance(answer, str) and answer in table.rows:
        return (table.rows[answer],), None
    if isinstance(answer, str) and table.keeps_own:
        return (own,), None
    unknown = Unknown(reasons=frozenset({Reason.NOT_IN_TABLE})) if answer else Unknown(frozenset({table.by}))
    every = [*table.rows.values(), own] if table.keeps_own else [*table.rows.values()]
    return tuple(every), unknown


def weights(groups: Iterable[Group], criteria: Iterable[Criterion], own: Weights, applying: Set[str]) -> Weights:
    """Return the weight of each criterion that applies.

    Args:
        groups: all groups.
        criteria: all criteria.
        own: the weight of each criterion when all that have one apply.
        applying: ids of the criteria that apply.

    Returns:
        Criterion id to weight; together exactly 10,000, or nothing when no criterion with weight applies.
    """
    members: dict[str, dict[str, int]] = {group.key: {} for group in groups}
    whole = dict.fromkeys(members, 0)
    for criterion in criteria:
        weight = own.get(criterion.rule_id, 0)
        whole[criterion.group] += weight
        if criterion.rule_id in applying:
            members[criterion.group][criterion.rule_id] = weight
    alive = {key: whole[key] for key, some in members.items() if sum(some.values())}
    found: dict[str, int] = {}
    for key, share in shared_out(FULL_WEIGHT, alive).items():
        found |= shared_out(share, members[key])
    return found


def shared_out(whole: int, parts: Mapping[str, int]) -> dict[str, int]:
    """Return `whole` shared out in proportion to `parts`, in whole numbers that add up to it."""
    total = sum(parts.values())
    if not total:
        return {}
    found = {name: whole * part // total for name, part in parts.items()}
    left = whole - sum(found.values())
    by_remainder = sorted(parts, key=lambda name: (-(whole * parts[name] % total), name))
    for name in by_remainder[:left]:
        found[name] += 1
    return found


def points(marks: int, weight: int) -> int:
    """Return the points, in 1/100, that marks are worth under a weight; halves upward."""
    return quotient(marks * weight, FULL_MARKS)


def moved(whole: int, weights: Mapping[str, int], name: str, weight: int) -> dict[str, int]:
    """Return weights of which one is moved; the others give or take in proportion, so that all still add up.

    Args:
        whole: what they add up to, in 1/10,000.
        weights: the weights before, in 1/10,000.
        name: the one that is moved.
        weight: what it becomes.
    """
    weight = max(0, min(whole, weight))
    others = {key: part for key, part in weights.items() if key != name}
    if not others:
        return {name: whole}
    if not sum(others.values()):
        others = dict.fromkeys(others, 1)
    return {**shared_out(whole - weight, others), name: weight}
