"""Whatever a grid of cells holds: no traceback, and no row is lost."""

import string
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from climafin.base.errors import DataProblem
from climafin.base.language import language
from climafin.base.progress import NoProgress
from climafin.domain.dictionary import Field, FieldKind, dictionary
from climafin.domain.project import Project
from climafin.domain.status import Status
from climafin.domain.value_checks import value_problem
from climafin.domain.values import parse_value
from climafin.exchange.cells import Cell, ErrorCell, PercentCell
from climafin.exchange.exporting import export
from climafin.exchange.importing import preview_workbook
from climafin.exchange.preview import RowKind
from climafin.exchange.reading import SheetGrid, Workbook
from climafin.exchange.returning import write_returned_rows
from climafin.exchange.sniffing import guarded, unguarded
from climafin.exchange.units import split_head
from tests.unit.exchange.sheets import CLOCK, preview

HEADS = [field.label.zh for field in dictionary()] + ["阶段", "阶段日期", "总投资（亿元）", "序号", "年减排量（万吨）"]
WORDS = [
    "合计",
    "小计",
    "3.2亿",
    "待定",
    "不适用",
    "#REF!",
    "2026.11",
    "在建",
    "注：见附件",
    "单位：万元",
    "示例",
    "甲光伏",
]
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from(WORDS + HEADS),
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.builds(ErrorCell, st.sampled_from(["", "#N/A"])),
    st.builds(PercentCell, st.floats(-10, 10)),
)
ROWS = st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=8)
MERGES = st.lists(
    st.tuples(*[st.integers(0, 9)] * 4).map(lambda m: (m[0], m[1], m[0] + m[2] % 3, m[1] + m[3])), max_size=3
)
KNOWN = [Project("1", "P-1", Status.DRAFT, {"name": "甲光伏", "owner_name": "乙"})]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(HEADS), min_size=1, max_size=8), ROWS, ROWS, MERGES)
def test_no_row_is_lost(
    tmp_path: Path,
    heads: list[str],
    above: list[tuple[Cell, ...]],
    below: list[tuple[Cell, ...]],
    merged: list[tuple[int, int, int, int]],
):
    grid = SheetGrid("s", (*above, ("项目名称", *heads), *below), tuple(merged))
    try:
        found = preview_workbook(Workbook("f.xlsx", "0" * 64, (grid,)), KNOWN, dictionary(), CLOCK, NoProgress())
    except DataProblem:
        return
    counted = sum(len(rows) for rows in (found.new, found.changed, found.same, found.doubtful, found.wrong))
    assert counted == len(found.rows)
    numbers = sorted([row.row_number for row in found.rows] + [row.row_number for row in found.ignored])
    assert numbers == list(range(1, len(grid.rows) + 1))
    for row in found.rows:
        assert all(value_problem(dictionary()[key], value) is None for key, value in row.values.items())
    write_returned_rows(found, found.rows, tmp_path / "back.xlsx", language("en"))


@given(st.text())
def test_a_head_is_always_taken_apart(text: str):
    split_head(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_formula_guards_are_taken_back_exactly(text: str):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=30)


def values_of(field: Field) -> st.SearchStrategy[object]:
    """Return values that a person could have entered."""
    numbers = st.integers(0, 10**15) if field.kind is FieldKind.MONEY else st.floats(0, 100, width=32)
    typed: dict[FieldKind, st.SearchStrategy[object]] = {
        FieldKind.MONEY: numbers,
        FieldKind.INTEGER: st.integers(0, 3),
        FieldKind.NUMBER: numbers,
        FieldKind.PERCENT: numbers,
        FieldKind.YES_NO: st.booleans(),
        FieldKind.DATE: st.dates(date(1950, 1, 1), date(2150, 1, 1)),
        FieldKind.MONTH: st.dates(date(1950, 1, 1), date(2150, 1, 1)).map(lambda day: f"{day:%Y-%m}"),
        FieldKind.CHOICE: st.sampled_from([choice.key for choice in field.choices] or [""]),
        FieldKind.CHOICES: st.sets(st.sampled_from([c.key for c in field.choices] or [""]), min_size=1).map(tuple),
        FieldKind.CREDIT_CODE: st.just("91350100M000100Y43"),
        FieldKind.PROJECT_CODE: st.text(string.digits, min_size=6, max_size=6).map(
            lambda tail: f"2026-500112-01-01-{tail}"
        ),
    }
    text = TYPED.map(lambda words: parse_value(field, words).value)
    return typed.get(field.kind, text)


def kept(drawn: dict[str, object]) -> dict[str, object]:
    return {
        key: value
        for key, value in drawn.items()
        if value is not None and value_problem(dictionary()[key], value) is None  # type: ignore[arg-type]
    }


PROJECTS = st.fixed_dictionaries({}, optional={field.key: values_of(field) for field in dictionary()}).map(kept)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PROJECTS, st.sampled_from(["a.xlsx", "a.csv"]), st.sampled_from(["en", "zh_CN"]))
def test_an_exported_project_comes_back_as_the_same(tmp_path: Path, values: dict, name: str, code: str):
    values = {"name": "名", **values}
    project = Project("u", "P-1", Status.DRAFT, values)
    export(tmp_path / name, [project], dictionary(), language(code))  # type: ignore[arg-type]
    found = preview(tmp_path / name, [project])
    assert [(row.kind, row.differences, row.problems) for row in found.rows] == [(RowKind.SAME, (), ())]
