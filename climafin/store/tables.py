"""The library's tables as SQLModel classes; the project's field columns come from the data dictionary.

Imported only when something is written (the first window must not wait for SQLAlchemy). Table classes do
not validate: values are checked in `domain` before they come here. Choices are kept as their keys, days
and moments as ISO text, money as whole fen; the tables are STRICT, so a text cannot slip into a number.
"""

from types import new_class
from typing import Any, cast

from sqlalchemy import REAL, CheckConstraint, Index, Integer, Text, UniqueConstraint, column
from sqlmodel import Field, SQLModel

from climafin.domain.dictionary import Dictionary, FieldKind, dictionary
from climafin.domain.signed import Occasion
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.store.columns import sql_type
from climafin.store.table_parts import STRICT, back, identity, needed, of_project, one_of, optional, yes_or_no

_TYPES = {"TEXT": Text, "INTEGER": Integer, "REAL": REAL}


class LibraryRow(SQLModel, table=True):
    """The one line a library has about itself."""

    __tablename__ = "library"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_line"),
        yes_or_no("is_practice"),
        yes_or_no("single_user"),
        STRICT,
    )
    id: int | None = identity()
    title: str = needed()
    is_practice: int = needed(Integer)
    single_user: int = needed(Integer)
    created_at: str = needed()
    restored_from: str | None = optional()


class _ProjectFixed(SQLModel):
    """The columns of a project that are not fields of the dictionary."""

    id: int | None = identity()
    uid: str = needed()
    number: str = needed()
    status: str = needed()
    version: int = needed(Integer)
    created_by: str = needed()
    created_at: str = needed()
    changed_at: str = needed()
    name_key: str = needed()
    owner_key: str = needed()
    hunt: str = needed()


def _project_row(fields: Dictionary) -> type[SQLModel]:
    yes_no = [field.key for field in fields if field.kind is FieldKind.YES_NO]

    def fill(body: dict[str, Any]) -> None:
        body["__module__"] = __name__
        body["__doc__"] = "One project: its fixed columns and one column per field of the dictionary."
        body["__tablename__"] = "project"
        body["__table_args__"] = (
            UniqueConstraint("uid", name="project_uid_once"),
            UniqueConstraint("number", name="project_number_once"),
            one_of("status", [status.value for status in Status]),
            *(yes_or_no(key) for key in yes_no),
            {"sqlite_strict": True, "sqlite_autoincrement": True},
        )
        body["__annotations__"] = {}
        for field in fields:
            column_type = _TYPES[sql_type(field.kind)]
            body["__annotations__"][field.key] = {Text: str, Integer: int, REAL: float}[column_type] | None
            body[field.key] = optional(column_type)

    return cast("type[SQLModel]", new_class("ProjectRow", (_ProjectFixed,), {"table": True}, fill))


ProjectRow = _project_row(dictionary())


class ValueNoteRow(SQLModel, table=True):
    """What is said about one value of one project."""

    __tablename__ = "value_note"
    __table_args__ = (
        of_project(),
        UniqueConstraint("project_uid", "field", name="note_once"),
        yes_or_no("not_applicable"),
        CheckConstraint("quality BETWEEN 1 AND 5", name="quality_grade"),
        STRICT,
    )
    id: int | None = identity()
    project_uid: str = needed()
    field: str = needed()
    not_applicable: int = needed(Integer)
    source: str = needed()
    page: str = needed()
    source_date: str | None = optional()
    quality: int | None = optional(Integer)


class SupplementRow(SQLModel, table=True):
    """One value of one project that a rule pack asks besides the dictionary, as JSON that says its sort by itself."""

    __tablename__ = "supplement"
    __table_args__ = (of_project(), UniqueConstraint("project_uid", "field", name="supplement_once"), STRICT)
    id: int | None = identity()
    project_uid: str = needed()
    field: str = needed()
    value: str = needed()


class StageEventRow(SQLModel, table=True):
    """One dated move into a stage; the last one is where the project stands."""

    __tablename__ = "stage_event"
    __table_args__ = (
        of_project(),
        one_of("stage", [stage.value for stage in Stage]),
        Index("stage_event_last", "project_uid", "on_day", "id"),
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )
    id: int | None = identity()
    project_uid: str = needed()
    stage: str = needed()
    on_day: str = needed()
    reason: str = needed()
    actor: str = needed()
    recorded_at: str = needed()


class AssessmentRow(SQLModel, table=True):
    """One assessment, whole as JSON in `body`; the other columns repeat what lists show and sort by."""

    __tablename__ = "assessment"
    __table_args__ = (
        of_project(),
        back("superseded_by", "assessment"),
        one_of("verdict", [verdict.value for verdict in Verdict]),
        one_of("occasion", [occasion.value for occasion in Occasion]),
        Index(
            "assessment_current",
            "project_uid",
            "pack_id",
            "occasion",
            unique=True,
            sqlite_where=column("superseded_by").is_(None),
        ),
        Index("assessment_superseded", "superseded_by"),
        STRICT,
    )
    id: int | None = identity()
    project_uid: str = needed()
    pack_id: str = needed()
    edition: int = needed(Integer)
    verdict: str = needed()
    score_low: int = needed(Integer)
    score_high: int = needed(Integer)
    maximum: int = needed(Integer)
    missing: int = needed(Integer)
    grade_low_zh: str | None = optional()
    grade_low_en: str | None = optional()
    grade_high_zh: str | None = optional()
    grade_high_en: str | None = optional()
    as_of: str = needed()
    assessed_at: str = needed()
    actor: str = needed()
    body: str = needed()
    body_digest: str = needed()
    superseded_by: int | None = optional(Integer)
    occasion: str = Field(sa_type=Text, nullable=False, sa_column_kwargs={"server_default": Occasion.INITIAL.value})


class PrintRecordRow(SQLModel, table=True):
    """One printed dossier."""

    __tablename__ = "print_record"
    __table_args__ = (
        of_project(),
        UniqueConstraint("dossier_number", "version", name="print_once"),
        Index("print_record_project", "project_uid"),
        STRICT,
    )
    id: int | None = identity()
    project_uid: str = needed()
    dossier_number: str = needed()
    version: int = needed(Integer)
    length: str = needed()
    language: str = needed()
    data_date: str = needed()
    digest: str = needed()
    printed_at: str = needed()
    person: str = needed()


class ReportRow(SQLModel, table=True):
    """One kept file, such as an import's report; its bytes lie in `files/` under their hash."""

    __tablename__ = "report"
    __table_args__ = (STRICT,)
    id: int | None = identity()
    name: str = needed()
    digest: str = needed()
    size: int = needed(Integer)
    kept_at: str = needed()


class HistoryRow(SQLModel, table=True):
    """One changed row; written by triggers only, chained by `digest`."""

    __tablename__ = "history"
    __table_args__ = (
        Index("history_action", "action_id"),
        Index("history_project", "project_uid", "sequence"),
        STRICT,
    )
    sequence: int | None = identity()
    action_id: int = needed(Integer)
    verb: str = needed()
    at: str = needed()
    person: str = needed()
    reason: str = needed()
    table_name: str = needed()
    project_uid: str = needed()
    row_key: str = needed()
    operation: str = needed()
    changes: str = needed()
    digest: str = needed()
