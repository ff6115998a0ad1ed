"""The ranked list as a table model, and the order and search a person puts on it."""

from collections.abc import Sequence, Set
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from climafin.ui.models.figures import grade_text, points_text
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from climafin.base.folding import folded
from climafin.base.language import Language
from climafin.base.messages import N_, Label
from climafin.domain.assessment import Outcome, Verdict
from climafin.domain.query import Column

if TYPE_CHECKING:
    from climafin.services.assessments import Ranked

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_VERDICT_ORDER = {Verdict.ELIGIBLE: 0, Verdict.UNDECIDED: 1, Verdict.REFUSED: 2}
#: Short words, because the column is read down.
_VERDICT_WORDS = {
    Verdict.ELIGIBLE: Verdict.ELIGIBLE.label,
    Verdict.UNDECIDED: Outcome.UNKNOWN.label,
    Verdict.REFUSED: Verdict.REFUSED.label,
}


class RankingColumn(IntEnum):
    """The columns, in order."""

    RANK = 0
    NUMBER = 1
    NAME = 2
    VERDICT = 3
    SCORE = 4
    GRADE = 5
    MISSING = 6
    STATE = 7


#: Columns that other lists show too are called as there.
HEADS: dict[RankingColumn, str | Label] = {
    RankingColumn.RANK: N_("Rank"),
    RankingColumn.NUMBER: Column.NUMBER.label,
    RankingColumn.NAME: N_("Project"),
    RankingColumn.VERDICT: Column.VERDICT.label,
    RankingColumn.SCORE: Column.SCORE.label,
    RankingColumn.GRADE: Column.GRADE.label,
    RankingColumn.MISSING: N_("Missing"),
    RankingColumn.STATE: N_("Rules as of"),
}


class RankingModel(QAbstractTableModel):
    """One row per assessed project; the row itself is under `ROW_ROLE`, its place in the order under `SORT_ROLE`."""

    ROW_ROLE = Qt.ItemDataRole.UserRole
    SORT_ROLE = Qt.ItemDataRole.UserRole + 1
    OUTDATED_ROLE = Qt.ItemDataRole.UserRole + 2

    def __init__(self, words: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: list[Ranked] = []
        self._outdated: Set[str] = frozenset()

    @property
    def rows(self) -> Sequence["Ranked"]:
        """The rows, in the order of the ranking."""
        return self._rows

    def show_rows(self, rows: Sequence["Ranked"]) -> None:
        """Show another ranking."""
        self.beginResetModel()
        self._rows = list(rows)
        self._outdated = frozenset()
        self.endResetModel()

    def mark_outdated(self, uids: Set[str]) -> None:
        """Mark the projects whose assessment no longer holds."""
        self._outdated = uids
        if self._rows:
            state = RankingColumn.STATE
            self.dataChanged.emit(self.index(0, state), self.index(len(self._rows) - 1, state))

    @property
    def outdated(self) -> list[str]:
        """Uids of the projects whose assessment no longer holds."""
        return [row.head.uid for row in self._rows if row.head.uid in self._outdated]

    def row_of_uid(self, uid: str) -> int | None:
        """Return the row a project stands in, or None."""
        return next((number for number, row in enumerate(self._rows) if row.head.uid == uid), None)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(RankingColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the head of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            head = HEADS[RankingColumn(section)]
            return self._words.label(head) if isinstance(head, Label) else self._words.text(head)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(RankingColumn(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the text of a cell, the row itself, or what the row sorts by in this column."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], RankingColumn(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(row, column)
        if role == self.SORT_ROLE:
            return self._sort_key(row, index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return {self.ROW_ROLE: row, self.OUTDATED_ROLE: row.head.uid in self._outdated}.get(role)

    def _text(self, row: "Ranked", column: RankingColumn) -> str:
        head, words = row.head, self._words
        missing = words.plural("{count} missing", "{count} missing", head.missing)
        return {
            RankingColumn.RANK: "—" if row.rank is None else str(row.rank),
            RankingColumn.NUMBER: head.number,
            RankingColumn.NAME: head.name,
            RankingColumn.VERDICT: words.label(_VERDICT_WORDS[head.verdict]),
            RankingColumn.SCORE: points_text(head.score_low, head.score_high),
            RankingColumn.GRADE: grade_text(head.grade_low, head.grade_high, words),
            RankingColumn.MISSING: missing if head.missing else "",
            RankingColumn.STATE: words.text("changed since") if head.uid in self._outdated else head.as_of.isoformat(),
        }[column]

    def _sort_key(self, row: "Ranked", place: int, column: RankingColumn) -> object:
        head = row.head
        if column is RankingColumn.RANK:
            return place
        if column is RankingColumn.VERDICT:
            return _VERDICT_ORDER[head.verdict]
        if column is RankingColumn.SCORE:
            return head.score_low
        if column is RankingColumn.MISSING:
            return head.missing
        return self._text(row, column)


def _alignment(column: RankingColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column is RankingColumn.RANK else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class RankingView(QSortFilterProxyModel):
    """The ranking as the person wants to see it: searched by words, ordered by a column."""

    def __init__(self, model: RankingModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSortRole(RankingModel.SORT_ROLE)
        self.setSourceModel(model)

    def search(self, words: str) -> None:
        """Keep only projects whose number or name holds these words."""
        self._words = folded(words)
        # Qt's own pattern is not looked at; setting it makes Qt ask again in every version we allow.
        self.setFilterFixedString(words)

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        """Tell whether a row has the words."""
        model = self.sourceModel()
        assert isinstance(model, RankingModel)
        head = model.rows[row].head
        return self._words in folded(head.number + head.name)
