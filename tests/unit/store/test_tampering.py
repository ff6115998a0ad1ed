"""What another program does to a library shows; what nobody may do is refused by the file itself."""

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import LibraryProblem
from climafin.base.progress import NoProgress
from climafin.domain.dictionary import dictionary
from climafin.store import chain
from climafin.store.check import check
from climafin.store.driver import Connection, SqliteError, connect
from climafin.store.library import Library
from climafin.store.triggers import triggers


@pytest.fixture
def worked(library: Library) -> Library:
    with library.action("register") as action:
        uid = action.add_project({"name": "甲", "capital": 100})
    with library.action("edit") as action:
        action.edit_project(uid, {"capital": 200})
    return library


def stranger(library: Library, *, without: tuple[str, ...]) -> Connection:
    """A connection as another tool has it, after it threw triggers out."""
    connection = connect(library.folder / "library.db")
    for name in without:
        connection.execute(f"DROP TRIGGER {name}")
    return connection


def faults(library: Library) -> list[str]:
    return [problem.text for problem in check(library.connections, library.folder, NoProgress())]


def test_an_untouched_library_is_whole(worked: Library) -> None:
    assert faults(worked) == []


def test_another_tool_cannot_write_past_the_history(worked: Library) -> None:
    other = stranger(worked, without=())
    with pytest.raises(SqliteError, match="no such function"):
        other.execute("UPDATE project SET capital = 1")
    other.close()


def test_the_history_is_append_only_even_for_us(worked: Library) -> None:
    with pytest.raises(SqliteError, match="append-only"), worked.action("edit"):
        worked.connections.writer.execute("UPDATE history SET person = '王强'")  # type: ignore[union-attr]
    with pytest.raises(SqliteError, match="append-only"), worked.action("edit"):
        worked.connections.writer.execute("DELETE FROM history")  # type: ignore[union-attr]


def test_a_write_outside_an_action_fails(worked: Library) -> None:
    with pytest.raises(SqliteError):
        worked.connections.writer.execute("UPDATE project SET capital = 1")  # type: ignore[union-attr]


def test_a_practice_library_stays_one(worked: Library) -> None:
    with pytest.raises(SqliteError, match="stay apart"), worked.action("library") as action:
        action.set_library(is_practice=1)


def test_data_changed_past_the_history_shows(worked: Library) -> None:
    other = stranger(worked, without=("audit_project_update",))
    other.execute("UPDATE project SET capital = 999")
    other.execute(worked_trigger(worked, "audit_project_update"))
    other.close()
    problems = check(worked.connections, worked.folder, NoProgress())
    assert [(problem.values["row"], problem.values["columns"]) for problem in problems] == [
        ("P-0001", (dictionary()["capital"].label,))
    ]


def worked_trigger(library: Library, name: str) -> str:
    return triggers(dictionary())[name]


def test_a_removed_project_shows(worked: Library) -> None:
    other = stranger(worked, without=("audit_project_delete",))
    other.execute("DELETE FROM project")
    other.execute(worked_trigger(worked, "audit_project_delete"))
    other.close()
    assert faults(worked) == ["{kind} {row} was removed outside ClimaFin."]


@pytest.mark.parametrize("column", ["person", "at", "reason", "verb", "changes", "project_uid", "digest"])
def test_a_changed_entry_breaks_the_chain_at_its_place(worked: Library, column: str) -> None:
    other = stranger(worked, without=("history_no_update",))
    other.execute(f"UPDATE history SET {column} = 'x' WHERE sequence = 2")
    with worked.connections.reading() as connection:
        assert chain.first_break(connection) == 2
    other.close()
    assert any("history is broken" in told for told in faults(worked))


def test_a_missing_entry_breaks_the_chain(worked: Library) -> None:
    other = stranger(worked, without=("history_no_delete",))
    other.execute("DELETE FROM history WHERE sequence = 2")
    other.close()
    with worked.connections.reading() as connection:
        assert chain.first_break(connection) == 2


def test_a_library_with_foreign_triggers_is_read_but_not_worked_in(worked: Library, clock: FixedClock) -> None:
    worked.close()
    other = connect(worked.folder / "library.db")
    other.execute("CREATE TRIGGER spy AFTER INSERT ON project BEGIN DELETE FROM report; END")
    other.close()
    with pytest.raises(LibraryProblem, match="inner rules were changed") as failed:
        Library.open(worked.folder, person="张敏", clock=clock)
    assert failed.value.told.values["names"] == "spy"
    reader = Library.open(worked.folder, person="张敏", clock=clock, read_only=True)
    assert len(reader.uids()) == 1
    reader.close()
