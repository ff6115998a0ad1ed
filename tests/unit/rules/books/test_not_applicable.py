"""What does not apply to a project is another thing than what is not known: conditions can ask for it."""
# ruff: noqa: E501 - packs, one rule to a line

from climafin.domain.assessment import Outcome
from climafin.domain.project import Project, ValueNote
from climafin.domain.status import Status
from climafin.rules.assess import assess
from tests.unit.rules.books.made import asked, grades, outcomes, read, sentences

# Graded guide for a climate project library, version 3: the better of two indicators; the decrease of intensity only
# “if it applies”. Refused when neither reaches a grade (rulebook-graded-guide V3-S1, V3-S2).
GUIDE = """\
scoring: points
gates:
  - id: E
    title: {zh: 达档, en: Reaches a grade}
    kind: requirement
    any:
      - 年减排量 ≥ 1000 tCO2e/a
      - 不适用项 不包含 碳排放强度下降幅度 且 碳排放强度下降幅度 > 0
    source: S 1
groups: {size: {zh: 规模, en: Size}}
criteria:
  - id: S
    title: {zh: 两项取优, en: The better of two}
    group: size
    max: 2
    best_of:
      - {title: {zh: 减排量, en: Reduction}, value: 年减排量, unit: tCO2e/a, steps: [{from: none, marks: 0}, {from: 1000, marks: 1}]}
      - {title: {zh: 降幅, en: Decrease}, applies: 不适用项 不包含 碳排放强度下降幅度, value: 碳排放强度下降幅度, unit: "%", steps: [{from: none, marks: 0}, {from: 4, marks: 2}]}
    source: S 2
grades: [{key: deep, zh: 深, en: deep, from: 2}, {key: light, zh: 浅, en: light}]
cases:
  - {name: 未填, facts: {年减排量: 10}, expect: {verdict: undecided, S: [0, 2], E: unknown}}
  - {name: 不适用, facts: {年减排量: 10, 碳排放强度下降幅度: 不适用}, expect: {verdict: refused, S: 0, E: not_met}}
"""


def test_a_fact_that_does_not_apply_closes_what_a_missing_one_leaves_open():
    pack = read(GUIDE)
    values = {"annual_reduction": 2000.0}
    missing = Project("u", "P", Status.SUBMITTED, dict(values))
    inapplicable = Project(
        "u", "P", Status.SUBMITTED, dict(values), {"intensity_decrease": ValueNote(not_applicable=True)}
    )
    first, second = (assess(pack, one, pack.fields, asked()) for one in (missing, inapplicable))
    assert (grades(first), grades(second)) == (("light", "deep"), ("light", "light"))
    assert (first.missing, second.missing) == (("intensity_decrease",), ())
    assert first.facts_digest != second.facts_digest
    assert outcomes(second)["E.2"] is Outcome.NOT_MET
    (read_fact,) = [fact for fact in second.gates[0].facts if fact.key == "not_applicable"]
    assert read_fact.word is not None
    assert read_fact.word.en == "Decrease of emission intensity"


def test_a_fact_nobody_knows_is_told():
    wrong = GUIDE.replace("不包含 碳排放强度下降幅度 且", "不包含 某指标 且", 1)
    assert any("某指标" in told for told in sentences(wrong))
