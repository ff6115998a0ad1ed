"""How tables are parted between pages: no row alone, no short table torn, nothing lost."""

from climafin.dossier.content import Bar, Bars, Column, Row, Table
from climafin.dossier.pdf.flowables import HeadedBlock, Heading, Picture
from climafin.dossier.pdf.style import BODY_HEIGHT, BODY_WIDTH
from climafin.dossier.pdf.tables import SHORT_TABLE, GridBlock, table_block

COLUMNS = (Column(("甲",), 0.5), Column(("乙",), 0.5))


def table(lines: list[int], strong: frozenset[int] = frozenset()) -> GridBlock:
    """Return a table of two columns, its rows as high as so many lines."""
    rows = tuple(
        Row(((str(number),), ("\n".join("行" * count),)), number in strong) for number, count in enumerate(lines)
    )
    return table_block(Table(COLUMNS, rows))


def heights(parts: list[GridBlock]) -> list[float]:
    return [part.wrap(BODY_WIDTH, BODY_HEIGHT)[1] for part in parts]


def test_a_short_table_is_not_torn():
    short = table([1] * 5)
    assert short.wrap(BODY_WIDTH, BODY_HEIGHT)[1] < SHORT_TABLE
    assert short.split(BODY_WIDTH, 75) == []


def test_neither_the_first_nor_the_last_row_stands_alone():
    long = table([1] * 20)
    height, row = long.wrap(BODY_WIDTH, BODY_HEIGHT)[1], 20.5
    assert long.split(BODY_WIDTH, 2.5 * row) == []
    _upper, lower = long.split(BODY_WIDTH, height - 1)
    assert lower.wrap(BODY_WIDTH, BODY_HEIGHT)[1] > 2.5 * row


def test_the_head_of_a_group_goes_with_what_it_heads():
    grouped = table([1] * 20, strong=frozenset({9}))
    upper, _lower = grouped.split(BODY_WIDTH, 11.5 * 20.5)
    assert upper.wrap(BODY_WIDTH, BODY_HEIGHT)[1] < 10.5 * 20.5


def test_two_rows_of_half_a_page_each_still_find_their_pages():
    parts = table([30, 30]).split(BODY_WIDTH, BODY_HEIGHT)
    assert len(parts) == 2
    assert all(height < BODY_HEIGHT for height in heights(parts))


def test_a_chart_of_bars_is_split_with_nothing_lost():
    bars = tuple(Bar((f"指标{number}",), 1.0, 2.0, 3.0, "1 / 3") for number in range(14))
    chart = Picture(Bars(("得分",), bars, (("已得",), ("待定",), ("未得",))))
    whole = chart.wrap(BODY_WIDTH, BODY_HEIGHT)[1]
    upper, lower = chart.split(BODY_WIDTH, whole * 0.6)
    assert upper.wrap(BODY_WIDTH, BODY_HEIGHT)[1] <= whole * 0.6
    assert upper.chart.bars + lower.chart.bars == bars
    assert chart.split(BODY_WIDTH, whole * 0.1) == []


def test_a_heading_stays_with_the_beginning_of_a_long_table():
    heading, long = Heading(("标题",), 3), table([1] * 40)
    headed = HeadedBlock([heading, long])
    assert headed.split(BODY_WIDTH, 300)[:2] == [heading, long]
