"""The process that opens foreign files, so that a hostile one takes nothing down but this process.

Started by `climafin.exchange.reading` as `python -P -m climafin.exchange.reading_process`; writes one
JSON object per line: a sheet's head, then each of its rows; or the one sentence why it refuses.
"""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from climafin.base.errors import DataProblem
from climafin.base.messages import message
from climafin.exchange.cells import ErrorCell, PercentCell, packed_cell
from climafin.exchange.guard import Limits, SheetScan, check_extent, scan_workbook
from climafin.exchange.sniffing import Format, damaged, decoded, sniff, text_rows


def main(arguments: list[str], out: TextIO) -> None:
    """Read the file named first; the second argument is the limits as JSON."""
    path = Path(arguments[0])
    limits = Limits(**json.loads(arguments[1]))
    _cap_memory(limits.memory)
    try:
        for line in _lines(path.read_bytes(), path.name, limits):
            out.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")))
            out.write("\n")
    except DataProblem as problem:
        told = problem.told
        out.write(json.dumps({"refused": told.text, "values": dict(told.values)}) + "\n")
    out.write('{"end":true}\n')


def _cap_memory(most: int) -> None:
    """Cap this process's memory where the system can (Linux; macOS and Windows lean on the guard scan)."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ValueError, OSError):
        return


def _lines(data: bytes, name: str, limits: Limits) -> Iterator[object]:
    found = sniff(data, name)
    if found is Format.TEXT:
        text, encoding = decoded(data, name)
        rows = text_rows(text)
        check_extent(name, len(rows), max((len(row) for row in rows), default=0), limits)
        yield _sheet_head(name, encoding=encoding)
        for row in rows:
            yield [packed_cell(cell) for cell in row]
        return
    scans = scan_workbook(data, name, limits) if found is Format.XLSX else {}
    yield from _workbook_lines(data, name, scans, limits)


def _sheet_head(sheet: str, *, encoding: str = "", **more: object) -> dict[str, object]:
    return {"sheet": sheet, "hidden": False, "merged": [], "hidden_rows": [], "encoding": encoding, **more}


def _workbook_lines(data: bytes, name: str, scans: dict[str, SheetScan], limits: Limits) -> Iterator[object]:
    # The parser is imported only here: whoever imports this module for its names stays light.
    import python_calamine  # noqa: PLC0415

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            last_row, last_column = sheet.end or (-1, -1)
            check_extent(about.name, last_row + 1, last_column + 1, limits)
            scan = scans.get(about.name, SheetScan())
            yield _sheet_head(
                about.name,
                hidden=about.visible is not python_calamine.SheetVisibleEnum.Visible,
                merged=[(*first, *last) for first, last in sheet.merged_cell_ranges or ()],
                hidden_rows=sorted(scan.hidden_rows),
                blind=not scans,
            )
            yield from _rows(sheet, scan)
    except python_calamine.PasswordError as error:
        raise DataProblem(
            message(
                "“{file}” is protected with a password. Remove the password in Excel or WPS and save it.", file=name
            )
        ) from error
    except python_calamine.CalamineError as error:
        raise DataProblem(damaged(name)) from error


def _rows(sheet: Any, scan: SheetScan) -> Iterator[list[object]]:  # noqa: ANN401 - the parser has no types
    marked: dict[int, dict[int, ErrorCell | None]] = {}
    for (row, column), text in scan.errors.items():
        marked.setdefault(row, {})[column] = ErrorCell(text)
    for row, column in scan.percents:
        marked.setdefault(row, {})[column] = None
    count = 0
    for cells in sheet.to_python(skip_empty_area=False):
        yield _marked_row(cells, marked.get(count))
        count += 1
    for number in range(count, max(marked, default=-1) + 1):
        yield _marked_row([], marked.get(number))


def _marked_row(cells: list[object], marks: dict[int, ErrorCell | None] | None) -> list[object]:
    for column, mark in (marks or {}).items():
        cells.extend([None] * (column + 1 - len(cells)))
        held = cells[column]
        if mark is not None:
            cells[column] = mark
        elif isinstance(held, (int, float)) and not isinstance(held, bool):
            cells[column] = PercentCell(float(held))
    return [packed_cell(cell) for cell in cells]


if __name__ == "__main__":
    main(sys.argv[1:], io.TextIOWrapper(sys.stdout.buffer, encoding="ascii", newline="\n", write_through=False))
