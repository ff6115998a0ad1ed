"""The library under a draft as a table model: rank and movement, project, score, grade before and after."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from climafin.base.language import Language
from climafin.base.messages import N_, Message, message
from climafin.domain.verdict import Verdict
from climafin.ui.models.grades import grade_text, points_text
from climafin.ui.style import colour

if TYPE_CHECKING:
    from climafin.services.library_effect import EffectRow
    from climafin.services.rehearsals import Cause, Side

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
#: Rules named behind one movement.
_MOST_CAUSES = 3


class EffectColumn(IntEnum):
    """The columns, in order."""

    RANK = 0
    MOVE = 1
    NAME = 2
    SCORE = 3
    GRADE = 4


HEADS = {
    EffectColumn.RANK: N_("Rank"),
    EffectColumn.MOVE: N_("Move"),
    EffectColumn.NAME: N_("Project"),
    EffectColumn.SCORE: N_("Score"),
    EffectColumn.GRADE: N_("Grade"),
}
_RIGHT = (EffectColumn.RANK, EffectColumn.MOVE, EffectColumn.SCORE)


class EffectModel(QAbstractTableModel):
    """One row per project; rows are asked for as they are seen, so that a sliding weight stays light."""

    ROW_ROLE = Qt.ItemDataRole.UserRole

    def __init__(self, words: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: Sequence[EffectRow] = ()

    def show_rows(self, rows: Sequence["EffectRow"]) -> None:
        """Show the library anew; as many rows as before keep their place on the screen."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        self._rows = rows
        if len(rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(EffectColumn) - 1))

    def row(self, number: int) -> "EffectRow":
        """Return a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(EffectColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the head of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words.text(HEADS[EffectColumn(section)])
        return _side(EffectColumn(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the text of a cell, everything about the row as its tip, its colour, or the row itself."""
        if not index.isValid():
            return None
        column, row = EffectColumn(index.column()), self._rows[index.row()]
        asked: dict[int, Callable[[], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda: self._text(row, column),
            Qt.ItemDataRole.ToolTipRole: lambda: "\n".join(effect_lines(row, self._words)),
            Qt.ItemDataRole.ForegroundRole: lambda: _ink(row, column),
            Qt.ItemDataRole.TextAlignmentRole: lambda: _side(column),
            self.ROW_ROLE: lambda: row,
        }
        answer = asked.get(role)
        return None if answer is None else answer()

    def _text(self, row: "EffectRow", column: EffectColumn) -> str:
        after = row.after
        match column:
            case EffectColumn.RANK:
                return "—" if after.rank is None else str(after.rank)
            case EffectColumn.MOVE:
                return move_text(row, self._words)
            case EffectColumn.NAME:
                return row.name or row.number
            case EffectColumn.SCORE:
                return points_text(after.total_low, after.total_high)
        return grade_change(row, self._words)


def _side(column: EffectColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _ink(row: "EffectRow", column: EffectColumn) -> object:
    if column is EffectColumn.MOVE:
        if row.falls_out or row.climbs < 0:
            return colour("bad")
        return colour("good") if row.comes_in or row.climbs > 0 else None
    return colour("muted") if row.after.rank is None else None


def move_text(row: "EffectRow", words: Language) -> str:
    """Return how a project moves: “▲3”, “▼1”, out, in, or nothing."""
    if row.falls_out:
        return words.text("out")
    if row.comes_in:
        return words.text("in")
    if row.climbs:
        return f"{'▲' if row.climbs > 0 else '▼'}{abs(row.climbs)}"
    return ""


def grade_change(row: "EffectRow", words: Language) -> str:
    """Return the grade, or the grade before and after."""
    after = _grade(row.after, words)
    if row.before is None or not row.changes_grade:
        return after
    return f"{_grade(row.before, words)} → {after}"


def _grade(side: "Side", words: Language) -> str:
    if side.verdict is Verdict.REFUSED:
        return words.label(side.verdict.label)
    return grade_text(side.grade_low, side.grade_high, words)


def effect_lines(row: "EffectRow", words: Language) -> list[str]:
    """Return everything about a row: the project, score and grade before and after, and the rules behind it."""
    told: list[Message] = []
    if row.before is not None and not row.is_still:
        told.append(
            message(
                "Score {before} → {after}",
                before=points_text(row.before.total_low, row.before.total_high),
                after=points_text(row.after.total_low, row.after.total_high),
            )
        )
    told += [_cause(cause, words) for cause in row.causes[:_MOST_CAUSES]]
    return [f"{row.number} {row.name}".strip(), grade_change(row, words), *(words.say(one) for one in told)]


def _cause(cause: "Cause", words: Language) -> Message:
    name = words.label(cause.title)
    if cause.before is not None and cause.after is not None and cause.before is not cause.after:
        ends = {"before": cause.before.label, "after": cause.after.label}
        return message("{rule} {name}: {before} → {after}", rule=cause.rule_id, name=name, **ends)
    if cause.before is None or cause.after is None:
        known = message("new rule") if cause.before is None else message("rule left out")
        return message("{rule} {name}: {told}", rule=cause.rule_id, name=name, told=known)
    return message("{rule} {name}: {points}", rule=cause.rule_id, name=name, points=f"{cause.points / 100:+.2f}")
