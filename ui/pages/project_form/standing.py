"""The head of the form: name, number, stage, standing, completeness per goal; and the stage section."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from climafin.base.messages import message
from climafin.domain.completeness import completeness
from climafin.domain.dictionary import Goal, dictionary
from climafin.domain.project import Project
from climafin.ui.actions.pipeline import MoveStage
from climafin.ui.actions.status import STATUS_VERBS
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.models.columns import STATUS_TONES
from climafin.ui.style import Tone, space, theme
from climafin.ui.widgets.buttons import ActionButton
from climafin.ui.widgets.chips import Chip
from climafin.ui.widgets.elided import ElidedLabel
from climafin.ui.widgets.labels import frame, label


class FormHead(QWidget):
    """What the project is and how far it has come."""

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__()
        self._desk = desk
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        box = frame("command-bar")
        outer.addWidget(box)
        column = QVBoxLayout(box)
        column.setContentsMargins(space(5), space(3), space(5), space(3))
        column.setSpacing(space(1.5))
        top = QHBoxLayout()
        top.setSpacing(space(2))
        self.name = ElidedLabel("", "page")
        top.addWidget(self.name, 1)
        for verb in STATUS_VERBS:
            top.addWidget(ActionButton(verbs[verb].action))
        top.addWidget(ActionButton(verbs[MoveStage].action))
        column.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(space(3))
        self.number = label("", "muted", selectable=True)
        self.stage = Chip("")
        self.status = Chip("")
        for widget in (self.number, self.stage, self.status):
            row.addWidget(widget)
        row.addSpacing(space(3))
        self.goals = {goal: Chip("") for goal in Goal}
        for chip in self.goals.values():
            row.addWidget(chip)
        row.addStretch(1)
        column.addLayout(row)

    def show_project(self, project: Project | None) -> None:
        """Show a project; None is one that is being registered."""
        words = self._desk.language
        if project is None:
            self.name.show_text(words.text("New project"))
            self.number.setText(words.text("not kept yet"))
            for chip in (self.stage, self.status, *self.goals.values()):
                chip.show_text("")
            return
        self.name.show_text(project.name or words.text("(no name yet)"))
        self.number.setText(project.number)
        if project.stage is None:
            self.stage.show_text("")
        else:
            self.stage.show_text(words.label(project.stage.label), dot=theme().tokens.stage(project.stage))
        self.status.show_text(words.label(project.status.label), STATUS_TONES[project.status])
        for goal, chip in self.goals.items():
            state = completeness(project, dictionary(), goal)
            told = message("{goal} {filled}/{needed}", goal=goal.label, filled=state.filled, needed=state.needed)
            chip.show_text(words.say(told), Tone.NEUTRAL if state.missing else Tone.GOOD)


def stage_section(desk: Desk, project: Project) -> QWidget:
    """Return the dated history of a project's stages."""
    words = desk.language
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(space(5))
    grid.setVerticalSpacing(space(3))
    grid.setColumnStretch(2, 1)
    if not project.stages:
        told = words.text("In no stage yet. “Move to another stage…” records the first one.")
        grid.addWidget(label(told, "muted", wraps=True), 0, 0, 1, 3)
    for line, event in enumerate(reversed(project.stages)):
        grid.addWidget(Chip(words.label(event.stage.label), dot=theme().tokens.stage(event.stage)), line, 0)
        grid.addWidget(label(words.day(event.on)), line, 1)
        said = " · ".join(part for part in (event.actor, event.reason) if part)
        grid.addWidget(label(said, "small", wraps=True), line, 2)
    return made


def history_section(desk: Desk, project: Project) -> QWidget:
    """Return everything that happened to a project, newest first."""
    from climafin.services import history  # noqa: PLC0415 - only when somebody looks

    words = desk.language
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space(1))
    for line in history.project_history(desk.open_session, project.uid, 200):
        column.addWidget(label(words.say(line.told), wraps=True, selectable=True))
        said = " · ".join(part for part in (f"{line.at:%Y-%m-%d %H:%M}", line.person, line.reason) if part)
        column.addWidget(label(said, "faint", wraps=True))
        column.addSpacing(space(2))
    column.addStretch(1)
    return made
