"""A finished paper, as far as whoever shows it must know it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One entry of a PDF's list of contents.

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
    """A PDF as far as whoever shows it must know it.

    Attributes:
        sizes: width and height of every page in points.
        bookmarks: its list of contents.
    """

    sizes: tuple[tuple[float, float], ...]
    bookmarks: tuple[Bookmark, ...]
