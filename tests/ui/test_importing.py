"""Importing: everything is seen before anything is written, and nothing is swallowed."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from climafin.base.messages import message
from climafin.base.paths import resource
from climafin.base.progress import NoProgress, Progress
from climafin.domain.query import ProjectQuery
from climafin.services import imports, projects
from climafin.services.exports import export_projects
from climafin.services.imports import Choice, RowKind
from climafin.ui.actions.editing import Undo
from climafin.ui.actions.exchange import ExportProjects, ImportWorkbook, WriteTemplate
from climafin.ui.desk import Desk
from climafin.ui.dialogs.importing.preview import TABS, ImportDialog
from climafin.ui.dialogs.library import FailureDialog
from climafin.ui.main_window import MainWindow
from climafin.ui.models.import_rows import ImportRowsModel
from climafin.ui.pages.projects.page import ProjectsPage
from climafin.ui.style import space
from tests.ui.conftest import Settle
from tests.unit.services.office_book import project, published

WORKBOOK = resource("samples", "district-workbook.xlsx")


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> ImportDialog:
    window.verbs[ImportWorkbook].preview(WORKBOOK)
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    found = window.findChild(ImportDialog)
    assert found is not None
    return found


def count(desk: Desk) -> int:
    return len(projects.list_uids(desk.open_session, ProjectQuery()))


def test_the_preview_writes_nothing_and_shows_every_row(dialog: ImportDialog, practice: Desk):
    before = count(practice)
    preview = dialog.preview
    for at, kind in enumerate(TABS):
        dialog.tabs.setCurrentIndex(at)
        assert dialog.model.rowCount() == len(preview.of_kind(kind))
        assert str(len(preview.of_kind(kind))) in dialog.tabs.tabText(at)
    assert sum(len(preview.of_kind(kind)) for kind in RowKind) == len(preview.rows)
    dialog.reject()
    assert count(practice) == before


def test_wrong_cells_are_told_in_words_with_their_column(dialog: ImportDialog):
    dialog.tabs.setCurrentIndex(TABS.index(RowKind.WRONG))
    problem = dialog.preview.wrong[0].problems[0]
    assert problem.column_head in dialog.detail.toPlainText()


@pytest.mark.parametrize("desk", ["en", "zh_CN"], indirect=True)
def test_what_is_done_with_a_row_can_be_read_whole(dialog: ImportDialog, desk: Desk):
    room = dialog.table.columnWidth(2)
    widest = max(dialog.table.fontMetrics().horizontalAdvance(desk.language.label(choice.label)) for choice in Choice)
    assert room > widest + space(4)


def test_the_button_takes_what_was_chosen_and_undo_takes_it_back_as_one(
    dialog: ImportDialog, window: MainWindow, practice: Desk, settle: Settle, qtbot: QtBot
):
    before = count(practice)
    dialog.tabs.setCurrentIndex(TABS.index(RowKind.NEW))
    dialog.table.selectRow(0)
    dialog.choice_box.setCurrentIndex(dialog.choice_box.findData(Choice.SKIP.value))
    dialog.choice_box.activated.emit(dialog.choice_box.currentIndex())
    taken = dialog.taken()
    assert taken == len(dialog.preview.new) + len(dialog.preview.changed) - 1
    new = taken - len(dialog.preview.changed)
    dialog.do_button.click()
    settle()
    assert count(practice) == before + new
    window.verbs[Undo].action.trigger()
    assert count(practice) == before


def test_space_goes_through_the_choices(dialog: ImportDialog, qtbot: QtBot):
    dialog.tabs.setCurrentIndex(TABS.index(RowKind.NEW))
    row = dialog.preview.new[0]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.model.choice(row) is Choice.SKIP
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.model.choice(row) is Choice.TAKE


def test_a_choice_for_all_rows_is_counted_once_however_many_they_are(dialog: ImportDialog):
    dialog.tabs.setCurrentIndex(TABS.index(RowKind.NEW))
    assert len(dialog.preview.new) > 5
    dialog.table.selectAll()
    told: list[bool] = []
    dialog.model.choices_changed.connect(lambda: told.append(True))
    dialog.choice_box.setCurrentIndex(dialog.choice_box.findData(Choice.SKIP.value))
    dialog.choice_box.activated.emit(dialog.choice_box.currentIndex())
    assert {dialog.model.choice(row) for row in dialog.preview.new} == {Choice.SKIP}
    assert told == [True]


def test_an_answer_about_a_column_reads_the_file_anew(dialog: ImportDialog, qtbot: QtBot, settle: Settle):
    unmatched = dialog.preview.unmatched[0]
    dialog.questions._on_answer("fields", unmatched.head, "remarks")
    settle()
    assert unmatched.head not in dialog.preview.unmatched_heads
    assert dialog.isEnabled()


def test_refused_rows_are_saved_as_a_workbook_to_send_back(dialog: ImportDialog, tmp_path: Path, settle: Settle):
    target = tmp_path / "refused.xlsx"
    dialog.save_refused(target)
    settle()
    assert target.exists()
    assert "refused.xlsx" in dialog.strip.sentence


@pytest.mark.parametrize("way", ["saving", "reading anew"])
def test_closing_the_preview_while_it_works_does_no_harm(
    dialog: ImportDialog, window: MainWindow, tmp_path: Path, qtbot: QtBot, settle: Settle, way: str
):
    go_on = Event()
    window.desk.start(message("x"), lambda _progress: go_on.wait(5))
    if way == "saving":
        dialog.save_refused(tmp_path / "refused.xlsx")
    else:
        dialog.questions._on_answer("fields", dialog.preview.unmatched[0].head, "remarks")
    dialog.close()
    qtbot.waitUntil(lambda: not isValid(dialog))
    go_on.set()
    settle()
    assert not window.findChildren(FailureDialog)
    if way == "saving":
        assert (tmp_path / "refused.xlsx").exists()
        assert "refused.xlsx" in window.status.sentence.text()


def test_cancelling_while_it_is_written_leaves_the_library_as_it_was(
    window: MainWindow, practice: Desk, qtbot: QtBot, settle: Settle
):
    session = practice.open_session
    before = count(practice)
    reached, go_on = Event(), Event()

    def work(progress: Progress) -> object:
        preview = imports.preview_import(session, WORKBOOK, progress)
        reached.set()
        go_on.wait(5)
        return imports.apply_import(session, preview, {}, progress)

    job = practice.start(message("x"), work)
    assert reached.wait(10)
    job.cancel()
    go_on.set()
    settle()
    assert count(practice) == before
    assert not window.strip.sentence
    assert "Nothing was changed" in window.status.sentence.text()


def test_a_file_that_is_no_workbook_is_refused_in_words(window: MainWindow, tmp_path: Path, settle: Settle):
    path = tmp_path / "letter.xlsx"
    path.write_text("not a workbook", encoding="utf-8")
    window.verbs[ImportWorkbook].preview(path)
    settle()
    assert window.strip.sentence
    assert window.findChild(ImportDialog) is None


def test_a_workbook_dropped_on_the_window_is_shown(window: MainWindow, qtbot: QtBot):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(WORKBOOK))])
    left = Qt.MouseButton.LeftButton
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), copy, mime, left, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(10, 10), copy, mime, left, none))
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)


def test_the_models_rules_hold(dialog: ImportDialog, practice: Desk):
    model = ImportRowsModel(practice.language, {})
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows(dialog.preview.rows)
    for at in range(model.rowCount()):
        model.choose_next([at])
    model.show_rows(())


def test_template_and_export_land_where_they_were_asked(
    window: MainWindow, practice: Desk, tmp_path: Path, settle: Settle
):
    window.verbs[WriteTemplate].write(tmp_path / "template.xlsx")
    window.verbs[ExportProjects].write(tmp_path / "projects.csv")
    settle()
    assert (tmp_path / "template.xlsx").stat().st_size > 1000
    lines = (tmp_path / "projects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) > count(practice)
    assert "projects.csv" in window.status.sentence.text()


def test_what_was_imported_is_shown_even_where_a_search_would_hide_it(
    window: MainWindow, practice: Desk, qtbot: QtBot, settle: Settle
):
    page = window.page
    assert isinstance(page, ProjectsPage)
    page.search.setText("nothing is called like this")
    page.look()
    before = set(projects.list_uids(practice.open_session, ProjectQuery()))
    window.verbs[ImportWorkbook].preview(WORKBOOK)
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None, timeout=20_000)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    dialog.do_button.click()
    settle()
    new = set(projects.list_uids(practice.open_session, ProjectQuery())) - before
    assert new
    assert set(page.grid.chosen_uids()) == new


def test_a_change_of_what_a_rule_pack_asks_is_told_under_its_name(practice: Desk, tmp_path: Path):
    session = practice.open_session
    published(session)
    uid = project(session, "甲厂余热利用", 100.0)
    target = tmp_path / "out.csv"
    export_projects(session, target, ProjectQuery(words="甲厂余热利用"), practice.language, NoProgress())
    projects.edit_project(session, uid, {"efficiency": 50.0})
    preview = imports.preview_import(session, target, NoProgress())
    model = ImportRowsModel(practice.language, {})
    model.show_rows(preview.changed, preview.fields)
    assert model.differences(model.row(0)) == ["System efficiency: 50.00% → 90.00%"]
