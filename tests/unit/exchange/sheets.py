"""Workbooks for tests, written as senders write them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from climafin.base.clock import FixedClock
from climafin.base.language import language
from climafin.base.messages import Message
from climafin.base.progress import NoProgress
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project, Value
from climafin.domain.status import Status
from climafin.exchange.importing import preview_file
from climafin.exchange.preview import ImportAnswers, ImportPreview, ImportRow

CLOCK = FixedClock(datetime(2026, 11, 20, 4, tzinfo=UTC))
GOOD_CODE = "91350100M000100Y43"


def write_xlsx(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: Sequence[int] = (),
    sheet: str = "Sheet1",
) -> Path:
    """Write rows as one sheet; a merged range takes the cell of its upper left corner."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    fill_sheet(book, book.add_worksheet(sheet), rows, merged=merged, hidden=hidden)
    book.close()
    return path


def fill_sheet(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.workbook.Worksheet,
    rows: Sequence[Sequence[object]],
    *,
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: Sequence[int] = (),
) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    covered = {(r, c) for a, b, x, y in merged for r in range(a, x + 1) for c in range(b, y + 1)}
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if (number, column) in covered or cell is None:
                continue
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write(number, column, cell)
    for a, b, x, y in merged:
        sheet.merge_range(a, b, x, y, rows[a][b])
    for number in hidden:
        sheet.set_row(number, None, None, {"hidden": True})


def project(uid: str, **values: Value) -> Project:
    """Return a project as the library holds it."""
    return Project(uid=uid, number=f"P-{uid}", status=Status.DRAFT, values=values)


def preview(path: Path, known: Sequence[Project] = (), **answers: Mapping[str, str]) -> ImportPreview:
    """Preview a file against some projects."""
    return preview_file(path, known, dictionary(), CLOCK, NoProgress(), ImportAnswers(**answers))


def said(told: Message) -> str:
    """Return a message in English."""
    return language("en").say(told)


def told_all(found: ImportPreview) -> str:
    """Return everything a preview says, in English, one line each."""
    lines = [said(problem.told) for row in found.rows for problem in row.problems]
    lines += [said(note) for row in found.rows for note in row.notes]
    lines += [said(row.why) for row in found.rows if row.why is not None]
    lines += [said(ignored.told) for ignored in found.ignored]
    return "\n".join(lines)


def one_row(tmp_path: Path, **cells: object) -> ImportRow:
    """Preview a table of one project with these heads and cells."""
    heads = ["项目名称", *cells]
    return preview(write_xlsx(tmp_path / "a.xlsx", [heads, ["甲光伏", *cells.values()]])).rows[0]
