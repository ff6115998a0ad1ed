"""The answer of one gate: whether it applies, whether it holds, and on which branch that rests."""

from collections.abc import Mapping
from dataclasses import replace

from climafin.domain.assessment import Aside, BranchResult, GateResult, Outcome
from climafin.domain.signed import Occasion, Override
from climafin.expression.evaluate import Answer, Unknown
from climafin.rules.gates import Gate, Scope, gate_key
from climafin.rules.rule import Rule
from climafin.rules.tracing import Trace, missing_of


def gate_result(
    gate: Gate, facts: Mapping[str, Answer], trace: Trace, occasion: Occasion, override: Override | None
) -> GateResult:
    """Return the answer of a gate, or the one that a signed line puts in its place."""
    outcome, unknown = tested(gate.applies, gate.test, facts)
    aside, by = why_aside(gate.scope, facts, occasion) if outcome is Outcome.NOT_APPLICABLE else (Aside.NOT_ASIDE, "")
    rules = (gate.applies, gate.test)
    is_answered = outcome is not Outcome.NOT_APPLICABLE
    return GateResult(
        gate.rule_id,
        gate.title,
        gate.kind,
        outcome if override is None else Outcome(override.answer),
        gate.test.text,
        trace.reads(rules),
        missing_of(unknown) if override is None else (),
        gate.source,
        branches=_branches(gate, facts) if is_answered else (),
        refuses_unknown=gate.refuses_unknown,
        aside=aside,
        aside_by=by,
        limits=trace.limits(rules) if is_answered else (),
        override=None if override is None else replace(override, replaced=outcome.label),
    )


def tested(applies: Rule | None, test: Rule, facts: Mapping[str, Answer]) -> tuple[Outcome, Unknown | None]:
    """Return the outcome of a test; a rule that may not apply is open unless its test holds anyway."""
    scope: Answer = True if applies is None else applies.answer(facts)
    if scope is False:
        return Outcome.NOT_APPLICABLE, None
    answer = test.answer(facts)
    if answer is True:
        return Outcome.MET, None
    if answer is False and scope is True:
        return Outcome.NOT_MET, None
    unknown = Unknown(reasons=frozenset())
    for part in (scope, answer):
        unknown = unknown.with_(part) if isinstance(part, Unknown) else unknown
    return Outcome.UNKNOWN, unknown


def why_aside(scope: Scope, facts: Mapping[str, Answer], occasion: Occasion) -> tuple[Aside, str]:
    """Return why a rule that does not apply is left aside, and the gate that did it, if one did."""
    if occasion not in scope.occasions:
        return Aside.OCCASION, ""
    for gate in scope.skipped_by:
        if facts[gate_key(gate)] is True:
            return Aside.FAST_TRACK, gate
    for gate in scope.after:
        if facts[gate_key(gate)] is False:
            return Aside.NOT_REACHED, gate
    return Aside.SCOPE, ""


def _branches(gate: Gate, facts: Mapping[str, Answer]) -> tuple[BranchResult, ...]:
    """Return the branches; the first `needed` that hold decide for the gate, those that fail decide against it."""
    answers = [branch.test.answer(facts) for branch in gate.branches]
    held = sum(answer is True for answer in answers)
    failed = sum(answer is False for answer in answers)
    if held >= gate.needed:
        deciding = [number for number, answer in enumerate(answers) if answer is True][: gate.needed]
    elif failed > len(answers) - gate.needed:
        deciding = [number for number, answer in enumerate(answers) if answer is False]
    else:
        deciding = [number for number, answer in enumerate(answers) if isinstance(answer, Unknown)]
    return tuple(
        BranchResult(
            branch.branch_id,
            branch.title,
            branch.test.text,
            Outcome.UNKNOWN if isinstance(answer, Unknown) else Outcome.MET if answer is True else Outcome.NOT_MET,
            decides=number in deciding,
            missing=missing_of(answer),
        )
        for number, (branch, answer) in enumerate(zip(gate.branches, answers, strict=True))
    )
