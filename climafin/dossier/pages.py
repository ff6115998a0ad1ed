"""Pages of a PDF as pictures, for the preview; the only place that loads PDFium."""

import threading
from collections.abc import Sequence

import pypdfium2

from climafin.domain.paper import Bookmark, Paper

#: PDFium may be used by one thread at a time.
_ONE_AT_A_TIME = threading.Lock()
POINTS_PER_INCH = 72

#: Width and height in pixels, and rows of four bytes (blue, green, red, unused) without padding.
Picture = tuple[int, int, bytes]


def read_paper(pdf: bytes) -> Paper:
    """Return the sizes of a PDF's pages and its bookmarks."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sizes = tuple(document.get_page_size(number) for number in range(len(document)))
            places = [(entry, entry.get_dest()) for entry in document.get_toc()]
            bookmarks = tuple(
                Bookmark(entry.get_title(), entry.level, place.get_index())
                for entry, place in places
                if place is not None and place.get_index() is not None
            )
        finally:
            document.close()
    return Paper(sizes, bookmarks)


def render_pages(pdf: bytes, pages: Sequence[int] | None, dpi: float) -> tuple[Picture, ...]:
    """Return pages of a PDF as pictures.

    Args:
        pdf: the file.
        pages: which pages, from 0; None for all.
        dpi: pixels per inch.
    """
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            wanted = range(len(document)) if pages is None else pages
            return tuple(_picture(document[number], dpi / POINTS_PER_INCH) for number in wanted)
        finally:
            document.close()


def _picture(page: pypdfium2.PdfPage, scale: float) -> Picture:
    bitmap = page.render(scale=scale, prefer_bgrx=True, may_draw_forms=False)
    row = bitmap.width * 4
    raw = bytes(bitmap.buffer)
    if bitmap.stride != row:
        raw = b"".join(raw[at : at + row] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    picture = (bitmap.width, bitmap.height, raw)
    bitmap.close()
    page.close()
    return picture
