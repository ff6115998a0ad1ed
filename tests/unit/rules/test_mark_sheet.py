"""Totals under changed weights are those of `assess` to the last hundredth; ranks of equal totals are equal."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from climafin.rules.mark_sheet import MarkSheet, ProjectMarks, WeightSet, drawn_shares, grades_of, ranked
from climafin.rules.weighing import points, shared_out

IDS = ("C1", "C2", "C3", "C4", "C5")
GROUPS = ("a", "a", "b", "b", "c")


@st.composite
def weight_sets(draw: st.DrawFn) -> WeightSet:
    parts = draw(st.lists(st.integers(0, 50), min_size=5, max_size=5).filter(any))
    shares = shared_out(10_000, dict(zip(IDS, parts, strict=True)))
    return WeightSet(IDS, GROUPS, tuple(shares[name] for name in IDS))


WAYS = st.lists(st.frozensets(st.sampled_from(IDS)), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def projects(draw: st.DrawFn) -> list[ProjectMarks]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        low = draw(st.lists(st.integers(0, 10_000), min_size=5, max_size=5))
        high = [draw(st.integers(mark, 10_000)) for mark in low]
        extra = draw(st.integers(0, 500))
        found.append(ProjectMarks(f"u{number}", low, high, draw(WAYS), "", extra, extra + 10))
    return found


def total(project: ProjectMarks, marks: list[int], weights: WeightSet, *, best: bool) -> int:
    sums = []
    for way in project.ways:
        shares = weights.shares(way)
        sums.append(sum(points(mark, shares.get(name, 0)) for name, mark in zip(IDS, marks, strict=True)))
    return max(sums) if best else min(sums)


@given(projects(), weight_sets())
def test_totals_are_what_adding_up_the_points_one_by_one_gives(rows: list[ProjectMarks], weights: WeightSet):
    sheet = MarkSheet(IDS, GROUPS, rows)
    found = sheet.totals({"": weights})
    by_uid = {row.uid: row for row in rows}
    for at, uid in enumerate(sheet.uids):
        row = by_uid[uid]
        assert found.low[at] == total(row, list(row.low), weights, best=False) + row.extra_low
        assert found.high[at] == total(row, list(row.high), weights, best=True) + row.extra_high


@given(st.lists(weight_sets(), min_size=1, max_size=6), st.frozensets(st.sampled_from(IDS)))
def test_many_rows_of_weights_fall_as_each_alone(sets: list[WeightSet], applying: frozenset[str]):
    rows = np.array([one.weights for one in sets], dtype=np.int64)
    found = drawn_shares(rows, sets[0], applying)
    for row, one in zip(found.tolist(), sets, strict=True):
        alone = one.shares(applying)
        assert row == [alone.get(name, 0) for name in IDS]


@given(weight_sets(), st.frozensets(st.sampled_from(IDS)))
def test_the_weight_of_what_does_not_apply_goes_to_the_others(weights: WeightSet, applying: frozenset[str]):
    shares = weights.shares(applying)
    assert sum(shares.values()) in (0, 10_000)
    assert set(shares) <= applying


def test_a_group_in_which_nothing_applies_gives_its_weight_to_the_other_groups():
    weights = WeightSet(IDS, GROUPS, (2_000, 2_000, 3_000, 1_000, 2_000))
    assert weights.shares(frozenset(IDS) - {"C5"}) == {"C1": 2_500, "C2": 2_500, "C3": 3_750, "C4": 1_250}


def test_each_class_is_weighed_by_its_own_set():
    marks = [10_000, 0, 0, 0, 0]
    rows = [
        ProjectMarks("x", marks, marks, (frozenset(IDS),), "solar"),
        ProjectMarks("y", marks, marks, (frozenset(IDS),)),
    ]
    sheet = MarkSheet(IDS, GROUPS, rows)
    usual = WeightSet(IDS, GROUPS, (1_000, 3_000, 3_000, 1_000, 2_000))
    solar = WeightSet(IDS, GROUPS, (4_000, 0, 3_000, 1_000, 2_000))
    found = dict(zip(sheet.uids, sheet.totals({"": usual, "solar": solar}).low.tolist(), strict=True))
    assert found == {"x": 40_00, "y": 10_00}


@given(st.lists(st.integers(-500, 12_000), max_size=60))
def test_equal_totals_share_a_rank_and_the_next_is_skipped(totals: list[int]):
    order, ranks = ranked(np.array(totals, dtype=np.int64))
    assert [totals[row] for row in order.tolist()] == sorted(totals, reverse=True)
    assert ranks.tolist() == [1 + sum(other > mine for other in totals) for mine in totals]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_a_total_on_a_line_has_the_better_grade(totals: list[int]):
    found = grades_of(np.array(totals, dtype=np.int64), [7_500, 6_000]).tolist()
    assert found == [0 if total >= 7_500 else 1 if total >= 6_000 else 2 for total in totals]


def test_points_that_end_in_a_half_go_up():
    sheet = MarkSheet(("C1", "C2"), ("a", "a"), [ProjectMarks("u", [5_000, 0], [5_000, 0], (frozenset({"C1", "C2"}),))])
    weights = WeightSet(("C1", "C2"), ("a", "a"), (1_001, 8_999))
    assert Fraction(5_000 * 1_001, 10_000) == Fraction(1_001, 2)
    assert sheet.totals({"": weights}).low.tolist() == [501]
