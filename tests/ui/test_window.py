"""The frame: it says where one is, names everything for screen readers, and leaves nothing behind."""

import gc
import shutil
import weakref
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from climafin.base.errors import DataProblem
from climafin.base.messages import message
from climafin.base.settings import Settings, load_settings
from climafin.domain.query import ProjectQuery
from climafin.services import libraries, projects
from climafin.ui.actions.helping import ShowHelp
from climafin.ui.actions.libraries import ChangePerson, CheckLibrary, MakePracticeLibrary, NewLibrary, OpenLibrary
from climafin.ui.application import Application
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.dialogs.help import PAGE_HELP, HelpWindow, help_files
from climafin.ui.dialogs.library import FailureDialog, NewLibraryDialog, PersonDialog, QuestionDialog
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.first_run import FirstRunPage
from climafin.ui.pages.registry import PAGES
from climafin.ui.pages.settings import SettingsPage
from climafin.ui.style import dress
from climafin.ui.tasks import Failure
from climafin.ui.widgets.buttons import ChoiceCard
from climafin.ui.widgets.language_switch import LanguageSwitch
from tests.ui.conftest import PERSON, Settle, Show, until_stopped

LANGUAGES = pytest.mark.parametrize("desk", ["en", "zh_CN"], indirect=True)


def nameless(root: QWidget) -> list[str]:
    """Focusable widgets a screen reader could not name."""
    found = []
    for widget in root.findChildren(QWidget):
        takes_focus = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(root)
        inner = isinstance(widget.parent(), QAbstractScrollArea) or widget.objectName().startswith("qt_")
        if not takes_focus or inner or widget.focusProxy() is not None:
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        if told is None or not told.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


@LANGUAGES
def test_no_focusable_widget_is_nameless(practice: Desk, show: Show):
    window = show(practice)
    for entry in PAGES:
        window.open_page(entry.key)
        assert not nameless(window), entry.key


@LANGUAGES
def test_no_form_field_is_nameless(practice: Desk, show: Show):
    window = show(practice)
    window.open_page("projects")
    page = window.page
    page.open_form(page.grid.list.uids[0])
    for at in range(page.form.index.count()):
        page.form.index.setCurrentRow(at)
        assert not nameless(window), page.form.index.item(at).text()


@LANGUAGES
def test_the_first_page_offers_three_roads_and_the_other_language(desk: Desk, show: Show):
    window = show(desk)
    assert isinstance(window.stack.currentWidget(), FirstRunPage)
    assert len(window.findChildren(ChoiceCard)) == 3
    names = {button.text() for button in window.findChildren(LanguageSwitch)[0].findChildren(QToolButton)}
    assert names == {"中文", "English"}
    assert not nameless(window)
    assert window.rail.isHidden()


def test_the_title_says_which_library_and_that_it_is_for_practice(practice: Desk, show: Show):
    window = show(practice)
    assert practice.open_session.info.title in window.windowTitle()
    assert "Practice" in window.windowTitle()
    assert window.practice_mark.isVisible()
    assert window.person.text() == PERSON


def test_a_real_library_carries_no_practice_mark(empty: Desk, show: Show):
    window = show(empty)
    assert window.practice_mark.isHidden()
    assert window.practice_chip.isHidden()


def test_closing_frees_window_pages_and_verbs(practice: Desk, show: Show, qtbot: QtBot):
    window = show(practice)
    for entry in PAGES:
        window.open_page(entry.key)
    pages = [weakref.ref(page) for page in window._pages.values()]
    verbs = list(window.verbs)
    window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(window)
    assert not any(isValid(verb) for verb in verbs)
    del window, verbs
    gc.collect()
    assert not any(page() is not None and isValid(page()) for page in pages)
    # What is left of it must not be called: the desk speaks to nobody.
    practice.tell(message("x"))
    practice.changed.emit(None)


def test_closing_while_work_runs_asks_it_to_stop_and_then_closes(practice: Desk, show: Show, qtbot: QtBot):
    window, running = show(practice), Event()
    practice.start(message("Working"), until_stopped(running))
    assert running.wait(5)
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not isValid(window) or not window.isVisible())


def test_an_unforeseen_error_is_told_calmly_with_a_detail_to_copy(practice: Desk, show: Show):
    window = show(practice)
    practice.failed.emit(Failure(ValueError("boom")))
    dialog = window.findChild(FailureDialog)
    assert dialog is not None
    assert "boom" in dialog.text.toPlainText()
    dialog.reject()


def test_a_running_job_is_shown_with_cancel_and_goes_away(practice: Desk, show: Show, qtbot: QtBot, settle: Settle):
    window, go_on = show(practice), Event()
    practice.start(message("Working"), lambda _progress: go_on.wait(5))
    strips = window.status.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    qtbot.waitUntil(lambda: any(type(s).__name__ == "JobStrip" and s.isVisible() for s in strips))
    go_on.set()
    settle()
    assert not any(isValid(s) and type(s).__name__ == "JobStrip" and s.isVisible() for s in strips)


def test_making_a_library_asks_for_a_free_folder(desk: Desk, show: Show, tmp_path: Path):
    (tmp_path / "letter.txt").touch()
    window = show(desk)
    window.verbs[NewLibrary].action.trigger()
    dialog = window.findChild(NewLibraryDialog)
    assert dialog is not None
    dialog.person.setText("Li")
    # One is proposed, which nobody uses yet.
    assert Path(dialog.folder.text()).is_absolute()
    assert not Path(dialog.folder.text()).exists()
    dialog.folder.setText("somewhere")
    dialog.do_button.click()
    assert "whole path" in dialog.strip.sentence
    dialog.folder.setText(str(tmp_path))
    dialog.do_button.click()
    assert "not empty" in dialog.strip.sentence
    dialog.folder.setText(str(tmp_path / "new"))
    dialog.do_button.click()
    assert desk.session is not None
    assert desk.open_session.person == "Li"
    assert not window.rail.isHidden()
    assert load_settings().recent[0] == str(tmp_path / "new")


def test_a_folder_without_a_library_is_told_before_anybody_is_asked_for_a_name(desk: Desk, show: Show, tmp_path: Path):
    desk.settings.person = ""
    window = show(desk)
    window.verbs[OpenLibrary].open_folder(tmp_path)
    assert window.findChild(PersonDialog) is None
    assert "library.db" in window.strip.sentence
    assert desk.settings.person == ""


def test_a_library_opened_from_the_first_page_is_counted_at_once(
    desk: Desk, show: Show, practice_master: Path, tmp_path: Path
):
    shutil.copytree(practice_master, tmp_path / "library")
    window = show(desk)
    window.verbs[OpenLibrary].open_folder(tmp_path / "library")
    assert "67 projects" in window.status.counts.text()


def test_another_person_goes_on_under_his_own_name(practice: Desk, show: Show):
    window = show(practice)
    window.verbs[ChangePerson].action.trigger()
    dialog = window.findChild(PersonDialog)
    assert dialog is not None
    dialog.person.setText("李复核")
    dialog.do_button.click()
    assert practice.open_session.person == "李复核"
    assert window.person.text() == "李复核"


def test_checking_tells_that_the_library_is_whole(practice: Desk, show: Show, settle: Settle):
    window = show(practice)
    window.verbs[CheckLibrary].action.trigger()
    settle()
    assert "whole" in window.status.sentence.text()


def test_a_library_somebody_else_has_open_is_refused_with_his_name(practice: Desk, show: Show):
    other = Desk(Settings(language="en", person="Zhao"), practice.clock)
    window = show(other)
    window.verbs[NewLibrary].desk.do(
        lambda: libraries.open_library(practice.open_session.info.folder, "Zhao", clock=other.clock)
    )
    assert PERSON in window.strip.sentence
    other.close()


def test_switching_language_and_theme_builds_the_window_anew_and_keeps_the_library(
    qapp: QApplication, practice_master: Path, qtbot: QtBot
):
    application = Application(Settings(language="en", person=PERSON))
    application.show(practice_master)
    first = application.window
    assert first is not None
    first.open_page("settings")
    application.settings.language = "zh_CN"
    application.settings.theme = "dark"
    application.desk.look_changed.emit()
    qtbot.waitUntil(lambda: application.window is not first)
    second = application.window
    assert isinstance(second, MainWindow)
    assert second.verbs[NewLibrary].action.text() != "New library…"
    assert second.page is second._pages["settings"]
    assert application.desk.session is not None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(first)
    second.close()
    application.desk.close()
    # Qt's own words are English again for the tests after this one.
    application.settings.language = "en"
    application.dress()


@LANGUAGES
def test_help_opens_at_the_page_one_looks_at_in_the_windows_language(practice: Desk, show: Show):
    window = show(practice)
    window.open_page("assessment")
    window.verbs[ShowHelp].action.trigger()
    opened = window.findChild(HelpWindow)
    assert opened is not None
    title = opened.index.currentItem().text()
    assert title in opened.text.toPlainText()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in title) is (practice.language.code == "zh_CN")
    assert {file.stem for file in help_files("en")} == {file.stem for file in help_files("zh_CN")}
    assert set(PAGE_HELP.values()) <= {file.stem for file in help_files("en")}
    opened.close()


def test_every_dialog_can_be_left_with_escape(practice: Desk, show: Show, qtbot: QtBot):
    window = show(practice)
    PersonDialog.ask(window, practice, lambda _person: None)
    dialog = window.findChild(Dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not isValid(dialog) or not dialog.isVisible()


def test_closing_with_an_entry_that_could_not_be_kept_asks_first(practice: Desk, show: Show):
    window = show(practice)
    (uid, *_rest) = projects.list_uids(practice.open_session, ProjectQuery())
    practice.unkept[uid, "irr"] = "about ten"
    window.close()
    assert window.isVisible()
    dialog = window.findChild(QuestionDialog)
    assert dialog is not None
    told = " ".join(line.text() for line in dialog.findChildren(QLabel))
    assert projects.show_project(practice.open_session, uid).number in told
    assert "about ten" in told
    dialog.do_button.click()
    assert not isValid(window) or not window.isVisible()


def test_a_person_may_ask_for_four_eyes(practice: Desk, show: Show, settle: Settle):
    window = show(practice)
    window.open_page("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    assert page.alone.isChecked()
    page.alone.click()
    settle()
    assert not practice.open_session.info.single_user
    assert not page.alone.isChecked()


def test_the_practice_card_makes_the_library_once_and_opens_it_again_later(desk: Desk, show: Show, qtbot: QtBot):
    window = show(desk)
    window.verbs[MakePracticeLibrary].action.trigger()
    qtbot.waitUntil(lambda: desk.session is not None, timeout=60_000)
    assert desk.open_session.info.is_practice
    made = desk.open_session.info.created_at
    desk.drop_session()
    assert not window.findChildren(FirstRunPage)[-1].isHidden()
    window.verbs[MakePracticeLibrary].action.trigger()
    assert desk.open_session.info.created_at == made
    window.open_page("settings")
    (fresh,) = [made for made in window.findChildren(QPushButton) if made.text().startswith("Make the practice")]
    fresh.click()
    window.findChildren(QuestionDialog)[-1].do_button.click()
    qtbot.waitUntil(lambda: desk.session is not None and not desk.lane.is_busy, timeout=60_000)
    assert desk.open_session.info.is_practice
    assert "is fresh: 67 projects" in window.status.sentence.text()


def test_a_practice_library_that_cannot_be_made_leaves_the_one_that_was_open(
    desk: Desk, show: Show, qtbot: QtBot, tmp_path: Path
):
    real = libraries.create_library(libraries.practice_folder(), PERSON, title="Real", clock=desk.clock)
    real.close()
    desk.take_session(libraries.create_library(tmp_path / "office", PERSON, clock=desk.clock))
    window = show(desk)
    window.verbs[MakePracticeLibrary].make_fresh()
    qtbot.waitUntil(lambda: not desk.lane.is_busy)
    assert desk.open_session.info.folder == tmp_path / "office"
    assert "is a real one" in window.strip.sentence


def test_the_foot_counts_again_on_a_page_one_comes_back_to(practice: Desk, show: Show):
    window = show(practice)
    window.open_page("settings")
    counted = window.status.counts.text()
    assert counted
    window.open_page("pipeline")
    window.open_page("settings")
    assert window.status.counts.text() == counted


def test_what_was_said_of_one_library_is_not_said_of_the_next(practice: Desk, show: Show, tmp_path: Path):
    window = show(practice)
    practice.tell(message("Backed up to {path}", path="there"))
    practice.take_session(libraries.create_library(tmp_path / "next", PERSON, clock=practice.clock))
    assert not window.status.sentence.text()


def test_a_small_screen_gets_the_whole_window(desk: Desk, qtbot: QtBot):
    window = MainWindow(desk)
    qtbot.addWidget(window)
    room = window.screen().availableGeometry()
    assert window.isMaximized() is (room.width() < 1300 or room.height() < 800)


def test_large_text_on_a_small_screen_leaves_the_whole_window_on_it(desk: Desk, show: Show, qapp: QApplication):
    dress(qapp, dark=False, scale=200)
    window = show(desk)
    room = window.screen().availableGeometry()
    assert window.minimumWidth() <= room.width()
    assert window.minimumHeight() < room.height()
    window.close()
    dress(qapp, dark=False, scale=100)


def test_sign_sentence_and_button_of_a_strip_stand_on_one_line(window: MainWindow, practice: Desk, qtbot: QtBot):
    practice.failed.emit(Failure(DataProblem(message("Something"))))
    strip = window.strip
    qtbot.waitUntil(strip.isVisible)
    strip.layout().activate()
    parts = [part for part in strip.findChildren(QWidget) if part.isVisible() and part.parentWidget() is strip]
    middles = {part.geometry().center().y() for part in parts}
    assert len(parts) >= 3
    assert max(middles) - min(middles) <= 1
