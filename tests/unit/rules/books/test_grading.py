"""Matrices of sub-grades, forced grades, weights by class and signed lines, as published rule books have them."""
# ruff: noqa: E501 - packs and tables of faults, one to a line

import pytest

from climafin.base.errors import CallProblem
from climafin.domain.assessment import Aside, Outcome
from climafin.domain.signed import Override
from climafin.domain.verdict import Verdict
from tests.unit.rules.books.made import MOMENT, answer, grades, outcomes, read, sentences

# 国家能源局, monitoring of the PV market environment, draft of 2017-08: points (some negative) in two groups, each group
# graded by itself, the colour from the matrix of both; guaranteed hours below 95 % force red. The final notice of
# 2017-12 adds: curtailment of 10 % or more is red (rulebook-nea-pv-market-2017).
NEA = """\
scoring: points
facts:
  hours_share: {zh: 保障小时数完成率, en: Share of guaranteed hours, kind: percent}
  curtailment: {zh: 弃光率, en: Curtailment, kind: percent}
  strength_points: {zh: 竞争力分, en: Strength, kind: number}
gates:
  - {id: N, title: {zh: 弃光提示, en: Curtailment}, kind: notice, test: 弃光率 < 5 %, source: S 1}
groups:
  risk: {zh: 风险, en: Risk}
  strength: {zh: 竞争力, en: Strength}
criteria:
  - id: R1
    title: {zh: 保障小时数, en: Hours}
    group: risk
    max: 25
    value: 保障小时数完成率
    unit: "%"
    steps: [{from: none, marks: 0}, {from: 95, marks: 15}, {from: 100, marks: 25}]
    source: S R1
  - {id: R2, title: {zh: 消纳, en: Curtailment}, group: risk, max: 5, value: 弃光率 < 5 %, marks: {yes: 5, no: -5}, source: S R2}
  - {id: C1, title: {zh: 竞争力, en: Strength}, group: strength, max: 100, value: 竞争力分, curve: [[0, 0], [100, 100]], source: S C}
grades:
  - {key: green, zh: 绿色, en: green}
  - {key: orange, zh: 橙色, en: orange}
  - {key: red, zh: 红色, en: red}
sub_grades:
  risk_grade: {title: {zh: 风险, en: Risk}, group: risk, bands: [{key: high, zh: 高风险, en: high}, {key: mid, zh: 中度风险, en: middle, from: 15}, {key: low, zh: 低风险, en: low, above: 25}]}
  strength_grade: {title: {zh: 竞争力, en: Strength}, group: strength, bands: [{key: weak, zh: 较弱, en: weak}, {key: strong, zh: 较强, en: strong, above: 45}]}
grade_matrix:
  - {strength_grade: strong, risk_grade: [low, mid], grade: green}
  - {strength_grade: 较强, risk_grade: [高风险], grade: 橙色}
  - {strength_grade: weak, risk_grade: [low, mid], grade: orange}
  - {strength_grade: weak, risk_grade: high, grade: red}
forces:
  - {id: F0, title: {zh: 小时数不足, en: Too few hours}, if: 保障小时数完成率 < 95 %, grade: 红色, source: S R1}
  - {id: F1, title: {zh: 弃光率约束, en: Curtailment}, if: 弃光率 ≥ 10 %, grade: red, source: S 正式通知}
cases:
  - name: 低风险且较强
    facts: {保障小时数完成率: 100, 弃光率: 4.99, 竞争力分: 46}
    expect: {score: 76, risk_grade: low, strength_grade: 较强, grade: 绿色, F0: not_met, F1: not_met}
  - name: 恰在线上，15分为中度、45分为较弱
    facts: {保障小时数完成率: 99, 弃光率: 4, 竞争力分: 45}
    expect: {risk_grade: 中度风险, strength_grade: weak, grade: 橙色}
  - name: 弃光5%即扣分
    facts: {保障小时数完成率: 99, 弃光率: 5, 竞争力分: 90}
    expect: {R2: -5, risk_grade: high, grade: 橙色}
  - name: 弃光10%，总分再高也是红色
    facts: {保障小时数完成率: 100, 弃光率: 10, 竞争力分: 95}
    expect: {risk_grade: mid, grade: 红色, F1: met}
"""


def test_a_matrix_grades_and_a_veto_forces_the_grade_over_any_total():
    pack = read(NEA)
    found = answer(pack, {"hours_share": 100.0, "curtailment": 10.0, "strength_points": 95.0})
    assert [force.changes for force in found.forces] == [False, True]
    assert grades(found) == ("red", "red")
    assert [(one.low.en, one.high.en) for one in found.sub_grades] == [("middle", "middle"), ("strong", "strong")]


def test_what_is_unknown_leaves_every_colour_that_may_come_out():
    pack = read(NEA)
    open_ = answer(pack, {"hours_share": 100.0, "curtailment": None, "strength_points": 95.0})
    assert grades(open_) == ("red", "green")
    assert outcomes(open_)["F1"] is Outcome.UNKNOWN
    assert "curtailment" in open_.missing
    weak_or_strong = answer(pack, {"hours_share": 100.0, "curtailment": 1.0, "strength_points": None})
    assert grades(weak_or_strong) == ("orange", "green")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "  - {strength_grade: weak, risk_grade: high, grade: red}\n",
            "",
            "The matrix does not say what follows from: Risk = high, Strength = weak.",
        ),
        (
            "risk_grade: [高风险]",
            "risk_grade: [高风险, mid]",
            "The matrix says twice what follows from: Risk = middle, Strength = strong.",
        ),
        ("risk_grade: high, grade: red", "risk_grade: hi, grade: red", "“hi” is not known here; is “high” meant?"),
        ("grade: 红色, source: S R1", "grade: 红, source: S R1", "“红” is not known here; is “红色” meant?"),
        (
            "en: middle, from: 15",
            "en: middle, from: 30",
            "The bands must rise: this one begins at or below the one before.",
        ),
        (
            "en: middle, from: 15",
            "en: middle",
            "The first band has neither “from” nor “above”; every other has one of them, so that no points are without a band.",
        ),
        (
            "{key: red, zh: 红色, en: red}",
            "{key: red, zh: 红色, en: red, from: 0}",
            "Where a matrix grades, no grade has a “from”.",
        ),
        ("group: risk, bands", "group: risks, bands", "“risks” is not known here; is “risk” meant?"),
    ],
)
def test_a_wrong_matrix_is_told(old: str, new: str, told: str):
    assert old in NEA
    assert told in sentences(NEA.replace(old, new, 1))


# 海西州 sorts new-energy projects by class, and its classes do not weigh alike; T/CSTE-like books give every class its
# own set of weights (rulebook-haixi-2022; construct C18).
BY_CLASS = """\
gates: []
groups: {own: {zh: 自身, en: Own, weight: 60}, region: {zh: 地方, en: Region, weight: 40}}
weights_by:
  by: sector
  rows:
    建筑节能与绿色建筑: {W1: 30, W2: 70}
    waste: {W1: 100}
  otherwise: own
criteria:
  - {id: W1, title: {zh: 认定, en: Tag}, group: own, weight: 60, value: 政府认定, marks: {yes: 100, no: 0}, source: S 1}
  - {id: W2, title: {zh: 核验, en: Verified}, group: region, weight: 40, value: 第三方核验, marks: {yes: 100, no: 0}, source: S 2}
grades: [{key: A, zh: 甲, en: A, from: 50}, {key: B, zh: 乙, en: B}]
cases:
  - {name: 建筑, facts: {行业: 建筑节能与绿色建筑, 政府认定: 是, 第三方核验: 否}, expect: {score: 30, W1: 30, W2: 0, grade: 乙}}
  - {name: 废弃物, facts: {行业: 废弃物处理与非二氧化碳温室气体控制, 政府认定: 是, 第三方核验: 否}, expect: {score: 100, W1: 100, W2: not_applicable}}
  - {name: 表外, facts: {行业: 交通低碳化, 政府认定: 是, 第三方核验: 否}, expect: {score: 60}}
  - {name: 行业未填, facts: {政府认定: 是, 第三方核验: 否}, expect: {score: [30, 100], W1: unknown}}
"""


def test_each_class_has_its_own_weights_and_an_unknown_class_leaves_every_set_open():
    pack = read(BY_CLASS)
    waste = answer(pack, {"sector": "waste", "green_tags": True, "verified": False})
    assert (waste.criteria[1].outcome, waste.criteria[1].aside) == (Outcome.NOT_APPLICABLE, Aside.CLASS)
    open_ = answer(pack, {"green_tags": True, "verified": True})
    assert (open_.total_low, open_.total_high) == (10_000, 10_000)
    assert open_.missing == ("sector",)
    assert "sector" in pack.fact_keys


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{W1: 30, W2: 70}", "{W1: 30, W2: 60}", "These weights add up to 90, not to 100."),
        ("{W1: 30, W2: 70}", "{W1: 30, W3: 70}", "“W3” is not known here; is “W2” meant?"),
        ("    waste:", "    wast:", "“wast” is not known here; is “waste” meant?"),
        ("    waste:", "    building:", "The id “building” stands twice."),
        ("by: sector", "by: 总投资", "Weights differ by the answer of a choice only."),
        ("gates: []", "scoring: points\ngates: []", "“weights_by” does not go with points scoring."),
        ("grades: [{key: A, zh: 甲, en: A, from: 50}, {key: B, zh: 乙, en: B}]\n", "", "“grades” is missing here."),
    ],
)
def test_wrong_weights_are_told(old: str, new: str, told: str):
    assert old in BY_CLASS
    assert told in sentences(BY_CLASS.replace(old, new, 1))


# An override is never a rule of a book: it is what two persons of the office sign instead of an answer.
SIGNED = (
    BY_CLASS.replace("gates: []", "gates: [{id: G, title: {zh: 三线一单, en: Zoning}, kind: requirement, test: 符合三线一单, source: S 3}, {id: H, title: {zh: 续, en: Then}, kind: requirement, test: 第三方核验, after: [G], source: S 4}]")
).partition("cases:")[0]  # fmt: skip


def signed(target: str, word: str = "", points: int | None = None, **more: str) -> Override:
    who = {"person": "张敏", "second_person": "李强", "reason": "专题会纪要", **more}
    return Override(target, word, points, who["person"], who["second_person"], who["reason"], MOMENT)


def test_signed_lines_replace_answers_and_show_what_they_replaced():
    pack = read(SIGNED)
    values = {"sector": "building", "green_tags": True, "verified": True, "zoning_ok": False}
    refused = answer(pack, values)
    assert (refused.verdict, outcomes(refused)["H"]) == (Verdict.REFUSED, Outcome.NOT_APPLICABLE)
    lines = (signed("G", "met"), signed("W1", points=1500), signed("grade", "B"))
    found = answer(pack, values, overrides=lines)
    assert found.verdict is Verdict.ELIGIBLE
    # What comes after the gate is reached now, as if the rules had said so.
    assert outcomes(found) == {"G": Outcome.MET, "H": Outcome.MET}
    assert (found.criteria[0].points_low, found.total_low, found.total_high) == (1500, 8500, 8500)
    assert grades(found) == ("B", "B")
    shown = {line.target: line.replaced for line in found.overrides}
    assert shown == {"G": Outcome.NOT_MET.label, "W1": (3000, 3000), "grade": pack.grades[0].label}
    assert found.gates[0].override is not None
    assert found.facts_digest != refused.facts_digest


def test_a_signed_verdict_is_applied_last():
    found = answer(read(SIGNED), {"zoning_ok": False, "verified": True}, overrides=(signed("verdict", "eligible"),))
    assert found.verdict is Verdict.ELIGIBLE
    assert outcomes(found)["G"] is Outcome.NOT_MET
    assert found.overrides[0].replaced == Verdict.REFUSED.label
    assert found.grade_low is not None


@pytest.mark.parametrize(
    "line",
    [
        signed("G", "met", second_person=""),
        signed("G", "met", second_person="张敏"),
        signed("G", "met", reason=" "),
        signed("G", "passed"),
        signed("X", "met"),
        signed("W1"),
        signed("W1", points=4_000_000),
        signed("grade", "Z"),
        signed("verdict", "fine"),
    ],
)
def test_a_line_that_is_not_properly_signed_or_does_not_fit_is_refused(line: Override):
    with pytest.raises(CallProblem):
        answer(read(SIGNED), {"sector": "building", "zoning_ok": False}, overrides=(line,))


def test_two_lines_for_one_answer_are_refused():
    with pytest.raises(CallProblem):
        answer(read(SIGNED), {}, overrides=(signed("G", "met"), signed("G", "not_met")))
