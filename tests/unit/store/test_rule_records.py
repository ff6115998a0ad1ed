"""What a library keeps of its rules stays for ever: later lines count instead, no row is edited or removed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, Refused
from climafin.base.progress import NoProgress
from climafin.domain.rule_records import (
    CohortRecord,
    LineKind,
    Origin,
    PackEdition,
    RunRecord,
    SetParameter,
    SignedLine,
)
from climafin.domain.signed import Occasion
from climafin.store.check import check
from climafin.store.driver import SqliteError, connect
from climafin.store.library import Library
from tests.unit.store.assessments import an_assessment


@pytest.fixture
def uid(library: Library) -> str:
    with library.action("register") as action:
        return action.add_project({"name": "甲"})


@pytest.fixture
def line(uid: str, clock: FixedClock) -> Callable[..., SignedLine]:
    def made(points: int, occasion: Occasion = Occasion.INITIAL, kind: LineKind = LineKind.EXPERT) -> SignedLine:
        return SignedLine(
            uid, "a", 1, occasion, "C1", kind, "", points, "看过现场", "会议纪要", "张敏", "李核", clock.now()
        )

    return made


def sign(library: Library, line: SignedLine) -> int:
    with library.action("judge") as action:
        return action.rules.sign(line)


def everything(library: Library, uid: str, clock: FixedClock, line: SignedLine) -> None:
    """Keep one row of each table."""
    with library.action("publish") as action:
        action.rules.sign(line)
        action.rules.set_parameter(SetParameter("a", 1, "限值", 1.5, "t", "文件", "张敏", "李核", clock.now()))
        action.rules.keep_edition(
            PackEdition(
                "a", 2, Origin.PUBLISHED, "0" * 64, b"pack: a\r\n", {"n.txt": "甲\r\n".encode()}, "张敏", "李核", "新版"
            )
        )
        action.rules.keep_cohort(
            CohortRecord("a", 1, "同行业", date(2025, 12, 31), "2025", "1" * 64, "{}", "张敏", clock.now())
        )
        action.rules.keep_run(
            RunRecord("a", 1, "0" * 64, "PCG64", 7, "{}", date(2026, 11, 20), b"\x00\xff", "张敏", clock.now())
        )


def test_a_later_line_counts_and_the_earlier_one_stays(
    library: Library, uid: str, line: Callable[..., SignedLine]
) -> None:
    first, second = sign(library, line(5_000)), sign(library, line(7_000))
    yearly = sign(library, line(9_000, Occasion.YEARLY))
    kept = library.rules.lines(uid)
    assert [(one.line_id, one.points, one.withdrawn_by, one.counts) for one in kept] == [
        (first, 5_000, second, False),
        (second, 7_000, None, True),
        (yearly, 9_000, None, True),
    ]
    counting = library.rules.counting_lines([uid], "a", Occasion.INITIAL)
    assert [one.points for one in counting[uid]] == [7_000]
    assert library.rules.counting_lines([uid], "b", Occasion.INITIAL) == {}


def test_marks_and_replaced_points_of_one_rule_stand_beside_each_other(
    library: Library, uid: str, line: Callable[..., SignedLine]
) -> None:
    sign(library, line(5_000))
    sign(library, line(100, kind=LineKind.OVERRIDE))
    counting = library.rules.counting_lines([uid], "a", Occasion.INITIAL)
    assert [(one.kind, one.points) for one in counting[uid]] == [(LineKind.EXPERT, 5_000), (LineKind.OVERRIDE, 100)]


def test_a_line_is_withdrawn_by_a_line_of_its_own(library: Library, uid: str, line: Callable[..., SignedLine]) -> None:
    number = sign(library, line(5_000))
    with library.action("withdraw", "评错项目") as action:
        action.rules.withdraw(number, "评错项目")
    kept = library.rules.lines(uid)
    assert [(one.kind, one.counts, one.reason) for one in kept] == [
        (LineKind.EXPERT, False, "看过现场"),
        (LineKind.WITHDRAWAL, False, "评错项目"),
    ]
    assert library.rules.counting_lines([uid], "a", Occasion.INITIAL) == {}
    with pytest.raises(Refused), library.action("withdraw") as action:
        action.rules.withdraw(number, "again")
    with pytest.raises(CallProblem), library.action("withdraw") as action:
        action.rules.withdraw(99, "nothing there")
    assert sign(library, line(6_000)) == 3, "a withdrawn line may be signed anew"


def test_everything_comes_back_byte_for_byte_and_checks(
    library: Library, uid: str, clock: FixedClock, line: Callable[..., SignedLine]
) -> None:
    everything(library, uid, clock, line(5_000))
    (edition,) = library.rules.editions()
    assert (edition.content, edition.beside) == (b"pack: a\r\n", {"n.txt": "甲\r\n".encode()})
    assert [one.value for one in library.rules.parameters("a")] == [1.5]
    (cohort,) = library.rules.cohorts("a", "同行业", date(2025, 1, 1), date(2025, 12, 31))
    assert (cohort.label, cohort.as_of) == ("2025", date(2025, 12, 31))
    run = library.rules.last_run("a")
    assert run is not None
    assert (run.body, run.seed, run.generator) == (b"\x00\xff", 7, "PCG64")
    assert check(library.connections, library.folder, NoProgress()) == []


def test_a_value_set_anew_counts_instead_of_the_old_one(library: Library, clock: FixedClock) -> None:
    for value in (1.5, 2.5, None):
        with library.action("parameter") as action:
            action.rules.set_parameter(SetParameter("a", 1, "限值", value, "t", "文件", "张敏", "李核", clock.now()))
    assert [one.value for one in library.rules.parameters("a")] == [None]
    assert [one.value for one in library.rules.parameters("a", only_current=False)] == [1.5, 2.5, None]


def test_an_edition_is_published_once(library: Library) -> None:
    with library.action("publish") as action:
        action.rules.keep_edition(PackEdition("a", 2, Origin.PUBLISHED, "0" * 64, b"x"))
    with pytest.raises(SqliteError, match="UNIQUE"), library.action("publish") as action:
        action.rules.keep_edition(PackEdition("a", 2, Origin.PUBLISHED, "1" * 64, b"y"))


def test_the_same_bytes_are_kept_once_and_other_bytes_of_a_shipped_edition_beside_them(library: Library) -> None:
    for digest in ("0", "0", "1"):
        with library.action("assess") as action:
            action.rules.keep_edition(PackEdition("a", 1, Origin.SHIPPED, digest * 64, digest.encode()))
    assert [edition.content for edition in library.rules.editions()] == [b"0", b"1"]


def test_the_same_cohort_is_kept_once(library: Library, clock: FixedClock) -> None:
    record = CohortRecord("a", 1, "同行业", date(2025, 12, 31), "", "1" * 64, "{}", "张敏", clock.now())
    for _ in range(2):
        with library.action("assess") as action:
            action.rules.keep_cohort(record)
    assert len(library.rules.cohorts("a", "同行业", date.min, date.max)) == 1


@pytest.mark.parametrize("table", ["judgement", "parameter", "pack_edition", "frozen_cohort", "robustness_run"])
def test_no_row_of_rules_is_edited_or_removed(
    library: Library, uid: str, clock: FixedClock, line: Callable[..., SignedLine], table: str
) -> None:
    everything(library, uid, clock, line(5_000))
    column = {"judgement": "points", "parameter": "value"}.get(table, "person")
    writer = library.connections.writer
    assert writer is not None
    with pytest.raises(SqliteError, match=r"never edited|stays as it is"), library.action("x"):
        writer.execute(f"UPDATE {table} SET {column} = '1'")
    with pytest.raises(SqliteError, match=r"never deleted|stays as it is"), library.action("x"):
        writer.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("table", "column"), [("pack_edition", "content"), ("frozen_cohort", "body"), ("robustness_run", "body")]
)
def test_long_content_changed_from_outside_shows(
    library: Library, uid: str, clock: FixedClock, line: Callable[..., SignedLine], table: str, column: str
) -> None:
    everything(library, uid, clock, line(5_000))
    other = connect(library.folder / "library.db")
    guard = f"{table}_no_update"
    sql = other.execute("SELECT sql FROM sqlite_master WHERE name = ?", (guard,)).fetchone()[0]
    audit = other.execute("SELECT sql FROM sqlite_master WHERE name = ?", (f"audit_{table}_update",)).fetchone()[0]
    for name in (guard, f"audit_{table}_update"):
        other.execute(f"DROP TRIGGER {name}")
    value = "'{\"a\":1}'" if table == "frozen_cohort" else "x'00'"
    other.execute(f"UPDATE {table} SET {column} = {value}")
    for statement in (sql, audit):
        other.execute(statement)
    other.close()
    told = check(library.connections, library.folder, NoProgress())
    assert [problem.text for problem in told] == ["{kind} {row} was changed from outside."]


def test_what_is_signed_or_published_is_not_undone(
    library: Library, uid: str, clock: FixedClock, line: Callable[..., SignedLine]
) -> None:
    everything(library, uid, clock, line(5_000))
    with pytest.raises(Refused, match="stay on record"), library.action("undo") as action:
        action.undo(library.history()[0].action_id)


def test_a_signed_line_makes_the_kept_assessment_outdated(
    library: Library, uid: str, clock: FixedClock, line: Callable[..., SignedLine]
) -> None:
    with library.action("assess") as action:
        action.save_assessment(uid, an_assessment("a", low=1, high=2))
    assert not library.assessment_heads("a", Occasion.INITIAL)[0].is_outdated
    library.clock = FixedClock(clock.now() + timedelta(hours=1))
    sign(library, line(5_000))
    assert library.assessment_heads("a", Occasion.INITIAL)[0].is_outdated


def test_initial_and_yearly_assessments_are_current_at_once(library: Library, uid: str) -> None:
    initial = an_assessment("a", low=1, high=2)
    yearly = replace(an_assessment("a", low=3, high=4), occasion=Occasion.YEARLY)
    for one in (initial, yearly):
        with library.action("assess") as action:
            action.save_assessment(uid, one)
    assert library.assessment(uid, "a", Occasion.INITIAL) == initial
    assert library.assessment(uid, "a", Occasion.YEARLY) == yearly
    assert library.assessment(uid, "a") == yearly, "the last one where none is named"
    assert [head.score_low for head in library.assessment_heads("a", Occasion.INITIAL)] == [1]
    assert [head.score_low for head in library.assessment_heads("a", Occasion.YEARLY)] == [3]
    assert check(library.connections, library.folder, NoProgress()) == []
