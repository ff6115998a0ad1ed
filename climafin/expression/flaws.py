"""What is wrong with an expression, and where in its text."""

from dataclasses import dataclass

from climafin.base.messages import Message, message

#: Of a longer line only the part around the place meant is shown.
_LONGEST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Flaw:
    """One complaint about an expression.

    Attributes:
        told: what is wrong.
        start: offset of the first character meant.
        end: offset after the last character meant.
    """

    told: Message
    start: int
    end: int

    def pointed(self, text: str) -> Message:
        """Return the complaint with the line of the expression and carets under the characters meant."""
        line_start = text.rfind("\n", 0, self.start) + 1
        line_end = text.find("\n", self.start)
        line = text[line_start : len(text) if line_end < 0 else line_end]
        first, last = self.start - line_start, min(self.end - line_start, len(line))
        if len(line) > _LONGEST_SHOWN:
            cut = max(0, min(first - _LONGEST_SHOWN // 2, len(line) - _LONGEST_SHOWN))
            line = line[cut : cut + _LONGEST_SHOWN]
            first, last = first - cut, min(last - cut, len(line))
        before, meant = line[:first], line[first:last]
        caret = " " * _width(before) + "^" * max(1, _width(meant))
        return message("{told}\n    {line}\n    {caret}", told=self.told, line=line, caret=caret)


def _width(text: str) -> int:
    """Return how many terminal columns a text takes: Chinese characters take two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


class SyntaxFlaw(Exception):
    """Stops the reading of a text at its first flaw of form; caught inside this room."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.told.text)
        self.flaw = flaw
