"""The weights of a draft, moved so that groups keep adding up to 100 and criteria to their group."""

from collections.abc import Mapping
from dataclasses import dataclass

from climafin.base.messages import Label
from climafin.rules.pack import Scoring
from climafin.rules.weighing import moved
from climafin.services.workbench import Checked, Path


@dataclass(frozen=True, slots=True)
class WeightLine:
    """One weight that can be moved.

    Attributes:
        key: the group's key or the criterion's id.
        title: its name.
        group: key of the group a criterion lies in; "" for a group.
        weight: in 1/10,000.
    """

    key: str
    title: Label
    group: str
    weight: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a draft; groups add up to 100, the criteria of a group to its weight.

    Attributes:
        groups: the groups.
        criteria: the criteria.
    """

    groups: tuple[WeightLine, ...]
    criteria: tuple[WeightLine, ...]

    def moved_group(self, key: str, weight: int) -> "Weights":
        """Return the weights after one group is moved: the others give way, criteria follow in proportion."""
        before = {line.key: line.weight for line in self.groups}
        after = moved(sum(before.values()), before, key, weight)
        criteria: dict[str, int] = {}
        for group in self.groups:
            inside = {line.key: line.weight for line in self.criteria if line.group == group.key}
            if inside:
                first = next(iter(inside))
                criteria |= moved(after[group.key], inside, first, _in_proportion(inside, first, after[group.key]))
        return self._with(after, criteria)

    def moved_criterion(self, key: str, weight: int) -> "Weights":
        """Return the weights after one criterion is moved: the others of its group give way."""
        group = next(line.group for line in self.criteria if line.key == key)
        inside = {line.key: line.weight for line in self.criteria if line.group == group}
        whole = sum(inside.values())
        return self._with({}, moved(whole, inside, key, weight))

    def _with(self, groups: Mapping[str, int], criteria: Mapping[str, int]) -> "Weights":
        return Weights(
            tuple(_weighing(line, groups) for line in self.groups),
            tuple(_weighing(line, criteria) for line in self.criteria),
        )

    def changes_from(self, before: "Weights") -> dict[Path, str]:
        """Return which values of the text change, by path."""
        old = {(line.group, line.key): line.weight for line in (*before.groups, *before.criteria)}
        found: dict[Path, str] = {}
        for part, lines in (("groups", self.groups), ("criteria", self.criteria)):
            for line in lines:
                if old[line.group, line.key] != line.weight:
                    found[part, line.key, "weight"] = weight_text(line.weight)
        return found


def _in_proportion(weights: Mapping[str, int], key: str, whole: int) -> int:
    total = sum(weights.values())
    return whole * weights[key] // total if total else whole // len(weights)


def _weighing(line: WeightLine, weights: Mapping[str, int]) -> WeightLine:
    return WeightLine(line.key, line.title, line.group, weights.get(line.key, line.weight))


def weight_text(weight: int) -> str:
    """Return a weight in 1/10,000 as the pack writes it, out of 100."""
    return f"{weight / 100:.2f}".rstrip("0").rstrip(".")


def weights_of(checked: Checked) -> Weights | None:
    """Return the weights of a draft; None while it has faults and under points scoring."""
    pack = checked.pack
    if pack is None or pack.scoring is not Scoring.WEIGHTED or not pack.criteria:
        return None
    return Weights(
        tuple(WeightLine(group.key, group.label, "", group.weight) for group in pack.groups),
        tuple(WeightLine(one.rule_id, one.title, one.group, one.weight) for one in pack.criteria),
    )
