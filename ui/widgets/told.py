"""A few lines about what is chosen, that scroll where there is little room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout

from climafin.ui.pages.page import scrolled_widget
from climafin.ui.widgets.labels import label


class Told(QScrollArea):
    """Lines of small text."""

    def __init__(self, name: str, height: int) -> None:
        """Make it empty.

        Args:
            name: its name, for screen readers.
            height: its height in pixels.
        """
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFixedHeight(height)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text = label("", "small", wraps=True, selectable=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside = scrolled_widget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        column.addStretch(1)
        self.setWidget(inside)

    @property
    def text(self) -> str:
        """What is told now."""
        return self._text.text()

    def say(self, lines: str) -> None:
        """Tell something else."""
        self._text.setText(lines)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Said here: the area would press the text into its own height instead of scrolling it.
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        self._text.setMinimumHeight(self._text.heightForWidth(room))
