"""Text as people type it, folded so that equal things compare equal."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[\s()\[\]{}<>《》〈〉【】「」,.;:、。_\-—·/\\'\"“”]")


def tidy(text: str) -> str:
    """Return `text` in NFKC with runs of blanks (also full-width ones) as one blank, trimmed.

    Full-width letters, digits and punctuation become ordinary ones: for reading and comparing, not for keeping.
    """
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def clean_text(text: str) -> str:
    """Return text for keeping: control characters dropped, full-width blanks made ordinary, outer ones trimmed.

    Line feeds, tabs and punctuation stay as they were typed.
    """
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.replace("\u3000", " ").strip()


def folded(text: str) -> str:
    """Return `text` for comparing: tidy, without blanks, brackets and separators, in lower case."""
    kept = _SEPARATORS.sub("", tidy(text)).casefold()
    # Letters that a separator kept apart, and what casefold took apart, may now belong together.
    return unicodedata.normalize("NFKC", kept)


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese ideograph, extension blocks included."""
    point = ord(character)
    return 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or 0x20000 <= point <= 0x3FFFF
