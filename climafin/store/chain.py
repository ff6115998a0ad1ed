"""The history's hash chain: what the triggers ask while writing, and how a chain is verified.

A chain alone is not proof: it shows a changed or missing entry in the middle, not a cut tail or a chain
written anew. Its head is therefore printed on dossiers and kept with backups.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from climafin.domain.history import ChainHead, HistoryEntry
from climafin.store.driver import Connection

_COLUMNS = "sequence, action_id, verb, at, person, reason, table_name, project_uid, changes, digest, row_key, operation"


@dataclass(slots=True)
class Scribe:
    """What every entry of the open action says; the triggers read it through SQL functions."""

    action_id: int = 0
    verb: str = ""
    at: str = ""
    person: str = ""
    reason: str = ""
    is_open: bool = False

    def register(self, connection: Connection) -> None:
        """Make the triggers' functions known to a connection; without an open action they fail."""
        for name in ("action_id", "verb", "at", "person", "reason"):
            known_as = {"at": "moment", "person": "actor"}.get(name, name)
            connection.create_function(known_as, 0, self._reader(name))
        connection.create_function("link", 6, self._link)

    def _reader(self, name: str) -> Callable[[], str | int]:
        def read() -> str | int:
            assert self.is_open, "a write outside an action"
            found: str | int = getattr(self, name)
            return found

        return read

    def _link(self, before: str | None, table: str, uid: str, row: str, operation: str, changes: str) -> str:
        assert self.is_open, "a write outside an action"
        entry = (self.action_id, self.verb, self.at, self.person, self.reason, table, uid, row, operation, changes)
        return link(before, entry)


def link(before: str | None, entry: tuple[object, ...]) -> str:
    """Return an entry's hash, which covers the hash before it."""
    content = json.dumps([before or "", *entry], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


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
