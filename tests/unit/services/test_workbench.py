"""The workbench's verbs: a text is checked with places, tried on projects, and grows cases that hold."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from climafin.base.errors import CallProblem
from climafin.base.language import language
from climafin.base.progress import NoProgress
from climafin.domain.project import Value
from climafin.domain.verdict import Verdict
from climafin.services import packs, projects, workbench
from climafin.services.draft_robustness import DrawPlan, try_weights
from climafin.services.draft_weights import Weights, weights_of
from climafin.services.library_effect import LibraryDesk
from climafin.services.session import Session
from climafin.services.workbench import Checked, SlipKind, check_text

SAMPLE = packs.pack_text(None, "liangjiang-sample")
GUIDE = packs.pack_text(None, "graded-guide-v3")
CHECKED = check_text(SAMPLE)
DAY = date(2026, 11, 20)
ENGLISH = language("en")
GOOD: dict[str, Value] = {
    "name": "A good one",
    "climate_kind": "mitigation",
    "sector": "distributed_renewable",
    "district": "shuitu",
    "construction_kind": "new",
    "annual_reduction": 12000.0,
    "total_investment": 60_000_000_00,
    "capital": 15_000_000_00,
    "irr": 6.5,
    "zoning_ok": True,
    "is_key_industry": False,
    "is_two_high": False,
    "expands_fossil": False,
    "dishonest": False,
    "environmental_violation": False,
    "fuel": "none",
    "approval_filing": "have",
    "approval_eia": "in_hand",
    "verified": True,
}


def register(session: Session, **values: Value) -> str:
    return projects.register_project(session, GOOD | values)[1]


def test_a_sound_pack_has_no_fault_and_all_its_cases_are_right():
    assert CHECKED.is_sound
    assert CHECKED.cases
    assert all(case.is_right for case in CHECKED.cases)


def test_a_wrong_name_is_pointed_at_to_the_letter():
    text = SAMPLE.replace("PUE ≤ PUE上限", "PUE ≤ PUE上线")
    (slip,) = check_text(text).slips
    assert slip.kind is SlipKind.FAULT
    assert text[slip.start : slip.end] == "PUE上线"
    assert text.split("\n")[slip.line - 1][slip.column - 1 :].startswith("PUE上线")
    assert "PUE上限" in ENGLISH.say(slip.told)


def test_a_case_that_fails_is_no_fault_but_stops_publishing():
    checked = check_text(SAMPLE.replace("score: 79.6, grade: 中绿", "score: 79.7, grade: 中绿"))
    assert checked.pack is not None
    assert not checked.is_sound
    assert checked.count(SlipKind.CASE) == 1
    assert [case.is_right for case in checked.cases].count(False) == 1


def test_a_text_with_faults_answers_nothing(session: Session):
    with pytest.raises(CallProblem):
        workbench.live_answer(session, check_text("pack: x"), register(session), DAY)


@pytest.mark.parametrize("text", [SAMPLE, GUIDE])
@pytest.mark.parametrize(
    "values",
    [{}, {"climate_kind": "adaptation", "annual_reduction": None}, {"total_investment": None}, {"fuel": "coal"}],
)
def test_a_project_kept_as_a_case_passes_the_exam(session: Session, text: str, values: dict[str, Value]):
    checked = check_text(text)
    uid = register(session, **values)
    more = check_text(workbench.with_case(session, checked, uid, DAY, "a case: with “signs” # and all"))
    assert more.is_sound, [ENGLISH.say(slip.told) for slip in more.slips]
    assert len(more.cases) == len(checked.cases) + 1
    answer = workbench.live_answer(session, checked, uid, DAY)
    assert (more.cases[-1].answer.total_low, more.cases[-1].answer.verdict) == (answer.total_low, answer.verdict)


def test_the_first_case_of_a_pack_makes_the_list(session: Session):
    text = SAMPLE[: SAMPLE.index("\nusual_facts:")] + "\n"
    more = check_text(workbench.with_case(session, check_text(text), register(session), DAY, "first"))
    assert more.is_sound
    assert [case.name for case in more.cases] == ["first"]


def test_failed_cases_take_todays_answers_and_nothing_else_changes():
    weights = weights_of(CHECKED)
    assert weights is not None
    moved = workbench.with_values(SAMPLE, weights.moved_group("climate", 50_00).changes_from(weights))
    checked = check_text(moved)
    failed = [at for at, case in enumerate(checked.cases) if not case.is_right]
    assert failed
    text = workbench.with_answers(checked, failed)
    assert check_text(text).is_sound
    before, after = moved.split("\n"), text.split("\n")
    assert len(before) == len(after)
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert all("expect" in line or "verdict" in line or ":" in line for line in changed)
    assert moved[: moved.index("cases:")] == text[: text.index("cases:")]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(["groups", "criteria"]), st.data())
def test_moved_weights_always_add_up(part: str, data: st.DataObject):
    weights = weights_of(CHECKED)
    assert weights is not None
    lines = weights.groups if part == "groups" else weights.criteria
    line = data.draw(st.sampled_from(lines))
    most = 100_00 if part == "groups" else next(one.weight for one in weights.groups if one.key == line.group)
    wanted = data.draw(st.integers(0, most))
    moved = weights.moved_group(line.key, wanted) if part == "groups" else weights.moved_criterion(line.key, wanted)
    assert next(one.weight for one in (*moved.groups, *moved.criteria) if one.key == line.key) == wanted
    _adds_up(moved)


def _adds_up(weights: Weights) -> None:
    assert sum(line.weight for line in weights.groups) == 100_00
    for group in weights.groups:
        assert sum(line.weight for line in weights.criteria if line.group == group.key) == group.weight
    assert all(line.weight >= 0 for line in (*weights.groups, *weights.criteria))


@pytest.fixture
def filled(session: Session) -> Session:
    for reduction in (500.0, 12_000.0, 40_000.0, None):
        for investment in (30_000_000_00, 500_000_000_00):
            register(session, annual_reduction=reduction, total_investment=investment)
    register(session, fuel="coal")
    register(session, climate_kind=None)
    return session


def test_the_same_text_changes_nothing_in_the_library(filled: Session):
    effect = LibraryDesk(filled).effect(CHECKED, CHECKED, DAY, NoProgress())
    assert effect.is_compared
    assert (effect.moves, effect.falls_out, effect.comes_in, effect.grades) == (0, 0, 0, 0)
    assert len(effect.rows) == 10


def test_a_sharper_gate_says_who_falls_out_and_by_which_rule(filled: Session):
    sharper = check_text(SAMPLE.replace("且 年减排量 > 0}", "且 年减排量 > 10000 tCO2e/a}"))
    effect = LibraryDesk(filled).effect(CHECKED, sharper, DAY, NoProgress())
    moved = [row for row in effect.rows if row.before is not None and row.after.verdict is not row.before.verdict]
    assert moved
    assert all(row.causes[0].rule_id == "E2" for row in moved)
    assert {row.after.verdict for row in moved} <= {Verdict.UNDECIDED, Verdict.REFUSED}


def test_sliding_gives_what_the_changed_text_would_give(filled: Session):
    desk, weights = LibraryDesk(filled), weights_of(CHECKED)
    effect = desk.effect(CHECKED, CHECKED, DAY, NoProgress())
    assert weights is not None
    assert effect.marks is not None
    moved = weights.moved_group("climate", 61_00).moved_criterion("C06", 3_00)
    slid = effect.marks.under(moved)
    written = desk.effect(
        CHECKED, check_text(workbench.with_values(SAMPLE, moved.changes_from(weights))), DAY, NoProgress()
    )
    assert [(row.uid, row.after) for row in slid] == [(row.uid, row.after) for row in written.rows]


def test_a_draft_is_drawn_with_its_seed(filled: Session):
    effect = LibraryDesk(filled).effect(None, CHECKED, DAY, NoProgress())
    assert not effect.is_compared
    assert effect.marks is not None
    assert any(row.after.verdict is Verdict.ELIGIBLE for row in effect.rows)
    first = try_weights(effect.marks, DrawPlan(200, 7), 3, NoProgress())
    again = try_weights(effect.marks, DrawPlan(200, 7), 3, NoProgress())
    assert first.standings == again.standings
    assert abs(sum(one.effective or 0 for one in first.effective) - 1) < 1e-9


def test_names_of_the_pack_and_words_of_the_language_are_offered():
    words = {offer.word for offer in workbench.offers(CHECKED)}
    assert {"年减排量", "PUE上限", "属于", "and", "若", "criteria", "分布式可再生能源发电"} <= words
    assert {offer.word for offer in workbench.offers(None)} < words


def test_offers_do_not_need_a_pack():
    assert workbench.offers(Checked("pack: x"))
