"""What the window's tests share: a desk of their own, in a home of their own, drawn into memory."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.messages import message
from climafin.base.progress import NoProgress, Progress
from climafin.base.settings import Settings
from climafin.services import libraries
from climafin.ui.desk import Desk
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.projects.page import ProjectsPage
from climafin.ui.style import LIGHT, dress, theme

Show = Callable[[Desk], MainWindow]
Settle = Callable[[], None]
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=OFFICE_ZONE)
PERSON = "王登记"


@pytest.fixture
def desk(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A desk without a library, in English unless parametrized with a language code."""
    code = getattr(request, "param", "en")
    # Dressing takes a good part of a second; most tests leave the look as they found it.
    if (theme().tokens, theme().scale) != (LIGHT, 100) or not qapp.styleSheet():
        dress(qapp, dark=False, scale=100)
    made = Desk(Settings(language=code, person=PERSON), FixedClock(NOW))
    yield made
    made.close()


@pytest.fixture(scope="session")
def practice_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice library, made once."""
    folder = tmp_path_factory.mktemp("master") / "practice"
    libraries.make_practice_library(folder, PERSON, NoProgress(), FixedClock(NOW)).close()
    return folder


@pytest.fixture
def practice(desk: Desk, practice_master: Path, tmp_path: Path) -> Desk:
    """A desk with a practice library of its own."""
    folder = tmp_path / "practice"
    shutil.copytree(practice_master, folder)
    desk.take_session(libraries.open_library(folder, PERSON, clock=desk.clock))
    return desk


@pytest.fixture
def empty(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with an empty library."""
    desk.take_session(libraries.create_library(tmp_path / "empty", PERSON, title="Office", clock=desk.clock))
    return desk


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Show the window on a desk; it is closed at the end."""
    shown: list[MainWindow] = []

    def opened(desk: Desk) -> MainWindow:
        window = MainWindow(desk)
        window.resize(1366, 768)
        shown.append(window)
        with qtbot.waitExposed(window):
            window.show()
        window.complete()
        return window

    yield opened
    for window in shown:
        if isValid(window):
            # What a test left in a field must not be asked about now.
            window.desk.unkept.clear()
            window.close()
            qtbot.waitUntil(lambda gone=window: not isValid(gone) or not gone.isVisible())
    # Windows that are only waiting to be deleted make every later change of the look slow.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def bare_window(qtbot: QtBot) -> QWidget:
    """A window with nothing in it, for dialogs to open over."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def window(practice: Desk, show: Show) -> MainWindow:
    """The window on the practice library."""
    return show(practice)


@pytest.fixture
def projects_page(window: MainWindow) -> ProjectsPage:
    """The projects page of that window."""
    window.open_page("projects")
    page = window.page
    assert isinstance(page, ProjectsPage)
    return page


@pytest.fixture
def settle(practice: Desk, qtbot: QtBot) -> Settle:
    """Wait until everything asked for has been written."""
    return lambda: qtbot.waitUntil(lambda: not practice.lane.is_busy)


def until_stopped(running: Event) -> Callable[[Progress], None]:
    """Return work that says when it runs, and ends only when it is asked to."""

    def work(progress: Progress) -> None:
        while True:
            running.set()
            progress.step(0, 1, message("x"))

    return work


def type_text(widget: QWidget, text: str) -> None:
    """Type as an input method does, which is how Chinese is typed."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
