"""The triggers that write the history and guard what may never change; made anew after every migration.

Triggers, not events of an object layer: they see every row of every statement, whoever sends it. They
call functions that only our own connections know (`actor()`, `link()` …), so another tool's edit fails.
"""

from climafin.domain.dictionary import Dictionary
from climafin.store.columns import ASSESSMENT_COLUMNS, JUDGEMENT_COLUMNS, PARAMETER_COLUMNS, Audited, audited


def triggers(fields: Dictionary) -> dict[str, str]:
    """Return every trigger by name, as SQL, for a dictionary."""
    found = dict(_GUARDS)
    for entry in audited(fields):
        for operation in ("insert", "update", "delete"):
            name = f"audit_{entry.table}_{operation}"
            found[name] = _audit(name, entry, operation)
    return found


def _audit(name: str, entry: Audited, operation: str) -> str:
    row = "OLD" if operation == "delete" else "NEW"
    pairs = " UNION ALL ".join(
        f"SELECT '{column}' AS c, {_side('OLD', column, operation)} AS o, {_side('NEW', column, operation)} AS n"
        for column in entry.columns
    )
    uid = entry.uid.format(row=row)
    # `key` is text in the history, whatever the row's own type.
    key = f"CAST({row}.{entry.row} AS TEXT)"
    return (
        f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {entry.table} BEGIN\n"
        "INSERT INTO history (action_id, verb, at, person, reason, table_name, project_uid, row_key, operation,"
        " changes, digest)\n"
        f"SELECT action_id(), verb(), moment(), actor(), reason(), '{entry.table}', {uid}, {key}, '{operation}',"
        " changes,\n"
        "link((SELECT digest FROM history ORDER BY sequence DESC LIMIT 1),"
        f" '{entry.table}', {uid}, {key}, '{operation}', changes)\n"
        "FROM (SELECT json_group_object(c, json_array(o, n)) AS changes FROM\n"
        f"({pairs})\n"
        "WHERE o IS NOT n) WHERE changes <> '{}';\nEND"
    )


def _side(side: str, column: str, operation: str) -> str:
    missing = "OLD" if operation == "insert" else "NEW" if operation == "delete" else ""
    return "NULL" if side == missing else f"{side}.{column}"


def _never(name: str, operation: str, table: str, why: str, when: str = "") -> tuple[str, str]:
    condition = f" WHEN {when}" if when else ""
    return name, (
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _stepping_back(columns: tuple[str, ...], back: str) -> str:
    """Return the condition of an update that does more than let a row step back for a later one, once."""
    others = [f"OLD.{column} IS NOT NEW.{column}" for column in columns if column != back]
    return " OR ".join((f"OLD.{back} IS NOT NULL", *others))


def _for_ever(table: str, why: str) -> tuple[tuple[str, str], ...]:
    return _never(f"{table}_no_update", "UPDATE", table, why), _never(f"{table}_no_delete", "DELETE", table, why)


_GUARDS = dict(
    (
        _never("history_no_update", "UPDATE", "history", "history is append-only"),
        _never("history_no_delete", "DELETE", "history", "history is append-only"),
        _never(
            "assessment_no_update",
            "UPDATE",
            "assessment",
            "an assessment is never edited",
            _stepping_back((*ASSESSMENT_COLUMNS, "body"), "superseded_by"),
        ),
        _never("assessment_no_delete", "DELETE", "assessment", "an assessment is never deleted"),
        _never(
            "judgement_no_update",
            "UPDATE",
            "judgement",
            "a signed line is never edited",
            _stepping_back(JUDGEMENT_COLUMNS, "withdrawn_by"),
        ),
        _never("judgement_no_delete", "DELETE", "judgement", "a signed line is never deleted"),
        _never(
            "parameter_no_update",
            "UPDATE",
            "parameter",
            "a value set by the office is never edited",
            _stepping_back(PARAMETER_COLUMNS, "replaced_by"),
        ),
        _never("parameter_no_delete", "DELETE", "parameter", "a value set by the office is never deleted"),
        *_for_ever("pack_edition", "a published edition stays as it is"),
        *_for_ever("frozen_cohort", "a frozen cohort stays as it is"),
        *_for_ever("robustness_run", "a kept run stays as it is"),
        _never("print_record_no_update", "UPDATE", "print_record", "a printed dossier stays on record"),
        _never("print_record_no_delete", "DELETE", "print_record", "a printed dossier stays on record"),
        _never("report_no_update", "UPDATE", "report", "a kept report is never edited"),
        _never("report_no_delete", "DELETE", "report", "a kept report stays"),
        _never(
            "library_kind_stays",
            "UPDATE",
            "library",
            "practice and real libraries stay apart",
            "OLD.is_practice IS NOT NEW.is_practice",
        ),
        _never("library_no_delete", "DELETE", "library", "a library has one line about itself"),
    )
)
