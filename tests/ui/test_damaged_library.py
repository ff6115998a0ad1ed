"""A library that cannot be opened: the person is offered what helps, and nothing that cannot."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from climafin.services import libraries, projects
from climafin.ui.actions.libraries import BackUpElsewhere, RestoreLibrary
from climafin.ui.actions.opening import open_as
from climafin.ui.desk import Desk
from climafin.ui.dialogs.restore import RestoreDialog
from climafin.ui.main_window import MainWindow
from tests.ui.conftest import PERSON, Show


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """A library with one project and one backup of it."""
    made = tmp_path / "library"
    with libraries.create_library(made, PERSON, title="Office", clock=desk.clock) as session:
        projects.register_project(session, {"name": "Sponge park"})
        libraries.backup_library(session)
    return made


def offered(window: MainWindow) -> tuple[bool, bool]:
    return window.read_button.isVisible(), window.restore_button.isVisible()


def test_a_damaged_library_is_restored_from_where_one_is_told(desk: Desk, show: Show, folder: Path, qtbot: QtBot):
    (folder / "library.db").write_bytes(b"rubbish" * 1000)
    window = show(desk)
    open_as(desk, folder, PERSON)
    assert "restore a backup" in window.strip.sentence
    assert offered(window) == (False, True)
    window.restore_button.click()
    dialog = window.findChild(RestoreDialog)
    assert dialog is not None
    assert dialog.backups.count() >= 1
    assert dialog.backups.item(0).text().startswith("2026-11-20 09:30")
    dialog.do_button.click()
    qtbot.waitUntil(lambda: desk.session is not None and not desk.lane.is_busy, timeout=20_000)
    assert projects.show_project(desk.open_session, "Sponge park").number
    assert "Restored" in window.status.sentence.text()
    assert not window.strip.isVisible()


def test_a_newer_library_offers_neither_reading_nor_a_backup(desk: Desk, show: Show, folder: Path):
    connection = sqlite3.connect(folder / "library.db")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    window = show(desk)
    open_as(desk, folder, PERSON)
    assert "newer" in window.strip.sentence
    assert offered(window) == (False, False)


def test_a_damaged_library_without_backups_offers_nothing_that_cannot_help(desk: Desk, show: Show, folder: Path):
    (folder / "library.db").write_bytes(b"rubbish" * 1000)
    shutil.rmtree(folder / "backups")
    window = show(desk)
    open_as(desk, folder, PERSON)
    assert window.strip.sentence
    assert offered(window) == (False, False)


def test_a_backup_from_elsewhere_can_be_chosen(desk: Desk, show: Show, folder: Path, tmp_path: Path):
    (backup, *_rest) = libraries.list_backups(folder)
    elsewhere = tmp_path / "stick" / "kept.db"
    elsewhere.parent.mkdir()
    shutil.copyfile(backup, elsewhere)
    shutil.rmtree(folder / "backups")
    desk.take_session(libraries.open_library(folder, PERSON, clock=desk.clock))
    window = show(desk)
    window.verbs[RestoreLibrary].run()
    dialog = window.findChild(RestoreDialog)
    assert dialog is not None
    assert dialog.nothing.isVisible()
    dialog.do_button.click()
    assert dialog.strip.sentence == "Choose a backup."
    dialog._choose()
    picker = dialog.findChild(QFileDialog)
    assert picker is not None
    picker.fileSelected.emit(str(elsewhere))
    picker.close()
    assert dialog.chosen == elsewhere
    assert not dialog.nothing.isVisible()


def test_a_backup_can_be_put_on_another_disk(desk: Desk, show: Show, folder: Path, tmp_path: Path, qtbot: QtBot):
    desk.take_session(libraries.open_library(folder, PERSON, clock=desk.clock))
    window = show(desk)
    (tmp_path / "stick").mkdir()
    window.verbs[BackUpElsewhere].run()
    picker = window.findChild(QFileDialog)
    assert picker is not None
    picker.fileSelected.emit(str(tmp_path / "stick"))
    picker.close()
    qtbot.waitUntil(lambda: not desk.lane.is_busy)
    assert list((tmp_path / "stick").glob("*.db"))
    assert str(tmp_path / "stick") in window.status.sentence.text()
