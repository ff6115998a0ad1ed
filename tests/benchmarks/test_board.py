"""How the board scrolls with the whole city's projects on it, beside a plain list of the same size."""

from collections.abc import Sequence
from time import process_time

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from climafin.base.language import language
from climafin.base.messages import Label
from climafin.domain.stages import Stage
from climafin.services.pipeline import BoardCard
from climafin.ui.models.board import BoardModel
from climafin.ui.models.card_delegate import CardDelegate, card_words
from climafin.ui.style import dress
from climafin.ui.widgets.board_column import BoardColumn

COUNT = 5300
STEPS = 120
#: H01: no moment longer than this without a sign of life; a step of the wheel has to stay far below. Counted is the
#: processor's time, so that a busy machine does not matter.
FROZEN = 0.2


def cards(uids: Sequence[str]) -> list[BoardCard]:
    grades = (Label("B", "B"), Label("A", "A"))
    return [
        BoardCard(
            uid=uid,
            number=f"P-{uid}",
            name=f"两江新区第{uid}号江水源热泵集中供冷供热（三期）扩建工程及配套管网改造项目",
            owner=f"重庆虚构{uid}号能源科技有限公司",
            investment=None if int(uid) % 5 == 0 else int(uid) * 1_234_500,
            grade=grades if int(uid) % 3 else None,
            stage=Stage.PLANNED,
            since=None,
            next_due="2026-08" if int(uid) % 2 else None,
            overdue=True,
        )
        for uid in uids
    ]


def scrolled(view: QListView) -> list[float]:
    """Return the time of every step from the first card to the last."""
    bar, times = view.verticalScrollBar(), []
    assert bar.maximum() > STEPS
    for step in range(STEPS):
        start = process_time()
        bar.setValue(bar.maximum() * step // (STEPS - 1))
        view.viewport().repaint()
        times.append(process_time() - start)
    return sorted(times)


def test_scrolling_the_board_beside_a_plain_list(qapp: QApplication, qtbot: QtBot, capsys: pytest.CaptureFixture[str]):
    dress(qapp, dark=False, scale=100)
    words = language("en")
    model = BoardModel(Stage.PLANNED, cards, lambda card: card_words(card, words))
    column = BoardColumn(Stage.PLANNED, words, model, CardDelegate(words))
    plain = QListView()
    plain.setUniformItemSizes(True)
    names = QStringListModel([card.name for card in cards([str(number) for number in range(COUNT)])])
    plain.setModel(names)
    for widget in (column, plain):
        qtbot.addWidget(widget)
        widget.resize(220, 640)
        with qtbot.waitExposed(widget):
            widget.show()
    start = process_time()
    model.show([str(number) for number in range(COUNT)])
    column.list.doItemsLayout()
    column.list.viewport().repaint()
    first = process_time() - start
    plain.doItemsLayout()
    ours, theirs = scrolled(column.list), scrolled(plain)
    middle = STEPS // 2
    with capsys.disabled():
        print(  # noqa: T201 - a benchmark tells its ratio
            f"\n{COUNT} cards: first painting {first * 1000:.0f} ms; a far jump {ours[middle] * 1000:.1f} ms "
            f"(slowest {ours[-1] * 1000:.1f}), {ours[middle] / theirs[middle]:.1f} times a plain list of lines"
        )
    assert first < FROZEN
    assert ours[-1] < FROZEN
