"""Rank and percentile inside a frozen cohort, as the yearly review of the graded guide has them (AM2 to AM4)."""
# ruff: noqa: E501 - packs and tables of faults, one to a line

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.domain.assessment import Aside, Outcome
from climafin.domain.project import Project
from climafin.domain.signed import Occasion
from climafin.domain.status import Status
from climafin.rules.asking import Initial
from climafin.rules.cohorts import FrozenCohort, freeze, mean, median, placed
from climafin.rules.resolving import pack_facts
from tests.unit.rules.books.made import TODAY, answer, asked, grades, outcomes, read, sentences

# Yearly re-grading by percentile of the score inside the same industry: top 30 % deep, next 30 % mid, the last 1 %
# to be removed, the rest light; next year's benchmark is the mean of the deep and mid projects
# (rulebook-graded-guide annual_management).
YEARLY = """\
facts:
  yearly_intensity: {zh: 年度强度, en: Yearly intensity, kind: number, unit: tCO2e/万元, decimals: 2}
cohorts:
  同行业:
    title: {zh: 同行业年度得分, en: Score in the industry}
    by: sector
    value: 入库评价得分
    decimals: 2
    minimum: 3
    source: S AM2
  行业基准:
    title: {zh: 行业基准, en: Benchmark}
    of: 入库评价等级 属于 (深绿级, 中绿级)
    by: sector
    value: 年度强度
    unit: tCO2e/万元
    decimals: 2
    better: low
    frozen: last_year
    source: S AM4
gates:
  - {id: AM4, title: {zh: 不高于行业基准, en: Not above the benchmark}, kind: notice, on: yearly, test: 年度强度 ≤ 行业基准.均值, source: S AM4}
groups: {size: {zh: 规模, en: Size, weight: 100}}
criteria:
  - {id: S1, title: {zh: 认定, en: Tag}, group: size, weight: 100, value: 政府认定, marks: {yes: 100, no: 0}, source: S 1}
grades:
  - {key: deep, zh: 深绿级, en: Deep, from: 90}
  - {key: mid, zh: 中绿级, en: Mid, from: 60}
  - {key: light, zh: 浅绿级, en: Light, from: 0}
  - {key: out, zh: 末位淘汰, en: Out}
forces:
  - {id: Y0, title: {zh: 年度浅绿, en: Light}, on: yearly, if: 是, grade: 浅绿级, source: S AM2}
  - {id: Y1, title: {zh: 前60%, en: Upper 60 %}, on: yearly, if: 同行业.百分位 ≤ 60 %, grade: 中绿级, source: S AM2}
  - {id: Y2, title: {zh: 前30%, en: Upper 30 %}, on: yearly, if: 同行业.百分位 ≤ 30 %, grade: 深绿级, source: S AM2}
  - {id: Y3, title: {zh: 末位1%, en: Last 1 %}, on: yearly, if: 同行业.末位百分位 ≤ 1 %, grade: 末位淘汰, source: S AM3}
usual_facts: {行业: 建筑节能与绿色建筑, 政府认定: 是}
cases:
  - name: 三个并列第二，百分位并列
    occasion: yearly
    initial: {score: 70, grade: 中绿级}
    cohort: {同行业: [90, 70, 70, 70, 10]}
    expect: {同行业.rank: 2, 同行业.数量: 5, 同行业.percentile: 80, grade: 浅绿级, Y1: not_met}
  - name: 首位为前30%
    occasion: yearly
    initial: {score: 90, grade: 深绿级}
    cohort: {同行业: [90, 70, 60, 50, 10]}
    expect: {同行业.percentile: 20, grade: 深绿级, Y2: met}
  - name: 五个里的末位不是末位1%
    occasion: yearly
    initial: {score: 10, grade: 浅绿级}
    cohort: {同行业: [90, 70, 60, 50, 10]}
    expect: {同行业.from_last: 20, grade: 浅绿级, Y3: not_met}
  - name: 少于三个则不评
    occasion: yearly
    initial: {score: 10, grade: 浅绿级}
    cohort: {同行业: [90, 10]}
    expect: {同行业.percentile: unknown, Y1: unknown}
  - name: 入库评价不看同行业
    expect: {grade: 深绿级, Y1: not_applicable, AM4: not_applicable}
"""


def frozen(*values: int, row: tuple[str, ...] = ("building",)) -> FrozenCohort:
    return FrozenCohort("同行业", {row: tuple(sorted(values))}, date(2026, 12, 31), "a library")


def yearly(values: tuple[int, ...], points: int) -> tuple[str | None, str | None]:
    pack = read(YEARLY)
    return grades(
        answer(
            pack,
            {"sector": "building", "green_tags": True},
            occasion=Occasion.YEARLY,
            initial=Initial(points, "mid"),
            cohorts={"同行业": frozen(*values)},
        )
    )


def test_the_yearly_grade_is_kept_apart_from_the_initial_one():
    pack = read(YEARLY)
    values = {"sector": "building", "green_tags": True}
    first = answer(pack, values)
    assert grades(first) == ("Deep", "Deep")
    assert (first.gates[0].aside, outcomes(first)["Y2"]) == (Aside.OCCASION, Outcome.NOT_APPLICABLE)
    assert yearly((9000, 7000, 5000, 3000), 3000) == ("Light", "Light")
    # Without a frozen cohort nothing can be told, and no grade is made up.
    open_ = answer(pack, values, occasion=Occasion.YEARLY, initial=Initial(9000, "deep"))
    assert grades(open_) == ("Out", "Deep")
    assert open_.cohorts[0].count == 0


@pytest.mark.parametrize(("size", "grade"), [(3, "Light"), (99, "Light"), (100, "Out"), (101, "Out")])
def test_the_last_one_per_cent_can_never_fire_below_a_hundred(size: int, grade: str):
    assert yearly(tuple(range(1000, 1000 + size * 10, 10)), 1000) == (grade, grade)


def test_equal_values_share_a_rank_and_the_next_is_skipped():
    pack = read(YEARLY)
    (cohort, _) = pack.cohorts
    values = frozen(9000, 7000, 7000, 1000)
    ranks = [
        cohort.answers({"sector": "building", "initial_score": points / 100}, values)[cohort.key("rank")]  # type: ignore[arg-type]
        for points in (9000, 7000, 7000, 1000)
    ]
    assert ranks == [1.0, 2.0, 2.0, 4.0]


def test_freezing_takes_who_belongs_and_says_who_was_left_out():
    pack = read(YEARLY)
    benchmark = pack.cohorts[1]
    library = [("building", 1.0, "deep"), ("building", 2.01, "mid"), ("building", 9.0, "light"), ("waste", 5.0, "mid"), ("building", None, "mid"), (None, 1.0, "deep")]  # fmt: skip
    facts = [
        pack_facts(
            pack,
            Project("u", "P", Status.SUBMITTED, {"sector": sector, "yearly_intensity": intensity}),
            asked(initial=Initial(0, grade)),
        )
        for sector, intensity, grade in library
    ]
    kept = freeze(benchmark, facts, TODAY, "the library")
    assert kept.values == {("building",): (100, 201), ("waste",): (500,)}
    assert kept.left_out == 2
    assert freeze(benchmark, reversed(facts), TODAY, "elsewhere").digest == kept.digest
    next_year = answer(
        pack,
        {"sector": "building", "yearly_intensity": 1.51},
        occasion=Occasion.YEARLY,
        initial=Initial(9000, "deep"),
        cohorts={"行业基准": kept},
    )
    # (1.00 + 2.01) / 2, halves upward.
    assert {one.name: one.value for one in next_year.derived}["行业基准.mean"] == 1.51
    assert outcomes(next_year)["AM4"] is Outcome.MET
    (_, shown) = next_year.cohorts
    assert (shown.count, shown.as_of, shown.source, shown.digest) == (2, TODAY, "the library", kept.digest)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=60), st.booleans())
def test_places_agree_with_counting_by_hand(values: list[int], high: bool):
    rising = tuple(sorted(values))
    for own in set(values):
        better, as_good = placed(rising, own, high_is_better=high)
        assert better == sum((other > own) if high else (other < own) for other in values)
        assert as_good == values.count(own)
    assert min(values) <= median(rising) <= max(values)
    assert abs(mean(rising) * len(values) - sum(values)) * 2 <= len(values)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("同行业.百分位 ≤ 60 %", "同行业.百分点 ≤ 60 %", "百分点"),
        (
            "    by: sector\n    value: 入库",
            "    by: 总投资\n    value: 入库",
            "The classes of a cohort are the answers of choices only.",
        ),
        (
            "    unit: tCO2e/万元\n    decimals: 2\n    better",
            "    unit: 万元\n    decimals: 2\n    better",
            "Say the unit of the value: it is measured in tCO2e/万元.",
        ),
        ("better: low", "better: lower", "“lower” is not known here; is “low” meant?"),
        ("minimum: 3", "minimum: 0", "This must lie between 1 and 10000."),
        ("  同行业:\n    title", "  行业:\n    title", "“行业” is already the name of a fact."),
        ("同行业: [90, 70, 70, 70, 10]", "同行: [90]", "“同行” is not known here; is “同行业” meant?"),
        ("同行业: [90, 70, 70, 70, 10]", "同行业: [90.001]", "At most 2 decimals can be kept here."),
    ],
)
def test_a_wrong_cohort_is_told(old: str, new: str, told: str):
    assert old in YEARLY
    assert any(told in said for said in sentences(YEARLY.replace(old, new, 1)))
