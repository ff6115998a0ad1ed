"""Every page and dialog as a picture, and what is cut on it; looked at by people, checked by `test_gallery`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QTabBar, QWidget

from climafin.base.messages import message
from climafin.base.paths import resource
from climafin.domain.change import Change
from climafin.domain.dictionary import dictionary
from climafin.domain.project import ValueNote
from climafin.services import assessments
from climafin.services.judgements import override
from climafin.services.robustness import DrawPlan, run_robustness
from climafin.ui.actions.assessing import WhyThisScore
from climafin.ui.actions.dossiers import PrintDossier
from climafin.ui.actions.exchange import ImportWorkbook
from climafin.ui.actions.helping import ShowHelp, ShowKeys
from climafin.ui.actions.libraries import NewLibrary
from climafin.ui.actions.pipeline import MoveStage
from climafin.ui.actions.status import Return
from climafin.ui.dialogs.importing.preview import ImportDialog
from climafin.ui.dialogs.library import FailureDialog, PersonDialog, QuestionDialog
from climafin.ui.dialogs.office_limits import OfficeLimitsDialog
from climafin.ui.dialogs.reason import ReasonDialog
from climafin.ui.dialogs.signing import SignDialog, SigningAsk
from climafin.ui.dialogs.source import SourceDialog
from climafin.ui.dialogs.why import WhyWindow
from climafin.ui.main_window import MainWindow
from climafin.ui.pages.assessment import AssessmentPage
from climafin.ui.pages.project_form.table_editor import TableEditor
from climafin.ui.pages.projects.page import ProjectsPage
from climafin.ui.pages.workbench.page import WorkbenchPage
from climafin.ui.tasks import Failure
from climafin.ui.widgets.elided import ElidedLabel
from tests.unit.services.office_book import PACK as OFFICE_PACK
from tests.unit.services.office_book import published

#: What a library must hold for a scene.
NOTHING, EMPTY, PRACTICE = "nothing", "empty", "practice"
NO_CHANGE = Change(message("Nothing was changed."), frozenset())


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing to look at.

    Attributes:
        name: of its picture.
        library: what must be open.
        set_up: brings the window there.
    """

    name: str
    library: str
    set_up: Callable[[MainWindow], object]


def _projects(window: MainWindow) -> ProjectsPage:
    window.open_page("projects")
    assert isinstance(window.page, ProjectsPage)
    return window.page


def _chosen(window: MainWindow) -> ProjectsPage:
    page = _projects(window)
    page.grid.selectRow(40)
    return page


def _form(section: str) -> Callable[[MainWindow], object]:
    def set_up(window: MainWindow) -> None:
        page = _projects(window)
        page.open_form(page.grid.list.uids[40])
        keys = [page.form.index.item(at).data(0x0100) for at in range(page.form.index.count())]
        page.form.index.setCurrentRow(keys.index(section))

    return set_up


def _form_with_problems(window: MainWindow) -> None:
    page = _projects(window)
    page.open_form(page.grid.list.uids[40], "total_investment")
    for key, text in (("total_investment", "约一亿左右吧"), ("capital", "0.8亿"), ("investment_other", "不适用")):
        page.form.rows[key].editor.show_text(text)
        page.form.rows[key].commit()


def _not_found(window: MainWindow) -> None:
    page = _projects(window)
    page.search.setText("no such project")
    page.look()


def _import(tab: int) -> Callable[[MainWindow], object]:
    def set_up(window: MainWindow) -> None:
        verb = window.verbs[ImportWorkbook]
        path = resource("samples", "district-workbook.xlsx")
        done: list[object] = []
        verb.preview(path)
        window.desk.lane.jobs[-1].finished.connect(lambda: done.append(True))
        while not done:
            QApplication.processEvents()
        dialog = window.findChild(ImportDialog)
        assert dialog is not None
        dialog.tabs.setCurrentIndex(tab)

    return set_up


def _bench(window: MainWindow) -> WorkbenchPage:
    """Open the workbench with a copy of the sample pack, and wait until everything is worked out."""
    window.open_page("workbench")
    page = window.page
    assert isinstance(page, WorkbenchPage)
    page.commands.open_edition("liangjiang-sample", None)
    page.commands.copy_to_draft()
    page.result.project_wanted.emit(page.desk.open_session.library.uids()[40])
    _settle(page)
    return page


def _settle(page: WorkbenchPage) -> None:
    while page.bench.is_busy or page.desk.lane.is_busy:
        QApplication.processEvents()


def _bench_empty(window: MainWindow) -> None:
    window.open_page("workbench")
    assert isinstance(window.page, WorkbenchPage)
    _settle(window.page)


def _bench_part(part: str, pane: int) -> Callable[[MainWindow], object]:
    def set_up(window: MainWindow) -> None:
        page = _bench(window)
        page.result.show_project(page.bench.uid)
        page.tree.setCurrentIndex(page.outline.index_of((part,)))
        page.panes.setCurrentIndex(pane)
        _settle(page)

    return set_up


def _bench_weight(window: MainWindow) -> None:
    page = _bench(window)
    page.tree.setCurrentIndex(page.outline.index_of(("groups",)))
    control = page.book.weights["groups", "climate"]
    control.slider.setValue(55_00)
    control.settled.emit("climate", 55_00)
    _settle(page)
    page.panes.setCurrentIndex(1)
    page.effect.table.selectRow(2)


def _bench_text(window: MainWindow) -> None:
    page = _bench(window)
    text = page.bench.text
    page.bench.put(text.replace("年减排量 > 0", "年减派量 > 0").replace("decimals: 3", "decimal: 3"))
    _settle(page)
    page.go_to_place(page.bench.checked.slips[0].start)


def _bench_window(act: str) -> Callable[[MainWindow], object]:
    def set_up(window: MainWindow) -> None:
        page = _bench(window)
        page.bench.change({("gates", 13, "test"): "项目资本金 / 总投资 ≥ 25 %", ("standing", "zh"): "试行稿"})
        _settle(page)
        getattr(page.commands, act)()
        _settle(page)

    return set_up


def _verb(verb: type) -> Callable[[MainWindow], object]:
    def set_up(window: MainWindow) -> None:
        _chosen(window)
        window.verbs[verb].action.trigger()

    return set_up


def _failure(window: MainWindow) -> None:
    FailureDialog.show_failure(window, window.desk, Failure(ValueError("an example")))


def _question(window: MainWindow) -> None:
    words = window.desk.language
    texts = (words.text("Restore this backup?"), words.text("Nothing is missing."), words.text("Restore"))
    QuestionDialog.ask(window, window.desk, texts, lambda: None)


def _reason(window: MainWindow) -> None:
    ReasonDialog.ask(window, window.desk, window.verbs[Return].action.text(), lambda _reason: None)


def _source(window: MainWindow) -> None:
    SourceDialog.ask(window, window.desk, dictionary()["irr"].label, ValueNote(), lambda _note: None)


def _why(window: MainWindow) -> WhyWindow:
    _chosen(window)
    window.verbs[WhyThisScore].action.trigger()
    why = window.findChild(WhyWindow)
    assert why is not None
    assert why.row is not None
    return why


def _why_signed(window: MainWindow) -> None:
    session = window.desk.open_session
    uid = _chosen(window).grid.list.uids[40]
    found = assessments.explain(session, uid)
    pack_id, gate, criterion = found.pack.pack_id, found.gates[0].rule_id, found.criteria[0]
    reason, second = "现场核查与原件不一致，按评审会纪要处理", "李复核"
    override(session, uid, pack_id, gate, "met", reason=reason, second_person=second, evidence="评审会纪要第3号")
    override(session, uid, pack_id, criterion.rule_id, criterion.maximum // 2, reason=reason, second_person=second)
    assessments.assess_projects(session, uids=[uid])
    _why(window)


def _decide(window: MainWindow) -> None:
    why = _why(window)
    assert why.row is not None
    why.signing.decide(why._assessment, why.row)
    why.findChildren(SignDialog)[-1].do_button.click()


def _score(window: MainWindow) -> None:
    words = window.desk.language
    texts = (words.text("Score by an expert"), "竞争力六项、风险三项", "0.00–100.00 / 100")
    ask = SigningAsk(*texts, (), 100_00, needs_evidence=True, needs_second=True, sign=lambda _signed: NO_CHANGE)
    SignDialog.ask(window, window.desk, ask, lambda: None).do_button.click()


def _office(window: MainWindow) -> None:
    window.open_page("assessment")
    assert isinstance(window.page, AssessmentPage)
    choose_pack(window.page, "wind-bidding-2018")
    window.page.ask_office()
    window.page.findChildren(OfficeLimitsDialog)[-1].do_button.click()


def choose_pack(page: AssessmentPage, pack_id: str) -> None:
    """Choose the newest edition of a pack."""
    stamps = [page.pack.itemData(number) for number in range(page.pack.count())]
    page.pack.setCurrentIndex(next(at for at, stamp in enumerate(stamps) if stamp.pack_id == pack_id))


def _form_asked(window: MainWindow) -> None:
    published(window.desk.open_session)
    window.desk.pack_id = OFFICE_PACK
    page = _projects(window)
    page.open_form(page.grid.list.uids[40], "penalties")
    table = page.form.rows["penalties"].editor
    assert isinstance(table, TableEditor)
    for number, (day, fine) in enumerate((("2024-02-29", "60"), ("2024-02-30", "8"))):
        table.add_row()
        table.rows[number]["on"].show_text(day)
        table.rows[number]["fine"].show_text(fine)
    page.form.rows["penalties"].commit()


def _bands(window: MainWindow) -> None:
    run_robustness(window.desk.open_session, None, DrawPlan(draws=50))
    window.open_page("assessment")


SCENES = (
    Scene("first-run", NOTHING, lambda _window: None),
    Scene("new-library", NOTHING, lambda window: window.verbs[NewLibrary].action.trigger()),
    Scene("person", NOTHING, lambda window: PersonDialog.ask(window, window.desk, lambda _person: None)),
    Scene("projects", PRACTICE, _chosen),
    Scene("projects-empty", EMPTY, _projects),
    Scene("projects-not-found", PRACTICE, _not_found),
    Scene("form", PRACTICE, _form("owner")),
    Scene("form-problems", PRACTICE, _form_with_problems),
    Scene("form-texts", PRACTICE, _form("scale")),
    Scene("form-compliance", PRACTICE, _form("compliance")),
    Scene("form-stages", PRACTICE, _form("stages")),
    Scene("form-history", PRACTICE, _form("history")),
    Scene("form-asked", PRACTICE, _form_asked),
    Scene("form-new", PRACTICE, lambda window: _projects(window).open_form("")),
    Scene("assessment", PRACTICE, lambda window: window.open_page("assessment")),
    Scene("assessment-empty", EMPTY, lambda window: window.open_page("assessment")),
    Scene("why", PRACTICE, _verb(WhyThisScore)),
    Scene("why-signed", PRACTICE, _why_signed),
    Scene("sign-decide", PRACTICE, _decide),
    Scene("sign-score", PRACTICE, _score),
    Scene("assessment-bands", PRACTICE, _bands),
    Scene("office-limits", PRACTICE, _office),
    Scene("workbench-gates", PRACTICE, _bench_part("gates", 0)),
    Scene("workbench-criteria", PRACTICE, _bench_part("criteria", 2)),
    Scene("workbench-weights", PRACTICE, _bench_weight),
    Scene("workbench-text", PRACTICE, _bench_text),
    Scene("workbench-publish", PRACTICE, _bench_window("ask_publish")),
    Scene("workbench-differs", PRACTICE, _bench_window("show_changes")),
    Scene("workbench-robustness", PRACTICE, _bench_window("show_robustness")),
    Scene("workbench-empty", EMPTY, _bench_empty),
    Scene("pipeline", PRACTICE, lambda window: window.open_page("pipeline")),
    Scene("pipeline-empty", EMPTY, lambda window: window.open_page("pipeline")),
    Scene("move-stage", PRACTICE, _verb(MoveStage)),
    Scene("dossier", PRACTICE, _verb(PrintDossier)),
    Scene("import-new", PRACTICE, _import(0)),
    Scene("import-wrong", PRACTICE, _import(3)),
    Scene("import-ignored", PRACTICE, _import(5)),
    Scene("reason", PRACTICE, _reason),
    Scene("source", PRACTICE, _source),
    Scene("question", PRACTICE, _question),
    Scene("failure", PRACTICE, _failure),
    Scene("help", PRACTICE, lambda window: window.verbs[ShowHelp].action.trigger()),
    Scene("keys", NOTHING, lambda window: window.verbs[ShowKeys].action.trigger()),
    Scene("settings", PRACTICE, lambda window: window.open_page("settings")),
)


def take(window: MainWindow, path: Path | None) -> list[str]:
    """Take a picture of the window with the dialogs above it, and return what is cut.

    Args:
        window: the window.
        path: where the picture goes; None takes none.
    """
    above = [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.isVisible() and widget is not window and widget.parentWidget() is not None
    ]
    found = [told for widget in (window, *above) for told in cut_texts(widget)]
    if path is not None:
        picture = window.grab()
        painter = QPainter(picture)
        for widget in above:
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
            _paste(painter, picture, widget.grab())
        painter.end()
        picture.save(str(path))
    return found


def _paste(painter: QPainter, ground: QPixmap, picture: QPixmap) -> None:
    painter.drawPixmap((ground.width() - picture.width()) // 2, (ground.height() - picture.height()) // 2, picture)


def is_outside(widget: QWidget) -> bool:
    """Tell whether a widget lies partly beyond the side of a pane that cannot be scrolled sideways."""
    around = widget.parentWidget()
    while around is not None:
        area = around.parentWidget()
        if isinstance(area, QScrollArea) and around is area.viewport():
            can_scroll = area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            right = widget.mapTo(around, QPoint(widget.width(), 0)).x()
            return not can_scroll and right > around.width() + 2
        around = area
    return False


def cut_texts(root: QWidget) -> list[str]:
    """Return the texts that have less room than they want."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel) or widget.window() is not root:
            continue
        if isinstance(widget, QLabel) and widget.text():
            if widget.wordWrap():
                is_cut = widget.heightForWidth(widget.width()) > widget.height() + 2
            else:
                is_cut = widget.sizeHint().width() > widget.width() + 2
            text = widget.text()
        elif isinstance(widget, QAbstractButton) and widget.text():
            is_cut = widget.minimumSizeHint().width() > widget.width() + 2
            text = widget.text()
        elif isinstance(widget, QTabBar):
            is_cut = widget.sizeHint().width() > widget.width() + 2
            text = " ".join(widget.tabText(at) for at in range(widget.count()))
        else:
            continue
        if is_cut or is_outside(widget):
            found.append(f"{type(widget).__name__} “{text[:60]}” in {type(widget.parent()).__name__}")
    return found
