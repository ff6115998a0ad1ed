"""What packs ask besides the dictionary is kept like any other value: exactly, in the history, and undone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.errors import CallProblem, Refused
from climafin.base.messages import Label
from climafin.base.progress import NoProgress
from climafin.domain.dictionary import Choice, Dictionary, Field, FieldKind, dictionary
from climafin.domain.project import Value, ValueNote
from climafin.domain.value_checks import ValuesRefused
from climafin.store.check import check
from climafin.store.library import Library
from climafin.store.supplements import supplement_text, supplement_value


def field(key: str, kind: FieldKind, columns: tuple[Field, ...] = ()) -> Field:
    choices = tuple(Choice(name, Label(name, name)) for name in "abc") if "choice" in kind else ()
    unit = Label("万元", "CNY 10k") if kind is FieldKind.MONEY else Label("", "")
    made = dictionary()["name"]
    return replace(
        made,
        key=key,
        label=Label(f"事实{key}", key),
        kind=kind,
        unit=unit,
        choices=choices,
        columns=columns,
        max_length=500,
    )


PENALTIES = field(
    "penalties",
    FieldKind.TABLE,
    (field("on", FieldKind.DATE), field("amount", FieldKind.MONEY), field("note", FieldKind.TEXT)),
)
OWN = (
    PENALTIES,
    field("efficiency", FieldKind.PERCENT),
    field("checked_on", FieldKind.DATE),
    field("sorts", FieldKind.CHOICES),
    field("lawful", FieldKind.YES_NO),
    field("remark", FieldKind.TEXT),
    field("places", FieldKind.INTEGER),
)
FIELDS = Dictionary(dictionary().groups, (*dictionary().fields, *OWN))
VALUES: dict[str, Value] = {
    "penalties": ({"on": date(2024, 2, 29), "amount": 60_000_00}, {"note": "口头警告"}),
    "efficiency": 21.5,
    "checked_on": date(2026, 1, 5),
    "sorts": ("a", "c"),
    "lawful": False,
    "remark": '{"day": "2026-01-01"}',
    "places": 0,
}


def add(library: Library, values: dict[str, Value]) -> str:
    with library.action("register") as action:
        return action.add_project(values, fields=FIELDS)


def test_values_of_every_sort_come_back_as_they_were(library: Library) -> None:
    uid = add(library, {"name": "甲", **VALUES})
    assert library.project(uid).values == {"name": "甲", **VALUES}
    assert check(library.connections, library.folder, NoProgress()) == []


def test_an_empty_table_is_known_to_have_no_rows_and_an_empty_list_is_not_known(library: Library) -> None:
    uid = add(library, {"name": "甲", "penalties": (), "sorts": ()})
    assert library.project(uid).values == {"name": "甲", "penalties": ()}


def test_an_edit_touches_what_it_names_and_is_undone(library: Library) -> None:
    uid = add(library, {"name": "甲", **VALUES})
    with library.action("edit") as action:
        action.edit_project(uid, {"efficiency": 22.0, "lawful": None, "name": "乙"}, fields=FIELDS)
    edited = library.project(uid)
    assert (edited.values["efficiency"], edited.values.get("lawful"), edited.version) == (22.0, None, 2)
    with library.action("undo") as undoing:
        undoing.undo(action.id)
    assert library.project(uid).values == {"name": "甲", **VALUES}
    assert check(library.connections, library.folder, NoProgress()) == []


def test_an_edit_that_says_the_same_writes_nothing(library: Library) -> None:
    uid = add(library, {"name": "甲", **VALUES})
    with library.action("edit") as action:
        action.edit_project(uid, VALUES, fields=FIELDS)
    assert not action.has_written


def test_an_undo_is_refused_once_the_value_moved_on(library: Library) -> None:
    uid = add(library, {"name": "甲", "efficiency": 1.0})
    with library.action("edit") as first:
        first.edit_project(uid, {"efficiency": 2.0}, fields=FIELDS)
    with library.action("edit") as second:
        second.edit_project(uid, {"efficiency": 3.0}, fields=FIELDS)
    with pytest.raises(Refused), library.action("undo") as undoing:
        undoing.undo(first.id)
    assert library.project(uid).values["efficiency"] == 3.0


def test_a_registration_with_supplements_is_taken_back_whole(library: Library) -> None:
    with library.action("register") as action:
        action.add_project({"name": "甲", **VALUES}, fields=FIELDS)
    with library.action("undo") as undoing:
        undoing.undo(action.id)
    assert library.uids() == []
    assert check(library.connections, library.folder, NoProgress()) == []


def test_a_note_stands_beside_a_supplement_and_what_does_not_apply_has_no_value(library: Library) -> None:
    uid = add(library, {"name": "甲", "efficiency": 1.0})
    with library.action("edit") as action:
        action.edit_project(uid, {}, {"efficiency": ValueNote(not_applicable=True)}, fields=FIELDS)
    project = library.project(uid)
    assert project.is_not_applicable("efficiency")
    assert "efficiency" not in project.values


def test_wrong_and_unknown_values_are_refused_and_nothing_is_written(library: Library) -> None:
    uid = add(library, {"name": "甲"})
    with pytest.raises(ValuesRefused), library.action("edit") as action:
        action.edit_project(uid, {"name": "乙", "penalties": ({"on": "yesterday"},)}, fields=FIELDS)
    with pytest.raises(CallProblem, match="no field"), library.action("edit") as action:
        action.edit_project(uid, {"efficiency": 1.0})
    assert library.project(uid).values == {"name": "甲"}


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20)
CELLS = st.fixed_dictionaries({}, optional={"on": st.dates(), "amount": st.integers(-(2**62), 2**62), "note": TEXTS})


@given(
    st.one_of(
        st.tuples(st.just(OWN[1]), st.floats(allow_nan=False, allow_infinity=False)),
        st.tuples(st.just(OWN[2]), st.dates()),
        st.tuples(st.just(OWN[3]), st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(tuple)),
        st.tuples(st.just(OWN[5]), TEXTS),
        st.tuples(st.just(PENALTIES), st.lists(CELLS, max_size=4).map(tuple)),
    )
)
def test_any_value_is_kept_exactly(given_value: tuple[Field, Value]) -> None:
    asked, value = given_value
    text = supplement_text(asked, value)
    assert text is not None
    assert supplement_value(text) == value
