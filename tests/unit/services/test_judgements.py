"""Signed lines: who, second person, why; they count at the next assessment and stay on record for ever."""

import threading
from collections.abc import Callable
from datetime import date

import pytest

from climafin.base.errors import CallProblem, ClimaFinError, DataProblem, Refused
from climafin.base.progress import NoProgress
from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.signed import Occasion
from climafin.domain.verdict import Verdict
from climafin.services.assessments import AssessReport, assess_projects, explain, ranking
from climafin.services.cohorts import freeze_cohorts
from climafin.services.history import project_history
from climafin.services.judgements import judge, judgements, office_limits, override, set_parameter, withdraw
from climafin.services.libraries import change_library, check_library
from climafin.services.outdated import outdated_uids
from climafin.services.packs import publish_pack
from climafin.services.projects import undo
from climafin.services.session import Session
from tests.unit.services.office_book import PACK, project, published, text

SIGNED = {"reason": "现场核查", "evidence": "会议纪要", "second_person": "李核"}
CONFIRMED = {"reason": "上会决定", "second_person": "李核"}


@pytest.fixture
def uid(session: Session) -> str:
    change_library(session, single_user=False)
    published(session)
    project(session, "乙", 50.0)
    return project(session, "甲", 100.0)


def assessed(session: Session, uid: str, occasion: Occasion = Occasion.INITIAL) -> Assessment:
    assess_projects(session, pack_id=PACK, occasion=occasion)
    return explain(session, uid, PACK, occasion)


def told(session: Session) -> AssessReport:
    return assess_projects(session, pack_id=PACK)[1]


def test_an_experts_marks_count_at_the_next_assessment(session: Session, uid: str):
    before = assessed(session, uid)
    assert (before.total_low, before.total_high) == (7_000, 10_000)
    judge(session, uid, PACK, "C2", 8_000, **SIGNED)
    assert outdated_uids(session, [uid], PACK) == {uid}
    after = assessed(session, uid)
    assert after.total_low == after.total_high == 7_000 + 2_400
    line = next(one for one in after.criteria if one.rule_id == "C2").judged
    assert line is not None
    assert (line.person, line.second_person, line.evidence) == ("张敏", "李核", "会议纪要")
    assert outdated_uids(session, [uid], PACK) == frozenset()


def test_a_later_line_counts_and_a_withdrawn_one_no_longer(session: Session, uid: str):
    judge(session, uid, PACK, "C2", 8_000, **SIGNED)
    judge(session, uid, PACK, "C2", 5_000, **SIGNED)
    assert assessed(session, uid).total_low == 7_000 + 1_500
    counting = next(line for line in judgements(session, uid, PACK) if line.counts)
    withdraw(session, counting.line_id, "评错了")
    assert assessed(session, uid).total_low == 7_000
    assert [line.counts for line in judgements(session, uid)] == [False, False, False]
    with pytest.raises(Refused):
        withdraw(session, counting.line_id, "再来一次")


@pytest.mark.parametrize(
    ("changed", "failure"),
    [
        ({"reason": " "}, DataProblem),
        ({"evidence": ""}, DataProblem),
        ({"second_person": ""}, Refused),
        ({"second_person": "张敏"}, Refused),
    ],
)
def test_marks_need_a_reason_evidence_and_a_second_person(
    session: Session, uid: str, changed: dict[str, str], failure: type[ClimaFinError]
):
    with pytest.raises(failure):
        judge(session, uid, PACK, "C2", 8_000, **{**SIGNED, **changed})
    assert judgements(session, uid) == ()


def test_marks_lie_within_the_scale_of_a_criterion_left_to_experts(session: Session, uid: str):
    for marks in (-1, 10_001):
        with pytest.raises(DataProblem):
            judge(session, uid, PACK, "C2", marks, **SIGNED)
    with pytest.raises(CallProblem, match="worked out from facts"):
        judge(session, uid, PACK, "C3", 100, **SIGNED)
    with pytest.raises(CallProblem):
        judge(session, uid, PACK, "C9", 100, **SIGNED)
    with pytest.raises(CallProblem):
        judge(session, "nobody", PACK, "C2", 100, **SIGNED)


@pytest.mark.parametrize(
    ("target", "answer", "found"),
    [
        ("verdict", "refused", lambda one: one.verdict is Verdict.REFUSED),
        ("grade", "plain", lambda one: one.grade_low is not None and one.grade_low.en == "plain"),
        ("G1", "not_met", lambda one: one.verdict is Verdict.REFUSED),
        ("C3", 1_000, lambda one: one.total_low == 5_000 + 1_000),
    ],
)
def test_an_answer_is_replaced_and_what_it_replaced_is_kept(
    session: Session, uid: str, target: str, answer: str | int, found: Callable[[Assessment], bool]
):
    override(session, uid, PACK, target, answer, **CONFIRMED)
    after = assessed(session, uid)
    assert found(after)
    (line,) = after.overrides
    assert (line.target, line.person, line.second_person) == (target, "张敏", "李核")
    assert line.replaced is not None


def test_an_override_needs_two_persons_in_every_library(session: Session, uid: str):
    change_library(session, single_user=True)
    for second in ("", "张敏"):
        with pytest.raises(Refused):
            override(session, uid, PACK, "grade", "plain", reason="上会决定", second_person=second)
    with pytest.raises(DataProblem):
        override(session, uid, PACK, "grade", "plain", reason="", second_person="李核")
    assert judgements(session, uid) == ()


@pytest.mark.parametrize(
    ("target", "answer"), [("grade", "best"), ("G1", "yes"), ("X9", "met"), ("C3", 2_001), ("C3", "met")]
)
def test_an_answer_that_does_not_fit_is_refused_when_it_is_signed(
    session: Session, uid: str, target: str, answer: str | int
):
    with pytest.raises(CallProblem):
        override(session, uid, PACK, target, answer, **CONFIRMED)
    assert judgements(session, uid) == ()


def test_lines_for_the_yearly_assessment_leave_the_initial_one_alone(session: Session, uid: str):
    override(session, uid, PACK, "verdict", "refused", occasion=Occasion.YEARLY, **CONFIRMED)
    assert assessed(session, uid).verdict is Verdict.ELIGIBLE
    assert assessed(session, uid, Occasion.YEARLY).verdict is Verdict.REFUSED
    assert explain(session, uid, PACK, Occasion.INITIAL).verdict is Verdict.ELIGIBLE, "both are current at once"
    assert {one.head.verdict for one in ranking(session, PACK) if one.uid == uid} == {Verdict.ELIGIBLE}
    assert {one.head.verdict for one in ranking(session, PACK, Occasion.YEARLY) if one.uid == uid} == {Verdict.REFUSED}
    assert check_library(session, NoProgress()).problems == ()


def test_lines_that_a_later_edition_no_longer_asks_for_are_set_aside_and_told(session: Session, uid: str):
    judge(session, uid, PACK, "C2", 8_000, **SIGNED)
    override(session, uid, PACK, "grade", "plain", **CONFIRMED)
    newer = (
        text(2).replace("id: C2", "id: C7").replace("judged: {C2:", "judged: {C7:").replace("key: plain", "key: low")
    )
    publish_pack(session, newer.replace("grade: plain", "grade: low"), second_person="李核", reason="新版")
    report = told(session)
    assert [line.rule_id for line in report.set_aside] == ["C2", "grade"]
    assert report.pack.edition == 2


def test_points_that_no_longer_fit_do_not_stop_the_run(session: Session, uid: str):
    override(session, uid, PACK, "C3", 2_000, **CONFIRMED)
    publish_pack(session, text(2, 60), second_person="李核", reason="权重改了")
    report = told(session)
    assert report.assessed == 2
    assert explain(session, uid, PACK).overrides == ()


def test_a_limit_left_to_the_office_is_set_replaced_and_taken_back(session: Session, uid: str):
    def gate() -> Outcome:
        return next(one for one in assessed(session, uid).gates if one.rule_id == "G2").outcome

    assert [limit.line for limit in office_limits(session, PACK)] == [None]
    assert gate() is Outcome.UNKNOWN
    set_parameter(session, PACK, "下限", 60.0, source="渝发改〔2026〕1号", second_person="李核")
    assert ranking(session, PACK)[0].head.is_outdated is False, "of the same moment by this clock"
    assert gate() is Outcome.MET
    set_parameter(session, PACK, "下限", 200.0, source="渝发改〔2026〕2号", second_person="李核")
    assert gate() is Outcome.NOT_MET
    (limit,) = office_limits(session, PACK)
    assert limit.line is not None
    assert (limit.line.value, limit.line.source, limit.line.second_person) == (200.0, "渝发改〔2026〕2号", "李核")
    set_parameter(session, PACK, "下限", None, source="撤销", second_person="李核")
    assert gate() is Outcome.UNKNOWN


def test_a_limit_is_set_by_two_persons_with_a_paper(session: Session, uid: str):
    for value in ({"second_person": ""}, {"second_person": "张敏"}):
        with pytest.raises(Refused):
            set_parameter(session, PACK, "下限", 1.0, source="文件", **value)
    with pytest.raises(DataProblem):
        set_parameter(session, PACK, "下限", 1.0, source="", second_person="李核")
    with pytest.raises(CallProblem):
        set_parameter(session, PACK, "上限", 1.0, source="文件", second_person="李核")
    change_library(session, single_user=True)
    set_parameter(session, PACK, "下限", 1.0, source="文件", second_person="")


def test_a_value_in_another_unit_is_not_taken_for_this_one(session: Session, uid: str):
    set_parameter(session, PACK, "下限", 60.0, source="文件", second_person="李核")
    newer = text(2).replace("unit: tCO2e/a, delegated", "unit: 万tCO2e/a, delegated").replace("下限: 50", "下限: 0.005")
    publish_pack(session, newer, second_person="李核", reason="换单位")
    gate = next(one for one in assessed(session, uid).gates if one.rule_id == "G2")
    assert gate.outcome is Outcome.UNKNOWN


def test_everything_signed_stands_in_the_history_with_both_names(session: Session, uid: str):
    judge(session, uid, PACK, "C2", 8_000, **SIGNED)
    override(session, uid, PACK, "grade", "plain", **CONFIRMED)
    withdraw(session, 2, "收回")
    lines = project_history(session, uid)[:3]
    assert [line.entry.verb for line in lines] == ["withdraw", "override", "judge"]
    assert [line.reason for line in lines] == ["收回", "上会决定", "现场核查"]
    assert all(line.told.values.get("persons", ("张敏", "李核")) == ("张敏", "李核") for line in lines)
    with pytest.raises(Refused):
        undo(session, lines[-1].entry.action_id)


def test_two_persons_who_sign_the_same_rule_at_once_leave_one_line_that_counts(session: Session, uid: str):
    start = threading.Barrier(2)

    def sign(marks: int) -> None:
        start.wait()
        judge(session, uid, PACK, "C2", marks, **SIGNED)

    threads = [threading.Thread(target=sign, args=(marks,)) for marks in (1_000, 2_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = judgements(session, uid, PACK)
    assert sorted(line.points or 0 for line in lines) == [1_000, 2_000]
    assert [line.counts for line in lines] == [False, True]
    assert check_library(session, NoProgress()).problems == ()


def test_a_cohort_of_the_present_is_kept_with_what_it_gave(session: Session, uid: str):
    found = assessed(session, uid)
    (read,) = [one for one in found.cohorts if one.name == "同行"]
    kept = session.library.rules.cohorts(PACK, "同行", date.min, date.max)
    assert [record.digest for record in kept] == [read.digest]
    assess_projects(session, pack_id=PACK)
    assert len(session.library.rules.cohorts(PACK, "同行", date.min, date.max)) == 1, "nothing new, nothing kept"


def test_last_years_values_are_those_frozen_last_year(session: Session, uid: str):
    def gate() -> Outcome:
        return next(one for one in assessed(session, uid).gates if one.rule_id == "G3").outcome

    assert gate() is Outcome.UNKNOWN
    freeze_cohorts(session, PACK, date(2026, 11, 20), "2026")
    assert gate() is Outcome.UNKNOWN, "frozen this year, for the next"
    freeze_cohorts(session, PACK, date(2025, 12, 31), "2025")
    assert gate() is Outcome.MET
    read = next(one for one in explain(session, uid, PACK).cohorts if one.name == "去年")
    assert read.as_of == date(2025, 12, 31)


def test_freezing_needs_a_day_that_has_come_a_label_and_cohorts(session: Session, uid: str):
    with pytest.raises(DataProblem, match="not come"):
        freeze_cohorts(session, PACK, date(2026, 11, 21), "2026")
    with pytest.raises(DataProblem):
        freeze_cohorts(session, PACK, date(2026, 11, 20), " ")
    with pytest.raises(CallProblem, match="no cohorts"):
        freeze_cohorts(session, "liangjiang-sample", date(2026, 11, 20), "2026")
    assert freeze_cohorts(session, PACK, date(2026, 11, 20), "2026").action_id
    assert not freeze_cohorts(session, PACK, date(2026, 11, 20), "2026").action_id, "the same again is nothing new"


def test_values_frozen_in_another_unit_are_not_taken_for_this_years(session: Session, uid: str):
    freeze_cohorts(session, PACK, date(2025, 12, 31), "2025")
    line = "去年: {title: {zh: 去年减排, en: Last year's reduction}, by: sector, value: 年减排量, decimals: 0"
    assert line in text(2)
    publish_pack(session, text(2).replace(line, line[:-1] + "1"), second_person="李核", reason="多一位小数")
    gate = next(one for one in assessed(session, uid).gates if one.rule_id == "G3")
    assert gate.outcome is Outcome.UNKNOWN
