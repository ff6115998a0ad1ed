"""Is a library whole? Structure, references, rules, history, and content against the history."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from climafin.base.messages import Label, Message, message
from climafin.base.progress import Progress
from climafin.domain.dictionary import dictionary
from climafin.store import chain
from climafin.store.columns import BY_FIELD, Audited, audited_by_table
from climafin.store.connections import Connections
from climafin.store.driver import Connection
from climafin.store.migrations import schema_faults
from climafin.store.places import kept_file
from climafin.store.rule_bodies import body_digest

_MOST_NAMED = 20
_KINDS = {
    "project": Label("项目", "Project"),
    "value_note": Label("数据说明", "Note on a value of"),
    "supplement": Label("补充数据", "Supplementary value of"),
    "stage_event": Label("阶段记录", "Stage record"),
    "assessment": Label("评价", "Assessment"),
    "print_record": Label("打印记录", "Record of a print"),
    "report": Label("留存文件", "Kept file"),
    "library": Label("项目库信息", "What the library says of itself"),
    "judgement": Label("签署记录", "Signed line"),
    "parameter": Label("本单位设定值", "Value set by the office"),
    "pack_edition": Label("规则包版本", "Edition of a rule pack"),
    "frozen_cohort": Label("群组快照", "Frozen cohort"),
    "robustness_run": Label("稳健性测算", "Robustness run"),
}
_Rows = dict[tuple[str, str], dict[str, object]]


def check(connections: Connections, folder: Path, progress: Progress) -> list[Message]:
    """Return what is wrong with a library; empty when it is whole.

    Structure checks miss a changed content, so every logged row is compared with what the history says it is.
    """
    steps = (
        (message("Checking the file's structure"), _structure),
        (message("Checking the library's inner rules"), _rules),
        (message("Checking the history"), _history),
        (message("Comparing the data with the history"), _content),
        (message("Checking assessments"), _assessments),
        (message("Checking rule packs and runs"), _rule_bodies),
    )
    problems: list[Message] = []
    with connections.reading() as connection:
        for done, (doing, step) in enumerate(steps):
            progress.step(done, len(steps) + 1, doing)
            problems.extend(step(connection))
            if problems and step in (_structure, _history):
                # What lies in a file of unsound structure, or says a history changed from outside, proves nothing.
                return problems
        progress.step(len(steps), len(steps) + 1, message("Checking kept files"))
        problems.extend(_files(connection, folder))
    return problems


def _structure(connection: Connection) -> Iterator[Message]:
    for (told,) in connection.execute(f"PRAGMA quick_check({_MOST_NAMED})"):
        if told != "ok":
            yield message("The file is damaged: {problem}. Restore the last backup.", problem=told)
    for table, row, *_ in connection.execute("PRAGMA foreign_key_check"):
        yield message("Row {row} of {table} belongs to nothing.", row=row, table=table)


def _rules(connection: Connection) -> Iterator[Message]:
    for name in schema_faults(connection):
        yield message("The inner rule {name} was changed or removed by another program.", name=name)


def _history(connection: Connection) -> Iterator[Message]:
    broken = chain.first_break(connection)
    if broken is not None:
        yield message("The history is broken from entry {number} on: it was changed from outside.", number=broken)


def _content(connection: Connection) -> Iterator[Message]:
    logged = _replayed(connection)
    named = 0
    for audited in audited_by_table().values():
        for key, row in _present(connection, audited):
            expected = logged.pop((audited.table, key), None)
            differing = sorted(set(audited.columns) if expected is None else _differing(audited, row, expected))
            if differing and named < _MOST_NAMED:
                named += 1
                yield message(
                    "{kind} {row} was changed outside ClimaFin: {columns}.",
                    kind=_KINDS[audited.table],
                    row=_row_name(connection, audited, key),
                    columns=tuple(_column_name(column) for column in differing[:8]),
                )
    for table, key in list(logged)[: _MOST_NAMED - named]:
        yield message("{kind} {row} was removed outside ClimaFin.", kind=_KINDS[table], row=key)


def _replayed(connection: Connection) -> _Rows:
    rows: _Rows = {}
    entries = connection.execute(
        "SELECT table_name, project_uid, row_key, operation, changes FROM history ORDER BY sequence"
    )
    for table, uid, row, operation, changes in entries:
        key = (table, _key(table, uid, row))
        if operation == "delete":
            rows.pop(key, None)
            continue
        kept = rows.setdefault(key, {})
        for column, (_, new) in json.loads(changes).items():
            kept[column] = new
    return rows


def _key(table: str, uid: str, row: str) -> str:
    return f"{uid} {row}" if table in BY_FIELD else row


def _present(connection: Connection, audited: Audited) -> Iterator[tuple[str, dict[str, object]]]:
    columns = ", ".join(f't."{column}"' for column in audited.columns)
    uid = audited.uid.format(row="t")
    for uid_value, row, *values in connection.execute(
        f"SELECT {uid}, CAST(t.{audited.row} AS TEXT), {columns} FROM {audited.table} t"
    ):
        yield _key(audited.table, uid_value, row), dict(zip(audited.columns, values, strict=True))


def _differing(audited: Audited, row: dict[str, object], expected: dict[str, object]) -> set[str]:
    return {column for column in audited.columns if row[column] != expected.get(column, audited.later.get(column))}


def _row_name(connection: Connection, audited: Audited, key: str) -> str:
    uid = key.split(" ", maxsplit=1)[0]
    column = "id" if audited.table == "project" else "uid" if audited.table in BY_FIELD else None
    if column is None:
        return key
    found = connection.execute(f"SELECT number FROM project WHERE {column} = ?", (uid,)).fetchone()
    return str(found[0]) if found is not None else key


def _column_name(column: str) -> Label | str:
    return dictionary()[column].label if column in dictionary() else column


def _assessments(connection: Connection) -> Iterator[Message]:
    rows = connection.execute(
        "SELECT p.number, a.pack_id, a.body, a.body_digest FROM assessment a JOIN project p ON p.uid = a.project_uid"
    )
    for number, pack_id, body, digest in rows:
        if hashlib.sha256(body.encode("utf-8")).hexdigest() != digest:
            yield message("The assessment of {number} by {pack} was changed from outside.", number=number, pack=pack_id)


#: Table to the columns its digest covers, which are not in the history themselves.
_BODIES = {"pack_edition": ("content", "beside"), "frozen_cohort": ("body",), "robustness_run": ("body",)}


def _rule_bodies(connection: Connection) -> Iterator[Message]:
    for table, columns in _BODIES.items():
        for row, digest, *bodies in connection.execute(f"SELECT id, body_digest, {', '.join(columns)} FROM {table}"):
            if body_digest(*bodies) != digest:
                yield message("{kind} {row} was changed from outside.", kind=_KINDS[table], row=row)


def _files(connection: Connection, folder: Path) -> Iterator[Message]:
    for name, digest in connection.execute("SELECT name, digest FROM report"):
        try:
            found = hashlib.sha256(kept_file(folder, digest).read_bytes()).hexdigest()
        except OSError:
            yield message("The kept file {name} is missing.", name=name)
            continue
        if found != digest:
            yield message("The kept file {name} was changed.", name=name)
