"""What nobody recorded is unknown: no pack refuses for it, marks it zero or gives it a grade of its own."""

import pytest

from climafin.domain.assessment import Outcome
from climafin.domain.verdict import Verdict
from climafin.rules.packs import shipped_pack
from tests.unit.rules.books.made import answer

PACKS = (
    "liangjiang-sample",
    "graded-guide-v1",
    "graded-guide-v2",
    "graded-guide-v3",
    "shenzhen-call-2022",
    "wuhan-hubei",
    "huzhou",
    "haixi-2022",
    "bank-blue-green",
    "gcf-criteria",
    "eu-taxonomy",
    "mdb-adaptation",
)
#: Judges the papers themselves: no papers, no points.
OF_PAPERS = {("liangjiang-sample", "C15")}


@pytest.mark.parametrize("pack_id", PACKS)
def test_an_empty_project_is_neither_refused_nor_marked(pack_id: str):
    pack = shipped_pack(pack_id)
    found = answer(pack, {})
    assert found.verdict is Verdict.UNDECIDED
    assert [gate.rule_id for gate in found.gates if gate.outcome is Outcome.NOT_MET] == []
    for line in found.criteria:
        if (pack_id, line.rule_id) not in OF_PAPERS and line.outcome is not Outcome.NOT_APPLICABLE:
            assert line.outcome is Outcome.UNKNOWN, line.rule_id
            assert line.points_low < line.points_high, line.rule_id
    if pack.grades:
        assert found.grade_low != found.grade_high


@pytest.mark.parametrize("pack_id", PACKS)
def test_what_was_read_second_hand_is_never_shown_as_official(pack_id: str):
    pack = shipped_pack(pack_id)
    assert pack.stamp.official is (pack_id == "shenzhen-call-2022")
    if not pack.stamp.official:
        words = pack.standing.zh + pack.stamp.title.zh
        assert any(word in words for word in ("样例", "原型", "结构", "对照"))


@pytest.mark.parametrize("pack_id", ["wuhan-hubei", "huzhou", "haixi-2022"])
def test_a_structure_pack_leaves_its_unknown_numbers_to_the_office(pack_id: str):
    pack = shipped_pack(pack_id)
    assert pack.limits
    for limit in pack.limits:
        assert limit.delegated is not None, limit.name
        assert limit.tables == (), limit.name
