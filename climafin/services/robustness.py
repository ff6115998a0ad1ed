"""The verb of robustness: how firmly a ranking stands when weights are drawn; runs are kept with generator and seed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Label, message
from climafin.base.progress import NoProgress, Progress
from climafin.domain.change import Change, Kind
from climafin.domain.rule_records import RunRecord
from climafin.domain.signed import Occasion
from climafin.domain.verdict import Verdict
from climafin.rules.draw_plan import DrawKind, DrawPlan
from climafin.rules.mark_sheet import MarkSheet, ProjectMarks, WeightSet
from climafin.rules.pack import Pack, Scoring
from climafin.rules.robustness import Robustness, robustness
from climafin.rules.robustness_bytes import packed_columns, unpacked_columns
from climafin.rules.weight_effects import EffectiveWeight, Swap, correlations, effective_weights, swaps
from climafin.services.evaluating import answers, marks, still_listed
from climafin.services.inputs import gather_inputs
from climafin.services.pack_choice import chosen_pack
from climafin.services.session import Session

__all__ = [
    "DrawKind",
    "DrawPlan",
    "EffectiveWeight",
    "Robustness",
    "RobustnessReport",
    "Swap",
    "last_robustness",
    "run_robustness",
]
_MOST_DRAWS = 100_000
_EVERY = 25


@dataclass(frozen=True, slots=True)
class RobustnessReport:
    """One robustness run, as it was kept.

    Attributes:
        pack_id: the rule pack.
        edition: its edition.
        pack_digest: SHA-256 of the pack, hex.
        as_of: the day whose rules applied.
        person: who ran it.
        at: when.
        run_id: its number in the library.
        result: where every project stood in the draws, the best rank first.
        grades: the grades that `result.grade_shares` are of, best first; () where a matrix grades, not the total.
        names: number and name of every project of the result.
        left_out: projects that were not ranked: undecided or not eligible.
        effective: nominal beside effective weight of every criterion.
        correlations: correlation of the marks of every two criteria, in the order of `effective`; None where the
            marks of one are all equal.
        swaps: between neighbours of the first ranks, the nearest weight at which they change places.
    """

    pack_id: str
    edition: int
    pack_digest: str
    as_of: date
    person: str
    at: datetime
    run_id: int
    result: Robustness
    grades: tuple[Label, ...]
    names: dict[str, tuple[str, str]]
    left_out: int
    effective: tuple[EffectiveWeight, ...]
    correlations: tuple[tuple[float | None, ...], ...]
    swaps: tuple[Swap, ...]


def run_robustness(
    session: Session,
    pack_id: str | None,
    plan: DrawPlan | None = None,
    top: int = 10,
    progress: Progress | None = None,
) -> tuple[Change, RobustnessReport]:
    """Draw weights at random, see where the eligible projects stand, and keep the run.

    Args:
        session: who works where.
        pack_id: the pack, the default one when None; `id@2` is its edition 2.
        plan: what to draw.
        top: how many first places are counted.
        progress: told as it goes.

    Raises:
        CallProblem: there is no such pack, it is not in force, or it has no weights to draw.
        DataProblem: no project is eligible, or the plan asks too much.
        Cancelled: the user had enough; nothing was kept.
    """
    plan, progress = plan or DrawPlan(), progress or NoProgress()
    _check_plan(plan, top)
    today = session.clock.today()
    pack = chosen_pack(session, pack_id, today)
    _check_pack(pack)
    sheet, names, left_out = _sheet(session, pack, today, progress)
    if not len(sheet):
        raise DataProblem(message("No project is eligible, so there is no ranking to try."))
    base = _weights(pack)
    doing = message("Drawing weights")
    found = robustness(
        sheet,
        base,
        plan,
        top=top,
        grade_starts=[grade.start for grade in pack.grades if grade.start is not None],
        step=lambda done, total: progress.step(done, total, doing),
    )
    record = _record(session, pack, today, found, _packed(pack, sheet, base, found, names, left_out))
    with session.library.action("robustness") as action:
        number = action.rules.keep_run(record)
    told = message(
        "{draws} draws over {count} projects were kept as run {number}.",
        draws=plan.draws,
        count=len(sheet),
        number=number,
    )
    return Change(told, frozenset({Kind.RULES}), frozenset(), action.id), _report(replace(record, run_id=number))


def _record(session: Session, pack: Pack, as_of: date, found: Robustness, body: bytes) -> RunRecord:
    stamp = pack.stamp
    return RunRecord(
        stamp.pack_id,
        stamp.edition,
        stamp.digest,
        found.generator,
        found.plan.seed,
        json.dumps({**asdict(found.plan), "top": found.top}, separators=(",", ":"), sort_keys=True),
        as_of,
        body,
        session.person,
        session.clock.now(),
    )


def last_robustness(session: Session, pack_id: str) -> RobustnessReport | None:
    """Return the last run of a pack as it was kept, or None.

    Raises:
        DataProblem: it was kept in a form that this program does not read.
    """
    kept = session.library.rules.last_run(pack_id)
    return None if kept is None else _report(kept)


def _check_plan(plan: DrawPlan, top: int) -> None:
    if not 1 <= plan.draws <= _MOST_DRAWS:
        raise DataProblem(message("From 1 to {most} draws are made.", most=_MOST_DRAWS))
    if not 1 <= plan.spread <= 100:
        raise DataProblem(message("The spread is from 1 to 100 %."))
    if not 0 <= plan.seed < 2**63:
        raise DataProblem(message("The seed is a whole number from 0 on."))
    if top < 1:
        raise DataProblem(message("At least the first place is counted."))


def _check_pack(pack: Pack) -> None:
    """Look whether a pack has weights that can be drawn.

    Raises:
        CallProblem: it has none, or other ones for each class of projects.
    """
    if pack.scoring is Scoring.POINTS or not pack.criteria:
        raise CallProblem(message("“{pack}” has no weights, so that none can be drawn.", pack=pack.stamp.title))
    if pack.weight_table is not None:
        raise CallProblem(
            message(
                "“{pack}” has other weights for each class of projects; only packs with one set of weights are tried.",
                pack=pack.stamp.title,
            )
        )


def _weights(pack: Pack) -> WeightSet:

    criteria = pack.criteria
    ids, groups = tuple(one.rule_id for one in criteria), tuple(one.group for one in criteria)
    return WeightSet(ids, groups, tuple(one.weight for one in criteria))


def _sheet(
    session: Session, pack: Pack, today: date, progress: Progress
) -> tuple[MarkSheet, dict[str, tuple[str, str]], int]:
    """Return the marks of the eligible projects, their numbers and names, and how many others there are."""
    uids = still_listed(session)
    inputs = gather_inputs(session, pack, today, Occasion.INITIAL, uids, progress)
    names: dict[str, tuple[str, str]] = {}
    rows: list[ProjectMarks] = []
    for done, (project, answer) in enumerate(answers(inputs, session.library.projects(uids))):
        if done % _EVERY == 0:
            progress.step(done, len(uids), message("Reading the marks of {name}", name=project.name or project.number))
        if answer.verdict is Verdict.ELIGIBLE:
            names[project.uid] = (project.number, project.name)
            rows.extend(marks(inputs, (project,)))
    ids, groups = [one.rule_id for one in pack.criteria], [one.group for one in pack.criteria]
    return MarkSheet(ids, groups, rows), names, len(uids) - len(rows)


def _packed(
    pack: Pack,
    sheet: MarkSheet,
    base: WeightSet,
    found: Robustness,
    names: dict[str, tuple[str, str]],
    left_out: int,
) -> bytes:

    words = {
        "projects": [[uid, *names[uid]] for uid in found.uids],
        # A matrix grades by groups, not by the total that is drawn.
        "grades": [] if pack.matrix else [[grade.label.zh, grade.label.en] for grade in pack.grades],
        "left_out": left_out,
        "effective": [asdict(one) for one in effective_weights(sheet, base)],
        "swaps": [asdict(one) for one in swaps(sheet, base, found.top)],
    }
    columns = {
        "ranks": found.ranks,
        "means": found.means,
        "top_shares": found.top_shares,
        "grade_shares": found.grade_shares,
        "correlations": correlations(sheet),
    }
    return packed_columns(words, columns)


def _report(kept: RunRecord) -> RobustnessReport:

    try:
        words, columns = unpacked_columns(kept.body)
        plan: dict[str, Any] = json.loads(kept.plan)
        top = plan.pop("top")
        result = Robustness(
            DrawPlan(**{**plan, "kind": DrawKind(plan["kind"])}),
            top,
            tuple(uid for uid, _number, _name in words["projects"]),
            columns["ranks"],
            columns["means"],
            columns["top_shares"],
            columns["grade_shares"],
            kept.generator,
        )
        return RobustnessReport(
            kept.pack_id,
            kept.edition,
            kept.pack_digest,
            kept.as_of,
            kept.person,
            kept.at,
            kept.run_id,
            result,
            tuple(Label(zh, en) for zh, en in words["grades"]),
            {uid: (number, name) for uid, number, name in words["projects"]},
            words["left_out"],
            tuple(EffectiveWeight(**one) for one in words["effective"]),
            tuple(_known(row) for row in columns["correlations"].tolist()),
            tuple(Swap(**one) for one in words["swaps"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataProblem(
            message("The kept run was written by another version and cannot be read. Run it again.")
        ) from error


def _known(row: Sequence[float]) -> tuple[float | None, ...]:
    # NaN, which equals nothing, stands for "no correlation".
    return tuple(value if value == value else None for value in row)  # noqa: PLR0124
