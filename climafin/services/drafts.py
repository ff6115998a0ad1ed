"""Drafts of rule packs 规则草稿: texts an office works on, kept as files in the library's folder until published.

A shipped or published edition is never changed: it is opened as a draft, a copy with the next edition number.
Each draft is a folder, so that lists can lie beside its text and `climafin pack check` reads it as it is.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from climafin.base.errors import CallProblem, ClimaFinError, Refused
from climafin.base.messages import message
from climafin.base.paths import resource
from climafin.base.replacing import replacing
from climafin.rules.editing import value_at, with_value
from climafin.rules.packs import FILE_NAME, files_beside
from climafin.services.packs import pack_whole
from climafin.services.session import Session

FOLDER = "drafts"
#: The text a draft began as, beside it: what it is compared with.
_BASIS = "basis.yaml"
_NAME = re.compile(r"[\w][\w.-]{0,60}")
_TITLE = re.compile(r"^title:[ \t]*\{[ \t]*zh:[ \t]*(?P<zh>[^,}\n]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A draft in a list.

    Attributes:
        name: the name of its folder.
        title: what its text calls the pack in Chinese, or its name.
    """

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as kept.

    Attributes:
        name: the name of its folder.
        text: its text.
        basis: the text it began as, "" for a pack written anew.
        beside: the text files beside it, by name.
    """

    name: str
    text: str
    basis: str
    beside: dict[str, bytes]


def drafts(session: Session) -> tuple[DraftHead, ...]:
    """Return the drafts of a library, by name."""
    folder = session.info.folder / FOLDER
    if not folder.is_dir():
        return ()
    found = []
    for one in sorted(path for path in folder.iterdir() if (path / FILE_NAME).is_file()):
        text = (one / FILE_NAME).read_text(encoding="utf-8-sig", errors="replace")
        titled = _TITLE.search(text)
        found.append(DraftHead(one.name, titled["zh"].strip("'\" ") if titled else one.name))
    return tuple(found)


def read_draft(session: Session, name: str) -> Draft:
    """Return a draft.

    Raises:
        CallProblem: there is no such draft, or it cannot be read.
    """
    file = _file(session, name)
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
        basis = file.with_name(_BASIS)
        return Draft(name, text, basis.read_text(encoding="utf-8") if basis.is_file() else "", files_beside(file))
    except OSError as error:
        raise CallProblem(message("The draft “{name}” cannot be read.", name=name)) from error


def copy_to_draft(session: Session, pack_id: str, edition: int | None = None) -> Draft:
    """Open an edition as a draft of the next edition.

    Raises:
        Refused: the library is open for reading only.
        CallProblem: there is no such edition.
    """
    found = pack_whole(session, pack_id, edition)
    text = found.text.removeprefix("\ufeff").replace("\r\n", "\n")
    return keep_new(session, _next_edition(text), found.beside, basis=text)


def new_draft(session: Session) -> Draft:
    """Begin a pack of one's own: a short sound text that shows where things go.

    Raises:
        Refused: the library is open for reading only.
    """
    text = resource("packs", "new-pack.yaml").read_text(encoding="utf-8")
    return keep_new(session, text, {}, basis="")


def keep_new(session: Session, text: str, beside: Mapping[str, bytes], *, basis: str) -> Draft:
    """Keep a text as a new draft under a name of its own.

    Raises:
        Refused: the library is open for reading only, or its folder cannot be written to.
    """
    _may_write(session)
    name = _free_name(session, text)
    file = session.info.folder / FOLDER / name / FILE_NAME
    try:
        file.parent.mkdir(parents=True)
        for other, content in beside.items():
            file.with_name(Path(other).name).write_bytes(content)
        if basis:
            file.with_name(_BASIS).write_text(basis, encoding="utf-8")
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _not_kept(name, error) from error
    return Draft(name, text, basis, dict(beside))


def keep_draft(session: Session, name: str, text: str) -> None:
    """Keep the text of a draft; the file is replaced whole or not at all.

    Raises:
        Refused: the library is open for reading only, or its folder cannot be written to.
        CallProblem: there is no such draft.
    """
    _may_write(session)
    file = _file(session, name)
    try:
        with replacing(file) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _not_kept(name, error) from error


def write_out(text: str, target: Path) -> Path:
    """Write a draft's text to a file of the person's choice.

    Raises:
        CallProblem: the file cannot be written.
    """
    try:
        with replacing(target) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CallProblem(message("“{path}” cannot be written.", path=str(target))) from error
    return target


def drop_draft(session: Session, name: str) -> None:
    """Remove a draft; published editions are not touched.

    Raises:
        Refused: the library is open for reading only, or its folder cannot be written to.
        CallProblem: there is no such draft.
    """
    _may_write(session)
    file = _file(session, name)
    try:
        shutil.rmtree(file.parent)
    except OSError as error:
        raise _not_kept(name, error) from error


def _file(session: Session, name: str) -> Path:
    file = session.info.folder / FOLDER / name / FILE_NAME
    if not _NAME.fullmatch(name) or not file.is_file():
        raise CallProblem(message("There is no draft “{name}”.", name=name))
    return file


def _may_write(session: Session) -> None:
    if session.is_read_only:
        raise Refused(message("The library is open for reading only; drafts cannot be kept in it."))


def _not_kept(name: str, error: OSError) -> Refused:
    return Refused(
        message(
            "The draft “{name}” could not be kept: {problem}. What was kept before is unchanged.",
            name=name,
            problem=error.strerror or str(error),
        )
    )


def _free_name(session: Session, text: str) -> str:
    try:
        stem = f"{value_at(text, ('pack',))}-{value_at(text, ('edition',))}"
    except ClimaFinError:
        stem = ""
    if not _NAME.fullmatch(stem):
        stem = "pack"
    folder, name, number = session.info.folder / FOLDER, stem, 1
    while (folder / name).exists():
        number += 1
        name = f"{stem}-{number}"
    return name


def _next_edition(text: str) -> str:
    try:
        return with_value(text, ("edition",), str(int(value_at(text, ("edition",))) + 1))
    except (ClimaFinError, ValueError):
        return text
