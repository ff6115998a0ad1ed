"""Sentences come out in the language asked for, their values put into words."""

from datetime import date

import pytest

from climafin.base.language import language, language_code, system_language
from climafin.base.messages import Label, Message, message

STAGE = Label("开工", "Started")


def test_a_message_is_said_in_both_languages():
    told = message("The project is already in the stage {stage}.", stage=STAGE)
    assert language("en").say(told) == "The project is already in the stage Started."
    assert language("zh_CN").say(told) == "项目已处于“开工”阶段。"


def test_days_lists_and_messages_inside_a_message_are_put_into_words():
    told = Message("{day} {labels} {inner}", {"day": date(2026, 11, 20), "labels": (STAGE, "x"), "inner": _inner()})
    assert language("zh_CN").say(told) == "2026年11月20日 开工、x 文件是空的。"
    assert language("en").say(told) == "20 Nov 2026 Started, x The file is empty."


def _inner() -> Message:
    return message("The file is empty.")


def test_braces_in_a_users_own_text_are_harmless():
    told = message("“{text}” is not a number.", text="{text.__class__} {0} {")
    assert language("en").say(told) == "“{text.__class__} {0} {” is not a number."


def test_an_empty_text_stays_empty():
    # gettext would answer it with the catalogue's header.
    assert language("zh_CN").text("") == ""


def test_a_plural_is_said_with_its_count():
    assert language("en").plural("{count} row", "{count} rows", 1) == "1 row"
    assert language("en").plural("{count} row", "{count} rows", 3) == "3 rows"


@pytest.mark.parametrize("text", ["zh", "zh-CN", "zh_cn", "ZH_CN"])
def test_chinese_has_several_names(text: str):
    assert language_code(text) == "zh_CN"


@pytest.mark.parametrize("text", ["", "fr", "zh_TW", "EN"])
def test_an_unknown_language_is_refused(text: str):
    with pytest.raises(ValueError, match=f"^{text}$"):
        language_code(text)


@pytest.mark.parametrize(
    ("spoken", "code"), [("zh_CN.UTF-8", "zh_CN"), ("zh_HK", "zh_CN"), ("en_GB.UTF-8", "en"), ("C", "en")]
)
def test_the_program_speaks_the_systems_language(spoken: str, code: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LC_ALL", spoken)
    assert system_language() == code
