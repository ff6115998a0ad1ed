"""The verb for those who write rule packs: check a pack without using it."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, Message, message
from climafin.base.paths import shipped_packs
from climafin.base.yaml_nodes import Fault
from climafin.domain.assessment import PackStamp
from climafin.domain.dictionary import dictionary
from climafin.rules.comparing import PackChange, compare_packs
from climafin.rules.packs import (
    FILE_NAME,
    PackProblem,
    examined_pack,
    files_beside,
    pack_ids,
    shipped_pack,
    told_together,
)
from climafin.services.session import Session


@dataclass(frozen=True, slots=True)
class PackCheck:
    """What a check of one pack found.

    Attributes:
        file: the pack's file.
        problem: why the pack cannot be used, every fault with its place; None when it is sound.
        warnings: slips that do not stop it.
    """

    file: Path
    problem: Message | None
    warnings: tuple[Message, ...] = ()


def check_packs(pack: Path | None = None) -> tuple[PackCheck, ...]:
    """Read packs strictly, run their cases and look for slips.

    Args:
        pack: a pack's folder or file; all shipped packs when None.

    Raises:
        CallProblem: there is no such pack.
    """
    if pack is None:
        return tuple(_checked(shipped_packs() / pack_id / FILE_NAME) for pack_id in pack_ids())
    file = pack / FILE_NAME if pack.is_dir() else pack
    if not file.is_file():
        raise CallProblem(message("There is no rule pack at {path}.", path=pack))
    return (_checked(file),)


def _checked(file: Path) -> PackCheck:
    try:
        _pack, slips = examined_pack(file, dictionary())
    except PackProblem as problem:
        return PackCheck(file, problem.told)
    return PackCheck(file, None, (_told(file, slips),) if slips else ())


def _told(file: Path, slips: tuple[Fault, ...]) -> Message:
    return told_together(file.read_text(encoding="utf-8-sig"), slips)


# ---- stand-ins until the keeping of editions lands


@dataclass(frozen=True, slots=True)
class PackEntry:
    """One edition that there is."""

    stamp: PackStamp
    origin: str
    standing: Label
    in_force: date
    published_by: str = ""
    second_person: str = ""
    published_at: datetime | None = None


def known_packs(session: "Session | None" = None) -> tuple[PackEntry, ...]:
    """Return the editions there are."""
    del session
    packs = [shipped_pack(pack_id) for pack_id in pack_ids()]
    return tuple(PackEntry(pack.stamp, "shipped", pack.standing, pack.since) for pack in packs)


def pack_text(session: "Session", pack_id: str, edition: int | None = None) -> str:
    """Return the text of an edition."""
    del session, edition
    return (shipped_packs() / pack_id / FILE_NAME).read_text(encoding="utf-8-sig").replace("\r\n", "\n")


def pack_beside(session: "Session", pack_id: str, edition: int | None = None) -> dict[str, bytes]:
    """Return the text files beside an edition, by name."""
    del session, edition
    return files_beside(shipped_packs() / pack_id / FILE_NAME)


def compare_pack_texts(before: str, after: str) -> tuple[PackChange, ...]:
    """Return every difference between two pack texts."""
    return compare_packs(before, after)
