"""The list: what is asked is shown, what is chosen is counted, what changed is seen, keys are those of a table."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage, QInputMethodEvent, QPainter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from climafin.base.messages import Label, message
from climafin.domain.project import ValueNote
from climafin.domain.query import Column, ProjectQuery, SortKey
from climafin.domain.shown_values import shown_money
from climafin.domain.stages import Stage
from climafin.services import projects
from climafin.ui.actions.editing import Redo, Undo
from climafin.ui.desk import Desk
from climafin.ui.main_window import MainWindow
from climafin.ui.models.columns import grade_range, grade_words
from climafin.ui.models.project_list import ProjectListModel
from climafin.ui.pages.projects.grid import ProjectGrid
from climafin.ui.pages.projects.page import ProjectsPage
from climafin.ui.style import Type, space, theme
from tests.ui.conftest import Show, type_text

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def names(model: ProjectListModel) -> list[str]:
    return [model.index(row, model.keys.index("name")).data() for row in range(model.rowCount(QModelIndex()))]


def test_the_model_keeps_qts_rules_while_it_is_asked_sorted_and_changed(practice: Desk):
    model = ProjectListModel(practice.open_session, practice.language, ("name", Column.STAGE, "total_investment"))
    QAbstractItemModelTester(model, FATAL)
    model.ask(ProjectQuery())
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.ask(ProjectQuery(words="光伏"))
    model.show_columns(("name", Column.NUMBER))
    uid = model.uids[0]
    change = projects.edit_project(practice.open_session, uid, {"remarks": "x"})
    assert model.refresh(change.uids) is False
    change = projects.edit_project(practice.open_session, uid, {"name": "no longer solar"})
    assert model.refresh(frozenset()) is True


def test_every_project_is_listed_and_pages_are_read_as_they_are_seen(projects_page: ProjectsPage, practice: Desk):
    asked = projects.list_uids(practice.open_session, ProjectQuery())
    assert projects_page.grid.list.uids == asked
    assert len(set(names(projects_page.grid.list))) > 50


def test_typing_in_the_search_box_narrows_the_list_and_the_counts(projects_page: ProjectsPage, qtbot: QtBot):
    everything = len(projects_page.grid.list.uids)
    with qtbot.waitSignal(projects_page.grid.list.modelReset):
        type_text(projects_page.search, "光伏")
    assert 0 < len(projects_page.grid.list.uids) < everything
    total = sum(int(item.text(1)) for item in projects_page.filters.items[Column.STAGE].values())
    assert total == len(projects_page.grid.list.uids)


def test_search_waits_until_the_input_method_has_finished(projects_page: ProjectsPage, qtbot: QtBot):
    everything = len(projects_page.grid.list.uids)
    QApplication.sendEvent(projects_page.search, QInputMethodEvent("guang", []))
    assert not projects_page._timer.isActive()
    assert len(projects_page.grid.list.uids) == everything
    with qtbot.waitSignal(projects_page.grid.list.modelReset):
        type_text(projects_page.search, "光伏")
    assert len(projects_page.grid.list.uids) < everything


def test_a_tick_filters_and_clear_brings_everything_back(projects_page: ProjectsPage, qtbot: QtBot):
    planned = projects_page.filters.items[Column.STAGE][Stage.PLANNED]
    wanted = int(planned.text(1))
    everything = len(projects_page.grid.list.uids)
    with qtbot.waitSignal(projects_page.grid.list.modelReset):
        planned.setCheckState(0, Qt.CheckState.Checked)
    assert len(projects_page.grid.list.uids) == wanted
    projects_page.filters.clear()
    assert len(projects_page.grid.list.uids) == everything


def test_clicking_a_head_sorts_and_keeps_the_chosen_project(projects_page: ProjectsPage):
    grid = projects_page.grid
    grid.choose((grid.list.uids[3],))
    uid = grid.chosen_uids()
    head = grid.horizontalHeader()
    at = grid.list.keys.index("total_investment")
    head.setSortIndicator(at, Qt.SortOrder.DescendingOrder)
    assert grid.list.query.sort == (SortKey("total_investment", descending=True),)
    values = [grid.list.value(row, at) for row in range(len(grid.list.uids))]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values[len(known) :] == [None] * (len(values) - len(known))
    assert grid.chosen_uids() == uid


def test_the_status_bar_counts_and_sums_what_is_chosen(projects_page: ProjectsPage, window: MainWindow, practice: Desk):
    projects_page.grid.selectAll()
    sums = projects.column_sums(practice.open_session, "total_investment", projects_page.grid.list.uids)
    assert shown_money(int(sums.total or 0)) in window.status.counts.text()
    assert str(len(projects_page.grid.list.uids)) in window.status.counts.text()
    assert practice.selected == tuple(projects_page.grid.list.uids)


def test_copied_cells_are_tab_text(projects_page: ProjectsPage):
    grid = projects_page.grid
    grid.choose((grid.list.uids[0],))
    grid.copy()
    cells = QGuiApplication.clipboard().text().split("\t")
    assert len(cells) == len(grid.list.keys)
    assert names(grid.list)[0] in cells


def test_enter_opens_the_form_and_esc_comes_back_to_the_same_project(projects_page: ProjectsPage, qtbot: QtBot):
    grid = projects_page.grid
    grid.choose((grid.list.uids[5],))
    uid = grid.chosen_uids()[0]
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert projects_page.form.isVisible()
    assert projects_page.form.uid == uid
    projects_page.show_list()
    assert grid.isVisible()
    assert grid.chosen_uids() == (uid,)


def test_a_change_is_seen_in_the_list_and_can_be_undone_and_done_again(
    projects_page: ProjectsPage, window: MainWindow, practice: Desk
):
    uid = projects_page.grid.list.uids[0]
    before = names(projects_page.grid.list)[0]
    practice.announce(projects.edit_project(practice.open_session, uid, {"name": "Another name"}))
    assert "Another name" in names(projects_page.grid.list)
    assert not window.status.undo.isHidden()
    window.verbs[Undo].action.trigger()
    assert before in names(projects_page.grid.list)
    window.verbs[Redo].action.trigger()
    assert "Another name" in names(projects_page.grid.list)


def test_columns_can_be_hidden_and_are_remembered(projects_page: ProjectsPage, practice: Desk):
    grid = projects_page.grid
    grid.setColumnWidth(1, 333)
    grid.show_columns(("name", Column.STAGE))
    projects_page.leave()
    assert practice.settings.layout["projects.columns"] == "name:333,stage:"


def test_columns_grow_with_what_comes_in_so_that_no_figure_is_cut(empty: Desk, show: Show, qtbot: QtBot):
    window = show(empty)
    page = window.page
    assert isinstance(page, ProjectsPage)
    first, _ = projects.register_project(empty.open_session, {"name": "甲", "total_investment": 100})
    empty.announce(first)
    second, _ = projects.register_project(empty.open_session, {"name": "乙", "total_investment": 123_456_789_000_000})
    empty.announce(second)
    qtbot.waitUntil(lambda: len(page.grid.list.uids) == 2)
    at = page.grid.list.keys.index("total_investment")
    shown = str(page.grid.list.index(1, at).data())
    assert page.grid.columnWidth(at) > QFontMetrics(theme().font(Type.BODY)).horizontalAdvance(shown)


def test_in_an_empty_library_the_keyboard_is_on_what_to_do_next(empty: Desk, show: Show, qtbot: QtBot):
    window = show(empty)
    window.open_page("settings")
    window.open_page("projects")
    page = window.page
    assert isinstance(page, ProjectsPage)
    focused = window.focusWidget()
    assert focused is not None
    assert page.nothing_yet.isAncestorOf(focused)


def test_an_empty_library_says_what_to_do_next(empty: Desk, show: Show):
    window = show(empty)
    window.open_page("projects")
    page = window.page
    assert isinstance(page, ProjectsPage)
    assert page.middle.currentWidget() is page.nothing_yet


def test_a_search_without_hits_offers_the_way_back(projects_page: ProjectsPage):
    projects_page.search.setText("nothing is called like this")
    projects_page.look()
    assert projects_page.middle.currentWidget() is projects_page.nothing_found
    projects_page.show_everything()
    projects_page.look()
    assert projects_page.middle.currentWidget() is projects_page.grid


def test_a_refusal_is_told_above_the_page(window: MainWindow, practice: Desk):
    done, _ = practice.do(lambda: projects.show_project(practice.open_session, "no such project"))
    assert not done
    assert "no such project" in window.strip.sentence
    practice.tell(message("Saved"))
    assert not window.strip.sentence


def test_choosing_many_projects_far_apart_is_kept_when_the_list_is_sorted(projects_page: ProjectsPage):
    grid = projects_page.grid
    wanted = tuple(grid.list.uids[::2])
    grid.choose(wanted)
    assert grid.chosen_uids() == wanted
    grid.horizontalHeader().setSortIndicator(grid.list.keys.index("name"), Qt.SortOrder.AscendingOrder)
    assert sorted(grid.chosen_uids()) == sorted(wanted)


@pytest.mark.parametrize("desk", ["en", "zh_CN"], indirect=True)
def test_what_is_read_first_needs_no_scrolling_on_a_small_screen(practice: Desk, show: Show, qtbot: QtBot):
    window = show(practice)
    grid = window.page.grid
    wanted = (Column.NUMBER, "name", Column.STAGE, Column.GRADE, "total_investment", "sector", "district")
    for key in wanted:
        at = grid.list.keys.index(key)
        right = grid.columnViewportPosition(at) + grid.columnWidth(at)
        assert right <= grid.viewport().width(), key
        lines = str(grid.list.headerData(at, Qt.Orientation.Horizontal)).split("\n")
        small = QFontMetrics(theme().font(Type.SMALL))
        assert max(small.horizontalAdvance(line) for line in lines) + space(4) <= grid.columnWidth(at), key


def test_a_column_that_was_pulled_keeps_its_width_in_any_window_and_after_a_restart(
    projects_page: ProjectsPage, window: MainWindow, practice: Desk
):
    projects_page.grid.setColumnWidth(1, 333)
    window.resize(1000, 700)
    projects_page.leave()
    again = ProjectGrid(practice)
    assert (again.columnWidth(1), projects_page.grid.columnWidth(1)) == (333, 333)


def test_the_chosen_row_the_row_under_the_pointer_and_the_cell_with_the_keyboard_are_told_apart(
    window: MainWindow, projects_page: ProjectsPage
):
    grid = projects_page.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.list.index(2, 1))
    cells = {row: grid.visualRect(grid.list.index(row, 1)) for row in (0, 2, 4)}
    QTest.mouseMove(window.windowHandle(), grid.viewport().mapTo(window, cells[4].center()))
    painted = grid.viewport().grab().toImage()

    def ground(row: int) -> str:
        return painted.pixelColor(cells[row].right() - 4, cells[row].top() + 6).name().upper()

    tokens = theme().tokens
    assert (ground(0), ground(2), ground(4)) == (tokens.surface, tokens.accent_soft, tokens.hover)
    edge = painted.pixelColor(cells[2].center().x(), cells[2].top() + 1).name().upper()
    assert edge == tokens.accent
    QTest.mouseMove(window.windowHandle(), QPoint(5, 5))
    painted = grid.viewport().grab().toImage()
    assert ground(4) == tokens.surface


def test_the_first_project_is_chosen_and_the_keyboard_is_in_the_list(
    window: MainWindow, projects_page: ProjectsPage, practice: Desk, qtbot: QtBot
):
    qtbot.waitUntil(lambda: bool(practice.selected))
    first = projects_page.grid.list.uids[0]
    assert practice.selected == (first,)
    assert projects_page.detail.uid == first
    assert window.focusWidget() is projects_page.grid
    projects_page.search.setText("光伏")
    projects_page.look()
    assert practice.selected == (projects_page.grid.list.uids[0],)


def test_known_unknown_and_not_applicable_have_three_looks(projects_page: ProjectsPage, practice: Desk):
    uid = projects_page.grid.list.uids[0]
    values = {"total_investment": 500_000_000, "owner_name": None, "sector": None}
    notes = {"sector": ValueNote(not_applicable=True)}
    practice.announce(projects.edit_project(practice.open_session, uid, values, notes))
    model = projects_page.grid.list
    cells = [model.index(0, model.keys.index(key)) for key in values]
    assert [cell.data() for cell in cells] == ["500.00", "", "n/a"]
    told = [cell.data(Qt.ItemDataRole.AccessibleTextRole) for cell in cells]
    assert told == ["500.00", "(not provided)", "n/a"]
    looks = set()
    for cell in cells:
        picture = QImage(120, 30, QImage.Format.Format_RGB32)
        picture.fill(0)
        painter = QPainter(picture)
        option = QStyleOptionViewItem()
        option.rect = picture.rect()
        projects_page.grid.itemDelegate().paint(painter, option, cell)
        painter.end()
        looks.add(bytes(picture.constBits()))
    assert len(looks) == 3


def test_a_range_over_all_grades_is_said_in_a_word_and_told_at_the_pointer(practice: Desk):
    whole = (Label("未达级", "Below the grades"), Label("深绿", "Deep green"))
    part = (Label("浅绿", "Light green"), Label("深绿", "Deep green"))
    assert grade_words(whole, practice.language) == "Grade open"
    assert grade_range(whole, practice.language) == "Below the grades–Deep green"
    assert grade_words(part, practice.language) == "Light green–Deep green"
    assert grade_words(None, practice.language) == ""


def test_from_the_search_box_enter_or_down_goes_on_to_the_list_and_esc_clears_it(
    projects_page: ProjectsPage, window: MainWindow, qtbot: QtBot
):
    window.activateWindow()
    everything = len(projects_page.grid.list.uids)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down):
        projects_page.start_search()
        type_text(projects_page.search, "光伏")
        qtbot.keyClick(projects_page.search, key)
        assert window.focusWidget() is projects_page.grid
        assert 0 < len(projects_page.grid.list.uids) < everything
        projects_page.start_search()
        qtbot.keyClick(projects_page.search, Qt.Key.Key_Escape)
        assert not projects_page.search.text()
    projects_page.look()
    assert len(projects_page.grid.list.uids) == everything


def test_a_search_without_hits_leaves_the_filters_open(projects_page: ProjectsPage):
    for words in ("nothing is called like this", ""):
        projects_page.search.setText(words)
        projects_page.look()
    assert all(top.isExpanded() for top in projects_page.filters._tops.values() if top.childCount())
