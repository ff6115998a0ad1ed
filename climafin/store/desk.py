"""The writing desk: SQLAlchemy over the library's one writing connection, and the tables it writes.

Imported at the first write only: the first window must not wait for SQLAlchemy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, create_engine
from sqlalchemy.engine import Connection as CoreConnection
from sqlalchemy.engine import Result
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from climafin.store.driver import Connection, module
from climafin.store.table_parts import table
from climafin.store.tables import (
    AssessmentRow,
    LibraryRow,
    PrintRecordRow,
    ProjectRow,
    ReportRow,
    StageEventRow,
    SupplementRow,
    ValueNoteRow,
)

PROJECT = table(ProjectRow)
NOTE = table(ValueNoteRow)
SUPPLEMENT = table(SupplementRow)
STAGE = table(StageEventRow)
ASSESSMENT = table(AssessmentRow)
PRINT = table(PrintRecordRow)
REPORT = table(ReportRow)
LIBRARY = table(LibraryRow)


def core_connection(raw: Connection) -> CoreConnection:
    """Return a SQLAlchemy connection over the library's one writing connection.

    Transactions stay with the driver (BEGIN IMMEDIATE, which a driver of its own would not send), so
    SQLAlchemy is told that there are none, and never to roll back when it lets go.
    """
    engine = create_engine(
        "sqlite://",
        module=module,
        creator=lambda: raw,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        # Error texts would otherwise carry project data into logs.
        hide_parameters=True,
    )
    return engine.connect()


@dataclass(slots=True)
class Desk:
    """What an action works with.

    Attributes:
        folder: the library's folder.
        raw: the writing connection.
        core: SQLAlchemy over it.
        person: who writes.
        at: the action's moment.
    """

    folder: Path
    raw: Connection
    core: CoreConnection
    person: str
    at: datetime

    def run(self, statement: Executable, row: Mapping[str, object] | None = None) -> Result[Any]:
        """Run a statement, with the row to write; failures are the driver's own, which `plain_failures` knows."""
        try:
            return self.core.execute(statement, row)
        except DBAPIError as error:
            if error.orig is None:
                raise
            raise error.orig from error
