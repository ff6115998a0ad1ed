"""Projects out: as a workbook or CSV that comes back unchanged, and as JSON for programs.

The JSON is stable: `{"format": "climafin-projects", "version": 1, "money_unit": "fen", "projects": [...]}`.
A project has `uid`, `number`, `status`, `stages` (list of `stage`, `on`, `reason`), `values` (field key to
value: money in whole fen, months "2026-11", days "2026-11-20", choices by key, several as a list, tables as
a list of rows; what rule packs ask besides the data dictionary comes after its fields) and `notes` (field
key to `not_applicable`, `source`, `page`, `source_date`, `quality`, only what is set). What is not known is
left out. The same projects give the same bytes.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from climafin.base.errors import CallProblem
from climafin.base.language import Language
from climafin.base.messages import message
from climafin.domain.dictionary import Dictionary
from climafin.domain.project import Project, Value, ValueNote
from climafin.domain.query import Column
from climafin.exchange.heads import UID_HEAD
from climafin.exchange.sheet_writing import (
    Formats,
    ValueWriter,
    column_width,
    head_text,
    key_mark,
    new_workbook,
    not_applicable_text,
    plain_text,
    write_text,
)
from climafin.exchange.sniffing import guarded
from climafin.exchange.targets import whole_file

_LIBRARY_COLUMNS = (Column.NUMBER, Column.STATUS, Column.STAGE, Column.STAGE_SINCE)
_KEYS_ROW, _HEAD_ROW = 0, 1


def export(target: Path, projects: Iterable[Project], fields: Dictionary, language: Language) -> int:
    """Write projects into a file of the kind that its name says.

    Args:
        target: a path that ends in .xlsx, .csv or .json.
        projects: what is written, in this order.
        fields: the data dictionary.
        language: whose words heads and choices have; JSON has none.

    Returns:
        How many projects were written.

    Raises:
        CallProblem: the name ends otherwise, or the target cannot be written.
    """
    writers = {".xlsx": _write_xlsx, ".csv": _write_csv, ".json": _write_json}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise CallProblem(
            message("“{name}” must end in .xlsx, .csv or .json: the ending says what is written.", name=target.name)
        )
    return writer(target, projects, fields, language)


def _heads(fields: Dictionary, language: Language) -> list[str]:
    return [
        *(language.label(column.label) for column in _LIBRARY_COLUMNS),
        *(head_text(field, language) for field in fields),
        language.label(UID_HEAD),
    ]


def _library_cells(project: Project, language: Language) -> tuple[str, str, str, str]:
    stage = project.stages[-1] if project.stages else None
    return (
        project.number,
        language.label(project.status.label),
        language.label(stage.stage.label) if stage is not None else "",
        stage.on.isoformat() if stage is not None else "",
    )


def _write_xlsx(target: Path, projects: Iterable[Project], fields: Dictionary, language: Language) -> int:
    heads = _heads(fields, language)
    keys = [*_LIBRARY_COLUMNS, *(field.key for field in fields), key_mark("uid")]
    widths = [10, 10, 10, 14, *(column_width(field) for field in fields), 4]
    count = 0
    with new_workbook(target) as book:
        looks = Formats(book)
        sheet = book.add_worksheet(language.text("Projects"))
        for column, (key, head, width) in enumerate(zip(keys, heads, widths, strict=True)):
            write_text(sheet, _KEYS_ROW, column, key)
            write_text(sheet, _HEAD_ROW, column, head, looks.head)
            sheet.set_column(column, column, width)
        last = len(heads) - 1
        sheet.set_column(last, last, None, None, {"hidden": True})
        writer = ValueWriter(sheet, looks, language)
        for row, project in enumerate(projects, start=_HEAD_ROW + 1):
            for column, text in enumerate(_library_cells(project, language)):
                write_text(sheet, row, column, text, looks.cell)
            for column, field in enumerate(fields, start=len(_LIBRARY_COLUMNS)):
                if project.is_not_applicable(field.key):
                    write_text(sheet, row, column, not_applicable_text(language), looks.cell)
                else:
                    writer.write(row, column, field, project.values.get(field.key))
            write_text(sheet, row, last, project.uid)
            count += 1
        sheet.set_row(_KEYS_ROW, None, None, {"hidden": True})
        sheet.freeze_panes(_HEAD_ROW + 1, len(_LIBRARY_COLUMNS) + 1)
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + count, last)
    return count


def _csv_rows(projects: Iterable[Project], fields: Dictionary, language: Language) -> Iterator[Sequence[str]]:
    yield _heads(fields, language)
    for project in projects:
        cells = [guarded(text) for text in _library_cells(project, language)]
        for field in fields:
            value = project.values.get(field.key)
            if project.is_not_applicable(field.key):
                cells.append(not_applicable_text(language))
            elif value is None:
                cells.append("")
            else:
                text = plain_text(field, value, language)
                # A number is never guarded: "-5" must stay a number.
                cells.append(text if field.kind.is_numeric else guarded(text))
        yield [*cells, project.uid]


def _write_csv(target: Path, projects: Iterable[Project], fields: Dictionary, language: Language) -> int:
    count = -1
    # The byte-order mark is what makes Excel read it as UTF-8.
    with whole_file(target) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for row in _csv_rows(projects, fields, language):
            writer.writerow(row)
            count += 1
    return count


def _write_json(target: Path, projects: Iterable[Project], fields: Dictionary, _language: Language) -> int:
    written = [_plain(project, fields) for project in projects]
    whole = {"format": "climafin-projects", "version": 1, "money_unit": "fen", "projects": written}
    with whole_file(target) as part:
        part.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(written)


def _plain(project: Project, fields: Dictionary) -> dict[str, object]:
    # What rule packs ask besides the dictionary comes after its fields.
    more = sorted((set(project.values) | set(project.notes)) - {field.key for field in fields})
    keys = (*(field.key for field in fields), *more)
    return {
        "uid": project.uid,
        "number": project.number,
        "status": project.status.value,
        "stages": [
            {"stage": event.stage.value, "on": event.on.isoformat(), "reason": event.reason} for event in project.stages
        ],
        "values": {key: _plain_value(project.values[key]) for key in keys if project.values.get(key) is not None},
        "notes": {key: _plain_note(project.notes[key]) for key in keys if key in project.notes},
    }


def _plain_value(value: Value) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [
            one if isinstance(one, str) else {key: _plain_value(cell) for key, cell in one.items()} for one in value
        ]
    return value


def _plain_note(note: ValueNote) -> dict[str, object]:
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in asdict(note).items()
        if value not in (None, "", False)
    }
