"""The practice library can be trusted: real projects say what was published, the others say they are invented."""

from collections import Counter
from datetime import datetime

import pytest

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.paths import resource
from climafin.domain.codes import is_credit_code
from climafin.domain.completeness import completeness
from climafin.domain.dictionary import FieldKind, Goal, dictionary
from climafin.domain.project import Project
from climafin.domain.stages import Stage, StageEvent, check_move
from climafin.domain.status import Status
from climafin.services.practice_data import PracticeProject, read_practice

Projects = list[PracticeProject]

CLOCK = FixedClock(datetime(2026, 11, 20, 9, 0, tzinfo=OFFICE_ZONE))
USES = (
    "investment_construction",
    "investment_other",
    "investment_contingency",
    "investment_interest",
    "investment_working_capital",
)
SOURCES = ("capital", "funding_bank", "funding_public", "funding_other", "financing_need")
#: What only the owner himself could have told.
PRIVATE = ("contact_person", "contact_phone", "owner_credit_code", "project_code")


@pytest.fixture(scope="module")
def projects() -> Projects:
    return list(read_practice(resource("samples", "practice.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def real(projects: Projects) -> Projects:
    return [project for project in projects if project.values["data_origin"] == "published"]


@pytest.fixture(scope="module")
def fictional(projects: Projects) -> Projects:
    return [project for project in projects if project.values["data_origin"] == "fictional"]


def named(project: PracticeProject) -> str:
    return str(project.values["name"])


def lacks(project: PracticeProject, goal: Goal) -> list[str]:
    kept = Project("u", "P-0001", project.status, project.values, project.notes)
    return [field.key for field in completeness(kept, dictionary(), goal).missing]


def fen(project: PracticeProject, key: str) -> int:
    amount = project.values.get(key)
    assert isinstance(amount, int), (named(project), key)
    return amount


def test_every_project_is_either_published_or_fictional_and_named_once(
    projects: Projects, real: Projects, fictional: Projects
):
    assert len(real) + len(fictional) == len(projects)
    assert len({named(project) for project in projects}) == len(projects)
    assert 55 <= len(projects) <= 75


def test_real_numbers_and_amounts_say_where_they_were_published(real: Projects):
    for project in real:
        for key in project.values:
            kind = dictionary()[key].kind
            if kind.is_numeric or kind in (FieldKind.MONTH, FieldKind.DATE) or key == "description":
                assert project.notes[key].source, (named(project), key)


def test_real_projects_carry_nothing_private_and_are_no_one_elses_submission(real: Projects):
    for project in real:
        assert not set(PRIVATE) & set(project.values), named(project)
        assert project.status is Status.DRAFT, named(project)
        assert "虚构" not in named(project)


def test_a_month_published_without_its_day_says_so(real: Projects):
    for project in real:
        for move in project.stages:
            assert move.on.day != 1 or "仅公布到月" in move.reason, named(project)


def test_published_contradictions_are_kept_and_remarked(real: Projects):
    by_name = {named(project): project.values for project in real}
    assert by_name["涪陵攀华屋顶光伏项目"]["annual_reduction"] == 770_000
    assert "不可能" in str(by_name["涪陵攀华屋顶光伏项目"]["remarks"])
    planned, built = by_name["华能两江燃机二期（规划口径）"], by_name["华能两江燃机二期（建成口径）"]
    assert (planned["capacity"], built["capacity"]) == (2100, 1484)
    assert "annual_reduction" not in built


def test_fictional_projects_can_never_be_taken_for_real_ones(fictional: Projects):
    for project in fictional:
        values = project.values
        assert named(project).startswith("【虚构】")
        assert str(values.get("owner_name", "（虚构）")).endswith("（虚构）")
        assert str(values.get("contact_phone", "023-0000")).startswith("023-0000")
        code = str(values.get("owner_credit_code", ""))
        assert not code or (is_credit_code(code) and code[8:14] == "0000XN"), named(project)


def test_one_fictional_owner_has_one_code_and_one_code_one_owner(fictional: Projects):
    pairs = {
        (p.values["owner_name"], p.values["owner_credit_code"]) for p in fictional if "owner_credit_code" in p.values
    }
    assert len({owner for owner, _ in pairs}) == len({code for _, code in pairs}) == len(pairs)


def test_at_least_eight_projects_are_complete_enough_for_a_standard_dossier(fictional: Projects):
    complete = [project for project in fictional if not lacks(project, Goal.DOSSIER)]
    assert len(complete) >= 8
    for project in complete:
        total = fen(project, "total_investment")
        assert sum(fen(project, key) for key in USES) == total, named(project)
        assert sum(fen(project, key) for key in SOURCES) == total, named(project)
        assert 5 * fen(project, "capital") >= total, named(project)


def test_no_funding_exceeds_the_investment(fictional: Projects):
    for project in fictional:
        if "total_investment" in project.values:
            known = sum(fen(project, key) for key in SOURCES if key in project.values)
            assert known <= fen(project, "total_investment"), named(project)


def test_standing_fits_what_is_filled_in(projects: Projects):
    for project in projects:
        if project.status in (Status.SUBMITTED, Status.RETURNED):
            assert not lacks(project, Goal.SUBMIT), (named(project), lacks(project, Goal.SUBMIT))
        if project.status in (Status.ADMITTED, Status.EXITED):
            assert not lacks(project, Goal.ADMIT), (named(project), lacks(project, Goal.ADMIT))


def test_fictional_power_displaces_the_grid_by_a_published_factor(fictional: Projects):
    for project in fictional:
        values = project.values
        if values.get("sector") in ("central_renewable", "distributed_renewable") and "annual_reduction" in values:
            ratio = float(values["annual_reduction"]) / float(values["annual_generation"])
            assert 0.5 <= ratio <= 0.6, named(project)
            assert 650 <= float(values["annual_generation"]) / float(values["capacity"]) <= 2300, named(project)
            per_megawatt = fen(project, "total_investment") / 1_000_000 / float(values["capacity"])
            assert 250 <= per_megawatt <= 800, named(project)


def test_every_move_would_be_accepted_by_the_pipeline(projects: Projects):
    for project in projects:
        told: list[StageEvent] = []
        for move in project.stages:
            check_move(told, move.stage, move.on, move.reason, CLOCK)
            told.append(StageEvent(move.stage, move.on, move.reason, "", CLOCK.now()))


def test_all_stages_standings_areas_and_sectors_occur(projects: Projects):
    stages = Counter(project.stages[-1].stage if project.stages else None for project in projects)
    assert set(stages) == {None, *Stage}
    assert min(stages.values()) >= 3, stages
    standings = Counter(project.status for project in projects)
    assert set(standings) == set(Status)
    for key in ("district", "sector", "climate_kind"):
        seen = Counter(project.values.get(key) for project in projects)
        assert {choice.key for choice in dictionary()[key].choices} <= set(seen), key
    assert sum(project.values.get("climate_kind") == "adaptation" for project in projects) >= 5


def test_every_gate_has_projects_that_fail_it_and_projects_that_cannot_tell(fictional: Projects):
    for key, failing in (
        ("is_two_high", True),
        ("zoning_ok", False),
        ("dishonest", True),
        ("environmental_violation", True),
        ("expands_fossil", True),
        ("carbon_eia", False),
        ("fuel", "coal"),
    ):
        answers = [project.values.get(key) for project in fictional]
        assert failing in answers, key
        assert None in answers, key


def test_hard_names_occur(projects: Projects):
    everything = "".join(str(value) for project in projects for value in project.values.values())
    assert all(character in everything for character in "䶮㙓𬭊𫖯")
    assert any("<b>" in named(project) for project in projects)
    assert any(len(named(project)) > 80 for project in projects)
