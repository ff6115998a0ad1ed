"""Shows the dated history of one project, or of the library: who, what, from what to what, why."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from climafin.base.language import Language
from climafin.ui.models.history import WHAT, WHEN, WHO, WHY, HistoryModel
from climafin.ui.style import Size, px, space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from climafin.services.history import HistoryLine

#: Widths of the columns that do not stretch, in grid steps.
_WIDTHS = {WHEN: 34, WHO: 24, WHY: 44}


class HistoryView(QTableView):
    """A table of lines, newest first; lines that are chosen can be copied."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.lines = HistoryModel(language, self)
        self.setModel(self.lines)
        self.setAccessibleName(language.text("History"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(px(Size.ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, steps in _WIDTHS.items():
            self.setColumnWidth(column, space(steps))

    def show_lines(self, lines: "Sequence[HistoryLine]") -> None:
        """Show these lines, each as high as its words need."""
        self.lines.show(lines)
        self.setColumnHidden(WHY, not any(line.reason for line in lines))
        self.resizeRowsToContents()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen lines as text for a workbook."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText("\n".join("\t".join(self.lines.row(row)) for row in rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self.resizeRowsToContents()
