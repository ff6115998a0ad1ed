"""Who comes second learns who works in the library, and may read it."""

from pathlib import Path

from climafin.base.errors import DataProblem
from climafin.base.messages import message
from climafin.services import libraries
from climafin.ui.actions.opening import open_as
from climafin.ui.actions.registering import Register
from climafin.ui.desk import Desk
from climafin.ui.tasks import Failure
from tests.ui.conftest import Show


def test_the_second_opener_is_told_who_holds_it_and_may_read_at_a_press(desk: Desk, show: Show, tmp_path: Path):
    folder = tmp_path / "library"
    holder = libraries.create_library(folder, "李主任", title="Office", clock=desk.clock)
    window = show(desk)
    open_as(desk, folder, "王敏")
    assert "李主任" in window.strip.sentence
    assert window.read_button.isVisible()
    window.read_button.click()
    assert desk.open_session.is_read_only
    assert not window.strip.isVisible()
    assert window.reading_chip.isVisible()
    assert not window.verbs[Register].action.isEnabled()
    desk.failed.emit(Failure(DataProblem(message("x"))))
    assert window.strip.isVisible()
    assert not window.read_button.isVisible()
    holder.close()


def test_a_folder_without_a_library_offers_nothing_to_read(desk: Desk, show: Show, tmp_path: Path):
    window = show(desk)
    open_as(desk, tmp_path, "王敏")
    assert window.strip.sentence
    assert not window.read_button.isVisible()
