"""Points scoring: values are points themselves, nothing is redistributed, groups have caps; and how gaps count."""

import json

import pytest

from climafin.domain.assessment import Outcome
from climafin.domain.assessment_json import assessment_from_json, assessment_to_json
from tests.unit.rules.scales.one_criterion import criterion, faults, judged, line, pack, points, text, weighted

YES = "value: {fact}\nmarks: {{yes: {points}, no: 0}}"
#: rulebook-pv-allocation-2016, changji-2016, bonuses: research stations cap 5, full-chain service cap 3, local purchase
#: cap 10; the points of one station and the cap of all together are ours
BONUS = """\
bonus:
  cap: 12
  items:
    - {id: B1, title: {zh: 研发平台, en: Research stations}, points: 2.5, count: 研发平台数, cap: 5, source: S 第2条}
    - {id: B2, title: {zh: 全产业链服务, en: Full-chain service}, points: 3, test: 担保, source: S 第3条}
    - {id: B3, title: {zh: 本地采购, en: Local purchase}, points: 10, test: 备案, source: S 第4条}
"""


def yes(fact: str, marks: float, most: float, rule_id: str, **more: str) -> str:
    return criterion(YES.format(fact=fact, points=marks), most=f"max: {most}", rule_id=rule_id, **more)


def test_what_does_not_apply_gives_its_points_to_nobody():
    rules = pack(yes("担保", 30, 30, "C1"), yes("备案", 20, 20, "C2", more="applies: 新增用地"))
    answer = judged(rules, guarantee=True, filing=True, needs_land=False)
    assert (answer.total_low, answer.total_high, answer.maximum) == (3000, 3000, 3000)
    assert judged(rules, guarantee=True, filing=True, needs_land=True).maximum == 5000
    open_one = judged(rules, guarantee=True, filing=True)
    assert (open_one.total_low, open_one.total_high) == (3000, 5000)


#: rulebook-wind-bidding-2018: 广东, 宁夏 and 天津 cap the class 投资能力 at 20; the items are ours
def test_a_group_brings_no_more_than_its_cap():
    rules = pack(yes("担保", 15, 15, "C1"), yes("备案", 10, 10, "C2"), groups="g: {zh: 投资能力, en: Ability, cap: 20}")
    answer = judged(rules, guarantee=True, filing=True)
    assert (answer.total_low, answer.maximum) == (2000, 2000)
    assert [one.points_low for one in answer.criteria] == [1500, 1000]
    (group,) = answer.groups
    assert (group.points_low, group.maximum, group.is_capped) == (2000, 2000, True)
    assert judged(rules, guarantee=True, filing=False).groups[0].is_capped is False
    assert answer.group_points(group.title) == (2000, 2000, 2000)
    half = judged(rules, guarantee=True)
    assert (half.total_low, half.total_high) == (1500, 2000)


def test_bonus_items_count_up_to_their_own_cap_and_that_of_all():
    rules = pack(yes("担保", 50, 50, "C1"), bonus=BONUS)

    def extra(**values: object) -> list[int]:
        return [one.points_low for one in judged(rules, **values).criteria[1:]]  # type: ignore[arg-type]

    assert extra(stations=1, guarantee=False, filing=False) == [250, 0, 0]
    assert extra(stations=2, guarantee=True, filing=False) == [500, 300, 0]
    assert extra(stations=7, guarantee=True, filing=True) == [500, 300, 1000]
    assert judged(rules, stations=7, guarantee=True, filing=True).total_low == 5000 + 1200
    found = judged(rules, stations=7, guarantee=True).criteria[1]
    assert (found.value, found.clause and found.clause.zh, found.maximum) == (7, "7 × 2.5 → 5", 500)
    unknown = judged(rules).criteria[1]
    assert (unknown.points_low, unknown.points_high, unknown.missing) == (0, 500, ("stations",))


@pytest.mark.parametrize(("missing", "expected"), [("open", (0, 80)), ("zero", 0), ("middle", 40)])
def test_a_pack_says_how_what_is_missing_counts(missing: str, expected: object):
    rules = weighted("value: 强度下降\nunit: '%'\ncurve: [[0, 0], [4, 80]]", more=f"missing: {missing}")
    assert points(rules) == expected
    found = line(rules)
    assert found.missing == ("decrease",)
    assert found.hanging == 8000
    assert found.counted_as == ("" if missing == "open" else missing)
    assert found.outcome is (Outcome.UNKNOWN if missing == "open" else Outcome.MET)
    assert points(rules, decrease=4.0) == 80


def test_zero_takes_what_is_nearest_to_nothing():
    # rulebook-nea-pv-market-2017, draft-2017-08, R2: 5 or −5
    scale = "tests: [{if: 弃水率 < 5 % 且 弃风率 < 10 %, marks: 5}, {otherwise: -5}]"
    assert points(pack(criterion(scale, most="max: 5", more="missing: zero"))) == 0
    deductions = (
        "deduct: {items: [{id: a, zh: 甲, en: A, if: 担保, marks: 30}, {id: b, zh: 乙, en: B, if: 备案, marks: 10}]}"
    )
    assert points(weighted(deductions, more="missing: zero"), filing=True) == 60


def test_dropped_criteria_give_their_weight_away_and_still_name_what_lacks():
    rules = pack(
        criterion(YES.format(fact="担保", points=100), most="weight: 40", more="missing: drop"),
        criterion(YES.format(fact="备案", points=50), most="weight: 60", rule_id="C2"),
        groups="g: {zh: 组, en: Group, weight: 100}",
        scoring="weighted",
    )
    answer = judged(rules, filing=True)
    assert (answer.total_low, answer.total_high) == (5000, 5000)
    first = answer.criteria[0]
    assert (first.outcome, first.counted_as, first.missing) == (Outcome.NOT_APPLICABLE, "drop", ("guarantee",))
    assert first.hanging == 4000
    assert answer.missing == ("guarantee",)
    assert judged(rules, filing=True, guarantee=True).total_low == 4000 + 3000


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("max: 30", "weight: 30", "“max” is missing here."),
        ("scoring: points", "scoring: pointz", "“pointz” is not known here; is “points” meant?"),
        ("en: Group}", "en: Group, weight: 100}", "“weight” is not known here."),
        ("yes: 30", "yes: 31", "This must lie between -10,000 and 30."),
    ],
)  # fmt: skip
def test_a_slip_is_told(old: str, new: str, sentence: str):
    source = text(yes("担保", 30, 30, "C1"))
    assert old in source
    assert sentence in faults(source.replace(old, new, 1))


def test_points_below_zero_are_no_marks_under_weights():
    one = criterion(YES.format(fact="担保", points=-1), most="weight: 100")
    source = text(one, groups="g: {zh: 组, en: Group, weight: 100}", scoring="weighted")
    assert "This must lie between 0 and 100." in faults(source)


def test_what_older_versions_kept_is_still_read():
    answer = judged(pack(yes("担保", 30, 30, "C1")), guarantee=True)
    tree = json.loads(assessment_to_json(answer))
    tree.pop("groups", None)
    for name in ("parts", "judged", "scale", "marks_low", "marks_high", "counted_as", "at_stake"):
        for one in tree["criteria"]:
            one.pop(name, None)
    old = assessment_from_json(json.dumps(tree))
    assert old.criteria[0].points_low == 3000
    assert (old.criteria[0].parts, old.criteria[0].judged, old.groups) == ((), None, ())
    assert assessment_from_json(assessment_to_json(answer)) == answer
