"""What expressions answer: units, exactness on the line, and what is not known."""

from datetime import date

import pytest

from climafin.expression.evaluate import Reason, Unknown, round_half_up
from tests.unit.expression.names import answer


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("总投资 ≥ 1 亿元", {"invest": 10_000.0}, True),
        ("总投资 > 1 亿元", {"invest": 10_000.0}, False),
        ("总投资 ≥ 100000000 元", {"invest": 10_000.0}, True),
        ("年减排量 / 总投资 ≥ 0.5 tCO2e/(万元·a)", {"reduction": 500.0, "invest": 1000.0}, True),
        ("年减排量 ≥ 3 万吨二氧化碳/年", {"reduction": 30_000.0}, True),
        ("收益率 ≥ 8.3 %", {"irr": 8.3 / 100}, True),
        ("收益率 > 8.3 %", {"irr": 8.3 / 100}, False),
        ("收益率 × 3 ≥ 24.9 %", {"irr": 8.3 / 100}, True),
        ("能效 × 3 ≤ 0.3", {"pue": 0.1}, True),
        ("1 ≤ 能效 < 1.5", {"pue": 1.5}, False),
        ("能效 介于 1 和 1.5", {"pue": 1.5}, True),
        ("阶段 属于 (建设, 运营)", {"stage": "operating"}, True),
        ("担保 包含 投运", {"security": frozenset({"operating"})}, True),
        ('名称 包含 "光伏"', {"name": "屋顶光伏"}, True),
        ("开工日 < 2026-06", {"start": date(2026, 5, 31)}, True),
        ("years_between(开工日, 2026-11-20) ≥ 3 年", {"start": date(2023, 11, 20)}, True),
        ("years_between(开工日, 2026-11-20) ≥ 3 年", {"start": date(2023, 11, 21)}, False),
        ("years_between(2026-11-20, 开工日) = -3 年", {"start": date(2023, 11, 20)}, True),
        ("max(能效, 2) = 2", {"pue": 1.2}, True),
        ("abs(-能效) = 1.2", {"pue": 1.2}, True),
        ("round(能效, 1) = 1.3", {"pue": 1.25}, True),
        ("round(总投资, 0) = 1 万元", {"invest": 1.4}, True),
        ("coalesce(能效, 3) = 3", {}, True),
        ("能效 - (0.2 + 1) = 0", {"pue": 1.2}, True),
        ("能效 - 0.2 = 1", {"pue": 1.2}, True),
        ("loan / 总投资 ≤ 0.7", {"loan": 7.0, "invest": 10.0}, True),
        ("loan / 总投资 ≤ 70 %", {"loan": 7.0, "invest": 10.0}, True),
    ],
)
def test_answers(text: str, facts: dict, expected: object):
    assert answer(text, facts) is expected


@pytest.mark.parametrize(
    "text", ["总投资 ≥ 0", "总投资 < 5 万元", "总投资 ≠ 1 万元", "非 (总投资 > 0)", "总投资 介于 0 和 1 万元"]
)
def test_a_missing_number_neither_passes_nor_fails(text: str):
    assert answer(text) == Unknown(frozenset({"invest"}))


def test_what_is_not_known_says_which_facts_and_why():
    both = answer("年减排量 / 总投资 > 1 tCO2e/(万元·a)")
    assert isinstance(both, Unknown)
    assert both.missing == {"reduction", "invest"}
    zero = answer("年减排量 / 总投资 > 1 tCO2e/(万元·a)", {"reduction": 1.0, "invest": 0.0})
    assert zero == Unknown(reasons=frozenset({Reason.ZERO_DIVISOR}))
    huge = answer("能效 * 能效 > 1", {"pue": 1e200})
    assert huge == Unknown(reasons=frozenset({Reason.TOO_LARGE}))


def test_one_decisive_part_decides_whatever_is_unknown():
    assert answer("甲 且 乙", {"q": False}) is False
    assert answer("甲 或 乙", {"q": True}) is True
    assert answer("总投资 缺失 且 非 (乙 缺失)", {"q": True}) is True


@pytest.mark.parametrize(
    ("value", "digits", "whole"), [(2.675, 2, 268), (-2.675, 2, -268), (0.5, 0, 1), (1e300, 2, None)]
)
def test_rounding_is_what_people_expect(value: float, digits: int, whole: int | None):
    assert round_half_up(value, digits) == whole
