"""Assessments to keep in tests."""

from datetime import date, datetime

from climafin.base.clock import OFFICE_ZONE
from climafin.base.messages import Label
from climafin.domain.assessment import (
    Assessment,
    CriterionResult,
    FactRead,
    GateKind,
    GateResult,
    Outcome,
    PackStamp,
    RuleSource,
    Verdict,
)

GOOD = Label("良", "good")
SOURCE = RuleSource(Label("渝环〔2022〕50号", "Yuhuan 50"), Label("6.3", "6.3"), official=True)


def an_assessment(
    pack_id: str,
    *,
    low: int,
    high: int,
    verdict: Verdict = Verdict.ELIGIBLE,
    grade: Label | None = GOOD,
) -> Assessment:
    """One small but whole assessment."""
    fact = FactRead("irr", Label("内部收益率", "IRR"), 0.1 + 0.2, "%")
    gate = GateResult(
        "g1", Label("合规", "lawful"), GateKind.EXCLUSION, Outcome.MET, "not dishonest", (fact,), (), SOURCE
    )
    criterion = CriterionResult(
        rule_id="c1",
        title=Label("减排强度", "intensity"),
        group=Label("效益", "benefit"),
        outcome=Outcome.UNKNOWN,
        value=None,
        value_text=None,
        unit=Label("t", "t"),
        clause=None,
        test="",
        points_low=low,
        points_high=high,
        maximum=10_000,
        next_step=0.5,
        facts=(FactRead("annual_reduction", Label("年减排量", "reduction"), None),),
        missing=("annual_reduction",),
        source=SOURCE,
    )
    return Assessment(
        pack=PackStamp(pack_id, 1, Label("样例", "sample"), "0" * 64, official=False),
        as_of=date(2026, 11, 20),
        assessed_at=datetime(2026, 11, 20, 9, tzinfo=OFFICE_ZONE),
        actor="张敏",
        engine="1",
        facts_digest="1" * 64,
        verdict=verdict,
        gates=(gate,),
        criteria=(criterion,),
        total_low=low,
        total_high=high,
        maximum=10_000,
        bonus_maximum=0,
        grade_low=grade,
        grade_high=grade,
    )
