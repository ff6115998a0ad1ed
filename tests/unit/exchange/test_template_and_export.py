"""What goes out comes back: the template filled, the library exported, nothing turned into a formula."""

import csv
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from climafin.base.errors import CallProblem
from climafin.base.language import Language, language
from climafin.domain.dictionary import FieldKind, dictionary
from climafin.domain.project import Project, ValueNote
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.exchange.exporting import export
from climafin.exchange.preview import RowKind
from climafin.exchange.template import write_template
from tests.unit.exchange.sheets import CLOCK, GOOD_CODE, preview, project, said

SHEET = "xl/worksheets/sheet1.xml"
BOTH = [language("en"), language("zh_CN")]
FULL = Project(
    uid="u-full",
    number="P-0001",
    status=Status.ADMITTED,
    values={
        "name": '=HYPERLINK("http://x")光伏',
        "owner_name": "@某公司",
        "project_code": "2026-500112-01-01-123456",
        "owner_credit_code": GOOD_CODE,
        "contact_phone": "02312345678",
        "approval_filing_number": "-0012",
        "district": "shuitu",
        "description": "第一行\n第二行，含“引号”",
        "security_kind": ("guarantee", "pledge"),
        "planned_start": "2026-11",
        "is_two_high": False,
        "verified": True,
        "total_investment": 123_456_789,
        "capital": 99_999_999_999_999_999,
        "irr": 0.1 + 0.2,
        "owner_debt_ratio": 62.5,
        "annual_reduction": 1234.567,
        "operating_years": 25,
        "environmental_credit_year": 2025,
    },
    notes={"fuel": ValueNote(not_applicable=True), "capital": ValueNote(source="可研", page="3", quality=2)},
    stages=(StageEvent(Stage.STARTED, date(2026, 1, 5), "", "甲", CLOCK.now()),),
)
BARE = project("u-bare", name="裸项目")


@pytest.mark.parametrize("spoken", BOTH, ids=["en", "zh"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_what_is_exported_comes_back_as_the_same(tmp_path: Path, spoken: Language, name: str):
    target = tmp_path / name
    assert export(target, [FULL, BARE], dictionary(), spoken) == 2
    found = preview(target, [BARE, FULL])
    assert [row.existing_uid for row in found.rows] == ["u-full", "u-bare"]
    assert [(row.kind, row.differences) for row in found.rows] == [(RowKind.SAME, ())] * 2
    assert not [head for head in found.unmatched_heads if head not in ("状态", "Status")]


def test_an_export_taken_into_an_empty_library_is_new_and_whole(tmp_path: Path):
    export(tmp_path / "a.xlsx", [FULL], dictionary(), language("zh_CN"))
    row = preview(tmp_path / "a.xlsx").rows[0]
    assert row.kind is RowKind.NEW
    assert {key: value for key, value in row.values.items() if key != "irr"} == {
        key: value for key, value in FULL.values.items() if key != "irr"
    }
    assert row.not_applicable == {"fuel"}
    assert (row.stage, row.stage_on) == (Stage.STARTED, date(2026, 1, 5))


def test_no_name_becomes_a_formula(tmp_path: Path):
    export(tmp_path / "a.xlsx", [FULL], dictionary(), language("zh_CN"))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}
    assert not [name for name, xml in parts.items() if "<f>" in xml or "<hyperlink" in xml]
    export(tmp_path / "a.csv", [FULL], dictionary(), language("zh_CN"))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.reader(file))[1]
    assert not [cell for cell in cells if re.match(r"[=+@\t\r-]", cell)]


def test_codes_are_text_cells(tmp_path: Path):
    export(tmp_path / "a.xlsx", [FULL], dictionary(), language("zh_CN"))
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    heads = [cell.value for cell in page[2]]
    for head in ("统一社会信用代码", "项目代码", "联系电话"):
        cell = page.cell(3, heads.index(head) + 1)
        assert (cell.data_type, cell.number_format) == ("s", "@")
    assert page.cell(3, heads.index("总投资（万元）") + 1).value == 123.456789
    assert page.row_dimensions[1].hidden


def test_json_is_stable_and_exact(tmp_path: Path):
    export(tmp_path / "a.json", [FULL], dictionary(), language("en"))
    export(tmp_path / "b.json", [FULL], dictionary(), language("zh_CN"))
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    whole = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert {key: whole[key] for key in ("format", "version", "money_unit")} == {
        "format": "climafin-projects",
        "version": 1,
        "money_unit": "fen",
    }
    one = whole["projects"][0]
    assert one["values"]["capital"] == 99_999_999_999_999_999
    assert one["stages"] == [{"stage": "started", "on": "2026-01-05", "reason": ""}]
    assert one["notes"] == {
        "fuel": {"not_applicable": True},
        "capital": {"source": "可研", "page": "3", "quality": 2},
    }


def test_a_place_below_a_file_is_told_and_not_a_traceback(tmp_path: Path):
    (tmp_path / "letter.docx").touch()
    with pytest.raises(CallProblem, match="cannot be written"):
        export(tmp_path / "letter.docx" / "out.csv", [], dictionary(), language("en"))


def test_the_ending_says_what_is_written(tmp_path: Path):
    with pytest.raises(CallProblem) as caught:
        export(tmp_path / "a.doc", [FULL], dictionary(), language("en"))
    assert "must end in" in said(caught.value.told)


def test_a_failed_export_leaves_the_old_file(tmp_path: Path):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def broken():
        yield FULL
        raise RuntimeError

    with pytest.raises(RuntimeError):
        export(target, broken(), dictionary(), language("en"))
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize("spoken", BOTH, ids=["en", "zh"])
def test_the_empty_template_holds_no_project(tmp_path: Path, spoken: Language):
    write_template(tmp_path / "t.xlsx", dictionary(), spoken)
    found = preview(tmp_path / "t.xlsx")
    assert found.rows == ()
    assert found.unmatched_heads == ()


def test_the_template_helps(tmp_path: Path):
    write_template(tmp_path / "t.xlsx", dictionary(), language("zh_CN"))
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    page, lists = book.worksheets
    assert lists.sheet_state == "hidden"
    heads = [cell.value for cell in page[3]]
    district = openpyxl.utils.get_column_letter(heads.index("所在片区") + 1)
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules[f"{district}4"] == "list_district"
    assert "list_district" in book.defined_names
    code = heads.index("统一社会信用代码") + 1
    assert page.cell(3, code).comment is not None
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        columns = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]* style="(\d+)"', archive.read(SHEET).decode("utf-8"))
    assert any(int(low) <= code <= int(high) for low, high, _ in columns)
    assert page.cell(4, 1).value == "示例（导入时忽略）"
    assert page.cell(4, heads.index("项目名称") + 1).value


def fill(path: Path, spoken: Language, cells: dict[str, object]) -> Path:
    """Write a template and fill its first free row by field key."""
    write_template(path, dictionary(), spoken)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    keys = [cell.value for cell in page[1]]
    for key, value in cells.items():
        page.cell(5, keys.index(key) + 1).value = value
    book.save(path)
    return path


FILLED = {
    "name": "填好的项目",
    "owner_name": "某公司",
    "owner_credit_code": GOOD_CODE,
    "district": "水土新城",
    "total_investment": "3.2亿",
    "planned_start": "2027-03",
    "is_two_high": "否",
    "stage": "开工",
    "stage_since": date(2026, 10, 1),
}


def test_a_filled_template_comes_in(tmp_path: Path):
    row = preview(fill(tmp_path / "t.xlsx", language("zh_CN"), FILLED)).rows[0]
    assert row.kind is RowKind.NEW
    assert row.values["total_investment"] == 32_000 * 10**6
    assert row.values["is_two_high"] is False
    assert row.stage is Stage.STARTED


def test_renamed_and_moved_columns_still_match(tmp_path: Path):
    path = fill(tmp_path / "t.xlsx", language("zh_CN"), FILLED)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    keys = [cell.value for cell in page[1]]
    page.cell(3, keys.index("name") + 1).value = "咱们的东西"
    page.cell(3, keys.index("total_investment") + 1).value = "花多少钱（亿元）"
    page.cell(5, keys.index("total_investment") + 1).value = 3.2
    page.delete_cols(keys.index("owner_credit_code") + 1)
    page.insert_cols(2)
    page.cell(3, 2).value = "我加的列"
    book.save(path)
    found = preview(path)
    assert found.rows[0].name == "填好的项目"
    assert found.rows[0].values["total_investment"] == 32_000 * 10**6
    assert found.unmatched_heads == ("我加的列",)


def test_an_example_that_was_written_over_is_a_project(tmp_path: Path):
    path = fill(tmp_path / "t.xlsx", language("zh_CN"), {})
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page.cell(4, [cell.value for cell in page[1]].index("name") + 1).value = "真的项目"
    book.save(path)
    assert [row.name for row in preview(path).rows] == ["真的项目"]


def test_the_example_is_known_without_its_mark(tmp_path: Path):
    path = fill(tmp_path / "t.xlsx", language("zh_CN"), FILLED)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_cols(1)
    book.save(path)
    assert [row.name for row in preview(path).rows] == ["填好的项目"]


def test_the_template_asks_for_every_field_a_district_knows(tmp_path: Path):
    write_template(tmp_path / "t.xlsx", dictionary(), language("zh_CN"))
    page = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    keys = {cell.value for cell in page[1]}
    assert {field.key for field in dictionary() if field.kind is FieldKind.CREDIT_CODE} <= keys
    assert {field.key for field in dictionary()} - keys == {"data_origin", "strengths", "worries"}
