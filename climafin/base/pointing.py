"""A line of text with carets under the characters meant, as every complaint about a text shows its place."""

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
    return line, " " * _width(line[:first]) + "^" * max(1, _width(line[first:last]))


def _width(text: str) -> int:
    """Return how many terminal columns a text takes: Chinese characters take two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
