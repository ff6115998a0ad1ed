"""The effect on the library: who moves, who falls out, grades before and after, and the rules that did it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from climafin.base.language import Language
from climafin.base.messages import Message, message
from climafin.services.library_effect import Effect, EffectRow
from climafin.ui.models.effect import EffectColumn, EffectModel, effect_lines
from climafin.ui.style import Tone, space
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.notices import Strip
from climafin.ui.widgets.rows_table import RowsTable
from climafin.ui.widgets.told import Told

_WIDTHS = (11, 11, 30, 23, 20)


class EffectView(QWidget):
    """The library under the draft.

    Signals:
        basis_wanted(object): another edition or pack is to be compared with, the data of its line in `basis`.
        changes_wanted(): what differs is to be shown.
        robustness_wanted(): how firmly the ranking stands is to be shown.
        why_wanted(str): a project is to be looked at, by its uid.
    """

    basis_wanted = Signal(object)
    changes_wanted = Signal()
    robustness_wanted = Signal()
    why_wanted = Signal(str)

    def __init__(self, words: Language) -> None:
        super().__init__()
        self._words = words
        self.basis = QComboBox()
        self.basis.setAccessibleName(words.text("Compare with"))
        self.basis.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.basis.setMinimumContentsLength(10)
        self.basis.activated.connect(lambda at: self.basis_wanted.emit(self.basis.itemData(at)))
        self.summary = Strip()
        self.model = EffectModel(words, self)
        self.table = RowsTable(self.model, words.text("Effect on the library"), _WIDTHS, EffectColumn.NAME)
        self.table.setMinimumHeight(space(20))
        self.table.moved.connect(lambda _row: self._tell())
        self.table.opened.connect(lambda row: self.why_wanted.emit(self.model.row(row).uid))
        self.told = Told(words.text("About this project"), space(14))
        self.changes_button = button(words.text("What differs…"), self.changes_wanted.emit)
        self.robustness_button = button(words.text("Robustness…"), self.robustness_wanted.emit)
        above = QHBoxLayout()
        above.setSpacing(space(2))
        above.addWidget(label(words.text("Compare with"), "small"))
        above.addWidget(self.basis, 1)
        below = QHBoxLayout()
        below.setSpacing(space(2))
        below.addWidget(self.changes_button)
        below.addWidget(self.robustness_button)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(2))
        column.addLayout(above)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        column.addLayout(below)

    def show_effect(self, effect: Effect | None, why_none: Message | None) -> None:
        """Show what a draft does to the library."""
        words = self._words
        self.model.show_rows(() if effect is None else effect.rows)
        self.robustness_button.setEnabled(effect is not None and effect.marks is not None)
        if effect is None:
            self.summary.say("" if why_none is None else words.say(why_none), Tone.WARN)
        elif not effect.is_compared:
            self.summary.say(words.text("There is no edition before to compare with."), Tone.NEUTRAL)
        else:
            self.summary.say(words.say(summary(effect)), Tone.WARN if effect.falls_out else Tone.INFO)
        self._tell()

    def show_sliding(self, rows: Sequence[EffectRow]) -> None:
        """Show the library while a weight is being moved."""
        self.model.show_rows(rows)
        self._tell()

    def _tell(self) -> None:
        at = self.table.currentIndex().row()
        lines = effect_lines(self.model.row(at), self._words) if 0 <= at < self.model.rowCount() else []
        self.told.say("\n".join(lines))


def summary(effect: Effect) -> Message:
    """Return what a draft does to the library in one sentence."""
    if not effect.moves:
        return message("Nothing changes for any of the {count} projects.", count=len(effect.rows))
    return message(
        "{moves} of {count} change · out: {out} · in: {into} · grade: {grades}",
        moves=effect.moves,
        count=len(effect.rows),
        out=effect.falls_out,
        into=effect.comes_in,
        grades=effect.grades,
    )
