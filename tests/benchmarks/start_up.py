"""How long ClimaFin takes to the painted list of the practice library, beside a bare window with an empty table.

    python -m tests.benchmarks.start_up [REPEATS]

Both are whole processes, started in turn; the clock runs from before the process is made to after the painting.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from climafin.base.clock import Clock
from climafin.base.progress import NoProgress
from climafin.base.settings import Settings, save_settings
from climafin.services import libraries

GOAL = 2.0
REPEATS = 9

#: Tells the moment when the table has been painted, and ends the program in order, as a person does: a library
#: that was cut off is looked through at the next start. It touches nothing that either program would not touch:
#: a filter of events or a search for the table would build enums of Qt that the bare window never needs.
_TELL = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableView

def tell():
    print(time.monotonic(), flush=True)
    QApplication.quit()
"""

BARE = (
    _TELL
    + """
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QMainWindow

class Table(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, tell)

app = QApplication([])
window = QMainWindow()
table = Table()
table.setModel(QStandardItemModel(0, 12))
window.setCentralWidget(table)
window.resize(1280, 760)
window.show()
app.exec()
"""
)

#: The program's own modules come before Qt's, as they do when a person starts it.
FULL = (
    "from climafin.cli import main\n"
    + _TELL
    + """
run_events = QApplication.exec

def exec_watched(*_):
    from climafin.ui.pages.projects.grid import ProjectGrid
    paint = ProjectGrid.paintEvent

    def painted(grid, event):
        assert grid.model().rowCount() >= 50
        paint(grid, event)
        QTimer.singleShot(0, tell)

    ProjectGrid.paintEvent = painted
    return run_events()

QApplication.exec = exec_watched
main([])
"""
)


def seconds(script: str, home: Path) -> float:
    """Return the time from making the process to the painted table."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CLIMAFIN_HOME": str(home), "LC_ALL": "C.UTF-8"}
    # A program that is installed lies there compiled.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=60,
        check=True,
    )
    return float(done.stdout.split()[-1]) - start


def measured(repeats: int, home: Path) -> tuple[list[float], list[float]]:
    """Return the times of the bare window and of ClimaFin, taken in turn after one start of each to warm the disk."""
    folder = home / "practice"
    libraries.make_practice_library(folder, "Trainee", NoProgress(), Clock()).close()
    settings = Settings(language="zh_CN", person="Trainee")
    settings.remember_library(folder)
    before = os.environ.get("CLIMAFIN_HOME")
    os.environ["CLIMAFIN_HOME"] = str(home)
    save_settings(settings)
    if before is None:
        del os.environ["CLIMAFIN_HOME"]
    else:
        os.environ["CLIMAFIN_HOME"] = before
    bare, full = [], []
    for turn in range(repeats + 1):
        times = seconds(BARE, home), seconds(FULL, home)
        if turn:
            bare.append(times[0])
            full.append(times[1])
    return bare, full


def told(bare: list[float], full: list[float]) -> str:
    """Return both medians and their ratio as a sentence."""
    one, other = statistics.median(bare), statistics.median(full)
    return (
        f"start to the painted list: bare window {one * 1000:.0f} ms, ClimaFin {other * 1000:.0f} ms, "
        f"ratio {other / one:.2f} (goal: at most {GOAL})"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else REPEATS
        print(told(*measured(count, Path(place))))  # noqa: T201 - a benchmark tells its ratio
