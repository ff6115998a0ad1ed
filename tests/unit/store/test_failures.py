"""What the disk does to us is told in plain words, and nothing is lost."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import LibraryProblem, Refused
from climafin.base.progress import NoProgress
from climafin.store.check import check
from climafin.store.driver import SqliteError, connect
from climafin.store.library import Library


def register(library: Library, name: str) -> str:
    with library.action("register") as action:
        return action.add_project({"name": name, "description": "x" * 400})


def register_many(library: Library, count: int) -> None:
    for number in range(count):
        register(library, f"乙{number}")


def test_a_full_disk_fails_the_edit_and_nothing_else(library: Library) -> None:
    kept = register(library, "甲")
    writer = library.connections.writer
    assert writer is not None
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LibraryProblem, match="disk is full"):
        register_many(library, 200)
    writer.execute("PRAGMA max_page_count=1000000")
    assert kept in library.uids()
    # The same program goes on without a restart.
    assert register(library, "丙") in library.uids()
    assert check(library.connections, library.folder, NoProgress()) == []


def test_a_library_busy_elsewhere_says_so(library: Library) -> None:
    register(library, "甲")
    writer = library.connections.writer
    assert writer is not None
    writer.execute("PRAGMA busy_timeout=20")
    other = connect(library.folder / "library.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refused, match="busy"):
        register(library, "乙")
    other.execute("ROLLBACK")
    other.close()
    register(library, "丙")


def test_our_own_mistakes_stay_loud(library: Library) -> None:
    with pytest.raises(SqliteError, match="no such table"), library.connections.reading() as connection:
        connection.execute("SELECT * FROM nowhere")


def test_after_a_cut_off_session_the_structure_is_looked_at(library: Library, clock: FixedClock) -> None:
    register_many(library, 60)
    path = library.folder / "library.db"
    library.close()
    content = bytearray(path.read_bytes())
    content[4096 * 20 :] = bytes(len(content) - 4096 * 20)
    path.write_bytes(content)
    # What a killed program leaves behind.
    path.with_name("library.db-wal").touch()
    with pytest.raises(LibraryProblem, match="Restore the last backup"):
        Library.open(library.folder, person="张敏", clock=clock)


def open_and_check(folder: Path, clock: FixedClock) -> None:
    damaged = Library.open(folder, person="张敏", clock=clock)
    try:
        problems = check(damaged.connections, damaged.folder, NoProgress())
    finally:
        damaged.close()
    if problems:
        raise LibraryProblem(problems[0])


def test_a_damaged_file_is_told_and_the_backup_named(library: Library, clock: FixedClock) -> None:
    for number in range(60):
        register(library, f"甲{number}")
    path = library.folder / "library.db"
    library.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : -4096] = bytes(len(content) - 4096 * 4)
    path.write_bytes(content)
    with pytest.raises(LibraryProblem, match="damaged"):
        open_and_check(library.folder, clock)


READ_ONLY = """
import os, pathlib, sys
from climafin.base.clock import Clock
from climafin.base.errors import LibraryProblem
from climafin.store import lock  # loaded while we may still read Python's own files
from climafin.store.library import Library
if os.geteuid() == 0:
    os.seteuid(65534)
folder = pathlib.Path(sys.argv[1])
try:
    Library.open(folder, person="x", clock=Clock())
except LibraryProblem as error:
    print(error.told.text)
reader = Library.open(folder, person="x", clock=Clock(), read_only=True)
print(len(reader.uids()))
reader.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such rights on Windows")
def test_a_folder_that_cannot_be_written_can_still_be_read(clock: FixedClock) -> None:
    # Not in pytest's own folder, which nobody but its owner may enter.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        library = Library.create(Path(name) / "lib", title="x", is_practice=False, person="张敏", clock=clock)
        register(library, "甲")
        library.close()
        for item in (*library.folder.rglob("*"), library.folder):
            item.chmod(0o555 if item.is_dir() else 0o444)
        child = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(library.folder)], capture_output=True, text=True, check=False
        )
        for item in (library.folder, *library.folder.rglob("*")):
            item.chmod(0o755)
    assert child.stderr == ""
    told, count = child.stdout.splitlines()
    assert "cannot be written to" in told
    assert count == "1"
