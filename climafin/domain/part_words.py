"""What the parts of a criterion's scale did, in a sentence; for the window, the terminal and paper alike."""

from collections.abc import Iterable

from climafin.base.messages import Message, message
from climafin.domain.assessment import CriterionResult, Outcome, PartResult
from climafin.domain.judgement import Judged
from climafin.domain.signed import Override

#: More parts than this are not read in a sentence; the trace holds them all.
MOST_NAMED = 6


def points_text(points: int) -> str:
    """Return points in 1/100 as plain text, without trailing zeros."""
    return f"{points / 100:.2f}".rstrip("0").rstrip(".")


def parts_told(criterion: CriterionResult) -> Message | None:
    """Return what the parts did, or None when value and clause say it all."""
    if criterion.scale == "deduct":
        return _deducted(criterion)
    if criterion.scale == "checklist":
        return _lacking(criterion)
    if criterion.scale == "best_of":
        return _compared(criterion)
    return None if criterion.judged is None else judged_told(criterion.judged)


def parts_with(criterion: CriterionResult, outcome: Outcome) -> list[PartResult]:
    """Return the parts with an outcome; the parts of a scale inside of a part are not among them."""
    return [part for part in criterion.parts if part.outcome is outcome and "." not in part.part_id]


def judged_told(line: Judged) -> Message:
    """Return who gave the marks, why, who confirmed them, and what they rest on."""
    given = message("Given by {person}: {reason}", person=line.person, reason=line.reason)
    if line.second_person:
        given = message("{given}; confirmed by {person}", given=given, person=line.second_person)
    if line.evidence:
        given = message("{given}; evidence: {evidence}", given=given, evidence=line.evidence)
    return message("{given}.", given=given)


def signed_told(line: Override) -> Message:
    """Return who replaced an answer of the rules, when and why, with what it replaced."""
    replaced: object = line.replaced
    if isinstance(line.replaced, tuple):
        low, high = (points_text(points) for points in line.replaced)
        replaced = low if low == high else message("{low} to {high}", low=low, high=high)
    return message(
        "Signed by {person} and {second}, {day}: {reason}. The rules said: {replaced}.",
        person=line.person,
        second=line.second_person,
        day=line.at.date(),
        reason=line.reason,
        replaced=replaced,
    )


def _deducted(criterion: CriterionResult) -> Message:
    taken = [part for part in parts_with(criterion, Outcome.MET) if part.points_low]
    if not taken:
        return message("Nothing is taken off.")
    return message("Taken off for: {parts}.", parts=_with_points(taken))


def _lacking(criterion: CriterionResult) -> Message:
    lacking = parts_with(criterion, Outcome.NOT_MET)
    if not lacking:
        return message("Everything asked for is there.")
    return message("Lacking: {parts}.", parts=tuple(part.title for part in lacking[:MOST_NAMED]))


def _compared(criterion: CriterionResult) -> Message | None:
    others = [part for part in parts_with(criterion, Outcome.MET) if not part.decides]
    if not others:
        return None
    return message("The best indicator counts; the others: {parts}.", parts=_with_points(others))


def _with_points(parts: Iterable[PartResult]) -> tuple[Message, ...]:
    told = (message("{part} ({points})", part=part.title, points=points_text(part.points_low)) for part in parts)
    return tuple(told)[:MOST_NAMED]
