"""Lender's dossiers: save, print, and a folder full of them."""

import shutil
import subprocess
import sys
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtPrintSupport import QPrinter

from climafin.base.errors import DataProblem
from climafin.base.messages import Message, message
from climafin.base.progress import Progress
from climafin.domain.change import Change, Kind
from climafin.ui.desk import Desk
from climafin.ui.tasks import Job

# The services are imported inside the functions: they load the paper libraries.


@dataclass(frozen=True, slots=True)
class Wish:
    """How a dossier is wanted.

    Attributes:
        length: `summary` or `standard`.
        language: `zh`, `en` or `both`.
    """

    length: str
    language: str


def save_dossier(desk: Desk, uid: str, target: Path, wish: Wish) -> Job:
    """Print one dossier into a file; it is there whole, or not at all."""
    from climafin.services import dossiers  # noqa: PLC0415

    session = desk.open_session

    def work(_progress: Progress) -> int:
        return dossiers.save_dossier(session, uid, target, length=wish.length, language=wish.language).pages

    def tell(pages: int) -> None:
        _announce(desk, [uid], message("Saved {pages} pages to {path}", pages=pages, path=str(target)))

    return desk.start(message("Saving the dossier"), work, then=tell)


def save_dossiers(desk: Desk, uids: Sequence[str], folder: Path, wish: Wish) -> Job:
    """Print the dossiers of several projects into a folder; what is finished stays when it is cancelled."""
    from climafin.services import dossiers  # noqa: PLC0415

    session = desk.open_session

    def work(progress: Progress) -> tuple[int, int]:
        printed = dossiers.print_dossiers(
            session, uids, folder, length=wish.length, language=wish.language, progress=progress
        )
        return len(printed), sum(one.pages for one in printed)

    def tell(result: tuple[int, int]) -> None:
        count, pages = result
        told = message(
            "{count} dossiers with {pages} pages are in {folder}", count=count, pages=pages, folder=str(folder)
        )
        _announce(desk, uids, told)

    return desk.start(message("Saving {count} dossiers", count=len(uids)), work, then=tell)


def print_dossier(desk: Desk, uid: str, printer: QPrinter, wish: Wish) -> Job:
    """Print one dossier on a printer that the person has chosen and set up."""
    from climafin.services import dossiers  # noqa: PLC0415

    session = desk.open_session

    def work(progress: Progress) -> int:
        if _is_whole_file(printer):
            # The paper as it is: painted anew it would be blurred and fifty times as large.
            target = Path(printer.outputFileName())
            return dossiers.save_dossier(session, uid, target, length=wish.length, language=wish.language).pages
        with TemporaryDirectory(prefix="climafin-") as folder:
            (printed,) = dossiers.print_dossiers(
                session, [uid], Path(folder), length=wish.length, language=wish.language, progress=progress
            )
            return _send(printer, printed.path, printed.pages, progress)

    def tell(pages: int) -> None:
        told = message("{pages} pages were sent to {printer}", pages=pages, printer=_target_name(printer))
        _announce(desk, [uid], told)

    return desk.start(message("Printing the dossier"), work, then=tell)


def _announce(desk: Desk, uids: Sequence[str], told: Message) -> None:
    """Tell what was printed; the history has a new line, so views look again. A print stays on record: no undo."""
    desk.announce(Change(told, frozenset({Kind.PROJECT}), frozenset(uids)))


def _target_name(printer: QPrinter) -> str:
    return printer.outputFileName() or printer.printerName()


def _send(printer: QPrinter, path: Path, count: int, progress: Progress) -> int:
    """Hand the file to the print queue, or paint it page by page; return how many pages were sent."""
    pages = chosen_pages(printer, count)
    queue = shutil.which("lp") if sys.platform.startswith("linux") and not printer.outputFileName() else None
    if queue is None or not printer.printerName():
        from climafin.ui.tasks.paper import print_pages  # noqa: PLC0415 - draws pages, which few starts do

        print_pages(printer, path.read_bytes(), pages, progress)
        return len(pages)
    # The queue takes the file as it is: sharp at any size, and small.
    done = subprocess.run([queue, *queue_options(printer, pages), "--", str(path)], capture_output=True, check=False)  # noqa: S603 - our own options and path
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip()
        raise DataProblem(message("The print queue refused the job: {told}. The library is unchanged.", told=told))
    return len(pages)


def _is_whole_file(printer: QPrinter) -> bool:
    """Tell whether the person prints all pages, once and in their order, into a PDF file."""
    return (
        printer.outputFormat() is QPrinter.OutputFormat.PdfFormat
        and printer.printRange() is QPrinter.PrintRange.AllPages
        and printer.pageOrder() is QPrinter.PageOrder.FirstPageFirst
        and printer.copyCount() == 1
    )


def chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """Return the pages to print, from 0, in the order they leave the printer; several ranges are kept apart."""
    pages = list(range(count))
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        pages = [page for page in pages if ranges.isEmpty() or ranges.contains(page + 1)]
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    return pages * copies


def _page_list(pages: Set[int]) -> str:
    """Return pages, from 0, as the queue reads them: `1-3,7`."""
    starts = [page for page in sorted(pages) if page - 1 not in pages]
    ends = [page for page in sorted(pages) if page + 1 not in pages]
    return ",".join(f"{start + 1}-{end + 1}" for start, end in zip(starts, ends, strict=True))


def queue_options(printer: QPrinter, pages: Sequence[int]) -> list[str]:
    """Return what the print queue must know: printer, copies, sides, colour, pages."""
    sides = {
        QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
        QPrinter.DuplexMode.DuplexAuto: "two-sided-long-edge",
        QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
    }.get(printer.duplex(), "one-sided")
    options = ["-d", printer.printerName(), "-n", str(printer.copyCount()), "-o", f"sides={sides}"]
    options += ["-o", "media=A4", "-P", _page_list(set(pages)), "-t", printer.docName()]
    if printer.colorMode() is QPrinter.ColorMode.GrayScale:
        options += ["-o", "print-color-mode=monochrome"]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        options += ["-o", "outputorder=reverse"]
    return options
