"""The way to the first window: light, and with a sentence where it cannot open."""

import ctypes.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from climafin import cli
from climafin.base.language import language
from climafin.ui.app import EXIT_NO_SCREEN, binding_problem, missing_library
from climafin.ui.app import run as window_run

HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "pandas",
    "numpy",
    "reportlab",
    "pypinyin",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
)

#: What the first list does without; it is loaded right after it, or when somebody asks for it.
LATER = (
    "filelock",
    "hashlib",
    "decimal",
    "calendar",
    "ctypes",
    "concurrent.futures",
    "climafin.store.lock",
    "climafin.store.backup",
    "climafin.store.chain",
    "climafin.store.check",
    "climafin.store.reading",
    "climafin.domain.assessment",
    "climafin.domain.completeness",
    "climafin.domain.project",
    "climafin.domain.values",
    "climafin.services.libraries",
    "climafin.services.history",
    "climafin.ui.actions.catalogue",
    "climafin.ui.actions.libraries",
    "climafin.ui.dialogs.dialog",
    "climafin.ui.pages.first_run",
    "climafin.ui.pages.projects.detail",
    "climafin.ui.pages.projects.filters",
)

SHOW = """
import sys
from pathlib import Path
from climafin.base.settings import Settings
from climafin.ui.application import Application
application = Application(Settings(language="zh_CN", person="x"))
window = application.show(Path(sys.argv[1]))
window.grab()
assert window.page.grid.list.rowCount() > 50
print(*[name for name in sys.argv[2].split(",") if name in sys.modules])
window.complete()
assert window.page.filters.items and window.page.detail.uid
assert application.desk.session.is_claimed
application.desk.close()
"""


def run(code: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= variables
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )


def test_the_painted_list_needs_qt_and_the_database_alone(practice_master: Path, tmp_path: Path):
    done = run(
        SHOW,
        str(practice_master),
        ",".join((*HEAVY, *LATER)),
        QT_QPA_PLATFORM="offscreen",
        CLIMAFIN_HOME=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    assert not done.stdout.split()


def test_without_a_display_one_sentence_offers_the_terminal(tmp_path: Path):
    environment = {"CLIMAFIN_HOME": str(tmp_path), "LANG": "en_US.UTF-8"}
    saved = os.environ.pop("QT_QPA_PLATFORM", None)
    try:
        done = run("import sys; from climafin.ui.app import run; sys.exit(run())", **environment)
    finally:
        if saved is not None:
            os.environ["QT_QPA_PLATFORM"] = saved
    if not sys.platform.startswith("linux"):
        return
    assert done.returncode == EXIT_NO_SCREEN
    assert "climafin --help" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_binding_that_loses_none_is_refused():
    assert binding_problem("6.12.0", (3, 11)) is not None
    assert binding_problem("6.12.0", (3, 12)) is None
    assert binding_problem("6.11.3", (3, 11)) is None


def test_a_library_that_the_window_lacks_is_named(tmp_path: Path):
    plugin = tmp_path / "libqxcb.so"
    told = missing_library(plugin)
    assert told is not None
    assert str(plugin) in language("en").say(told)
    if sys.platform.startswith("linux"):
        known = ctypes.util.find_library("c")
        assert known is not None
        assert missing_library(Path(known)) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_a_display_that_cannot_be_reached_is_named_and_no_window_opens_in_memory(tmp_path: Path, monkeypatch):  # noqa: ANN001
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    code = "import sys; from climafin.ui.app import run; sys.exit(run())"
    done = run(code, CLIMAFIN_HOME=str(tmp_path), DISPLAY=":987", LANG="en_US.UTF-8")
    assert done.returncode == EXIT_NO_SCREEN
    assert ":987" in done.stderr or "lacks" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_language_asked_for_on_the_command_line_reaches_the_window(monkeypatch):  # noqa: ANN001
    asked: list[object] = []
    monkeypatch.setattr("climafin.ui.app.run", lambda library, code: asked.append((library, code)) or 0)
    assert cli.main(["--lang", "zh"]) == 0
    assert cli.main(["--library", "somewhere"]) == 0
    assert asked == [(None, "zh_CN"), ("somewhere", None)]


def test_the_window_opens_in_the_language_asked_for(monkeypatch):  # noqa: ANN001
    seen: list[str] = []
    monkeypatch.setattr(
        "climafin.ui.application.Application.run",
        lambda self, _library: seen.append(self.settings.language) or 0,
    )
    assert window_run(None, "zh_CN") == 0
    assert window_run(None) == 0
    assert seen == ["zh_CN", "en"]
