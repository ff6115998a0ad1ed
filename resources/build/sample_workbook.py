"""Makes resources/samples/district-workbook.xlsx: a workbook as a district sends it, every owner invented.

Run: python resources/build/sample_workbook.py [TARGET]; the same bytes come out every time.
"""

import sys
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from climafin.domain.codes import credit_check_character

Cell = str | float | datetime | None
TARGET = Path(__file__).resolve().parents[1] / "samples" / "district-workbook.xlsx"
TITLE = "两江新区2026年第四季度气候投融资储备项目汇总表（示例，单位与项目均为虚构）"
LINE = "填报单位：某某片区管理办公室（虚构）　　　填报日期：2026年11月18日　　　单位：万元"
#: Head, head below it ("" for a head over both lines), width.
HEADS = (
    ("序号", "", 5),
    ("项目名称", "", 34),
    ("建设单位", "", 30),
    ("统一社会信用代码", "", 22),
    ("所在片区", "", 11),
    ("行业类型", "", 16),
    ("建设内容与规模", "", 44),
    ("投资情况", "总投资", 13),
    ("投资情况", "资本金", 11),
    ("投资情况", "融资需求", 12),
    ("计划工期", "开工时间", 12),
    ("计划工期", "投运时间", 12),
    ("年减排量（万吨）", "", 11),
    ("建设状态", "", 9),
    ("状态日期", "", 12),
    ("环评手续", "", 9),
    ("联系人", "", 9),
    ("联系电话", "", 15),
    ("推荐意见", "", 14),
)


def code(first_seventeen: str) -> str:
    """Return an invented credit code with a right check character."""
    return first_seventeen + credit_check_character(first_seventeen)


def day(year: int, month: int, of_month: int) -> datetime:
    """Return a day as XlsxWriter takes it; it has no hour and no zone in a workbook."""
    return datetime(year, month, of_month)  # noqa: DTZ001 - see the docstring


SUN, CELL, WATER, ROAD = (
    code("91500000MA5XU0001"),
    code("91500000MA5XU0002"),
    code("91500000MA5XU0003"),
    code("91500000MA5XU0004"),
)
WASTE, COOL, PARK = code("91500000MA5XU0005"), code("91500000MA5XU0006"), code("91500000MA5XU0007")
#: The wrong check character is the right one's neighbour.
WRONG_CHECK = code("91500000MA5XU0008")[:17] + ("A" if code("91500000MA5XU0008")[17] != "A" else "B")
#: Eighteen digits kept as a number: Excel has lost the last three.
DAMAGED = 915001017815678901.0

MITIGATION: tuple[tuple[Cell, ...], ...] = (
    ("水土标准厂房二期屋顶光伏项目", "虚构阳光新能源有限公司（虚构）", SUN, "水土", "分布式光伏",
     "利用6栋厂房屋顶12万平方米建设分布式光伏，装机15兆瓦。", "3.2亿", 9600, 22400, "2027.3", "2027年12月", 0.82,
     "前期", None, "在办", "张三（虚构）", "023-00000001", "同意推荐"),
    ("龙兴60兆瓦/120兆瓦时电网侧储能电站", "虚构蓄能科技有限公司（虚构）", CELL, "龙兴新城", "储能",
     "建设60兆瓦/120兆瓦时磷酸铁锂储能电站及110千伏送出线路。", 18650.5, "3730.1", "1.2亿元", "2026-06",
     day(2027, 6, 30), "待定", "在建", day(2026, 7, 8), "已批复", "李四（虚构）", "023-00000002", "同意推荐"),
    ("悦来江水源热泵集中供冷供热三期", "虚构清泉能源有限公司（虚构）", WATER, "悦来", "水源热泵",
     "新建能源站1座，供能面积85万平方米。", "约5000万元", "1200万", 3500, "2027年1月", "202806", 0.61, "策划",
     day(2026, 9, 1), "未办", "王五（虚构）", "023-00000003", None),
    ("鱼复重卡换电站网络项目", "虚构绿驰交通有限公司（虚构）", ROAD, "鱼复", "充换电",
     "建设换电站8座，服务电动重卡600辆。", "12,000.50", 2400, "8,000万元（含税）", "2026/09", "2027/08", 1.35, "已开工",
     day(2026, 9, 20), "有", "赵六（虚构）", "13800000004", "同意推荐"),
    ("京东方屋顶光伏", "虚构光伏运营有限公司（虚构）", SUN, "水土", "屋顶光伏",
     "两处厂房屋顶约36兆瓦分布式光伏。", 16000, 4800, 11200, "2022-09", "2023-02", 2, "投运", day(2023, 2, 22), "有",
     "张三（虚构）", "023-00000001", None),
    ("果园港港机电动化改造（一期）", "虚构港航机械有限公司（虚构）", DAMAGED, "果园港", "低碳交通",
     "场桥12台油改电并配套岸电4套。", 6800, 2000, 4800, "2026.10", "2027.10", 0.25, "开工", day(2026, 10, 12), "有",
     "孙七（虚构）", "023-00000006", "同意推荐"),
    ("水土餐厨垃圾沼气提纯项目", "虚构循环环保有限公司（虚构）", WASTE, "水土新城", "餐厨垃圾",
     "日处理餐厨垃圾200吨，沼气提纯制生物天然气。", "9,500", "2,850", "6,650", "2026年5月", "2027年11月", 3.4, "在建",
     day(2026, 6, 15), "已批复", "周八（虚构）", "023-00000007", "同意推荐"),
    ("江北嘴数据机房液冷改造项目", "虚构云算科技有限公司（虚构）", WRONG_CHECK, "江北嘴", "数据中心",
     "改造机柜1200个，设计PUE由1.45降至1.18。", "1200万", 400, 800, "2026-12", "2027-05", 0.4, "前期", None, "不涉及",
     "吴九（虚构）", "023-00000008", None),
)  # fmt: skip
ADAPTATION: tuple[tuple[Cell, ...], ...] = (
    ("礼嘉片区海绵化改造及内涝治理工程", "虚构城市建设发展有限公司（虚构）", PARK, "礼嘉", "海绵城市",
     "改造道路14公里、绿地32公顷，新建调蓄池3座。", "2.15亿元", 6450, 15050, "2027.2", "2029.6", "—", "策划",
     day(2026, 8, 3), "在办", "郑十（虚构）", "023-00000009", "同意推荐"),
    ("照母山城市降温廊道工程", "虚构城市建设发展有限公司（虚构）", PARK, "照母山", "适应类工程",
     "建设通风廊道与遮阴步道9公里。", "５６００万元", "1680", "3920", "2027年4月", "2028年4月", "/", "前期", None,
     "未办", "郑十（虚构）", "023-00000009", None),
    ("保税区冷链园区集中供冷项目", "虚构清凉能源有限公司（虚构）", COOL, "保税港区", "集中供冷供热",
     "集中供冷站1座，替代分散冷机38台。", 7420, 2226, 5194, "2026-11", "2028-01", 0.36, "开工", day(2026, 11, 2), "有",
     "冯十一（虚构）", "023-00000011", "同意推荐"),
    ("龙兴公交场站光储充一体化项目", "虚构绿驰交通有限公司（虚构）", ROAD, "龙兴", "低碳交通",
     "屋顶光伏3兆瓦、储能4兆瓦时、充电桩60个。", "4,180万", "1,254万", "2,926万", "2026-03", "2026-12", 0.21, "完工",
     day(2026, 11, 6), "有", "赵六（虚构）", "13800000004", "同意推荐"),
    ("水土二水厂应急备用水源工程", "虚构水务集团有限公司（虚构）", WATER, "水土", "适应类工程",
     "新建取水泵站1座、输水管9.6公里。", "1.08亿元", "0.32亿元", "0.76亿元", "2027-03", "2028-12", "不适用", "策划",
     day(2026, 10, 9), "在办", "王五（虚构）", "023-00000003", None),
    ("两江协同创新区零碳实验楼项目", "虚构创新园区开发有限公司（虚构）", PARK, "协同创新区", "绿色建筑",
     "建筑面积2.4万平方米，超低能耗并配建屋顶光伏1.1兆瓦。", "15,300", 4590, "10,710", "2026年8月", "2028年2月", 0.09,
     "已开工", day(2026, 8, 28), "有", "褚十二（虚构）", "023-00000012", "同意推荐"),
)  # fmt: skip


class Formats:
    """The few looks of the sheet."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        edge = {"border": 1, "border_color": "#8A8A8A", "valign": "vcenter", "font_name": "宋体", "font_size": 10}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"})
        self.line = book.add_format({"font_name": "宋体", "font_size": 10})
        self.head = book.add_format({**edge, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"})
        self.text = book.add_format({**edge, "text_wrap": True})
        self.number = book.add_format({**edge, "num_format": "General"})
        self.day = book.add_format({**edge, "num_format": "yyyy-mm-dd"})
        self.total = book.add_format({**edge, "bold": True, "bg_color": "#F2F2F2"})


def write_heads(sheet: Worksheet, formats: Formats) -> None:
    """Write the title, the unit line and the two head lines with their merged cells."""
    last = len(HEADS) - 1
    sheet.merge_range(0, 0, 0, last, TITLE, formats.title)
    sheet.merge_range(1, 0, 1, last, LINE, formats.line)
    column = 0
    while column <= last:
        head, below, width = HEADS[column]
        sheet.set_column(column, column, width)
        if not below:
            sheet.merge_range(2, column, 3, column, head, formats.head)
            column += 1
            continue
        span = [place for place in range(column, last + 1) if HEADS[place][0] == head]
        sheet.merge_range(2, column, 2, span[-1], head, formats.head)
        for place in span:
            sheet.set_column(place, place, HEADS[place][2])
            sheet.write_string(3, place, HEADS[place][1], formats.head)
        column = span[-1] + 1


def write_row(sheet: Worksheet, row: int, cells: tuple[Cell, ...], formats: Formats) -> None:
    """Write one project."""
    for column, cell in enumerate(cells):
        if cell is None:
            sheet.write_blank(row, column, None, formats.text)
        elif isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, formats.day)
        elif isinstance(cell, (int, float)):
            sheet.write_number(row, column, cell, formats.number)
        else:
            sheet.write_string(row, column, cell, formats.text)


def main(target: Path) -> None:
    """Write the workbook."""
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": TITLE, "author": "ClimaFin", "created": day(2026, 11, 18)})
    formats = Formats(book)
    sheet = book.add_worksheet("储备项目")
    sheet.freeze_panes(4, 2)
    write_heads(sheet, formats)
    row = 4
    for number, cells in enumerate((*MITIGATION, *ADAPTATION), start=1):
        if number == len(MITIGATION) + 1:
            write_row(sheet, row, ("", "小计（减缓类8个）", None, None, None, None, None, 101151), formats)
            row += 2
        write_row(sheet, row, (number, *cells), formats)
        row += 1
    sheet.merge_range(row, 0, row, 6, "合　计", formats.total)
    sheet.write_formula(row, 7, f"=SUM(H5:H{row})", formats.total, 64373)
    sheet.write_string(row + 1, 0, "注：总投资按可研批复口径填列。", formats.line)
    notes = book.add_worksheet("填表说明")
    notes.write_string(0, 0, "1. 信用代码请先将单元格设为文本再录入。")
    notes.write_string(1, 0, "2. 本表为程序附带的示例，全部单位和项目均为虚构；“京东方屋顶光伏”一行用来演示查重。")
    book.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
