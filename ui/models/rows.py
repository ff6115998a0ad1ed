"""Rows of plain text as a Qt model: for short lists that need no painter of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from climafin.ui.style import Tone, colour

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_INKS = {Tone.BAD: "bad", Tone.WARN: "warn", Tone.GOOD: "good", Tone.INFO: "info", Tone.NEUTRAL: "muted"}


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row.

    Attributes:
        cells: its texts, one for every column.
        told: the whole of it, as a tip.
        thing: what it stands for.
        tone: what its first cell says by its colour, beside its words.
    """

    cells: tuple[str, ...]
    told: str = ""
    thing: object = None
    tone: Tone | None = None


class RowsModel(QAbstractTableModel):
    """Rows of text; the thing a row stands for is under `THING_ROLE`."""

    THING_ROLE = Qt.ItemDataRole.UserRole

    def __init__(self, heads: Sequence[str], right: Sequence[int] = (), parent: QObject | None = None) -> None:
        """Make an empty list.

        Args:
            heads: what the columns are called, in the window's language.
            right: numbers of the columns that hold numbers.
            parent: owns the model.
        """
        super().__init__(parent)
        self._heads = tuple(heads)
        self._right = frozenset(right)
        self._rows: list[TextRow] = []

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @property
    def rows(self) -> Sequence[TextRow]:
        """The rows."""
        return self._rows

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return a text, its tip, its colour, its side, or what the row stands for."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        text = row.cells[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            return colour(_INKS.get(row.tone, "text")) if row.tone is not None and index.column() == 0 else None
        answers: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: text,
            Qt.ItemDataRole.ToolTipRole: row.told or text,
            Qt.ItemDataRole.TextAlignmentRole: self._side(index.column()),
            self.THING_ROLE: row.thing,
        }
        return answers.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return the head of a column."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
