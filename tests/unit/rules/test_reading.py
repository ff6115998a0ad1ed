"""Whoever writes a pack is told every fault at once, with line, column and a hint."""
# ruff: noqa: E501 - a table of faults, one to a line

import pytest

from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.domain.dictionary import dictionary
from climafin.expression.units import read_unit
from climafin.rules.facts import value_type
from tests.unit.rules.small_packs import CRITERIA, GATES, read, text

ENGLISH = Language("en")


def faults(source: str) -> list[str]:
    reading = read(source)
    assert reading.pack is None
    return [f"{fault.place.line}:{fault.place.column} {ENGLISH.say(fault.told)}" for fault in reading.faults]


def where(source: str, piece: str, offset: int = 0) -> str:
    """Return line and column, from 1, of a piece of the source."""
    at = source.index(piece) + offset
    return f"{source.count(chr(10), 0, at) + 1}:{at - source.rfind(chr(10), 0, at)}"


def changed(old: str, new: str) -> str:
    source = text()
    assert old in source
    return source.replace(old, new, 1)


def test_a_sound_pack_is_read():
    assert read(text()).pack is not None


def test_a_clause_may_be_said_in_both_languages():
    found = read(text().replace("source: S 第4条", "source: {of: S, zh: 第4条, en: article 4}")).pack
    assert found is not None
    assert found.criteria[0].source.clause == Label("第4条", "article 4")
    assert found.criteria[1].source.clause == Label("第5条", "第5条")
    assert Language("en").value(found.criteria[0].source.cited) == "Some document: article 4"


def test_a_rule_may_rest_on_a_whole_document():
    found = read(text().replace("source: S 第4条", "source: S")).pack
    assert found is not None
    assert found.criteria[0].source.cited == Label("某文件", "Some document")


@pytest.mark.parametrize(
    ("old", "new", "at", "sentence"),
    [
        ("decimals: 1\n", "decimal: 1\n", "decimal: 1", "“decimal” is not known here; is “decimals” meant?"),
        ("decimals: 1\n", "decimals: -3\n", "-3\n", "This must lie between 0 and 6."),
        ("edition: 2\n", "", "pack: small", "“edition” is missing here."),
        ("edition: 2\n", "edition: 2\nedition: 3\n", "edition: 3", "The key “edition” stands twice; first in line 3."),
        ("test: 符合三线一单,", "test: 符合三线一但,", "符合三线一但", "“符合三线一但” is not known here; is “符合三线一单” meant?"),
        ("test: 非 两高项目", "test: 非 年减排量", "年减排量", "Here a yes or no is needed; this is a number. Compare it with something, such as ≥ 1."),
        ("value: 年减排量 / 总投资", "value: 年减排量 / 总投咨", "总投咨", "“总投咨” is not known here; is “总投资” meant?"),
        ("unit: tCO2e/(万元·a)", "unit: tCO2e/万元", "tCO2e/万元", "Say the unit of the value: it is measured in 吨二氧化碳当量/年/万元."),
        ('unit: "%"', "unit: 瓦", "瓦", "“瓦” is not a unit we know."),
        ("source: S 第4条", "source: T 第4条", "T 第4条", "“T” is not known here."),
        ("source: S 第4条", "source: {of: T, zh: 第4条, en: article 4}", "T, zh", "“T” is not known here."),
        ("source: S 第4条", "source: {of: S, zh: 第4条}", "{of: S, zh: 第4条}", "“en” is missing here."),
        ("group: benefit", "group: benefits", "benefits", "“benefits” is not known here; is “benefit” meant?"),
        ("kind: notice", "kind: warning", "warning", "“warning” is not known here."),
        ("id: C2", "id: C1", "C1\n    title: {zh: 效率", "The id “C1” stands twice."),
        ("from: 2026-07-01, rows", "from: 2026-13-01, rows", "2026-13-01", "“2026-13-01” is not a day; write it as 2026-11-20."),
        ("[1, 100]]", "[0.05, 100]]", "0.05", "The values of a curve must rise from point to point."),
        ("[1, 100]]", "[1.0005, 100]]", "1.0005", "The value is rounded to 3 decimals; this threshold has more."),
        ("marks: 60}", "marks: 60.005}", "60.005", "At most 2 decimals can be kept here."),
        ("marks: 60}", "marks: 160}", "160", "This must lie between 0 and 100."),
        ("{from: none, marks: 0}, {from: 起点线", "{from: 0, marks: 0}, {from: 起点线", "0, marks: 0}, {from: 起点线", "The first band begins at “none”, and no other: else some values have no band."),
        ("below: 8, marks: 50", "below: 7, marks: 50", "7, marks: 50", "Between this end and the next band lies a gap."),
        ("below: 8, marks: 50", "to: 8, marks: 50", "8, marks: 50", "This band and the next overlap."),
        ("{from: 8, marks: 100}", "{from: 4, marks: 100}", "{from: 4, marks: 100}", "The bands must rise: this one begins at or below the one before."),
        ("未办理: 0, 无需", "未半理: 0, 无需", "未半理", "“未半理” is not known here; is “未办理” meant?"),
        ("{above: 10000", "{above: 总投资", "总投资, marks", "A band begins at a number or a limit, not at a fact of the project."),
        ("zh: 丙, en: Rest}", "zh: 丙, en: Rest, from: 70}", "{key: C", "Grades stand from the highest to the lowest; only the last has no “from”."),
        ("  money: {zh: 财务, en: Money, weight: 40}", "  money: {zh: 财务, en: Money, weight: 30}", "benefit: {zh: 效益", "The weights of the groups add up to 90, not to 100."),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_stands(old: str, new: str, at: str, sentence: str):
    source = changed(old, new)
    assert f"{where(source, at)} {sentence}" in faults(source)


def test_all_faults_are_told_at_once():
    source = text().replace("edition: 2\n", "").replace("id: G1", "idd: G1").replace("第三方核验", "第三方合验")
    assert len(faults(source)) >= 4


def test_the_caret_points_into_the_expression():
    source = changed("value: 年减排量 / 总投资", 'value: "年减排量 / 总投咨"')
    fault = next(iter(read(source).faults))
    assert source[fault.place.start : fault.place.end] == "总投咨"
    assert fault.shown(source, "x").splitlines()[1:] == [
        '        value: "年减排量 / 总投咨"',
        " " * (4 + len('    value: "') + 8 + 3) + "^",
    ]


@pytest.mark.parametrize("source", ["", "[]", "a: [", "\x00", "pack: x", "- 1", "gates: 1\ncriteria: {}\n"])
def test_what_is_no_pack_is_told_and_nothing_breaks(source: str):
    assert faults(source)


def test_any_of_and_all_of_need_two_conditions():
    one = GATES + "  - {id: G4, title: {zh: 一, en: One}, kind: notice, any: [政府认定], source: S 第1条}\n"
    assert "Here at least two conditions are needed." in " ".join(faults(text(gates=one)))
    both = (
        GATES + "  - {id: G4, title: {zh: 一, en: One}, kind: notice, all: [政府认定, 第三方核验], source: S 第1条}\n"
    )
    found = read(text(gates=both)).pack
    assert found is not None
    assert found.gates[-1].test.text == "(政府认定) 且 (第三方核验)"


def test_every_unit_of_the_dictionary_is_known_to_the_language():
    for field in dictionary():
        value_type(field)
        assert read_unit(field.unit.zh) is not None, field.key


def test_criteria_may_not_open_too_many_ways():
    many = "".join(
        f"""\
  - id: D{number}
    title: {{zh: 多, en: Many}}
    group: benefit
    weight: 0
    applies: 总投资 > {number} 万元
    value: 立项
    choices: {{已取得: 100, 办理中: 50, 未办理: 0, 无需办理: 100}}
    source: S 第9条
"""
        for number in range(9)
    )
    told = " ".join(faults(text(criteria=(*CRITERIA, many))))
    assert "At most 8 different “applies” conditions; here are 10." in told
