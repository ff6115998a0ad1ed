"""Finding and loading packs: a pack with faults, or whose cases fail, is never used."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Message, message
from climafin.base.paths import shipped_packs
from climafin.base.yaml_nodes import Fault, nearest
from climafin.domain.dictionary import Dictionary, dictionary
from climafin.rules.cases import Examined, examine
from climafin.rules.lint import lint
from climafin.rules.pack import Pack
from climafin.rules.reading import read_pack

FILE_NAME = "pack.yaml"
DEFAULT_PACK = "liangjiang-sample"
_MOST_SHOWN = 20
#: Lists of names beside a pack; a larger file is no list.
_LONGEST_LIST = 2_000_000


class PackProblem(DataProblem):
    """A pack has faults; the message shows each with its line and a caret.

    Attributes:
        faults: every fault.
    """

    def __init__(self, file: str, source: str, faults: tuple[Fault, ...]) -> None:
        shown = told_together(source, faults[:_MOST_SHOWN])
        super().__init__(
            message(
                "The rule pack {file} is not used. Faults: {count}\n{faults}",
                file=file,
                count=len(faults),
                faults=shown,
            )
        )
        self.faults = faults


def told_together(source: str, faults: Iterable[Fault]) -> Message:
    """Return several faults of one file as one message, each with its line and a caret."""
    found: Message | None = None
    for fault in reversed(tuple(faults)):
        head, line, caret = fault.shown(source, "").split("\n")
        one = message("{place}{told}\n{line}\n{caret}", place=head, told=fault.told, line=line, caret=caret)
        found = one if found is None else message("{first}\n{rest}", first=one, rest=found)
    assert found is not None  # nobody tells of no faults
    return found


def load_pack(file: Path, fields: Dictionary) -> Pack:
    """Read a pack file and run its cases.

    Raises:
        PackProblem: the pack has faults or a case fails.
        CallProblem: the file cannot be read.
    """
    return _sound(file, fields)[0]


def examined_pack(file: Path, fields: Dictionary) -> tuple[Pack, tuple[Fault, ...]]:
    """Read a pack file, run its cases and return it with its lint warnings.

    Raises:
        PackProblem: the pack has faults or a case fails.
        CallProblem: the file cannot be read.
    """
    pack, cited, examined = _sound(file, fields)
    return pack, lint(pack, cited, examined)


def _sound(file: Path, fields: Dictionary) -> tuple[Pack, frozenset[str], tuple[Examined, ...]]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CallProblem(message("The rule pack {file} cannot be read.", file=str(file))) from error
    source = content.decode("utf-8-sig", errors="replace")
    reading = read_pack(content, file.name, fields, files_beside(file))
    if reading.pack is None:
        raise PackProblem(str(file), source, reading.faults)
    examined = examine(reading.pack, fields)
    failed = tuple(fault for one in examined for fault in one.faults)
    if failed:
        raise PackProblem(str(file), source, failed)
    return reading.pack, reading.cited, examined


def files_beside(file: Path) -> dict[str, bytes]:
    """Return the text files that lie beside a pack, by name; a pack's lists may stand in them.

    Raises:
        CallProblem: one of them cannot be read.
    """
    found: dict[str, bytes] = {}
    for path in sorted(file.parent.glob("*.txt")):
        try:
            if path.is_file() and path.stat().st_size <= _LONGEST_LIST:
                found[path.name] = path.read_bytes()
        except OSError as error:
            raise CallProblem(message("The rule pack {file} cannot be read.", file=str(path))) from error
    return found


def pack_ids() -> tuple[str, ...]:
    """Return the ids of the shipped packs, the default first."""
    found = sorted(folder.name for folder in shipped_packs().iterdir() if (folder / FILE_NAME).is_file())
    return tuple(sorted(found, key=lambda name: name != DEFAULT_PACK))


@lru_cache(maxsize=8)
def shipped_pack(pack_id: str) -> Pack:
    """Return a shipped pack; it is read and examined once.

    Raises:
        CallProblem: there is no such pack.
        PackProblem: it has faults.
    """
    known = pack_ids()
    if pack_id not in known:
        near = nearest(pack_id, known)
        if near is None:
            raise CallProblem(message("There is no rule pack “{name}”.", name=pack_id))
        raise CallProblem(message("There is no rule pack “{name}”; is “{near}” meant?", name=pack_id, near=near))
    return load_pack(shipped_packs() / pack_id / FILE_NAME, dictionary())
