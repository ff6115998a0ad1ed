"""What the table classes are put together of: columns, constraints and references, as all tables here have them.

Imported only when something is written (the first window must not wait for SQLAlchemy). Choices are kept as their
keys, days and moments as ISO text, money as whole fen; the tables are STRICT, so a text cannot slip into a number.
"""

from typing import Any, cast

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Integer, Table, Text
from sqlmodel import Field, SQLModel

STRICT: dict[str, object] = {"sqlite_strict": True}


def one_of(column: str, keys: list[str]) -> CheckConstraint:
    """Return the constraint that a column holds one of some keys."""
    listed = ", ".join(f"'{key}'" for key in keys)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def yes_or_no(column: str) -> CheckConstraint:
    """Return the constraint that a column holds 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_yes_no")


def needed(column_type: type[object] = Text) -> Any:  # noqa: ANN401 - what SQLModel's Field returns
    """Return a column that always holds something."""
    return Field(sa_type=cast("Any", column_type), nullable=False)


def optional(column_type: type[object] = Text) -> Any:  # noqa: ANN401 - what SQLModel's Field returns
    """Return a column that may hold nothing."""
    return Field(default=None, sa_type=cast("Any", column_type), nullable=True)


def identity() -> Any:  # noqa: ANN401 - what SQLModel's Field returns
    """Return the column that numbers rows."""
    return Field(default=None, primary_key=True, sa_type=Integer)


def of_project(**more: Any) -> ForeignKeyConstraint:  # noqa: ANN401 - SQLAlchemy's own options
    """Return the reference of a row to its project."""
    return ForeignKeyConstraint(["project_uid"], ["project.uid"], **more)


def back(column: str, name: str) -> ForeignKeyConstraint:
    """Return the reference of a row to the later row of its table that took its place."""
    return ForeignKeyConstraint([column], [f"{name}.id"], deferrable=True, initially="DEFERRED")


def table(model: type[SQLModel]) -> Table:
    """Return the SQLAlchemy table of a model class."""
    return cast("Table", cast("Any", model).__table__)
