"""What people type becomes the value they mean, or a plain complaint; unknown is never 0."""

import dataclasses
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.folding import clean_text, folded
from climafin.base.language import LanguageCode, language
from climafin.domain.codes import CREDIT_ALPHABET, credit_check_character
from climafin.domain.dictionary import Field, FieldKind, dictionary
from climafin.domain.project import Value
from climafin.domain.shown_values import FEN_PER_WAN, shown_money, shown_value
from climafin.domain.values import parse_value, typed_value

ENGLISH = language("en")
CHINESE = language("zh_CN")
INVESTMENT = dictionary()["total_investment"]


def one(kind: FieldKind) -> Field:
    return next(field for field in dictionary() if field.kind is kind)


MONTH = one(FieldKind.MONTH)
DAY = dataclasses.replace(MONTH, key="day", kind=FieldKind.DATE)


@pytest.mark.parametrize(
    ("typed", "wan"),
    [
        ("12,000.50", 12000.50),
        ("3.2亿", 32000),
        ("1200万", 1200),
        ("５００万元", 500),
        ("约5000万元", 5000),
        ("8,000万元（含税）", 8000),
        ("人民币 3 亿元", 30000),
        ("500元", 0.05),
        ("0", 0),
        (1234.5, 1234.5),
        (12, 12),
    ],
)
def test_amounts_as_offices_write_them(typed: object, wan: float):
    parsed = parse_value(INVESTMENT, typed)
    assert parsed.problem is None
    assert parsed.value == round(wan * FEN_PER_WAN)


@pytest.mark.parametrize("typed", [None, "", "  ", "/", "—", "-", "－", "待定", "（未提供）", "暂无", float("nan")])
@pytest.mark.parametrize("field", list(dictionary()), ids=lambda field: field.key)
def test_what_is_not_known_is_no_value_and_no_problem(field: Field, typed: object):
    parsed = parse_value(field, typed)
    assert (parsed.value, parsed.problem, parsed.not_applicable) == (None, None, False)


def test_zero_unknown_and_not_applicable_are_three_answers():
    assert parse_value(INVESTMENT, "0").value == 0
    assert parse_value(INVESTMENT, "待定").value is None
    assert parse_value(dictionary()["capital"], "不适用").not_applicable
    assert not parse_value(INVESTMENT, "待定").not_applicable


def test_what_every_project_has_cannot_be_called_not_applicable():
    parsed = parse_value(dictionary()["name"], "不适用")
    assert (parsed.value, parsed.problem, parsed.not_applicable) == (None, None, False)
    assert parsed.note is not None
    assert "不适用" in ENGLISH.say(parsed.note)


@pytest.mark.parametrize(
    "typed", ["abc", "3.2亿亿", "12万3", "1,2,x", True, "１２３４吨", "1e99", "99999999999亿", float("inf"), "--5"]
)
def test_what_is_no_amount_is_complained_about(typed: object):
    parsed = parse_value(INVESTMENT, typed)
    assert parsed.value is None
    assert parsed.problem is not None
    assert ENGLISH.say(parsed.problem)
    assert CHINESE.say(parsed.problem)


def test_a_large_unit_is_understood_and_said():
    parsed = parse_value(INVESTMENT, "3.2亿")
    assert parsed.note is not None
    assert ENGLISH.say(parsed.note) == "“3.2亿” was read as 32,000.00 CNY 10k."
    assert parse_value(INVESTMENT, "32000").note is None
    assert parse_value(INVESTMENT, "32,000 万元").note is None


def test_a_columns_unit_goes_for_its_bare_numbers_only():
    assert parse_value(INVESTMENT, "3.2", "亿元").value == 32000 * FEN_PER_WAN
    assert parse_value(INVESTMENT, "500万", "亿元").value == 500 * FEN_PER_WAN


def test_an_amount_below_nothing_is_refused():
    assert parse_value(INVESTMENT, "-5").problem is not None


def test_cents_are_not_lost_over_a_library_of_amounts():
    total = sum(int(str(parse_value(INVESTMENT, "0.01").value)) for _ in range(5000))
    assert shown_money(total) == "50.00"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20261120", date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
        ("2026/11/20", date(2026, 11, 20)),
        ("2026.11.20", date(2026, 11, 20)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("2026-1-5", date(2026, 1, 5)),
        ("2026-11-20 00:00:00", date(2026, 11, 20)),
        ("2026-11-20T08:30", date(2026, 11, 20)),
        (datetime(2026, 11, 20, 8, 30), date(2026, 11, 20)),  # noqa: DTZ001 - as a workbook's cell gives it
    ],
)
def test_days_as_offices_type_them(typed: object, day: date):
    parsed = parse_value(DAY, typed)
    assert (parsed.value, parsed.problem) == (day, None)


def test_a_day_without_a_year_needs_someone_who_knows_the_year():
    assert parse_value(DAY, "11.20").problem is not None
    read = parse_value(DAY, "11.20", year=2026)
    assert read.value == date(2026, 11, 20)
    assert read.note is not None
    assert ENGLISH.say(read.note) == "“11.20” was read as 2026-11-20."
    assert parse_value(DAY, "2.30", year=2026).problem is not None
    assert parse_value(MONTH, "11月", year=2026).value == "2026-11"


@pytest.mark.parametrize(
    ("typed", "month"),
    [("2026.11", "2026-11"), ("202611", "2026-11"), ("2026年3月", "2026-03"), ("2026-11-20", "2026-11")],
)
def test_plans_go_by_month(typed: str, month: str):
    assert parse_value(MONTH, typed).value == month


@pytest.mark.parametrize(
    "typed", ["2026-13", "2026-02-30", "20261320", "1900-01-01", "明年", "2026", "0", "2026-05-00", 5]
)
def test_days_that_do_not_exist_are_refused(typed: object):
    assert parse_value(DAY, typed).problem is not None


@pytest.mark.parametrize(
    ("typed", "value"), [("是", True), ("√", True), ("Y", True), ("有", True), ("否", False), ("无", False), (0, False)]
)
def test_yes_and_no_as_ticked(typed: object, value: bool):
    assert parse_value(one(FieldKind.YES_NO), typed).value is value


def test_neither_yes_nor_no_is_told():
    assert parse_value(one(FieldKind.YES_NO), "也许").problem is not None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12,345.6", 12345.6),
        ("1200 tCO2e/a", 1200.0),
        ("3000吨二氧化碳当量", 3000.0),
        ("约500", 500.0),
        ("1.5e3", 1500.0),
    ],
)
def test_numbers_with_separators_and_units(typed: str, value: float):
    assert parse_value(dictionary()["annual_reduction"], typed).value == value


@pytest.mark.parametrize("typed", ["1e999", "1e300", "-1", "二十", "1 2 3 a"])
def test_numbers_that_cannot_be_kept_are_refused(typed: str):
    for key in ("annual_reduction", "people_protected"):
        assert parse_value(dictionary()[key], typed).problem is not None


def test_a_whole_number_is_whole():
    years = dictionary()["operating_years"]
    assert parse_value(years, "25年").value == 25
    assert parse_value(years, 25.0).value == 25
    assert parse_value(years, "25.5").problem is not None
    assert parse_value(years, "1000").problem is not None


@pytest.mark.parametrize(("typed", "value"), [("35%", 35.0), ("35", 35.0), ("12.5％", 12.5), (7.25, 7.25)])
def test_percentages(typed: object, value: float):
    assert parse_value(dictionary()["green_share"], typed).value == value


def test_a_code_damaged_by_a_spreadsheet_is_told_so():
    code = one(FieldKind.CREDIT_CODE)
    for damaged in (9.13501e17, 913501000000000000, "9.13501E+17"):
        parsed = parse_value(code, damaged)
        assert parsed.problem is not None
        assert "damaged" in ENGLISH.say(parsed.problem)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("9135O1OOMOOO1OOY43", "91350100M000100Y43"), ("91350100M", "has 9"), ("91350100M000100Y44", "one character")],
)
def test_a_wrong_credit_code_says_what_is_wrong(typed: str, words: str):
    parsed = parse_value(one(FieldKind.CREDIT_CODE), typed)
    assert parsed.problem is not None
    assert words in ENGLISH.say(parsed.problem)


def test_a_text_too_long_is_refused_and_not_cut():
    name = dictionary()["name"]
    assert parse_value(name, "项" * 120).value == "项" * 120
    assert parse_value(name, "项" * 121).problem is not None


def test_numbers_in_text_cells_read_as_people_see_them():
    assert parse_value(dictionary()["contact_phone"], 2367890.0).value == "2367890"
    assert parse_value(dictionary()["contact_phone"], "02367890").value == "02367890"


def test_several_choices_may_be_given_at_once():
    security = one(FieldKind.CHOICES)
    assert parse_value(security, "保证、抵押，保证").value == ("guarantee", "mortgage")
    assert parse_value(security, "保证、押宝").problem is not None


@given(st.sampled_from(dictionary().fields), st.one_of(st.text(), st.integers(), st.floats(), st.booleans()))
def test_nothing_typed_breaks_the_program(field: Field, raw: object):
    parsed = parse_value(field, raw, year=2026)
    assert parsed.problem is None or (parsed.value is None and CHINESE.say(parsed.problem))


def values(field: Field) -> st.SearchStrategy[Value]:
    low, high = field.minimum, field.maximum
    least = -1e9 if low is None else low
    most = 1e9 if high is None else high
    number = st.floats(least, most, allow_nan=False).map(lambda x: round(x, 6))
    keys = [choice.key for choice in field.choices]
    body = st.text(alphabet=CREDIT_ALPHABET, min_size=17, max_size=17)
    line = st.text(max_size=field.max_length).map(lambda text: " ".join(clean_text(text).split()))
    return {
        FieldKind.MONEY: lambda: st.integers(int(least * FEN_PER_WAN), int(most * FEN_PER_WAN)),
        FieldKind.INTEGER: lambda: st.integers(int(least), int(most)),
        FieldKind.NUMBER: lambda: number.map(lambda x: x + 0.0),
        FieldKind.PERCENT: lambda: number.map(lambda x: x + 0.0),
        FieldKind.YES_NO: st.booleans,
        FieldKind.DATE: lambda: st.dates(date(1950, 1, 1), date(2150, 12, 31)),
        FieldKind.MONTH: lambda: st.dates(date(1950, 1, 1), date(2150, 12, 31)).map(lambda day: day.isoformat()[:7]),
        FieldKind.CHOICE: lambda: st.sampled_from(keys),
        FieldKind.CHOICES: lambda: st.lists(st.sampled_from(keys), min_size=1, unique=True).map(tuple),
        FieldKind.CREDIT_CODE: lambda: body.map(lambda text: text + credit_check_character(text)),
        FieldKind.PROJECT_CODE: lambda: st.just("2020-500112-44-03-123456"),
        FieldKind.TEXT: lambda: line,
        FieldKind.LONG_TEXT: lambda: line,
    }[field.kind]()


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@given(data=st.data(), field=st.sampled_from(dictionary().fields))
def test_a_value_put_into_the_form_comes_back_unchanged(code: LanguageCode, data: st.DataObject, field: Field):
    value = data.draw(values(field))
    if isinstance(value, str) and (len(folded(value)) < 4 or parse_value(field, value).not_applicable):
        return  # words such as 待定 are never kept as values
    parsed = parse_value(field, typed_value(field, value, language(code)))
    assert parsed.problem is None
    assert parsed.value == value


def test_values_are_shown_as_people_read_them():
    assert shown_value(INVESTMENT, 32_000 * FEN_PER_WAN, ENGLISH) == "32,000.00"
    assert shown_value(INVESTMENT, 32_000 * FEN_PER_WAN, CHINESE, with_unit=True) == "32,000.00 万元"
    assert shown_value(dictionary()["green_share"], 35.0, ENGLISH, with_unit=True) == "35.00%"
    assert shown_value(one(FieldKind.YES_NO), value=True, language=CHINESE) == "是"
    assert shown_value(DAY, date(2026, 11, 20), CHINESE) == "2026年11月20日"
    assert shown_value(one(FieldKind.CHOICES), ("guarantee", "mortgage"), CHINESE) == "保证、抵押"
    assert shown_value(dictionary()["environmental_credit_year"], 2025, ENGLISH) == "2025"
    assert shown_value(INVESTMENT, None, ENGLISH) == ""


def test_money_is_rounded_half_up_for_the_eye_only():
    assert shown_money(5_000) == "0.01"
    assert shown_money(4_999) == "0.00"
    assert typed_value(INVESTMENT, 4_999, ENGLISH) == "0.004999"


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("2028年底", "2028-12"),
        ("2028年年末前", "2028-12"),
        ("2028年末", "2028-12"),
        ("2028年第四季度", "2028-12"),
        ("2028年2季度", "2028-06"),
        ("2028Q1", "2028-03"),
        ("2028年上半年", "2028-06"),
        ("2027年3月底前", "2027-03"),
        ("2027年13月底", None),
        ("2028年", None),
        ("已开工", None),
    ],
)
def test_plans_name_months_in_words_and_hear_what_was_understood(typed: str, month: str | None):
    parsed = parse_value(dictionary()["planned_completion"], typed)
    assert parsed.value == month
    assert (parsed.problem is None) == (month is not None)
    assert (parsed.note is not None) == (month is not None)


@pytest.mark.parametrize(
    ("key", "typed", "answer"),
    [
        ("construction_kind", "新建项目", "new"),
        ("approval_eia", "已批复（渝环〔2026〕1号）", "have"),
        ("sector", "污水处理 (扩建)", "waste"),
        ("climate_kind", "减缓、适应", "both"),
        ("district", "水土新城　", "shuitu"),
        ("district", "重庆市两江新区", "liangjiang"),
        ("district", "两江新区水土新城", "shuitu"),
        ("district", "水土新城（两江新区）", "shuitu"),
        ("district", "渝北区（水土）", None),
        ("construction_kind", "项目", None),
    ],
)
def test_choices_with_words_hung_on_them(key: str, typed: str, answer: str | None):
    parsed = parse_value(dictionary()[key], typed)
    assert parsed.value == answer
    assert (parsed.problem is None) == (answer is not None)


@pytest.mark.parametrize("typed", ["抵押+质押", "抵押/质押", "抵押 质押", "抵押和质押", "抵押、质押"])
def test_several_choices_however_they_are_parted(typed: str):
    assert parse_value(dictionary()["security_kind"], typed).value == ("mortgage", "pledge")


def test_an_english_answer_with_a_blank_stays_one():
    assert parse_value(dictionary()["financing_kind"], "fixed-asset loan").value == "fixed_asset_loan"


@pytest.mark.parametrize("typed", ["1e400", "9e99%", 1e300])
def test_a_percentage_beyond_all_bounds_is_refused_as_it_is_typed(typed: object):
    parsed = parse_value(dictionary()["irr"], typed)
    assert parsed.value is None
    assert parsed.problem is not None


def test_a_day_in_a_column_of_money_is_told_as_a_day():
    problem = parse_value(dictionary()["total_investment"], date(2026, 11, 20)).problem
    assert problem is not None
    assert problem.values["text"] == "2026-11-20"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (8.125, "8.13"),
        (1.005, "1.01"),
        (-8.125, "-8.13"),
        (2.5, "2.50"),
        (1e-7, "0.00"),
        (12345678.125, "12,345,678.13"),
    ],
)
def test_more_decimals_than_are_shown_are_rounded_half_up(value: float, shown: str):
    assert shown_value(dictionary()["irr"], value, ENGLISH) == shown


@given(st.floats(-1e300, 1e300))
def test_any_number_can_be_shown(value: float):
    assert (
        abs(float(shown_value(dictionary()["irr"], value, ENGLISH).replace(",", "")) - value)
        <= 0.0050001 + abs(value) * 1e-15
    )
