"""Pages of a PDF as pictures, for the preview; the only place that loads PDFium."""

import threading
from collections.abc import Sequence

import pypdfium2

#: PDFium may be used by one thread at a time.
_ONE_AT_A_TIME = threading.Lock()
POINTS_PER_INCH = 72

#: Width and height in pixels, and rows of four bytes (blue, green, red, unused) without padding.
Picture = tuple[int, int, bytes]


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


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
