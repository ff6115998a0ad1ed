"""Rows that were not taken, as a workbook to send back: the sender's own heads and rows, with the reasons."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from climafin.base.language import Language
from climafin.base.messages import Label, message
from climafin.exchange.cells import Cell, is_blank
from climafin.exchange.heads import WHY_HEAD, Table
from climafin.exchange.preview import ImportPreview, ImportRow, PreviewSheet, RowKind
from climafin.exchange.sheet_writing import Formats, new_workbook, write_cell, write_text
from climafin.exchange.units import split_head

_SUMMARY = Label("汇总", "Summary")
_BAD_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def write_returned_rows(preview: ImportPreview, rows: Sequence[ImportRow], target: Path, language: Language) -> None:
    """Write rows back in the sender's shape; mended, the workbook can be imported as it is.

    Args:
        preview: where the rows come from.
        rows: the rows that were not taken.
        target: the workbook to write.
        language: of the reasons and the summary.

    Raises:
        CallProblem: the target cannot be written.
    """
    with new_workbook(target) as book:
        looks = Formats(book)
        used = {language.label(_SUMMARY).casefold()}
        for sheet in preview.sheets:
            own = [row for row in rows if row.sheet == sheet.name]
            if sheet.table is None or not own:
                continue
            page = book.add_worksheet(_sheet_name(sheet.name, used))
            _write_upper_rows(page, sheet, sheet.table, preview, looks)
            _write_why_head(page, sheet.table, looks, language)
            for place, row in enumerate(own, start=sheet.table.first_row):
                _write_row(page, place, row, sheet.table, looks, language)
            page.freeze_panes(sheet.table.first_row, 1)
        _write_summary(book, preview, rows, language)


def _sheet_name(name: str, used: set[str]) -> str:
    bare = name.translate(_BAD_IN_NAMES).strip("'")[:28] or "Sheet"
    found, number = bare, 2
    while found.casefold() in used:
        found, number = f"{bare}-{number}", number + 1
    used.add(found.casefold())
    return found


def _write_upper_rows(
    page: Worksheet, sheet: PreviewSheet, table: Table, preview: ImportPreview, looks: Formats
) -> None:
    """Write what stands above the rows as it was: titles, unit lines, hidden keys, heads with their merges."""
    grid = sheet.grid
    page.set_column(0, 0, 42)
    page.set_column(1, max(1, len(table.columns)), 16)
    for number, cells in enumerate(grid.rows[: table.first_row]):
        for column, cell in enumerate(cells):
            if not is_blank(cell):
                look_head = number >= table.first_head
                sent = _with_answered_unit(cell, column, table, preview) if look_head else cell
                if look_head and isinstance(sent, str):
                    write_text(page, number, column + 1, sent, looks.head)
                else:
                    write_cell(page, (number, column + 1), sent, looks)
        if number in grid.hidden_rows:
            page.set_row(number, None, None, {"hidden": True})
    for top, left, bottom, right in grid.merged:
        if bottom >= table.first_row or (top, left) == (bottom, right):
            continue
        cells = grid.rows[top] if top < len(grid.rows) else ()
        held = cells[left] if left < len(cells) else None
        if isinstance(held, str):
            sent = _with_answered_unit(held, left, table, preview) if top >= table.first_head else held
            # A damaged workbook may hold merges that overlap; its heads still stand without them.
            with suppress(xlsxwriter.exceptions.OverlappingRange):
                page.merge_range(top, left + 1, bottom, right + 1, "", looks.head)
            write_text(page, top, left + 1, str(sent), looks.head)


def _with_answered_unit(cell: Cell, index: int, table: Table, preview: ImportPreview) -> Cell:
    """Return a head with the unit that was answered for its column, so that it is not asked again."""
    column = next((one for one in table.columns if one.index == index), None)
    if column is None or not isinstance(cell, str) or not column.head.endswith(cell.replace("\n", "")):
        return cell
    unit = preview.answers.money_units.get(column.head)
    return f"{cell}（{unit}）" if unit and not split_head(cell).unit else cell


def _write_why_head(page: Worksheet, table: Table, looks: Formats, language: Language) -> None:
    text = language.label(WHY_HEAD)
    if table.first_row - table.first_head > 1:
        page.merge_range(table.first_head, 0, table.first_row - 1, 0, text, looks.head)
    else:
        write_text(page, table.first_head, 0, text, looks.head)


def _write_row(page: Worksheet, place: int, row: ImportRow, table: Table, looks: Formats, language: Language) -> None:
    # The sender looks the row up in the workbook he sent.
    reasons = [language.say(message("Row {number} of the sheet as sent", number=row.row_number))]
    reasons += [
        language.say(message("{head}: {told}", head=problem.column_head, told=problem.told)) for problem in row.problems
    ]
    if row.why is not None:
        reasons.append(language.say(row.why))
        if row.existing_name:
            reasons.append(language.say(message("In the library: {name}", name=row.existing_name)))
    write_text(page, place, 0, "\n".join(reasons), looks.reason)
    told = {problem.column_head: language.say(problem.told) for problem in row.problems}
    wrong = {column.index: told[column.head] for column in table.columns if column.head in told}
    for index in range(max(len(row.cells), len(table.columns))):
        cell = row.cells[index] if index < len(row.cells) else None
        write_cell(page, (place, index + 1), cell, looks, is_wrong=index in wrong)
        if index in wrong:
            page.write_comment(place, index + 1, wrong[index], {"x_scale": 1.6})


def _write_summary(
    book: xlsxwriter.Workbook, preview: ImportPreview, rows: Sequence[ImportRow], language: Language
) -> None:
    page = book.add_worksheet(language.label(_SUMMARY))
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 70)
    lines = [
        (language.text("File"), preview.file),
        ("SHA-256", preview.digest),
        *((language.label(kind.label), str(len(preview.of_kind(kind)))) for kind in RowKind),
        (language.text("Rows in this workbook"), str(len(rows))),
        (
            language.text("What now"),
            language.text("Mend the tinted cells and send the workbook back as it is; the first column is not read."),
        ),
    ]
    lines += [(language.text("Column not read"), language.say(unmatched.told)) for unmatched in preview.unmatched]
    for number, (name, text) in enumerate(lines):
        write_text(page, number, 0, name)
        write_text(page, number, 1, text)
