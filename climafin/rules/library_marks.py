"""From assessed projects to the mark sheet that a weight slider works on, and totals under moved weights."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from climafin.domain.assessment import Assessment
from climafin.rules.assess import OpenMarks
from climafin.rules.mark_sheet import MarkSheet, ProjectMarks, Totals, WeightSet
from climafin.rules.pack import Pack
from climafin.rules.weighing import Weights


@dataclass(frozen=True)
class Marked:
    """One project with its answer and the marks behind it."""

    uid: str
    answer: Assessment
    marks: OpenMarks


class LibraryMarks:
    """The marks of many projects under one pack of weighted criteria.

    Attributes:
        pack: the pack.
        projects: the projects with their answers.
        sheet: the marks, one row for every project, several for one whose class cannot be told.
    """

    def __init__(self, pack: Pack, projects: Sequence[Marked]) -> None:
        self.pack = pack
        self.projects = tuple(projects)
        self._ids = tuple(criterion.rule_id for criterion in pack.criteria)
        self._groups = tuple(criterion.group for criterion in pack.criteria)
        self._classes: dict[str, Weights] = {} if pack.weight_table is None else dict(pack.weight_table.rows)
        rows = [row for project in projects for row in self._rows(project)]
        self.sheet = MarkSheet(self._ids, self._groups, rows)
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

    def _rows(self, project: Marked) -> Iterable[ProjectMarks]:
        marks, answer = project.marks, project.answer
        low = [marks.marks[name][0] for name in self._ids]
        high = [marks.marks[name][1] for name in self._ids]
        bonus = {item.rule_id for item in self.pack.bonus}
        extra = [line for line in answer.criteria if line.rule_id in bonus]
        least = min(self.pack.bonus_cap, sum(line.points_low for line in extra))
        most = min(self.pack.bonus_cap, sum(line.points_high for line in extra))
        for own in marks.weightings:
            name = next((key for key, row in self._classes.items() if row is own), "")
            # What has no weight in this class does not count in it.
            ways = tuple(dict.fromkeys(way.intersection(own) for way in marks.ways))
            yield ProjectMarks(project.uid, low, high, ways, name, least, most)
