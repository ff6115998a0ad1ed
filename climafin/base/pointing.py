"""A line of text with carets under the characters meant, as every complaint about a text shows its place."""

import unicodedata

#: Of a longer line only the part around the place meant is shown.
LONGEST_SHOWN = 100


def pointed_line(line: str, first: int, last: int) -> tuple[str, str]:
    """Return a line, or the part of a long one around the place meant, and the carets that go below it.

    Args:
        line: one line of a text.
        first: offset of the first character meant.
        last: offset after the last one; at least one caret is drawn.
    """
    last = min(last, len(line))
    if len(line) > LONGEST_SHOWN:
        cut = max(0, min(first - LONGEST_SHOWN // 2, len(line) - LONGEST_SHOWN))
        line, first, last = line[cut : cut + LONGEST_SHOWN], first - cut, min(last - cut, LONGEST_SHOWN)
    return line, " " * text_width(line[:first]) + "^" * max(1, text_width(line[first:last]))


def text_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two (Unicode annex 11)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
