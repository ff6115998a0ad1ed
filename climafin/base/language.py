"""Sentences in English or Chinese from one gettext catalogue, for window, terminal and paper alike."""

import gettext
import os
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Literal, cast, get_args

from climafin.base.messages import Label, Message
from climafin.base.paths import resource

LanguageCode = Literal["en", "zh_CN"]


class Language:
    """One language of the program; make it with `language()`.

    English is the source: a text without a translation is said in English, and a test keeps that
    from happening in Chinese.
    """

    def __init__(self, code: LanguageCode) -> None:
        self.code: LanguageCode = code
        if code == "en":
            self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        else:
            # Not `gettext.translation`: it loads `locale` to guess the file's name, which we know.
            with resource("translations", code, "LC_MESSAGES", "climafin.mo").open("rb") as file:
                self._catalogue = gettext.GNUTranslations(file)

    def text(self, source: str) -> str:
        """Return the translation of an English source text."""
        return self._catalogue.gettext(source) if source else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the form of a text that fits `count`, with `{count}` filled in."""
        return self._catalogue.ngettext(one, many, count).format(count=count)

    def label(self, label: Label) -> str:
        """Return a label's name in this language."""
        return label.en if self.code == "en" else label.zh

    def say(self, told: Message) -> str:
        """Return a message as a sentence, its values put into words."""
        return self.text(told.text).format_map(_Spoken(self, told.values))

    def day(self, day: date) -> str:
        """Return a date as people of this language write it (2026年11月20日, 20 Nov 2026)."""
        if self.code == "en":
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日"

    def value(self, value: object) -> object:
        """Put one value of a message into words; numbers and plain text stay as they are."""
        if isinstance(value, Label):
            return self.label(value)
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (list, tuple)):
            return self.text(", ").join(str(self.value(item)) for item in value)
        return value


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Spoken(Mapping[str, object]):
    """The values of a message, put into words only when a place asks for them."""

    def __init__(self, language: Language, values: Mapping[str, object]) -> None:
        self._language = language
        self._values = values

    def __getitem__(self, key: str) -> object:
        return self._language.value(self._values[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@lru_cache(maxsize=2)
def language(code: LanguageCode) -> Language:
    """Return the language with this code; catalogues are read once."""
    return Language(code)


def system_language() -> LanguageCode:
    """Return the language the operating system speaks; Chinese when it speaks any Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh_CN" if os.environ[name].lower().startswith("zh") else "en"
    import locale  # noqa: PLC0415 - few systems leave all three unset

    spoken = locale.getlocale()[0] or ""
    return "zh_CN" if spoken.lower().startswith(("zh", "chinese")) else "en"


def language_code(text: str) -> LanguageCode:
    """Return `text` as a language code, `zh` and `zh-CN` meaning Chinese.

    Raises:
        ValueError: no such language.
    """
    wanted = "zh_CN" if text.lower().replace("-", "_") in ("zh", "zh_cn") else text
    if wanted not in get_args(LanguageCode):
        raise ValueError(text)
    return cast("LanguageCode", wanted)
