"""Workbooks and text tables as grids of cells, read in a process of their own."""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Message, message
from climafin.base.progress import NoProgress, Progress
from climafin.base.system_problems import system_problem
from climafin.exchange.cells import Cell, MergedRange, unpacked_cell
from climafin.exchange.guard import Limits

_MOST_BYTES = 300 << 20
_WAIT = 0.05


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One sheet.

    Attributes:
        name: its name; a text table has its file's name.
        rows: its rows from the first one on, ragged on the right.
        merged: the merged ranges.
        hidden_rows: rows that were hidden or filtered away, counted from 0.
        is_hidden: whether the sheet itself is hidden.
        encoding: the encoding of a text table, "" for workbooks.
        is_blind: whether error cells could not be told from empty ones (.xls).
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[MergedRange, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    encoding: str = ""
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets, with the file's name and the SHA-256 of its bytes in hex."""

    file: str
    digest: str
    sheets: tuple[SheetGrid, ...]


def read_workbook(path: Path, progress: Progress | None = None, limits: Limits | None = None) -> Workbook:
    """Read every sheet of a workbook or text table.

    Args:
        path: the file.
        progress: hears that reading goes on, and may cancel it.
        limits: how much is taken; the usual limits when None.

    Raises:
        CallProblem: there is no such file, or it may not be read.
        DataProblem: its content cannot be taken; the sentence says why and what to do.
        Cancelled: by `progress`.
    """
    digest = _digest(path)
    with tempfile.TemporaryFile() as out:
        _run(path, out, progress or NoProgress(), limits or Limits())
        out.seek(0)
        sheets = parsed_lines(path.name, out)
    return Workbook(path.name, digest, sheets)


def _digest(path: Path) -> str:
    try:
        if not path.is_file():
            raise CallProblem(message("There is no file “{file}”.", file=str(path)))
        if path.stat().st_size > _MOST_BYTES:
            raise DataProblem(
                message(
                    "“{file}” is larger than {size} MB. Nothing was changed. Copy the table of projects alone into a "
                    "new workbook and import that.",
                    file=path.name,
                    size=_MOST_BYTES >> 20,
                )
            )
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise CallProblem(
            message("{path} cannot be read: {problem}.", path=str(path), problem=system_problem(error))
        ) from error


def _broke_off(name: str) -> Message:
    return message(
        "Reading “{file}” broke off: it is damaged, or needs more memory than a table of projects should. Nothing was "
        "changed. Copy the table alone into a new workbook and import that.",
        file=name,
    )


def _run(path: Path, out: IO[bytes], progress: Progress, limits: Limits) -> None:
    # -P keeps the present folder off the import path: a file there must not become our code.
    command = [sys.executable, "-P", "-m", "climafin.exchange.reading_process"]
    process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
        [*command, str(path.resolve()), json.dumps(asdict(limits))],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        for _turn in range(int(limits.seconds / _WAIT)):
            progress.step(0, 1, message("Reading “{file}”", file=path.name))
            try:
                if process.wait(_WAIT) != 0:
                    raise DataProblem(_broke_off(path.name))
            except subprocess.TimeoutExpired:
                continue
            return
        raise DataProblem(_broke_off(path.name))
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def parsed_lines(name: str, lines: Iterable[bytes]) -> tuple[SheetGrid, ...]:
    """Return the sheets in what the reading process wrote.

    Raises:
        DataProblem: it refused the file, or broke off.
    """
    heads: list[dict[str, Any]] = []
    rows: list[list[tuple[Cell, ...]]] = []
    ended = False
    for line in lines:
        item = json.loads(line)
        if isinstance(item, list):
            rows[-1].append(tuple(unpacked_cell(cell) for cell in item))
        elif "refused" in item:
            raise DataProblem(Message(item["refused"], item["values"]))
        elif "sheet" in item:
            heads.append(item)
            rows.append([])
        ended = ended or "end" in item
    if not ended:
        raise DataProblem(_broke_off(name))
    return tuple(_grid(head, body) for head, body in zip(heads, rows, strict=True))


def _grid(head: dict[str, Any], rows: list[tuple[Cell, ...]]) -> SheetGrid:
    return SheetGrid(
        name=head["sheet"],
        rows=tuple(rows),
        merged=tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in head["merged"]),
        hidden_rows=frozenset(head["hidden_rows"]),
        is_hidden=head["hidden"],
        encoding=head["encoding"],
        is_blind=head.get("blind", False),
    )
