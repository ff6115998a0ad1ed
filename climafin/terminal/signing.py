"""Verbs of what people put in beside facts: judge, override, parameter, freeze."""

import re
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem
from climafin.base.messages import N_, message
from climafin.domain.change import Change
from climafin.domain.signed import Occasion
from climafin.terminal.door import Door
from climafin.terminal.output import Table

if TYPE_CHECKING:
    from climafin.domain.rule_records import SignedLine
    from climafin.services.judgements import OfficeLimit
    from climafin.services.session import Session

_LINE_HEADS = {
    "line": N_("Line"),
    "kind": N_("What it does"),
    "pack": N_("Pack"),
    "rule": N_("Rule"),
    "answer": N_("Answer"),
    "person": N_("Signed by"),
    "second_person": N_("Second person"),
    "at": N_("When"),
    "counts": N_("Counts"),
    "reason": N_("Reason"),
}
_LIMIT_HEADS = {
    "limit": N_("Limit"),
    "title": N_("Title"),
    "value": N_("Value"),
    "unit": N_("Unit"),
    "by_whom": N_("Left to"),
    "source": N_("Source"),
    "person": N_("Signed by"),
    "second_person": N_("Second person"),
}
#: Targets whose answer is a word even where it looks like a number.
_WORDS = ("grade", "verdict")


def judge(door: Door) -> int:
    """Sign an expert's marks for one criterion, withdraw a line, or list a project's lines."""
    from climafin.services.judgements import judge as sign_marks  # noqa: PLC0415 - `--help` needs no database

    options = door.options
    if options.marks is None:
        return _list_or_withdraw(door)
    with door.session() as session:
        uid = _uid(session, options.code)
        change = sign_marks(
            session,
            uid,
            _pack(door),
            options.rule,
            _hundredths(options.marks),
            reason=options.reason,
            evidence=options.evidence,
            second_person=options.second,
            occasion=Occasion(options.occasion),
        )
    return _told(door, change)


def override(door: Door) -> int:
    """Sign another answer in the place of the rules' own, withdraw a line, or list a project's lines."""
    from climafin.services.judgements import override as sign_answer  # noqa: PLC0415 - `--help` needs no database

    options = door.options
    if options.answer is None:
        return _list_or_withdraw(door)
    is_points = options.rule not in _WORDS and re.fullmatch(r"[\d.]+", options.answer, re.ASCII)
    with door.session() as session:
        uid = _uid(session, options.code)
        change = sign_answer(
            session,
            uid,
            _pack(door),
            options.rule,
            _hundredths(options.answer) if is_points else options.answer,
            reason=options.reason,
            evidence=options.evidence,
            second_person=options.second,
            occasion=Occasion(options.occasion),
        )
    return _told(door, change)


def _uid(session: "Session", code: str) -> str:
    from climafin.services.projects import show_project  # noqa: PLC0415 - `--help` needs no database

    return show_project(session, code).uid


def _pack(door: Door) -> str:
    from climafin.services.assessments import default_pack_id  # noqa: PLC0415 - `--help` needs no database

    return str(door.options.pack or default_pack_id())


def _hundredths(text: str) -> int:
    """Return points typed with up to two decimals, in 1/100.

    Raises:
        CallProblem: they are none.
    """
    found = re.fullmatch(r"(\d{1,7})(?:\.(\d{1,2}))?", text.strip(), re.ASCII)
    if found is None:
        raise CallProblem(message("“{text}” are no points; write them as 12 or 12.5.", text=text))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _told(door: Door, change: Change) -> int:
    plain = {"told": change.told, "action": change.action_id}
    door.answer_record(plain, lambda: [door.language.say(change.told)])
    return 0


def _list_or_withdraw(door: Door) -> int:
    from climafin.services.judgements import judgements, withdraw  # noqa: PLC0415 - `--help` needs no database

    options = door.options
    if options.withdraw is not None:
        with door.session() as session:
            return _told(door, withdraw(session, options.withdraw, options.reason))
    if options.code is None or options.rule is not None:
        raise CallProblem(message("Say the project, the rule and the answer; a project alone lists its signed lines."))
    with door.session(read_only=True) as session:
        lines = judgements(session, _uid(session, options.code), options.pack)
    plain = [_plain_line(line) for line in lines]
    door.answer(
        Table(door.heads(_LINE_HEADS), plain, [_shown_line(door, line) for line in lines], frozenset({"reason"}))
    )
    return 0


def _plain_line(line: "SignedLine") -> dict[str, object]:
    return {
        "line": line.line_id,
        "kind": line.kind,
        "pack": line.pack_id,
        "edition": line.edition,
        "occasion": line.occasion,
        "rule": line.rule_id,
        "answer": line.answer or None,
        "points": None if line.points is None else line.points / 100,
        "reason": line.reason,
        "evidence": line.evidence or None,
        "person": line.person,
        "second_person": line.second_person or None,
        "at": line.at,
        "counts": line.counts,
        "withdrawn_by": line.withdrawn_by,
    }


def _shown_line(door: Door, line: "SignedLine") -> dict[str, str]:
    return {
        "line": str(line.line_id),
        "kind": door.language.label(line.kind.label),
        "pack": line.pack_id,
        "rule": line.rule_id,
        "answer": line.answer if line.points is None else f"{line.points / 100:g}",
        "person": line.person,
        "second_person": line.second_person,
        "at": f"{line.at:%Y-%m-%d %H:%M}",
        "counts": door.language.text("yes") if line.counts else "",
        "reason": line.reason,
    }


def parameter(door: Door) -> int:
    """Set the value of a limit that the rule book leaves to the office, or list those limits."""
    from climafin.services.judgements import office_limits, set_parameter  # noqa: PLC0415 - `--help` needs no database

    options = door.options
    if options.limit is None:
        with door.session(read_only=True) as session:
            limits = office_limits(session, _pack(door))
        plain = [_plain_limit(limit) for limit in limits]
        door.answer(Table(door.heads(_LIMIT_HEADS), plain, [_shown_limit(door, limit) for limit in limits]))
        return 0
    if (options.value is None) is not options.clear:
        raise CallProblem(message("Say the value, or --clear to take it back."))
    with door.session() as session:
        change = set_parameter(
            session, _pack(door), options.limit, options.value, source=options.source, second_person=options.second
        )
    return _told(door, change)


def _plain_limit(limit: "OfficeLimit") -> dict[str, object]:
    line = limit.line
    return {
        "limit": limit.name,
        "title": limit.label,
        "unit": limit.unit,
        "by_whom": limit.by_whom,
        "value": None if line is None else line.value,
        "source": None if line is None else line.source,
        "person": None if line is None else line.person,
        "second_person": None if line is None else line.second_person or None,
        "at": None if line is None else line.at,
    }


def _shown_limit(door: Door, limit: "OfficeLimit") -> dict[str, str]:
    line = limit.line
    return {
        "limit": limit.name,
        "title": door.language.label(limit.label),
        "value": "" if line is None or line.value is None else f"{line.value:g}",
        "unit": limit.unit,
        "by_whom": door.language.label(limit.by_whom),
        "source": "" if line is None else line.source,
        "person": "" if line is None else line.person,
        "second_person": "" if line is None else line.second_person,
    }


def freeze(door: Door) -> int:
    """Freeze the values that projects are ranked among, to be compared with in the following year."""
    from climafin.services.cohorts import freeze_cohorts  # noqa: PLC0415 - `--help` needs no database

    with door.session() as session:
        day = door.options.as_of or session.clock.today()
        change = freeze_cohorts(session, _pack(door), day, door.options.label, door.progress)
    return _told(door, change)
