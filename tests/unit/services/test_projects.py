"""The register's verbs, as a clerk and a checker use them."""

from pathlib import Path

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, DataProblem, Refused
from climafin.base.language import language
from climafin.base.messages import Label
from climafin.domain.change import Kind
from climafin.domain.codes import credit_check_character
from climafin.domain.dictionary import Field, FieldKind, Goal, dictionary
from climafin.domain.project import Value, ValueNote
from climafin.domain.status import Status
from climafin.domain.value_checks import ValuesRefused
from climafin.domain.values import parse_value
from climafin.services.libraries import change_library, open_library
from climafin.services.projects import (
    change_status,
    edit_project,
    register_project,
    show_project,
    similar_projects,
    undo,
)
from climafin.services.session import Session
from tests.unit.services.office_book import published

_SAMPLES = {
    FieldKind.PROJECT_CODE: "2019-500109-48-03-061213",
    FieldKind.CREDIT_CODE: "91500000202805720A",
    FieldKind.MONTH: "2026-03",
    FieldKind.YES_NO: "是",
    FieldKind.DATE: "2026-03-01",
}


def filled(goal: Goal) -> dict[str, Value]:
    """Some value for every field a goal asks for."""

    def typed(field: Field) -> object:
        if field.choices:
            return field.choices[0].key
        return _SAMPLES.get(field.kind, "20" if field.kind.is_numeric else "甲")

    return {
        field.key: None if field.kind is FieldKind.CREDIT_CODE else parse_value(field, typed(field)).value
        for field in dictionary()
        if field.is_needed_for(goal)
    }


def complete(session: Session, goal: Goal) -> str:
    codes = [field.key for field in dictionary() if field.kind is FieldKind.CREDIT_CODE]
    notes = {key: ValueNote(not_applicable=True) for key in codes if dictionary()[key].is_needed_for(goal)}
    return register_project(session, filled(goal), notes)[1]


def test_registering_tells_what_changed(session: Session) -> None:
    change, uid = register_project(session, {"name": "余热利用"})
    assert change.kinds == {Kind.PROJECT}
    assert change.uids == {uid}
    assert change.told.values["number"] == "P-0001"
    assert show_project(session, "P-0001").created_by == "张敏"


def test_nothing_is_not_registered(session: Session) -> None:
    with pytest.raises(DataProblem):
        register_project(session, {"name": None})


def test_wrong_values_are_named_with_their_field(session: Session) -> None:
    with pytest.raises(ValuesRefused) as failed:
        register_project(session, {"name": "甲", "sector": "nonsense", "pue": -1.0, "capital": True})
    assert list(failed.value.problems) == ["sector", "pue", "capital"]
    told = language("en").say(failed.value.told)
    assert told.startswith("Sector: ")
    assert told.endswith("Nothing was changed.")
    assert session.library.uids() == []
    with pytest.raises(CallProblem):
        register_project(session, {"no_such_field": "x"})
    with pytest.raises(CallProblem):
        register_project(session, {"name": "甲", "项目名称": "乙"})


def test_an_edit_without_a_difference_writes_nothing(session: Session) -> None:
    _, uid = register_project(session, {"name": "甲"})
    head = session.library.chain_head()
    change = edit_project(session, uid, {"name": "甲", "capital": None})
    assert change.kinds == frozenset()
    assert session.library.chain_head() == head
    assert show_project(session, uid).version == 1


def test_an_edit_is_undone_by_its_change(session: Session) -> None:
    _, uid = register_project(session, {"name": "甲"})
    change = edit_project(session, uid, {"name": "乙"}, version=1)
    undo(session, change.action_id)
    assert show_project(session, uid).name == "甲"


def test_submitting_and_admitting_ask_for_what_is_needed(session: Session) -> None:
    _, uid = register_project(session, {"name": "甲"})
    with pytest.raises(DataProblem) as failed:
        change_status(session, uid, Status.SUBMITTED)
    missing = failed.value.told.values["fields"]
    assert isinstance(missing, tuple)
    assert dictionary()["sector"].label in missing
    with pytest.raises(DataProblem):
        change_status(session, uid, Status.ADMITTED)


def test_single_user_may_do_it_all(session: Session) -> None:
    uid = complete(session, Goal.ADMIT)
    change_status(session, uid, Status.SUBMITTED)
    change = change_status(session, uid, Status.ADMITTED)
    assert change.told.values["status"] == Label("已入库", "Admitted")
    assert show_project(session, uid).status is Status.ADMITTED


def test_four_eyes(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    told = change_library(session, single_user=False).told
    assert "Four eyes" in told.text
    uid = complete(session, Goal.ADMIT)
    session.close()
    with open_library(tmp_path / "lib", "王强", clock=clock) as second:
        change_status(second, uid, Status.SUBMITTED)
        # Who submitted may not admit, nor may who entered.
        with pytest.raises(Refused, match="second person"):
            change_status(second, uid, Status.ADMITTED)
    with open_library(tmp_path / "lib", "张敏", clock=clock) as first, pytest.raises(Refused):
        change_status(first, uid, Status.ADMITTED)
    with open_library(tmp_path / "lib", "李静", clock=clock) as third:
        change_status(third, uid, Status.ADMITTED)
        assert show_project(third, uid).status is Status.ADMITTED


@pytest.mark.parametrize("mended", [{"remarks": "补充"}, {"efficiency": 80.0}], ids=["a field", "what a pack asks"])
def test_who_mended_it_may_not_admit_it(
    session: Session, clock: FixedClock, tmp_path: Path, mended: dict[str, Value]
) -> None:
    published(session)
    change_library(session, single_user=False)
    uid = complete(session, Goal.ADMIT)
    change_status(session, uid, Status.SUBMITTED)
    session.close()
    with open_library(tmp_path / "lib", "李静", clock=clock) as third:
        edit_project(third, uid, mended)
        with pytest.raises(Refused):
            change_status(third, uid, Status.ADMITTED)


def test_returning_asks_for_a_reason_and_keeps_it(session: Session) -> None:
    uid = complete(session, Goal.SUBMIT)
    change_status(session, uid, Status.SUBMITTED)
    with pytest.raises(DataProblem, match="reason"):
        change_status(session, uid, Status.RETURNED, "  ")
    change_status(session, uid, Status.RETURNED, "缺少备案号")
    assert session.library.history(uid, 1)[0].reason == "缺少备案号"


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"project_code": "2019-500109-48-03-061213"}, ["水土新城余热利用一期"]),
        ({"name": "重庆市两江新区水土新城余热利用（一期）项目"}, ["水土新城余热利用一期"]),
        ({"name": "水土新城余热利用二期"}, ["水土新城余热利用二期"]),
        ({"name": "水土新城余热利用一期", "district": "longxing"}, []),
        ({"name": "水土新城余热发电一期", "owner_credit_code": "the same"}, ["水土新城余热利用一期"]),
        ({"name": "龙兴光伏"}, []),
        ({}, []),
    ],
)
def test_doubles_are_candidates(session: Session, values: dict[str, Value], found: list[str]) -> None:
    first = {
        "name": "水土新城余热利用一期",
        "district": "shuitu",
        "project_code": "2019-500109-48-03-061213",
        "owner_credit_code": credit_code(),
    }
    register_project(session, first)
    register_project(session, {"name": "水土新城余热利用二期", "district": "shuitu"})
    if "owner_credit_code" in values:
        values = {**values, "owner_credit_code": credit_code()}
    assert [similar.name for similar in similar_projects(session, values)] == found


def credit_code() -> str:
    return "9150000020280572X"[:17] + credit_check_character("9150000020280572X")


def test_a_project_is_not_its_own_double(session: Session) -> None:
    _, uid = register_project(session, {"name": "水土新城余热利用一期"})
    assert similar_projects(session, show_project(session, uid).values, but=uid) == []
