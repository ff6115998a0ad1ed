"""The numbered steps from an empty file to the present schema, and the upgrade of an older library.

A released step is frozen; a new field of the dictionary is a new step, `add_fields(n, "title", "key TEXT")`.
All steps run in one transaction on a copy, which then takes the library's place: a kill at any moment
leaves the old library or the new one.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from climafin.base.errors import LibraryProblem
from climafin.base.messages import message
from climafin.domain.dictionary import dictionary
from climafin.store import schema_0001, schema_0002
from climafin.store.driver import Connection, connect
from climafin.store.triggers import triggers

#: "ClFi", in the file's head, so that a foreign database is told apart before SQLite opens it.
APPLICATION_ID = 0x436C4669


class Migration(NamedTuple):
    """One step.

    Attributes:
        number: the schema number after it.
        title: what it brings, for whoever reads the list.
        apply: runs it.
    """

    number: int
    title: str
    apply: Callable[[Connection], None]


def _statements(number: int, title: str, statements: Sequence[str]) -> Migration:
    def apply(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return Migration(number, title, apply)


def add_fields(number: int, title: str, *columns: str) -> Migration:
    """Return the step that adds fields of the dictionary as columns of the project.

    Args:
        number: the schema number after it.
        title: what it brings.
        columns: column definitions such as `"wind_speed REAL"`; a yes/no field needs
            `"x INTEGER CONSTRAINT x_yes_no CHECK (x IN (0, 1))"`.
    """

    def apply(connection: Connection) -> None:
        for column in columns:
            connection.execute(f"ALTER TABLE project ADD COLUMN {column}")

    return Migration(number, title, apply)


MIGRATIONS: tuple[Migration, ...] = (
    _statements(1, "the first release", schema_0001.STATEMENTS),
    _statements(2, "rules as data", schema_0002.STATEMENTS),
)
SCHEMA = MIGRATIONS[-1].number


def migrate(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a file that nobody else has open to the present schema, in one transaction.

    Raises:
        LibraryProblem: the upgraded file does not check; it must not take the library's place.
    """
    connection = connect(path)
    try:
        # Off before the transaction: with it on, rebuilding a table deletes the rows that refer to it.
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN IMMEDIATE")
        reached = int(connection.execute("PRAGMA user_version").fetchone()[0])
        _drop_triggers(connection)
        for step in migrations:
            if step.number > reached:
                step.apply(connection)
        for sql in triggers(dictionary()).values():
            connection.execute(sql)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={migrations[-1].number}")
        connection.execute("COMMIT")
        _check(connection)
    finally:
        connection.close()


def _drop_triggers(connection: Connection) -> None:
    names = [str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        quoted = name.replace('"', '""')
        connection.execute(f'DROP TRIGGER "{quoted}"')


def _check(connection: Connection) -> None:
    is_whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    if not is_whole or connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise LibraryProblem(
            message("The library could not be upgraded: the upgraded copy does not check. The library is unchanged.")
        )


def schema_faults(connection: Connection) -> list[str]:
    """Return the names of triggers, views and columns of projects that differ from what this program would have made.

    A library from elsewhere may carry triggers of its own or lack ours; it is not worked in before
    this list is empty.
    """
    wanted = triggers(dictionary())
    found = {
        str(name): str(sql)
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    }
    faults = [name for name in sorted(set(wanted) | set(found)) if wanted.get(name) != found.get(name)]
    columns = {str(row[1]) for row in connection.execute("PRAGMA table_info(project)")}
    faults.extend(field.key for field in dictionary() if field.key not in columns)
    return faults
