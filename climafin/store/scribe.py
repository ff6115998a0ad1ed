"""What the history's triggers ask while an action writes: who, when, why, and the next link of the chain."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from climafin.store.driver import Connection


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
    # Loaded with the first entry: nobody writes on the way to the first window.
    from hashlib import sha256  # noqa: PLC0415

    content = json.dumps([before or "", *entry], ensure_ascii=False, separators=(",", ":"))
    return sha256(content.encode("utf-8")).hexdigest()
