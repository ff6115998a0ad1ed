"""The list: what is typed finds, filters narrow, and what is not known comes last."""

from datetime import date

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem
from climafin.base.messages import Label
from climafin.domain.completeness import completeness
from climafin.domain.dictionary import Goal, dictionary
from climafin.domain.project import Value, ValueNote
from climafin.domain.query import Column, ProjectQuery, SortKey
from climafin.domain.signed import Occasion
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.store.library import Library
from tests.unit.store.assessments import an_assessment


def add(library: Library, values: dict[str, Value], status: Status = Status.DRAFT) -> str:
    with library.action("register") as action:
        return action.add_project(values, status=status)


def names(library: Library, query: ProjectQuery) -> list[str]:
    return [str(row[0]) for row in library.rows(library.uids(query), ["name"])]


@pytest.fixture
def searched(library: Library) -> Library:
    add(
        library,
        {
            "name": "水土新城余热利用（一期）",
            "owner_name": "重庆两江能源有限公司",
            "contact_person": "单晓明",
            "project_code": "2019-500109-48-03-061213",
        },
    )
    add(library, {"name": "江北嘴江水源热泵 CCER 3MW", "owner_name": "长安汽车"})
    return library


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("余热", ["水土新城余热利用（一期）"]),
        ("一期", ["水土新城余热利用（一期）"]),
        ("余 水土", ["水土新城余热利用（一期）"]),
        ("yure", ["水土新城余热利用（一期）"]),
        ("YRLY", ["水土新城余热利用（一期）"]),
        ("ccer", ["江北嘴江水源热泵 CCER 3MW"]),
        ("3ｍｗ", ["江北嘴江水源热泵 CCER 3MW"]),
        # 重庆 is chongqing; one who types the other reading of 重 finds it by initials as well.
        ("chongqing", ["水土新城余热利用（一期）"]),
        ("zqlj", ["水土新城余热利用（一期）"]),
        ("caqc", ["江北嘴江水源热泵 CCER 3MW"]),
        ("zaqc", ["江北嘴江水源热泵 CCER 3MW"]),
        ("单晓", ["水土新城余热利用（一期）"]),
        ("sxm", ["水土新城余热利用（一期）"]),
        ("P-0002", ["江北嘴江水源热泵 CCER 3MW"]),
        ("061213", ["水土新城余热利用（一期）"]),
        ("100%", []),
        ("_", ["水土新城余热利用（一期）", "江北嘴江水源热泵 CCER 3MW"]),
        ("", ["水土新城余热利用（一期）", "江北嘴江水源热泵 CCER 3MW"]),
    ],
)
def test_what_is_typed_finds(searched: Library, typed: str, found: list[str]) -> None:
    assert names(searched, ProjectQuery(words=typed)) == found


def test_an_edit_is_found_at_once(searched: Library) -> None:
    uid = searched.uids(ProjectQuery(words="余热"))[0]
    with searched.action("edit") as action:
        action.edit_project(uid, {"name": "储能电站"})
    assert searched.uids(ProjectQuery(words="余热")) == []
    assert searched.uids(ProjectQuery(words="cndz")) == [uid]


def test_filters_take_several_values_and_the_unknown(library: Library) -> None:
    add(library, {"name": "甲", "sector": "waste", "is_two_high": True})
    add(library, {"name": "乙", "sector": "sink", "is_two_high": False}, Status.ADMITTED)
    add(library, {"name": "丙"})

    def kept(**filters: set[str | None]) -> list[str]:
        return names(library, ProjectQuery(filters={key: frozenset(values) for key, values in filters.items()}))

    assert kept(sector={"waste"}) == ["甲"]
    assert kept(sector={"waste", None}) == ["甲", "丙"]
    assert kept(sector={None}) == ["丙"]
    assert kept(is_two_high={"no"}) == ["乙"]
    assert kept(status={"draft"}, sector={"waste", "sink"}) == ["甲"]
    assert kept(stage={None}) == ["甲", "乙", "丙"]
    assert kept(sector=set()) == []


def test_counts_follow_the_filters(library: Library) -> None:
    add(library, {"name": "甲", "sector": "waste", "security_kind": ("pledge", "mortgage"), "is_two_high": True})
    add(library, {"name": "乙", "sector": "waste"}, Status.ADMITTED)
    add(library, {"name": "丙"})
    assert library.counts("sector", ProjectQuery()) == {"waste": 2, None: 1}
    assert library.counts("security_kind", ProjectQuery()) == {"pledge": 1, "mortgage": 1, None: 2}
    assert library.counts("is_two_high", ProjectQuery()) == {"yes": 1, None: 2}
    only = ProjectQuery(filters={"status": frozenset({"admitted"})})
    assert library.counts("sector", only) == {"waste": 1}
    # What is counted under a key is what a filter by that key keeps.
    for column in ("sector", "security_kind", "is_two_high", "status", "stage"):
        for key, count in library.counts(column, ProjectQuery()).items():
            assert len(library.uids(ProjectQuery(filters={column: frozenset({key})}))) == count


def test_names_sort_by_pinyin_and_the_unknown_comes_last(library: Library) -> None:
    for name in ("重庆光伏", "安居储能", "昂首风电", "北碚热泵", None):
        add(library, {"name": name, "address": "x"})
    ordered = ["安居储能", "昂首风电", "北碚热泵", "重庆光伏", "None"]
    assert names(library, ProjectQuery(sort=(SortKey("name"),))) == ordered
    assert names(library, ProjectQuery(sort=(SortKey("name", descending=True),))) == [*ordered[3::-1], "None"]


def test_numbers_sort_as_numbers_and_choices_in_their_order(library: Library, clock: FixedClock) -> None:
    ids = {
        name: add(library, {"name": name, "capital": capital})
        for name, capital in (("甲", 900), ("乙", 10_000), ("丙", None), ("丁", 50))
    }
    with library.action("stage") as action:
        for name, stage in (("甲", Stage.OPERATING), ("乙", Stage.PLANNED), ("丁", Stage.BUILDING)):
            action.add_stage(ids[name], StageEvent(stage, date(2026, 1, 1), "", "张敏", clock.now()))
    assert names(library, ProjectQuery(sort=(SortKey("capital"),))) == ["丁", "甲", "乙", "丙"]
    assert names(library, ProjectQuery(sort=(SortKey("capital", descending=True),))) == ["乙", "甲", "丁", "丙"]
    assert names(library, ProjectQuery(sort=(SortKey("stage"),))) == ["乙", "丁", "甲", "丙"]


def test_every_column_can_be_shown_sorted_filtered_and_counted(library: Library) -> None:
    add(library, {"name": "甲"})
    for column in (*Column, *(field.key for field in dictionary())):
        assert len(library.uids(ProjectQuery(sort=(SortKey(column), SortKey(column, descending=True))))) == 1
        counted = library.counts(column, ProjectQuery())
        assert sum(counted.values()) == 1
        assert len(library.uids(ProjectQuery(filters={column: frozenset(counted)}))) == 1
        assert len(library.rows(library.uids(), [column])) == 1
    with pytest.raises(CallProblem):
        library.rows([], ["no_such_column"])


def test_completeness_in_the_list_is_that_of_the_form(library: Library) -> None:
    with library.action("register") as action:
        uid = action.add_project({"name": "甲", "sector": "waste"}, {"pue": ValueNote(not_applicable=True)})
        needed = [field.key for field in dictionary() if field.is_needed_for(Goal.DOSSIER)]
        absent = action.add_project({"name": "乙"}, {key: ValueNote(not_applicable=True) for key in needed[1:]})
    for one in (uid, absent):
        percent = completeness(library.project(one), dictionary(), Goal.DOSSIER).percent
        assert library.rows([one], [Column.COMPLETENESS]) == [(percent,)]


def test_the_list_shows_the_assessment_made_last(library: Library) -> None:
    uid = add(library, {"name": "甲"})
    other = add(library, {"name": "乙"})
    first, second = an_assessment("a", low=4000, high=6000), an_assessment("b", low=7000, high=7000)
    refused = an_assessment("b", low=9000, high=9000, verdict=Verdict.REFUSED, grade=None)
    with library.action("assess") as action:
        action.save_assessment(uid, first)
        action.save_assessment(uid, second)
        action.save_assessment(other, refused)
    columns = [Column.VERDICT, Column.GRADE, Column.SCORE]
    label = Label("良", "good")
    assert library.rows([uid, other], columns) == [
        (Verdict.ELIGIBLE, (label, label), (7000, 7000)),
        (Verdict.REFUSED, None, (9000, 9000)),
    ]
    assert library.uids(ProjectQuery(sort=(SortKey("grade", descending=True),))) == [uid, other]
    assert library.counts("grade", ProjectQuery()) == {"良": 1, None: 1}
    assert library.assessment(uid) == second
    assert library.assessment(uid, "a") == first
    assert library.assessed_packs() == ["b", "a"]


def test_an_assessment_is_superseded_never_edited(library: Library) -> None:
    uid = add(library, {"name": "甲"})
    first, second = an_assessment("a", low=4000, high=6000), an_assessment("a", low=5000, high=6000)
    for one in (first, second):
        with library.action("assess") as action:
            action.save_assessment(uid, one)
    assert library.assessment(uid, "a") == second
    heads = library.assessment_heads("a", Occasion.INITIAL)
    assert [(head.uid, head.score_low, head.missing) for head in heads] == [(uid, 5000, len(second.missing))]
    with library.connections.reading() as connection:
        assert connection.execute("SELECT id, superseded_by FROM assessment ORDER BY id").fetchall() == [
            (1, 2),
            (2, None),
        ]
