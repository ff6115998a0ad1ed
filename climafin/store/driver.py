"""The one door to SQLite: our own recent copy, never the system's, and its failures in plain words.

Only this module names the driver. Why not the system's copy: up to 3.51.2 a library in WAL mode may be
damaged when one connection commits while another checkpoints; and two copies of SQLite in one process
drop each other's locks.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from sqlcipher3 import dbapi2

from climafin.base.errors import LibraryProblem, Refused
from climafin.base.messages import Message, message

if TYPE_CHECKING:
    # For the checker alone: the two modules have the same shape, and this one must not be loaded.
    from sqlite3 import Connection

    __all__ = [
        "Connection",
        "SqliteError",
        "check_version",
        "connect",
        "file_uri",
        "module",
        "plain_failures",
        "use_wal",
    ]
else:
    Connection = dbapi2.Connection

SOUND_SINCE = (3, 51, 3)
SqliteError: type[Exception] = dbapi2.Error
module = dbapi2

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26


def check_version(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Refuse a SQLite that may damage libraries.

    Raises:
        LibraryProblem: it is older than 3.51.3.
    """
    if tuple(version) < SOUND_SINCE:
        raise LibraryProblem(
            message(
                "The SQLite in use ({version}) may damage libraries. Nothing was opened. Set ClimaFin up again.",
                version=".".join(str(part) for part in version),
            )
        )


def connect(path: Path, *, read_only: bool = False, trusted: bool = True) -> Connection:
    """Open a connection under the connection rules of this room.

    Args:
        path: the database file.
        read_only: nothing can be written through it.
        trusted: whether triggers may call our functions; False for a file not looked at yet.
    """
    check_version()
    uri = file_uri(path.absolute()) + ("?mode=ro" if read_only else "?mode=rw")
    connection = cast(
        "Connection", dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5.0)
    )
    try:
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute(f"PRAGMA trusted_schema={'ON' if trusted else 'OFF'}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        else:
            connection.execute("PRAGMA synchronous=FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def file_uri(path: PurePath) -> str:
    """Return an absolute path as the URI that SQLite takes.

    Not `Path.as_uri`: of a share (//server/share/…) it makes a URI with a host, which SQLite refuses.
    """
    plain = path.as_posix()
    return "file://" + ("" if plain.startswith("/") else "/") + quote(os.fsencode(plain), safe="/:")


def use_wal(connection: Connection) -> None:
    """Switch a library to write-ahead logging and read back whether that was granted.

    Raises:
        LibraryProblem: the folder does not allow it (a network drive, for example).
    """
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        raise LibraryProblem(
            message(
                "This folder does not allow safe writing (network drives often do not). "
                "Nothing was changed. Keep the library on a local disk."
            )
        )


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn what the disk or another program does to us into a sentence; our own mistakes stay loud."""
    try:
        yield
    except SqliteError as error:
        told = _told(error)
        if told is None:
            raise
        kind = Refused if _code(error) in (_BUSY, _LOCKED) else LibraryProblem
        raise kind(told) from error


def _code(error: Exception) -> int:
    # Extended codes carry the plain one in their low byte.
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


_TOLD = {
    _FULL: message(
        "The disk is full. The change was not saved; everything saved before is safe. Make room and try again."
    ),
    _BUSY: message("The library is busy in another program. Nothing was changed. Try again in a moment."),
    _LOCKED: message("The library is busy in another program. Nothing was changed. Try again in a moment."),
    _READONLY: message(
        "The library's folder cannot be written to. Nothing was changed. Check its rights, or open it read-only."
    ),
    _IOERR: message(
        "The disk failed while reading or writing the library. Check the disk, then run “check” or restore a backup."
    ),
    _CORRUPT: message("The library file is damaged. Nothing was changed. Restore the last backup."),
    _NOTADB: message("The file is not a ClimaFin library, or it is damaged. Nothing was changed. Restore a backup."),
    _CANTOPEN: message("The library file cannot be opened. Check that the folder exists and may be read."),
}


def _told(error: Exception) -> Message | None:
    return _TOLD.get(_code(error))
