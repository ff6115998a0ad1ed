"""Libraries made by every released program open for ever, with everything in them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from climafin.base.clock import Clock
from climafin.base.progress import NoProgress
from climafin.domain.rule_records import LineKind
from climafin.domain.signed import Occasion
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.services import libraries
from climafin.services.assessments import assess_projects, explain
from climafin.services.history import project_history
from climafin.services.judgements import judge, judgements, office_limits
from climafin.services.packs import pack_text
from climafin.services.projects import edit_project, show_project
from climafin.services.robustness import last_robustness
from climafin.store.migrations import SCHEMA
from tests.unit.services.office_book import PACK, published

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
        assessment = explain(session, project.uid, "liangjiang-sample")

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
    assert assessment.occasion is Occasion.INITIAL


@pytest.mark.parametrize("folder", KEPT[1:], indirect=True, ids=lambda path: path.stem)
def test_what_schema_2_keeps_of_rules_comes_back(folder: Path):
    with libraries.open_library(folder, "李核", clock=Clock()) as session:
        project = show_project(session, "P-0001")
        lines = judgements(session, project.uid, PACK)
        (limit,) = office_limits(session, PACK)
        run = last_robustness(session, PACK)
        initial, yearly = (explain(session, project.uid, PACK, occasion) for occasion in Occasion)
        text = pack_text(session, PACK, 1)

    assert project.values["penalties"] == ({"on": date(2025, 3, 1), "fine": 100_000},)
    assert project.values["efficiency"] == 88.0
    assert project.notes["efficiency"].source == "检测报告"
    assert [(line.kind, line.counts) for line in lines] == [
        (LineKind.EXPERT, False),
        (LineKind.EXPERT, True),
        (LineKind.OVERRIDE, True),
    ]
    assert limit.line is not None
    assert (limit.line.value, limit.line.source) == (60.0, "渝发改〔2026〕1号")
    assert run is not None
    assert (run.result.plan.seed, run.result.plan.draws) == (7, 20)
    assert initial.overrides == ()
    assert [line.target for line in yearly.overrides] == ["grade"]
    assert next(one for one in initial.cohorts if one.name == "去年").as_of == date(2025, 12, 31)
    assert text.startswith("pack: office\n")


def test_a_kept_library_is_worked_in(folder: Path):
    with libraries.open_library(folder, "李核", clock=Clock()) as session:
        edit_project(session, show_project(session, "P-0002").uid, {"district": "yuelai"})
        assert libraries.check_library(session, NoProgress()).problems == ()
    with libraries.open_library(folder, "李核", clock=Clock()) as session:
        assert show_project(session, "P-0002").values["district"] == "yuelai"


def test_rules_are_worked_with_in_a_kept_library(folder: Path):
    with libraries.open_library(folder, "李核", clock=Clock()) as session:
        uid = show_project(session, "P-0001").uid
        published(session, 2)
        edit_project(session, uid, {"efficiency": 70.0, "penalties": ()})
        judge(session, uid, PACK, "C2", 9_000, reason="看过", evidence="纪要", second_person="张敏")
        for occasion in Occasion:
            assess_projects(session, pack_id=PACK, occasion=occasion)
        assert libraries.check_library(session, NoProgress()).problems == ()
    with libraries.open_library(folder, "李核", clock=Clock()) as session:
        found = explain(session, uid, PACK, Occasion.INITIAL)
        assert next(one for one in found.criteria if one.rule_id == "C2").marks_low == 9_000
        assert project_history(session, uid)
