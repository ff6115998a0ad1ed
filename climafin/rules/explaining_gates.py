"""Gates in words: the branch that decided, why one was left aside, the thresholds read, and who signed otherwise."""

from collections.abc import Iterable

from climafin.base.language import Language
from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import Aside, Assessment, CriterionResult, GateKind, GateResult, LimitRead, Outcome
from climafin.domain.part_words import signed_told
from climafin.domain.signed import Override
from climafin.expression.answers import Reason
from climafin.rules.explaining_facts import FactSpeaker

_REASONS = {
    Reason.NOT_SET: message("left to the office, and not set yet"),
    Reason.NOT_IN_TABLE: message("its table has no row for this project"),
    Reason.NOT_IN_FORCE: message("not yet in force on that day"),
    Reason.MISSING: message("a fact it is looked up by is missing"),
    Reason.ZERO_DIVISOR: message("its divisor is 0"),
    Reason.SMALL_COHORT: message("there are too few projects to compare with"),
    Reason.NO_ROWS: message("there is no entry to look at"),
    Reason.TOO_LARGE: message("the number is too large"),
}


def reason_text(reason: str) -> Message:
    """Return why something cannot be told, in words."""
    return _REASONS.get(Reason(reason), message("a fact it rests on is missing"))


def together(first: Message, *more: Message | None) -> Message:
    """Return sentences one after the other."""
    told = first
    for sentence in more:
        told = told if sentence is None else message("{told} {distance}", told=told, distance=sentence)
    return told


class GateSpeaker:
    """Says gates, and what criteria share with them.

    Args:
        facts: says the facts.
        language: whose words to use.
        assessment: what is spoken of.
    """

    def __init__(self, facts: FactSpeaker, language: Language, assessment: Assessment) -> None:
        self._facts = facts
        self._language = language
        self._occasion = assessment.occasion
        self._titles = {gate.rule_id: gate.title for gate in assessment.gates}

    def gate(self, gate: GateResult) -> Message:
        """Return a gate's answer with everything it rests on."""
        if gate.outcome is Outcome.NOT_APPLICABLE:
            told = self.aside(gate) or message("{title}: does not apply to this project.", title=gate.title)
            return together(told, self.signed(gate.override))
        strict = None
        if gate.outcome is Outcome.UNKNOWN and gate.refuses_unknown:
            strict = message("What is not shown to hold counts as not met here.")
        more = (strict, self._branches(gate), *self.thresholds(gate.limits), self.signed(gate.override))
        return together(self._answer(gate), *more)

    def _answer(self, gate: GateResult) -> Message:
        facts = self._facts.facts(gate.facts)
        if gate.outcome is Outcome.UNKNOWN:
            missing: object = self._facts.names(gate.missing) or self.lacking(gate.limits)
            missing = missing or message("an entry in the rule pack's own table")
            return message("{title}: cannot be told; missing: {facts}.", title=gate.title, facts=missing)
        if gate.kind is GateKind.FAST_TRACK:
            if gate.outcome is Outcome.MET:
                return message("{title}: the fast track is open ({facts}).", title=gate.title, facts=facts)
            return message("{title}: no fast track ({facts}).", title=gate.title, facts=facts)
        if gate.outcome is Outcome.MET:
            return message("{title}: met ({facts}).", title=gate.title, facts=facts)
        if gate.kind is GateKind.NOTICE:
            return message("{title}: not met ({facts}); a notice only.", title=gate.title, facts=facts)
        return message("{title}: not met ({facts}).", title=gate.title, facts=facts)

    def aside(self, line: GateResult | CriterionResult) -> Message | None:
        """Return why a rule was left aside, or None when it simply does not apply to the project."""
        by = self._titles.get(line.aside_by, Label(line.aside_by, line.aside_by))
        if line.aside is Aside.FAST_TRACK:
            return message("{title}: skipped, because of the fast track “{gate}”.", title=line.title, gate=by)
        if line.aside is Aside.NOT_REACHED:
            return message("{title}: not reached, because this comes first: {gate}.", title=line.title, gate=by)
        if line.aside is Aside.OCCASION:
            occasion = self._occasion.label
            return message("{title}: not part of this assessment ({occasion}).", title=line.title, occasion=occasion)
        if line.aside is Aside.CLASS:
            return message("{title}: has no weight for this class of project.", title=line.title)
        return None

    def _branches(self, gate: GateResult) -> Message | None:
        deciding = tuple(branch.title or Label(branch.test, branch.test) for branch in gate.branches if branch.decides)
        if not deciding:
            return None
        if gate.outcome is Outcome.MET:
            return message("This decides: {branches}.", branches=deciding)
        if gate.outcome is Outcome.NOT_MET:
            return message("Not met of it: {branches}.", branches=deciding)
        return message("Open of it: {branches}.", branches=deciding)

    # ---- thresholds

    def thresholds(self, limits: Iterable[LimitRead]) -> tuple[Message, ...]:
        """Return the looked-up thresholds, each with its date or with who set it."""
        return tuple(self._threshold(limit) for limit in limits if limit.value is not None)

    def supplied(self, limits: Iterable[LimitRead]) -> tuple[Message, ...]:
        """Return the thresholds that the office set; a scale's clause says the others already."""
        return self.thresholds(limit for limit in limits if limit.supplied is not None)

    def _threshold(self, limit: LimitRead) -> Message:
        value = self._facts.quantity(limit.value or 0.0, limit.unit)
        if limit.supplied is not None:
            return message(
                "Threshold set by the office: {limit} = {value} ({person}, {second}: {reason}).",
                limit=limit.label,
                value=value,
                person=limit.supplied.person,
                second=limit.supplied.second_person,
                reason=limit.supplied.reason,
            )
        return message("Threshold: {limit} = {value} (since {day}).", limit=limit.label, value=value, day=limit.since)

    def lacking(self, limits: Iterable[LimitRead]) -> tuple[Message, ...]:
        """Return the thresholds without a value, each with the reason."""
        return tuple(
            message("{name} ({reason})", name=limit.label, reason=reason_text(limit.reason))
            for limit in limits
            if limit.value is None
        )

    # ---- signed lines

    def signed(self, line: Override | None) -> Message | None:
        """Return a signed line with what it replaced, or None when there is none."""
        return None if line is None else signed_told(line)
