"""An assessment made by hand: every number in it is known to the tests that look for it on the screen."""

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

SOURCE = RuleSource(
    Label("渝环〔2022〕50号", "Yuhuan 〔2022〕 No. 50"), Label("第六章第三节", "chapter 6, section 3"), official=True
)
DRAFT = RuleSource(Label("自拟", "Own draft"), Label("3", "3"), official=False)
ENVIRONMENT, MONEY = Label("环境效益", "Environment"), Label("资金", "Money")


def gate(title: Label, outcome: Outcome, key: str, value: bool | None, kind: GateKind) -> GateResult:
    missing = (key,) if outcome is Outcome.UNKNOWN else ()
    return GateResult(key, title, kind, outcome, key, (FactRead(key, title, value),), missing, SOURCE)


def criterion(
    title: Label, group: Label, fact: FactRead, points: tuple[int, int, int], **more: object
) -> CriterionResult:
    low, high, most = points
    unknown = fact.value is None
    given: dict[str, object] = {
        "rule_id": fact.key,
        "title": title,
        "group": group,
        "outcome": Outcome.UNKNOWN if unknown else Outcome.MET,
        "value": fact.value,
        "value_text": None,
        "unit": Label(fact.unit, "t" if fact.unit == "吨" else fact.unit),
        "clause": None,
        "test": "",
        "points_low": low,
        "points_high": high,
        "maximum": most,
        "next_step": None,
        "facts": (fact,),
        "missing": (fact.key,) if unknown else (),
        "source": SOURCE,
    }
    return CriterionResult(**(given | more))  # type: ignore[arg-type]


REDUCTION = criterion(
    Label("年减排量", "Yearly reduction"),
    ENVIRONMENT,
    FactRead("annual_reduction", Label("年减排量", "Yearly reduction"), 12500.0, "吨"),
    (6_00, 6_00, 10_00),
    clause=Label("10,000 ≤ x < 20,000", "10,000 ≤ x < 20,000"),
    next_step=20000.0,
    source=DRAFT,
)
IRR = criterion(
    Label("内部收益率", "Project IRR"),
    MONEY,
    FactRead("project_irr", Label("内部收益率", "Project IRR"), None, "%"),
    (0, 5_00, 5_00),
)
DATA_CENTRE = criterion(
    Label("PUE", "PUE"),
    MONEY,
    FactRead("pue", Label("PUE", "PUE"), None),
    (0, 0, 0),
    outcome=Outcome.NOT_APPLICABLE,
    missing=(),
)
MADE = Assessment(
    pack=PackStamp("trial", 2, Label("试评", "Trial pack"), "0" * 64, official=False),
    as_of=date(2026, 11, 20),
    assessed_at=datetime(2026, 11, 20, 9, 30, tzinfo=OFFICE_ZONE),
    actor="Wang",
    engine="test",
    facts_digest="0" * 64,
    verdict=Verdict.UNDECIDED,
    gates=(
        gate(Label("在重庆", "In Chongqing"), Outcome.MET, "in_chongqing", True, GateKind.REQUIREMENT),
        gate(Label("失信名单", "Dishonest list"), Outcome.UNKNOWN, "dishonest", None, GateKind.EXCLUSION),
        gate(Label("信用等级", "Credit grade"), Outcome.UNKNOWN, "credit_grade", None, GateKind.NOTICE),
    ),
    criteria=(REDUCTION, IRR, DATA_CENTRE),
    total_low=6_00,
    total_high=11_00,
    maximum=15_00,
    bonus_maximum=0,
    grade_low=Label("B", "B"),
    grade_high=Label("A", "A"),
)
