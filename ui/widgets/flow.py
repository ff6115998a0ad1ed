"""A row of widgets that goes on in the next line when there is no more room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from climafin.ui.style import space


class FlowLayout(QLayout):
    """Lays widgets out like words of a text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(space(2))

    def addItem(self, item: QLayoutItem) -> None:
        """Take another item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back, or None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The fewer columns, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at this width."""
        return self._place(QRect(0, 0, width, 0), is_moving=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, is_moving=True)

    def sizeHint(self) -> QSize:
        """Return the size of the widest item; the height follows from the width."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, is_moving: bool) -> int:
        at, line = QPoint(rect.topLeft()), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if at.x() + hint.width() > rect.right() + 1 and line:
                at = QPoint(rect.x(), at.y() + line + self.spacing())
                line = 0
            if is_moving:
                item.setGeometry(QRect(at, hint))
            at.setX(at.x() + hint.width() + self.spacing())
            line = max(line, hint.height())
        return at.y() + line - rect.y()
