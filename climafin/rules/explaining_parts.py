"""Which part of a criterion's scale would bring more points."""

from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import CriterionResult, Outcome
from climafin.domain.part_words import parts_with, points_text
from climafin.rules.weighing import points


def unread_parts(criterion: CriterionResult) -> tuple[Label, ...]:
    """Return the names of the parts that cannot be told."""
    return tuple(part.title for part in criterion.parts if part.outcome is Outcome.UNKNOWN)


def next_better(criterion: CriterionResult, *, are_points: bool) -> Message | None:
    """Return which part would bring more, or None.

    Args:
        criterion: whose parts.
        are_points: whether marks are points themselves; otherwise they are of 100 and weighted.
    """
    if criterion.points_low != criterion.points_high or criterion.marks_low is None:
        return None
    if criterion.scale == "tests":
        return _next_test(criterion, criterion.marks_low, are_points=are_points)
    if criterion.scale == "deduct":
        return _greatest_deduction(criterion, are_points=are_points)
    if criterion.scale == "sum":
        return _next_choice(criterion, are_points=are_points)
    return None


def _more(criterion: CriterionResult, marks: int, *, are_points: bool) -> str:
    return points_text(marks if are_points else points(marks, criterion.maximum))


def _next_test(criterion: CriterionResult, marks: int, *, are_points: bool) -> Message | None:
    better = [part for part in parts_with(criterion, Outcome.NOT_MET) if part.best > marks]
    if not better:
        return None
    nearest = min(better, key=lambda part: part.best)
    more = _more(criterion, nearest.best - marks, are_points=are_points)
    return message("{points} more if this held: {part}.", points=more, part=nearest.title)


def _greatest_deduction(criterion: CriterionResult, *, are_points: bool) -> Message | None:
    taken = [part for part in parts_with(criterion, Outcome.MET) if part.points_low]
    if not taken:
        return None
    most = min(taken, key=lambda part: part.points_low)
    more = _more(criterion, -most.points_low, are_points=are_points)
    return message("Up to {points} more without this: {part}.", points=more, part=most.title)


def _next_choice(criterion: CriterionResult, *, are_points: bool) -> Message | None:
    better = [part for part in parts_with(criterion, Outcome.NOT_MET) if part.best > 0]
    if not better or criterion.points_low >= criterion.maximum:
        return None
    most = max(better, key=lambda part: part.best)
    more = _more(criterion, most.best, are_points=are_points)
    return message("Up to {points} more with this: {part}.", points=more, part=most.title)
