"""The verbs of signed lines: experts' marks, replaced answers, and values the rule book leaves to the office.

Every line is signed, kept for ever and shown in the history; a later one counts instead of an earlier one.
"""

from dataclasses import dataclass, replace

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import unknown_name
from climafin.domain.change import Change, Kind
from climafin.domain.rule_records import LineKind, SetParameter, SignedLine
from climafin.domain.signed import Occasion
from climafin.rules.asking import Asked
from climafin.rules.assess import assess
from climafin.rules.overriding import check_asked
from climafin.rules.pack import Pack
from climafin.rules.scales.expert import Expert
from climafin.services.four_eyes import confirmed_by, given_reason
from climafin.services.inputs import gather_inputs, override_of
from climafin.services.pack_choice import current_pack
from climafin.services.session import Session


@dataclass(frozen=True, slots=True)
class OfficeLimit:
    """A limit that a rule book leaves to the office.

    Attributes:
        name: its name in the pack.
        label: its name for people.
        unit: its unit.
        by_whom: to whom the rule book leaves it.
        line: the value that counts now, or None when none is set.
    """

    name: str
    label: Label
    unit: str
    by_whom: Label
    line: SetParameter | None


def judge(  # noqa: PLR0913 - a signed line has these parts
    session: Session,
    uid: str,
    pack_id: str,
    rule_id: str,
    marks: int,
    *,
    reason: str,
    evidence: str = "",
    second_person: str = "",
    occasion: Occasion = Occasion.INITIAL,
) -> Change:
    """Sign the marks that an expert gives a project for one criterion.

    Args:
        session: who signs, and where.
        uid: the project.
        pack_id: the pack.
        rule_id: a criterion that the pack leaves to experts.
        marks: the marks, in 1/100 of the criterion's own scale.
        reason: why.
        evidence: what it rests on; needed where the pack asks for it.
        second_person: who agrees; needed where the pack asks for it.
        occasion: for which of the project's assessments.

    Raises:
        CallProblem: there is no such project, pack or criterion, or it is not left to experts.
        DataProblem: reason or evidence are missing, or the marks lie outside the scale.
        Refused: nobody else agrees where the pack asks for it.
    """
    pack = current_pack(session, pack_id)
    scale = _expert_scale(pack, rule_id)
    if not 0 <= marks <= scale.full:
        raise DataProblem(message("“{rule}” has from 0 to {full} marks.", rule=rule_id, full=f"{scale.full / 100:g}"))
    told = given_reason(reason)
    if scale.evidence and not evidence.strip():
        raise DataProblem(message("Name the evidence: the rule book asks for it."))
    # The rules take no expert's line for confirmed by himself, in a single-user library either.
    second = confirmed_by(session, second_person, always=True) if scale.second_person else second_person.strip()
    line = SignedLine(
        uid,
        pack.stamp.pack_id,
        pack.stamp.edition,
        occasion,
        rule_id,
        LineKind.EXPERT,
        "",
        marks,
        told,
        evidence.strip(),
        session.person,
        second,
        session.clock.now(),
    )
    return _signed(session, line)


def _expert_scale(pack: Pack, rule_id: str) -> Expert:
    scales = {one.rule_id: one.scale for one in pack.criteria}
    if rule_id not in scales:
        raise CallProblem(unknown_name(rule_id, scales))
    scale = scales[rule_id]
    if not isinstance(scale, Expert):
        raise CallProblem(
            message("“{rule}” is worked out from facts. To replace its points, sign an override.", rule=rule_id)
        )
    return scale


def override(  # noqa: PLR0913 - a signed line has these parts
    session: Session,
    uid: str,
    pack_id: str,
    rule_id: str,
    answer: str | int,
    *,
    reason: str,
    second_person: str,
    evidence: str = "",
    occasion: Occasion = Occasion.INITIAL,
) -> Change:
    """Sign another answer in the place of one that the rules gave; two persons are needed in every library.

    Args:
        session: who signs, and where.
        uid: the project.
        pack_id: the pack.
        rule_id: a gate, criterion or bonus item, or "grade" or "verdict".
        answer: an outcome, a verdict or the key of a grade; the points of a criterion or bonus item in 1/100.
        reason: why.
        second_person: who confirms, somebody else.
        evidence: what it rests on, or "".
        occasion: for which of the project's assessments.

    Raises:
        CallProblem: there is no such project, pack or rule, or the answer does not fit it.
        DataProblem: the reason is missing.
        Refused: nobody else confirms.
    """
    pack = current_pack(session, pack_id)
    told = given_reason(reason)
    second = confirmed_by(session, second_person, always=True)
    points = answer if isinstance(answer, int) else None
    line = SignedLine(
        uid,
        pack.stamp.pack_id,
        pack.stamp.edition,
        occasion,
        rule_id,
        LineKind.OVERRIDE,
        "" if isinstance(answer, int) else answer,
        points,
        told,
        evidence.strip(),
        session.person,
        second,
        session.clock.now(),
    )
    if points is not None and points < 0:
        raise DataProblem(message("Points are not below 0."))
    _try_out(session, pack, line)
    return _signed(session, line)


def _try_out(session: Session, pack: Pack, line: SignedLine) -> None:
    """Look whether an override fits the pack and the project as it is now.

    Raises:
        CallProblem: it does not.
    """
    today = session.clock.today()
    project = session.library.project(line.project_uid)
    new = override_of(line)
    check_asked(pack, Asked(today, line.at, session.person, overrides=(new,)))
    asked = gather_inputs(session, pack, today, line.occasion, (line.project_uid,)).asked(line.project_uid)
    others = tuple(one for one in asked.overrides if one.target != new.target)
    assess(pack, project, pack.fields, replace(asked, overrides=(*others, new)))


def _signed(session: Session, line: SignedLine) -> Change:
    verb = "judge" if line.kind is LineKind.EXPERT else "override"
    with session.library.action(verb, line.reason) as action:
        project = action.project(line.project_uid)
        number = action.rules.sign(line)
    told = message(
        "{project}: line {number} on “{rule}” was signed. Assess again for it to count.",
        project=project.number,
        number=number,
        rule=line.rule_id,
    )
    return Change(told, frozenset({Kind.RULES, Kind.PROJECT}), frozenset({line.project_uid}), action.id)


def judgements(session: Session, uid: str, pack_id: str | None = None) -> tuple[SignedLine, ...]:
    """Return every signed line of a project, of all packs when none is named, oldest first."""
    return tuple(session.library.rules.lines(uid, pack_id))


def withdraw(session: Session, line_id: int, reason: str) -> Change:
    """Take a signed line back by a line of its own; the rules then answer for themselves again.

    Raises:
        CallProblem: there is no such line.
        DataProblem: the reason is missing.
        Refused: it does not count any more.
    """
    told = given_reason(reason)
    with session.library.action("withdraw", told) as action:
        line = action.rules.withdraw(line_id, told)
    said = message("The signed line {number} was withdrawn. Assess again for it to count.", number=line_id)
    return Change(said, frozenset({Kind.RULES, Kind.PROJECT}), frozenset({line.project_uid}), action.id)


def office_limits(session: Session, pack_id: str) -> tuple[OfficeLimit, ...]:
    """Return the limits that a pack leaves to the office, with the values set.

    Raises:
        CallProblem: there is no such pack.
    """
    pack = current_pack(session, pack_id)
    lines = {line.name: line for line in session.library.rules.parameters(pack.stamp.pack_id)}
    return tuple(
        OfficeLimit(
            limit.name,
            limit.label,
            limit.unit.text,
            limit.delegated,
            line if (line := lines.get(limit.name)) is not None and line.value is not None else None,
        )
        for limit in pack.limits
        if limit.delegated is not None
    )


def set_parameter(
    session: Session, pack_id: str, limit: str, value: float | None, *, source: str, second_person: str
) -> Change:
    """Set the value of a limit that the rule book leaves to the office.

    Args:
        session: who sets it, and where.
        pack_id: the pack.
        limit: the limit's name in the pack.
        value: the number in the limit's unit; None takes an earlier one back.
        source: the paper it rests on.
        second_person: who confirms, somebody else; may be left out in a single-user library.

    Raises:
        CallProblem: there is no such pack or limit, or it is not left to the office.
        DataProblem: the source is missing.
        Refused: nobody else confirms.
    """
    pack = current_pack(session, pack_id)
    found = pack.limit_by_name.get(limit)
    if found is None:
        raise CallProblem(unknown_name(limit, pack.limit_by_name))
    if found.delegated is None:
        raise CallProblem(message("The rule book does not leave “{limit}” to the office.", limit=found.label))
    if not source.strip():
        raise DataProblem(message("Name the paper that the value rests on: it is kept with it."))
    line = SetParameter(
        pack.stamp.pack_id,
        pack.stamp.edition,
        limit,
        value,
        found.unit.text,
        source.strip(),
        session.person,
        confirmed_by(session, second_person),
        session.clock.now(),
    )
    with session.library.action("parameter", line.source) as action:
        action.rules.set_parameter(line)
    told = message("“{limit}” was set. Assess again for it to count.", limit=found.label)
    return Change(told, frozenset({Kind.RULES}), frozenset(), action.id)
