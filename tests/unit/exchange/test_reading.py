"""A file is judged by what it holds; a hostile one costs a sentence, never the program."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from climafin.base.errors import CallProblem, Cancelled, ClimaFinError, DataProblem
from climafin.base.messages import Message
from climafin.exchange import reading_process
from climafin.exchange.cells import ErrorCell, PercentCell
from climafin.exchange.guard import Limits
from climafin.exchange.reading import SheetGrid, parsed_lines, read_workbook
from tests.unit.exchange.sheets import preview, said, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR_CELLS = (
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)


def with_sheet(path: Path, xml: str | bytes) -> Path:
    """Return a small workbook whose first sheet's XML is replaced."""
    plain = write_xlsx(path.with_name("plain.xlsx"), [["a"]])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            target.writestr(part, xml if part == SHEET else source.read(part))
    return path


def read_here(path: Path) -> tuple[SheetGrid, ...]:
    """Read as the reading process does, without the process and without its cap on memory."""
    out = io.StringIO()
    reading_process.main([str(path), json.dumps({"memory": -1})], out)
    return parsed_lines(path.name, out.getvalue().encode("ascii").splitlines())


def refusal(path: Path) -> str:
    """Return the sentence that refuses a file; the process and its code alone say the same."""
    with pytest.raises(ClimaFinError) as caught:
        read_workbook(path)
    with pytest.raises(ClimaFinError) as here:
        read_here(path)
    assert here.value.told == caught.value.told
    return said(caught.value.told)


def test_a_two_kilobyte_workbook_with_a_far_cell_is_refused_in_one_sentence(tmp_path: Path):
    hostile = with_sheet(tmp_path / "far.xlsx", FAR_CELLS)
    assert hostile.stat().st_size < 6_000
    assert "row 1048576, column 16384" in refusal(hostile)


def test_a_parser_that_takes_all_memory_dies_alone(tmp_path: Path):
    hostile = with_sheet(tmp_path / "far.xlsx", FAR_CELLS)
    with pytest.raises(DataProblem) as caught:
        read_workbook(hostile, limits=Limits(cells=10**12, memory=1 << 29))
    assert "Nothing was changed" in said(caught.value.told)


def test_a_table_formatted_to_the_last_row_is_read(tmp_path: Path):
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = with_sheet(
        tmp_path / "formatted.xlsx",
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>7</v></c></row>{far}</sheetData></worksheet>',
    )
    assert read_workbook(path).sheets[0].rows[0] == (7.0,)


def test_a_zip_bomb_is_refused(tmp_path: Path):
    assert "unpacks to" in refusal(with_sheet(tmp_path / "bomb.xlsx", b" " * (80 << 20)))


def test_a_document_type_in_a_sheet_is_refused(tmp_path: Path):
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    assert "damaged" in refusal(with_sheet(tmp_path / "entity.xlsx", entity))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xls", b"<html><body><table><tr><td>x</td></tr></table></body></html>", "web page under a workbook's name"),
        ("a.xls", "项目名称\t总投资\nA\t3\n".encode("gbk"), "plain text under a workbook's name"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "2003"),
        ("a.xlsx", b"", "is empty"),
        ("a.xlsx", b"PK\x03\x04rubbish", "damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rubbish", "damaged"),
        ("a.pdf", b"%PDF-1.7", "a PDF, not a workbook"),
        ("a.xlsx", b"%PDF-1.7", "a PDF, not a workbook"),
        ("a.csv", b"a,b\n\x81\xff\xff,1\n", "neither UTF-8 nor GB18030"),
        ("a.csv", b"\x00\x01\x02", "not a workbook"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(tmp_path: Path, name: str, content: bytes, sentence: str):
    path = tmp_path / name
    path.write_bytes(content)
    assert sentence in refusal(path)


def test_a_protected_workbook_says_so(tmp_path: Path):
    path = tmp_path / "locked.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in refusal(path)


def test_a_missing_file_is_a_wrong_call(tmp_path: Path):
    with pytest.raises(CallProblem):
        read_workbook(tmp_path / "none.xlsx")


def test_the_extension_does_not_decide(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", [["项目名称"]])
    assert read_workbook(path.rename(tmp_path / "a.xls")).sheets[0].rows == (("项目名称",),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_whatever_wrote_it(tmp_path: Path, encoding: str):
    path = tmp_path / "a.csv"
    path.write_bytes("项目名称,业主,代码\n䶮湖光伏,甲公司,0012\n".encode(encoding))
    assert read_workbook(path).sheets[0].rows[1] == ("䶮湖光伏", "甲公司", "0012")
    assert read_workbook(path).sheets == read_here(path)


def test_a_gbk_file_longer_than_any_sample_is_decoded_whole(tmp_path: Path):
    path = tmp_path / "long.csv"
    path.write_bytes(("项目名称,业主\n" + "a" + "光伏,甲\n" * 20_000).encode("gb18030"))
    assert len(read_workbook(path).sheets[0].rows) == 20_001


def test_formula_guards_of_a_csv_are_taken_back(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("'=1+1,'@x,''-5,'plain,-5\n", encoding="utf-8")
    assert read_workbook(path).sheets[0].rows[0] == ("=1+1", "@x", "'-5", "'plain", "-5")


def test_errors_percents_and_hidden_rows_survive_reading(tmp_path: Path):
    path = with_sheet(
        tmp_path / "marks.xlsx",
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1"><f>A9</f></c></row><row r="3" hidden="1"><c r="B3"><v>5</v></c></row></sheetData></worksheet>',
    )
    sheet = read_workbook(path).sheets[0]
    assert sheet.rows[0] == (ErrorCell("#DIV/0!"), None, ErrorCell(""))
    assert sheet.rows[2][1] == 5.0
    assert sheet.hidden_rows == {2}
    assert read_here(path) == (sheet,)


def test_a_percent_format_is_seen(tmp_path: Path):
    import xlsxwriter  # noqa: PLC0415

    path = tmp_path / "percent.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_number(0, 0, 0.255, book.add_format({"num_format": "0.0%"}))
    assert read_here(path)[0].rows == read_workbook(path).sheets[0].rows == ((PercentCell(0.255),),)


def test_reading_can_be_cancelled(tmp_path: Path):
    class Impatient:
        def step(self, done: int, total: int, doing: Message) -> None:
            if done < total:
                raise Cancelled(doing)

    with pytest.raises(Cancelled):
        read_workbook(write_xlsx(tmp_path / "a.xlsx", [["a"]]), Impatient())


def test_a_name_in_the_present_folder_is_no_code_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_workbook(write_xlsx(tmp_path / "a.xlsx", [["a"]])).sheets[0].rows == (("a",),)


def test_the_sheet_that_a_preview_read_is_the_one_with_the_table(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", [["项目名称", "业主"], ["甲", "乙"]], sheet="明细")
    assert preview(path).rows[0].sheet == "明细"
