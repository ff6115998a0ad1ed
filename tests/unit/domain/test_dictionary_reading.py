"""Heads are found however they are typed; a damaged dictionary names its line."""

import pytest

from climafin.base.errors import CallProblem
from climafin.base.language import language
from climafin.base.paths import resource
from climafin.domain.completeness import Completeness, completeness
from climafin.domain.dictionary import Goal, dictionary, packed, unpacked
from climafin.domain.dictionary_file import read_dictionary
from climafin.domain.project import Project, ValueNote
from climafin.domain.status import Status

SOUND = """
groups: [{key: g, zh: 组, en: Group}]
choices: {c: [{key: a, zh: 甲, en: A}]}
fields:
  - {key: k, zh: 名, en: Name, kind: text, group: g, needed: [], part: 0}
"""


@pytest.mark.parametrize("name", ["total_investment", "总投资", "项目总投资", "总投资额 ", "Total investment"])
def test_a_field_is_found_by_key_label_and_synonym(name: str):
    assert dictionary().field(name).key == "total_investment"
    found = dictionary().by_head(name)
    assert found is not None
    assert found.key == "total_investment"


def test_an_unknown_field_offers_the_nearest():
    with pytest.raises(CallProblem) as caught:
        dictionary().field("total_investmnt")
    assert "total_investment" in language("en").say(caught.value.told)
    with pytest.raises(CallProblem) as caught:
        dictionary().field("☃")
    assert language("zh_CN").say(caught.value.told) == "没有字段“☃”。"
    assert dictionary().by_head("☃") is None


def test_groups_and_parts_hold_every_field_once():
    grouped = [field for group in dictionary().groups for field in dictionary().group(group.key)]
    assert sorted(field.key for field in grouped) == sorted(field.key for field in dictionary())
    parted = [field for part in range(23) for field in dictionary().part(part)]
    assert sorted(field.key for field in parted) == sorted(field.key for field in dictionary())


def test_a_sound_file_is_read():
    read = read_dictionary(SOUND, "d.yaml")
    assert "k" in read
    assert "total_investment" not in read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "- 1",
        "groups: []",
        SOUND.replace("kind: text", "kind: poem"),
        SOUND.replace("kind: text", "kind: choice"),
        SOUND.replace("kind: text", "kind: choice, choices: nowhere"),
        SOUND.replace("group: g", "group: nowhere"),
        SOUND.replace("part: 0", "part: first"),
        SOUND.replace("needed: []", "needed: [bribe]"),
        SOUND.replace("en: Name, ", ""),
        SOUND.replace("part: 0", "part: 0, colour: red"),
        SOUND.replace("part: 0", "part: 0, part: 1"),
        SOUND.replace("part: 0", "part: 0, max: many"),
    ],
)
def test_a_damaged_file_is_refused_in_one_way(text: str):
    with pytest.raises(ValueError, match=r".+"):
        read_dictionary(text, "d.yaml")


def project(**values: object) -> Project:
    return Project("uid", "P-0001", Status.DRAFT, values)  # type: ignore[arg-type]


def test_an_empty_project_lacks_everything():
    lacking = completeness(project(), dictionary(), Goal.SUBMIT)
    assert lacking.needed == len(lacking.missing) > 5
    assert (lacking.filled, lacking.percent) == (0, 0)


@pytest.mark.parametrize(
    ("needed", "missing", "percent"), [(100, 93, 7), (100, 71, 29), (3, 1, 66), (300, 1, 99), (0, 0, 100)]
)
def test_completeness_is_whole_per_cent_rounded_down(needed: int, missing: int, percent: int):
    assert Completeness(Goal.SUBMIT, needed, dictionary().fields[:1] * missing).percent == percent


def test_a_value_or_a_word_that_it_does_not_apply_fills_a_field():
    empty = completeness(project(), dictionary(), Goal.SUBMIT)
    named = completeness(project(name="江北嘴"), dictionary(), Goal.SUBMIT)
    assert len(named.missing) == len(empty.missing) - 1
    marked = Project("uid", "P-0001", Status.DRAFT, {}, notes={"name": ValueNote(not_applicable=True)})
    assert len(completeness(marked, dictionary(), Goal.SUBMIT).missing) == len(empty.missing) - 1


def test_zero_is_a_value():
    with_zero = completeness(project(total_investment=0), dictionary(), Goal.SUBMIT)
    assert "total_investment" not in {field.key for field in with_zero.missing}


def test_a_later_goal_asks_for_what_the_earlier_asked():
    lacking = [{f.key for f in completeness(project(), dictionary(), goal).missing} for goal in Goal]
    assert lacking[0] < lacking[1] < lacking[2]


def test_the_packed_copy_says_the_same_as_the_file():
    path = resource("dictionary", "project.yaml")
    source = path.read_bytes()
    read = read_dictionary(source.decode("utf-8"), path.name)
    kept = path.with_suffix(".json").read_text(encoding="utf-8")
    assert kept == packed(read, source), "run resources/build/dictionary.py"
    copy = unpacked(kept, source)
    assert copy is not None
    assert copy.groups == read.groups
    assert copy.fields == read.fields


def test_a_copy_of_another_file_is_not_taken():
    path = resource("dictionary", "project.yaml")
    kept = path.with_suffix(".json").read_text(encoding="utf-8")
    assert unpacked(kept, path.read_bytes() + b"\n") is None
