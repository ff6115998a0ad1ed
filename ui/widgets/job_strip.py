"""One running job in the status bar: name, how far, cancel."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from climafin.base.language import Language
from climafin.base.messages import Message
from climafin.ui.style import Size, px, space
from climafin.ui.tasks import Job
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label

#: Milliseconds after which a job is worth showing.
SHOWN_AFTER = 250


class JobStrip(QWidget):
    """Shows a job until it has ended."""

    def __init__(self, job: Job, language: Language) -> None:
        super().__init__()
        self._language = language
        self._name = label(language.say(job.name), "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(px(Size.PROGRESS))
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(language.say(job.name))
        self._share = label("", "small")
        self._cancel = button(language.text("Cancel"), role="link")
        self._cancel.setAccessibleName(f"{language.text('Cancel')}: {language.say(job.name)}")
        self._cancel.clicked.connect(self._on_cancel)
        if job.must_end:
            # Never “show” here: without a parent it would stand on the screen as a window of its own.
            self._cancel.hide()
        self._job = job
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        for widget in (self._name, self._bar, self._share, self._cancel):
            row.addWidget(widget)
        job.progressed.connect(self._on_progress)
        # What is over at once must not flicker.
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show)
        self._timer.start(SHOWN_AFTER)

    def _on_progress(self, done: int, total: int, doing: Message) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._share.setText(f"{100 * done // total}%" if total else "")
        self.setToolTip(self._language.say(doing))

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._name.setText(self._language.text("Stopping…"))
        self._job.cancel()
