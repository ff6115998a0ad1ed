"""From marks to points: weights of what applies, in whole 1/10,000, so that the order of rules cannot matter.

The weight of a criterion that does not apply goes to the others of its group in proportion; the weight of a
group in which nothing applies goes to the other groups. Shares are made whole by largest remainders, ties
by id, so that they always add up.
"""

from collections.abc import Mapping, Set

from climafin.rules.pack import FULL_WEIGHT, Criterion, Group
from climafin.rules.scales.shapes import FULL_MARKS, quotient


def weights(criteria: tuple[Criterion, ...], groups: tuple[Group, ...], applying: Set[str]) -> Mapping[str, int]:
    """Return the weight of each criterion that applies.

    Args:
        criteria: all criteria.
        groups: all groups.
        applying: ids of the criteria that apply.

    Returns:
        Criterion id to weight; together exactly 10,000, or nothing when no criterion with weight applies.
    """
    members = {
        group.key: {c.rule_id: c.weight for c in criteria if c.group == group.key and c.rule_id in applying}
        for group in groups
    }
    alive = {group.key: group.weight for group in groups if sum(members[group.key].values())}
    shares = shared_out(FULL_WEIGHT, alive)
    found: dict[str, int] = {}
    for key, share in shares.items():
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
