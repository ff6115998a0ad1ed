"""The live result: what the draft says of one chosen project, line by line, and “keep this as a case”."""

from datetime import date

from PySide6.QtCore import QDate, QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCompleter, QDateEdit, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from climafin.base.language import Language
from climafin.base.messages import Message
from climafin.domain.assessment import Assessment
from climafin.ui.dialogs.why_rows import WhyRows
from climafin.ui.models.columns import VERDICT_TONES
from climafin.ui.models.grades import grade_text, points_text
from climafin.ui.models.why import WhyColumn, WhyModel, why_sections
from climafin.ui.style import Tone, space
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.chips import Chip
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.notices import Strip
from climafin.ui.widgets.told import Told

#: The points take this share of the narrow rows.
_POINTS_SHARE = 0.46


class ResultRows(WhyRows):
    """The rows of “why this score?” in a narrow pane: the rule and its points; the rest is said below."""

    def __init__(self, model: WhyModel, name: str) -> None:
        super().__init__(model, name)
        for column in (WhyColumn.VALUE, WhyColumn.RULE, WhyColumn.NEXT, WhyColumn.SOURCE):
            self.setColumnHidden(column, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the two columns."""
        super().resizeEvent(event)
        width = self.viewport().width()
        self.header().resizeSection(WhyColumn.POINTS, round(width * _POINTS_SHARE))
        self.header().resizeSection(WhyColumn.TITLE, width - round(width * _POINTS_SHARE))


class ResultView(QWidget):
    """One project under the draft.

    Signals:
        project_wanted(str): another project is chosen, by its uid.
        day_wanted(object): another day, a `date`.
        case_wanted(): the project is to be kept as a case.
    """

    project_wanted = Signal(str)
    day_wanted = Signal(object)
    case_wanted = Signal()

    def __init__(self, words: Language, today: date) -> None:
        super().__init__()
        self._words = words
        self._uids: dict[str, str] = {}
        self._build_head(today)
        self.model = WhyModel(words, self)
        self.rows = ResultRows(self.model, words.text("Result for this project"))
        self.rows.selectionModel().currentRowChanged.connect(self._on_row)
        self.told = Told(words.text("About this line"), space(14))
        self.rows.setMinimumHeight(space(14))
        self.case_button = button(words.text("Keep as a case…"), self.case_wanted.emit, icon_name="plus")
        self._day_row.addWidget(self.case_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(2))
        column.addWidget(self.project)
        column.addWidget(self.strip)
        column.addLayout(self._verdict_row)
        column.addWidget(self.rows, 1)
        column.addWidget(self.told)
        column.addLayout(self._day_row)

    def _build_head(self, today: date) -> None:
        words = self._words
        self.project = QLineEdit()
        self.project.setPlaceholderText(words.text("Project: name or number"))
        self.project.setAccessibleName(words.text("Project to try the rules on"))
        self._names = QStringListModel(self)
        found = QCompleter(self._names, self)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        names = QListView()
        names.setAccessibleName(words.text("Projects found"))
        found.setPopup(names)
        found.activated.connect(self._on_named)
        self.project.setCompleter(found)
        self.project.editingFinished.connect(lambda: self._on_named(self.project.text()))
        self.as_of = QDateEdit(QDate(today.year, today.month, today.day))
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("yyyy-MM-dd")
        self.as_of.setAccessibleName(words.text("Rules as of"))
        self.as_of.dateChanged.connect(lambda day: self.day_wanted.emit(date(day.year(), day.month(), day.day())))
        self._day_row = QHBoxLayout()
        self._day_row.setSpacing(space(2))
        self._day_row.addWidget(label(words.text("as of"), "small"))
        self._day_row.addWidget(self.as_of)
        self._day_row.addStretch(1)
        self.strip = Strip()
        self.verdict = Chip("")
        self.score = label("", "section")
        self.grade = Chip("")
        self._verdict_row = QHBoxLayout()
        self._verdict_row.setSpacing(space(2))
        self._verdict_row.addWidget(self.verdict)
        self._verdict_row.addWidget(self.grade)
        self._verdict_row.addStretch(1)
        self._verdict_row.addWidget(self.score)

    def show_projects(self, projects: dict[str, str]) -> None:
        """Show which projects there are: what each is called, and its uid."""
        self._uids = projects
        self._names.setStringList(list(projects))

    def show_project(self, uid: str) -> None:
        """Show which project is chosen."""
        name = next((name for name, one in self._uids.items() if one == uid), "")
        self.project.setText(name)
        self.project.setCursorPosition(0)

    def show_answer(self, answer: Assessment | None, why_none: Message | None, *, is_old: bool) -> None:
        """Show an answer; `is_old` says that the text has faults now and this is from before."""
        words = self._words
        told = ""
        if why_none is not None:
            told = words.say(why_none)
        elif is_old:
            told = words.text("Result from before the faults.")
        self.strip.say(told, Tone.WARN)
        self.case_button.setEnabled(answer is not None and not is_old)
        sections = why_sections(answer, words) if answer is not None else []
        kept = self.rows.currentIndex()
        at = (kept.parent().row(), kept.row()) if kept.isValid() else None
        self.model.show_sections(sections)
        for column in (WhyColumn.VALUE, WhyColumn.RULE, WhyColumn.NEXT, WhyColumn.SOURCE):
            self.rows.setColumnHidden(column, True)
        if at is not None:
            parent = self.model.index(at[0], 0) if at[0] >= 0 else QModelIndex()
            self.rows.setCurrentIndex(self.model.index(at[1], 0, parent))
        if answer is None:
            self.verdict.show_text("")
            self.grade.show_text("")
            self.score.setText("")
            self.told.say("")
            return
        self.verdict.show_text(words.label(answer.verdict.label), VERDICT_TONES[answer.verdict])
        self.grade.show_text(grade_text(answer.grade_low, answer.grade_high, words), Tone.ACCENT)
        has_points = bool(answer.criteria)
        self.score.setText(points_text(answer.total_low, answer.total_high) if has_points else "")

    def _on_named(self, name: str) -> None:
        uid = self._uids.get(name.strip())
        if uid is not None:
            self.project_wanted.emit(uid)

    def _on_row(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row_of(index)
        self.told.say("\n".join(row.told) if row is not None else "")
