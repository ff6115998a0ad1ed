"""A table of a pack: typed, checked, shown, kept and read by expressions without losing or inventing a cell."""

from dataclasses import replace
from datetime import date

import pytest

from climafin.base.language import language
from climafin.base.messages import Label
from climafin.domain.dictionary import Choice, Dictionary, Field, FieldKind
from climafin.domain.dictionary_file import read_dictionary
from climafin.domain.project import Project, Value
from climafin.domain.shown_values import shown_value
from climafin.domain.status import Status
from climafin.domain.value_checks import value_problem
from climafin.domain.values import parse_value
from climafin.rules.facts import fact_read, project_facts, value_type
from climafin.store.encoding import from_stored, to_stored

PLAIN = Field(
    key="", label=Label("", ""), kind=FieldKind.TEXT, group="", unit=Label("", ""), choices=(), needed=frozenset(),
    part=0, shared=True, synonyms=(), fact="", minimum=None, maximum=None, decimals=0, max_length=200,
)  # fmt: skip
WAYS = (Choice("fine", Label("罚款", "Fine")), Choice("stop", Label("停产", "Stop")))


def column(key: str, zh: str, en: str, kind: FieldKind, **more: object) -> Field:
    return replace(PLAIN, key=key, label=Label(zh, en), kind=kind, fact=zh, **more)  # type: ignore[arg-type]


PENALTIES = column(
    "penalties",
    "处罚",
    "Penalties",
    FieldKind.TABLE,
    columns=(
        column("on", "日期", "Date", FieldKind.DATE),
        column("amount", "金额", "Amount", FieldKind.MONEY, unit=Label("万元", "CNY 10k"), decimals=2, minimum=0.0),
        column("ways", "方式", "Ways", FieldKind.CHOICES, choices=WAYS),
    ),
)
TYPED = [{"日期": "2026.11.20", "金额": "50万元", "方式": ["罚款", "停产"]}, {"on": "2025-01-01", "金额": "待定"}]
ROWS: Value = (
    {"on": date(2026, 11, 20), "amount": 50_000_000, "ways": ("fine", "stop")},
    {"on": date(2025, 1, 1)},
)


def test_typed_rows_become_values_and_a_blank_cell_is_absent():
    assert parse_value(PENALTIES, TYPED).value == ROWS
    assert parse_value(PENALTIES, []).value == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([{"日期": "2026-02-31"}], "Row 1, Date: “2026-02-31” is not a day; write it as 2026-11-20."),
        ([{}, {"天数": 1}], "Row 2, 天数: There is no such column."),
        ("三次", "Here a list of rows is needed, each with its columns."),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(typed: object, said: str):
    problem = parse_value(PENALTIES, typed).problem
    assert problem is not None
    assert language("en").say(problem) == said


def test_only_sound_rows_are_kept():
    assert value_problem(PENALTIES, ROWS) is None
    assert value_problem(PENALTIES, ()) is None
    for wrong in (
        ("a",),
        ({"on": "2026-11-20"},),
        ({"amount": -1},),
        ({"other": 1},),
        ({"ways": ("fine", "fine")},),
        3,
    ):
        assert value_problem(PENALTIES, wrong) is not None  # type: ignore[arg-type]


def test_rows_are_shown_with_the_names_of_their_columns():
    shown = "日期 2026年11月20日，金额 50.00 万元，方式 罚款，停产；日期 2025年1月1日"
    assert shown_value(PENALTIES, ROWS, language("zh_CN")).replace("、", "，") == shown
    assert shown_value(PENALTIES, (), language("en")) == ""


@pytest.mark.parametrize("value", [ROWS, (), None])
def test_what_is_kept_comes_back_the_same(value: Value):
    assert from_stored(PENALTIES, to_stored(PENALTIES, value)) == value


def test_expressions_see_rows_in_base_units_and_the_trace_tells_them():
    fields = Dictionary((), (PENALTIES,))
    project = Project("u", "P-1", Status.DRAFT, {"penalties": ROWS})
    day = date(2026, 11, 20)
    facts = project_facts(project, fields, day)
    first = {"on": day, "amount": 50.0, "ways": frozenset({"fine", "stop"})}
    assert facts["penalties"] == (first, {"on": date(2025, 1, 1)})
    assert [name.key for name in value_type(PENALTIES).columns] == ["on", "amount", "ways"]
    read = fact_read("penalties", project, fields, day)
    assert read.value == "2026-11-20 50.0 万元 fine stop; 2025-01-01"
    assert fact_read("penalties", replace(project, values={}), fields, day).value is None


def test_the_librarys_own_fields_have_no_tables():
    text = """
groups: [{key: g, zh: 组, en: Group}]
choices: {}
fields: [{key: x, zh: 表, en: Table, kind: table, group: g, part: 1}]
"""
    with pytest.raises(ValueError, match="table"):
        read_dictionary(text, "x.yaml")
