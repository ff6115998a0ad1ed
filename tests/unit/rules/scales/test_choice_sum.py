"""Several choices bring their marks together, up to the cap."""
# ruff: noqa: E501 - slips, one to a line

import pytest

from climafin.base.messages import Label
from climafin.domain.assessment import Outcome
from tests.unit.rules.scales.one_criterion import criterion, faults, line, pack, points, text

#: rulebook-pv-allocation-2016, erenhot-2016, ER2 逆变器: multiple choice, at most 8; the points of each are ours
INVERTER = """\
sum: {of: 逆变器特性, marks: {gb: 2, mppt: 2, grid: 2, remote: 1, night: 2, dust: 1.5}, cap: 8}
"""


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [((), 0), (("gb",), 2), (("gb", "dust"), 3.5), (("gb", "mppt", "grid", "night"), 8), (("gb", "mppt", "grid", "remote", "night", "dust"), 8)],
)  # fmt: skip
def test_choices_add_up_to_the_cap(chosen: tuple[str, ...], expected: float):
    rules = pack(criterion(INVERTER, most="max: 8"))
    assert points(rules, inverter=chosen) == expected
    assert points(rules, inverter=tuple(reversed(chosen))) == expected


def test_no_answer_is_unknown_and_none_of_them_is_an_answer():
    rules = pack(criterion(INVERTER, most="max: 8"))
    assert points(rules) == (0, 8)
    assert line(rules, inverter=()).value_text == Label("无", "none")


def test_the_trace_says_what_each_brings():
    found = line(pack(criterion(INVERTER, most="max: 8")), inverter=("dust", "gb", "mppt", "grid", "night"))
    assert found.clause == Label(
        "gb、mppt、grid、night、dust：2 + 2 + 2 + 2 + 1.5 → 8", "gb, mppt, grid, night, dust: 2 + 2 + 2 + 2 + 1.5 → 8"
    )
    assert [(part.part_id, part.outcome) for part in found.parts][3] == ("remote", Outcome.NOT_MET)


def test_choices_may_take_off_and_the_rest_may_be_said_at_once():
    scale = "sum: {of: 逆变器特性, marks: {gb: 5, dust: -3}, otherwise: 1, floor: -2, cap: 8}"
    rules = pack(criterion(scale, most="max: 8"))
    assert [points(rules, inverter=some) for some in [("dust",), ("gb", "dust"), ("mppt", "grid")]] == [-2, 2, 2]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("gb: 2, ", "", "These answers have no marks: gb."),
        ("gb: 2, ", "gb: 2, gbb: 2, ", "“gbb” is not known here; is “gb” meant?"),
        ("of: 逆变器特性", "of: 省份", "This expression gives something that does not fit here."),
        ("cap: 8", "cap: 9", "This must lie between -10,000 and 8."),
    ],
)  # fmt: skip
def test_a_slip_in_the_choices_is_told(old: str, new: str, sentence: str):
    assert sentence in faults(text(criterion(INVERTER, most="max: 8")).replace(old, new, 1))
