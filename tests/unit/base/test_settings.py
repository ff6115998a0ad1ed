"""Settings survive a restart; a damaged file never keeps the program from starting."""

import json
from pathlib import Path

import pytest

from climafin.base.paths import user_folder
from climafin.base.settings import RECENT_LIMIT, Settings, load_settings, save_settings, settings_file


def test_what_was_saved_is_there_after_a_restart():
    settings = Settings(language="zh_CN", person="王敏", theme="dark", font_scale=125)
    settings.layout["projects/widths"] = "120,80"
    save_settings(settings)
    assert load_settings() == settings


def test_a_first_start_has_defaults():
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{",
        "[]",
        "null",
        '{"language": "klingon"}',
        '{"language": 5, "recent": "x", "layout": [1]}',
        '{"recent": [1, null, {}]}',
        '{"layout": {"a": 1}}',
        '{"font_scale": true}',
        '{"font_scale": 99999}',
        '{"theme": "purple"}',
        '{"unknown": 1}',
    ],
)
def test_a_damaged_file_is_taken_as_never_set(kept: str):
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(kept, encoding="utf-8")
    assert load_settings() == Settings()


def test_a_file_that_is_not_text_is_taken_as_never_set():
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_bytes(b"\xff\xfe\x00")
    assert load_settings() == Settings()


def test_one_damaged_setting_does_not_cost_the_others():
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(json.dumps({"person": "王敏", "recent": 5}), encoding="utf-8")
    assert load_settings().person == "王敏"


def test_the_last_opened_library_comes_first_and_once(tmp_path: Path):
    settings = Settings()
    for number in range(RECENT_LIMIT + 3):
        settings.remember_library(tmp_path / str(number))
    settings.remember_library(tmp_path / "5")
    assert settings.recent[0] == str(tmp_path / "5")
    assert len(settings.recent) == len(set(settings.recent)) == RECENT_LIMIT


def test_saving_leaves_no_part_behind():
    save_settings(Settings())
    assert [path.name for path in user_folder().iterdir()] == ["settings.json"]
