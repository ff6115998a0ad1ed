"""Which columns the library keeps: the fixed ones here, the project's fields from the data dictionary.

Tables, triggers, queries and checks are made from these lists, so none of them can forget a field.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from climafin.domain.dictionary import Dictionary, FieldKind, dictionary

#: Columns of `project` that are not fields, as far as they are logged: version, moment of change and what is searched
#: and sorted by follow from others.
PROJECT_FIXED = ("id", "uid", "number", "status", "created_by", "created_at")

_SQL_TYPES = {
    FieldKind.INTEGER: "INTEGER",
    FieldKind.MONEY: "INTEGER",
    FieldKind.YES_NO: "INTEGER",
    FieldKind.NUMBER: "REAL",
    FieldKind.PERCENT: "REAL",
}


def sql_type(kind: FieldKind) -> str:
    """Return the column type that keeps values of a kind."""
    return _SQL_TYPES.get(kind, "TEXT")


class Audited(NamedTuple):
    """One table whose every change is written into the history.

    Attributes:
        table: its name.
        uid: SQL of the project's uid, read from a row called `{row}`.
        row: the column that names the row within the table.
        columns: the logged columns.
        is_undoable: whether an undo may touch it; what is signed or printed is never taken back.
        later: what a column holds in rows that were logged before there was such a column.
    """

    table: str
    uid: str
    row: str
    columns: tuple[str, ...]
    is_undoable: bool
    later: Mapping[str, object] = MappingProxyType({})


ASSESSMENT_COLUMNS = (
    "id",
    "project_uid",
    "pack_id",
    "edition",
    "verdict",
    "score_low",
    "score_high",
    "maximum",
    "missing",
    "grade_low_zh",
    "grade_low_en",
    "grade_high_zh",
    "grade_high_en",
    "as_of",
    "assessed_at",
    "actor",
    "body_digest",
    "superseded_by",
    "occasion",
)
PRINT_COLUMNS = (
    "id",
    "project_uid",
    "dossier_number",
    "version",
    "length",
    "language",
    "data_date",
    "digest",
    "printed_at",
    "person",
)
JUDGEMENT_COLUMNS = (
    "id",
    "project_uid",
    "pack_id",
    "edition",
    "occasion",
    "rule_id",
    "kind",
    "answer",
    "points",
    "reason",
    "evidence",
    "person",
    "second_person",
    "at",
    "withdrawn_by",
)
PARAMETER_COLUMNS = (
    "id",
    "pack_id",
    "edition",
    "name",
    "value",
    "unit",
    "source",
    "person",
    "second_person",
    "at",
    "replaced_by",
)
_EDITION_COLUMNS = (
    "id",
    "pack_id",
    "edition",
    "origin",
    "digest",
    "body_digest",
    "person",
    "second_person",
    "reason",
    "at",
)
_COHORT_COLUMNS = ("id", "pack_id", "edition", "name", "as_of", "label", "digest", "body_digest", "person", "at")
_RUN_COLUMNS = (
    "id",
    "pack_id",
    "edition",
    "pack_digest",
    "generator",
    "seed",
    "plan",
    "as_of",
    "body_digest",
    "person",
    "at",
)
#: Tables whose rows are numbered per project, by field.
BY_FIELD = frozenset(("value_note", "supplement"))


def audited(fields: Dictionary) -> tuple[Audited, ...]:
    """Return every logged table for a dictionary."""
    return (
        Audited("library", "''", "id", ("title", "is_practice", "single_user", "created_at", "restored_from"), True),
        Audited("project", "{row}.uid", "id", (*PROJECT_FIXED, *(field.key for field in fields)), True),
        Audited(
            "value_note",
            "{row}.project_uid",
            "field",
            ("not_applicable", "source", "page", "source_date", "quality"),
            True,
        ),
        Audited(
            "stage_event",
            "{row}.project_uid",
            "id",
            ("id", "stage", "on_day", "reason", "actor", "recorded_at"),
            True,
        ),
        Audited("supplement", "{row}.project_uid", "field", ("value",), True),
        Audited("assessment", "{row}.project_uid", "id", ASSESSMENT_COLUMNS, False, {"occasion": "initial"}),
        Audited("print_record", "{row}.project_uid", "id", PRINT_COLUMNS, False),
        Audited("report", "''", "id", ("id", "name", "digest", "size", "kept_at"), False),
        Audited("judgement", "{row}.project_uid", "id", JUDGEMENT_COLUMNS, False),
        Audited("parameter", "''", "id", PARAMETER_COLUMNS, False),
        Audited("pack_edition", "''", "id", _EDITION_COLUMNS, False),
        Audited("frozen_cohort", "''", "id", _COHORT_COLUMNS, False),
        Audited("robustness_run", "''", "id", _RUN_COLUMNS, False),
    )


@lru_cache(maxsize=1)
def audited_by_table() -> dict[str, Audited]:
    """Return the logged tables of the shipped dictionary by name."""
    return {entry.table: entry for entry in audited(dictionary())}
