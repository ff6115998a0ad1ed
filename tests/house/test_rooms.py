"""Each room says its job and keeps to its size; nothing lies in a folder that is not shipped."""

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import CORE_ROOMS, PRODUCT, ROOT, imported, python_files, shown, tree

FILE_BUDGET = 400
FUNCTION_BUDGET = 60
#: Names that say a room is unclear.
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)($|_)")
#: Scripts that make resources; not part of the wheel.
NOT_SHIPPED = {"climafin.resources.build"}
ROOMS = [room for room in CORE_ROOMS if (ROOT / "climafin" / room).is_dir()]


def exceptions() -> dict[str, dict[str, int]]:
    """Return the files and functions allowed to be longer: the list may only shrink."""
    return json.loads((ROOT / "tests/house/budget_exceptions.json").read_text(encoding="utf-8"))


def code_files() -> list[Path]:
    """Return every Python file of the repository."""
    return [*python_files(*PRODUCT, "tests"), ROOT / "run.py"]


def test_no_file_is_longer_than_its_budget():
    long = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code_files()}
    assert {name: lines for name, lines in long.items() if lines > FILE_BUDGET} == exceptions()["files"], (
        "split the file, or take a name that is short enough now off the list in budget_exceptions.json"
    )


def test_no_function_is_longer_than_its_budget():
    long = {
        f"{shown(path)}::{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in code_files()
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: lines for name, lines in long.items() if lines > FUNCTION_BUDGET} == exceptions()["functions"], (
        "split the function, or take a name that is short enough now off the list in budget_exceptions.json"
    )


def test_every_code_folder_is_a_package():
    folders = {path.parent for path in python_files(*PRODUCT, "tests")}
    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_package_is_shipped_and_every_shipped_package_exists():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    found = set()
    for top in PRODUCT:
        for marker in (ROOT / top).rglob("__init__.py"):
            name = ".".join(marker.parent.relative_to(ROOT).parts)
            found.add(name if top == "climafin" else f"climafin.{name}")
    assert set(declared["packages"]) == found - NOT_SHIPPED


def test_no_name_says_that_its_room_is_unclear():
    names = [path for path in python_files(*PRODUCT) if any(VAGUE.search(p) for p in (path.stem, path.parent.name))]
    assert [shown(path) for path in names] == []


@pytest.mark.parametrize("marker", [p for p in python_files("climafin", "ui") if p.name == "__init__.py"], ids=shown)
def test_every_room_says_its_job(marker: Path):
    charter = ast.get_docstring(tree(marker)) or ""
    assert len(charter.splitlines()[0]) > 20 if charter else False, f"{shown(marker)} says nothing"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_its_charter_allows(room: str):
    charter = ast.get_docstring(tree(ROOT / "climafin" / room / "__init__.py")) or ""
    sentence = re.search(r"May import: (.+?)\.( |\n|$)", charter, re.DOTALL)
    assert sentence, f"climafin/{room}/__init__.py does not say 'May import: ….'"
    allowed = {name for name in CORE_ROOMS if re.search(rf"\b{name}\b", sentence[1])} | {room}
    if "every room below" in sentence[1]:
        allowed |= set(CORE_ROOMS) - {"terminal"}
    reached = {
        (shown(path), name.split(".")[1])
        for path in python_files(f"climafin/{room}")
        for _line, name in imported(path)
        if name.startswith("climafin.") and name.split(".")[1] in CORE_ROOMS
    }
    assert {pair for pair in reached if pair[1] not in allowed} == set()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_map_in_the_readme_names_every_room(readme: str):
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [room for room in ROOMS if f"`climafin/{room}`" not in text] == []
    pages = [p.name for p in (ROOT / "ui").iterdir() if p.is_dir() and (p / "__init__.py").exists()]
    assert [page for page in pages if f"`ui/{page}`" not in text] == []
