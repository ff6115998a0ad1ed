"""The paper view asks for what comes into view and for nothing else."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from climafin.ui.desk import Desk
from climafin.ui.widgets.page_view import KEPT_PICTURES, PageView

A4 = QSizeF(595, 842)


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> PageView:
    made = PageView("Pages")
    qtbot.addWidget(made)
    made.resize(500, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def asked(view: PageView) -> list[int]:
    found: list[int] = []
    view.wanted.connect(found.extend)
    return found


def picture(view: PageView, colour: str = "red") -> QImage:
    made = QImage(round(595 * view.dpi() / 72), round(842 * view.dpi() / 72), QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def test_only_pages_in_view_are_asked_for(view: PageView, asked: list[int]):
    view.show_pages([A4] * 200)
    assert asked
    assert set(asked) <= {0, 1}
    asked.clear()
    view.go_to(150)
    assert set(asked) <= {149, 150, 151}


def test_a_picture_that_fits_is_not_asked_for_again(view: PageView, asked: list[int]):
    view.show_pages([A4])
    view.show_picture(0, picture(view))
    asked.clear()
    view.resize(500, 500)
    assert asked == []


def test_larger_pages_want_finer_pictures(view: PageView, asked: list[int]):
    view.show_pages([A4])
    coarse = view.dpi()
    view.show_picture(0, picture(view))
    asked.clear()
    view.zoom_in()
    assert view.dpi() > coarse
    assert asked == [0]
    view.fit_width()
    assert view.dpi() == pytest.approx(coarse)


def test_ctrl_and_the_wheel_zoom(view: PageView):
    view.show_pages([A4])
    before = view.dpi()
    place = QPointF(view.viewport().rect().center())
    turn = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), turn)
    assert view.dpi() > before


def test_the_keyboard_goes_page_by_page_and_to_the_ends(view: PageView, qtbot: QtBot):
    view.show_pages([A4] * 5)
    told: list[int] = []
    view.page_changed.connect(told.append)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == 4
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == 3
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0
    assert told[0] == 1


def test_pictures_far_away_are_let_go(view: PageView):
    view.show_pages([A4] * 60)
    for page in range(60):
        view.show_picture(page, picture(view))
    kept = [page for page in range(60) if view.picture(page) is not None]
    assert len(kept) == KEPT_PICTURES
    assert view.page in kept


def test_the_picture_is_what_is_seen(view: PageView):
    view.show_pages([A4])
    view.show_picture(0, picture(view))
    seen = view.viewport().grab().toImage()
    assert seen.pixelColor(seen.width() // 2, seen.height() // 2) == QColor("red")


def test_a_late_picture_of_another_paper_does_no_harm(view: PageView):
    view.show_pages([A4])
    view.show_picture(7, picture(view))
    assert view.picture(7) is None
