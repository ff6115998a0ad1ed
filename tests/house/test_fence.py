"""The walls between the rooms hold, also where import-linter cannot see."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.house.tree import PRODUCT, ROOT, imported, module_name, python_files, shown

#: Modules through which a program could reach a network.
NETWORK = (
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "imaplib",
    "poplib",
    "telnetlib",
    "xmlrpc",
    "asyncio",
    "webbrowser",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "PySide6.QtNetwork",
    "PySide6.QtWebSockets",
    "PySide6.QtWebEngineCore",
)
#: Rooms that cost start-up time or memory; none may be loaded before the first window is painted.
HEAVY = ("sqlmodel", "sqlalchemy", "pandas", "numpy", "reportlab", "pypinyin", "openpyxl", "xlsxwriter")


def in_a_child(code: str) -> str:
    """Run code in a fresh interpreter and return what it printed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_go_down_only_and_each_library_stays_in_its_room():
    links = run.make_links()
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", str(ROOT / "pyproject.toml")]
    environment = {**os.environ, "PYTHONPATH": str(links), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=links, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_folders_beside_climafin_are_never_imported_by_their_bare_names():
    bare = [
        f"{shown(path)}:{line} {name}"
        for path in python_files(*PRODUCT, "tests")
        for line, name in imported(path)
        if name.split(".")[0] in ("ui", "resources", "scoring_rules")
    ]
    assert bare == []


def test_the_program_makes_no_network_call():
    reaching = [
        f"{shown(path)}:{line} {name}"
        for path in python_files(*PRODUCT)
        for line, name in imported(path)
        if any(name == module or name.startswith(module + ".") for module in NETWORK)
    ]
    assert reaching == []


def test_tests_are_never_imported_by_the_product():
    reaching = [
        f"{shown(path)}:{line}"
        for path in python_files(*PRODUCT)
        for line, name in imported(path)
        if name.split(".")[0] in ("tests", "run", "pytest", "hypothesis")
    ]
    assert reaching == []


def test_every_core_module_works_where_qt_is_not_installed():
    # The door to the window is opened inside a function, so importing the terminal needs no Qt either.
    modules = [module_name(path) for path in python_files("climafin") if path.name != "__main__.py"]
    code = "import sys\nsys.modules['PySide6'] = None\n" + "\n".join(f"import {name}" for name in modules)
    in_a_child(code)


@pytest.mark.parametrize("library", HEAVY)
def test_nothing_the_window_is_made_of_loads_a_heavy_library(library: str, window_modules: frozenset[str]):
    assert library not in window_modules


@pytest.fixture(scope="module")
def window_modules() -> frozenset[str]:
    """Return what is loaded once every module of the window is."""
    modules = [module_name(path) for path in python_files("ui")]
    code = "import sys\n" + "\n".join(f"import {name}" for name in modules) + "\nprint(*sys.modules)"
    return frozenset(in_a_child(code).split())
