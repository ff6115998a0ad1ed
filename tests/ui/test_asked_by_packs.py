"""What a rule pack asks besides the dictionary is asked in the form: kept, undone, and no gap of the record."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from climafin.domain.project import Project
from climafin.services import assessments, projects
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.project_form.editors import LineEditor
from climafin.ui.pages.project_form.form import ProjectForm
from climafin.ui.pages.project_form.table_editor import TableEditor
from climafin.ui.pages.projects.page import ProjectsPage
from tests.ui.conftest import Settle, type_text
from tests.unit.services.office_book import PACK, published

SECTION = "Asked by the rule pack: An office's rules"


@pytest.fixture
def form(window: MainWindow, projects_page: ProjectsPage) -> ProjectForm:
    session = window.desk.open_session
    published(session)
    uid = projects_page.grid.list.uids[40]
    assessments.assess_projects(session, pack_id=PACK, uids=[uid])
    projects_page.open_form(uid, "efficiency")
    return projects_page.form


@pytest.fixture
def table(form: ProjectForm) -> TableEditor:
    made = form.rows["penalties"].editor
    assert isinstance(made, TableEditor)
    return made


def sections(form: ProjectForm) -> list[str]:
    return [form.index.item(at).text() for at in range(form.index.count())]


def kept(form: ProjectForm) -> Project:
    return projects.show_project(form.desk.open_session, form.uid)


def fill(table: TableEditor, row: int, qtbot: QtBot, **texts: str) -> None:
    """Type into the cells of a row, going on with Tab."""
    for key, text in texts.items():
        cell = table.rows[row][key]
        assert isinstance(cell, LineEditor)
        cell.setFocus()
        cell.selectAll()
        type_text(cell, text)
        qtbot.keyClick(cell, Qt.Key.Key_Tab)


def test_a_pack_in_use_has_a_section_before_stages_and_history(form: ProjectForm):
    assert sections(form)[-3:] == [SECTION, "Stages", "History"]
    assert form.index.currentItem().text() == SECTION
    assert list(form.rows) == ["penalties", "efficiency"]


def test_a_pack_nobody_assesses_by_asks_nothing_until_it_is_chosen(window: MainWindow, projects_page: ProjectsPage):
    published(window.desk.open_session)
    uid = projects_page.grid.list.uids[40]
    projects_page.open_form(uid)
    assert SECTION not in sections(projects_page.form)
    window.desk.pack_id = PACK
    projects_page.open_form(uid)
    assert SECTION in sections(projects_page.form)


def test_an_answer_is_kept_and_undone_and_no_goal_counts_it(
    form: ProjectForm, window: MainWindow, qtbot: QtBot, settle: Settle
):
    before = [chip.text for chip in form.head.goals.values()]
    cell = form.rows["efficiency"].editor
    assert isinstance(cell, LineEditor)
    qtbot.keyClicks(cell, "87.5%")
    qtbot.keyClick(cell, Qt.Key.Key_Tab)
    settle()
    assert kept(form).values["efficiency"] == 87.5
    assert [chip.text for chip in form.head.goals.values()] == before
    window.desk.undo(window.desk.next_undo())
    assert "efficiency" not in kept(form).values
    assert cell.text() == ""


def test_rows_are_added_filled_and_taken_away(form: ProjectForm, table: TableEditor, qtbot: QtBot, settle: Settle):
    qtbot.mouseClick(table.add_button, Qt.MouseButton.LeftButton)
    settle()
    assert "penalties" not in kept(form).values, "an empty row says nothing yet"
    fill(table, 0, qtbot, on="2024.2.29", fine="60")
    settle()
    first = {"on": date(2024, 2, 29), "fine": 60_0000_00}
    assert kept(form).values["penalties"] == (first,)
    qtbot.mouseClick(table.add_button, Qt.MouseButton.LeftButton)
    fill(table, 1, qtbot, fine="0.5亿")
    settle()
    assert kept(form).values["penalties"] == (first, {"fine": 5000_0000_00})
    table.remove_row(0)
    settle()
    assert kept(form).values["penalties"] == ({"fine": 5000_0000_00},)
    table.remove_row(0)
    settle()
    assert "penalties" not in kept(form).values, "not known again, never none by itself"


def test_that_there_are_none_is_an_answer(form: ProjectForm, table: TableEditor, qtbot: QtBot, settle: Settle):
    qtbot.mouseClick(table.none_button, Qt.MouseButton.LeftButton)
    settle()
    assert kept(form).values["penalties"] == ()
    assert table.standing.text() == "there are none"
    qtbot.mouseClick(table.none_button, Qt.MouseButton.LeftButton)
    settle()
    assert "penalties" not in kept(form).values


def test_a_row_taken_away_comes_back_by_undo(
    form: ProjectForm, table: TableEditor, window: MainWindow, qtbot: QtBot, settle: Settle
):
    table.add_row()
    fill(table, 0, qtbot, fine="60")
    settle()
    table.remove_row(0)
    settle()
    assert table.rows == []
    window.desk.undo(window.desk.next_undo())
    (cells,) = table.rows
    assert cells["fine"].raw() == "60"


def test_a_wrong_cell_is_told_and_waits_to_be_mended(
    form: ProjectForm, table: TableEditor, qtbot: QtBot, settle: Settle
):
    table.add_row()
    fill(table, 0, qtbot, on="2024-02-30")
    settle()
    assert "Row 1" in form.rows["penalties"].problem
    assert "penalties" not in kept(form).values
    form.index.setCurrentRow(0)
    form.show_project(form.uid, "penalties")
    again = form.rows["penalties"]
    assert isinstance(again.editor, TableEditor)
    assert again.editor.rows[0]["on"].raw() == "2024-02-30", "what was typed is still there"
    assert "Row 1" in again.problem
    fill(again.editor, 0, qtbot, on="2024-02-29")
    settle()
    assert again.problem == ""
    assert len(kept(form).values["penalties"]) == 1  # type: ignore[arg-type]
