"""Answers on standard output: a table to read, JSON and CSV to go on working with.

JSON is stable: keys are those of the data dictionary, money is whole fen, days are `2026-11-20`, points are
points (not hundredths), what is not known is null. New keys may be added, none is renamed.
"""

import csv
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum, StrEnum
from pathlib import Path

from climafin.base.language import Language
from climafin.base.messages import Label, Message
from climafin.base.pointing import text_width

#: No column of a table is wider than this many half-width places; JSON and CSV are never cut.
_WIDEST = 48


class Format(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it is printed.

    Attributes:
        heads: key to head, in order.
        rows: per row key to value, as JSON gives it.
        shown: per row key to text, as people read it.
        whole: columns of sentences and paths, which are never cut short for the eye.
    """

    heads: Mapping[str, str]
    rows: Sequence[Mapping[str, object]]
    shown: Sequence[Mapping[str, str]]
    whole: frozenset[str] = frozenset()

    def plain(self) -> list[dict[str, object]]:
        """Return the rows for JSON."""
        return [dict(row) for row in self.rows]


def write_json(plain: object, language: Language) -> None:
    """Print a JSON document."""
    sys.stdout.write(json.dumps(_json(plain, language), ensure_ascii=False, indent=2) + "\n")


def _json(value: object, language: Language) -> object:  # noqa: PLR0911 - one line per kind
    if isinstance(value, Message):
        return language.say(value)
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value):
        return {field.name: _json(getattr(value, field.name), language) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(_json(key, language)): _json(kept, language) for key, kept in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((_json(item, language) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [_json(item, language) for item in value]
    return value


def write_table(table: Table, form: Format) -> None:
    """Print a list as CSV or as columns of text."""
    if form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(table.heads.values())
        writer.writerows([row.get(key, "") for key in table.heads] for row in table.shown)
        return
    for line in columns_of_text(table, _screen_width()):
        sys.stdout.write(line + "\n")


def _screen_width() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def columns_of_text(table: Table, screen: int | None) -> list[str]:
    """Return a list as aligned lines, figures to the right; Chinese characters take two places.

    Args:
        table: the list.
        screen: the width of the screen; None when a file or another program reads.
    """
    cells = [list(table.heads.values())]
    cells += [[" ".join(row.get(key, "").split()) for key in table.heads] for row in table.shown]
    limits = [None if key in table.whole else _WIDEST for key in table.heads]
    cells = [[cut(cell, limit) for cell, limit in zip(row, limits, strict=True)] for row in cells]
    widths = [max(text_width(row[place]) for row in cells) for place in range(len(table.heads))]
    cells.insert(1, ["-" * width for width in widths])
    sides = [_is_figures(table.rows, key) for key in table.heads]
    lines = [
        "  ".join(padded(cell, width, is_figure=side) for cell, width, side in zip(row, widths, sides, strict=True))
        for row in cells
    ]
    return [line.rstrip() if table.whole else cut(line.rstrip(), screen) for line in lines]


def padded(text: str, width: int, *, is_figure: bool = False) -> str:
    """Return a text filled up to a width in columns, with blanks behind it; before it where it is a figure."""
    gap = " " * (width - text_width(text))
    return gap + text if is_figure else text + gap


def _is_figures(rows: Sequence[Mapping[str, object]], key: str) -> bool:
    """Tell whether a column holds figures and nothing else."""
    known = [row.get(key) for row in rows if row.get(key) is not None]
    return bool(known) and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in known)


def cut(text: str, width: int | None) -> str:
    """Return a text that is no wider than so many columns, with … where it was cut; None cuts nothing."""
    if width is None or text_width(text) <= width:
        return text
    kept = text
    while kept and text_width(kept) > width - 1:
        kept = kept[:-1]
    return kept + "…"
