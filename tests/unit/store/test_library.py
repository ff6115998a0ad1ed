"""What goes into a library comes out of it, and nothing half-written stays."""

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, DataProblem, LibraryProblem, Refused
from climafin.domain.project import ValueNote
from climafin.domain.query import Column
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.store.library import Library

VALUES = {
    "name": "水土新城余热利用",
    "total_investment": 3_200_000_000_000,
    "capacity": 0.1 + 0.2,
    "is_two_high": False,
    "security_kind": ("pledge", "mortgage"),
    "planned_start": "2026-03",
    "operating_years": 20,
}


def add(library: Library, **values: object) -> str:
    with library.action("register") as action:
        return action.add_project(values)  # type: ignore[arg-type]


def test_values_come_back_exactly(library: Library) -> None:
    uid = add(library, **VALUES)
    assert library.project(uid).values == VALUES
    assert library.rows([uid], list(VALUES)) == [tuple(VALUES.values())]


def test_an_empty_text_is_not_known_yet(library: Library) -> None:
    with library.action("register") as action:
        uid = action.add_project({"name": "甲", "remarks": "", "approval_filing": ""})
    project = library.project(uid)
    assert (project.values.get("remarks"), project.values.get("approval_filing")) == (None, None)
    with library.action("edit") as action:
        action.edit_project(uid, {"remarks": ""})
    assert not action.has_written


def test_three_states_are_kept_apart(library: Library) -> None:
    note = ValueNote(source="可研报告", page="12", source_date=date(2025, 6, 1), quality=2)
    with library.action("register") as action:
        uid = action.add_project({"name": "甲", "irr": 0.0}, {"irr": note, "pue": ValueNote(not_applicable=True)})
    project = library.project(uid)
    assert project.values["irr"] == 0.0
    assert "pue" not in project.values
    assert project.is_not_applicable("pue")
    assert "capital" not in project.values
    assert not project.is_not_applicable("capital")
    assert project.notes["irr"] == note


def test_a_value_given_to_a_field_that_did_not_apply_makes_it_apply(library: Library) -> None:
    with library.action("register") as action:
        uid = action.add_project({"name": "甲"}, {"pue": ValueNote(not_applicable=True, source="说明")})
    with library.action("edit") as action:
        action.edit_project(uid, {"pue": 1.25})
    project = library.project(uid)
    assert project.values["pue"] == 1.25
    assert project.notes["pue"] == ValueNote(source="说明")


def test_marking_as_not_applicable_clears_the_value(library: Library) -> None:
    uid = add(library, name="甲", pue=1.25)
    with library.action("edit") as action:
        action.edit_project(uid, {}, {"pue": ValueNote(not_applicable=True)})
    assert "pue" not in library.project(uid).values


def test_a_failing_action_leaves_nothing(library: Library) -> None:
    uid = add(library, name="甲")
    head = library.chain_head()
    with pytest.raises(DataProblem), library.action("edit") as action:  # noqa: PT012 - the second line fails
        action.edit_project(uid, {"name": "乙"})
        action.edit_project(uid, {"sector": "no such sector"})
    assert library.project(uid).name == "甲"
    assert library.chain_head() == head


def test_a_stale_form_is_refused(library: Library) -> None:
    uid = add(library, name="甲")
    with library.action("edit") as action:
        action.edit_project(uid, {"name": "乙"}, version=1)
    with pytest.raises(Refused, match="was changed since"), library.action("edit") as action:
        action.edit_project(uid, {"name": "丙"}, version=1)
    assert library.project(uid).name == "乙"


def test_the_stage_is_the_last_event(library: Library, clock: FixedClock) -> None:
    uid = add(library, name="甲")
    assert library.rows([uid], [Column.STAGE, Column.STAGE_SINCE]) == [(None, None)]
    with library.action("stage") as action:
        action.add_stage(uid, StageEvent(Stage.PLANNED, date(2025, 1, 1), "", "张敏", clock.now()))
        action.add_stage(uid, StageEvent(Stage.STARTED, date(2026, 1, 1), "", "张敏", clock.now()))
    assert library.rows([uid], [Column.STAGE, Column.STAGE_SINCE]) == [(Stage.STARTED, date(2026, 1, 1))]
    assert library.project(uid).stage is Stage.STARTED


def test_numbers_are_never_given_twice(library: Library) -> None:
    uid = add(library, name="甲")
    with library.action("undo") as action:
        action.undo(library.history(uid)[0].action_id)
    assert library.uids() == []
    assert library.project(add(library, name="乙")).number == "P-0002"


def test_a_project_is_found_by_what_people_call_it(library: Library) -> None:
    uid = add(library, name="水土余热利用", project_code="2019-500109-48-03-061213")
    for name in (uid, "P-0001", "p-0001 ", "2019-500109-48-03-061213", "水土余热利用"):
        assert library.find(name) == uid
    with pytest.raises(CallProblem) as failed:
        library.find("水土余热利")
    assert failed.value.told.values["near"] == "水土余热利用"


def test_two_of_one_name_are_told_apart_by_number(library: Library) -> None:
    add(library, name="甲")
    add(library, name="甲")
    with pytest.raises(CallProblem) as failed:
        library.find("甲")
    assert failed.value.told.values["numbers"] == "P-0001, P-0002"


def test_sums_count_the_unknown_apart(library: Library) -> None:
    uids = [add(library, name="甲", capital=100), add(library, name="乙"), add(library, name="丙", capital=0)]
    sums = library.sums("capital", uids)
    assert (sums.count, sums.unknown, sums.total, sums.mean) == (2, 1, 100, 50.0)
    assert library.sums("capital", uids[1:2]).total is None


def test_what_was_removed_meanwhile_gives_an_empty_row(library: Library) -> None:
    uid = add(library, name="甲")
    assert library.rows(["gone", uid], ["name", Column.STATUS]) == [(None, None), ("甲", Status.DRAFT)]


def test_a_report_is_kept_under_its_hash(library: Library) -> None:
    with library.action("import") as action:
        path = action.keep_report("退回.xlsx", b"content")
    assert path.read_bytes() == b"content"
    assert path.is_relative_to(library.folder / "files")


def test_a_report_without_room_is_told_and_takes_its_action_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    def take() -> None:
        with library.action("import") as action:
            action.add_project({"name": "甲"})
            action.keep_report("退回.xlsx", b"content")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(LibraryProblem, match="could not be kept"):
            take()
    assert library.uids() == []
    assert [item for item in (library.folder / "files").rglob("*") if item.is_file()] == []


def test_a_new_library_needs_an_empty_folder(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "letter.docx").write_text("x")
    with pytest.raises(Refused, match="not empty"):
        Library.create(tmp_path, title="x", is_practice=False, person="张敏", clock=clock)
    assert [item.name for item in tmp_path.iterdir()] == ["letter.docx"]
