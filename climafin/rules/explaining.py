"""An assessment in sentences, for window, terminal and paper.

The verdict, every line with its source, what is missing, and what would help.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from climafin.base.language import Language
from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import (
    Assessment,
    CriterionResult,
    FactRead,
    GateKind,
    GateResult,
    Outcome,
    RuleSource,
)
from climafin.domain.dictionary import Dictionary, FieldKind
from climafin.domain.part_words import parts_told, points_text
from climafin.domain.shown_values import NO, NOT_GIVEN, YES
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.rules.explaining_parts import next_better, unread_parts
from climafin.rules.facts import AS_OF, STAGE, STATUS

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
    """

    headline: str
    standing: str
    basis: str
    gates: tuple[ExplainedLine, ...]
    criteria: tuple[ExplainedLine, ...]
    missing: tuple[str, ...]
    next_steps: tuple[str, ...]
    groups: tuple[str, ...] = ()


def explain_in_words(assessment: Assessment, fields: Dictionary, language: Language) -> Explanation:
    """Return an assessment in the sentences of one language."""
    speaker = _Speaker(fields, language, are_points=bool(assessment.groups))
    stamp = assessment.pack
    basis = message(
        "{pack}, edition {edition}; rules of {day}.", pack=stamp.title, edition=stamp.edition, day=assessment.as_of
    )
    warning = message("The rule pack is a sample or prototype, not an official standard.")
    return Explanation(
        headline=language.say(_headline(assessment)),
        standing="" if stamp.official else language.say(warning),
        basis=language.say(basis),
        gates=tuple(speaker.gate(gate) for gate in assessment.gates),
        criteria=tuple(speaker.criterion(criterion) for criterion in assessment.criteria),
        missing=tuple(speaker.missing(assessment)),
        next_steps=tuple(speaker.next_steps(assessment.criteria)),
        groups=tuple(
            language.say(message("{group}: its cap keeps it at {points} points.", group=group.title, points=most))
            for group in assessment.groups
            if group.is_capped
            for most in (points_text(group.maximum),)
        ),
    )


def number_text(number: float) -> str:
    """Return a measured number with thousands separators and no more decimals than it has."""
    text = f"{number:,.6f}"
    return text.rstrip("0").rstrip(".")


def _range(low: str | Label, high: str | Label) -> str | Label | Message:
    return low if low == high else message("{low} to {high}", low=low, high=high)


def _points(low: int, high: int) -> str | Label | Message:
    return _range(points_text(low), points_text(high))


def _headline(assessment: Assessment) -> Message:
    score = assessment.score
    if assessment.verdict is Verdict.REFUSED or assessment.grade_low is None or assessment.grade_high is None:
        failed = tuple(gate.title for gate in assessment.gates if _refuses(gate))
        return message(
            "Not eligible, because this is not met: {gates}. Only for information: the score is {score}.",
            gates=failed,
            score=score,
        )
    grade = _range(assessment.grade_low, assessment.grade_high)
    if assessment.verdict is Verdict.ELIGIBLE:
        return message("Eligible: score {score}, grade {grade}.", score=score, grade=grade)
    open_gates = tuple(
        gate.title for gate in assessment.gates if gate.outcome is Outcome.UNKNOWN and gate.kind is not GateKind.NOTICE
    )
    return message(
        "Eligibility cannot be told yet, because facts are missing for: {gates}. "
        "As far as is known: score {score}, grade {grade}.",
        gates=open_gates,
        score=score,
        grade=grade,
    )


def _refuses(gate: GateResult) -> bool:
    return gate.outcome is Outcome.NOT_MET and gate.kind is not GateKind.NOTICE


class _Speaker:
    """Says lines in one language."""

    def __init__(self, fields: Dictionary, language: Language, *, are_points: bool = False) -> None:
        self._fields = fields
        self._language = language
        self._are_points = are_points

    def gate(self, gate: GateResult) -> ExplainedLine:
        if gate.outcome is Outcome.NOT_APPLICABLE:
            told = message("{title}: does not apply to this project.", title=gate.title)
        elif gate.outcome is Outcome.UNKNOWN:
            told = message(
                "{title}: cannot be told; missing: {facts}.", title=gate.title, facts=self._names(gate.missing)
            )
        elif gate.outcome is Outcome.MET:
            told = message("{title}: met ({facts}).", title=gate.title, facts=self._facts(gate.facts))
        elif gate.kind is GateKind.NOTICE:
            told = message(
                "{title}: not met ({facts}); a notice only.", title=gate.title, facts=self._facts(gate.facts)
            )
        else:
            told = message("{title}: not met ({facts}).", title=gate.title, facts=self._facts(gate.facts))
        return ExplainedLine(gate.rule_id, gate.outcome, self._language.say(told), self._source(gate.source))

    def criterion(self, criterion: CriterionResult) -> ExplainedLine:
        if criterion.outcome is Outcome.NOT_APPLICABLE:
            told = self._left_out(criterion)
        elif criterion.outcome is Outcome.UNKNOWN:
            told = message(
                "{title}: cannot be told; {points} of {maximum} points. Missing: {facts}.",
                title=criterion.title,
                points=_points(criterion.points_low, criterion.points_high),
                maximum=points_text(criterion.maximum),
                facts=self._lacking(criterion),
            )
        else:
            told = self._scored(criterion)
        text = self._language.say(told)
        return ExplainedLine(criterion.rule_id, criterion.outcome, text, self._source(criterion.source))

    def _left_out(self, criterion: CriterionResult) -> Message:
        if criterion.missing and self._are_points:
            return message(
                "{title}: left out, because this is missing: {facts}.",
                title=criterion.title,
                facts=self._names(criterion.missing),
            )
        if criterion.missing:
            return message(
                "{title}: left out, because this is missing: {facts}. Its weight goes to the others.",
                title=criterion.title,
                facts=self._names(criterion.missing),
            )
        if self._are_points:
            return message("{title}: does not apply to this project.", title=criterion.title)
        return message("{title}: does not apply to this project; its weight goes to the others.", title=criterion.title)

    def _lacking(self, criterion: CriterionResult) -> object:
        """Return what is missing: facts, or what an expert's line lacks."""
        if criterion.missing:
            return self._names(criterion.missing)
        unread = unread_parts(criterion) if criterion.scale == "expert" else ()
        return unread or message("an entry in the rule pack's own table")

    def _scored(self, criterion: CriterionResult) -> Message:
        told = self._measured(criterion)
        more = [parts_told(criterion), self._counted(criterion), self._next(criterion)]
        for sentence in more:
            told = told if sentence is None else message("{told} {distance}", told=told, distance=sentence)
        return told

    def _measured(self, criterion: CriterionResult) -> Message:
        points = _points(criterion.points_low, criterion.points_high)
        maximum = points_text(criterion.maximum)
        if criterion.value is not None:
            return message(
                "{title}: {value} → {clause} → {points} of {maximum} points.",
                title=criterion.title,
                value=_quantity(criterion.value, self._language.label(criterion.unit)),
                clause=criterion.clause,
                points=points,
                maximum=maximum,
            )
        value: object = self._facts(criterion.facts)
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
        deciding = {key for gate in assessment.gates if gate.kind is not GateKind.NOTICE for key in gate.missing}
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
        name, points = self._name(key), points_text(gain)
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

    # ---- facts in words

    def _name(self, key: str) -> Label:
        special = {fact.key: fact.label for fact in (STAGE, STATUS, AS_OF)}
        return self._fields[key].label if key in self._fields else special.get(key, Label(key, key))

    def _names(self, keys: Iterable[str]) -> tuple[Label, ...]:
        return tuple(self._name(key) for key in keys)

    def _facts(self, facts: Iterable[FactRead]) -> tuple[Message, ...]:
        return tuple(message("{fact} = {value}", fact=fact.label, value=self._value(fact)) for fact in facts)

    def _value(self, fact: FactRead) -> object:
        value = fact.value
        if value is None:
            return NOT_GIVEN
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, float | int):
            unit = self._language.label(self._fields[fact.key].unit) if fact.key in self._fields else fact.unit
            return _quantity(value, unit)
        return self._word(fact.key, value)

    def _word(self, key: str, value: str) -> object:
        if key == STAGE.key:
            return Stage(value).label
        if key == STATUS.key:
            return Status(value).label
        if key == AS_OF.key:
            return date.fromisoformat(value)
        field = self._fields.by_head(key)
        if field is None or field.kind not in (FieldKind.CHOICE, FieldKind.CHOICES):
            return value
        chosen = (field.choice(word) for word in value.split(", "))
        return tuple(choice.label for choice in chosen if choice is not None)

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
        step = _quantity(criterion.next_step, unit)
        if not distance:
            return message("Anything beyond {step} brings more.", step=step)
        away = _quantity(distance, unit)
        if criterion.next_step > criterion.value:
            return message("The next better step is at {step}: {distance} more.", step=step, distance=away)
        return message("The next better step is at {step}: {distance} less.", step=step, distance=away)

    def _source(self, source: RuleSource) -> str:
        if source.official:
            return str(self._language.value(source.cited))
        return self._language.say(message("{source} (not an official clause)", source=source.cited))


def _quantity(number: float, unit: str) -> str:
    text = number_text(number)
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".strip()
