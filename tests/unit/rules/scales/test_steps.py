"""Bands in absolute points, and the table whose bands do not meet."""
# ruff: noqa: E501 - bands as rule books print them, one table to a line

import pytest

from tests.unit.rules.scales.one_criterion import criterion, faults, line, pack, points, text

#: rulebook-pv-allocation-2016, unnamed-201607, T5 流动资金
CAPITAL = """\
value: 流动资金
unit: 万元
steps: [{from: none, marks: 0}, {above: 500, marks: 2}, {above: 1000, marks: 4}, {above: 3000, marks: 7}, {above: 5000, marks: 10}]
"""
#: rulebook-pv-allocation-2016, unnamed-201607, T6 装机业绩 as printed: gaps at 5-6 and 15-16, an overlap at 10
BUILT = """\
value: 装机业绩
decimals: 1
steps:
  - {from: none, below: 2, marks: 0}
  - {from: 2, to: 5, marks: 2}
  - {from: 6, to: 10, marks: 4}
  - {from: 10, to: 15, marks: 7}
  - {above: 16, marks: 10}
"""
GAP, OVERLAP = "Between this end and the next band lies a gap.", "This band and the next overlap."


@pytest.mark.parametrize(
    ("capital", "expected"), [(500, 0), (501, 2), (1000, 2), (1001, 4), (3001, 7), (5000, 7), (5001, 10)]
)
def test_working_capital_brings_absolute_points(capital: int, expected: int):
    rules = pack(criterion(CAPITAL, most="max: 10"))
    assert points(rules, working_capital=capital * 1_000_000) == expected
    assert line(rules, working_capital=capital * 1_000_000).maximum == 1000


def test_gaps_and_overlaps_of_a_printed_table_are_told():
    assert faults(text(criterion(BUILT, most="max: 10"))) == [GAP, OVERLAP, GAP]


def test_whole_numbers_leave_no_gap_between_five_and_six():
    # The same table where only whole numbers are kept: 10 still stands in two bands, and 16 in none.
    assert faults(text(criterion(BUILT.replace("decimals: 1", "decimals: 0"), most="max: 10"))) == [OVERLAP, GAP]
    mended = (
        BUILT.replace("decimals: 1", "decimals: 0").replace("to: 10,", "below: 10,").replace("above: 16", "from: 16")
    )
    rules = pack(criterion(mended, most="max: 10"))
    assert [points(rules, built=size) for size in (1.0, 2.0, 5.0, 6.0, 9.0, 10.0, 15.0, 16.0)] == [
        0,
        2,
        2,
        4,
        4,
        7,
        7,
        10,
    ]


def test_points_above_the_maximum_are_told():
    assert "This must lie between -10,000 and 9." in faults(text(criterion(CAPITAL, most="max: 9")))
