"""The chosen rows of a table, by spans: “select all” is one span however long the list is.

Index by index or row by row, a few thousand chosen rows would hold up the window for minutes.
"""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange
from PySide6.QtWidgets import QTableView


def chosen_rows(table: QTableView) -> list[int]:
    """Return the numbers of the chosen rows, from the top."""
    rows: set[int] = set()
    selection = table.selectionModel().selection()
    for span in (selection.at(at) for at in range(selection.count())):
        rows.update(range(span.top(), span.bottom() + 1))
    return sorted(rows)


def choose_rows(table: QTableView, rows: Sequence[int]) -> None:
    """Choose these rows and no others; the first one given gets the keyboard's cell and is scrolled to."""
    model, selection, flags = table.model(), table.selectionModel(), QItemSelectionModel.SelectionFlag
    chosen, last = QItemSelection(), model.columnCount() - 1
    for top, bottom in _spans(sorted(rows)):
        chosen.append(QItemSelectionRange(model.index(top, 0), model.index(bottom, last)))
    selection.select(chosen, flags.ClearAndSelect)
    if rows:
        index = model.index(rows[0], max(0, table.currentIndex().column()))
        selection.setCurrentIndex(index, flags.NoUpdate)
        table.scrollTo(index)


def _spans(rows: list[int]) -> list[tuple[int, int]]:
    """Return ascending row numbers as spans of neighbours, first and last of each."""
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans
