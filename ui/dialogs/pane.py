"""Windows beside the main one: they stay open while one works on, and close with their library."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from climafin.ui.desk import Desk
from climafin.ui.style import Size, px, space


class SideWindow(QDialog):
    """A window of its own, never modal; Esc and Ctrl+W close it.

    A subclass fills `column`.
    """

    def __init__(self, parent: QWidget, desk: Desk, title: str) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(False)
        self.desk = desk
        self.words = desk.language
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(space(5), space(4), space(5), space(4))
        self.column.setSpacing(space(3))
        QShortcut(QKeySequence.StandardKey.Close, self).activated.connect(self.close)
        desk.library_switched.connect(self.close)
        self._fit()

    def _fit(self) -> None:
        """Take a little more than the main window's usual size, as far as the screen has room."""
        room = self.screen().availableGeometry()
        width = min(px(Size.WINDOW_WIDTH) + space(8), room.width())
        height = min(px(Size.WINDOW_HEIGHT), room.height() - space(16))
        # Said here, because the layout would ask for more: it counts every wrapped sentence at its narrowest, and on a
        # low screen the buttons would come to stand below its edge.
        least = QSize(px(Size.WINDOW_LEAST_WIDTH), px(Size.WINDOW_LEAST_HEIGHT) // 2)
        self.setMinimumSize(least.boundedTo(QSize(width, height)))
        self.resize(width, height)
        # Nearly as large as a small screen: left to itself its title bar may come to stand above the upper edge.
        self.move(room.left() + (room.width() - width) // 2, room.top() + (room.height() - height) // 4)
