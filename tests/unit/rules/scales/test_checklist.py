"""What must be there, all of it, each for itself or in its share; what is not asked for does not count."""
# ruff: noqa: E501 - items as rule books print them, one to a line

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.messages import Label
from climafin.domain.assessment import Outcome
from tests.unit.rules.scales.one_criterion import criterion, faults, line, pack, points, text

#: rulebook-pv-allocation-2016, unnamed-201607, T3 逆变器: all of a list of six properties brings 5
SIX = """\
checklist:
  marks: all
  items:
    - {id: a, zh: 国标, en: Standard, if: 逆变器特性 包含 gb}
    - {id: b, zh: 多路, en: Trackers, if: 逆变器特性 包含 mppt}
    - {id: c, zh: 并网, en: Grid, if: 逆变器特性 包含 grid}
    - {id: d, zh: 远程, en: Remote, if: 逆变器特性 包含 remote}
    - {id: e, zh: 夜间, en: Night, if: 逆变器特性 包含 night}
    - {id: f, zh: 防尘, en: Dust, if: 逆变器特性 包含 dust}
"""
#: rulebook-miit-cdb-2017, P2 立项、规划、土地、环评等手续完成, here as a criterion of completeness (construct C32)
PAPERS = """\
checklist:
  marks: share
  items:
    - {id: filing, zh: 立项, en: Filing, if: 备案}
    - {id: planning, zh: 规划, en: Planning, if: 规划}
    - {id: land, zh: 用地, en: Land, if: 用地, applies: 新增用地}
    - {id: eia, zh: 环评, en: EIA, if: 环评}
"""
ALL = ("gb", "mppt", "grid", "remote", "night", "dust")
KEYS = ("filing", "planning", "land", "eia", "needs_land")


def test_all_of_six_bring_the_points_and_five_bring_none():
    rules = pack(criterion(SIX, most="max: 5"))
    assert points(rules, inverter=ALL) == 5
    assert points(rules, inverter=ALL[1:]) == 0
    assert points(rules) == (0, 5)


def test_the_share_counts_only_what_is_asked_for():
    rules = pack(criterion(PAPERS, most="max: 10"))
    have = {"filing": True, "planning": True, "eia": True}
    assert points(rules, **have, land=False, needs_land=False) == 10
    assert points(rules, **have, land=False, needs_land=True) == 7.5
    assert points(rules, **{**have, "eia": False}, needs_land=False) == 6.67
    assert points(rules, **have, land=False) == (7.5, 10)
    assert points(rules, **have) == (7.5, 10)
    assert points(rules, **have, land=True) == 10


def test_the_trace_says_what_lacks():
    found = line(pack(criterion(PAPERS, most="max: 10")), filing=True, planning=True, eia=False, needs_land=False)
    assert found.clause == Label("2/3", "2/3")
    assert [part.outcome for part in found.parts] == [Outcome.MET, Outcome.MET, Outcome.NOT_APPLICABLE, Outcome.NOT_MET]


def test_each_item_may_have_its_own_marks():
    scale = """\
checklist: {marks: each, items: [{id: a, zh: 甲, en: A, if: 备案, marks: 3}, {id: b, zh: 乙, en: B, if: 规划, marks: 1.5}]}
"""
    rules = pack(criterion(scale, most="max: 5"))
    assert points(rules, filing=True, planning=False) == 3
    assert points(rules, planning=True) == (1.5, 4.5)


def test_where_nothing_is_asked_for_nothing_lacks():
    scale = "checklist: {marks: all, items: [{id: a, zh: 甲, en: A, if: 用地, applies: 新增用地}]}"
    assert points(pack(criterion(scale, most="max: 5")), needs_land=False) == 5


@given(st.dictionaries(st.sampled_from(KEYS), st.booleans()), st.sampled_from(["share", "all"]))
def test_the_range_is_exactly_what_filling_in_could_bring(known: dict[str, bool], counting: str):
    rules = _LISTS[counting]
    open_keys = [key for key in KEYS if key not in known]
    ways = [known]
    for key in open_keys:
        ways = [{**way, key: answer} for way in ways for answer in (True, False)]
    ends = [line(rules, **way).points_low for way in ways]
    found = line(rules, **known)
    assert (found.points_low, found.points_high) == (min(ends), max(ends))


_LISTS = {
    counting: pack(criterion(PAPERS.replace("marks: share", f"marks: {counting}"), most="max: 10"))
    for counting in ("share", "all")
}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("marks: share", "marks: some", "“some” is not known here."),
        ("marks: share", "marks: each", "“marks” is missing here."),
        ("id: planning", "id: filing", "The id “filing” stands twice."),
        ("if: 规划", "if: 年减排规模", "This must be a condition that holds or does not."),
        ("  items:\n", "  full: 11\n      items:\n", "This must lie between -10,000 and 10."),
    ],
)
def test_a_slip_in_the_list_is_told(old: str, new: str, sentence: str):
    source = text(criterion(PAPERS, most="max: 10"))
    assert old in source
    assert sentence in faults(source.replace(old, new, 1))
