"""The list of projects as a Qt model: ids in memory, rows by page."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from climafin.ui.models.columns import ListColumn, list_column
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from climafin.base.language import Language
from climafin.domain.query import ProjectQuery, SortKey
from climafin.services import projects

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
        self._pages.clear()
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
        self._pages.clear()
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
        if role not in (Qt.ItemDataRole.DisplayRole, VALUE_ROLE, UID_ROLE):
            return None
        if not index.isValid():
            return None
        if role == UID_ROLE:
            return self._uids[index.row()]
        value = self.value(index.row(), index.column())
        if role == VALUE_ROLE:
            return value
        return self._columns[index.column()].words(value, self._language)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a head: the name, and the unit once."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            unit = self._language.label(column.unit)
            name = self._language.label(column.label)
            return f"{name} ({unit})" if unit else name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.look == "figure" else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of registration."""
        keys: tuple[SortKey, ...] = ()
        if 0 <= column < len(self._columns):
            keys = (SortKey(self._columns[column].key, order is Qt.SortOrder.DescendingOrder),)
        if keys != self._query.sort:
            self.ask(ProjectQuery(self._query.words, self._query.filters, keys))

    def _read(self) -> None:
        self._take(projects.list_uids(self._session, self._query))

    def _take(self, uids: list[str]) -> None:
        self._uids = uids
        self._rows = {uid: row for row, uid in enumerate(uids)}
        self._pages.clear()

    def value(self, row: int, column: int) -> object:
        """Return the value behind a cell as the library decoded it; Qt's own road would turn words into text."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            wanted = self._uids[number * PAGE : (number + 1) * PAGE]
            page = projects.list_rows(self._session, wanted, self.keys)
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[row % PAGE][column]
