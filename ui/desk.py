"""What every page and verb is given: the open library, the language, the lane, and where to tell things."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from climafin.base.clock import Clock
from climafin.base.errors import ClimaFinError, DataProblem
from climafin.base.language import Language, language
from climafin.base.messages import Message, message
from climafin.base.settings import Settings, save_settings
from climafin.domain.change import Change
from climafin.domain.query import ProjectQuery
from climafin.ui.tasks import Failure, Job, Lane

if TYPE_CHECKING:
    from climafin.services.session import Session


class Desk(QObject):
    """The person's place of work; it outlives the window, which is built anew for another language or theme.

    Signals:
        changed(Change): a verb wrote something; views refresh what they show.
        told(Message, int): a plain sentence for the status line and the action it can take back (0 for none).
        failed(Failure): something was refused or went wrong.
        wanted(str, object): a page is asked for by key, with what it should show (a uid, a path or None).
        selection_changed(): `selected` is another tuple of uids now.
        library_switched(): `session` is another one, or None.
        leaving(): the library is about to be left; what is being typed is to be kept now.
        look_changed(): language, theme or text size changed; the window is built anew.
    """

    changed = Signal(object)
    told = Signal(object, int)
    failed = Signal(object)
    wanted = Signal(str, object)
    selection_changed = Signal()
    library_switched = Signal()
    leaving = Signal()
    look_changed = Signal()

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock or Clock()
        self.lane = Lane(self)
        self.session: Session | None = None
        self.selected: tuple[str, ...] = ()
        #: What the list shows: exports and reports mean these projects.
        self.listed = ProjectQuery()
        #: Texts that cannot be kept as values, by (uid, field): they wait here until somebody mends them.
        self.unkept: dict[tuple[str, str], str] = {}
        #: The library that could not be opened for writing and may be opened for reading instead.
        self.readable: Path | None = None
        #: The library that is damaged and has backups to go back to.
        self.restorable: Path | None = None
        self._undo: list[int] = []
        self._redo: list[int] = []
        #: What to do once no work runs any more.
        self._once_idle: Callable[[], object] | None = None
        self.lane.became_idle.connect(self._on_idle)

    @property
    def language(self) -> Language:
        """The language of the window."""
        return language(self.settings.language)

    @property
    def open_session(self) -> "Session":
        """The session, where a library is known to be open."""
        assert self.session is not None, "a page that needs a library is shown without one"
        return self.session

    def say(self, told: Message) -> str:
        """Return a message as a sentence in the window's language."""
        return self.language.say(told)

    def select(self, uids: tuple[str, ...]) -> None:
        """Make these projects the ones that verbs act on."""
        if uids != self.selected:
            self.selected = uids
            self.selection_changed.emit()

    def tell(self, told: Message) -> None:
        """Show a plain sentence in the status line."""
        self.told.emit(told, 0)

    def go(self, page: str, what: object = None) -> None:
        """Open a page, optionally on a thing it can show."""
        self.wanted.emit(page, what)

    def start(
        self,
        name: Message,
        work: Callable[..., Any],
        *,
        then: Callable[[Any], None] | None = None,
        otherwise: Callable[[Failure], None] | None = None,
        must_end: bool = False,
    ) -> Job:
        """Queue work in the library lane; a failure nobody takes is told in the status line.

        Args:
            name: what the status bar calls it.
            work: called with a `Progress` off the window's thread.
            then: called with the result on the window's thread.
            otherwise: called with the failure on the window's thread.
            must_end: short work that keeps what the person did; leaving waits for it instead of stopping it.
        """
        return self.lane.start(name, work, then=then, otherwise=otherwise or self.failed.emit, must_end=must_end)

    def write(
        self,
        name: Message,
        work: Callable[..., Change],
        *,
        then: Callable[[Change], None] | None = None,
        otherwise: Callable[[Failure], None] | None = None,
        must_end: bool = True,
    ) -> Job:
        """Queue a write; its `Change` is broadcast, told and can be taken back. A long one passes `must_end=False`."""

        def done(change: Change) -> None:
            self.announce(change)
            if then is not None:
                then(change)

        return self.start(name, work, then=done, otherwise=otherwise, must_end=must_end)

    def do(self, work: Callable[[], Any]) -> tuple[bool, Any]:
        """Call a short service verb here and now; a failure is told.

        Returns:
            Whether it was done, and its result.
        """
        try:
            return True, work()
        except ClimaFinError as error:
            self.failed.emit(Failure(error))
            return False, None

    def announce(self, change: Change, *, is_undo: bool = False, is_redo: bool = False) -> None:
        """Broadcast a change, tell it and keep it for undo."""
        if change.action_id:
            (self._redo if is_undo else self._undo).append(change.action_id)
            if not is_undo and not is_redo:
                self._redo.clear()
        self.changed.emit(change)
        self.told.emit(change.told, 0 if is_undo else change.action_id)

    def next_undo(self) -> int:
        """Return the action that undo would take back now, 0 for none."""
        return self._undo[-1] if self._undo else 0

    def next_redo(self) -> int:
        """Return the action whose taking back would be taken back now, 0 for none."""
        return self._redo[-1] if self._redo else 0

    def undo(self, action_id: int) -> None:
        """Take back an action of this session."""
        self._take_back(action_id, self._undo, is_undo=True)

    def redo(self, action_id: int) -> None:
        """Do again what was taken back."""
        self._take_back(action_id, self._redo, is_undo=False)

    def _take_back(self, action_id: int, kept: list[int], *, is_undo: bool) -> None:
        from climafin.services import projects  # noqa: PLC0415 - not on the way to the first window

        done, change = self.do(lambda: projects.undo(self.open_session, action_id))
        if done:
            if action_id in kept:
                kept.remove(action_id)
            # Nobody may ask about a project that went with what was taken back.
            self.select(projects.existing(self.open_session, self.selected))
            self.announce(change, is_undo=is_undo, is_redo=not is_undo)

    def stop_work(self, then: Callable[[], object]) -> bool:
        """Ask running work to stop before the library is closed; what keeps the person's own changes comes to its end.

        Args:
            then: called once no work runs any more, if some does now; a later wish takes its place, and a change
                that could not be saved, which is told, ends it.

        Returns:
            Whether no work runs, so that the library can be closed at once; `then` is not called in that case.
        """
        if not self.lane.is_busy:
            return True
        if self.lane.is_working_long:
            self.tell(message("Stopping the work that is running…"))
        self.lane.cancel_all()
        for job in self.lane.jobs:
            if job.must_end:
                job.failed.connect(self._stay)
        self._once_idle = then
        return False

    def _stay(self) -> None:
        """Keep the library open: what was typed could not be kept, and the person is told why."""
        self._once_idle = None

    def _on_idle(self) -> None:
        then, self._once_idle = self._once_idle, None
        if then is not None:
            # Not here and now: the lane is still telling of its last job.
            QTimer.singleShot(0, then)

    def take_session(self, session: "Session") -> None:
        """Work on this library from now on; the one before is closed."""
        self.drop_session(quietly=True)
        self.session = session
        self.settings.remember_library(session.info.folder)
        if session.is_claimed or session.is_read_only:
            self.keep_settings()
        self.library_switched.emit()

    def claim(self) -> None:
        """Take the right to write in a library that was opened to be seen first; refused, it is closed again."""
        if self.session is None or self.session.is_claimed or self.session.is_read_only:
            return
        self.readable = self.session.info.folder
        if self.do(self.session.claim)[0]:
            self.readable = None
            self.keep_settings()
        else:
            self.drop_session()

    def drop_session(self, *, quietly: bool = False) -> None:
        """Close the library."""
        if self.session is not None:
            self.session.close()
            self._tell_later(self.session.told_at_closing)
        self.session = None
        self.selected = ()
        self.listed = ProjectQuery()
        self.unkept.clear()
        self._undo.clear()
        self._redo.clear()
        if not quietly:
            self.library_switched.emit()

    def _tell_later(self, told: Message | None) -> None:
        """Tell a problem once the window shows what it shows next; opening another library clears what was told."""
        if told is not None:
            QTimer.singleShot(0, lambda: self.failed.emit(Failure(DataProblem(told))))

    def keep_settings(self) -> None:
        """Write the settings; a disk that refuses is told, not fatal."""
        try:
            save_settings(self.settings)
        except OSError as error:
            self.failed.emit(Failure(error))

    def close(self) -> None:
        """Stop all work and close the library."""
        self.lane.close()
        if self.session is not None:
            self.session.close()
            self.session = None
