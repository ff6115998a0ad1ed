"""The whole of an assessment in words: verdict and grade, what forced it, derived values, cohorts, signed lines."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from climafin.base.language import Language
from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import Assessment, CohortRead, DerivedRead, ForceResult, Outcome
from climafin.domain.part_words import points_text
from climafin.domain.shown_values import NO, YES
from climafin.domain.verdict import Verdict
from climafin.rules.explaining_facts import FactSpeaker
from climafin.rules.explaining_gates import GateSpeaker, reason_text


def ends(low: str | Label, high: str | Label) -> str | Label | Message:
    """Return one thing, or a range of two."""
    return low if low == high else message("{low} to {high}", low=low, high=high)


class _GateLine(Protocol):
    @property
    def title(self) -> Label: ...

    @property
    def refuses(self) -> bool: ...

    @property
    def holds(self) -> bool: ...


class Headed(Protocol):
    """What a headline says something of: an assessment, or a standing without the trace."""

    @property
    def verdict(self) -> Verdict:
        """The gates together."""

    @property
    def gates(self) -> Sequence[_GateLine]:
        """The gates."""

    @property
    def criteria(self) -> Sequence[object]:
        """What is scored."""

    @property
    def score(self) -> Message:
        """The total in words."""

    @property
    def grade_low(self) -> Label | None:
        """The grade when unknowns go badly."""

    @property
    def grade_high(self) -> Label | None:
        """The grade when unknowns go well."""


def headline(assessment: Headed) -> Message:
    """Return the verdict, the points and the grade in one plain sentence."""
    scored = bool(assessment.criteria)
    if assessment.verdict is Verdict.REFUSED:
        return _refused(assessment, scored=scored)
    score = assessment.score
    has_grade = assessment.grade_low is not None and assessment.grade_high is not None
    grade = ends(assessment.grade_low, assessment.grade_high) if has_grade else None  # type: ignore[arg-type]
    if assessment.verdict is Verdict.ELIGIBLE:
        return _eligible(score if scored else None, grade)
    gates = tuple(gate.title for gate in assessment.gates if gate.holds)
    open_ = message("Eligibility cannot be told yet, because facts are missing for: {gates}.", gates=gates)
    if not scored:
        return open_
    if grade is None:
        return message("{told} As far as is known: score {score}.", told=open_, score=score)
    return message(
        "Eligibility cannot be told yet, because facts are missing for: {gates}. "
        "As far as is known: score {score}, grade {grade}.",
        gates=gates,
        score=score,
        grade=grade,
    )


def _eligible(score: Message | None, grade: str | Label | Message | None) -> Message:
    if score is None:
        return message("Eligible.") if grade is None else message("Eligible: grade {grade}.", grade=grade)
    if grade is None:
        return message("Eligible: score {score}.", score=score)
    return message("Eligible: score {score}, grade {grade}.", score=score, grade=grade)


def _refused(assessment: Headed, *, scored: bool) -> Message:
    failed = tuple(gate.title for gate in assessment.gates if gate.refuses)
    if not failed:
        return message("Not eligible, by a signed decision.")
    if not scored:
        return message("Not eligible, because this is not met: {gates}.", gates=failed)
    return message(
        "Not eligible, because this is not met: {gates}. Only for information: the score is {score}.",
        gates=failed,
        score=assessment.score,
    )


class WholeSpeaker:
    """Says what belongs to no single gate or criterion.

    Args:
        facts: says the facts.
        language: whose words to use.
        assessment: what is spoken of.
    """

    def __init__(self, facts: FactSpeaker, language: Language, assessment: Assessment) -> None:
        self._facts = facts
        self._gates = GateSpeaker(facts, language, assessment)
        self._assessment = assessment

    def sub_grades(self) -> Iterator[Message]:
        """Yield the grades of single groups."""
        for one in self._assessment.sub_grades:
            points = ends(points_text(one.points_low), points_text(one.points_high))
            yield message(
                "{title}: {points} points, {band}.", title=one.title, points=points, band=ends(one.low, one.high)
            )

    def forces(self) -> Iterator[Message]:
        """Yield the lines that force the grade, or may."""
        for force in self._assessment.forces:
            told = self._force(force)
            if told is not None:
                yield told

    def _force(self, force: ForceResult) -> Message | None:
        facts = self._facts.facts(force.facts)
        if force.outcome is Outcome.UNKNOWN:
            return message(
                "{title}: may force the grade {grade}; missing: {facts}.",
                title=force.title,
                grade=force.grade,
                facts=self._facts.names(force.missing) or message("an entry in the rule pack's own table"),
            )
        if force.outcome is not Outcome.MET:
            return None
        if force.how == "at_most":
            told = message(
                "{title}: the grade is at most {grade} ({facts}).", title=force.title, grade=force.grade, facts=facts
            )
        elif force.how == "at_least":
            told = message(
                "{title}: the grade is at least {grade} ({facts}).", title=force.title, grade=force.grade, facts=facts
            )
        else:
            told = message(
                "{title}: the grade is forced to {grade} ({facts}).", title=force.title, grade=force.grade, facts=facts
            )
        return told

    def derived(self) -> Iterator[Message]:
        """Yield the derived values and the figures of cohorts."""
        for one in self._assessment.derived:
            yield self._derived(one)

    def _derived(self, one: DerivedRead) -> Message:
        if one.value is None:
            return message("{name}: cannot be told, because {reason}.", name=one.label, reason=reason_text(one.reason))
        if isinstance(one.value, float) and not isinstance(one.value, bool):
            return message("{name} = {value}", name=one.label, value=self._facts.quantity(one.value, one.unit))
        value = (YES if one.value else NO) if isinstance(one.value, bool) else one.value
        return message("{name} = {value}", name=one.label, value=value)

    def cohorts(self) -> Iterator[Message]:
        """Yield the cohorts the project was compared with."""
        for cohort in self._assessment.cohorts:
            yield _cohort(cohort)

    def signed(self) -> Iterator[Message]:
        """Yield the signed lines, each with what it replaced."""
        titles = {gate.rule_id: gate.title for gate in self._assessment.gates}
        titles |= {line.rule_id: line.title for line in self._assessment.criteria}
        titles |= {"verdict": Label("准入结论", "Verdict"), "grade": Label("等级", "Grade")}
        for line in self._assessment.overrides:
            told = self._gates.signed(line)
            if told is not None:
                yield message("{title}: {told}", title=titles.get(line.target, line.target), told=told)


def _cohort(cohort: CohortRead) -> Message:
    if cohort.as_of is None:
        return message("{cohort}: no values have been frozen yet, so nothing can be compared.", cohort=cohort.label)
    if cohort.count < cohort.minimum:
        return message(
            "{cohort}: projects in the class: {count}; fewer than {minimum} are not compared.",
            cohort=cohort.label,
            count=cohort.count,
            minimum=cohort.minimum,
        )
    return message(
        "{cohort}: projects compared: {count}, as of {day} ({source}).",
        cohort=cohort.label,
        count=cohort.count,
        day=cohort.as_of,
        source=cohort.source,
    )
