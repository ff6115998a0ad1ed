"""Asking for files: the answer arrives, the dialog lets go of itself, and nothing happens when it is given up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from climafin.ui.actions.exchange import ExportProjects, ImportWorkbook, WriteTemplate
from climafin.ui.actions.libraries import OpenLibrary, RestoreLibrary
from climafin.ui.actions.verb import Verb
from climafin.ui.dialogs.files import ask_file, ask_folder, ask_target
from climafin.ui.main_window import MainWindow
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

Ask = Callable[[QWidget, Callable[[Path], object]], None]


def picker_of(widget: QWidget) -> QFileDialog:
    (found,) = widget.findChildren(QFileDialog)
    return found


ASKS: tuple[tuple[str, Ask], ...] = (
    ("folder", lambda over, then: ask_folder(over, "x", then)),
    ("file", lambda over, then: ask_file(over, "x", then, kinds="Workbooks (*.xlsx)")),
    ("target", lambda over, then: ask_target(over, "x", Path("proposed.xlsx"), then)),
)


@pytest.mark.parametrize("ask", [ask for _name, ask in ASKS], ids=[name for name, _ask in ASKS])
@pytest.mark.parametrize("is_answered", [True, False])
def test_the_answer_arrives_as_a_path_and_the_dialog_is_gone(
    bare_window: QWidget, qtbot: QtBot, tmp_path: Path, ask: Ask, is_answered: bool
):
    given: list[Path] = []
    ask(bare_window, given.append)
    picker = picker_of(bare_window)
    if is_answered:
        picker.fileSelected.emit(str(tmp_path))
        picker.close()
    else:
        picker.reject()
    qtbot.waitUntil(lambda: not bare_window.findChildren(QFileDialog))
    assert given == ([tmp_path] if is_answered else [])


def test_a_target_begins_with_its_proposed_name_and_folder(bare_window: QWidget, tmp_path: Path):
    ask_target(bare_window, "x", tmp_path / "refused rows.xlsx", lambda _path: None)
    picker = picker_of(bare_window)
    assert Path(picker.directory().absolutePath()) == tmp_path
    assert [Path(path).name for path in picker.selectedFiles()] == ["refused rows.xlsx"]
    assert (picker.defaultSuffix(), picker.nameFilters()) == ("xlsx", ["*.xlsx"])
    picker.reject()


@pytest.mark.parametrize("verb", [OpenLibrary, RestoreLibrary, ImportWorkbook, ExportProjects, WriteTemplate])
def test_a_verb_that_is_given_up_leaves_no_dialog_behind(window: MainWindow, qtbot: QtBot, verb: type[Verb]):
    window.verbs[verb].action.trigger()
    picker_of(window).reject()
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))
