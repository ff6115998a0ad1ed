"""What a library keeps of its rules, read with the plain driver."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from climafin.domain.rule_records import (
    CohortRecord,
    LineKind,
    Origin,
    PackEdition,
    RunRecord,
    SetParameter,
    SignedLine,
)
from climafin.domain.signed import Occasion
from climafin.store.connections import Connections
from climafin.store.driver import Connection
from climafin.store.listing import as_json
from climafin.store.rule_bodies import files_from_text

_LINE = (
    "SELECT j.project_uid, j.pack_id, j.edition, j.occasion, j.rule_id, j.kind, j.answer, j.points, j.reason,"
    " j.evidence, j.person, j.second_person, j.at, j.id, j.withdrawn_by FROM judgement j"
)
_PARAMETER = (
    "SELECT pack_id, edition, name, value, unit, source, person, second_person, at, id, replaced_by FROM parameter"
)
_EDITION = (
    "SELECT pack_id, edition, origin, digest, content, beside, person, second_person, reason, at FROM pack_edition"
)
_COHORT = "SELECT pack_id, edition, name, as_of, label, digest, body, person, at FROM frozen_cohort"
_RUN = "SELECT pack_id, edition, pack_digest, generator, seed, plan, as_of, body, person, at, id FROM robustness_run"


class RuleShelf:
    """Reads signed lines, office values, editions, cohorts and runs of one library."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def lines(self, uid: str, pack_id: str | None = None) -> list[SignedLine]:
        """Return every signed line of a project, of all packs when none is named, oldest first."""
        sql = f"{_LINE} WHERE j.project_uid = ? AND j.pack_id = coalesce(?, j.pack_id) ORDER BY j.id"
        with self._connections.reading() as connection:
            return [_line(row) for row in connection.execute(sql, (uid, pack_id))]

    def line(self, line_id: int) -> SignedLine | None:
        """Return a signed line by its number, or None."""
        with self._connections.reading() as connection:
            return read_line(connection, line_id)

    def counting_lines(self, uids: Sequence[str], pack_id: str, occasion: Occasion) -> dict[str, list[SignedLine]]:
        """Return, by project, the signed lines that count for a pack and occasion, oldest first."""
        sql = (
            f"{_LINE} JOIN json_each(?) u ON u.value = j.project_uid WHERE j.pack_id = ? AND j.occasion = ?"
            " AND j.withdrawn_by IS NULL AND j.kind <> ? ORDER BY j.id"
        )
        found: dict[str, list[SignedLine]] = {}
        with self._connections.reading() as connection:
            rows = connection.execute(sql, (as_json(uids), pack_id, occasion.value, LineKind.WITHDRAWAL.value))
            for line in map(_line, rows):
                found.setdefault(line.project_uid, []).append(line)
        return found

    def parameters(self, pack_id: str, *, only_current: bool = True) -> list[SetParameter]:
        """Return the values the office gave limits of a pack, oldest first."""
        current = " AND replaced_by IS NULL" if only_current else ""
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_PARAMETER} WHERE pack_id = ?{current} ORDER BY id", (pack_id,))
            return [_parameter(row) for row in rows]

    def editions(self) -> list[PackEdition]:
        """Return every kept edition, by pack and number."""
        with self._connections.reading() as connection:
            return [_edition(row) for row in connection.execute(f"{_EDITION} ORDER BY pack_id, edition")]

    def cohorts(self, pack_id: str, name: str, first: date, last: date) -> list[CohortRecord]:
        """Return what was frozen of a cohort for days from `first` to `last`, the latest day and line first."""
        sql = f"{_COHORT} WHERE pack_id = ? AND name = ? AND as_of BETWEEN ? AND ? ORDER BY as_of DESC, id DESC"
        with self._connections.reading() as connection:
            rows = connection.execute(sql, (pack_id, name, first.isoformat(), last.isoformat()))
            return [_cohort(row) for row in rows]

    def answered(self) -> frozenset[str]:
        """Return the keys of what packs ask besides the dictionary that some project answers."""
        with self._connections.reading() as connection:
            return frozenset(key for (key,) in connection.execute("SELECT DISTINCT field FROM supplement"))

    def last_run(self, pack_id: str) -> RunRecord | None:
        """Return the last robustness run of a pack, or None."""
        with self._connections.reading() as connection:
            row = connection.execute(f"{_RUN} WHERE pack_id = ? ORDER BY id DESC LIMIT 1", (pack_id,)).fetchone()
        return None if row is None else _run(row)


def read_line(connection: Connection, line_id: int) -> SignedLine | None:
    """Return a signed line by its number, or None."""
    row = connection.execute(f"{_LINE} WHERE j.id = ?", (line_id,)).fetchone()
    return None if row is None else _line(row)


def _line(row: tuple[Any, ...]) -> SignedLine:
    uid, pack_id, edition, occasion, rule_id, kind, answer, points, reason, evidence, person, second, at, *ends = row
    return SignedLine(
        uid,
        pack_id,
        edition,
        Occasion(occasion),
        rule_id,
        LineKind(kind),
        answer,
        points,
        reason,
        evidence,
        person,
        second,
        datetime.fromisoformat(at),
        line_id=ends[0],
        withdrawn_by=ends[1],
    )


def _parameter(row: tuple[Any, ...]) -> SetParameter:
    pack_id, edition, name, value, unit, source, person, second, at, number, replaced_by = row
    moment = datetime.fromisoformat(at)
    return SetParameter(pack_id, edition, name, value, unit, source, person, second, moment, number, replaced_by)


def _edition(row: tuple[Any, ...]) -> PackEdition:
    pack_id, edition, origin, digest, content, beside, person, second, reason, at = row
    files, moment = files_from_text(beside), datetime.fromisoformat(at)
    return PackEdition(pack_id, edition, Origin(origin), digest, content, files, person, second, reason, moment)


def _cohort(row: tuple[Any, ...]) -> CohortRecord:
    pack_id, edition, name, as_of, label, digest, body, person, at = row
    day, moment = date.fromisoformat(as_of), datetime.fromisoformat(at)
    return CohortRecord(pack_id, edition, name, day, label, digest, body, person, moment)


def _run(row: tuple[Any, ...]) -> RunRecord:
    pack_id, edition, digest, generator, seed, plan, as_of, body, person, at, number = row
    day, moment = date.fromisoformat(as_of), datetime.fromisoformat(at)
    return RunRecord(pack_id, edition, digest, generator, seed, plan, day, body, person, moment, number)
