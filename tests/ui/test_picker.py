"""File dialogs open where the person was last, and speak the window's language."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from climafin.base.settings import Settings
from climafin.ui.application import Application
from climafin.ui.desk import Desk
from climafin.ui.dialogs.picker import Wanted, pick_file, pick_folder, pick_target


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def asked(parent: QWidget) -> QFileDialog:
    found = parent.findChildren(QFileDialog)[-1]
    assert isinstance(found, QFileDialog)
    return found


def test_the_place_is_remembered_by_what_it_is_for(desk: Desk, parent: QWidget, tmp_path: Path):
    taken: list[Path] = []
    (tmp_path / "stick").mkdir()
    book = tmp_path / "stick" / "district.xlsx"
    book.touch()
    pick_file(parent, desk, Wanted("Import", "import", ("*.xlsx",)), taken.append)
    asked(parent).fileSelected.emit(str(book))
    assert taken == [book]
    pick_file(parent, desk, Wanted("Import", "import"), taken.append)
    assert Path(asked(parent).directory().path()) == tmp_path / "stick"
    pick_target(parent, desk, Wanted("Export", "export", name="projects.xlsx"), taken.append)
    assert Path(asked(parent).directory().path()) != tmp_path / "stick"
    assert asked(parent).defaultSuffix() == "xlsx"


def test_a_place_that_is_gone_is_not_opened(desk: Desk, parent: QWidget, tmp_path: Path):
    desk.settings.layout["folder.dossier"] = str(tmp_path / "unplugged")
    pick_folder(parent, desk, Wanted("Folder", "dossier"), lambda _folder: None)
    assert Path(asked(parent).directory().path()).is_dir()
    assert asked(parent).testOption(QFileDialog.Option.ShowDirsOnly)


@pytest.mark.parametrize("text", ["&Look in:", "Files of &type:", "Folder", "Drive", "Size"])
def test_what_qt_says_in_english_is_said_in_chinese(qtbot: QtBot, text: str):
    application = Application(Settings(language="zh_CN", person="王"))
    application.dress()
    said = QCoreApplication.translate("QFileDialog", text)
    assert not said.isascii()
    application.settings.language = "en"
    application.dress()
    assert QCoreApplication.translate("QFileDialog", text) == text
    application.desk.close()
