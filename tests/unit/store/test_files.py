"""A library file is looked at before SQLite gets it, locked while written, and backed up whole."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.errors import LibraryProblem, Refused
from climafin.base.progress import NoProgress
from climafin.store.backup import backup_if_due, backups, kept, make_backup, restore_backup
from climafin.store.check import check
from climafin.store.driver import connect, file_uri
from climafin.store.folder import upgrade
from climafin.store.library import Library
from climafin.store.lock import read_holder
from climafin.store.migrations import MIGRATIONS, add_fields


def register(library: Library, name: str) -> str:
    with library.action("register") as action:
        return action.add_project({"name": name})


def faults(library: Library) -> list[str]:
    return [problem.text for problem in check(library.connections, library.folder, NoProgress())]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is an empty file"),
        (b"PK\x03\x04 something else entirely, long enough to be looked at" * 4, "is not a ClimaFin library"),
        (b"SQLite format 3\x00", "is not a ClimaFin library"),
    ],
)
def test_what_is_no_library_is_refused_and_left_alone(
    tmp_path: Path, clock: FixedClock, content: bytes, told: str
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    for read_only in (True, False):
        with pytest.raises(LibraryProblem, match=told):
            Library.open(tmp_path, person="张敏", clock=clock, read_only=read_only)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"C:\项目库 50%\a#b.db"), "file:///C:/%E9%A1%B9%E7%9B%AE%E5%BA%93%2050%25/a%23b.db"),
        (PureWindowsPath(r"\\server\share\library.db"), "file:////server/share/library.db"),
        (PurePosixPath("/home/张敏/what?.db"), "file:///home/%E5%BC%A0%E6%95%8F/what%3F.db"),
    ],
)
def test_sqlite_is_given_any_place_a_library_may_lie_in(path: PurePath, uri: str) -> None:
    assert file_uri(path) == uri


def test_another_programs_database_is_refused(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "library.db").touch()
    connection = connect(tmp_path / "library.db")
    connection.execute("CREATE TABLE tracks (title TEXT)")
    connection.close()
    with pytest.raises(LibraryProblem, match="database of another program"):
        Library.open(tmp_path, person="张敏", clock=clock)


def test_a_newer_library_names_what_is_needed(library: Library, clock: FixedClock) -> None:
    path = library.folder / "library.db"
    library.close()
    connection = connect(path)
    connection.execute("PRAGMA user_version=9999")
    connection.close()
    with pytest.raises(LibraryProblem) as failed:
        Library.open(library.folder, person="张敏", clock=clock)
    assert failed.value.told.values["schema"] == 9999


def test_no_library_at_all(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(LibraryProblem, match="no library"):
        Library.open(tmp_path, person="张敏", clock=clock)
    assert list(tmp_path.iterdir()) == []


def test_the_second_writer_hears_who_is_first_and_may_read(library: Library, clock: FixedClock) -> None:
    uid = register(library, "甲")
    with pytest.raises(Refused) as failed:
        Library.open(library.folder, person="王强", clock=clock)
    assert failed.value.told.values["person"] == "张敏"
    assert failed.value.told.values["process"] == os.getpid()
    reader = Library.open(library.folder, person="王强", clock=clock, read_only=True)
    assert reader.project(uid).name == "甲"
    with pytest.raises(Refused, match="read-only"), reader.action("edit"):
        pass
    reader.close()
    assert register(library, "乙") in library.uids()


def test_threads_that_write_first_at_once_do_not_shut_each_other_out(library: Library, clock: FixedClock) -> None:
    library.close()
    again = Library.open(library.folder, person="张敏", clock=clock, claims_later=True)
    assert not again.is_claimed
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda number: register(again, f"甲{number}"), range(8)))
    assert sorted(again.uids()) == sorted(made)
    again.close()


def test_the_lock_of_a_killed_program_is_free_at_once(library: Library, clock: FixedClock) -> None:
    library.close()
    holding = (
        "import sys, pathlib; from climafin.base.clock import Clock; from climafin.store.library import Library\n"
        "library = Library.open(pathlib.Path(sys.argv[1]), person='王强', clock=Clock())\n"
        "print('open', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", holding, str(library.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline().strip() == b"open"
    with pytest.raises(Refused) as failed:
        Library.open(library.folder, person="张敏", clock=clock)
    assert failed.value.told.values["person"] == "王强"
    child.kill()
    child.wait()
    child.stdout.close()
    child.stdin.close()
    again = Library.open(library.folder, person="张敏", clock=clock)
    holder = read_holder(library.folder)
    assert holder is not None
    assert holder.person == "张敏"
    again.close()
    assert read_holder(library.folder) is None


def test_an_older_library_is_upgraded_on_a_copy_and_kept(library: Library, clock: FixedClock) -> None:
    uid = register(library, "甲")
    library.close()
    steps = (*MIGRATIONS, add_fields(len(MIGRATIONS) + 1, "wind", "wind_speed REAL"))
    upgrade(library.folder, clock, migrations=steps)
    connection = connect(library.folder / "library.db")
    assert connection.execute("SELECT uid, wind_speed FROM project").fetchall() == [(uid, None)]
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()
    old = next((library.folder / "backups").glob("before-upgrade-*.db"))
    assert old in backups(library.folder)
    connection = connect(old, read_only=True)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    connection.close()


def test_a_failing_upgrade_leaves_the_library_as_it_was(library: Library, clock: FixedClock) -> None:
    uid = register(library, "甲")
    library.close()
    steps = (*MIGRATIONS, add_fields(len(MIGRATIONS) + 1, "broken", "name TEXT"))
    with pytest.raises(Exception, match="duplicate column"):
        upgrade(library.folder, clock, migrations=steps)
    again = Library.open(library.folder, person="张敏", clock=clock)
    assert again.uids() == [uid]
    assert faults(again) == []
    again.close()


def test_an_upgrade_that_finds_no_room_is_told_and_leaves_nothing_behind(
    library: Library, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = register(library, "甲")
    library.close()
    before = sorted(item.name for item in library.folder.rglob("*"))
    steps = (*MIGRATIONS, add_fields(len(MIGRATIONS) + 1, "wind", "wind_speed REAL"))

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(LibraryProblem, match="could not be brought up to date"):
            upgrade(library.folder, clock, migrations=steps)
    assert sorted(item.name for item in library.folder.rglob("*")) == before
    again = Library.open(library.folder, person="张敏", clock=clock)
    assert again.uids() == [uid]
    again.close()


def test_a_backup_brings_back_what_was(library: Library, clock: FixedClock, tmp_path: Path) -> None:
    first = register(library, "甲")
    backup = make_backup(library)
    manifest = json.loads(backup.with_suffix(".json").read_text("utf-8"))
    assert (manifest["projects"], manifest["chain_head"]) == (1, library.chain_head().digest)
    register(library, "乙")
    library.close()
    aside = restore_backup(library.folder, backup, "王强", clock)
    assert (aside / "library.db").exists()
    again = Library.open(library.folder, person="张敏", clock=clock)
    assert again.uids() == [first]
    assert again.history(limit=1)[0].verb == "restore"
    assert faults(again) == []
    again.close()


def test_the_old_log_cannot_creep_into_a_restored_library(library: Library, clock: FixedClock, tmp_path: Path) -> None:
    first = register(library, "甲")
    backup = make_backup(library, tmp_path / "disk")
    register(library, "乙")
    # As after a kill: the last change lies in the write-ahead log only.
    killed = tmp_path / "killed"
    shutil.copytree(library.folder, killed)
    assert (killed / "library.db-wal").stat().st_size > 0
    restore_backup(killed, backup, "王强", clock)
    again = Library.open(killed, person="张敏", clock=clock)
    assert again.uids() == [first]
    again.close()


def test_a_changed_backup_is_not_restored(library: Library, clock: FixedClock) -> None:
    uid = register(library, "甲")
    backup = make_backup(library)
    library.close()
    content = bytearray(backup.read_bytes())
    content[-100] ^= 1
    backup.write_bytes(content)
    with pytest.raises(LibraryProblem, match="is not what it was"):
        restore_backup(library.folder, backup, "王强", clock)
    again = Library.open(library.folder, person="张敏", clock=clock)
    assert again.uids() == [uid]
    again.close()


def test_restoring_over_an_open_library_is_refused(library: Library, clock: FixedClock) -> None:
    register(library, "甲")
    with pytest.raises(Refused, match="is open"):
        restore_backup(library.folder, make_backup(library), "王强", clock)


def test_a_backup_elsewhere_takes_kept_files_along(library: Library, tmp_path: Path) -> None:
    with library.action("import") as action:
        path = action.keep_report("退回.xlsx", b"content")
    make_backup(library, tmp_path / "disk")
    assert (tmp_path / "disk" / path.relative_to(library.folder)).read_bytes() == b"content"


def test_a_backup_elsewhere_brings_kept_files_back(library: Library, clock: FixedClock, tmp_path: Path) -> None:
    with library.action("import") as action:
        action.keep_report("退回.xlsx", b"content")
    backup = make_backup(library, tmp_path / "disk")
    library.close()
    restore_backup(tmp_path / "new machine", backup, "王强", clock)
    again = Library.open(tmp_path / "new machine", person="张敏", clock=clock)
    assert faults(again) == []
    again.close()


@pytest.mark.parametrize("held", ["library.db", "library.db.part"])
def test_a_file_that_another_program_holds_leaves_the_library_as_it_was(
    library: Library, clock: FixedClock, tmp_path: Path, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(library, "甲")
    backup = make_backup(library, tmp_path / "disk")
    second = register(library, "乙")
    # As after a kill: the last change lies in the write-ahead log only.
    killed = tmp_path / "killed"
    shutil.copytree(library.folder, killed)
    before = sorted(item.name for item in killed.iterdir())

    def held_fast(move: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def moved(path: Path, target: Path) -> Path:
            if path == killed / held:
                raise PermissionError(errno.EACCES, "in use", str(path))
            return move(path, target)

        return moved

    with monkeypatch.context() as windows:
        windows.setattr(Path, "rename", held_fast(Path.rename))
        windows.setattr(Path, "replace", held_fast(Path.replace))
        with pytest.raises(LibraryProblem, match="could not take the library's place"):
            restore_backup(killed, backup, "王强", clock)
    assert sorted(item.name for item in killed.iterdir() if item.name not in ("set-aside", "library.lock")) == [
        name for name in before if not name.startswith("library.lock")
    ]
    again = Library.open(killed, person="张敏", clock=clock)
    assert second in again.uids()
    again.close()


def test_nothing_that_looks_like_a_backup_is_left_when_it_fails(library: Library, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(LibraryProblem, match="No backup could be made"):
        make_backup(library, blocked)


def test_a_backup_is_due_once_an_hour_and_only_after_changes(library: Library, clock: FixedClock) -> None:
    assert backup_if_due(library) is None
    register(library, "甲")
    assert backup_if_due(library) is not None
    register(library, "乙")
    assert backup_if_due(library) is None
    library.clock = FixedClock(clock.now() + timedelta(hours=2))
    assert backup_if_due(library) is not None
    library.clock = FixedClock(clock.now() + timedelta(hours=4))
    assert backup_if_due(library) is None


def test_a_backup_from_the_future_does_not_hold_up_those_of_today(library: Library, clock: FixedClock) -> None:
    library.clock = FixedClock(clock.now() + timedelta(days=900))  # the machine's clock was wrong for a day
    register(library, "甲")
    assert backup_if_due(library) is not None
    library.clock = clock
    register(library, "乙")
    assert backup_if_due(library) is not None


NOW = datetime(2026, 11, 20, 12, tzinfo=OFFICE_ZONE)


def test_backups_thin_with_age() -> None:
    hourly = [NOW - timedelta(hours=hour) for hour in range(24 * 500)]
    stay = kept(hourly, NOW)
    ages = sorted((NOW - moment).days for moment in stay)
    assert sum(age < 2 for age in ages) == 48
    assert sum(2 <= age < 14 for age in ages) in (12, 13)
    assert sum(14 <= age < 84 for age in ages) in (10, 11)
    assert sum(age >= 84 for age in ages) in (9, 10, 11)


@given(st.lists(st.integers(0, 24 * 900), max_size=60))
def test_thinning_never_drops_the_newest_and_settles(hours: list[int]) -> None:
    moments = [NOW - timedelta(hours=hour) for hour in hours]
    stay = kept(moments, NOW)
    assert stay <= set(moments)
    assert not moments or max(moments) in stay
    assert kept(sorted(stay), NOW) == stay
