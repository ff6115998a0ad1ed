"""Verbs about workbooks: import, template, export."""

from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem
from climafin.base.messages import N_, message
from climafin.domain.query import ProjectQuery
from climafin.terminal.door import Door
from climafin.terminal.output import Table

if TYPE_CHECKING:
    from climafin.services.imports import ImportPreview, ImportReport, ImportRow
    from climafin.services.session import Session

_HEADS = {
    "sheet": N_("Sheet"),
    "row": N_("Row"),
    "kind": N_("Kind"),
    "name": N_("Project"),
    "problem": N_("Problem"),
}


def import_file(door: Door) -> int:
    """Take the good rows of a workbook in one go; exit code 1 when rows were left out."""
    from climafin.services.imports import (  # noqa: PLC0415 - `--help` needs no spreadsheet library
        Choice,
        ImportAnswers,
        apply_import,
        preview_import,
        untaken_rows,
        write_refused_rows,
    )

    file = Path(door.options.file).absolute()
    with door.session(read_only=door.options.dry_run) as session:
        answers = ImportAnswers(_pairs(door.options.unit), _fields(session, door.options.column))
        preview = preview_import(session, file, door.progress, answers)
        _look_at_answers(preview)
        choices = {row.index: Choice(door.options.doubtful) for row in preview.doubtful}
        if door.options.report:
            # Before anything is taken: where it cannot be written, “nothing was changed” must be true.
            write_refused_rows(preview, Path(door.options.report).absolute(), door.language, choices)
        report: ImportReport | None = None
        if not door.options.dry_run:
            _change, report = apply_import(session, preview, choices, door.progress)
    _tell_preview(door, preview)
    left = untaken_rows(preview, choices)
    _answer_import(door, preview, report, left)
    return 1 if left else 0


def _pairs(words: list[str] | None) -> dict[str, str]:
    """Return `HEAD=ANSWER` words as pairs."""
    pairs = {}
    for word in words or ():
        head, equals, answer = word.partition("=")
        if not equals or not head.strip():
            raise CallProblem(message("Write “{text}” as HEAD=ANSWER.", text=word))
        pairs[head.strip()] = answer.strip()
    return pairs


def _fields(session: "Session", words: list[str] | None) -> dict[str, str]:
    """Return `HEAD=FIELD` words as head to field key; an empty field leaves the column out."""
    pairs = _pairs(words)
    if not pairs:
        return {}
    from climafin.services.supplements import every_field, sheet_fields  # noqa: PLC0415 - reads every rule pack

    fields = sheet_fields(every_field(session))
    return {head: fields.field(name).key if name else "" for head, name in pairs.items()}


def _look_at_answers(preview: "ImportPreview") -> None:
    """Refuse an answer about a column that the file does not have, or in a unit that is none."""
    from climafin.services.imports import MONEY_UNITS  # noqa: PLC0415 - `--help` needs no spreadsheet library

    answers = preview.answers
    heads = [column.head for sheet in preview.sheets if sheet.table for column in sheet.table.columns if column.head]
    for head in (*answers.money_units, *answers.fields):
        if head not in heads:
            told = message("The file has no column “{head}”. Its columns are: {heads}.", head=head, heads=heads)
            raise CallProblem(told)
    for unit in answers.money_units.values():
        if unit not in MONEY_UNITS:
            raise CallProblem(
                message("“{unit}” is no unit of money. There are: {units}.", unit=unit, units=MONEY_UNITS)
            )


def _tell_preview(door: Door, preview: "ImportPreview") -> None:
    """Tell beside the answer what was not read and what was assumed."""
    for sheet in preview.sheets:
        if sheet.told is not None:
            door.tell(message("{sheet}: {problem}", sheet=sheet.name, problem=sheet.told))
    for head in preview.unmatched:
        door.tell(head.told)
    for question in preview.questions:
        door.tell(message("{question} Taken: {answer}.", question=question.told, answer=question.answer))


def _answer_import(
    door: Door, preview: "ImportPreview", report: "ImportReport | None", left: "tuple[ImportRow, ...]"
) -> None:
    lines = [line for row in left for line in _problems(door, row)]
    counts = {kind: len(getattr(preview, kind)) for kind in ("new", "changed", "same", "doubtful", "wrong")}
    plain = {
        "file": preview.file,
        "dry_run": report is None,
        "rows": counts,
        "taken": report.taken if report else 0,
        "changed": report.changed if report else 0,
        "skipped": report.skipped if report else 0,
        "refused": report.refused if report else 0,
        "unmatched_heads": preview.unmatched_heads,
        "problems": [
            {"sheet": r.sheet, "row": r.row_number, "kind": r.kind, "head": head, "field": key, "told": told}
            for r in left
            for head, key, told in _told(r)
        ],
    }
    table = Table(door.heads(_HEADS), [], lines, frozenset({"problem"}))
    if lines or door.format != "table":
        door.answer(table, plain)
    door.tell(
        message(
            "New {new}, changed {changed}, same {same}, doubtful {doubtful}, wrong {wrong}.",
            **counts,
        )
    )
    if report is None:
        door.tell(message("Nothing was written: this was a dry run."))
    else:
        door.tell(message("Taken {taken}, left out {left}.", taken=report.taken + report.changed, left=len(left)))


def _told(row: "ImportRow") -> list[tuple[str, str | None, object]]:
    told: list[tuple[str, str | None, object]] = [(p.column_head, p.field_key, p.told) for p in row.problems]
    if row.why is not None:
        told.append(("", None, row.why))
    return told


def _problems(door: Door, row: "ImportRow") -> list[dict[str, str]]:
    return [
        {
            "sheet": row.sheet,
            "row": str(row.row_number),
            "kind": door.language.label(row.kind.label),
            "name": row.name,
            "problem": str(door.language.value(message("{head}: {told}", head=head, told=told) if head else told)),
        }
        for head, _key, told in _told(row)
    ]


def template(door: Door) -> int:
    """Write the workbook that districts and firms fill in."""
    from climafin.services.exports import write_template  # noqa: PLC0415 - `--help` needs no spreadsheet library

    target = Path(door.options.out).absolute()
    if target.suffix.lower() != ".xlsx":
        raise CallProblem(message("A template is a workbook: “{file}” must end in .xlsx.", file=target.name))
    write_template(target, door.language)
    told = message("The template was written to {path}.", path=target)
    door.answer_record({"template": target}, lambda: [door.language.say(told)])
    return 0


def export(door: Door) -> int:
    """Write all projects to a workbook, a CSV or a JSON file."""
    from climafin.services.exports import export_projects  # noqa: PLC0415 - `--help` needs no spreadsheet library

    target = Path(door.options.out).absolute()
    with door.session(read_only=True) as session:
        count = export_projects(session, target, ProjectQuery(), door.language, door.progress)
    told = message("{count} projects were written to {path}.", count=count, path=target)
    door.answer_record({"file": target, "projects": count}, lambda: [door.language.say(told)])
    return 0
