"""Saying things on paper in one language or in two: labels, sentences and values as `Words`."""

from typing import Literal, get_args

from climafin.base.errors import CallProblem
from climafin.base.language import Language, language
from climafin.base.messages import Label, Message, message
from climafin.domain.dictionary import Field, FieldKind
from climafin.domain.project import Value
from climafin.domain.shown_values import shown_value
from climafin.dossier.content import Words

PrintLanguage = Literal["zh", "en", "both"]


class Wording:
    """The languages of one print, Chinese first."""

    def __init__(self, code: PrintLanguage) -> None:
        self.code = code
        wanted = {"zh": ("zh_CN",), "en": ("en",), "both": ("zh_CN", "en")}[code]
        self.languages: tuple[Language, ...] = tuple(language("en" if w == "en" else "zh_CN") for w in wanted)

    def label(self, label: Label) -> Words:
        """Return a name in each language."""
        return once(tuple(spoken.label(label) for spoken in self.languages))

    def say(self, told: Message) -> Words:
        """Return a sentence in each language."""
        return once(tuple(spoken.say(told) for spoken in self.languages))

    def words(self, value: object) -> Words:
        """Return a day, a label, a message or a list of these in each language."""
        return once(tuple(str(spoken.value(value)) for spoken in self.languages))

    def value(self, field: Field, value: Value, *, with_unit: bool = True) -> Words:
        """Return a field's value in each language; text as it was typed is said once."""
        if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
            return (str(value),)
        return once(tuple(shown_value(field, value, spoken, with_unit=with_unit) for spoken in self.languages))


def once(words: Words) -> Words:
    """Return words without repeating what is the same in every language."""
    return words[:1] if len(set(words)) == 1 else words


def print_language(text: str) -> PrintLanguage:
    """Return the language of a print by its name.

    Raises:
        CallProblem: there is no such language of print.
    """
    for known in get_args(PrintLanguage):
        if text == known:
            return known  # type: ignore[no-any-return]
    raise CallProblem(message("A dossier is printed in zh, en or both; “{text}” is none of them.", text=text))
