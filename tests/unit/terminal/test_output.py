"""Answers line up for people and stay stable for programs."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.language import language
from climafin.base.messages import Label, message
from climafin.domain.dictionary import dictionary
from climafin.domain.project import ValueNote
from climafin.domain.query import Column
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.terminal.output import Format, Table, columns_of_text, write_json, write_table
from climafin.terminal.wording import head_of, plain_cell, shown_cell

TABLE = Table(
    {"number": "编号", "name": "Name"},
    [{"number": "P-0001", "name": "光伏, “甲”"}, {"number": "P-0002", "name": None}],
    [{"number": "P-0001", "name": "光伏, “甲”\n二期"}, {"number": "P-0002"}],
)


def test_columns_line_up_with_chinese_in_them():
    assert columns_of_text(TABLE, None) == [
        "编号    Name",
        "------  ---------------",
        "P-0001  光伏, “甲” 二期",
        "P-0002",
    ]


@given(st.lists(st.text(max_size=60), max_size=5), st.integers(10, 200))
def test_no_line_is_wider_than_the_screen(names: list[str], screen: int):
    table = Table({"name": "名称"}, [], [{"name": name} for name in names])
    assert all(len(line) <= screen for line in columns_of_text(table, screen))


def test_csv_can_be_read_back(capsys: pytest.CaptureFixture[str]):
    write_table(TABLE, Format.CSV)
    assert capsys.readouterr().out.splitlines()[0] == "编号,Name"


def test_json_holds_every_kind_of_value(capsys: pytest.CaptureFixture[str]):
    plain = {
        "day": date(2026, 11, 20),
        "at": datetime(2026, 11, 20, tzinfo=UTC),
        "stage": Stage.PLANNED,
        "label": Label("甲", "A"),
        "told": message("The file is empty."),
        "path": Path("a"),
        "set": frozenset({"b", "a"}),
        "note": ValueNote(source="备案证"),
        "unknown": None,
        Status.DRAFT: (1, 2.5, True),
    }
    write_json(plain, language("zh_CN"))
    read = json.loads(capsys.readouterr().out)
    assert read["day"] == "2026-11-20"
    assert read["stage"] == "planned"
    assert read["label"] == {"zh": "甲", "en": "A"}
    assert read["told"] == "文件是空的。"
    assert read["set"] == ["a", "b"]
    assert read["note"]["source"] == "备案证"
    assert read["unknown"] is None
    assert read["draft"] == [1, 2.5, True]


@pytest.mark.parametrize(
    ("column", "value", "english", "chinese"),
    [
        (Column.STATUS, Status.ADMITTED, "Admitted", "已入库"),
        (Column.STAGE, None, "", ""),
        (Column.STAGE_SINCE, date(2026, 5, 1), "2026-05-01", "2026-05-01"),
        (Column.SCORE, (6250, 6250), "62.50", "62.50"),
        (Column.SCORE, (6250, 7000), "62.50–70.00", "62.50–70.00"),
        (Column.GRADE, (Label("一级", "Grade 1"), Label("一级", "Grade 1")), "Grade 1", "一级"),
        (Column.GRADE, (Label("二级", "Grade 2"), Label("一级", "Grade 1")), "Grade 2–Grade 1", "二级–一级"),
        (Column.COMPLETENESS, 80, "80 %", "80 %"),
        ("total_investment", 32_000_000_000, "32,000.00", "32,000.00"),
        ("district", "shuitu", "Shuitu", "水土新城"),
    ],
)
def test_cells_are_said_in_the_language_asked_for(column: str, value: object, english: str, chinese: str):
    assert shown_cell(column, value, language("en")) == english
    assert shown_cell(column, value, language("zh_CN")) == chinese


def test_heads_carry_their_unit():
    assert head_of("total_investment", language("zh_CN")) == "总投资（万元）"
    assert head_of(Column.NUMBER, language("en")) == "No."


def test_points_are_points_in_json():
    assert plain_cell(Column.SCORE, (6250, 7000)) == {"low": 62.5, "high": 70.0}
    assert plain_cell(Column.GRADE, (Label("甲", "A"), Label("甲", "A")))["low"] == {"zh": "甲", "en": "A"}  # type: ignore[index]
    assert plain_cell("total_investment", 5) == 5
    assert plain_cell(Column.GRADE, None) is None


def test_every_field_and_column_has_a_head():
    for column in (*Column, *(field.key for field in dictionary())):
        assert head_of(column, language("en"))
        assert head_of(column, language("zh_CN"))


def test_figures_stand_to_the_right_so_that_they_compare():
    heads = {"name": "名称", "count": "项目"}
    rows = [{"name": "策划", "count": 7}, {"name": "建设", "count": 128}, {"name": "投运", "count": None}]
    shown = [{"name": "策划", "count": "7"}, {"name": "建设", "count": "128"}, {"name": "投运", "count": ""}]
    lines = columns_of_text(Table(heads, rows, shown), None)
    assert lines == ["名称  项目", "----  ----", "策划     7", "建设   128", "投运"]
