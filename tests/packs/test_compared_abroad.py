"""The systems shipped for comparison: GCF criteria, EU taxonomy, MDB adaptation test.

Sources: rulebook-gcf, rulebook-eu-taxonomy, rulebook-mdb-adaptation.
"""

from itertools import product

import pytest

from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.judgement import Judged
from climafin.domain.project import Value
from climafin.domain.verdict import Verdict
from climafin.rules.packs import shipped_pack
from tests.unit.rules.books.made import MOMENT, answer, grades, outcomes

CRITERIA = ("GCF1", "GCF2", "GCF3", "GCF4", "GCF5", "GCF6")


def rating(level: int, second: str = "李强") -> Judged:
    return Judged(level * 100, "张敏", second, "评审意见", "会议纪要", MOMENT)


def test_gcf_ratings_are_words_of_two_people_and_never_guessed():
    pack = shipped_pack("gcf-criteria")
    values: dict[str, Value] = {"gcf_size": "large", "gcf_answered": CRITERIA, "climate_kind": "adaptation"}
    found = answer(pack, values, judged={name: rating(2) for name in CRITERIA})
    assert [line.clause.en for line in found.criteria if line.clause] == ["medium (张敏, 李强)"] * 6
    assert grades(found) == ("All six rated", "All six rated")
    alone = answer(pack, values, judged={name: rating(2, "") for name in CRITERIA})
    assert [line.outcome for line in alone.criteria] == [Outcome.UNKNOWN] * 6
    assert grades(answer(pack, values, judged={name: rating(3) for name in CRITERIA[:5]})) == (
        "Not all rated or not to be rated",
        "All six rated",
    )


ALIGNED: dict[str, Value] = {
    "eu_activity": "a4_1",
    "eu_objective": "CCM",
    "lifecycle_emissions": 40.0,
    "climate_risk_assessed": True,
    "material_climate_risk": False,
    "harm_to_circular": False,
    "harm_by_pollution": False,
    "harm_to_biodiversity": False,
    "human_rights_process": True,
    "anti_corruption_process": True,
    "taxation_process": True,
    "competition_process": True,
    "convictions": (),
}


def aligned(**values: Value) -> Assessment:
    return answer(shipped_pack("eu-taxonomy"), {**ALIGNED, **values})


def test_alignment_takes_all_three_tests_and_eligibility_only_the_activity():
    assert grades(aligned()) == ("Aligned", "Aligned")
    for spoilt in ({"lifecycle_emissions": 100.0}, {"harm_by_pollution": True}, {"taxation_process": False}):
        found = aligned(**spoilt)
        assert (found.verdict, grades(found)) == (Verdict.ELIGIBLE, ("Eligible, not aligned",) * 2)
    assert aligned(eu_activity="none").verdict is Verdict.REFUSED


def test_water_is_not_asked_of_sun_and_wind_but_of_others():
    assert aligned().missing == ("eu_text_checked",)
    assert "harm_to_water" in aligned(eu_activity="a4_5").missing
    assert "harm_to_water" not in aligned(eu_activity="a4_3").missing


@pytest.mark.parametrize(
    ("activity", "key", "below", "on_the_line"),
    [
        ("a4_29", "lifecycle_emissions", 269.99, 270.0),
        ("a3_7", "product_emissions", 0.7219, 0.722),
        ("a3_8", "product_emissions", 1.5139, 1.514),
        ("a3_9_eaf", "product_emissions", 0.2829, 0.283),
        ("a3_9_bof", "product_emissions", 1.3309, 1.331),
        ("a3_10", "product_emissions", 2.9999, 3.0),
        ("a3_14", "product_emissions", 0.6929, 0.693),
    ],
)
def test_emissions_must_lie_below_the_line(activity: str, key: str, below: float, on_the_line: float):
    marks = [
        next(line for line in aligned(eu_activity=activity, **{key: value}).criteria if line.rule_id == "EU-1")
        for value in (below, on_the_line)
    ]
    assert [(line.points_low, line.points_high) for line in marks] == [(100, 100), (0, 0)]


@pytest.mark.parametrize("answers", list(product((True, False, None), repeat=3)))
def test_the_mdb_steps_end_at_the_first_that_fails(answers: tuple[bool | None, ...]):
    keys = ("vulnerability_context", "adaptation_intent", "direct_link")
    found = outcomes(answer(shipped_pack("mdb-adaptation"), dict(zip(keys, answers, strict=True))))
    for at, said in enumerate(answers):
        before = answers[:at]
        wanted = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.UNKNOWN}[said]
        if False in before[: before.index(None) if None in before else None]:
            wanted = Outcome.NOT_APPLICABLE
        elif None in before:
            continue  # whether it is reached cannot be told
        assert found[f"MDB{at + 1}"] is wanted
