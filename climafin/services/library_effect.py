"""What a draft would do to the library: who moves, who falls out, by which rule; and again with every moved weight.

Answers under the edition before are kept between two runs, because only the draft changes while somebody works on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from climafin.base.messages import message
from climafin.base.progress import Progress
from climafin.domain.assessment import Assessment
from climafin.domain.query import Column
from climafin.domain.verdict import Verdict
from climafin.rules.pack import Scoring
from climafin.services.evaluating import answer, still_listed
from climafin.services.evaluating import marks as marks_of
from climafin.services.session import Session
from climafin.services.workbench import Checked, inputs_for, sound_pack

if TYPE_CHECKING:
    from climafin.rules.mark_sheet import ProjectMarks
    from climafin.rules.rehearsal import Cause, Move, Side
    from climafin.services.sliding_marks import SlidingMarks

__all__ = ["Effect", "EffectRow", "LibraryDesk"]

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
    before: "Side | None"
    after: "Side"
    causes: "tuple[Cause, ...]" = ()

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
        # Loaded here, off the window's thread: they bring numpy.
        from climafin.rules.library_marks import LibraryMarks  # noqa: PLC0415
        from climafin.rules.rehearsal import rehearse  # noqa: PLC0415
        from climafin.services.sliding_marks import SlidingMarks  # noqa: PLC0415

        pack = sound_pack(after)
        uids = still_listed(self._session)
        is_weighted = pack.scoring is Scoring.WEIGHTED and bool(pack.criteria)
        inputs = inputs_for(self._session, pack, as_of, uids)
        answers: dict[str, Assessment] = {}
        rows_of_marks: list[ProjectMarks] = []
        for done, project in enumerate(self._session.library.projects(uids)):
            self._tell(done, uids, progress)
            answers[project.uid] = answer(inputs, project)
            if is_weighted:
                rows_of_marks += marks_of(inputs, (project,))
        earlier = self._earlier(before, uids, as_of, progress)
        names = dict(zip(uids, self._session.library.rows(uids, (Column.NUMBER, "name")), strict=True))
        moves = rehearse(earlier if earlier is not None else answers, answers).moves
        rows = tuple(_row(move, names[move.uid], is_compared=earlier is not None) for move in moves)
        marks = None
        if is_weighted:
            marks = SlidingMarks(LibraryMarks(pack, rows_of_marks), rows)
        return Effect(
            rows,
            sum(not row.is_still for row in rows),
            sum(row.falls_out for row in rows),
            sum(row.comes_in for row in rows),
            sum(row.changes_grade for row in rows),
            earlier is not None,
            marks,
        )

    @staticmethod
    def _tell(done: int, uids: Sequence[str], progress: Progress) -> None:
        if done % _EVERY == 0:
            progress.step(done, 2 * len(uids), message("Trying the rules on the library"))

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
                self._tell(len(uids) + done, uids, progress)
                kept[project.uid] = answer(inputs, project)
            self._kept = {key: kept}
        return kept


def _row(move: "Move", names: tuple[object, ...], *, is_compared: bool) -> EffectRow:
    number, name = (str(one or "") for one in names)
    causes = move.causes if is_compared else ()
    return EffectRow(move.uid, number, name, move.before if is_compared else None, move.after, causes)
