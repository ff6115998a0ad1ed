"""A pack is read in the workbench, and changed by control or in the text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from climafin.base.paths import shipped_packs
from climafin.services import drafts, projects
from climafin.services.workbench import check_text, value_at
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.assessment import AssessmentPage
from climafin.ui.pages.workbench.bench import qt_place, text_place
from climafin.ui.pages.workbench.page import EFFECT, TEXT, WorkbenchPage
from tests.ui.workbench.hand import SAMPLE, Still, field, replace, show_part, write


def test_the_assessment_page_leads_to_the_rules_of_its_pack(window: MainWindow, qtbot: QtBot):
    window.open_page("assessment")
    assert isinstance(window.page, AssessmentPage)
    window.page.rules_button.click()
    page = window.page
    assert isinstance(page, WorkbenchPage)
    qtbot.waitUntil(lambda: not page.bench.is_busy, timeout=20_000)
    assert page.bench.text == SAMPLE
    page.bar.back.click()
    assert isinstance(window.page, AssessmentPage)


def test_a_shipped_pack_is_only_read(page: WorkbenchPage, still: Still):
    show_part(page, "gates")
    assert page.editor.isReadOnly()
    assert all(one.edit.isReadOnly() for one in page.book.fields.values() if isinstance(one.edit, QLineEdit))
    assert not page.commands.publish_button.isVisible()
    page.bench.change({("edition",): "9"})
    still()
    assert page.bench.text == SAMPLE


def test_a_copy_can_be_worked_on_and_the_shipped_file_stays(draft: WorkbenchPage, still: Still):
    file = shipped_packs() / "liangjiang-sample" / "pack.yaml"
    before = file.read_bytes()
    assert not draft.editor.isReadOnly()
    draft.bench.change({("gates", "N2", "test"): "项目资本金 / 总投资 ≥ 25 %"})
    still()
    assert file.read_bytes() == before
    (head,) = drafts.drafts(draft.desk.open_session)
    assert "≥ 25 %" in drafts.read_draft(draft.desk.open_session, head.name).text


def test_the_standing_of_a_pack_is_always_seen_even_with_faults(draft: WorkbenchPage, still: Still):
    for _turn in range(2):
        assert draft.standing.isVisible()
        assert "Sample" in draft.standing.sentence
        assert draft.commands.chip.text == "not official"
        replace(draft, "kind: requirement", "kind: nonsense")
        still()
    assert draft.bench.is_faulty


@pytest.mark.parametrize("is_book", [True, False])
def test_what_was_typed_is_there_when_one_comes_back(draft: WorkbenchPage, still: Still, is_book: bool):
    window = draft.window()
    assert isinstance(window, MainWindow)
    if is_book:
        draft.bench.change({("grades", "A", "from"): "85"})
        still()
    else:
        replace(draft, "from: 80", "from: 85")
    window.open_page("projects")
    name = drafts.drafts(draft.desk.open_session)[0].name
    assert "from: 85" in drafts.read_draft(draft.desk.open_session, name).text
    window.open_page("workbench")
    assert "from: 85" in draft.bench.text


# ---- the text


def test_a_slip_is_marked_where_it_stands_and_told_below(draft: WorkbenchPage, still: Still):
    draft.views.setCurrentIndex(TEXT)
    replace(draft, "PUE ≤ PUE上限", "PUE ≤ PUE上线")
    still()
    (row,) = draft.slips.rows
    assert row.cells[0] == "fault"
    assert "PUE上限" in row.cells[2]
    marks = [one.cursor.selectedText() for one in draft.editor.extraSelections() if one.cursor.hasSelection()]  # type: ignore[attr-defined]
    assert marks == ["PUE上线"]
    assert not draft.commands.publish_button.isEnabled()


def test_enter_on_a_slip_goes_to_its_place(draft: WorkbenchPage, still: Still):
    replace(draft, "PUE ≤ PUE上限", "PUE ≤ PUE上线")
    still()
    draft.slip_table.selectRow(0)
    QTest.keyClick(draft.slip_table, Qt.Key.Key_Return)
    cursor = draft.editor.textCursor()
    assert cursor.block().text()[cursor.positionInBlock() :].startswith("PUE上线")
    assert draft.views.currentIndex() == TEXT


def test_the_tree_marks_the_part_with_the_slip_and_leads_to_it(draft: WorkbenchPage, still: Still):
    replace(draft, "PUE ≤ PUE上限", "PUE ≤ PUE上线")
    still()
    gates = draft.outline.index_of(("gates",))
    assert draft.outline.data(gates, Qt.ItemDataRole.DecorationRole) is not None
    assert draft.outline.data(draft.outline.index_of(("grades",)), Qt.ItemDataRole.DecorationRole) is None
    show_part(draft, "grades", 0)
    assert draft.editor.textCursor().block().text().strip().startswith("- {key: A")


def test_the_keyboard_in_the_text_shows_its_part_in_the_tree(draft: WorkbenchPage, still: Still):
    draft.go_to_place(draft.bench.text.index("- id: X2"))
    assert str(draft.tree.currentIndex().data()).startswith("X2")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_names_are_completed_while_one_types(draft: WorkbenchPage, still: Still, qtbot: QtBot):
    draft.views.setCurrentIndex(TEXT)
    cursor = draft.editor.document().find("PUE ≤ PUE上限")
    cursor.setPosition(cursor.selectionEnd())
    draft.editor.setTextCursor(cursor)
    draft.editor.setFocus()
    QTest.keyClicks(draft.editor, " and approval_e")
    popup = draft.editor.completer.popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert "PUE ≤ PUE上限 and approval_eia" in draft.bench.text


def test_text_that_is_not_well_formed_keeps_the_tree(draft: WorkbenchPage, still: Still):
    count = draft.outline.rowCount()
    replace(draft, "criteria:", "criteria")
    still()
    assert draft.slips.rows
    assert draft.outline.rowCount() == count


def test_characters_beyond_the_first_plane_do_not_shift_marks(draft: WorkbenchPage, still: Still):
    replace(draft, "样例规则包", "𠮷样例规则包")
    replace(draft, "PUE ≤ PUE上限", "PUE ≤ PUE上线")
    still()
    marks = [one.cursor.selectedText() for one in draft.editor.extraSelections() if one.cursor.hasSelection()]  # type: ignore[attr-defined]
    assert marks == ["PUE上线"]
    assert [text_place("a𠮷b", qt_place("a𠮷b", at)) for at in range(4)] == [0, 1, 2, 3]


# ---- the rule book


def test_a_threshold_changes_its_own_characters_only(draft: WorkbenchPage, still: Still):
    before = draft.bench.text
    show_part(draft, "grades")
    write(field(draft, "grades", 0, "from"), "82.5")
    still()
    assert draft.bench.text == before.replace("from: 80", "from: 82.5", 1)


def test_undo_takes_back_what_a_control_did(draft: WorkbenchPage, still: Still):
    before = draft.bench.text
    draft.bench.change({("grades", "A", "from"): "82"})
    still()
    show_part(draft, "grades")
    draft.tree.setFocus()
    QTest.keyClick(draft.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert draft.bench.text == before
    QTest.keyClick(draft.tree, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    still()
    assert draft.bench.text != before
    assert field(draft, "grades", 0, "from").text() == "82"


def test_undo_here_leaves_the_library_alone(draft: WorkbenchPage, still: Still):
    session = draft.desk.open_session
    change, uid = projects.register_project(session, {"name": "Just registered"})
    draft.desk.announce(change)
    still()
    draft.tree.setFocus()
    QTest.keyClick(draft.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    still()
    assert projects.existing(session, [uid]) == (uid,)


def test_a_word_where_a_number_belongs_is_told_beside_the_field(draft: WorkbenchPage, still: Still):
    before = draft.bench.text
    show_part(draft, "grades")
    write(field(draft, "grades", 0, "from"), "high")
    assert draft.book.fields["grades", 0, "from"].told.isVisible()
    still()
    assert draft.bench.text == before


def test_a_condition_is_said_in_the_readers_words(draft: WorkbenchPage, still: Still):
    show_part(draft, "gates")
    said = draft.book.fields["gates", 0, "test"].said
    assert "Climate category" in said.text()


def test_a_fault_stands_beside_its_value_in_the_rule_book(draft: WorkbenchPage, still: Still):
    show_part(draft, "gates")
    place = ("gates", 6, "test")
    write(field(draft, *place), "PUE ≤ PUE上线")
    still()
    assert "PUE上限" in draft.book.fields[place].told.text()


# ---- weights


def test_the_library_is_ranked_anew_while_a_weight_slides(draft: WorkbenchPage, still: Still):
    show_part(draft, "groups")
    before, text = [draft.effect.model.row(at).after for at in range(5)], draft.bench.text
    slider = draft.book.weights["groups", "climate"].slider
    slider.setSliderDown(True)
    slider.setValue(70_00)
    assert draft.panes.currentIndex() == EFFECT
    sliding = [draft.effect.model.row(at).after for at in range(5)]
    assert sliding != before
    assert draft.bench.text == text
    slider.setSliderDown(False)
    still()
    assert value_at(draft.bench.text, ("groups", "climate", "weight")) == "70"
    assert check_text(draft.bench.text).pack is not None
    assert [draft.effect.model.row(at).after for at in range(5)] == sliding


def test_a_weight_can_be_typed_and_the_others_give_way(draft: WorkbenchPage, still: Still):
    show_part(draft, "criteria")
    write(draft.book.weights["criteria", "C01"].field, "15")
    still()
    values = [float(value_at(draft.bench.text, ("criteria", at, "weight"))) for at in range(15)]
    assert values[0] == 15
    assert sum(values) == pytest.approx(100)
    assert value_at(draft.bench.text, ("groups", "climate", "weight")) == "40"


def test_one_step_of_undo_takes_back_all_weights(draft: WorkbenchPage, still: Still):
    before = draft.bench.text
    show_part(draft, "groups")
    write(draft.book.weights["groups", "climate"].field, "50")
    still()
    draft.bench.undo()
    assert draft.bench.text == before


# ---- result, library, cases
