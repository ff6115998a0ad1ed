"""Finding the table in a sheet: the head rows under the titles, and which column is which field."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from climafin.base.folding import folded
from climafin.base.messages import Label
from climafin.domain.dictionary import Dictionary, Field, FieldKind
from climafin.exchange.cells import Cell, is_blank, shown_cell
from climafin.exchange.reading import SheetGrid
from climafin.exchange.units import MONEY_UNITS, HeadText, is_unit, scale_of, split_head, unit_of_line

#: Marks the hidden row of field keys; followed by the template's version and the key of its own column.
KEY_ROW_MARK = "climafin-template"
TEMPLATE_VERSION = 1
#: Head of the column that says why a row came back; it is never read.
WHY_HEAD = Label("退回原因", "Why it came back")
#: First column of the template, and what stands there beside the example.
MARK_HEAD = Label("导入说明", "Import note")
EXAMPLE_MARK = Label("示例（导入时忽略）", "Example (ignored on import)")
EXAMPLE_NAME = Label("某某园区屋顶光伏项目（虚构）", "Rooftop solar of an invented park (fictional)")
#: Head of the column that carries a project's identity back to us.
UID_HEAD = Label("标识", "uid")
#: Columns that are no fields of the dictionary, by the heads they come under.
MARK, UID, STAGE, STAGE_SINCE, STATUS, UNUSED = "#mark", "#uid", "#stage", "#stage_since", "#status", "#unused"
_SPECIAL_HEADS = {
    MARK: (MARK_HEAD.zh, MARK_HEAD.en),
    UID: (UID_HEAD.zh, UID_HEAD.en),
    STAGE: ("阶段", "建设状态", "项目阶段", "建设阶段", "当前阶段", "所处阶段", "进展阶段", "Stage"),
    STAGE_SINCE: ("进入阶段日期", "阶段日期", "阶段时间", "状态日期", "进入阶段时间", "In stage since"),
    STATUS: ("状态", "Status", "项目状态", "入库状态"),
    UNUSED: ("序号", "序", "编号", "No.", "No", WHY_HEAD.zh, WHY_HEAD.en),
}
_SPECIAL_BY_HEAD = {folded(head): key for key, heads in _SPECIAL_HEADS.items() for head in heads}
_KEY_TO_SPECIAL = {
    "mark": MARK,
    "number": UNUSED,
    "uid": UID,
    "stage": STAGE,
    "stage_since": STAGE_SINCE,
    "status": STATUS,
}
_KEY_MARK = re.compile(rf"{KEY_ROW_MARK} (\d{{1,6}})(?: (\w+))?")
_SEARCHED_ROWS = 40
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        index: its place, from 0.
        head: its head as written, two lines joined by " / ".
        key: field key, one of the special keys of this module, or None when nobody knows it.
        unit: the unit the head names, "" for none.
        is_double: whether an earlier column already gives this field, so that this one is left out.
    """

    index: int
    head: str
    key: str | None
    unit: str = ""
    is_double: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Where the table of a sheet lies.

    Attributes:
        first_head: its first head row, from 0.
        first_row: the first row below the heads.
        columns: its columns.
        money_unit: the unit a line above the table names, or None.
        template_version: version of the template it was made from, 0 for none.
    """

    first_head: int
    first_row: int
    columns: tuple[Column, ...]
    money_unit: str | None
    template_version: int = 0


#: A reading of the heads: its score, its first row, its height, its columns.
_Found = tuple[tuple[int, int, int], int, int, tuple[Column, ...]]


class HeadMatcher:
    """Knows which field a head means."""

    def __init__(self, fields: Dictionary, chosen: Mapping[str, str]) -> None:
        self._fields = fields
        self._chosen = {folded(head): key for head, key in chosen.items()}
        self._names = {
            folded(name): field for field in fields for name in (field.label.zh, field.label.en, *field.synonyms)
        }

    def key(self, head: HeadText) -> str | None:
        """Return the key that a head means, or None."""
        for text in (head.full, head.bare):
            if folded(text) in self._chosen:
                return self._chosen[folded(text)] or UNUSED
            if folded(text) in _SPECIAL_BY_HEAD:
                return _SPECIAL_BY_HEAD[folded(text)]
            field = self._fields.by_head(text)
            if field is not None:
                return field.key
        return None

    def fits(self, key: str | None, unit: str) -> bool:
        """Tell whether a unit can be that of a field."""
        if key is None or key not in self._fields:
            return False
        field = self._fields[key]
        return unit in MONEY_UNITS if field.kind is FieldKind.MONEY else scale_of(field, unit) is not None

    def nearest(self, head: str) -> Field | None:
        """Return the field whose name or synonym looks most like a head nobody knows, or None."""
        near = difflib.get_close_matches(folded(split_head(head).bare), self._names, n=1, cutoff=_NEAR)
        return self._names[near[0]] if near else None


def nearest_label(matcher: HeadMatcher, head: str) -> Label | None:
    """Return the label of the nearest field, or None."""
    field = matcher.nearest(head)
    return field.label if field is not None else None


def find_table(sheet: SheetGrid, matcher: HeadMatcher) -> Table | None:
    """Find the table of projects in a sheet; None when no row looks like its head."""
    heads = _HeadRows(sheet)
    keys_row = _key_row(sheet)
    start = 0 if keys_row is None else keys_row + 1
    best: _Found | None = None
    for row in range(start, min(len(sheet.rows), start + _SEARCHED_ROWS)):
        for height in (1, 2):
            columns = heads.columns(row, height, matcher)
            score = _score(columns, height, needs_name=keys_row is None)
            if score is not None and (best is None or score > best[0]):
                best = (score, row, height, columns)
    if keys_row is not None:
        return _template_table(sheet, heads, keys_row, best, matcher)
    if best is None:
        return None
    _, row, height, columns = best
    top = _head_top(sheet, row)
    return Table(top, row + height, _without_doubles(columns), _money_unit(sheet, top))


def _score(columns: Sequence[Column], height: int, *, needs_name: bool) -> tuple[int, int, int] | None:
    """Return how much a reading of the heads tells; None when it names no table of projects.

    Below a row of hidden keys the column of names may be called anything.
    """
    known = {column.key for column in columns if column.key}
    if not known or (needs_name and "name" not in known) or sum(1 for column in columns if column.head) < 2:
        return None
    # Of two readings that tell the same, the one with fewer lines is meant.
    return len(known), sum(1 for column in columns if column.unit), -height


def _head_top(sheet: SheetGrid, row: int) -> int:
    """Return where the heads begin: heads merged over two lines begin a line above the one that was read."""
    tops = [top for top, _, bottom, _ in sheet.merged if row - 2 <= top < row <= bottom]
    return min(tops, default=row)


def _without_doubles(columns: Sequence[Column]) -> tuple[Column, ...]:
    seen: set[str] = set()
    kept = []
    for column in columns:
        if column.key in seen:
            kept.append(Column(column.index, column.head, column.key, column.unit, is_double=True))
        else:
            kept.append(column)
        if column.key and column.key != UNUSED:
            seen.add(column.key)
    return tuple(kept)


def _money_unit(sheet: SheetGrid, first_head: int) -> str | None:
    for row in sheet.rows[:first_head]:
        for cell in row:
            if not isinstance(cell, str):
                continue
            unit = unit_of_line(cell) or split_head(cell).unit
            if unit in MONEY_UNITS:
                return unit
    return None


def _key_row(sheet: SheetGrid) -> int | None:
    for number, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        if any(isinstance(cell, str) and cell.startswith(KEY_ROW_MARK) for cell in row):
            return number
    return None


def _template_table(
    sheet: SheetGrid,
    heads: "_HeadRows",
    keys_row: int,
    best: _Found | None,
    matcher: HeadMatcher,
) -> Table:
    """Return the table of a filled template: the hidden keys win over whatever the heads say."""
    row, height = (best[1], best[2]) if best is not None else (keys_row + 1, 1)
    keys = [shown_cell(cell) for cell in sheet.rows[keys_row]]
    version = 0
    columns = []
    for column in heads.columns(row, height, matcher):
        hidden = keys[column.index] if column.index < len(keys) else ""
        if hidden.startswith(KEY_ROW_MARK):
            found = _KEY_MARK.fullmatch(hidden)
            version, hidden = (int(found[1]), found[2] or "mark") if found else (0, "mark")
        key = _KEY_TO_SPECIAL.get(hidden, hidden or column.key)
        columns.append(Column(column.index, column.head, key, column.unit))
    return Table(row, row + height, _without_doubles(columns), _money_unit(sheet, row), version)


class _HeadRows:
    """The upper rows of a sheet with merged cells spread out, read as heads."""

    def __init__(self, sheet: SheetGrid) -> None:
        self._sheet = sheet
        self._spread: dict[tuple[int, int], Cell] = {}
        for first_row, first_column, last_row, last_column in sheet.merged:
            if first_row > 2 * _SEARCHED_ROWS or last_column - first_column > 200 or first_row >= len(sheet.rows):
                continue
            held = self._cell(first_row, first_column)
            for row in range(first_row, min(last_row, first_row + 3) + 1):
                for column in range(first_column, last_column + 1):
                    self._spread[row, column] = held

    def _cell(self, row: int, column: int) -> Cell:
        if (row, column) in self._spread:
            return self._spread[row, column]
        cells = self._sheet.rows[row] if row < len(self._sheet.rows) else ()
        return cells[column] if column < len(cells) else None

    def _text(self, row: int, column: int) -> str:
        cell = self._cell(row, column)
        return shown_cell(cell).strip() if isinstance(cell, str) else ""

    def columns(self, row: int, height: int, matcher: HeadMatcher) -> tuple[Column, ...]:
        """Return the columns when `height` rows from `row` on are the heads; () when they cannot be."""
        wide = max((len(cells) for cells in self._sheet.rows[row : row + height]), default=0)
        if height == 1:
            return tuple(self._single(self._text(row, index), index, matcher) for index in range(wide))
        below = self._sheet.rows[row + 1] if row + 1 < len(self._sheet.rows) else ()
        if not any(isinstance(cell, str) and cell.strip() for cell in below) or any(
            not isinstance(cell, str) and not is_blank(cell) for cell in below
        ):
            return ()
        if len({self._text(row, index) for index in range(wide)} - {""}) < 2:
            return ()  # one text over everything is a title, not a line of heads
        columns = []
        parent = ""
        for index in range(wide):
            own, child = self._text(row, index), self._text(row + 1, index)
            parent = own or parent
            columns.append(self._double(own if own or not child else parent, child, index, matcher))
        return tuple(columns)

    @staticmethod
    def _single(text: str, index: int, matcher: HeadMatcher) -> Column:
        head = split_head(text)
        return Column(index, text.replace("\n", ""), matcher.key(head) if text else None, head.unit)

    def _double(self, parent: str, child: str, index: int, matcher: HeadMatcher) -> Column:
        if not child or child == parent:
            return self._single(parent, index, matcher)
        shown = f"{parent} / {child}".replace("\n", "") if parent else child
        upper, lower = split_head(parent), split_head(child)
        unit_alone = lower.full.strip("()[]【】").removeprefix("单位:")
        if is_unit(unit_alone):
            return Column(index, shown, matcher.key(upper), split_head(f"-({unit_alone})").unit)
        joined = split_head(upper.bare + lower.bare)
        named = matcher.key(lower) or matcher.key(joined)
        # The unit of a head over several columns goes to those it fits.
        return Column(index, shown, named, lower.unit or (upper.unit if matcher.fits(named, upper.unit) else ""))
