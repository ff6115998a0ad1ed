"""What every test gets: no display, settings and practice library of its own, English unless it asks."""

import os
from pathlib import Path

import pytest

# Before any Qt import: without a display the first QApplication would abort the process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a test away from the settings of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CLIMAFIN_HOME", str(home))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return home
