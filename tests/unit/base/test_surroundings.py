"""What the program takes from the machine when nobody said otherwise: the user's folder and the language."""

import locale
from pathlib import Path

import pytest

from climafin.base.language import LanguageCode, system_language
from climafin.base.paths import user_folder


def test_the_users_folder_is_the_systems_place_for_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CLIMAFIN_HOME", raising=False)
    assert user_folder().name == "ClimaFin"
    assert user_folder().is_absolute()


def test_the_users_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CLIMAFIN_HOME", str(tmp_path))
    assert user_folder() == tmp_path


@pytest.mark.parametrize(
    ("spoken", "expected"), [("zh_CN", "zh_CN"), ("Chinese (Simplified)_China", "zh_CN"), ("de_DE", "en"), (None, "en")]
)
def test_a_system_that_names_no_language_is_asked(
    monkeypatch: pytest.MonkeyPatch, spoken: str | None, expected: LanguageCode
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (spoken, None))
    assert system_language() == expected
