"""Grades and points in words, as lists and every view of an assessment show them."""

from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.services.grade_scale import is_open


def points_text(low: int, high: int) -> str:
    """Return points in 1/100 as people read them; a range while something is unknown."""
    return f"{low / 100:.2f}" if low == high else f"{low / 100:.2f}–{high / 100:.2f}"


def grade_text(low: Label | None, high: Label | None, words: Language) -> str:
    """Return a grade, or the range of grades, the worse first; "" when there is none."""
    if low is None or high is None:
        return ""
    return words.label(low) if low == high else f"{words.label(low)}–{words.label(high)}"


def grade_chip(low: Label | None, high: Label | None, words: Language) -> str:
    """Return a grade for a chip; a range that leaves every grade possible is said in a word, not by two grades."""
    if low is not None and high is not None and is_open(low, high):
        return words.text("Grade open")
    return grade_text(low, high, words)
