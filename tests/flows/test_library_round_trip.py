"""The practice library goes out as a table and comes back as it was, and moves to another library whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from climafin.base.language import language
from climafin.base.paths import resource
from climafin.base.progress import NoProgress
from climafin.domain.query import ProjectQuery
from climafin.services.exports import export_projects
from climafin.services.imports import apply_import, preview_import
from climafin.services.libraries import create_library, make_practice_library
from climafin.services.session import Session

QUIET = NoProgress()


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with make_practice_library(tmp_path_factory.mktemp("p") / "practice", "张敏", QUIET) as session:
        yield session


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_every_row_comes_back_as_the_same(practice: Session, tmp_path: Path, name: str, code: str):
    count = export_projects(practice, tmp_path / name, ProjectQuery(), language(code), QUIET)  # type: ignore[arg-type]
    found = preview_import(practice, tmp_path / name, QUIET)
    assert count > 60
    assert [(row.name, row.kind, row.differences, row.why) for row in found.rows if row not in found.same] == []
    assert len(found.same) == count
    assert found.questions == ()


def test_an_export_carries_a_library_to_another_machine(practice: Session, tmp_path: Path):
    target = tmp_path / "all.xlsx"
    count = export_projects(practice, target, ProjectQuery(), language("zh_CN"), QUIET)
    with create_library(tmp_path / "other", "李四") as other:
        _, report = apply_import(other, preview_import(other, target, QUIET), {}, QUIET)
        assert (report.taken, report.skipped, report.refused) == (count, 0, 0)
        moved = {project.uid: project for project in other.library.projects()}
        for project in practice.library.projects():
            assert dict(moved[project.uid].values) == dict(project.values)
            assert moved[project.uid].stage is project.stage


def test_the_districts_workbook_on_the_practice_library(practice: Session):
    found = preview_import(practice, resource("samples", "district-workbook.xlsx"), QUIET)
    counts = [len(rows) for rows in (found.new, found.changed, found.same, found.doubtful, found.wrong)]
    assert counts == [11, 0, 0, 1, 2]
    assert found.doubtful[0].existing_name.endswith("京东方屋顶光伏项目")
