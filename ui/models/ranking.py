"""The ranked list as a table model, and the order and search a person puts on it."""

from collections.abc import Callable, Mapping, Sequence, Set
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from climafin.base.folding import folded
from climafin.base.language import Language
from climafin.base.messages import N_, Label
from climafin.domain.assessment import Outcome
from climafin.domain.query import Column
from climafin.domain.verdict import Verdict
from climafin.ui.models.grades import grade_chip, grade_text, points_text

if TYPE_CHECKING:
    from climafin.services.assessments import Ranked

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_ACROSS = Qt.Orientation.Horizontal
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
    #: Shown beside the rank.
    BAND = 8


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
    RankingColumn.BAND: N_("5–95 %"),
}


class RankingModel(QAbstractTableModel):
    """One row per assessed project, as the person wants to see them: found by words, ordered by a column."""

    ROW_ROLE = Qt.ItemDataRole.UserRole
    OUTDATED_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, words: Language, by_name: Callable[[], Sequence[str]], parent: QObject | None = None) -> None:
        """Make an empty list.

        Args:
            words: the language of the window.
            by_name: returns the uids of all projects in the order of their names (by pinyin).
            parent: owns the model.
        """
        super().__init__(parent)
        self._words = words
        self._by_name = by_name
        self._ranking: list[Ranked] = []
        self._rows: list[Ranked] = []
        self._places: dict[str, int] = {}
        self._hunted: list[str] = []
        self._search = ""
        self._sort = (-1, False)
        self._outdated: Set[str] = frozenset()
        self._bands: Mapping[str, tuple[int, int]] = {}
        self._bands_told = ""

    @property
    def ranking(self) -> Sequence["Ranked"]:
        """All rows, in the order of the ranking."""
        return self._ranking

    @property
    def outdated(self) -> list[str]:
        """Uids of the projects whose assessment no longer holds."""
        return [row.uid for row in self._ranking if row.uid in self._outdated]

    def show_rows(self, rows: Sequence["Ranked"]) -> None:
        """Show another ranking."""
        self.beginResetModel()
        self._ranking = list(rows)
        self._hunted = []
        self._outdated = frozenset()
        self._take()
        self.endResetModel()

    def search(self, typed: str) -> None:
        """Keep only projects whose number or name holds these words."""
        self.beginResetModel()
        self._search = folded(typed)
        self._take()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 is the order of the ranking."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        uids = [self._rows[index.row()].uid for index in before]
        self._sort = (column, order is Qt.SortOrder.DescendingOrder)
        self._take()
        after = [self.index(self._places[uid], index.column()) for uid, index in zip(uids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def mark_outdated(self, uids: Set[str]) -> None:
        """Mark the projects whose assessment no longer holds."""
        self._outdated = uids
        column, is_descending = self._sort
        if column == RankingColumn.STATE:
            self.sort(column, Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder)
        if self._rows:
            state = RankingColumn.STATE
            self.dataChanged.emit(self.index(0, state), self.index(len(self._rows) - 1, state))

    def show_bands(self, bands: Mapping[str, tuple[int, int]], told: str = "") -> None:
        """Show between which ranks each project stood in the draws of a robustness run, by uid; {} without a run."""
        self._bands, self._bands_told = bands, told
        if self._rows:
            self.dataChanged.emit(
                self.index(0, RankingColumn.BAND), self.index(len(self._rows) - 1, RankingColumn.BAND)
            )

    def row_of(self, uid: str) -> int | None:
        """Return the row a project stands in, or None while it is not shown."""
        return self._places.get(uid)

    def all_texts(self, column: RankingColumn) -> set[str]:
        """Return the texts of a column of few different words, each once."""
        rows = {self._worded(row, column): row for row in self._ranking}
        return {self._text(row, column) for row in rows.values()} | {str(self.headerData(column, _ACROSS))}

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(RankingColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the head of a column."""
        if orientation is not _ACROSS:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            head = HEADS[RankingColumn(section)]
            return self._words.label(head) if isinstance(head, Label) else self._words.text(head)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(RankingColumn(section))
        is_run = role == Qt.ItemDataRole.ToolTipRole and section == RankingColumn.BAND
        return self._bands_told if is_run else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the text of a cell, the row itself, or whether its assessment no longer holds."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], RankingColumn(index.column())
        if role == Qt.ItemDataRole.ToolTipRole and column is RankingColumn.GRADE:
            return grade_text(row.head.grade_low, row.head.grade_high, self._words)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return {self.ROW_ROLE: row, self.OUTDATED_ROLE: row.uid in self._outdated}.get(role)

    def _take(self) -> None:
        """Put the rows that are wanted in the wanted order."""
        self._rows = self._found()
        column, is_descending = self._sort
        if column >= 0:
            self._rows.sort(key=self._sort_key(RankingColumn(column)), reverse=is_descending)
        self._places = {row.uid: place for place, row in enumerate(self._rows)}

    def _found(self) -> list["Ranked"]:
        if not self._search:
            return list(self._ranking)
        if not self._hunted:
            self._hunted = [folded(row.head.number + row.head.name) for row in self._ranking]
        return [row for row, text in zip(self._ranking, self._hunted, strict=True) if self._search in text]

    def _sort_key(self, column: RankingColumn) -> Callable[["Ranked"], Any]:
        if column in (RankingColumn.RANK, RankingColumn.NAME):
            order = self._by_name() if column is RankingColumn.NAME else [row.uid for row in self._ranking]
            places = {uid: place for place, uid in enumerate(order)}
            return lambda row: places.get(row.uid, len(places))
        keys: dict[RankingColumn, Callable[[Ranked], Any]] = {
            RankingColumn.NUMBER: lambda row: row.head.number,
            RankingColumn.VERDICT: lambda row: _VERDICT_ORDER[row.head.verdict],
            RankingColumn.SCORE: lambda row: row.head.score_low,
            RankingColumn.GRADE: lambda row: (row.head.grade_low is None, -row.head.score_low),
            RankingColumn.MISSING: lambda row: row.head.missing,
            RankingColumn.STATE: lambda row: (row.uid not in self._outdated, row.head.as_of),
            RankingColumn.BAND: lambda row: self._bands.get(row.uid, (len(self._ranking) + 1, 0)),
        }
        return keys[column]

    def _worded(self, row: "Ranked", column: RankingColumn) -> object:
        """Return what a text of a column depends on."""
        head = row.head
        return {
            RankingColumn.VERDICT: head.verdict,
            RankingColumn.GRADE: (head.grade_low, head.grade_high),
            RankingColumn.MISSING: head.missing,
            RankingColumn.STATE: (head.as_of, row.uid in self._outdated),
            RankingColumn.BAND: self._bands.get(row.uid),
        }.get(column, row.uid)

    def _text(self, row: "Ranked", column: RankingColumn) -> str:
        if column is RankingColumn.BAND:
            low, high = self._bands.get(row.uid, (0, 0))
            return "" if not low else str(low) if low == high else f"{low}–{high}"
        return _TEXTS[column](row, self._words, row.uid in self._outdated)


def _missing_text(row: "Ranked", words: Language, _is_outdated: bool) -> str:
    count = row.head.missing
    return words.plural("{count} missing", "{count} missing", count) if count else ""


def _state_text(row: "Ranked", words: Language, is_outdated: bool) -> str:
    return words.text("changed since") if is_outdated else row.head.as_of.isoformat()


_TEXTS: dict[RankingColumn, Callable[["Ranked", Language, bool], str]] = {
    RankingColumn.RANK: lambda row, _words, _old: "—" if row.rank is None else str(row.rank),
    RankingColumn.NUMBER: lambda row, _words, _old: row.head.number,
    RankingColumn.NAME: lambda row, _words, _old: row.head.name,
    RankingColumn.VERDICT: lambda row, words, _old: words.label(_VERDICT_WORDS[row.head.verdict]),
    RankingColumn.SCORE: lambda row, _words, _old: points_text(row.head.score_low, row.head.score_high),
    RankingColumn.GRADE: lambda row, words, _old: grade_chip(row.head.grade_low, row.head.grade_high, words),
    RankingColumn.MISSING: _missing_text,
    RankingColumn.STATE: _state_text,
}


def _alignment(column: RankingColumn) -> Qt.AlignmentFlag:
    is_figure = column in (RankingColumn.RANK, RankingColumn.BAND)
    side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
