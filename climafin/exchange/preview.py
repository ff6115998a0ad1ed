"""What an import would do, before anything is written: the nouns that window and terminal show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from climafin.base.messages import Label, Message
from climafin.domain.dictionary import Dictionary, dictionary
from climafin.domain.project import Value
from climafin.domain.stages import Stage
from climafin.exchange.cells import Cell
from climafin.exchange.drafts import CellProblem
from climafin.exchange.heads import Table
from climafin.exchange.reading import SheetGrid


class RowKind(StrEnum):
    """What a row turned out to be."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"

    @property
    def label(self) -> Label:
        """The kind's name in both languages."""
        return _KINDS[self]


_KINDS = {
    RowKind.NEW: Label("新增", "New"),
    RowKind.CHANGED: Label("有变化", "Changed"),
    RowKind.SAME: Label("无变化", "Same"),
    RowKind.DOUBTFUL: Label("疑似重复", "Doubtful"),
    RowKind.WRONG: Label("有错误", "Wrong"),
}


class Choice(StrEnum):
    """What to do with a row: take it as its kind suggests, leave it, update the existing project, add a new one."""

    TAKE = "take"
    SKIP = "skip"
    UPDATE = "update"
    ADD = "add"

    @property
    def label(self) -> Label:
        """The choice's name in both languages."""
        return _CHOICES[self]


_CHOICES = {
    Choice.TAKE: Label("导入", "Take"),
    Choice.SKIP: Label("跳过", "Leave out"),
    Choice.UPDATE: Label("更新已有项目", "Update the existing one"),
    Choice.ADD: Label("仍作为新项目", "Add as a new project"),
}


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the workbook that names a project.

    Attributes:
        index: its place in the preview, the key of `choices`.
        sheet: the sheet it stands in.
        row_number: its row there, from 1 as the spreadsheet shows it.
        kind: what it turned out to be.
        cells: the row as sent.
        values: field key to value, only what the row gives; a blank cell never empties a field.
        not_applicable: fields the row says do not apply.
        problems: the refused cells; any of them makes the row WRONG.
        notes: what was understood in a way the reader should see.
        existing_uid: the project of the library it concerns, or None.
        existing_name: that project's number and name, "" for none.
        why: for a DOUBTFUL row what makes it doubtful, else None.
        differences: field key, old and new value; a new value of None means "does not apply".
        stage: the first stage it would set, or None.
        stage_on: the day of that stage.
        uid: for a NEW row the identity it had in the library it was exported from, "" for none.
    """

    index: int
    sheet: str
    row_number: int
    kind: RowKind
    cells: tuple[Cell, ...]
    values: Mapping[str, Value]
    not_applicable: frozenset[str] = frozenset()
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[Message, ...] = ()
    existing_uid: str | None = None
    existing_name: str = ""
    why: Message | None = None
    differences: tuple[tuple[str, Value, Value], ...] = ()
    stage: Stage | None = None
    stage_on: date | None = None
    uid: str = ""

    @property
    def name(self) -> str:
        """The project's name as the row gives it, "" when it cannot be told."""
        return str(self.values.get("name") or "")


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that is no project: a title, a head, a total, a blank or a remark."""

    sheet: str
    row_number: int
    told: Message


@dataclass(frozen=True, slots=True)
class PreviewSheet:
    """One sheet: where its table was found, or why it was not read.

    Attributes:
        name: the sheet's name.
        grid: its cells.
        table: where its table lies, None when it was not read.
        told: why it was not read, or what to know about it; None when there is nothing to say.
    """

    name: str
    grid: SheetGrid
    table: Table | None
    told: Message | None


@dataclass(frozen=True, slots=True)
class UnmatchedHead:
    """A column that was not read, and the field that it may mean."""

    sheet: str
    head: str
    nearest: Label | None
    told: Message


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask once before the import.

    Attributes:
        head: the column's head; the key of `ImportAnswers.money_units`.
        told: the question.
        options: the possible answers.
        answer: the answer the preview went by.
    """

    head: str
    told: Message
    options: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class ImportAnswers:
    """What the person answered before this preview.

    Attributes:
        money_units: column head to the unit of its bare amounts.
        fields: column head to field key, for heads nobody knew; "" leaves the column out.
    """

    money_units: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do.

    Attributes:
        file: the file's name.
        digest: SHA-256 of the file, hex.
        sheets: its sheets.
        rows: the rows that name projects, in the file's order.
        ignored: the rows that do not, each with the reason.
        unmatched: the columns that were not read.
        questions: what to ask once; re-preview with the answers.
        answers: the answers this preview went by.
        library_head: how many entries the library's history had; when it has more, the preview is stale.
        fields: what a column may be: the data dictionary, and what rule packs ask besides.
    """

    file: str
    digest: str
    sheets: tuple[PreviewSheet, ...]
    rows: tuple[ImportRow, ...]
    ignored: tuple[IgnoredRow, ...]
    unmatched: tuple[UnmatchedHead, ...]
    questions: tuple[Question, ...]
    answers: ImportAnswers
    library_head: int = 0
    fields: Dictionary = field(default_factory=dictionary)

    def of_kind(self, kind: RowKind) -> tuple[ImportRow, ...]:
        """Return the rows of one kind."""
        return tuple(row for row in self.rows if row.kind is kind)

    @property
    def unmatched_heads(self) -> tuple[str, ...]:
        """The heads of the columns that were not read."""
        return tuple(unmatched.head for unmatched in self.unmatched)

    @property
    def new(self) -> tuple[ImportRow, ...]:
        """Projects the library does not know."""
        return self.of_kind(RowKind.NEW)

    @property
    def changed(self) -> tuple[ImportRow, ...]:
        """Projects the library knows with other values."""
        return self.of_kind(RowKind.CHANGED)

    @property
    def same(self) -> tuple[ImportRow, ...]:
        """Projects the library knows just so."""
        return self.of_kind(RowKind.SAME)

    @property
    def doubtful(self) -> tuple[ImportRow, ...]:
        """Rows that may be a project already known, or another row once more."""
        return self.of_kind(RowKind.DOUBTFUL)

    @property
    def wrong(self) -> tuple[ImportRow, ...]:
        """Rows with refused cells."""
        return self.of_kind(RowKind.WRONG)
