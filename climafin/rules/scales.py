"""From what is known of a project to the marks of one criterion, in whole numbers throughout.

The value is rounded once to its declared decimals; from there on value, thresholds and marks are whole
numbers, so that a value on a line is on the line on every machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from climafin.base.messages import Label
from climafin.domain.values import NO, YES
from climafin.expression.evaluate import Answer, Reason, Unknown, round_half_up
from climafin.rules.pack import Criterion, Curve, Labels, Steps, YesNo


@dataclass(frozen=True, slots=True)
class Marked:
    """What one criterion answered.

    Attributes:
        low: marks when unknowns go badly, in 1/100.
        high: marks when unknowns go well, in 1/100.
        value: the measured number, or None.
        word: the answer of a choice or a condition, else None.
        clause: the band or answer that decided.
        next_step: the value at which the next better band begins, or None.
        unknown: why nothing can be told, or None.
        band: which clause of the scale decided, counted from 0; None when unknown.
    """

    low: int
    high: int
    value: float | None = None
    word: Label | None = None
    clause: Label | None = None
    next_step: float | None = None
    unknown: Unknown | None = None
    band: int | None = None


def mark(criterion: Criterion, facts: Mapping[str, Answer]) -> Marked:
    """Return the marks of a criterion for the facts of a project (limits resolved among them)."""
    answer = criterion.value.answer(facts)
    if isinstance(answer, Unknown):
        low, high = reach(criterion)
        return Marked(low, high, unknown=answer)
    scale = criterion.scale
    if isinstance(scale, YesNo):
        marks = scale.yes if answer else scale.no
        word = YES if answer else NO
        return Marked(marks, marks, word=word, clause=word, band=0 if answer else 1)
    if isinstance(scale, Labels):
        word = next(choice.label for choice in criterion.value.term.type.choices if choice.key == answer)
        marks = scale.marks[str(answer)]
        return Marked(marks, marks, word=word, clause=word, band=list(scale.marks).index(str(answer)))
    assert isinstance(answer, float)  # reading lets only numbers through to steps and curves
    scaled = _in_last_decimal(criterion, answer)
    if scaled is None:
        low, high = reach(criterion)
        return Marked(low, high, unknown=Unknown(reasons=frozenset({Reason.TOO_LARGE})))
    if isinstance(scale, Curve):
        return _on_curve(criterion, scale, scaled)
    return _on_steps(criterion, scale, scaled, facts)


def _in_last_decimal(criterion: Criterion, base: float) -> int | None:
    factor = criterion.unit.factor
    return round_half_up(base * factor.denominator / factor.numerator, criterion.decimals)


def reach(criterion: Criterion) -> tuple[int, int]:
    """Return the fewest and the most marks a criterion can give."""
    scale = criterion.scale
    if isinstance(scale, Steps):
        marks = [step.marks for step in scale.steps]
    elif isinstance(scale, Curve):
        marks = [marks for _, marks in scale.points]
    elif isinstance(scale, Labels):
        marks = list(scale.marks.values())
    else:
        marks = [scale.yes, scale.no]
    return min(marks), max(marks)


def plain(scaled: int, decimals: int) -> str:
    """Return a whole number of last kept decimals as plain decimal text, without trailing zeros."""
    text = f"{scaled / 10**decimals:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _figures(text: str) -> Label:
    """Return a text of figures and signs, the same in every language."""
    return Label(text, text)


def _on_curve(criterion: Criterion, curve: Curve, scaled: int) -> Marked:
    points = curve.points
    marks = _interpolated(points, scaled)
    better = [x for x, at in points if at > marks]
    nearest = min(better, key=lambda x: abs(x - scaled), default=None)
    return Marked(
        marks,
        marks,
        value=scaled / 10**criterion.decimals,
        clause=_figures(_segment(points, scaled, criterion.decimals)),
        next_step=None if nearest is None else nearest / 10**criterion.decimals,
        band=sum(scaled > x for x, _ in points),
    )


def _interpolated(points: tuple[tuple[int, int], ...], scaled: int) -> int:
    """Return the marks on the lines through the points, halves upward, exact whole-number arithmetic."""
    if scaled <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if scaled <= x1:
            above, below = y0 * (x1 - scaled) + y1 * (scaled - x0), x1 - x0
            return (2 * above + below) // (2 * below)
    return points[-1][1]


def _segment(points: tuple[tuple[int, int], ...], scaled: int, decimals: int) -> str:
    if scaled <= points[0][0]:
        return f"x ≤ {plain(points[0][0], decimals)}"
    for (x0, y0), (x1, y1) in pairwise(points):
        if scaled <= x1:
            ends = f"{plain(x0, decimals)} < x ≤ {plain(x1, decimals)}"
            return f"{ends}: {plain(y0, 2)}–{plain(y1, 2)}"
    return f"x > {plain(points[-1][0], decimals)}"


@dataclass(frozen=True, slots=True)
class _Band:
    """A band with its beginning worked out: whole number, or None for the lowest."""

    start: int | None
    is_closed: bool
    marks: int

    def is_reached(self, scaled: int) -> bool:
        return self.start is None or scaled > self.start or (self.is_closed and scaled == self.start)


def _on_steps(criterion: Criterion, scale: Steps, scaled: int, facts: Mapping[str, Answer]) -> Marked:
    bands: list[_Band] = []
    unknown: Unknown | None = None
    for step in scale.steps:
        start = step.start.answer(facts) if step.start is not None else None
        if isinstance(start, Unknown):
            unknown = start if unknown is None else unknown.with_(start)
        elif isinstance(start, float):
            whole = _in_last_decimal(criterion, start)
            bands.append(_Band(whole, step.is_closed, step.marks))
        else:
            bands.append(_Band(None, step.is_closed, step.marks))
    value = scaled / 10**criterion.decimals
    if unknown is not None:
        low, high = reach(criterion)
        return Marked(low, high, value=value, unknown=unknown)
    at = max(index for index, band in enumerate(bands) if band.is_reached(scaled))
    marks = bands[at].marks
    edge = _next_edge(bands, at)
    return Marked(
        marks,
        marks,
        value=value,
        clause=_figures(_band_text(bands, at, criterion.decimals)),
        next_step=None if edge is None else edge / 10**criterion.decimals,
        band=at,
    )


def _next_edge(bands: list[_Band], at: int) -> int | None:
    """Return the nearer of the edges beyond which more marks lie, upward or downward."""
    here = bands[at].marks
    up = next((band.start for band in bands[at + 1 :] if band.marks > here), None)
    down = next((bands[i + 1].start for i in range(at - 1, -1, -1) if bands[i].marks > here), None)
    return up if up is not None else down


def _band_text(bands: list[_Band], at: int, decimals: int) -> str:
    band = bands[at]
    text = "x"
    if band.start is not None:
        text = f"{plain(band.start, decimals)} {'≤' if band.is_closed else '<'} x"
    if at + 1 < len(bands):
        after = bands[at + 1]
        text += f" {'<' if after.is_closed else '≤'} {plain(after.start or 0, decimals)}"
    return text
