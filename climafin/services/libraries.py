"""The verbs that are about a library as a whole: make, open, practise, check, back up, restore."""

from pathlib import Path

from climafin.base.clock import Clock
from climafin.base.errors import CallProblem
from climafin.base.folding import tidy
from climafin.base.messages import message
from climafin.services.session import Session
from climafin.store.library import Library


def create_library(folder: Path, person: str, *, title: str = "", clock: Clock | None = None) -> Session:
    """Make a library in an empty or new folder and open it.

    It begins as a single-user library: one person may both enter and admit, so nobody looks twice.

    Args:
        folder: where it is to lie.
        person: who works.
        title: its name; the folder's name when empty.
        clock: tells the time.

    Raises:
        Refused: the folder holds something already.
        LibraryProblem: the folder cannot be written to.
    """
    clock = clock or Clock()
    folder = folder.absolute()
    library = Library.create(
        folder, title=title.strip() or folder.name, is_practice=False, person=_named(person), clock=clock
    )
    return Session(library, _named(person), clock)


def open_library(folder: Path, person: str, *, read_only: bool = False, clock: Clock | None = None) -> Session:
    """Open a library to work in it, or read-only beside somebody who does.

    Raises:
        Refused: somebody else works in it; the message names them.
        LibraryProblem: there is none, or it cannot be opened.
    """
    clock = clock or Clock()
    library = Library.open(folder.absolute(), person=_named(person), clock=clock, read_only=read_only)
    return Session(library, _named(person), clock)


def _named(person: str) -> str:
    name = tidy(person)
    if not name:
        raise CallProblem(message("Say who you are first: the history keeps a name with every change."))
    return name
