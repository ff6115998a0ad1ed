"""Font faces for paper: one Type 0 font per face, so that text is copied and found as it was typed.

reportlab's own TrueType fonts write wrong copy text above U+FFFF and split Chinese into one font per 256
characters. Here a character's code is the face's own glyph number, the same in every document, so finished
strings can be kept; ToUnicode holds UTF-16 pairs.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFontFace

from climafin.base.paths import resource


class Face(StrEnum):
    """The faces a dossier is set in."""

    SANS = "cf-sans-regular"
    SANS_BOLD = "cf-sans-bold"
    SERIF = "cf-serif-regular"
    SERIF_BOLD = "cf-serif-bold"

    @property
    def is_bold(self) -> bool:
        """Whether the face is a bold one."""
        return self in (Face.SANS_BOLD, Face.SERIF_BOLD)


#: Holds the most characters; what another face lacks is drawn from it.
FALLBACK = Face.SANS


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face.

    Attributes:
        face: the face that has the glyphs.
        is_thickened: drawn from the fallback with a thin stroke, because the bold face lacks it.
        codes: two bytes per glyph, in hex.
        text: the characters, for the ToUnicode table.
        count: how many glyphs.
    """

    face: Face
    is_thickened: bool
    codes: str
    text: str
    count: int


class FaceFile:
    """One font file, read once per process; the parsed tables are shared by all documents."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self._parsed = TTFontFace(str(resource("fonts", f"{face.value}.ttf")))
        self.glyphs: dict[int, int] = self._parsed.charToGlyph
        self.widths: dict[int, float] = self._parsed.charWidths
        self.default_width: float = self._parsed.defaultWidth

    def add_to(self, document: pdfdoc.PDFDocument, used: set[str]) -> pdfdoc.PDFDictionary:
        """Write the glyphs of `used` into a document and return the font object."""
        points = sorted(ord(character) for character in used)
        name = f"CFDOSS+{self._parsed.name.decode() if isinstance(self._parsed.name, bytes) else self._parsed.name}"
        descriptor = self._parsed.addSubsetObjects(document, name, points)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": descriptor,
                "DW": 1000,
                "W": self._width_array(points),
                "CIDToGIDMap": _stream(document, self._glyph_map(points), f"glyphs:{name}"),
            }
        )
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant, f"descendant:{name}")]),
                "ToUnicode": _stream(document, self._to_unicode(points), f"unicode:{name}"),
            }
        )

    def _glyph_map(self, points: list[int]) -> bytes:
        # The subset numbers its glyphs in the order of the points, after glyph 0.
        new: dict[int, int] = {0: 0}
        for point in points:
            new.setdefault(self.glyphs[point], len(new))
        table = bytearray(2 * (max(new) + 1))
        for old, number in new.items():
            table[2 * old : 2 * old + 2] = number.to_bytes(2, "big")
        return bytes(table)

    def _width_array(self, points: list[int]) -> str:
        # Written out here: as objects of reportlab the numbers would cost as much as drawing a page.
        widths = {self.glyphs[point]: self.widths[point] for point in points}
        return "[" + " ".join(f"{glyph} [{widths[glyph]:g}]" for glyph in sorted(widths) if widths[glyph] != 1000) + "]"

    def _to_unicode(self, points: list[int]) -> bytes:
        pairs: dict[int, str] = {}
        for point in points:
            pairs.setdefault(self.glyphs[point], chr(point).encode("utf-16-be").hex().upper())
        lines = [f"<{glyph:04X}> <{text}>" for glyph, text in sorted(pairs.items())]
        blocks = []
        for start in range(0, len(lines), 100):
            block = lines[start : start + 100]
            blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar")
        return _CMAP.format(blocks="\n".join(blocks)).encode("ascii")


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _stream(document: pdfdoc.PDFDocument, content: bytes, name: str) -> object:
    stream = pdfdoc.PDFStream()
    stream.content = content
    if document.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream, name)


@lru_cache(maxsize=len(Face))
def face_file(face: Face) -> FaceFile:
    """Return the file of a face; it is parsed once."""
    return FaceFile(face)


def has_glyph(character: str) -> bool:
    """Tell whether any face can draw a character."""
    return ord(character) in face_file(FALLBACK).glyphs


def is_invisible(character: str) -> bool:
    """Tell whether a character has no shape of its own: variation selectors, joiners, marks of direction."""
    return unicodedata.category(character) in ("Cf", "Cc") or 0xFE00 <= ord(character) <= 0xFE0F


def printable(text: str) -> str:
    """Return text that can be drawn: tabs as blanks, and [U+XXXX] in place of characters without a glyph.

    Line feeds stay; they are the writer's line breaks.
    """
    if all(character == "\n" or has_glyph(character) for character in text):
        return text
    return "".join(_drawable(character) for character in text)


def _drawable(character: str) -> str:
    if character == "\n" or has_glyph(character):
        return character
    if character == "\t":
        return " "
    return "" if is_invisible(character) else f"[U+{ord(character):04X}]"


@lru_cache(maxsize=60_000)
def width_of(text: str, face: Face) -> float:
    """Return the width of printable text in units of 1/1000 em."""
    own = face_file(face)
    spare = face_file(FALLBACK)
    total = 0.0
    for point in map(ord, text):
        width = own.widths.get(point) if point in own.glyphs else spare.widths.get(point)
        total += own.default_width if width is None else width
    return total


@lru_cache(maxsize=60_000)
def runs_of(text: str, face: Face) -> tuple[Run, ...]:
    """Return printable text cut into pieces of one face each."""
    return tuple(_runs(text, face))


def _runs(text: str, face: Face) -> Iterator[Run]:
    own = face_file(face).glyphs
    start = 0
    while start < len(text):
        is_own = ord(text[start]) in own
        end = start + 1
        while end < len(text) and (ord(text[end]) in own) == is_own:
            end += 1
        piece = text[start:end]
        used = face if is_own else FALLBACK
        glyphs = face_file(used).glyphs
        codes = "".join(f"{glyphs[ord(character)]:04X}" for character in piece)
        yield Run(used, not is_own and face.is_bold, codes, piece, len(piece))
        start = end
