"""Backups: made by SQLite from the living library, checked before they get their name, thinned with age."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from climafin.base.clock import OFFICE_ZONE, Clock
from climafin.base.errors import CallProblem, LibraryProblem, Refused
from climafin.base.messages import message
from climafin.base.replacing import replacing
from climafin.base.system_problems import system_problem
from climafin.store import chain
from climafin.store.connections import is_open_here
from climafin.store.driver import connect, plain_failures
from climafin.store.file_head import read_schema
from climafin.store.folder import make_folder, make_subfolders, sync, to_wal, vacuum_into
from climafin.store.library import Library
from climafin.store.lock import WriterLock
from climafin.store.places import BACKUPS, DATABASE, FILES, SET_ASIDE

_NAMED = "%Y-%m-%dT%H-%M-%S"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is written beside a backup.

    Attributes:
        file: the backup's name.
        sha256: of its bytes, hex.
        title: the library's title.
        schema: the number of its last migration.
        projects: how many projects it holds.
        entries: how many history entries it holds.
        chain_head: the last entry's hash.
        made_at: when, ISO.
        person: who.
    """

    file: str
    sha256: str
    title: str
    schema: int
    projects: int
    entries: int
    chain_head: str
    made_at: str
    person: str


def make_backup(library: Library, target: Path | None = None) -> Path:
    """Back a library up into a folder and return the backup's path.

    Args:
        library: the library.
        target: a folder, best on another disk; kept files go with it. The library's own `backups/` when None,
            where older backups are thinned.

    Raises:
        LibraryProblem: the disk is full, the folder cannot be written to, or the library is damaged; nothing
            that looks like a backup is left.
    """
    folder = target or library.folder / BACKUPS
    now = library.clock.now()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_name(folder, f"{now:{_NAMED}}")
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        try:
            with plain_failures():
                vacuum_into(library.connections.path, part)
                manifest = _checked(part, path.name, now, library.person)
            sync(part)
            told = path.with_suffix(".json")
            told.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
            # A manifest that a power cut left empty would condemn a sound backup.
            sync(told)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        if target is not None:
            _copy_files(library.folder / FILES, target / FILES)
        else:
            _thin(folder, now)
    except OSError as error:
        raise LibraryProblem(
            message(
                "No backup could be made in {folder}: {problem}. The library itself is unchanged.",
                folder=str(folder),
                problem=system_problem(error),
            )
        ) from error
    return path


def backup_if_due(library: Library) -> Path | None:
    """Back a library up when it has changed since the newest backup and that is an hour old; else return None.

    Raises:
        LibraryProblem: as `make_backup`.
    """
    head = library.chain_head()
    if not library.is_claimed or head.count <= 1 or library.info.is_practice:
        return None
    newest = next(iter(backups(library.folder)), None)
    if newest is not None:
        moment = made_at(newest)
        # One from the future, of a day when the machine's clock was wrong, must not hold up those of today.
        is_fresh = moment is not None and timedelta(0) <= library.clock.now() - moment < timedelta(hours=1)
        if is_fresh or _entries_in(newest) == head.count:
            return None
    return make_backup(library)


def _entries_in(backup: Path) -> int | None:
    try:
        manifest = json.loads(backup.with_suffix(".json").read_text(encoding="utf-8"))
        return int(manifest["entries"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _free_name(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}_{number}.db"
    return path


def _checked(part: Path, name: str, now: datetime, person: str) -> Manifest:
    connection = connect(part, read_only=True, trusted=False)
    try:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok" or chain.first_break(connection):
            raise LibraryProblem(
                message("The library is damaged, so no backup was made. Run “check”, and restore an earlier backup.")
            )
        head = chain.head(connection)
        title = connection.execute("SELECT title FROM library").fetchone()[0]
        projects = connection.execute("SELECT count(*) FROM project").fetchone()[0]
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()
    return Manifest(name, _sha256(part), title, schema, projects, head.count, head.digest, now.isoformat(), person)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_files(source: Path, target: Path) -> None:
    """Copy kept files that are not there yet; they are named by their hash, so one name is one content."""
    for file in source.glob("*/*"):
        copy = target / file.parent.name / file.name
        if not copy.exists() and file.suffix != ".part":
            copy.parent.mkdir(parents=True, exist_ok=True)
            with replacing(copy) as part:
                shutil.copyfile(file, part)


def backups(folder: Path) -> list[Path]:
    """Return a library's own backups, newest first."""
    found = [path for path in (folder / BACKUPS).glob("*.db") if made_at(path) is not None]
    return sorted(found, key=lambda path: (made_at(path) or datetime.min.replace(tzinfo=OFFICE_ZONE), path.name))[::-1]


def made_at(path: Path) -> datetime | None:
    """Return the moment in a backup's name, or None when it has none."""
    stem = path.stem.removeprefix("before-upgrade-").split("_")[0]
    try:
        return datetime.strptime(stem, _NAMED).replace(tzinfo=OFFICE_ZONE)
    except ValueError:
        return None


def kept(moments: Sequence[datetime], now: datetime) -> set[datetime]:
    """Return which backups stay: all of two days, then one a day for 12, one a week for 10, one a month for 9.

    The newest of each day, week and month stays, and the newest of all in any case.
    """
    stay: set[datetime] = set(sorted(moments)[-1:])
    periods: dict[tuple[int, ...], datetime] = {}
    for moment in sorted(moments):
        age = now - moment
        if age < timedelta(days=2):
            stay.add(moment)
        elif age < timedelta(days=14):
            periods[1, moment.year, moment.month, moment.day] = moment
        elif age < timedelta(days=14, weeks=10):
            periods[2, *moment.isocalendar()[:2]] = moment
        elif age < timedelta(days=14 + 9 * 31, weeks=10):
            periods[3, moment.year, moment.month] = moment
    return stay | set(periods.values())


def _thin(folder: Path, now: datetime) -> None:
    """Remove what has aged out; backups made before an upgrade are never removed."""
    aged = {path: made_at(path) for path in folder.glob("*.db") if not path.name.startswith("before-upgrade-")}
    stay = kept([moment for moment in aged.values() if moment is not None], now)
    for path, moment in aged.items():
        if moment is not None and moment not in stay:
            path.unlink()
            path.with_suffix(".json").unlink(missing_ok=True)


def restore_backup(folder: Path, backup: Path, person: str, clock: Clock) -> Path:
    """Put a backup in a library's place and return where the present files were set aside.

    The present file *and* its write-ahead log are moved together: a log left behind would be read into
    the restored file. Kept files that lie beside a backup made elsewhere come along.

    Raises:
        Refused: somebody has the library open.
        CallProblem: there is no such backup.
        LibraryProblem: the backup is damaged, the disk is full, or another program holds a file; the library is then
            unchanged.
    """
    path, part = folder / DATABASE, folder / f"{DATABASE}.part"
    if is_open_here(path) or is_open_here(backup):
        raise Refused(message("The library is open. Close it before restoring a backup. Nothing was changed."))
    if not backup.exists():
        raise CallProblem(message("There is no backup {path}. Nothing was changed.", path=str(backup)))
    _check_digest(backup)
    read_schema(backup)
    make_folder(folder)
    lock = WriterLock(folder, person, clock)
    try:
        _copy_sound(backup, part, person, clock)
        aside = _change_places(part, folder, clock.now())
    except OSError as error:
        raise LibraryProblem(
            message(
                "The backup {name} could not take the library's place: {problem}. Nothing was changed. Close the "
                "programs that have the library open and try again.",
                name=backup.name,
                problem=system_problem(error),
            )
        ) from error
    finally:
        part.unlink(missing_ok=True)
        lock.release()
    library = Library.open(folder, person=person, clock=clock)
    try:
        with library.action("restore", backup.name) as action:
            action.set_library(restored_from=backup.name)
    finally:
        library.close()
    return aside


def _copy_sound(backup: Path, part: Path, person: str, clock: Clock) -> None:
    """Copy a backup beside the library, with the kept files that lie beside it, and look whether it is whole."""
    try:
        part.unlink(missing_ok=True)
        shutil.copyfile(backup, part)
        make_subfolders(part.parent)
        _copy_files(backup.parent / FILES, part.parent / FILES)
    except OSError as error:
        raise LibraryProblem(
            message(
                "The backup {name} could not be copied: {problem}. Nothing was changed.",
                name=backup.name,
                problem=system_problem(error),
            )
        ) from error
    try:
        with plain_failures():
            _checked(part, backup.name, clock.now(), person)
    except LibraryProblem as problem:
        raise LibraryProblem(
            message("The backup {name} is damaged. Nothing was changed. Choose another one.", name=backup.name)
        ) from problem
    with plain_failures():
        to_wal(part)
        sync(part)


def _check_digest(backup: Path) -> None:
    try:
        manifest = json.loads(backup.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except (OSError, ValueError):
        manifest = {}
    if not isinstance(manifest, dict) or manifest.get("sha256") != _sha256(backup):
        raise LibraryProblem(
            message(
                "The backup {name} is not what it was when it was made. Nothing was changed. Choose another one.",
                name=backup.name,
            )
        )


def _change_places(part: Path, folder: Path, now: datetime) -> Path:
    """Put a file in the library's place, its present files aside, and return where those lie; all or nothing."""
    aside = folder / SET_ASIDE / f"{now:{_NAMED}}"
    number = 1
    while aside.exists():
        number += 1
        aside = folder / SET_ASIDE / f"{now:{_NAMED}}_{number}"
    aside.mkdir(parents=True)
    moved: list[str] = []
    try:
        # The log goes first: a kill in between leaves the main file, which is whole without it or set aside next time.
        for name in (f"{DATABASE}-shm", f"{DATABASE}-wal", DATABASE):
            if (folder / name).exists():
                (folder / name).rename(aside / name)
                moved.append(name)
        part.replace(folder / DATABASE)
    except OSError:
        # Windows lets nobody move a file that another program has open.
        for name in reversed(moved):
            (aside / name).rename(folder / name)
        aside.rmdir()
        raise
    return aside
