"""A project moves through the stages by dated events that make sense."""

from datetime import UTC, date, datetime

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, DataProblem
from climafin.base.language import language
from climafin.domain.stages import Stage, StageEvent, check_move, move_problem, needs_reason, stage_from
from climafin.domain.status import FOLLOWS, NEEDS_REASON, SECOND_PERSON, Status

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
CLOCK = FixedClock(NOW)


def events(*stages: Stage) -> list[StageEvent]:
    return [StageEvent(stage, date(2026, month, 1), "", "王敏", NOW) for month, stage in enumerate(stages, start=1)]


@pytest.mark.parametrize("name", ["building", "建设", "Building", " BUILDING "])
def test_a_stage_is_known_by_its_key_and_both_names(name: str):
    assert stage_from(name) is Stage.BUILDING


def test_an_unknown_stage_names_those_there_are():
    with pytest.raises(CallProblem) as caught:
        stage_from("停工")
    for code in ("en", "zh_CN"):
        told = language(code).say(caught.value.told)
        assert "停工" in told
        assert "planned 策划" in told


def test_the_order_is_that_of_the_five_batches():
    assert [stage.label.zh for stage in Stage] == ["策划", "开工", "建设", "完工", "投运"]
    assert [stage.rank for stage in Stage] == [0, 1, 2, 3, 4]


def test_a_step_forward_needs_no_reason():
    history = events(Stage.PLANNED, Stage.STARTED)
    assert move_problem(history, Stage.BUILDING, date(2026, 11, 20), "", CLOCK) is None


@pytest.mark.parametrize("target", [Stage.PLANNED, Stage.COMPLETED, Stage.OPERATING])
def test_going_back_or_skipping_needs_a_reason(target: Stage):
    history = events(Stage.PLANNED, Stage.STARTED)
    day = date(2026, 11, 20)
    assert needs_reason(Stage.STARTED, target)
    assert move_problem(history, target, day, "  ", CLOCK) is not None
    assert move_problem(history, target, day, "停工后重新立项", CLOCK) is None


def test_a_project_may_enter_at_any_stage():
    assert move_problem([], Stage.OPERATING, date(2020, 1, 1), "", CLOCK) is None


@pytest.mark.parametrize(
    ("target", "day"),
    [
        (Stage.STARTED, date(2026, 11, 20)),  # already there
        (Stage.BUILDING, date(2026, 11, 21)),  # tomorrow
        (Stage.BUILDING, date(2026, 1, 31)),  # before the last event
    ],
)
def test_moves_that_cannot_have_happened_are_refused(target: Stage, day: date):
    with pytest.raises(DataProblem) as caught:
        check_move(events(Stage.PLANNED, Stage.STARTED), target, day, "", CLOCK)
    assert language("zh_CN").say(caught.value.told)


def test_every_standing_can_be_reached_and_left():
    assert set(FOLLOWS) == set(Status)
    assert all(FOLLOWS.values())
    reached = {target for targets in FOLLOWS.values() for target in targets}
    assert reached == set(Status) - {Status.DRAFT}


def test_admission_takes_two_people_and_sending_away_takes_words():
    assert Status.ADMITTED in SECOND_PERSON
    assert {Status.RETURNED, Status.EXITED} == NEEDS_REASON
