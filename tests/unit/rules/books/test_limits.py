"""Looked-up limits, own facts, lists and derived values, as published rule books have them."""
# ruff: noqa: E501 - packs and tables of faults, one to a line

from datetime import date

import pytest

from climafin.base.errors import CallProblem
from climafin.domain.assessment import Outcome
from climafin.domain.signed import Supplied
from climafin.domain.verdict import Verdict
from tests.unit.rules.books.made import MOMENT, answer, faults, outcomes, read, sentences

# Bank admission rule for blue and green loans: no single penalty above 500,000 CNY in the last 3 years, use of
# proceeds in the catalogue in force (rulebook-bank-blue-green BB-X1, BB-E1; test vectors 1 and 5): the catalogue is
# that of the loan's day, and fields widen on 2026-01-15.
BANK = """\
facts:
  loan_day: {zh: 贷款日期, en: Day of the loan, kind: date}
  money_goes_to: {zh: 资金投向, en: Where the money goes, kind: text}
  loan_kind: {zh: 贷款类别, en: Kind of loan, kind: choice, choices: {
    clean: {zh: 清洁能源, en: Clean energy}, retrofit: {zh: 节能改造, en: Energy retrofit}}}
  env_penalties: {zh: 环保处罚清单, en: Environmental penalties, kind: table, columns: {
    on: {zh: 处罚日期, en: Date, kind: date}, amount: {zh: 处罚金额, en: Amount, kind: money}}}
lists:
  绿色目录: {title: {zh: 绿色目录, en: Green catalogue}, source: S 目录, entries: [光伏电站, 节能改造, 风电场]}
limits:
  工具覆盖:
    title: {zh: 碳减排工具覆盖, en: Covered by the carbon facility}
    by: loan_kind
    dated_by: loan_day
    values:
      - {from: 2021-11-08, rows: {清洁能源: 1}, otherwise: 0, source: S 2021}
      - {from: 2026-01-15, rows: {清洁能源: 1, 节能改造: 1}, otherwise: 0, source: S 2026}
gates:
  - id: BB-X1
    title: {zh: 重大环保违规, en: Major penalty}
    kind: exclusion
    test: count(环保处罚清单 近3年 其中 处罚金额 > 50万元) = 0
    source: S 1
  - {id: BB-E1, title: {zh: 属于目录, en: In the catalogue}, kind: requirement, test: 资金投向 属于 绿色目录, source: S 2}
  - {id: BB-E2, title: {zh: 工具支持, en: Facility}, kind: requirement, test: 工具覆盖 = 1, source: S 3}
usual_facts: {资金投向: 节能改造, 贷款类别: 节能改造, 贷款日期: 2026-01-15}
cases:
  - name: 恰五十万元
    as_of: 2026-11-20
    facts: {环保处罚清单: [{处罚日期: 2026-01-01, 处罚金额: 50}]}
    expect: {verdict: eligible, BB-X1: met, BB-E1: met}
  - name: 多一元
    as_of: 2026-11-20
    facts: {环保处罚清单: [{处罚日期: 2023-11-20, 处罚金额: 500001元}]}
    expect: {verdict: refused, BB-X1: not_met}
  - name: 三年零一天之前
    as_of: 2026-11-20
    facts: {环保处罚清单: [{处罚日期: 2023-11-19, 处罚金额: 600}]}
    expect: {BB-X1: met}
  - name: 贷款早一天
    facts: {贷款日期: 2026-01-14}
    expect: {BB-E2: not_met}
  - name: 目录以外
    facts: {资金投向: 煤矿}
    expect: {BB-E1: not_met}
"""


def test_a_limit_is_that_of_the_loans_day_whatever_the_day_of_assessment():
    pack = read(BANK)
    values = {"money_goes_to": "节能改造", "loan_kind": "retrofit", "env_penalties": ()}
    before = answer(pack, {**values, "loan_day": date(2026, 1, 14)}, date(2027, 5, 1))
    after = answer(pack, {**values, "loan_day": date(2026, 1, 15)}, date(2025, 12, 31))
    assert outcomes(before)["BB-E2"] is Outcome.NOT_MET
    assert outcomes(after)["BB-E2"] is Outcome.MET
    (read_,) = after.gates[2].limits
    assert (read_.value, read_.since, read_.source.clause.zh) == (1.0, date(2026, 1, 15), "2026")  # type: ignore[union-attr]
    unsaid = answer(pack, values)
    assert unsaid.gates[2].missing == ("loan_day",)


def test_a_blank_answer_is_not_nothing_to_report():
    found = answer(read(BANK), {"money_goes_to": "节能改造", "loan_kind": "retrofit", "loan_day": date(2026, 2, 1)})
    assert outcomes(found)["BB-X1"] is Outcome.UNKNOWN
    assert found.verdict is Verdict.UNDECIDED


def test_a_list_may_lie_in_a_file_beside_the_pack_and_is_part_of_its_digest():
    body = BANK.replace("entries: [光伏电站, 节能改造, 风电场]", "file: names.txt")
    names = "# 绿色目录\n光伏电站\n节能改造\n风电场\n"
    pack = read(body, {"names.txt": names.encode(), "other.txt": b"x"})
    assert pack.lists[0].entries == ("光伏电站", "节能改造", "风电场")
    longer = read(body, {"names.txt": (names + "储能\n").encode()})
    assert longer.stamp.digest != pack.stamp.digest
    assert read(body, {"names.txt": names.encode()}).stamp.digest == pack.stamp.digest


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("name.txt", "“name.txt” is not known here; is “names.txt” meant?"),
        ("../names.txt", "A list's file lies beside the pack and is named such as “names.txt”."),
        ("broken.txt", "The file is not UTF-8 text."),
    ],
)
def test_a_wrong_file_of_a_list_is_told(file: str, told: str):
    body = BANK.replace("entries: [光伏电站, 节能改造, 风电场]", f"file: {file}")
    found = faults(body, {"names.txt": "光伏电站\n".encode(), "broken.txt": "光伏".encode("gb18030")})
    assert any(told in fault for fault in found)


# Graded guide, version 1: the advanced value of an industry stands in an annex nobody could read, so the office types
# it in; the threshold by sector and place; climate investment efficiency is not computed when nothing is reduced
# (rulebook-graded-guide V1-S2 and `derived`).
GUIDE = """\
facts:
  carbon_intensity: {zh: 单位产值排放强度, en: Carbon intensity, kind: number, unit: tCO2e/万元, decimals: 3}
derived:
  气候投资效率:
    title: {zh: 气候投资效率, en: Climate investment efficiency}
    value: 总投资 / 年减排量
    unit: 万元/(tCO2e/a)
    decimals: 2
  效率达标: {title: {zh: 效率达标, en: Efficient}, value: 气候投资效率 ≤ 5 万元/(tCO2e/a)}
limits:
  先进值:
    title: {zh: 行业碳排放强度先进值, en: Advanced value of the industry}
    unit: tCO2e/万元
    delegated: {zh: 附件未公布，由主管部门填报, en: annex not published; filled in by the authority}
  底线:
    title: {zh: 分行业分地区底线, en: Floor by sector and place}
    unit: tCO2e/a
    by: [sector, district]
    values:
      - from: 2026-01-01
        rows:
          建筑节能与绿色建筑 / 重庆市以外: 200
          waste: {重庆市以外: 900}
        otherwise: 100
        source: S 附表
gates:
  - {id: G1, title: {zh: 先进, en: Advanced}, kind: requirement, test: 单位产值排放强度 ≤ 先进值, source: S 1}
  - {id: G2, title: {zh: 底线, en: Floor}, kind: requirement, test: 年减排量 ≥ 底线, source: S 2}
  - {id: G3, title: {zh: 效率, en: Efficiency}, kind: notice, test: 效率达标, source: S 3}
cases:
  - name: 主管部门已定先进值
    as_of: 2026-11-20
    facts: {单位产值排放强度: 0.9, 行业: 建筑节能与绿色建筑, 所在片区: 重庆市以外, 年减排量: 150, 总投资: 400}
    parameters: {先进值: 0.9}
    expect: {G1: met, G2: not_met, G3: met, 气候投资效率: 2.67, 效率达标: 是, 底线: 200}
  - name: 先进值未定
    as_of: 2026-11-20
    facts: {单位产值排放强度: 0.9, 行业: 废弃物处理与非二氧化碳温室气体控制, 所在片区: 重庆市以外, 年减排量: 900}
    expect: {G1: unknown, G2: met, 先进值: unknown}
  - name: 不减排就没有效率
    as_of: 2026-11-20
    facts: {年减排量: 0, 总投资: 400}
    expect: {气候投资效率: unknown, G3: unknown}
"""


def test_a_value_left_to_the_office_is_unknown_until_somebody_signs_it():
    pack = read(GUIDE)
    values = {"carbon_intensity": 1.0}
    open_ = answer(pack, values).gates[0]
    assert (open_.outcome, open_.missing, open_.limits[0].reason) == (Outcome.UNKNOWN, (), "not_set")
    signed = Supplied(1.2, "张敏", "李强", "渝环函〔2026〕7号", MOMENT)
    found = answer(pack, values, parameters={"先进值": signed}).gates[0]
    assert (found.outcome, found.limits[0].value, found.limits[0].supplied) == (Outcome.MET, 1.2, signed)
    with pytest.raises(CallProblem):
        answer(pack, values, parameters={"底线": signed})


def test_what_is_divided_by_nothing_says_so():
    found = answer(read(GUIDE), {"annual_reduction": 0.0, "total_investment": 400_000_000})
    (efficiency, efficient) = found.derived
    assert (efficiency.value, efficiency.reason, efficiency.unit.zh) == (None, "zero_divisor", "万元/(tCO2e/a)")
    assert efficient.value is None
    # Once both facts are there, the line that rests on them is answered.
    whole = answer(read(GUIDE), {"annual_reduction": 150.0, "total_investment": 400_000_000})
    assert [one.value for one in whole.derived] == [2.67, True]
    assert [fact.key for fact in whole.gates[2].facts] == ["total_investment", "annual_reduction"]


# NEA and PV rule books: a limit falls year by year with the day of commissioning (rulebook-wind-bidding-2018 and
# the yearly reference prices of rulebook-pv-allocation-2016: the year of commissioning picks the row).
BY_YEAR = """\
facts:
  connected_on: {zh: 并网日期, en: Connected on, kind: date}
  tariff: {zh: 申报电价, en: Price offered, kind: number, unit: 元/kWh, decimals: 4}
limits:
  电价上限:
    title: {zh: 电价上限, en: Highest price}
    unit: 元/kWh
    by: connected_on
    values: [{from: 2015-01-01, rows: {2016: 0.98, 2017: 0.85}, source: S 1}]
gates:
  - {id: P, title: {zh: 电价, en: Price}, kind: requirement, test: 申报电价 ≤ 电价上限, source: S 1}
cases:
  - {name: 年末投产, facts: {并网日期: 2016-12-31, 申报电价: 0.98}, expect: {P: met}}
  - {name: 次年投产, facts: {并网日期: 2017-01-01, 申报电价: 0.98}, expect: {P: not_met}}
  - {name: 表外年份, facts: {并网日期: 2018-01-01, 申报电价: 0.1}, expect: {P: unknown}}
"""


def test_a_limit_may_be_looked_up_by_the_year_of_a_day():
    assert read(BY_YEAR).limits[0].by == ("connected_on",)


@pytest.mark.parametrize(
    ("body", "old", "new", "told"),
    [
        (BY_YEAR, "2017: 0.85", "二零一七: 0.85", "“二零一七” is not a year."),
        (BY_YEAR, "2017: 0.85", "2017 / x: 0.85", "“2017 / x” is not a year."),
        (GUIDE, "建筑节能与绿色建筑 / 重庆市以外: 200", "建筑节能与绿色建筑 / 重庆市以外 / 主城: 200", "This limit is looked up by 2 answers; here are more."),
        (GUIDE, "waste: {重庆市以外: 900}", "waste: {重庆以外: 900}", "“重庆以外” is not known here; is “重庆市以外” meant?"),
        (GUIDE, "waste: {重庆市以外: 900}", "building / 重庆市以外: 900", "The id “building / 重庆市以外” stands twice."),
        (GUIDE, "waste: {重庆市以外: 900}", "waste: 900", "Here a mapping (key: value) is needed."),
        (GUIDE, "by: [sector, district]", "by: [sector, 总投资]", "A limit is looked up by choices and by the years of days only."),
        (GUIDE, "by: [sector, district]", "by: [sector, district]\n    dated_by: 总投资", "A limit is dated by a day only."),
        (GUIDE, "    delegated: {zh: 附件未公布，由主管部门填报, en: annex not published; filled in by the authority}\n", "", "A limit needs at least one value."),
        (GUIDE, "unit: 万元/(tCO2e/a)\n", "unit: 万元/tCO2e\n", "Say the unit of the value: it is measured in 万元/(吨二氧化碳当量/年)."),
        (GUIDE, "value: 总投资 / 年减排量", "value: 效率达标", "“效率达标” is not known here; write the name of a fact, or put a text in quotes."),
        (GUIDE, "parameters: {先进值: 0.9}", "parameters: {底线: 1}", "“底线” is not known here."),
        (GUIDE, "carbon_intensity:", "annual_reduction:", "“annual_reduction” is already the name of a fact."),
        (GUIDE, "zh: 单位产值排放强度,", "zh: 总投资,", "“总投资” is already the name of a fact."),
        (GUIDE, "carbon_intensity:", "碳强度:", "“碳强度” is no key of a fact: small letters, digits and _ only."),
        (GUIDE, "kind: number, unit: tCO2e/万元", "kind: money, unit: tCO2e/万元", "“unit” does not fit the kind “money”."),
        (GUIDE, "kind: number,", "kind: decimal,", "“decimal” is not known here."),
        (GUIDE, "  气候投资效率:\n", "  总投资:\n", "“总投资” is already the name of a fact."),
        (BANK, "kind: choice, choices: {\n    clean: {zh: 清洁能源, en: Clean energy}, retrofit: {zh: 节能改造, en: Energy retrofit}}", "kind: choice", "“choices” is missing here."),
        (BANK, "on: {zh: 处罚日期, en: Date, kind: date}", "on: {zh: 处罚日期, en: Date, kind: table}", "“table” is not known here."),
        (BANK, "处罚日期: 2026-01-01, 处罚金额", "处罚日子: 2026-01-01, 处罚金额", "“处罚日子” is not known here; is “处罚日期” meant?"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told(body: str, old: str, new: str, told: str):
    assert old in body
    assert told in sentences(body.replace(old, new, 1))
