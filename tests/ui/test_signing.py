"""Signing in the window: experts' marks and other answers, told beside the field, shown in the row, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from climafin.domain.signed import Occasion
from climafin.domain.verdict import Verdict
from climafin.services import assessments, judgements, libraries, projects
from climafin.ui.desk import Desk
from climafin.ui.dialogs.reason import ReasonDialog
from climafin.ui.dialogs.signing import SignDialog, points_typed
from climafin.ui.dialogs.why import WhyWindow
from climafin.ui.models.why import WhyColumn

PACK = "nea-pv-final-2017"
Open = Callable[..., WhyWindow]


@pytest.fixture
def open_why(desk: Desk, bare_window: QWidget, tmp_path: Path) -> Open:
    session = libraries.create_library(tmp_path / "library", "Wang", title="Trial", clock=desk.clock)
    desk.take_session(session)
    _change, uid = projects.register_project(session, {"name": "Province of the north", "is_zone": True})

    def opened(pack_id: str, occasion: Occasion = Occasion.INITIAL) -> WhyWindow:
        assessments.assess_projects(session, pack_id=pack_id, occasion=occasion)
        made = WhyWindow.show_for(bare_window, desk, uid, assessments.explain(session, uid, pack_id, occasion))
        assert made is not None
        return made

    return opened


@pytest.fixture
def why(open_why: Open) -> WhyWindow:
    made = open_why(PACK)
    made.rows.setCurrentIndex(made.model.index_of("Z1"))
    return made


def dialog_of(why: WhyWindow) -> SignDialog:
    return why.findChildren(SignDialog)[-1]


def choose(why: WhyWindow, text: str) -> SignDialog:
    """Choose an entry of the menu of the button."""
    menu = QMenu(why)
    why._fill_menu(menu)
    next(action for action in menu.actions() if action.text() == text).trigger()
    return dialog_of(why)


def sign(dialog: SignDialog, qtbot: QtBot, second: str = "Li") -> None:
    dialog.reason.setPlainText("Seen on site")
    dialog.evidence.setText("Minutes of 12 Nov")
    dialog.second.setText(second)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.desk.lane.is_busy)


def side_text(why: WhyWindow) -> str:
    return "\n".join(one.text() for one in why.side.findChildren(QLabel))


def test_an_experts_marks_count_at_once_and_stand_in_row_and_list(why: WhyWindow, qtbot: QtBot):
    assert "–" in why.figure.text()
    qtbot.mouseClick(why.score_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(why)
    dialog.points.setText("86.5")
    sign(dialog, qtbot)
    assert why.figure.text() == "86.50"
    assert why.row is not None
    assert why.row.cells[WhyColumn.RULE] == "Wang, Li"
    assert "Given by Wang: Seen on site; confirmed by Li; evidence: Minutes of 12 Nov." in why.told.text()
    for part in ("Signed lines", "86.5 marks", "Wang, confirmed by Li, 20 Nov 2026", "Seen on site"):
        assert part in side_text(why)


@pytest.mark.parametrize("typed", ["", "about 80", "101", "-1", "80.125", "nan", "1e999", "1e-999"])
def test_wrong_marks_are_told_beside_the_field_and_nothing_is_signed(why: WhyWindow, qtbot: QtBot, typed: str):
    qtbot.mouseClick(why.score_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(why)
    dialog.points.setText(typed)
    sign(dialog, qtbot)
    (told,) = [block.problem.text() for block, _check in dialog.blocks if block.problem.text()]
    assert told == "Give a number from 0 to 100, with at most two decimals."
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.points
    assert judgements.judgements(why.desk.open_session, why._project.uid) == ()
    dialog.points.setText("80")
    assert not any(block.problem.text() for block, _check in dialog.blocks), "mended"


def test_what_lacks_is_told_at_each_field(why: WhyWindow, qtbot: QtBot):
    qtbot.mouseClick(why.score_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(why)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    told = [block.problem.text() for block, _check in dialog.blocks]
    assert told[1:] == [
        "Give the reason: it is kept in the history.",
        "Name the evidence: the rule book asks for it.",
        "",
    ], "this rule book asks for evidence and for no second person"


@pytest.mark.parametrize("second", ["", "Wang", " wang "])
def test_deciding_otherwise_needs_somebody_else(why: WhyWindow, qtbot: QtBot, second: str):
    dialog = choose(why, "Decide otherwise…")
    dialog.points.setText("40")
    sign(dialog, qtbot, second)
    block = next(block for block, _check in dialog.blocks if block.field is dialog.second)
    expected = "A second person has to confirm this, somebody else than Wang. Nothing was changed."
    assert block.problem.text() == expected
    assert judgements.judgements(why.desk.open_session, why._project.uid) == ()


def test_another_answer_of_a_gate_decides_the_verdict_and_says_what_it_replaced(open_why: Open, qtbot: QtBot):
    why = open_why(PACK)
    why.rows.setCurrentIndex(why.model.index_of("Z0"))
    assert not why.score_button.isEnabled()
    dialog = choose(why, "Decide otherwise…")
    dialog.answer.setCurrentIndex(dialog.answer.findData("not_met"))
    sign(dialog, qtbot)
    assert why._assessment.verdict is Verdict.REFUSED
    assert why.row is not None
    assert why.row.cells[WhyColumn.RULE] == "Decided by Wang and Li"
    assert "Signed by Wang and Li, 20 Nov 2026: Seen on site. The rules said: met." in why.told.text()
    assert "not met" in side_text(why)


def test_verdict_and_grade_are_decided_too(why: WhyWindow, qtbot: QtBot):
    dialog = choose(why, "Decide the grade otherwise…")
    dialog.answer.setCurrentIndex(dialog.answer.findData("orange"))
    sign(dialog, qtbot)
    assert why.grade.text == "Orange"
    dialog = choose(why, "Decide the verdict otherwise…")
    dialog.answer.setCurrentIndex(dialog.answer.findData("refused"))
    sign(dialog, qtbot)
    assert why._assessment.verdict is Verdict.REFUSED
    assert "Verdict: not eligible" in side_text(why)


def test_a_line_is_withdrawn_with_a_reason_and_the_rules_answer_again(why: WhyWindow, qtbot: QtBot):
    dialog = choose(why, "Decide otherwise…")
    dialog.points.setText("40")
    sign(dialog, qtbot)
    assert why.figure.text() == "40.00"
    (withdraw,) = [one for one in why.side.findChildren(QPushButton) if one.text() == "Withdraw…"]
    withdraw.click()
    reason = why.findChildren(ReasonDialog)[-1]
    reason.reason.setPlainText("Signed on the wrong project")
    qtbot.mouseClick(reason.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not why.desk.lane.is_busy)
    assert "–" in why.figure.text()
    assert "Signed lines" not in side_text(why)
    lines = judgements.judgements(why.desk.open_session, why._project.uid)
    assert [line.counts for line in lines] == [False, False], "both stay on record"


def test_a_refusal_by_the_library_keeps_the_dialog_with_what_was_typed(
    why: WhyWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    dialog = choose(why, "Decide the verdict otherwise…")
    dialog.answer.setCurrentIndex(0)
    # Somebody else changes who works here between the check and the write.
    reason, second = "Seen on site", "Li"
    dialog.reason.setPlainText(reason)
    dialog.second.setText(second)
    work = dialog.work()
    monkeypatch.setattr(dialog, "work", lambda: (setattr(why.desk.open_session, "person", second), work)[1])
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not why.desk.lane.is_busy)
    assert "somebody else than Li" in dialog.strip.sentence
    assert dialog.isVisible()
    assert dialog.reason.toPlainText() == reason


def test_a_yearly_assessment_is_signed_apart(open_why: Open, qtbot: QtBot):
    open_why(PACK)
    yearly = open_why(PACK, Occasion.YEARLY)
    yearly.rows.setCurrentIndex(yearly.model.index_of("Z1"))
    dialog = choose(yearly, "Score by an expert…")
    dialog.points.setText("70")
    sign(dialog, qtbot)
    session, uid = yearly.desk.open_session, yearly._project.uid
    assert yearly.figure.text() == "70.00"
    assert assessments.explain(session, uid, PACK, Occasion.INITIAL).total_low == 0


def test_who_only_reads_signs_nothing(desk: Desk, why: WhyWindow, bare_window: QWidget):
    folder, uid, found = desk.open_session.info.folder, why._project.uid, why._assessment
    desk.take_session(libraries.open_library(folder, "Wang", read_only=True, clock=desk.clock))
    made = WhyWindow.show_for(bare_window, desk, uid, found)
    assert made is not None
    made.rows.setCurrentIndex(made.model.index_of("Z1"))
    assert not made.score_button.isEnabled()
    assert not made.decide_button.isEnabled()


@pytest.mark.parametrize(
    ("text", "points"),
    [("80", 8000), ("８０．５", 8050), ("1,000", None), ("0", 0), ("0.01", 1), ("1_0", None), ("", None)],
)
def test_points_are_read_as_people_type_them(text: str, points: int | None):
    assert points_typed(text, 100_00) == points
