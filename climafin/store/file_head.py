"""A look at a library file's first bytes, before SQLite opens it.

SQLite would take a zero-length file and a foreign database as an empty library and write into them.
The look is a plain read, which on POSIX drops the locks our process holds on the same file: it is
taken only while no connection of this process has the file open.
"""

import struct
from pathlib import Path

from climafin.base.errors import LibraryProblem, NewerLibrary
from climafin.base.messages import Message, message
from climafin.base.system_problems import system_problem
from climafin.store.migrations import APPLICATION_ID, SCHEMA
from climafin.store.places import BACKUPS

_MAGIC = b"SQLite format 3\x00"
_HEAD_LENGTH = 100


def read_schema(path: Path) -> int:
    """Return the schema number in the head of a sound library file: that of its last migration.

    Raises:
        LibraryProblem: the file is missing, empty, no library, or made by a newer program.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_LENGTH)
    except FileNotFoundError:
        raise LibraryProblem(_missing(path)) from None
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        raise LibraryProblem(
            message("{path} is an empty file, not a library. Nothing was opened. Restore a backup.", path=str(path))
        )
    if len(head) < _HEAD_LENGTH or not head.startswith(_MAGIC):
        raise LibraryProblem(
            message(
                "{path} is not a ClimaFin library, or its head is damaged. Nothing was opened. Choose another folder, "
                "or restore a backup.",
                path=str(path),
            )
        )
    schema, application = struct.unpack(">I", head[60:64])[0], struct.unpack(">I", head[68:72])[0]
    if application != APPLICATION_ID:
        raise LibraryProblem(
            message(
                "{path} is a database of another program. Nothing was opened. Choose the folder of a library.",
                path=str(path),
            )
        )
    if schema > SCHEMA:
        raise NewerLibrary(
            message(
                "The library was made by a newer ClimaFin (library format {schema}; this program knows up to "
                "{known}). Nothing was opened. Use the newer program.",
                schema=schema,
                known=SCHEMA,
            )
        )
    return int(schema)


def unreadable(path: Path, error: OSError) -> LibraryProblem:
    """Return the failure of a file that the system does not let us read."""
    return LibraryProblem(message("{path} cannot be read: {problem}.", path=str(path), problem=system_problem(error)))


def _missing(path: Path) -> Message:
    if (path.parent / BACKUPS).is_dir():
        return message("The library file in {folder} is missing. Restore a backup.", folder=str(path.parent))
    return message(
        "There is no library in {folder}. Choose the folder that holds library.db, or make a new library.",
        folder=str(path.parent),
    )
