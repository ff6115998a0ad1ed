"""Expert marks are signed lines; until they are complete nothing is told, and what lacks is said."""

from dataclasses import replace

import pytest

from climafin.base.messages import Label
from climafin.domain.assessment import Outcome
from climafin.domain.assessment_json import assessment_from_json, assessment_to_json
from climafin.domain.judgement import Judged
from tests.unit.rules.scales.one_criterion import MOMENT, criterion, faults, judged, line, pack, text

#: rulebook-miit-cdb-2017: S3, S5 and S6 are expert judgement; S7 资本金比例 ≥ 40 % is not
SHEET = (
    criterion("expert: {evidence: yes, second_person: yes}", most="max: 5", rule_id="S3"),
    criterion("expert: {evidence: no, second_person: no}", most="max: 20", rule_id="S5"),
    criterion("tests: [{if: 资本金比例 ≥ 40 %, marks: 10}, {otherwise: 0}]", most="max: 10", rule_id="S7"),
)
SIGNED = Judged(400, "张敏", "李强", "市场空间较大", "评审会纪要", MOMENT)
RULES = pack(*SHEET)


def test_without_a_signed_line_the_marks_are_unknown():
    answer = judged(RULES, equity=40.0)
    assert [(one.points_low, one.points_high) for one in answer.criteria] == [(0, 500), (0, 2000), (1000, 1000)]
    assert (answer.total_low, answer.total_high) == (1000, 3500)
    assert answer.criteria[0].outcome is Outcome.UNKNOWN


def test_a_signed_line_gives_the_marks_and_stands_in_the_trace():
    found = line(RULES, {"S3": SIGNED})
    assert (found.points_low, found.points_high, found.outcome) == (400, 400, Outcome.MET)
    assert found.clause == Label("张敏、李强", "张敏, 李强")
    assert found.judged == SIGNED


@pytest.mark.parametrize(
    ("lacks", "part"),
    [
        ({"second_person": ""}, "second_person"),
        ({"second_person": "张敏"}, "second_person"),
        ({"evidence": " "}, "evidence"),
        ({"reason": ""}, "reason"),
        ({"points": 501}, "marks"),
        ({"points": -1}, "marks"),
        ({"person": ""}, "marks"),
    ],
)
def test_what_a_line_lacks_is_said_and_nothing_is_counted(lacks: dict[str, object], part: str):
    found = line(RULES, {"S3": replace(SIGNED, **lacks)})  # type: ignore[arg-type]
    assert (found.points_low, found.points_high) == (0, 500)
    assert part in [one.part_id for one in found.parts if one.outcome is Outcome.UNKNOWN]


def test_evidence_is_asked_for_only_where_the_sheet_asks():
    answer = judged(RULES, {"S5": Judged(1850, "张敏", "", "工艺先进", "", MOMENT)})
    assert answer.criteria[1].points_low == 1850


def test_another_line_makes_another_digest():
    before, after = judged(RULES, {"S3": SIGNED}), judged(RULES, {"S3": replace(SIGNED, points=300)})
    assert before.facts_digest != after.facts_digest
    assert judged(RULES).facts_digest == judged(RULES, {"S7": SIGNED}).facts_digest


def test_the_line_is_kept_with_the_assessment():
    answer = judged(RULES, {"S3": SIGNED}, equity=40.0)
    assert assessment_from_json(assessment_to_json(answer)) == answer


def test_a_slip_is_told():
    source = text(criterion("expert: {evidence: yes}", most="max: 5"))
    assert "“second_person” is missing here." in faults(source)


#: rulebook-gcf: the six investment criteria are judged low, medium or high
RATED = """expert:
      evidence: yes
      second_person: no
      levels: [{zh: 低, en: low, marks: 1}, {zh: 中, en: medium, marks: 2}, {zh: 高, en: high, marks: 3}]"""


@pytest.mark.parametrize(("points", "clause"), [(100, "低（张敏、李强）"), (300, "高（张敏、李强）")])
def test_an_expert_may_judge_with_words(points: int, clause: str):
    rules = pack(criterion(RATED, most="max: 3", rule_id="S3"))
    found = line(rules, {"S3": replace(SIGNED, points=points)})
    assert (found.points_low, found.points_high) == (points, points)
    assert found.clause is not None
    assert found.clause.zh == clause


def test_marks_between_two_words_are_not_counted():
    found = line(pack(criterion(RATED, most="max: 3", rule_id="S3")), {"S3": replace(SIGNED, points=150)})
    assert (found.points_low, found.points_high, found.outcome) == (0, 300, Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "second_person: no",
            "second_person: no\n      full: 3",
            "Where there are “levels”, the highest of them says what “full” would.",
        ),
        ("marks: 2", "marks: 1", "Here at least two levels are needed, from the fewest marks to the most."),
        ("marks: 3", "marks: 4", "This scale can give 0 to 4; allowed are -10,000 to 3."),
    ],
)
def test_wrong_levels_are_told(old: str, new: str, told: str):
    assert told in faults(text(criterion(RATED.replace(old, new), most="max: 3")))
