"""An import is one step: all of it or nothing, undone in one go, nothing swallowed (user-habits H46, H47)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from climafin.base.clock import Clock
from climafin.base.errors import Cancelled, ClimaFinError, Refused
from climafin.base.language import language
from climafin.base.messages import Message
from climafin.base.progress import NoProgress
from climafin.domain.query import ProjectQuery
from climafin.domain.stages import Stage
from climafin.services.imports import (
    Choice,
    ImportPreview,
    RowKind,
    apply_import,
    preview_import,
    untaken_rows,
    write_refused_rows,
)
from climafin.services.libraries import create_library, list_backups, open_library
from climafin.services.projects import edit_project, register_project, show_project, undo
from climafin.services.session import Session
from tests.unit.exchange.sheets import CLOCK, said, write_xlsx

SAMPLE = Path(__file__).parents[3] / "resources" / "samples" / "district-workbook.xlsx"
QUIET = NoProgress()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with create_library(tmp_path / "lib", "张敏", clock=CLOCK) as made:
        register_project(made, {"name": "京东方屋顶光伏项目", "district": "shuitu", "annual_reduction": 20000.0})
        yield made


def names(session: Session) -> list[str]:
    return [project.name for project in session.library.projects()]


def preview(session: Session, path: Path = SAMPLE) -> ImportPreview:
    return preview_import(session, path, QUIET)


def test_a_preview_writes_nothing(session: Session):
    before = session.library.chain_head()
    preview(session)
    assert session.library.chain_head() == before
    assert names(session) == ["京东方屋顶光伏项目"]


def test_the_good_rows_are_taken_and_the_rest_is_counted(session: Session):
    change, report = apply_import(session, preview(session), {}, QUIET)
    assert (report.taken, report.changed, report.same, report.skipped, report.refused) == (11, 0, 0, 1, 2)
    assert len(names(session)) == 12
    assert len(change.uids) == 11
    assert report.backup in list_backups(session.info.folder)
    building = show_project(session, "龙兴60兆瓦/120兆瓦时电网侧储能电站")
    assert building.stage is Stage.BUILDING


def test_importing_the_same_workbook_again_adds_nothing(session: Session):
    apply_import(session, preview(session), {}, QUIET)
    again = preview(session)
    assert (len(again.new), len(again.changed), len(again.same)) == (0, 0, 11)
    change, report = apply_import(session, again, {}, QUIET)
    assert (report.taken, report.changed, change.action_id) == (0, 0, 0)
    assert report.backup is None


def test_what_is_said_afterwards_counts_the_rows_that_stayed_out(session: Session, tmp_path: Path):
    change, report = apply_import(session, preview(session), {}, QUIET)
    assert report.refused + report.skipped == 3
    assert "stayed out: 3" in said(change.told)
    path = write_xlsx(tmp_path / "a.xlsx", [["项目名称", "业主", "总投资"], ["甲乙丙", "子", 7]])
    whole, _ = apply_import(session, preview(session, path), {}, QUIET)
    assert "stayed out" not in said(whole.told)


def test_one_undo_takes_the_whole_import_back(session: Session):
    change, _ = apply_import(session, preview(session), {}, QUIET)
    undo(session, change.action_id)
    assert names(session) == ["京东方屋顶光伏项目"]


def test_a_doubtful_row_updates_or_is_added_when_the_person_says_so(session: Session):
    found = preview(session)
    index = found.doubtful[0].index
    _, report = apply_import(session, found, {index: Choice.UPDATE}, QUIET)
    assert (report.taken, report.changed, report.skipped) == (11, 1, 0)
    updated = show_project(session, "京东方屋顶光伏")
    assert updated.number == "P-0001"
    assert updated.stage is Stage.OPERATING


def test_a_doubtful_row_can_be_added_anyway(session: Session):
    found = preview(session)
    _, report = apply_import(session, found, {found.doubtful[0].index: Choice.ADD}, QUIET)
    assert report.taken == 12
    assert {"京东方屋顶光伏", "京东方屋顶光伏项目"} <= set(names(session))


def test_a_row_can_be_left_out(session: Session):
    found = preview(session)
    _, report = apply_import(session, found, {row.index: Choice.SKIP for row in found.new[1:]}, QUIET)
    assert (report.taken, report.skipped) == (1, 11)


def test_wrong_rows_are_never_taken(session: Session):
    found = preview(session)
    _, report = apply_import(session, found, {row.index: Choice.ADD for row in found.wrong}, QUIET)
    assert (report.taken, report.refused) == (11, 2)


def test_a_changed_row_keeps_what_it_does_not_name(session: Session, tmp_path: Path):
    register_project(session, {"name": "甲", "owner_name": "子", "capital": 100, "fuel": "gas"})
    path = write_xlsx(
        tmp_path / "a.xlsx", [["项目名称", "业主", "资本金", "主要燃料", "总投资"], ["甲", "子", None, "不适用", 7]]
    )
    _, report = apply_import(session, preview(session, path), {}, QUIET)
    kept = show_project(session, "甲")
    assert report.changed == 1
    assert (kept.values["capital"], kept.values["total_investment"]) == (100, 7 * 10**6)
    assert kept.values.get("fuel") is None
    assert kept.is_not_applicable("fuel")


class Impatient:
    """Cancels when the work is half done."""

    def step(self, done: int, total: int, doing: Message) -> None:
        if doing.text.startswith("Taking") and done * 2 > total:
            raise Cancelled(doing)


def test_cancelling_half_way_leaves_the_library_as_it_was(session: Session):
    before = session.library.chain_head()
    with pytest.raises(Cancelled):
        apply_import(session, preview(session), {}, Impatient())
    assert names(session) == ["京东方屋顶光伏项目"]
    assert session.library.chain_head() == before


def test_a_stale_preview_is_refused(session: Session):
    found = preview(session)
    edit_project(session, show_project(session, "P-0001").uid, {"fuel": "none"})
    with pytest.raises(Refused) as caught:
        apply_import(session, found, {}, QUIET)
    assert "Preview the file again" in said(caught.value.told)
    assert len(names(session)) == 1


def test_the_same_preview_is_not_taken_twice(session: Session):
    found = preview(session)
    apply_import(session, found, {}, QUIET)
    with pytest.raises(Refused):
        apply_import(session, found, {}, QUIET)


def test_a_read_only_library_can_be_previewed_but_not_written(session: Session):
    with open_library(session.info.folder, "李四", read_only=True, clock=CLOCK) as reader:
        found = preview(reader)
        assert len(found.new) == 11
        with pytest.raises(ClimaFinError):
            apply_import(reader, found, {}, QUIET)


def test_the_report_is_kept_with_the_files_digest_and_every_row_left_open(session: Session):
    found = preview(session)
    apply_import(session, found, {}, QUIET)
    kept = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (session.info.folder / "files").rglob("*")
        if path.is_file()
    ]
    assert [one["sha256"] for one in kept] == [found.digest]
    assert kept[0]["file"] == SAMPLE.name
    left = [row["row"] for row in kept[0]["rows"] if row["done"] == "skip"]
    assert left == [row.row_number for row in untaken_rows(found)]
    assert kept[0]["rows"][left.index(left[0])]["sheet"] == "储备项目"


def test_the_history_names_the_file(session: Session):
    apply_import(session, preview(session), {}, QUIET)
    newest = session.library.history(limit=1)[0]
    assert (newest.verb, newest.reason, newest.person) == ("import", SAMPLE.name, "张敏")


def test_returned_rows_are_mended_and_imported(session: Session, tmp_path: Path):
    import openpyxl  # noqa: PLC0415

    found = preview(session)
    apply_import(session, found, {}, QUIET)
    target = tmp_path / "returned.xlsx"
    assert write_refused_rows(found, target, language("en")) == 3
    book = openpyxl.load_workbook(target)
    page = book["储备项目"]
    assert page["A3"].value == "Why it came back"
    assert page["C3"].value == "项目名称"
    reasons = [page.cell(row, 1).value for row in (5, 6, 7)]
    assert "P-0001 京东方屋顶光伏项目" in reasons[0]
    assert "last digits are lost" in reasons[1]
    wrong = page.cell(6, 5)
    assert wrong.fill.fgColor.rgb == "FFF8D7D2"
    assert wrong.comment is not None
    # Typed anew into a cell of text the code keeps its last digits, and the row can be found in the sheet sent.
    assert wrong.number_format == "@"
    assert reasons[1].startswith("Row 10 of the sheet as sent")
    page.cell(6, 5).value = "91500000MA5XU0001" + "6"
    page.delete_rows(7)
    page.delete_rows(5)
    book.save(target)
    again = preview(session, target)
    assert [row.kind for row in again.rows] == [RowKind.NEW]
    assert again.rows[0].values["total_investment"] == 6800 * 10**6


def test_returned_rows_keep_an_answered_unit(session: Session, tmp_path: Path):
    from climafin.services.imports import ImportAnswers  # noqa: PLC0415

    rows = [["项目名称", "总投资", "统一社会信用代码"], ["甲", 52_000_000, "X"], ["乙", 4800, "Y"]]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    answered = preview_import(session, path, QUIET, ImportAnswers(money_units={"总投资": "元"}))
    assert write_refused_rows(answered, tmp_path / "back.xlsx", language("en")) == 2
    again = preview(session, tmp_path / "back.xlsx")
    assert again.questions == ()
    assert [row.values["total_investment"] for row in again.rows] == [52_000_000 * 100, 4800 * 100]


def test_a_target_that_cannot_be_written_is_named(session: Session, tmp_path: Path):
    with pytest.raises(ClimaFinError) as caught:
        write_refused_rows(preview(session), tmp_path / "none" / "a.xlsx", language("en"))
    assert "cannot be written" in said(caught.value.told)


def test_everything_works_on_the_wall_clock_too(tmp_path: Path):
    with create_library(tmp_path / "lib", "张敏", clock=Clock()) as made:
        _, report = apply_import(made, preview(made), {}, QUIET)
        assert report.taken == 12
        assert len(made.library.uids(ProjectQuery())) == 12


def test_a_doubtful_row_without_a_project_of_the_library_cannot_update_one(session: Session, tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", [["项目名称", "业主"], ["甲", "子"], ["甲", "子"]])
    found = preview(session, path)
    _, report = apply_import(session, found, {found.doubtful[0].index: Choice.UPDATE}, QUIET)
    assert (report.taken, report.changed, report.skipped) == (1, 0, 1)


def test_rows_of_several_sheets_come_back_in_their_sheets(session: Session, tmp_path: Path):
    import openpyxl  # noqa: PLC0415
    import xlsxwriter  # noqa: PLC0415

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("汇总", "二", "三"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["项目名称", "计划开工"])
            sheet.write_row(1, 0, [f"{name}项目", "去年" if name != "三" else "2026-01"])
    found = preview(session, path)
    assert write_refused_rows(found, tmp_path / "back.xlsx", language("en"), {}) == 2
    assert openpyxl.load_workbook(tmp_path / "back.xlsx").sheetnames == ["汇总", "二", "Summary"]
    assert len(preview(session, tmp_path / "back.xlsx").wrong) == 2
    assert write_refused_rows(found, tmp_path / "zh.xlsx", language("zh_CN")) == 2
    assert openpyxl.load_workbook(tmp_path / "zh.xlsx").sheetnames == ["汇总-2", "二", "汇总"]
