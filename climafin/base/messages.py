"""Messages: what the core says, as a code with values; sentences are made by `Language`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Label:
    """A name that exists in both languages, such as a field's or a choice's."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell a person.

    Args:
        text: the English sentence with `{name}` places; it is the key of the translation catalogue,
            so it must be a literal marked with `N_` where it is written.
        values: what goes into the places: text, numbers, dates, `Label`s or further `Message`s.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate here"
    """Mark a text for translation and return it unchanged."""
    return text


def message(text: str, /, **values: object) -> Message:
    """Build a `Message`; the first argument must be a literal, the extractor collects it."""
    return Message(text, values)
