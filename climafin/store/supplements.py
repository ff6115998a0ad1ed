"""Values that rule packs ask besides the dictionary, as JSON texts that say their own sort.

A pack may be gone while its answers stay, so that reading them back needs no declaration of the field: a day is
`{"day": "2026-11-20"}`, the rows of a table `{"rows": [{…}]}`, several choices a list, all else is itself.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from climafin.domain.dictionary import Field, FieldKind

if TYPE_CHECKING:
    from climafin.domain.project import Single, Value


def supplement_text(field: Field, value: "Value") -> str | None:
    """Return a checked value as it is kept; None when it is not known yet."""
    if value is None or value == "" or (value == () and not field.columns):
        return None
    if field.columns and isinstance(value, tuple):
        columns = {column.key: column for column in field.columns}
        rows = [row for row in value if isinstance(row, Mapping)]
        plain: object = {
            "rows": [
                {key: _plain(columns[key], row[key]) for key in columns if row.get(key) is not None} for row in rows
            ]
        }
    else:
        plain = _plain(field, value)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _plain(field: Field, value: "Value") -> object:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, int) and field.kind in (FieldKind.NUMBER, FieldKind.PERCENT):
        return float(value)
    return value


def supplement_value(text: str) -> "Value":
    """Return the value that `supplement_text` kept."""
    tree = json.loads(text)
    if isinstance(tree, dict) and "rows" in tree:
        return tuple({key: _single(cell) for key, cell in row.items()} for row in tree["rows"])
    return _single(tree)


def _single(tree: Any) -> "Single":  # noqa: ANN401 - parsed JSON
    if isinstance(tree, dict):
        return date.fromisoformat(tree["day"])
    if isinstance(tree, list):
        return tuple(str(key) for key in tree)
    assert isinstance(tree, (str, int, float))
    return tree
