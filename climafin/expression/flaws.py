"""What is wrong with an expression, and where in its text."""

from dataclasses import dataclass

from climafin.base.messages import Message, message
from climafin.base.pointing import pointed_line


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
        line, caret = pointed_line(line, self.start - line_start, self.end - line_start)
        return message("{told}\n    {line}\n    {caret}", told=self.told, line=line, caret=caret)


class SyntaxFlaw(Exception):
    """Stops the reading of a text at its first flaw of form; caught inside this room."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.told.text)
        self.flaw = flaw
