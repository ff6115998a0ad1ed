"""A syntax tree back to text, in Chinese or English words; parsing the text gives the same tree."""

from collections.abc import Callable
from typing import Literal

from climafin.base.folding import folded
from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.expression import syntax as s
from climafin.expression.flaws import SyntaxFlaw
from climafin.expression.parser import parse
from climafin.expression.tokens import fold_signs
from climafin.expression.vocabulary import Vocabulary

Words = Literal["zh", "en"]
_WORDS: dict[Words, dict[str, str]] = {
    "zh": {
        "or": "或", "and": "且", "not": "非", "in": "属于", "not in": "不属于", "between": "介于", "to": "和",
        "lacks": "缺失", "has": "不缺失", "contains": "包含", "not contains": "不包含", "yes": "是", "no": "否",
    },
    "en": {
        "or": "or", "and": "and", "not": "not", "in": "in", "not in": "not in", "between": "between", "to": "and",
        "lacks": "is missing", "has": "is not missing", "contains": "contains", "not contains": "not contains",
        "yes": "yes", "no": "no",
    },
}  # fmt: skip
_OWN_WORDS = frozenset(_WORDS["en"].values())
_LEVELS: dict[type, int] = {s.Some: 1, s.Every: 2, s.Not: 3, s.Sum: 5, s.Product: 6, s.Negative: 7}
_QUESTION = 4
_ATOM = 8


def printed(tree: s.Syntax, words: Words = "en", named: Callable[[str], str] = str) -> str:
    """Return the text of a tree with the operators' words of one language.

    Args:
        tree: what to print.
        words: the language.
        named: what a name reads as; left out, the text parses to the same tree again.
    """
    return _Printer(_WORDS[words], named).text(tree, 0)


def reworded(text: str, vocabulary: Vocabulary, language: Language) -> str:
    """Return an expression with its operators, names and answers in the words of one language, for reading only.

    A text that cannot be parsed stays as it is, and so does a name that the vocabulary does not know.
    """
    try:
        tree = parse(text, vocabulary.words)
    except SyntaxFlaw:
        return text
    answers: dict[str, Label] = {}
    for fact in vocabulary.facts:
        for choice in fact.type.choices:
            for name in (choice.key, choice.label.zh, *choice.synonyms):
                answers.setdefault(folded(name), choice.label)

    def named(name: str) -> str:
        fact = vocabulary.find(name)
        label = fact.label if fact is not None else answers.get(folded(name))
        return name if label is None else _set_off(language.label(label))

    return printed(tree, "en" if language.code == "en" else "zh", named)


def _set_off(name: str) -> str:
    """Return a name in quotes when a word of it could be taken for one of the expression's own."""
    return f"“{name}”" if "," in name or not _OWN_WORDS.isdisjoint(name.split()) else name


def _level(node: s.Syntax) -> int:
    if isinstance(node, (s.Compare, s.Between, s.Among, s.Contains, s.Missing)):
        return _QUESTION
    return _LEVELS.get(type(node), _ATOM)


class _Printer:
    def __init__(self, words: dict[str, str], named: Callable[[str], str]) -> None:
        self._words = words
        self._named = named

    def text(self, node: s.Syntax, needed: int) -> str:
        """Return a node's text, in brackets when it binds less tightly than its place needs."""
        level = _level(node)
        inside = self._atom(node) if level == _ATOM else self._compound(node, level)
        return f"({inside})" if level < needed else inside

    def _atom(self, node: s.Syntax) -> str:
        match node:
            case s.NumberLiteral(text=text, unit=unit):
                return text if unit is None else f"{text} {unit.text}"
            case s.DayLiteral(day=day):
                return day.isoformat()
            case s.TextLiteral(text=text):
                quote = "'" if '"' in fold_signs(text) else '"'
                return f"{quote}{text}{quote}"
            case s.TruthLiteral(truth=truth):
                return self._words["yes" if truth else "no"]
            case s.Call(function=function, arguments=arguments):
                return f"{function}({self._listed(arguments)})"
            case s.Name(name=name):
                return self._named(name)
        raise AssertionError(node)

    def _compound(self, node: s.Syntax, level: int) -> str:
        match node:
            case s.Some(parts=parts):
                return f" {self._words['or']} ".join(self.text(part, level + 1) for part in parts)
            case s.Every(parts=parts):
                return f" {self._words['and']} ".join(self.text(part, level + 1) for part in parts)
            case s.Not(operand=operand):
                return f"{self._words['not']} {self.text(operand, level)}"
            case s.Sum(parts=signed) | s.Product(parts=signed):
                first = self.text(signed[0][1], level + 1)
                return first + "".join(f" {sign} {self.text(part, level + 1)}" for sign, part in signed[1:])
            case s.Negative(operand=operand):
                return f"-{self.text(operand, level)}"
        return self._question(node)

    def _question(self, node: s.Syntax) -> str:
        inner = _QUESTION + 1
        match node:
            case s.Compare(first=first, rest=rest):
                return self.text(first, inner) + "".join(f" {sign} {self.text(part, inner)}" for sign, part in rest)
            case s.Between(item=item, low=low, high=high):
                ends = f"{self.text(low, inner)} {self._words['to']} {self.text(high, inner)}"
                return f"{self.text(item, inner)} {self._words['between']} {ends}"
            case s.Among(item=item, options=options, negated=negated):
                word = self._words["not in" if negated else "in"]
                return f"{self.text(item, inner)} {word} ({self._listed(options)})"
            case s.Contains(whole=whole, part=part, negated=negated):
                word = self._words["not contains" if negated else "contains"]
                return f"{self.text(whole, inner)} {word} {self.text(part, inner)}"
            case s.Missing(item=item, negated=negated):
                return f"{self.text(item, inner)} {self._words['has' if negated else 'lacks']}"
        raise AssertionError(node)

    def _listed(self, nodes: tuple[s.Syntax, ...]) -> str:
        return ", ".join(self.text(node, _QUESTION + 1) for node in nodes)
