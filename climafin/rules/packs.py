"""Finding and loading packs: a pack with faults, or whose cases fail, is never used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
from climafin.rules.reading import PackReading, read_pack

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


@dataclass(frozen=True, slots=True)
class PackFiles:
    """A pack as bytes, wherever they lie.

    Attributes:
        name: what messages call it.
        content: the bytes of its file.
        beside: the text files beside it, by name.
    """

    name: str
    content: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its text, as places in it count; what is no text shows as such."""
        return self.content.decode("utf-8-sig", errors="replace")


@dataclass(frozen=True, slots=True)
class ExaminedPack:
    """A sound pack whose cases come out right.

    Attributes:
        pack: the pack.
        slips: what does not stop it.
        beside: the files of its lists, by name.
    """

    pack: Pack
    slips: tuple[Fault, ...]
    beside: Mapping[str, bytes]


def load_pack(file: Path, fields: Dictionary) -> Pack:
    """Read a pack file and run its cases.

    Raises:
        PackProblem: the pack has faults or a case fails.
        CallProblem: the file cannot be read.
    """
    return _sound(read_files(file), fields)[0]


def examined_pack(file: Path, fields: Dictionary) -> tuple[Pack, tuple[Fault, ...]]:
    """Read a pack file, run its cases and return it with its lint warnings.

    Raises:
        PackProblem: the pack has faults or a case fails.
        CallProblem: the file cannot be read.
    """
    found = examined(read_files(file), fields)
    return found.pack, found.slips


def examined(files: PackFiles, fields: Dictionary) -> ExaminedPack:
    """Read a pack from its bytes, run its cases and look for slips.

    Raises:
        PackProblem: the pack has faults or a case fails.
    """
    pack, reading, cases = _sound(files, fields)
    return ExaminedPack(pack, lint(pack, reading.cited, cases), reading.beside)


def read_files(file: Path) -> PackFiles:
    """Return a pack's file and the text files beside it as bytes.

    Raises:
        CallProblem: one of them cannot be read.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CallProblem(message("The rule pack {file} cannot be read.", file=str(file))) from error
    return PackFiles(str(file), content, files_beside(file))


def _sound(files: PackFiles, fields: Dictionary) -> tuple[Pack, PackReading, tuple[Examined, ...]]:
    reading = read_pack(files.content, Path(files.name).name, fields, files.beside)
    if reading.pack is None:
        raise PackProblem(files.name, files.text, reading.faults)
    cases = examine(reading.pack, fields)
    failed = tuple(fault for one in cases for fault in one.faults)
    if failed:
        raise PackProblem(files.name, files.text, failed)
    return reading.pack, reading, cases


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


def shipped_file(pack_id: str) -> Path:
    """Return the file of a shipped pack.

    Raises:
        CallProblem: there is no such pack.
    """
    if pack_id not in pack_ids():
        raise no_pack(pack_id, pack_ids())
    return shipped_packs() / pack_id / FILE_NAME


def no_pack(pack_id: str, known: Iterable[str]) -> CallProblem:
    """Return the failure of naming a pack that is not there."""
    near = nearest(pack_id, known)
    if near is None:
        return CallProblem(message("There is no rule pack “{name}”.", name=pack_id))
    return CallProblem(message("There is no rule pack “{name}”; is “{near}” meant?", name=pack_id, near=near))


@lru_cache(maxsize=32)
def shipped_pack(pack_id: str) -> Pack:
    """Return a shipped pack; it is read and examined once.

    Raises:
        CallProblem: there is no such pack.
        PackProblem: it has faults.
    """
    return load_pack(shipped_file(pack_id), dictionary())
