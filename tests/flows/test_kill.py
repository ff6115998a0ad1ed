"""kill -9 at any moment of import, edit or move leaves the library whole, with every acknowledged action in it."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.progress import NoProgress
from climafin.domain.query import ProjectQuery
from climafin.services.libraries import check_library, create_library, open_library
from climafin.services.session import Session
from climafin.store.driver import connect
from climafin.store.migrations import MIGRATIONS

KILLS = 30
BULK = 12
CLOCK = FixedClock(datetime(2026, 11, 20, 9, tzinfo=OFFICE_ZONE))

#: Works without end; says one line after each action, once it is kept.
WORKER = """
import itertools, json, pathlib, random, sys
from datetime import date, timedelta
from climafin.domain.stages import Stage
from climafin.services.libraries import backup_library, open_library
from climafin.services.pipeline import move_stage
from climafin.services.projects import edit_project, register_project

session = open_library(pathlib.Path(sys.argv[1]), "worker")
chance = random.Random(sys.argv[2])

def say(**told):
    print(json.dumps(told), flush=True)

# The first write loads what writing needs; the kills are to hit the work.
register_project(session, {"name": f"first {sys.argv[2]}"})
say(verb="ready")
for round_ in itertools.count():
    with session.library.action("import", str(round_)) as action:
        uids = [action.add_project({"name": f"{sys.argv[2]}-{round_}-{row}"}) for row in range(int(sys.argv[3]))]
    say(verb="import", uids=uids)
    uid = chance.choice(uids)
    name = f"edited {round_}"
    change = edit_project(session, uid, {"name": name, "capital": round_, "irr": round_ / 7})
    say(verb="edit", uid=uid, capital=round_)
    move_stage(session, uid, Stage.PLANNED, date(2020, 1, 1) + timedelta(days=round_))
    say(verb="move", uid=uid)
    if round_ % 5 == 4:
        backup_library(session)
        say(verb="backup")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with create_library(tmp_path / "lib", "张敏", clock=CLOCK) as session:
        return session.library.folder


def killed_worker(folder: Path, seed: int) -> list[dict[str, object]]:
    """Let a worker work, kill it at a moment of chance, and return what it had acknowledged."""
    told = folder.parent / "told.jsonl"
    with told.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(folder), str(seed), str(BULK)], stdout=out, stderr=subprocess.PIPE
        )
        while not told.stat().st_size and child.poll() is None:
            time.sleep(0.002)
        # The moment must differ between kills and be of the order of a few actions.
        time.sleep(random.Random(seed).uniform(0.0, 0.25))
        child.kill()
        _, complaints = child.communicate()
    assert complaints == b""
    return [json.loads(line) for line in told.read_bytes().splitlines() if line.endswith(b"}")]


def bulk_sizes(session: Session) -> Iterator[int]:
    with session.library.connections.reading() as connection:
        for (count,) in connection.execute(
            "SELECT count(*) FROM history WHERE verb = 'import' AND table_name = 'project' GROUP BY action_id"
        ):
            yield count


# Half a minute on a machine of its own; a busy one must not fail it.
@pytest.mark.timeout(300)
def test_thirty_kills(folder: Path) -> None:
    acknowledged: set[str] = set()
    edits: dict[str, object] = {}
    moved: set[str] = set()
    for seed in range(KILLS):
        for told in killed_worker(folder, seed):
            if told["verb"] == "import":
                uids = told["uids"]
                assert isinstance(uids, list)
                acknowledged |= set(uids)
            elif told["verb"] == "edit":
                edits[str(told["uid"])] = told["capital"]
            elif told["verb"] == "move":
                moved.add(str(told["uid"]))
        # The lock of the killed one is free at once.
        with open_library(folder, "张敏", clock=CLOCK) as session:
            assert check_library(session, NoProgress()).problems == ()
            present = {project.uid: project for project in session.library.projects()}
            assert acknowledged <= set(present)
            assert all(present[uid].values["capital"] == capital for uid, capital in edits.items())
            assert all(present[uid].stage is not None for uid in moved)
            # No half action: an import is there with all of its rows or not at all.
            assert set(bulk_sizes(session)) <= {BULK}
            assert (len(present) - seed - 1) % BULK == 0
    assert acknowledged
    assert edits
    assert moved
    # What is left of backups that were being made does not look like one.
    assert all(path.with_suffix(".json").exists() for path in (folder / "backups").glob("*.db"))


def test_a_killed_maker_leaves_no_half_library(tmp_path: Path) -> None:
    making = (
        "import sys, pathlib; from climafin.services.libraries import create_library\n"
        "print('ready', flush=True); create_library(pathlib.Path(sys.argv[1]), 'x'); print('made', flush=True)"
        "; sys.stdin.read()"
    )
    for seed in range(6):
        folder = tmp_path / f"lib{seed}"
        child = subprocess.Popen(
            [sys.executable, "-c", making, str(folder)],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(seed * 0.012)
        child.kill()
        child.communicate()
        if (folder / "library.db").exists():
            with open_library(folder, "张敏", clock=CLOCK) as session:
                assert session.info.title == folder.name
                assert session.library.uids(ProjectQuery()) == []
        else:
            with create_library(folder, "张敏", clock=CLOCK) as session:
                assert session.library.uids(ProjectQuery()) == []


UPGRADE = """
import pathlib, sys
from climafin.base.clock import Clock
from climafin.store.folder import upgrade
from climafin.store.migrations import MIGRATIONS, add_fields
steps = (*MIGRATIONS, add_fields(len(MIGRATIONS) + 1, "wind", "wind_speed REAL"))
print("ready", flush=True)
upgrade(pathlib.Path(sys.argv[1]), Clock(), migrations=steps)
print("done", flush=True)
"""


def test_a_killed_upgrade_leaves_the_old_library_or_the_new_one(folder: Path, tmp_path: Path) -> None:
    with open_library(folder, "张敏", clock=CLOCK) as session, session.library.action("import") as action:
        for row in range(200):
            action.add_project({"name": f"甲{row}"})
    reached: set[int] = set()
    for seed in range(10):
        copy = tmp_path / f"copy{seed}"
        shutil.copytree(folder, copy)
        child = subprocess.Popen([sys.executable, "-c", UPGRADE, str(copy)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(seed * 0.008)
        child.kill()
        child.communicate()
        connection = connect(copy / "library.db")
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("SELECT count(*) FROM project").fetchone()[0] == 200
        reached.add(connection.execute("PRAGMA user_version").fetchone()[0])
        connection.close()
    assert reached <= {len(MIGRATIONS), len(MIGRATIONS) + 1}
