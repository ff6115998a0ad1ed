"""The shipped data dictionary is well-formed: everything else is made from it."""

from collections import Counter

import pytest

from climafin.base.folding import folded, is_han
from climafin.base.messages import Label
from climafin.domain.dictionary import Field, FieldKind, Goal, dictionary
from climafin.domain.query import Column
from climafin.domain.values import parse_value

FIELDS = {field.key: field for field in dictionary()}


def doubled(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def is_bilingual(label: Label) -> bool:
    return bool(label.zh.strip()) and bool(label.en.strip()) and not any(map(is_han, label.en))


def test_keys_are_unique_plain_words():
    keys = [field.key for field in dictionary()]
    assert doubled(keys) == []
    assert [key for key in keys if not key.isidentifier() or key != key.lower()] == []


def test_keys_are_not_the_names_of_derived_columns():
    assert {column.value for column in Column} & set(FIELDS) == set()


def test_no_head_could_mean_two_fields():
    # One field may list a head twice in two spellings that fold alike; two fields may not share one.
    owners: dict[str, set[str]] = {}
    for field in dictionary():
        for name in (field.key, field.label.zh, field.label.en, *field.synonyms):
            owners.setdefault(folded(name), set()).add(field.key)
    assert {head: keys for head, keys in owners.items() if len(keys) > 1} == {}


def test_no_fact_name_could_mean_two_fields():
    assert doubled([field.fact for field in dictionary()]) == []


@pytest.mark.parametrize("field", list(dictionary()), ids=lambda field: field.key)
def test_a_field_has_both_names_and_a_place(field: Field):
    assert is_bilingual(field.label)
    assert field.group in {group.key for group in dictionary().groups}
    assert 0 <= field.part <= 22
    assert field.minimum is None or field.maximum is None or field.minimum < field.maximum


@pytest.mark.parametrize("field", [f for f in dictionary() if f.choices], ids=lambda field: field.key)
def test_choices_have_both_names_and_none_could_mean_two(field: Field):
    assert all(is_bilingual(choice.label) for choice in field.choices)
    owners: dict[str, set[str]] = {}
    for choice in field.choices:
        for name in (choice.key, choice.label.zh, choice.label.en, *choice.synonyms):
            owners.setdefault(folded(name), set()).add(choice.key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("field", [f for f in dictionary() if f.choices], ids=lambda field: field.key)
def test_every_name_of_a_choice_is_understood_when_typed(field: Field):
    for choice in field.choices:
        for name in (choice.key, choice.label.zh, choice.label.en, *choice.synonyms):
            found = parse_value(field, name)
            expected = (choice.key,) if field.kind is FieldKind.CHOICES else choice.key
            assert found.value == expected, f"{field.key}: {name!r} gave {found}"


def test_groups_are_unique_and_used():
    groups = dictionary().groups
    assert doubled([group.key for group in groups]) == []
    assert all(is_bilingual(group.label) for group in groups)
    assert {group.key for group in groups} == {field.group for field in dictionary()}


def test_each_goal_asks_for_more_than_the_one_before():
    counts = [sum(field.is_needed_for(goal) for field in dictionary()) for goal in Goal]
    assert 0 < counts[0] < counts[1] < counts[2]


def test_personal_data_does_not_travel_to_other_banks():
    assert not FIELDS["contact_person"].shared
    assert not FIELDS["contact_phone"].shared
