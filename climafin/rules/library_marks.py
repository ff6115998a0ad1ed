"""Marks of a library under one pack, and totals when the weights of its criteria are moved."""

from collections.abc import Sequence

import numpy as np

from climafin.rules.mark_sheet import MarkSheet, ProjectMarks, Totals, WeightSet
from climafin.rules.pack import Pack
from climafin.rules.weighing import Weights


class LibraryMarks:
    """The marks of many projects under one pack of weighted criteria.

    Attributes:
        pack: the pack.
        marks: the marks, several of a project whose class cannot be told.
        sheet: the same as columns.
        uids: the projects, each once.
    """

    def __init__(self, pack: Pack, marks: Sequence[ProjectMarks]) -> None:
        self.pack = pack
        self.marks = tuple(marks)
        self._ids = tuple(criterion.rule_id for criterion in pack.criteria)
        self._groups = tuple(criterion.group for criterion in pack.criteria)
        self._classes: dict[str, Weights] = {} if pack.weight_table is None else dict(pack.weight_table.rows)
        self.sheet = MarkSheet(self._ids, self._groups, self.marks)
        places: dict[str, int] = {}
        self._place = np.array([places.setdefault(uid, len(places)) for uid in self.sheet.uids], dtype=np.int64)
        self.uids = tuple(places)

    def weight_set(self, weights: Weights) -> WeightSet:
        """Return weights by criterion as the sheet knows them."""
        return WeightSet(self._ids, self._groups, tuple(weights.get(name, 0) for name in self._ids))

    def totals(self, weights: Weights) -> Totals:
        """Return the totals when the criteria's own weights are these, in the order of `uids`."""
        sets = {key: self.weight_set(row) for key, row in self._classes.items()}
        found = self.sheet.totals({"": self.weight_set(weights), **sets})
        if len(self.uids) == len(self.sheet):
            low, high = np.empty_like(found.low), np.empty_like(found.high)
            low[self._place], high[self._place] = found.low, found.high
            return Totals(low, high)
        low = np.full(len(self.uids), np.iinfo(np.int64).max)
        high = np.full(len(self.uids), np.iinfo(np.int64).min)
        np.minimum.at(low, self._place, found.low)
        np.maximum.at(high, self._place, found.high)
        return Totals(low, high)
