"""Wrong codes are caught at the keyboard, and only a sure correction is offered."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from climafin.domain.codes import (
    CREDIT_ALPHABET,
    credit_check_character,
    credit_code_suggestion,
    is_credit_code,
    normal_credit_code,
    normal_project_code,
)

bodies = st.text(alphabet=CREDIT_ALPHABET, min_size=17, max_size=17)
codes = bodies.map(lambda body: body + credit_check_character(body))


def test_the_standards_worked_case():
    # GB 32100-2015 prints …Z, which is not even a letter of its own alphabet; its formula gives 3.
    assert not is_credit_code("91350100M000100Y4Z")
    assert is_credit_code("91350100M000100Y43")


@given(codes, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_a_single_wrong_character_is_caught(code: str, place: int, other: str):
    assume(code[place] != other)
    assert not is_credit_code(code[:place] + other + code[place + 1 :])


@given(codes, st.integers(0, 16))
def test_two_neighbours_swapped_are_caught(code: str, place: int):
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert not is_credit_code(swapped)


@given(codes)
def test_a_right_code_is_taken_however_it_is_typed(code: str):
    assert is_credit_code(code)
    typed = " ".join((code[:8].lower(), code[8:]))
    assert normal_credit_code(typed.translate({ord("0"): "０", ord("A"): "Ａ"})) == code


@given(st.text(max_size=30))
def test_rubbish_is_never_a_code(text: str):
    code = normal_credit_code(text)
    assert not is_credit_code(code) or len(code) == 18


def test_a_letter_o_for_a_zero_is_offered_and_not_taken_silently():
    assert not is_credit_code("9135O1OOMOOO1OOY43")
    assert credit_code_suggestion("9135O1OOMOOO1OOY43") == "91350100M000100Y43"


def test_nothing_is_offered_when_look_alikes_do_not_explain_it():
    assert credit_code_suggestion("91350100M000100Y44") is None
    assert credit_code_suggestion("91350100M000100Y43") is None


@pytest.mark.parametrize(
    "typed",
    ["2020-500112-44-03-123456", "20205001124403123456", " 2020 500112 44 03 123456 ", "２０２０-500112-44-03-123456"],
)
def test_a_project_code_gets_its_dashes(typed: str):
    assert normal_project_code(typed) == "2020-500112-44-03-123456"


@pytest.mark.parametrize("typed", ["", "2020-500112-44-03-12345", "2020-500112-44-03-1234567", "2020A50011244031234"])
def test_another_form_is_no_project_code(typed: str):
    assert normal_project_code(typed) is None
