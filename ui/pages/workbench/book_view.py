"""The readable rule book: one part of the pack as a page, its values in controls."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from climafin.base.language import Language
from climafin.services.draft_weights import Weights
from climafin.services.pack_outline import BookEntry, BookValue, Control
from climafin.ui.pages.page import scrolled_widget, show_inside
from climafin.ui.pages.workbench.weight_control import WeightControl
from climafin.ui.style import space
from climafin.ui.widgets.flow import FlowLayout
from climafin.ui.widgets.labels import hairline, label, set_tone

if TYPE_CHECKING:
    from climafin.services.workbench import Slip

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
#: The width of numbers, and the least width of texts, in grid steps.
_NARROW, _LEAST = 20, 34
#: How names and controls share the width.
_CAPTION, _CONTROL = 2, 7


class ChoiceBox(QComboBox):
    """A choice that the wheel does not change while the page is scrolled over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class ValueField(QWidget):
    """One value: its control, its unit, and below it what is wrong with it.

    Signals:
        changed(object, str): its path and the new value.
    """

    changed = Signal(object, str)

    def __init__(self, value: BookValue, words: Language, name: str) -> None:
        super().__init__()
        self._words = words
        self.value = value
        self.told = label("", "problem", wraps=True)
        self.said = label("", "small", wraps=True, selectable=True)
        self.edit: QLineEdit | ChoiceBox = self._made(value, name)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self.edit, 1 if value.control in (Control.TEXT, Control.RULE) else 0)
        self.unit = label(value.unit, "small")
        self.unit.setVisible(bool(value.unit))
        row.addWidget(self.unit)
        if value.control not in (Control.TEXT, Control.RULE):
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.told)
        self.told.hide()
        self.show_value(value)

    def _made(self, value: BookValue, name: str) -> "QLineEdit | ChoiceBox":
        if value.control is Control.CHOICE:
            box = ChoiceBox()
            for word, told in value.choices:
                box.addItem(self._words.label(told), word)
            box.activated.connect(lambda at: self._tell(str(box.itemData(at))))
            box.setAccessibleName(name)
            return box
        edit = QLineEdit()
        edit.setAccessibleName(name)
        if value.control in (Control.NUMBER, Control.DAY):
            edit.setFixedWidth(space(_NARROW))
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        else:
            edit.setMinimumWidth(space(_LEAST))
        edit.editingFinished.connect(self._on_typed)
        return edit

    def show_value(self, value: BookValue) -> None:
        """Show what stands in the text now, unless the person is typing here."""
        self.value = value
        if isinstance(self.edit, QComboBox):
            self.edit.setCurrentIndex(self.edit.findData(value.text))
        elif not (self.edit.hasFocus() and self.edit.isModified()):
            self.edit.setText(value.text)
            self.edit.setCursorPosition(0)
        said = "" if value.said is None else self._words.label(value.said)
        self.said.setText(said if said != value.text else "")
        self.said.setVisible(bool(self.said.text()))

    def show_slips(self, slips: Sequence["Slip"]) -> None:
        """Show what is wrong with this value."""
        found = [slip for slip in slips if self.value.start <= slip.start < max(self.value.end, self.value.start + 1)]
        self.told.setText("\n".join(self._words.say(slip.told) for slip in found))
        self.told.setVisible(bool(found))
        set_tone(self.edit, "bad" if any(slip.kind == "fault" for slip in found) else "")

    def set_fixed(self, *, fixed: bool) -> None:
        """Let the value be changed, or only be read."""
        if isinstance(self.edit, QComboBox):
            self.edit.setEnabled(not fixed)
        else:
            self.edit.setReadOnly(fixed)

    def _on_typed(self) -> None:
        assert isinstance(self.edit, QLineEdit)
        if not self.edit.isModified():
            return
        self.edit.setModified(False)
        text = self.edit.text().strip()
        if self.value.control is Control.NUMBER and not _NUMBER.fullmatch(text):
            self.told.setText(self._words.text("A number is needed here; what stood before is kept."))
            self.told.show()
            self.edit.setText(self.value.text)
            return
        self._tell(text)

    def _tell(self, text: str) -> None:
        if text != self.value.text:
            self.changed.emit(self.value.path, text)


class BookView(QScrollArea):
    """One part of a pack.

    Signals:
        changed(object, str): a value was changed: its path and the new text.
        sliding(str, str, int): a weight is being moved: `groups` or `criteria`, its key, the weight in 1/10,000.
        settled(str, str, int): the person has let go of a weight.
    """

    changed = Signal(object, str)
    sliding = Signal(str, str, int)
    settled = Signal(str, str, int)

    def __init__(self, words: Language) -> None:
        super().__init__()
        self._words = words
        self._shape: object = None
        self._entries: Sequence[BookEntry] = ()
        self._is_fixed = False
        self.fields: dict[tuple[object, ...], ValueField] = {}
        self.weights: dict[tuple[str, str], WeightControl] = {}
        self._places: dict[tuple[object, ...], QWidget] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(words.text("Rule book"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_page(self, title: str, entries: Sequence[BookEntry], weights: Weights | None, *, fixed: bool) -> None:
        """Show a part.

        Args:
            title: what the part is called.
            entries: its entries.
            weights: the weights as they are, or None where there are none to move.
            fixed: whether it can only be read.
        """
        lines = tuple((e.path, e.mark, e.title, e.source, tuple(_shape(line) for line in e.lines)) for e in entries)
        listed = () if weights is None else tuple(line.key for line in (*weights.groups, *weights.criteria))
        shape = (title, lines, listed)
        self._entries, self._is_fixed = entries, fixed
        if shape != self._shape:
            self._shape = shape
            self._build(title, entries, weights)
        for value in (value for entry in entries for line in entry.lines for value in line):
            if value.path in self.fields:
                self.fields[value.path].show_value(value)
        for field in self.fields.values():
            field.set_fixed(fixed=fixed)
        for weight in self.weights.values():
            weight.set_fixed(fixed=fixed)
        if weights is not None:
            self.show_weights(weights)

    def show_weights(self, weights: Weights) -> None:
        """Show moved weights."""
        whole = {line.key: line.weight for line in weights.groups}
        for line in weights.groups:
            if ("groups", line.key) in self.weights:
                self.weights["groups", line.key].show_weight(line.weight, sum(whole.values()))
        for line in weights.criteria:
            if ("criteria", line.key) in self.weights:
                self.weights["criteria", line.key].show_weight(line.weight, whole.get(line.group, line.weight))

    def show_slips(self, slips: Sequence["Slip"]) -> None:
        """Show beside each value what is wrong with it."""
        for field in self.fields.values():
            field.show_slips(slips)

    def reveal(self, path: Sequence[object]) -> None:
        """Scroll to an entry."""
        place = self._places.get(tuple(path))
        if place is not None:
            self.ensureWidgetVisible(place, 0, space(4))
            bar = self.verticalScrollBar()
            bar.setValue(min(bar.maximum(), max(0, place.y() - space(2))))

    # ---- building

    def _build(self, title: str, entries: Sequence[BookEntry], weights: Weights | None) -> None:
        self.fields, self.weights, self._places = {}, {}, {}
        inner = scrolled_widget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(space(4), space(3), space(4), space(4))
        column.setSpacing(space(2))
        column.addWidget(label(title, "page", wraps=True))
        if weights is not None and entries and entries[0].path[0] == "groups":
            self._add_weights(column, weights)
        else:
            for entry in entries:
                column.addWidget(hairline())
                column.addWidget(self._entry(entry, weights))
        if not entries:
            told = self._words.text(
                "Nothing stands here yet. Write it into the text; the keys are completed as you type."
            )
            column.addWidget(label(told, "muted", wraps=True))
        column.addStretch(1)
        show_inside(self, inner)

    def _entry(self, entry: BookEntry, weights: Weights | None) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        self._places[entry.path] = made
        name = self._words.label(entry.title)
        head = " ".join(part for part in (entry.mark, name) if part)
        column.addWidget(label(head, "section", wraps=True, selectable=True))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(1))
        grid.setColumnStretch(0, _CAPTION)
        grid.setColumnStretch(1, _CONTROL)
        moved = {line.key for line in weights.criteria} if weights is not None else set()
        for number, line in enumerate(entry.lines):
            self._add_line(grid, number, entry, line, moved=moved)
        column.addLayout(grid)
        if self._words.label(entry.source):
            told = f"{self._words.text('Source')} · {self._words.label(entry.source)}"
            column.addWidget(label(told, "small", wraps=True, selectable=True))
        return made

    def _add_line(
        self, grid: QGridLayout, number: int, entry: BookEntry, line: tuple[BookValue, ...], *, moved: set[str]
    ) -> None:
        first = line[0]
        caption = label(self._words.label(first.name), "muted", wraps=True)
        caption.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        caption.setContentsMargins(0, space(1.5), 0, 0)
        grid.addWidget(caption, number, 0)
        if first.path[-1] == "weight" and entry.path[0] == "criteria" and entry.mark in moved:
            grid.addWidget(self._weight("criteria", entry.mark, self._words.label(entry.title)), number, 1)
            return
        if len(line) == 1:
            field = self._field(entry, first)
            grid.addWidget(field, number, 1)
            return
        flow = FlowLayout()
        for at, value in enumerate(line):
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(space(1))
            if at:
                row.addWidget(label(self._words.label(value.name), "small"))
            row.addWidget(self._field(entry, value))
            flow.addWidget(pair)
        grid.addLayout(flow, number, 1)

    def _field(self, entry: BookEntry, value: BookValue) -> ValueField:
        name = f"{self._words.label(entry.title)}: {self._words.label(value.name)}"
        field = ValueField(value, self._words, name)
        field.changed.connect(self.changed)
        self.fields[value.path] = field
        return field

    def _add_weights(self, column: QVBoxLayout, weights: Weights) -> None:
        told = self._words.text(
            "Groups add up to 100, the criteria of a group to its weight: move one, the others give way."
        )
        column.addWidget(label(told, "muted", wraps=True))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(1))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        number = 0
        for group in weights.groups:
            name = self._words.label(group.title)
            caption = label(name, "section", wraps=True)
            control = self._weight("groups", group.key, name)
            grid.addWidget(caption, number, 0)
            grid.addWidget(control, number, 1)
            self._places["groups", group.key] = caption
            number += 1
            for line in weights.criteria:
                if line.group != group.key:
                    continue
                inside = label(f"{line.key} {self._words.label(line.title)}", "muted", wraps=True)
                grid.addWidget(inside, number, 0)
                grid.addWidget(self._weight("criteria", line.key, self._words.label(line.title)), number, 1)
                number += 1
        column.addLayout(grid)

    def _weight(self, part: str, key: str, name: str) -> WeightControl:
        made = WeightControl(key, f"{name}: {self._words.text('Weight')}", 100_00)
        made.sliding.connect(lambda one, weight: self.sliding.emit(part, one, weight))
        made.settled.connect(lambda one, weight: self.settled.emit(part, one, weight))
        self.weights[part, key] = made
        return made


def _shape(line: tuple[BookValue, ...]) -> tuple[object, ...]:
    return tuple((value.path, value.name, value.control, value.unit) for value in line)
