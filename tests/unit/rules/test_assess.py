"""What a pack says of a project: unknown is not fail, an exclusion shows the rest, points add up."""

from dataclasses import replace
from datetime import date

import pytest

from climafin.base.errors import CallProblem
from climafin.base.language import language
from climafin.base.messages import Label
from climafin.domain.assessment import Assessment, Outcome, Verdict
from climafin.domain.project import ValueNote
from tests.unit.rules.small_packs import CURVE, REST, STEPS, judged, pack, project

SMALL = pack()


def outcomes(answer: Assessment) -> dict[str, Outcome]:
    return {gate.rule_id: gate.outcome for gate in answer.gates}


def points(answer: Assessment) -> dict[str, tuple[int, int]]:
    return {criterion.rule_id: (criterion.points_low, criterion.points_high) for criterion in answer.criteria}


def test_a_good_project_is_eligible_and_its_points_add_up():
    answer = judged(SMALL, project())
    assert answer.verdict is Verdict.ELIGIBLE
    assert points(answer) == {
        "C1": (2400, 2400),
        "C2": (2000, 2000),
        "C3": (2500, 2500),
        "C4": (1500, 1500),
        "B1": (0, 0),
        "B2": (0, 0),
    }
    assert answer.total_low == answer.total_high == sum(low for low, _ in points(answer).values())
    assert answer.maximum == 10_300
    assert answer.grade_low == answer.grade_high
    assert answer.grade_low is not None
    assert answer.grade_low.zh == "甲"


def test_the_most_there_is_says_extra_points_apart():
    answer = judged(SMALL, project())
    assert language("en").say(answer.score) == "84.00 (of 100, up to 3 extra)"
    without = replace(answer, maximum=10_000, bonus_maximum=0, total_high=9000)
    assert language("en").say(without.score) == "84.00–90.00 (of 100)"


def test_a_condition_answers_yes_or_no_in_both_languages_and_keeps_the_words_of_the_pack():
    bonus = {criterion.rule_id: criterion for criterion in judged(SMALL, project()).criteria}["B1"]
    assert bonus.clause == bonus.value_text == Label("否", "no")
    assert bonus.test


def test_an_exclusion_refuses_but_every_other_line_is_still_answered():
    answer = judged(SMALL, project(is_two_high=True))
    assert answer.verdict is Verdict.REFUSED
    assert outcomes(answer) == {"G1": Outcome.MET, "G2": Outcome.NOT_MET, "G3": Outcome.MET}
    assert answer.total_low == 8400
    assert answer.grade_low is None


def test_an_unknown_gate_holds_the_verdict_and_names_the_fact():
    answer = judged(SMALL, project(is_two_high=None))
    assert answer.verdict is Verdict.UNDECIDED
    assert answer.gates[1].missing == ("is_two_high",)


def test_a_gate_cannot_be_waved_away_by_marking_its_fact_as_not_applicable():
    subject = project({"is_two_high": ValueNote(not_applicable=True)}, is_two_high=None)
    assert judged(SMALL, subject).verdict is Verdict.UNDECIDED


def test_a_notice_never_decides():
    assert judged(SMALL, project(environmental_credit="bad")).verdict is Verdict.ELIGIBLE
    assert judged(SMALL, project(environmental_credit=None)).verdict is Verdict.ELIGIBLE


def test_a_missing_fact_makes_a_range_not_a_zero():
    answer = judged(SMALL, project(irr=None))
    assert points(answer)["C3"] == (0, 2500)
    assert (answer.total_low, answer.total_high) == (5900, 8400)
    assert answer.missing == ("irr",)


def test_a_fact_that_does_not_apply_gives_its_weight_to_the_group():
    subject = project({"irr": ValueNote(not_applicable=True)}, irr=None)
    answer = judged(SMALL, subject)
    by_id = {criterion.rule_id: criterion for criterion in answer.criteria}
    assert by_id["C3"].outcome is Outcome.NOT_APPLICABLE
    assert by_id["C3"].maximum == 0
    assert by_id["C4"].maximum == 4000
    assert answer.total_high <= answer.maximum


def test_a_criterion_that_does_not_apply_gives_its_weight_to_the_group():
    answer = judged(SMALL, project(climate_kind="adaptation"))
    assert points(answer)["C1"] == (3600, 3600)


def test_whether_it_applies_may_be_unknown_and_both_ways_are_counted():
    answer = judged(SMALL, project(climate_kind=None, annual_reduction=500.0))
    # Applies: 40 × 60 % + 20 × 30 % = 30; does not: 60 × 60 % = 36.
    assert (answer.total_low, answer.total_high) == (3000 + 4000, 3600 + 4000)
    assert "climate_kind" in answer.missing


@pytest.mark.parametrize(
    ("reduction", "expected"),
    [(199.9, 0), (199.94, 0), (199.95, 2400), (200.0, 2400), (10_000.0, 2400), (10_000.1, 4000)],
)
def test_steps_are_open_or_closed_as_written_after_one_rounding(reduction: float, expected: int):
    assert points(judged(SMALL, project(annual_reduction=reduction)))["C1"] == (expected, expected)


def test_limits_are_those_of_the_date_and_say_so_when_there_is_none():
    subject = project(annual_reduction=150.0)
    assert points(judged(SMALL, subject, date(2026, 6, 30)))["C1"] == (2400, 2400)
    assert points(judged(SMALL, subject, date(2026, 7, 1)))["C1"] == (0, 0)
    assert points(judged(SMALL, project(sector="other", annual_reduction=1000.0)))["C1"] == (2400, 2400)
    nowhere = judged(SMALL, project(sector="other"), date(2026, 6, 30))
    assert points(nowhere)["C1"] == (0, 4000)
    assert judged(SMALL, project(sector=None)).criteria[0].missing == ("sector",)


def test_a_pack_is_not_used_outside_its_dates():
    with pytest.raises(CallProblem):
        judged(SMALL, project(), date(2025, 12, 31))


def test_a_zero_divisor_is_unknown_and_no_fact_is_blamed():
    answer = judged(SMALL, project(total_investment=0))
    assert points(answer)["C2"] == (0, 2000)
    assert answer.criteria[1].outcome is Outcome.UNKNOWN
    assert answer.criteria[1].missing == ()


def test_the_trace_says_value_clause_and_the_next_step():
    by_id = {criterion.rule_id: criterion for criterion in judged(SMALL, project(annual_reduction=500.0)).criteria}
    first = by_id["C1"]
    assert (first.value, first.unit.zh, first.next_step) == (500.0, "tCO2e/a", 10_000.0)
    assert first.clause == Label("200 ≤ x ≤ 10,000", "200 ≤ x ≤ 10,000")
    assert [(fact.key, fact.value) for fact in first.facts] == [("annual_reduction", 500.0), ("sector", "building")]
    assert by_id["C2"].clause == Label("0 < x ≤ 0.1: 0–30", "0 < x ≤ 0.1: 0–30")
    assert by_id["C4"].value_text == by_id["C4"].clause == Label("已取得", "in place")
    assert first.source.document == Label("某文件", "Some document")
    assert first.source.clause == Label("第4条", "第4条")


def test_bonus_points_stop_at_the_cap():
    answer = judged(SMALL, project(green_tags=True, verified=True))
    assert answer.total_low == 8400 + 300


def test_money_is_exact_on_the_line():
    # 3,333,333.33 元 and a reduction that makes exactly 0.1 t per 万元 after rounding to 3 decimals
    answer = judged(SMALL, project(total_investment=333_333_333, annual_reduction=33.33))
    assert points(answer)["C2"] == (600, 600)


def test_the_same_input_gives_the_same_answer_and_other_facts_another_digest():
    first = judged(SMALL, project())
    assert judged(SMALL, project()) == first
    assert judged(SMALL, project(irr=8.01)).facts_digest != first.facts_digest
    assert judged(SMALL, project(name="改名")).facts_digest == first.facts_digest


def test_the_order_of_criteria_changes_nothing():
    turned = pack(criteria=(REST, CURVE, STEPS))
    for subject in (project(), project(irr=None), project(climate_kind=None), project(climate_kind="adaptation")):
        one, other = judged(SMALL, subject), judged(turned, subject)
        assert points(one) == points(other)
        assert (one.total_low, one.total_high, one.grade_low) == (other.total_low, other.total_high, other.grade_low)
