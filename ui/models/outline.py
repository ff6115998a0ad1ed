"""The parts of a pack as a tree of two levels, each marked with what is wrong inside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from climafin.base.language import Language
from climafin.ui.style import icon

if TYPE_CHECKING:
    from climafin.services.pack_outline import OutlineNode
    from climafin.services.workbench import Slip

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_WEIGHT = {"fault": 2, "case": 1, "warning": 0}
_SIGNS = {"fault": ("circle-alert", "bad"), "case": ("circle-x", "bad"), "warning": ("triangle-alert", "warn")}


class OutlineModel(QAbstractItemModel):
    """Parts and, under them, their entries; the node itself is under `NODE_ROLE`."""

    NODE_ROLE = Qt.ItemDataRole.UserRole

    def __init__(self, words: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._parts: list[OutlineNode] = []
        self._worst: dict[tuple[int, int], str] = {}

    def show_outline(self, parts: Sequence["OutlineNode"], slips: Sequence["Slip"] = ()) -> bool:
        """Show a text's parts; returns whether the tree itself is another one, so that what is open must be opened."""
        shape = [(part.path, part.mark, part.title, len(part.children)) for part in self._parts]
        entries = [(one.path, one.mark, one.title) for part in self._parts for one in part.children]
        new_shape = [(part.path, part.mark, part.title, len(part.children)) for part in parts]
        new_entries = [(one.path, one.mark, one.title) for part in parts for one in part.children]
        is_new = (shape, entries) != (new_shape, new_entries)
        if is_new:
            self.beginResetModel()
        self._parts = list(parts)
        self._mark(slips)
        if is_new:
            self.endResetModel()
        elif self._parts:
            last = len(self._parts) - 1
            self.dataChanged.emit(self.index(0, 0), self.index(last, 0))
            for number, part in enumerate(self._parts):
                if part.children:
                    top = self.index(number, 0)
                    self.dataChanged.emit(self.index(0, 0, top), self.index(len(part.children) - 1, 0, top))
        return is_new

    def _mark(self, slips: Sequence["Slip"]) -> None:
        self._worst = {}
        for number, part in enumerate(self._parts):
            for slip in slips:
                if part.start <= slip.start < max(part.end, part.start + 1):
                    self._note((number, -1), slip.kind)
                    for at, one in enumerate(part.children):
                        if one.start <= slip.start < max(one.end, one.start + 1):
                            self._note((number, at), slip.kind)

    def _note(self, at: tuple[int, int], kind: str) -> None:
        if at not in self._worst or _WEIGHT[kind] > _WEIGHT[self._worst[at]]:
            self._worst[at] = kind

    def node(self, index: Index) -> "OutlineNode | None":
        """Return the part that an index stands for."""
        if not index.isValid():
            return None
        inside = index.internalId()
        return self._parts[inside - 1].children[index.row()] if inside else self._parts[index.row()]

    def index_of(self, path: Sequence[object]) -> QModelIndex:
        """Return the index of the smallest part that a path leads into."""
        for number, part in enumerate(self._parts):
            if not path or part.path[0] != path[0]:
                continue
            top = self.index(number, 0)
            for row, one in enumerate(part.children):
                if tuple(path[: len(one.path)]) == one.path:
                    return self.index(row, 0, top)
            return top
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Return the index of a part (internal id 0) or of an entry (its part's number, from 1)."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        """Return the part of an entry."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many parts there are, or entries in a part."""
        if not parent.isValid():
            return len(self._parts)
        if parent.internalId() or parent.column():
            return 0
        return len(self._parts[parent.row()].children)

    def columnCount(self, _parent: Index = ROOT) -> int:
        """Return one."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the name of a part, the sign of what is wrong in it, or the part itself."""
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            title = self._words.label(node.title)
            count = len(node.children)
            return " ".join(part for part in (node.mark, title) if part) if not count else f"{title} ({count})"
        if role == Qt.ItemDataRole.DecorationRole:
            at = (index.internalId() - 1, index.row()) if index.internalId() else (index.row(), -1)
            worst = self._worst.get(at)
            return None if worst is None else icon(*_SIGNS[worst])
        return node if role == self.NODE_ROLE else None
