"""Asks for the stage a project enters, the day, and the reason where one is due."""

from collections.abc import Callable, Sequence
from datetime import date

from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.dialogs.library import labelled_line
from climafin.ui.style import Size, px
from climafin.ui.widgets.labels import label
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from climafin.base.messages import message
from climafin.domain.stages import Stage, StageEvent, move_problem, needs_reason
from climafin.domain.values import parse_day


class MoveStageDialog(Dialog):
    """Stage, day, reason; what the domain refuses is told before anything is written."""

    def __init__(
        self, parent: QWidget, desk: Desk, name: str, history: Sequence[StageEvent], target: Stage | None = None
    ) -> None:
        words = desk.language
        super().__init__(parent, words.text("Move to another stage"), words.text("Move"), words.text("Cancel"))
        self._words = words
        self._history = history
        self._clock = desk.clock
        present = history[-1].stage if history else None
        told = message("{name}: now in {stage}", name=name, stage=present.label) if present is not None else None
        self.body.addWidget(label(words.say(told) if told is not None else name, "muted", wraps=True))
        self.stage = QComboBox()
        self.stage.setAccessibleName(words.text("Stage"))
        for stage in Stage:
            self.stage.addItem(words.label(stage.label), stage.value)
        after = tuple(Stage)[min(present.rank + 1, len(Stage) - 1)] if present is not None else Stage.PLANNED
        self.stage.setCurrentIndex((target or after).rank)
        self.body.addWidget(label(words.text("Stage"), "small"))
        self.body.addWidget(self.stage)
        self.day = labelled_line(self, words.text("Day it happened"), desk.clock.today().isoformat(), "2026-11-20")
        self._reason_name = label("", "small")
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setAccessibleName(words.text("Reason"))
        self.reason.setFixedHeight(px(Size.TEXT_AREA))
        self.body.addWidget(self._reason_name)
        self.body.addWidget(self.reason)
        self.stage.currentIndexChanged.connect(lambda _index: self._look())
        self._look()

    @classmethod
    def ask(
        cls,
        parent: QWidget,
        desk: Desk,
        project: tuple[str, Sequence[StageEvent], Stage | None],
        then: Callable[[Stage, date, str], None],
    ) -> "MoveStageDialog":
        """Ask about (name, history, target or None), and call `then(stage, day, reason)`."""
        dialog = cls(parent, desk, *project)

        def answered() -> None:
            day = parse_day(dialog.day.text())
            assert day is not None, "checked before"
            then(dialog.chosen(), day, dialog.reason.toPlainText().strip())

        dialog.open_then(answered)
        return dialog

    def chosen(self) -> Stage:
        """Return the stage chosen."""
        return Stage(self.stage.currentData())

    def check(self) -> str:
        """Ask the domain whether the move may be made."""
        day = parse_day(self.day.text())
        if day is None:
            return self._words.say(message("“{text}” is not a day; write it as 2026-11-20.", text=self.day.text()))
        problem = move_problem(self._history, self.chosen(), day, self.reason.toPlainText(), self._clock)
        return self._words.say(problem) if problem is not None else ""

    def _look(self) -> None:
        present = self._history[-1].stage if self._history else None
        is_due = needs_reason(present, self.chosen())
        text = self._words.text("Reason (due: it goes back or skips a stage)") if is_due else self._words.text("Reason")
        self._reason_name.setText(text)
