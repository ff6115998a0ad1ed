"""Breaking text into lines by the Chinese punctuation rules, at both ends of the line.

Source of the rules: GB/T 15834-2011, section 5.1 (no closing mark at the start of a line, no opening mark
at its end); CLREQ, "line composition rules".
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from climafin.base.folding import is_han
from climafin.dossier.pdf.faces import Face, printable, width_of

#: Must not end a line.
OPENING = "「『《〈（〔【［｛“‘([{￥¥$＄〖"
#: Must not start a line.
CLOSING = "。、」』》〉）〕】］｝！，．：；？”’…—～·‰％%℃,.;:!?)]}〗°"

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})

_O = "[" + re.escape(OPENING) + "]"
_C = "[" + re.escape(CLOSING) + "]"
_HAN = (
    "[\u2e80-\u303f\u3040-\u30ff\u3105-\u312f\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
#: One atom: opening marks, one ideograph or one word of another script, closing marks, blanks.
_ATOM = re.compile(rf"{_O}*(?:(?!{_C}){_HAN}|(?:(?!{_HAN}|{_O}|[ \u3000]).)+|(?={_C}|[ \u3000]|$)){_C}*[ \u3000]*|.")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text.

    Attributes:
        text: its characters, without the blanks at its end.
        width: its natural width in 1/1000 em.
        is_last: whether a paragraph or a forced break ends here, so that it is not stretched.
    """

    text: str
    width: float
    is_last: bool


@lru_cache(maxsize=8_000)
def break_lines(text: str, face: Face, measure: int) -> tuple[Line, ...]:
    """Break a text into lines.

    Args:
        text: the text as typed; line feeds in it are forced breaks.
        face: the face it will be set in.
        measure: the room of a line in 1/1000 em.
    """
    lines: list[Line] = []
    for stretch in _narrow_quotes(printable(text)).split("\n"):
        lines += _break_stretch(stretch, face, measure)
    return tuple(lines)


def _narrow_quotes(text: str) -> str:
    """Return text without Chinese with straight quotes: the curly ones of our faces are as wide as an ideograph."""
    return text if any(map(is_han, text)) else text.translate(_STRAIGHT)


def _break_stretch(text: str, face: Face, measure: int) -> list[Line]:
    lines: list[Line] = []
    current, width = "", 0.0
    for atom in atoms(text):
        bare = width_of(atom.rstrip(), face)
        if current and width + bare > measure:
            lines.append(_line(current, face))
            current, width = "", 0.0
        if bare > measure:
            *full, atom = _cut(atom, face, measure)  # noqa: PLW2901 - the rest of it goes on as the atom
            lines += [_line(piece, face) for piece in full]
        current += atom
        width += width_of(atom, face)
    lines.append(_line(current, face, is_last=True))
    return lines


def atoms(text: str) -> list[str]:
    """Return a text cut where a line may break."""
    found: list[str] = []
    for match in _ATOM.finditer(text):
        if not match[0]:
            continue
        if found and found[-1].endswith("\u00a0"):
            found[-1] += match[0]  # a no-break space holds on to what follows
        else:
            found += _word_parts(match[0])
    return found


def _word_parts(atom: str) -> list[str]:
    # Codes and addresses may break after a dash or a slash, never inside a number.
    if len(atom) < 24 or is_han(atom[0]):
        return [atom]
    return [part for part in re.split(r"(?<=[-/_])", atom) if part]


def _line(text: str, face: Face, *, is_last: bool = False) -> Line:
    bare = text.rstrip()
    return Line(bare, width_of(bare, face), is_last)


def _cut(atom: str, face: Face, measure: int) -> list[str]:
    """Cut an atom that is wider than a line by characters."""
    pieces: list[str] = []
    current = ""
    for character in atom:
        if current and width_of(current + character, face) > measure:
            pieces.append(current)
            current = ""
        current += character
    pieces.append(current)
    return pieces
