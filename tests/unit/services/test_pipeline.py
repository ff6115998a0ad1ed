"""Moves on the board, and what the board shows."""

from datetime import date

import pytest

from climafin.base.errors import DataProblem
from climafin.base.language import language
from climafin.domain.query import ProjectQuery
from climafin.domain.stages import Stage
from climafin.services.history import project_history
from climafin.services.pipeline import board, move_stage, stage_sum, staged_uids
from climafin.services.projects import edit_project, register_project, undo
from climafin.services.session import Session


def test_a_move_is_dated_and_shown(session: Session) -> None:
    _, uid = register_project(session, {"name": "甲", "planned_completion": "2026-10", "total_investment": 500})
    move_stage(session, uid, Stage.PLANNED, date(2025, 1, 1))
    move_stage(session, uid, Stage.STARTED, date(2026, 1, 1))
    (card,) = board(session, ProjectQuery())[Stage.STARTED]
    assert (card.since, card.next_due, card.overdue) == (date(2026, 1, 1), "2026-10", True)
    assert board(session, ProjectQuery())[Stage.PLANNED] == []


def test_the_planned_month_itself_is_not_overdue(session: Session) -> None:
    _, uid = register_project(session, {"name": "甲", "planned_start": "2026-11"})
    (card,) = board(session, ProjectQuery())[None]
    assert (card.uid, card.next_due, card.overdue) == (uid, "2026-11", False)


def test_refused_moves_leave_nothing(session: Session) -> None:
    _, uid = register_project(session, {"name": "甲"})
    move_stage(session, uid, Stage.STARTED, date(2026, 1, 1))
    head = session.library.chain_head()
    for stage, on, reason in (
        (Stage.BUILDING, date(2026, 11, 21), ""),
        (Stage.BUILDING, date(2025, 12, 31), ""),
        (Stage.PLANNED, date(2026, 2, 1), " "),
        (Stage.OPERATING, date(2026, 2, 1), ""),
        (Stage.STARTED, date(2026, 2, 1), "x"),
    ):
        with pytest.raises(DataProblem):
            move_stage(session, uid, stage, on, reason)
    assert session.library.chain_head() == head


def test_a_move_is_undone(session: Session) -> None:
    _, uid = register_project(session, {"name": "甲"})
    change = move_stage(session, uid, Stage.PLANNED, date(2026, 1, 1))
    undo(session, change.action_id)
    assert [card.uid for card in board(session, ProjectQuery())[None]] == [uid]


def test_sums_tell_how_many_are_unknown(session: Session) -> None:
    for values in ({"name": "甲", "total_investment": 500}, {"name": "乙"}, {"name": "丙", "total_investment": 7}):
        _, uid = register_project(session, values)
        move_stage(session, uid, Stage.PLANNED, date(2026, 1, 1))
    planned = stage_sum(session, staged_uids(session, ProjectQuery())[Stage.PLANNED])
    assert (planned.count, planned.investment_fen, planned.unknown_investment) == (3, 507, 1)


def test_the_history_speaks_plainly(session: Session) -> None:
    _, uid = register_project(session, {"name": "甲", "payback_years": 8.5})
    edit_project(session, uid, {"total_investment": 3_200_000_000, "payback_years": None, "sector": "waste"})
    change = move_stage(session, uid, Stage.PLANNED, date(2026, 1, 2))
    undo(session, change.action_id)
    spoken = [language("en").say(line.told) for line in project_history(session, uid)]
    assert spoken == [
        "The move to Planned on 2 Jan 2026 was taken back",
        "Entered the stage Planned on 2 Jan 2026",
        (
            "Sector: (not provided) → Waste and non-CO2 gases, "
            "Total investment: (not provided) → 3,200.00 CNY 10k, Payback period: 8.5 a → (not provided)"
        ),
        "P-0001 甲 was registered",
    ]
