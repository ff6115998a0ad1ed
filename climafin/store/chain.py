"""The history's hash chain: how it is read and verified; `scribe` writes it.

A chain alone is not proof: it shows a changed or missing entry in the middle, not a cut tail or a chain
written anew. Its head is therefore printed on dossiers and kept with backups.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from climafin.domain.history import ChainHead, HistoryEntry
from climafin.store.driver import Connection
from climafin.store.scribe import link

_COLUMNS = "sequence, action_id, verb, at, person, reason, table_name, project_uid, changes, digest, row_key, operation"


def head(connection: Connection) -> ChainHead:
    """Return the number of entries and the last hash."""
    row = connection.execute("SELECT sequence, digest FROM history ORDER BY sequence DESC LIMIT 1").fetchone()
    return ChainHead(int(row[0]), str(row[1])) if row is not None else ChainHead(0, "")


def entries(connection: Connection, where: str = "", arguments: tuple[object, ...] = ()) -> Iterator[HistoryEntry]:
    """Return history entries; `where` is what follows the table's name."""
    for row in connection.execute(f"SELECT {_COLUMNS} FROM history {where}", arguments):
        changes = {column: (pair[0], pair[1]) for column, pair in json.loads(row[8]).items()}
        yield HistoryEntry(
            sequence=row[0],
            action_id=row[1],
            verb=row[2],
            at=datetime.fromisoformat(row[3]),
            person=row[4],
            reason=row[5],
            table=row[6],
            project_uid=row[7],
            changes=changes,
            digest=row[9],
            row=row[10],
            operation=row[11],
        )


def first_break(connection: Connection) -> int | None:
    """Return the sequence number where the chain is broken first, or None when it is whole."""
    before, expected = "", 1
    cursor = connection.execute(
        "SELECT sequence, digest, action_id, verb, at, person, reason, table_name, project_uid, row_key, operation,"
        " changes FROM history ORDER BY sequence"
    )
    for sequence, digest, *entry in cursor:
        if sequence != expected or digest != link(before, tuple(entry)):
            return expected
        before, expected = digest, expected + 1
    return None
