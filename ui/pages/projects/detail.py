"""The detail pane: key figures of the chosen project, what is missing next, where it stands, what happened."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout

from climafin.base.messages import message
from climafin.domain.completeness import completeness
from climafin.domain.dictionary import Goal, dictionary
from climafin.domain.project import Project
from climafin.domain.query import Column
from climafin.domain.shown_values import NOT_APPLICABLE, NOT_GIVEN, shown_value
from climafin.services import projects
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.models.columns import STATUS_TONES, grade_range, grade_words, list_column
from climafin.ui.pages.page import scrolled_widget, show_inside
from climafin.ui.style import Size, px, space, theme
from climafin.ui.widgets.buttons import ActionButton, button
from climafin.ui.widgets.chips import Chip, Ring
from climafin.ui.widgets.flow import FlowLayout
from climafin.ui.widgets.labels import hairline, label

KEY_FIGURES = (
    "total_investment",
    "financing_need",
    "annual_reduction",
    "sector",
    "district",
    "owner_name",
    "planned_start",
    "planned_operation",
)
MISSING_SHOWN = 3
HISTORY_SHOWN = 6


class DetailPane(QScrollArea):
    """Shows one project, how many are chosen, or a hint."""

    field_wanted = Signal(str, str)

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__()
        self.desk = desk
        self.verbs = verbs
        self.uid = ""
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(desk.language.text("Details"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_chosen(())

    def show_chosen(self, uids: tuple[str, ...]) -> None:
        """Show the chosen project; with none or several, say so."""
        inner = scrolled_widget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(space(4), space(4), space(4), space(4))
        column.setSpacing(space(3))
        self.uid = uids[0] if len(uids) == 1 else ""
        words = self.desk.language
        if self.uid:
            self._fill(column, projects.show_project(self.desk.open_session, self.uid))
        elif uids:
            told = words.plural("{count} project chosen", "{count} projects chosen", len(uids))
            column.addWidget(label(told, "section"))
            self._add_verbs(column)
        else:
            column.addWidget(label(words.text("Choose a project to see its details here."), "muted", wraps=True))
        column.addStretch(1)
        show_inside(self, inner)
        # Nothing here can be scrolled sideways: the pane is never narrower than what it shows.
        wanted = inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(min(wanted, px(Size.DETAIL)))

    def _fill(self, column: QVBoxLayout, project: Project) -> None:
        words = self.desk.language
        name = project.name or words.text("(no name yet)")
        column.addWidget(label(name, "section", wraps=True, selectable=True))
        column.addLayout(self._chips(project))
        self._add_verbs(column)
        column.addWidget(hairline())
        column.addLayout(self._figures(project))
        column.addWidget(hairline())
        column.addLayout(self._completeness(project))
        self._add_history(column, project)

    def _chips(self, project: Project) -> FlowLayout:
        words = self.desk.language
        row = FlowLayout()
        row.addWidget(label(project.number, "muted", selectable=True))
        if project.stage is not None:
            row.addWidget(Chip(words.label(project.stage.label), dot=theme().tokens.stage(project.stage)))
        row.addWidget(Chip(words.label(project.status.label), STATUS_TONES[project.status]))
        grade = projects.list_rows(self.desk.open_session, [project.uid], [Column.GRADE])[0][0]
        if grade is not None:
            chip = Chip(grade_words(grade, words), list_column(Column.GRADE).tone(grade))
            chip.setToolTip(grade_range(grade, words))
            row.addWidget(chip)
        return row

    def _add_verbs(self, column: QVBoxLayout) -> None:
        flow = FlowLayout()
        for verb in self.verbs.on_project():
            if not verb.hides:
                flow.addWidget(ActionButton(verb.action))
        column.addLayout(flow)

    def _figures(self, project: Project) -> QGridLayout:
        words = self.desk.language
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(1.5))
        grid.setColumnStretch(1, 1)
        for line, key in enumerate(KEY_FIGURES):
            field = dictionary()[key]
            text = shown_value(field, project.values.get(key), words, with_unit=True)
            role = ""
            if not text:
                text = words.label(NOT_APPLICABLE if project.is_not_applicable(key) else NOT_GIVEN)
                role = "faint"
            name = label(words.label(field.label), "small", wraps=True)
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            value = label(text, role, wraps=True, selectable=True)
            grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _completeness(self, project: Project) -> QHBoxLayout:
        words = self.desk.language
        goal = next(
            (goal for goal in Goal if completeness(project, dictionary(), goal).missing),
            Goal.DOSSIER,
        )
        state = completeness(project, dictionary(), goal)
        row = QHBoxLayout()
        row.setSpacing(space(4))
        ring = Ring(words.label(goal.label))
        ring.show_percent(state.percent)
        row.addWidget(ring, 0, Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.setSpacing(space(0.5))
        side.addWidget(label(words.label(goal.label), "strong"))
        if not state.missing:
            side.addWidget(label(words.text("Nothing is missing."), "small"))
        else:
            told = words.plural("{count} item missing; next:", "{count} items missing; next:", len(state.missing))
            side.addWidget(label(told, "small"))
        for field in state.missing[:MISSING_SHOWN]:
            side.addWidget(
                button(
                    words.label(field.label),
                    partial(self.field_wanted.emit, project.uid, field.key),
                    role="link",
                )
            )
        side.addStretch(1)
        row.addLayout(side, 1)
        return row

    def _add_history(self, column: QVBoxLayout, project: Project) -> None:
        from climafin.services import history  # noqa: PLC0415 - not needed for the first painting

        words = self.desk.language
        lines = history.project_history(self.desk.open_session, project.uid, HISTORY_SHOWN)
        if not lines:
            return
        column.addWidget(hairline())
        column.addWidget(label(words.text("History"), "strong"))
        for line in lines:
            told = label(words.say(line.told), wraps=True)
            column.addWidget(told)
            said = f"{line.at:%Y-%m-%d %H:%M} · {line.person}"
            if line.reason:
                said = words.say(message("{what} · {reason}", what=said, reason=line.reason))
            column.addWidget(label(said, "faint", wraps=True))
