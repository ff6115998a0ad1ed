"""The signature lines and the clear square for the seal."""

from reportlab.platypus.flowables import Flowable

from climafin.dossier.content import Align, Signatures
from climafin.dossier.pdf.canvas import Sheet
from climafin.dossier.pdf.flowables import base_line, lines_of
from climafin.dossier.pdf.style import CELL, CELL_SECOND, INK, MM, MUTED, RULE, TextStyle

LINE_HEIGHT = 15 * MM
SIGNING_WIDTH = 60 * MM
SEAL = 60 * MM


class SignatureBlock(Flowable):  # type: ignore[misc] # reportlab has no types
    """Lines 60 mm wide with a date behind each, and a square of 60 × 60 mm that nothing is printed in."""

    def __init__(self, block: Signatures) -> None:
        super().__init__()
        self._block = block

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size it takes."""
        self.width = width
        self.height = len(self._block.lines) * LINE_HEIGHT + SEAL + 22 * MM
        return width, self.height

    def draw(self) -> None:
        """Draw it."""
        sheet: Sheet = self.canv
        y = self.height
        start = 46 * MM
        for words in self._block.lines:
            low = y - LINE_HEIGHT + 4 * MM
            sheet.rules([(start, low, start + SIGNING_WIDTH, low)], 0.5, INK)
            self._words(sheet, words, low + 2, start - 6)
            left = start + SIGNING_WIDTH + 4 * MM
            sheet.put(left, low + 2, " ".join(self._block.date), TextStyle(CELL.face, 9, 12, MUTED))
            sheet.rules([(left + 15 * MM, low, self.width, low)], 0.5, INK)
            y -= LINE_HEIGHT
        left = self.width - SEAL
        top = y - 8 * MM
        sheet.frame(left, top - SEAL, SEAL, SEAL, RULE)
        below = top - SEAL - 3
        for number, text in enumerate(self._block.seal):
            style = CELL if number == 0 else CELL_SECOND
            for line in lines_of(text, style, SEAL):
                sheet.put_aligned(left + SEAL / 2, base_line(below, style), line.text, style, Align.CENTRE)
                below -= style.leading

    @staticmethod
    def _words(sheet: Sheet, words: tuple[str, ...], low: float, room: float) -> None:
        """Draw who signs, the last line standing on the signing line like the date behind it."""
        for number, text in reversed(list(enumerate(words))):
            style = CELL if number == 0 else CELL_SECOND
            for line in reversed(lines_of(text, style, room)):
                sheet.put(0, low, line.text, style)
                low += style.leading
