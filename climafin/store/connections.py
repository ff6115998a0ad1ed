"""The connections of one open library: one that writes, and one that reads per thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from climafin.store.driver import Connection, connect, plain_failures

_open_files: dict[Path, int] = {}
_open_files_guard = threading.Lock()


def is_open_here(path: Path) -> bool:
    """Tell whether a connection of this process has a file open (then it may not be read plainly)."""
    with _open_files_guard:
        return path.resolve() in _open_files


class Connections:
    """Hands out connections to one library file and closes them together."""

    def __init__(self, path: Path, *, read_only: bool, trusted: bool = True) -> None:
        self.path = path
        self._trusted = trusted
        self._local = threading.local()
        self._readers: list[Connection] = []
        self._guard = threading.Lock()
        #: Held by the thread whose action is open; a second one waits for its turn.
        self.writing = threading.RLock()
        self.writer: Connection | None = None if read_only else connect(path)
        self._acting_thread: int | None = None
        self._is_closed = False
        # Kept: a folder moved meanwhile would be resolved to another place at closing.
        self._known_as = path.resolve()
        with _open_files_guard:
            _open_files[self._known_as] = _open_files.get(self._known_as, 0) + 1

    def allow_writing(self) -> Connection:
        """Open the writing connection of a file that was opened for reading first, and return it."""
        self.writer = connect(self.path)
        return self.writer

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection on which several reads see one state of the library.

        Inside an action of the same thread it is the writing connection, so that the action sees
        what it wrote.
        """
        with plain_failures():
            if self.writer is not None and self._acting_thread == threading.get_ident():
                yield self.writer
                return
            connection = self._reader()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                # A failing disk may already have ended it: what failed must be told, not that there is nothing to end.
                if connection.in_transaction:
                    connection.execute("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Lend the writing connection inside one transaction; any exception takes everything back."""
        assert self.writer is not None
        with self.writing, plain_failures():
            self.writer.execute("BEGIN IMMEDIATE")
            self._acting_thread = threading.get_ident()
            try:
                yield self.writer
                self.writer.execute("COMMIT")
            except BaseException:
                # A full disk may already have rolled back by itself.
                if self.writer.in_transaction:
                    self.writer.execute("ROLLBACK")
                raise
            finally:
                self._acting_thread = None

    def close(self) -> None:
        """Close every connection; closing twice does no harm."""
        with self._guard:
            if self._is_closed:
                return
            self._is_closed = True
            for connection in (*self._readers, *([self.writer] if self.writer is not None else [])):
                connection.close()
            self._readers.clear()
        with _open_files_guard:
            _open_files[self._known_as] -= 1
            if not _open_files[self._known_as]:
                del _open_files[self._known_as]

    def _reader(self) -> Connection:
        found: Connection | None = getattr(self._local, "connection", None)
        # Under the guard: a connection opened while another thread closes would stay open.
        with self._guard:
            assert not self._is_closed, "a read after closing"
            if found is None:
                found = connect(self.path, read_only=True, trusted=self._trusted)
                self._local.connection = found
                self._readers.append(found)
        return found
