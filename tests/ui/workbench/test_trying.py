"""A pack is tried in the workbench while it is written, and published."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from climafin.base.language import language
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
from climafin.ui.models.effect import EffectColumn, EffectModel
from climafin.ui.models.outline import OutlineModel
from climafin.ui.models.rows import RowsModel, TextRow
from climafin.ui.pages.workbench.page import CASES, TEXT, WorkbenchPage
from tests.ui.conftest import PERSON, Show, type_text
from tests.ui.workbench.hand import SAMPLE, Still, show_part, write


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
    shipped = int(value_at(SAMPLE, ("edition",)))
    assert [(entry.stamp.edition, entry.second_person) for entry in known] == [(shipped + 1, "李强"), (shipped, "")]
    assert drafts.drafts(session) == ()
    assert draft.editor.isReadOnly()
    assert packs.pack_text(session, "liangjiang-sample", shipped) == SAMPLE


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
