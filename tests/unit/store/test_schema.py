"""The migrations and the SQLModel classes describe the same tables, so neither can be forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from climafin.base.errors import LibraryProblem
from climafin.domain.dictionary import dictionary
from climafin.store import rule_tables, tables
from climafin.store.driver import Connection, check_version, connect, module
from climafin.store.library import Library
from climafin.store.migrations import MIGRATIONS, add_fields, migrate, schema_faults


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "migrated.db"
    path.touch()
    migrate(path)
    connection = connect(path)
    yield connection
    connection.close()


@pytest.fixture
def declared(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{path}", module=module)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    connection = connect(path)
    yield connection
    connection.close()


def described(connection: Connection) -> dict[str, object]:
    """Everything that makes a table what it is, columns in any order (an added field comes last)."""
    found: dict[str, object] = {}
    names = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    ]
    for name in names:
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name=?", (name,)).fetchone()[0]
        indexes = [
            (row[1], row[2], row[3], row[4], [c[2] for c in connection.execute(f"PRAGMA index_info({row[1]})")])
            for row in connection.execute(f"PRAGMA index_list({name})")
        ]
        found[name] = {
            "columns": sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({name})")),
            "keys": sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({name})")),
            "indexes": sorted(indexes),
            "checks": sorted(re.findall(r"CONSTRAINT (\w+) (CHECK \((?:[^()]|\([^()]*\))*\))", sql)),
            "deferred": sql.count("DEFERRABLE INITIALLY DEFERRED"),
            "strict": sql.rstrip().endswith("STRICT"),
            "numbered": "AUTOINCREMENT" in sql,
        }
    return found


def test_migrations_and_classes_agree(migrated: Connection, declared: Connection) -> None:
    assert described(migrated) == described(declared)


def test_every_field_of_the_dictionary_has_a_column(migrated: Connection) -> None:
    columns = {row[1] for row in migrated.execute("PRAGMA table_info(project)")}
    assert {field.key for field in dictionary()} <= columns
    assert schema_faults(migrated) == []


def test_a_changed_trigger_is_noticed(migrated: Connection) -> None:
    migrated.execute("DROP TRIGGER history_no_delete")
    assert schema_faults(migrated) == ["history_no_delete"]


def test_steps_are_numbered_without_gaps() -> None:
    assert [step.number for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_a_new_field_is_one_step_and_loses_nothing(library: Library, tmp_path: Path) -> None:
    with library.action("register") as action:
        uid = action.add_project({"name": "水土余热利用"})
    path = library.folder / "library.db"
    library.close()
    migrate(path, (*MIGRATIONS, add_fields(len(MIGRATIONS) + 1, "wind", "wind_speed REAL")))
    connection = connect(path)
    assert connection.execute("SELECT uid, name, wind_speed FROM project").fetchall() == [(uid, "水土余热利用", None)]
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS) + 1
    connection.close()


def test_every_class_has_a_doc_and_a_table() -> None:
    models = (tables.LibraryRow, tables.HistoryRow, tables.ReportRow, rule_tables.PackEditionRow)
    names = {model.__tablename__ for model in models}
    assert names <= set(SQLModel.metadata.tables)


def test_an_old_sqlite_is_refused() -> None:
    with pytest.raises(LibraryProblem, match="may damage libraries"):
        check_version((3, 51, 2))
