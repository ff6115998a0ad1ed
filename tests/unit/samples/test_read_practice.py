"""A damaged practice file is told line by line, all faults at once, and nothing of it is taken."""

import pytest

from climafin.base.errors import DataProblem
from climafin.base.language import language
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.services.practice_data import read_practice

SOUND = """\
# 练习
projects:
  - values:
      name: 【虚构】甲
      total_investment: 3.2亿
    notes:
      total_investment: {source: "报告", page: "第3页", source_date: 2026-03-01, quality: 2}
    not_applicable: [pue]
    status: admitted
    stages:
      - {stage: planned, on: 2024-03-01}
      - {stage: operating, on: 2025-03-01, reason: "跳过"}
"""


def told(text: str) -> str:
    with pytest.raises(DataProblem) as caught:
        read_practice(text)
    return language("en").say(caught.value.told)


def test_values_notes_standing_and_moves_are_read():
    (project,) = read_practice(SOUND)
    assert project.values == {"name": "【虚构】甲", "total_investment": 32_000_000_000}
    assert project.notes["total_investment"].quality == 2
    assert project.notes["total_investment"].source_date is not None
    assert project.notes["pue"].not_applicable
    assert project.status is Status.ADMITTED
    assert [move.stage for move in project.stages] == [Stage.PLANNED, Stage.OPERATING]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("3.2亿", "许多", 5, "not an amount of money"),
        ("3.2亿", "待定", 5, "says nothing"),
        ("name:", "nmae:", 4, "is “name” meant"),
        ("status: admitted", "status: admited", 9, "is “admitted” meant"),
        ("2024-03-01", "2024-02-31", 11, "is not a day"),
        ("quality: 2", "quality: 6", 7, "from 1 to 5"),
        ('source: "报告"', 'source: ""', 7, "“source” is missing"),
        ("[pue]", "[total_investment]", 8, "said not to apply"),
        ("[pue]", "pue", 8, "A list is expected"),
        ("[pue]", "[peu]", 8, "is “pue” meant"),
        ("stage: planned,", "stage: plant,", 11, "is “planned” meant"),
        ("notes:\n      total_investment:", "notes:\n      capital:", 7, "which has no value"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, words: str):
    assert old in SOUND
    sentence = told(SOUND.replace(old, new, 1))
    assert f"line {line}: " in sentence
    assert words in sentence


def test_all_faults_are_told_at_once():
    sentence = told(SOUND.replace("3.2亿", "许多").replace("[pue]", "[peu]"))
    assert "line 5: " in sentence
    assert "line 8: " in sentence


def test_a_file_that_is_not_yaml_at_all_is_told():
    assert "not well-formed" in told("projects: [")
    assert "empty" in told("")
