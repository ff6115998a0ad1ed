"""The verbs of taking a workbook in: preview, apply in one transaction, give the refused rows back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.errors import Refused
from climafin.base.language import Language
from climafin.base.messages import Label, Message, message
from climafin.base.progress import Progress
from climafin.domain.change import Change, Kind
from climafin.domain.dictionary import Dictionary
from climafin.domain.project import ValueNote
from climafin.domain.stages import StageEvent, check_move
from climafin.exchange.drafts import CellProblem
from climafin.exchange.preview import (
    Choice,
    IgnoredRow,
    ImportAnswers,
    ImportPreview,
    ImportRow,
    PreviewSheet,
    Question,
    RowKind,
    UnmatchedHead,
)
from climafin.exchange.units import MONEY_UNITS
from climafin.services.libraries import backup_library
from climafin.services.session import Session
from climafin.services.supplements import every_field, sheet_fields

if TYPE_CHECKING:
    from climafin.store.writing import Action

__all__ = [
    "MONEY_UNITS",
    "CellProblem",
    "Choice",
    "IgnoredRow",
    "ImportAnswers",
    "ImportPreview",
    "ImportReport",
    "ImportRow",
    "PreviewSheet",
    "Question",
    "RowKind",
    "UnmatchedHead",
    "apply_import",
    "preview_import",
    "untaken_rows",
    "write_refused_rows",
]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        file: the file's name.
        digest: SHA-256 of the file, hex.
        taken: how many projects were added.
        changed: how many existing projects were changed.
        same: how many rows said nothing new.
        skipped: how many rows were left out by choice, doubtful ones without a choice among them.
        refused: how many rows were refused for what is wrong in them.
        ignored: how many rows are no projects.
        backup: the backup made before, None when nothing was written.
    """

    file: str
    digest: str
    taken: int
    changed: int
    same: int
    skipped: int
    refused: int
    ignored: int
    backup: Path | None = None


def preview_import(
    session: Session, path: Path, progress: Progress, answers: ImportAnswers | None = None
) -> ImportPreview:
    """Read a workbook and say what an import would do; nothing is written.

    Args:
        session: who works where; read-only will do.
        path: an .xlsx, .xls or .csv file.
        progress: hears how far it is, may cancel.
        answers: the answers to the questions of an earlier preview of the same file.

    Raises:
        CallProblem: there is no such file.
        DataProblem: the file cannot be taken, or holds no table of projects.
        Cancelled: by `progress`.
    """
    from climafin.exchange.importing import preview_file  # noqa: PLC0415 - not on the way to the first window

    head = session.library.chain_head().count
    fields = sheet_fields(every_field(session))
    found = preview_file(path, session.library.projects(), fields, session.clock, progress, answers)
    return replace(found, library_head=head)


def untaken_rows(preview: ImportPreview, choices: Mapping[int, Choice] | None = None) -> tuple[ImportRow, ...]:
    """Return the rows that an import with these choices leaves open: the wrong ones and the doubtful ones not taken.

    What the person leaves out of the new and changed ones is his own decision and not among them.
    """
    choices = choices or {}
    return tuple(
        row
        for row in preview.rows
        if row.kind is RowKind.WRONG or (row.kind is RowKind.DOUBTFUL and _deed(row, choices) is Choice.SKIP)
    )


def _deed(row: ImportRow, choices: Mapping[int, Choice]) -> Choice:
    """Return what is done with a row: ADD, UPDATE or SKIP."""
    chosen = choices.get(row.index)
    if row.kind in (RowKind.WRONG, RowKind.SAME):
        return Choice.SKIP
    if chosen is None:
        chosen = Choice.SKIP if row.kind is RowKind.DOUBTFUL else Choice.TAKE
    if chosen is Choice.TAKE:
        return Choice.UPDATE if row.kind is RowKind.CHANGED else Choice.ADD
    if chosen is Choice.UPDATE and row.existing_uid is None:
        # A new row cannot update anything; a doubtful one without a project of the library stays open.
        return Choice.ADD if row.kind is RowKind.NEW else Choice.SKIP
    return chosen


def apply_import(
    session: Session, preview: ImportPreview, choices: Mapping[int, Choice], progress: Progress
) -> tuple[Change, ImportReport]:
    """Take the rows of a preview in one transaction, which `undo` takes back as one.

    A backup is made before. New rows are added and changed ones updated unless chosen otherwise; doubtful ones
    are left out unless chosen (TAKE means ADD for them); wrong ones are never taken. The report is kept in
    the library with the file's name and SHA-256 and what was done with every row.

    Args:
        session: who works where.
        preview: a preview of this library.
        choices: `ImportRow.index` to what to do with the row.
        progress: hears how far it is, may cancel; then nothing is written.

    Raises:
        Refused: the library was changed since the preview, or is read-only.
        DataProblem: a value may not be kept after all; nothing is written.
        LibraryProblem: no backup could be made; nothing is written.
        Cancelled: by `progress`; nothing is written.
    """
    deeds = {row.index: _deed(row, choices) for row in preview.rows}
    report = _report(preview, deeds)
    if not report.taken + report.changed:
        return Change(message("There was nothing to take from “{file}”.", file=preview.file), frozenset()), report
    _refuse_stale(session, preview)
    progress.step(0, len(preview.rows), message("Backing up the library"))
    report = replace(report, backup=backup_library(session))
    fields = every_field(session)
    with session.library.action("import", preview.file) as action:
        _refuse_stale(session, preview)
        for done, row in enumerate(preview.rows):
            if deeds[row.index] is not Choice.SKIP:
                progress.step(done, len(preview.rows), message("Taking “{name}”", name=row.name))
                _take(session, action, row, deeds[row.index], fields)
        kept = _kept_report(session, preview, report, deeds)
        action.keep_report(f"{preview.file}.import-{preview.digest[:12]}.json", kept)
    return Change(_told(report), frozenset({Kind.PROJECT, Kind.STAGE}), frozenset(action.uids), action.id), report


def _told(report: ImportReport) -> Message:
    told = message(
        "From “{file}” {taken} projects were added and {changed} changed.",
        file=report.file,
        taken=report.taken,
        changed=report.changed,
    )
    left = report.refused + report.skipped
    if not left:
        return told
    return message("{told} Rows that stayed out: {count}; import the file again to save them.", told=told, count=left)


def _refuse_stale(session: Session, preview: ImportPreview) -> None:
    if session.library.chain_head().count != preview.library_head:
        raise Refused(
            message("The library was changed since this preview was made. Nothing was written. Preview the file again.")
        )


def _report(preview: ImportPreview, deeds: Mapping[int, Choice]) -> ImportReport:
    done = list(deeds.values())
    same, wrong = len(preview.same), len(preview.wrong)
    return ImportReport(
        file=preview.file,
        digest=preview.digest,
        taken=done.count(Choice.ADD),
        changed=done.count(Choice.UPDATE),
        same=same,
        skipped=done.count(Choice.SKIP) - same - wrong,
        refused=wrong,
        ignored=len(preview.ignored),
    )


def _take(session: Session, action: "Action", row: ImportRow, deed: Choice, fields: Dictionary) -> None:
    notes = {key: ValueNote(not_applicable=True) for key in row.not_applicable}
    if deed is Choice.ADD:
        uid = action.add_project(row.values, notes, uid=row.uid or None, fields=fields)
    else:
        assert row.existing_uid is not None
        uid = row.existing_uid
        action.edit_project(uid, row.values, _merged_notes(action, uid, notes), fields=fields)
    if row.stage is None or row.stage_on is None or action.project(uid).stages:
        return
    check_move((), row.stage, row.stage_on, "", session.clock)
    action.add_stage(uid, StageEvent(row.stage, row.stage_on, "", session.person, action.at))


def _merged_notes(action: "Action", uid: str, notes: Mapping[str, ValueNote]) -> dict[str, ValueNote]:
    """Return notes that say "does not apply" and keep what is already said of their fields' sources."""
    known = action.project(uid).notes
    return {key: replace(known.get(key, note), not_applicable=True) for key, note in notes.items()}


def _kept_report(session: Session, preview: ImportPreview, report: ImportReport, deeds: Mapping[int, Choice]) -> bytes:
    """Return the report as JSON: messages as text and values, so that it can be told in either language."""
    kept = {
        "format": "climafin-import-report",
        "version": 1,
        "file": report.file,
        "sha256": report.digest,
        "at": session.clock.now().isoformat(),
        "person": session.person,
        "counts": {key: getattr(report, key) for key in ("taken", "changed", "same", "skipped", "refused", "ignored")},
        "backup": report.backup.name if report.backup is not None else None,
        "columns_not_read": [{"sheet": one.sheet, "head": one.head} for one in preview.unmatched],
        "rows": [_kept_row(row, deeds[row.index]) for row in preview.rows],
    }
    return json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8")


def _kept_row(row: ImportRow, deed: Choice) -> dict[str, object]:
    return {
        "sheet": row.sheet,
        "row": row.row_number,
        "name": row.name,
        "kind": row.kind.value,
        "done": deed.value,
        "existing": row.existing_uid,
        "problems": [
            {"head": problem.column_head, "field": problem.field_key, "told": _plain(problem.told)}
            for problem in row.problems
        ],
        "why": _plain(row.why),
        "notes": [_plain(note) for note in row.notes],
    }


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return {"text": value.text, "values": {key: _plain(one) for key, one in value.values.items()}}
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def write_refused_rows(
    preview: ImportPreview,
    target: Path,
    language: Language,
    choices: Mapping[int, Choice] | None = None,
) -> int:
    """Write the rows that were not taken as a workbook to send back, and return how many they are.

    The sender's own heads and rows, the reasons in the first column, wrong cells tinted with a note; mended,
    it can be imported as it is.

    Args:
        preview: the preview they come from.
        target: an .xlsx path.
        language: of the reasons.
        choices: the choices made; doubtful rows that they take are left out.

    Raises:
        CallProblem: the target cannot be written.
    """
    from climafin.exchange.returning import write_returned_rows  # noqa: PLC0415 - it needs the spreadsheet writer

    rows: Sequence[ImportRow] = untaken_rows(preview, choices)
    write_returned_rows(preview, rows, target, language)
    return len(rows)
