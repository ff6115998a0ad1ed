"""The rows of an import preview as a Qt model; what to do with each is decided here and nowhere else."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from climafin.base.language import Language
from climafin.base.messages import N_, Label, Message, message
from climafin.domain.dictionary import Dictionary, dictionary
from climafin.domain.shown_values import NOT_APPLICABLE, NOT_GIVEN, shown_value
from climafin.services.imports import Choice, ImportRow, RowKind

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADS = (N_("Row"), N_("Project"), N_("What to do"), N_("What was found"))

#: What can be chosen for a row of each kind, the first being what happens without a choice.
OFFERED: dict[RowKind, tuple[Choice, ...]] = {
    RowKind.NEW: (Choice.TAKE, Choice.SKIP),
    RowKind.CHANGED: (Choice.TAKE, Choice.SKIP),
    RowKind.SAME: (Choice.SKIP,),
    RowKind.DOUBTFUL: (Choice.SKIP, Choice.UPDATE, Choice.ADD),
    RowKind.WRONG: (Choice.SKIP,),
}


def offered(row: ImportRow) -> tuple[Choice, ...]:
    """Return what can be chosen for a row; without a project of the library there is nothing to update."""
    choices = OFFERED[row.kind]
    return tuple(c for c in choices if c is not Choice.UPDATE or row.existing_uid is not None)


def findings(row: ImportRow) -> list[Message]:
    """Return everything there is to say about a row, worst first."""
    told = [
        message("{head}: {told}", head=problem.column_head, told=problem.told) if problem.column_head else problem.told
        for problem in row.problems
    ]
    if row.why is not None:
        told.append(row.why)
    told.extend(row.notes)
    return told


class ImportRowsModel(QAbstractTableModel):
    """Rows of one kind; Space or a click on “what to do” goes on to the next choice.

    Signals:
        choices_changed(): something else is going to be taken.
    """

    choices_changed = Signal()

    def __init__(self, language: Language, choices: dict[int, Choice], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = language
        self._choices = choices
        self._rows: tuple[ImportRow, ...] = ()
        self._fields = dictionary()

    def show_rows(self, rows: tuple[ImportRow, ...], fields: Dictionary | None = None) -> None:
        """Show other rows.

        Args:
            rows: the rows.
            fields: what their columns may be; the data dictionary when None.
        """
        self.beginResetModel()
        self._rows, self._fields = rows, fields or dictionary()
        self.endResetModel()

    def row(self, at: int) -> ImportRow:
        """Return a row."""
        return self._rows[at]

    def choice(self, row: ImportRow) -> Choice:
        """Return what is going to be done with a row."""
        return self._choices.get(row.index, offered(row)[0])

    def choose(self, places: Iterable[int], choice: Choice) -> None:
        """Decide about rows; one that does not offer the choice stays as it is."""
        self._decide((at, choice) for at in places)

    def choose_next(self, places: Iterable[int]) -> None:
        """Go on, row by row, to the next thing that can be done with it."""
        self._decide((at, self._next(at)) for at in places)

    def _next(self, at: int) -> Choice:
        known = offered(self._rows[at])
        return known[(known.index(self.choice(self._rows[at])) + 1) % len(known)]

    def _decide(self, wanted: Iterable[tuple[int, Choice]]) -> None:
        """Take the choices, and tell once: whoever listens counts all rows again."""
        changed = []
        for at, choice in wanted:
            row = self._rows[at]
            if choice in offered(row) and choice is not self.choice(row):
                self._choices[row.index] = choice
                changed.append(at)
        if changed:
            self.dataChanged.emit(self.index(min(changed), 0), self.index(max(changed), len(_HEADS) - 1))
            self.choices_changed.emit()

    def differences(self, row: ImportRow) -> list[str]:
        """Return what would change, one line per field."""
        words, lines = self._words, []
        for key, old, new in row.differences:
            field = self._fields[key]
            before = shown_value(field, old, words, with_unit=True) or words.label(NOT_GIVEN)
            after = shown_value(field, new, words, with_unit=True) or words.label(NOT_APPLICABLE)
            lines.append(words.say(message("{field}: {old} → {new}", field=field.label, old=before, new=after)))
        return lines

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a cell's words."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        row = self._rows[index.row()]
        match index.column():
            case 0:
                return f"{row.sheet} · {row.row_number}"
            case 1:
                return row.name or (self._words.text("(no name)"))
            case 2:
                return self._words.label(self._choice_label(row))
        return self._found(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a head."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words.text(_HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _choice_label(self, row: ImportRow) -> Label:
        return self.choice(row).label

    def _found(self, row: ImportRow) -> str:
        told = [self._words.say(one) for one in findings(row)]
        told.extend(self.differences(row))
        return "  ·  ".join(told)
