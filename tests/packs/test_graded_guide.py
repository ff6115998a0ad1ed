"""The graded guide in its three generations, against its rules written out once more by hand.

Source: rulebook-graded-guide (a public prototype's code; no official rule), test vectors 2 and 4.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.project import Value
from climafin.domain.signed import Occasion
from climafin.domain.verdict import Verdict
from climafin.rules.asking import Initial
from climafin.rules.cohorts import FrozenCohort
from climafin.rules.packs import shipped_pack
from tests.unit.rules.books.made import answer, grades, outcomes

CLEAN: dict[str, Value] = {
    "name": "某项目",
    "address": "某地",
    "fuel": "none",
    "expands_fossil": False,
    "is_two_high": False,
    "environmental_violation": False,
    "false_data": False,
    "green_tags": False,
    "green_channel": ("none",),
    "industry_cluster": "unlisted",
    "annual_reduction": 0.0,
    "intensity_decrease": 0.0,
}
#: 10 kt a year: deep, mid, floor.
BANDS = {
    "central_renewable": ("10", "5", "0"),
    "distributed_renewable": ("3", "1", "0"),
    "industry_saving": ("5", "1", "0.1"),
    "building": ("0.3", "0.05", "0.01"),
    "storage_grid": ("1", "0.3", "0.05"),
    "transport": ("1", "0.3", "0.05"),
    "sink": ("1", "0.3", "0.05"),
    "waste": ("1", "0.3", "0.05"),
}
LEVELS = ("Not listed", "Light green", "Mid green", "Deep green")


def of_version(version: int, **values: Value) -> Assessment:
    pack = shipped_pack(f"graded-guide-v{version}")
    known = {key: value for key, value in {**CLEAN, **values}.items() if key in pack.fields}
    return answer(pack, known)


def level(sector: str, reduction: Fraction, decrease: Fraction, *, cluster: bool, tagged: bool) -> int:
    """Return the level of version 3 by its own words: 3 deep, 2 mid, 1 light, 0 not listed."""
    ease = Fraction(95, 100) if cluster else Fraction(1)
    deep, mid, floor = (Fraction(line) * ease for line in BANDS[sector])
    by_size = 3 if reduction >= deep else 2 if reduction >= mid else 1 if reduction >= floor else 0
    by_decrease = 3 if decrease >= 4 * ease else 2 if decrease >= 3 * ease else 1
    return max(3 if tagged else 0, by_size if reduction > 0 else 0, by_decrease if decrease > 0 else 0)


@given(
    sector=st.sampled_from(sorted(BANDS)),
    tonnes=st.integers(0, 12_000_000),
    decrease=st.integers(0, 500),
    cluster=st.booleans(),
    tagged=st.booleans(),
)
def test_version_3_grades_by_the_better_indicator(
    sector: str, tonnes: int, decrease: int, *, cluster: bool, tagged: bool
):
    found = of_version(
        3,
        sector=sector,
        annual_reduction=tonnes / 100,
        intensity_decrease=decrease / 100,
        industry_cluster="listed" if cluster else "unlisted",
        green_channel=("carbon_negative",) if tagged else ("none",),
    )
    wanted = level(sector, Fraction(tonnes, 1_000_000), Fraction(decrease, 100), cluster=cluster, tagged=tagged)
    if wanted == 0:
        assert found.verdict is Verdict.REFUSED
        assert found.total_high == 0
    else:
        assert found.verdict is Verdict.ELIGIBLE
        assert grades(found) == (LEVELS[wanted], LEVELS[wanted])


@pytest.mark.parametrize(
    ("sector", "reduction", "decrease", "cluster", "grade"),
    [
        ("central_renewable", 100_000, 0, "unlisted", "Deep green"),
        ("central_renewable", 99_900, 0, "unlisted", "Mid green"),
        ("central_renewable", 95_000, 0, "listed", "Deep green"),
        ("distributed_renewable", 28_500, 0, "listed", "Deep green"),
        ("distributed_renewable", 28_400, 0, "listed", "Mid green"),
        ("building", 90, 0, "unlisted", None),
        ("building", 95, 0, "listed", "Light green"),
        ("building", 100, 0, "unlisted", "Light green"),
        ("industry_saving", 500, 0.1, "unlisted", "Light green"),
    ],
)
def test_the_vectors_of_version_3(sector: str, reduction: float, decrease: float, cluster: str, grade: str | None):
    values = {"sector": sector, "annual_reduction": float(reduction), "intensity_decrease": decrease}
    assert grades(of_version(3, industry_cluster=cluster, **values)) == (grade, grade)


def test_the_green_channel_needs_no_figures_and_coal_stops_it():
    empty = dict.fromkeys(("annual_reduction", "intensity_decrease", "sector", "industry_cluster", "green_channel"))
    found = of_version(3, **empty, green_tags=True)
    assert (found.verdict, grades(found)) == (Verdict.ELIGIBLE, ("Deep green", "Deep green"))
    coal = of_version(3, **empty, green_tags=True, fuel="coal", coal_unit="new")
    assert coal.verdict is Verdict.REFUSED
    assert of_version(3, **empty, green_tags=True, fuel="coal").verdict is Verdict.UNDECIDED


def score(base: str, tonnes: int, decrease: int, *, cluster: bool) -> int:
    """Return the score of version 1 in 1/100: the best of value / base and decrease / 4, x 1.05 for a cluster."""
    best = max(Fraction(tonnes, 1_000_000) / Fraction(base), Fraction(decrease, 400)) * 100
    whole = best * (Fraction(105, 100) if cluster else 1) * 100
    return int((Decimal(whole.numerator) / Decimal(whole.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


@given(
    sector=st.sampled_from([("distributed_renewable", "3"), ("central_renewable", "10"), ("transport", "0.5")]),
    tonnes=st.integers(1, 12_000_000),
    decrease=st.integers(1, 1000),
    cluster=st.booleans(),
    version=st.sampled_from([1, 2]),
)
def test_versions_1_and_2_score_without_a_cap(
    sector: tuple[str, str], tonnes: int, decrease: int, version: int, *, cluster: bool
):
    found = of_version(
        version,
        sector=sector[0],
        annual_reduction=tonnes / 100,
        intensity_decrease=decrease / 100,
        industry_cluster="listed" if cluster else "unlisted",
        actual_intensity=0.0,
        advanced_intensity=0.0,
        stops_early=False,
    )
    wanted = score(sector[1], tonnes, decrease, cluster=cluster)
    assert (found.total_low, found.total_high) == (wanted, wanted)
    assert found.grade_low == found.grade_high


def test_easing_a_threshold_is_not_raising_a_score():
    eased = {"sector": "central_renewable", "annual_reduction": 95_100.0, "industry_cluster": "listed"}
    assert grades(of_version(3, **eased)) == ("Deep green", "Deep green")
    raised = of_version(1, **eased, actual_intensity=0.0, advanced_intensity=0.0)
    assert (raised.total_low, grades(raised)) == (9986, ("Mid green", "Mid green"))


@pytest.mark.parametrize(
    ("values", "notice", "points", "grade"),
    [
        ({"sector": "distributed_renewable", "annual_reduction": 15_000.0}, "N1", 5000, "Light green (no floor)"),
        ({"actual_intensity": 1.6, "advanced_intensity": 1.0, "sector": "industry_saving"}, "N2", 6250, "Mid green"),
        ({"intensity_decrease": 2.5, "sector": "industry_saving"}, "N3", 6250, "Mid green"),
    ],
)
def test_version_1_tells_where_its_screen_and_its_points_disagree(
    values: dict[str, Value], notice: str, points: int, grade: str
):
    found = of_version(1, **{"actual_intensity": 0.0, "advanced_intensity": 0.0, **values})
    assert outcomes(found)[notice] is Outcome.NOT_MET
    assert (found.total_low, grades(found)) == (points, (grade, grade))
    assert found.verdict is Verdict.ELIGIBLE


def yearly(scores: tuple[int, ...], own: int, **values: Value) -> Assessment:
    cohort = FrozenCohort("同行业", {("transport",): tuple(sorted(scores))}, date(2026, 12, 31), "a library")
    return answer(
        shipped_pack("graded-guide-v3"),
        {**CLEAN, "sector": "transport", **values},
        occasion=Occasion.YEARLY,
        initial=Initial(own, "mid"),
        cohorts={"同行业": cohort},
    )


@pytest.mark.parametrize(
    ("size", "first", "last"),
    [
        (1, "Deep green", "Deep green"),
        (3, "Deep green", "Light green"),
        (99, "Deep green", "Light green"),
        (100, "Deep green", "To be removed"),
    ],
)
def test_the_yearly_grade_hangs_on_the_rest_of_the_industry(size: int, first: str, last: str):
    scores = tuple(range(100, 100 + size))
    assert grades(yearly(scores, scores[-1])) == (first, first)
    assert grades(yearly(scores, scores[0])) == (last, last)


def test_equal_scores_have_equal_yearly_grades_and_a_veto_leaves_the_ranking():
    assert grades(yearly((6000, 6000, 3000), 6000)) == ("Deep green", "Deep green")
    vetoed = yearly((6000, 3000), 10_000, environmental_violation=True)
    assert (vetoed.verdict, outcomes(vetoed)["AM1"]) == (Verdict.REFUSED, Outcome.NOT_MET)


def test_the_yearly_review_leaves_the_initial_rules_alone():
    first, again = of_version(3, sector="transport", annual_reduction=3000.0), yearly((6000,), 6000)
    assert outcomes(first)["AM2-deep"] is Outcome.NOT_APPLICABLE
    assert outcomes(again)["E3"] is Outcome.NOT_APPLICABLE
    assert (first.total_low, again.total_low) == (6000, 6000)
