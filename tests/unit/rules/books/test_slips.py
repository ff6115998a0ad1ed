"""What a pack says and cannot mean is told, and blocks nothing."""
# ruff: noqa: E501 - packs and tables of slips, one to a line

from pathlib import Path

import pytest

from climafin.domain.dictionary import dictionary
from climafin.rules.packs import examined_pack
from climafin.rules.reading_facts import declared_alike
from tests.unit.rules.books.made import ENGLISH, book, read
from tests.unit.rules.books.test_cohorts import YEARLY
from tests.unit.rules.books.test_gates import SHENZHEN
from tests.unit.rules.books.test_grading import NEA
from tests.unit.rules.books.test_limits import BANK, GUIDE


def slips(folder: Path, body: str) -> list[str]:
    file = folder / "pack.yaml"
    file.write_text(book(body), encoding="utf-8")
    return [ENGLISH.say(slip.told) for slip in examined_pack(file, dictionary())[1]]


@pytest.mark.parametrize(
    ("body", "old", "new", "told"),
    [
        (
            SHENZHEN,
            "gates:\n",
            "  idle: {zh: 无用, en: Idle, kind: yes_no}\ngates:\n",
            "No rule reads the fact “Idle”.",
        ),
        (
            BANK,
            "limits:\n",
            "  闲置: {title: {zh: 闲置, en: Idle}, source: S 1, entries: [甲]}\nlimits:\n",
            "No rule reads the list “闲置”.",
        ),
        (
            GUIDE,
            "limits:\n",
            "  闲置: {title: {zh: 闲置, en: Idle}, value: 总投资 > 0}\nlimits:\n",
            "No rule reads the derived value “闲置”.",
        ),
        (
            YEARLY,
            "gates:\n",
            "  闲置: {title: {zh: 闲置, en: Idle}, value: 总投资, unit: 万元, source: S 1}\ngates:\n",
            "No rule reads the cohort “闲置”.",
        ),
        (
            YEARLY,
            "gates:\n",
            "gates:\n",
            "“同行业.from_last ≤ 1 %” can never hold in a class of fewer than 100 projects.",
        ),
        (
            YEARLY,
            "gates:\n",
            "gates:\n",
            "“同行业.percentile ≤ 30 %” can never hold in a class of fewer than 4 projects.",
        ),
        (BANK, "otherwise: 0, source: S 2026", "source: S 2026", ""),
        (
            BANK,
            "rows: {清洁能源: 1, 节能改造: 1}, otherwise: 0",
            "rows: {节能改造: 1}",
            "From 15 Jan 2026, “工具覆盖” has no value for some answers (1): Clean energy.",
        ),
        (NEA, "forces:\n", "forces:\n", ""),
        (
            NEA,
            "{key: red, zh: 红色, en: red}",
            "{key: red, zh: 红色, en: red}\n  - {key: black, zh: 黑色, en: black}",
            "Nothing leads to the grade “black”.",
        ),
        (
            NEA,
            "facts: {保障小时数完成率: 100, 弃光率: 10, 竞争力分: 95}\n    expect: {risk_grade: mid, grade: 红色, F1: met}",
            "facts: {}\n    expect: {F1: unknown}",
            "No case has F1 = met.",
        ),
        (SHENZHEN, "gates:\n", "gates:\n", "No case is decided by these branches of SZ-E3: 1."),
        (
            GUIDE,
            "      - from: 2026-01-01\n",
            "      - from: 2026-02-01\n",
            "From 1 Jan 2015 to 1 Feb 2026, when the pack is in force, “底线” has no value yet.",
        ),
    ],
)
def test_a_slip_is_told(tmp_path: Path, body: str, old: str, new: str, told: str):
    assert old in body
    found = slips(tmp_path, body.replace(old, new, 1))
    if told:
        assert told in found
    else:
        assert not [one for one in found if "has no value for" in one or "Nothing leads" in one]


def test_a_list_beside_a_pack_is_found(tmp_path: Path):
    (tmp_path / "names.txt").write_text("光伏电站\n节能改造\n风电场\n", encoding="utf-8")
    assert slips(tmp_path, BANK.replace("entries: [光伏电站, 节能改造, 风电场]", "file: names.txt")) is not None


def test_two_packs_share_an_answer_only_when_they_ask_alike():
    one = read(SHENZHEN).own_facts
    other = read(SHENZHEN.replace("other: {zh: 其他, en: Other}", "others: {zh: 其他, en: Other}")).own_facts
    assert declared_alike(one[0], other[0])
    assert not declared_alike(one[2], other[2])
