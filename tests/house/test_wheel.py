"""What is shipped is whole and clean."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PRODUCT, ROOT

SHIPPED = (*PRODUCT, "pyproject.toml", "README.md", "LICENSE", "NOTICE")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the names in a wheel built from a copy of the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in SHIPPED:
        found = ROOT / name
        if found.is_dir():
            shutil.copytree(found, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy2(found, source / name)
    code = f"from setuptools import build_meta; build_meta.build_wheel({str(folder)!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_has_one_top_folder(names: list[str]):
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"climafin"}


def test_the_wheel_holds_every_package(names: list[str]):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    assert [name for name in declared if f"{name.replace('.', '/')}/__init__.py" not in names] == []


def test_the_wheel_holds_every_resource_and_pack(names: list[str]):
    def ships(path: Path) -> bool:
        kept = path.relative_to(ROOT).parts
        return path.is_file() and "__pycache__" not in kept and kept[:2] != ("resources", "build")

    data = [p for top in ("resources", "scoring_rules") for p in (ROOT / top).rglob("*") if ships(p)]
    assert [p.name for p in data if f"climafin/{p.relative_to(ROOT).as_posix()}" not in names] == []
    assert any(name.endswith("climafin.mo") for name in names)


def test_the_wheel_holds_no_build_scripts_and_no_tests(names: list[str]):
    assert [name for name in names if "/build/" in name or "tests/" in name or name.endswith("/run.py")] == []


def test_the_wheel_carries_the_licence_and_the_notices(names: list[str]):
    assert {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}
