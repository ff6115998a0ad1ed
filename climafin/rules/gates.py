"""Gates 准入条件: what must hold, in branches and in order, and what a fast track spares a project.

Order, occasions and fast tracks are conditions like any other: a gate that others hang on leaves its answer
among the facts under `gate_key`, and the `applies` of those others reads it. Both evaluators therefore need
no rule of their own for them.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Place
from climafin.domain.assessment import GateKind, RuleSource
from climafin.domain.signed import Occasion
from climafin.expression.evaluate import Answer, Unknown
from climafin.expression.terms import TRUTH, All, Fact, Negation, OneOf
from climafin.rules.facts import OCCASION
from climafin.rules.rule import Rule

ALWAYS = frozenset(Occasion)


@dataclass(frozen=True, slots=True)
class Branch:
    """One of several conditions of a gate.

    Attributes:
        branch_id: its id inside the gate; its number from 1 when the pack gives none.
        title: its name, or None when its text says enough.
        test: what must hold.
    """

    branch_id: str
    title: Label | None
    test: Rule


@dataclass(frozen=True, slots=True)
class Scope:
    """To which projects a rule applies.

    Attributes:
        applies: everything below and the pack's own condition as one condition, or None for all projects.
        after: ids of gates that must be met first; else the rule is not reached.
        occasions: the assessments it takes part in.
        skipped_by: ids of fast tracks that spare a project this rule.
        own: the pack's own condition alone, or None.
    """

    applies: Rule | None = None
    after: tuple[str, ...] = ()
    occasions: frozenset[Occasion] = ALWAYS
    skipped_by: tuple[str, ...] = ()
    own: Rule | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """An eligibility gate: what must hold.

    Attributes:
        rule_id: its id.
        title: its name.
        kind: what it does.
        scope: to which projects it applies.
        test: what must hold: the branches joined, when there are any.
        source: the clause it rests on.
        place: where it stands in the file.
        branches: its parts, for all-of, any-of and at-least.
        needed: how many branches must hold.
        refuses_unknown: what is not shown to hold refuses the project; otherwise it holds the verdict open.
        grade: of a fast track: key of the lowest grade it lets a project have, or "".
        skips: of a fast track: ids of the rules it spares a project.
    """

    rule_id: str
    title: Label
    kind: GateKind
    scope: Scope
    test: Rule
    source: RuleSource
    place: Place
    branches: tuple[Branch, ...] = ()
    needed: int = 0
    refuses_unknown: bool = False
    grade: str = ""
    skips: tuple[str, ...] = ()

    @property
    def applies(self) -> Rule | None:
        """The whole condition of applying, or None for all projects."""
        return self.scope.applies

    def answer(self, facts: Mapping[str, Answer]) -> Answer:
        """Return whether the gate applies and holds, as the rules that hang on it see it."""
        scope: Answer = True if self.applies is None else self.applies.answer(facts)
        if scope is False:
            return False
        test = self.test.answer(facts)
        if test is False:
            return False
        if isinstance(scope, Unknown):
            return scope.with_(test) if isinstance(test, Unknown) else scope
        return test


def gate_key(rule_id: str) -> str:
    """Return the fact key of a gate's answer."""
    return f"gate:{rule_id}"


def scope_of(
    own: Rule | None,
    after: tuple[str, ...] = (),
    occasions: Set[Occasion] = ALWAYS,
    skipped_by: tuple[str, ...] = (),
) -> Scope:
    """Return a scope with everything that bears on it as one condition.

    Args:
        own: the pack's own condition, or None.
        after: ids of gates that must be met first.
        occasions: the assessments the rule takes part in.
        skipped_by: ids of fast tracks that spare a project the rule.
    """
    parts = [] if own is None else [own]
    if occasions != ALWAYS:
        options = tuple(sorted(occasion.value for occasion in occasions))
        parts.append(
            Rule(f"occasion in {options}", OneOf(TRUTH, Fact(OCCASION.type, OCCASION.key, OCCASION.label), options))
        )
    parts += [Rule(gate_key(gate), Fact(TRUTH, gate_key(gate))) for gate in after]
    parts += [Rule(f"not {gate_key(gate)}", Negation(TRUTH, Fact(TRUTH, gate_key(gate)))) for gate in skipped_by]
    whole = parts[0] if len(parts) == 1 else None
    if len(parts) > 1:
        whole = Rule(" 且 ".join(f"({part.text})" for part in parts), All(TRUTH, tuple(part.term for part in parts)))
    return Scope(whole, after, frozenset(occasions), skipped_by, own)
