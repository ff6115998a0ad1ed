"""Cells as a workbook holds them, and how they travel from the reading process to the program."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error (#REF!), or "" for a formula that was saved without its result."""

    text: str


@dataclass(frozen=True, slots=True)
class PercentCell:
    """A number under a percent format: `value` is the kept number, 0.25 where people read 25 %."""

    value: float


Cell = str | float | bool | date | ErrorCell | PercentCell | None
#: Column spans and row spans, counted from 0, both ends included: first row, first column, last row, last column.
MergedRange = tuple[int, int, int, int]
Packed = str | float | bool | list[str | float] | None


def packed_cell(raw: object) -> Packed:
    """Return a cell as JSON can carry it."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, (str, bool)):
        return raw
    if isinstance(raw, (int, float)):
        # Every number is a float, as the workbook keeps it: a code kept as a number shows as such.
        return float(raw) if math.isfinite(raw) else ["e", "#NUM!"]
    if isinstance(raw, ErrorCell):
        return ["e", raw.text]
    if isinstance(raw, PercentCell):
        return ["%", raw.value]
    return _packed_day(raw)


def _packed_day(raw: object) -> Packed:
    if isinstance(raw, datetime):
        return ["d", raw.date().isoformat()]
    if isinstance(raw, date):
        return ["d", raw.isoformat()]
    if isinstance(raw, (time, timedelta)):
        return str(raw)
    raise TypeError(type(raw))


def unpacked_cell(packed: Packed) -> Cell:
    """Return the cell that `packed_cell` packed."""
    if not isinstance(packed, list):
        return packed
    mark, value = packed
    if mark == "e":
        return ErrorCell(str(value))
    if mark == "%":
        return PercentCell(float(value))
    return date.fromisoformat(str(value))


def shown_cell(cell: Cell) -> str:  # noqa: PLR0911 - one line per kind of cell
    """Return a cell as its sender would read it."""
    if cell is None:
        return ""
    if isinstance(cell, ErrorCell):
        return cell.text or "="
    if isinstance(cell, PercentCell):
        return f"{cell.value * 100:.10g}%"
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell shows nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\u3000\u00a0\ufeff \t\r\n"))
