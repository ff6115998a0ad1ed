"""Help names everything that the language and the pack file know, in both languages."""

import re
from collections.abc import Iterable

import pytest

from climafin.base.paths import resource
from climafin.domain.answers import GateKind
from climafin.domain.signed import Occasion
from climafin.expression.functions import CHINESE
from climafin.expression.tokens import WORD_SIGNS
from climafin.resources.build import help_facts
from climafin.rules.cohorts import Figure
from climafin.rules.grading import How
from climafin.rules.pack import Scoring
from climafin.rules.reading import NEEDED, OPTIONAL
from climafin.rules.reading_facts import KINDS
from climafin.rules.scales.checklist import Counting
from climafin.rules.scales.families import FAMILIES
from climafin.rules.scales.shapes import Missing

PACK, SCALES, CONDITIONS = "9-writing-a-rule-pack", "10-scales", "11-conditions"


def page(code: str, name: str) -> str:
    return resource("help", code, f"{name}.md").read_text(encoding="utf-8")


def lacking(text: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if not re.search(rf"(?<![A-Za-z_]){re.escape(word)}(?![A-Za-z_])", text)]


@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_part_of_a_pack_is_explained(code: str):
    text = page(code, PACK)
    assert [key for key in (*NEEDED, *OPTIONAL) if f"`{key}`" not in text] == []
    words = [*GateKind, *How, *Occasion, *Missing, *KINDS]
    assert lacking(text, [str(word) for word in words]) == []
    assert f"scoring: {Scoring.POINTS}" in text
    named = [figure.label.zh if code == "zh" else f".{figure}" for figure in Figure]
    assert [word for word in named if word not in text] == []


@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_scale_has_its_section_with_an_example(code: str):
    sections = re.split(r"^## ", page(code, SCALES), flags=re.MULTILINE)[1:]
    assert {section.split()[0].rstrip(":") for section in sections} == set(FAMILIES)
    assert all("```yaml" in section for section in sections)
    assert lacking(page(code, SCALES), [str(counting) for counting in Counting]) == []


@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_function_is_named_in_both_languages(code: str):
    rows = re.findall(r"^\| (.+?) \| (.+?) \|", page(code, CONDITIONS), re.MULTILINE)[2:]
    named = {(row[0].partition("(")[0], row[1]) for row in rows}
    wanted = {(names[0], function) if code == "zh" else (function, names[0]) for function, names in CHINESE.items()}
    assert named == wanted


def test_comparisons_spelt_as_words_are_named():
    assert [word for word in WORD_SIGNS if word not in page("zh", CONDITIONS)] == []


def test_the_facts_are_those_of_the_dictionary():
    assert help_facts.stale_pages() == [], "run resources/build/help_facts.py"
