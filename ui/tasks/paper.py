"""Pages of a PDF as pictures: for the preview, made one by one as they come into view, and for the printer."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from climafin.base.errors import DataProblem
from climafin.base.messages import message
from climafin.base.progress import Progress
from climafin.ui.tasks.lane import Lane
from climafin.ui.widgets.page_view import PageView

PRINT_DPI = 300


def page_picture(pdf: bytes, page: int, dpi: float) -> QImage:
    """Return the picture of one page, from 0."""
    from climafin.services import dossiers  # noqa: PLC0415 - not on the way to the first window

    ((width, height, dots),) = dossiers.page_images(pdf, [page], dpi)
    # The copy owns its dots; the picture made around `dots` would not.
    return QImage(dots, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


class PreviewPictures(QObject):
    """Draws the pages a view asks for, one after another and only as long as they are wanted.

    Args:
        view: shows them.
        lane: where they are drawn; one of the preview's own, so that it never waits for the library.
    """

    def __init__(self, view: PageView, lane: Lane) -> None:
        super().__init__(view)
        self._view = view
        self._lane = lane
        self._pdf = b""
        self._wanted: list[int] = []
        view.wanted.connect(self._on_wanted)
        lane.became_idle.connect(self._draw_next)

    def show(self, pdf: bytes, sizes: Sequence[tuple[float, float]]) -> None:
        """Show another PDF."""
        self._pdf = pdf
        self._wanted.clear()
        self._view.show_pages([QSizeF(width, height) for width, height in sizes])

    def _on_wanted(self, pages: list[int]) -> None:
        self._wanted = list(pages)
        if not self._lane.is_busy:
            self._draw_next()

    def _draw_next(self) -> None:
        if not self._wanted:
            return
        page, pdf, dpi = self._wanted.pop(0), self._pdf, self._view.dpi()

        def show(picture: QImage) -> None:
            if pdf is self._pdf:
                self._view.show_picture(page, picture)

        # The next page is taken when this one has left the lane, with what is wanted by then.
        name = message("Drawing page {page}", page=page + 1)
        self._lane.start(name, lambda _progress: page_picture(pdf, page, dpi), then=show)


def print_pages(printer: QPrinter, pdf: bytes, pages: Sequence[int], progress: Progress) -> None:
    """Paint pages on a printer, one picture at a time; cancelling leaves the rest of the job unprinted.

    Args:
        printer: a printer set up by the person.
        pdf: the paper.
        pages: which pages, from 0, in the order they are wanted.
        progress: hears of every page.

    Raises:
        DataProblem: the printer does not take the job.
    """
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise DataProblem(message("The printer does not answer. Nothing was printed; the library is unchanged."))
    try:
        for number, page in enumerate(pages):
            progress.step(number, len(pages), message("Printing page {page}", page=page + 1))
            if number:
                printer.newPage()
            _paint(painter, printer, page_picture(pdf, page, PRINT_DPI))
        progress.step(len(pages), len(pages), message("Printing"))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _paint(painter: QPainter, printer: QPrinter, picture: QImage) -> None:
    room = printer.paperRect(QPrinter.Unit.DevicePixel)
    scale = min(room.width() / picture.width(), room.height() / picture.height())
    width, height = picture.width() * scale, picture.height() * scale
    painter.drawImage(QRectF((room.width() - width) / 2, (room.height() - height) / 2, width, height), picture)
