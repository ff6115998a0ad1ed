"""The verbs that are about a library as a whole: make, open, practise, check, back up, restore."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from climafin.base.clock import Clock
from climafin.base.errors import CallProblem
from climafin.base.messages import Message, message
from climafin.base.progress import Progress
from climafin.domain.change import Change, Kind
from climafin.domain.query import ProjectQuery
from climafin.services.practice import make_practice, practice_folder
from climafin.services.session import Session, named, open_library
from climafin.store.backup import backups, made_at, make_backup, restore_backup
from climafin.store.check import check
from climafin.store.library import Library

__all__ = [
    "CheckReport",
    "backup_library",
    "backup_moment",
    "change_library",
    "check_library",
    "create_library",
    "list_backups",
    "make_practice_library",
    "open_library",
    "practice_folder",
    "restore_library",
]


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
        folder, title=title.strip() or folder.name, is_practice=False, person=named(person), clock=clock
    )
    return Session(library, named(person), clock)


def make_practice_library(folder: Path, person: str, progress: Progress, clock: Clock | None = None) -> Session:
    """Make the practice library fresh and open it; an older one stays until the new one is whole.

    Raises:
        Refused: a real library lies there, or somebody has the practice library open.
        Cancelled: the user cancelled; what was there is unchanged.
    """
    clock = clock or Clock()
    return Session(make_practice(folder.absolute(), named(person), progress, clock), named(person), clock)


def change_library(session: Session, *, title: str | None = None, single_user: bool | None = None) -> Change:
    """Rename a library, or say whether one person may both enter and admit.

    Raises:
        CallProblem: the title is empty.
    """
    info = session.info
    columns: dict[str, str | int] = {}
    if title is not None and not title.strip():
        raise CallProblem(message("A library needs a title."))
    if title is not None and title.strip() != info.title:
        columns["title"] = title.strip()
    if single_user is not None and single_user is not info.single_user:
        columns["single_user"] = int(single_user)
    if not columns:
        # Without an entry in the history the action's number would be the next one's, and an undo take that back.
        return Change(message("Nothing was changed."), frozenset())
    with session.library.action("library") as action:
        action.set_library(**columns)
    told = message("The library was changed.")
    if "single_user" in columns:
        told = (
            message("Single-user from here on: one person may both enter and admit, so nobody looks twice.")
            if single_user
            else message("Four eyes from here on: nobody admits what he entered or submitted.")
        )
    return Change(told, frozenset({Kind.LIBRARY}), frozenset(), action.id)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    Attributes:
        problems: what is wrong; empty when the library is whole.
        projects: how many projects it holds.
        entries: how many entries its history holds.
    """

    problems: tuple[Message, ...]
    projects: int
    entries: int


def check_library(session: Session, progress: Progress) -> CheckReport:
    """Look whether a library is whole: structure, references, history, and data against the history."""
    library = session.library
    problems = tuple(check(library.connections, library.folder, progress))
    return CheckReport(problems, len(library.uids(ProjectQuery())), library.chain_head().count)


def backup_library(session: Session, target: Path | None = None) -> Path:
    """Back a library up and return the backup's path.

    Args:
        session: who works where.
        target: a folder, best on another disk; the library's own `backups/` when None (then on the same disk).

    Raises:
        LibraryProblem: there is no room, or the library is damaged.
    """
    return make_backup(session.library, target.absolute() if target is not None else None)


def list_backups(folder: Path) -> list[Path]:
    """Return a library's own backups, newest first."""
    return backups(folder)


def backup_moment(backup: Path) -> datetime | None:
    """Return when a backup was made, as its name says; None for a file of another name."""
    return made_at(backup)


def restore_library(folder: Path, backup: Path, person: str, clock: Clock | None = None) -> Path:
    """Put a backup in a library's place and return where the present files were set aside.

    Raises:
        Refused: somebody has the library open.
        LibraryProblem: the backup is damaged; the library is then unchanged.
    """
    return restore_backup(folder.absolute(), backup.absolute(), named(person), clock or Clock())
