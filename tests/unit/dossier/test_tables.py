"""How tables are parted between pages: no row alone, no short table torn, nothing lost."""

from climafin.dossier.content import Column, Row, Table
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
    short = table([1] * 6)
    assert short.wrap(BODY_WIDTH, BODY_HEIGHT)[1] < SHORT_TABLE
    assert short.split(BODY_WIDTH, 80) == []


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
