"""What every test gets: no display, settings and practice library of its own, English unless it asks."""

import os
import sys
from pathlib import Path

import pytest

# Before any Qt import: without a display the first QApplication would abort the process. Drawn into memory, the screen
# would be 800 × 800, on which no dialog is as wide as in life; so it gets an office screen.
SCREENS = Path(__file__).parent / "ui" / "screens.json"
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # A path with a drive letter would be cut at its colon.
    os.environ["QT_QPA_PLATFORM"] = "offscreen" if sys.platform == "win32" else f"offscreen:configfile={SCREENS}"


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a test away from the settings of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CLIMAFIN_HOME", str(home))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return home
