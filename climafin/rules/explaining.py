"""An assessment in sentences, for window, terminal and paper.

The verdict, every line with its source, what is missing, and what would help.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from climafin.base.language import Language
from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import Assessment, CriterionResult, GateResult, Outcome
from climafin.domain.dictionary import Dictionary
from climafin.domain.part_words import parts_told, points_text
from climafin.rules.explaining_facts import FactSpeaker, quantity
from climafin.rules.explaining_gates import GateSpeaker, together
from climafin.rules.explaining_parts import next_better, unread_parts
from climafin.rules.explaining_whole import WholeSpeaker, ends, headline

MOST_NEXT_STEPS = 5
#: Scales that ask by themselves: their clause says what was found, the facts behind it would only repeat it.
_SELF_ASKING = ("tests", "deduct", "sum", "checklist", "best_of", "expert")


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One gate or criterion in words.

    Attributes:
        rule_id: its id in the pack.
        outcome: its answer.
        text: the sentence.
        source: the clause it rests on, in words.
    """

    rule_id: str
    outcome: Outcome
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """An assessment in words.

    Attributes:
        headline: the verdict, the points and the grade in one plain sentence.
        standing: what the pack is: a warning for samples and prototypes, else "".
        basis: pack, edition, date and engine.
        gates: one line per gate.
        criteria: one line per criterion and bonus item.
        missing: what is unknown, what could change most first.
        next_steps: what would bring points, most first.
        groups: the groups that their cap keeps from bringing more.
        grading: the sub-grades, and the lines that force the grade.
        values: the derived values, and the cohorts the project was compared with.
        signed: the signed lines, each with what it replaced.
    """

    headline: str
    standing: str
    basis: str
    gates: tuple[ExplainedLine, ...]
    criteria: tuple[ExplainedLine, ...]
    missing: tuple[str, ...]
    next_steps: tuple[str, ...]
    groups: tuple[str, ...] = ()
    grading: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


def explain_in_words(assessment: Assessment, fields: Dictionary, language: Language) -> Explanation:
    """Return an assessment in the sentences of one language."""
    facts = FactSpeaker(fields, language, assessment)
    gates = GateSpeaker(facts, language, assessment)
    speaker = _Speaker(facts, language, gates, are_points=bool(assessment.groups))
    whole = WholeSpeaker(facts, language, assessment)
    stamp = assessment.pack
    basis = message(
        "{pack}, edition {edition}; rules of {day}.", pack=stamp.title, edition=stamp.edition, day=assessment.as_of
    )
    warning = message("The rule pack is not an official standard.")
    return Explanation(
        headline=language.say(headline(assessment)),
        standing="" if stamp.official else language.say(warning),
        basis=language.say(basis),
        gates=tuple(_line(one, gates.gate(one), facts, language) for one in assessment.gates),
        criteria=tuple(_line(one, speaker.criterion(one), facts, language) for one in assessment.criteria),
        missing=tuple(speaker.missing(assessment)),
        next_steps=tuple(speaker.next_steps(assessment.criteria)),
        groups=tuple(
            language.say(message("{group}: its cap keeps it at {points} points.", group=group.title, points=most))
            for group in assessment.groups
            if group.is_capped
            for most in (points_text(group.maximum),)
        ),
        grading=tuple(language.say(told) for told in (*whole.sub_grades(), *whole.forces())),
        values=tuple(language.say(told) for told in (*whole.derived(), *whole.cohorts())),
        signed=tuple(language.say(told) for told in whole.signed()),
    )


def _line(line: GateResult | CriterionResult, told: Message, facts: FactSpeaker, language: Language) -> ExplainedLine:
    return ExplainedLine(line.rule_id, line.outcome, language.say(told), facts.source(line.source))


def _points(low: int, high: int) -> str | Label | Message:
    return ends(points_text(low), points_text(high))


class _Speaker:
    """Says lines in one language."""

    def __init__(self, facts: FactSpeaker, language: Language, gates: GateSpeaker, *, are_points: bool) -> None:
        self._facts = facts
        self._language = language
        self._gates = gates
        self._are_points = are_points

    def criterion(self, criterion: CriterionResult) -> Message:
        if criterion.outcome is Outcome.NOT_APPLICABLE:
            return self._left_out(criterion)
        if criterion.outcome is Outcome.UNKNOWN:
            told = message(
                "{title}: cannot be told; {points} of {maximum} points. Missing: {facts}.",
                title=criterion.title,
                points=_points(criterion.points_low, criterion.points_high),
                maximum=points_text(criterion.maximum),
                facts=self._lacking(criterion),
            )
        else:
            told = self._scored(criterion)
        more = (*self._gates.supplied(criterion.limits), self._gates.signed(criterion.override))
        return together(told, *more)

    def _left_out(self, criterion: CriterionResult) -> Message:
        aside = self._gates.aside(criterion)
        if aside is not None:
            return aside
        if criterion.missing and self._are_points:
            return message(
                "{title}: left out, because this is missing: {facts}.",
                title=criterion.title,
                facts=self._facts.names(criterion.missing),
            )
        if criterion.missing:
            return message(
                "{title}: left out, because this is missing: {facts}. Its weight goes to the others.",
                title=criterion.title,
                facts=self._facts.names(criterion.missing),
            )
        if self._are_points:
            return message("{title}: does not apply to this project.", title=criterion.title)
        return message("{title}: does not apply to this project; its weight goes to the others.", title=criterion.title)

    def _lacking(self, criterion: CriterionResult) -> object:
        """Return what is missing: facts, or what an expert's line lacks."""
        if criterion.missing:
            return self._facts.names(criterion.missing)
        unread = unread_parts(criterion) if criterion.scale == "expert" else ()
        return unread or self._gates.lacking(criterion.limits) or message("an entry in the rule pack's own table")

    def _scored(self, criterion: CriterionResult) -> Message:
        told = self._measured(criterion)
        more = [parts_told(criterion), self._counted(criterion), self._next(criterion)]
        return together(told, *more)

    def _measured(self, criterion: CriterionResult) -> Message:
        points = _points(criterion.points_low, criterion.points_high)
        maximum = points_text(criterion.maximum)
        if criterion.value is not None:
            return message(
                "{title}: {value} → {clause} → {points} of {maximum} points.",
                title=criterion.title,
                value=quantity(criterion.value, self._language.label(criterion.unit)),
                clause=criterion.clause,
                points=points,
                maximum=maximum,
            )
        value: object = self._facts.facts(criterion.facts)
        if criterion.clause is not None and criterion.scale in _SELF_ASKING:
            value = criterion.clause
        return message(
            "{title}: {value} → {points} of {maximum} points.",
            title=criterion.title,
            value=value,
            points=points,
            maximum=maximum,
        )

    def _counted(self, criterion: CriterionResult) -> Message | None:
        """Return how the pack counted what is missing, or None when nothing is."""
        if criterion.counted_as == "zero":
            told = message("Missing, and counted as 0: {facts}.", facts=self._lacking(criterion))
        elif criterion.counted_as == "middle":
            told = message("Missing, and counted as the middle: {facts}.", facts=self._lacking(criterion))
        else:
            return None
        return told

    def missing(self, assessment: Assessment) -> Iterable[str]:
        """Yield what is unknown: what decides eligibility first, then by the points that hang on it."""
        deciding = {key for gate in assessment.gates if gate.kind.is_binding for key in gate.missing}
        gains = dict.fromkeys(assessment.missing, 0)
        for criterion in assessment.criteria:
            for key in criterion.missing:
                gains[key] += criterion.hanging
        # Criteria of one group share its weight: together they cannot move the total further than its range, and
        # what the pack counts by a rule of its own.
        counted = sum(criterion.hanging for criterion in assessment.criteria if criterion.counted_as)
        width = assessment.total_high - assessment.total_low + counted
        for key in sorted(gains, key=lambda key: (key not in deciding, -gains[key], key)):
            yield self._language.say(self._gain(key, min(gains[key], width), is_deciding=key in deciding))

    def _gain(self, key: str, gain: int, *, is_deciding: bool) -> Message:
        name, points = self._facts.name(key), points_text(gain)
        if is_deciding and gain:
            return message("{fact}: eligibility and up to {points} points hang on it.", fact=name, points=points)
        if is_deciding:
            return message("{fact}: eligibility hangs on it.", fact=name)
        if gain:
            return message("{fact}: up to {points} points hang on it.", fact=name, points=points)
        return message("{fact}: only a notice asks for it.", fact=name)

    def next_steps(self, criteria: Iterable[CriterionResult]) -> Iterable[str]:
        """Yield the nearest improvements, those with most points still to be had first."""
        found = [(criterion, distance) for criterion in criteria if (distance := self._next(criterion)) is not None]
        found.sort(key=lambda pair: (pair[0].points_low - pair[0].maximum, pair[0].rule_id))
        for criterion, distance in found[:MOST_NEXT_STEPS]:
            told = message("{title}: {distance}", title=criterion.title, distance=distance)
            yield self._language.say(told)

    def _next(self, criterion: CriterionResult) -> Message | None:
        """Return what would bring more: a better value, or a part of the scale."""
        return self._distance(criterion) or next_better(criterion, are_points=self._are_points)

    def _distance(self, criterion: CriterionResult) -> Message | None:
        """Return how far the next better step is, or None when there is none."""
        if criterion.next_step is None or criterion.value is None:
            return None
        unit = self._language.label(criterion.unit)
        # The value was rounded to its declared decimals; the difference must not show the floats behind it.
        distance = round(abs(criterion.next_step - criterion.value), 6)
        step = quantity(criterion.next_step, unit)
        if not distance:
            return message("Anything beyond {step} brings more.", step=step)
        away = quantity(distance, unit)
        if criterion.next_step > criterion.value:
            return message("The next better step is at {step}: {distance} more.", step=step, distance=away)
        return message("The next better step is at {step}: {distance} less.", step=step, distance=away)
