"""A file and a library's projects in, a preview out; nothing is written."""

from collections.abc import Iterable
from pathlib import Path

from climafin.base.clock import Clock
from climafin.base.errors import DataProblem
from climafin.base.messages import Label, Message, message
from climafin.base.progress import Progress
from climafin.domain.dictionary import Dictionary
from climafin.domain.project import Project
from climafin.exchange.cells import is_blank
from climafin.exchange.classification import Classifier
from climafin.exchange.heads import TEMPLATE_VERSION, HeadMatcher, Table, find_table
from climafin.exchange.preview import (
    IgnoredRow,
    ImportAnswers,
    ImportPreview,
    PreviewSheet,
    Question,
    UnmatchedHead,
)
from climafin.exchange.reading import SheetGrid, Workbook, read_workbook
from climafin.exchange.tables import ReadRow, TableReader
from climafin.exchange.units import split_head

_FORM = message(
    "This is a form with its heads one below the other. Only tables with one row for each project are read: use the "
    "template."
)


def preview_file(
    path: Path,
    known: Iterable[Project],
    fields: Dictionary,
    clock: Clock,
    progress: Progress,
    answers: ImportAnswers | None = None,
) -> ImportPreview:
    """Read a file and hold it against a library's projects.

    Args:
        path: the file.
        known: the library's projects.
        fields: the data dictionary.
        clock: tells today.
        progress: hears how far it is, may cancel.
        answers: what the person answered to an earlier preview's questions.

    Raises:
        CallProblem: there is no such file.
        DataProblem: the file cannot be taken, or holds no table of projects.
        Cancelled: by `progress`.
    """
    return preview_workbook(read_workbook(path, progress), known, fields, clock, progress, answers)


def preview_workbook(
    book: Workbook,
    known: Iterable[Project],
    fields: Dictionary,
    clock: Clock,
    progress: Progress,
    answers: ImportAnswers | None = None,
) -> ImportPreview:
    """Hold a workbook that was read already against a library's projects; as `preview_file`."""
    answers = answers or ImportAnswers()
    matcher = HeadMatcher(fields, answers.fields)
    sheets = [_previewed_sheet(sheet, matcher, fields["name"].label) for sheet in book.sheets]
    taken: list[ReadRow] = []
    ignored: list[IgnoredRow] = []
    unmatched: list[UnmatchedHead] = []
    questions: dict[str, Question] = {}
    for sheet in sheets:
        if sheet.table is None:
            continue
        reader = TableReader(sheet.grid, sheet.table, fields, answers)
        read, left = reader.read(progress)
        taken += read
        ignored += left
        unmatched += reader.unmatched(matcher)
        for question in reader.questions():
            questions.setdefault(question.head, question)
    if any(sheet.told is _FORM for sheet in sheets) and all(sheet.table is None for sheet in sheets):
        raise DataProblem(message("{file}: {problem} Nothing was changed.", file=book.file, problem=_FORM))
    if all(sheet.table is None for sheet in sheets):
        raise DataProblem(_no_table(book.file, fields["name"].label))
    rows = Classifier(known, clock).classify(taken, progress)
    return ImportPreview(
        book.file,
        book.digest,
        tuple(sheets),
        rows,
        tuple(ignored),
        tuple(unmatched),
        tuple(questions.values()),
        answers,
        fields=fields,
    )


def _previewed_sheet(sheet: SheetGrid, matcher: HeadMatcher, name: Label) -> PreviewSheet:
    if not any(not is_blank(cell) for row in sheet.rows for cell in row):
        return PreviewSheet(sheet.name, sheet, None, message("The sheet is empty."))
    if sheet.is_hidden:
        return PreviewSheet(sheet.name, sheet, None, message("The sheet is hidden in the workbook and was not read."))
    table = find_table(sheet, matcher)
    if table is None:
        told = message("No row of the sheet has a head such as “{head}”, so it was not read.", head=name)
        return PreviewSheet(sheet.name, sheet, None, told)
    if _is_form(sheet, table, matcher):
        return PreviewSheet(sheet.name, sheet, None, _FORM)
    return PreviewSheet(sheet.name, sheet, table, _remark(sheet, table))


def _is_form(sheet: SheetGrid, table: Table, matcher: HeadMatcher) -> bool:
    """Tell whether heads run down a column: then each would be taken for the name of a project."""
    name = next(column.index for column in table.columns if column.key == "name" and not column.is_double)
    names = [row[name] for row in sheet.rows[table.first_row :] if name < len(row) and isinstance(row[name], str)]
    heads = sum(1 for text in names if matcher.key(split_head(str(text))) is not None)
    return heads >= 2 and 2 * heads > len(names)


def _remark(sheet: SheetGrid, table: Table) -> Message | None:
    if table.template_version > TEMPLATE_VERSION:
        return message("The template is of a newer version of ClimaFin; what it added is not read.")
    if sheet.is_blind:
        return message("In .xls files cells with errors look empty; save the workbook as .xlsx to be sure.")
    if sheet.encoding == "gb18030":
        return message("The text was read as GB18030. If names look wrong, save the table as .xlsx.")
    return None


def _no_table(file: str, name: Label) -> Message:
    return message(
        "No table of projects was found in “{file}”: no row has a head such as “{head}”. Nothing was changed. Use the "
        "template, or name the columns as the form does.",
        file=file,
        head=name,
    )
