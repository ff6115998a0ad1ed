"""Marginal points, against the published examples of local PV scorecards."""
# ruff: noqa: E501 - rates and slips as rule books print them, one to a line

import pytest

from climafin.base.messages import Label
from tests.unit.rules.scales.one_criterion import criterion, faults, line, pack, points, text

#: rulebook-pv-allocation-2016, unnamed-201607, T1 上网电价
TARIFF = """\
value: 电价降幅
unit: 元/kWh
decimals: 3
rates: {segments: [{from: 0, per: 0.01, marks: 4}, {from: 0.05, per: 0.01, marks: 2}, {from: 0.08, per: 0.01, marks: 0.5}], cap: 30}
"""
#: rulebook-pv-allocation-2016, hebei-draft-2016, tariff; its printed points at 0.08 and above leave the rate
HEBEI = """\
value: 电价降幅
unit: 元/kWh
decimals: 3
rates: {segments: [{from: 0, per: 0.01, marks: 2}, {from: 0.05, per: 0.01, marks: 2.5}, {from: 0.08, base: 20, per: 0.01, marks: 5}], cap: 30}
"""
#: rulebook-pv-allocation-2016, unnamed-201607, T2 组件转换效率, which counts only with small losses
EFFICIENCY = """\
tests:
  - {if: 首年衰减率 > 2.5 % 或 逐年衰减率 > 0.7 %, marks: 0, zh: 衰减率超限, en: losses above the limits}
  - otherwise:
      value: 组件转换效率
      unit: "%"
      decimals: 1
      rates:
        segments:
          - {from: 16.5, base: 5, per: 0.1, marks: 1}
          - {from: 17.1, base: 11.5, per: 0.1, marks: 1.5}
          - {from: 17.6, base: 20, per: 0.1, marks: 2.5}
        cap: 30
    zh: 按效率计分
    en: points by efficiency
"""


@pytest.mark.parametrize(
    ("cut", "expected"),
    [(0.0, 0), (0.05, 20), (0.06, 22), (0.08, 26), (0.10, 27), (0.16, 30), (0.20, 30), (0.055, 21), (0.0851, 26.25)],
)
def test_a_tariff_cut_brings_the_points_the_scorecard_prints(cut: float, expected: float):
    assert points(pack(criterion(TARIFF, most="max: 30")), tariff_cut=cut) == expected


@pytest.mark.parametrize(
    ("cut", "expected"), [(0.05, 10), (0.07, 15), (0.079, 17.25), (0.08, 20), (0.09, 25), (0.10, 30), (0.2, 30)]
)
def test_points_may_jump_where_a_segment_begins(cut: float, expected: float):
    assert points(pack(criterion(HEBEI, most="max: 30")), tariff_cut=cut) == expected


@pytest.mark.parametrize(
    ("efficiency", "expected"),
    [(16.4, 0), (16.5, 5), (16.8, 8), (17.0, 10), (17.1, 11.5), (17.5, 17.5), (17.6, 20), (18.0, 30), (19.0, 30)],
)
def test_module_efficiency_counts_only_while_losses_are_small(efficiency: float, expected: float):
    rules = pack(criterion(EFFICIENCY, most="max: 30"))
    facts = {"efficiency": efficiency, "first_year_loss": 2.5, "yearly_loss": 0.7}
    assert points(rules, **facts) == expected
    assert points(rules, **{**facts, "yearly_loss": 0.71}) == 0
    assert points(rules, **{**facts, "first_year_loss": 2.6}) == 0
    assert points(rules, efficiency=efficiency, first_year_loss=2.5) == ((0, expected) if expected else 0)


def test_whole_steps_count_only_when_they_are_full():
    rules = pack(criterion(TARIFF.replace("cap: 30", "cap: 30, whole_steps: yes"), most="max: 30"))
    assert [points(rules, tariff_cut=cut) for cut in (0.009, 0.01, 0.059, 0.06, 0.16)] == [0, 4, 20, 22, 30]
    assert line(rules, tariff_cut=0.059).next_step == 0.06


def test_the_trace_says_the_rate_and_where_more_begins():
    rules = pack(criterion(TARIFF, most="max: 30"))
    found = line(rules, tariff_cut=0.06)
    assert (found.value, found.next_step) == (0.06, 0.08)
    assert found.clause == Label(*["0.05 ≤ x < 0.08: 20 + 2 × (x − 0.05) / 0.01"] * 2)
    assert line(rules, tariff_cut=0.10).next_step == 0.16
    assert line(rules, tariff_cut=0.16).next_step is None
    assert line(rules).outcome.value == "unknown"
    assert points(rules) == (0, 30)


def test_less_may_be_better():
    scale = """\
value: 弃光率
unit: "%"
decimals: 1
rates: {segments: [{from: 0, base: 10, per: 1, marks: -2}], below: 10}
"""
    rules = pack(criterion(scale, most="max: 10"))
    assert [points(rules, sun=share) for share in (0.0, 1.0, 2.5, 5.0, 50.0)] == [10, 8, 5, 0, 0]
    assert line(rules, sun=2.5).next_step == 0


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("from: 0.05, per", "from: 0, per", "The segments must rise: this one begins at or below the one before."),
        ("per: 0.01, marks: 2}", "per: 0, marks: 2}", "A step must be greater than 0."),
        ("per: 0.01, marks: 2}", "per: 0.0005, marks: 2}", "The value is rounded to 3 decimals; this threshold has more."),
        ("cap: 30", "cap: 31", "This must lie between -10,000 and 30."),
        ("cap: 30", "cap: 20, floor: 25", "“floor” lies above “cap”."),
        ("from: 0.05, per", "from: 0.051, per", ""),
        ("{from: 0, per: 0.01, marks: 4}", "{from: 0, per: 0.03, marks: 4}", "Say “base”: what the segment before ends with is no whole hundredth of a mark."),
        ("segments: [{", "segments: [], x: [{", "Rates need at least one segment."),
    ],
)  # fmt: skip
def test_a_slip_in_the_rates_is_told(old: str, new: str, sentence: str):
    source = text(criterion(TARIFF, most="max: 30"))
    assert old in source
    told = faults(source.replace(old, new, 1))
    assert sentence in told if sentence else told == []
