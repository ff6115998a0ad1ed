"""What a pack asks besides the dictionary is written, read, assessed by, told and sent like any value."""

import json
from datetime import date
from pathlib import Path

import pytest

from climafin.base.errors import CallProblem
from climafin.base.language import language
from climafin.base.progress import NoProgress
from climafin.domain.project import ValueNote
from climafin.domain.query import ProjectQuery
from climafin.domain.verdict import Verdict
from climafin.services.assessments import assess_projects, explain
from climafin.services.exports import export_projects
from climafin.services.history import project_history
from climafin.services.imports import apply_import, preview_import
from climafin.services.packs import publish_pack
from climafin.services.projects import edit_project, register_project, show_project, undo
from climafin.services.session import Session
from climafin.services.supplements import every_field, supplement_fields
from tests.unit.services.office_book import PACK, project, published, text

FINED = ({"on": date(2026, 1, 5), "fine": 60_000_000}, {"fine": 100})


@pytest.fixture
def uid(session: Session) -> str:
    published(session)
    return project(session, "甲", 100.0, penalties=FINED, efficiency=91.5)


def test_a_pack_says_what_it_asks(session: Session, uid: str):
    assert [field.key for field in supplement_fields(session, PACK)] == ["penalties", "efficiency"]
    assert supplement_fields(session, "liangjiang-sample") == ()
    assert "efficiency" in every_field(session)
    with pytest.raises(CallProblem):
        supplement_fields(session, "nobodys")


def test_answers_are_values_that_the_rules_read(session: Session, uid: str):
    assert show_project(session, uid).values["penalties"] == FINED
    assess_projects(session, pack_id=PACK)
    assert explain(session, uid, PACK).verdict is Verdict.REFUSED
    edit_project(session, uid, {"penalties": FINED[1:]})
    assess_projects(session, pack_id=PACK)
    assert explain(session, uid, PACK).verdict is Verdict.ELIGIBLE


def test_notes_stand_beside_answers_and_both_are_undone(session: Session, uid: str):
    change = edit_project(session, uid, {"efficiency": 80.0}, {"efficiency": ValueNote(source="检测报告", page="3")})
    assert show_project(session, uid).notes["efficiency"].source == "检测报告"
    undo(session, change.action_id)
    found = show_project(session, uid)
    assert found.values["efficiency"] == 91.5
    assert "efficiency" not in found.notes


def test_the_history_tells_answers_under_their_names(session: Session, uid: str):
    edit_project(session, uid, {"efficiency": 80.0, "penalties": ()})
    told = {language("zh_CN").say(line.told) for line in project_history(session, uid)[:2]}
    assert told == {"系统效率：91.5 % → 80.0 %", "处罚记录：2 行 → 0 行"}


def test_a_newer_edition_that_no_longer_asks_leaves_the_answers_readable(session: Session, uid: str):
    gone = text(2).replace("处罚记录", "行政处罚").replace("  penalties:", "  fines:")
    publish_pack(session, gone, second_person="李核", reason="改名")
    assert show_project(session, uid).values["penalties"] == FINED
    edit_project(session, uid, {"fines": ()})
    assert len(project_history(session, uid)) >= 2, "the old answers are told as they were kept"


def test_json_has_every_answer(session: Session, uid: str, tmp_path: Path):
    edit_project(session, uid, {}, {"efficiency": ValueNote(source="检测报告")})
    target = tmp_path / "out.json"
    export_projects(session, target, ProjectQuery(), language("zh_CN"), NoProgress())
    (found,) = json.loads(target.read_text(encoding="utf-8"))["projects"]
    assert found["values"]["penalties"] == [{"on": "2026-01-05", "fine": 60_000_000}, {"fine": 100}]
    assert found["values"]["efficiency"] == 91.5
    assert found["notes"]["efficiency"] == {"source": "检测报告"}


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_a_workbook_takes_answers_out_and_in_again(session: Session, uid: str, tmp_path: Path, name: str):
    register_project(session, {"name": "乙"})
    target = tmp_path / name
    export_projects(session, target, ProjectQuery(), language("zh_CN"), NoProgress())
    assert preview_import(session, target, NoProgress()).changed == (), "what comes back unchanged changes nothing"
    edit_project(session, uid, {"efficiency": 50.0})
    preview = preview_import(session, target, NoProgress())
    assert len(preview.changed) == 1
    apply_import(session, preview, {}, NoProgress())
    found = show_project(session, uid).values
    assert (found["efficiency"], found["penalties"]) == (91.5, FINED), "tables do not travel in a cell and stay"
