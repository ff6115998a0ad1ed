"""The list of projects as a Qt model: ids in memory, rows by page."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from climafin.base.language import Language
from climafin.domain.query import Column, ProjectQuery, SortKey
from climafin.domain.shown_values import NOT_APPLICABLE, NOT_GIVEN
from climafin.services import projects
from climafin.ui.models.columns import ListColumn, grade_range, list_column

if TYPE_CHECKING:
    from climafin.services.session import Session

PAGE = 128
PAGES_KEPT = 40
#: The value behind a cell, as Qt passes it on.
VALUE_ROLE = Qt.ItemDataRole.UserRole
#: The uid of a row.
UID_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
#: Read aloud and told at the pointer is more than what the cell shows: what is not known is said.
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    VALUE_ROLE,
    UID_ROLE,
)


class ProjectListModel(QAbstractTableModel):
    """Shows a query's projects; sorting and filtering ask the library for ids only."""

    def __init__(
        self, session: "Session", language: Language, keys: Sequence[str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._language = language
        self._columns: list[ListColumn] = [list_column(key) for key in keys]
        self._query = ProjectQuery()
        self._uids: list[str] = []
        self._rows: dict[str, int] = {}
        self._pages: OrderedDict[int, list[tuple[object, ...]]] = OrderedDict()
        #: Of each page, the cells that somebody marked as not applicable.
        self._set_aside: dict[int, frozenset[tuple[str, str]]] = {}

    @property
    def query(self) -> ProjectQuery:
        """What is asked for now."""
        return self._query

    @property
    def uids(self) -> list[str]:
        """All uids in the order shown."""
        return self._uids

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns shown."""
        return tuple(column.key for column in self._columns)

    def column(self, number: int) -> ListColumn:
        """Return a column."""
        return self._columns[number]

    def ask(self, query: ProjectQuery) -> None:
        """Show another query."""
        self.beginResetModel()
        self._query = query
        self._read()
        self.endResetModel()

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self._columns = [list_column(key) for key in keys]
        self._forget()
        self.endResetModel()

    def refresh(self, uids: frozenset[str]) -> bool:
        """Show what changed.

        Args:
            uids: the projects touched; empty for "everything".

        Returns:
            Whether rows came, went or moved, so that the view must find its place again.
        """
        asked = projects.list_uids(self._session, self._query)
        if not uids or asked != self._uids:
            self.beginResetModel()
            self._take(asked)
            self.endResetModel()
            return True
        self._forget()
        last = len(self._columns) - 1
        for uid in uids & self._rows.keys():
            row = self._rows[uid]
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        return False

    def row_of(self, uid: str) -> int | None:
        """Return the row of a project, or None when the query leaves it out."""
        return self._rows.get(uid)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many projects there are."""
        return 0 if parent.isValid() else len(self._uids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns are shown."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the words of a cell, the value behind it, or the row's uid."""
        if role not in _ROLES or not index.isValid():
            return None
        if role == UID_ROLE:
            return self._uids[index.row()]
        value = self.value(index.row(), index.column())
        if role == VALUE_ROLE:
            return value
        return self._words(index, value, is_told=role != Qt.ItemDataRole.DisplayRole)

    def _words(self, index: Index, value: object, *, is_told: bool) -> str:
        column = self._columns[index.column()]
        if value is None and self.is_set_aside(index.row(), index.column()):
            return self._language.label(NOT_APPLICABLE)
        if value is None:
            return self._language.label(NOT_GIVEN) if is_told else ""
        told = grade_range if is_told and column.key == Column.GRADE else column.words
        return told(value, self._language)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a head: the name, and the unit once."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            # The unit on a line of its own, so that the column need not be wider than its figures.
            return "\n".join(self._head(column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(self._head(column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.look == "figure" else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _head(self, column: ListColumn) -> list[str]:
        """Return the name of a column, and its unit when it has one."""
        return [part for part in (self._language.label(column.label), self._language.label(column.unit)) if part]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of registration."""
        keys: tuple[SortKey, ...] = ()
        if 0 <= column < len(self._columns):
            keys = (SortKey(self._columns[column].key, order is Qt.SortOrder.DescendingOrder),)
        if keys != self._query.sort:
            self.ask(ProjectQuery(self._query.words, self._query.filters, keys))

    def _forget(self) -> None:
        self._pages.clear()
        self._set_aside.clear()

    def is_set_aside(self, row: int, column: int) -> bool:
        """Tell whether a cell without a value was marked as not applicable."""
        number = row // PAGE
        if number not in self._set_aside:
            wanted = self._uids[number * PAGE : (number + 1) * PAGE]
            self._set_aside[number] = projects.not_applicable(self._session, wanted)
        return (self._uids[row], self._columns[column].key) in self._set_aside[number]

    def _read(self) -> None:
        self._take(projects.list_uids(self._session, self._query))

    def _take(self, uids: list[str]) -> None:
        self._uids = uids
        self._rows = {uid: row for row, uid in enumerate(uids)}
        self._forget()

    def value(self, row: int, column: int) -> object:
        """Return the value behind a cell as the library decoded it; Qt's own road would turn words into text."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            wanted = self._uids[number * PAGE : (number + 1) * PAGE]
            page = projects.list_rows(self._session, wanted, self.keys)
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._set_aside.pop(self._pages.popitem(last=False)[0], None)
        else:
            self._pages.move_to_end(number)
        return page[row % PAGE][column]
