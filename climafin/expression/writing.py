"""A syntax tree back to text, in Chinese or English words; parsing the text gives the same tree."""

import re
from typing import Literal

from climafin.expression import syntax as s
from climafin.expression.functions import CHINESE, FUNCTIONS
from climafin.expression.tokens import MAX_WORDS, WORD_SIGNS, WORDS, fold_signs
from climafin.expression.units import unit_text

Words = Literal["zh", "en"]
_WORDS: dict[Words, dict[str, str]] = {
    "zh": {
        "or": "或", "and": "且", "not": "非", "in": "属于", "not in": "不属于", "between": "介于", "to": "和",
        "lacks": "缺失", "has": "不缺失", "contains": "包含", "not contains": "不包含", "yes": "是", "no": "否",
        "last": "近", "where": "其中",
    },
    "en": {
        "or": "or", "and": "and", "not": "not", "in": "in", "not in": "not in", "between": "between", "to": "and",
        "lacks": "is missing", "has": "is not missing", "contains": "contains", "not contains": "not contains",
        "yes": "yes", "no": "no", "last": "in the last ", "where": "where",
    },
}  # fmt: skip
_LEVELS: dict[type, int] = {s.Some: 1, s.Every: 2, s.Not: 3, s.Sum: 5, s.Product: 6, s.Negative: 7}
_QUESTION = 4
_ATOM = 8
_PLAIN_WORD = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*|[^\W\d]\w*(?: \w+)+")
#: Words with a meaning that only some places give them.
_ENGLISH_WORDS = frozenset(("the", "last"))


def written(tree: s.Syntax, words: Words = "en") -> str:
    """Return the text of a tree with the words of one language for operators, functions and units."""
    return _Writer(words).text(tree, 0)


def is_plain_word(name: str) -> bool:
    """Tell whether a word is read as itself without quotes or brackets."""
    means_more = name.casefold() in (*WORDS, *_ENGLISH_WORDS) or name in WORD_SIGNS
    return _PLAIN_WORD.fullmatch(name) is not None and fold_signs(name) == name and not means_more


def _level(node: s.Syntax) -> int:
    if isinstance(node, (s.Compare, s.Between, s.Among, s.InList, s.Contains, s.Missing)):
        return _QUESTION
    return _LEVELS.get(type(node), _ATOM)


class _Writer:
    def __init__(self, words: Words) -> None:
        self._words = _WORDS[words]
        self._is_english = words == "en"

    def text(self, node: s.Syntax, needed: int) -> str:
        """Return a node's text, in brackets when it binds less tightly than its place needs."""
        level = _level(node)
        inside = self._atom(node) if level == _ATOM else self._compound(node, level)
        return f"({inside})" if level < needed else inside

    def _atom(self, node: s.Syntax) -> str:  # noqa: PLR0911 - one line per kind of value
        match node:
            case s.NumberLiteral():
                return self._number(node)
            case s.DayLiteral(day=day):
                return day.isoformat()
            case s.TextLiteral(text=text):
                quote = "'" if '"' in fold_signs(text) else '"'
                return f"{quote}{text}{quote}"
            case s.TruthLiteral(truth=truth):
                return self._words["yes" if truth else "no"]
            case s.Call(function=function, arguments=arguments):
                name = function if self._is_english else CHINESE[function][0]
                return f"{name}({', '.join(self.text(argument, 0) for argument in arguments)})"
            case s.Rows():
                return self._rows(node)
            case s.Name(name=name):
                return _name(name)
        raise AssertionError(node)

    def _number(self, node: s.NumberLiteral) -> str:
        return node.text if node.unit is None else f"{node.text} {unit_text(node.unit, english=self._is_english)}"

    def _rows(self, node: s.Rows) -> str:
        text = _name(node.name.name)
        if node.window is not None:
            length = self._number(node.window)
            text += f" {self._words['last']}{length if self._is_english else length.replace(' ', '')}"
        if node.where is not None:
            text += f" {self._words['where']} {self.text(node.where, 0)}"
        return text

    def _compound(self, node: s.Syntax, level: int) -> str:
        match node:
            case s.Some(parts=parts):
                return f" {self._words['or']} ".join(self.text(part, level + 1) for part in parts)
            case s.Every(parts=parts):
                return f" {self._words['and']} ".join(self.text(part, level + 1) for part in parts)
            case s.Not(operand=operand):
                return f"{self._words['not']} {self.text(operand, level)}"
            case s.Sum(parts=signed) | s.Product(parts=signed):
                return self._chain(signed, level)
            case s.Negative(operand=operand):
                return f"-{self.text(operand, level)}"
        return self._question(node)

    def _chain(self, signed: tuple[tuple[str, s.Syntax], ...], level: int) -> str:
        texts = []
        for at, (_, part) in enumerate(signed):
            text = self.text(part, level + 1)
            divided = signed[at + 1][0] == "/" if at + 1 < len(signed) else False
            # “5 万元 / 人均收入” could be read as 5 万元/人.
            texts.append(f"({text})" if divided and text[-1:] not in ")]" and _ends_with_unit(part) else text)
        return texts[0] + "".join(f" {sign} {text}" for (sign, _), text in zip(signed[1:], texts[1:], strict=True))

    def _question(self, node: s.Syntax) -> str:
        inner = _QUESTION + 1
        match node:
            case s.Compare(first=first, rest=rest):
                return self.text(first, inner) + "".join(f" {sign} {self.text(part, inner)}" for sign, part in rest)
            case s.Between(item=item, low=low, high=high):
                ends = f"{self.text(low, inner)} {self._words['to']} {self.text(high, inner)}"
                return f"{self.text(item, inner)} {self._words['between']} {ends}"
            case s.Among(item=item, options=options, negated=negated):
                listed = ", ".join(self.text(option, inner) for option in options)
                return f"{self.text(item, inner)} {self._words['not in' if negated else 'in']} ({listed})"
            case s.InList(item=item, name=name, negated=negated):
                word = self._words["not in" if negated else "in"]
                return f"{self.text(item, inner)} {word} {_name(name.name)}"
            case s.Contains(whole=whole, part=part, negated=negated):
                word = self._words["not contains" if negated else "contains"]
                return f"{self.text(whole, inner)} {word} {self.text(part, inner)}"
            case s.Missing(item=item, negated=negated):
                return f"{self.text(item, inner)} {self._words['has' if negated else 'lacks']}"
        raise AssertionError(node)


def _ends_with_unit(node: s.Syntax) -> bool:
    while isinstance(node, s.Negative):
        node = node.operand
    return isinstance(node, s.NumberLiteral) and node.unit is not None


def _name(name: str) -> str:
    """Return a name as it can be read: in square brackets when signs or words with a meaning stand in it."""
    words = name.split(" ")
    plain = _PLAIN_NAME.fullmatch(name) is not None and fold_signs(name) == name and len(words) <= MAX_WORDS
    means_more = any(word.casefold() in (*WORDS, *_ENGLISH_WORDS) or word in WORD_SIGNS for word in words)
    is_called = name in FUNCTIONS
    return name if plain and not means_more and not is_called else f"[{name}]"
