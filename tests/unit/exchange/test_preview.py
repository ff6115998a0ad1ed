"""What a clerk is promised of an import before anything is written (user-habits H40-H47)."""

from datetime import date
from pathlib import Path

import pytest

from climafin.base.errors import DataProblem
from climafin.domain.project import Project
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.exchange.preview import RowKind
from tests.unit.exchange.sheets import CLOCK, GOOD_CODE, one_row, preview, project, said, told_all, write_xlsx

SAMPLE = Path(__file__).parents[3] / "resources" / "samples" / "district-workbook.xlsx"


def test_the_districts_workbook_of_the_issue():
    found = preview(SAMPLE, [project("1", name="京东方屋顶光伏项目", district="shuitu")])
    counts = [len(rows) for rows in (found.new, found.changed, found.same, found.doubtful, found.wrong)]
    assert counts == [11, 0, 0, 1, 2]
    assert [row.problems[0].column_head for row in found.wrong] == ["统一社会信用代码"] * 2
    assert found.doubtful[0].existing_uid == "1"
    assert found.unmatched_heads == ("推荐意见",)
    first = found.new[0]
    assert first.values["total_investment"] == 32_000 * 1_000_000
    assert first.values["annual_reduction"] == 8200.0
    assert "“3.2亿” was read as 32,000.00 CNY 10k" in told_all(found)
    assert found.new[1].stage is Stage.BUILDING
    assert found.new[1].stage_on == date(2026, 7, 8)


def test_every_row_of_the_sheet_is_accounted_for():
    found = preview(SAMPLE)
    numbers = sorted([row.row_number for row in found.rows] + [row.row_number for row in found.ignored])
    assert numbers == list(range(1, 23))


def test_merged_and_two_line_heads(tmp_path: Path):
    rows = [
        ["项目汇总表（万元）", None, None, None, None],
        ["序号", "项目名称", "投资（亿元）", None, "年减排量"],
        [None, None, "总投资", "资本金", "（万吨）"],
        [1, "甲", 2, 1, 3],
    ]
    merged = [(0, 0, 0, 4), (1, 2, 1, 3), (1, 0, 2, 0), (1, 1, 2, 1)]
    values = preview(write_xlsx(tmp_path / "a.xlsx", rows, merged=merged)).rows[0].values
    assert values == {
        "name": "甲",
        "total_investment": 2 * 10**10,
        "capital": 10**10,
        "annual_reduction": 30000.0,
    }


def test_totals_blanks_repeated_heads_and_remarks_are_no_projects(tmp_path: Path):
    rows = [
        ["项目名称", "总投资"],
        ["一、减缓类", None],
        ["甲", 1],
        [None, None],
        ["小计", 1],
        ["项目名称", "总投资"],
        ["乙合计算中心", 2],
        ["合 计（2个）", 3],
        [None, 3],
        ["填表人：张三", None],
    ]
    found = preview(write_xlsx(tmp_path / "a.xlsx", rows, merged=[(1, 0, 1, 1)]))
    assert [row.name for row in found.rows] == ["甲", "乙合计算中心", ""]
    assert found.rows[-1].kind is RowKind.WRONG
    assert len(found.rows) + len(found.ignored) == len(rows)


def test_hidden_rows_and_merged_values_are_taken_and_named(tmp_path: Path):
    rows = [["项目名称", "业主"], ["甲", "某公司"], ["乙", None]]
    found = preview(write_xlsx(tmp_path / "a.xlsx", rows, merged=[(1, 1, 2, 1)], hidden=[2]))
    assert found.rows[1].values["owner_name"] == "某公司"
    assert ["hidden" in said(note) or "Merged" in said(note) for note in found.rows[1].notes] == [True, True]


def test_several_sheets_are_read_or_named(tmp_path: Path):
    import xlsxwriter  # noqa: PLC0415

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("一", [["项目名称", "业主"], ["甲", "子"]]), ("二", [["名称", "业主"], ["乙", "丑"]])):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        book.add_worksheet("说明").write_string(0, 0, "先文本后录入")
        hidden = book.add_worksheet("旧")
        hidden.write_row(0, 0, ["项目名称", "业主"])
        hidden.hide()
    found = preview(path)
    assert [row.sheet for row in found.rows] == ["一", "二"]
    told = {sheet.name: said(sheet.told) for sheet in found.sheets if sheet.told is not None}
    assert "hidden" in told["旧"]
    assert "was not read" in told["说明"]


def test_a_file_without_a_table_says_what_it_looked_for(tmp_path: Path):
    with pytest.raises(DataProblem) as caught:
        preview(write_xlsx(tmp_path / "a.xlsx", [["日期", "天气"], ["周一", "晴"]]))
    assert "Project name" in said(caught.value.told)


def test_unknown_heads_are_listed_with_the_nearest_field_and_can_be_answered(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", [["项目名称", "总投资规模", "张数"], ["甲", 5, 6]])
    found = preview(path)
    assert found.unmatched_heads == ("总投资规模", "张数")
    assert found.unmatched[0].nearest is not None
    assert found.unmatched[0].nearest.zh == "总投资"
    answered = preview(path, fields={"总投资规模": "total_investment", "张数": ""})
    assert answered.rows[0].values["total_investment"] == 5 * 10**6
    assert answered.unmatched_heads == ()


def test_a_second_column_for_the_same_field_is_named(tmp_path: Path):
    found = preview(write_xlsx(tmp_path / "a.xlsx", [["项目名称", "业主", "建设单位"], ["甲", "子", "丑"]]))
    assert found.rows[0].values["owner_name"] == "子"
    assert found.unmatched_heads == ("建设单位",)


def test_a_column_without_a_head_is_named_by_its_letter(tmp_path: Path):
    found = preview(write_xlsx(tmp_path / "a.xlsx", [["项目名称", "业主"], ["甲", "子", "见附件"]]))
    assert found.unmatched_heads == ("C",)


def test_a_column_whose_unit_looks_mixed_is_asked_about_once(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", [["项目名称", "总投资"], ["甲", 52_000_000], ["乙", 4800]])
    found = preview(path)
    assert [question.head for question in found.questions] == ["总投资"]
    answered = preview(path, money_units={"总投资": "元"})
    assert answered.rows[0].values["total_investment"] == 52_000_000 * 100
    assert preview(SAMPLE).questions == ()


def test_a_stage_without_its_day_is_left_and_noted(tmp_path: Path):
    row = one_row(tmp_path, 建设状态="在建")
    assert row.stage is None
    assert "without its day" in said(row.notes[0])


@pytest.mark.parametrize(("day", "sentence"), [("2027-01-01", "not come yet"), ("2026年6月", "without its day")])
def test_no_day_is_invented_for_a_stage(tmp_path: Path, day: str, sentence: str):
    row = one_row(tmp_path, 阶段="开工", 阶段日期=day)
    assert (row.kind, row.stage) == (RowKind.NEW, None)
    assert sentence in said(row.notes[0])


def test_an_unknown_stage_word_is_noted(tmp_path: Path):
    assert "not one of the stages" in said(one_row(tmp_path, 阶段="飞行", 阶段日期="2026-01-01").notes[0])


OWNED = {"name": "甲光伏", "owner_name": "子公司", "total_investment": 5 * 10**6}


def heads_of(*rows: list[object]) -> list[list[object]]:
    return [["项目名称", "业主", "总投资", "项目代码", "所在片区", "信用代码"], *rows]


def test_same_changed_and_new(tmp_path: Path):
    rows = heads_of(["甲光伏", "子公司", "5"], ["乙风电", "丑公司", 7], ["丙站", "寅公司", 1])
    known = [project("1", **OWNED), project("2", name="乙风电", owner_name="丑公司", district="lijia")]
    found = preview(write_xlsx(tmp_path / "a.xlsx", rows), known)
    assert [row.kind for row in found.rows] == [RowKind.SAME, RowKind.CHANGED, RowKind.NEW]
    assert found.rows[1].differences == (("total_investment", None, 7 * 10**6),)


def test_a_blank_cell_empties_nothing(tmp_path: Path):
    found = preview(write_xlsx(tmp_path / "a.xlsx", heads_of(["甲光伏", "子公司", None])), [project("1", **OWNED)])
    assert found.rows[0].kind is RowKind.SAME


def test_not_applicable_is_a_difference_of_its_own(tmp_path: Path):
    rows = [["项目名称", "业主", "资本金"], ["甲光伏", "子公司", "不适用"]]
    found = preview(write_xlsx(tmp_path / "a.xlsx", rows), [project("1", **OWNED, capital=5 * 10**6)])
    assert found.rows[0].differences == (("capital", 5 * 10**6, None),)


def test_not_applicable_for_what_every_project_has_changes_nothing_and_is_said(tmp_path: Path):
    found = preview(write_xlsx(tmp_path / "a.xlsx", heads_of(["甲光伏", "子公司", "不适用"])), [project("1", **OWNED)])
    assert found.rows[0].kind is RowKind.SAME
    assert "Every project has this" in told_all(found)


CODE = "2026-500112-01-01-123456"


def test_the_project_code_decides_before_the_name(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", heads_of(["甲屋顶光伏", "子公司", 5, CODE.replace("-", "")]))
    found = preview(path, [project("1", **OWNED, project_code=CODE)])
    assert found.rows[0].kind is RowKind.CHANGED
    assert found.rows[0].differences == (("name", "甲光伏", "甲屋顶光伏"),)


def test_a_known_code_beside_quite_another_name_is_doubtful(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", heads_of(["海绵城市改造", "子公司", 5, CODE]))
    assert preview(path, [project("1", **OWNED, project_code=CODE)]).rows[0].kind is RowKind.DOUBTFUL


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["甲光伏", "丑公司"], "another owner"),
        (["甲光伏", None], "only one of the two"),
        (["重庆市甲光伏项目", "丑公司", 1, None, "水土"], "similar name"),
        (["甲屋面光伏", "子公司", 1, None, None, GOOD_CODE], "owner's code"),
    ],
)
def test_possible_duplicates_are_doubtful_with_the_reason(tmp_path: Path, row: list[object], why: str):
    known = [project("1", **OWNED, district="shuitu", owner_credit_code=GOOD_CODE)]
    found = preview(write_xlsx(tmp_path / "a.xlsx", heads_of(row)), known)
    assert found.rows[0].kind is RowKind.DOUBTFUL
    assert found.rows[0].existing_uid == "1"
    assert found.rows[0].why is not None
    assert why in said(found.rows[0].why)


@pytest.mark.parametrize("name", ["水土屋顶光伏二期", "水土屋顶光伏（二期）项目", "水土屋顶光伏2期"])
def test_phases_are_kept_apart(tmp_path: Path, name: str):
    known = [project("1", name="水土屋顶光伏一期", owner_name="子公司", owner_credit_code=GOOD_CODE)]
    rows = heads_of([name, "子公司", 1, None, None, GOOD_CODE])
    assert preview(write_xlsx(tmp_path / "a.xlsx", rows), known).rows[0].kind is RowKind.NEW


def test_a_similar_name_elsewhere_is_another_project(tmp_path: Path):
    known = [project("1", name="社区屋顶光伏项目", owner_name="子", district="shuitu")]
    rows = heads_of(["社区屋顶光伏", "丑", 1, None, "龙兴"])
    assert preview(write_xlsx(tmp_path / "a.xlsx", rows), known).rows[0].kind is RowKind.NEW


def test_the_same_project_twice_in_one_file_is_doubtful(tmp_path: Path):
    rows = heads_of(["甲光伏", "子公司", 5], ["甲光伏 ", "子公司", 6], ["甲屋顶光伏", "子公司", 6])
    found = preview(write_xlsx(tmp_path / "a.xlsx", rows))
    assert [row.kind for row in found.rows[:2]] == [RowKind.NEW, RowKind.DOUBTFUL]
    assert found.rows[1].why is not None
    assert "Sheet1!2" in said(found.rows[1].why)


def test_a_project_on_its_way_keeps_its_stage(tmp_path: Path):
    events = (StageEvent(Stage.STARTED, date(2026, 1, 1), "", "甲", CLOCK.now()),)
    known = Project("1", "P-1", Status.DRAFT, {"name": "甲光伏", "owner_name": "子"}, stages=events)
    rows = [["项目名称", "业主", "阶段", "阶段日期"], ["甲光伏", "子", "完工", "2026-05-01"]]
    row = preview(write_xlsx(tmp_path / "a.xlsx", rows), [known]).rows[0]
    assert (row.kind, row.stage) == (RowKind.SAME, None)
    assert "Move it on the board" in said(row.notes[0])


def test_the_old_excel_format_is_read_under_either_name(tmp_path: Path):
    # Made once with xlwt 1.3: a title, two fictional projects, a total.
    old = Path(__file__).parent / "files" / "old-format.xls"
    wps = tmp_path / "表.et"
    wps.write_bytes(old.read_bytes())
    for path in (old, wps):
        found = preview(path)
        assert [row.name for row in found.rows] == ["老格式光伏项目", "老格式储能项目"]
        assert found.rows[0].values["planned_start"] == "2027-03"
        assert found.sheets[0].told is not None
        assert ".xlsx" in said(found.sheets[0].told)


OTHER_CODE = "2026-500112-01-01-654321"


@pytest.mark.parametrize(
    ("row", "known", "why"),
    [
        (
            ["甲光伏", "子公司", 5, CODE],
            [{"project_code": CODE}, {"project_code": CODE}],
            "Several projects of the lib",
        ),
        (["甲光伏", "子公司", 5, CODE], [{"project_code": OTHER_CODE}], "another project code"),
        (["甲光伏", "子公司", 5], [{}, {}], "this name and owner"),
    ],
)
def test_what_the_library_itself_leaves_open_is_doubtful(
    tmp_path: Path, row: list[object], known: list[dict[str, str]], why: str
):
    projects = [project(str(number), **{**OWNED, **values}) for number, values in enumerate(known)]
    found = preview(write_xlsx(tmp_path / "a.xlsx", heads_of(row)), projects)
    assert found.rows[0].kind is RowKind.DOUBTFUL
    assert found.rows[0].why is not None
    assert why in said(found.rows[0].why)


def test_a_similar_row_of_the_same_file_is_doubtful(tmp_path: Path):
    rows = heads_of(["水土新城标准厂房屋顶光伏", "子公司"], ["水土新城标准厂房屋面光伏项目", "子公司"])
    found = preview(write_xlsx(tmp_path / "a.xlsx", rows))
    assert [row.kind for row in found.rows] == [RowKind.NEW, RowKind.DOUBTFUL]
    assert found.rows[1].existing_uid is None


def test_a_template_of_a_newer_program_says_so(tmp_path: Path):
    rows = [["climafin-template 9", "name", "owner_name"], ["说明", "项目名称", "业主"], [None, "甲", "子"]]
    found = preview(write_xlsx(tmp_path / "a.xlsx", rows))
    assert found.rows[0].name == "甲"
    assert found.sheets[0].told is not None
    assert "newer version" in said(found.sheets[0].told)


def test_an_empty_sheet_is_named(tmp_path: Path):
    import xlsxwriter  # noqa: PLC0415

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("一").write_row(0, 0, ["项目名称", "业主"])
        book.add_worksheet("空")
    found = preview(path)
    assert found.rows == ()
    assert [said(sheet.told) for sheet in found.sheets if sheet.told is not None] == ["The sheet is empty."]


def test_lines_that_head_a_group_are_no_projects(tmp_path: Path):
    rows = [
        ["序号", "项目名称", "总投资（万元）"],
        ["一", "能源类（2个）", None],
        [1, "甲光伏", 5],
        ["（二）", "建筑类", None],
        ["三", "乙绿建", 7],
    ]
    found = preview(write_xlsx(tmp_path / "sent.xlsx", rows))
    assert [row.name for row in found.rows] == ["甲光伏", "乙绿建"]
    assert [said(row.told) for row in found.ignored[1:]] == [
        "A heading or a remark: “一 能源类（2个）”.",
        "A heading or a remark: “（二） 建筑类”.",
    ]


def test_a_form_for_one_project_is_named_and_not_taken_for_many(tmp_path: Path):
    rows = [["申报表", None], ["项目名称", "甲"], ["建设单位", "子公司"], ["总投资（万元）", 5], ["联系人", "丑"]]
    with pytest.raises(DataProblem) as caught:
        preview(write_xlsx(tmp_path / "sent.xlsx", rows))
    assert "one below the other" in said(caught.value.told)


def test_parts_of_a_sum_and_large_numbers_in_words_are_read(tmp_path: Path):
    rows = [["项目名称", "总投资（亿元）", "其中：资本金", "碳减排量（吨/年）"], ["甲", 1.2, "3000万", "1.2万"]]
    (row,) = preview(write_xlsx(tmp_path / "sent.xlsx", rows)).rows
    assert row.values["capital"] == 3_000_000_000
    assert row.values["annual_reduction"] == 12_000
    assert any("“1.2万” was read as 12,000" in said(note) for note in row.notes)
