"""Values of the dictionary as the database keeps them, and back, exactly."""

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from climafin.domain.dictionary import Field, FieldKind

if TYPE_CHECKING:
    from climafin.domain.project import Single, TableRow, Value

Stored = str | int | float | None


def to_stored(field: Field, value: "Value") -> Stored:
    """Return a checked value as its column keeps it; an empty text or list is not known yet, a table may be empty."""
    if value is None or value == "" or (value == () and not field.columns):
        return None
    if isinstance(value, tuple):
        return json.dumps(_rows(field, value) if field.columns else value, ensure_ascii=False)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if field.kind in (FieldKind.NUMBER, FieldKind.PERCENT) and isinstance(value, (int, float)):
        return float(value)
    return value


def _rows(field: Field, value: "tuple[str, ...] | tuple[TableRow, ...]") -> list[dict[str, Stored]]:
    columns = {column.key: column for column in field.columns}
    rows = [row for row in value if isinstance(row, Mapping)]
    return [{key: to_stored(columns[key], cell) for key, cell in row.items()} for row in rows]


def from_stored(field: Field, stored: object) -> "Value":
    """Return a column's content as a value."""
    if stored is None:
        return None
    if field.kind is FieldKind.TABLE:
        columns = {column.key: column for column in field.columns}
        rows = json.loads(str(stored))
        return tuple({key: _single(columns[key], cell) for key, cell in row.items() if key in columns} for row in rows)
    return _single(field, stored)


def _single(field: Field, stored: object) -> "Single":
    if field.kind is FieldKind.CHOICES:
        return tuple(json.loads(str(stored)))
    if field.kind is FieldKind.YES_NO:
        return bool(stored)
    if field.kind is FieldKind.DATE:
        return date.fromisoformat(str(stored))
    assert isinstance(stored, (str, int, float))
    return stored
