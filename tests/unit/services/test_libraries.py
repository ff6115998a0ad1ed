"""Making, practising in, checking and restoring libraries."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, Cancelled, LibraryProblem, Refused
from climafin.base.messages import Message
from climafin.base.progress import CancelFlag, NoProgress
from climafin.domain.query import ProjectQuery
from climafin.services.libraries import (
    backup_library,
    change_library,
    check_library,
    create_library,
    list_backups,
    make_practice_library,
    open_library,
    practice_folder,
    restore_library,
)
from climafin.services.projects import list_uids, register_project
from climafin.services.selftest import selftest
from climafin.services.session import Session


def test_a_new_library_is_named_and_single_user(session: Session) -> None:
    assert (session.info.title, session.info.single_user, session.info.is_practice) == ("两江新区项目库", True, False)
    assert session.info.created_at == session.clock.now()
    change_library(session, title="新名")
    assert session.info.title == "新名"


def test_a_library_changed_to_what_it_is_gives_nothing_to_undo(session: Session) -> None:
    register_project(session, {"name": "甲"})
    before = session.library.chain_head()
    change = change_library(session, title=session.info.title, single_user=True)
    assert (change.action_id, change.kinds) == (0, frozenset())
    assert session.library.chain_head() == before


def test_nobody_works_without_a_name(tmp_path: Path) -> None:
    with pytest.raises(CallProblem, match="who you are"):
        create_library(tmp_path / "lib", "  ")


def test_the_practice_library_is_marked_whole_and_made_anew(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "practice"
    with make_practice_library(folder, "张敏", NoProgress(), clock) as practice:
        assert practice.info.is_practice
        assert practice.info.title.startswith("练习库")
        first = list_uids(practice, ProjectQuery())
        register_project(practice, {"name": "甲"})
        assert check_library(practice, NoProgress()).problems == ()
        assert set(practice.library.counts("status", ProjectQuery())) >= {"draft", "admitted"}
        assert len(practice.library.counts("stage", ProjectQuery())) == 6
    with make_practice_library(folder, "张敏", NoProgress(), clock) as again:
        assert len(list_uids(again, ProjectQuery())) == len(first)


def test_practice_never_replaces_a_real_library(session: Session, clock: FixedClock) -> None:
    register_project(session, {"name": "甲"})
    session.close()
    with pytest.raises(Refused, match="real one"):
        make_practice_library(session.library.folder, "张敏", NoProgress(), clock)
    with open_library(session.library.folder, "张敏", clock=clock) as again:
        assert len(list_uids(again, ProjectQuery())) == 1


def test_practice_never_replaces_other_things(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "letter.docx").write_text("x")
    with pytest.raises(Refused, match="not empty"):
        make_practice_library(tmp_path, "张敏", NoProgress(), clock)
    assert (tmp_path / "letter.docx").exists()


def test_a_damaged_practice_library_is_made_anew(clock: FixedClock) -> None:
    practice_folder().mkdir(parents=True)
    (practice_folder() / "library.db").write_bytes(b"")
    with make_practice_library(practice_folder(), "张敏", NoProgress(), clock) as practice:
        assert len(list_uids(practice, ProjectQuery())) > 50


def test_what_lies_beside_the_practice_library_is_left_alone(tmp_path: Path, clock: FixedClock) -> None:
    neighbours = [tmp_path / "practice.new", tmp_path / "practice.old"]
    for neighbour in neighbours:
        neighbour.mkdir()
        (neighbour / "letter.docx").write_text("x")
    for _again in range(2):
        make_practice_library(tmp_path / "practice", "张敏", NoProgress(), clock).close()
    assert all((neighbour / "letter.docx").exists() for neighbour in neighbours)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["practice", "practice.new", "practice.old"]


def test_a_practice_library_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "practice"
    with make_practice_library(folder, "张敏", NoProgress(), clock) as practice:
        register_project(practice, {"name": "自己的"})
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "fresh":
            raise PermissionError(errno.EACCES, "refused", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(LibraryProblem, match="cannot be used"):
        make_practice_library(folder, "张敏", NoProgress(), clock)
    with open_library(folder, "张敏", clock=clock) as again:
        assert len(list_uids(again, ProjectQuery(words="自己的"))) == 1


class CancelAfter:
    """Cancels at the n-th step."""

    def __init__(self, steps: int) -> None:
        self._left = steps
        self._flag = CancelFlag()

    def step(self, done: int, total: int, doing: Message) -> None:  # noqa: ARG002 - a Progress
        self._left -= 1
        if self._left == 0:
            self._flag.cancel()
        self._flag.check()


def test_cancelling_leaves_the_old_practice_library(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "practice"
    with make_practice_library(folder, "张敏", NoProgress(), clock) as practice:
        register_project(practice, {"name": "自己的"})
    with pytest.raises(Cancelled):
        make_practice_library(folder, "张敏", CancelAfter(20), clock)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["practice"]
    with open_library(folder, "张敏", clock=clock) as again:
        assert len(list_uids(again, ProjectQuery(words="自己的"))) == 1


def test_backups_are_listed_and_restored(session: Session, clock: FixedClock) -> None:
    register_project(session, {"name": "甲"})
    backup = backup_library(session)
    register_project(session, {"name": "乙"})
    session.close()
    folder = session.library.folder
    assert list_backups(folder) == [backup]
    aside = restore_library(folder, backup, "张敏", clock)
    assert (aside / "library.db").exists()
    with open_library(folder, "张敏", clock=clock) as again:
        assert len(list_uids(again, ProjectQuery())) == 1
        report = check_library(again, NoProgress())
        assert (report.problems, report.projects) == ((), 1)


def test_closing_keeps_a_backup_of_what_changed(session: Session) -> None:
    register_project(session, {"name": "甲"})
    session.close()
    session.close()
    assert len(list_backups(session.library.folder)) == 1
    assert session.told_at_closing is None


def test_closing_goes_on_when_no_backup_can_be_made(session: Session) -> None:
    register_project(session, {"name": "甲"})
    (session.library.folder / "backups").rmdir()
    (session.library.folder / "backups").write_text("in the way")
    session.close()
    assert session.told_at_closing is not None
    assert session.library.folder.joinpath("library.lock.json").exists() is False


def test_the_selftest_passes_here() -> None:
    results = selftest(NoProgress())
    assert [told.text for told, works in results if not works] == []


def test_opening_needs_no_heavy_library(session: Session) -> None:
    register_project(session, {"name": "甲"})
    session.close()
    looking = (
        "import sys, pathlib\n"
        "from climafin.services import history, libraries, pipeline, projects\n"
        "from climafin.domain.query import ProjectQuery\n"
        "s = libraries.open_library(pathlib.Path(sys.argv[1]), 'x')\n"
        "uids = projects.list_uids(s, ProjectQuery(words='jia'))\n"
        "assert len(projects.list_rows(s, uids, ['name', 'grade'])) == 1\n"
        "projects.show_project(s, uids[0]); pipeline.board(s, ProjectQuery()); history.project_history(s, None)\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pypinyin', 'pandas', 'numpy', 'pydantic', 'sqlite3', 'PySide6'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", looking, str(session.library.folder)], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
