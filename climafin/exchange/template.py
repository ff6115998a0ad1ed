"""The empty workbook that districts and firms fill in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from climafin.base.language import Language
from climafin.base.messages import Label, Message, message
from climafin.domain.codes import credit_check_character
from climafin.domain.dictionary import Dictionary, Field, FieldKind, Goal
from climafin.domain.project import Value
from climafin.domain.query import Column as ListColumn
from climafin.domain.shown_values import NO, YES
from climafin.domain.stages import Stage
from climafin.exchange.heads import EXAMPLE_MARK, EXAMPLE_NAME, MARK_HEAD
from climafin.exchange.sheet_writing import (
    Formats,
    ValueWriter,
    column_width,
    head_text,
    key_mark,
    new_workbook,
    write_text,
)

#: Fields the office fills in itself.
_OFFICE_ONLY = frozenset({"data_origin", "strengths", "worries"})
_SHEET = Label("项目填报表", "Projects")
_LISTS = Label("选项", "Choices")
_STAGE_BAND = Label("建设阶段", "Stage")
_KEYS_ROW, _BAND_ROW, _HEAD_ROW, _EXAMPLE_ROW = 0, 1, 2, 3
_LAST_ROW = 5000
_AS_TEXT = (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.CREDIT_CODE, FieldKind.PROJECT_CODE, FieldKind.MONTH)
_EXAMPLE: dict[str, Value | Label] = {
    "name": EXAMPLE_NAME,
    "project_code": "2026-500112-44-03-000001",
    "district": "shuitu",
    "address": Label("水土新城某某路1号", "1 Invented Road, Shuitu"),
    "construction_kind": "new",
    "owner_name": Label("某某新能源有限公司（虚构）", "Invented New Energy Ltd. (fictional)"),
    "owner_credit_code": "91500000MA5XU0000" + credit_check_character("91500000MA5XU0000"),
    "contact_person": Label("张三", "A. Person"),
    "contact_phone": "02300000000",
    "sector": "distributed_renewable",
    "climate_kind": "mitigation",
    "capacity": 20.0,
    "capacity_unit": "MW",
    "planned_start": "2027-03",
    "planned_operation": "2027-12",
    "is_two_high": False,
    "approval_filing": "have",
    "approval_eia": "in_hand",
    "annual_reduction": 9600.0,
    "total_investment": 8000 * 1_000_000,
    "capital": 2400 * 1_000_000,
    "financing_need": 5600 * 1_000_000,
}


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    band: Label
    head: str
    help: tuple[Message, ...]
    options: tuple[str, ...] = ()
    field: Field | None = None

    @property
    def is_needed(self) -> bool:
        return self.field is not None and self.field.is_needed_for(Goal.SUBMIT)


def write_template(target: Path, fields: Dictionary, language: Language) -> None:
    """Write the template.

    A hidden first row holds the field keys and the template's version, so that columns may be moved,
    renamed or removed; drop-downs come from named ranges of a hidden sheet; the example row is marked
    and ignored on import.

    Raises:
        CallProblem: the target cannot be written.
    """
    columns = _columns(fields, language)
    with new_workbook(target) as book:
        sheet = book.add_worksheet(language.label(_SHEET))
        looks = Formats(book)
        _write_bands(sheet, columns, looks, language)
        for place, column in enumerate(columns, start=1):
            _write_column(sheet, place, column, looks, language)
        _write_lists(book, sheet, columns, language)
        _write_example(sheet, columns, looks, language)
        sheet.set_row(_KEYS_ROW, None, None, {"hidden": True})
        sheet.set_row(_HEAD_ROW, 32)
        sheet.freeze_panes(_HEAD_ROW + 1, 2)


def _columns(fields: Dictionary, language: Language) -> tuple[_Column, ...]:
    bands = {group.key: group.label for group in fields.groups}
    columns = [
        _Column(
            field.key, bands[field.group], head_text(field, language), _help(field), _options(field, language), field
        )
        for field in fields
        if field.key not in _OFFICE_ONLY
    ]
    stages = tuple(language.label(stage.label) for stage in Stage)
    stage_help = (message("Where the project stands; give the day too, or it is left out."),)
    columns.append(_Column("stage", _STAGE_BAND, language.label(ListColumn.STAGE.label), stage_help, stages))
    since_help = (message("The day the project entered this stage, such as 2026-11-20."),)
    columns.append(_Column("stage_since", _STAGE_BAND, language.label(ListColumn.STAGE_SINCE.label), since_help))
    return tuple(columns)


def _options(field: Field, language: Language) -> tuple[str, ...]:
    if field.kind is FieldKind.YES_NO:
        return language.label(YES), language.label(NO)
    return tuple(language.label(choice.label) for choice in field.choices)


_KIND_HELP = {
    FieldKind.MONEY: message("In {unit}; amounts such as 3.2亿 are understood too.", unit=Label("万元", "CNY 10k")),
    FieldKind.CREDIT_CODE: message("18 characters; the cell is text, so that no digit is lost."),
    FieldKind.PROJECT_CODE: message("20 digits in groups of 4-6-2-2-6; the cell is text."),
    FieldKind.MONTH: message("A month, such as 2026-11."),
    FieldKind.DATE: message("A day, such as 2026-11-20."),
    FieldKind.CHOICE: message("Choose from the list."),
    FieldKind.CHOICES: message("From the list; several with 、 between them."),
    FieldKind.YES_NO: message("Choose from the list."),
    FieldKind.PERCENT: message("In per cent: 8.5 means 8.5 %."),
}


def _help(field: Field) -> tuple[Message, ...]:
    told = []
    if field.is_needed_for(Goal.SUBMIT):
        told.append(message("Needed to submit."))
    elif field.is_needed_for(Goal.ADMIT):
        told.append(message("Needed to be admitted."))
    if field.kind in _KIND_HELP:
        told.append(_KIND_HELP[field.kind])
    elif field.kind.is_numeric and field.unit.zh:
        told.append(message("In {unit}.", unit=field.unit))
    if field.kind is FieldKind.LONG_TEXT:
        told.append(message("At most {limit} characters.", limit=field.max_length))
    if field.minimum is not None and field.maximum is not None:
        told.append(message("From {low} to {high}.", low=f"{field.minimum:,g}", high=f"{field.maximum:,g}"))
    told.append(message("Leave it blank when it is not known yet; write 不适用 when it does not apply."))
    return tuple(told)


def _write_bands(sheet: Worksheet, columns: Sequence[_Column], looks: Formats, language: Language) -> None:
    write_text(sheet, _KEYS_ROW, 0, key_mark("mark"))
    write_text(sheet, _HEAD_ROW, 0, language.label(MARK_HEAD), looks.head)
    sheet.set_column(0, 0, 14)
    start = 0
    for place in range(1, len(columns) + 1):
        if place < len(columns) and columns[place].band == columns[start].band:
            continue
        name = language.label(columns[start].band)
        if place - start > 1:
            sheet.merge_range(_BAND_ROW, start + 1, _BAND_ROW, place, name, looks.band)
        else:
            write_text(sheet, _BAND_ROW, start + 1, name, looks.band)
        start = place


def _write_column(sheet: Worksheet, place: int, column: _Column, looks: Formats, language: Language) -> None:
    write_text(sheet, _KEYS_ROW, place, column.key)
    write_text(sheet, _HEAD_ROW, place, column.head, looks.head_needed if column.is_needed else looks.head)
    note = "\n".join(language.say(told) for told in column.help)
    sheet.write_comment(_HEAD_ROW, place, note, {"x_scale": 1.6, "y_scale": 1.1})
    is_text = column.field is not None and column.field.kind in _AS_TEXT
    width = column_width(column.field) if column.field is not None else 14
    sheet.set_column(place, place, width, looks.plain_text if is_text else None)


def _write_lists(book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[_Column], language: Language) -> None:
    """Write the drop-downs' choices into a hidden sheet; named ranges have no limit of 255 characters."""
    lists = book.add_worksheet(language.label(_LISTS))
    lists.hide()
    names: dict[tuple[str, ...], str] = {}
    for place, column in enumerate(columns, start=1):
        if not column.options:
            continue
        if column.options not in names:
            at = len(names)
            names[column.options] = f"list_{column.key}"
            for row, option in enumerate(column.options):
                write_text(lists, row, at, option)
            cells = xlsxwriter.utility.xl_range_abs(0, at, len(column.options) - 1, at)
            book.define_name(names[column.options], f"='{language.label(_LISTS)}'!{cells}")
        is_open = column.field is not None and column.field.kind is FieldKind.CHOICES
        sheet.data_validation(
            _EXAMPLE_ROW,
            place,
            _LAST_ROW,
            place,
            {"validate": "list", "source": f"={names[column.options]}", "show_error": not is_open},
        )


def _write_example(sheet: Worksheet, columns: Sequence[_Column], looks: Formats, language: Language) -> None:
    write_text(sheet, _EXAMPLE_ROW, 0, language.label(EXAMPLE_MARK), looks.example)
    writer = ValueWriter(sheet, looks, language)
    for place, column in enumerate(columns, start=1):
        value = _EXAMPLE.get(column.key)
        if column.field is None or value is None:
            continue
        writer.write(_EXAMPLE_ROW, place, column.field, language.label(value) if isinstance(value, Label) else value)
