"""From the marks of all criteria to the total, for one way of what applies; under weights, or as plain points.

Under points scoring marks are the points: nothing is redistributed, points may lie below zero, and a group
brings no more than its cap.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from climafin.rules.pack import FULL_WEIGHT, Pack, Scoring
from climafin.rules.weighing import Weights, points, weights


@dataclass(frozen=True, slots=True)
class Range:
    """Points in 1/100: when unknowns go badly, when they go well, and the most there are."""

    low: int
    high: int
    most: int

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.high + other.high, self.most + other.most)

    def __or__(self, other: "Range") -> "Range":
        """Return the range that holds both."""
        return Range(min(self.low, other.low), max(self.high, other.high), max(self.most, other.most))

    def capped(self, cap: int | None) -> "Range":
        """Return the range with nothing above a cap."""
        return self if cap is None else Range(min(self.low, cap), min(self.high, cap), min(self.most, cap))


NOTHING = Range(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the criteria come to.

    Attributes:
        lines: points by criterion.
        groups: points by group, before its cap.
        whole: all groups together, after their caps.
    """

    lines: Mapping[str, Range]
    groups: Mapping[str, Range]
    whole: Range

    def __or__(self, other: "Totals") -> "Totals":
        """Return the totals that hold both ways."""
        lines = {name: one | other.lines[name] for name, one in self.lines.items()}
        groups = {name: one | other.groups[name] for name, one in self.groups.items()}
        return Totals(lines, groups, self.whole | other.whole)


def totals(
    pack: Pack,
    marks: Mapping[str, tuple[int, int]],
    applying: Set[str],
    own: Weights,
    given: Mapping[str, int],
) -> Totals:
    """Return what marks come to when just these criteria apply.

    Args:
        pack: the pack.
        marks: criterion id to the fewest and the most marks, in 1/100.
        applying: ids of the criteria that apply.
        own: the weights of the project's class, by criterion id.
        given: criterion id to the points, in 1/100, that a signed line gives it.
    """
    is_weighted = pack.scoring is Scoring.WEIGHTED
    lines = _weighted(pack, marks, applying, own) if is_weighted else _plain(pack, marks, applying)
    lines |= {rule_id: Range(some, some, lines[rule_id].most) for rule_id, some in given.items()}
    groups = {group.key: NOTHING for group in pack.groups}
    for criterion in pack.criteria:
        groups[criterion.group] += lines[criterion.rule_id]
    whole = NOTHING
    for group in pack.groups:
        whole += groups[group.key].capped(group.cap)
    if is_weighted:
        whole = Range(whole.low, whole.high, FULL_WEIGHT if whole.most else 0)
    return Totals(lines, groups, whole)


def _weighted(pack: Pack, marks: Mapping[str, tuple[int, int]], applying: Set[str], own: Weights) -> dict[str, Range]:
    shares = weights(pack.groups, pack.criteria, own, applying)
    found: dict[str, Range] = {}
    for rule_id, (low, high) in marks.items():
        share = shares.get(rule_id, 0)
        found[rule_id] = Range(points(low, share), points(high, share), share)
    return found


def _plain(pack: Pack, marks: Mapping[str, tuple[int, int]], applying: Set[str]) -> dict[str, Range]:
    return {
        criterion.rule_id: Range(*marks[criterion.rule_id], criterion.weight)
        if criterion.rule_id in applying
        else NOTHING
        for criterion in pack.criteria
    }
