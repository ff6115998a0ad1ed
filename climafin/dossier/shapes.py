"""Charts as lists of plain shapes, which paper and screen can both draw; every difference also shows in grey."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from climafin.dossier.content import Align, Bars, Split, Timeline, Words

#: Breaks a text into lines: text, size in points, room in points.
Wrap = Callable[[str, float, float], list[str]]
LABEL_SIZE = 8.5


class Fill(StrEnum):
    """How an area is filled; named by how dark it is, because colour must not matter."""

    NONE = "none"
    DARK = "dark"
    MIDDLE = "middle"
    LIGHT = "light"
    PALE = "pale"
    TRACK = "track"
    HATCH = "hatch"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; x and y are its lower left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: Fill
    has_edge: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.4


@dataclass(frozen=True, slots=True)
class Label:
    """A text; x is its left edge, right edge or middle."""

    x: float
    y: float
    text: str
    size: float = LABEL_SIZE
    align: Align = Align.LEFT
    is_strong: bool = False
    is_on_dark: bool = False


Shape = Rect | Rule | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, its origin at the lower left, in points."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


class _Pen:
    """Collects shapes from the top down."""

    def __init__(self, width: float, wrap: Wrap) -> None:
        self.width = width
        self.wrap = wrap
        self.depth = 0.0
        self.shapes: list[Shape] = []

    def lines(self, words: Words, x: float, room: float, top: float) -> float:
        """Write words below `top` and return how high they are."""
        height = 0.0
        for text in words:
            for line in self.wrap(text, LABEL_SIZE, room):
                height += LABEL_SIZE * 1.3
                self.shapes.append(Label(x, -(top + height) + LABEL_SIZE * 0.3, line))
        return height

    def key(self, entries: list[tuple[Rect, str]]) -> None:
        """Write what the fills mean, as many to a line as fit."""
        x, self.depth = 0.0, self.depth + 4
        row = self.depth
        for sample, text in entries:
            (line, *rest) = self.wrap(text, LABEL_SIZE, self.width - 20) or [""]
            room = 14 + sum(LABEL_SIZE * (1.0 if ord(c) > 0x2E7F else 0.56) for c in line) + 14
            if x and x + room > self.width:
                x, row = 0.0, row + 13
            self.shapes.append(Rect(x, -(row + 10), 9, 8, sample.fill, sample.has_edge))
            self.shapes.append(Label(x + 13, -(row + 9), line))
            for more in rest:
                row += 12
                self.shapes.append(Label(x + 13, -(row + 9), more))
            x += room
        self.depth = row + 15

    def drawing(self) -> Drawing:
        """Return the chart with its origin moved to the lower left."""
        return Drawing(self.width, self.depth, tuple(_lifted(shape, self.depth) for shape in self.shapes))


def _lifted(shape: Shape, by: float) -> Shape:
    if isinstance(shape, Rect):
        return Rect(shape.x, shape.y + by, shape.width, shape.height, shape.fill, shape.has_edge)
    if isinstance(shape, Rule):
        return Rule(shape.x1, shape.y1 + by, shape.x2, shape.y2 + by, shape.weight)
    return Label(shape.x, shape.y + by, shape.text, shape.size, shape.align, shape.is_strong, shape.is_on_dark)


def bars_drawing(chart: Bars, width: float, wrap: Wrap) -> Drawing:
    """Draw horizontal bars: sure part dark, open part hatched, the rest an empty track."""
    pen = _Pen(width, wrap)
    label_room, figure_room = width * 0.36, 78.0
    track = width - label_room - figure_room
    for bar in chart.bars:
        high = max(pen.lines(bar.label, 0, label_room - 8, pen.depth), 13.0)
        y = -(pen.depth + high / 2 + 4.5)
        scale = track / bar.maximum if bar.maximum > 0 else 0.0
        pen.shapes.append(Rect(label_room, y, track, 9, Fill.TRACK, has_edge=False))
        if bar.low > 0:
            pen.shapes.append(Rect(label_room, y, bar.low * scale, 9, Fill.DARK))
        if bar.high > bar.low:
            left = label_room + bar.low * scale
            pen.shapes.append(Rect(left, y, (bar.high - bar.low) * scale, 9, Fill.HATCH, has_edge=True))
        pen.shapes.append(Rule(label_room, y, label_room, y + 9, 0.8))
        pen.shapes.append(Label(width, y + 1.6, bar.shown, align=Align.RIGHT))
        pen.depth += high + 3
    sure, unknown, rest = (" ".join(words) for words in chart.key)
    samples = [(Fill.DARK, sure, False), (Fill.HATCH, unknown, True), (Fill.TRACK, rest, True)]
    pen.key([(Rect(0, 0, 0, 0, fill, edge), text) for fill, text, edge in samples])
    return pen.drawing()


_SLICE_FILLS = (Fill.DARK, Fill.MIDDLE, Fill.LIGHT, Fill.PALE, Fill.NONE)


def split_drawing(chart: Split, width: float, wrap: Wrap) -> Drawing:
    """Draw one bar divided into its pieces, each numbered in the bar and named in the key."""
    pen = _Pen(width, wrap)
    total = sum(piece.amount for piece in chart.slices)
    x = 0.0
    entries: list[tuple[Rect, str]] = []
    for number, piece in enumerate(chart.slices):
        fill = _SLICE_FILLS[number % len(_SLICE_FILLS)]
        part = width * piece.amount / total if total else 0.0
        pen.shapes.append(Rect(x, -18, part, 18, fill, has_edge=True))
        if part > 36:
            is_dark = fill in (Fill.DARK, Fill.MIDDLE)
            pen.shapes.append(Label(x + part / 2, -12.2, piece.shown, align=Align.CENTRE, is_on_dark=is_dark))
        entries.append((Rect(0, 0, 0, 0, fill, has_edge=True), f"{' '.join(piece.label)} {piece.shown}"))
        x += part
    pen.depth = 20
    pen.key(entries)
    return pen.drawing()


def timeline_drawing(chart: Timeline, width: float, wrap: Wrap) -> Drawing:
    """Draw stretches of time by row under a scale of years; planned ones hollow, past ones filled."""
    pen = _Pen(width, wrap)
    label_room = width * 0.24
    first = min(span.start for span in chart.spans)
    last = max(span.end for span in chart.spans)
    years = range(first.year, last.year + 2)
    begin = date(first.year, 1, 1).toordinal()
    scale = (width - label_room) / (date(last.year + 1, 1, 1).toordinal() - begin)

    def place(day: date) -> float:
        return label_room + (day.toordinal() - begin) * scale

    pen.depth = 14
    step = max(1, -(-len(years) // 12))
    lines: list[float] = []
    for year in years[::step]:
        x = place(date(year, 1, 1))
        lines.append(x)
        if year <= last.year:
            pen.shapes.append(Label(x + 3, -10, str(year), size=8))
    for span in chart.spans:
        high = max(pen.lines(span.label, 0, label_room - 8, pen.depth), 13.0)
        y = -(pen.depth + high / 2 + 4.5)
        long = max(place(span.end) - place(span.start), 2.0)
        fill = Fill.NONE if span.is_planned else Fill.MIDDLE
        pen.shapes.append(Rect(place(span.start), y, long, 9, fill, has_edge=True))
        pen.depth += high + 3
    pen.shapes[:0] = [Rule(x, 0, x, -pen.depth, 0.3) for x in lines]
    planned, past = (" ".join(words) for words in chart.key)
    pen.key([(Rect(0, 0, 0, 0, Fill.NONE, has_edge=True), planned), (Rect(0, 0, 0, 0, Fill.MIDDLE, True), past)])
    return pen.drawing()
