"""Tables on paper: heads repeat on every page, rows are not split unless one is taller than a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus.flowables import Flowable

from climafin.base.folding import is_han
from climafin.dossier.content import Align, Facts, Form, Imprint, Table, Words
from climafin.dossier.pdf.canvas import Sheet
from climafin.dossier.pdf.flowables import base_line, lines_of
from climafin.dossier.pdf.lines import Line
from climafin.dossier.pdf.style import (
    ACCENT,
    BODY_HEIGHT,
    CELL,
    CELL_COMPACT,
    CELL_SECOND,
    CELL_SMALL,
    FAINT,
    GAP,
    INK,
    LABEL,
    NOTE,
    RULE,
    TextStyle,
    bold,
)

PAD_X, PAD_Y, PAD_COMPACT = 5.0, 3.0, 2.0
#: A row taller than this is split even though rows are not.
TALLEST_ROW = BODY_HEIGHT - 90
#: A table no higher than this is not split.
SHORT_TABLE = 140
WIDE_TABLE = 4

Placed = tuple[Line, TextStyle]


@dataclass(slots=True)
class GridCell:
    """A cell: its words, how they are set, and the lines they turn out to be."""

    words: Words
    style: TextStyle
    align: Align = Align.LEFT
    is_label: bool = False
    lines: list[Placed] = field(default_factory=list)

    def place(self, room: float) -> None:
        """Break the words into lines."""
        second = CELL_SECOND if len(self.words) > 1 else self.style
        self.lines = [
            (line, style)
            for number, text in enumerate(self.words)
            for style in [self.style if number == 0 else second]
            for line in lines_of(text, style, room)
        ]

    @property
    def height(self) -> float:
        """The height of its lines."""
        return sum(style.leading for _line, style in self.lines)

    def cut(self, height: float) -> tuple["GridCell", "GridCell"]:
        """Return the cell as what fits a height and what is left."""
        room, at = height, 0
        while at < len(self.lines) and self.lines[at][1].leading <= room:
            room -= self.lines[at][1].leading
            at += 1
        upper = GridCell(self.words, self.style, self.align, self.is_label, self.lines[:at])
        return upper, GridCell(self.words, self.style, self.align, self.is_label, self.lines[at:])


@dataclass(slots=True)
class GridRow:
    """A row of cells."""

    cells: list[GridCell]
    is_strong: bool = False
    least: float = 0.0
    padding: float = PAD_Y

    @property
    def height(self) -> float:
        """The height of its tallest cell with padding."""
        return max(max((cell.height for cell in self.cells), default=0.0) + 2 * self.padding, self.least)

    def cut(self, height: float) -> tuple["GridRow", "GridRow"]:
        """Split the row by its cells' lines."""
        halves = [cell.cut(height - 2 * self.padding) for cell in self.cells]
        return (
            GridRow([upper for upper, _lower in halves], self.is_strong, padding=self.padding),
            GridRow([lower for _upper, lower in halves], self.is_strong, padding=self.padding),
        )


@dataclass(slots=True)
class Grid:
    """A table ready to be measured: shares of the width, repeated head, rows, caption, unit."""

    shares: Sequence[float]
    rows: list[GridRow]
    head: GridRow | None = None
    caption: Words = ()
    unit: Words = ()
    has_frame: bool = False

    def widths(self, room: float) -> list[float]:
        """Return the columns' widths in points."""
        total = sum(self.shares)
        return [room * share / total for share in self.shares]


class GridBlock(Flowable):  # type: ignore[misc] # reportlab has no types
    """A table in the page frame."""

    def __init__(self, grid: Grid, *, is_placed: bool = False) -> None:
        super().__init__()
        self._grid = grid
        self._is_placed = is_placed
        self._top_lines: list[Placed] = []
        self._unit_lines: list[Placed] = []

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab's name
        """Return the space wanted above."""
        return 5

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        """Return the space wanted below."""
        return 7

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size it takes."""
        grid = self._grid
        if not self._is_placed:
            widths = grid.widths(width)
            for row in [*([grid.head] if grid.head else []), *grid.rows]:
                for cell, room in zip(row.cells, widths, strict=True):
                    cell.place(room - 2 * PAD_X)
            self._is_placed = True
        caption_style = bold(CELL)
        self._top_lines = [
            (line, style)
            for number, text in enumerate(grid.caption)
            for style in [caption_style if number == 0 else CELL_SECOND]
            for line in lines_of(text, style, width * 0.7)
        ]
        self._unit_lines = [(line, NOTE) for text in grid.unit for line in lines_of(text, NOTE, width)]
        self.width = width
        self.height = self._above() + sum(row.height for row in grid.rows)
        return width, self.height

    def _above(self) -> float:
        """The height of caption, unit and head."""
        caption = sum(style.leading for _line, style in self._top_lines)
        unit = sum(style.leading for _line, style in self._unit_lines)
        top = max(caption, unit)
        return (top + 3 if top else 0.0) + (self._grid.head.height if self._grid.head else 0.0)

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split between rows; the head comes again on the next page."""
        self.wrap(width, height)
        room = height - self._above()
        fit = 0
        while fit < len(self._grid.rows) and self._grid.rows[fit].height <= room:
            room -= self._grid.rows[fit].height
            fit += 1
        if height < BODY_HEIGHT:  # else the page is empty, and the next one has no more room
            fit = self._well_parted(fit)
        upper, lower = self._grid.rows[:fit], self._grid.rows[fit:]
        if lower and lower[0].height > TALLEST_ROW and room > 60:
            first, rest = lower[0].cut(room)
            upper, lower = [*upper, first], [rest, *lower[1:]]
        if not upper or not lower:
            return []
        return [self._with(upper, self._grid.caption), self._with(lower, ())]

    def _well_parted(self, fit: int) -> int:
        """Return how many of the rows that fit stay: no row stands alone, the head of a group with what it heads."""
        rows = self._grid.rows
        if self.height <= SHORT_TABLE:
            return 0
        if fit == len(rows) - 1:
            fit -= 1
        while 0 < fit < len(rows) and rows[fit - 1].is_strong:
            fit -= 1
        return 0 if fit == 1 else fit

    def _with(self, rows: list[GridRow], caption: Words) -> "GridBlock":
        grid = self._grid
        part = Grid(grid.shares, rows, grid.head, caption, grid.unit, grid.has_frame)
        return GridBlock(part, is_placed=True)

    def draw(self) -> None:
        """Draw it."""
        sheet: Sheet = self.canv
        grid = self._grid
        self._draw_top(sheet)
        y = self.height - self._above()
        head_height = grid.head.height if grid.head else 0.0
        widths = grid.widths(self.width)
        if grid.head is not None:
            sheet.box(0, y, self.width, head_height, FAINT)
            self._draw_row(sheet, grid.head, y + head_height, widths)
        lines = [(0.0, y, self.width, y)] if grid.head is None else []
        top = y
        for row in grid.rows:
            if row.is_strong:
                sheet.box(0, y - row.height, self.width, row.height, FAINT)
            self._draw_row(sheet, row, y, widths)
            y -= row.height
            lines.append((0.0, y, self.width, y))
        if grid.has_frame:
            x = 0.0
            for width in [*widths, 0.0]:
                lines.append((x, top, x, y))
                x += width
        sheet.rules(lines, 0.4, RULE)
        if grid.head is not None:
            sheet.rules([(0, top, self.width, top), (0, top + head_height, self.width, top + head_height)], 0.8, ACCENT)

    def _draw_top(self, sheet: Sheet) -> None:
        y = self.height
        for line, style in self._top_lines:
            sheet.put(0, base_line(y, style), line.text, style)
            y -= style.leading
        y = self.height - self._above() + 3 + (self._grid.head.height if self._grid.head else 0.0)
        for line, style in reversed(self._unit_lines):
            y += style.leading
            sheet.put_aligned(self.width, base_line(y, style), line.text, style, Align.RIGHT)

    def _draw_row(self, sheet: Sheet, row: GridRow, top: float, widths: list[float]) -> None:
        x = 0.0
        for cell, width in zip(row.cells, widths, strict=True):
            if cell.is_label and cell.words:
                sheet.box(x, top - row.height + 0.2, width, row.height - 0.4, FAINT)
            y = top - row.padding
            anchor = {Align.LEFT: PAD_X, Align.RIGHT: width - PAD_X, Align.CENTRE: width / 2}[cell.align]
            for line, style in cell.lines:
                sheet.put_aligned(x + anchor, base_line(y, style), line.text, style, cell.align)
                y -= style.leading
            x += width


def table_block(table: Table) -> GridBlock:
    """Return a table of the content as a flowable."""
    style = CELL_SMALL if len(table.columns) >= WIDE_TABLE else CELL
    head = GridRow([GridCell(column.head, bold(style), column.align) for column in table.columns])
    rows = [
        GridRow(
            [
                GridCell(words, bold(style) if row.is_strong else style, column.align)
                for words, column in zip(row.cells, table.columns, strict=True)
            ],
            row.is_strong,
        )
        for row in table.rows
    ]
    return GridBlock(Grid([column.share for column in table.columns], rows, head, table.caption, table.unit))


def facts_block(facts: Facts | Imprint) -> GridBlock:
    """Return labels with values as a flowable, one or two pairs to a row."""
    pairs = facts.pairs if isinstance(facts, Facts) else 1
    has_notes = pairs == 1 and any(fact.note for fact in facts.rows)
    # English names of fields are longer than Chinese ones.
    share = 0.3 if any(is_han(character) for fact in facts.rows for character in fact.label[0]) else 0.4
    shares = [0.19, 0.31] * pairs if pairs > 1 else [share, 0.92 - share, 0.08] if has_notes else [share, 1 - share]
    style = CELL if pairs == 1 else CELL_COMPACT
    rows: list[GridRow] = []
    for start in range(0, len(facts.rows), pairs):
        cells: list[GridCell] = []
        for fact in facts.rows[start : start + pairs]:
            label = TextStyle(LABEL.face, style.size, style.leading, LABEL.colour)
            value = TextStyle(GAP.face, style.size, style.leading) if fact.is_gap else style
            cells += [GridCell(fact.label, label, is_label=True), GridCell(fact.value, value)]
            if has_notes:
                cells.append(GridCell((f"[{fact.note}]",) if fact.note else (), CELL_SECOND))
        cells += [GridCell((), style) for _missing in range(len(shares) - len(cells))]
        rows.append(GridRow(cells, padding=PAD_Y if pairs == 1 else PAD_COMPACT))
    return GridBlock(Grid(shares, rows))


def form_block(form: Form) -> GridBlock:
    """Return boxes to fill in by hand as a flowable."""
    label = TextStyle(CELL.face, CELL.size, CELL.leading, INK)
    rows = [
        GridRow([GridCell(box.label, label, is_label=True), GridCell(box.offered, CELL)], least=box.lines * 18.0)
        for box in form.rows
    ]
    return GridBlock(Grid([0.28, 0.72], rows, has_frame=True))
