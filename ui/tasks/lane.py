"""One thread for the library's work; the window never waits, and every job can be watched and cancelled."""

import time
import traceback
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from climafin.base.errors import Cancelled, ClimaFinError
from climafin.base.messages import Message, message
from climafin.base.progress import CancelFlag, Progress
from climafin.ui.tasks.sweeping import sweep_here

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

#: At most this often does a job tell how far it is; more could not be seen.
_TELL_EVERY = 0.05

Work = Callable[[Progress], Any]


class Failure:
    """Why a job or a verb did not come to its end.

    Attributes:
        told: the sentence for the person.
        detail: what a developer wants to see; empty for a failure that was foreseen.
        is_cancel: the person asked for it, so nobody need be told loudly.
    """

    def __init__(self, error: BaseException) -> None:
        self.is_cancel = isinstance(error, Cancelled)
        if isinstance(error, ClimaFinError):
            self.told: Message = error.told
            self.detail = ""
        else:
            self.told = message(
                "Something unexpected happened and this step was not done. Your data is safe: nothing was half written."
            )
            self.detail = "".join(traceback.format_exception(error)).strip()


class _Result:
    """What the work returned; None is a result too."""

    def __init__(self, value: object) -> None:
        self.value = value


#: What the work posts to the window's thread: how far it is, its result, or why it failed.
_Letter = tuple[int, int, Message] | _Result | Failure


class Job(QObject):
    """One piece of work in the lane.

    Attributes:
        name: what the status bar calls it.
        must_end: it keeps what the person did, so that it cannot be cancelled.

    All signals are emitted on the window's thread: `progressed(done, total, Message)`, `succeeded(result)`,
    `failed(Failure)`, and after either of the two `finished()`.
    """

    progressed = Signal(int, int, object)
    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        name: Message,
        work: Work,
        post: Callable[["Job", _Letter], None],
        parent: QObject,
        *,
        must_end: bool = False,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.must_end = must_end
        self._work = work
        self._post = post
        self._flag = CancelFlag()
        self._told_at = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next step, unless it must come to its end."""
        if not self.must_end:
            self._flag.cancel()

    def step(self, done: int, total: int, doing: Message) -> None:
        """Tell how far the work is (called by the work); raises `Cancelled` when asked to stop."""
        self._flag.check()
        now = time.monotonic()
        if now - self._told_at >= _TELL_EVERY:
            self._told_at = now
            self._post(self, (done, total, doing))

    def run(self) -> None:
        """Do the work; called in the lane's thread."""
        try:
            self._flag.check()
            result = self._work(self)
        except Exception as error:  # noqa: BLE001 - whatever happens becomes a sentence
            self._post(self, Failure(error))
        else:
            self._post(self, _Result(result))


class Lane(QObject):
    """The library lane: jobs run one after another, off the window's thread."""

    started = Signal(object)
    became_idle = Signal()
    _mail = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor: ThreadPoolExecutor | None = None
        self.jobs: list[Job] = []
        # Letters travel in a queue and the signal carries nothing: a queued signal with Python objects inside
        # brings the process down when its receiver is gone before it arrives.
        self._letters: deque[tuple[Job, _Letter]] = deque()
        self._is_closed = False
        self._mail.connect(self._read_mail)

    def start(
        self,
        name: Message,
        work: Work,
        *,
        then: Callable[[Any], None] | None = None,
        otherwise: Callable[[Failure], None] | None = None,
        must_end: bool = False,
    ) -> Job:
        """Queue a job.

        Args:
            name: what the status bar calls it.
            work: called with a `Progress` in the lane's thread.
            then: called with the result on the window's thread.
            otherwise: called with the failure on the window's thread.
            must_end: short work that keeps what the person did; leaving waits for it instead of stopping it.
        """
        job = Job(name, work, self._post, self, must_end=must_end)
        if then is not None:
            job.succeeded.connect(then)
        if otherwise is not None:
            job.failed.connect(otherwise)
        self.jobs.append(job)
        self.started.emit(job)
        if self._executor is None:
            # Loaded with the first job: the first window does without.
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

            sweep_here()
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")
        self._executor.submit(job.run)
        return job

    @property
    def is_working_long(self) -> bool:
        """Whether any job is waiting or running that may be asked to stop."""
        return any(not job.must_end for job in self.jobs)

    @property
    def is_busy(self) -> bool:
        """Whether any job is waiting or running."""
        return bool(self.jobs)

    def cancel_all(self) -> None:
        """Ask every job to stop, except those that must come to their end."""
        for job in self.jobs:
            job.cancel()

    def close(self) -> None:
        """Ask every job to stop and wait for the thread to end; nothing arrives any more."""
        self._is_closed = True
        self.cancel_all()
        if self._executor is not None:
            self._executor.shutdown(wait=True)
        self._letters.clear()
        self.jobs.clear()

    def _post(self, job: Job, letter: _Letter) -> None:
        """Hand a letter to the window's thread; called in the lane's thread."""
        if not self._is_closed:
            self._letters.append((job, letter))
            self._mail.emit()

    def _read_mail(self) -> None:
        while self._letters:
            job, letter = self._letters.popleft()
            if isinstance(letter, tuple):
                job.progressed.emit(*letter)
                continue
            self.jobs.remove(job)
            if isinstance(letter, Failure):
                job.failed.emit(letter)
            else:
                job.succeeded.emit(letter.value)
            job.finished.emit()
            job.deleteLater()
            if not self.jobs:
                self.became_idle.emit()
