"""What a finished PDF holds: the sizes of its pages and its bookmarks, for whoever shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One entry of the list of contents.

    Attributes:
        title: its words.
        level: 0 for a part, 1 for what stands below it.
        page: the page it points at, from 0.
    """

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF as far as a window needs to know it.

    Attributes:
        pages: width and height of every page in points.
        bookmarks: its list of contents.
    """

    pages: tuple[tuple[float, float], ...]
    bookmarks: tuple[Bookmark, ...]


def look_at_paper(pdf: bytes) -> Paper:
    """Return what a PDF holds."""
    # Loaded here: nothing on the way to the first window shows a PDF.
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = tuple(document.get_page_size(number) for number in range(len(document)))
        found = []
        for entry in document.get_toc():
            place = entry.get_dest()
            page = place.get_index() if place is not None else None
            if page is not None:
                found.append(Bookmark(entry.get_title(), entry.level, page))
    finally:
        document.close()
    return Paper(pages, tuple(found))
