"""One writer at a time: a lock the system releases by itself when its holder dies, and a note who holds it."""

import json
import os
import platform
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from climafin.base.clock import Clock
from climafin.base.errors import LibraryProblem, Refused
from climafin.base.messages import Message, message
from climafin.base.replacing import replacing
from climafin.base.system_problems import system_problem
from climafin.store.places import HOLDER_FILE, LOCK_FILE


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who is working on a library.

    Attributes:
        person: the name in the history.
        machine: the computer's name.
        process: the process's number on it.
        since: when the library was opened.
    """

    person: str
    machine: str
    process: int
    since: datetime


class WriterLock:
    """The right to write into one library."""

    def __init__(self, folder: Path, person: str, clock: Clock) -> None:
        self._holder_file = folder / HOLDER_FILE
        # Not bound to a thread: the window opens a library in one thread and may close it in another.
        self._lock = FileLock(folder / LOCK_FILE, timeout=0, thread_local=False)
        try:
            self._lock.acquire()
            self._name_holder(LockHolder(person, platform.node(), os.getpid(), clock.now()))
        except Timeout:
            raise Refused(_held_by(read_holder(folder), folder)) from None
        except OSError as error:
            self.release()
            raise LibraryProblem(
                message(
                    "The library's folder {folder} cannot be written to: {problem}. Nothing was changed. "
                    "Open it read-only.",
                    folder=str(folder),
                    problem=system_problem(error),
                )
            ) from error

    def release(self) -> None:
        """Let others write; without effect while the right is not held: then the note is somebody else's."""
        if not self._lock.is_locked:
            return
        # A folder that lets nothing be written lets nothing be removed either: the next holder writes over it.
        with suppress(OSError):
            self._holder_file.unlink(missing_ok=True)
        self._lock.release()

    def _name_holder(self, holder: LockHolder) -> None:
        named = {
            "person": holder.person,
            "machine": holder.machine,
            "process": holder.process,
            "since": holder.since.isoformat(),
        }
        with replacing(self._holder_file) as part:
            part.write_text(json.dumps(named, ensure_ascii=False), encoding="utf-8")


def read_holder(folder: Path) -> LockHolder | None:
    """Return who says to hold a library's lock, or None when nobody does or the note cannot be read."""
    try:
        named = json.loads((folder / HOLDER_FILE).read_text(encoding="utf-8"))
        return LockHolder(
            str(named["person"]), str(named["machine"]), int(named["process"]), datetime.fromisoformat(named["since"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _held_by(holder: LockHolder | None, folder: Path) -> Message:
    if holder is None:
        return message(
            "The library in {folder} is open elsewhere. Open it read-only, or try later.", folder=str(folder)
        )
    return message(
        "The library is open: {person} on {machine} (process {process}) since {since}. "
        "Open it read-only, or ask them to close it.",
        person=holder.person,
        machine=holder.machine,
        process=holder.process,
        since=f"{holder.since:%Y-%m-%d %H:%M}",
    )
