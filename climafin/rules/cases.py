"""The examination of a pack: its built-in cases are assessed, and every answer that differs is a fault."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from climafin.base.messages import Label, Message, message
from climafin.base.yaml_nodes import Fault
from climafin.domain.assessment import (
    Assessment,
    BranchResult,
    CriterionResult,
    ForceResult,
    GateResult,
    Outcome,
    SubGradeResult,
)
from climafin.domain.dictionary import Dictionary
from climafin.domain.judgement import Judged
from climafin.domain.project import Project
from climafin.domain.signed import Supplied
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.expression.evaluate import Unknown
from climafin.expression.terms import Sort
from climafin.rules.asking import Asked
from climafin.rules.assess import assess
from climafin.rules.case_reading import UNKNOWN
from climafin.rules.cohorts import FrozenCohort
from climafin.rules.facts import project_facts
from climafin.rules.pack import Case, Expected, Pack
from climafin.rules.resolving import pack_facts
from climafin.rules.tracing import in_unit

_Line = CriterionResult | GateResult | BranchResult | ForceResult | SubGradeResult
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
#: Who signs in a case: it examines the rules, not people.
_PERSON, _OTHER = "case", "second person of the case"
#: Derived values are compared to nine digits: what is typed and what is worked out differ in the last bits.
_EQUAL = 1e-9


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


def case_asked(pack: Pack, case: Case) -> Asked:
    """Return what is asked in a case, with everything that people put in."""
    project = project_facts(case_project(case), pack.fields, case.as_of)
    cohorts = {}
    for cohort in pack.cohorts:
        row = cohort.row(project)
        if cohort.name in case.cohorts and not isinstance(row, Unknown):
            cohorts[cohort.name] = FrozenCohort(cohort.name, {row: case.cohorts[cohort.name]}, case.as_of, case.name)
    return Asked(
        case.as_of,
        _MOMENT,
        _PERSON,
        judged={
            rule_id: Judged(marks, _PERSON, _OTHER, case.name, case.name, _MOMENT)
            for rule_id, marks in case.judged.items()
        },
        occasion=case.occasion,
        parameters={
            name: Supplied(value, _PERSON, _OTHER, case.name, _MOMENT) for name, value in case.parameters.items()
        },
        cohorts=cohorts,
        initial=case.initial,
    )


def _examined(pack: Pack, case: Case, fields: Dictionary) -> Examined:
    answer = assess(pack, case_project(case), fields, case_asked(pack, case))
    faults = []
    for expected in case.expected:
        found = _difference(pack, case, expected, answer)
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


def _difference(pack: Pack, case: Case, expected: Expected, answer: Assessment) -> str | Message | Label | None:
    """Return what came out instead of what was expected, or None when it is right."""
    if expected.name == "verdict":
        return _other_word(expected, answer.verdict.value)
    if expected.name == "grade":
        wanted = next(grade.label for grade in pack.grades if grade.key == expected.word)
        return None if answer.grade_low == answer.grade_high == wanted else _grades(answer)
    if expected.name == "score":
        return _off(expected, answer.total_low, answer.total_high)
    line = _line(expected.name, answer)
    if line is None:
        return _value_difference(pack, case, expected)
    if isinstance(line, CriterionResult):
        return _criterion_difference(expected, line)
    return (
        _sub_grade_difference(pack, expected, line)
        if isinstance(line, SubGradeResult)
        else _other_word(expected, line.outcome.value)
    )


def _other_word(expected: Expected, found: str) -> str | None:
    return None if found == expected.word else found


def _line(name: str, answer: Assessment) -> _Line | None:
    """Return the line of an assessment that a case calls by this name."""
    lines: dict[str, _Line] = {line.rule_id: line for line in answer.criteria}
    lines |= {line.rule_id: line for line in answer.forces}
    lines |= {line.rule_id: line for line in answer.gates}
    lines |= {line.key: line for line in answer.sub_grades}
    lines |= {f"{gate.rule_id}.{branch.branch_id}": branch for gate in answer.gates for branch in gate.branches}
    return lines.get(name)


def _sub_grade_difference(pack: Pack, expected: Expected, found: SubGradeResult) -> str | None:
    bands = next(one.bands for one in pack.sub_grades if one.key == found.key)
    if not expected.word:
        return _off(expected, found.points_low, found.points_high)
    wanted = next(band.label for band in bands if band.key == expected.word)
    if found.low == found.high == wanted:
        return None
    return found.low.zh if found.low == found.high else f"{found.low.zh}–{found.high.zh}"


def _value_difference(pack: Pack, case: Case, expected: Expected) -> str | None:
    """Compare a limit, a derived value or a figure of a cohort, in its own unit."""
    name = pack.vocabulary[expected.name]
    known = pack_facts(pack, case_project(case), case_asked(pack, case))[name.key]
    found = in_unit(known, name.type.unit) if name.type.sort is Sort.NUMBER else known
    if isinstance(known, Unknown) or not isinstance(found, float):
        word = UNKNOWN if isinstance(known, Unknown) else str(found)
        return None if expected.word == word else word
    is_number = expected.word != UNKNOWN
    is_right = is_number and math.isclose(found, float(expected.word), rel_tol=_EQUAL, abs_tol=_EQUAL)
    return None if is_right else str(found)


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
