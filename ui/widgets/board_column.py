"""One column of the board: a head with count and sum, and the list of its cards."""

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHoverEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from climafin.base.language import Language
from climafin.domain.stages import Stage, needs_reason
from climafin.ui.models.board import CARD_MIME, BoardModel, Index, dragged_card
from climafin.ui.models.card_delegate import CardDelegate
from climafin.ui.style import Size, colour, px, space, theme
from climafin.ui.widgets.elided import ElidedLabel
from climafin.ui.widgets.labels import label

#: The least width of a column, in grid steps.
LEAST_WIDTH = 44
LEAST_WIDTH_NARROW = 40


class CardList(QListView):
    """The cards of one stage; keys and mouse do the same.

    Signals:
        chosen(str): another card is the current one; "" for none.
        sideways(int): the person goes to the column on the left (-1) or right (+1).
        pushed(int): the card shall go one stage back (-1) or on (+1).
        move_wanted(): the “move…” command was asked for by its key.
        menu_wanted(): the card's menu was asked for by Enter.
        opened(): the card was opened.
        hovered(object): uid and stage of the card held over this column, or None.
    """

    chosen = Signal(str)
    sideways = Signal(int)
    pushed = Signal(int)
    move_wanted = Signal()
    menu_wanted = Signal()
    opened = Signal()
    hovered = Signal(object)

    def __init__(self, model: BoardModel, delegate: CardDelegate, empty_text: str) -> None:
        super().__init__()
        self._model = model
        self._empty_text = empty_text
        self._is_target = False
        # The cards lie on the ground; the stylesheet's surface is for lists of rows.
        self.setStyleSheet("QListView { background: transparent; }")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(delegate.height // 2)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def current_uid(self) -> str:
        """Return the uid of the current card, or ""."""
        row = self.currentIndex().row()
        return self._model.uids[row] if self.selectionModel().hasSelection() and row >= 0 else ""

    def choose(self, row: int) -> bool:
        """Make a row the current card and show it; False when the column is empty."""
        if not self._model.uids:
            return False
        index = self._model.index(max(0, min(row, len(self._model.uids) - 1)))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def row_on_screen(self) -> int:
        """Return how far down on the screen the current card stands, in rows; for going sideways."""
        current = self.visualRect(self.currentIndex())
        return max(0, current.top()) // max(1, current.height()) if current.isValid() else 0

    def choose_on_screen(self, place: int) -> bool:
        """Choose the card that stands so many rows below the upper edge."""
        top = self.indexAt(self.viewport().rect().center() * 0).row()
        return self.choose(max(0, top) + place)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which card is the current one."""
        super().currentChanged(current, previous)
        self.chosen.emit(self._model.uids[current.row()] if current.isValid() else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take a card when the keyboard comes here and none is chosen yet."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose_on_screen(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go between cards and columns, with Alt they move the card; M asks where to, Enter shows the menu."""
        side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if side:
            (self.pushed if event.modifiers() & Qt.KeyboardModifier.AltModifier else self.sideways).emit(side)
        elif event.key() == Qt.Key.Key_M and not event.modifiers():
            self.move_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.menu_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Carry a card; afterwards none is lit up any more, for the mouse left without Qt's noticing."""
        super().startDrag(actions)
        nowhere = QPointF(-1, -1)
        QCoreApplication.sendEvent(self.viewport(), QHoverEvent(QEvent.Type.HoverLeave, nowhere, nowhere, nowhere))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that a card may be dropped here."""
        super().dragEnterEvent(event)
        if event.mimeData().hasFormat(CARD_MIME):
            self._show_target(is_target=True)
            self.hovered.emit(dragged_card(event.mimeData()))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere in the column will do; the library decides the order."""
        super().dragMoveEvent(event)
        if self._model.canDropMimeData(event.mimeData(), Qt.DropAction.MoveAction, -1, -1, QModelIndex()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The card was taken elsewhere."""
        super().dragLeaveEvent(event)
        self._show_target(is_target=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the card to the model, which asks; no row moves before the move is written."""
        self._show_target(is_target=False)
        if self._model.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, -1, -1, QModelIndex()):
            # Not "moved": the list it came from must not take the card away before the move is written.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _show_target(self, *, is_target: bool) -> None:
        self._is_target = is_target
        if not is_target:
            self.hovered.emit(None)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards, a word where there are none, and a frame while a card is held over the column."""
        super().paintEvent(event)
        if self._model.uids and not self._is_target:
            return
        painter = QPainter(self.viewport())
        rect = self.viewport().rect()
        if not self._model.uids:
            painter.setPen(colour("faint"))
            painter.drawText(rect.adjusted(0, space(4), 0, 0), Qt.AlignmentFlag.AlignHCenter, self._empty_text)
        if self._is_target:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("accent"), px(Size.FOCUS)))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), px(Size.RADIUS), px(Size.RADIUS))


class BoardColumn(QFrame):
    """A stage with its head and its cards."""

    def __init__(self, stage: Stage | None, language: Language, model: BoardModel, delegate: CardDelegate) -> None:
        super().__init__()
        self.stage = stage
        self.model = model
        self._language = language
        self._told = ""
        name = language.label(stage.label) if stage is not None else language.text("Not placed yet")
        self.setProperty("role", "ground")
        self.setMinimumWidth(space(LEAST_WIDTH if stage is not None else LEAST_WIDTH_NARROW))
        self.list = CardList(model, delegate, language.text("None here"))
        self.list.setAccessibleName(name)
        self.count = label("", "muted")
        self.sum = ElidedLabel("", "small")
        self.unknown = ElidedLabel("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_Band(theme().tokens.stage(stage) if stage is not None else theme().tokens.line_strong))
        head = QVBoxLayout()
        head.setContentsMargins(space(2), space(2), space(2), space(1))
        head.setSpacing(0)
        title = QHBoxLayout()
        title.setSpacing(space(2))
        title.addWidget(ElidedLabel(name, "section"), 1)
        title.addWidget(self.count)
        head.addLayout(title)
        head.addWidget(self.sum)
        head.addWidget(self.unknown)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.list.hovered.connect(self._on_hovered)

    def show_head(self, count: str, told: str, unknown: str) -> None:
        """Show how many there are, what they add up to, and how many do not say their amount."""
        self.count.setText(count)
        self._told = told
        self.sum.show_text(told)
        self.unknown.show_text(unknown)

    def _on_hovered(self, held: tuple[str, Stage | None] | None) -> None:
        """While a card is held over the column, say in the head what dropping it will ask."""
        if held is None or self.stage is None or held[1] is self.stage:
            self.sum.show_text(self._told)
        elif needs_reason(held[1], self.stage):
            self.sum.show_text(self._language.text("Asks for day and reason"))
        else:
            self.sum.show_text(self._language.text("Asks for the day"))


class _Band(QWidget):
    """The colour of a stage above its column."""

    def __init__(self, ink: str) -> None:
        super().__init__()
        self._ink = QColor(ink)
        self.setFixedHeight(space(1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the band."""
        QPainter(self).fillRect(self.rect().adjusted(space(1), 0, -space(1), 0), self._ink)
