"""How long assessing takes beside reading the same projects' rows from SQLite; prints the ratio."""

from datetime import date, datetime
from pathlib import Path
from time import perf_counter

import pytest

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.domain.dictionary import dictionary
from climafin.rules.assess import Asked, assess
from climafin.rules.packs import DEFAULT_PACK, shipped_pack
from climafin.services.libraries import create_library
from tests.unit.services.test_assessments import GOOD

PROJECTS = 300


def test_assessing_against_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    clock = FixedClock(datetime(2026, 11, 20, 9, 0, tzinfo=OFFICE_ZONE))
    pack, fields = shipped_pack(DEFAULT_PACK), dictionary()
    asked = Asked(date(2026, 11, 20), clock.now(), "张敏")
    with create_library(tmp_path / "lib", "张敏", clock=clock) as session:
        with session.library.action("import") as action:
            for number in range(PROJECTS):
                action.add_project({"name": f"项目{number}", **GOOD, "irr": number % 12 or None})
        uids = [project.uid for project in session.library.projects()]
        started = perf_counter()
        session.library.rows(uids, [key for key in pack.fact_keys if key in fields])
        read = perf_counter() - started
        projects = list(session.library.projects())
        started = perf_counter()
        answers = [assess(pack, project, fields, asked) for project in projects]
        judged = perf_counter() - started
    assert len(answers) == PROJECTS
    each = judged / PROJECTS * 1e6
    with capsys.disabled():
        told = f"assess: {each:.0f} µs a project with its whole trace, {judged / read:.1f} x reading its facts as rows"
        print("\n" + told)  # noqa: T201 - a benchmark's result
