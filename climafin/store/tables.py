"""The library's tables as SQLModel classes; the project's field columns come from the data dictionary.

Imported only when something is written (the first window must not wait for SQLAlchemy). Table classes do
not validate: values are checked in `domain` before they come here. Choices are kept as their keys, days
and moments as ISO text, money as whole fen; the tables are STRICT, so a text cannot slip into a number.
"""

from types import new_class
from typing import Any, cast

from sqlalchemy import (
    REAL,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    column,
)
from sqlmodel import Field, SQLModel

from climafin.domain.dictionary import Dictionary, FieldKind, dictionary
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.store.columns import sql_type

_TYPES = {"TEXT": Text, "INTEGER": Integer, "REAL": REAL}
_STRICT: dict[str, object] = {"sqlite_strict": True}


def _one_of(column: str, keys: list[str]) -> CheckConstraint:
    listed = ", ".join(f"'{key}'" for key in keys)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _yes_or_no(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_yes_no")


def _needed(column_type: type[object] = Text) -> Any:  # noqa: ANN401 - what SQLModel's Field returns
    return Field(sa_type=cast("Any", column_type), nullable=False)


def _open(column_type: type[object] = Text) -> Any:  # noqa: ANN401 - what SQLModel's Field returns
    return Field(default=None, sa_type=cast("Any", column_type), nullable=True)


def _identity() -> Any:  # noqa: ANN401 - what SQLModel's Field returns
    return Field(default=None, primary_key=True, sa_type=Integer)


class LibraryRow(SQLModel, table=True):
    """The one line a library has about itself."""

    __tablename__ = "library"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_line"),
        _yes_or_no("is_practice"),
        _yes_or_no("single_user"),
        _STRICT,
    )
    id: int | None = _identity()
    title: str = _needed()
    is_practice: int = _needed(Integer)
    single_user: int = _needed(Integer)
    created_at: str = _needed()
    restored_from: str | None = _open()


class _ProjectFixed(SQLModel):
    """The columns of a project that are not fields of the dictionary."""

    id: int | None = _identity()
    uid: str = _needed()
    number: str = _needed()
    status: str = _needed()
    version: int = _needed(Integer)
    created_by: str = _needed()
    created_at: str = _needed()
    changed_at: str = _needed()
    name_key: str = _needed()
    owner_key: str = _needed()
    hunt: str = _needed()


def _project_row(fields: Dictionary) -> type[SQLModel]:
    yes_no = [field.key for field in fields if field.kind is FieldKind.YES_NO]

    def fill(body: dict[str, Any]) -> None:
        body["__module__"] = __name__
        body["__doc__"] = "One project: its fixed columns and one column per field of the dictionary."
        body["__tablename__"] = "project"
        body["__table_args__"] = (
            UniqueConstraint("uid", name="project_uid_once"),
            UniqueConstraint("number", name="project_number_once"),
            _one_of("status", [status.value for status in Status]),
            *(_yes_or_no(key) for key in yes_no),
            {"sqlite_strict": True, "sqlite_autoincrement": True},
        )
        body["__annotations__"] = {}
        for field in fields:
            column_type = _TYPES[sql_type(field.kind)]
            body["__annotations__"][field.key] = {Text: str, Integer: int, REAL: float}[column_type] | None
            body[field.key] = _open(column_type)

    return cast("type[SQLModel]", new_class("ProjectRow", (_ProjectFixed,), {"table": True}, fill))


ProjectRow = _project_row(dictionary())


def _of_project(**more: Any) -> ForeignKeyConstraint:  # noqa: ANN401 - SQLAlchemy's own options
    return ForeignKeyConstraint(["project_uid"], ["project.uid"], **more)


class ValueNoteRow(SQLModel, table=True):
    """What is said about one value of one project."""

    __tablename__ = "value_note"
    __table_args__ = (
        _of_project(),
        UniqueConstraint("project_uid", "field", name="note_once"),
        _yes_or_no("not_applicable"),
        CheckConstraint("quality BETWEEN 1 AND 5", name="quality_grade"),
        _STRICT,
    )
    id: int | None = _identity()
    project_uid: str = _needed()
    field: str = _needed()
    not_applicable: int = _needed(Integer)
    source: str = _needed()
    page: str = _needed()
    source_date: str | None = _open()
    quality: int | None = _open(Integer)


class StageEventRow(SQLModel, table=True):
    """One dated move into a stage; the last one is where the project stands."""

    __tablename__ = "stage_event"
    __table_args__ = (
        _of_project(),
        _one_of("stage", [stage.value for stage in Stage]),
        Index("stage_event_last", "project_uid", "on_day", "id"),
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )
    id: int | None = _identity()
    project_uid: str = _needed()
    stage: str = _needed()
    on_day: str = _needed()
    reason: str = _needed()
    actor: str = _needed()
    recorded_at: str = _needed()


class AssessmentRow(SQLModel, table=True):
    """One assessment, whole as JSON in `body`; the other columns repeat what lists show and sort by."""

    __tablename__ = "assessment"
    __table_args__ = (
        _of_project(),
        ForeignKeyConstraint(["superseded_by"], ["assessment.id"], deferrable=True, initially="DEFERRED"),
        _one_of("verdict", [verdict.value for verdict in Verdict]),
        Index(
            "assessment_current",
            "project_uid",
            "pack_id",
            unique=True,
            sqlite_where=column("superseded_by").is_(None),
        ),
        Index("assessment_superseded", "superseded_by"),
        _STRICT,
    )
    id: int | None = _identity()
    project_uid: str = _needed()
    pack_id: str = _needed()
    edition: int = _needed(Integer)
    verdict: str = _needed()
    score_low: int = _needed(Integer)
    score_high: int = _needed(Integer)
    maximum: int = _needed(Integer)
    missing: int = _needed(Integer)
    grade_low_zh: str | None = _open()
    grade_low_en: str | None = _open()
    grade_high_zh: str | None = _open()
    grade_high_en: str | None = _open()
    as_of: str = _needed()
    assessed_at: str = _needed()
    actor: str = _needed()
    body: str = _needed()
    body_digest: str = _needed()
    superseded_by: int | None = _open(Integer)


class PrintRecordRow(SQLModel, table=True):
    """One printed dossier."""

    __tablename__ = "print_record"
    __table_args__ = (
        _of_project(),
        UniqueConstraint("dossier_number", "version", name="print_once"),
        Index("print_record_project", "project_uid"),
        _STRICT,
    )
    id: int | None = _identity()
    project_uid: str = _needed()
    dossier_number: str = _needed()
    version: int = _needed(Integer)
    length: str = _needed()
    language: str = _needed()
    data_date: str = _needed()
    digest: str = _needed()
    printed_at: str = _needed()
    person: str = _needed()


class ReportRow(SQLModel, table=True):
    """One kept file, such as an import's report; its bytes lie in `files/` under their hash."""

    __tablename__ = "report"
    __table_args__ = (_STRICT,)
    id: int | None = _identity()
    name: str = _needed()
    digest: str = _needed()
    size: int = _needed(Integer)
    kept_at: str = _needed()


class HistoryRow(SQLModel, table=True):
    """One changed row; written by triggers only, chained by `digest`."""

    __tablename__ = "history"
    __table_args__ = (
        Index("history_action", "action_id"),
        Index("history_project", "project_uid", "sequence"),
        _STRICT,
    )
    sequence: int | None = _identity()
    action_id: int = _needed(Integer)
    verb: str = _needed()
    at: str = _needed()
    person: str = _needed()
    reason: str = _needed()
    table_name: str = _needed()
    project_uid: str = _needed()
    row_key: str = _needed()
    operation: str = _needed()
    changes: str = _needed()
    digest: str = _needed()


def table(model: type[SQLModel]) -> Table:
    """Return the SQLAlchemy table of a model class."""
    return cast("Table", cast("Any", model).__table__)
