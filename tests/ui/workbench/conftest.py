"""The workbench on the practice library."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from climafin.ui.main_window import MainWindow
from climafin.ui.pages.workbench.page import WorkbenchPage
from tests.ui.workbench.hand import Still


@pytest.fixture
def page(window: MainWindow) -> WorkbenchPage:
    """The workbench, on the sample pack as it is shipped."""
    window.open_page("workbench", "liangjiang-sample")
    assert isinstance(window.page, WorkbenchPage)
    return window.page


@pytest.fixture
def still(page: WorkbenchPage, qtbot: QtBot) -> Iterator[Still]:
    """Wait until everything is kept and worked out."""
    wait = lambda: qtbot.waitUntil(  # noqa: E731 - handed out as it is
        lambda: not page.bench.is_busy and not page.desk.lane.is_busy, timeout=20_000
    )
    wait()
    yield wait
    wait()


@pytest.fixture
def draft(page: WorkbenchPage, still: Still) -> WorkbenchPage:
    """The workbench, on a copy of the sample pack."""
    page.commands.copy_button.click()
    still()
    return page
