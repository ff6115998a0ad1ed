"""Which projects a condition is true of, for `list --where` and for filters typed by hand."""

from collections.abc import Iterator, Mapping

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, Message, message
from climafin.domain.dictionary import Choice, dictionary
from climafin.domain.query import Column, ProjectQuery
from climafin.domain.verdict import Verdict
from climafin.expression.checker import read_expression
from climafin.expression.evaluate import Answer, evaluator
from climafin.expression.flaws import Flaw
from climafin.expression.terms import Sort, Term, ValueType, fact_keys
from climafin.expression.vocabulary import FactName, Vocabulary
from climafin.rules.facts import AS_OF, fact_names, known_value
from climafin.rules.packs import DEFAULT_PACK
from climafin.services.pack_choice import current_pack, known_ids
from climafin.services.session import Session

_TEXT = ValueType(Sort.TEXT)


def matches(session: Session, expression: str) -> list[str]:
    """Return the uids of the projects an expression is true of; what cannot be told does not count as true.

    A score or grade that is still a range counts when the condition holds at both of its ends.

    Args:
        session: whose library.
        expression: such as `阶段 = 建设 且 总投资 ≥ 1亿元`; fields, and stage, stage_since, status, verdict,
            grade, score and number. A bare number beside a quantity is taken in the field's unit.

    Raises:
        CallProblem: the expression is wrong; the message points at the characters meant.
    """
    term = _condition(session, expression)
    keys = [key for key in fact_keys(term) if key != AS_OF.key]
    holds = evaluator(term)
    uids = session.library.uids(ProjectQuery())
    rows = session.library.rows(uids, keys)
    today: dict[str, Answer] = {AS_OF.key: session.clock.today()}
    return [
        uid
        for uid, row in zip(uids, rows, strict=True)
        if all(holds({**today, **ends}) is True for ends in _ends(dict(zip(keys, row, strict=True))))
    ]


def _condition(session: Session, expression: str) -> Term:
    vocabulary = Vocabulary([*fact_names(dictionary()), *_library_facts(session)])
    reading = read_expression(expression, vocabulary, units_needed=False)
    if reading.term is None:
        raise CallProblem(_pointed(reading.flaws, expression))
    if reading.term.type.sort is not Sort.TRUTH:
        told = message("This must be a condition that holds or does not, such as: stage = building")
        raise CallProblem(told)
    return reading.term


def _pointed(flaws: tuple[Flaw, ...], expression: str) -> Message:
    told = flaws[0].pointed(expression)
    for flaw in flaws[1:]:
        told = message("{first}\n{rest}", first=told, rest=flaw.pointed(expression))
    return told


def _library_facts(session: Session) -> list[FactName]:
    """Return what the library knows of a project beyond its fields, under the names of the list's columns."""
    known = session.library.assessed_packs()
    pack_id = known[0] if known and known[0] in known_ids(session) else DEFAULT_PACK
    pack = current_pack(session, pack_id)
    grades = tuple(Choice(grade.label.zh, grade.label, (grade.key,)) for grade in pack.grades)
    verdicts = tuple(Choice(verdict.value, verdict.label) for verdict in Verdict)
    types = {
        Column.NUMBER: _TEXT,
        Column.STAGE_SINCE: ValueType(Sort.DAY),
        Column.VERDICT: ValueType(Sort.CHOICE, choices=verdicts),
        Column.GRADE: ValueType(Sort.CHOICE, choices=grades),
        Column.SCORE: ValueType(Sort.NUMBER),
    }
    return [FactName(column.value, column.label, kind) for column, kind in types.items()]


def _ends(row: Mapping[str, object]) -> Iterator[dict[str, Answer]]:
    """Yield a project's facts with scores and grades at their low ends, then at their high ends."""
    for end in (0, 1):
        facts: dict[str, Answer] = {}
        for key, value in row.items():
            known = _known(key, value, end)
            if known is not None:
                facts[key] = known
        yield facts


def _known(key: str, value: object, end: int) -> Answer | None:
    if value is None:
        return None
    if key in dictionary():
        return known_value(dictionary()[key], value)  # type: ignore[arg-type]  # rows hand out decoded values
    if isinstance(value, tuple):
        at_end = value[end]
        return at_end.zh if isinstance(at_end, Label) else at_end / 100
    return value  # type: ignore[return-value]  # texts, days, and enums that are texts
