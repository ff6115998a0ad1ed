"""What packs have beside fields — frozen cohorts, experts, initial grades, limits by year — answers alike in blocks."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from climafin.base.errors import CallProblem
from climafin.domain.dictionary import Field, FieldKind
from climafin.domain.judgement import Judged
from climafin.domain.project import Project, Value
from climafin.domain.signed import Occasion, Supplied
from climafin.domain.status import Status
from climafin.expression.answers import Reason
from climafin.rules.answers import Detail, reason_of_clause
from climafin.rules.asking import Asked, Initial
from climafin.rules.blocks import Plan
from climafin.rules.cohorts import FrozenCohort
from climafin.rules.columns import columns_of
from climafin.rules.pack import Pack
from tests.unit.rules.block_agreement import disagreements
from tests.unit.rules.books import test_limits as limits
from tests.unit.rules.books.made import MOMENT, TODAY, asked, read
from tests.unit.rules.books.test_cohorts import YEARLY
from tests.unit.rules.scales.one_criterion import criterion, pack
from tests.unit.rules.small_packs import pack as small_pack

SECTORS = ("building", "waste", "renewable")


def project(uid: str, **values: Value) -> Project:
    return Project(uid, uid, Status.DRAFT, {key: one for key, one in values.items() if one is not None})


def test_places_in_frozen_cohorts_and_initial_grades_are_the_same_in_blocks():
    rules, draw = read(YEARLY), random.Random(7)
    values = {
        ("building",): tuple(sorted(draw.choice([1000, 5000, 7000, 7000, 9000]) for _ in range(120))),
        ("waste",): (5000, 9000),
    }
    bench = FrozenCohort("行业基准", {("building",): (100, 150, 155, 200, 900)}, TODAY, "a library")
    whole = asked(
        occasion=Occasion.YEARLY, cohorts={"同行业": FrozenCohort("同行业", values, TODAY, "x"), "行业基准": bench}
    )
    projects, people = [], {}
    for at in range(60):
        one = project(
            f"u{at}",
            sector=draw.choice([*SECTORS, None]),
            green_tags=draw.choice([True, False, None]),
            yearly_intensity=draw.choice([1.0, 3.01, 3.02, 9.5, 1e300, None]),
        )
        projects.append(one)
        if at % 4:
            first = Initial(draw.choice([1000, 5000, 7000, 9000, 9999]), draw.choice(["deep", "light"]))
            people[one.uid] = replace(whole, initial=first)
    assert disagreements(rules, projects, whole, 16, people) == []


EXPERT = criterion("expert: {evidence: yes, second_person: yes}", most="max: 10")


def test_experts_marks_come_from_their_signed_lines():
    rules = pack(EXPERT)
    line = Judged(750, "张敏", "李强", "优", "报告", MOMENT)
    lines = [line, replace(line, evidence=""), replace(line, points=1100), replace(line, second_person="张敏"), None]
    projects = [project(f"u{at}") for at in range(len(lines))]
    base = Asked(TODAY, MOMENT, "张敏")
    people = {f"u{at}": replace(base, judged={"C1": one}) for at, one in enumerate(lines) if one is not None}
    assert disagreements(rules, projects, base, 2, people) == []
    answers = Plan(rules, base).answers(columns_of(rules, projects), judged={"u0": {"C1": line}})
    assert answers.total_low.tolist() == [750, 0, 0, 0, 0]
    assert reason_of_clause(int(answers.line("C1").clause[1])) is Reason.NOT_JUDGED


def _limit_packs() -> dict[str, Pack]:
    bodies = {name: one for name, one in vars(limits).items() if isinstance(one, str) and "gates:" in one}
    return {name: read(body) for name, body in bodies.items()}


def _answers(field: Field) -> list[Value]:
    days: list[Value] = [date(year, 7, 1) for year in (2014, 2016, 2020, 2025, 2026)]
    choices: list[Value] = [choice.key for choice in field.choices]
    by_kind: dict[FieldKind, list[Value]] = {
        FieldKind.YES_NO: [True, False],
        FieldKind.DATE: days,
        FieldKind.CHOICE: choices,
        FieldKind.TEXT: ["甲", "乙"],
    }
    wholes: list[Value] = [0, 1, 10**6]
    numbers: list[Value] = [0.0, 0.5, 1.2, 150.0]
    some = wholes if field.kind in (FieldKind.MONEY, FieldKind.INTEGER) else numbers
    return by_kind.get(field.kind, some if field.kind.is_numeric else [])


@pytest.mark.parametrize("name", sorted(_limit_packs()))
def test_limits_by_class_year_and_day_are_the_same_in_blocks(name: str):
    rules, draw = _limit_packs()[name], random.Random(3)
    known = {key: _answers(rules.fields[key]) for key in rules.fact_keys if key in rules.fields}
    projects = []
    for at in range(80):
        values = {key: draw.choice([*some, None]) for key, some in known.items() if some}
        projects.append(project(f"u{at}", **values))
    assert disagreements(rules, projects, asked(), 32) == []
    delegated = {
        one.name: Supplied(1.2, "张敏", "李强", "x", MOMENT) for one in rules.limits if one.delegated is not None
    }
    assert disagreements(rules, projects, asked(parameters=delegated)) == []


def test_totals_do_not_depend_on_the_order_of_criteria_or_on_the_size_of_blocks():
    rules, draw = small_pack(), random.Random(5)
    projects = [
        project(f"u{at}", annual_reduction=draw.random() * 20_000, irr=draw.choice([3.99, 4.0, 8.0, None]),
                total_investment=draw.randrange(10**12), climate_kind=draw.choice(["mitigation", "adaptation", None]))
        for at in range(200)
    ]  # fmt: skip
    turned = replace(rules, criteria=tuple(reversed(rules.criteria)))
    base = Plan(rules, asked()).answers(columns_of(rules, projects))
    for other in (Plan(turned, asked()).answers(columns_of(turned, projects)),
                  Plan(rules, asked()).answers(columns_of(rules, projects), Detail.LINES, 7)):  # fmt: skip
        assert np.array_equal(base.total_low, other.total_low)
        assert np.array_equal(base.total_high, other.total_high)
        assert np.array_equal(base.grade_low, other.grade_low)


def test_no_project_at_all_is_answered():
    rules = small_pack()
    answers = Plan(rules, asked()).answers(columns_of(rules, []))
    assert (len(answers), len(answers.total_low), answers.statuses.shape[1]) == (0, 0, 0)


def test_whole_money_beyond_what_floats_hold_is_divided_exactly():
    rules = small_pack()
    some = [2**53 + 1, 2**60 + 3, 10**17 + 7, None]
    projects = [project(f"u{at}", total_investment=one, annual_reduction=1e12) for at, one in enumerate(some)]
    assert disagreements(rules, projects, asked()) == []


def test_a_pack_that_is_not_in_force_is_refused():
    with pytest.raises(CallProblem):
        Plan(small_pack(), Asked(date(2025, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), "x"))
