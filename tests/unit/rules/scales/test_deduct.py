"""From full marks downward, never below the floor."""

from datetime import date

import pytest

from climafin.base.messages import Label
from climafin.domain.assessment import Outcome
from tests.unit.rules.scales.one_criterion import criterion, faults, judged, line, pack, points, text, weighted

#: A group of 负面评价 that only takes off stands in rulebook-pv-allocation-2016, hebei-draft-2016; its items were
#: not printed, so the numbers here are ours. The form is construct C09 of the rule books' list.
NEGATIVE = """\
deduct:
  full: 0
  floor: -15
  items:
    - {id: violation, zh: 环保违规, en: Environmental violations, count: 违规次数, marks: 5, cap: 10}
    - {id: late, zh: 逾期报送, en: Reported late, if: 逾期报送, marks: 8}
"""
COMPLIANCE = """\
deduct:
  items:
    - {id: violation, zh: 违规, en: Violations, count: 违规次数, marks: 40}
    - {id: late, zh: 逾期, en: Late, if: 逾期报送, marks: 10}
"""


def test_a_group_that_only_takes_off_lowers_the_total():
    rules = pack(
        criterion("value: 担保\nmarks: {yes: 30, no: 0}", most="max: 30"),
        criterion(NEGATIVE, most="max: 0", rule_id="C2", group="n"),
        groups="g: {zh: 组, en: Group, cap: 30}\nn: {zh: 负面评价, en: Negative}",
    )
    totals = [
        judged(rules, guarantee=True, violations=count, late=late).total_low
        for count, late in [(0, False), (1, False), (2, False), (9, False), (1, True), (2, True)]
    ]
    assert totals == [3000, 2500, 2000, 2000, 1700, 1500]


def test_deductions_stop_at_zero():
    rules = weighted(COMPLIANCE)
    assert [points(rules, violations=count, late=True) for count in (0, 1, 2, 3)] == [90, 50, 10, 0]
    assert line(rules, violations=3, late=True).clause == Label(*["100 − 100 − 10 → 0"] * 2)
    assert line(rules, violations=1, late=True).clause == Label(*["100 − 40 − 10"] * 2)


def test_what_cannot_be_told_leaves_a_range():
    rules = weighted(COMPLIANCE)
    assert points(rules, violations=1) == (50, 60)
    assert points(rules, late=True) == (0, 90)
    assert points(rules, violations=3) == 0  # nothing more can be taken off
    assert line(rules, violations=1).missing == ("late",)


def test_the_trace_says_what_was_taken_off_for_what():
    found = line(weighted(COMPLIANCE), violations=1, late=False)
    assert [(part.part_id, part.outcome, part.points_low) for part in found.parts] == [
        ("violation", Outcome.MET, -4000),
        ("late", Outcome.NOT_MET, 0),
    ]
    assert found.marks_low == 10_000 + sum(part.points_low for part in found.parts)


#: The README of the rule books, test vector 5: exactly 500,000 and one yuan more, three years ago to the day and one
#: day more (construct C23); the marks are ours.
PENALTIES = """\
facts:
  penalties:
    zh: 处罚
    en: Penalties
    kind: table
    columns: {on: {zh: 日期, en: Date, kind: date}, amount: {zh: 金额, en: Amount, kind: money}}
"""
COUNTED = """\
deduct:
  items:
    - {id: p, zh: 处罚, en: Penalties, count: 计数(处罚 近3年 其中 金额 > 50万元), marks: 30, cap: 60}
"""


def test_what_is_counted_may_be_rows_of_the_last_years():
    rules = pack(criterion(COUNTED), limits=PENALTIES)
    over, at = 50_000_001, 50_000_000  # fen: 500,000.01 and 500,000 yuan
    rows = [(date(2026, 1, 1), over), (date(2023, 11, 20), over), (date(2023, 11, 19), over), (date(2026, 1, 1), at)]
    left = [points(rules, penalties=tuple({"on": on, "amount": amount} for on, amount in rows[:n])) for n in range(5)]
    assert left == [100, 70, 40, 40, 40]
    assert points(rules) == (40, 100)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("if: 逾期报送, ", "", "An item has exactly one of: if, count."),
        ("if: 逾期报送, ", "if: 逾期报送, cap: 5, ", "“cap” goes with “count” only."),
        ("id: late", "id: violation", "The id “violation” stands twice."),
        ("floor: -15", "floor: 0", "“floor” must lie below “full”."),
        ("count: 违规次数", "count: 逾期报送", "This expression gives something that does not fit here."),
        ("full: 0", "full: 5", "This must lie between -10,000 and 0."),
    ],
)  # fmt: skip
def test_a_slip_in_the_deductions_is_told(old: str, new: str, sentence: str):
    source = text(criterion(NEGATIVE, most="max: 0"))
    assert old in source
    assert sentence in faults(source.replace(old, new, 1))
