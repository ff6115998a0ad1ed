"""Libraries made by every released program open for ever, with everything in them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from climafin.base.clock import Clock
from climafin.base.progress import NoProgress
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.services import libraries
from climafin.services.assessments import explain
from climafin.services.projects import edit_project, show_project
from climafin.store.migrations import SCHEMA

KEPT = sorted(Path(__file__).parent.glob("schema-*.db"))


@pytest.fixture(params=KEPT, ids=lambda path: path.stem)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made = tmp_path / "library"
    made.mkdir()
    shutil.copyfile(request.param, made / "library.db")
    return made


def test_every_released_schema_has_a_kept_library():
    assert [path.name for path in KEPT] == [f"schema-{number:04d}.db" for number in range(1, SCHEMA + 1)]


def test_a_kept_library_opens_whole(folder: Path):
    with libraries.open_library(folder, "李核", clock=Clock()) as session:
        report = libraries.check_library(session, NoProgress())
        project = show_project(session, "P-0001")
        draft = show_project(session, "P-0002")
        assessment = explain(session, project.uid)

    assert report.problems == ()
    assert project.name == "【虚构】䶮湖屋顶光伏一期"
    assert project.status is Status.SUBMITTED
    assert project.values["total_investment"] == 2_720_123_456
    assert project.values["financing_need"] == 0
    assert project.values["annual_reduction"] == 3460.22
    assert set(project.values["security_kind"]) == {"pledge", "guarantee"}  # type: ignore[arg-type]
    assert project.values["is_two_high"] is False
    assert project.is_not_applicable("pue")
    assert project.notes["annual_reduction"].source_date == date(2026, 1, 5)
    assert [(event.stage, event.on) for event in project.stages] == [
        (Stage.PLANNED, date(2026, 1, 10)),
        (Stage.STARTED, date(2026, 3, 2)),
    ]
    assert {key for key, value in draft.values.items() if value is not None} == {"name"}
    assert assessment.pack.pack_id == "liangjiang-sample"
    assert assessment.total_low <= assessment.total_high


def test_a_kept_library_is_worked_in(folder: Path):
    with libraries.open_library(folder, "李核", clock=Clock()) as session:
        edit_project(session, show_project(session, "P-0002").uid, {"district": "yuelai"})
        assert libraries.check_library(session, NoProgress()).problems == ()
    with libraries.open_library(folder, "李核", clock=Clock()) as session:
        assert show_project(session, "P-0002").values["district"] == "yuelai"
