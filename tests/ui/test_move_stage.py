"""Moving a project: what is wrong with day and reason is told before anything is written."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from climafin.domain.stages import Stage
from climafin.services import libraries, pipeline, projects
from climafin.services.session import Session
from climafin.ui.desk import Desk
from climafin.ui.dialogs.move_stage import Move, MoveStageDialog


@pytest.fixture
def session(desk: Desk, tmp_path: Path) -> Session:
    made = libraries.create_library(tmp_path / "library", "Wang", title="Trial", clock=desk.clock)
    desk.take_session(made)
    return made


@pytest.fixture
def uid(session: Session) -> str:
    _change, made = projects.register_project(session, {"name": "Heat pumps of the east station"})
    pipeline.move_stage(session, made, Stage.PLANNED, date(2025, 3, 1))
    return made


def ask(bare_window: QWidget, desk: Desk, uid: str, target: Stage | None = None) -> tuple[MoveStageDialog, list[Move]]:
    asked: list[Move] = []
    project = projects.show_project(desk.open_session, uid)
    return MoveStageDialog.ask(bare_window, desk, project, target, asked.append), asked


def type_day(qtbot: QtBot, dialog: MoveStageDialog, text: str) -> None:
    dialog.day.line.selectAll()
    qtbot.keyClicks(dialog.day.line, text)
    qtbot.keyClick(dialog.day.line, Qt.Key.Key_Tab)


def test_the_next_stage_and_today_are_proposed(qtbot: QtBot, bare_window: QWidget, desk: Desk, uid: str):
    dialog, asked = ask(bare_window, desk, uid)
    assert dialog.stage.currentData() == Stage.STARTED
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    assert [(move.stage, move.on) for move in asked] == [(Stage.STARTED, date(2026, 11, 20))]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-12-01", "has not come yet"),
        ("2024-05-05", "lies before 1 Mar 2025, when the project entered Planned"),
        ("2026-02-30", "is not a day"),
        ("", "Give the day"),
    ],
)
def test_a_wrong_day_is_told_on_leaving_the_line_and_nothing_is_asked_for(
    qtbot: QtBot, bare_window: QWidget, desk: Desk, uid: str, typed: str, told: str
):
    dialog, asked = ask(bare_window, desk, uid, Stage.STARTED)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.day.line.setFocus()
    dialog.day.line.clear()
    type_day(qtbot, dialog, typed)
    assert told in dialog.strip.sentence
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    assert not asked
    assert dialog.isVisible()
    type_day(qtbot, dialog, "2026-05-06")
    assert dialog.strip.sentence == ""
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    assert asked[0].on == date(2026, 5, 6)


@pytest.mark.parametrize("desk", ["en", "zh_CN"], indirect=True)
def test_skipping_a_stage_needs_a_reason(qtbot: QtBot, bare_window: QWidget, desk: Desk, uid: str):
    dialog, asked = ask(bare_window, desk, uid, Stage.COMPLETED)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    assert dialog.strip.sentence
    assert not asked
    qtbot.keyClicks(dialog.reason, "Reported late by the district")
    assert dialog.strip.sentence == ""
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert (asked[0].stage, asked[0].reason) == (Stage.COMPLETED, "Reported late by the district")


def test_after_the_last_stage_nothing_is_proposed(qtbot: QtBot, bare_window: QWidget, desk: Desk, uid: str):
    pipeline.move_stage(desk.open_session, uid, Stage.OPERATING, date(2025, 4, 1), "Found running")
    dialog, asked = ask(bare_window, desk, uid)
    assert dialog.stage.currentData() is None
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    assert dialog.strip.sentence == "Choose the stage it enters."
    assert not asked


def test_after_a_refusal_the_keyboard_is_where_something_must_be_mended(
    qtbot: QtBot, window: QWidget, desk: Desk, uid: str
):
    dialog, asked = ask(window, desk, uid, Stage.OPERATING)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.day.line.setFocus()
    qtbot.keyClick(dialog.day.line, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.reason
    assert "reason" in dialog.strip.sentence
    qtbot.keyClicks(dialog.reason, "built at once")
    type_day(qtbot, dialog, "2031-01-01")
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    assert dialog.focusWidget() is dialog.day.line
    assert not asked
