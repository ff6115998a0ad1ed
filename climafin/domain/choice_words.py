"""Which answer of a choice field a text means: as declared, or with the words people hang on."""

import re

from climafin.base.folding import folded, tidy
from climafin.domain.dictionary import Choice, Field

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_BETWEEN = re.compile(r"[、,，;；\n]")
_WITHIN = re.compile(r"[+/|和及与 ]")
#: 新建项目 is 新建, 减缓类 is 减缓.
_TAILS = ("类项目", "项目", "工程", "类", "型")
#: Answers by folded word, kept for each list of choices; the list is kept with them, so that its id stays its own.
_KNOWN: dict[int, tuple[tuple[Choice, ...], dict[str, str]]] = {}


def exact_choice(field: Field, raw: object) -> str | None:
    """Return the key of the answer that a text names by key, label or synonym, however typed; None for none."""
    return _words(field).get(folded(str(raw)))


def likely_choice(field: Field, raw: object) -> str | None:
    """Return the key of the answer that a text names once brackets and tails are taken off; None for none.

    Brackets that hold another answer of the field are not taken off: then nobody can know which is meant.
    """
    words = _words(field)
    text = tidy(str(raw))
    inner = [folded(found) for found in _BRACKETS.findall(text)]
    if any(word in words for word in inner):
        return None
    bare = folded(_BRACKETS.sub("", text))
    shorter = [bare.removesuffix(tail) for tail in _TAILS if bare.endswith(tail)]
    return next((words[word] for word in (bare, *shorter) if word in words), None)


def several_answers(field: Field, text: str) -> list[str]:
    """Return the words of a text that names several answers.

    Blanks and strokes may belong to an answer: they part a word only when all its parts are answers.
    """
    found: list[str] = []
    for word in _BETWEEN.split(text):
        parts = [part for part in _WITHIN.split(tidy(word)) if part]
        is_one = exact_choice(field, word) is not None
        are_answers = not is_one and all(exact_choice(field, part) is not None for part in parts)
        found += parts if are_answers else [word] if word.strip() else []
    return found


def _words(field: Field) -> dict[str, str]:
    known = _KNOWN.get(id(field.choices))
    if known is None:
        words: dict[str, str] = {}
        for choice in field.choices:
            for name in (choice.key, choice.label.zh, choice.label.en, *choice.synonyms):
                words.setdefault(folded(name), choice.key)
        known = _KNOWN[id(field.choices)] = (field.choices, words)
    return known[1]
