"""The foot of the window: counts, what was done last with its undo, running jobs, when it was saved."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from climafin.base.clock import Clock
from climafin.base.language import Language
from climafin.base.messages import Message, message
from climafin.ui.style import Size, px, space
from climafin.ui.tasks import Job
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.elided import ElidedLabel
from climafin.ui.widgets.labels import label


class StatusBar(QFrame):
    """Never blocks and never blinks; the last sentence stays until the next one."""

    undo_wanted = Signal(int)

    def __init__(self, language: Language, clock: Clock) -> None:
        super().__init__()
        self.setProperty("role", "status-bar")
        self.setFixedHeight(px(Size.STATUS_BAR))
        self._language = language
        self._clock = clock
        self._action = 0
        self.counts = label("", "small")
        self.sentence = ElidedLabel("", "small")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.undo = button(language.text("Undo"), self._on_undo, role="link")
        self.undo.hide()
        self.saved = label("", "faint")
        row = QHBoxLayout(self)
        row.setContentsMargins(space(4), 0, space(4), 0)
        row.setSpacing(space(3))
        row.addWidget(self.counts)
        row.addStretch(1)
        row.addWidget(self.sentence, 8)
        row.addWidget(self.undo)
        self._jobs = QHBoxLayout()
        self._jobs.setSpacing(space(4))
        row.addLayout(self._jobs)
        row.addWidget(self.saved, 0, Qt.AlignmentFlag.AlignRight)

    def tell(self, told: Message, action_id: int) -> None:
        """Say what was done; `action_id` offers to take it back."""
        self._action = action_id
        sentence = self._language.say(told)
        self.sentence.show_text(sentence + (" ·" if action_id else ""))
        self.undo.setVisible(action_id != 0)

    def clear(self) -> None:
        """Forget what was said about another library; running work stays."""
        self._action = 0
        self.sentence.show_text("")
        self.undo.hide()
        self.counts.setText("")
        self.saved.setText("")

    def note_saved(self) -> None:
        """Show that everything is saved as of now."""
        now = self._clock.now()
        self.saved.setText(self._language.say(message("Saved {time}", time=f"{now:%H:%M}")))

    def watch(self, job: Job) -> None:
        """Show a job until it ends."""
        from climafin.ui.widgets.job_strip import JobStrip  # noqa: PLC0415 - loaded with the first job

        strip = JobStrip(job, self._language)
        self._jobs.addWidget(strip)
        job.finished.connect(strip.deleteLater)
        job.finished.connect(strip.hide)

    def _on_undo(self) -> None:
        self.undo.hide()
        self.undo_wanted.emit(self._action)
