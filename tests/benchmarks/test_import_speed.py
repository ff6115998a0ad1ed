"""How long a preview takes beside a bare read of the same file (H48: 500 rows under 3 s, 5,000 under 20 s)."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
import python_calamine

from climafin.domain.project import Project
from climafin.domain.status import Status
from tests.unit.exchange.sheets import preview, write_xlsx

HEADS = [
    "序号",
    "项目名称",
    "业主",
    "所在片区",
    "行业类型",
    "总投资（亿元）",
    "资本金",
    "融资需求",
    "开工时间",
    "投运时间",
]
KINDS = ("屋顶光伏", "储能电站", "余热回收", "水源热泵", "充换电站", "海绵改造", "污水提标")
PLACES = ("水土", "龙兴", "鱼复", "悦来", "礼嘉")


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def name(number: int) -> str:
    return f"{PLACES[number % 5]}{number // 35}号{KINDS[number % 7]}项目"


def rows(count: int) -> list[list[object]]:
    return [HEADS] + [
        [n, name(n), f"虚构{n % 90}公司", PLACES[n % 5], "分布式光伏", n / 100, "3,000", "1.2亿", "2027.3", "2028年1月"]
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [500, 5000])
def test_preview_beside_a_bare_read(tmp_path: Path, count: int, capsys: pytest.CaptureFixture[str]):
    path = write_xlsx(tmp_path / "a.xlsx", rows(count))
    known = [
        Project(str(n), f"P-{n}", Status.DRAFT, {"name": name(n + 100), "owner_name": f"虚构{(n + 100) % 90}公司"})
        for n in range(5300)
    ]
    bare = seconds(lambda: python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
    full = seconds(lambda: preview(path, known))
    with capsys.disabled():
        print(  # noqa: T201 - a benchmark tells its ratio
            f"\n{count} rows against 5,300 projects: {full:.2f} s, {full / bare:.0f} times a bare read ({bare:.3f} s)"
        )
    assert len(preview(path, known).rows) == count
