"""What the rule books of 2016 to 2018 say, asked of the packs made from them."""

import pytest

from climafin.base.language import Language
from climafin.base.paths import shipped_packs
from climafin.domain.assessment import CriterionResult, Outcome
from climafin.domain.dictionary import dictionary
from climafin.domain.judgement import Judged
from climafin.domain.project import Value
from climafin.domain.verdict import Verdict
from climafin.rules.explaining import explain_in_words
from climafin.rules.packs import FILE_NAME, shipped_pack
from climafin.rules.reading import read_pack
from tests.unit.rules.books.made import MOMENT, answer, grades

FEN = 100
PACKS = (
    *("miit-cdb-2017", "nea-pv-draft-2017", "nea-pv-final-2017"),
    *("pv-2016-unnamed", "pv-2016-erenhot", "pv-2016-hulunbuir", "pv-2016-hebei", "pv-2016-shaanxi"),
    "wind-bidding-2018",
)
STATION: dict[str, Value] = {"sector": "central_renewable", "is_ground_pv": True}
MODULES: dict[str, Value] = {
    **STATION,
    "module_first_year_loss": 2.5,
    "module_later_loss": 0.7,
    "module_lifetime_loss": 20.0,
}


def line(pack_id: str, rule_id: str, **values: Value) -> CriterionResult:
    """Return one criterion of a project with these values."""
    found = answer(shipped_pack(pack_id), values)
    return next(one for one in found.criteria if one.rule_id == rule_id)


def points(pack_id: str, rule_id: str, **values: Value) -> float | tuple[float, float]:
    """Return the points of one criterion, or the range of what is still possible."""
    found = line(pack_id, rule_id, **values)
    low, high = found.points_low / 100, found.points_high / 100
    return low if low == high else (low, high)


def judged(points: float) -> Judged:
    return Judged(round(points * 100), "张敏", "李强", "评审会", "会议纪要", MOMENT)


@pytest.mark.parametrize("pack_id", PACKS)
def test_nothing_recorded_is_neither_refused_nor_zero(pack_id: str):
    found = answer(shipped_pack(pack_id), {})
    assert found.verdict is Verdict.UNDECIDED
    assert {one.outcome for one in (*found.gates, *found.criteria)} == {Outcome.UNKNOWN}
    assert all(one.points_low <= 0 < one.points_high for one in found.criteria)
    told = explain_in_words(found, shipped_pack(pack_id).fields, Language("zh_CN"))
    assert "None" not in told.headline


def test_miit_its_five_groups_make_the_hundred_points_the_sheet_prints():
    pack = shipped_pack("miit-cdb-2017")
    most = {group.key: sum(one.weight for one in pack.criteria if one.group == group.key) for group in pack.groups}
    assert [points // 100 for points in most.values()] == [15, 15, 20, 20, 30]
    assert pack.stamp.official
    assert "不含加分项" in pack.stamp.title.zh


def test_nea_draft_a_blank_curtailment_leaves_the_colour_open():
    pack = shipped_pack("nea-pv-draft-2017")
    known: dict[str, Value] = {
        "is_zone": True,
        "zone_hours_set": True,
        "zone_hours_guaranteed": 1000,
        "zone_hours_actual": 950,
        "zone_wind_curtailment": 1.0,
        "zone_water_curtailment": 1.0,
        "zone_all_guaranteed": False,
    }
    strong = {"Q1": judged(60)}
    # 15 points, 5 or −5, and −5 to 5: from 5 (high risk) to 25 (middle).
    assert grades(answer(pack, known, judged=strong)) == ("Orange", "Green")
    assert grades(answer(pack, {**known, "zone_hours_actual": 949}, judged=strong)) == ("Red", "Red")


@pytest.mark.parametrize(
    ("total", "curtailment", "expected"),
    [(79.9, 3.0, "Orange"), (80, 3.0, "Green"), (59.99, 3.0, "Red"), (95, 9.99, "Green"), (95, 10.0, "Red")],
)
def test_nea_final_the_total_grades_and_curtailment_overrules_it(total: float, curtailment: float, expected: str):
    values: dict[str, Value] = {"is_zone": True, "zone_solar_curtailment": curtailment}
    found = answer(shipped_pack("nea-pv-final-2017"), values, judged={"Z1": judged(total)})
    assert grades(found) == (expected, expected)


def test_nea_final_a_blank_curtailment_is_not_zero():
    found = answer(shipped_pack("nea-pv-final-2017"), {"is_zone": True}, judged={"Z1": judged(95)})
    assert grades(found) == ("Red", "Green")


def test_unnamed_the_bands_as_they_are_printed_are_refused():
    text = (shipped_packs() / "pv-2016-unnamed" / FILE_NAME).read_text(encoding="utf-8")
    head, _, rest = text.partition("    max: 10\n    tests:\n")
    _, _, tail = rest.partition("    source:")
    printed = """\
    max: 10
    value: 光伏装机业绩
    unit: 万千瓦
    decimals: 1
    steps: [{from: none, below: 2, marks: 0}, {from: 2, to: 5, marks: 2}, {from: 6, to: 10, marks: 4}, {from: 10, to: 15, marks: 7}, {above: 16, marks: 10}]
    source:"""  # noqa: E501 - a table as it is printed
    reading = read_pack((head + printed + tail).encode(), FILE_NAME, dictionary())
    told = [Language("en").say(fault.told) for fault in reading.faults]
    assert told.count("Between this end and the next band lies a gap.") == 2
    assert told.count("This band and the next overlap.") == 1


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [(50.0, 2), (55.0, (2, 4)), (60.0, 4), (100.0, (4, 7)), (101.0, 7), (150.0, 7), (155.0, (7, 10)), (160.1, 10)],
)
def test_unnamed_a_hole_of_the_table_stays_open_between_its_neighbours(capacity: float, expected: object):
    assert points("pv-2016-unnamed", "T6", pv_capacity_built=capacity) == expected


@pytest.mark.parametrize(("cut", "expected"), [(0.05, 20), (0.06, 22), (0.08, 26), (0.10, 27), (0.16, 30), (0.20, 30)])
def test_unnamed_a_tariff_cut_brings_the_printed_sums(cut: float, expected: float):
    assert points("pv-2016-unnamed", "T1", tariff_cut=cut) == expected


def test_unnamed_efficiency_counts_only_with_small_losses():
    given = [points("pv-2016-unnamed", "T2", **MODULES, module_efficiency=share) for share in (16.8, 17.5, 18.0)]
    assert given == [8, 17.5, 30]
    over = {**MODULES, "module_later_loss": 0.71}
    assert points("pv-2016-unnamed", "T2", **over, module_efficiency=18.0) == 0


BANDS = [(16.5, 3), (16.8, 6), (17.1, 10), (17.4, 14), (17.7, 18), (18.0, 22), (19.0, 22)]


@pytest.mark.parametrize(("share", "expected"), [(16.4, -10), *BANDS])
def test_erenhot_a_poor_module_costs_points(share: float, expected: float):
    assert points("pv-2016-erenhot", "ER1", **MODULES, module_efficiency=share) == expected


@pytest.mark.parametrize(("share", "expected"), [(15.9, -10), (16.0, 0), (16.4, 0), *BANDS])
def test_hulunbuir_takes_points_off_later_and_has_the_bands_of_erenhot(share: float, expected: float):
    assert points("pv-2016-hulunbuir", "ER1", **MODULES, module_efficiency=share) == expected


@pytest.mark.parametrize(("share", "outcome"), [(16.49, "met"), (16.5, "not_met"), (16.79, "not_met"), (16.8, "met")])
def test_hulunbuir_its_misprinted_band_is_told(share: float, outcome: str):
    found = answer(shipped_pack("pv-2016-hulunbuir"), {**MODULES, "module_efficiency": share})
    notice = next(gate for gate in found.gates if gate.rule_id == "N2")
    assert notice.outcome.value == outcome
    assert "≥0.7%" in notice.source.clause.zh
    assert found.verdict is Verdict.ELIGIBLE


@pytest.mark.parametrize(("cut", "expected"), [(0.05, 10), (0.07, 15), (0.08, 20), (0.09, 25), (0.10, 30), (0.15, 30)])
def test_hebei_the_tariff_jumps_where_the_draft_prints_it(cut: float, expected: float):
    assert points("pv-2016-hebei", "HB2", tariff_cut=cut) == expected


@pytest.mark.parametrize(("area", "base"), [("yulin", 0.85), ("yanan", 0.87), ("guanzhong", 0.92), ("southern", 0.97)])
def test_shaanxi_a_bid_is_held_against_the_base_price_of_its_area(area: str, base: float):
    def bid(price: float) -> object:
        return points("pv-2016-shaanxi", "SX1", shaanxi_area=area, promised_tariff=price)

    assert bid(round(base + 0.01, 3)) == 0
    assert bid(base) == 60
    assert bid(round(base - 0.01, 3)) == (60, 100)


@pytest.mark.parametrize(
    ("province", "total", "maximum"), [("guangdong", 4, 4), ("ningxia", 3, 4), ("shaanxi", 6, 6), ("tianjin", 0, 4)]
)
def test_wind_the_same_project_has_other_points_in_every_province(province: str, total: float, maximum: float):
    values: dict[str, Value] = {
        "sector": "central_renewable",
        "is_wind": True,
        "wind_province": province,
        "total_investment": 1_0000_0000 * FEN,
        "capital": 2000_0000 * FEN,
        "owner_assets": 1_0000_0000 * FEN,
        "owner_debt_ratio": 79.0,
    }
    found = answer(shipped_pack("wind-bidding-2018"), values)
    assert (found.total_low / 100, found.total_high / 100, found.maximum / 100) == (total, total, maximum)
