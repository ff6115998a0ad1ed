"""Values of the dictionary as the database keeps them, and back, exactly."""

import json
from datetime import date
from typing import TYPE_CHECKING

from climafin.domain.dictionary import Field, FieldKind

if TYPE_CHECKING:
    from climafin.domain.project import Value

Stored = str | int | float | None


def to_stored(field: Field, value: "Value") -> Stored:
    """Return a checked value as its column keeps it; an empty text or list is not known yet."""
    if value is None or value in ("", ()):
        return None
    if field.kind is FieldKind.CHOICES and isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if field.kind in (FieldKind.NUMBER, FieldKind.PERCENT) and isinstance(value, (int, float)):
        return float(value)
    assert not isinstance(value, tuple)
    return value


def from_stored(field: Field, stored: object) -> "Value":
    """Return a column's content as a value."""
    if stored is None:
        return None
    if field.kind is FieldKind.CHOICES:
        return tuple(json.loads(str(stored)))
    if field.kind is FieldKind.YES_NO:
        return bool(stored)
    if field.kind is FieldKind.DATE:
        return date.fromisoformat(str(stored))
    assert isinstance(stored, (str, int, float))
    return stored
