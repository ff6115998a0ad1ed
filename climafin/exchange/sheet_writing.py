"""What template, export and returned rows share when they write .xlsx: formats, safe cells, heads."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from climafin.base.language import Language
from climafin.domain.dictionary import Field, FieldKind
from climafin.domain.project import Value
from climafin.domain.shown_values import FEN_PER_WAN, NOT_APPLICABLE
from climafin.domain.values import typed_value
from climafin.exchange.cells import Cell, ErrorCell, PercentCell, shown_cell
from climafin.exchange.heads import KEY_ROW_MARK, TEMPLATE_VERSION
from climafin.exchange.targets import whole_file

#: Excel cuts longer texts silently.
_LONGEST = 32_767
#: From so many digits on a figure is a code, not an amount.
_CODE_LENGTH = 11
_EDGE: dict[str, Any] = {"border": 1, "border_color": "#C9CED6", "valign": "top"}
_WIDTHS = {
    FieldKind.LONG_TEXT: 40,
    FieldKind.TEXT: 22,
    FieldKind.CREDIT_CODE: 22,
    FieldKind.PROJECT_CODE: 28,
    FieldKind.CHOICE: 18,
    FieldKind.CHOICES: 18,
}
#: Between the choices of a cell, in both languages: it stands in no label.
CHOICE_SEPARATOR = "、"


@contextmanager
def new_workbook(target: Path) -> Iterator[xlsxwriter.Workbook]:
    """Give a workbook that takes no text for a formula or a link and replaces the target when it is whole.

    Raises:
        CallProblem: the target cannot be written.
    """
    with whole_file(target) as part:
        # Made in memory: a full disk must not leave a half-closed archive that complains once more when it is dropped.
        made = io.BytesIO()
        book = xlsxwriter.Workbook(
            made,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        book.set_properties({"author": "ClimaFin"})
        yield book
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            cause = error.args[0] if error.args else error
            raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error
        part.write_bytes(made.getbuffer())


class Formats:
    """The looks of our workbooks."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        head = {**_EDGE, "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center"}
        self.head: Format = book.add_format({**head, "bg_color": "#E8EEF4"})
        self.head_needed: Format = book.add_format({**head, "bg_color": "#BFE0D4"})
        self.band: Format = book.add_format({**head, "bg_color": "#1F5C4D", "font_color": "#FFFFFF"})
        self.cell: Format = book.add_format({**_EDGE, "text_wrap": True})
        self.text: Format = book.add_format({**_EDGE, "num_format": "@", "text_wrap": True})
        self.day: Format = book.add_format({**_EDGE, "num_format": "yyyy-mm-dd", "align": "left"})
        self.percent: Format = book.add_format({**_EDGE, "num_format": "0.00%"})
        self.wrong: Format = book.add_format({**_EDGE, "bg_color": "#F8D7D2", "text_wrap": True})
        self.wrong_text: Format = book.add_format(
            {**_EDGE, "bg_color": "#F8D7D2", "num_format": "@", "text_wrap": True}
        )
        self.wrong_day: Format = book.add_format({**_EDGE, "bg_color": "#F8D7D2", "num_format": "yyyy-mm-dd"})
        self.reason: Format = book.add_format({**_EDGE, "font_color": "#A3241B", "text_wrap": True})
        self.example: Format = book.add_format({**_EDGE, "italic": True, "font_color": "#6B7280", "num_format": "@"})
        self.plain_text: Format = book.add_format({"num_format": "@"})


def head_text(field: Field, language: Language) -> str:
    """Return a field's head with its unit, "总投资（万元）"."""
    name, unit = language.label(field.label), language.label(field.unit)
    if not field.kind.is_numeric or not unit:
        return name
    return f"{name} ({unit})" if language.code == "en" else f"{name}（{unit}）"


def column_width(field: Field) -> int:
    """Return a width that shows most values of a field, in characters."""
    return _WIDTHS.get(field.kind, 14)


def key_mark(key: str) -> str:
    """Return what the hidden row of keys says in one of its columns, so that it is known again."""
    return f"{KEY_ROW_MARK} {TEMPLATE_VERSION} {key}"


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
    """Write a text as text, whatever it begins with."""
    sheet.write_string(row, column, text[:_LONGEST], look)


class ValueWriter:
    """Writes values of fields into a sheet so that reading them again gives the same values."""

    def __init__(self, sheet: Worksheet, looks: Formats, language: Language) -> None:
        self._sheet = sheet
        self._looks = looks
        self._language = language

    def write(self, row: int, column: int, field: Field, value: Value) -> None:
        """Write one value; what is not known stays blank."""
        if value is None:
            return
        number = exact_number(field, value)
        if number is not None:
            self._sheet.write_number(row, column, number, self._looks.cell)
        elif isinstance(value, date):
            self._sheet.write_datetime(row, column, value, self._looks.day)
        else:
            write_text(self._sheet, row, column, plain_text(field, value, self._language), self._looks.text)


def exact_number(field: Field, value: Value) -> float | None:
    """Return a value as a spreadsheet number, None when it is no number or would lose digits."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not field.kind.is_numeric:
        return None
    exact = Decimal(value) / FEN_PER_WAN if field.kind is FieldKind.MONEY else Decimal(repr(value))
    number = float(exact)
    return number if field.kind is not FieldKind.MONEY or Decimal(f"{number:.16G}") == exact else None


def plain_text(field: Field, value: Value, language: Language) -> str:
    """Return a value as a text that reads back as the same value."""
    if isinstance(value, tuple) and field.choices:
        return CHOICE_SEPARATOR.join(typed_value(field, (key,), language) for key in value if isinstance(key, str))
    return typed_value(field, value, language)


def not_applicable_text(language: Language) -> str:
    """Return the word for a field that does not apply."""
    return language.label(NOT_APPLICABLE)


def write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, looks: Formats, *, is_wrong: bool = False) -> None:
    """Write a sender's cell as it was sent; a code stands in a cell of text, so that mending it loses no digits."""
    row, column = place
    look = looks.wrong if is_wrong else looks.cell
    if _is_code(cell):
        look = looks.wrong_text if is_wrong else looks.text
    if cell is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, look)
    elif isinstance(cell, float):
        sheet.write_number(row, column, cell, look)
    elif isinstance(cell, PercentCell):
        sheet.write_number(row, column, cell.value, looks.wrong if is_wrong else looks.percent)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, looks.wrong_day if is_wrong else looks.day)
    else:
        write_text(sheet, row, column, shown_cell(cell) if isinstance(cell, ErrorCell) else cell, look)


def _is_code(cell: Cell) -> bool:
    """Tell whether typing such a cell anew as a number would cost digits: 15 is all a spreadsheet keeps."""
    if isinstance(cell, str):
        return len(cell) >= _CODE_LENGTH and cell.isascii() and cell.replace("-", "").isalnum()
    return isinstance(cell, float) and abs(cell) >= 10**_CODE_LENGTH
