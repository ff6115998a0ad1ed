"""Every complaint about a file points at its place; nothing is guessed about types."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.language import language
from climafin.base.yaml_nodes import Faults, Node, nearest, unknown_name
from climafin.base.yaml_reader import read_yaml


def read(text: str) -> tuple[Node | None, list[str]]:
    faults = Faults()
    root = read_yaml(text, "pack.yaml", faults)
    english = language("en")
    return root, [f"{f.place.line}:{f.place.column} {english.say(f.told)}" for f in faults]


def test_words_stay_words():
    root, told = read("a: no\nb: 1:30\nc: '0012'\nd: 0.35\n")
    assert told == []
    assert root is not None
    assert root.entries is not None
    assert [node.text for node in root.entries.values()] == ["no", "1:30", "0012", "0.35"]
    assert root.entries["c"].quoted
    assert not root.entries["d"].quoted


def test_a_doubled_key_is_told_with_both_lines():
    _root, told = read("总投资: 1\n名称: x\n总投资: 2\n")
    assert told == ["3:1 The key “总投资” stands twice; first in line 1."]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a: [1, 2 }", "1:10 This is not well-formed"),
        ("a: b: c", "1:5 This is not well-formed YAML"),
        ("a: &x 1\nb: *x", "2:4 Aliases"),
        ("? [a, b]\n: 1", "1:3 A key must be"),
        ("", "1:1 The file is empty"),
        ("a: 1\nb: \x07", "2:4 The control character U+0007 may not stand"),
        ("a: 1\n---\nb: 2\n", "2:1"),
    ],
)
def test_what_is_not_taken_is_told_with_its_place(text: str, start: str):
    _root, told = read(text)
    assert len(told) >= 1
    assert told[0].startswith(start)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_endless_nesting_is_refused(opening: str):
    _root, told = read(opening * 20_000)
    assert told != []


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!'\"#|>\n ,?目%@`")))
def test_any_text_is_read_or_complained_about(text: str):
    root, told = read(text)
    assert root is not None or told


def test_the_caret_stands_below_wide_characters():
    faults = Faults()
    source = "名称: [1"
    read_yaml(source, "pack.yaml", faults)
    shown = faults.list[0].shown(source, "broken")
    assert shown.splitlines()[0].startswith("pack.yaml:")
    root = read_yaml("名称: 值", "pack.yaml", Faults())
    assert root is not None
    assert root.entries is not None
    assert root.entries["名称"].place.column == 5


def test_a_misspelt_name_gets_the_nearest_known_one():
    assert nearest("total_investmnt", ["total_investment", "capital"]) == "total_investment"
    assert nearest("zzz", ["total_investment"]) is None
    assert unknown_name("zzz", ["a"]).values == {"word": "zzz"}
    assert unknown_name("capitel", ["capital"]).values["near"] == "capital"


@pytest.mark.parametrize(
    "text", ["a: 1\n\tb: 2\n", "a: b: c", "a: [1, 2", "a: {b: 1", "a\nb: 1", "a: 'x", 'a: "\\q"', "- a\nb: 1", "a: [,"]
)
def test_what_the_reader_of_yaml_says_is_said_in_chinese_too(text: str):
    faults = Faults()
    read_yaml(text, "pack.yaml", faults)
    chinese = language("zh_CN")
    (told,) = [chinese.say(fault.told) for fault in faults]
    assert told.startswith("YAML 格式有误：")
    assert not re.search("[a-z]{2}", told.removeprefix("YAML 格式有误："))


def test_of_a_long_line_the_part_around_the_place_is_shown():
    faults = Faults()
    text = "a: [" + "甲, " * 400 + "*b]\n"
    read_yaml(text, "pack.yaml", faults)
    _place, line, caret = next(iter(faults)).shown(text, "x").split("\n")
    assert len(line) < 120
    assert "*" in line
    assert sum(2 if ord(c) > 0x2E7F else 1 for c in line[: line.index("*b")]) == caret.index("^")
