"""What the program takes from the machine when nobody said otherwise: the user's folder and the language."""

import errno
import locale
from pathlib import Path

import pytest

from climafin.base.language import LanguageCode, language, system_language
from climafin.base.paths import user_folder
from climafin.base.replacing import replacing
from climafin.base.system_problems import system_problem


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


def test_a_workbook_that_is_open_in_another_program_is_told_as_such():
    refused = PermissionError(errno.EACCES, "Permission denied", "a.xlsx")
    assert language("en").value(system_problem(refused)) == "there is no right to it"
    refused.winerror = 32  # type: ignore[attr-defined]  # what Windows adds
    assert language("en").value(system_problem(refused)) == "another program uses it"
    assert system_problem(OSError(999, "strange")) == "strange"


def test_a_place_that_is_none_is_told_once(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError), replacing(tmp_path / "file" / "out.json") as part:
        part.write_text("x")
