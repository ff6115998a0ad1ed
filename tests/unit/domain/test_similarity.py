"""What may be the same project, and what never is."""

from itertools import combinations, product
from time import process_time

import pytest
import yaml

from climafin.base.paths import resource
from climafin.domain.similarity import SimilarNames, identity, part_marks


def are_alike(one: str, other: str, **places: str) -> bool:
    known = SimilarNames([identity("1", {"name": one, "district": places.get("known")})])
    return known.most_like(identity("", {"name": other, "district": places.get("wanted")})) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("京东方屋顶光伏项目", "京东方屋顶光伏"),
        ("重庆市两江新区水土余热利用工程", "水土余热利用"),
        ("龙兴新城储能电站（一期）", "龙兴新城储能电站第一期"),
        ("悦来江水源热泵项目二期", "悦来 江水源热泵项目2期"),
        ("鱼复新城汽车园区节能改造", "鱼复新城汽车园区节能技术改造"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str):
    assert are_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("江水源热泵项目一期", "江水源热泵项目二期"),
        ("江水源热泵项目", "江水源热泵项目二期"),
        ("龙兴1号换电站", "龙兴2号换电站"),
        ("标准厂房A区屋顶光伏", "标准厂房B区屋顶光伏"),
        ("水土污水处理厂", "水土污水处理厂扩建"),
        ("水土屋顶光伏", "龙兴余热利用"),
    ],
)
def test_parts_of_one_work_are_kept_apart(one: str, other: str):
    assert not are_alike(one, other)


def test_a_similar_name_needs_the_same_place_when_both_are_known():
    assert are_alike("社区屋顶光伏", "社区屋顶光伏项目", known="shuitu", wanted="shuitu")
    assert are_alike("社区屋顶光伏", "社区屋顶光伏项目", known="shuitu")
    assert not are_alike("社区屋顶光伏", "社区屋顶光伏项目", known="shuitu", wanted="longxing")


def test_no_two_projects_of_the_practice_library_are_taken_for_one():
    kept = yaml.safe_load(resource("samples", "practice.yaml").read_text(encoding="utf-8"))
    names = [(one["values"]["name"], str(one["values"].get("district") or "")) for one in kept["projects"]]
    alike = [
        (one, other)
        for (one, here), (other, there) in combinations(names, 2)
        if are_alike(one, other, known=here, wanted=there)
    ]
    assert len(names) > 50
    assert alike == []


def test_phases_are_read_in_every_spelling():
    assert part_marks("一期") == part_marks("第1期") == part_marks("１期") == part_marks("Ⅰ期")


def test_a_nameless_project_is_like_none():
    assert SimilarNames([identity("1", {"name": "甲"})]).most_like(identity("", {})) is None


def test_the_new_area_as_a_whole_may_mean_any_of_its_parts():
    assert are_alike("京东方屋顶光伏项目", "京东方屋顶光伏", known="liangjiang", wanted="shuitu")
    assert not are_alike("京东方屋顶光伏项目", "京东方屋顶光伏", known="longxing", wanted="shuitu")


def test_one_owner_needs_less_likeness_than_one_place():
    def ratio_enough(code: str) -> bool:
        known = SimilarNames([identity("1", {"name": "涂装车间余热回收", "owner_credit_code": "A"})])
        return bool(known.all_like(identity("", {"name": "涂装车间余热回收利用改造", "owner_credit_code": code})))

    assert ratio_enough("A")
    assert not ratio_enough("B")


def test_five_thousand_rows_are_compared_in_seconds():
    names = [f"{first}{second}{kind}项目{number}" for number, (first, second, kind) in enumerate(_many_names())]
    known = SimilarNames()
    started = process_time()
    for number, name in enumerate(names):
        known.all_like(identity("", {"name": name}))
        known.add(identity(str(number), {"name": name}))
    # The processor's time, so that a busy machine does not matter.
    assert process_time() - started < 20
    assert len(names) == 5000


def _many_names() -> list[tuple[str, str, str]]:
    letters = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    kinds = ("屋顶光伏", "污水处理", "储能电站", "绿色建筑", "余热利用")
    words = ["".join(pair) for pair in product(letters, repeat=2)]
    return [(words[i % 400], words[(7 * i + i // 400) % 400], kinds[i % 5]) for i in range(5000)]
