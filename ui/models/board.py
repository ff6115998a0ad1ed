"""One column of the board as a Qt model: ids in memory, cards read as they come to be seen."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from climafin.domain.stages import Stage

if TYPE_CHECKING:
    from climafin.services.pipeline import BoardCard

#: Our own kind of thing to drag: nothing of it can be dropped outside the board by mistake.
CARD_MIME = "application/x-climafin-card"
#: The card itself, as Qt passes it on.
CARD_ROLE = Qt.ItemDataRole.UserRole
_READ_AT_ONCE = 64
_CARDS_KEPT = 4096
#: More changes than this and the view is told to look at everything again.
_STEPS_TOLD = 40

Index = QModelIndex | QPersistentModelIndex
ReadCards = Callable[[Sequence[str]], "list[BoardCard]"]
_NOWHERE = QModelIndex()


class BoardModel(QAbstractListModel):
    """The projects of one stage.

    Signals:
        dropped(str, object): a card was dropped here: its uid and the stage it stands in (None: not in the pipeline).
    """

    dropped = Signal(str, object)

    def __init__(
        self,
        stage: Stage | None,
        read: ReadCards,
        say: Callable[["BoardCard"], str],
        *,
        is_fixed: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty column.

        Args:
            stage: the stage, or None for the projects that are not in the pipeline yet.
            read: reads the cards of uids.
            say: puts a card into words, for screen readers and the search by keys.
            is_fixed: whether nothing can be moved (a library opened for reading).
            parent: who keeps the model.
        """
        super().__init__(parent)
        self.stage = stage
        self._read = read
        self._say = say
        self._is_fixed = is_fixed
        self._uids: list[str] = []
        self._cards: dict[str, BoardCard] = {}

    @property
    def uids(self) -> list[str]:
        """All uids in the order shown."""
        return self._uids

    def show(self, uids: Sequence[str], *, stale: frozenset[str] | None = None) -> None:
        """Show these projects; a few changes move single rows, so that selection and place stay.

        Args:
            uids: the projects in order.
            stale: those whose cards must be read again; None for all.
        """
        if stale is None:
            self._cards.clear()
        else:
            for uid in stale:
                self._cards.pop(uid, None)
        wanted = list(uids)
        going, coming = set(self._uids) - set(wanted), set(wanted) - set(self._uids)
        if len(going) + len(coming) <= _STEPS_TOLD and _without(self._uids, going) == _without(wanted, coming):
            self._step(going, wanted, coming)
            if self._uids:
                self.dataChanged.emit(self.index(0), self.index(len(self._uids) - 1))
            return
        self.beginResetModel()
        self._uids = wanted
        self.endResetModel()

    def _step(self, going: set[str], wanted: list[str], coming: set[str]) -> None:
        for row in reversed([row for row, uid in enumerate(self._uids) if uid in going]):
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._uids[row]
            self.endRemoveRows()
        for row in [row for row, uid in enumerate(wanted) if uid in coming]:
            self.beginInsertRows(_NOWHERE, row, row)
            self._uids.insert(row, wanted[row])
            self.endInsertRows()

    def card(self, row: int) -> "BoardCard | None":
        """Return a card; None for a project that is gone meanwhile."""
        uid = self._uids[row]
        if uid not in self._cards:
            if len(self._cards) > _CARDS_KEPT:
                self._cards.clear()
            page = row - row % _READ_AT_ONCE
            for card in self._read(self._uids[page : page + _READ_AT_ONCE]):
                self._cards[card.uid] = card
        return self._cards.get(uid)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many cards there are."""
        return 0 if parent.isValid() else len(self._uids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return the card, or its words."""
        if not index.isValid() or role not in (CARD_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        card = self.card(index.row())
        if role == CARD_ROLE or card is None:
            return card
        return self._say(card)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be chosen and dragged; a column can be dropped on anywhere."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags if self._is_fixed else flags | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Cards are moved, not copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one kind of thing that can be dropped."""
        return [CARD_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Pack a card for dragging."""
        data = QMimeData()
        packed = {"uid": self._uids[indexes[0].row()], "stage": self.stage.value if self.stage else None}
        data.setData(CARD_MIME, json.dumps(packed).encode())
        return data

    def canDropMimeData(self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: Index) -> bool:
        """Tell whether this is a card; whether the move may be made is told when it is dropped."""
        return not self._is_fixed and data.hasFormat(CARD_MIME)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for the move; no row moves before it is written."""
        found = dragged_card(data)
        if found is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        self.dropped.emit(*found)
        return True


def dragged_card(data: QMimeData) -> tuple[str, Stage | None] | None:
    """Return uid and stage of the card being dragged, or None when it is something else."""
    if not data.hasFormat(CARD_MIME):
        return None
    packed = json.loads(bytes(data.data(CARD_MIME).data()))
    return packed["uid"], Stage(packed["stage"]) if packed["stage"] else None


def _without(uids: list[str], some: set[str]) -> list[str]:
    return [uid for uid in uids if uid not in some] if some else uids
