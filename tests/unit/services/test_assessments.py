"""Assess, rank, explain and find, in a real library."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.errors import CallProblem, Cancelled, DataProblem
from climafin.base.language import Language
from climafin.base.messages import Message, message
from climafin.base.progress import CancelFlag
from climafin.domain.assessment import Verdict
from climafin.domain.change import Kind
from climafin.domain.stages import Stage
from climafin.services.assessments import (
    assess_projects,
    default_pack_id,
    explain,
    explanation,
    matches,
    packs,
    ranking,
)
from climafin.services.libraries import create_library
from climafin.services.outdated import outdated_uids
from climafin.services.pipeline import move_stage
from climafin.services.projects import edit_project, register_project
from climafin.services.session import Session

WAN = 1_000_000
GOOD: dict[str, object] = {
    "district": "shuitu",
    "sector": "distributed_renewable",
    "climate_kind": "mitigation",
    "construction_kind": "new",
    "fuel": "none",
    "is_two_high": False,
    "zoning_ok": True,
    "is_key_industry": False,
    "dishonest": False,
    "environmental_violation": False,
    "expands_fossil": False,
    "environmental_credit": "good",
    "approval_filing": "have",
    "approval_eia": "have",
    "approval_land": "not_needed",
    "annual_reduction": 12_000.0,
    "total_investment": 12_000 * WAN,
    "capital": 3_600 * WAN,
    "irr": 7.2,
    "lowest_dscr": 1.25,
    "verified": False,
    "green_tags": False,
    "method": "CM-001-V01",
    "emission_factor": "0.5703",
    "baseline": "电网",
    "planned_operation": "2026-12",
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    clock = FixedClock(datetime(2026, 11, 20, 9, 0, tzinfo=OFFICE_ZONE))
    with create_library(tmp_path / "lib", "张敏", clock=clock) as made:
        yield made


def add(session: Session, name: str, **values: object) -> str:
    _, uid = register_project(session, {"name": name, **GOOD, **values})
    move_stage(session, uid, Stage.BUILDING, date(2026, 5, 1), "在建")
    return uid


def test_assessing_keeps_an_answer_for_every_project_and_says_how_many(session: Session):
    good, bad, open_ = add(session, "好"), add(session, "煤", fuel="coal"), add(session, "缺", is_two_high=None)
    change, report = assess_projects(session)
    assert change.kinds == {Kind.ASSESSMENT}
    assert change.uids == {good, bad, open_}
    assert report.verdicts == {Verdict.ELIGIBLE: 1, Verdict.REFUSED: 1, Verdict.UNDECIDED: 1}
    assert (report.assessed, report.unchanged) == (3, 0)
    assert explain(session, good).total_low == 7960
    assert explain(session, good).actor == "张敏"
    assert explain(session, good).pack.official is False


def test_assessing_again_writes_only_what_changed(session: Session):
    first, second = add(session, "一"), add(session, "二")
    assess_projects(session)
    count = session.library.chain_head().count
    change, report = assess_projects(session)
    assert (report.assessed, report.unchanged) == (0, 2)
    assert not change.kinds
    assert session.library.chain_head().count == count
    edit_project(session, second, {"irr": 9.0})
    change, report = assess_projects(session)
    assert change.uids == {second}
    assert explain(session, first).total_low < explain(session, second).total_low


def test_cancelling_keeps_nothing(session: Session):
    uid = add(session, "一")

    class Stops:
        def step(self, done: int, _total: int, _doing: Message) -> None:
            flag = CancelFlag()
            if done:
                flag.cancel()
            flag.check()

    with pytest.raises(Cancelled):
        assess_projects(session, progress=Stops())
    with pytest.raises(CallProblem):
        explain(session, uid)


def test_equal_scores_share_a_rank_and_the_next_is_skipped(session: Session):
    names = {
        add(session, "高", irr=9.0): 1,
        add(session, "平一"): 2,
        add(session, "平二"): 2,
        add(session, "低", irr=3.0): 4,
        add(session, "待核", is_two_high=None): None,
        add(session, "否决", fuel="coal"): None,
    }
    assess_projects(session)
    ranked = ranking(session)
    assert [(one.uid, one.rank) for one in ranked] == list(names.items())
    assert [one.head.verdict for one in ranked[-2:]] == [Verdict.UNDECIDED, Verdict.REFUSED]


def test_nothing_to_explain_is_said(session: Session):
    uid = add(session, "一")
    with pytest.raises(CallProblem) as told:
        explain(session, uid)
    assert told.value.told.values == {"name": "一"}


def test_an_unknown_pack_or_a_day_before_it_is_refused(session: Session):
    add(session, "一")
    with pytest.raises(CallProblem):
        assess_projects(session, pack_id="nobodys")
    with pytest.raises(CallProblem):
        assess_projects(session, as_of=date(2020, 1, 1))


def test_the_packs_are_listed_the_default_first():
    assert packs()[0].pack_id == default_pack_id()


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_an_explanation_is_made_of_whole_sentences(session: Session, code: str):
    uid = add(session, "某项目", irr=None, is_two_high=None)
    assess_projects(session)
    said = explanation(explain(session, uid), Language(code))
    every = [said.headline, said.standing, said.basis, *said.missing, *said.next_steps]
    every += [line.text for line in (*said.gates, *said.criteria)] + [line.source for line in said.criteria]
    assert all(sentence and "{" not in sentence and "Message(" not in sentence for sentence in every)
    assert len(said.gates) == 14
    assert len(said.criteria) == 17


def test_an_explanation_says_value_clause_points_distance_and_source(session: Session):
    uid = add(session, "某项目", irr=None)
    assess_projects(session)
    said = explanation(explain(session, uid), Language("en"))
    assert said.headline == "Eligible: score 76.10–81.10 (of 100, up to 5 extra), grade Mid green to Deep green."
    lines = {line.rule_id: line for line in said.criteria}
    assert lines["C01"].text == (
        "Scale of the yearly reduction: 12,000 tCO2e/a → 10,000 ≤ x < 30,000 → 17.5 of 25 points. "
        "The next better step is at 30,000 tCO2e/a: 18,000 more."
    ).replace("18,000 more", "18,000 tCO2e/a more")
    assert "(not an official clause)" in lines["C01"].source
    assert lines["C02"].text.startswith("Yearly reduction per investment: 1 tCO2e/(CNY 10k·a) → ")
    assert lines["C06"].text == "Project approval: Project approval, verification or filing = in place → 7 of 7 points."
    assert lines["C11"].text == "Project IRR: cannot be told; 0 to 5 of 5 points. Missing: Project IRR."
    assert said.missing == ("Project IRR: up to 5 points hang on it.",)
    assert said.next_steps[0].startswith("Scale of the yearly reduction: The next better step")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("阶段 = 建设 且 总投资 ≥ 1亿元", ["大", "中"]),
        ("阶段=建设且总投资≥1亿元", ["大", "中"]),
        ("sector = storage_grid and annual_reduction > 1000", ["中"]),
        ("总投资 > 20000", ["大"]),
        ("内部收益率 缺失", ["小"]),
        ("非 (内部收益率 > 1 %)", []),
        ("内部收益率 ≥ 7.2", ["大", "中"]),
        ("status = draft and stage_since < 2026-06", ["大", "中", "小"]),
        ('name contains "大"', ["大"]),
        ('number = "P-0002"', ["中"]),
        ("准入 = 通过准入", ["大", "中", "小"]),
        ("得分 ≥ 84", ["大"]),
        ("grade in (A)", ["大", "小"]),
        ("等级 = 中绿", ["中"]),
        ("评价日 = 2026-11-20", ["大", "中", "小"]),
    ],
)  # fmt: skip
def test_conditions_find_the_projects_they_are_true_of(session: Session, expression: str, expected: list[str]):
    add(session, "大", annual_reduction=60_000.0, total_investment=30_000 * WAN, capital=12_000 * WAN)
    add(session, "中", sector="storage_grid", annual_reduction=5_000.0)
    add(session, "小", total_investment=500 * WAN, irr=None)
    assess_projects(session)
    found = [session.library.project(uid).name for uid in matches(session, expression)]
    assert found == expected


def test_a_wrong_condition_is_pointed_at(session: Session):
    with pytest.raises(CallProblem) as told:
        matches(session, "总投姿 ≥ 1亿元 且 阶段 = 建设中")
    shown = Language("en").say(told.value.told)
    assert shown.splitlines() == [
        "“总投姿” is not known here; is “总投资” meant?",
        "    总投姿 ≥ 1亿元 且 阶段 = 建设中",
        "    ^^^^^^",
        "“建设中” is not known here; is “建设” meant?",
        "    总投姿 ≥ 1亿元 且 阶段 = 建设中",
        "    " + " " * (6 + 3 + 5 + 4 + 5 + 2) + "^^^^^^",
    ]
    with pytest.raises(CallProblem):
        matches(session, "总投资 + 1 万元")


def test_progress_names_what_is_done(session: Session):
    add(session, "一")
    heard: list[tuple[int, int]] = []

    class Hears:
        def step(self, done: int, total: int, doing: Message) -> None:
            assert doing != message("")
            heard.append((done, total))

    assess_projects(session, progress=Hears())
    assert heard == [(0, 1), (1, 1)]


def test_an_assessment_of_another_version_is_told_and_replaced_by_the_next(session: Session):
    uid = register_project(session, {"name": "甲", **GOOD})[1]
    assess_projects(session)
    with sqlite3.connect(session.info.folder / "library.db") as other:
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute("UPDATE assessment SET body = '{}'")
    other.close()
    assert outdated_uids(session, [uid], default_pack_id()) == {uid}
    with pytest.raises(DataProblem, match="Assess again"):
        explain(session, uid)
    assess_projects(session)
    assert explain(session, uid).verdict is not None
