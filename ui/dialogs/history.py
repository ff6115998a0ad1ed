"""The dated history of one project in a dialog."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from climafin.domain.project import Project
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.style import Size, px
from climafin.ui.widgets.history_view import HistoryView
from climafin.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from climafin.services.history import HistoryLine


class HistoryDialog(Dialog):
    """Shows who changed what of a project, when and why."""

    def __init__(self, parent: QWidget, desk: Desk, project: Project, lines: "Sequence[HistoryLine]") -> None:
        words = desk.language
        super().__init__(parent, words.text("History"), words.text("Close"), "", width=Size.DIALOG_WIDE)
        self.setMinimumHeight(px(Size.DIALOG))
        self.body.addWidget(label(f"{project.number} {project.name}".strip(), "strong", wraps=True))
        self.view = HistoryView(words)
        self.body.addWidget(self.view, 1)
        self.view.show_lines(lines)
        self.view.setFocus()

    @classmethod
    def show_history(
        cls, parent: QWidget, desk: Desk, project: Project, lines: "Sequence[HistoryLine]"
    ) -> "HistoryDialog":
        """Show the history of a project."""
        dialog = cls(parent, desk, project, lines)
        dialog.open_then(None)
        return dialog
