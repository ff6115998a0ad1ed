"""From marks to points and totals in blocks, for every way of what applies; the arithmetic is that of `totals`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from climafin.expression.columns import Array, Block
from climafin.rules.block_scales import Layout
from climafin.rules.pack import FULL_WEIGHT, Pack, Scoring
from climafin.rules.scales.shapes import FULL_MARKS
from climafin.rules.weighing import Weights, weights

Wholes = npt.NDArray[np.int64]
#: What can be told of a condition of applying.
FALSE, TRUE, OPEN = 0, 1, 2
#: Where so many patterns are thinkable, those that occur are found by sorting.
_FEW = 1 << 20


@dataclass(frozen=True)
class Pattern:
    """What applies to some projects.

    Attributes:
        shares: weight of each criterion for every way of what may apply, in 1/10,000, shape (ways, criteria); under
            points scoring 1 for what applies.
        applying: every set of criteria that may apply, by id.
        aside: which criteria surely do not count, shape (criteria,).
        maximum: the most points there are, in 1/100.
        classes: every class whose weights may hold; "" stands for the pack's own.
    """

    shares: Wholes
    applying: tuple[frozenset[str], ...]
    aside: npt.NDArray[np.bool_]
    maximum: int
    classes: tuple[str, ...]


class Patterns:
    """All patterns of what applies that were met so far.

    Args:
        pack: the pack.
        scopes: for each distinct condition of applying, in the words of the pack.
        droppable: for each criterion that something unknown can take out, its id.
    """

    def __init__(self, pack: Pack, scopes: Sequence[str], droppable: Sequence[str]) -> None:
        self._pack = pack
        self._scopes = list(scopes)
        self._droppable = list(droppable)
        self._found: dict[tuple[int, ...], int] = {}
        self.all: list[Pattern] = []
        table = pack.weight_table
        choices = () if table is None else tuple(choice.key for choice in pack.vocabulary[table.by].type.choices)
        self._classes = ("", *choices)
        self._radix = [3] * len(self._scopes) + [2] * len(self._droppable) + [len(self._classes)]

    @property
    def is_one(self) -> bool:
        """Whether the same always applies, with the same weights."""
        return len(self._radix) == 1 and self._pack.weight_table is None

    def one(self) -> Pattern:
        """Return the only pattern."""
        return self.all[self._number((0,))]

    def of(self, digits: tuple[int, ...]) -> Pattern:
        """Return the pattern of one project; digits are those of `numbers`."""
        return self.all[self._number(digits)]

    def numbers(self, digits: Array) -> Array:
        """Return the number of each row's pattern in `all`.

        Args:
            digits: state of each scope, of each droppable criterion, and the class + 1, shape (digits, rows).
        """
        size = int(np.prod([float(one) for one in self._radix]))
        if size > _FEW:
            _, first, which = np.unique(digits, axis=1, return_index=True, return_inverse=True)
            return np.array([self._number(tuple(digits[:, at].tolist())) for at in first])[which.reshape(-1)]
        key = np.zeros(digits.shape[1], dtype=np.intp)
        for radix, row in zip(self._radix, digits, strict=True):
            key = key * radix + row
        last = np.full(size, -1, dtype=np.intp)
        last[key] = np.arange(len(key))
        for at in np.flatnonzero(last >= 0).tolist():
            last[at] = self._number(tuple(digits[:, last[at]].tolist()))
        return last[key]

    def _number(self, digits: tuple[int, ...]) -> int:
        found = self._found.get(digits)
        if found is None:
            found = self._found[digits] = len(self.all)
            self.all.append(self._made(digits))
        return found

    def _made(self, digits: tuple[int, ...]) -> Pattern:
        pack = self._pack
        states = dict(zip(self._scopes, digits, strict=False))
        dropped = {name for name, is_out in zip(self._droppable, digits[len(self._scopes) : -1], strict=True) if is_out}
        classes, sets = self._sets(digits[-1])
        sure, open_, aside = set[str](), dict[str, list[str]](), []
        for criterion in pack.criteria:
            text = "" if criterion.applies is None else criterion.applies.text
            state = states[text] if text else TRUE
            is_out = criterion.rule_id in dropped or not any(criterion.rule_id in own for own in sets)
            if is_out:
                state = FALSE
            if state == TRUE:
                sure.add(criterion.rule_id)
            elif state == OPEN:
                open_.setdefault(text, []).append(criterion.rule_id)
            aside.append(state == FALSE)
        ways = []
        for turn in product((False, True), repeat=len(open_)):
            added = (ids for ids, taken in zip(open_.values(), turn, strict=True) if taken)
            ways.append(frozenset(sure.union(*added)))
        shares = np.array([self._shares(way, own) for way in ways for own in sets], dtype=np.int64)
        shares = shares.reshape(len(ways) * len(sets), len(pack.criteria))
        most = max(self._most(row) for row in shares.tolist())
        return Pattern(shares, tuple(ways), np.array(aside, np.bool_), most, classes)

    def _sets(self, digit: int) -> tuple[tuple[str, ...], list[Weights]]:
        """Return the class and its weights, or every class and set of weights while the class cannot be told."""
        own = {criterion.rule_id: criterion.weight for criterion in self._pack.criteria}
        table = self._pack.weight_table
        if table is None:
            return ("",), [own]
        answer = self._classes[digit]
        if answer in table.rows:
            return (answer,), [table.rows[answer]]
        if answer and table.keeps_own:
            return ("",), [own]
        kept = {"": own} if table.keeps_own else {}
        every = {**table.rows, **kept}
        return tuple(every), list(every.values())

    def _shares(self, applying: frozenset[str], own: Weights) -> list[int]:
        pack = self._pack
        if pack.scoring is Scoring.POINTS:
            return [int(criterion.rule_id in applying) for criterion in pack.criteria]
        shares = weights(pack.groups, pack.criteria, own, applying)
        return [shares.get(criterion.rule_id, 0) for criterion in pack.criteria]

    def _most(self, shares: list[int]) -> int:
        pack = self._pack
        if pack.scoring is Scoring.WEIGHTED:
            return FULL_WEIGHT if any(shares) else 0
        whole = 0
        for group in pack.groups:
            inside = zip(pack.criteria, shares, strict=True)
            most = sum(one.weight * share for one, share in inside if one.group == group.key)
            whole += most if group.cap is None else min(group.cap, most)
        return whole


class Adding:
    """Adds points up.

    Args:
        pack: the pack.
        layout: how two numbers stand in a word.
        needs_groups: whether the points of groups are asked for.
    """

    def __init__(self, pack: Pack, layout: Layout, *, needs_groups: bool) -> None:
        self._layout = layout
        self._is_weighted = pack.scoring is Scoring.WEIGHTED
        keys = [group.key for group in pack.groups]
        self.group_of = [keys.index(criterion.group) for criterion in pack.criteria]
        self.caps = [group.cap for group in pack.groups]
        self.needs_groups = needs_groups or any(cap is not None for cap in self.caps)

    def points(self, marks: Array, share: Array | int) -> Array:
        """Return points for marks under weights: `weighing.points`, or what applies under points scoring."""
        if not self._is_weighted:
            return marks * share
        found = marks * (2 * share)
        found += FULL_MARKS
        found //= 2 * FULL_MARKS
        return found

    def turn(self, block: Block, words: Array, patterns: Patterns, which: Array) -> "tuple[Array, Array, Array]":
        """Turn marks into points in place and add them up.

        Args:
            block: the rows.
            words: marks of each criterion, shape (criteria, rows); afterwards points.
            patterns: what may apply.
            which: the pattern of each row.

        Returns:
            Points of the whole, shape (rows, 2); of groups before caps, shape (groups, rows, 2); the most there are.
        """
        ways = np.array([len(one.shares) for one in patterns.all])
        several = np.flatnonzero(ways.take(which) > 1)
        kept = words[:, several].copy()
        first = np.stack([one.shares[0] for one in patterns.all]).astype(np.int32)
        is_one = len(several) == 0 and bool((which == which[:1]).all())
        groups = np.zeros((len(self.caps), block.size, 2), dtype=np.int32)
        for at, group in enumerate(self.group_of):
            share = int(first[which[0], at]) if is_one else first[:, at].take(which)[:, None]
            halves = self._layout.halves(words[at])
            found = self.points(halves.astype(np.int32), share)
            halves[...] = found
            groups[group] += found
        whole = self._whole(groups)
        for number in np.unique(which[several]).tolist():
            inside = which[several] == number
            rows = several[inside]
            marks = np.stack([self._layout.halves(np.ascontiguousarray(one[inside])) for one in kept]).astype(np.int64)
            lines, groups[:, rows], whole[rows] = self._all_ways(marks, patterns.all[number].shares)
            for at, line in enumerate(lines):
                self._layout.halves(words[at])[rows] = line
        most = np.array([one.maximum for one in patterns.all], dtype=np.int32).take(which)
        return whole, groups, most

    def _all_ways(self, marks: Wholes, shares: Wholes) -> tuple[Wholes, Wholes, Wholes]:
        """Return lines, groups and whole over every way, for a few rows; marks have shape (criteria, rows, 2)."""
        found: list[list[Wholes]] = []
        for way in shares:
            lines = self.points(marks, way[:, None, None])
            groups = np.zeros((len(self.caps), *marks.shape[1:]), dtype=np.int64)
            np.add.at(groups, self.group_of, lines)
            found.append([lines, groups, self._whole(groups)])
        low, high = (
            [join.reduce([way[at][..., end] for way in found]) for at in range(3)]
            for end, join in ((0, np.minimum), (1, np.maximum))
        )
        lines, groups, whole = (np.stack(ends, axis=-1) for ends in zip(low, high, strict=True))
        return lines, groups, whole

    def _whole(self, groups: Array) -> Array:
        """Return all groups together, after their caps."""
        found = np.zeros(groups.shape[1:], dtype=groups.dtype)
        for cap, group in zip(self.caps, groups, strict=True):
            found += group if cap is None else np.minimum(group, cap)
        return found

    def capped(self, groups: Array) -> Array:
        """Return the points of groups after their caps."""
        return np.stack(
            [one if cap is None else np.minimum(one, cap) for cap, one in zip(self.caps, groups, strict=True)]
        )
