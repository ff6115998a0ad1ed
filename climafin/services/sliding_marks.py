"""The library's marks under a draft, totalled and ordered anew for every weight that slides; loads numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from climafin.base.messages import Label
from climafin.domain.verdict import Verdict
from climafin.rules.library_marks import LibraryMarks
from climafin.rules.mark_sheet import grades_of, ranked
from climafin.rules.pack import Pack
from climafin.rules.rehearsal import Side
from climafin.services.draft_weights import Weights
from climafin.services.library_effect import EffectRow


class SlidingMarks:
    """The library's marks under a draft: totals and order for any weights, in about a millisecond.

    Attributes:
        marks: the marks behind it.
    """

    def __init__(self, marks: LibraryMarks, rows: Sequence[EffectRow]) -> None:
        self.marks = marks
        self._by_uid = {row.uid: row for row in rows}
        self._rows = [self._by_uid[uid] for uid in marks.uids]
        # In the order of the rehearsal: equal totals stand by uid, and what is not ranked keeps its place.
        order = sorted(range(len(self._rows)), key=lambda at: self._rows[at].uid)
        eligible = [at for at in order if self._rows[at].after.verdict is Verdict.ELIGIBLE]
        self._eligible = np.array(eligible, dtype=np.int64)
        places = {uid: at for at, uid in enumerate(marks.uids)}
        others = [places[row.uid] for row in rows if row.after.verdict is not Verdict.ELIGIBLE]
        self._others = np.array(others, dtype=np.int64)
        pack = marks.pack
        grades_by_total = bool(pack.grades) and not pack.matrix and not pack.forces and not _has_fast_track(pack)
        self._labels = tuple(grade.label for grade in pack.grades) if grades_by_total else ()
        self._starts = tuple(grade.start for grade in pack.grades if grade.start is not None)

    def names(self) -> dict[str, tuple[str, str]]:
        """Return number and name of every project, by its uid."""
        return {row.uid: (row.number, row.name) for row in self._rows}

    def eligible(self) -> frozenset[str]:
        """Return the projects that are ranked."""
        return frozenset(row.uid for row in self._rows if row.after.verdict is Verdict.ELIGIBLE)

    def under(self, weights: Weights) -> "SlidRows":
        """Return the library under moved weights, ordered anew."""
        own = {line.key: line.weight for line in weights.criteria}
        totals = self.marks.totals(own)
        low = totals.low[self._eligible]
        order, ranks = ranked(low)
        places = np.concatenate([self._eligible[order], self._others])
        rank_of = np.zeros(len(self._rows), dtype=np.int64)
        rank_of[self._eligible] = ranks
        grades = None
        if self._labels:
            grades = (grades_of(totals.low, self._starts), grades_of(totals.high, self._starts))
        return SlidRows(self._rows, places, rank_of, (totals.low, totals.high), _Grades(self._labels, grades))


def _has_fast_track(pack: Pack) -> bool:
    return any(gate.kind.value == "fast_track" for gate in pack.gates)


@dataclass(frozen=True, slots=True)
class _Grades:
    labels: tuple[Label, ...]
    ends: tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]] | None


class SlidRows(Sequence[EffectRow]):
    """The rows under moved weights; each is made when somebody looks at it."""

    def __init__(
        self,
        rows: Sequence[EffectRow],
        places: npt.NDArray[np.int64],
        ranks: npt.NDArray[np.int64],
        totals: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
        grades: _Grades,
    ) -> None:
        self._rows = rows
        self._places = places
        self._ranks = ranks
        self._totals = totals
        self._grades = grades

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> EffectRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[EffectRow]: ...
    def __getitem__(self, at: int | slice) -> EffectRow | list[EffectRow]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = int(self._places[at])
        row = self._rows[place]
        low, high = int(self._totals[0][place]), int(self._totals[1][place])
        grade_low, grade_high = row.after.grade_low, row.after.grade_high
        if self._grades.ends is not None and row.after.verdict is not Verdict.REFUSED:
            grade_low, grade_high = (self._grades.labels[int(end[place])] for end in self._grades.ends)
        after = Side(row.after.verdict, low, high, grade_low, grade_high, int(self._ranks[place]) or None)
        return EffectRow(row.uid, row.number, row.name, row.before, after)
