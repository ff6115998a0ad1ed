"""What the search box looks through: one folded text per project, with pinyin and initials.

pypinyin is imported only when something is written: the first window must not wait for it.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice, product

from climafin.base.folding import folded, is_han
from climafin.domain.project import Value

#: Fields searched as they are; the first two by pinyin as well.
_SPOKEN = ("name", "owner_name")
_PLAIN = (
    "project_code",
    "owner_credit_code",
    "contact_person",
    "contact_phone",
    "address",
    "approval_filing_number",
)
_MOST_READINGS = 24
#: A change of any of these changes what a project is found by.
SEARCHED = frozenset((*_SPOKEN, *_PLAIN))


def search_columns(number: str, values: Mapping[str, Value]) -> dict[str, str]:
    """Return the columns a project is searched and sorted by; they follow from its number and values."""
    return {
        "name_key": sort_key(str(values.get("name") or "")),
        "owner_key": sort_key(str(values.get("owner_name") or "")),
        "hunt": hunt_text(number, values),
    }


def hunt_text(number: str, values: Mapping[str, Value]) -> str:
    """Return the text in which a project is searched, one folded part per line."""
    parts = [folded(number)]
    for key in (*_SPOKEN, *_PLAIN):
        text = str(values.get(key) or "")
        if text:
            parts.append(folded(text))
        if text and (key in _SPOKEN or key == "contact_person"):
            parts.append(pinyin(text))
            parts.extend(initials(text))
    return "\n".join(dict.fromkeys(part for part in parts if part))


def sort_key(text: str) -> str:
    """Return the text by which a name is sorted: syllables apart, so that 安 comes before 昂."""
    return " ".join(_syllables(folded(text)))


def pinyin(text: str) -> str:
    """Return the full pinyin of a text, read phrase by phrase (重庆 is chongqing)."""
    return "".join(_syllables(folded(text)))


def initials(text: str) -> list[str]:
    """Return the initials of a text in every reading its characters have, the usual one first.

    Names with many such characters have more readings than anybody types: the first few are kept.
    """
    bare = folded(text)
    usual = "".join(syllable[0] for syllable in _syllables(bare))
    choices = [_first_letters(character) for character in bare]
    every = ("".join(letters) for letters in islice(product(*choices), _MOST_READINGS))
    return list(dict.fromkeys((usual, *every)))


@lru_cache(maxsize=64)
def _syllables(bare: str) -> tuple[str, ...]:
    """Return the syllables of a folded text, read phrase by phrase; what is not Chinese stays, sign by sign."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - see above

    return tuple(" ".join(lazy_pinyin(bare, errors=" ".join)).split())


@lru_cache(maxsize=8192)
def _first_letters(character: str) -> tuple[str, ...]:
    import pypinyin  # noqa: PLC0415 - see above

    if not is_han(character):
        return (character,)
    found = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(reading[:1] for reading in found))
