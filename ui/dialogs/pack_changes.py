"""What differs between two texts of rule packs, value by value."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from climafin.ui.desk import Desk
from climafin.ui.dialogs.pane import SideWindow
from climafin.ui.models.rows import RowsModel, TextRow
from climafin.ui.style import Tone, space
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.rows_table import RowsTable

if TYPE_CHECKING:
    from climafin.services.packs import PackChange

_WIDTHS = (36, 18, 50, 52, 52)


class PackChangesWindow(SideWindow):
    """The differences."""

    def __init__(self, parent: QWidget, desk: Desk, names: tuple[str, str], changes: Sequence["PackChange"]) -> None:
        words = desk.language
        super().__init__(parent, desk, words.text("What differs"))
        before, after = names
        self.column.addWidget(label(f"{before} → {after}", "section", wraps=True))
        told = words.plural("{count} difference", "{count} differences", len(changes))
        if not changes:
            told = words.text("The two say the same.")
        self.column.addWidget(label(told, "muted"))
        heads = (words.text("Kind"), words.text("Rule"), words.text("Place"), words.text("Before"), words.text("After"))
        self.model = RowsModel(heads, parent=self)
        self.model.show_rows([self._row(change) for change in changes])
        self.table = RowsTable(self.model, words.text("What differs"), _WIDTHS, 2)
        self.column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(words.text("Close"), self.close))
        self.column.addLayout(row)
        self.column.setSpacing(space(2))
        self.table.setFocus()

    def _row(self, change: "PackChange") -> TextRow:
        place = " › ".join(change.path)
        cells = (self.words.label(change.kind.label), change.rule_id, place, change.before, change.after)
        told = f"{place}\n{change.before or '—'} → {change.after or '—'}"
        return TextRow(cells, told, change, Tone.INFO if change.can_change_answers else Tone.NEUTRAL)
