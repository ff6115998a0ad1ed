"""A weight as a slider with a field beside it."""

import re

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSlider, QWidget

from climafin.services.draft_weights import weight_text
from climafin.ui.style import space

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
#: Weights are kept in 1/100 of a point of 100.
_POINT = 100
#: So long after the last key the weight is written into the text.
_SETTLES = 400


class WeightSlider(QSlider):
    """A slider that the wheel does not move while the page is scrolled over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page unless the slider has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class WeightControl(QWidget):
    """Slider and field of one weight.

    Signals:
        sliding(str, int): the weight is being moved: its key and the weight in 1/10,000.
        settled(str, int): the person has let go of it.
    """

    sliding = Signal(str, int)
    settled = Signal(str, int)

    def __init__(self, key: str, name: str, most: int) -> None:
        """Make a control.

        Args:
            key: key of the group or id of the criterion.
            name: what it is called, for screen readers.
            most: the most it can weigh, in 1/10,000.
        """
        super().__init__()
        self.key = key
        self._weight = 0
        self.slider = WeightSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(name)
        self.slider.setRange(0, most)
        self.slider.setSingleStep(_POINT // 2)
        self.slider.setPageStep(5 * _POINT)
        self.slider.setMinimumWidth(space(12))
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(space(17))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLES)
        self._timer.timeout.connect(self._settle)
        self.slider.valueChanged.connect(self._on_slid)
        self.slider.sliderReleased.connect(self._settle)
        self.field.editingFinished.connect(self._on_typed)

    def show_weight(self, weight: int, most: int) -> None:
        """Show a weight; nothing is told."""
        self._weight = weight
        self.slider.blockSignals(True)
        self.slider.setMaximum(most)
        if not self.slider.isSliderDown():
            self.slider.setValue(weight)
        self.slider.blockSignals(False)
        if not (self.field.hasFocus() and self.field.isModified()):
            self.field.setText(weight_text(weight))

    def set_fixed(self, *, fixed: bool) -> None:
        """Let the weight be moved, or only be read."""
        self.slider.setEnabled(not fixed)
        self.field.setReadOnly(fixed)

    def _on_slid(self, weight: int) -> None:
        # Whole tenths of a point: a hand cannot aim at a hundredth.
        if self.slider.isSliderDown():
            weight = round(weight / 10) * 10
        self._weight = weight
        self.field.setText(weight_text(weight))
        self.sliding.emit(self.key, weight)
        if not self.slider.isSliderDown():
            self._timer.start()

    def _settle(self) -> None:
        self._timer.stop()
        self.settled.emit(self.key, self._weight)

    def _on_typed(self) -> None:
        text = self.field.text().strip()
        self.field.setModified(False)
        if not _NUMBER.fullmatch(text):
            self.field.setText(weight_text(self._weight))
            return
        whole, _, part = text.partition(".")
        weight = min(int(whole) * _POINT + int(part.ljust(2, "0") or 0), self.slider.maximum())
        if weight != self._weight:
            self._weight = weight
            self.sliding.emit(self.key, weight)
            self._settle()
        else:
            self.field.setText(weight_text(weight))
