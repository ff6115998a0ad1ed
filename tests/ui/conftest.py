"""What the window's tests share: a desk of their own, in a home of their own, drawn into memory."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from climafin.ui.desk import Desk
from climafin.ui.style import dress
from PySide6.QtWidgets import QApplication

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.settings import Settings

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=OFFICE_ZONE)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIMAFIN_HOME", str(tmp_path / "home"))


@pytest.fixture
def desk(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A desk without a library, in English unless parametrized with a language code."""
    code = getattr(request, "param", "en")
    dress(qapp, dark=False, scale=100)
    made = Desk(Settings(language=code, person="Wang"), FixedClock(NOW))
    yield made
    made.close()
