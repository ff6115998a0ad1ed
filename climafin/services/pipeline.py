"""The verbs of the rolling pipeline: move a project, see the board, sum the stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from climafin.base.messages import Label, message
from climafin.domain.change import Change, Kind
from climafin.domain.query import Column, ProjectQuery
from climafin.domain.stages import Stage, StageEvent, check_move
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.services.session import Session

#: The month that is due next, by the stage a project is in.
_NEXT_DUE: dict[Stage | None, str] = {
    None: "planned_start",
    Stage.PLANNED: "planned_start",
    Stage.STARTED: "planned_completion",
    Stage.BUILDING: "planned_completion",
    Stage.COMPLETED: "planned_operation",
}
_COLUMNS = (
    Column.NUMBER,
    "name",
    "owner_name",
    "total_investment",
    Column.GRADE,
    Column.VERDICT,
    Column.STAGE,
    Column.STAGE_SINCE,
    "planned_start",
    "planned_completion",
    "planned_operation",
)


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One project on the board.

    Attributes:
        uid: its uid.
        number: its number.
        name: its name, or "".
        owner: its owner, or "".
        investment: total investment in fen, or None.
        grade: the lowest and highest grade it may have, or None.
        stage: where it stands, or None.
        since: when it entered the stage, or None.
        next_due: the month planned for the next stage ("2026-11"), or None.
        overdue: whether that month has passed.
        verdict: what the gates answered, or None while it is not assessed; a refused project has no grade.
    """

    uid: str
    number: str
    name: str
    owner: str
    investment: int | None
    grade: tuple[Label, Label] | None
    stage: Stage | None
    since: date | None
    next_due: str | None
    overdue: bool
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class StageSum:
    """What lies in one stage.

    Attributes:
        count: how many projects.
        investment_fen: the total investment of those where it is known, in fen.
        unknown_investment: how many do not tell theirs.
    """

    count: int
    investment_fen: int
    unknown_investment: int


def move_stage(session: Session, uid: str, stage: Stage, on: date, reason: str = "") -> Change:
    """Record that a project entered a stage on a day.

    Raises:
        DataProblem: the day has not come, lies before the last move, or a reason is missing.
        CallProblem: there is no such project.
    """
    with session.library.action("stage", reason.strip()) as action:
        project = action.project(uid)
        check_move(project.stages, stage, on, reason, session.clock)
        action.add_stage(uid, StageEvent(stage, on, reason.strip(), session.person, action.at))
    told = message("{number} is now in the stage {stage}.", number=project.number, stage=stage.label)
    return Change(told, frozenset({Kind.STAGE}), frozenset({uid}), action.id)


def staged_uids(session: Session, query: ProjectQuery) -> dict[Stage | None, list[str]]:
    """Return the uids of a query's projects by stage, in its order; None holds those not yet in any.

    Projects that left the library (出库) are no longer in the pipeline, unless the query asks for a standing.
    """
    if Column.STATUS not in query.filters:
        staying = frozenset(status.value for status in Status if status is not Status.EXITED)
        query = query._replace(filters={**query.filters, Column.STATUS: staying})
    uids = session.library.uids(query)
    stages: dict[Stage | None, list[str]] = {None: [], **{stage: [] for stage in Stage}}
    for uid, (stage,) in zip(uids, session.library.rows(uids, (Column.STAGE,)), strict=True):
        assert stage is None or isinstance(stage, Stage)
        stages[stage].append(uid)
    return stages


def cards(session: Session, uids: Sequence[str]) -> list[BoardCard]:
    """Return the cards of these projects in their order; a project that is gone has none."""
    month = f"{session.clock.today():%Y-%m}"
    rows = zip(uids, session.library.rows(uids, _COLUMNS), strict=True)
    return [_card(uid, row, month) for uid, row in rows if row[0] is not None]


def stage_sum(session: Session, uids: Sequence[str]) -> StageSum:
    """Return count and investment of these projects; what is not known is counted apart."""
    sums = session.library.sums("total_investment", uids)
    return StageSum(len(uids), int(sums.total or 0), sums.unknown)


def board(session: Session, query: ProjectQuery) -> dict[Stage | None, list[BoardCard]]:
    """Return the cards of a query's projects by stage, see `staged_uids`."""
    return {stage: cards(session, uids) for stage, uids in staged_uids(session, query).items()}


def _card(uid: str, row: tuple[object, ...], month: str) -> BoardCard:
    cells = dict(zip(_COLUMNS, row, strict=True))
    stage, investment, grade, since = (
        cells[key] for key in (Column.STAGE, "total_investment", Column.GRADE, Column.STAGE_SINCE)
    )
    assert stage is None or isinstance(stage, Stage)
    assert investment is None or isinstance(investment, int)
    assert grade is None or isinstance(grade, tuple)
    assert since is None or isinstance(since, date)
    verdict = cells[Column.VERDICT]
    assert verdict is None or isinstance(verdict, Verdict)
    due_field = _NEXT_DUE.get(stage)
    due = cells[due_field] if due_field is not None else None
    next_due = None if due is None else str(due)
    return BoardCard(
        uid=uid,
        number=str(cells[Column.NUMBER]),
        name=str(cells["name"] or ""),
        owner=str(cells["owner_name"] or ""),
        investment=investment,
        grade=grade,
        stage=stage,
        since=since,
        next_due=next_due,
        overdue=next_due is not None and next_due < month,
        verdict=verdict,
    )
