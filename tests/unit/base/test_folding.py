"""Equal things typed differently compare equal; what is kept stays as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.folding import clean_text, folded, is_han, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("项目名称", " 项目　名称 "),
        ("ＰＵＥ值", "pue值"),
        ("建设规模（数值）", "建设规模(数值)"),
        ("统一社会信用代码：", "统一社会信用代码"),
        ("Project name", "PROJECT_NAME"),
        ("计划开工-时间", "计划开工时间"),
    ],
)
def test_heads_that_mean_the_same_fold_alike(one: str, other: str):
    assert folded(one) == folded(other)


def test_different_heads_stay_different():
    assert folded("计划开工") != folded("计划完工")


def test_tidy_makes_full_width_letters_ordinary_and_blanks_single():
    assert tidy(" ＡＢＣ　１２３ \n x ") == "ABC 123 x"


def test_kept_text_loses_control_characters_but_no_punctuation():
    assert clean_text("\x00总投资：3.2亿（含税）\x1f\u3000 ") == "总投资：3.2亿（含税）"
    assert clean_text("第一行\n第二行") == "第一行\n第二行"
    assert clean_text("a\ud800b") == "ab"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str):
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_kept_text_can_always_be_written(text: str):
    clean_text(text).encode("utf-8")


def test_rare_names_are_chinese_too():
    assert is_han("重")
    assert is_han("㐂")
    assert is_han("𠮷")
    assert not is_han("a")
    assert not is_han("，")
