"""The editor of a table: a row of editors per row, rows added and taken away; “there are none” is an answer too."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from climafin.base.language import Language
from climafin.base.messages import message
from climafin.domain.dictionary import Field
from climafin.domain.project import Value
from climafin.ui.pages.project_form.editors import AreaEditor, ChoiceEditor, ChoicesEditor, LineEditor, editor
from climafin.ui.style import space
from climafin.ui.widgets.buttons import button, icon_button
from climafin.ui.widgets.labels import label

Cell = LineEditor | AreaEditor | ChoiceEditor | ChoicesEditor
Cells = dict[str, Cell]


class TableEditor(QWidget):
    """Rows of one table. A row in which nothing stands yet is not kept; without rows it is unknown or has none."""

    def __init__(self, field: Field, language: Language) -> None:
        super().__init__()
        self._field = field
        self._words = language
        self._left: Callable[[], None] = lambda: None
        self._has_none = False
        self.rows: list[Cells] = []
        self._place = QWidget()
        self.standing = label("", "muted")
        self.add_button = button(language.text("Add a row"), self.add_row, icon_name="plus")
        self.none_button = button("", self._turn_none, role="link")
        foot = QHBoxLayout()
        foot.setSpacing(space(2))
        for widget in (self.add_button, self.standing, self.none_button):
            foot.addWidget(widget)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        column.addWidget(self._place)
        column.addLayout(foot)
        self.setFocusProxy(self.add_button)
        self._build([])

    def raw(self) -> object:
        """Return the rows in which something stands, each as its columns' texts; None while it is unknown."""
        filled = [typed for typed in map(_typed, self.rows) if typed]
        return filled if filled or self._has_none else None

    def show_value(self, value: Value) -> None:
        """Show rows; where their number stays, the editors stay too, so that the keyboard is not lost."""
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
        self._has_none = value == ()
        filled = [cells for cells in self.rows if _typed(cells)]
        if len(filled) != len(rows):
            self._build(rows)
            return
        for cells, row in zip(filled, rows, strict=True):
            for key, cell in cells.items():
                cell.show_value(row.get(key))
        self._show_standing()

    def show_text(self, text: str) -> None:
        """Show rows of texts that could not be kept; they still wait to be mended."""
        rows = json.loads(text)
        self._build([{} for _row in rows])
        for cells, row in zip(self.rows, rows, strict=True):
            for key, typed in row.items():
                cells[key].show_value(typed) if not isinstance(cells[key], LineEditor) else cells[key].show_text(typed)

    def on_left(self, left: Callable[[], None]) -> None:
        """Call `left` when a cell is left or a row goes."""
        self._left = left

    def is_touched(self) -> bool:
        """Tell whether somebody is in the middle of a row."""
        return any(cell.is_touched() for cells in self.rows for cell in cells.values())

    def add_row(self) -> None:
        """Put an empty row at the end and go to it; it is kept once something stands in it."""
        self._has_none = False
        self._build([_typed(cells) for cells in self.rows] + [{}], are_texts=True)
        next(iter(self.rows[-1].values())).setFocus()

    def remove_row(self, number: int) -> None:
        """Take a row away; without its last one the table is not known again."""
        texts = [_typed(cells) for at, cells in enumerate(self.rows) if at != number]
        self._build(texts, are_texts=True)
        self.add_button.setFocus()
        self._left()

    def _turn_none(self) -> None:
        self._has_none = not self._has_none
        self._show_standing()
        self._left()

    def _build(self, rows: Sequence[Mapping[str, object]], *, are_texts: bool = False) -> None:
        """Put new editors for some rows: values, or what was typed."""
        place = QWidget()
        grid = QGridLayout(place)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(2))
        grid.setVerticalSpacing(space(1))
        words, self.rows = self._words, []
        for at, column in enumerate(self._field.columns if rows else ()):
            unit = words.label(column.unit)
            name = words.label(column.label)
            told = words.say(message("{name} ({unit})", name=name, unit=unit)) if unit else name
            grid.addWidget(label(told, "small", wraps=True), 0, at)
            grid.setColumnStretch(at, 1)
        for number, row in enumerate(rows):
            self.rows.append(self._row(grid, number, row, are_texts))
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self._place, place)
        # The editors that go may still be telling that they were left.
        self._place.hide()
        self._place.deleteLater()
        self._place = place
        place.setVisible(bool(rows))
        self._show_standing()

    def _row(self, grid: QGridLayout, number: int, row: Mapping[str, object], are_texts: bool) -> Cells:
        words, cells = self._words, Cells()
        for at, column in enumerate(self._field.columns):
            cell = editor(column, words)
            name = message("{name}, row {number}", name=column.label, number=number + 1)
            cell.setAccessibleName(words.say(name))
            value = row.get(column.key)
            if are_texts and isinstance(cell, LineEditor):
                cell.show_text(str(value or ""))
            else:
                cell.show_value(value)  # type: ignore[arg-type]
            cell.on_left(self._left)
            grid.addWidget(cell, number + 1, at)
            cells[column.key] = cell
        told = words.say(message("Take row {number} away", number=number + 1))
        grid.addWidget(icon_button("x", told, partial(self.remove_row, number)), number + 1, len(self._field.columns))
        return cells

    def _show_standing(self) -> None:
        words, is_empty = self._words, not self.rows
        self.standing.setText(words.text("there are none") if self._has_none else words.text("not known yet"))
        self.none_button.setText(words.text("Not known yet") if self._has_none else words.text("There are none"))
        self.standing.setVisible(is_empty)
        self.none_button.setVisible(is_empty)


def _typed(cells: Cells) -> dict[str, object]:
    """Return what stands in the cells of a row, what is empty left out."""
    return {key: raw for key, cell in cells.items() if (raw := cell.raw()) not in (None, "")}
