"""The library: a folder with one database, opened by one writer and any number of readers."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.clock import Clock
from climafin.base.errors import DataProblem, LibraryProblem, Refused
from climafin.base.messages import message
from climafin.domain.dictionary import FieldKind, dictionary
from climafin.domain.library import LibraryInfo, Sums
from climafin.domain.query import ProjectQuery
from climafin.store.connections import Connections
from climafin.store.driver import Connection, plain_failures
from climafin.store.folder import (
    copied_elsewhere,
    is_at_rest,
    look_at_head,
    look_first,
    make_database,
    prepare,
    upgrade,
)
from climafin.store.listing import JOINS, as_json, decode_row, facet_sql, order, shown, where
from climafin.store.migrations import SCHEMA
from climafin.store.places import DATABASE
from climafin.store.scribe import Scribe

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection as CoreConnection

    from climafin.domain.assessment import Assessment, AssessmentHead
    from climafin.domain.history import ChainHead, HistoryEntry, PrintRecord
    from climafin.domain.project import Project
    from climafin.domain.signed import Occasion
    from climafin.store.lock import WriterLock
    from climafin.store.rule_reading import RuleShelf
    from climafin.store.writing import Action


class Library:
    """One open library; make it with `create` or `open`, and close it.

    Attributes:
        folder: where it lies.
        connections: to its database; services hand them to `check` only.
        person: the name written into the history.
        clock: tells the time.
        is_read_only: whether writing was given up at opening.
        is_claimed: whether the right to write is taken; False as well while that is left for later.
    """

    def __init__(
        self, folder: Path, connections: Connections, lock: "WriterLock | None", person: str, clock: Clock
    ) -> None:
        self.folder = folder
        self.is_read_only = lock is None
        self.is_claimed = lock is not None
        self.connections = connections
        self.person = person
        self.clock = clock
        self._lock = lock
        self._scribe = Scribe()
        self._core: CoreConnection | None = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        if connections.writer is not None:
            self._scribe.register(connections.writer)

    @staticmethod
    def create(folder: Path, *, title: str, is_practice: bool, person: str, clock: Clock) -> "Library":
        """Make a new library in an empty or missing folder and open it.

        Raises:
            Refused: the folder already holds a library or other things.
            LibraryProblem: the folder cannot be written to.
        """
        from climafin.store.lock import WriterLock  # noqa: PLC0415 - not on the way to the first window

        prepare(folder)
        lock = WriterLock(folder, person, clock)
        try:
            with plain_failures():
                make_database(folder, title, is_practice=is_practice, person=person, clock=clock)
                return Library(folder, Connections(folder / DATABASE, read_only=False), lock, person, clock)
        except BaseException:
            lock.release()
            raise

    @staticmethod
    def open(
        folder: Path, *, person: str, clock: Clock, read_only: bool = False, claims_later: bool = False
    ) -> "Library":
        """Open a library, upgrading an older one on the way.

        Args:
            folder: where it lies.
            person: the name written into the history.
            clock: tells the time.
            read_only: open it beside somebody who writes; an older library is then refused.
            claims_later: read first, and take the right to write at `claim` or the first action. Where the library is
                older, or somebody seems to have it open, it is taken at once all the same.

        Raises:
            Refused: somebody else is writing; the message names them.
            LibraryProblem: there is none, it is damaged, foreign, or made by a newer program.
        """
        if read_only:
            return _open_to_read(folder, person, clock)
        # Before the lock: where there is no library, nothing is to be left behind.
        schema = look_at_head(folder)
        if claims_later and schema == SCHEMA and is_at_rest(folder):
            return _open_unclaimed(folder, person, clock)
        from climafin.store.lock import WriterLock  # noqa: PLC0415 - not on the way to the first window

        lock = WriterLock(folder, person, clock)
        try:
            with plain_failures():
                was_cut_off = (folder / f"{DATABASE}-wal").exists()
                upgrade(folder, clock)
                look_first(folder / DATABASE, with_structure=was_cut_off)
                return Library(folder, Connections(folder / DATABASE, read_only=False), lock, person, clock)
        except BaseException:
            lock.release()
            raise

    def claim(self) -> None:
        """Take the right to write that opening left for later; without effect where nothing was left.

        Raises:
            Refused: somebody else is writing by now; the message names them.
            LibraryProblem: it cannot be written to, or was worked on with another program.
        """
        # Of two threads that write for the first time, the second must not find our own lock in its way.
        with self.connections.writing:
            if not self.is_read_only and not self.is_claimed:
                self._take_right_to_write()

    def _take_right_to_write(self) -> None:
        from climafin.store.lock import WriterLock  # noqa: PLC0415 - not on the way to the first window

        lock = WriterLock(self.folder, self.person, self.clock)
        try:
            with plain_failures():
                look_first(self.connections.path, with_structure=False)
                self._scribe.register(self.connections.allow_writing())
        except BaseException:
            lock.release()
            raise
        self._lock = lock
        self.is_claimed = True

    def close(self) -> None:
        """Let go of the file and of the right to write; closing twice does no harm."""
        if self._core is not None:
            self._core.close()
            self._core = None
        self.connections.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    @property
    def info(self) -> LibraryInfo:
        """What the library says of itself, as of now."""
        with self.connections.reading() as connection:
            row = connection.execute("SELECT title, is_practice, single_user, created_at FROM library").fetchone()
            schema = connection.execute("PRAGMA user_version").fetchone()[0]
        return LibraryInfo(row[0], self.folder, bool(row[1]), bool(row[2]), schema, datetime.fromisoformat(row[3]))

    def uids(self, query: ProjectQuery = ProjectQuery()) -> list[str]:  # noqa: B008 - it is frozen
        """Return the uids of the projects a query asks for, in its order."""
        condition = where(query)
        sql = f"SELECT p.uid FROM project p{JOINS}{condition.sql}{order(query.sort)}"
        with self.connections.reading() as connection:
            return [row[0] for row in connection.execute(sql, condition.arguments)]

    def rows(self, uids: Sequence[str], columns: Sequence[str]) -> list[tuple[object, ...]]:
        """Return columns of projects, decoded, in the order of `uids`.

        A project that is no longer there gives a row of None. Columns are dictionary keys or `Column`
        values; of the latter SCORE is (low, high) in 1/100, GRADE (low, high), COMPLETENESS per cent for
        the standard dossier.
        """
        readings = [shown(column) for column in columns]
        expressions = ", ".join(sql for reading in readings for sql in reading.sql) or "1"
        sql = (
            f"SELECT {expressions}, p.uid IS NULL FROM json_each(?) j LEFT JOIN project p ON p.uid = j.value{JOINS}"
            " ORDER BY j.key"
        )
        with self.connections.reading() as connection:
            rows = connection.execute(sql, (as_json(uids),)).fetchall()
        gone = (None,) * len(readings)
        return [gone if row[-1] else decode_row(readings, row) for row in rows]

    def set_aside(self, uids: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Return the (uid, field) that somebody marked as not applicable, among these projects."""
        sql = (
            "SELECT n.project_uid, n.field FROM json_each(?) j JOIN value_note n ON n.project_uid = j.value"
            " WHERE n.not_applicable = 1"
        )
        with self.connections.reading() as connection:
            return frozenset(connection.execute(sql, (as_json(uids),)))

    def project(self, uid: str) -> "Project":
        """Return a project whole.

        Raises:
            CallProblem: there is none with this uid.
        """
        from climafin.store.reading import no_project, read_projects  # noqa: PLC0415 - not on the way to the first window

        with self.connections.reading() as connection:
            found = next(read_projects(connection, [uid]), None)
        if found is None:
            raise no_project(uid)
        return found

    def projects(self, uids: Sequence[str] | None = None) -> "Iterator[Project]":
        """Return projects whole, one after the other; all of them in registration order when not named."""
        from climafin.store.reading import chunks, read_projects  # noqa: PLC0415 - not on the way to the first window

        for chunk in chunks(self.uids() if uids is None else uids):
            with self.connections.reading() as connection:
                found = list(read_projects(connection, chunk))
            yield from found

    def find(self, name: str) -> str:
        """Return the uid meant by a uid, a number, a project code or an exact name.

        Raises:
            CallProblem: none or several are meant; the message helps on.
        """
        from climafin.store.reading import find_uid  # noqa: PLC0415 - not on the way to the first window

        with self.connections.reading() as connection:
            return find_uid(connection, name)

    def counts(self, column: str, query: ProjectQuery) -> dict[str | None, int]:
        """Return how many projects of a query have each value of a column; None counts the unknown.

        A field with several choices counts a project once for each of them.
        """
        condition = where(query)
        expression = facet_sql(column)
        source = f"project p{JOINS}"
        if column in dictionary() and dictionary()[column].kind is FieldKind.CHOICES:
            source += f" LEFT JOIN json_each({expression}) chosen"
            expression = "chosen.value"
        sql = f"SELECT {expression}, count(*) FROM {source}{condition.sql} GROUP BY 1"
        with self.connections.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(sql, condition.arguments)}

    def sums(self, column: str, uids: Sequence[str]) -> Sums:
        """Return sum and mean of a numeric field; what is unknown is counted apart, never as 0."""
        assert dictionary()[column].kind.is_numeric, column
        sql = (
            f'SELECT count(p."{column}"), count(*), sum(p."{column}"), avg(p."{column}")'
            " FROM json_each(?) j JOIN project p ON p.uid = j.value"
        )
        with self.connections.reading() as connection:
            known, every, total, mean = connection.execute(sql, (as_json(uids),)).fetchone()
        return Sums(known, every - known, total, mean)

    def assessment(
        self, uid: str, pack_id: str | None = None, occasion: "Occasion | None" = None
    ) -> "Assessment | None":
        """Return the current assessment, the last one where pack or occasion are not named; None when there is none.

        Raises:
            DataProblem: it was kept in a form that this program does not read; assessing again replaces it.
        """
        from climafin.domain.assessment_json import assessment_from_json  # noqa: PLC0415 - not before the first window

        sql = (
            "SELECT body FROM assessment INDEXED BY assessment_current WHERE project_uid = ? AND superseded_by IS NULL"
            " AND pack_id = coalesce(?, pack_id) AND occasion = coalesce(?, occasion) ORDER BY id DESC LIMIT 1"
        )
        with self.connections.reading() as connection:
            row = connection.execute(sql, (uid, pack_id, occasion)).fetchone()
        try:
            return assessment_from_json(row[0]) if row is not None else None
        except ValueError as error:
            raise DataProblem(
                message("The kept assessment was written by another version and cannot be read. Assess again.")
            ) from error

    def assessment_heads(self, pack_id: str, occasion: "Occasion") -> "list[AssessmentHead]":
        """Return what lists show of all current assessments by a pack for an occasion, in registration order."""
        from climafin.store.reading import read_heads  # noqa: PLC0415 - not on the way to the first window

        with self.connections.reading() as connection:
            return read_heads(connection, pack_id, occasion)

    def assessed_packs(self) -> list[str]:
        """Return the ids of the packs that assessed here, the one that assessed last first."""
        sql = "SELECT pack_id FROM assessment WHERE superseded_by IS NULL GROUP BY pack_id ORDER BY max(id) DESC"
        with self.connections.reading() as connection:
            return [row[0] for row in connection.execute(sql)]

    @property
    def rules(self) -> "RuleShelf":
        """What the library keeps of its rules."""
        from climafin.store.rule_reading import RuleShelf  # noqa: PLC0415 - not on the way to the first window

        return RuleShelf(self.connections)

    def history(self, uid: str | None = None, limit: int = 500) -> "list[HistoryEntry]":
        """Return the last entries of the history, or of one project's, newest first."""
        from climafin.store import chain  # noqa: PLC0415 - not on the way to the first window

        with self.connections.reading() as connection:
            if uid is None:
                return list(chain.entries(connection, "ORDER BY sequence DESC LIMIT ?", (limit,)))
            tail = "WHERE project_uid = ? ORDER BY sequence DESC LIMIT ?"
            return list(chain.entries(connection, tail, (uid, limit)))

    def chain_head(self) -> "ChainHead":
        """Return the history's anchor."""
        from climafin.store import chain  # noqa: PLC0415 - not on the way to the first window

        with self.connections.reading() as connection:
            return chain.head(connection)

    def prints(self, uid: str) -> "list[PrintRecord]":
        """Return the printed dossiers of a project, oldest first."""
        from climafin.store.reading import read_prints  # noqa: PLC0415 - not on the way to the first window

        with self.connections.reading() as connection:
            return read_prints(connection, uid)

    @contextmanager
    def action(self, verb: str, reason: str = "") -> "Iterator[Action]":
        """Open the one kind of transaction there is: all of it is kept, or on any exception nothing.

        Args:
            verb: what is being done, such as `import`; it stands in the history.
            reason: why, when one was asked.

        Raises:
            Refused: the library is open read-only, or busy.
        """
        self.claim()
        if self.connections.writer is None:
            raise Refused(message("The library is open read-only. Nothing was changed."))
        # SQLAlchemy is loaded at the first write: the first window must not wait for it.
        from climafin.store.desk import Desk, core_connection  # noqa: PLC0415
        from climafin.store.writing import Action  # noqa: PLC0415

        with self.connections.writing:
            if self._core is None:
                self._core = core_connection(self.connections.writer)
            with self.connections.transaction() as connection:
                now = self.clock.now()
                action_id = self._open_entry_group(connection, verb, reason, now)
                try:
                    yield Action(action_id, Desk(self.folder, connection, self._core, self.person, now))
                finally:
                    self._scribe.is_open = False

    def _open_entry_group(self, connection: Connection, verb: str, reason: str, now: datetime) -> int:
        row = connection.execute("SELECT coalesce(max(action_id), 0) + 1 FROM history").fetchone()
        scribe = self._scribe
        scribe.action_id, scribe.verb, scribe.reason = int(row[0]), verb, reason
        scribe.at, scribe.person, scribe.is_open = now.isoformat(), self.person, True
        return scribe.action_id

    def keep_copy(self, copy: tempfile.TemporaryDirectory[str]) -> None:
        """Hold on to the temporary copy this library is read from, and drop it at closing."""
        self._copy = copy


def _open_unclaimed(folder: Path, person: str, clock: Clock) -> Library:
    library = Library(folder, Connections(folder / DATABASE, read_only=True, trusted=False), None, person, clock)
    library.is_read_only = False
    return library


def _open_to_read(folder: Path, person: str, clock: Clock) -> Library:
    upgrade(folder, clock, may_upgrade=False)
    copy: tempfile.TemporaryDirectory[str] | None = None
    path = folder / DATABASE
    connections = Connections(path, read_only=True, trusted=False)
    try:
        with plain_failures(), connections.reading() as connection:
            connection.execute("SELECT count(*) FROM library").fetchone()
    except LibraryProblem:
        connections.close()
        # A WAL library in a folder that cannot be written to cannot be read in place: read a copy.
        copy = copied_elsewhere(folder)
        connections = Connections(Path(copy.name) / DATABASE, read_only=True, trusted=False)
    library = Library(folder, connections, None, person, clock)
    if copy is not None:
        library.keep_copy(copy)
    return library
