"""The board: who stands where, what is known of the money, and who is no longer there."""

from datetime import date

from climafin.domain.query import Column, ProjectQuery
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.services import pipeline, projects
from climafin.services.session import Session


def register(session: Session, name: str, **values: object) -> str:
    return projects.register_project(session, {"name": name, **values})[1]  # type: ignore[dict-item]


def test_the_board_shows_each_project_where_its_last_move_put_it(session: Session):
    first, second = register(session, "A"), register(session, "B")
    pipeline.move_stage(session, second, Stage.PLANNED, date(2025, 1, 1))
    pipeline.move_stage(session, second, Stage.STARTED, date(2025, 2, 1))
    uids = pipeline.staged_uids(session, ProjectQuery())
    assert (uids[None], uids[Stage.PLANNED], uids[Stage.STARTED]) == ([first], [], [second])
    assert [card.name for card in pipeline.board(session, ProjectQuery())[Stage.STARTED]] == ["B"]


def test_what_is_not_known_is_counted_and_never_summed_as_zero(session: Session):
    uids = [register(session, "A", total_investment=5_000_000), register(session, "B")]
    for uid in uids:
        pipeline.move_stage(session, uid, Stage.PLANNED, date(2025, 1, 1))
    assert pipeline.stage_sum(session, uids) == pipeline.StageSum(2, 5_000_000, 1)


def test_a_month_that_has_passed_is_overdue_and_the_present_one_is_not(session: Session):
    months = {"A": "2026-10", "B": "2026-11", "C": None}
    for name, month in months.items():
        register(session, name, planned_start=month)
    cards = {card.name: card for card in pipeline.board(session, ProjectQuery())[None]}
    assert {name: (card.next_due, card.overdue) for name, card in cards.items()} == {
        "A": ("2026-10", True),
        "B": ("2026-11", False),
        "C": (None, False),
    }


def test_a_project_that_left_the_library_is_on_the_board_only_for_who_asks_for_it(session: Session):
    uid = register(session, "A")
    with session.library.action("status", "sold") as action:
        action.set_status(uid, Status.EXITED)
    assert pipeline.staged_uids(session, ProjectQuery())[None] == []
    asked = ProjectQuery(filters={Column.STATUS: frozenset({Status.EXITED.value})})
    assert pipeline.staged_uids(session, asked)[None] == [uid]


def test_the_card_of_a_project_that_is_gone_is_left_out(session: Session):
    uid = register(session, "A")
    assert [card.uid for card in pipeline.cards(session, [uid, "no-such-uid"])] == [uid]
