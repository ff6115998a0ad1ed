"""Sizes, greys and page measures of a dossier, after the page profile for bank material (资料版)."""

from dataclasses import dataclass

from climafin.dossier.pdf.faces import Face

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
TOP, BOTTOM, LEFT, RIGHT = 30 * MM, 25 * MM, 28 * MM, 20 * MM
BODY_WIDTH = PAGE_WIDTH - LEFT - RIGHT
BODY_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

Colour = tuple[float, float, float]
INK: Colour = (0.11, 0.13, 0.15)
MUTED: Colour = (0.38, 0.41, 0.44)
#: Running text in the second language.
SOFT: Colour = (0.27, 0.3, 0.33)
RULE: Colour = (0.74, 0.77, 0.79)
FAINT: Colour = (0.945, 0.953, 0.957)
#: The one colour; prints as a dark grey.
ACCENT: Colour = (0.02, 0.31, 0.37)
WHITE: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set; sizes in points (小四 is 12, 五号 10.5, 小五 9)."""

    face: Face
    size: float
    leading: float
    colour: Colour = INK
    before: float = 0.0
    after: float = 0.0


BODY = TextStyle(Face.SERIF, 12, 20, after=6)
BODY_SECOND = TextStyle(Face.SERIF, 10.5, 15.5, SOFT, after=7)
LEAD = TextStyle(Face.SANS_BOLD, 12, 19, after=5)
NOTE = TextStyle(Face.SANS, 9, 13.5, MUTED, before=3, after=3)
WARNING = TextStyle(Face.SANS_BOLD, 10, 14.5)
WARNING_SECOND = TextStyle(Face.SANS, 9, 13, MUTED)
PART = TextStyle(Face.SANS_BOLD, 15.75, 22, ACCENT, before=20, after=2)
PART_SECOND = TextStyle(Face.SANS, 10.5, 15, MUTED)
SUBHEAD = TextStyle(Face.SANS_BOLD, 12, 18, before=10, after=4)
SUBHEAD_SECOND = TextStyle(Face.SANS, 9.5, 14, MUTED, after=4)
CELL = TextStyle(Face.SANS, 10.5, 14.5)
CELL_COMPACT = TextStyle(Face.SANS, 9.5, 12.5)
CELL_SMALL = TextStyle(Face.SANS, 9, 12.5)
CELL_SECOND = TextStyle(Face.SANS, 8, 10, MUTED)
LABEL = TextStyle(Face.SANS, 10.5, 14.5, MUTED)
GAP = TextStyle(Face.SANS_BOLD, 10.5, 14.5, INK)
FOOT = TextStyle(Face.SANS, 8, 10, MUTED)
COVER_TITLE = TextStyle(Face.SANS_BOLD, 22, 32, INK)
COVER_KIND = TextStyle(Face.SANS, 13, 19, ACCENT)


def bold(style: TextStyle) -> TextStyle:
    """Return a style in its bold face."""
    face = Face.SERIF_BOLD if style.face is Face.SERIF else Face.SANS_BOLD
    return TextStyle(face, style.size, style.leading, style.colour, style.before, style.after)
