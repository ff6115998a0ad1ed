"""One day in the window, in part: a workbook comes in, a row is mended, the library is assessed, a project moves on.

The real window on real libraries, driven by mouse and keys; only what a file dialog is answered is typed for it.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.paths import resource
from climafin.base.progress import NoProgress
from climafin.base.settings import Settings
from climafin.domain.codes import credit_check_character
from climafin.domain.project import Project
from climafin.domain.query import ProjectQuery
from climafin.domain.stages import Stage
from climafin.services import history, libraries, projects
from climafin.services.imports import RowKind
from climafin.ui.application import Application
from climafin.ui.dialogs.dossier import DossierWindow
from climafin.ui.dialogs.importing.preview import TABS, ImportDialog
from climafin.ui.dialogs.move_stage import MoveStageDialog
from climafin.ui.dialogs.why import WhyWindow
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.assessment import AssessmentPage
from climafin.ui.pages.first_run import FirstRunPage
from climafin.ui.pages.pipeline import PipelinePage
from climafin.ui.pages.project_form.form import ProjectForm
from climafin.ui.pages.projects.page import ProjectsPage
from climafin.ui.widgets.buttons import ChoiceCard

WORKBOOK = resource("samples", "district-workbook.xlsx")
MENDED = "江北嘴数据机房液冷改造项目"
WRONG_CODE = "91500000MA5XU0008A"
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
T = TypeVar("T", bound=QObject)


class StrayWindows(QObject):
    """Notes every widget that stands on the screen as a window although nobody meant it to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, seen: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Note it and let it pass."""
        is_shown = event.type() is QEvent.Type.Show and isinstance(seen, QWidget) and seen.isWindow()
        if is_shown and seen.parent() is None and not isinstance(seen, MainWindow):
            self.found.append(type(seen).__name__)
        return False


class Clerk:
    """Somebody at the desk: looks for things on the screen, types, clicks, waits."""

    def __init__(self, application: Application, window: MainWindow, qtbot: QtBot) -> None:
        self.desk = application.desk
        self.window = window
        self.qtbot = qtbot

    def sees(self, kind: type[T], within: QObject | None = None) -> T:
        """Wait until a thing of this kind is there, and return the newest."""
        place = within if within is not None else self.window
        self.qtbot.waitUntil(lambda: bool(place.findChildren(kind)), timeout=20_000)
        return place.findChildren(kind)[-1]

    def waits(self) -> None:
        """Wait until all work is done."""
        self.qtbot.waitUntil(lambda: not self.desk.lane.is_busy, timeout=60_000)
        assert not self.window.strip.sentence, self.window.strip.sentence

    def presses(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        if QApplication.activeWindow() is None:
            self._takes_the_keyboard(self.window)
        place = QApplication.focusWidget()
        self.qtbot.keyClick(place if place is not None else self.window, key, modifier)

    def _takes_the_keyboard(self, window: QWidget) -> None:
        # Without a window manager nobody gives the keyboard back when a dialog has closed.
        if not window.isActiveWindow():
            window.activateWindow()
            self.qtbot.waitUntil(window.isActiveWindow)

    def clicks(self, widget: QWidget) -> None:
        """Click on something that can be clicked."""
        self.qtbot.waitUntil(lambda: widget.isVisible() and widget.isEnabled(), timeout=20_000)
        self.qtbot.mouseClick(widget, LEFT)

    def types(self, line: QLineEdit, text: str) -> None:
        """Replace what stands in a line, as an input method does, and leave it."""
        self._takes_the_keyboard(line.window())
        line.setFocus()
        line.selectAll()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(line, event)
        assert line.text() == text
        self.qtbot.keyClick(line, Qt.Key.Key_Tab)

    def answers(self, path: Path, within: QObject | None = None) -> None:
        """Answer a file dialog."""
        picker = self.sees(QFileDialog, within)
        line = picker.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        line.setText(str(path))
        self.qtbot.keyClick(line, Qt.Key.Key_Return)

    def goes_to(self, number: Qt.Key) -> QWidget:
        """Open a page by its key."""
        self.presses(number, CTRL)
        assert self.window.page is not None
        return self.window.page


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    """Somebody who starts the program for the first time."""
    monkeypatch.setenv("CLIMAFIN_HOME", str(tmp_path / "home"))
    clock = FixedClock(datetime(2026, 11, 20, 9, 30, tzinfo=OFFICE_ZONE))
    application = Application(Settings(language="zh_CN", person="王登记"), clock)
    window = application.show()
    window.resize(1366, 768)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    stray = StrayWindows()
    application.qt.installEventFilter(stray)
    yield Clerk(application, window, qtbot)
    application.qt.removeEventFilter(stray)
    if isValid(window):
        window.close()
    application.desk.close()
    # Qt's own words are English again for the tests after this one.
    application.settings.language = "en"
    application.dress()
    assert not stray.found


@pytest.mark.timeout(240)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_day_in_the_window(clerk: Clerk, tmp_path: Path):
    make_practice_library(clerk)
    refused = import_the_workbook(clerk, tmp_path)
    mend_by_hand(clerk, refused)
    assess_and_ask_why(clerk)
    move_on_the_board(clerk)
    print_the_dossier(clerk, tmp_path / "dossier.pdf")
    look_again_tomorrow(clerk)


def count(clerk: Clerk) -> int:
    return len(projects.list_uids(clerk.desk.open_session, ProjectQuery()))


def make_practice_library(clerk: Clerk) -> None:
    first = clerk.sees(FirstRunPage)
    clerk.clicks(first.findChildren(ChoiceCard)[2])
    clerk.waits()
    page = clerk.sees(ProjectsPage)
    assert page.grid.list.rowCount() == count(clerk) > 60
    assert clerk.desk.open_session.info.is_practice
    assert clerk.window.practice_mark.isVisible()


def import_the_workbook(clerk: Clerk, folder: Path) -> Path:
    before = count(clerk)
    clerk.presses(Qt.Key.Key_I, CTRL)
    clerk.answers(WORKBOOK)
    dialog = clerk.sees(ImportDialog)
    preview = dialog.preview
    assert (len(preview.new), len(preview.wrong), len(preview.doubtful)) == (11, 2, 1)
    assert count(clerk) == before, "nothing is written before the button"
    dialog.tabs.setCurrentIndex(TABS.index(RowKind.WRONG))
    clerk.qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert WRONG_CODE in dialog.detail.toPlainText()
    refused = folder / "refused.xlsx"
    clerk.clicks(dialog.save_button)
    clerk.answers(refused, dialog)
    clerk.qtbot.waitUntil(refused.exists, timeout=20_000)
    clerk.waits()
    clerk.clicks(dialog.do_button)
    clerk.waits()
    assert count(clerk) == before + len(preview.new)
    return refused


def mend_by_hand(clerk: Clerk, refused: Path) -> None:
    sheet = openpyxl.load_workbook(refused).worksheets[0]
    assert any(MENDED in [str(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
    before = count(clerk)
    clerk.presses(Qt.Key.Key_N, CTRL)
    form = clerk.sees(ProjectForm)
    clerk.types(form.rows["name"].editor, MENDED)
    clerk.waits()
    assert count(clerk) == before + 1, "the draft is kept from its name on"
    while "owner_credit_code" not in form.rows:
        clerk.presses(Qt.Key.Key_PageDown, CTRL)
    row = form.rows["owner_credit_code"]
    clerk.types(row.editor, WRONG_CODE)
    clerk.waits()
    assert WRONG_CODE in row.problem, "told beside the field on leaving it"
    assert "owner_credit_code" not in kept(clerk, form.uid).values
    right = WRONG_CODE[:-1] + credit_check_character(WRONG_CODE[:-1])
    clerk.types(form.rows["owner_credit_code"].editor, right)
    clerk.waits()
    assert not form.rows["owner_credit_code"].problem
    assert kept(clerk, form.uid).values["owner_credit_code"] == right
    clerk.presses(Qt.Key.Key_Escape)


def kept(clerk: Clerk, uid: str) -> Project:
    return projects.show_project(clerk.desk.open_session, uid)


def assess_and_ask_why(clerk: Clerk) -> None:
    page = clerk.goes_to(Qt.Key.Key_2)
    assert isinstance(page, AssessmentPage)
    clerk.clicks(page.assess_button)
    clerk.waits()
    assert 70 < page.model.rowCount() < count(clerk), "those that left the library are not assessed"
    page.table.setFocus()
    page.table.selectRow(0)
    clerk.presses(Qt.Key.Key_Return)
    why = clerk.sees(WhyWindow)
    clerk.qtbot.waitUntil(why.isVisible)
    assert why.headline.text()
    assert why.model.rowCount() >= 2, "gates, and the groups of criteria"
    why.close()


def move_on_the_board(clerk: Clerk) -> None:
    page = clerk.goes_to(Qt.Key.Key_3)
    assert isinstance(page, PipelinePage)
    uid = projects.show_project(clerk.desk.open_session, MENDED).uid
    clerk.presses(Qt.Key.Key_K, CTRL)
    assert page.search.hasFocus()
    clerk.types(page.search, MENDED)
    outside, planned = page.column(None), page.column(Stage.PLANNED)
    clerk.qtbot.waitUntil(lambda: outside.model.uids == [uid])
    outside.list.setFocus(Qt.FocusReason.TabFocusReason)
    clerk.presses(Qt.Key.Key_M)
    dialog = clerk.sees(MoveStageDialog)
    clerk.types(dialog.day.line, "2026-12-24")
    assert dialog.strip.sentence, "a day that has not come is told"
    clerk.clicks(dialog.do_button)
    assert not kept(clerk, uid).stages
    clerk.types(dialog.day.line, "11.18")
    assert not dialog.strip.sentence
    clerk.clicks(dialog.do_button)
    clerk.waits()
    assert (outside.model.uids, planned.model.uids) == ([], [uid])
    assert kept(clerk, uid).stages[-1].on == date(2026, 11, 18)
    assert planned.list.current_uid() == uid
    entry = history.project_history(clerk.desk.open_session, uid, 1)[0]
    assert (entry.person, entry.entry.table) == ("王登记", "stage_event")


def print_the_dossier(clerk: Clerk, target: Path) -> None:
    clerk.presses(Qt.Key.Key_P, CTRL)
    dossier = clerk.sees(DossierWindow)
    clerk.clicks(dossier.save_button)
    clerk.answers(target, dossier)
    clerk.qtbot.waitUntil(target.exists, timeout=60_000)
    clerk.waits()
    dossier.close()
    paper = pypdfium2.PdfDocument(target)
    pages = [page.get_textpage().get_text_range() for page in paper]
    assert len(pages) >= 5
    text = "".join("".join(pages).split())
    assert MENDED in text
    assert "2026年11月18日" in text


def look_again_tomorrow(clerk: Clerk) -> None:
    folder = clerk.desk.open_session.info.folder
    expected = count(clerk)
    clerk.window.close()
    clerk.desk.drop_session(quietly=True)
    with libraries.open_library(folder, "李复核", clock=clerk.desk.clock) as session:
        report = libraries.check_library(session, NoProgress())
        assert not report.problems
        assert report.projects == expected
