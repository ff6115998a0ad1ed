"""A session: one person at one open library; every verb takes it, and opening makes one."""

from pathlib import Path
from types import TracebackType
from typing import Self

from climafin.base.clock import Clock
from climafin.base.errors import CallProblem, ClimaFinError
from climafin.base.folding import tidy
from climafin.base.messages import Message, message
from climafin.domain.library import LibraryInfo
from climafin.store.file_head import read_schema
from climafin.store.library import Library
from climafin.store.places import DATABASE


class Session:
    """One person at one open library.

    Writes come from one thread at a time (others wait); reads may come from any thread.

    Attributes:
        library: the open library; only services look into it.
        person: the name written into the history.
        clock: tells the time.
        told_at_closing: why the backup at closing was not made, or None.
    """

    def __init__(self, library: Library, person: str, clock: Clock) -> None:
        self.library = library
        self.person = person
        self.clock = clock
        self.told_at_closing: Message | None = None
        self._is_closed = False

    @property
    def info(self) -> LibraryInfo:
        """What the library says of itself, as of now."""
        return self.library.info

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written in this session."""
        return self.library.is_read_only

    @property
    def is_claimed(self) -> bool:
        """Whether the right to write is taken."""
        return self.library.is_claimed

    def claim(self) -> None:
        """Take the right to write that opening left for later.

        Raises:
            Refused: somebody else works in the library by now; the message names them.
            LibraryProblem: it cannot be written to.
        """
        self.library.claim()

    def close(self) -> None:
        """Let go of the library, backing it up first when that is due; closing twice does no harm."""
        if self._is_closed:
            return
        self._is_closed = True
        from climafin.store.backup import backup_if_due  # noqa: PLC0415 - not on the way to the first window

        try:
            backup_if_due(self.library)
        except ClimaFinError as error:
            # Closing goes on: a full disk must not keep anybody at an open library.
            self.told_at_closing = error.told
        finally:
            self.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_library(
    folder: Path, person: str, *, read_only: bool = False, clock: Clock | None = None, claims_later: bool = False
) -> Session:
    """Open a library to work in it, or read-only beside somebody who does.

    Args:
        folder: where it lies.
        person: who works.
        read_only: open it beside somebody who works in it.
        clock: tells the time.
        claims_later: the right to write is taken at `Session.claim` or the first change; reading begins at once.

    Raises:
        Refused: somebody else works in it; the message names them.
        LibraryProblem: there is none, or it cannot be opened.
    """
    clock = clock or Clock()
    if not tidy(person):
        # Where there is no library, that is what must be told, not that a name is lacking.
        read_schema(folder / DATABASE)
    library = Library.open(
        folder.absolute(), person=named(person), clock=clock, read_only=read_only, claims_later=claims_later
    )
    return Session(library, named(person), clock)


def named(person: str) -> str:
    """Return a person's name as the history keeps it.

    Raises:
        CallProblem: there is none.
    """
    name = tidy(person)
    if not name:
        raise CallProblem(message("Say who you are first: the history keeps a name with every change."))
    return name
