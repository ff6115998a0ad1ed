"""Text to tokens: full-width signs folded, Chinese and English words for the same operator, units taken in.

Every character is folded to exactly one, so that places in the folded text are places in the written one.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from climafin.base.folding import is_han
from climafin.base.messages import Label, message
from climafin.expression.flaws import Flaw, SyntaxFlaw
from climafin.expression.functions import FUNCTIONS
from climafin.expression.syntax import Span
from climafin.expression.units import UNITS, Unit, unit_at

MAX_LENGTH = 2_000
MAX_DIGITS = 18
#: With the zeros before and after its digits.
MAX_NUMBER_LENGTH = 40
#: Longer words are not cut out of a run of Chinese: the work stays in proportion to the length.
MAX_CUT = 40
#: A name has at most so many words with blanks between them.
MAX_WORDS = 8


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


#: What a window over rows begins with: 近3年, in the last 3 years.
LAST = "last"
WHERE = "where"


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
    "where": WHERE, "其中": WHERE, "近": LAST,
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
#: What people of other languages write, and what is meant.
_OTHER_SIGNS: dict[str, str | Label] = {
    "&": Label("且", "and"), "|": Label("或", "or"), "!": Label("非", "not"), "~": Label("非", "not"),
    "^": "*", ";": ",", ":": "=", "{": "(", "}": ")", "√": Label("是", "yes"),
}  # fmt: skip
#: Of the words above, and of a length of time.
_LONGEST_WORD = 8
_ALIKE = {
    "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "－": "-",
    "、": ",", "“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'",
    "【": "[", "】": "]", "•": "·", "⋅": "·", "・": "·",
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?![\d-])")
_WORD = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_MORE_WORDS = re.compile(r"\s+(\w+)")
_NUMERALS = "一二三四五六七八九"
#: A length of time behind 近, written without blanks: 3年, 十二个月.
_TIME = re.compile(rf"(\d{{1,4}}|[{_NUMERALS}两十]{{1,3}})(个月|年|月|天|日)")
_COUNTED_LAST = re.compile(r"近(?=\d{1,4}$)")
_SEAM = re.compile(rf"近(?={_TIME.pattern})|其中")


def fold_signs(text: str) -> str:
    """Return the text with full-width and look-alike signs as ordinary ones, character for character."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=4_096)
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
            "The expression is {count} characters long; at most {limit} are read. Split it into several.",
            count=len(text),
            limit=MAX_LENGTH,
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
            follows_last = bool(found) and found[-1].mark is Mark.WORD and found[-1].text == LAST
            time = _TIME.match(self._text, at) if follows_last else None
            tokens = self._next(at) if time is None else [_time(time)]
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
        if character == "[":
            return [self._bracketed(at)]
        word = _WORD.match(self._text, at)
        if word is not None:
            phrase = self._phrase(at, word.end())
            return self._words(at, word.end()) if phrase is None else [phrase]
        for length in (2, 1):
            sign = _SIGNS.get(self._text[at : at + length])
            if sign is not None:
                return [Token(Mark.SIGN, sign, Span(at, at + length))]
        sign, near = self._written[at], _OTHER_SIGNS.get(character)
        told = message("“{sign}” means nothing in an expression; remove it, or put a text in quotes.", sign=sign)
        if near is not None:
            told = message("“{sign}” means nothing in an expression; is “{near}” meant?", sign=sign, near=near)
        raise SyntaxFlaw(Flaw(told, at, at + 1))

    def _number(self, at: int) -> Token:
        day = _DAY.match(self._text, at)
        if day is not None:
            return self._day(day)
        number = _NUMBER.match(self._text, at)
        assert number is not None  # the caller saw an ASCII digit
        if len(number[0].replace(".", "").strip("0")) > MAX_DIGITS or len(number[0]) > MAX_NUMBER_LENGTH:
            told = message("A number has at most {limit} digits; write it in a larger unit.", limit=MAX_DIGITS)
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
        return unit_at(self._text, start, self._known)

    def _day(self, found: re.Match[str]) -> Token:
        span = Span(found.start(), found.end())
        try:
            day = date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            told = message("“{text}” is not a day; write it as 2026-11-20.", text=found[0])
            raise SyntaxFlaw(Flaw(told, span.start, span.end)) from None
        return Token(Mark.DAY, found[0], span, day=day)

    def _quoted(self, at: int) -> Token:
        close = self._text.find(self._text[at], at + 1)
        if close < 0:
            told = message("This quote is never closed; put the same sign after the text.")
            raise SyntaxFlaw(Flaw(told, at, at + 1))
        return Token(Mark.TEXT, self._written[at + 1 : close], Span(at, close + 1))

    def _bracketed(self, at: int) -> Token:
        """Return a name in square brackets, which may hold anything: [Yearly reduction (net)]."""
        close = self._text.find("]", at + 1)
        if close < 0:
            told = message("This name is never closed; put ] after it.")
            raise SyntaxFlaw(Flaw(told, at, at + 1))
        return Token(Mark.NAME, self._written[at + 1 : close], Span(at, close + 1))

    def _phrase(self, start: int, end: int) -> Token | None:
        """Return the longest known name of several words that begins at `start`, or None."""
        found, name = None, self._text[start:end]
        for _ in range(MAX_WORDS - 1):
            more = _MORE_WORDS.match(self._text, end)
            if more is None:
                break
            name, end = f"{name} {more[1]}", more.end()
            if name in self._known:
                found = Token(Mark.NAME, name, Span(start, end))
        return found

    def _words(self, start: int, end: int) -> list[Token]:
        """Return one word, or several when Chinese was written without blanks."""
        run = self._text[start:end]
        if self._is_word(run):
            return [self._word(start, end)]
        counted = _COUNTED_LAST.search(run)
        if counted is not None:
            # “近3 年”: the number is read on its own, with the unit behind the blank.
            end = start + counted.end()
            run = self._text[start:end]
        called = self._text[end : end + 1] == "("
        cut = self._cut(run, called=called)
        if cut is not None:
            return self._pieces(start, cut)
        tokens = []
        # Some name is not known: what stands before and behind a seam is still told apart.
        for piece in _seamed(run):
            tokens += self._pieces(start, self._cut(piece, called=False) or [len(piece)])
            start += len(piece)
        return tokens

    def _pieces(self, start: int, lengths: list[int]) -> list[Token]:
        tokens = []
        for length in lengths:
            tokens.append(self._word(start, start + length))
            start += length
        return tokens

    def _is_word(self, run: str) -> bool:
        return run in self._known or run.casefold() in WORDS or run in WORD_SIGNS

    def _may_stand(self, run: str, start: int, end: int, *, called: bool) -> bool:
        """Tell whether a piece of a run is a word, a length of time behind 近, or the function before a bracket."""
        piece = run[start:end]
        is_word = piece in self._known or (called and end == len(run) and piece in FUNCTIONS)
        if not is_word and end - start <= _LONGEST_WORD:
            if run[start - 1 : start] == "近" and _TIME.fullmatch(piece) is not None:
                return True
            is_word = self._is_word(piece)
        return is_word and _may_part(run, start, end)

    def _cut(self, run: str, *, called: bool) -> list[int] | None:
        """Return the lengths of known words that make up a run with Chinese in it; longest first; None if none do."""
        if not any(is_han(character) for character in run):
            return None
        #: The length of the word to cut at each place, 0 where the rest cannot be cut.
        cut = [0] * len(run) + [1]
        for at in range(len(run) - 1, -1, -1):
            for end in range(min(len(run), at + MAX_CUT), at, -1):
                if cut[end] and self._may_stand(run, at, end, called=called):
                    cut[at] = end - at
                    break
        lengths, at = [], 0
        while at < len(run) and cut[at]:
            lengths.append(cut[at])
            at += cut[at]
        return lengths if at == len(run) else None

    def _word(self, start: int, end: int) -> Token:
        text = self._text[start:end]
        span = Span(start, end)
        time = _TIME.fullmatch(text) if self._text[start - 1 : start] == "近" else None
        if time is not None:
            return _time(time, start)
        if text in WORD_SIGNS:
            return Token(Mark.SIGN, WORD_SIGNS[text], span)
        meaning = WORDS.get(text.casefold())
        if meaning is not None:
            return Token(Mark.WORD, meaning, span)
        return Token(Mark.NAME, text, span)


def _may_part(run: str, start: int, end: int) -> bool:
    """Tell whether a word may be cut out here: never in the middle of Latin letters or digits."""
    return not any(0 < at < len(run) and run[at - 1].isascii() and run[at].isascii() for at in (start, end))


def _seamed(run: str) -> list[str]:
    """Return a run cut at every 近 before a length of time, at that length, and at 其中."""
    edges = {0, len(run)}
    for seam in _SEAM.finditer(run):
        edges |= {seam.start(), seam.end()}
        time = _TIME.match(run, seam.end()) if seam[0] == "近" else None
        edges |= set() if time is None else {time.end()}
    return [run[start:end] for start, end in pairwise(sorted(edges))]


def _time(found: re.Match[str], start: int | None = None) -> Token:
    """Return a length of time such as 3年 or 十二个月 as a number with its unit."""
    at = found.start() if start is None else start
    number = found[1] if found[1].isdecimal() else str(_counted(found[1]))
    return Token(Mark.NUMBER, number, Span(at, at + len(found[0])), unit=UNITS[found[2]])


def _counted(numerals: str) -> int:
    """Return what up to three Chinese numerals count: 三, 十二, 二十四."""
    tens, ten, ones = numerals.rpartition("十")
    value = {numeral: number for number, numeral in enumerate(_NUMERALS, 1)} | {"两": 2}
    if not ten:
        return value.get(numerals, 0)
    return 10 * value.get(tens, 1) + value.get(ones, 0)
