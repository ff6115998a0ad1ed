"""A quiet table of text rows: chosen by row, opened by Enter or a double click."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from climafin.ui.style import Size, px, space

Index = QModelIndex | QPersistentModelIndex


class RowsTable(QTableView):
    """A table.

    Signals:
        opened(int): Enter or a double click on a row.
        moved(int): the keyboard stands on another row, -1 for none.
    """

    opened = Signal(int)
    moved = Signal(int)

    def __init__(self, model: QAbstractItemModel, name: str, widths: Sequence[float], stretched: int) -> None:
        """Make a table.

        Args:
            model: its rows.
            name: its name, for screen readers.
            widths: the widths of the columns in grid steps.
            stretched: the number of the column that takes what is left.
        """
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(Size.ROW))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(space(6))
        for column, steps in enumerate(widths):
            header.resizeSection(column, space(steps))
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda index, _old: self.moved.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a row; the other keys move as in every table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
