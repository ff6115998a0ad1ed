"""What a cell says, however its sender wrote it (user-habits H43, H44, H63)."""

from datetime import date
from pathlib import Path

import pytest

from climafin.domain.codes import is_credit_code
from climafin.domain.dictionary import dictionary
from climafin.exchange.cells import PercentCell
from climafin.exchange.drafts import read_cell
from climafin.exchange.preview import RowKind
from tests.unit.exchange.sheets import GOOD_CODE, one_row, preview, said, write_xlsx


@pytest.mark.parametrize(
    ("cell", "wan"),
    [
        ("12,000.50", 12000.5),
        ("3.2亿", 32000),
        ("1200万", 1200),
        ("５００万元", 500),
        ("约5000万元", 5000),
        ("8,000万元（含税）", 8000),
        ("/", None),
        ("—", None),
        ("待定", None),
    ],
)
def test_amounts_as_people_write_them(tmp_path: Path, cell: str, wan: float | None):
    row = one_row(tmp_path, 总投资=cell)
    assert row.kind is RowKind.NEW
    assert row.values.get("total_investment") == (None if wan is None else wan * 1_000_000)


@pytest.mark.parametrize(
    ("head", "fen"),
    [
        ("总投资（亿元）", 3 * 10**10),
        ("总投资(元)", 300),
        ("总投资/万元", 3 * 10**6),
        ("*总投资：千元", 300_000),
        ("总投资\n单位：亿元", 3 * 10**10),
        ("总投资 【万元】", 3 * 10**6),
        ("总投资（含税）（亿元）", 3 * 10**10),
    ],
)
def test_a_unit_in_the_head_counts(tmp_path: Path, head: str, fen: int):
    assert one_row(tmp_path, **{head: 3}).values["total_investment"] == fen


def test_a_unit_line_above_the_table_counts_and_a_head_wins_over_it(tmp_path: Path):
    rows = [["汇总表"], ["", "单位：亿元"], ["项目名称", "总投资", "资本金（万元）"], ["甲", 3, 3]]
    values = preview(write_xlsx(tmp_path / "a.xlsx", rows)).rows[0].values
    assert (values["total_investment"], values["capital"]) == (3 * 10**10, 3 * 10**6)


@pytest.mark.parametrize(
    ("head", "cell", "kept"),
    [
        ("年减排量（万吨）", 1.2, 12000.0),
        ("年减排量", "1.2万吨", 12000.0),
        ("年减排量（tCO2e/a）", 900, 900.0),
        ("年发电量（万千瓦时）", 2600, 26000.0),
        ("年发电量（kWh）", "500000", 500.0),
        ("年节能量(吨标准煤)", 33, 33.0),
    ],
)
def test_natural_units_in_heads_are_turned_into_the_dictionarys(tmp_path: Path, head: str, cell: object, kept: float):
    field = {"年减": "annual_reduction", "年发": "annual_generation", "年节": "annual_energy_saving"}[head[:2]]
    assert one_row(tmp_path, **{head: cell}).values[field] == kept


@pytest.mark.parametrize("title", ["汇总表（单位：亿元）", "汇总表（亿元）", "汇总表 金额单位：亿元"])
def test_a_title_may_name_the_unit(tmp_path: Path, title: str):
    rows = [[title, None, None], ["项目名称", "总投资", "年减排量"], ["甲", 3, 3]]
    found = preview(write_xlsx(tmp_path / "a.xlsx", rows, merged=[(0, 0, 0, 2)]))
    assert found.rows[0].values == {"name": "甲", "total_investment": 3 * 10**10, "annual_reduction": 3.0}
    table = found.sheets[0].table
    assert table is not None
    assert [column.head for column in table.columns] == ["项目名称", "总投资", "年减排量"]


def test_a_unit_that_does_not_go_with_the_field_is_refused(tmp_path: Path):
    row = one_row(tmp_path, **{"年减排量（万千瓦时）": 5})
    assert row.kind is RowKind.WRONG
    assert "cannot be turned into" in said(row.problems[0].told)


def test_capacity_with_its_unit_in_one_cell(tmp_path: Path):
    row = one_row(tmp_path, 装机容量="20MW")
    assert (row.values["capacity"], row.values["capacity_unit"]) == (20.0, "MW")


def test_per_cent_is_what_people_read(tmp_path: Path):
    row = one_row(tmp_path, 内部收益率="8.5%", 资产负债率=0.62)
    assert (row.values["irr"], row.values["owner_debt_ratio"]) == (8.5, 0.62)
    assert "not as a share of 1" in said(row.notes[0])


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2026.11.20", "2026-11"),
        ("2026年11月", "2026-11"),
        ("20261120", "2026-11"),
        ("2026/11/20", "2026-11"),
        (46346, "2026-11"),
        (2026.11, "2026-11"),
        (202611, "2026-11"),
        (date(2026, 11, 20), "2026-11"),
    ],
)
def test_days_as_people_write_them(tmp_path: Path, cell: object, month: str):
    assert one_row(tmp_path, 计划开工=cell).values["planned_start"] == month


def test_a_month_that_a_number_made_ambiguous_is_asked_for(tmp_path: Path):
    row = one_row(tmp_path, 计划开工=2026.1)
    assert "January or October" in said(row.problems[0].told)


def test_codes_are_text_always(tmp_path: Path):
    row = one_row(tmp_path, 联系电话="02312345678", 备案号="0012", 统一社会信用代码=GOOD_CODE.lower())
    assert row.values["contact_phone"] == "02312345678"
    assert row.values["approval_filing_number"] == "0012"
    assert row.values["owner_credit_code"] == GOOD_CODE


def test_a_telephone_kept_as_a_number_has_no_decimal_point(tmp_path: Path):
    assert one_row(tmp_path, 联系电话=13800138000).values["contact_phone"] == "13800138000"


@pytest.mark.parametrize(
    "cells",
    [
        {"统一社会信用代码": 915001017815678901.0},
        {"统一社会信用代码": "9.15001E+17"},
        {"统一社会信用代码": "915001017815678000"},
        {"项目代码": 20265001120101123456.0},
        {"项目代码": "20265001120101100000"},
        {"备案号": 2650011201011234567.0},
    ],
)
def test_damaged_codes_are_refused_never_mended(tmp_path: Path, cells: dict[str, object]):
    row = one_row(tmp_path, **cells)
    assert row.kind is RowKind.WRONG
    assert row.problems[0].column_head == next(iter(cells))


def test_a_good_code_that_ends_in_zeros_is_taken_with_a_note(tmp_path: Path):
    code = next(f"9{n:014d}000" for n in range(10**13, 10**13 + 500) if is_credit_code(f"9{n:014d}000"))
    row = one_row(tmp_path, 统一社会信用代码=code)
    assert row.kind is RowKind.NEW
    assert "15 digits" in said(row.notes[0])


def test_a_look_alike_letter_is_offered_not_changed(tmp_path: Path):
    row = one_row(tmp_path, 统一社会信用代码=GOOD_CODE.replace("0", "O", 1))
    assert GOOD_CODE in said(row.problems[0].told)


def test_an_error_cell_is_refused_not_blank(tmp_path: Path):
    import xlsxwriter  # noqa: PLC0415

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["项目名称", "总投资"])
        sheet.write_string(1, 0, "甲")
        sheet.write_formula(1, 1, "=B9/0", None, "#REF!")
    row = preview(path).rows[0]
    assert row.kind is RowKind.WRONG
    assert "#REF!" in said(row.problems[0].told)


def test_a_percent_in_a_column_of_words_stays_what_the_sender_saw():
    assert read_cell(dictionary()["remarks"], PercentCell(0.25)).value == "25%"
    assert read_cell(dictionary()["green_share"], PercentCell(0.25)).value == 25.0
