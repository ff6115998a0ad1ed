"""The best of several indicators, against the test vectors of the graded guide's versions 1 and 3 (a prototype)."""
# ruff: noqa: E501 - limits and indicators, one to a line

import pytest

from climafin.base.messages import Label
from climafin.domain.assessment import Outcome
from climafin.domain.project import Value
from tests.unit.rules.scales.one_criterion import criterion, faults, line, pack, points, text

#: rulebook-graded-guide, v3-bands, V3-S1: thresholds by sector; 30 is light, 60 mid, 100 deep, 0 not graded
LIMITS = """\
limits:
  深绿线: {title: {zh: 深绿线, en: Deep line}, unit: 万tCO2e/a, by: sector, values: [{from: 2026-01-01, rows: {central_renewable: 10, distributed_renewable: 3, building: 0.3, industry_saving: 5}, source: S}]}
  中绿线: {title: {zh: 中绿线, en: Mid line}, unit: 万tCO2e/a, by: sector, values: [{from: 2026-01-01, rows: {central_renewable: 5, distributed_renewable: 1, building: 0.05, industry_saving: 1}, source: S}]}
  浅绿线: {title: {zh: 浅绿线, en: Light line}, unit: 万tCO2e/a, by: sector, values: [{from: 2026-01-01, rows: {central_renewable: 0, distributed_renewable: 0, building: 0.01, industry_saving: 0.1}, source: S}]}
"""
BANDS = (
    "steps: [{from: none, marks: 0}, {from: 浅绿线, marks: 30}, {from: 中绿线, marks: 60}, {from: 深绿线, marks: 100}]"
)
#: V3-S1, V3-S2 and the easing of all thresholds by 5 % for a listed cluster
BEST = f"""\
best_of:
  - {{title: {{zh: 年碳减排规模, en: Yearly reduction}}, applies: 非 特色产业集群, value: 年减排规模, unit: 万tCO2e/a, decimals: 4, {BANDS}}}
  - {{title: {{zh: 年碳减排规模（集群）, en: Yearly reduction (cluster)}}, applies: 特色产业集群, value: 年减排规模 / 0.95, unit: 万tCO2e/a, decimals: 4, {BANDS}}}
  - {{title: {{zh: 强度下降幅度, en: Decrease of intensity}}, value: 强度下降, unit: "%", decimals: 2, steps: [{{from: none, marks: 0}}, {{above: 0, marks: 30}}, {{from: 3, marks: 60}}, {{from: 4, marks: 100}}]}}
"""
#: v1-score with the points its shown bands need: through (mid, 60) and (deep, 100)
FIRST = """\
best_of:
  - {title: {zh: 年碳减排量, en: Yearly reduction}, value: 年减排规模, unit: 万tCO2e/a, decimals: 2, curve: [[0, 0], [1, 60], [3, 100]]}
  - {title: {zh: 强度下降幅度, en: Decrease}, value: 强度下降, unit: "%", decimals: 2, curve: [[0, 0], [3, 60], [4, 100]]}
"""


def guide(**values: Value) -> float | tuple[float, float]:
    return points(pack(criterion(BEST), limits=LIMITS), **{"cluster": False, "decrease": 0.0, **values})


@pytest.mark.parametrize(
    ("sector", "reduction", "cluster", "expected"),
    [
        ("central_renewable", 10.0, False, 100),
        ("central_renewable", 9.99, False, 60),
        ("central_renewable", 9.5, True, 100),
        ("distributed_renewable", 2.85, True, 100),
        ("distributed_renewable", 2.84, True, 60),
        ("building", 0.009, False, 0),
        ("building", 0.0095, True, 30),
        ("building", 0.01, False, 30),
    ],
)
def test_the_third_version_grades_as_its_vectors_say(sector: str, reduction: float, cluster: bool, expected: int):
    assert guide(sector=sector, reduction=reduction, cluster=cluster) == expected


def test_the_known_loophole_of_the_third_version():
    assert guide(sector="industry_saving", reduction=0.05, decrease=0.1) == 30


def test_an_unknown_indicator_leaves_a_range_unless_another_has_the_top():
    assert guide(sector="building", reduction=0.1, decrease=None) == (60, 100)
    assert guide(sector="building", reduction=0.3, decrease=None) == 100
    assert guide(sector="building", decrease=4.0) == 100
    assert guide(decrease=3.0) == (60, 100)
    assert guide(sector="building", reduction=0.3, cluster=None) == (0, 100)


def test_the_trace_names_the_indicator_that_decided():
    rules = pack(criterion(BEST), limits=LIMITS)
    found = line(rules, sector="building", reduction=0.02, cluster=False, decrease=3.5)
    assert found.clause == Label("强度下降幅度：3 ≤ x < 4", "Decrease of intensity: 3 ≤ x < 4")
    assert (found.value, found.unit.zh, found.next_step) == (3.5, "%", 4.0)
    assert [(part.outcome, part.points_low, part.decides) for part in found.parts] == [
        (Outcome.MET, 3000, False),
        (Outcome.NOT_APPLICABLE, 0, False),
        (Outcome.MET, 6000, True),
    ]
    open_one = line(rules, sector="building", reduction=0.02, cluster=False)
    assert open_one.missing == ("decrease",)


def test_the_first_version_with_points_that_agree_with_its_shown_bands():
    rules = pack(criterion(FIRST))
    assert points(rules, reduction=1.5, decrease=0.0) == 70  # shown as mid; the prototype's line gave 50, light
    assert points(rules, reduction=1.0, decrease=0.0) == 60
    assert points(rules, reduction=0.0, decrease=4.0) == 100
    assert points(rules, decrease=4.0) == 100


def test_where_no_indicator_applies_there_are_no_points():
    scale = """\
best_of:
  - {title: {zh: 甲, en: A}, applies: 担保, value: 强度下降, unit: "%", curve: [[0, 0], [4, 100]]}
  - {title: {zh: 乙, en: B}, applies: 备案, value: 弃光率, unit: "%", curve: [[0, 100], [4, 0]]}
"""
    rules = pack(criterion(scale))
    assert points(rules, guarantee=False, filing=False) == 0
    assert points(rules, guarantee=True, filing=False, decrease=4.0) == 100
    assert points(rules, filing=False, decrease=2.0) == (0, 50)


@pytest.mark.parametrize(
    ("scale", "sentence"),
    [
        ("best_of: [{title: {zh: 甲, en: A}, value: 担保, marks: {yes: 1, no: 0}}]", "Here at least two indicators are needed."),
        ("best_of: [{value: 担保, marks: {yes: 1, no: 0}}, {title: {zh: 乙, en: B}, value: 备案, marks: {yes: 1, no: 0}}]", "“title” is missing here."),
        ("best_of: [{title: {zh: 甲, en: A}, expert: {evidence: no, second_person: no}}, {title: {zh: 乙, en: B}}]", "“expert” is not known here."),
        ("best_of: [{title: {zh: 甲, en: A}, curve: [[0, 0], [1, 1]]}, {title: {zh: 乙, en: B}}]", "“value” is missing here."),
    ],
)  # fmt: skip
def test_a_slip_in_the_indicators_is_told(scale: str, sentence: str):
    assert any(told.startswith(sentence) for told in faults(text(criterion(scale))))
