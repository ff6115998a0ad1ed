"""kill -9 at any moment of a real import: all of its rows are in the library, or none."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from climafin.base.paths import resource
from climafin.base.progress import NoProgress
from climafin.services.libraries import check_library, create_library, open_library
from climafin.services.projects import register_project

KILLS = 8
ROWS = 12
WORKER = """
import pathlib, sys
from climafin.base.progress import NoProgress
from climafin.services.imports import apply_import, preview_import
from climafin.services.libraries import open_library

with open_library(pathlib.Path(sys.argv[1]), "worker") as session:
    preview = preview_import(session, pathlib.Path(sys.argv[2]), NoProgress())
    print("ready", flush=True)
    apply_import(session, preview, {}, NoProgress())
    print("done", flush=True)
"""


@pytest.mark.timeout(180)
def test_a_killed_import_is_whole_or_not_there(tmp_path: Path):
    for kill in range(KILLS):
        folder = tmp_path / f"lib{kill}"
        with create_library(folder, "张敏") as session:
            register_project(session, {"name": "已有项目"})
        sample = resource("samples", "district-workbook.xlsx")
        child = subprocess.Popen([sys.executable, "-c", WORKER, str(folder), str(sample)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        # Backing up and writing take about half a second together; the moment must differ between kills.
        time.sleep(random.Random(kill).uniform(0.0, 0.1) + kill * 0.07)
        child.kill()
        told, _ = child.communicate()
        with open_library(folder, "张敏") as session:
            count = len(list(session.library.projects()))
            assert count in (1, 1 + ROWS)
            assert count == 1 + ROWS or b"done" not in told
            assert check_library(session, NoProgress()).problems == ()
