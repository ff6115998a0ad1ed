"""Robustness runs rest on the totals that assessing gives, are kept with their seed, and come back exactly."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, Cancelled, DataProblem
from climafin.base.messages import Message, message
from climafin.base.progress import NoProgress
from climafin.domain.signed import Occasion
from climafin.domain.verdict import Verdict
from climafin.rules.mark_sheet import MarkSheet, WeightSet
from climafin.rules.robustness_bytes import packed_columns, unpacked_columns
from climafin.services.evaluating import answers, marks, still_listed
from climafin.services.inputs import gather_inputs
from climafin.services.libraries import check_library, make_practice_library
from climafin.services.pack_choice import current_pack
from climafin.services.packs import publish_pack
from climafin.services.robustness import DrawKind, DrawPlan, last_robustness, run_robustness
from climafin.services.session import Session
from tests.unit.services.office_book import text

PLAN = DrawPlan(draws=50, seed=7)


@pytest.fixture
def practice(tmp_path: Path, clock: FixedClock) -> Session:
    with make_practice_library(tmp_path / "practice", "张敏", NoProgress(), clock) as session:
        yield session


def test_marks_under_the_packs_weights_give_the_totals_of_assessing(practice: Session):
    pack, uids = current_pack(practice), still_listed(practice)
    inputs = gather_inputs(practice, pack, practice.clock.today(), Occasion.INITIAL, uids)
    projects = list(practice.library.projects(uids))
    ids, groups = [one.rule_id for one in pack.criteria], [one.group for one in pack.criteria]
    sheet = MarkSheet(ids, groups, marks(inputs, projects))
    found = sheet.totals({"": WeightSet(tuple(ids), tuple(groups), tuple(one.weight for one in pack.criteria))})
    expected = {project.uid: answer for project, answer in answers(inputs, projects)}
    assert [(low, high) for low, high in zip(found.low.tolist(), found.high.tolist(), strict=True)] == [
        (expected[uid].total_low, expected[uid].total_high) for uid in sheet.uids
    ]


def test_a_run_is_kept_with_generator_and_seed_and_comes_back_as_it_was(practice: Session):
    assert last_robustness(practice, current_pack(practice).stamp.pack_id) is None
    change, report = run_robustness(practice, None, PLAN, top=5)
    kept = last_robustness(practice, report.pack_id)
    assert kept is not None
    assert (kept.result.generator, kept.result.plan, kept.result.top, kept.run_id) == ("PCG64", PLAN, 5, 1)
    assert np.array_equal(kept.result.ranks, report.result.ranks)
    assert np.array_equal(kept.result.grade_shares, report.result.grade_shares)
    assert (kept.effective, kept.swaps, kept.correlations) == (report.effective, report.swaps, report.correlations)
    assert change.action_id
    assert check_library(practice, NoProgress()).problems == ()


def test_the_same_seed_gives_the_same_run_and_another_seed_another(practice: Session):
    def body(plan: DrawPlan) -> bytes:
        run_robustness(practice, None, plan, top=5)
        kept = practice.library.rules.last_run(current_pack(practice).stamp.pack_id)
        assert kept is not None
        return kept.body

    first = body(PLAN)
    assert body(PLAN) == first
    assert body(DrawPlan(draws=50, seed=8)) != first


def test_only_eligible_projects_are_ranked_and_the_others_counted(practice: Session):
    _change, report = run_robustness(practice, None, PLAN, top=3)
    pack, uids = current_pack(practice), still_listed(practice)
    inputs = gather_inputs(practice, pack, practice.clock.today(), Occasion.INITIAL, uids)
    eligible = {p.uid for p, a in answers(inputs, practice.library.projects(uids)) if a.verdict is Verdict.ELIGIBLE}
    assert set(report.result.uids) == eligible
    assert report.left_out == len(uids) - len(eligible)
    assert [one.rule_id for one in report.effective] == [one.rule_id for one in pack.criteria]
    assert len(report.grades) == report.result.grade_shares.shape[1]


@pytest.mark.parametrize(
    ("plan", "top"),
    [
        (DrawPlan(draws=0), 5),
        (DrawPlan(draws=10**9), 5),
        (DrawPlan(seed=-1), 5),
        (DrawPlan(spread=0), 5),
        (DrawPlan(spread=101, kind=DrawKind.AROUND), 5),
        (DrawPlan(), 0),
    ],
)
def test_a_plan_that_asks_too_much_or_nothing_is_refused(session: Session, plan: DrawPlan, top: int):
    with pytest.raises(DataProblem):
        run_robustness(session, None, plan, top=top)


def test_without_eligible_projects_or_weights_it_says_so(session: Session):
    with pytest.raises(DataProblem, match="eligible"):
        run_robustness(session, None, PLAN)
    points = text().replace("sources:", "scoring: points\nsources:", 1)
    for weight in ("50", "30", "20"):
        points = points.replace(f"weight: {weight},", "max: 100,")
    points = points.replace("en: All, weight: 100}", "en: All}")
    publish_pack(session, points, second_person="李核", reason="按分")
    with pytest.raises(CallProblem, match="no weights"):
        run_robustness(session, "office", PLAN)


def test_a_run_that_is_stopped_keeps_nothing(practice: Session):
    class Stops:
        def step(self, _done: int, _total: int, doing: Message) -> None:
            if doing.text == "Drawing weights":
                raise Cancelled(message("Cancelled. Nothing was changed."))

    with pytest.raises(Cancelled):
        run_robustness(practice, None, PLAN, progress=Stops())
    assert practice.library.rules.last_run(current_pack(practice).stamp.pack_id) is None


@given(
    st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=4),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=12),
    st.lists(st.floats(width=64), max_size=12),
)
def test_columns_come_back_bit_for_bit(words: dict[str, object], whole: list[int], floats: list[float]):
    columns = {"whole": np.array(whole, dtype=np.int64), "floats": np.array(floats, dtype=np.float64).reshape(1, -1)}
    packed = packed_columns(words, columns)
    found, read = unpacked_columns(packed)
    assert found == words
    assert packed == packed_columns(words, columns)
    for name, column in columns.items():
        assert read[name].shape == column.shape
        assert read[name].tobytes() == column.tobytes()


@given(st.binary(max_size=60))
def test_other_bytes_are_told_from_a_run(content: bytes):
    with pytest.raises(ValueError, match="not the columns"):
        unpacked_columns(content)
