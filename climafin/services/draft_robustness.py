"""How firmly the ranking under a draft stands when its weights are drawn at random; nothing is kept.

Runs over published editions are kept with their seed (`robustness`); a draft changes with every key press.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Label, message
from climafin.base.progress import Progress
from climafin.rules.draw_plan import ALIKE, DrawKind, DrawPlan

if TYPE_CHECKING:
    from climafin.rules.robustness import Robustness, Standing
    from climafin.rules.weight_effects import EffectiveWeight, Swap
    from climafin.services.sliding_marks import SlidingMarks

__all__ = ["ALIKE", "DraftRobustness", "DrawKind", "DrawPlan", "try_weights"]


@dataclass(frozen=True, slots=True)
class DraftRobustness:
    """What the draws showed.

    Attributes:
        result: the run, with its plan and generator.
        standings: where every eligible project stood, the best rank first.
        names: number and name of every project.
        titles: the name of every criterion.
        grades: the grades that `Standing.grade_shares` are of, best first.
        effective: nominal beside effective weight of every criterion.
        correlations: correlation of the marks of every two criteria, in the order of `effective`; None where the
            marks of one are all equal.
        swaps: between neighbours of the first ranks, the nearest weight at which they change places.
        left_out: projects that are undecided or not eligible.
    """

    result: "Robustness"
    standings: "tuple[Standing, ...]"
    names: Mapping[str, tuple[str, str]]
    titles: Mapping[str, Label]
    grades: tuple[Label, ...]
    effective: "tuple[EffectiveWeight, ...]"
    correlations: tuple[tuple[float | None, ...], ...]
    swaps: "tuple[Swap, ...]"
    left_out: int


def try_weights(marks: "SlidingMarks", plan: DrawPlan, top: int, progress: Progress) -> DraftRobustness:
    """Draw weights and see where the eligible projects stand.

    Args:
        marks: the library's marks under the draft.
        plan: what to draw.
        top: how many first places are counted.
        progress: told as it goes.

    Raises:
        CallProblem: the pack has other weights for each class of projects.
        DataProblem: no project is eligible.
        Cancelled: the user had enough.
    """
    # numpy waits until somebody draws.
    from climafin.rules.library_marks import LibraryMarks  # noqa: PLC0415
    from climafin.rules.robustness import robustness  # noqa: PLC0415
    from climafin.rules.weight_effects import correlations, effective_weights, swaps  # noqa: PLC0415

    pack = marks.marks.pack
    if pack.weight_table is not None:
        raise CallProblem(
            message(
                "“{pack}” has other weights for each class of projects; only packs with one set of weights are tried.",
                pack=pack.stamp.title,
            )
        )
    ranked = marks.eligible()
    eligible = [one for one in marks.marks.marks if one.uid in ranked]
    if not eligible:
        raise DataProblem(message("No project is eligible, so there is no ranking to try."))
    only = LibraryMarks(pack, eligible)
    base = only.weight_set({criterion.rule_id: criterion.weight for criterion in pack.criteria})
    starts = [grade.start for grade in pack.grades if grade.start is not None]
    doing = message("Drawing weights")

    def step(done: int, total: int) -> None:
        progress.step(done, total, doing)

    found = robustness(only.sheet, base, plan, top=top, grade_starts=starts, step=step)
    return DraftRobustness(
        found,
        tuple(found.standing(at) for at in range(len(found.uids))),
        marks.names(),
        {criterion.rule_id: criterion.title for criterion in pack.criteria},
        tuple(grade.label for grade in pack.grades),
        effective_weights(only.sheet, base),
        tuple(_known(row) for row in correlations(only.sheet).tolist()),
        swaps(only.sheet, base, top),
        len(marks.marks.uids) - len(eligible),
    )


def _known(row: list[float]) -> tuple[float | None, ...]:
    # NaN, which equals nothing, stands for "no correlation".
    return tuple(value if value == value else None for value in row)  # noqa: PLR0124 - the test for NaN
