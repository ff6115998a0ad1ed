"""The signs of the stylesheet: one small shared folder, nothing left behind, never a reason not to start."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox

from climafin.ui.style import dress
from climafin.ui.style.signs import sign, sign_folder, write_sign


def test_every_start_shares_one_folder_and_leaves_no_other(qapp: QApplication):
    for dark in (False, True, False):
        dress(qapp, dark=dark, scale=100)
    kept = sorted(file.name for file in sign_folder().iterdir())
    dress(qapp, dark=False, scale=150)
    assert sorted(file.name for file in sign_folder().iterdir()) == kept
    assert all(name.endswith(".svg") for name in kept)


def test_a_damaged_sign_is_drawn_again(tmp_path: Path):
    path = Path(write_sign("check", "#123456", tmp_path))
    path.write_bytes(b"half of it")
    write_sign("check", "#123456", tmp_path)
    assert path.read_bytes() == sign("check", "#123456")


def test_a_folder_that_cannot_be_written_does_not_stop_the_start(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "home").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("CLIMAFIN_HOME", str(tmp_path / "home"))
    dress(qapp, dark=False, scale=100)
    box = QCheckBox("tick")
    box.setChecked(True)
    box.grab()


def test_a_home_with_spaces_and_chinese_shows_its_signs(qapp: QApplication, tmp_path: Path, monkeypatch):  # noqa: ANN001
    plain = QCheckBox()
    plain.setChecked(True)
    monkeypatch.setenv("CLIMAFIN_HOME", str(tmp_path / "nobody"))
    dress(qapp, dark=False, scale=100)
    wanted = plain.grab().toImage()
    monkeypatch.setenv("CLIMAFIN_HOME", str(tmp_path / "王 敏 (办公室)"))
    dress(qapp, dark=False, scale=100)
    assert plain.grab().toImage() == wanted
    assert (tmp_path / "王 敏 (办公室)" / "signs").is_dir()
