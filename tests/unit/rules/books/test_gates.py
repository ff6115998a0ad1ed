"""Gates in branches, in order and with fast tracks, as published rule books have them."""
# ruff: noqa: E501 - packs and tables of faults, one to a line

from datetime import date

import pytest

from climafin.domain.assessment import Aside, Outcome
from climafin.domain.signed import Occasion
from climafin.domain.verdict import Verdict
from tests.unit.rules.books.made import answer, grades, outcomes, read, sentences

# 深圳市生态环境局 2022 call for climate projects: registered OR built in Shenzhen; one of seven fields; a reduction
# OR an adaptation benefit (rulebook-shenzhen SZ-E1 to SZ-E3). A pack of gates only: nothing is scored.
SHENZHEN = """\
facts:
  registered_in_shenzhen: {zh: 注册地在深圳, en: Registered in Shenzhen, kind: yes_no}
  built_in_shenzhen: {zh: 建设地在深圳, en: Built in Shenzhen, kind: yes_no}
  seven_fields: {zh: 征集领域, en: Field of the call, kind: choice, choices: {
    energy: {zh: 低碳能源, en: Low-carbon energy}, other: {zh: 其他, en: Other}}}
gates:
  - id: SZ-E1
    title: {zh: 注册地或建设地在深圳, en: Registered or built in Shenzhen}
    kind: requirement
    any:
      - {id: owner, zh: 注册地, en: registered, test: 注册地在深圳}
      - {id: site, zh: 建设地, en: built, test: 建设地在深圳}
    source: S 第1条
  - id: SZ-E2
    title: {zh: 属于七大领域之一, en: One of the seven fields}
    kind: requirement
    test: 征集领域 ≠ 其他
    unknown: refuse
    source: S 第2条
  - id: SZ-E3
    title: {zh: 具有减排或适应效益, en: Reduces emissions or helps to adapt}
    kind: requirement
    any: [年减排量 > 0, 受益人口 > 0]
    source: S 第3条
cases:
  - name: 只有建设地在深圳
    facts: {注册地在深圳: 否, 建设地在深圳: 是, 征集领域: 低碳能源, 受益人口: 10}
    expect: {verdict: eligible, SZ-E1: met, SZ-E1.owner: not_met, SZ-E1.site: met, SZ-E3.1: unknown, SZ-E3.2: met}
  - name: 两处都不在
    facts: {注册地在深圳: 否, 建设地在深圳: 否, 征集领域: 低碳能源, 受益人口: 10}
    expect: {verdict: refused, SZ-E1: not_met}
  - name: 领域未填即不予准入
    facts: {注册地在深圳: 是, 受益人口: 10}
    expect: {verdict: refused, SZ-E2: unknown}
"""


def test_any_of_names_the_branch_that_decided_and_a_pack_may_be_gates_only():
    found = answer(
        read(SHENZHEN), {"registered_in_shenzhen": False, "built_in_shenzhen": True, "seven_fields": "energy"}
    )
    decided = {branch.branch_id: branch.decides for branch in found.gates[0].branches}
    assert decided == {"owner": False, "site": True}
    assert found.verdict is Verdict.UNDECIDED
    assert (found.maximum, found.grade_low) == (0, None)
    assert [branch.decides for branch in found.gates[2].branches] == [True, True]


def test_what_is_not_shown_refuses_only_where_the_pack_says_so():
    strict = answer(read(SHENZHEN), {})
    assert outcomes(strict)["SZ-E2"] is Outcome.UNKNOWN
    assert strict.verdict is Verdict.REFUSED
    lenient = read(SHENZHEN.replace("unknown: refuse", "unknown: hold").replace("verdict: refused, SZ-E2", "SZ-E2"))
    assert answer(lenient, {}).verdict is Verdict.UNDECIDED


# Joint MDB methodology for tracking adaptation finance: three steps in order; failing one ends the test
# (rulebook-mdb-adaptation MDB1 to MDB3).
MDB = """\
facts:
  context: {zh: 脆弱性背景, en: Context of vulnerability, kind: yes_no}
  intent: {zh: 意图声明, en: Statement of intent, kind: yes_no}
  link: {zh: 因果联系, en: Direct link, kind: yes_no}
gates:
  - {id: MDB1, title: {zh: 脆弱性背景, en: Context}, kind: requirement, test: 脆弱性背景, source: S 1}
  - {id: MDB2, title: {zh: 意图声明, en: Intent}, kind: requirement, test: 意图声明, after: [MDB1], source: S 2}
  - {id: MDB3, title: {zh: 因果联系, en: Link}, kind: requirement, test: 因果联系, after: [MDB2], source: S 3}
cases:
  - name: 第一步不符，后两步不再评价
    facts: {脆弱性背景: 否, 意图声明: 是, 因果联系: 是}
    expect: {verdict: refused, MDB1: not_met, MDB2: not_applicable, MDB3: not_applicable}
  - name: 第一步未填，后两步待定
    facts: {意图声明: 否, 因果联系: 是}
    expect: {verdict: undecided, MDB1: unknown, MDB2: unknown, MDB3: not_applicable}
  - name: 后两步都符，仍待第一步
    facts: {意图声明: 是, 因果联系: 否}
    expect: {verdict: undecided, MDB1: unknown, MDB2: met, MDB3: unknown}
"""


def test_steps_taken_in_order_end_where_one_fails():
    found = answer(read(MDB), {"context": True, "intent": False, "link": True})
    assert outcomes(found) == {"MDB1": Outcome.MET, "MDB2": Outcome.NOT_MET, "MDB3": Outcome.NOT_APPLICABLE}
    assert (found.gates[2].aside, found.gates[2].aside_by) == (Aside.NOT_REACHED, "MDB2")
    open_ = answer(read(MDB), {"context": None, "intent": False, "link": True})
    assert open_.gates[1].missing == ("context",)


# EU Taxonomy, activity 7.1 new buildings: harm to none of the other objectives, of which some do not apply to an
# activity; look-back of three years over convictions (rulebook-eu-taxonomy EU-1 to EU-3, dnsh_examples).
EU = """\
facts:
  demand_below_nzeb: {zh: 低于近零能耗, en: Below nearly-zero-energy demand, kind: percent}
  is_cement: {zh: 水泥活动, en: Cement activity, kind: yes_no}
  clinker_intensity: {zh: 熟料强度, en: Clinker intensity, kind: number, unit: tCO2e/t, decimals: 3}
  waste_reused: {zh: 废弃物再利用, en: Waste prepared for reuse, kind: percent}
  tap_flow_ok: {zh: 用水器具达标, en: Water fittings in order, kind: yes_no}
  climate_risk_assessed: {zh: 已作气候风险评估, en: Climate risk assessed, kind: yes_no}
  convictions: {zh: 判决, en: Convictions, kind: table, columns: {
    on: {zh: 判决日, en: Date, kind: date}, matter: {zh: 事由, en: Matter, kind: text}}}
gates:
  - id: EU-1
    title: {zh: 实质性贡献, en: Substantial contribution}
    kind: requirement
    any:
      - {id: a71, zh: 新建建筑, en: new buildings, test: 低于近零能耗 ≥ 10 %}
      - {id: a37, zh: 水泥, en: cement, test: 水泥活动 且 熟料强度 < 0.722 tCO2e/t}
    source: S 7.1
  - id: EU-2
    title: {zh: 无重大损害, en: No significant harm}
    kind: requirement
    after: [EU-1]
    all:
      - {id: adaptation, zh: 适应, en: adaptation, test: 已作气候风险评估}
      - {id: waste, zh: 循环, en: circular economy, test: 废弃物再利用 ≥ 70 %}
      - {id: water, zh: 水, en: water, test: 用水器具达标}
    source: S DNSH
  - id: EU-3
    title: {zh: 最低保障, en: Minimum safeguards}
    kind: requirement
    after: [EU-2]
    test: count(判决 近3年) = 0
    source: S 18
cases:
  - name: 三年前当日的判决仍算
    as_of: 2026-11-20
    facts: {低于近零能耗: 10, 废弃物再利用: 70, 用水器具达标: 是, 已作气候风险评估: 是, 判决: [{判决日: 2023-11-20}]}
    expect: {verdict: refused, EU-1.a71: met, EU-1.a37: unknown, EU-3: not_met}
  - name: 再早一天不算
    as_of: 2026-11-20
    facts: {低于近零能耗: 10, 废弃物再利用: 70, 用水器具达标: 是, 已作气候风险评估: 是, 判决: [{判决日: 2023-11-19}]}
    expect: {verdict: eligible, EU-3: met}
"""


def test_all_of_names_every_branch_that_failed():
    values = {"demand_below_nzeb": 12.0, "waste_reused": 69.0, "tap_flow_ok": False, "climate_risk_assessed": True}
    found = answer(read(EU), {**values, "convictions": ()})
    assert outcomes(found)["EU-2"] is Outcome.NOT_MET
    assert [branch.branch_id for branch in found.gates[1].branches if branch.decides] == ["waste", "water"]


# 重庆 green factory recognition and like catalogues ask "at least k of": here three papers of which two are needed.
AT_LEAST = """\
gates:
  - id: K
    title: {zh: 至少具备两项, en: At least two}
    kind: requirement
    at_least: {count: 2, of: [政府认定, 第三方核验, 符合三线一单]}
    source: S 1
"""


@pytest.mark.parametrize(
    ("values", "outcome", "deciding"),
    [
        ((True, True, None), Outcome.MET, ["1", "2"]),
        ((True, True, True), Outcome.MET, ["1", "2"]),
        ((True, False, None), Outcome.UNKNOWN, ["3"]),
        ((False, False, None), Outcome.NOT_MET, ["1", "2"]),
        ((None, None, False), Outcome.UNKNOWN, ["1", "2"]),
    ],
)
def test_at_least_counts_what_surely_holds_and_what_may(
    values: tuple[bool | None, ...], outcome: Outcome, deciding: list[str]
):
    keys = ("green_tags", "verified", "zoning_ok")
    found = answer(read(AT_LEAST), dict(zip(keys, values, strict=True))).gates[0]
    assert found.outcome is outcome
    assert [branch.branch_id for branch in found.branches if branch.decides] == deciding


# Graded guide for a climate project library, version 3: a green-channel tag is deep green at once, the quantitative
# part is skipped; the negative list still stops (rulebook-graded-guide V3-X1, V3-E1, V3-S1; test vector 2).
GUIDE = """\
gates:
  - {id: X1, title: {zh: 无煤电, en: No coal}, kind: exclusion, test: 主要燃料 ≠ 煤炭, source: S X1}
  - {id: E1, title: {zh: 绿色通道, en: Green channel}, kind: fast_track, test: 政府认定, grade: 深绿级, skips: [E3, S1], source: S E1}
  - {id: E3, title: {zh: 有减排量, en: Some reduction}, kind: requirement, test: 年减排量 > 0, source: S E3}
groups: {size: {zh: 规模, en: Size, weight: 100}}
criteria:
  - id: S1
    title: {zh: 年减排规模, en: Yearly reduction}
    group: size
    weight: 100
    value: 年减排量
    unit: tCO2e/a
    steps: [{from: none, marks: 0}, {from: 10000, marks: 60}, {from: 30000, marks: 100}]
    source: S S1
grades:
  - {key: deep, zh: 深绿级, en: Deep, from: 100}
  - {key: mid, zh: 中绿级, en: Mid, from: 60}
  - {key: light, zh: 浅绿级, en: Light}
usual_facts: {主要燃料: 天然气}
cases:
  - name: 绿色通道，其余全空
    facts: {政府认定: 是}
    expect: {verdict: eligible, grade: 深绿级, E1: met, E3: not_applicable, S1: not_applicable}
  - name: 煤电加绿色通道
    facts: {政府认定: 是, 主要燃料: 煤炭}
    expect: {verdict: refused, X1: not_met}
  - name: 无绿色通道
    facts: {政府认定: 否, 年减排量: 10000}
    expect: {verdict: eligible, grade: 中绿级, E1: not_met}
"""


def test_a_fast_track_gives_a_grade_and_skips_and_an_exclusion_still_stops():
    pack = read(GUIDE)
    found = answer(pack, {"green_tags": True, "fuel": "gas"})
    assert (found.gates[2].aside, found.gates[2].aside_by) == (Aside.FAST_TRACK, "E1")
    assert (found.criteria[0].aside, found.criteria[0].aside_by) == (Aside.FAST_TRACK, "E1")
    assert grades(found) == ("Deep", "Deep")
    # Not taking it refuses nobody.
    assert answer(pack, {"green_tags": False, "fuel": "gas", "annual_reduction": 5.0}).verdict is Verdict.ELIGIBLE


def test_a_fast_track_that_cannot_be_told_leaves_the_grade_open():
    found = answer(read(GUIDE), {"fuel": "gas", "annual_reduction": 10_000.0})
    # Skipped, its points would be missing; not skipped, it is mid: nothing narrower is sure of the points.
    assert grades(found) == ("Light", "Deep")
    assert found.verdict is Verdict.ELIGIBLE
    refused_or_not = answer(read(GUIDE), {"fuel": "gas", "annual_reduction": 0.0})
    assert refused_or_not.verdict is Verdict.UNDECIDED
    assert refused_or_not.gates[2].missing == ("green_tags",)


def test_a_gate_may_belong_to_one_occasion():
    body = GUIDE.replace("test: 主要燃料 ≠ 煤炭, source", "test: 主要燃料 ≠ 煤炭, on: yearly, source").replace(
        "expect: {verdict: refused, X1: not_met}", "occasion: yearly\n    expect: {verdict: refused, X1: not_met}"
    )
    pack = read(body)
    coal = {"green_tags": True, "fuel": "coal"}
    first = answer(pack, coal)
    assert (first.gates[0].outcome, first.gates[0].aside) == (Outcome.NOT_APPLICABLE, Aside.OCCASION)
    assert (first.verdict, first.occasion) == (Verdict.ELIGIBLE, Occasion.INITIAL)
    again = answer(pack, coal, date(2027, 1, 1), occasion=Occasion.YEARLY)
    assert (again.verdict, again.occasion) == (Verdict.REFUSED, Occasion.YEARLY)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("skips: [E3, S1]", "skips: [E3, S2]", "“S2” is not known here; is “S1” meant?"),
        ("skips: [E3, S1]", "skips: [X1]", "A fast track stands before the rules it skips; “X1” does not follow it."),
        ("grade: 深绿级, skips: [E3, S1], ", "", "A fast track gives a grade, skips rules, or both."),
        ("grade: 深绿级", "grade: 深绿", "“深绿” is not known here; is “深绿级” meant?"),
        ("kind: exclusion,", "kind: exclusion, skips: [S1],", "“skips” is only for a fast track."),
        ("kind: exclusion,", "kind: exclusion, after: [E3],", "“E3” is not known here."),
        ("kind: exclusion,", "kind: exclusion, on: [monthly],", "“monthly” is not known here."),
        ("kind: exclusion,", "kind: notice, unknown: refuse,", "“unknown” is only for requirements and exclusions."),
    ],
)
def test_a_wrong_gate_is_told(old: str, new: str, told: str):
    assert old in GUIDE
    assert told in sentences(GUIDE.replace(old, new, 1))


def test_an_exclusion_is_never_skipped():
    swapped = GUIDE.replace("kind: requirement, test: 年减排量 > 0", "kind: exclusion, test: 年减排量 > 0")
    assert "An exclusion always stops; no fast track skips “E3”." in sentences(swapped)


def test_at_least_more_than_there_are_is_told():
    assert "This must lie between 1 and 3." in sentences(AT_LEAST.replace("count: 2", "count: 4"))
