"""Questions to the rows of a table, lists and days: on the line, one beyond it, and with blanks."""

import itertools
from datetime import date

import pytest

from climafin.expression.answers import Reason, Unknown
from climafin.expression.terms import Row
from tests.unit.expression.names import answer

TODAY = date(2026, 11, 20)
MISSING = Unknown(frozenset({"penalties"}))
NO_ROWS = Unknown(reasons=frozenset({Reason.NO_ROWS}))


def row(day: date | None = TODAY, wan: float | None = 1.0, **more: object) -> Row:
    cells = {"on": day, "amount": wan, **more}
    return {key: cell for key, cell in cells.items() if cell is not None}  # type: ignore[misc]


def asked(text: str, *rows: Row, **facts: object) -> object:
    return answer(text, {"as_of": TODAY, "penalties": rows, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(("yuan", "passes"), [(500_000, True), (500_001, False)])
def test_a_penalty_of_exactly_the_limit_passes_and_one_yuan_more_does_not(yuan: int, passes: bool):
    only = row(wan=yuan / 10_000)
    assert asked("max(处罚.金额 近3年) ≤ 50万元", only) is passes
    assert asked("count(penalties in the last 3 years where amount > 500000 CNY) = 0", only) is passes
    assert asked("全部(处罚 近3年 其中 金额 不大于 50 万元)", only) is passes
    assert asked("非 存在(处罚 其中 金额 > 50 万元 近3年)", only) is passes


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2023, 11, 20), 1.0),
        (date(2023, 11, 19), 0.0),
        (date(2026, 11, 20), 1.0),
        (date(2026, 11, 21), 0.0),
    ],
)
def test_the_window_holds_both_its_ends_and_nothing_beyond(day: date, counts: float):
    assert asked("计数(处罚 近3年)", row(day)) == counts
    assert asked("计数(处罚 近 36 个月)", row(day)) == counts
    assert asked("最大(处罚.金额 近三年) > 5 元", row(day)) == (True if counts else NO_ROWS)


def test_a_window_of_days_and_one_that_ends_on_a_leap_day():
    assert asked("计数(处罚 近30天)", row(date(2026, 10, 21)), row(date(2026, 10, 20))) == 1.0
    leap = {"as_of": date(2028, 2, 29), "penalties": (row(date(2027, 2, 28)), row(date(2027, 2, 27)))}
    assert answer("计数(处罚 近1年)", leap) == 1.0


def test_a_window_longer_than_the_calendar_holds_every_day_until_today():
    assert asked("计数(处罚 近9999年)", row(date.min), row(date.max)) == 1.0


def test_rows_are_added_in_their_order_and_no_row_is_not_an_unknown_number():
    two = (row(wan=0.1), row(wan=0.2))
    assert asked("sum(penalties.amount)", *two) == 0.0 + 0.1 + 0.2
    assert asked("mean(penalties.amount)", *two) == (0.0 + 0.1 + 0.2) / 2
    assert asked("min(penalties.amount)", *two) == 0.1
    assert asked("max(处罚.日期)", row(date(2025, 1, 1)), row(date(2026, 1, 1))) == date(2026, 1, 1)
    for text, of_none in (("count(处罚)", 0.0), ("sum(处罚.金额)", 0.0), ("存在(处罚)", False)):
        assert asked(text) == of_none
    assert asked("全部(处罚 其中 金额 > 5 元)") is True
    for text in ("max(处罚.金额)", "min(处罚.金额)", "mean(处罚.金额)"):
        assert asked(text) == NO_ROWS
    assert asked("coalesce(max(处罚.金额), 0) = 0") is True


def test_a_table_that_is_not_known_is_unknown_and_one_without_rows_is_not():
    assert answer("count(处罚) = 0") == MISSING
    assert asked("处罚 缺失") is False
    assert answer("处罚 缺失") is True


def test_a_blank_amount_is_not_nothing():
    blank = row(wan=None)
    for text in ("sum(处罚.金额) ≥ 0", "max(处罚.金额) ≤ 50 万元", "mean(处罚.金额) ≥ 0"):
        assert asked(text, blank, row()) == MISSING
    assert asked("count(处罚 其中 金额 > 50 万元) = 0", blank) == MISSING
    assert asked("count(处罚)", blank) == 1.0
    assert asked("count(处罚 其中 金额 缺失)", blank, row()) == 1.0
    other, fitting = row(wan=None, state="building"), row(wan=2.0, state="operating")
    assert asked("sum(处罚.金额 其中 办结状态 = 投运)", other, fitting) == 2.0


def test_a_blank_day_may_lie_in_the_window_but_not_when_the_condition_fails():
    undated = row(None, 60.0)
    assert asked("count(处罚 近3年)", undated) == MISSING
    assert asked("存在(处罚 近3年 其中 金额 > 50 万元)", undated) == MISSING
    assert asked("存在(处罚 近3年 其中 金额 > 70 万元)", undated) is False
    assert asked("全部(处罚 近3年 其中 金额 < 70 万元)", undated) is True
    assert asked("count(处罚 近3年 其中 金额 > 70 万元)", undated) == 0.0
    without_day = answer("count(处罚 近3年)", {"penalties": (row(),)})
    assert without_day == Unknown(frozenset({"as_of"}))


@pytest.mark.parametrize("worths", list(itertools.product((False, None, True), repeat=3)))
def test_any_and_every_follow_kleenes_tables(worths: tuple[bool | None, ...]):
    rows = [row(wan=None if worth is None else 60.0 if worth else 40.0) for worth in worths]
    any_of = True if True in worths else MISSING if None in worths else False
    all_of = False if False in worths else MISSING if None in worths else True
    assert asked("any(penalties where amount > 50 CNY 10k)", *rows) == any_of
    assert asked("every(penalties where amount > 50 CNY 10k)", *rows) == all_of
    facts = {key: worth for key, worth in zip("pqr", worths, strict=True) if worth is not None}
    for count in (1, 2, 3):
        sure, possible = worths.count(True), len(worths) - worths.count(False)
        held = True if sure >= count else False if possible < count else None
        found = answer(f"at_least({count}, p, q, r)", facts)
        assert (None if isinstance(found, Unknown) else found) is held


def test_inside_where_a_column_stands_before_the_fact_of_its_name_and_facts_can_be_read():
    rows = (row(name="a", wan=3.0), row(name="b", wan=1.0))
    assert asked("计数(处罚 其中 name = 'a')", *rows, name="b") == 1.0
    assert asked("计数(处罚 其中 金额 > 总投资)", *rows, invest=2.0) == 1.0
    assert asked("存在(处罚 其中 整改期限 < 评价日 - 1 年)", row(until=date(2025, 11, 19))) is True
    assert asked("存在(处罚 其中 整改期限 < 评价日 - 1 年)", row(until=date(2025, 11, 20))) is False


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("名称 属于 产业集群名单", {"name": "重庆(两江) 汽车有限公司"}, True),
        ("name not in clusters", {"name": "LIJIA SOLAR"}, False),
        ("name in clusters", {"name": "Lijia"}, False),
        ("阶段 属于 开放阶段", {"stage": "building"}, True),
        ("阶段 属于 开放阶段", {"stage": "operating"}, False),
        ("担保 属于 开放阶段", {"security": frozenset({"operating", "building"})}, True),
        ("name in clusters", {}, Unknown(frozenset({"name"}))),
        ("开工日 + 1 年 = 2025-02-28", {"start": date(2024, 2, 29)}, True),
        ("开工日 - 6 个月 = 2025-02-28", {"start": date(2025, 8, 31)}, True),
        ("开工日 + 1.5 年 - 30 天 = 2026-06-01", {"start": date(2025, 1, 1)}, True),
        ("开工日 - 3000 年 > 2026-01-01", {"start": TODAY}, Unknown(reasons=frozenset({Reason.TOO_LARGE}))),
        ("相隔天数(2026-11-20, 开工日) = -30 天", {"start": date(2026, 10, 21)}, True),
        ("年份(开工日) = 2026", {"start": TODAY}, True),
        ("月份(开工日) = 11 且 几号(开工日) = 20", {"start": date(2026, 11, 20)}, True),
        ("day_of_month(start) < 10", {"start": date(2026, 11, 10)}, False),
        ("month(start) = 2", {}, Unknown(frozenset({"start"}))),
        ("若(甲, 总投资, 0) ≥ 5 万元", {"p": True, "invest": 5.0}, True),
        ("if(p, 5 万元 / 总投资, 0) = 0", {"p": False, "invest": 0.0}, True),
        ("if(p, 1, 1) = 1", {}, Unknown(frozenset({"p"}))),
        ("若(甲, 阶段, 阶段) = 建设", {"p": True, "stage": "building"}, True),
        ("coalesce(阶段, 建设) = 建设", {}, True),
        ("阶段 = if(p, stage, operating)", {"p": False, "stage": "building"}, False),
        ("向下取整(总投资) = 2 万元", {"invest": 2.9}, True),
        ("向下取整(能效 × 10) = 3", {"pue": 0.1 + 0.2}, True),
        ("floor(pue * 100) = 29", {"pue": 0.29}, True),
        ("ceil(pue * 100) = 110", {"pue": 1.1}, True),
        ("ceil(-pue) = -1", {"pue": 1.2}, True),
        ("floor(收益率) = 8 %", {"irr": 0.0899}, True),
        ("限定(能效, 1, 2) = 2", {"pue": 3.0}, True),
        ("max(0, 总投资) ≥ 5 万元", {"invest": 5.0}, True),
        ("max(开工日, 2026-01-01) = 2026-01-01", {"start": date(2020, 1, 1)}, True),
        ("同行业.排名 ≤ 3", {"同行业.rank": 3.0}, True),
        ("peers.rank <= 3", {"同行业.rank": 4.0}, False),
    ],
)
def test_lists_days_and_functions(text: str, facts: dict, expected: object):
    assert answer(text, facts) == expected
