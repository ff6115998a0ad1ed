"""The rarer faults of a pack: limits, scales, gates and cases that cannot mean anything."""
# ruff: noqa: E501 - a table of faults, one to a line

import pytest

from climafin.base.language import Language
from climafin.domain.dictionary import dictionary
from climafin.rules.reading import read_pack
from tests.unit.rules.small_packs import GATES, judged, pack, project, read, text

ENGLISH = Language("en")
ONE_POINT = "curve: [[0, 0], [0.1, 30], [1, 100]]"
CASES = """\
usual_facts: {行业: 建筑节能与绿色建筑, 阶段: 建设}
cases:
  - name: 一
    facts: {总投资: 5000 万元}
    as_of: 2026-08-01
    expect: {verdict: undecided, C4: [0, 15]}
"""


def sentences(source: str) -> list[str]:
    reading = read(source)
    assert reading.pack is None
    return [ENGLISH.say(fault.told) for fault in reading.faults]


def changed(old: str, new: str, *, tail: str = "") -> str:
    source = text(tail=tail)
    assert old in source
    return source.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  起点线:\n", "  总投资:\n", "“总投资” is already the name of a fact."),
        ("  起点线:\n", "  2016年起点线:\n", "No rule can read “2016年起点线”: a name begins with a letter and has no signs in it."),
        ("  起点线:\n", "  恰80%起点线:\n", "No rule can read “恰80%起点线”: a name begins with a letter and has no signs in it."),
        ("by: sector", "by: sectors", "“sectors” is not known here; is “sector” meant?"),
        ("by: sector", "by: 总投资", "A limit is looked up by choices and by the years of days only."),
        ("{from: 2026-07-01, rows", "{from: 2025-07-01, rows", "The dates of a limit must rise."),
        ("rows: {building: 100", "rows: {bilding: 100", "“bilding” is not known here; is “building” meant?"),
        ("rows: {building: 100", "rows: {building: 100, Buildings: 200", "The id “Buildings” stands twice."),
        ("otherwise: 1000", "otherwise: viel", "“viel” is not a number."),
        ("  - {id: G1,", "  - {id: G1, all: [失信], any: [失信],", "A gate has exactly one of: test, all, any, at_least."),
        (ONE_POINT, "curve: [[0, 0]]", "A curve needs at least two points."),
        (ONE_POINT, "curve: [[0, 0], [1]]", "A point of a curve is [value, marks]."),
        (ONE_POINT, "curve: 5", "Here a list is needed."),
        (ONE_POINT, "choices: {已取得: 100}", "“choices” does not fit what “value” gives."),
        (ONE_POINT, "steps: [{from: none, marks: 0}]", "Steps need at least two bands."),
        (ONE_POINT, ONE_POINT + "\n    marks: {yes: 1, no: 0}", "A criterion has exactly one of: steps, curve, choices, marks, rates, tests, deduct, sum, checklist, best_of, expert."),
        ("{from: 8, marks: 100}", "{from: 8, to: 20, marks: 100}", "Values above this end have no band."),
        ("{from: 8, marks: 100}", "{from: 8, above: 9, marks: 100}", "A band begins with “from” (included) or “above” (not included) and may end with “to” or “below”."),
        ("{from: 8, marks: 100}", "{from: 8 万元, marks: 100}", "The units do not agree: 万元 and %."),
        ("{from: 8, marks: 100}", "{from: 8.001 %, marks: 100}", "The value is rounded to 2 decimals; this threshold has more."),
        ("未办理: 0, ", "", "These answers have no marks: missing."),
        ("未办理: 0, ", "missing: 0, 未办: 0, ", "The id “未办” stands twice."),
        ("value: 立项\n", "value: 立项\n    unit: 年\n    decimals: 1\n", "“unit” is only for numbers."),
        ("value: 立项\n", "value: 主营业务\n", "This expression gives something that does not fit here."),
        ("test: 符合三线一单", "test: 总投资", "This must be a condition that holds or does not."),
        ("official: no, zh: 样例", "official: nein, zh: 样例", "Here yes or no is needed."),
        ("id: C2", "id: 第二", "“第二” is no id: letters, digits, dots and dashes only."),
        ("title: {zh: 小包, en: Small}", "title: 小包", "Here a mapping (key: value) is needed."),
        ("title: {zh: 小包, en: Small}", "title: {zh: 小包, en: ''}", "Here a text is needed."),
        ("  - {key: C, zh: 丙, en: Rest}", "  - {key: C, zh: 丙, en: Rest, from: 10}", "The last grade must have no “from”: else some totals have no grade."),
        ("weight: 40\n    value", "weight: 30\n    value", "The weights of the criteria in “Benefit” add up to 50, not to 60."),
        ("missing: open", "missing: null", "“null” is not known here."),
        ("行业: 建筑节能与绿色建筑, 阶段", "行当: 建筑节能与绿色建筑, 阶段", "“行当” is not known here."),
        ("阶段: 建设}", "阶段: 建社}", "“建社” is not known here; is “建设” meant?"),
        ("总投资: 5000 万元", "总投资: 五千", "“五千” is not an amount of money."),
        ("verdict: undecided", "verdict: passed", "“passed” is not known here."),
        ("C4: [0, 15]", "C4: [0]", "A range is [low, high]."),
        ("C4: [0, 15]", "C9: 4", "“C9” is not known here; is “C4” meant?"),
    ],
)  # fmt: skip
def test_a_fault_is_told(old: str, new: str, sentence: str):
    source = text(tail=CASES).replace("    not_applicable: drop", "    missing: open\n    not_applicable: drop")
    assert old in source
    assert sentence in sentences(source.replace(old, new, 1))


def test_a_file_in_another_encoding_is_told():
    reading = read_pack("标题: 气候".encode("gb18030"), "pack.yaml", dictionary())
    assert [ENGLISH.say(fault.told) for fault in reading.faults] == ["The file is not UTF-8 text."]


def test_a_huge_file_is_not_even_looked_at():
    reading = read_pack(b"a" * 1_000_001, "pack.yaml", dictionary())
    assert [ENGLISH.say(fault.told) for fault in reading.faults] == ["The file is too large for a rule pack."]


def test_a_limit_may_be_one_number_for_all():
    source = text().replace("    by: sector\n", "")
    source = source.replace("rows: {building: 100, waste: 500}", "value: 300")
    source = source.replace("rows: {building: 200, waste: 500}, otherwise: 1000", "value: 400")
    rules = read(source).pack
    assert rules is not None
    assert judged(rules, project(sector=None, annual_reduction=399.0)).criteria[0].points_low == 0
    assert judged(rules, project(sector=None, annual_reduction=400.0)).criteria[0].points_low == 2400


def test_a_threshold_may_carry_its_unit():
    rules = read(changed("{from: 8, marks: 100}", "{from: 8 %, marks: 100}")).pack
    assert rules is not None
    assert judged(rules, project(irr=8.0)).criteria[2].points_low == 2500


def test_a_windows_file_reads_the_same():
    unix, windows = (
        read(text()).pack,
        read_pack(text().replace("\n", "\r\n").encode("utf-8-sig"), "p", dictionary()).pack,
    )
    assert unix is not None
    assert windows is not None
    assert judged(unix, project()).criteria == judged(windows, project()).criteria


def test_any_of_is_met_by_one_known_branch():
    gate = "  - {id: G4, title: {zh: 一, en: One}, kind: requirement, any: [政府认定, 第三方核验], source: S 第1条}\n"
    rules = pack(gates=GATES + gate)
    outcomes = [
        judged(rules, project(green_tags=tags, verified=verified)).gates[-1].outcome.value
        for tags, verified in [(True, None), (None, True), (False, None), (False, False)]
    ]
    assert outcomes == ["met", "met", "unknown", "not_met"]
