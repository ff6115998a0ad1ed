"""Whole projects and what belongs to them, read with the plain driver."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem
from climafin.base.folding import tidy
from climafin.base.messages import Label, message
from climafin.domain.assessment import AssessmentHead
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project, ValueNote
from climafin.domain.signed import Occasion
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.store.driver import Connection
from climafin.store.listing import as_json, decoded_values
from climafin.store.supplements import supplement_value

if TYPE_CHECKING:
    from climafin.domain.history import PrintRecord
    from climafin.domain.project import Value

_MOST_NAMES_OFFERED_FROM = 20_000


def read_projects(connection: Connection, uids: Sequence[str]) -> Iterator[Project]:
    """Return the projects with these uids that exist, in this order."""
    wanted = as_json(uids)
    notes = _notes(connection, wanted)
    stages = _stages(connection, wanted)
    more = _supplements(connection, wanted)
    keys = [field.key for field in dictionary()]
    columns = ", ".join(f'p."{key}"' for key in keys)
    rows = connection.execute(
        "SELECT p.uid, p.number, p.status, p.version, p.created_by, p.created_at, p.changed_at, "
        f"{columns} FROM json_each(?) j JOIN project p ON p.uid = j.value ORDER BY j.key",
        (wanted,),
    )
    for uid, number, status, version, created_by, created_at, changed_at, *stored in rows:
        yield Project(
            uid=uid,
            number=number,
            status=Status(status),
            values=decoded_values(keys, stored) | more.get(uid, {}),
            notes=notes.get(uid, {}),
            stages=tuple(stages.get(uid, ())),
            version=version,
            created_by=created_by,
            created_at=datetime.fromisoformat(created_at),
            changed_at=datetime.fromisoformat(changed_at),
        )


def chunks(uids: Sequence[str], size: int = 500) -> Iterator[list[str]]:
    """Cut a list of uids into pieces, so that no read lasts long."""
    source = iter(uids)
    while piece := list(islice(source, size)):
        yield piece


def _notes(connection: Connection, wanted: str) -> dict[str, dict[str, ValueNote]]:
    found: dict[str, dict[str, ValueNote]] = {}
    rows = connection.execute(
        "SELECT n.project_uid, n.field, n.not_applicable, n.source, n.page, n.source_date, n.quality"
        " FROM json_each(?) j JOIN value_note n ON n.project_uid = j.value ORDER BY n.id",
        (wanted,),
    )
    for uid, field, not_applicable, source, page, source_date, quality in rows:
        day = date.fromisoformat(source_date) if source_date is not None else None
        found.setdefault(uid, {})[field] = ValueNote(bool(not_applicable), source, page, day, quality)
    return found


def _supplements(connection: Connection, wanted: str) -> dict[str, "dict[str, Value]"]:
    found: dict[str, dict[str, Value]] = {}
    rows = connection.execute(
        "SELECT v.project_uid, v.field, v.value FROM json_each(?) j JOIN supplement v ON v.project_uid = j.value"
        " ORDER BY v.field",
        (wanted,),
    )
    for uid, field, text in rows:
        found.setdefault(uid, {})[field] = supplement_value(text)
    return found


def _stages(connection: Connection, wanted: str) -> dict[str, list[StageEvent]]:
    found: dict[str, list[StageEvent]] = {}
    rows = connection.execute(
        "SELECT e.project_uid, e.stage, e.on_day, e.reason, e.actor, e.recorded_at"
        " FROM json_each(?) j JOIN stage_event e ON e.project_uid = j.value ORDER BY e.on_day, e.id",
        (wanted,),
    )
    for uid, stage, on_day, reason, actor, recorded_at in rows:
        event = StageEvent(Stage(stage), date.fromisoformat(on_day), reason, actor, datetime.fromisoformat(recorded_at))
        found.setdefault(uid, []).append(event)
    return found


def no_project(name: str) -> CallProblem:
    """Return the failure of naming a project that is not there."""
    return CallProblem(message("There is no project “{name}”.", name=name))


def find_uid(connection: Connection, name: str) -> str:
    """Return the uid of the project meant by a uid, a number, a project code or an exact name.

    Raises:
        CallProblem: none or several are meant; the message names the nearest or the several.
    """
    bare = tidy(name)
    for column, wanted in (("uid", bare), ("number", bare.upper()), ("project_code", bare), ("name", name.strip())):
        rows = connection.execute(
            f"SELECT uid, number FROM project WHERE {column} = ? ORDER BY id LIMIT 6", (wanted,)
        ).fetchall()
        if len(rows) == 1:
            return str(rows[0][0])
        if rows:
            numbers = ", ".join(str(row[1]) for row in rows)
            raise CallProblem(
                message(
                    "Several projects are called “{name}”: {numbers}. Name one by its number.",
                    name=name,
                    numbers=numbers,
                )
            )
    names = [
        str(found)
        for (found,) in connection.execute(
            "SELECT name FROM project WHERE name IS NOT NULL LIMIT ?", (_MOST_NAMES_OFFERED_FROM,)
        )
    ]
    # A wrong name is rare, and what finds the nearest one reads YAML.
    from climafin.base.yaml_nodes import nearest  # noqa: PLC0415

    near = nearest(bare, names)
    if near is None:
        raise no_project(name)
    raise CallProblem(message("There is no project “{name}”; is “{near}” meant?", name=name, near=near))


def read_prints(connection: Connection, uid: str) -> "list[PrintRecord]":
    """Return the printed dossiers of a project, oldest first."""
    from climafin.domain.history import PrintRecord  # noqa: PLC0415 - not on the way to the first window

    rows = connection.execute(
        "SELECT dossier_number, version, project_uid, length, language, data_date, digest, printed_at, person"
        " FROM print_record WHERE project_uid = ? ORDER BY id",
        (uid,),
    )
    return [
        PrintRecord(
            number,
            version,
            project_uid,
            length,
            language,
            date.fromisoformat(day),
            digest,
            datetime.fromisoformat(at),
            person,
        )
        for number, version, project_uid, length, language, day, digest, at, person in rows
    ]


def read_heads(connection: Connection, pack_id: str, occasion: Occasion) -> list[AssessmentHead]:
    """Return the heads of all current assessments by a pack for an occasion, in registration order."""
    rows = connection.execute(
        "SELECT p.uid, p.number, p.name, a.verdict, a.score_low, a.score_high, a.maximum, a.grade_low_zh,"
        " a.grade_low_en, a.grade_high_zh, a.grade_high_en, a.missing, a.as_of,"
        # Both moments are written by the same clock in the same zone, so that they compare as text.
        " max(p.changed_at, coalesce((SELECT max(at) FROM parameter WHERE pack_id = a.pack_id), '')) > a.assessed_at"
        " FROM assessment a JOIN project p ON p.uid = a.project_uid"
        " WHERE a.pack_id = ? AND a.occasion = ? AND a.superseded_by IS NULL ORDER BY p.id",
        (pack_id, occasion.value),
    )
    return [
        AssessmentHead(
            uid=row[0],
            number=row[1],
            name=row[2] or "",
            verdict=Verdict(row[3]),
            score_low=row[4],
            score_high=row[5],
            maximum=row[6],
            grade_low=None if row[7] is None else Label(row[7], row[8]),
            grade_high=None if row[9] is None else Label(row[9], row[10]),
            missing=row[11],
            as_of=date.fromisoformat(row[12]),
            is_outdated=bool(row[13]),
        )
        for row in rows
    ]
