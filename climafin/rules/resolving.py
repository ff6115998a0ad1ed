"""From a project to everything a pack's expressions can read: facts, limits, derived values, cohorts, gates."""

from climafin.domain.assessment import Outcome
from climafin.domain.project import Project
from climafin.expression.evaluate import Answer, Unknown
from climafin.rules.asking import Asked
from climafin.rules.facts import INITIAL_GRADE, INITIAL_SCORE, OCCASION, project_facts
from climafin.rules.gates import gate_key
from climafin.rules.limits import look_up
from climafin.rules.pack import Pack

_OVERRIDDEN: dict[str, Answer] = {
    Outcome.MET: True,
    Outcome.NOT_MET: False,
    Outcome.NOT_APPLICABLE: False,
    Outcome.UNKNOWN: Unknown(reasons=frozenset()),
}


def pack_facts(pack: Pack, project: Project, asked: Asked) -> dict[str, Answer]:
    """Return what a pack's expressions read of a project, by key."""
    facts = project_facts(project, pack.fields, asked.as_of)
    facts[OCCASION.key] = asked.occasion.value
    if asked.initial is not None:
        facts[INITIAL_SCORE.key] = asked.initial.points / 100
        facts[INITIAL_GRADE] = asked.initial.grade
    return resolved(pack, facts, asked)


def resolved(pack: Pack, facts: dict[str, Answer], asked: Asked) -> dict[str, Answer]:
    """Add to a project's facts what a pack makes of them, each in the order in which they may read one another."""
    for limit in pack.limits:
        facts[limit.name] = look_up(limit, facts, asked.parameters.get(limit.name)).answer
    for derived in pack.derived:
        facts[derived.name] = derived.answer(facts)
    for cohort in pack.cohorts:
        facts |= cohort.answers(facts, asked.cohorts.get(cohort.name))
    if pack.hung_on:
        replaced = {line.target: line.answer for line in asked.overrides}
        for gate in pack.gates:
            if gate.rule_id in pack.hung_on:
                signed = replaced.get(gate.rule_id)
                facts[gate_key(gate.rule_id)] = gate.answer(facts) if signed is None else _OVERRIDDEN[signed]
    return facts
