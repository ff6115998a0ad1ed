"""People write Chinese or English, full-width or not, with or without blanks; a flaw is pointed at."""

import pytest

from climafin.base.messages import Label
from climafin.domain.dictionary import Choice
from climafin.expression.checker import read_expression
from climafin.expression.parser import parse
from climafin.expression.terms import Sort, ValueType
from climafin.expression.vocabulary import FactName, Vocabulary
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


FUNCTIONS = (
    "min, max, abs, round, floor, ceil, clamp, coalesce, if, at_least, years_between, days_between, year, month, "
    "day_of_month, count, sum, mean, any, every"
)


@pytest.mark.parametrize(
    ("text", "sentence", "meant"),
    [
        ("", "The expression is empty; write a value, or a condition.", ""),
        ("总投资 ≥", "The expression breaks off here: a value or a name is missing.", ""),
        ("(总投资 ≥ 1 亿元", "A closing bracket is missing here.", ""),
        ("甲 且 且 乙", "“and” cannot stand here: an operator or a value is missing before it.", "且"),
        ("总投资 ≥ “好", "This quote is never closed; put the same sign after the text.", "“"),
        ("甲 # 乙", "“#” means nothing in an expression; remove it, or put a text in quotes.", "#"),
        ("9**9**9", "“*” cannot stand here: an operator or a value is missing before it.", "*"),
        ("__import__('os')", f"There is no function “__import__”. There are: {FUNCTIONS}.", "__import__"),
        ("maximum(1, 2)", "There is no function “maximum”; is “max” meant?", "maximum"),
        ("甲 & 乙", "“&” means nothing in an expression; is “and” meant?", "&"),
        ("甲)", "This bracket closes nothing; remove it.", ")"),
        ("总投资 ≥ 50 萬元", "“萬元” is not a unit we know; is “元” meant?", "萬元"),
        ("[总投资 > 1", "This name is never closed; put ] after it.", "["),
        ("甲.乙", "“甲.乙” is not known here; is “甲” meant?", "甲.乙"),
        ("2026-13-40 = 开工日", "“2026-13-40” is not a day; write it as 2026-11-20.", "2026-13-40"),
        (
            "12345678901234567891 = 能效",
            "A number has at most 18 digits; write it in a larger unit.",
            "12345678901234567891",
        ),
        ("名称 属于 3", "After “in” comes a list in brackets, such as (a, b), or the name of a list.", "3"),
        (
            "计数(处罚 近 3)",
            "Here a length of time is needed, such as 3 years, 6 months or 30 days.",
            "3",
        ),
    ],
)  # fmt: skip
def test_flaws_of_form_point_at_their_characters(text: str, sentence: str, meant: str):
    assert complaints(text) == [(sentence, meant)]


def test_a_name_that_resembles_nothing_says_what_can_stand_there():
    told = "“zzzzqqq” is not known here; write the name of a fact, or put a text in quotes."
    assert complaints("zzzzqqq > 1") == [(told, "zzzzqqq")]


@pytest.mark.parametrize(
    "same",
    [
        "max(处罚.金额 近3年 其中 办结状态 = 投运) ≤ 50万元",
        "max(处罚.金额 其中 办结状态 = 投运 近3年) ≤ 50万元",
        "最大(处罚.金额近三年其中办结状态=投运)≤50万元",
        "最大值（环保处罚.罚款 近 36 个月 其中 处罚.办结状态 = 运营）不大于 50 万元",
        "max(penalties.amount in the last 3 years where state = operating) <= 50 CNY 10k",
        "max([Penalties.Amount paid] in the last 36 months where State = Operating) <= 50 CNY 10k",
    ],
)
def test_the_same_question_to_a_table_in_many_words(same: str):
    expected = read_expression(
        "max(penalties.amount in the last 3 years where state = operating) ≤ 50 万元", VOCABULARY
    )
    assert expected.term is not None
    assert read_expression(same, VOCABULARY) == expected


def test_names_of_several_words_and_with_brackets_in_them_can_be_written():
    by_key = read_expression("loan ≥ 1 亿元", VOCABULARY)
    assert by_key.term is not None
    for name in ("Loan amount", "[贷款额（本金）]", "【贷款额(本金)】", "[Loan  amount]"):
        assert read_expression(f"{name} ≥ 1 CNY 100m", VOCABULARY) == by_key


def test_a_part_that_is_wrong_is_told_once_though_it_is_looked_at_twice():
    assert len(complaints("1 万元 < 总投姿 < 5 万元")) == 1
    assert complaints("1 < 总投资 < 5 万元") == [("Say the unit of this number: 万元?", "1")]


def test_flaws_of_sense_are_all_told_at_once():
    assert complaints("总投姿 ≥ 1 亿元 且 年减排量 > 5 万元 且 阶段 = 策划中 且 名称 > 3") == [
        ("“总投姿” is not known here; is “总投资” meant?", "总投姿"),
        (
            "The units do not agree: 吨二氧化碳当量/年 and 万元. Both sides must measure the same.",
            "5 万元",
        ),
        ("“策划中” is not one of: Building, Operating.", "策划中"),
        ("a text cannot be compared with a number.", "3"),
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
        ("round(总投资)", "“round” takes 2 values, such as round(x, 2)."),
        ("years_between(开工日, 总投资)", "Here"),
        ("名称 属于 (3)", "Here"),
        ("总投资 属于 (总投资)", "A list holds fixed values only"),
        ("担保 属于 (建设)", "For a field with several answers write: field contains answer."),
        ("名称 属于 产业群名单", "is “产业集群名单” meant?"),
        ("名称 属于 (开放阶段)", "“开放阶段” is a list; ask whether something is in it"),
        ("开工日 - 总投资 > 2026-01-01", "Here a length of time is needed"),
        ("开工日 - 2026-01-01 > 3 天", "for the time between them write days_between(first, last)."),
        ("开工日 + 0.3 月 > 2026-01-01", "Here a length of time is needed"),
        ("总投资 + 5 > 1 万元", "Say the unit of this number: 万元?"),
        ("max(总投资, 5) > 1 万元", "Say the unit of this number: 万元?"),
        ("至少(4, 甲, 乙, 丙)", "“at_least” takes how many must hold and at least as many conditions"),
        ("至少(甲, 乙)", "“at_least” takes how many must hold and at least as many conditions"),
        ("若(甲, 1)", "“if” takes 3 values, such as if(x > 1, a, b)."),
        ("若(甲, 1, 名称) = 1", "Here a number is needed; this is a text. Write a number, or a fact that is one."),
        ("clamp(能效, 5, 1) = 1", "Here the lowest value stands above the highest"),
        ("处罚 > 3", "a table cannot be compared with a number."),
        ("处罚.金额 > 3 元", "“处罚.金额” has a value in every row; ask for one, such as max(处罚.金额)."),
        ("abs(处罚) > 3", "Ask one thing of its rows, such as count(…)"),
        ("abs(处罚.金额 近3年) > 3 元", "These are rows; ask one thing of them first, such as max(处罚.金额 …)."),
        ("合计(处罚) > 3 元", "“sum” looks at one column of a table, such as 处罚.金额."),
        ("合计(处罚.日期) > 3", "“sum” works on a column of numbers; Date is none."),
        ("合计(总投资) > 3 万元", "“sum” looks at the rows of a table, such as sum(table.column)."),
        ("计数(处罚.金额) > 3", "“count” looks at whole rows; write the table without a column."),
        ("全部(处罚 近3年)", "Say after “where” what every row must meet."),
        ("合计(处罚.金鹅) > 3 元", "is “处罚.金额” meant?"),
        ("合计(处罚.金鹅 近3年) > 3 元", "is “金额” meant?"),
        ("存在(处罚 其中 金鹅 > 3 元)", "is “金额” meant?"),
        ("存在(处罚 其中 计数(处罚) > 3)", "Inside “where” no other table can be looked into"),
        ("存在(总投资 其中 甲)", "“总投资” is no table."),
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
        "5 元/(" + "元/(" * 600,
        "1 " + "亿kWh·" * 300,
        "1 亿元 > " + "*".join(["总投资"] * 400),
        "round(" + "*".join(["总投资"] * 300) + ", 2) > 1",
        "甲=(" * 30 + "甲" + "=甲)=甲" * 30,
        "1<(" * 30 + "1" + ")<1" * 30,
        "1<若(" * 39 + "甲" + ",1,1)<1" * 39,
        "存在(处罚 其中 " * 39 + "甲" + ")" * 39,
        "计数(处罚近1年近1年其中" * 150,
        "近1年" * 600,
        "x近一年" * 500,
        "Loan " * 390,
        "[" * 1_999,
        "至少(" * 400,
        "开工日" + " + 3 年" * 280 + " > 开工日",
        "9" * 2_000,
        "'" * 1_999,
    ],
)
def test_hostile_texts_are_answered_in_bounded_work(hostile: str):
    # An exponential cut or a hang runs into the time limit of the suite.
    for flaw in read_expression(hostile, VOCABULARY).flaws:
        assert 0 <= flaw.start <= len(hostile)


def test_an_answer_called_like_a_unit_leaves_numbers_their_unit():
    # The form asks in which unit a capacity is given: 公里, MWh and others are answers there.
    units = (Choice("km", Label("公里", "kilometres")), Choice("MWh", Label("兆瓦时", "MWh")))
    asked = FactName("unit", Label("规模单位", "Unit"), ValueType(Sort.CHOICE, choices=units))
    vocabulary = Vocabulary([*VOCABULARY.facts, asked])
    for text in ("5 万元/公里 > 4 万元/公里", "1 tCO2e/MWh > 0.5 tCO2e/MWh", "3 MWh > 2 兆瓦时"):
        reading = read_expression(text, vocabulary)
        assert reading.flaws == (), text
    assert read_expression("规模单位 = 公里", vocabulary).flaws == ()
