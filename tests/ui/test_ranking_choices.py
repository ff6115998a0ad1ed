"""The assessment page: every edition with its mark, initial and yearly answers apart, ranks with their band."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from climafin.domain.signed import Occasion
from climafin.services import assessments, robustness
from climafin.ui.dialogs.why import WhyWindow
from climafin.ui.main_window import MainWindow
from climafin.ui.models.ranking import RankingColumn
from climafin.ui.pages.assessment import AssessmentPage
from tests.ui.conftest import Settle
from tests.ui.gallery import choose_pack
from tests.unit.services.office_book import PACK, published


@pytest.fixture
def page(window: MainWindow) -> AssessmentPage:
    published(window.desk.open_session)
    published(window.desk.open_session, 2, 40)
    window.open_page("assessment")
    assert isinstance(window.page, AssessmentPage)
    return window.page


def test_every_edition_stands_in_the_box_with_its_mark(page: AssessmentPage):
    texts = [page.pack.itemText(at) for at in range(page.pack.count())]
    assert "An office's rules · edition 2 · not official" in texts
    assert "An office's rules · edition 1 · not official" in texts
    assert any(text.endswith(" · official") for text in texts)
    assert len(texts) > 10, "those that come with the program, too"


def test_a_pack_says_of_itself_what_it_is(page: AssessmentPage):
    choose_pack(page, "miit-cdb-2017")
    assert page.sample_strip.sentence.startswith("Official: annex 1 of the 2017 recommendation notice")


def test_an_older_edition_assesses_by_its_own_rules(page: AssessmentPage, qtbot: QtBot, settle: Settle):
    page.pack.setCurrentText("An office's rules · edition 1 · not official")
    qtbot.mouseClick(page.assess_button, Qt.MouseButton.LeftButton)
    settle()
    found = assessments.explain(page.desk.open_session, page.model.ranking[0].uid, PACK)
    assert found.pack.edition == 1


def test_yearly_answers_have_a_list_of_their_own(
    page: AssessmentPage, window: MainWindow, qtbot: QtBot, settle: Settle
):
    qtbot.mouseClick(page.assess_button, Qt.MouseButton.LeftButton)
    settle()
    count = len(page.model.ranking)
    page.occasion.setCurrentIndex(page.occasion.findData(Occasion.YEARLY))
    assert page.model.ranking == []
    qtbot.mouseClick(page.assess_button, Qt.MouseButton.LeftButton)
    settle()
    assert len(page.model.ranking) == count
    page._ask_why(page.model.ranking[0].uid)
    why = window.findChild(WhyWindow)
    assert why is not None
    assert why._assessment.occasion is Occasion.YEARLY
    assert "yearly assessment" in why.under.text()


def test_the_band_of_a_kept_run_stands_beside_the_rank(page: AssessmentPage, qtbot: QtBot, settle: Settle):
    qtbot.mouseClick(page.assess_button, Qt.MouseButton.LeftButton)
    settle()
    assert page.table.isColumnHidden(RankingColumn.BAND)
    plan = robustness.DrawPlan(draws=50)
    change, report = robustness.run_robustness(page.desk.open_session, page.stamp.pack_id, plan)
    page.desk.announce(change)
    settle()
    assert not page.table.isColumnHidden(RankingColumn.BAND)
    assert page.table.horizontalHeader().visualIndex(RankingColumn.BAND) == 1
    first = report.result.standing(0)
    row = page.model.row_of(first.uid)
    assert row is not None
    text = page.model.index(row, RankingColumn.BAND).data()
    assert text == (str(first.low) if first.low == first.high else f"{first.low}–{first.high}")
    tip = page.model.headerData(RankingColumn.BAND, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "50 draws" in tip
    choose_pack(page, PACK)
    assert page.table.isColumnHidden(RankingColumn.BAND), "another pack was not tried"
