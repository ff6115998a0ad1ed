"""The verbs of the lender's dossier: print one or many, preview, look at the pages."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.errors import Cancelled, ClimaFinError, DataProblem, Refused
from climafin.base.messages import Label, Message, message
from climafin.base.progress import NoProgress, Progress
from climafin.base.system_problems import system_problem
from climafin.domain.dictionary import dictionary
from climafin.domain.history import PrintRecord
from climafin.domain.paper import Paper
from climafin.services.session import Session

if TYPE_CHECKING:
    from climafin.dossier.content import DossierContent
    from climafin.dossier.source import Source

_MOST_ENTRIES = 100_000
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class PrintedDossier:
    """One dossier that was printed.

    Attributes:
        uid: the project.
        path: the file.
        pages: how many pages it has.
        gaps: how many required items it lacks.
        digest: SHA-256 of what it says, hex.
        number: the material number, such as `CF-P-0007`.
        version: which print of this project it is, from 1.
        printed_before: the last print that said exactly the same, or None.
        warnings: characters that no font of ours can draw, with the place they stand in.
    """

    uid: str
    path: Path
    pages: int
    gaps: int
    digest: str
    number: str
    version: int
    printed_before: PrintRecord | None
    warnings: tuple[Message, ...]


def print_dossiers(
    session: Session,
    uids: Sequence[str],
    out: Path,
    *,
    length: str = "standard",
    language: str = "zh",
    progress: Progress | None = None,
) -> tuple[PrintedDossier, ...]:
    """Print dossiers as PDF files into a folder, one per project, each logged with its version and digest.

    Each file appears whole or not at all. When the user cancels between two dossiers, those already finished
    stay, with their entry in the log.

    Args:
        session: who works where.
        uids: the projects, in the order wanted.
        out: the folder; made when it is missing.
        length: `summary` or `standard`.
        language: `zh`, `en` or `both`.
        progress: hears of each dossier and may cancel between two.

    Raises:
        CallProblem: an unknown length, language or project.
        Refused: the library is open read-only, so the print could not be logged.
        DataProblem: the folder cannot be written to.
        Cancelled: the user cancelled; the message tells what was finished.
    """
    _check_call(length, language)
    _check_may_print(session)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(out, error) from error
    told = progress or NoProgress()
    printed: list[PrintedDossier] = []
    for done, uid in enumerate(uids):
        try:
            told.step(done, len(uids), message("Printing {number}", number=session.library.project(uid).number))
            printed.append(_print(session, uid, partial(_free_name, out), length, language))
        except (Cancelled, DataProblem) as stop:
            if not printed:
                raise
            raise _stopped(stop, done, len(uids), out) from stop
    with suppress(Cancelled):  # too late to cancel: everything is printed
        told.step(len(uids), len(uids), message("Printed"))
    return tuple(printed)


def _stopped(stop: ClimaFinError, done: int, total: int, out: Path) -> ClimaFinError:
    """Return why a batch did not come to its end, with what is finished."""
    if isinstance(stop, Cancelled):
        told = message(
            "Cancelled after {done} of {total} dossiers. Those are finished and lie in {folder}.",
            done=done,
            total=total,
            folder=str(out),
        )
        return Cancelled(told)
    told = message(
        "{problem} {done} of {total} dossiers were finished before and lie in {folder}.",
        problem=stop.told,
        done=done,
        total=total,
        folder=str(out),
    )
    return DataProblem(told)


def save_dossier(
    session: Session, uid: str, target: Path, *, length: str = "standard", language: str = "zh"
) -> PrintedDossier:
    """Print one dossier into a file that the person named; it is there whole, or what was there before still is.

    Raises:
        CallProblem: an unknown length, language or project.
        Refused: the library is open read-only, so the print could not be logged.
        DataProblem: the file cannot be written.
    """
    _check_call(length, language)
    _check_may_print(session)
    return _print(session, uid, lambda _number, _name: target, length, language)


def preview_dossier(session: Session, uid: str, *, length: str = "standard", language: str = "zh") -> bytes:
    """Return a dossier as the bytes of a PDF, as it would be printed now; nothing is logged.

    Raises:
        CallProblem: an unknown length, language or project.
    """
    from climafin.dossier.pdf.document import write_pdf  # noqa: PLC0415 - reportlab waits until it is needed

    _check_call(length, language)
    return write_pdf(_say(_gather(session, uid), length, language)).data


def preview_warnings(
    session: Session, uid: str, *, length: str = "standard", language: str = "zh"
) -> tuple[Message, ...]:
    """Return the characters of a dossier that no font of ours can draw, with the place they stand in."""
    _check_call(length, language)
    source = _gather(session, uid)
    return _glyph_warnings(source, _say(source, length, language))


def look_at_paper(pdf: bytes) -> Paper:
    """Return the sizes of a PDF's pages and its bookmarks."""
    from climafin.dossier.pages import read_paper  # noqa: PLC0415 - PDFium waits until it is needed

    return read_paper(pdf)


def page_images(
    pdf: bytes, pages: Sequence[int] | None = None, dpi: float = 96.0
) -> tuple[tuple[int, int, bytes], ...]:
    """Return pages as pictures: width and height in pixels, and rows of four bytes (blue, green, red, unused).

    Args:
        pdf: the file.
        pages: which pages, from 0; None for all.
        dpi: pixels per inch.
    """
    from climafin.dossier.pages import render_pages  # noqa: PLC0415 - PDFium waits until it is needed

    return render_pages(pdf, pages, dpi)


def _check_may_print(session: Session) -> None:
    if session.is_read_only:
        raise Refused(
            message("The library is open read-only, so a print cannot be logged. Nothing was printed. Use the preview.")
        )


def _check_call(length: str, language: str) -> None:
    from climafin.dossier.parts import print_length  # noqa: PLC0415 - the first window does not need it
    from climafin.dossier.wording import print_language  # noqa: PLC0415 - the same

    print_length(length)
    print_language(language)


def _gather(session: Session, uid: str) -> "Source":
    from climafin.dossier.source import Source  # noqa: PLC0415 - the first window does not need it

    library = session.library
    prints = library.prints(uid)
    return Source(
        project=library.project(uid),
        assessment=library.assessment(uid),
        history=tuple(library.history(uid, _MOST_ENTRIES)),
        chain=library.chain_head(),
        fields=dictionary(),
        library_title=session.info.title,
        is_practice=session.info.is_practice,
        printed_on=session.clock.today(),
        version=max((record.version for record in prints), default=0) + 1,
    )


def _say(source: "Source", length: str, language: str) -> "DossierContent":
    from climafin.dossier.build import build_content  # noqa: PLC0415 - the first window does not need it
    from climafin.dossier.parts import print_length  # noqa: PLC0415 - the same
    from climafin.dossier.wording import print_language  # noqa: PLC0415 - the same

    return build_content(source, print_length(length), print_language(language))


def _print(session: Session, uid: str, place: Callable[[str, str], Path], length: str, language: str) -> PrintedDossier:
    from climafin.dossier.pdf.document import write_pdf  # noqa: PLC0415 - reportlab waits until it is needed

    source = _gather(session, uid)
    content = _say(source, length, language)
    written = write_pdf(content)
    target = place(f"{content.number}-{content.version}", source.project.name)
    record = PrintRecord(
        dossier_number=content.number,
        version=content.version,
        project_uid=uid,
        length=length,
        language=language,
        data_date=content.data_date,
        digest=content.digest,
        printed_at=session.clock.now(),
        person=session.person,
    )
    before = [kept for kept in session.library.prints(uid) if kept.digest == content.digest]
    _keep(session, written.data, target, record)
    return PrintedDossier(
        uid=uid,
        path=target,
        pages=written.pages,
        gaps=len(source.gaps.missing),
        digest=content.digest,
        number=content.number,
        version=content.version,
        printed_before=before[-1] if before else None,
        warnings=_glyph_warnings(source, content),
    )


def _keep(session: Session, data: bytes, target: Path, record: PrintRecord) -> None:
    """Put file and log entry in place together: neither is there without the other."""
    part = target.with_name(target.name + ".tmp")
    is_in_place = False
    try:
        part.write_bytes(data)
        with session.library.action("print") as action:
            action.log_print(record)
            part.replace(target)
            is_in_place = True
    except OSError as error:
        with suppress(OSError):  # the disk may be gone; why nothing was written is told below
            part.unlink(missing_ok=True)
        raise _cannot_write(target, error) from error
    except BaseException:
        part.unlink(missing_ok=True)
        if is_in_place:
            target.unlink(missing_ok=True)
        raise


def _cannot_write(path: Path, error: OSError) -> DataProblem:
    return DataProblem(
        message(
            "{path} cannot be written: {problem}. Choose another folder, or close the program that has the file open.",
            path=str(path),
            problem=system_problem(error),
        )
    )


def file_stem(name: str) -> str:
    """Return a name as every system takes it for a file: without the signs that mean something in a path."""
    return _NOT_IN_FILE_NAMES.sub(" ", name).strip(" .")[:_LONGEST_NAME].strip(" .")


def _free_name(folder: Path, number: str, name: str) -> Path:
    """Return a file name that every system takes and that is not in use."""
    tidy = file_stem(name)
    stem = f"{number} {tidy}" if tidy else number
    target = folder / f"{stem}.pdf"
    count = 2
    while target.exists():
        target = folder / f"{stem} ({count}).pdf"
        count += 1
    return target


def _glyph_warnings(source: "Source", content: "DossierContent") -> tuple[Message, ...]:
    from climafin.dossier.pdf.document import missing_glyphs  # noqa: PLC0415 - reportlab waits until it is needed

    warnings: list[Message] = []
    told: set[str] = set()
    for key, value in source.project.values.items():
        for character in missing_glyphs(value if isinstance(value, str) else ""):
            told.add(character)
            if key in source.fields:
                warnings.append(_no_glyph(character, source.fields[key].label))
    for part in content.parts:
        for character in missing_glyphs(part.blocks):
            if character not in told:
                told.add(character)
                title = (*part.title, *part.title)
                warnings.append(_no_glyph(character, Label(title[0], title[1])))
    return tuple(warnings)


def _no_glyph(character: str, where: Label) -> Message:
    return message(
        "No font of ours has the character {character} ({code}) in “{where}”; the code is printed in its place.",
        character=character,
        code=f"U+{ord(character):04X}",
        where=where,
    )
