"""People write Chinese or English, full-width or not, with or without blanks; a flaw is pointed at."""

import pytest

from climafin.expression.checker import read_expression
from climafin.expression.parser import parse
from climafin.expression.writing import written
from tests.unit.expression.names import VOCABULARY, answer, complaints


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("甲 且 乙 或 非 丙", "p and q or not r"),
        ("总投资 ≥ 1 亿元", "invest >= 1 亿元"),
        ("总投资　≥　１亿元", "invest >= 1 亿元"),
        ("总投资 不小于 50万元", "invest ≥ 50 万元"),
        ("收益率 ＞ ８％", "irr > 8 %"),
        ("阶段 属于（建设、投运）", "stage in (建设, 投运)"),
        ("阶段 不属于 (建设)", "stage not in (建设)"),
        ("能效 介于 1 和 1.5", "pue between 1 and 1.5"),
        ("总投资 缺失", "invest is missing"),
        ("总投资 不缺失", "invest is not missing"),
        ("失信 = 是", "bad = yes"),
        ("最小值(能效，2)≤2", "min(pue, 2) <= 2"),
    ],
)
def test_both_languages_say_the_same(chinese: str, english: str):
    names = {"总投资": "invest", "收益率": "irr", "阶段": "stage", "能效": "pue", "失信": "bad"}
    names |= {"甲": "p", "乙": "q", "丙": "r"}
    shown = written(parse(chinese, VOCABULARY.words))
    for name, key in names.items():
        shown = shown.replace(name, key)
    assert shown == written(parse(english, VOCABULARY.words))


def test_chinese_needs_no_blanks():
    tree = parse("阶段=建设且总投资≥1亿元或非失信", VOCABULARY.words)
    assert written(tree, "zh") == "阶段 = 建设 且 总投资 ≥ 1 亿元 或 非 失信"


def test_quotes_of_the_other_kind_stay_inside_a_text():
    for text in ("名称 = “它's”", "名称 = ‘说“好”’"):
        tree = parse(text, VOCABULARY.words)
        assert parse(written(tree), VOCABULARY.words) == tree


def test_a_number_after_a_number_word_is_not_a_unit():
    assert answer("1 = 1 and 2 = 2") is True
    assert answer("reduction > 3 tCO2e/a and p", {"reduction": 4.0, "p": True}) is True


FUNCTIONS = "abs, coalesce, max, min, round, years_between"


@pytest.mark.parametrize(
    ("text", "sentence", "meant"),
    [
        ("", "The expression is empty.", ""),
        ("总投资 ≥", "The expression breaks off here.", ""),
        ("(总投资 ≥ 1 亿元", "A closing bracket is missing here.", ""),
        ("甲 且 且 乙", "“and” cannot stand here: an operator or a value is missing before it.", "且"),
        ("总投资 ≥ “好", "This quote is never closed.", "“"),
        ("甲 # 乙", "“#” means nothing in an expression.", "#"),
        ("9**9**9", "“*” cannot stand here: an operator or a value is missing before it.", "*"),
        ("__import__('os')", f"There is no function “__import__”. There are: {FUNCTIONS}.", "__import__"),
        ("maximum(1, 2)", "There is no function “maximum”; is “max” meant?", "maximum"),
        ("甲.乙", "“.” means nothing in an expression.", "."),
        ("2026-13-40 = 开工日", "“2026-13-40” is not a day.", "2026-13-40"),
        ("12345678901234567890 = 能效", "A number has at most 18 digits.", "12345678901234567890"),
    ],
)  # fmt: skip
def test_flaws_of_form_point_at_their_characters(text: str, sentence: str, meant: str):
    assert complaints(text) == [(sentence, meant)]


def test_flaws_of_sense_are_all_told_at_once():
    assert complaints("总投姿 ≥ 1 亿元 且 年减排量 > 5 万元 且 阶段 = 策划中 且 名称 > 3") == [
        ("“总投姿” is not known here; is “总投资” meant?", "总投姿"),
        ("The units do not agree: 吨二氧化碳当量/年 and 万元.", "5 万元"),
        ("“策划中” is not known here.", "策划中"),
        ("Label(zh='文字', en='a text') cannot be compared with Label(zh='数值', en='a number').", "3"),
    ]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("总投资 ≥ 1000", "Say the unit of this number: 万元?"),
        ("收益率 ≥ 8", "Say the unit of this number: %?"),
        ("总投资 + 年减排量 > 0", "The units do not agree"),
        ("总投资 / 0 > 1 万元", "Nothing can be divided by 0."),
        ("非 总投资", "Here"),
        ("阶段 > 建设", "cannot be compared with >"),
        ("round(总投资)", "“round” takes a number and how many decimals"),
        ("years_between(开工日, 总投资)", "Here"),
        ("名称 属于 (3)", "Here"),
        ("总投资 属于 (总投资)", "A list holds fixed values only."),
    ],
)
def test_what_makes_no_sense_is_refused_when_read(text: str, part: str):
    assert part in complaints(text)[0][0]


def test_a_filter_typed_by_hand_takes_a_bare_number_in_the_fields_unit():
    assert answer("总投资 > 1000 且 收益率 ≥ 8", {"invest": 1001.0, "irr": 0.08}, units_needed=False) is True


def test_the_caret_stands_under_the_characters_even_after_wide_ones():
    text = "总投资 ≥ 年減排量"
    start = text.index("年")
    shown = read_expression(text, VOCABULARY).flaws[0].pointed(text)
    assert start == 6
    assert str(shown.values["caret"]) == " " * (2 * 3 + 3) + "^" * 8


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 1_999,
        "-" * 100_000,
        "-" * 1_999 + "1",
        "非" * 1_999,
        "not " * 499 + "p",
        "9**9**9",
        "1+" * 999 + "1",
        "p 且 " * 499 + "p",
        "甲乙丙" * 600,
        "总投资" * 660,
        "min(" * 400,
        "p in (" * 300,
        "1 万元/" * 300,
        "9" * 2_000,
        "'" * 1_999,
    ],
)
def test_hostile_texts_are_answered_in_bounded_work(hostile: str):
    # An exponential cut or a hang runs into the time limit of the suite.
    for flaw in read_expression(hostile, VOCABULARY).flaws:
        assert 0 <= flaw.start <= len(hostile)
