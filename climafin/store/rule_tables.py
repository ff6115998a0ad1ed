"""The tables of rules as data as SQLModel classes: signed lines, office values, editions, cohorts, runs."""

from sqlalchemy import REAL, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlmodel import SQLModel

from climafin.domain.rule_records import LineKind, Origin
from climafin.domain.signed import Occasion
from climafin.store.table_parts import STRICT, back, identity, needed, of_project, one_of, optional


class JudgementRow(SQLModel, table=True):
    """One signed line about one rule of one project; the newest of its kind that is not withdrawn counts."""

    __tablename__ = "judgement"
    __table_args__ = (
        of_project(),
        back("withdrawn_by", "judgement"),
        one_of("kind", [kind.value for kind in LineKind]),
        one_of("occasion", [occasion.value for occasion in Occasion]),
        Index(
            "judgement_current",
            "project_uid",
            "pack_id",
            "occasion",
            "kind",
            "rule_id",
            unique=True,
            sqlite_where=text("withdrawn_by IS NULL AND kind <> 'withdrawal'"),
        ),
        Index("judgement_pack", "pack_id", "project_uid"),
        Index("judgement_withdrawn", "withdrawn_by"),
        STRICT,
    )
    id: int | None = identity()
    project_uid: str = needed()
    pack_id: str = needed()
    edition: int = needed(Integer)
    occasion: str = needed()
    rule_id: str = needed()
    kind: str = needed()
    answer: str = needed()
    points: int | None = optional(Integer)
    reason: str = needed()
    evidence: str = needed()
    person: str = needed()
    second_person: str = needed()
    at: str = needed()
    withdrawn_by: int | None = optional(Integer)


class ParameterRow(SQLModel, table=True):
    """One value that the office gave a limit; the newest of its limit counts."""

    __tablename__ = "parameter"
    __table_args__ = (
        back("replaced_by", "parameter"),
        Index("parameter_current", "pack_id", "name", unique=True, sqlite_where=text("replaced_by IS NULL")),
        Index("parameter_replaced", "replaced_by"),
        STRICT,
    )
    id: int | None = identity()
    pack_id: str = needed()
    edition: int = needed(Integer)
    name: str = needed()
    value: float | None = optional(REAL)
    unit: str = needed()
    source: str = needed()
    person: str = needed()
    second_person: str = needed()
    at: str = needed()
    replaced_by: int | None = optional(Integer)


class PackEditionRow(SQLModel, table=True):
    """One edition of a rule pack with its bytes, published or assessed by; `beside` has its lists' files as JSON."""

    __tablename__ = "pack_edition"
    __table_args__ = (
        one_of("origin", [origin.value for origin in Origin]),
        UniqueConstraint("pack_id", "digest", "origin", name="bytes_once"),
        Index("pack_edition_once", "pack_id", "edition", unique=True, sqlite_where=text("origin = 'published'")),
        STRICT,
    )
    id: int | None = identity()
    pack_id: str = needed()
    edition: int = needed(Integer)
    origin: str = needed()
    digest: str = needed()
    content: bytes = needed(LargeBinary)
    beside: str = needed()
    body_digest: str = needed()
    person: str = needed()
    second_person: str = needed()
    reason: str = needed()
    at: str = needed()


class FrozenCohortRow(SQLModel, table=True):
    """The values of a cohort on a day, as JSON in `body`."""

    __tablename__ = "frozen_cohort"
    __table_args__ = (Index("frozen_cohort_day", "pack_id", "name", "as_of"), STRICT)
    id: int | None = identity()
    pack_id: str = needed()
    edition: int = needed(Integer)
    name: str = needed()
    as_of: str = needed()
    label: str = needed()
    digest: str = needed()
    body: str = needed()
    body_digest: str = needed()
    person: str = needed()
    at: str = needed()


class RobustnessRunRow(SQLModel, table=True):
    """One robustness run with generator, seed and plan; `body` has the result as compressed columns."""

    __tablename__ = "robustness_run"
    __table_args__ = (Index("robustness_run_pack", "pack_id", "id"), STRICT)
    id: int | None = identity()
    pack_id: str = needed()
    edition: int = needed(Integer)
    pack_digest: str = needed()
    generator: str = needed()
    seed: int = needed(Integer)
    plan: str = needed()
    as_of: str = needed()
    body: bytes = needed(LargeBinary)
    body_digest: str = needed()
    person: str = needed()
    at: str = needed()
