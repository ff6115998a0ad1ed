"""Text to tokens: full-width signs folded, Chinese and English words for the same operator, units taken in.

Every character is folded to exactly one, so that places in the folded text are places in the written one.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from climafin.base.folding import is_han
from climafin.base.messages import message
from climafin.expression.flaws import Flaw, SyntaxFlaw
from climafin.expression.syntax import Span
from climafin.expression.units import Unit, unit_at

MAX_LENGTH = 2_000
MAX_DIGITS = 18
#: Longer words are not cut out of a run of Chinese: the work stays in proportion to the length.
MAX_CUT = 40


class Mark(StrEnum):
    """What sort of token it is."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    NAME = "name"
    WORD = "word"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        mark: its sort.
        text: the operator in its one canonical spelling, or the written text of a name, number or text.
        span: where it stands.
        unit: the unit written behind a number.
        day: the day of a day.
    """

    mark: Mark
    text: str
    span: Span
    unit: Unit | None = None
    day: date | None = None


#: Every word with a meaning, and the one spelling the parser knows.
WORDS: dict[str, str] = {
    "and": "and", "且": "and", "并且": "and",
    "or": "or", "或": "or", "或者": "or",
    "not": "not", "非": "not", "并非": "not",
    "in": "in", "属于": "in", "不属于": "not in",
    "between": "between", "介于": "between", "和": "to",
    "is": "is", "missing": "missing", "缺失": "lacks", "不缺失": "has",
    "contains": "contains", "包含": "contains", "不包含": "not contains",
    "yes": "yes", "true": "yes", "是": "yes",
    "no": "no", "false": "no", "否": "no",
}  # fmt: skip
#: Comparisons spelt as words.
WORD_SIGNS: dict[str, str] = {
    "大于": ">", "小于": "<", "不小于": "≥", "不大于": "≤", "不低于": "≥", "不高于": "≤",
    "等于": "=", "不等于": "≠",
}  # fmt: skip
_SIGNS = {
    ">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤", "!=": "≠", "<>": "≠", "==": "=",
    "≥": "≥", "≤": "≤", "≠": "≠", "=": "=", "<": "<", ">": ">",
    "+": "+", "-": "-", "*": "*", "/": "/", "(": "(", ")": ")", ",": ",",
}  # fmt: skip
_ALIKE = {
    "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "－": "-",
    "、": ",", "“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "•": "·", "⋅": "·", "・": "·",
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?![\d-])")
_WORD = re.compile(r"[^\W\d]\w*(?:\.\d+)*")


def fold_signs(text: str) -> str:
    """Return the text with full-width and look-alike signs as ordinary ones, character for character."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    if character.isascii():
        return character if character.isprintable() else " "
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) == 1 and (plain.isascii() or not is_han(plain)):
        return _ALIKE.get(plain, plain)
    return " " if character.isspace() else character


def tokenize(text: str, known: Container[str] = frozenset()) -> list[Token]:
    """Cut a text into tokens; the last one is an `END`.

    Args:
        text: the expression.
        known: names and answers, which tell where a run of Chinese without blanks is to be cut
            (`阶段=建设且总投资≥1亿元`).

    Raises:
        SyntaxFlaw: the text is too long or holds something that is no token.
    """
    if len(text) > MAX_LENGTH:
        told = message(
            "The expression is {count} characters long; at most {limit} are read.", count=len(text), limit=MAX_LENGTH
        )
        raise SyntaxFlaw(Flaw(told, 0, 1))
    return _Lexer(text, known).all()


class _Lexer:
    def __init__(self, text: str, known: Container[str]) -> None:
        self._written = text
        self._text = fold_signs(text)
        self._known = known

    def all(self) -> list[Token]:
        found: list[Token] = []
        at = 0
        while at < len(self._text):
            if self._text[at].isspace():
                at += 1
                continue
            tokens = self._next(at)
            found += tokens
            at = tokens[-1].span.end
        found.append(Token(Mark.END, "", Span(len(self._text), len(self._text))))
        return found

    def _next(self, at: int) -> list[Token]:
        character = self._text[at]
        if character.isdecimal() and character.isascii():
            return [self._number(at)]
        if character in "\"'":
            return [self._quoted(at)]
        word = _WORD.match(self._text, at)
        if word is not None:
            return self._words(at, word.end())
        for length in (2, 1):
            sign = _SIGNS.get(self._text[at : at + length])
            if sign is not None:
                return [Token(Mark.SIGN, sign, Span(at, at + length))]
        told = message("“{sign}” means nothing in an expression.", sign=self._written[at])
        raise SyntaxFlaw(Flaw(told, at, at + 1))

    def _number(self, at: int) -> Token:
        day = _DAY.match(self._text, at)
        if day is not None:
            return self._day(day)
        number = _NUMBER.match(self._text, at)
        assert number is not None  # the caller saw an ASCII digit
        if len(number[0]) > MAX_DIGITS:
            told = message("A number has at most {limit} digits.", limit=MAX_DIGITS)
            raise SyntaxFlaw(Flaw(told, at, number.end()))
        start = number.end()
        while self._text[start : start + 1].isspace():
            start += 1
        unit = self._unit(start)
        if unit is None:
            return Token(Mark.NUMBER, number[0], Span(at, number.end()))
        return Token(Mark.NUMBER, number[0], Span(at, unit[1]), unit=unit[0])

    def _unit(self, start: int) -> tuple[Unit, int] | None:
        word = _WORD.match(self._text, start)
        if word is not None and word[0] in self._known:
            return None
        return unit_at(self._text, start)

    def _day(self, found: re.Match[str]) -> Token:
        span = Span(found.start(), found.end())
        try:
            day = date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            told = message("“{text}” is not a day.", text=found[0])
            raise SyntaxFlaw(Flaw(told, span.start, span.end)) from None
        return Token(Mark.DAY, found[0], span, day=day)

    def _quoted(self, at: int) -> Token:
        close = self._text.find(self._text[at], at + 1)
        if close < 0:
            raise SyntaxFlaw(Flaw(message("This quote is never closed."), at, at + 1))
        return Token(Mark.TEXT, self._written[at + 1 : close], Span(at, close + 1))

    def _words(self, start: int, end: int) -> list[Token]:
        """Return one word, or several when Chinese was written without blanks."""
        run = self._text[start:end]
        cut = None if self._is_word(run) else self._cut(run)
        if cut is None:
            return [self._word(start, end)]
        tokens = []
        for length in cut:
            tokens.append(self._word(start, start + length))
            start += length
        return tokens

    def _is_word(self, run: str) -> bool:
        return run in self._known or run.casefold() in WORDS or run in WORD_SIGNS

    def _cut(self, run: str) -> list[int] | None:
        """Return the lengths of known words that make up a run with Chinese in it; longest first; None if none do."""
        if not any(is_han(character) for character in run):
            return None
        best: list[list[int] | None] = [None] * len(run) + [[]]
        for at in range(len(run) - 1, -1, -1):
            for end in range(min(len(run), at + MAX_CUT), at, -1):
                rest = best[end]
                if rest is not None and self._is_word(run[at:end]) and _may_part(run, at, end):
                    best[at] = [end - at, *rest]
                    break
        return best[0]

    def _word(self, start: int, end: int) -> Token:
        text = self._text[start:end]
        span = Span(start, end)
        if text in WORD_SIGNS:
            return Token(Mark.SIGN, WORD_SIGNS[text], span)
        meaning = WORDS.get(text.casefold())
        if meaning is not None:
            return Token(Mark.WORD, meaning, span)
        return Token(Mark.NAME, text, span)


def _may_part(run: str, start: int, end: int) -> bool:
    """Tell whether a word may be cut out here: never in the middle of Latin letters or digits."""
    return not any(0 < at < len(run) and run[at - 1].isascii() and run[at].isascii() for at in (start, end))
