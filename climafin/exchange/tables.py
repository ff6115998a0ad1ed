"""The rows of a found table: which of them are projects, and what each says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from climafin.base.folding import tidy
from climafin.base.messages import Message, message
from climafin.base.progress import Progress
from climafin.domain.dictionary import Dictionary, FieldKind
from climafin.exchange.cells import Cell, is_blank, shown_cell
from climafin.exchange.drafts import Draft, money_unit_of, read_draft
from climafin.exchange.heads import EXAMPLE_MARK, EXAMPLE_NAME, MARK, STATUS, Column, HeadMatcher, Table, nearest_label
from climafin.exchange.preview import IgnoredRow, ImportAnswers, Question, UnmatchedHead
from climafin.exchange.reading import SheetGrid
from climafin.exchange.units import MONEY_UNITS

_TOTAL = re.compile(
    r"(本页|累计|金额)?(合计|总计|小计|共计|总和|total|subtotal|grandtotal|sum):?(\(.*\)|\d+(个|项)?(项目)?)?",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(备?注|说明|填表|填报|制表|审核|复核|单位负责人|联系人|联系电话|报送|填写)")
#: 一、（二） before a name and nothing behind it head a group of projects.
_GROUP_NUMBER = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.,]?")
_STEP = 200
#: Bare amounts of 100 亿元 in 万元, or spread 20,000-fold, look as if they were yuan or mixed.
_LARGE_AMOUNT = 1_000_000
_SPREAD = 20_000


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row that names a project: its place, its cells, and what it says."""

    sheet: str
    row_number: int
    cells: tuple[Cell, ...]
    draft: Draft


class TableReader:
    """Reads the rows of one sheet's table."""

    def __init__(self, sheet: SheetGrid, table: Table, fields: Dictionary, answers: ImportAnswers) -> None:
        self._sheet = sheet
        self._table = table
        self._fields = fields
        self._answers = answers
        self._money = [c for c in table.columns if c.key and c.key in fields and fields[c.key].kind is FieldKind.MONEY]
        self._units = {c.index: money_unit_of(c, table.money_unit, answers.money_units) for c in self._money}
        self._name = next(column.index for column in table.columns if column.key == "name" and not column.is_double)
        self._mark = next((column.index for column in table.columns if column.key == MARK), None)
        self._heads = {(column.index, column.head) for column in table.columns if column.head}
        self._filled, self._across = _merges(sheet, table.first_row)

    def read(self, progress: Progress) -> tuple[list[ReadRow], list[IgnoredRow]]:
        """Return the rows that name projects and those that do not."""
        taken: list[ReadRow] = []
        ignored: list[IgnoredRow] = []
        for number, sent in enumerate(self._sheet.rows):
            if number % _STEP == 0:
                progress.step(
                    number, len(self._sheet.rows), message("Reading rows of “{sheet}”", sheet=self._sheet.name)
                )
            cells = self._cells(number, sent)
            told = self._why_ignored(number, cells)
            if told is not None:
                ignored.append(IgnoredRow(self._sheet.name, number + 1, told))
            else:
                taken.append(ReadRow(self._sheet.name, number + 1, cells, self._draft(number, cells, sent)))
        return taken, ignored

    def _cells(self, number: int, sent: tuple[Cell, ...]) -> tuple[Cell, ...]:
        fills = self._filled.get(number)
        if not fills or number < self._table.first_row:
            return sent
        cells = list(sent) + [None] * (max(fills) + 1 - len(sent))
        for column, cell in fills.items():
            if is_blank(cells[column]):
                cells[column] = cell
        return tuple(cells)

    def _draft(self, number: int, cells: tuple[Cell, ...], sent: tuple[Cell, ...]) -> Draft:
        draft = read_draft(cells, self._table.columns, self._fields, self._units)
        notes = list(draft.notes)
        if cells != sent:
            notes.append(message("Merged cells: their value was taken for this row too."))
        if number in self._sheet.hidden_rows:
            notes.append(message("The row is hidden in the workbook."))
        return replace(draft, notes=tuple(notes))

    def _why_ignored(self, number: int, cells: tuple[Cell, ...]) -> Message | None:
        if number < self._table.first_head:
            return message("Above the table.")
        if number < self._table.first_row:
            return message("The table's head.")
        if all(is_blank(cell) for cell in self._sheet.rows[number]):
            return message("Blank.")
        filled = {index: cell for index, cell in enumerate(cells) if not is_blank(cell)}
        return self._why_no_project(number, filled)

    def _why_no_project(self, number: int, filled: dict[int, Cell]) -> Message | None:
        if self._is_example(filled):
            return message("The template's example.")
        if self._is_total(filled):
            return message("A line of totals.")
        if self._is_head_again(filled):
            return message("The head once more.")
        if self._is_remark(number, filled):
            return message("A heading or a remark: “{text}”.", text=_short(filled))
        return None

    def _is_example(self, filled: dict[int, Cell]) -> bool:
        """Tell whether a row is the template's example; one that was written over is a project like any other."""
        name = filled.get(self._name)
        mark = filled.get(self._mark) if self._mark is not None else None
        is_marked = isinstance(mark, str) and mark in (EXAMPLE_MARK.zh, EXAMPLE_MARK.en)
        return name in (EXAMPLE_NAME.zh, EXAMPLE_NAME.en) or (is_marked and name is None)

    def _is_total(self, filled: dict[int, Cell]) -> bool:
        words = [filled[self._name]] if self._name in filled else list(filled.values())
        return any(isinstance(word, str) and _TOTAL.fullmatch(tidy(word).replace(" ", "")) for word in words)

    def _is_head_again(self, filled: dict[int, Cell]) -> bool:
        again = sum(1 for place in filled.items() if place in self._heads)
        return again >= 2 and again == len(filled)

    def _is_remark(self, number: int, filled: dict[int, Cell]) -> bool:
        first = min(filled)
        text = filled[first]
        is_alone = len(filled) == 1 and isinstance(text, str)
        if is_alone and self._across.get((number, first), 0) >= 2:
            return True
        if set(filled) == {first, self._name} and isinstance(text, str) and _GROUP_NUMBER.fullmatch(tidy(text)):
            return True
        if self._name in filled:
            return is_alone and bool(_FOOTNOTE.match(tidy(str(text)))) and ":" in tidy(str(text))
        has_values = any(
            column.index in filled and column.key in self._fields and column.key != "remarks"
            for column in self._table.columns
        )
        is_footnote = isinstance(text, str) and bool(_FOOTNOTE.match(tidy(text))) and len(filled) <= 4
        return is_footnote or not has_values or is_alone

    def unmatched(self, matcher: HeadMatcher) -> list[UnmatchedHead]:
        """Return the columns that hold something and were not read."""
        found = []
        known = {column.index: column for column in self._table.columns}
        widest = max((len(row) for row in self._sheet.rows), default=0)
        for index in range(widest):
            column = known.get(index, Column(index, "", None))
            told = self._why_unread(column)
            if told is None or not (column.head or self._has_data(index)):
                continue
            head = column.head or column_letters(index)
            near = nearest_label(matcher, column.head) if column.head and column.key is None else None
            if near is not None:
                told = message("{why} Is “{near}” meant?", why=told, near=near)
            told = message("The column “{head}” was not read: {why}", head=head, why=told)
            found.append(UnmatchedHead(self._sheet.name, head, near, told))
        return found

    def _has_data(self, index: int) -> bool:
        rows = self._sheet.rows[self._table.first_row :]
        return any(index < len(row) and not is_blank(row[index]) for row in rows)

    @staticmethod
    def _why_unread(column: Column) -> Message | None:
        if column.is_double:
            return message("An earlier column already gives this field.")
        if column.key == STATUS:
            return message("The standing in the library is not taken from workbooks.")
        if column.key is None:
            return message("No field has this name.")
        return None

    def questions(self) -> list[Question]:
        """Return what to ask about money columns whose unit nobody names and whose amounts look mixed."""
        asked = []
        for column in self._money:
            if column.unit or self._table.money_unit or column.is_double:
                continue
            amounts = self._bare_amounts(column)
            if amounts and (max(amounts) >= _LARGE_AMOUNT or max(amounts) >= _SPREAD * min(amounts)):
                asked.append(self._question(column, amounts))
        return asked

    def _bare_amounts(self, column: Column) -> list[float]:
        amounts = []
        for row in self._sheet.rows[self._table.first_row :]:
            cell = row[column.index] if column.index < len(row) else None
            filled = {index: held for index, held in enumerate(row) if not is_blank(held)}
            if self._is_total(filled):
                continue
            text = tidy(shown_cell(cell)).replace(",", "") if isinstance(cell, (str, float)) else ""
            if re.fullmatch(r"\d+(\.\d+)?", text) and float(text) > 0:
                amounts.append(float(text))
        return amounts

    def _question(self, column: Column, amounts: Sequence[float]) -> Question:
        told = message(
            "The column “{head}” names no unit and holds amounts from {low} to {high}. In which unit are they?",
            head=column.head,
            low=f"{min(amounts):,.10g}",
            high=f"{max(amounts):,.10g}",
        )
        return Question(column.head, told, MONEY_UNITS, self._units[column.index])


def _merges(sheet: SheetGrid, first_row: int) -> tuple[dict[int, dict[int, Cell]], dict[tuple[int, int], int]]:
    """Return what vertically merged cells lend to the rows below, and how wide cells are merged across."""
    filled: dict[int, dict[int, Cell]] = {}
    across: dict[tuple[int, int], int] = {}
    for top, left, bottom, right in sheet.merged:
        across[top, left] = right - left + 1
        if top < first_row or left != right or top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            filled.setdefault(row, {})[left] = sheet.rows[top][left]
    return filled, across


def _short(filled: dict[int, Cell]) -> str:
    text = " ".join(shown_cell(cell) for cell in filled.values())
    return text if len(text) <= 40 else text[:39] + "…"


def column_letters(index: int) -> str:
    """Return a column's letters, 0 giving A and 26 giving AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
