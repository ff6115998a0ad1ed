"""File dialogs open where the person was last, and speak the window's language."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from climafin.base.settings import Settings
from climafin.ui.actions.exchange import ExportProjects, ImportWorkbook, WriteTemplate
from climafin.ui.actions.libraries import OpenLibrary
from climafin.ui.actions.verb import Verb
from climafin.ui.application import Application
from climafin.ui.desk import Desk
from climafin.ui.dialogs.picker import Wanted, pick_file, pick_folder, pick_target
from climafin.ui.main_window import MainWindow


def asked(parent: QWidget) -> QFileDialog:
    found = parent.findChildren(QFileDialog)[-1]
    assert isinstance(found, QFileDialog)
    return found


def test_the_place_is_remembered_by_what_it_is_for(desk: Desk, bare_window: QWidget, tmp_path: Path):
    taken: list[Path] = []
    (tmp_path / "stick").mkdir()
    book = tmp_path / "stick" / "district.xlsx"
    book.touch()
    pick_file(bare_window, desk, Wanted("Import", "import", ("*.xlsx",)), taken.append)
    asked(bare_window).fileSelected.emit(str(book))
    assert taken == [book]
    pick_file(bare_window, desk, Wanted("Import", "import"), taken.append)
    assert Path(asked(bare_window).directory().path()) == tmp_path / "stick"
    pick_target(bare_window, desk, Wanted("Export", "export", name="projects.xlsx"), taken.append)
    assert Path(asked(bare_window).directory().path()) != tmp_path / "stick"
    assert asked(bare_window).defaultSuffix() == "xlsx"


def test_a_place_that_is_gone_is_not_opened(desk: Desk, bare_window: QWidget, tmp_path: Path):
    desk.settings.layout["folder.dossier"] = str(tmp_path / "unplugged")
    pick_folder(bare_window, desk, Wanted("Folder", "dossier"), lambda _folder: None)
    assert Path(asked(bare_window).directory().path()).is_dir()
    assert asked(bare_window).testOption(QFileDialog.Option.ShowDirsOnly)


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


@pytest.mark.parametrize("verb", [OpenLibrary, ImportWorkbook, ExportProjects, WriteTemplate])
def test_a_verb_that_is_given_up_leaves_no_dialog_behind(window: MainWindow, qtbot: QtBot, verb: type[Verb]):
    window.verbs[verb].action.trigger()
    asked(window).reject()
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))
