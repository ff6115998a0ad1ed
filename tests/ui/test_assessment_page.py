"""Assessing in the window: the ranked list, its order and signs, and the way to “why this score?”."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from climafin.base.language import language
from climafin.base.messages import Label
from climafin.base.progress import NoProgress
from climafin.domain.assessment import AssessmentHead
from climafin.domain.verdict import Verdict
from climafin.services import assessments, libraries, projects
from climafin.services.assessments import Ranked
from climafin.ui.desk import Desk
from climafin.ui.dialogs.library import QuestionDialog
from climafin.ui.dialogs.why import WhyWindow
from climafin.ui.main_window import MainWindow
from climafin.ui.models.ranking import RankingColumn, RankingModel
from climafin.ui.pages.assessment import AssessmentPage
from climafin.ui.pages.projects.page import ProjectsPage
from tests.ui.conftest import NOW

GOOD = "Wind farm of the north ridge"
#: Everything the sample pack's gates ask about, answered well.
ELIGIBLE = {
    "name": GOOD,
    "climate_kind": "mitigation",
    "district": "shuitu",
    "annual_reduction": 12000.0,
}
EMPTY = {"name": "Nothing known yet"}
OUTSIDE = {"name": "A plant elsewhere", "district": "elsewhere"}


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    session = libraries.create_library(tmp_path / "library", "Wang", title="Trial", clock=desk.clock)
    for values in (EMPTY, OUTSIDE, ELIGIBLE):
        projects.register_project(session, values)
    made = MainWindow(desk)
    desk.take_session(session)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.complete()
    yield made
    qtbot.waitUntil(lambda: not desk.lane.is_busy)
    made.close()


@pytest.fixture
def page(window: MainWindow) -> AssessmentPage:
    window.open_page("assessment")
    assert isinstance(window.page, AssessmentPage)
    return window.page


def assess(page: AssessmentPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.assess_button, Qt.MouseButton.LeftButton)
    wait(page.desk, qtbot)


def wait(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.lane.is_busy, timeout=20_000)


def names(page: AssessmentPage) -> list[str]:
    return [page.model.index(row, RankingColumn.NAME).data() for row in range(page.model.rowCount())]


def why_windows(window: MainWindow) -> list[WhyWindow]:
    return window.findChildren(WhyWindow)


def test_an_empty_list_says_what_to_do(page: AssessmentPage):
    assert page.stack.currentWidget() is page.empty
    texts = " ".join(label.text() for label in page.empty.findChildren(QLabel))
    assert "Choose a rule pack" in texts


def test_a_sample_pack_says_so(page: AssessmentPage):
    assert "issued by no authority and not to be used as an official standard" in page.sample_strip.sentence


def test_assessing_fills_the_list_with_refused_ones_last(page: AssessmentPage, qtbot: QtBot):
    assess(page, qtbot)
    assert page.stack.currentWidget() is page.table
    verdicts = [row.head.verdict for row in page.model.ranking]
    order = [Verdict.ELIGIBLE, Verdict.UNDECIDED, Verdict.REFUSED]
    assert verdicts == sorted(verdicts, key=order.index)
    assert names(page)[-1] == OUTSIDE["name"]
    assert page.model.index(page.model.rowCount() - 1, RankingColumn.RANK).data() == "—"


def test_what_is_unknown_is_a_range_in_the_list(page: AssessmentPage, qtbot: QtBot):
    assess(page, qtbot)
    row = names(page).index(str(EMPTY["name"]))
    assert "–" in page.model.index(row, RankingColumn.SCORE).data()
    grade = page.model.index(row, RankingColumn.GRADE)
    assert "–" in grade.data(Qt.ItemDataRole.ToolTipRole)
    assert "–" in grade.data() or grade.data() == "Grade open"
    assert page.model.index(row, RankingColumn.MISSING).data().endswith("missing")


def test_the_search_box_keeps_what_it_names(page: AssessmentPage, qtbot: QtBot):
    assess(page, qtbot)
    page.start_search()
    qtbot.keyClicks(page._search, "north ridge")
    assert names(page) == [GOOD]


def test_a_column_head_sorts_and_a_third_click_goes_back_to_the_ranking(page: AssessmentPage, qtbot: QtBot):
    assess(page, qtbot)
    ranked = names(page)
    page.table.sortByColumn(RankingColumn.NAME, Qt.SortOrder.AscendingOrder)
    assert names(page) == sorted(ranked)
    page.table.sortByColumn(RankingColumn.SCORE, Qt.SortOrder.DescendingOrder)
    lows = [page.model.index(row, 0).data(RankingModel.ROW_ROLE).head.score_low for row in range(3)]
    assert lows == sorted(lows, reverse=True)
    page.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert names(page) == ranked


def test_enter_opens_why_for_the_row_with_the_keyboard(page: AssessmentPage, window: MainWindow, qtbot: QtBot):
    assess(page, qtbot)
    page.table.setFocus()
    page.table.selectRow(names(page).index(GOOD))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    (why,) = why_windows(window)
    assert why.name.text() == GOOD
    kept = assessments.explain(page.desk.open_session, page.desk.selected[0])
    assert why.headline.text() == assessments.explanation(kept, language("en")).headline
    assert why.sample_strip.isVisible()


def test_the_chosen_rows_are_the_chosen_projects(page: AssessmentPage, qtbot: QtBot):
    assess(page, qtbot)
    page.table.selectAll()
    assert set(page.desk.selected) == {row.head.uid for row in page.model.ranking}


def test_no_undo_is_offered_for_what_stays_on_record(page: AssessmentPage, window: MainWindow, qtbot: QtBot):
    assess(page, qtbot)
    assert "Assessed: 3." in window.status.sentence.text()
    assert not window.status.undo.isVisible()


def test_cancelling_keeps_nothing(page: AssessmentPage, window: MainWindow, qtbot: QtBot):
    page.assess()
    page.desk.lane.cancel_all()
    wait(page.desk, qtbot)
    assert page.model.ranking == []
    assert page.stack.currentWidget() is page.empty
    assert "Cancelled" in window.status.sentence.text()
    assert page.assess_button.isEnabled()


class TestOutdated:
    """A project that changed after it was assessed."""

    @pytest.fixture
    def uid(self, page: AssessmentPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> str:
        assess(page, qtbot)
        row = next(row for row in page.model.ranking if row.head.name == GOOD)
        # The clock of the tests stands still; a change happens later.
        monkeypatch.setattr(page.desk.clock, "now", lambda: NOW.replace(hour=10))
        return row.head.uid

    def edit(self, page: AssessmentPage, qtbot: QtBot, uid: str, values: dict[str, object]) -> None:
        page.desk.announce(projects.edit_project(page.desk.open_session, uid, values))  # type: ignore[arg-type]
        wait(page.desk, qtbot)

    def test_it_is_marked_and_assessed_again_on_demand(self, page: AssessmentPage, qtbot: QtBot, uid: str):
        self.edit(page, qtbot, uid, {"annual_reduction": 50.0})
        assert page.model.outdated == [uid]
        row = page.model.row_of(uid)
        assert row is not None
        assert page.model.index(row, RankingColumn.STATE).data() == "changed since"
        assert page.stale_strip.isVisible()
        page.assess_stale()
        wait(page.desk, qtbot)
        assert page.model.outdated == []
        assert not page.stale_strip.isVisible()

    def test_a_change_that_no_rule_reads_does_not_alarm(self, page: AssessmentPage, qtbot: QtBot, uid: str):
        self.edit(page, qtbot, uid, {"name": "Wind farm of the north ridge, phase two"})
        assert page.model.outdated == []
        assert not page.stale_strip.isVisible()

    def test_the_why_window_says_so_and_follows(self, page: AssessmentPage, window: MainWindow, qtbot: QtBot, uid: str):
        page._ask_why(uid)
        (why,) = why_windows(window)
        assert not why.stale_strip.isVisible()
        self.edit(page, qtbot, uid, {"annual_reduction": 50.0})
        assert why.stale_strip.isVisible()
        why._assess_again()
        wait(page.desk, qtbot)
        assert not why.stale_strip.isVisible()


class TestWhy:
    """The window beside the list."""

    @pytest.fixture
    def why(self, page: AssessmentPage, window: MainWindow, qtbot: QtBot) -> WhyWindow:
        assess(page, qtbot)
        row = next(row for row in page.model.ranking if row.head.name == EMPTY["name"])
        page._ask_why(row.head.uid)
        (made,) = why_windows(window)
        return made

    def test_a_missing_fact_opens_the_form_at_its_field(self, why: WhyWindow, window: MainWindow, qtbot: QtBot):
        wanted: list[tuple[str, object]] = []
        why.desk.wanted.connect(lambda page, what: wanted.append((page, what)))
        links = [label for label in why.side.findChildren(QLabel) if "<a href" in label.text()]
        links[0].setFocus()
        qtbot.keyClick(links[0], Qt.Key.Key_Tab)
        links[0].linkActivated.emit("district")
        assert wanted == [("projects", (why._project.uid, "district"))]
        page = window.page
        assert isinstance(page, ProjectsPage)
        assert page.form.uid == why._project.uid
        assert page.form.rows["district"].isVisible()

    def test_the_text_to_copy_holds_verdict_lines_and_what_is_missing(self, why: WhyWindow):
        why._copy()
        text = QGuiApplication.clipboard().text()
        told = assessments.explanation(why._assessment, language("en"))
        assert told.headline in text
        assert all(line.text in text for line in (*told.gates, *told.criteria))
        assert told.missing[0] in text

    def test_it_closes_with_its_library(self, why: WhyWindow, window: MainWindow, qtbot: QtBot):
        assert why.isVisible()
        window.desk.drop_session()
        qtbot.waitUntil(lambda: not why_windows(window))

    def test_esc_closes_it(self, why: WhyWindow, window: MainWindow, qtbot: QtBot):
        qtbot.keyClick(why, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not why_windows(window))


def test_a_project_without_an_assessment_is_offered_one(page: AssessmentPage, window: MainWindow, qtbot: QtBot):
    uid = projects.show_project(page.desk.open_session, GOOD).uid
    page._ask_why(uid)
    (question,) = window.findChildren(QuestionDialog)
    qtbot.mouseClick(question.do_button, Qt.MouseButton.LeftButton)
    wait(page.desk, qtbot)
    (why,) = why_windows(window)
    assert why.name.text() == GOOD


@pytest.mark.parametrize("desk", ["zh_CN", "en"], indirect=True)
def test_the_ranking_models_keep_qts_rules(qtmodeltester: ModelTester, desk: Desk):
    def ranked(number: int, rank: int | None) -> Ranked:
        verdict = Verdict.ELIGIBLE if rank else Verdict.REFUSED
        grade = Label("甲", "A") if rank else None
        head = AssessmentHead(
            str(number), f"P-{number:04}", "", verdict, 0, number, 100, grade, grade, 0, NOW.date(), bool(number % 2)
        )
        return Ranked(rank, head)

    model = RankingModel(desk.language, lambda: ["3", "1", "4", "2"])
    model.show_rows([ranked(1, 1), ranked(2, 2), ranked(3, 2), ranked(4, None)])
    qtmodeltester.check(model)
    model.mark_outdated({"3"})
    for column in RankingColumn:
        model.sort(column, Qt.SortOrder.DescendingOrder)
        model.sort(column)
        qtmodeltester.check(model)
    model.sort(RankingColumn.NAME)
    assert [model.index(row, 0).data(RankingModel.ROW_ROLE).uid for row in range(4)] == ["3", "1", "4", "2"]
    model.sort(RankingColumn.STATE)
    model.mark_outdated({"4"})
    assert model.index(0, 0).data(RankingModel.ROW_ROLE).uid == "4", "what is known later is sorted too"
    model.search("P-0003")
    assert model.rowCount() == 1
    qtmodeltester.check(model)


def test_the_chosen_project_stays_chosen_when_the_order_changes(page: AssessmentPage, qtbot: QtBot):
    assess(page, qtbot)
    page.table.selectRow(names(page).index(GOOD))
    chosen = page.table.chosen()
    page.table.sortByColumn(RankingColumn.NAME, Qt.SortOrder.DescendingOrder)
    assert page.table.chosen() == chosen
    assert page.desk.selected == chosen


def test_the_practice_library_is_ranked_whole(desk: Desk, qtbot: QtBot, tmp_path: Path):
    session = libraries.make_practice_library(tmp_path / "practice", "Wang", NoProgress(), desk.clock)
    window = MainWindow(desk)
    desk.take_session(session)
    window.show()
    window.complete()
    window.open_page("assessment")
    page = window.page
    assert isinstance(page, AssessmentPage)
    assess(page, qtbot)
    ranks = [row.rank for row in page.model.ranking if row.rank is not None]
    assert ranks == sorted(ranks)
    assert ranks[0] == 1
    assert len(page.model.ranking) > 50
    window.close()
