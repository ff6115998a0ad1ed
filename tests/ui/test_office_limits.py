"""Thresholds that a rule book leaves to the office are set beside the ranked list, with paper and second person."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from climafin.services import judgements
from climafin.ui.dialogs.office_limits import OfficeLimitsDialog
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.assessment import AssessmentPage
from tests.ui.conftest import Settle
from tests.ui.gallery import choose_pack

PACK = "wind-bidding-2018"


@pytest.fixture
def page(window: MainWindow) -> AssessmentPage:
    window.open_page("assessment")
    assert isinstance(window.page, AssessmentPage)
    return window.page


@pytest.fixture
def dialog(page: AssessmentPage, qtbot: QtBot) -> OfficeLimitsDialog:
    choose_pack(page, PACK)
    qtbot.mouseClick(page.office_button, Qt.MouseButton.LeftButton)
    return page.findChildren(OfficeLimitsDialog)[-1]


def test_only_a_pack_that_leaves_thresholds_says_so(page: AssessmentPage):
    assert not page.office_strip.isVisible()
    choose_pack(page, PACK)
    assert "leaves to the office: 1; not set yet: 1" in page.office_strip.sentence


def test_a_value_is_set_with_paper_and_second_person(
    page: AssessmentPage, dialog: OfficeLimitsDialog, qtbot: QtBot, settle: Settle
):
    dialog.value.setText("１.5")
    dialog.source.setText("Minutes of 12 Nov")
    dialog.second.setText("Li")
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    settle()
    (limit,) = judgements.office_limits(page.desk.open_session, PACK)
    assert limit.line is not None
    assert (limit.line.value, limit.line.source, limit.line.second_person) == (1.5, "Minutes of 12 Nov", "Li")
    assert "not set yet: 0" in page.office_strip.sentence
    page.ask_office()
    assert "Now 1.5" in page.findChildren(OfficeLimitsDialog)[-1].present.text()


@pytest.mark.parametrize("typed", ["", "about one", "1 or 2"])
def test_what_is_wrong_is_told_beside_its_field(
    page: AssessmentPage, dialog: OfficeLimitsDialog, qtbot: QtBot, typed: str
):
    dialog.value.setText(typed)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    told = {block.field: block.problem.text() for block, _check in dialog.blocks}
    assert told[dialog.value]
    assert told[dialog.source] == "Name the paper that the value rests on: it is kept with it."
    assert dialog.isVisible()
    (limit,) = judgements.office_limits(page.desk.open_session, PACK)
    assert limit.line is None
