"""Whatever is typed, the language answers with a tree or a flaw; and Kleene's laws hold."""

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from climafin.domain.dictionary import dictionary
from climafin.expression import syntax as s
from climafin.expression.checker import read_expression
from climafin.expression.evaluate import Unknown, evaluator
from climafin.expression.flaws import SyntaxFlaw
from climafin.expression.parser import parse
from climafin.expression.syntax import Span
from climafin.expression.units import read_unit
from climafin.expression.vocabulary import Vocabulary
from climafin.expression.writing import written
from climafin.rules.facts import fact_names
from tests.unit.expression.names import VOCABULARY

EVERYTHING = Vocabulary(fact_names(dictionary()))
SIGNS = "+ - * / ( ) < > = ≥ ≤ ≠ , ， （ ） 、 % ％ . · \" ' “ ” !"
CHINESE = "且 或 非 属于 不属于 介于 和 缺失 包含 是 总投资 年减排量 阶段 建设 甲 万元"
ENGLISH = "is missing not in and or between contains no sector 1 3.5 tCO2e/(万元·a) 2026-11-20 2026-02-31 min( round("
BLANKS = [" ", "　", "\n", "years_between(", "coalesce("]
PIECES = st.sampled_from([*SIGNS.split(), *CHINESE.split(), *ENGLISH.split(), *BLANKS])
RUNS = st.lists(PIECES, max_size=40)
TYPED = st.one_of(st.text(max_size=80), RUNS.map(" ".join), RUNS.map("".join))


@given(TYPED)
def test_any_text_gives_a_tree_or_flaws_inside_it(text: str):
    reading = read_expression(text, EVERYTHING)
    assert (reading.term is None) == bool(reading.flaws)
    for flaw in reading.flaws:
        assert 0 <= flaw.start <= flaw.end <= len(text) + 1
        flaw.pointed(text)
    if reading.term is not None:
        evaluator(reading.term)({})


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
NAMES = st.builds(s.Name, st.just(HERE), st.sampled_from(["总投资", "reduction", "甲", "阶段"]))
ATOMS = st.one_of(
    NUMBERS,
    NAMES,
    st.builds(s.TextLiteral, st.just(HERE), st.sampled_from(["", "光伏", "a b"])),
    st.builds(s.TruthLiteral, st.just(HERE), st.booleans()),
    st.builds(s.DayLiteral, st.just(HERE), st.dates(min_value=date(1950, 1, 1))),
)


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
        st.builds(s.Call, here, st.sampled_from(["min", "max", "coalesce"]), two),
    )


@given(st.recursive(ATOMS, compound, max_leaves=12), st.sampled_from(["zh", "en"]))
def test_every_tree_can_be_printed_and_read_again(tree: s.Syntax, words: str):
    assert parse(written(tree, words), VOCABULARY.words) == tree


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
