"""Assessments made by hand. Here alone their shape is written down; a test says what it is about and no more."""

from collections.abc import Sequence
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

#: An official clause.
CLAUSE = RuleSource(
    Label("渝环〔2022〕50号", "Yuhuan 〔2022〕 No. 50"), Label("第六章第三节", "chapter 6, section 3"), official=True
)


def made_gate(rule_id: str, title: Label, outcome: Outcome, *facts: FactRead, **more: object) -> GateResult:
    """A requirement that rests on an official clause; `more` are attributes that are otherwise."""
    given: dict[str, object] = {
        "rule_id": rule_id,
        "title": title,
        "kind": GateKind.REQUIREMENT,
        "outcome": outcome,
        "test": rule_id,
        "facts": facts,
        "missing": _unknown(facts),
        "source": CLAUSE,
    }
    return GateResult(**(given | more))  # type: ignore[arg-type]


def made_criterion(
    title: Label, group: Label, points: tuple[int, int, int], *facts: FactRead, **more: object
) -> CriterionResult:
    """A criterion with its points (low, high, most, in 1/100); undecided while a fact is unknown."""
    missing = more.get("missing", _unknown(facts))
    low, high, most = points
    given: dict[str, object] = {
        "rule_id": title.en,
        "title": title,
        "group": group,
        "outcome": Outcome.UNKNOWN if missing else Outcome.MET,
        "value": None,
        "value_text": None,
        "unit": Label("", ""),
        "clause": None,
        "test": "",
        "points_low": low,
        "points_high": high,
        "maximum": most,
        "next_step": None,
        "facts": facts,
        "missing": missing,
        "source": CLAUSE,
    }
    return CriterionResult(**(given | more))  # type: ignore[arg-type]


def made_assessment(
    gates: Sequence[GateResult], criteria: Sequence[CriterionResult], verdict: Verdict, **more: object
) -> Assessment:
    """An assessment by a sample pack, whose totals are the sums of its criteria unless `more` says otherwise."""
    given: dict[str, object] = {
        "pack": PackStamp("trial", 2, Label("试评", "Trial pack"), "0" * 64, official=False),
        "as_of": date(2026, 11, 20),
        "assessed_at": datetime(2026, 11, 20, 9, 30, tzinfo=OFFICE_ZONE),
        "actor": "张敏",
        "engine": "1",
        "facts_digest": "0" * 64,
        "verdict": verdict,
        "gates": tuple(gates),
        "criteria": tuple(criteria),
        "total_low": sum(criterion.points_low for criterion in criteria),
        "total_high": sum(criterion.points_high for criterion in criteria),
        "maximum": sum(criterion.maximum for criterion in criteria),
        "bonus_maximum": 0,
        "grade_low": None,
        "grade_high": None,
    }
    return Assessment(**(given | more))  # type: ignore[arg-type]


def _unknown(facts: Sequence[FactRead]) -> tuple[str, ...]:
    return tuple(fact.key for fact in facts if fact.value is None)
