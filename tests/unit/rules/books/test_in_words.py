"""Every construct of a whole pack is said in both languages: what decided, what was skipped, who signed."""

from datetime import date

from climafin.base.language import Language
from climafin.domain.assessment import Assessment
from climafin.domain.assessment_json import assessment_from_json, assessment_to_json
from climafin.domain.dictionary import dictionary
from climafin.domain.signed import Occasion, Supplied
from climafin.rules.asking import Initial
from climafin.rules.explaining import Explanation, explain_in_words
from tests.unit.rules.books.made import MOMENT, answer, read
from tests.unit.rules.books.test_cohorts import YEARLY, frozen
from tests.unit.rules.books.test_gates import EU, GUIDE, MDB, SHENZHEN
from tests.unit.rules.books.test_grading import BY_CLASS, NEA, SIGNED, signed
from tests.unit.rules.books.test_limits import GUIDE as LIMITS


def said(found: Assessment) -> Explanation:
    """Return the English words; the Chinese ones are said as well, and nothing is lost when it is kept."""
    assert assessment_from_json(assessment_to_json(found)) == found
    zh = explain_in_words(found, dictionary(), Language("zh_CN"))
    en = explain_in_words(found, dictionary(), Language("en"))
    assert len(zh.grading) == len(en.grading)
    assert all("{" not in text for text in (zh.headline, *zh.grading, *zh.values, *zh.signed))
    return en


def gates(found: Assessment) -> dict[str, str]:
    return {line.rule_id: line.text for line in said(found).gates}


def test_the_branch_that_decided_is_said():
    found = answer(
        read(SHENZHEN), {"registered_in_shenzhen": False, "built_in_shenzhen": True, "seven_fields": "other"}
    )
    lines = gates(found)
    assert lines["SZ-E1"].endswith("This decides: built.")
    assert "Field of the call = Other" in lines["SZ-E2"]
    assert said(found).headline == "Not eligible, because this is not met: One of the seven fields."
    open_ = gates(answer(read(SHENZHEN), {}))
    assert open_["SZ-E2"].endswith("What is not shown to hold counts as not met here.")
    assert open_["SZ-E1"].endswith("Open of it: registered, built.")


def test_what_was_not_met_of_several_is_said():
    values = {"demand_below_nzeb": 12.0, "waste_reused": 69.0, "tap_flow_ok": False, "climate_risk_assessed": True}
    assert gates(answer(read(EU), values))["EU-2"].endswith("Not met of it: circular economy, water.")


def test_what_was_left_aside_says_why():
    steps = gates(answer(read(MDB), {"context": True, "intent": False}))
    assert steps["MDB3"] == "Link: not reached, because this comes first: Intent."
    fast = answer(read(GUIDE), {"green_tags": True, "fuel": "gas"})
    assert gates(fast)["E1"].startswith("Green channel: the fast track is open (")
    assert gates(fast)["E3"] == "Some reduction: skipped, because of the fast track “Green channel”."
    assert said(fast).criteria[0].text.startswith("Yearly reduction: skipped, because of the fast track")
    waste = said(answer(read(BY_CLASS), {"sector": "waste", "green_tags": True}))
    assert waste.criteria[1].text == "Verified: has no weight for this class of project."


def test_a_forced_grade_is_said_with_its_reason():
    found = said(answer(read(NEA), {"hours_share": 100.0, "curtailment": 10.0, "strength_points": 95.0}))
    assert found.grading == (
        "Risk: 20 points, middle.",
        "Strength: 95 points, strong.",
        "Curtailment: the grade is forced to red (Curtailment = 10%).",
    )
    open_ = said(answer(read(NEA), {"hours_share": 100.0, "strength_points": 95.0}))
    assert "Curtailment: may force the grade red; missing: Curtailment." in open_.grading


def test_what_the_office_has_not_set_yet_is_said_and_who_set_it():
    values = {"carbon_intensity": 1.0}
    open_ = gates(answer(read(LIMITS), values))["G1"]
    assert "missing: Advanced value of the industry (left to the office, and not set yet)." in open_
    line = Supplied(1.2, "张敏", "李强", "渝环函〔2026〕7号", MOMENT)
    told = gates(answer(read(LIMITS), values, parameters={"先进值": line}))["G1"]
    assert "Threshold set by the office: Advanced value of the industry = 1.2" in told
    assert "(张敏, 李强: 渝环函〔2026〕7号)" in told


def test_a_derived_value_is_said_or_why_there_is_none():
    none = said(answer(read(LIMITS), {"annual_reduction": 0.0, "total_investment": 400_000_000}))
    assert none.values[0] == "Climate investment efficiency: cannot be told, because its divisor is 0."
    whole = said(answer(read(LIMITS), {"annual_reduction": 150.0, "total_investment": 400_000_000}))
    assert whole.values[0].startswith("Climate investment efficiency = 2.67 ")
    assert whole.values[1] == "Efficient = yes"


def test_the_cohort_is_said_with_its_number():
    pack = read(YEARLY)
    values = {"sector": "building", "green_tags": True}
    more = {"occasion": Occasion.YEARLY, "initial": Initial(9000, "deep")}
    found = said(answer(pack, values, date(2027, 1, 5), cohorts={"同行业": frozen(9000, 8000, 7000, 6000)}, **more))
    assert "Score in the industry: projects compared: 4, as of 31 Dec 2026 (a library)." in found.values
    assert "Benchmark: no values have been frozen yet, so nothing can be compared." in found.values
    assert "Upper 30 %: the grade is forced to Deep" in found.grading[-1]
    small = said(answer(pack, values, cohorts={"同行业": frozen(9000)}, **more))
    assert "Score in the industry: projects in the class: 1; fewer than 3 are not compared." in small.values


def test_signed_lines_are_said_with_what_they_replaced():
    values = {"sector": "building", "green_tags": True, "verified": True, "zoning_ok": False}
    lines = (signed("G", "met"), signed("W1", points=1500), signed("verdict", "refused"))
    found = said(answer(read(SIGNED), values, overrides=lines))
    assert found.headline == "Not eligible, by a signed decision."
    assert found.signed[0] == "Zoning: Signed by 张敏 and 李强, 20 Nov 2026: 专题会纪要. The rules said: not met."
    assert found.signed[1].endswith("The rules said: 30.")
    assert found.criteria[0].text.endswith("The rules said: 30.")


# Lists of bidders are put in order by their points; no grade is given (rulebook-pv-allocation-2016).
BIDDERS = """\
scoring: points
gates: [{id: G, title: {zh: 三线一单, en: Zoning}, kind: requirement, test: 符合三线一单, source: S 1}]
groups: {g: {zh: 技术, en: Technology}}
criteria:
  - {id: B1, title: {zh: 认定, en: Tag}, group: g, max: 5, value: 政府认定, marks: {yes: 5, no: 0}, source: S 2}
grades: []
cases:
  - {name: 有认定, facts: {符合三线一单: 是, 政府认定: 是}, expect: {verdict: eligible, score: 5}}
"""


def test_a_book_without_grades_tells_points_alone():
    pack = read(BIDDERS)
    sound = said(answer(pack, {"zoning_ok": True, "green_tags": True}))
    assert sound.headline == "Eligible: score 5.00 (of 5)."
    open_ = said(answer(pack, {"green_tags": True})).headline
    assert open_.endswith("As far as is known: score 5.00 (of 5).")
