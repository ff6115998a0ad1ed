"""Leaving a library or the program: what was typed is kept, work is stopped first, nothing is lost without a word."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from climafin.base.errors import Refused
from climafin.base.messages import message
from climafin.domain.query import ProjectQuery
from climafin.services import libraries, projects
from climafin.ui.actions.libraries import ChangePerson, CloseLibrary, MakePracticeLibrary, NewLibrary
from climafin.ui.desk import Desk
from climafin.ui.dialogs.library import FailureDialog, NewLibraryDialog, PersonDialog, QuestionDialog
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.project_form.editors import LineEditor
from climafin.ui.pages.projects.page import ProjectsPage
from tests.ui.conftest import type_text, until_stopped


def is_closed(window: MainWindow) -> bool:
    return not isValid(window) or not window.isVisible()


def keep_busy(desk: Desk) -> None:
    """Start work that ends only when it is asked to."""
    running = Event()
    desk.start(message("Working"), until_stopped(running))
    assert running.wait(5)


@pytest.fixture
def typed(projects_page: ProjectsPage) -> str:
    """Type into a form without leaving the field; return the project."""
    uid = projects_page.grid.list.uids[3]
    projects_page.open_form(uid, "name")
    line = projects_page.form.rows["name"].editor
    assert isinstance(line, LineEditor)
    line.selectAll()
    type_text(line, "Typed last")
    return uid


def name_in(folder: Path, uid: str, desk: Desk) -> str:
    with libraries.open_library(folder, "Reader", read_only=True, clock=desk.clock) as session:
        return projects.show_project(session, uid).name


@pytest.mark.parametrize("is_busy", [False, True])
def test_what_is_being_typed_is_kept_before_the_window_closes(
    window: MainWindow, practice: Desk, typed: str, qtbot: QtBot, is_busy: bool
):
    folder = practice.open_session.info.folder
    if is_busy:
        keep_busy(practice)
    window.close()
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: is_closed(window))
    practice.close()
    assert name_in(folder, typed, practice) == "Typed last"


def test_what_is_being_typed_is_kept_before_the_library_is_closed(
    window: MainWindow, practice: Desk, typed: str, qtbot: QtBot
):
    folder = practice.open_session.info.folder
    window.verbs[CloseLibrary].action.trigger()
    qtbot.waitUntil(lambda: practice.session is None)
    assert name_in(folder, typed, practice) == "Typed last"


def test_what_could_not_be_saved_keeps_the_window_open_and_says_why(
    window: MainWindow, practice: Desk, typed: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_what: object) -> None:
        raise Refused(message("The disk is full."))

    monkeypatch.setattr(projects, "edit_project", refuse)
    window.close()
    qtbot.waitUntil(lambda: not practice.lane.is_busy)
    qtbot.waitUntil(lambda: "disk is full" in window.strip.sentence)
    assert not is_closed(window)


def test_entries_that_cannot_be_kept_are_asked_about_even_while_work_runs(
    window: MainWindow, practice: Desk, qtbot: QtBot
):
    practice.unkept["some project", "irr"] = "about ten"
    keep_busy(practice)
    window.close()
    qtbot.waitUntil(lambda: window.findChild(QuestionDialog) is not None)
    dialog = window.findChild(QuestionDialog)
    assert dialog is not None
    dialog.reject()
    assert not is_closed(window)
    # Staying is staying: the work goes on, and its end closes nothing.
    assert practice.lane.is_busy
    practice.lane.cancel_all()
    qtbot.waitUntil(lambda: not practice.lane.is_busy)
    qtbot.waitUntil(lambda: "Cancelled" in window.status.sentence.text())
    assert not is_closed(window)


@pytest.mark.parametrize("answer", ["stay", "give up"])
def test_entries_that_cannot_be_kept_are_asked_about_before_another_person_goes_on(
    window: MainWindow, practice: Desk, answer: str
):
    practice.unkept["some project", "irr"] = "about ten"
    window.verbs[ChangePerson].action.trigger()
    dialog = window.findChild(QuestionDialog)
    assert dialog is not None
    if answer == "stay":
        dialog.reject()
        assert not window.findChildren(PersonDialog)
        assert practice.unkept
    else:
        dialog.do_button.click()
        assert window.findChildren(PersonDialog)


def test_work_is_stopped_before_another_library_is_made(window: MainWindow, practice: Desk, qtbot: QtBot):
    keep_busy(practice)
    window.verbs[NewLibrary].action.trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(NewLibraryDialog)))
    assert not practice.lane.is_busy
    assert not window.findChildren(FailureDialog)


def test_work_is_stopped_before_the_practice_library_is_made_fresh(window: MainWindow, practice: Desk, qtbot: QtBot):
    keep_busy(practice)
    before = practice.open_session
    window.verbs[MakePracticeLibrary].make_fresh()
    qtbot.waitUntil(lambda: practice.session not in (None, before), timeout=60_000)
    assert not window.findChildren(FailureDialog)


def test_a_backup_that_could_not_be_made_at_closing_is_told(
    window: MainWindow, practice: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(practice.open_session, "told_at_closing", message("No backup was made: the disk is full."))
    window.verbs[CloseLibrary].action.trigger()
    qtbot.waitUntil(lambda: "disk is full" in window.strip.sentence)


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


def test_a_change_just_made_is_written_although_everything_stops(practice: Desk, qtbot: QtBot):
    session, hold, done = practice.open_session, Event(), Event()
    (uid, *_rest) = projects.list_uids(session, ProjectQuery())

    practice.start(message("Working"), lambda _progress: hold.wait(10))
    practice.write(
        message("Saving"),
        lambda _progress: projects.edit_project(session, uid, {"address": "Caijia"}, {}),
        then=lambda _change: done.set(),
    )
    practice.lane.cancel_all()
    hold.set()
    qtbot.waitUntil(done.is_set)
    assert projects.show_project(session, uid).values["address"] == "Caijia"
