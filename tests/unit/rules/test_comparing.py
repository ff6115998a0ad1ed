"""Two editions side by side: what changed, in which rule, and whether it can change an answer."""

from climafin.base.paths import shipped_packs
from climafin.rules.comparing import ChangeKind, compare_packs

BEFORE = """
pack: p
edition: 1
gates:
  - {id: E1, title: {zh: 甲, en: A}, test: 年减排量 > 0, source: S1 第1条}
  - {id: E2, title: {zh: 乙, en: B}, test: 总投资 > 0, source: S1 第2条}
criteria:
  - {id: C1, weight: 40, steps: [{from: none, marks: 0}, {from: 10, marks: 100}], source: S1 第3条}
  - {id: C2, weight: 60, value: 总投资, source: S1 第4条}
cases:
  - {name: 一, expect: {C1: 40}}
"""


def changes(after: str) -> list[tuple[str, ChangeKind, str, str]]:
    return [(one.rule_id, one.kind, one.before, one.after) for one in compare_packs(BEFORE, after)]


def test_a_file_beside_itself_has_no_differences():
    for folder in shipped_packs().iterdir():
        if (folder / "pack.yaml").is_file():
            text = (folder / "pack.yaml").read_text(encoding="utf-8")
            assert compare_packs(text, text) == ()


def test_weights_thresholds_sources_and_words_are_told_apart():
    after = (
        BEFORE.replace("weight: 40", "weight: 45")
        .replace("from: 10", "from: 12")
        .replace("第2条", "第9条")
        .replace("en: A", "en: Aa")
    )
    assert changes(after) == [
        ("E1", ChangeKind.WORDS, "A", "Aa"),
        ("E2", ChangeKind.SOURCE, "S1 第2条", "S1 第9条"),
        ("C1", ChangeKind.WEIGHT, "40", "45"),
        ("C1", ChangeKind.THRESHOLD, "10", "12"),
    ]
    can = {one.path[-1]: one.can_change_answers for one in compare_packs(BEFORE, after)}
    assert can["en"] is False
    assert can["weight"] is True


def test_a_rule_that_came_or_went_is_one_change():
    after = BEFORE.replace("id: E2", "id: E3")
    assert changes(after) == [("E3", ChangeKind.ADDED, "", ""), ("E2", ChangeKind.GONE, "", "")]


def test_a_rule_that_only_moved_has_not_changed():
    lines = BEFORE.splitlines()
    lines[4], lines[5] = lines[5], lines[4]
    assert changes("\n".join(lines)) == []


def test_a_changed_case_changes_no_answer():
    (found,) = compare_packs(BEFORE, BEFORE.replace("{C1: 40}", "{C1: 30}"))
    assert found.kind is ChangeKind.CASES
    assert not found.can_change_answers
