"""From page to page: verbs act on what is chosen on the page one sees."""

from climafin.services import assessments
from climafin.ui.actions.assessing import WhyThisScore
from climafin.ui.desk import Desk
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.assessment import AssessmentPage
from climafin.ui.pages.pipeline import PipelinePage
from climafin.ui.pages.projects.page import ProjectsPage


def choose_on_the_board(window: MainWindow, uid: str) -> None:
    window.open_page("pipeline")
    assert isinstance(window.page, PipelinePage)
    assert window.page.reveal(uid)
    assert window.desk.selected == (uid,)


def test_back_in_the_list_verbs_act_on_the_chosen_row(window: MainWindow, projects_page: ProjectsPage, practice: Desk):
    row, card = projects_page.grid.list.uids[3], projects_page.grid.list.uids[7]
    projects_page.grid.choose((row,))
    choose_on_the_board(window, card)
    window.open_page("projects")
    assert projects_page.grid.chosen_uids() == (row,)
    assert practice.selected == (row,)
    window.open_page("pipeline")
    assert practice.selected == (card,)


def test_back_in_the_form_verbs_act_on_its_project(window: MainWindow, projects_page: ProjectsPage, practice: Desk):
    form, card = projects_page.grid.list.uids[3], projects_page.grid.list.uids[7]
    projects_page.open_form(form)
    choose_on_the_board(window, card)
    window.open_page("projects")
    assert projects_page.form.uid == form
    assert practice.selected == (form,)


def test_back_in_the_ranking_verbs_act_on_its_row(window: MainWindow, projects_page: ProjectsPage, practice: Desk):
    row, card = projects_page.grid.list.uids[3], projects_page.grid.list.uids[7]
    assessments.assess_projects(practice.open_session, uids=[row])
    window.open_page("assessment")
    assert isinstance(window.page, AssessmentPage)
    choose_on_the_board(window, card)
    window.open_page("assessment")
    assert practice.selected == (row,)


def test_only_beside_the_ranking_why_means_the_pack_of_the_ranking(window: MainWindow):
    window.open_page("assessment")
    page, why = window.page, window.verbs[WhyThisScore]
    assert isinstance(page, AssessmentPage)
    page.pack.setCurrentIndex(page.pack.count() - 1)
    assert why.pack_id == page.stamp.pack_id
    window.open_page("projects")
    assert why.pack_id is None
    window.open_page("assessment")
    assert why.pack_id == page.stamp.pack_id
