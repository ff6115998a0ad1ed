"""What reads well but cannot be meant is told: unreachable tests and bands, points nobody gets, divisors of 0."""
# ruff: noqa: E501 - one slip to a line

import pytest

from climafin.rules.cases import examine
from climafin.rules.lint import lint
from tests.unit.rules.scales.one_criterion import ENGLISH, FIELDS, criterion, pack


def slips(*criteria: str, **parts: str) -> list[str]:
    rules = pack(*criteria, **parts)
    found = lint(rules, frozenset({"S"}), examine(rules, FIELDS))
    told = [ENGLISH.say(slip.told) for slip in found]
    return [one for one in told if not one.startswith(("No case comes", "No case shows", "Nothing leads to"))]


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("tests: [{if: 弃光率 ≥ 3 %, marks: 50}, {if: 弃光率 ≥ 5 %, marks: 100}, {otherwise: 0}]", ["No case can reach this test: test 1 holds first."]),
        ("tests: [{if: 弃光率 ≥ 5 %, marks: 100}, {if: 弃光率 ≥ 3 %, marks: 50}, {otherwise: 0}]", []),
        ("tests: [{if: 弃光率 ≥ 3 % 且 担保, marks: 50}, {if: 弃光率 ≥ 5 %, marks: 100}, {otherwise: 0}]", []),
        ("tests: [{if: 弃光率 ≥ 3 % 或 担保, marks: 50}, {if: 担保 且 备案, marks: 100}, {otherwise: 0}]", ["No case can reach this test: test 1 holds first."]),
        ("tests: [{if: 担保, marks: 50}, {if: 备案 且 担保, marks: 100}, {otherwise: 0}]", ["No case can reach this test: test 1 holds first."]),
        ("tests: [{if: '省份 属于 (gd, nx)', marks: 50}, {if: 省份 = nx, marks: 100}, {otherwise: 0}]", ["No case can reach this test: test 1 holds first."]),
        ("tests: [{if: 省份 = gd 且 省份 = nx, marks: 100}, {otherwise: 0}]", ["This test can never hold."]),
        ("tests: [{if: 弃光率 < 3 % 且 弃光率 > 5 %, marks: 100}, {otherwise: 0}]", ["This test can never hold."]),
        ("tests: [{if: 弃光率 < 0 %, marks: 100}, {otherwise: 0}]", ["This test can never hold."]),
        ("tests: [{if: 3 % ≤ 弃光率 < 5 %, marks: 60}, {if: 弃光率 介于 3.5 % 和 4 %, marks: 100}, {otherwise: 0}]", ["No case can reach this test: test 1 holds first."]),
        ("tests: [{if: 担保 且 非 担保, marks: 100}, {otherwise: 0}]", ["This test can never hold."]),
        ("value: 弃光率\nunit: '%'\nsteps: [{from: none, marks: 0}, {from: 2000000, marks: 100}]", ["No value can reach this band."]),
        ("value: 弃光率\nunit: '%'\nsteps: [{from: none, marks: 0}, {from: 0, marks: 100}]", ["No value can reach this band."]),
        ("value: 弃光率\nunit: '%'\nrates: {segments: [{from: 0, per: 1, marks: 1}, {from: 2000000, per: 1, marks: 2}]}", ["No value can reach this band."]),
        ("value: 担保\nmarks: {yes: 80, no: 0}", ["The most this scale can give is 80, not 100."]),
    ],
)  # fmt: skip
def test_a_slip_in_a_scale_is_told(scale: str, expected: list[str]):
    assert slips(criterion(scale)) == expected


def test_a_cap_that_lets_everything_through_is_told():
    one = criterion("value: 担保\nmarks: {yes: 20, no: 0}", most="max: 20")
    assert slips(one, groups="g: {zh: 组, en: Group, cap: 20}") == []
    assert slips(one, groups="g: {zh: 组, en: Group, cap: 25}") == [
        "The cap of “Group” is 25, but its criteria bring 20 at most."
    ]


def test_a_criterion_without_weight_is_told():
    weighted = criterion("value: 担保\nmarks: {yes: 100, no: 0}", most="weight: 100")
    idle = criterion("value: 备案\nmarks: {yes: 100, no: 0}", most="weight: 0", rule_id="C2")
    told = slips(weighted, idle, groups="g: {zh: 组, en: Group, weight: 100}", scoring="weighted")
    assert told == ["This criterion has no weight: it changes no total."]


CURVE = "curve: [[0, 0], [1, 100]]"


@pytest.mark.parametrize(
    ("scale", "more", "is_told"),
    [
        (f"value: 100 / 装机业绩\n{CURVE}", "", True),
        (f"value: 100 / 装机业绩\n{CURVE}", "applies: 装机业绩 > 0", False),
        (f"value: 100 / 装机业绩\n{CURVE}", "applies: 装机业绩 ≥ 0", True),
        (f"value: 100 / (装机业绩 + 1)\n{CURVE}", "", False),
        (f"value: 100 / (装机业绩 - 1)\n{CURVE}", "", True),
        ("tests: [{if: 装机业绩 > 0 且 100 / 装机业绩 > 1, marks: 100}, {otherwise: 0}]", "", False),
        ("tests: [{if: 担保 且 100 / 装机业绩 > 1, marks: 100}, {otherwise: 0}]", "", True),
    ],
)  # fmt: skip
def test_a_divisor_that_can_be_zero_is_told(scale: str, more: str, is_told: bool):
    told = slips(criterion(scale, more=more))
    assert bool(told) == is_told
    assert all("0 is possible, and these cannot be told then: C1." in one for one in told)


def test_parts_that_no_case_tries_are_named():
    rules = pack(criterion("deduct: {items: [{id: a, zh: 甲, en: A, if: 担保, marks: 30}]}"))
    told = [ENGLISH.say(slip.told) for slip in lint(rules, frozenset({"S"}), examine(rules, FIELDS))]
    assert told == ["No case shows both answers of these parts of C1: a."]
