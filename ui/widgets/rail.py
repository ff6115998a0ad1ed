"""The rail of doors on the left; its words stand beside the icons, or below them in a narrow window."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from climafin.ui.style import Size, icon, px, space
from climafin.ui.widgets.buttons import ToolButton


class Rail(QFrame):
    """A column of doors, one of them open. Ctrl+1, Ctrl+2 … open them by key."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAccessibleName(name)
        self._buttons: dict[str, QToolButton] = {}
        self._is_folded: bool | None = None
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._heads, self._feet = QVBoxLayout(), QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(3), space(2), space(3))
        for part in (self._heads, self._feet):
            part.setSpacing(space(1))
        column.addLayout(self._heads)
        column.addStretch(1)
        column.addLayout(self._feet)

    def add(self, key: str, text: str, icon_name: str, *, is_last: bool = False) -> None:
        """Add a door; `is_last` puts it at the foot."""
        made = ToolButton()
        made.setProperty("role", "rail")
        made.setText(text)
        made.setIcon(icon(icon_name, "muted", "accent"))
        made.setIconSize(QSize(px(Size.ICON_LARGE), px(Size.ICON_LARGE)))
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(key))
        number = len(self._buttons) + 1
        made.setToolTip(f"{text}  Ctrl+{number}")
        shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
        shortcut.activated.connect(lambda: self.chosen.emit(key))
        self._buttons[key] = made
        self._group.addButton(made)
        (self._feet if is_last else self._heads).addWidget(made)

    def open(self, key: str) -> None:
        """Mark a door as the open one."""
        self._buttons[key].setChecked(True)

    def fold(self, *, folded: bool) -> None:
        """Put the words below the icons, or beside them."""
        if self._is_folded is folded:
            return
        self._is_folded = folded
        self.setFixedWidth(px(Size.RAIL_FOLDED if folded else Size.RAIL))
        style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon if folded else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for made in self._buttons.values():
            made.setToolButtonStyle(style)
            made.setProperty("folded", folded)
            # What the stylesheet has not looked at yet need not be looked at again.
            if made.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                made.style().unpolish(made)
                made.style().polish(made)
            made.setFixedHeight(px(Size.RAIL_BUTTON if folded else Size.PRIMARY))
