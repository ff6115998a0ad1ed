"""The verbs of rule packs: check, list, compare, take in, give out, publish.

Packs that come with the program are read-only; a library keeps what was published in it, edition by edition, with its
bytes, so that whatever was assessed can be assessed again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Label, Message, message
from climafin.base.paths import shipped_packs
from climafin.domain.assessment import PackStamp
from climafin.domain.change import Change, Kind
from climafin.domain.rule_records import Origin, PackEdition
from climafin.rules.comparing import ChangeKind, PackChange, compare_packs
from climafin.rules.pack import Pack
from climafin.rules.packs import FILE_NAME, PackFiles, PackProblem, pack_ids, read_files, told_together
from climafin.rules.reading_facts import declared_alike
from climafin.services.four_eyes import confirmed_by, given_reason
from climafin.services.pack_choice import (
    PackText,
    current_pack,
    examined_files,
    find_edition,
    known_ids,
    newest_first,
    pack_of,
)
from climafin.services.session import Session

__all__ = [
    "ChangeKind",
    "Origin",
    "PackChange",
    "PackCheck",
    "PackDraft",
    "PackEntry",
    "PackText",
    "check_packs",
    "compare_pack_texts",
    "export_pack",
    "import_pack",
    "known_ids",
    "known_packs",
    "looked_at",
    "pack_text",
    "pack_whole",
    "publish_pack",
]


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


@dataclass(frozen=True, slots=True)
class PackEntry:
    """One edition of a rule pack that may be used.

    Attributes:
        stamp: its id, edition, title and digest, and whether it is official.
        origin: whether it comes with the program or was published in the library.
        standing: what it is, in words (a sample, a prototype …).
        in_force: the first day it is in force, or None when it cannot be read.
        until: the last day it is in force, or None.
        is_current: whether it is the edition that counts today.
        published_by: who published it, or "".
        second_person: who confirmed it, or "".
        published_at: when, or None.
        reason: why it was published, or "".
        problem: why this program cannot use it, or None.
    """

    stamp: PackStamp
    origin: Origin
    standing: Label
    in_force: date | None
    until: date | None
    is_current: bool
    published_by: str = ""
    second_person: str = ""
    published_at: datetime | None = None
    reason: str = ""
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class PackDraft:
    """A rule pack that was looked at and is not published.

    Attributes:
        source: its text and the files of its lists.
        stamp: its id, edition, title and digest, or None when it cannot be read.
        problem: why it cannot be used, every fault with its place; None when it is sound and its exam passed.
        warnings: slips that do not stop it.
        changes: what differs from the newest edition of the same pack; () when there is none.
    """

    source: PackText
    stamp: PackStamp | None
    problem: Message | None
    warnings: tuple[Message, ...] = ()
    changes: tuple[PackChange, ...] = ()


def check_packs(pack: Path | None = None) -> tuple[PackCheck, ...]:
    """Read packs strictly, run their cases and look for slips.

    Args:
        pack: a pack's folder or file; all shipped packs when None.

    Raises:
        CallProblem: there is no such pack.
    """
    if pack is None:
        return tuple(_checked(shipped_packs() / pack_id / FILE_NAME) for pack_id in pack_ids())
    return (_checked(_pack_file(pack)),)


def _pack_file(path: Path) -> Path:
    """Return the file of a pack named by its folder or its file.

    Raises:
        CallProblem: there is none.
    """
    file = path / FILE_NAME if path.is_dir() else path
    if not file.is_file():
        raise CallProblem(message("There is no rule pack at {path}.", path=path))
    return file


def _checked(file: Path) -> PackCheck:
    _stamp, problem, warnings = _looked_at(read_files(file))
    return PackCheck(file, problem, warnings)


def _looked_at(files: PackFiles) -> tuple[Pack | None, Message | None, tuple[Message, ...]]:
    try:
        found = examined_files(files)
    except PackProblem as problem:
        return None, problem.told, ()
    return found.pack, None, (told_together(files.text, found.slips),) if found.slips else ()


def known_packs(session: Session | None) -> tuple[PackEntry, ...]:
    """Return every edition that may be used, the default pack first, the newest edition of each first.

    Args:
        session: whose library's own editions count beside the shipped ones.
    """
    return tuple(entry for pack_id in known_ids(session) for entry in _entries(session, pack_id))


def _entries(session: Session | None, pack_id: str) -> Iterator[PackEntry]:
    try:
        current = current_pack(session, pack_id).stamp.digest
    except PackProblem:
        current = ""
    for one in newest_first(session, pack_id):
        signed = (one.person, one.second_person, one.at, one.reason)
        try:
            pack = pack_of(one)
        except PackProblem as problem:
            unread = PackStamp(one.pack_id, one.edition, Label(one.pack_id, one.pack_id), one.digest, official=False)
            yield PackEntry(unread, one.origin, Label("", ""), None, None, False, *signed, problem=problem.told)
            continue
        is_current = pack.stamp.digest == current
        yield PackEntry(pack.stamp, one.origin, pack.standing, pack.since, pack.until, is_current, *signed)


def pack_text(session: Session | None, pack_id: str, edition: int | None = None) -> str:
    """Return the text of an edition, the newest when none is named.

    Raises:
        CallProblem: there is no such pack or edition.
    """
    return pack_whole(session, pack_id, edition).text


def pack_whole(session: Session | None, pack_id: str, edition: int | None = None) -> PackText:
    """Return an edition, the newest when none is named, as text with the files of its lists.

    Raises:
        CallProblem: there is no such pack or edition.
    """
    found = find_edition(session, pack_id, edition)
    # As it is, with a byte-order mark if it has one: the same text gives the same digest.
    return PackText(found.content.decode("utf-8"), found.beside)


def compare_pack_texts(before: str, after: str) -> tuple[PackChange, ...]:
    """Return every difference between two packs, in the order of the later one; what is gone comes last."""
    return compare_packs(before, after)


def export_pack(session: Session | None, pack_id: str, edition: int | None, target: Path) -> Path:
    """Write an edition out as it is, byte for byte, and return its file.

    Args:
        session: whose library's own editions count beside the shipped ones.
        pack_id: the pack.
        edition: its edition; the newest when None.
        target: a file that ends in .yaml, or a folder that gets the pack with the files of its lists.

    Raises:
        CallProblem: there is no such pack or edition, or the target cannot be written.
    """
    # Loaded here: only who gives something out writes files.
    from climafin.exchange.targets import whole_file  # noqa: PLC0415

    found = find_edition(session, pack_id, edition)
    file = target if target.suffix in (".yaml", ".yml") else target / FILE_NAME
    if found.beside and file == target:
        raise CallProblem(message("This pack has lists in files of their own. Name a folder to write it to."))
    if file != target:
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CallProblem(message("“{path}” cannot be made a folder.", path=str(target))) from error
    for path, content in [*((file.parent / name, kept) for name, kept in found.beside.items()), (file, found.content)]:
        with whole_file(path) as part:
            part.write_bytes(content)
    return file


def import_pack(session: Session | None, path: Path) -> PackDraft:
    """Read a pack from a folder or file, run its exam and compare it with the newest edition; nothing is kept.

    Raises:
        CallProblem: there is no pack there, or it is no text.
    """
    files = read_files(_pack_file(path))
    try:
        text = files.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallProblem(message("{path} is not UTF-8 text.", path=path)) from error
    return looked_at(session, PackText(text, files.beside))


def looked_at(session: Session | None, source: PackText) -> PackDraft:
    """Return a pack in work with its faults or warnings, and what differs from the newest edition."""
    pack, problem, warnings = _looked_at(source.files)
    if pack is None:
        return PackDraft(source, None, problem)
    before = next(iter(newest_first(session, pack.stamp.pack_id)), None)
    if before is None:
        return PackDraft(source, pack.stamp, None, warnings)
    return PackDraft(
        source,
        pack.stamp,
        None,
        warnings,
        compare_packs(before.content.decode("utf-8-sig"), source.text.removeprefix("\ufeff")),
    )


def publish_pack(session: Session, source: str | PackText, *, second_person: str, reason: str) -> Change:
    """Publish an edition: it counts in this library from its first day in force on; earlier ones stay as they are.

    Args:
        session: who publishes, and where.
        source: its text, with the files of its lists where it has any.
        second_person: who confirms, somebody else; may be left out in a single-user library.
        reason: why.

    Raises:
        PackProblem: it has faults, or its cases fail.
        DataProblem: the reason is missing, its edition is not above the last one, or it asks a fact otherwise than
            another pack does.
        Refused: nobody else confirms.
    """
    whole = source if isinstance(source, PackText) else PackText(source)
    found = examined_files(whole.files)
    stamp = found.pack.stamp
    told = given_reason(reason)
    second = confirmed_by(session, second_person)
    content = whole.text.encode("utf-8")
    edition = PackEdition(
        stamp.pack_id,
        stamp.edition,
        Origin.PUBLISHED,
        stamp.digest,
        content,
        found.beside,
        session.person,
        second,
        told,
    )
    with session.library.action("publish", told) as action:
        # Inside the action: of two who publish at once, the second must see the first one's edition.
        _check_edition(session, stamp)
        _check_facts(session, found.pack)
        action.rules.keep_edition(edition)
    said = message("“{pack}”, edition {edition}, was published.", pack=stamp.title, edition=stamp.edition)
    return Change(said, frozenset({Kind.RULES}), frozenset(), action.id)


def _check_edition(session: Session, stamp: PackStamp) -> None:
    kept = [one.edition for one in session.library.rules.editions() if one.pack_id == stamp.pack_id]
    last = max((*kept, *(one.edition for one in newest_first(session, stamp.pack_id))), default=0)
    if stamp.edition <= last:
        raise DataProblem(
            message(
                "The last edition of “{pack}” is {last}; the new one needs a higher number than {edition}.",
                pack=stamp.title,
                last=last,
                edition=stamp.edition,
            )
        )


def _check_facts(session: Session, pack: Pack) -> None:
    """Look whether other packs ask what this one asks under the same keys: an answer is given once for all of them."""
    asked = {field.key: field for field in pack.own_facts}
    for pack_id in known_ids(session) if asked else ():
        if pack_id == pack.stamp.pack_id:
            continue
        for field in current_pack(session, pack_id).own_facts:
            if field.key in asked and not declared_alike(field, asked[field.key]):
                raise DataProblem(
                    message(
                        "The pack “{pack}” asks “{key}” otherwise. Choose another key, or ask it in the same way.",
                        pack=pack_id,
                        key=field.key,
                    )
                )
