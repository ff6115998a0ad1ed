"""Every button is pressed by Enter and by Space, and by no other button's Enter."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from climafin.ui.desk import Desk
from climafin.ui.dialogs.library import QuestionDialog
from climafin.ui.main_window import MainWindow
from climafin.ui.widgets.buttons import ChoiceCard, button, icon_button


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_a_button(desk: Desk, qtbot: QtBot, key: Qt.Key):
    for made in (button("Do"), icon_button("x", "Dismiss"), ChoiceCard("x", "Title", "Sentence")):
        qtbot.addWidget(made)
        made.show()
        with qtbot.waitSignal(made.clicked):
            qtbot.keyClick(made, key)


def test_enter_on_cancel_cancels(window: MainWindow, qtbot: QtBot):
    done: list[bool] = []
    QuestionDialog.ask(window, window.desk, ("Restore?", "All of it.", "Restore"), lambda: done.append(True))
    dialog = window.findChild(QuestionDialog)
    assert dialog is not None
    dialog.cancel_button.setFocus()
    qtbot.keyClick(dialog.cancel_button, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert not done
