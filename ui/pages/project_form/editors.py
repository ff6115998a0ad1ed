"""One editor per kind of field. An editor knows what is typed; what it means is decided in `climafin.domain`.

Every editor has `raw` (what is typed, as `parse_value` takes it), `show_value`, `show_text` (a text that could not be
kept), `on_left` (call this when the person has finished here) and `is_touched` (somebody is in the middle of typing).
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from climafin.base.language import Language
from climafin.domain.dictionary import Field, FieldKind
from climafin.domain.project import Value
from climafin.domain.shown_values import NO, YES, shown_value
from climafin.domain.values import typed_value
from climafin.ui.style import Size, px, space

_CHOICE_COLUMNS = 3


def editor(field: Field, language: Language) -> "LineEditor | AreaEditor | ChoiceEditor | ChoicesEditor":
    """Return the editor that fits a field."""
    if field.kind is FieldKind.LONG_TEXT:
        return AreaEditor()
    if field.kind is FieldKind.CHOICES:
        return ChoicesEditor([(choice.key, language.label(choice.label)) for choice in field.choices])
    if field.kind is FieldKind.CHOICE:
        choices = [(choice.key, language.label(choice.label)) for choice in field.choices]
        return ChoiceEditor(choices, language.text("not known yet"))
    if field.kind is FieldKind.YES_NO:
        answers = [("yes", language.label(YES)), ("no", language.label(NO))]
        return ChoiceEditor(answers, language.text("not known yet"))
    return LineEditor(field, language)


def _is_for_the_program(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    """Tell whether a key takes back a change of data; Qt's editors claim it even with nothing typed to take back."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    is_undo, is_redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
    # Redo has a second key that is not the same on all systems.
    is_redo = is_redo or event.keyCombination() == QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)
    is_ours = (is_undo and not can_undo) or (is_redo and not can_redo)
    if is_ours:
        event.ignore()
    return is_ours


class LineEditor(QLineEdit):
    """One line. Enter goes on to the next field; figures stand with separators while nobody types."""

    left = Signal()

    def __init__(self, field: Field, language: Language) -> None:
        super().__init__()
        self._field = field
        self._language = language
        self._kept: Value = None
        if field.kind in (FieldKind.DATE, FieldKind.MONTH):
            self.setPlaceholderText("2026-11-20" if field.kind is FieldKind.DATE else "2026-11")
        if field.kind.is_numeric:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.is_short = field.kind is not FieldKind.TEXT
        if self.is_short:
            self.setMaximumWidth(px(Size.FIELD_SHORT))

    def raw(self) -> object:
        """Return the text; a figure shown with separators or rounded is the exact figure it stands for."""
        return self._typed() if self.text() == self._shown() else self.text()

    def show_value(self, value: Value) -> None:
        """Show a value, with separators while the keyboard is elsewhere."""
        self._kept = value
        self.setText(self._typed() if self.hasFocus() else self._shown())
        self.setCursorPosition(0)

    def show_text(self, text: str) -> None:
        """Show a text that could not be kept; it still waits to be mended."""
        self.setText(text)
        self.setModified(True)

    def on_left(self, left: Callable[[], None]) -> None:
        """Call `left` when the line is left or Enter is pressed."""
        self.left.connect(left)

    def is_touched(self) -> bool:
        """Tell whether something was typed since a value was shown."""
        return self.isModified()

    def _typed(self) -> str:
        return typed_value(self._field, self._kept, self._language)

    def _shown(self) -> str:
        if self._field.kind.is_numeric:
            return shown_value(self._field, self._kept, self._language)
        return self._typed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the exact figure to whoever is going to type."""
        if not self.isModified():
            self.setText(self._typed())
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The line is left; a menu or another window in between is not leaving."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()
            if self.text() == self._typed():
                self.setText(self._shown())

    def event(self, event: QEvent) -> bool:
        """Keep Esc for a line that was typed into; otherwise the form goes back to the list."""
        is_ours = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_ours and event.key() == Qt.Key.Key_Escape and self.isModified():  # type: ignore[attr-defined]
            event.accept()
            return True
        if _is_for_the_program(event, self.isUndoAvailable(), self.isRedoAvailable()):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on; Esc brings the kept value back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._typed())
        else:
            super().keyPressEvent(event)


class AreaEditor(QPlainTextEdit):
    """Several lines; Tab goes on to the next field."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(Size.TEXT_AREA))

    def raw(self) -> object:
        """Return the text."""
        return self.toPlainText()

    def show_value(self, value: Value) -> None:
        """Show a text."""
        self.show_text(str(value or ""))

    def show_text(self, text: str) -> None:
        """Show a text, leaving it alone when it stands there already."""
        if text != self.toPlainText():
            self.setPlainText(text)
        self.document().setModified(False)

    def on_left(self, left: Callable[[], None]) -> None:
        """Call `left` when the area is left."""
        self.left.connect(left)

    def is_touched(self) -> bool:
        """Tell whether something was typed since a value was shown."""
        return self.document().isModified()

    def event(self, event: QEvent) -> bool:
        """Give Ctrl+Z and Ctrl+Y to the program when nothing typed here can be taken back."""
        if _is_for_the_program(event, self.document().isUndoAvailable(), self.document().isRedoAvailable()):
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The area is left."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class ChoiceEditor(QComboBox):
    """One of several answers, or not known yet."""

    def __init__(self, choices: list[tuple[str, str]], unknown: str) -> None:
        super().__init__()
        self.addItem(unknown, "")
        for key, words in choices:
            self.addItem(words, key)
        self.setMaxVisibleItems(20)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def raw(self) -> object:
        """Return the key chosen."""
        return self.currentData()

    def show_value(self, value: Value) -> None:
        """Show an answer."""
        key = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value or ""
        self.setCurrentIndex(max(0, self.findData(key)))

    def show_text(self, text: str) -> None:
        """A choice cannot hold what is none of its answers."""

    def on_left(self, left: Callable[[], None]) -> None:
        """Call `left` when an answer is chosen."""
        self.activated.connect(lambda _index: left())

    def is_touched(self) -> bool:
        """A choice is made at once."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, as in a line; Space and Alt+Down open the answers."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll; a wheel that changes answers in passing is a trap."""
        event.ignore()


class ChoicesEditor(QWidget):
    """Several of several answers."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(1))
        grid.setColumnStretch(_CHOICE_COLUMNS, 1)
        self._boxes: dict[str, QCheckBox] = {}
        for at, (key, words) in enumerate(choices):
            box = QCheckBox(words)
            grid.addWidget(box, at // _CHOICE_COLUMNS, at % _CHOICE_COLUMNS)
            self._boxes[key] = box
        self.setFocusProxy(next(iter(self._boxes.values())))

    def raw(self) -> object:
        """Return the keys ticked."""
        return [key for key, box in self._boxes.items() if box.isChecked()] or None

    def show_value(self, value: Value) -> None:
        """Tick the answers."""
        ticked = cast("tuple[str, ...]", value or ())
        for key, box in self._boxes.items():
            box.setChecked(key in ticked)

    def show_text(self, text: str) -> None:
        """Boxes cannot hold what is none of their answers."""

    def on_left(self, left: Callable[[], None]) -> None:
        """Call `left` when a box is ticked or cleared."""
        for box in self._boxes.values():
            box.clicked.connect(lambda _checked: left())

    def is_touched(self) -> bool:
        """A tick is made at once."""
        return False

    def sizeHint(self) -> QSize:
        """Return what the boxes want."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()
