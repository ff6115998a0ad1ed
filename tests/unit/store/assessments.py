"""Assessments to keep in tests."""

from climafin.base.messages import Label
from climafin.domain.assessment import Assessment, FactRead, GateKind, Outcome, PackStamp, Verdict
from tests.made_assessments import made_assessment, made_criterion, made_gate

GOOD = Label("良", "good")
#: 0.1 + 0.2 is no short figure: it must come back to the last bit.
IRR = FactRead("irr", Label("内部收益率", "IRR"), 0.1 + 0.2, "%")
REDUCTION = FactRead("annual_reduction", Label("年减排量", "reduction"), None)


def an_assessment(
    pack_id: str,
    *,
    low: int,
    high: int,
    verdict: Verdict = Verdict.ELIGIBLE,
    grade: Label | None = GOOD,
) -> Assessment:
    """One small but whole assessment."""
    intensity, benefit = Label("减排强度", "intensity"), Label("效益", "benefit")
    return made_assessment(
        (made_gate("g1", Label("合规", "lawful"), Outcome.MET, IRR, kind=GateKind.EXCLUSION, test="not dishonest"),),
        (made_criterion(intensity, benefit, (low, high, 10_000), REDUCTION, unit=Label("t", "t"), next_step=0.5),),
        verdict,
        pack=PackStamp(pack_id, 1, Label("样例", "sample"), "0" * 64, official=False),
        grade_low=grade,
        grade_high=grade,
    )
