"""Buttons in the roles the look knows."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from climafin.ui.style import Size, icon, picture, px, space
from climafin.ui.widgets.labels import label


def is_pressed_by(made: QAbstractButton, event: QKeyEvent) -> bool:
    """Press the button that has the keyboard with Enter; Qt would do nothing, or press another one."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
        return False
    made.click()
    return True


class PushButton(QPushButton):
    """A button with a word."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if not is_pressed_by(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """A button of a bar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if not is_pressed_by(self, event):
            super().keyPressEvent(event)


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    role: str = "",
    icon_name: str = "",
) -> QPushButton:
    """Return a button whose word is a verb.

    Args:
        text: the verb.
        on_click: what it does.
        role: `primary`, `quiet`, `link`, or empty for an ordinary one.
        icon_name: an icon before the word.
    """
    made = PushButton(text)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    if icon_name:
        token = {"primary": "on_accent", "link": "accent"}.get(role, "muted")
        made.setIcon(icon(icon_name, token))
        made.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


class ActionButton(PushButton):
    """A button that does an action and follows its text, enabled state and tip."""

    def __init__(self, action: QAction, role: str = "") -> None:
        super().__init__()
        self.setAutoDefault(False)
        if role:
            self.setProperty("role", role)
        name = action.property("icon_name")
        if isinstance(name, str) and name:
            self.setIcon(icon(name, {"primary": "on_accent", "link": "accent"}.get(role, "muted")))
            self.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
        self._action = action
        # A method and not a lambda: Qt lets go of it when the button dies before the action.
        action.changed.connect(self._follow)
        self.clicked.connect(self._act)
        self._follow()

    def _act(self) -> None:
        self._action.trigger()

    def _follow(self) -> None:
        self.setText(self._action.text().removesuffix("…"))
        self.setEnabled(self._action.isEnabled())
        # Shown without a parent it would stand on the screen as a window of its own for a moment.
        if not self._action.isVisible():
            self.hide()
        elif self.parentWidget() is not None:
            self.show()
        shortcut = self._action.shortcut().toString()
        self.setToolTip(f"{self._action.toolTip()}  {shortcut}".strip())


def icon_button(icon_name: str, name: str, on_click: Callable[[], object] | None = None) -> QToolButton:
    """Return a button that is only an icon, with its name as tooltip and for screen readers."""
    made = ToolButton()
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


class ChoiceCard(PushButton):
    """A large choice: icon, title, one sentence."""

    def __init__(self, icon_name: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        sign = label("")
        sign.setPixmap(picture(icon_name, "accent", Size.ICON_CARD))
        texts = QVBoxLayout()
        texts.setSpacing(space(1))
        texts.addWidget(label(title, "section"))
        told = label(sentence, "muted", wraps=True)
        texts.addWidget(told)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(5), space(4), space(5), space(4))
        row.setSpacing(space(4))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for child in (sign, told):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the size the contents want; a push button alone would know only its text."""
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which nothing is cut."""
        layout = self.layout()
        return layout.totalMinimumSize() if layout is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at which the sentence fits."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)
