"""A library's folder: `library.db`, `files/` and `backups/`; making it, and bringing an older one up to date."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from climafin.base.clock import Clock
from climafin.base.errors import LibraryProblem, Refused
from climafin.base.messages import message
from climafin.base.system_problems import system_problem
from climafin.store.connections import Connections, is_open_here
from climafin.store.driver import check_version, connect, plain_failures, use_wal
from climafin.store.file_head import read_schema, unreadable
from climafin.store.migrations import MIGRATIONS, Migration, migrate, schema_faults
from climafin.store.places import BACKUPS, DATABASE, FILES, HOLDER_FILE, LOCK_FILE
from climafin.store.scribe import Scribe

_PART = "library.db.part"
#: What may lie in a folder that counts as empty.
_NOT_COUNTED = frozenset((LOCK_FILE, HOLDER_FILE, _PART, f"{_PART}-journal", "desktop.ini", "Thumbs.db"))


def prepare(folder: Path) -> None:
    """Make the folder of a new library.

    Raises:
        Refused: it already holds a library or other things.
        LibraryProblem: it cannot be made.
    """
    check_version()
    make_folder(folder)
    try:
        if (folder / DATABASE).exists():
            raise Refused(message("There is already a library in {folder}. Nothing was changed.", folder=str(folder)))
        held = [item.name for item in folder.iterdir()]
        others = [name for name in held if name not in _NOT_COUNTED and not name.startswith(".")]
    except OSError as error:
        raise unusable(folder, error) from error
    if others:
        raise Refused(
            message(
                "The folder {folder} is not empty. Nothing was changed. Choose an empty or a new folder.",
                folder=str(folder),
            )
        )


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, unless they are there.

    Raises:
        LibraryProblem: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unusable(folder, error) from error


def unusable(folder: Path, error: OSError) -> LibraryProblem:
    """Return the failure of a folder that the system refuses."""
    return LibraryProblem(
        message(
            "The folder {folder} cannot be used: {problem}. Choose another one.",
            folder=str(folder),
            problem=system_problem(error),
        )
    )


def make_database(folder: Path, title: str, *, is_practice: bool, person: str, clock: Clock) -> None:
    """Make the database of a new library with its line about itself; it gets its name only when it is whole.

    Raises:
        LibraryProblem: the folder cannot be written to.
    """
    part = folder / _PART
    try:
        part.unlink(missing_ok=True)
        part.touch()
        migrate(part)
        _write_first_line(part, title, is_practice=is_practice, person=person, moment=clock.now().isoformat())
        sync(part)
        make_subfolders(folder)
        part.replace(folder / DATABASE)
    except OSError as error:
        raise unusable(folder, error) from error


def _write_first_line(part: Path, title: str, *, is_practice: bool, person: str, moment: str) -> None:
    """Write what a new library says of itself, the first entry of its history."""
    connection = connect(part)
    try:
        Scribe(action_id=1, verb="new", at=moment, person=person, is_open=True).register(connection)
        connection.execute(
            "INSERT INTO library (id, title, is_practice, single_user, created_at) VALUES (1, ?, ?, 1, ?)",
            (title, int(is_practice), moment),
        )
        use_wal(connection)
    finally:
        connection.close()


def make_subfolders(folder: Path) -> None:
    """Make the folders a library has beside its database."""
    (folder / FILES).mkdir(exist_ok=True)
    (folder / BACKUPS).mkdir(exist_ok=True)


def look_at_head(folder: Path) -> int | None:
    """Return the schema number in a library's head; None when this process has it open, which proves it sound.

    Raises:
        LibraryProblem: there is no library, or the file is none.
    """
    path = folder / DATABASE
    return None if is_open_here(path) else read_schema(path)


def look_first(path: Path, *, with_structure: bool) -> None:
    """Compare a file's triggers and columns with ours before anything in it may run.

    Args:
        path: the file.
        with_structure: look at its structure as well: the last program did not close it.

    Raises:
        LibraryProblem: it is damaged, or was worked on with another program.
    """
    connections = Connections(path, read_only=True, trusted=False)
    try:
        with connections.reading() as connection:
            is_sound = not with_structure or connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            faults = schema_faults(connection)
    finally:
        connections.close()
    if not is_sound:
        raise LibraryProblem(
            message("The library file is damaged. Nothing was changed. Restore the last backup, or open it read-only.")
        )
    if faults:
        raise LibraryProblem(
            message(
                "The library's inner rules were changed by another program ({names}). It was not opened for writing. "
                "Open it read-only, or restore a backup.",
                names=", ".join(faults[:5]),
            )
        )


def is_at_rest(folder: Path) -> bool:
    """Tell whether nobody says to be writing in a library and whoever wrote last closed it in order."""
    if (folder / HOLDER_FILE).exists():
        return False
    try:
        return (folder / f"{DATABASE}-wal").stat().st_size == 0
    except FileNotFoundError:  # also when its writer closes at this moment
        return True


def upgrade(
    folder: Path, clock: Clock, *, may_upgrade: bool = True, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Look at a library's head and bring an older one up to date, on a copy that then takes its place.

    A kill at any moment leaves the old library or the new one; the old one stays as a backup.

    Raises:
        LibraryProblem: it is no library, or it is older and may not or cannot be upgraded now; it is then unchanged.
    """
    path = folder / DATABASE
    schema = look_at_head(folder)
    if schema is None or schema >= migrations[-1].number:
        return
    if not may_upgrade:
        raise LibraryProblem(
            message("The library is of an older format. Open it once for writing, which brings it up to date.")
        )
    kept = folder / BACKUPS / f"before-upgrade-{clock.now():%Y-%m-%dT%H-%M-%S}.db"
    try:
        with plain_failures():
            _upgrade_on_copy(path, kept, migrations)
    except OSError as error:
        raise LibraryProblem(
            message(
                "The library could not be brought up to date: {problem}. The library is unchanged.",
                problem=system_problem(error),
            )
        ) from error


def _upgrade_on_copy(path: Path, kept: Path, migrations: Sequence[Migration]) -> None:
    part = path.with_name(_PART)
    kept.parent.mkdir(exist_ok=True)
    try:
        # Under the name of a part first: a full disk must leave nothing that looks like a backup.
        part.unlink(missing_ok=True)
        vacuum_into(path, part)
        sync(part)
        part.replace(kept)
        vacuum_into(path, part)
        migrate(part, migrations)
        to_wal(part)
        sync(part)
        for side in ("-wal", "-shm"):
            path.with_name(f"{DATABASE}{side}").unlink(missing_ok=True)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def vacuum_into(source: Path, target: Path) -> None:
    """Write a compact copy of a database that may be in use; the live file itself is never copied."""
    connection = connect(source)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        # Closing the last connection also writes the write-ahead log back.
        connection.close()


def copied_elsewhere(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Copy a library's database into a temporary folder, to be read there by somebody who may not write here.

    Raises:
        LibraryProblem: it cannot be read.
    """
    copy = tempfile.TemporaryDirectory(prefix="climafin-")
    try:
        for part in (DATABASE, f"{DATABASE}-wal"):
            if (folder / part).exists():
                shutil.copyfile(folder / part, Path(copy.name) / part)
    except OSError as error:
        copy.cleanup()
        raise unreadable(folder / DATABASE, error) from error
    return copy


def to_wal(path: Path) -> None:
    """Make a file that nobody has open a WAL file."""
    connection = connect(path)
    try:
        use_wal(connection)
    finally:
        connection.close()


def sync(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
