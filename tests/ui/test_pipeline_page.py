"""The board: cards where they belong, moved by mouse and by keys, and nothing written before it was asked for."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from climafin.base.language import LanguageCode, language
from climafin.base.messages import Label
from climafin.domain.stages import Stage
from climafin.services import libraries, pipeline, projects
from climafin.services.session import Session
from climafin.ui.actions.catalogue import VERBS
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.dialogs.history import HistoryDialog
from climafin.ui.dialogs.move_stage import MoveStageDialog
from climafin.ui.models.board import CARD_MIME, CARD_ROLE, BoardModel
from climafin.ui.models.card_delegate import CardDelegate, broken, shown_investment
from climafin.ui.models.grades import grade_chip
from climafin.ui.models.history import WHAT, WHY
from climafin.ui.pages.pipeline import PipelinePage
from climafin.ui.style import Type, theme

MOVE = Qt.DropAction.MoveAction
WHOLE_SCALE = (Label("未达级", "Below the grades"), Label("深绿", "Deep green"))
TWO_GRADES = (Label("浅绿", "Light green"), Label("中绿", "Mid green"))


@pytest.fixture
def session(desk: Desk, tmp_path: Path) -> Session:
    made = libraries.create_library(tmp_path / "library", "Wang", title="Trial", clock=desk.clock)
    desk.take_session(made)
    return made


def register(session: Session, name: str, *stages: Stage, **values: object) -> str:
    _change, uid = projects.register_project(session, {"name": name, **values})  # type: ignore[dict-item]
    for month, stage in enumerate(stages, 1):
        pipeline.move_stage(session, uid, stage, date(2025, month, 1), "as reported")
    return uid


@pytest.fixture
def uids(session: Session) -> dict[str, str]:
    return {
        "idea": register(session, "An idea"),
        "station": register(session, "River-water heat pumps", Stage.PLANNED, total_investment=12_345_000_000),
        "storage": register(session, "Battery storage", Stage.PLANNED, planned_start="2026-08"),
        "solar": register(session, "Solar roofs", Stage.PLANNED, Stage.STARTED),
    }


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, uids: dict[str, str]) -> Iterator[PipelinePage]:
    window = QMainWindow()
    qtbot.addWidget(window)
    made = PipelinePage(desk, Verbs(desk, window, VERBS))
    window.setCentralWidget(made)
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    window.close()


def place(page: PipelinePage, uid: str) -> Stage | None:
    return next(column.stage for column in page.columns if uid in column.model.uids)


def drop(page: PipelinePage, uid: str, target: Stage | None) -> None:
    model = page.column(place(page, uid)).model
    data = model.mimeData([model.index(model.uids.index(uid))])
    page.column(target).model.dropMimeData(data, MOVE, -1, -1, QModelIndex())


def question(page: PipelinePage) -> MoveStageDialog | None:
    found = page.window().findChildren(MoveStageDialog)
    return found[-1] if found else None


def choose(page: PipelinePage, uid: str) -> None:
    page.reveal(uid, go=True)


def test_cards_stand_in_their_stages_and_heads_never_sum_the_unknown(page: PipelinePage, uids: dict[str, str]):
    planned = page.column(Stage.PLANNED)
    assert planned.model.uids == [uids["station"], uids["storage"]]
    assert (planned.count.text(), planned.sum.text()) == ("2", "12,345.00 CNY 10k")
    assert planned.unknown.text() == "1 without an amount"
    started = page.column(Stage.STARTED)
    assert (started.count.text(), started.sum.text(), started.unknown.text()) == ("1", "", "Investment not given")
    operating = page.column(Stage.OPERATING)
    assert (operating.count.text(), operating.sum.text(), operating.unknown.text()) == ("0", "", "")


def test_a_card_says_everything_in_words(page: PipelinePage, uids: dict[str, str]):
    model = page.column(Stage.PLANNED).model
    told = model.data(model.index(1))
    assert "Battery storage" in told
    assert "Overdue 2026-08" in told
    assert "Investment not given" in told


def test_the_columns_are_sound_models_while_cards_come_and_go(page: PipelinePage, session: Session):
    testers = [ModelTester(None) for _ in page.columns]
    for tester, column in zip(testers, page.columns, strict=True):
        tester.check(column.model, force_py=False)
    uid = register(session, "Another idea")
    page.refresh(None)
    page.refresh(pipeline.move_stage(session, uid, Stage.PLANNED, date(2025, 1, 1)))
    assert place(page, uid) is Stage.PLANNED
    page.search.setText("nothing has this name")
    page.refresh(None)
    assert all(not column.model.uids for column in page.columns)


def test_a_dropped_card_asks_for_the_day_and_stays_until_the_move_is_written(
    qtbot: QtBot, page: PipelinePage, session: Session, uids: dict[str, str]
):
    drop(page, uids["station"], Stage.STARTED)
    qtbot.waitUntil(lambda: question(page) is not None)
    dialog = question(page)
    assert dialog is not None
    assert place(page, uids["station"]) is Stage.PLANNED
    assert dialog.stage.currentData() == Stage.STARTED
    dialog.day.line.setText("2026-05-06")
    with qtbot.waitSignal(page.desk.changed):
        qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    assert place(page, uids["station"]) is Stage.STARTED
    assert projects.show_project(session, uids["station"]).stages[-1].on == date(2026, 5, 6)
    assert page.column(Stage.STARTED).list.current_uid() == uids["station"]


def test_giving_up_the_question_changes_nothing(
    qtbot: QtBot, page: PipelinePage, session: Session, uids: dict[str, str]
):
    drop(page, uids["station"], Stage.OPERATING)
    qtbot.waitUntil(lambda: question(page) is not None)
    dialog = question(page)
    assert dialog is not None
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    assert "goes back or skips a stage" in dialog.strip.sentence
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(projects.show_project(session, uids["station"]).stages) == 1
    assert place(page, uids["station"]) is Stage.PLANNED


def test_a_drop_that_cannot_be_is_told_in_one_sentence(qtbot: QtBot, page: PipelinePage, uids: dict[str, str]):
    with qtbot.waitSignal(page.desk.failed) as failed:
        drop(page, uids["station"], None)
    assert failed.args is not None
    assert "stays in it" in failed.args[0].told.text
    assert question(page) is None


def test_a_card_dropped_where_it_stands_asks_nothing(qtbot: QtBot, page: PipelinePage, uids: dict[str, str]):
    drop(page, uids["station"], Stage.PLANNED)
    drop(page, uids["idea"], None)
    QApplication.processEvents()
    assert question(page) is None


def test_something_else_cannot_be_dropped(page: PipelinePage):
    model = page.column(Stage.STARTED).model
    data = model.mimeData([model.index(0)])
    data.removeFormat(CARD_MIME)
    data.setText("P-0001")
    assert not model.dropMimeData(data, MOVE, -1, -1, QModelIndex())


def test_in_a_library_opened_for_reading_nothing_can_be_dragged():
    model = BoardModel(Stage.PLANNED, lambda _uids: [], lambda _card: "", is_fixed=True)
    model.show(["a"])
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    data = model.mimeData([model.index(0)])
    assert not model.canDropMimeData(data, MOVE, -1, -1, QModelIndex())


def test_arrows_go_between_cards_and_columns(qtbot: QtBot, page: PipelinePage, uids: dict[str, str]):
    choose(page, uids["station"])
    planned, started = page.column(Stage.PLANNED).list, page.column(Stage.STARTED).list
    qtbot.keyClick(planned, Qt.Key.Key_Down)
    assert page.desk.selected == (uids["storage"],)
    qtbot.keyClick(planned, Qt.Key.Key_Right)
    assert page.desk.selected == (uids["solar"],)
    assert started.hasFocus()
    assert not planned.selectionModel().hasSelection()
    qtbot.keyClick(started, Qt.Key.Key_Right)
    assert page.desk.selected == (uids["solar"],), "there is nothing further right"
    qtbot.keyClick(started, Qt.Key.Key_Left)
    qtbot.keyClick(planned, Qt.Key.Key_Left)
    assert page.desk.selected == (uids["idea"],)


def test_the_column_of_the_chosen_card_is_brought_into_sight(qtbot: QtBot, page: PipelinePage, uids: dict[str, str]):
    page.window().resize(620, 600)
    QApplication.processEvents()
    choose(page, uids["idea"])
    assert page.area.horizontalScrollBar().value() == 0
    choose(page, uids["solar"])
    column = page.column(Stage.STARTED)
    left = column.mapTo(page.area.viewport(), QPoint(0, 0)).x()
    assert left >= 0
    assert left + column.width() <= page.area.viewport().width()


def test_the_whole_move_can_be_made_with_the_keyboard(
    qtbot: QtBot, page: PipelinePage, session: Session, uids: dict[str, str]
):
    choose(page, uids["station"])
    qtbot.keyClick(page.column(Stage.PLANNED).list, Qt.Key.Key_M)
    dialog = question(page)
    assert dialog is not None
    line = dialog.day.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "2026-03-04")
    with qtbot.waitSignal(page.desk.changed):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert projects.show_project(session, uids["station"]).stage is Stage.STARTED
    assert page.column(Stage.STARTED).list.current_uid() == uids["station"]


def test_alt_and_an_arrow_ask_for_the_stage_beside(qtbot: QtBot, page: PipelinePage, uids: dict[str, str]):
    choose(page, uids["solar"])
    qtbot.keyClick(page.column(Stage.STARTED).list, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    dialog = question(page)
    assert dialog is not None
    assert dialog.stage.currentData() == Stage.PLANNED


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_enter_and_the_right_button_show_the_same_menu(qtbot: QtBot, page: PipelinePage, uids: dict[str, str]):
    def menu_texts() -> list[str]:
        menu = next(menu for menu in page.findChildren(QMenu) if menu.isVisible())
        texts = [action.text() for action in menu.actions()]
        menu.close()
        return texts

    choose(page, uids["station"])
    cards = page.column(Stage.PLANNED).list
    qtbot.keyClick(cards, Qt.Key.Key_Return)
    by_key = menu_texts()
    cards.customContextMenuRequested.emit(QPoint(20, 20))
    assert menu_texts() == by_key
    assert "Move to another stage…" in by_key


def test_the_search_finds_cards_in_all_columns(qtbot: QtBot, page: PipelinePage, uids: dict[str, str]):
    page.start_search()
    assert page.search.hasFocus()
    qtbot.keyClicks(page.search, "solar")
    qtbot.waitUntil(lambda: not page.column(Stage.PLANNED).model.uids)
    assert page.column(Stage.STARTED).model.uids == [uids["solar"]]


def test_an_empty_library_says_what_to_do_next(qtbot: QtBot, desk: Desk, session: Session):
    window = QMainWindow()
    qtbot.addWidget(window)
    page = PipelinePage(desk, Verbs(desk, window, VERBS))
    window.setCentralWidget(page)
    window.show()
    assert page.stack.currentIndex() == 1


def test_the_history_shows_the_move_with_its_reason(qtbot: QtBot, page: PipelinePage, uids: dict[str, str]):
    choose(page, uids["solar"])
    by_name = {verb.action.text(): verb for verb in page.verbs}
    by_name["History…"].action.trigger()
    dialog = page.window().findChildren(HistoryDialog)[-1]
    lines = dialog.view.lines
    ModelTester(None).check(lines)
    assert "Started" in lines.row(0)[WHAT]
    assert lines.row(0)[WHY] == "as reported"
    dialog.view.selectRow(0)
    qtbot.keyClick(dialog.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "as reported" in QApplication.clipboard().text()


def test_long_names_are_broken_into_lines_and_then_shortened(qapp: QApplication):
    font = theme().font(Type.STRONG)
    name = "两江新区悦来国际会展城江水源热泵集中供冷供热（三期）扩建工程及配套管网改造项目"
    lines = broken(name, font, 180, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(QFontMetricsF(font).horizontalAdvance(line) <= 181 for line in lines)
    assert broken("Solar", font, 180, 2) == ("Solar",)


class Witness(QPainter):
    """Notes what is written where."""

    def __init__(self, picture: QImage) -> None:
        super().__init__(picture)
        self.written: list[tuple[str, QRectF]] = []

    def drawText(self, place: QRectF, _flags: object, text: str) -> None:  # noqa: N802 - Qt's name
        self.written.append((text, QRectF(place)))


@pytest.mark.parametrize("width", [170, 240])
@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize("grade", [WHOLE_SCALE, TWO_GRADES], ids=["whole", "two"])
def test_the_amount_on_a_card_is_never_shortened_and_the_grade_goes_where_there_is_room(
    code: LanguageCode, grade: tuple[Label, Label], width: int, desk: Desk
):
    words, fen = language(code), 4_200_000_000_00
    names = ("P-0001", "Station", "An owner of a long name")
    card = pipeline.BoardCard("u", *names, fen, grade, Stage.PLANNED, None, None, overdue=False)
    model, item, delegate = QStandardItemModel(), QStandardItem(), CardDelegate(words)
    item.setData(card, CARD_ROLE)
    model.appendRow(item)
    picture = QImage(width, delegate.height, QImage.Format.Format_RGB32)
    painter, option = Witness(picture), QStyleOptionViewItem()
    option.rect = picture.rect()
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    amount, chip = shown_investment(fen, words), grade_chip(*grade, words)
    known = next(place for text, place in painter.written if text == amount)
    known.setWidth(QFontMetricsF(theme().font(Type.SMALL)).horizontalAdvance(amount))
    chips = [place for text, place in painter.written if text and chip.startswith(text.rstrip("…"))]
    assert len(chips) == 1
    assert not chips[0].intersects(known)
