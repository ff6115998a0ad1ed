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

#: Tells the moment when the table's contents have been painted, and ends the process there. It looks at nothing
#: but the table: a filter on the whole application would cost the larger program more than the smaller one.
_WATCH = """
import os, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QTableView

class Watch(QObject):
    def eventFilter(self, seen, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self.tell)
        return False

    def tell(self):
        print(time.monotonic(), flush=True)
        os._exit(0)

run_events = QApplication.exec

def exec_watched(*_):
    watch = Watch()
    tables = [t for w in QApplication.topLevelWidgets() for t in w.findChildren(QTableView) if t.isVisible()]
    assert len(tables) == 1 and tables[0].model().rowCount() >= LEAST
    tables[0].viewport().installEventFilter(watch)
    return run_events()

QApplication.exec = exec_watched
"""

BARE = (
    _WATCH.replace("LEAST", "0")
    + """
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QMainWindow

app = QApplication([])
window = QMainWindow()
table = QTableView()
table.setModel(QStandardItemModel(0, 12))
window.setCentralWidget(table)
window.resize(1280, 760)
window.show()
app.exec()
"""
)

FULL = (
    _WATCH.replace("LEAST", "50")
    + """
from climafin.cli import main
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
