"""Changing one value changes its own characters only, whatever the value and wherever it stands."""
# ruff: noqa: E501 - a list of values that YAML could take for something else

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from climafin.base.errors import CallProblem
from climafin.base.language import Language
from climafin.base.paths import shipped_packs
from climafin.base.yaml_nodes import Faults, Node
from climafin.base.yaml_reader import read_yaml
from climafin.domain.dictionary import dictionary
from climafin.rules.editing import Step, value_at, with_value
from climafin.rules.packs import DEFAULT_PACK, FILE_NAME
from climafin.rules.reading import read_pack
from tests.unit.rules.books.made import book
from tests.unit.rules.books.test_grading import NEA

SHIPPED = (shipped_packs() / DEFAULT_PACK / FILE_NAME).read_text(encoding="utf-8")
WRITTEN = """\
# a comment
plain: one two  # after it
single: 'it''s'
double: "a \\" b"
flow: {list: [1, "2", '3'], text: a b}
folded: >
  several
  words
literal: |
  one
  two
last: end
"""
TEXTS = {"shipped": SHIPPED, "made": book(NEA), "written": WRITTEN}


def paths(node: Node, at: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    if node.text is not None:
        yield at
    for key, one in (node.entries or {}).items():
        yield from paths(one, (*at, key))
    for number, one in enumerate(node.items or ()):
        yield from paths(one, (*at, number))


def root(text: str) -> Node:
    found = read_yaml(text, "x", Faults())
    assert found is not None
    return found


def leaves(top: Node, wanted: list[tuple[Step, ...]]) -> list[str | None]:
    """Return what stands at some paths of a tree, read once."""
    found = []
    for path in wanted:
        node = top
        for step in path:
            node = (node.entries or {})[step] if isinstance(step, str) else (node.items or ())[step]
        found.append(node.text)
    return found


PATHS = {name: sorted(paths(root(text)), key=str) for name, text in TEXTS.items()}
WHERE = st.sampled_from(sorted(TEXTS)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(PATHS[name])))
VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20) | st.sampled_from(
    ["40", "-1.5", "no", "a: b", "# x", "- y", "[z]", "{", "*a", "&b", "!c", "'", '"', "\\", " lead", "trail ", "", "年减排量 ≥ 10 万吨", "null", "~", "a\nb"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(WHERE, VALUES)
@example(("written", ("plain",)), "two # three")
@example(("written", ("folded",)), "one")
@example(("written", ("literal",)), "one\n\n  two")
def test_only_the_value_changes(where: tuple[str, tuple[Step, ...]], new: str):
    name, path = where
    before = TEXTS[name]
    try:
        after = with_value(before, path, new)
    except CallProblem:
        # Control characters of other kinds stand in no YAML text at all.
        assert not new.isprintable()
        return
    assert value_at(after, path) == new
    others = [path_ for path_ in PATHS[name] if path_ != path]
    assert leaves(root(after), others) == leaves(root(before), others)
    start = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    tail = len(before) - start
    end = next((at for at in range(1, tail + 1) if before[-at] != after[-at]), tail + 1)
    # What differs is one stretch, no longer than the old value with its quotes.
    assert tail - end + 1 <= len(value_at(before, path)) * 2 + 4


def test_a_weight_is_named_by_the_id_of_its_criterion():
    after = with_value(SHIPPED, ("criteria", "C01", "weight"), "11")
    changed = [line for line, was in zip(after.splitlines(), SHIPPED.splitlines(), strict=True) if line != was]
    assert changed == ["    weight: 11"]
    assert value_at(after, ("criteria", 0, "weight")) == "11"
    # The pack says at once that its weights no longer add up.
    assert read_pack(after.encode(), FILE_NAME, dictionary()).faults


def test_a_sound_edit_gives_the_same_pack_but_for_the_value():
    before = read_pack(book(NEA).encode(), FILE_NAME, dictionary()).pack
    after = read_pack(with_value(book(NEA), ("criteria", "R1", "steps", 1, "marks"), "16").encode(), FILE_NAME, dictionary()).pack  # fmt: skip
    assert before is not None
    assert after is not None
    assert [step.marks for step in after.criteria[0].scale.steps] == [0, 1600, 2500]  # type: ignore[attr-defined]
    assert after.criteria[1:] == before.criteria[1:]
    assert (after.gates, after.grades, after.matrix) == (before.gates, before.grades, before.matrix)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (("criteria", "X99", "weight"), "“X99” is not known here"),
        (("criteria", "C01", "weigh"), "is “weight” meant?"),
        (("criteria",), "stands no single value"),
        (("criteria", 99, "weight"), "is not known here"),
    ],
)
def test_a_wrong_path_is_told(path: tuple[Step, ...], told: str):
    with pytest.raises(CallProblem) as refused:
        with_value(SHIPPED, path, "1")
    assert told in Language("en").say(refused.value.told)


def test_a_broken_text_is_told():
    with pytest.raises(CallProblem):
        with_value("a: [", ("a",), "1")
