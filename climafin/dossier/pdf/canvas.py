"""The sheet: reportlab's canvas with our faces, lines of text, and the shapes of charts."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from reportlab import rl_config
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from climafin.dossier.content import Align
from climafin.dossier.pdf.faces import Face, Run, face_file, runs_of, width_of
from climafin.dossier.pdf.lines import Line
from climafin.dossier.pdf.style import FAINT, INK, RULE, WHITE, Colour, TextStyle
from climafin.dossier.shapes import Drawing, Fill, Label, Rect, Rule

# Streams stay binary: spelling them in ASCII, reportlab's default, makes files a quarter larger and slower.
rl_config.useA85 = 0

_RESOURCE = {face: f"CF{number}" for number, face in enumerate(Face)}
#: Lines are stretched to the right edge, but never by more than this much of an em per character.
MOST_SPACING = 0.25


class _UsedFace:
    """What reportlab calls when the document is closed, to get the glyphs that were used."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.used: set[str] = set()

    def addObjects(self, document: pdfdoc.PDFDocument) -> None:  # noqa: N802 - reportlab's name
        fonts = document.idToObject[pdfdoc.BasicFonts].dict
        name = _RESOURCE[self.face]
        fonts[name] = document.Reference(face_file(self.face).add_to(document, self.used), name)


class Sheet(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas that draws our faces; nothing on it asks for a font that is not embedded."""

    def __init__(self, *args: object, **settings: object) -> None:
        super().__init__(*args, **settings)
        self._faces: dict[Face, _UsedFace] = {}
        #: Part number to the page it begins on, filled in while the parts are drawn.
        self.part_pages: dict[int, int] = {}
        self._landmarks = 0
        #: Called once, after the last page and before the file is written.
        self.at_end: Callable[[Sheet], None] | None = None

    def save(self) -> None:
        """Draw what had to wait for the last page, then write the file."""
        if self.at_end is not None:
            self.at_end(self)
        super().save()

    def _make_preamble(self) -> None:
        # reportlab's own names Helvetica, which would be in the file without being embedded.
        self._preamble = "1 0 0 1 0 0 cm"

    def date_as(self, day: date) -> None:
        """Give the file this day as its date of making, so that the same data give the same bytes."""
        stamp = TimeStamp(1)
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        stamp.t, stamp.lt, stamp.YMDhms = moment.timestamp(), moment.timetuple(), tuple(moment.timetuple())[:6]
        self._doc._timeStamp = stamp  # noqa: SLF001 - reportlab offers no other way but the environment

    def landmark(self, title: str, top: float) -> None:
        """Set a bookmark below that of the present part, at a height above the present origin."""
        self._landmarks += 1
        key = f"landmark-{self._landmarks}"
        self.bookmarkHorizontal(key, 0, top)
        self.addOutlineEntry(title, key, 1, closed=True)

    def put(
        self, x: float, y: float, text: str, style: TextStyle, *, spacing: float = 0.0, stretch: float = 0.0
    ) -> None:
        """Draw printable text with its baseline at y.

        Args:
            x: left edge in points.
            y: baseline in points.
            text: the text; a character without a glyph is the caller's fault, see `printable`.
            style: how it is set.
            spacing: points added after every character.
            stretch: points added to every blank.
        """
        runs = runs_of(text, style.face)
        if not runs:
            return
        parts = [f"BT {_rgb(style.colour)} rg {x:.2f} {y:.2f} Td"]
        if spacing:
            parts.append(f"{spacing:.4f} Tc")
        for run in runs:
            parts += self._run(run, style, stretch)
        if spacing:
            parts.append("0 Tc")
        self._code.append(" ".join([*parts, "ET"]))

    def _run(self, run: Run, style: TextStyle, stretch: float) -> list[str]:
        self._face(run.face).used.update(run.text)
        parts = [f"/{_RESOURCE[run.face]} {style.size:g} Tf"]
        if run.is_thickened:
            parts.append(f"2 Tr {style.size * 0.03:.3f} w {_rgb(style.colour)} RG")
        if stretch and " " in run.text:
            parts.append(_stretched(run, 1000 * stretch / style.size))
        else:
            parts.append(f"<{run.codes}> Tj")
        if run.is_thickened:
            parts.append("0 Tr")
        return parts

    def _face(self, face: Face) -> _UsedFace:
        if face not in self._faces:
            self._faces[face] = _UsedFace(face)
            self._doc.delayedFonts.append(self._faces[face])
        return self._faces[face]

    def put_line(self, x: float, y: float, line: Line, style: TextStyle, room: float) -> None:
        """Draw one line of a paragraph, flush with both edges unless it is the last."""
        spare = room - line.width * style.size / 1000
        if line.is_last or spare <= 0 or len(line.text) < 2:
            self.put(x, y, line.text, style)
            return
        blanks = line.text.count(" ")
        wide = sum(character > "\u2e7f" for character in line.text)
        if blanks and wide * 2 < len(line.text):
            self.put(x, y, line.text, style, stretch=min(spare / blanks, style.size))
        else:
            most = MOST_SPACING * style.size
            self.put(x, y, line.text, style, spacing=min(spare / (len(line.text) - 1), most))

    def put_aligned(self, x: float, y: float, text: str, style: TextStyle, align: Align) -> None:
        """Draw text that ends at x (right), begins at x (left) or has its middle there (centre)."""
        width = width_of(text, style.face) * style.size / 1000
        shift = {Align.LEFT: 0.0, Align.RIGHT: width, Align.CENTRE: width / 2}[align]
        self.put(x - shift, y, text, style)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self._code.append(f"{_rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, x: float, y: float, width: float, height: float, colour: Colour = RULE) -> None:
        """Draw the edges of a rectangle."""
        self._code.append(f"{_rgb(colour)} RG 0.5 w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def rules(
        self, lines: Sequence[tuple[float, float, float, float]], weight: float = 0.4, colour: Colour = RULE
    ) -> None:
        """Draw straight lines in one path."""
        if lines:
            path = " ".join(f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l" for a, b, c, d in lines)
            self._code.append(f"{_rgb(colour)} RG {weight:g} w {path} S")

    def squares(self, matrix: Sequence[Sequence[int]], x: float, y: float, size: float) -> None:
        """Draw a square code of this size as one path, its upper left corner at (x, y)."""
        cell = size / len(matrix)
        path: list[str] = []
        for number, row in enumerate(matrix):
            start = 0
            while start < len(row):
                end = start
                while end < len(row) and row[end]:
                    end += 1
                if end > start:
                    path.append(
                        f"{x + start * cell:.3f} {y - (number + 1) * cell:.3f} {(end - start) * cell:.3f} {cell:.3f} re"
                    )
                start = end + 1
        self._code.append(f"0 0 0 rg {' '.join(path)} f")

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw a chart with its lower left corner at (x, y)."""
        for shape in drawing.shapes:
            if isinstance(shape, Rect):
                self._rect(shape, x, y)
            elif isinstance(shape, Rule):
                self.rules([(x + shape.x1, y + shape.y1, x + shape.x2, y + shape.y2)], shape.weight)
            else:
                self._chart_label(shape, x, y)

    def _chart_label(self, label: Label, x: float, y: float) -> None:
        face = Face.SANS_BOLD if label.is_strong else Face.SANS
        style = TextStyle(face, label.size, label.size * 1.3, WHITE if label.is_on_dark else INK)
        self.put_aligned(x + label.x, y + label.y, label.text, style, label.align)

    def _rect(self, rect: Rect, x: float, y: float) -> None:
        left, low = x + rect.x, y + rect.y
        if rect.fill is Fill.HATCH:
            self._hatch(left, low, rect.width, rect.height)
        elif rect.fill is not Fill.NONE:
            self.box(left, low, rect.width, rect.height, _FILLS[rect.fill])
        if rect.has_edge:
            self.frame(left, low, rect.width, rect.height, INK)

    def _hatch(self, x: float, y: float, width: float, height: float) -> None:
        self._code.append(f"q {x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n")
        count = int((width + height) / 3) + 1
        self.rules([(x - height + 3 * n, y, x + 3 * n, y + height) for n in range(count)], 0.6, INK)
        self._code.append("Q")


_FILLS: dict[Fill, Colour] = {
    Fill.DARK: (0.16, 0.24, 0.28),
    Fill.MIDDLE: (0.45, 0.52, 0.55),
    Fill.LIGHT: (0.72, 0.77, 0.79),
    Fill.PALE: (0.87, 0.895, 0.905),
    Fill.TRACK: FAINT,
}


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _stretched(run: Run, extra: float) -> str:
    codes = [run.codes[at : at + 4] for at in range(0, len(run.codes), 4)]
    pieces: list[str] = []
    current = ""
    for character, code in zip(run.text, codes, strict=True):
        current += code
        if character == " ":
            pieces.append(f"<{current}> {-extra:.1f}")
            current = ""
    if current:
        pieces.append(f"<{current}>")
    return f"[{' '.join(pieces)}] TJ"
