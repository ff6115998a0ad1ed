"""Taking an action back: a new action, made from the log, that puts the old values in place.

Entries are never removed. When a value has moved on since, the undo is refused and says where.
"""

import json
from dataclasses import dataclass

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from climafin.base.errors import CallProblem, Refused
from climafin.base.messages import Label, message
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Value
from climafin.store.columns import BY_FIELD, audited_by_table
from climafin.store.desk import LIBRARY, NOTE, PROJECT, STAGE, SUPPLEMENT, Desk
from climafin.store.encoding import from_stored
from climafin.store.hunting import search_columns

_TABLES: dict[str, Table] = {
    "project": PROJECT,
    "value_note": NOTE,
    "supplement": SUPPLEMENT,
    "stage_event": STAGE,
    "library": LIBRARY,
}
_DEPENDENT = ("value_note", "supplement", "stage_event", "assessment", "print_record", "judgement")


@dataclass(frozen=True, slots=True)
class _Entry:
    table: str
    uid: str
    row: str
    operation: str
    changes: dict[str, list[object]]


def undo_action(desk: Desk, action_id: int) -> set[str]:
    """Take back every entry of an action, the last first, and return the uids of the projects concerned.

    Raises:
        CallProblem: there is no such action.
        Refused: it cannot be taken back, or values have moved on since.
    """
    rows = desk.raw.execute(
        "SELECT table_name, project_uid, row_key, operation, changes, verb FROM history WHERE action_id = ?"
        " ORDER BY sequence DESC",
        (action_id,),
    ).fetchall()
    if not rows:
        raise CallProblem(message("There is no action {number} in the history.", number=action_id))
    # The report of an import stays on record; what the import wrote can still be taken back.
    entries = [_Entry(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows if row[0] != "report"]
    if (
        not entries
        or rows[0][5] in ("new", "restore")
        or any(not audited_by_table()[entry.table].is_undoable for entry in entries)
    ):
        raise Refused(
            message(
                "This cannot be taken back: assessments, signed lines, published packs, printed dossiers and kept "
                "reports stay on record."
            )
        )
    for entry in entries:
        _take_back(desk, entry)
    uids = {entry.uid for entry in entries if entry.uid}
    for uid in uids:
        _refresh(desk, uid)
    return uids


def _take_back(desk: Desk, entry: _Entry) -> None:
    table = _TABLES[entry.table]
    logged = audited_by_table()[entry.table].columns
    found = desk.run(select(*(table.c[column] for column in logged)).where(_row(table, entry))).mappings().first()
    if entry.operation == "delete":
        if found is not None:
            raise _moved_on(desk, entry, "")
        _put_back(desk, table, entry)
        return
    compared = logged if entry.operation == "insert" else tuple(entry.changes)
    for column in compared:
        expected = entry.changes.get(column, [None, None])[1]
        if found is None or found[column] != expected:
            raise _moved_on(desk, entry, column)
    if entry.operation == "insert":
        _remove(desk, table, entry)
    else:
        old = {column: pair[0] for column, pair in entry.changes.items()}
        desk.run(update(table).where(_row(table, entry)).values(**old))


def _row(table: Table, entry: _Entry) -> ColumnElement[bool]:
    if entry.table in BY_FIELD:
        return (table.c.project_uid == entry.uid) & (table.c.field == entry.row)
    return table.c.id == int(entry.row)


def _remove(desk: Desk, table: Table, entry: _Entry) -> None:
    if entry.table == "project":
        for dependent in _DEPENDENT:
            query = f"SELECT 1 FROM {dependent} WHERE project_uid = ? LIMIT 1"
            if desk.raw.execute(query, (entry.uid,)).fetchone() is not None:
                raise _moved_on(desk, entry, "")
    desk.run(delete(table).where(_row(table, entry)))


def _put_back(desk: Desk, table: Table, entry: _Entry) -> None:
    row: dict[str, object] = {column: pair[0] for column, pair in entry.changes.items()}
    if entry.table == "project":
        moment = desk.at.isoformat()
        # Its version starts above any that a form may still hold: an old form's write is refused.
        row |= {"version": 1_000_000, "changed_at": moment, "name_key": "", "owner_key": "", "hunt": ""}
    elif entry.table in BY_FIELD:
        row |= {"project_uid": entry.uid, "field": entry.row}
    else:
        row |= {"project_uid": entry.uid}
    desk.run(insert(table).values(**row))


def _refresh(desk: Desk, uid: str) -> None:
    """Bring what follows from the values (search text, version, moment) up to date."""
    fields = ", ".join(f'"{field.key}"' for field in dictionary())
    found = desk.raw.execute(f"SELECT number, version, {fields} FROM project WHERE uid = ?", (uid,)).fetchone()
    if found is None:
        return
    values: dict[str, Value] = {
        field.key: from_stored(field, stored) for field, stored in zip(dictionary(), found[2:], strict=True)
    }
    desk.run(
        update(PROJECT)
        .where(PROJECT.c.uid == uid)
        .values(version=found[1] + 1, changed_at=desk.at.isoformat(), **search_columns(found[0], values))
    )


def _moved_on(desk: Desk, entry: _Entry, column: str) -> Refused:
    found = desk.raw.execute("SELECT number, name FROM project WHERE uid = ?", (entry.uid,)).fetchone()
    name = f"{found[0]} {found[1] or ''}".strip() if found is not None else ""
    if not name:
        return Refused(message("It was changed again since, so it cannot be taken back. Nothing was changed."))
    key = entry.row if entry.table in BY_FIELD else column
    if entry.table == "project" and key in dictionary():
        field: Label = dictionary()[key].label
        return Refused(
            message(
                "“{field}” of {project} was changed again since. Nothing was taken back; undo the later change first.",
                field=field,
                project=name,
            )
        )
    return Refused(
        message("{project} was changed again since. Nothing was taken back; undo the later change first.", project=name)
    )
