"""The dated history as a Qt model: when, who, what, why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from climafin.base.language import Language
from climafin.base.messages import N_

if TYPE_CHECKING:
    from climafin.services.history import HistoryLine

HEADS = (N_("When"), N_("Who"), N_("What"), N_("Why"))
WHEN, WHO, WHAT, WHY = range(4)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HistoryModel(QAbstractTableModel):
    """Lines of the history, newest first."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._rows: list[tuple[str, str, str, str]] = []

    def show(self, lines: "Sequence[HistoryLine]") -> None:
        """Show these lines."""
        self.beginResetModel()
        self._rows = [
            (f"{line.at:%Y-%m-%d %H:%M}", line.person, self._language.say(line.told), line.reason) for line in lines
        ]
        self.endResetModel()

    def row(self, number: int) -> tuple[str, str, str, str]:
        """Return one line as when, who, what, why."""
        return self._rows[number]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return four: when, who, what, why."""
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return the text of a cell."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._rows[index.row()][index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return the head of a column."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._language.text(HEADS[section]) if role == Qt.ItemDataRole.DisplayRole else None
