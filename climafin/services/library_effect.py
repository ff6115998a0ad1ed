"""What a draft would do to the library: who moves, who falls out, by which rule; and again with every moved weight.

Answers under the edition before are kept between two runs, because only the draft changes while somebody works on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import overload

import numpy as np
import numpy.typing as npt

from climafin.base.messages import Label, message
from climafin.base.progress import Progress
from climafin.domain.assessment import Assessment
from climafin.domain.dictionary import dictionary
from climafin.domain.query import Column
from climafin.domain.verdict import Verdict
from climafin.rules.assess import open_marks
from climafin.rules.library_marks import LibraryMarks, Marked, moved
from climafin.rules.mark_sheet import grades_of, ranked
from climafin.rules.pack import Pack, Scoring
from climafin.rules.rehearsal import Cause, Move, Side, rehearse
from climafin.services.evaluating import answer, still_listed
from climafin.services.session import Session
from climafin.services.workbench import Checked, inputs_for, sound_pack

__all__ = ["Cause", "Effect", "EffectRow", "LibraryDesk", "Side", "WeightLine", "Weights", "weights_of"]

_EVERY = 10


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One project under the edition before and under the draft.

    Attributes:
        uid: the project.
        number: its number.
        name: its name, or "".
        before: where it stands under the edition before; None when there is none to compare with.
        after: where it stands under the draft.
        causes: the rules behind the difference, the weightiest first; not worked out while a weight slides.
    """

    uid: str
    number: str
    name: str
    before: Side | None
    after: Side
    causes: tuple[Cause, ...] = ()

    @property
    def climbs(self) -> int:
        """How many places it climbs (below zero: falls); 0 when it is not ranked on both sides."""
        if self.before is None or self.before.rank is None or self.after.rank is None:
            return 0
        return self.before.rank - self.after.rank

    @property
    def falls_out(self) -> bool:
        """It was not refused and would be."""
        return (
            self.before is not None
            and self.after.verdict is Verdict.REFUSED
            and self.before.verdict is not Verdict.REFUSED
        )

    @property
    def comes_in(self) -> bool:
        """It was refused and would no longer be."""
        return (
            self.before is not None
            and self.before.verdict is Verdict.REFUSED
            and self.after.verdict is not Verdict.REFUSED
        )

    @property
    def changes_grade(self) -> bool:
        """Its grade, or the range of it, would be another."""
        ends = (self.after.grade_low, self.after.grade_high)
        return self.before is not None and (self.before.grade_low, self.before.grade_high) != ends

    @property
    def is_still(self) -> bool:
        """Nothing about it would change."""
        return self.before is None or self.before == self.after


@dataclass(frozen=True, slots=True)
class Effect:
    """The library under a draft.

    Attributes:
        rows: the projects, in the order of the draft's ranking; those not ranked come last.
        moves: how many change their rank, score, grade or verdict.
        falls_out: how many would be refused and were not.
        comes_in: how many were refused and would no longer be.
        grades: how many change their grade.
        is_compared: whether there is an edition before to compare with.
        marks: what a weight slider works on, or None under points scoring.
    """

    rows: tuple[EffectRow, ...]
    moves: int
    falls_out: int
    comes_in: int
    grades: int
    is_compared: bool
    marks: "SlidingMarks | None" = field(default=None, compare=False)


class LibraryDesk:
    """The library as a draft is tried on it; used from one thread at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[tuple[str, date], dict[str, Assessment]] = {}

    def forget(self) -> None:
        """Forget kept answers: the projects have changed."""
        self._kept.clear()

    def effect(self, before: Checked | None, after: Checked, as_of: date, progress: Progress) -> Effect:
        """Return what a draft does to the library.

        Args:
            before: the text to compare with; None, or one with faults, compares with nothing.
            after: the draft, without faults.
            as_of: the day whose rules apply.
            progress: told after every few projects.

        Raises:
            CallProblem: the draft has faults, or is not in force on that day.
            Cancelled: nobody waits for it any more.
        """
        pack = sound_pack(after)
        uids = still_listed(self._session)
        marked = list(self._marked(pack, uids, as_of, progress))
        answers = {one.uid: one.answer for one in marked}
        earlier = self._earlier(before, uids, as_of, progress)
        names = dict(zip(uids, self._session.library.rows(uids, (Column.NUMBER, "name")), strict=True))
        moves = rehearse(earlier if earlier is not None else answers, answers).moves
        rows = tuple(_row(move, names[move.uid], is_compared=earlier is not None) for move in moves)
        marks = None
        if pack.scoring is Scoring.WEIGHTED and pack.criteria:
            marks = SlidingMarks(LibraryMarks(pack, marked), rows)
        return Effect(
            rows,
            sum(not row.is_still for row in rows),
            sum(row.falls_out for row in rows),
            sum(row.comes_in for row in rows),
            sum(row.changes_grade for row in rows),
            earlier is not None,
            marks,
        )

    def _marked(self, pack: Pack, uids: Sequence[str], as_of: date, progress: Progress) -> Iterator[Marked]:
        inputs = inputs_for(self._session, pack, as_of, uids)
        for done, project in enumerate(self._session.library.projects(uids)):
            if done % _EVERY == 0:
                progress.step(done, 2 * len(uids), message("Trying the rules on the library"))
            marks = open_marks(pack, project, dictionary(), inputs.asked(project.uid))
            yield Marked(project.uid, answer(inputs, project), marks)

    def _earlier(
        self, before: Checked | None, uids: Sequence[str], as_of: date, progress: Progress
    ) -> Mapping[str, Assessment] | None:
        if before is None or before.pack is None:
            return None
        pack = before.pack
        if as_of < pack.since or (pack.until is not None and as_of > pack.until):
            return None
        key = (pack.stamp.digest, as_of)
        kept = self._kept.get(key)
        if kept is None or list(kept) != list(uids):
            inputs = inputs_for(self._session, pack, as_of, uids)
            kept = {}
            for done, project in enumerate(self._session.library.projects(uids)):
                if done % _EVERY == 0:
                    progress.step(len(uids) + done, 2 * len(uids), message("Trying the rules on the library"))
                kept[project.uid] = answer(inputs, project)
            self._kept = {key: kept}
        return kept


def _row(move: Move, names: tuple[object, ...], *, is_compared: bool) -> EffectRow:
    number, name = (str(one or "") for one in names)
    causes = move.causes if is_compared else ()
    return EffectRow(move.uid, number, name, move.before if is_compared else None, move.after, causes)


# ---- weights that slide


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

    def changes_from(self, before: "Weights") -> dict[tuple[str, ...], str]:
        """Return which values of the text change, by path."""
        old = {(line.group, line.key): line.weight for line in (*before.groups, *before.criteria)}
        found: dict[tuple[str, ...], str] = {}
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
