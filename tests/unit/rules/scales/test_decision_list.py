"""Ordered tests: the first that holds decides, and what is unknown leaves a range, never a zero."""
# ruff: noqa: E501 - tests as rule books print them, one to a line

import pytest

from climafin.base.messages import Label
from climafin.domain.assessment import Outcome
from tests.unit.rules.scales.one_criterion import criterion, faults, judged, line, pack, points, text, weighted

LOSSES = "首年衰减率 ≤ 3 % 且 逐年衰减率 ≤ 0.7 %"
#: rulebook-pv-allocation-2016, erenhot-2016, ER1 光伏组件: every band also needs small losses; else a penalty
ERENHOT = f"""\
tests:
  - {{if: 组件转换效率 < 16.5 % 或 首年衰减率 > 3 % 或 全寿命衰减率 > 20 %, marks: -10}}
  - {{if: 组件转换效率 ≥ 18 % 且 {LOSSES}, marks: 22}}
  - {{if: 组件转换效率 ≥ 17.7 % 且 {LOSSES}, marks: 18}}
  - {{if: 组件转换效率 ≥ 17.4 % 且 {LOSSES}, marks: 14}}
  - {{if: 组件转换效率 ≥ 17.1 % 且 {LOSSES}, marks: 10}}
  - {{if: 组件转换效率 ≥ 16.8 % 且 {LOSSES}, marks: 6}}
  - {{if: {LOSSES}, marks: 3}}
  - {{otherwise: 0}}
"""
#: rulebook-nea-pv-market-2017, draft-2017-08, R1 保障小时数完成程度 and R2 市场消纳风险
HOURS = """\
tests:
  - {if: "保障小时数完成率 ≥ 100 % 或 (非 核定保障小时数 且 弃光率 ≤ 5 %)", marks: 25, zh: 达到保障小时数, en: meets its guaranteed hours}
  - {if: 保障小时数完成率 ≥ 95 %, marks: 15, zh: 差额在5%以内, en: shortfall within 5 %}
  - {otherwise: 0, zh: 差额超过5%, en: shortfall above 5 %}
"""
MARKET = """\
tests:
  - {if: 弃水率 < 5 % 且 弃风率 < 10 % 且 弃光率 < 5 %, marks: 5}
  - {otherwise: -5}
"""
#: rulebook-wind-bidding-2018: one criterion, another rule in every province
ABILITY = """\
tests:
  - if: 省份 = nx
    value: 资产负债率
    unit: "%"
    decimals: 1
    steps: [{from: none, marks: 3}, {from: 75, marks: 2}, {from: 80, marks: 1}, {above: 85, marks: 0}]
    zh: 宁夏：资产负债率
    en: "Ningxia: debt ratio"
  - {if: 省份 属于 (gd) 且 资本金比例 ≥ 20 %, marks: 2}
  - {if: 省份 = sx 且 资本金比例 ≥ 20 %, marks: 3}
  - {if: 省份 = tj 且 资本金比例 ≥ 30 %, marks: 2}
  - {otherwise: 0}
"""


@pytest.mark.parametrize(
    ("efficiency", "expected"), [(16.4, -10), (16.5, 3), (16.79, 3), (16.8, 6), (17.4, 14), (17.99, 18), (18.0, 22)]
)
def test_a_band_with_conditions_of_its_own_and_points_below_zero(efficiency: float, expected: int):
    rules = pack(criterion(ERENHOT, most="max: 22"))
    good = {"first_year_loss": 3.0, "yearly_loss": 0.7, "lifetime_loss": 20.0}
    assert points(rules, efficiency=efficiency, **good) == expected
    assert points(rules, efficiency=efficiency, **{**good, "lifetime_loss": 20.1}) == -10
    assert points(rules, efficiency=efficiency, **{**good, "yearly_loss": 0.8}) == (-10 if expected == -10 else 0)


def test_points_below_zero_go_into_the_total():
    rules = pack(criterion(ERENHOT, most="max: 22"), criterion(MARKET, most="max: 5", rule_id="C2"))
    answer = judged(rules, efficiency=16.4, water=6.0)
    assert (answer.total_low, answer.total_high, answer.maximum) == (-1500, -1500, 2700)
    assert answer.grade_low == answer.grade_high == Label("不合格", "Fail")


def test_a_blank_answer_is_not_zero():
    rules = pack(criterion(MARKET, most="max: 5"))
    assert points(rules, water=4.9, wind=9.9, sun=4.9) == 5
    assert points(rules, water=4.9, wind=10.0, sun=4.9) == -5
    assert points(rules, water=4.9, sun=4.9) == (-5, 5)
    assert line(rules, water=4.9, sun=4.9).missing == ("wind",)
    # One above its limit decides, whatever the others are.
    assert points(rules, water=6.0) == -5


def test_an_unknown_test_leaves_open_only_what_may_still_decide():
    rules = pack(criterion(HOURS, most="max: 25"))
    assert points(rules, hours_met=100.0) == 25
    assert points(rules, hours_met=97.0, hours_set=True) == 15
    assert points(rules, hours_met=97.0) == (15, 25)
    assert points(rules, hours_met=90.0, hours_set=False, sun=5.0) == 25
    assert points(rules, hours_met=90.0, hours_set=False) == (0, 25)
    assert points(rules) == (0, 25)


def test_the_trace_names_the_test_that_decided():
    found = line(pack(criterion(HOURS, most="max: 25")), hours_met=97.0, hours_set=True)
    assert found.clause == Label("差额在5%以内", "shortfall within 5 %")
    assert [(part.outcome, part.decides) for part in found.parts] == [
        (Outcome.NOT_MET, False),
        (Outcome.MET, True),
        (Outcome.NOT_APPLICABLE, False),
    ]
    assert [part.best for part in found.parts] == [2500, 1500, 0]


def test_when_all_open_lines_give_the_same_it_is_told():
    scale = "tests: [{if: 担保, marks: 40}, {if: 备案, marks: 60}, {otherwise: 60}]"
    assert points(weighted(scale), guarantee=False) == 60
    assert points(weighted(scale), filing=True) == (40, 60)
    assert line(weighted(scale), guarantee=False).missing == ()


def test_a_line_may_have_a_scale_of_its_own():
    rules = pack(criterion(ABILITY, most="max: 3"))
    assert [points(rules, province="nx", debt_ratio=ratio) for ratio in (74.9, 75.0, 80.0, 85.0, 85.1)] == [
        3,
        2,
        1,
        1,
        0,
    ]
    assert points(rules, province="nx") == (0, 3)
    assert [points(rules, province=place, equity=20.0) for place in ("gd", "sx", "tj")] == [2, 3, 0]
    found = line(rules, province="nx", debt_ratio=80.0)
    assert (found.value, found.unit.zh, found.next_step) == (80.0, "%", 80.0)
    assert found.clause == Label("宁夏：资产负债率：80 ≤ x ≤ 85", "Ningxia: debt ratio: 80 ≤ x ≤ 85")


@pytest.mark.parametrize(
    ("scale", "sentence"),
    [
        ("tests: [{otherwise: 0}]", "Tests need at least one condition, and “otherwise” at the end."),
        ("tests: [{if: 担保, marks: 1}, {if: 备案, marks: 2}]", "The last line, and no other, is “otherwise”: else some cases have no marks."),
        ("tests: [{otherwise: 0}, {if: 备案, marks: 2}]", "The last line, and no other, is “otherwise”: else some cases have no marks."),
        ("tests: [{if: 担保}, {otherwise: 0}]", "“marks” is missing here."),
        ("tests: [{if: 担保, marks: 1, value: 弃光率}, {otherwise: 0}]", "A line gives either fixed marks or a value with its scale."),
        ("tests: [{if: 弃光率, marks: 1}, {otherwise: 0}]", "This must be a condition that holds or does not."),
        ("tests: [{if: 担保, tests: []}, {otherwise: 0}]", "“marks” is missing here."),
        ("value: 担保\ntests: [{if: 担保, marks: 1}, {otherwise: 0}]", "“value” does not go with this scale: it asks by itself."),
        ("tests: 5", "Here a list is needed."),
    ],
)  # fmt: skip
def test_a_slip_in_the_tests_is_told(scale: str, sentence: str):
    assert sentence in faults(text(criterion(scale)))
