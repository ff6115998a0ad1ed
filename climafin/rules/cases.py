"""The examination of a pack: its built-in cases are assessed, and every answer that differs is a fault."""

from dataclasses import dataclass
from datetime import UTC, datetime

from climafin.base.messages import Label, Message, message
from climafin.base.yaml_nodes import Fault
from climafin.domain.assessment import Assessment, CriterionResult, Outcome
from climafin.domain.dictionary import Dictionary
from climafin.domain.project import Project
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.rules.assess import Asked, assess
from climafin.rules.pack import Case, Expected, Pack

_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Examined:
    """A case with its assessment and what is wrong with it."""

    case: Case
    assessment: Assessment
    faults: tuple[Fault, ...]


def examine(pack: Pack, fields: Dictionary) -> tuple[Examined, ...]:
    """Run every case of a pack."""
    return tuple(_examined(pack, case, fields) for case in pack.cases)


def case_project(case: Case) -> Project:
    """Return the project a case speaks of."""
    stages = (StageEvent(Stage(case.stage), case.as_of, "", "", _MOMENT),) if case.stage else ()
    return Project("case", "case", Status.SUBMITTED, case.values, case.notes, stages)


def _examined(pack: Pack, case: Case, fields: Dictionary) -> Examined:
    answer = assess(pack, case_project(case), fields, Asked(case.as_of, _MOMENT, "case"))
    faults = []
    for expected in case.expected:
        found = _difference(pack, expected, answer)
        if found is not None:
            told = message(
                "The case “{case}” expects {name} = {wanted}, but the rules give {found}.",
                case=case.name,
                name=expected.name,
                wanted=expected.word or _range(expected.low, expected.high),
                found=found,
            )
            faults.append(Fault(expected.place, told))
    return Examined(case, answer, tuple(faults))


def _difference(pack: Pack, expected: Expected, answer: Assessment) -> str | Message | Label | None:
    """Return what came out instead of what was expected, or None when it is right."""
    if expected.name == "verdict":
        return None if answer.verdict.value == expected.word else answer.verdict.value
    if expected.name == "grade":
        wanted = next(grade.label for grade in pack.grades if grade.key == expected.word)
        right = answer.grade_low == answer.grade_high == wanted
        return None if right else _grades(answer)
    if expected.name == "score":
        return _off(expected, answer.total_low, answer.total_high)
    criterion = next((found for found in answer.criteria if found.rule_id == expected.name), None)
    if criterion is not None:
        return _criterion_difference(expected, criterion)
    gate = next(found for found in answer.gates if found.rule_id == expected.name)
    return None if gate.outcome.value == expected.word else gate.outcome.value


def _criterion_difference(expected: Expected, found: CriterionResult) -> str | None:
    if expected.word:
        return None if found.outcome.value == expected.word else found.outcome.value
    if found.outcome is Outcome.NOT_APPLICABLE:
        return found.outcome.value
    return _off(expected, found.points_low, found.points_high)


def _off(expected: Expected, low: int, high: int) -> str | None:
    return None if (low, high) == (expected.low, expected.high) else _range(low, high)


def _range(low: int, high: int) -> str:
    return f"{low / 100:.2f}" if low == high else f"{low / 100:.2f}–{high / 100:.2f}"


def _grades(answer: Assessment) -> str:
    if answer.grade_low is None or answer.grade_high is None:
        return answer.verdict.value
    ends = dict.fromkeys((answer.grade_low.zh, answer.grade_high.zh))
    return "–".join(ends)
