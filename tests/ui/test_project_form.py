"""The form: problems beside the field when it is left, valid values saved at once, nothing lost."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project
from climafin.domain.status import Status
from climafin.services import libraries, projects
from climafin.ui.actions.registering import NEW_PROJECT
from climafin.ui.actions.status import Admit, Remove, Return, Submit
from climafin.ui.desk import Desk
from climafin.ui.dialogs.reason import ReasonDialog
from climafin.ui.dialogs.source import SourceDialog
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.project_form.editors import LineEditor
from climafin.ui.pages.project_form.field_row import FieldRow
from climafin.ui.pages.project_form.form import ProjectForm
from climafin.ui.pages.projects.page import ProjectsPage
from tests.ui.conftest import Settle, Show, type_text


@pytest.fixture
def form(projects_page: ProjectsPage) -> ProjectForm:
    projects_page.open_form(projects_page.grid.list.uids[40])
    return projects_page.form


def on(form: ProjectForm, key: str) -> FieldRow:
    """Open the section of a field and return its row."""
    assert form.project is not None
    form.show_project(form.uid, key)
    return form.rows[key]


def type_into(row: FieldRow, text: str, qtbot: QtBot) -> None:
    """Type as a person does: into the field, and on with Tab."""
    assert isinstance(row.editor, LineEditor)
    row.editor.setFocus()
    row.editor.selectAll()
    type_text(row.editor, text)
    qtbot.keyClick(row.editor, Qt.Key.Key_Tab)


def kept(form: ProjectForm) -> Project:
    return projects.show_project(form.desk.open_session, form.uid)


def test_a_wrong_value_is_told_beside_the_field_and_not_saved(form: ProjectForm, qtbot: QtBot, settle: Settle):
    row = on(form, "total_investment")
    before = kept(form).values.get("total_investment")
    type_into(row, "about a lot", qtbot)
    settle()
    assert "about a lot" in row.problem
    assert row.editor.text() == "about a lot"
    assert kept(form).values.get("total_investment") == before


def test_a_text_that_could_not_be_kept_is_still_there_when_one_comes_back(form: ProjectForm, qtbot: QtBot):
    type_into(on(form, "total_investment"), "n.n.", qtbot)
    on(form, "name")
    row = on(form, "total_investment")
    assert row.editor.text() == "n.n."
    assert row.problem


def test_mending_a_wrong_value_saves_it_and_says_how_it_was_read(form: ProjectForm, qtbot: QtBot, settle: Settle):
    row = on(form, "total_investment")
    type_into(row, "x", qtbot)
    type_into(row, "3.2亿", qtbot)
    settle()
    assert not row.problem
    assert "32,000.00" in row.hint
    assert kept(form).values["total_investment"] == 32_000 * 1_000_000
    assert row.editor.text() == "32,000.00"
    assert not form.desk.unkept


def test_looking_at_a_field_changes_nothing(form: ProjectForm, qtbot: QtBot, settle: Settle):
    version = kept(form).version
    for group in dictionary().groups:
        for field in dictionary().group(group.key)[:1]:
            on(form, field.key)
        for row in form.rows.values():
            row.editor.setFocus()
    form.commit()
    settle()
    assert kept(form).version == version


def test_emptying_a_field_makes_it_not_known_yet(form: ProjectForm, qtbot: QtBot, settle: Settle):
    row = on(form, "address")
    assert isinstance(row.editor, LineEditor)
    row.editor.setFocus()
    row.editor.clear()
    qtbot.keyClick(row.editor, Qt.Key.Key_Tab)
    settle()
    assert "address" not in kept(form).values


def test_enter_goes_to_the_next_field_and_esc_brings_the_kept_value_back(form: ProjectForm, qtbot: QtBot):
    row = on(form, "name")
    assert isinstance(row.editor, LineEditor)
    before = row.editor.text()
    row.editor.setFocus()
    type_text(row.editor, "zzz")
    qtbot.keyClick(row.editor, Qt.Key.Key_Escape)
    assert row.editor.text() == before
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert not row.editor.hasFocus()


def test_a_field_that_does_not_apply_counts_as_answered(form: ProjectForm, settle: Settle):
    row = on(form, "pue")
    row.absent_action.setChecked(True)
    settle()
    assert kept(form).is_not_applicable("pue")
    assert not row.editor.isEnabled()
    row.absent_action.setChecked(False)
    settle()
    assert not kept(form).is_not_applicable("pue")


@pytest.mark.parametrize("typed", [None, "777"])
def test_does_not_apply_takes_the_value_away_while_one_is_in_the_field(
    form: ProjectForm, qtbot: QtBot, settle: Settle, typed: str | None
):
    type_into(on(form, "investment_contingency"), "32000", qtbot)
    settle()
    row = on(form, "investment_contingency")
    assert isinstance(row.editor, LineEditor)
    if typed:
        row.editor.selectAll()
        type_text(row.editor, typed)
    row.absent_action.setChecked(True)
    settle()
    form.commit()
    settle()
    assert kept(form).is_not_applicable("investment_contingency")
    assert kept(form).values.get("investment_contingency") is None
    assert row.editor.text() == ""


def test_does_not_apply_is_not_offered_for_what_every_project_has(form: ProjectForm):
    assert not on(form, "name").absent_action.isVisible()
    assert on(form, "project_code").absent_action.isVisible()


@pytest.mark.parametrize("key", ["investment_contingency", "description"])
def test_undo_and_redo_work_from_inside_a_field_nothing_was_typed_into(
    form: ProjectForm, window: MainWindow, qtbot: QtBot, settle: Settle, key: str
):
    row = on(form, "total_investment")
    before = kept(form).values["total_investment"]
    type_into(row, "3.2亿", qtbot)
    settle()
    editor = on(form, key).editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert kept(form).values["total_investment"] == before
    qtbot.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert kept(form).values["total_investment"] == 32_000 * 1_000_000


def test_undo_takes_back_what_was_typed_into_the_field_first(form: ProjectForm, qtbot: QtBot, settle: Settle):
    version = kept(form).version
    row = on(form, "investment_contingency")
    assert isinstance(row.editor, LineEditor)
    before = row.editor.text()
    qtbot.keyClicks(row.editor, "9")
    qtbot.keyClick(row.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert row.editor.text() == before
    assert kept(form).version == version


def test_what_was_said_of_a_value_goes_with_it(form: ProjectForm, qtbot: QtBot, settle: Settle):
    row = on(form, "total_investment")
    type_into(row, "3.2亿", qtbot)
    settle()
    assert row.hint
    form.desk.undo(form.desk.next_undo())
    settle()
    assert not row.hint


def test_a_value_can_carry_its_source(form: ProjectForm, qtbot: QtBot, settle: Settle):
    row = on(form, "irr")
    row.source_action.trigger()
    dialog = form.findChild(SourceDialog)
    assert dialog is not None
    dialog.source.setText("可研报告")
    dialog.page.setText("第 12 页")
    dialog.day.line.setText("2026.3")
    dialog.do_button.click()
    assert dialog.strip.sentence
    dialog.day.line.setText("2026-03-05")
    dialog.quality.setCurrentIndex(2)
    dialog.do_button.click()
    settle()
    note = kept(form).notes["irr"]
    assert (note.source, note.page, note.quality) == ("可研报告", "第 12 页", 2)


def test_choices_and_yes_no_are_saved_when_chosen(form: ProjectForm, settle: Settle):
    row = on(form, "is_two_high")
    row.editor.setCurrentIndex(row.editor.findData("no"))
    row.editor.activated.emit(row.editor.currentIndex())
    settle()
    assert kept(form).values["is_two_high"] is False
    row = on(form, "security_kind")
    row.editor._boxes["pledge"].click()
    settle()
    assert "pledge" in kept(form).values["security_kind"]


def test_a_draft_is_kept_from_its_name_on_with_everything_typed_before(
    projects_page: ProjectsPage, practice: Desk, qtbot: QtBot, settle: Settle
):
    practice.go("projects", NEW_PROJECT)
    form = projects_page.form
    count = len(projects.list_uids(practice.open_session, practice.listed))
    type_into(form.rows["address"], "水土大道 1 号", qtbot)
    settle()
    assert not form.uid
    type_into(form.rows["name"], "全新的屋顶光伏", qtbot)
    qtbot.waitUntil(lambda: bool(form.uid))
    project = kept(form)
    assert project.values["address"] == "水土大道 1 号"
    assert project.status is Status.DRAFT
    assert len(projects.list_uids(practice.open_session, practice.listed)) == count + 1
    assert practice.selected == (form.uid,)


def test_a_project_that_may_be_there_already_is_shown_with_the_reason(
    projects_page: ProjectsPage, practice: Desk, qtbot: QtBot, settle: Settle
):
    known = projects.show_project(practice.open_session, projects_page.grid.list.uids[40])
    practice.go("projects", NEW_PROJECT)
    form = projects_page.form
    type_into(form.rows["name"], known.name, qtbot)
    qtbot.waitUntil(lambda: bool(form.uid))
    assert known.number in form.strip.sentence
    form.similar.click()
    assert form.uid == known.uid


def test_sections_carry_their_state(form: ProjectForm, qtbot: QtBot):
    type_into(on(form, "total_investment"), "??", qtbot)
    tips = {form.index.item(at).text(): form.index.item(at).toolTip() for at in range(form.index.count())}
    assert "mend" in tips["Investment and funding"]


def test_submitting_tells_first_what_is_missing(
    window: MainWindow, projects_page: ProjectsPage, practice: Desk, settle: Settle
):
    rows = projects.list_rows(practice.open_session, projects_page.grid.list.uids, ["status", "completeness"])
    draft = next(
        uid
        for uid, row in zip(projects_page.grid.list.uids, rows, strict=True)
        if row[0] is Status.DRAFT and row[1] < 30
    )
    projects_page.open_form(draft)
    window.verbs[Submit].action.trigger()
    settle()
    assert "missing" in window.strip.sentence
    assert kept(projects_page.form).status is Status.DRAFT


def test_only_steps_that_may_follow_are_offered_and_a_return_says_why(
    window: MainWindow, projects_page: ProjectsPage, practice: Desk, settle: Settle
):
    rows = projects.list_rows(practice.open_session, projects_page.grid.list.uids, ["status"])
    admitted = next(
        uid for uid, row in zip(projects_page.grid.list.uids, rows, strict=True) if row[0] is Status.ADMITTED
    )
    projects_page.open_form(admitted)
    assert [window.verbs[verb].action.isVisible() for verb in (Submit, Admit, Return, Remove)] == [
        False,
        False,
        True,
        True,
    ]
    window.verbs[Return].action.trigger()
    dialog = window.findChild(ReasonDialog)
    assert dialog is not None
    dialog.do_button.click()
    assert dialog.strip.sentence
    dialog.reason.setPlainText("缺环评批复")
    dialog.do_button.click()
    settle()
    assert kept(projects_page.form).status is Status.RETURNED
    assert window.verbs[Submit].action.isVisible()


def test_missing_items_in_the_detail_pane_lead_to_their_field(projects_page: ProjectsPage, qtbot: QtBot):
    projects_page.grid.selectRow(0)
    link = next(found for found in projects_page.detail.findChildren(QPushButton) if found.property("role") == "link")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert projects_page.form.isVisible()
    focused = projects_page.form.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == link.text()


def test_a_reading_library_cannot_be_typed_into(practice_master: Path, desk: Desk, show: Show):
    desk.take_session(libraries.open_library(practice_master, "Reader", read_only=True, clock=desk.clock))
    window = show(desk)
    window.open_page("projects")
    page = window.page
    assert isinstance(page, ProjectsPage)
    page.open_form(page.grid.list.uids[0])
    assert not any(row.editor.isEnabled() for row in page.form.rows.values())
    assert not window.verbs[Submit].action.isEnabled()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_enter_and_tab_go_from_field_to_field_and_a_key_opens_what_else_can_be_said(
    projects_page: ProjectsPage, window: MainWindow, qtbot: QtBot
):
    projects_page.open_form(projects_page.grid.list.uids[4])
    form = projects_page.form
    keys = ["name", "project_code", "district", "address"]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        form.rows[keys[0]].editor.setFocus()
        for before, after in pairwise(keys):
            qtbot.keyClick(form.rows[before].editor, key)
            assert window.focusWidget() is form.rows[after].editor, (key, after)
    row = form.rows["address"]
    qtbot.waitUntil(row._menu.isHidden)
    QTimer.singleShot(300, row._menu.hide)
    with qtbot.waitSignal(row._menu.aboutToShow):
        qtbot.keyClick(row.editor, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    # The menu has swallowed the key's release: without another key, Ctrl would stay pressed for later tests.
    qtbot.keyClick(row.editor, Qt.Key.Key_End)


def test_taking_a_registration_back_leads_to_the_list_and_doing_it_again_brings_it_back(
    projects_page: ProjectsPage, practice: Desk, qtbot: QtBot, settle: Settle
):
    practice.go("projects", NEW_PROJECT)
    form = projects_page.form
    type_into(form.rows["name"], "全新的屋顶光伏", qtbot)
    qtbot.waitUntil(lambda: bool(form.uid))
    settle()
    uid = form.uid
    row = on(form, "project_code")
    type_into(row, "2026", qtbot)
    assert isinstance(row.editor, LineEditor)
    type_text(row.editor, "half typed")
    failures: list[object] = []
    practice.failed.connect(failures.append)
    practice.undo(practice.next_undo())
    settle()
    assert projects_page.is_list
    assert uid not in projects_page.grid.list.uids
    assert uid not in practice.selected
    assert not practice.unkept
    practice.redo(practice.next_redo())
    settle()
    assert uid in projects_page.grid.list.uids
    assert not failures


def test_a_form_comes_back_with_what_was_changed_elsewhere(
    form: ProjectForm, window: MainWindow, practice: Desk, settle: Settle
):
    window.open_page("pipeline")
    practice.announce(projects.edit_project(practice.open_session, form.uid, {"address": "elsewhere 7"}, {}))
    window.open_page("projects")
    assert form.rows["address"].editor.text() == "elsewhere 7"
