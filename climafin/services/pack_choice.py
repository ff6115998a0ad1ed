"""Which rule pack is meant: one that comes with the program, one published in the library, or a text in work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from climafin.base.errors import CallProblem
from climafin.base.messages import message
from climafin.domain.dictionary import dictionary
from climafin.domain.rule_records import Origin, PackEdition
from climafin.rules.pack import Pack
from climafin.rules.packs import (
    DEFAULT_PACK,
    FILE_NAME,
    ExaminedPack,
    PackFiles,
    examined,
    no_pack,
    pack_ids,
    read_files,
    shipped_file,
    shipped_pack,
)
from climafin.services.session import Session


@dataclass(frozen=True, slots=True)
class PackText:
    """A rule pack in work.

    Attributes:
        text: the text of its file.
        beside: the text files of its lists, by name.
    """

    text: str
    beside: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> PackFiles:
        """The pack as bytes."""
        return PackFiles(FILE_NAME, self.text.encode("utf-8"), self.beside)


#: A pack's id, an id with its edition (`wind-2018@2`), or a text.
PackChoice = str | PackText


def chosen_pack(session: Session | None, choice: PackChoice | None, as_of: date | None = None) -> Pack:
    """Return the pack that is meant; the default one for None.

    Args:
        session: whose library's own editions count beside the shipped ones.
        choice: what was named. Without an edition, the newest in force on `as_of` is meant.
        as_of: the day; today when None.

    Raises:
        CallProblem: there is no such pack or edition.
        PackProblem: it has faults, or its cases fail.
    """
    if isinstance(choice, PackText):
        return examined_files(choice.files).pack
    pack_id, _, number = (choice or DEFAULT_PACK).partition("@")
    if not number:
        return current_pack(session, pack_id, as_of)
    if not number.isdecimal():
        raise CallProblem(message("“{text}” is no edition of a pack; write it as 2.", text=number))
    return edition_pack(session, pack_id, int(number))


def current_pack(session: Session | None, pack_id: str | None = None, as_of: date | None = None) -> Pack:
    """Return the newest edition of a pack that is in force on a day; the newest of all when none is.

    Raises:
        CallProblem: there is no such pack.
        PackProblem: the newest edition cannot be read by this program.
    """
    pack_id = pack_id or DEFAULT_PACK
    day = as_of or (session.clock.today() if session is not None else date.max)
    newest: Pack | None = None
    for one in newest_first(session, pack_id):
        pack = pack_of(one)
        if pack.since <= day and (pack.until is None or day <= pack.until):
            return pack
        newest = newest or pack
    if newest is None:
        raise no_pack(pack_id, known_ids(session))
    return newest


def edition_pack(session: Session | None, pack_id: str, edition: int) -> Pack:
    """Return one edition of a pack.

    Raises:
        CallProblem: there is no such pack or edition.
        PackProblem: it cannot be read by this program.
    """
    return pack_of(find_edition(session, pack_id, edition))


def find_edition(session: Session | None, pack_id: str, edition: int | None = None) -> PackEdition:
    """Return one edition with its bytes, the newest when none is named; one that only an older program shipped as well.

    Raises:
        CallProblem: there is no such pack or edition.
    """
    every = [*newest_first(session, pack_id), *_earlier(session, pack_id)]
    if not every:
        raise no_pack(pack_id, known_ids(session))
    for one in every:
        if edition is None or one.edition == edition:
            return one
    numbers = ", ".join(str(number) for number in sorted({one.edition for one in every}))
    raise CallProblem(
        message(
            "The rule pack “{pack}” has no edition {number}; there are: {known}.",
            pack=pack_id,
            number=edition,
            known=numbers,
        )
    )


def used_edition(session: Session, pack: Pack) -> PackEdition:
    """Return the edition that a pack in use was read from."""
    pack_id, digest = pack.stamp.pack_id, pack.stamp.digest
    every = [*newest_first(session, pack_id), *_earlier(session, pack_id)]
    return next(one for one in every if one.digest == digest)


def newest_first(session: Session | None, pack_id: str) -> Iterator[PackEdition]:
    """Yield the editions of a pack that may be assessed by, the newest first; published before shipped."""
    every = [] if session is None else [one for one in _kept(session, pack_id) if one.origin is Origin.PUBLISHED]
    if pack_id in pack_ids():
        every.append(_shipped(pack_id))
    yield from sorted(every, key=lambda one: (-one.edition, one.origin is Origin.SHIPPED))


def _earlier(session: Session | None, pack_id: str) -> list[PackEdition]:
    """Return what an earlier program shipped and somebody assessed by, the newest first."""
    if session is None:
        return []
    present = _shipped(pack_id).digest if pack_id in pack_ids() else ""
    kept = [one for one in _kept(session, pack_id) if one.origin is Origin.SHIPPED and one.digest != present]
    return kept[::-1]


def _kept(session: Session, pack_id: str) -> list[PackEdition]:
    return [one for one in session.library.rules.editions() if one.pack_id == pack_id]


def known_ids(session: Session | None) -> tuple[str, ...]:
    """Return the ids of all packs that may be assessed by: shipped ones with the default first, then the library's."""
    shipped = pack_ids()
    if session is None:
        return shipped
    own = {one.pack_id for one in session.library.rules.editions() if one.origin is Origin.PUBLISHED}
    return (*shipped, *sorted(own - set(shipped)))


def pack_of(edition: PackEdition) -> Pack:
    """Return an edition as a pack; it is read and examined once.

    Raises:
        PackProblem: it has faults, or its cases fail.
    """
    if edition.origin is Origin.SHIPPED and edition.at is None:
        return shipped_pack(edition.pack_id)
    return examined_files(PackFiles(FILE_NAME, edition.content, edition.beside)).pack


def examined_files(files: PackFiles) -> ExaminedPack:
    """Return a pack read from bytes and examined, once for the same bytes.

    Raises:
        PackProblem: it has faults, or its cases fail.
    """
    return _examined(files.name, files.content, tuple(sorted(files.beside.items())))


@lru_cache(maxsize=32)
def _examined(name: str, content: bytes, beside: tuple[tuple[str, bytes], ...]) -> ExaminedPack:
    return examined(PackFiles(name, content, dict(beside)), dictionary())


@lru_cache(maxsize=32)
def _shipped(pack_id: str) -> PackEdition:
    stamp = shipped_pack(pack_id).stamp
    files = read_files(shipped_file(pack_id))
    used = examined_files(files).beside
    return PackEdition(pack_id, stamp.edition, Origin.SHIPPED, stamp.digest, files.content, used)
