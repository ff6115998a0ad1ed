"""What the parts of a scale have to say: how a criterion's points came about, and which part would bring more."""

from collections.abc import Iterable
from dataclasses import dataclass

from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import CriterionResult, Outcome, PartResult
from climafin.rules.weighing import points

#: More parts than this are not read; the trace holds them all.
MOST_NAMED = 6


def points_text(points: int) -> str:
    """Return points in 1/100 as plain text, without trailing zeros."""
    return f"{points / 100:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class PartSpeaker:
    """Says what parts did.

    Attributes:
        criterion: whose parts.
        are_points: whether marks are points themselves; otherwise they are of 100 and weighted.
    """

    criterion: CriterionResult
    are_points: bool = False

    def told(self) -> Message | None:
        """Return what decided in one sentence, or None when value and clause say it all."""
        found = self.criterion
        if found.scale == "deduct":
            return self._deducted()
        if found.scale == "checklist":
            return self._lacking()
        if found.scale == "best_of":
            return self._compared()
        if found.scale == "expert" and found.judged is not None:
            return self._signed()
        return None

    def unread(self) -> tuple[Label, ...]:
        """Return the names of parts that cannot be told, where no fact is to blame."""
        return tuple(part.title for part in self.criterion.parts if part.outcome is Outcome.UNKNOWN)

    def next_better(self) -> Message | None:
        """Return which part would bring more, or None."""
        found = self.criterion
        if found.points_low != found.points_high or found.marks_low is None:
            return None
        if found.scale == "tests":
            return self._next_test(found.marks_low)
        if found.scale == "deduct":
            return self._least_deduction()
        if found.scale == "sum":
            return self._next_choice()
        return None

    def _named(self, parts: Iterable[PartResult]) -> tuple[object, ...]:
        return tuple(part.title for part in parts)[:MOST_NAMED]

    def _with(self, outcome: Outcome) -> list[PartResult]:
        return [part for part in self.criterion.parts if part.outcome is outcome and "." not in part.part_id]

    def _more(self, marks: int) -> str:
        return points_text(marks if self.are_points else points(marks, self.criterion.maximum))

    # ---- what decided

    def _deducted(self) -> Message:
        taken = [part for part in self._with(Outcome.MET) if part.points_low]
        if not taken:
            return message("Nothing is taken off.")
        parts = tuple(
            message("{part} ({points})", part=part.title, points=points_text(part.points_low)) for part in taken
        )
        return message("Taken off for: {parts}.", parts=parts[:MOST_NAMED])

    def _lacking(self) -> Message:
        lacking = self._with(Outcome.NOT_MET)
        if not lacking:
            return message("Everything asked for is there.")
        return message("Lacking: {parts}.", parts=self._named(lacking))

    def _compared(self) -> Message | None:
        others = [part for part in self._with(Outcome.MET) if not part.decides]
        if not others:
            return None
        parts = tuple(
            message("{part} ({points})", part=part.title, points=points_text(part.points_low)) for part in others
        )
        return message("The best indicator counts; the others: {parts}.", parts=parts[:MOST_NAMED])

    def _signed(self) -> Message:
        line = self.criterion.judged
        assert line is not None  # as `told` asks
        given = message("Given by {person}: {reason}", person=line.person, reason=line.reason)
        if line.second_person:
            given = message("{given}; confirmed by {person}", given=given, person=line.second_person)
        if line.evidence:
            given = message("{given}; evidence: {evidence}", given=given, evidence=line.evidence)
        return message("{given}.", given=given)

    # ---- what would bring more

    def _next_test(self, marks: int) -> Message | None:
        better = [part for part in self._with(Outcome.NOT_MET) if part.best > marks]
        if not better:
            return None
        nearest = min(better, key=lambda part: part.best)
        more = self._more(nearest.best - marks)
        return message("{points} more if this held: {part}.", points=more, part=nearest.title)

    def _least_deduction(self) -> Message | None:
        taken = [part for part in self._with(Outcome.MET) if part.points_low]
        if not taken:
            return None
        most = min(taken, key=lambda part: part.points_low)
        return message(
            "Up to {points} more without this: {part}.", points=self._more(-most.points_low), part=most.title
        )

    def _next_choice(self) -> Message | None:
        better = [part for part in self._with(Outcome.NOT_MET) if part.best > 0]
        if not better or self.criterion.points_low >= self.criterion.maximum:
            return None
        most = max(better, key=lambda part: part.best)
        return message("Up to {points} more with this: {part}.", points=self._more(most.best), part=most.title)
