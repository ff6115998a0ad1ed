"""What people put into an assessment: whether it fits the pack, and what signed lines replace."""

from collections.abc import Iterable
from dataclasses import replace

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import unknown_name
from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.signed import Override
from climafin.domain.verdict import Verdict
from climafin.rules.asking import Asked
from climafin.rules.grade_answers import Graded
from climafin.rules.pack import Pack

VERDICT, GRADE = "verdict", "grade"


def check_asked(pack: Pack, asked: Asked) -> None:
    """Look whether what people put in fits the pack.

    Raises:
        CallProblem: something does not.
    """
    for name in asked.parameters:
        limit = pack.limit_by_name.get(name)
        if limit is None:
            raise CallProblem(unknown_name(name, pack.limit_by_name))
        if limit.delegated is None:
            raise CallProblem(message("The rule book does not leave “{limit}” to the office.", limit=limit.label))
    known = [cohort.name for cohort in pack.cohorts]
    for name in asked.cohorts:
        if name not in known:
            raise CallProblem(unknown_name(name, known))
    _check_overrides(pack, asked.overrides)


def _check_overrides(pack: Pack, overrides: Iterable[Override]) -> None:
    gates = {gate.rule_id for gate in pack.gates}
    scored = {criterion.rule_id for criterion in pack.criteria} | {item.rule_id for item in pack.bonus}
    answers = {VERDICT: [verdict.value for verdict in Verdict], GRADE: [grade.key for grade in pack.grades]}
    answers |= {gate: [outcome.value for outcome in Outcome] for gate in gates}
    seen: set[str] = set()
    for line in overrides:
        if line.target not in answers and line.target not in scored:
            raise CallProblem(unknown_name(line.target, [*answers, *scored]))
        if line.target in seen:
            raise CallProblem(message("Two signed lines replace the answer of “{rule}”.", rule=line.target))
        seen.add(line.target)
        if not (line.person.strip() and line.second_person.strip() and line.reason.strip()):
            told = message("To replace the answer of “{rule}”, two persons and a reason are needed.", rule=line.target)
            raise CallProblem(told)
        if line.person.strip() == line.second_person.strip():
            raise CallProblem(message("The second person must be somebody else than {person}.", person=line.person))
        if line.target in scored and line.points is None:
            raise CallProblem(message("Say the points that “{rule}” is given.", rule=line.target))
        if line.target in answers and line.answer not in answers[line.target]:
            raise CallProblem(unknown_name(line.answer, answers[line.target]))


def overridden(pack: Pack, answer: Assessment, graded: Graded, lines: Iterable[Override]) -> Assessment:
    """Return an assessment with verdict and grade as signed lines say, and every line with what it replaced.

    Args:
        pack: the pack.
        answer: the assessment, the signed answers of gates and criteria in it.
        graded: its grade, also when the project is refused.
        lines: the signed lines.

    Raises:
        CallProblem: a criterion was given more points than it can have.
    """
    signed = {line.target: line for line in lines}
    most = {line.rule_id: line.maximum for line in answer.criteria}
    for line in signed.values():
        if line.points is not None and line.points > most[line.target]:
            told = message("“{rule}” has at most {points} points.", rule=line.target, points=most[line.target] / 100)
            raise CallProblem(told)
    applied = (*(gate.override for gate in answer.gates), *(line.override for line in answer.criteria))
    shown = [line for line in applied if line is not None]
    if VERDICT in signed:
        shown.append(replace(signed[VERDICT], replaced=answer.verdict.label))
        answer = replace(answer, verdict=Verdict(signed[VERDICT].answer))
    low, high = graded.low, graded.high
    if GRADE in signed and low is not None and high is not None:
        said = low if low == high else Label(f"{low.zh}–{high.zh}", f"{low.en}–{high.en}")
        shown.append(replace(signed[GRADE], replaced=said))
        low = high = next(grade.label for grade in pack.grades if grade.key == signed[GRADE].answer)
    is_refused = answer.verdict is Verdict.REFUSED
    return replace(
        answer,
        grade_low=None if is_refused else low,
        grade_high=None if is_refused else high,
        overrides=tuple(shown),
    )
