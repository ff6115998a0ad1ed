"""Paragraphs, headings and charts as flowables of reportlab's page frame."""

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus.flowables import Flowable, KeepTogether

from climafin.dossier.content import Bars, Split, Timeline, Words
from climafin.dossier.pdf.canvas import Sheet
from climafin.dossier.pdf.faces import Face, printable
from climafin.dossier.pdf.lines import Line, break_lines
from climafin.dossier.pdf.style import (
    ACCENT,
    FAINT,
    INK,
    NOTE,
    PART,
    PART_SECOND,
    SUBHEAD,
    SUBHEAD_SECOND,
    WARNING,
    WARNING_SECOND,
    TextStyle,
)
from climafin.dossier.shapes import Drawing, bars_drawing, split_drawing, timeline_drawing

FEWEST_LINES = 2
#: A chart of bars is split so that at least so many stand on either page.
FEWEST_BARS = 4


def lines_of(text: str, style: TextStyle, room: float) -> tuple[Line, ...]:
    """Break a text into the lines that fit a room in points."""
    return break_lines(text, style.face, int(room * 1000 / style.size + 0.5))


def wrap_label(text: str, size: float, room: float) -> list[str]:
    """Break a chart's label into lines."""
    return [line.text for line in break_lines(text, Face.SANS, int(room * 1000 / size))]


def base_line(top: float, style: TextStyle) -> float:
    """Return the baseline of a line whose upper edge is at `top`."""
    return top - (style.leading - style.size) / 2 - style.size * 0.88


class TextBlock(Flowable):  # type: ignore[misc] # reportlab has no types
    """A paragraph: lines flush right, split between pages with at least two lines on each."""

    def __init__(
        self, text: str, style: TextStyle, lines: Sequence[Line] | None = None, *, is_lead: bool = False
    ) -> None:
        super().__init__()
        self.keepWithNext = is_lead  # reportlab's name: what it leads into stands on the same page
        self._text = text
        self._style = style
        self._lines = lines
        self._room = 0.0

    @property
    def is_note(self) -> bool:
        """Whether it is set small, as a note to what stands above."""
        return self._style is NOTE

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab's name
        """Return the space wanted above."""
        return self._style.before

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        """Return the space wanted below."""
        return self._style.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size it takes."""
        self._room = width
        if self._lines is None:
            self._lines = lines_of(self._text, self._style, width)
        return width, len(self._lines) * self._style.leading

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split between lines, never leaving a single one behind or ahead."""
        self.wrap(width, height)
        lines = self._lines or ()
        fit = min(int(height // self._style.leading), len(lines) - FEWEST_LINES)
        if fit < FEWEST_LINES:
            return []
        return [TextBlock(self._text, self._style, lines[:fit]), TextBlock(self._text, self._style, lines[fit:])]

    def draw(self) -> None:
        """Draw it."""
        sheet: Sheet = self.canv
        top = len(self._lines or ()) * self._style.leading
        for number, line in enumerate(self._lines or ()):
            y = base_line(top - number * self._style.leading, self._style)
            sheet.put_line(0, y, line, self._style, self._room)


class WarningBlock(Flowable):  # type: ignore[misc] # reportlab has no types
    """A warning that must be seen: framed, with a dark edge at its left."""

    PAD = 7.0

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._placed: list[tuple[Line, TextStyle]] = []

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        """Return the space wanted below."""
        return 9

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size it takes."""
        styles = (WARNING, WARNING_SECOND)
        self._placed = [
            (line, style)
            for text, style in zip(self._words, styles, strict=False)
            for line in lines_of(text, style, width - 2 * self.PAD - 4)
        ]
        self.width = width
        self.height = sum(style.leading for _line, style in self._placed) + 2 * self.PAD
        return width, self.height

    def draw(self) -> None:
        """Draw it."""
        sheet: Sheet = self.canv
        sheet.box(0, 0, self.width, self.height, FAINT)
        sheet.box(0, 0, 3, self.height, INK)
        top = self.height - self.PAD
        for line, style in self._placed:
            sheet.put(self.PAD + 4, base_line(top, style), line.text, style)
            top -= style.leading


class Heading(Flowable):  # type: ignore[misc] # reportlab has no types
    """A heading in one or two languages; a part's heading and a landmark also set a bookmark."""

    keepWithNext = 1  # noqa: N815 - reportlab's name

    def __init__(self, words: Words, number: int | None = None, *, is_landmark: bool = False) -> None:
        super().__init__()
        self._is_part = number is not None
        self._is_landmark = is_landmark
        self._number = number
        self._words = words
        self._placed: list[tuple[Line, TextStyle]] = []

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab's name
        """Return the space wanted above."""
        return PART.before if self._is_part else SUBHEAD.before

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        """Return the space wanted below."""
        return 8 if self._is_part else SUBHEAD.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size it takes."""
        styles = (PART, PART_SECOND) if self._is_part else (SUBHEAD, SUBHEAD_SECOND)
        texts = [f"{self._number}  {self._words[0]}" if self._is_part else self._words[0], *self._words[1:]]
        self._placed = [
            (line, style) for text, style in zip(texts, styles, strict=False) for line in lines_of(text, style, width)
        ]
        self.width = width
        self.height = sum(style.leading for _line, style in self._placed) + (5 if self._is_part else 0)
        return width, self.height

    def draw(self) -> None:
        """Draw it."""
        sheet: Sheet = self.canv
        top = self.height
        for line, style in self._placed:
            sheet.put(0, base_line(top, style), line.text, style)
            top -= style.leading
        if self._number is not None:
            sheet.rules([(0, 1, self.width, 1)], 0.8, ACCENT)
            sheet.bookmarkHorizontal(part_key(self._number), 0, self.height + 6)
            sheet.addOutlineEntry(printable(f"{self._number}  {' '.join(self._words)}"), part_key(self._number), 0)
            sheet.part_pages[self._number] = sheet.getPageNumber()
        if self._is_landmark:
            sheet.landmark(printable(" ".join(self._words)), self.height + 6)


def part_key(number: int) -> str:
    """Return the name under which links find a part."""
    return f"part-{number}"


class Picture(Flowable):  # type: ignore[misc] # reportlab has no types
    """A chart."""

    def __init__(self, chart: Bars | Split | Timeline) -> None:
        super().__init__()
        self.chart = chart
        self._drawing: Drawing | None = None

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        """Return the space wanted below."""
        return 10

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size it takes."""
        if isinstance(self.chart, Bars):
            self._drawing = bars_drawing(self.chart, width, wrap_label)
        elif isinstance(self.chart, Split):
            self._drawing = split_drawing(self.chart, width, wrap_label)
        else:
            self._drawing = timeline_drawing(self.chart, width, wrap_label)
        return width, self._drawing.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split bars between two of them, each half with its key; other charts stay whole."""
        chart = self.chart
        if not isinstance(chart, Bars):
            return []
        for fit in range(len(chart.bars) - FEWEST_BARS, FEWEST_BARS - 1, -1):
            upper, lower = replace(chart, bars=chart.bars[:fit]), replace(chart, bars=chart.bars[fit:])
            if bars_drawing(upper, width, wrap_label).height <= height:
                return [Picture(upper), Picture(lower)]
        return []

    def draw(self) -> None:
        """Draw it."""
        assert self._drawing is not None
        sheet: Sheet = self.canv
        sheet.draw(self._drawing, 0, 0)


class HeadedBlock(KeepTogether):  # type: ignore[misc] # reportlab has no types
    """Headings with what they head: they go to the next page only when not even its beginning fits on this one."""

    def split(self, width: float, height: float) -> list[Flowable]:
        """Stay on the page when what is headed can be split there."""
        *heads, headed = self._content
        room = height - height_of(heads, width)
        if room > 0 and headed.split(width, room):
            return [*heads, headed]
        return list(super().split(width, height))


def height_of(flowables: Sequence[Flowable], width: float) -> float:
    """Return the height of flowables one below the other, with the space they want around them."""
    return float(sum(one.getSpaceBefore() + one.wrap(width, 0)[1] + one.getSpaceAfter() for one in flowables))
