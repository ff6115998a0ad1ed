"""The workbench: a pack is read, changed by control or in the text, tried while it is written, and published."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from climafin.base.language import language
from climafin.base.paths import shipped_packs
from climafin.domain.query import ProjectQuery
from climafin.services import drafts, libraries, packs, projects
from climafin.services.pack_outline import read_book
from climafin.services.workbench import check_text, value_at
from climafin.ui.desk import Desk
from climafin.ui.dialogs.library import QuestionDialog
from climafin.ui.dialogs.line import LineDialog
from climafin.ui.dialogs.pack_changes import PackChangesWindow
from climafin.ui.dialogs.publish_pack import PublishDialog
from climafin.ui.dialogs.robustness import RobustnessWindow
from climafin.ui.main_window import MainWindow
from climafin.ui.models.effect import EffectColumn, EffectModel
from climafin.ui.models.outline import OutlineModel
from climafin.ui.models.rows import RowsModel, TextRow
from climafin.ui.pages.assessment import AssessmentPage
from climafin.ui.pages.workbench.bench import qt_place, text_place
from climafin.ui.pages.workbench.page import CASES, EFFECT, TEXT, WorkbenchPage
from tests.ui.conftest import PERSON, Show, type_text

SAMPLE = packs.pack_text(None, "liangjiang-sample")
Still = Callable[[], None]


@pytest.fixture
def page(window: MainWindow) -> WorkbenchPage:
    """The workbench, on the sample pack as it is shipped."""
    window.open_page("workbench", "liangjiang-sample")
    assert isinstance(window.page, WorkbenchPage)
    return window.page


@pytest.fixture
def still(page: WorkbenchPage, qtbot: QtBot) -> Iterator[Still]:
    """Wait until everything is kept and worked out."""
    wait = lambda: qtbot.waitUntil(  # noqa: E731 - handed out as it is
        lambda: not page.bench.is_busy and not page.desk.lane.is_busy, timeout=20_000
    )
    wait()
    yield wait
    wait()


@pytest.fixture
def draft(page: WorkbenchPage, still: Still) -> WorkbenchPage:
    """The workbench, on a copy of the sample pack."""
    page.commands.copy_button.click()
    still()
    return page


def show_part(page: WorkbenchPage, *path: object) -> None:
    page.tree.setCurrentIndex(page.outline.index_of(path))


def field(page: WorkbenchPage, *path: object) -> QLineEdit:
    edit = page.book.fields[path].edit
    assert isinstance(edit, QLineEdit)
    return edit


def write(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    type_text(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def replace(page: WorkbenchPage, old: str, new: str) -> None:
    """Change the text as somebody who types does."""
    cursor = page.editor.document().find(old)
    assert not cursor.isNull()
    page.editor.setTextCursor(cursor)
    type_text(page.editor, new)


# ---- opening


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


def test_the_result_follows_the_text(draft: WorkbenchPage, still: Still, qtbot: QtBot):
    assert draft.bench.answer is not None
    score = draft.result.score.text()
    draft.bench.change({("criteria", "C01", "steps", 3, "marks"): "90", ("criteria", "C01", "steps", 2, "marks"): "60"})
    still()
    uids = projects.list_uids(draft.desk.open_session, ProjectQuery())
    changed = set()
    for uid in uids[:12]:
        draft.result.project_wanted.emit(uid)
        still()
        changed.add(draft.result.score.text())
    assert len(changed) > 1
    assert score


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_project_is_found_by_its_name(draft: WorkbenchPage, still: Still):
    session = draft.desk.open_session
    uid = projects.list_uids(session, ProjectQuery())[30]
    ((number, name),) = projects.list_rows(session, [uid], ("number", "name"))
    draft.start_search()
    write(draft.result.project, f"{number} {name}")
    still()
    assert draft.bench.uid == uid


def test_a_project_is_kept_as_a_case_and_examined(draft: WorkbenchPage, still: Still):
    count = len(draft.bench.checked.cases)
    draft.result.case_button.click()
    dialog = draft.findChild(LineDialog)
    assert dialog is not None
    dialog.line.setText("随手一例")
    dialog.do_button.click()
    still()
    assert len(draft.bench.checked.cases) == count + 1
    assert draft.bench.checked.is_sound
    assert draft.cases.model.rows[-1].cells == ("right", "随手一例")


def test_failed_cases_take_todays_answers_only_when_asked(draft: WorkbenchPage, still: Still):
    draft.bench.change({("grades", "A", "from"): "95"})
    still()
    assert not draft.bench.checked.is_sound
    assert not draft.commands.publish_button.isEnabled()
    draft.panes.setCurrentIndex(CASES)
    draft.cases.take_all_button.click()
    assert not draft.bench.checked.is_sound
    dialog = draft.findChild(QuestionDialog)
    assert dialog is not None
    dialog.do_button.click()
    still()
    assert draft.bench.checked.is_sound
    assert draft.commands.publish_button.isEnabled()


def test_the_effect_names_movements_grades_and_rules(draft: WorkbenchPage, still: Still):
    draft.bench.change({("grades", "A", "from"): "85"})
    still()
    effect = draft.bench.effect
    assert effect is not None
    assert effect.grades > 0
    assert str(effect.grades) in draft.effect.summary.sentence
    grades = [draft.effect.model.index(at, EffectColumn.GRADE).data() for at in range(len(effect.rows))]
    assert sum("→" in str(text) for text in grades) == effect.grades


def test_another_pack_can_be_compared_with(draft: WorkbenchPage, still: Still):
    basis = draft.effect.basis
    at = next(at for at in range(basis.count()) if "prototype" in basis.itemText(at))
    basis.setCurrentIndex(at)
    basis.activated.emit(at)
    still()
    assert draft.bench.effect is not None
    assert draft.bench.effect.moves > 0
    draft.effect.changes_button.click()
    window = draft.window().findChild(PackChangesWindow)
    assert window is not None
    assert window.model.rowCount() > 10
    window.close()


def test_robustness_shows_draws_seed_error_weights_and_swaps(draft: WorkbenchPage, still: Still):
    draft.effect.robustness_button.click()
    still()
    window = draft.window().findChild(RobustnessWindow)
    assert window is not None
    told = window.strip.sentence
    assert all(part in told for part in ("1000 draws", "20261120", "1.6"))
    assert window.ranks.rowCount() == len(window.found.standings)  # type: ignore[union-attr]
    assert window.weights.rowCount() == 15
    assert window.swaps.rowCount() > 0
    assert window.alike.rowCount() > 0
    window.close()


# ---- publishing, import, export


def test_publishing_asks_for_a_reason_and_keeps_the_old_edition(draft: WorkbenchPage, still: Still):
    draft.commands.publish_button.click()
    dialog = draft.findChild(PublishDialog)
    assert dialog is not None
    dialog.do_button.click()
    assert dialog.strip.sentence
    dialog.second.setText(PERSON)
    dialog.reason.setPlainText("试行")
    dialog.do_button.click()
    assert "somebody else" in dialog.strip.sentence
    dialog.second.setText("李强")
    dialog.do_button.click()
    still()
    session = draft.desk.open_session
    known = [entry for entry in packs.known_packs(session) if entry.stamp.pack_id == "liangjiang-sample"]
    assert [(entry.stamp.edition, entry.second_person) for entry in known] == [(2, "李强"), (1, "")]
    assert drafts.drafts(session) == ()
    assert draft.editor.isReadOnly()
    assert packs.pack_text(session, "liangjiang-sample", 1) == SAMPLE


def test_a_pack_goes_out_and_comes_back_as_a_draft(draft: WorkbenchPage, still: Still, tmp_path):  # noqa: ANN001
    draft.bench.change({("grades", "A", "from"): "81"})
    still()
    text = draft.bench.text
    draft.commands.give_out(tmp_path / "一份.yaml")
    assert (tmp_path / "一份.yaml").read_text(encoding="utf-8") == text
    (tmp_path / "broken.yaml").write_text(text.replace("kind: notice", "kind: nonsense"), encoding="utf-8")
    draft.commands.take_in(tmp_path / "broken.yaml")
    still()
    assert len(drafts.drafts(draft.desk.open_session)) == 2
    assert draft.bench.is_faulty
    assert "nonsense" in draft.bench.text


def test_a_draft_is_removed_only_when_asked(draft: WorkbenchPage, still: Still):
    draft.commands.actions["drop"].trigger()
    assert len(drafts.drafts(draft.desk.open_session)) == 1
    dialog = draft.findChild(QuestionDialog)
    assert dialog is not None
    dialog.do_button.click()
    still()
    assert drafts.drafts(draft.desk.open_session) == ()


def test_a_new_pack_begins_sound(page: WorkbenchPage, still: Still):
    page.commands.actions["new"].trigger()
    still()
    assert page.bench.is_draft
    assert page.bench.checked.is_sound


def test_who_only_reads_the_library_changes_nothing(practice: Desk, show: Show, qtbot: QtBot):
    drafts.new_draft(practice.open_session)
    folder = practice.open_session.info.folder
    practice.take_session(libraries.open_library(folder, PERSON, read_only=True, clock=practice.clock))
    window = show(practice)
    window.open_page("workbench")
    page = window.page
    assert isinstance(page, WorkbenchPage)
    qtbot.waitUntil(lambda: not page.bench.is_busy, timeout=20_000)
    assert page.editor.isReadOnly()
    assert not page.commands.actions["new"].isEnabled()
    page.bench.change({("edition",): "7"})
    assert "edition: 7" not in page.bench.text


def test_everything_that_takes_the_keyboard_has_a_name(draft: WorkbenchPage, still: Still):
    for part in ("about", "limits", "gates", "groups", "criteria", "grades"):
        show_part(draft, part)
        for pane in range(draft.panes.count()):
            draft.panes.setCurrentIndex(pane)
            nameless = [
                type(one).__name__
                for one in draft.findChildren(QWidget)
                if one.isVisible()
                and one.focusPolicy() & Qt.FocusPolicy.TabFocus
                and not (one.accessibleName() or getattr(one, "text", lambda: "")())
                and type(one).__name__ not in ("QTabBar", "QScrollArea", "QSplitter", "Told", "QLineEdit")
            ]
            assert nameless == []


# ---- models


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_outline_keeps_qts_rules(qtmodeltester: ModelTester, code: str):
    model = OutlineModel(language(code))  # type: ignore[arg-type]
    qtmodeltester.check(model)
    faulty = check_text(SAMPLE.replace("PUE ≤ PUE上限", "PUE ≤ PUE上线"))
    for text, slips in ((SAMPLE, ()), (faulty.text, faulty.slips), ("pack: x\ngates: []\n", ())):
        book = read_book(text)
        assert book is not None
        model.show_outline(book.outline, slips)
        qtmodeltester.check(model)


def test_rows_keep_qts_rules(qtmodeltester: ModelTester, qapp: QApplication):
    model = RowsModel(("a", "b"), right=(1,))
    qtmodeltester.check(model)
    model.show_rows([TextRow(("1", "2")), TextRow(("3", "4"), "told")])
    qtmodeltester.check(model)


def test_the_effect_keeps_qts_rules(draft: WorkbenchPage, still: Still, qtmodeltester: ModelTester):
    model = EffectModel(language("en"))
    qtmodeltester.check(model)
    effect = draft.bench.effect
    assert effect is not None
    assert effect.marks is not None
    assert draft.weights is not None
    model.show_rows(effect.rows)
    qtmodeltester.check(model)
    model.show_rows(effect.marks.under(draft.weights.moved_group("data", 30_00)))
    qtmodeltester.check(model)


def test_the_cursor_stays_where_one_types(draft: WorkbenchPage, still: Still):
    """A check that comes back while one types on moves nothing."""
    draft.views.setCurrentIndex(TEXT)
    cursor = draft.editor.document().find("# Marks run")
    cursor.setPosition(cursor.selectionEnd(), QTextCursor.MoveMode.MoveAnchor)
    draft.editor.setTextCursor(cursor)
    place = cursor.position()
    for letter in "abc":
        type_text(draft.editor, letter)
        draft.bench.check_now()
    still()
    assert draft.editor.textCursor().position() == place + 3
    assert "# Marks runabc" in draft.bench.text
