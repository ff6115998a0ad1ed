"""The draft on the workbench: one text, kept as it is typed, and what is worked out about it off the window's thread.

The text's document is the one truth: the rule book's controls change its characters, so that undo undoes both.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from climafin.base.errors import ClimaFinError
from climafin.base.messages import Message, message
from climafin.base.progress import Progress
from climafin.services import drafts, workbench
from climafin.services.library_effect import Effect, LibraryDesk
from climafin.services.pack_outline import RuleBook, read_book
from climafin.services.workbench import Checked
from climafin.ui.desk import Desk
from climafin.ui.tasks import Failure, Job, Lane

if TYPE_CHECKING:
    from climafin.domain.assessment import Assessment
    from climafin.services.drafts import Draft

#: So long after the last key the text is kept and checked.
QUIET = 250
#: So long after a sound check the whole library is tried.
QUIET_LIBRARY = 500


def qt_place(text: str, offset: int) -> int:
    """Return where Qt counts a character of a text: those beyond the first plane count twice there."""
    return offset + sum(character > "\uffff" for character in text[:offset])


def text_place(text: str, place: int) -> int:
    """Return the offset of a character from where Qt counts it."""
    offset = counted = 0
    for character in text:
        if counted >= place:
            break
        counted += 2 if character > "\uffff" else 1
        offset += 1
    return offset


class Bench(QObject):
    """What is worked on, and what is known about it.

    Signals:
        opened(): another draft, or an edition to read, is on the bench.
        checked_anew(): `checked` and `book` are new.
        answered(): `answer` is new.
        tried(): `effect` is new.
        refused(object): a change by a control could not be made; a Failure.
    """

    opened = Signal()
    checked_anew = Signal()
    answered = Signal()
    tried = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.document = QTextDocument(self)
        self.document.setDocumentLayout(QPlainTextDocumentLayout(self.document))
        self._lanes: dict[str, Lane] = {}
        self.draft: Draft | None = None
        self.checked = Checked("")
        #: The last check without faults; what controls and completion know.
        self.sound = Checked("")
        self.book: RuleBook | None = None
        self.before: Checked | None = None
        self.answer: Assessment | None = None
        self.effect: Effect | None = None
        self.uid = ""
        self.as_of: date = desk.clock.today()
        self._library = LibraryDesk(desk.open_session)
        self._kept_text = ""
        self._check_job: Job | None = None
        self._try_job: Job | None = None
        self._timer = self._made_timer(QUIET, self.check_now)
        self._try_timer = self._made_timer(QUIET_LIBRARY, self.try_now)
        self._is_loading = False
        self._is_resting = False
        #: Why there is no answer, or None.
        self.why_none: Message | None = None
        self.document.contentsChanged.connect(self._on_typed)

    def _made_timer(self, wait: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(wait)
        made.timeout.connect(act)
        return made

    @property
    def lane(self) -> Lane:
        """Where texts are checked: it waits neither for the library's work nor for a try on the whole library."""
        if "text" not in self._lanes:
            self._lanes["text"] = Lane(self)
        return self._lanes["text"]

    @property
    def library_lane(self) -> Lane:
        """Where a draft is tried on the whole library."""
        if "library" not in self._lanes:
            self._lanes["library"] = Lane(self)
        return self._lanes["library"]

    # ---- the draft

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self.document.toPlainText()

    @property
    def is_draft(self) -> bool:
        """Whether a draft is open that may be changed."""
        return self.draft is not None and not self.desk.open_session.is_read_only

    @property
    def is_faulty(self) -> bool:
        """Whether the text was checked and has faults, so that answers are from before them."""
        return self.checked.pack is None and bool(self.checked.slips)

    @property
    def is_busy(self) -> bool:
        """Whether anything is still being worked out."""
        timers = self._timer.isActive() or self._try_timer.isActive()
        return timers or any(lane.is_busy for lane in self._lanes.values())

    def open_draft(self, draft: "Draft") -> None:
        """Put a draft on the bench; the one before is kept."""
        self.keep_now()
        self.draft = draft
        self._kept_text = draft.text
        self._load(draft.text)
        self.compare_with(draft.basis)

    def open_edition(self, text: str) -> None:
        """Put an edition on the bench to be read; it cannot be changed there."""
        self.keep_now()
        self.draft = None
        self._load(text)
        self.compare_with("")

    def _load(self, text: str) -> None:
        self._is_loading = True
        self.document.setPlainText(text)
        self.document.clearUndoRedoStacks()
        self._is_loading = False
        self.checked = self.sound = Checked("")
        self.book = self.answer = self.effect = None
        self.opened.emit()
        self.check_now()

    def keep_now(self) -> None:
        """Write the draft into the library's folder; called as one types, and before leaving."""
        if not self.is_draft or self.draft is None or self.text == self._kept_text:
            return
        name, text = self.draft.name, self.text
        done, _none = self.desk.do(lambda: drafts.keep_draft(self.desk.open_session, name, text))
        if done:
            self._kept_text = text

    def compare_with(self, text: str) -> None:
        """Compare with another text from now on; "" compares with nothing."""
        self.before = None
        if not text:
            self._try_timer.start()
            return

        def take(found: Checked) -> None:
            self.before = found
            self._try_timer.start()

        self.lane.start(message("Checking the rules"), lambda _p: workbench.check_text(text), then=take)

    # ---- changing

    def _on_typed(self) -> None:
        if not self._is_loading:
            self._timer.start()

    def change(self, values: Mapping[workbench.Path, str]) -> None:
        """Change values of the text by a control: only their characters change, in one step of undo."""
        self._rewrite(lambda text: workbench.with_values(text, values))

    def add_case(self, name: str) -> None:
        """Keep the chosen project as a case, with what the rules answer now."""
        session, uid, as_of = self.desk.open_session, self.uid, self.as_of

        def added(text: str) -> str:
            return workbench.with_case(session, workbench.check_text(text, self._beside()), uid, as_of, name)

        self._rewrite(added)

    def take_answers(self, cases: tuple[int, ...]) -> None:
        """Have some cases expect what the rules answer now."""
        self._rewrite(lambda text: workbench.with_answers(workbench.check_text(text, self._beside()), cases))

    def _rewrite(self, make: Callable[[str], str]) -> None:
        """Make another text off the window's thread and put it in, unless the person typed on meanwhile."""
        if not self.is_draft:
            return
        before = self.text

        def put_in(after: str) -> None:
            if self.text == before:
                self.put(after)
            else:
                self._rewrite(make)

        self.lane.start(
            message("Changing the text"), lambda _progress: make(before), then=put_in, otherwise=self.refused.emit
        )

    def put(self, after: str) -> None:
        """Replace what differs between the text and another one, as one step of undo."""
        before = self.text
        start = _common(before, after)
        end = min(_common(before[start:][::-1], after[start:][::-1]), len(before) - start, len(after) - start)
        cursor = QTextCursor(self.document)
        cursor.setPosition(qt_place(before, start))
        cursor.setPosition(qt_place(before, len(before) - end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(after[start : len(after) - end])
        self._timer.stop()
        self.check_now()

    def undo(self) -> None:
        """Take back the last change of the text."""
        self.document.undo()

    def redo(self) -> None:
        """Do it again."""
        self.document.redo()

    # ---- working out

    def _beside(self) -> dict[str, bytes]:
        return {} if self.draft is None else self.draft.beside

    def check_now(self) -> None:
        """Keep the text, check it, and show what is wrong; an older check that still runs is dropped."""
        self._timer.stop()
        self.keep_now()
        if self._check_job is not None:
            self._check_job.cancel()
        text, beside, sound = self.text, self._beside(), self.sound

        def work(progress: Progress) -> tuple[Checked, RuleBook | None]:
            found = workbench.check_text(text, beside, progress)
            return found, read_book(text, found if found.pack is not None else sound)

        job = self.lane.start(message("Checking the rules"), work, then=self._take_check, otherwise=self._ignore_cancel)
        self._check_job = job
        job.finished.connect(lambda: self._forget_check(job))

    def _forget_check(self, job: Job) -> None:
        if self._check_job is job:
            self._check_job = None

    def _take_check(self, found: tuple[Checked, RuleBook | None]) -> None:
        self.checked, book = found
        if self.checked.text != self.text:
            return
        # While the text is not well-formed the tree stays as it was.
        self.book = book or self.book
        if self.checked.pack is not None:
            self.sound = self.checked
        self.checked_anew.emit()
        if self.checked.pack is not None:
            self.answer_now()
            self._try_timer.start()

    def show_project(self, uid: str) -> None:
        """Answer for another project."""
        self.uid = uid
        self.answer_now()

    def show_day(self, day: date) -> None:
        """Answer by the rules of another day."""
        self.as_of = day
        self.answer_now()
        self._try_timer.start()

    def answer_now(self) -> None:
        """Work out the chosen project's answer."""
        checked, uid, as_of, session = self.sound, self.uid, self.as_of, self.desk.open_session
        if checked.pack is None or not uid:
            self.answer = None
            self.answered.emit()
            return

        def work(_progress: Progress) -> "Assessment | ClimaFinError":
            try:
                return workbench.live_answer(session, checked, uid, as_of)
            except ClimaFinError as error:
                return error

        def take(found: "Assessment | ClimaFinError") -> None:
            self.why_none = found.told if isinstance(found, ClimaFinError) else None
            self.answer = None if isinstance(found, ClimaFinError) else found
            self.answered.emit()

        self.lane.start(message("Trying the rules on a project"), work, then=take, otherwise=self._ignore_cancel)

    def try_now(self) -> None:
        """Try the draft on the whole library; an older try that still runs is dropped."""
        self._try_timer.stop()
        if self._try_job is not None:
            self._try_job.cancel()
        after, before, as_of, library = self.sound, self.before, self.as_of, self._library
        if after.pack is None:
            return

        def take(found: Effect) -> None:
            self.effect = found
            self.tried.emit()

        job = self.library_lane.start(
            message("Trying the rules on the library"),
            lambda progress: library.effect(before, after, as_of, progress),
            then=take,
            otherwise=self._on_not_tried,
        )
        self._try_job = job
        job.finished.connect(lambda: self._forget_try(job))

    def _forget_try(self, job: Job) -> None:
        if self._try_job is job:
            self._try_job = None

    def _on_not_tried(self, failure: Failure) -> None:
        if not failure.is_cancel:
            self.effect = None
            self.why_none = failure.told
            self.tried.emit()
            if failure.detail:
                self.desk.failed.emit(failure)

    def _ignore_cancel(self, failure: Failure) -> None:
        if not failure.is_cancel:
            self.desk.failed.emit(failure)

    def projects_changed(self) -> None:
        """Answer anew: the library's projects are others now."""
        self._library.forget()
        self.answer_now()
        self._try_timer.start()

    def rest(self) -> None:
        """Keep the draft and stop all work; nothing of it runs while nobody looks."""
        self.keep_now()
        self._timer.stop()
        self._try_timer.stop()
        self._check_job = self._try_job = None
        for lane in self._lanes.values():
            lane.close()
            lane.deleteLater()
        self._lanes.clear()
        self._is_resting = True

    def wake(self) -> None:
        """Go on after a rest."""
        if self._is_resting:
            self._is_resting = False
            self.projects_changed()
            self.check_now()


def _common(first: str, second: str) -> int:
    """Return how many characters two texts have alike at their beginning."""
    length = min(len(first), len(second))
    low, high = 0, length
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if first[:middle] == second[:middle] else (low, middle - 1)
    return low
