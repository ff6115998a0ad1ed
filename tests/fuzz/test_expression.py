"""Whatever is typed, the language answers with a tree or a flaw; and Kleene's laws hold."""

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from climafin.base.language import LanguageCode, language
from climafin.domain.dictionary import dictionary
from climafin.expression import syntax as s
from climafin.expression.checker import read_expression
from climafin.expression.evaluate import Reason, Unknown, evaluator
from climafin.expression.flaws import SyntaxFlaw
from climafin.expression.parser import parse
from climafin.expression.printing import printed
from climafin.expression.syntax import Span
from climafin.expression.terms import fact_keys
from climafin.expression.units import read_unit
from climafin.expression.vocabulary import Vocabulary
from climafin.expression.writing import written
from climafin.rules.facts import fact_names
from tests.unit.expression.names import VOCABULARY

EVERYTHING = Vocabulary(fact_names(dictionary()))
SIGNS = "+ - * / ( ) < > = ≥ ≤ ≠ , ， （ ） 、 % ％ . · \" ' “ ” !"
CHINESE = "且 或 非 属于 不属于 介于 和 缺失 包含 是 总投资 年减排量 阶段 建设 甲 万元"
ENGLISH = "is missing not in and or between contains no sector 1 3.5 tCO2e/(万元·a) 2026-11-20 2026-02-31 min( round("
TABLES = "处罚 处罚.金额 金额 近3年 近3 年 近十二个月 其中 where in the last 3年 30天 日期 计数( max( sum( any( every("
MORE = "2 若( at_least( floor( 产业集群名单 名称 开工日 评价日 [ ] 【 】 Loan amount 【贷款额】 同行业.排名"
RUBBISH = ["&", "^", "\ud800", "\u200b", "e\u0301", "\x00", "𠀀", "①", "Ⅳ", "½", "٣", "{told}", "%s"]
BLANKS = [" ", "　", "\n", "years_between(", "coalesce("]
WORDY = " ".join((SIGNS, CHINESE, ENGLISH, TABLES, MORE)).split()
PIECES = st.sampled_from([*WORDY, *RUBBISH, *BLANKS])
RUNS = st.lists(PIECES, max_size=40)
TYPED = st.one_of(st.text(max_size=80), RUNS.map(" ".join), RUNS.map("".join))


@given(TYPED, st.sampled_from([EVERYTHING, VOCABULARY]), st.booleans())
def test_any_text_gives_a_tree_or_flaws_inside_it(text: str, vocabulary: Vocabulary, units_needed: bool):
    reading = read_expression(text, vocabulary, units_needed=units_needed)
    assert (reading.term is None) == bool(reading.flaws)
    for flaw in reading.flaws:
        assert 0 <= flaw.start <= flaw.end <= len(text) + 1
        for code in ("en", "zh_CN"):
            assert language(code).say(flaw.pointed(text))
    if reading.term is not None:
        evaluator(reading.term)({})
        for code in ("en", "zh_CN"):
            assert printed(reading.term, language(code))


@given(TYPED)
def test_what_can_be_read_can_be_printed_and_read_again(text: str):
    try:
        tree = parse(text, VOCABULARY.words)
    except SyntaxFlaw:
        return
    for words in ("zh", "en"):
        assert parse(written(tree, words), VOCABULARY.words) == tree


HERE = Span(0, 0)
NUMBERS = st.builds(
    s.NumberLiteral,
    st.just(HERE),
    st.sampled_from(["0", "1", "2.50", "1000"]),
    st.sampled_from([None, read_unit("万元"), read_unit("%"), read_unit("tCO2e/(万元·a)")]),
)
WRITTEN_NAMES = ["总投资", "reduction", "甲", "阶段", "处罚", "处罚.金额", "Loan amount", "近零能耗（甲）", "in"]
NAMES = st.builds(s.Name, st.just(HERE), st.sampled_from(WRITTEN_NAMES))
ATOMS = st.one_of(
    NUMBERS,
    NAMES,
    st.builds(s.TextLiteral, st.just(HERE), st.sampled_from(["", "光伏", "a b"])),
    st.builds(s.TruthLiteral, st.just(HERE), st.booleans()),
    st.builds(s.DayLiteral, st.just(HERE), st.dates(min_value=date(1950, 1, 1))),
)


def rows(inner: st.SearchStrategy) -> st.SearchStrategy:
    units = st.sampled_from([read_unit("年"), read_unit("天")])
    lengths = st.builds(s.NumberLiteral, st.just(HERE), st.just("3"), units)
    bounded = st.builds(s.Rows, st.just(HERE), NAMES, lengths, st.none() | inner)
    return bounded | st.builds(s.Rows, st.just(HERE), NAMES, st.none(), inner)


def compound(inner: st.SearchStrategy) -> st.SearchStrategy:
    here, two = st.just(HERE), st.lists(inner, min_size=2, max_size=3).map(tuple)

    def signed(first: str, signs: list[str]):
        rest = st.lists(st.tuples(st.sampled_from(signs), inner), min_size=1, max_size=2)
        return st.builds(lambda head, tail: ((first, head), *tail), inner, rest)

    compared = st.lists(st.tuples(st.sampled_from(["=", "≠", "<", "≤", ">", "≥"]), inner), min_size=1, max_size=2)
    return st.one_of(
        st.builds(s.Every, here, two),
        st.builds(s.Some, here, two),
        st.builds(s.Not, here, inner),
        st.builds(s.Negative, here, inner),
        st.builds(s.Sum, here, signed("+", ["+", "-"])),
        st.builds(s.Product, here, signed("*", ["*", "/"])),
        st.builds(s.Compare, here, inner, compared.map(tuple)),
        st.builds(s.Between, here, inner, inner, inner),
        st.builds(s.Among, here, inner, two, st.booleans()),
        st.builds(s.Contains, here, inner, inner, st.booleans()),
        st.builds(s.Missing, here, inner, st.booleans()),
        st.builds(s.Call, here, st.sampled_from(["min", "max", "coalesce", "if", "at_least"]), two),
        st.builds(s.InList, here, inner, NAMES, st.booleans()),
        st.builds(s.Call, here, st.sampled_from(["count", "max", "any"]), st.tuples(rows(inner))),
    )


@given(st.recursive(ATOMS, compound, max_leaves=12), st.sampled_from(["zh", "en"]))
def test_every_tree_can_be_printed_and_read_again(tree: s.Syntax, words: str):
    assert parse(written(tree, words), VOCABULARY.words) == tree


TRUTHS = st.sampled_from(["甲", "q", "失信 = 是", "丙 缺失"])
DAYS = st.recursive(
    st.sampled_from(["开工日", "评价日", "2026-11-20", "max(处罚.日期 近2年)", "min(处罚.整改期限)"]),
    lambda inner: st.one_of(
        st.builds(
            lambda day, sign, length: f"({day}) {sign} {length}",
            inner,
            st.sampled_from("+-"),
            st.sampled_from(["3 年", "6个月", "1.5 年", "1 天", "30 days", "18 months"]),
        ),
        st.builds(lambda a, b: f"coalesce({a}, max({b}, {a}))", inner, inner),
    ),
    max_leaves=3,
)
ROW_TESTS = st.sampled_from(
    [
        "金额 > 50万元",
        "办结状态 = 投运",
        "事由 包含 '水'",
        "name = 'x' 且 loan 缺失",
        "整改期限 < 评价日 - 1 年",
        "金额 介于 1 元 和 总投资",
    ]
)
LOOKS = st.sampled_from(["", " 近3年", " 近 18 个月", " in the last 30 days"])
MONEY = st.recursive(
    st.one_of(
        st.sampled_from(["总投资", "loan", "max(0, 总投资)", "max(penalties.amount)"]),
        st.builds(
            lambda number, unit: f"{number} {unit}",
            st.decimals(0, 10**9, places=4).map(str),
            st.sampled_from(["元", "万元", "CNY 10k", "亿元", "MCNY"]),
        ),
        st.builds(
            lambda function, look, test: f"{function}(处罚.金额{look} 其中 {test})",
            st.sampled_from(["sum", "最小", "mean"]),
            LOOKS,
            ROW_TESTS,
        ),
    ),
    lambda inner: st.one_of(
        st.builds(lambda a, b, sign: f"({a} {sign} {b})", inner, inner, st.sampled_from("+-")),
        st.builds(lambda a, b, c: f"若({a}, {b}, {c})", TRUTHS, inner, inner),
        st.builds(lambda a, b: f"限定({a}, {b}, 总投资)", inner, inner),
        st.builds(lambda a, function: f"{function}(-{a})", inner, st.sampled_from(["floor", "ceil", "abs"])),
        st.builds(lambda a, digits: f"round({a} × 3, {digits})", inner, st.integers(0, 9)),
        inner.map(lambda a: f"({a}) / 2 × 能效"),
    ),
    max_leaves=6,
)
ASKED = st.recursive(
    st.one_of(
        TRUTHS,
        st.builds(lambda a, sign, b: f"{a} {sign} {b}", MONEY, st.sampled_from("<≤=≠≥>"), MONEY),
        st.builds(lambda a, b, c: f"{a} ≤ {b} < {c}", MONEY, MONEY, MONEY),
        st.builds(lambda a, b: f"{a} > {b}", DAYS, DAYS),
        st.builds(lambda a, b: f"days_between({a}, {b}) ≥ 30 天", DAYS, DAYS),
        st.builds(lambda a: f"year({a}) 属于 (2025, 2026)", DAYS),
        st.builds(
            lambda function, look, test: f"{function}(处罚{look} 其中 {test})",
            st.sampled_from(["any", "全部"]),
            LOOKS,
            ROW_TESTS,
        ),
        st.builds(lambda look, test: f"计数(处罚 where {test}{look}) > 2", LOOKS, ROW_TESTS),
        st.sampled_from(
            [
                "名称 属于 产业集群名单",
                "阶段 不属于 开放阶段",
                "阶段 属于 (建设, 投运)",
                "coalesce(阶段, 建设) ≠ 投运",
                "担保 不包含 建设",
                "总投资 属于 (3 元, 2 亿元)",
                "年减排量 / 总投资 ≥ 0.5 tCO2e/(万元·a)",
                "收益率 > 8.3 %",
                "同行业.排名 ≤ 3",
                "(5 万元) / 总投资 > 2",
                "处罚 缺失",
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.builds(lambda a, b, word: f"({a}) {word} ({b})", inner, inner, st.sampled_from(["且", "or"])),
        inner.map(lambda a: f"非 ({a})"),
        st.builds(lambda a, b, c: f"至少(2, {a}, {b}, {c})", inner, inner, inner),
    ),
    max_leaves=4,
)


@given(ASKED, st.sampled_from(["en", "zh_CN"]))
def test_a_checked_term_is_printed_so_that_it_reads_back_the_same(text: str, code: LanguageCode):
    reading = read_expression(text, VOCABULARY)
    assert reading.term is not None, (text, reading.flaws)
    shown = printed(reading.term, language(code))
    again = read_expression(shown, VOCABULARY)
    assert again.term == reading.term, shown
    assert printed(reading.term, language(code)) == shown


AMOUNTS = st.sampled_from([0.0, 1e-4, 1.0, 49.9999, 50.0, 50.0001, 1e9, -3.0, 1e300])
NEAR_DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31)) | st.sampled_from([date.min, date.max, date(2024, 2, 29)])
STAGE_KEYS = st.sampled_from(["building", "operating"])
ROW = st.fixed_dictionaries(
    {
        "on": NEAR_DAYS,
        "amount": AMOUNTS,
        "state": STAGE_KEYS,
        "name": st.sampled_from(["x", "水污染"]),
        "until": NEAR_DAYS,
    }
)
EVERY_FACT = st.fixed_dictionaries(
    {
        **dict.fromkeys(("invest", "loan", "reduction", "pue", "irr", "同行业.rank"), AMOUNTS),
        **dict.fromkeys(("p", "q", "r", "bad"), st.booleans()),
        **dict.fromkeys(("start", "as_of"), NEAR_DAYS),
        "stage": STAGE_KEYS,
        "security": st.frozensets(STAGE_KEYS),
        "name": st.sampled_from(["Lijia Solar", "x"]),
        "penalties": st.lists(ROW, max_size=3).map(tuple),
    }
)


@given(ASKED, EVERY_FACT, st.data())
def test_what_is_certain_with_blanks_stays_certain_when_they_are_filled(text: str, facts: dict, data: st.DataObject):
    term = read_expression(text, VOCABULARY).term
    assert term is not None
    answer_of = evaluator(term)
    whole = answer_of(facts)
    assert isinstance(whole, (bool, Unknown))
    if any(word in text for word in ("缺失", "coalesce")):
        return  # these ask for the blanks themselves
    blanks = data.draw(st.frozensets(st.sampled_from(sorted(facts))))
    cells = data.draw(st.frozensets(st.sampled_from(["on", "amount", "state"])))
    rows = tuple({key: cell for key, cell in row.items() if key not in cells} for row in facts["penalties"])
    partly = answer_of({key: value for key, value in {**facts, "penalties": rows}.items() if key not in blanks})
    if isinstance(partly, Unknown):
        assert partly.missing or partly.reasons - {Reason.MISSING}
        assert partly.missing <= set(fact_keys(term))
    else:
        assert partly is whole


CONDITIONS = st.recursive(
    st.sampled_from(["p", "q", "r"]),
    lambda inner: st.one_of(
        inner.map(lambda a: f"not ({a})"),
        st.builds(lambda a, b: f"({a}) and ({b})", inner, inner),
        st.builds(lambda a, b: f"({a}) or ({b})", inner, inner),
    ),
    max_leaves=10,
)


def kleene(text: str, values: dict[str, int]) -> int:
    """An independent oracle: no = 0, unknown = 1, yes = 2; and = min, or = max, not = 2 - x."""
    tree = parse(text)

    def worth(node: s.Syntax) -> int:
        if isinstance(node, s.Name):
            return values[node.name]
        if isinstance(node, s.Not):
            return 2 - worth(node.operand)
        parts = [worth(part) for part in node.parts]
        return min(parts) if isinstance(node, s.Every) else max(parts)

    return worth(tree)


@given(CONDITIONS)
def test_kleene_logic_agrees_with_its_truth_tables(text: str):
    term = read_expression(text, VOCABULARY).term
    assert term is not None
    answer_of = evaluator(term)
    for values in itertools.product((0, 1, 2), repeat=3):
        worth = dict(zip("pqr", values, strict=True))
        answer = answer_of({name: value == 2 for name, value in worth.items() if value != 1})
        assert (1 if isinstance(answer, Unknown) else 2 * int(answer)) == kleene(text, worth)
        if isinstance(answer, Unknown):
            assert answer.missing <= {name for name, value in worth.items() if value == 1}
            assert answer.missing


@given(CONDITIONS)
def test_a_certain_answer_stays_whatever_the_unknown_turns_out_to_be(text: str):
    term = read_expression(text, VOCABULARY).term
    assert term is not None
    answer_of = evaluator(term)
    for values in itertools.product((False, None, True), repeat=3):
        known = {name: value for name, value in zip("pqr", values, strict=True) if value is not None}
        answer = answer_of(known)
        if isinstance(answer, Unknown):
            continue
        for filling in itertools.product((False, True), repeat=3):
            assert answer_of(dict(zip("pqr", filling, strict=True)) | known) is answer
