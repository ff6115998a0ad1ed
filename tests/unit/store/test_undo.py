"""An action can be taken back while nothing has moved on; the history keeps both."""

from datetime import date

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, Refused
from climafin.base.progress import NoProgress
from climafin.domain.history import PrintRecord
from climafin.domain.project import ValueNote
from climafin.domain.query import ProjectQuery
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.store.check import check
from climafin.store.library import Library
from tests.unit.store.assessments import an_assessment


@pytest.fixture
def uid(library: Library) -> str:
    with library.action("register") as action:
        return action.add_project({"name": "甲", "irr": 0.1 + 0.2}, {"irr": ValueNote(source="可研")})


def undo(library: Library, action_id: int) -> None:
    with library.action("undo") as action:
        action.undo(action_id)
    assert check(library.connections, library.folder, NoProgress()) == []


def test_an_edit_is_taken_back_exactly(library: Library, uid: str) -> None:
    before = library.project(uid)
    with library.action("edit") as edit:
        edit.edit_project(uid, {"name": "乙", "irr": None, "capital": 5}, {"irr": ValueNote(not_applicable=True)})
    count = library.chain_head().count
    undo(library, edit.id)
    after = library.project(uid)
    assert (after.values, after.notes) == (before.values, before.notes)
    assert library.chain_head().count > count
    assert library.uids(ProjectQuery(words="jia")) == [uid]


def test_an_undo_can_be_undone(library: Library, uid: str) -> None:
    with library.action("edit") as edit:
        edit.edit_project(uid, {"name": "乙"})
    undo(library, edit.id)
    undo(library, library.history(limit=1)[0].action_id)
    assert library.project(uid).name == "乙"


def test_a_registration_can_be_undone_and_brought_back(library: Library, uid: str) -> None:
    before = library.project(uid)
    undo(library, library.history(uid)[0].action_id)
    assert library.uids() == []
    undo(library, library.history(limit=1)[0].action_id)
    after = library.project(uid)
    assert (after.values, after.notes, after.number) == (before.values, before.notes, before.number)
    assert after.version > before.version


def test_a_move_and_a_standing_can_be_undone(library: Library, uid: str, clock: FixedClock) -> None:
    with library.action("stage") as move:
        move.add_stage(uid, StageEvent(Stage.PLANNED, date(2026, 1, 1), "", "张敏", clock.now()))
    with library.action("status") as step:
        step.set_status(uid, Status.SUBMITTED)
    undo(library, move.id)
    undo(library, step.id)
    assert (library.project(uid).stage, library.project(uid).status) == (None, Status.DRAFT)


def test_a_value_that_moved_on_is_not_overwritten(library: Library, uid: str) -> None:
    with library.action("edit") as first:
        first.edit_project(uid, {"name": "乙", "capital": 5})
    with library.action("edit") as second:
        second.edit_project(uid, {"name": "丙"})
    with pytest.raises(Refused, match="changed again since") as failed, library.action("undo") as action:
        action.undo(first.id)
    assert failed.value.told.values["project"] == "P-0001 丙"
    assert library.project(uid).values["capital"] == 5


def test_a_registration_with_a_later_move_stays(library: Library, uid: str, clock: FixedClock) -> None:
    registered = library.history(uid)[-1].action_id
    with library.action("stage") as move:
        move.add_stage(uid, StageEvent(Stage.PLANNED, date(2026, 1, 1), "", "张敏", clock.now()))
    with pytest.raises(Refused), library.action("undo") as action:
        action.undo(registered)
    assert library.project(uid).stage is Stage.PLANNED
    assert "irr" in library.project(uid).notes


def test_nothing_is_undone_twice(library: Library, uid: str) -> None:
    with library.action("edit") as edit:
        edit.edit_project(uid, {"name": "乙"})
    undo(library, edit.id)
    with pytest.raises(Refused), library.action("undo") as action:
        action.undo(edit.id)


def test_what_is_signed_or_printed_stays(library: Library, uid: str, clock: FixedClock) -> None:
    with library.action("assess") as assess:
        assess.save_assessment(uid, an_assessment("a", low=1, high=2))
    record = PrintRecord("CF-P-0001", 1, uid, "standard", "zh", date(2026, 11, 20), "0" * 64, clock.now(), "张敏")
    with library.action("dossier") as printing:
        printing.log_print(record)
    for action_id in (assess.id, printing.id, 1):
        with pytest.raises(Refused, match="stay on record"), library.action("undo") as action:
            action.undo(action_id)
    assert library.prints(uid) == [record]


def test_an_unknown_action_is_told(library: Library) -> None:
    with pytest.raises(CallProblem), library.action("undo") as action:
        action.undo(77)
