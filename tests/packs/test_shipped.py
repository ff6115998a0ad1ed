"""Every shipped pack is read, passes its own examples and says what it is."""

import re
from pathlib import Path

import pytest

from climafin.base.paths import shipped_packs
from climafin.domain.dictionary import Field, dictionary
from climafin.rules.pack import Pack
from climafin.rules.packs import DEFAULT_PACK, FILE_NAME, PackProblem, examined_pack, load_pack, pack_ids, shipped_pack
from climafin.rules.reading_facts import declared_alike


@pytest.mark.parametrize("pack_id", pack_ids())
def test_a_shipped_pack_passes_its_examples(pack_id: str):
    pack = shipped_pack(pack_id)
    assert pack.stamp.pack_id == pack_id
    assert pack.cases
    assert (shipped_packs() / pack_id / "README.md").is_file()


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_rule_cites_a_source(pack_id: str):
    pack = shipped_pack(pack_id)
    for rule in (*pack.gates, *pack.criteria, *pack.bonus):
        for said in (rule.source.document, rule.source.clause):
            assert said.zh, rule.rule_id
            assert said.en, rule.rule_id
            assert not re.search("[\u4e00-\u9fff]", said.en), rule.rule_id


def test_packs_that_share_a_key_of_their_own_ask_the_same():
    asked: dict[str, tuple[str, Field]] = {}
    for pack_id in pack_ids():
        for field in shipped_pack(pack_id).own_facts:
            other, known = asked.setdefault(field.key, (pack_id, field))
            assert declared_alike(known, field), (field.key, pack_id, other)


def test_the_sample_never_pretends_to_be_official():
    pack = shipped_pack(DEFAULT_PACK)
    assert not pack.stamp.official
    assert "样例" in pack.stamp.title.zh
    assert "sample" in pack.stamp.title.en
    assert "不得作为正式评价标准" in pack.standing.zh


def test_the_examples_come_to_every_clause_of_the_sample():
    _, slips = examined_pack(shipped_packs() / DEFAULT_PACK / FILE_NAME, dictionary())
    # Whatever category is given is one of the three; only "not known" is not met. An investment of 0 is unknown.
    assert [slip.told.values.get("rule") or slip.told.values.get("rules") for slip in slips] == [
        "E1",
        ["N2", "C02", "C05", "C13"],
    ]


def test_a_pack_whose_example_fails_is_not_used(tmp_path: Path):
    source = (shipped_packs() / DEFAULT_PACK / FILE_NAME).read_text(encoding="utf-8")
    broken = tmp_path / FILE_NAME
    broken.write_text(source.replace("score: 79.6, grade: 中绿", "score: 79.7, grade: 中绿"), encoding="utf-8")
    with pytest.raises(PackProblem) as refused:
        load_pack(broken, dictionary())
    (fault,) = refused.value.faults
    assert fault.told.values["wanted"] == "79.70"
    assert fault.told.values["found"] == "79.60"


def test_both_directions_weigh_the_same():
    pack: Pack = shipped_pack(DEFAULT_PACK)
    mitigation = sum(criterion.weight for criterion in pack.criteria if criterion.rule_id in ("C01", "C02", "C03"))
    adaptation = sum(criterion.weight for criterion in pack.criteria if criterion.rule_id in ("C04", "C05"))
    assert mitigation == adaptation


#: Words by which the standing of a pack that is no official text says what it is instead.
_SAYS_WHAT_IT_IS = re.compile(
    "sample|prototype|draft|copy|news site|second-hand|not an official|structure only|for comparison|news summary",
    re.IGNORECASE,
)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_a_pack_says_its_authority(pack_id: str):
    pack = shipped_pack(pack_id)
    assert pack.standing.zh
    assert pack.standing.en
    readme = (shipped_packs() / pack_id / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {pack_id}: ")
    if pack.stamp.official:
        assert any(rule.source.official for rule in pack.gates)
    else:
        assert _SAYS_WHAT_IT_IS.search(pack.standing.en)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_title_is_in_both_languages(pack_id: str):
    pack = shipped_pack(pack_id)
    rules = (*pack.gates, *pack.criteria, *pack.bonus, *pack.forces)
    for title in (*(rule.title for rule in rules), *(one.label for one in (*pack.limits, *pack.derived))):
        assert re.search("[\u4e00-\u9fff]", title.zh), title
        assert not re.search("[\u4e00-\u9fff]", title.en), title


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_figure_beside_the_rules_cites_a_source(pack_id: str):
    pack = shipped_pack(pack_id)
    cited = [force.source for force in pack.forces]
    cited += [table.source for limit in pack.limits for table in limit.tables]
    for source in cited:
        assert source.document.zh
        assert source.clause.en


def test_packs_that_share_a_fact_ask_the_same_thing():
    asked: dict[str, Field] = {}
    for pack_id in pack_ids():
        for fact in shipped_pack(pack_id).own_facts:
            assert declared_alike(asked.setdefault(fact.key, fact), fact), (pack_id, fact.key)
