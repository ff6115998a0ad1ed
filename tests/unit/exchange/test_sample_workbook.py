"""The sample workbook is what its script makes."""

import runpy
import zipfile
from pathlib import Path

from climafin.base.paths import resource

SCRIPT = Path(__file__).parents[3] / "resources" / "build" / "sample_workbook.py"


def parts(path: Path) -> dict[str, bytes]:
    """Return what a workbook holds; how its bytes are packed differs between zlib's versions."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_script_makes_the_sample_again(tmp_path: Path):
    runpy.run_path(str(SCRIPT))["main"](tmp_path / "again.xlsx")
    assert parts(tmp_path / "again.xlsx") == parts(resource("samples", "district-workbook.xlsx"))


def test_the_sample_says_that_everything_in_it_is_invented():
    words = parts(resource("samples", "district-workbook.xlsx"))["xl/sharedStrings.xml"].decode("utf-8")
    owners = [text for text in words.split("<t>") if "有限公司" in text]
    assert len(owners) >= 10
    assert all("虚构" in owner.split("</t>")[0] for owner in owners)
