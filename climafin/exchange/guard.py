"""The look into an .xlsx before anything parses it: sizes, extents, and what the parser does not tell.

A 2 KB workbook with a cell in XFD1048576 makes the fast parser ask for terabytes and abort; a zip can
grow a thousandfold. This scan reads the sheets as a stream, in little memory, and refuses those. On the
way it notes the error cells, percent formats and hidden rows, which the parser drops.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from climafin.base.errors import DataProblem
from climafin.base.messages import message
from climafin.exchange.sniffing import damaged

_CHUNK = 1 << 16
_MANY_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a workbook may hold.

    Attributes:
        cells: rows times columns of one sheet.
        unpacked: bytes of all parts together, unpacked.
        ratio: unpacked to packed bytes of a part larger than 64 MiB.
        memory: bytes the reading process may take.
        seconds: how long reading may take.
    """

    cells: int = 8_000_000
    unpacked: int = 1 << 30
    ratio: int = 150
    memory: int = 3 << 30
    seconds: int = 180


@dataclass(slots=True)
class SheetScan:
    """What the scan found in one sheet; rows and columns count from 0."""

    last_row: int = -1
    last_column: int = -1
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)


def scan_workbook(data: bytes, name: str, limits: Limits) -> dict[str, SheetScan]:
    """Look through an .xlsx and return one scan per sheet name.

    Raises:
        DataProblem: the workbook is damaged or holds more than `limits` allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, name, limits)
            percent_styles = _percent_styles(archive)
            scans = {}
            for sheet, part in _sheet_parts(archive).items():
                with archive.open(part) as stream:
                    scans[sheet] = _SheetScanner(percent_styles).scan(stream)
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError, EOFError, OSError) as error:
        raise DataProblem(damaged(name)) from error
    for sheet, scan in scans.items():
        check_extent(sheet, scan.last_row + 1, scan.last_column + 1, limits)
    return scans


def check_extent(sheet: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet that is larger than any table of projects.

    Raises:
        DataProblem: it is.
    """
    if rows * columns > limits.cells:
        raise DataProblem(
            message(
                "The sheet “{sheet}” has something as far out as row {rows}, column {columns}: too large for a table "
                "of projects. Nothing was changed. Copy the table alone into a new workbook and import that.",
                sheet=sheet,
                rows=rows,
                columns=columns,
            )
        )


def _check_sizes(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    blown = any(
        part.file_size > _MANY_BYTES and part.file_size > limits.ratio * max(part.compress_size, 1) for part in parts
    )
    if total > limits.unpacked or blown:
        raise DataProblem(
            message(
                "“{file}” unpacks to {size} MB: this is not a table of projects, or a damaged one. Nothing was "
                "changed. Copy the table alone into a new workbook and import that.",
                file=name,
                size=total >> 20,
            )
        )
    if len({part.filename for part in parts}) != len(parts):
        raise DataProblem(damaged(name))


def _elements(stream: IO[bytes]) -> list[tuple[str, dict[str, str]]]:
    """Return every element of a small part with its attributes, prefixes of names cut off."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
    parser.ParseFile(stream)
    return found


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declaration: object) -> None:
    raise ValueError("no workbook part declares a document type")


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        targets = {a.get("Id", ""): a.get("Target", "") for tag, a in _elements(stream) if tag == "Relationship"}
    with archive.open("xl/workbook.xml") as stream:
        sheets = [a for tag, a in _elements(stream) if tag == "sheet"]
    parts = {}
    for sheet in sheets:
        relation = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(relation, "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in part:
            parts[sheet["name"]] = part
    return parts


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    formats = {9: "%", 10: "%"}
    with archive.open("xl/styles.xml") as stream:
        elements = _elements(stream)
    for tag, attributes in elements:
        if tag == "numFmt":
            formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
    start = next((i for i, (tag, _) in enumerate(elements) if tag == "cellXfs"), len(elements))
    found = set()
    index = -1
    for tag, attributes in elements[start:]:
        if tag == "cellStyles":
            break
        if tag == "xf":
            index += 1
            if "%" in formats.get(int(attributes.get("numFmtId", "0")), ""):
                found.add(index)
    return frozenset(found)


_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


class _SheetScanner:
    """Reads one sheet's XML as a stream."""

    def __init__(self, percent_styles: frozenset[int]) -> None:
        self._percent_styles = percent_styles
        self._scan = SheetScan()
        self._row = -1
        self._column = -1
        self._kind = ""
        self._style = 0
        self._has_value = False
        self._has_formula = False
        self._text: list[str] | None = None

    def scan(self, stream: IO[bytes]) -> SheetScan:
        parser = _parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
        return self._scan

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self._scan.hidden_rows.add(self._row)
        elif tag == "f":
            self._has_formula = True
        elif tag in ("v", "is"):
            self._has_value = True
            self._text = [] if self._kind == "e" else None

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _column_index(found[1]) if found else self._column + 1
        if found:
            self._row = int(found[2]) - 1
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._has_value = self._has_formula = False

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "c" or not (self._has_value or self._has_formula):
            return
        scan = self._scan
        scan.last_row = max(scan.last_row, self._row)
        scan.last_column = max(scan.last_column, self._column)
        place = (self._row, self._column)
        if self._kind == "e":
            scan.errors[place] = "".join(self._text or [])
        elif not self._has_value:
            scan.errors[place] = ""
        elif self._kind == "n" and self._style in self._percent_styles:
            scan.percents.add(place)
        self._text = None
