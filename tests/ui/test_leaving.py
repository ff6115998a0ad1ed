"""Leaving a library or the program: nothing typed is lost without a word, and running work stops first."""

from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from climafin.base.messages import message
from climafin.base.progress import Progress
from climafin.domain.query import ProjectQuery
from climafin.services import libraries, projects
from climafin.ui.actions.libraries import CloseLibrary
from climafin.ui.desk import Desk
from climafin.ui.dialogs.library import QuestionDialog
from climafin.ui.pages.projects.page import ProjectsPage
from tests.ui.conftest import PERSON, type_text


def test_what_is_being_typed_is_kept_when_the_library_is_closed(projects_page: ProjectsPage, qtbot: QtBot):
    desk = projects_page.desk
    folder = desk.open_session.info.folder
    (uid, *_rest) = projects.list_uids(desk.open_session, ProjectQuery())
    projects_page.arrive((uid, "address"))
    row = projects_page.form.rows["address"]
    row.editor.setFocus()
    type_text(row.editor, "Yuelai Avenue 8")
    projects_page.verbs[CloseLibrary].action.trigger()
    qtbot.waitUntil(lambda: desk.session is None)
    with libraries.open_library(folder, PERSON, read_only=True) as session:
        assert "Yuelai Avenue 8" in str(projects.show_project(session, uid).values["address"])


def test_what_cannot_be_kept_is_named_before_the_library_is_left(projects_page: ProjectsPage):
    desk = projects_page.desk
    (uid, *_rest) = projects.list_uids(desk.open_session, ProjectQuery())
    for number in range(7):
        desk.unkept[uid, f"field {number}"] = "about ten"
    projects_page.verbs[CloseLibrary].action.trigger()
    assert desk.session is not None
    dialog = projects_page.window().findChild(QuestionDialog)
    assert dialog is not None
    told = " ".join(line.text() for line in dialog.findChildren(QLabel))
    assert "field 4" in told
    assert "field 5" not in told
    assert "and 2 more" in told
    dialog.do_button.click()
    assert desk.session is None


def test_running_work_stops_before_the_library_is_left(projects_page: ProjectsPage, qtbot: QtBot):
    desk = projects_page.desk
    session, begun, stopped = desk.open_session, Event(), Event()

    def work(progress: Progress) -> None:
        begun.set()
        try:
            while True:
                progress.step(0, 1, message("Working"))
        finally:
            # The library is still open to the work that is in it.
            session.library.chain_head()
            stopped.set()

    desk.start(message("Working"), work)
    assert begun.wait(10)
    projects_page.verbs[CloseLibrary].action.trigger()
    qtbot.waitUntil(lambda: desk.session is None, timeout=10_000)
    assert stopped.is_set()


def test_a_change_just_made_is_written_although_everything_stops(practice: Desk, qtbot: QtBot):
    session, hold, done = practice.open_session, Event(), Event()
    (uid, *_rest) = projects.list_uids(session, ProjectQuery())

    def wait(_progress: Progress) -> None:
        hold.wait(10)

    practice.start(message("Working"), wait)
    practice.write(
        message("Saving"),
        lambda _progress: projects.edit_project(session, uid, {"address": "Caijia"}, {}),
        then=lambda _change: done.set(),
    )
    practice.lane.cancel_all()
    hold.set()
    qtbot.waitUntil(done.is_set)
    assert projects.show_project(session, uid).values["address"] == "Caijia"


def test_a_question_refused_keeps_the_window_open_after_the_next_work(projects_page: ProjectsPage, qtbot: QtBot):
    desk, window = projects_page.desk, projects_page.window()
    desk.unkept["", "name"] = "?"
    window.close()
    dialog = window.findChild(QuestionDialog)
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.start(message("Working"), lambda _progress: None)
    qtbot.waitUntil(lambda: not desk.lane.is_busy)
    assert window.isVisible()
    desk.unkept.clear()
