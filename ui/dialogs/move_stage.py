"""Asks for stage, day and reason of a move; what is wrong with them is told before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from climafin.base.messages import Message, message
from climafin.domain.project import Project
from climafin.domain.stages import Stage, move_problem, needs_reason
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.style import Tone, space, theme
from climafin.ui.widgets.day_edit import DayEdit
from climafin.ui.widgets.dots import dot_icon
from climafin.ui.widgets.labels import label, set_tone


@dataclass(frozen=True, slots=True)
class Move:
    """A move as asked for: the project, the stage to enter, the day, and why."""

    project: Project
    stage: Stage
    on: date
    reason: str


class MoveStageDialog(Dialog):
    """Asks where a project moves to, when, and why when it goes back or skips a stage."""

    def __init__(self, parent: QWidget, desk: Desk, project: Project, target: Stage | None = None) -> None:
        words = desk.language
        super().__init__(parent, words.text("Move to another stage"), words.text("Move"), words.text("Cancel"))
        self._desk = desk
        self._words = words
        self._project = project
        self._add_block(
            label(f"{project.number} {project.name}".strip(), "strong", wraps=True),
            label(desk.say(_standing(project)), "muted", wraps=True),
        )
        self.stage = self._stages(target)
        self._add_block(label(words.text("Stage entered"), "small"), self.stage)
        self.day = DayEdit(words, words.text("Day it was entered"), desk.clock.today())
        self.day.show_day(desk.clock.today())
        self._add_block(label(words.text("Day it was entered"), "small"), self.day)
        self._reason_label = label("", "small", wraps=True)
        self.reason = QLineEdit()
        self._add_block(self._reason_label, self.reason)
        self.stage.currentIndexChanged.connect(lambda _index: self._on_stage())
        self.day.edited.connect(self._look_again)
        self.day.left.connect(self._look)
        self.reason.textChanged.connect(lambda _text: self._look_again())
        self._on_stage()
        (self.stage if target is None else self.day).setFocus()

    @classmethod
    def ask(
        cls, parent: QWidget, desk: Desk, project: Project, target: Stage | None, then: Callable[[Move], None]
    ) -> "MoveStageDialog":
        """Ask, and call `then(move)` with a move that may be made.

        Args:
            parent: the window.
            desk: where the person works.
            project: the project to move.
            target: the stage it was dropped on; None proposes the one that comes next.
            then: called once everything is right.
        """
        dialog = cls(parent, desk, project, target)
        dialog.open_then(lambda: then(dialog.move_asked()))
        return dialog

    def move_asked(self) -> Move:
        """Return the move as it stands in the dialog; only when `check` finds nothing wrong."""
        day = self.day.parsed().value
        assert isinstance(day, date)
        return Move(self._project, Stage(self.stage.currentData()), day, self.reason.text().strip())

    def check(self) -> str:
        """Stage and day are needed, the day must be possible, and a move back or over a stage says why."""
        problem = self._problem()
        self._mark(problem)
        return "" if problem is None else self._words.say(problem)

    def attend(self) -> None:
        """Go to the stage, the day or the reason."""
        if self.stage.currentData() is None:
            self.stage.setFocus()
        else:
            (self.reason if self._day_problem() is None else self.day.line).setFocus()

    def _problem(self) -> Message | None:
        if self.stage.currentData() is None:
            return message("Choose the stage it enters.")
        return self._day_problem() or move_problem(
            self._project.stages,
            Stage(self.stage.currentData()),
            self.move_asked().on,
            self.reason.text(),
            self._desk.clock,
        )

    def _day_problem(self) -> Message | None:
        """Return what is wrong with the day, whatever the reason says."""
        parsed = self.day.parsed()
        if parsed.problem is not None:
            return parsed.problem
        if not isinstance(parsed.value, date):
            return message("Give the day on which it entered the stage.")
        if self.stage.currentData() is None:
            return None
        stage = Stage(self.stage.currentData())
        # A reason that is still missing is told when the move is asked for, not while the day is typed.
        return move_problem(self._project.stages, stage, parsed.value, "…", self._desk.clock)

    def _add_block(self, *widgets: QWidget) -> None:
        """Put things that belong together close to each other."""
        block = QVBoxLayout()
        block.setSpacing(space(1))
        for widget in widgets:
            block.addWidget(widget)
        self.body.addLayout(block)

    def _stages(self, target: Stage | None) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self._words.text("Stage entered"))
        box.setPlaceholderText(self._words.text("Choose a stage"))
        present = self._project.stage
        for stage in Stage:
            if stage is not present:
                box.addItem(dot_icon(theme().tokens.stage(stage)), self._words.label(stage.label), stage.value)
        proposed = target or _next(present)
        box.setCurrentIndex(-1 if proposed is None else box.findData(proposed.value))
        return box

    def _on_stage(self) -> None:
        chosen = self.stage.currentData()
        must = chosen is not None and needs_reason(self._project.stage, Stage(chosen))
        told = (
            self._words.text("Reason (needed: the move goes back or skips a stage)")
            if must
            else self._words.text("Remark (may stay empty)")
        )
        self._reason_label.setText(told)
        self.reason.setAccessibleName(told)
        self._look_again()

    def _look(self) -> None:
        """Say what is wrong with the day; nothing when it can be."""
        problem = self._day_problem()
        if problem is None:
            # What was told when the move was asked for stays until it is mended.
            self._look_again()
            return
        self._mark(problem)
        self.strip.say(self._words.say(problem), Tone.BAD)

    def _look_again(self) -> None:
        """While something is being mended, take the complaint away as soon as it no longer holds."""
        if self.strip.sentence:
            self.strip.say(self.check(), Tone.BAD)

    def _mark(self, problem: Message | None) -> None:
        is_day = problem is not None and self._day_problem() is not None
        self.day.show_problem(is_wrong=is_day)
        set_tone(self.reason, "bad" if problem is not None and not is_day and self.stage.currentIndex() >= 0 else "")


def _next(present: Stage | None) -> Stage | None:
    """Return the stage after the present one; None after the last."""
    stages = tuple(Stage)
    rank = -1 if present is None else present.rank
    return stages[rank + 1] if rank + 1 < len(stages) else None


def _standing(project: Project) -> Message:
    if not project.stages:
        return message("Not in the pipeline yet.")
    last = project.stages[-1]
    return message("In the stage {stage} since {day}.", stage=last.stage.label, day=last.on)
