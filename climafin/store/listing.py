"""What a person asks of the list, as SQL: which projects, in which order, which columns."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from climafin.base.errors import CallProblem
from climafin.base.folding import folded
from climafin.base.messages import Label, message
from climafin.domain.dictionary import Field, FieldKind, Goal, dictionary
from climafin.domain.query import Column, ProjectQuery, SortKey
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.store.encoding import from_stored

if TYPE_CHECKING:
    from climafin.domain.project import Value

#: `s` is the last stage event of project `p`, `a` its current assessment (of the pack that assessed last).
JOINS = (
    " LEFT JOIN stage_event s ON s.id = (SELECT e.id FROM stage_event e WHERE e.project_uid = p.uid"
    " ORDER BY e.on_day DESC, e.id DESC LIMIT 1)"
    " LEFT JOIN assessment a ON a.id = (SELECT max(c.id) FROM assessment c INDEXED BY assessment_current"
    " WHERE c.project_uid = p.uid AND c.superseded_by IS NULL)"
)


class Shown(NamedTuple):
    """How one column is read.

    Attributes:
        sql: the expressions fetched.
        decode: turns their values into the column's value.
    """

    sql: tuple[str, ...]
    decode: Callable[..., object]


def shown(column: str) -> Shown:
    """Return how a column is read.

    Raises:
        CallProblem: there is no such column.
    """
    if column in tuple(Column):
        return _derived()[Column(column)]
    field = _field(column)
    return Shown((f'p."{field.key}"',), partial(from_stored, field))


def _field(column: str) -> Field:
    if column not in dictionary():
        raise CallProblem(message("There is no column “{name}”.", name=column))
    return dictionary()[column]


def _derived() -> dict[Column, Shown]:
    return {
        Column.NUMBER: Shown(("p.number",), _same),
        Column.STATUS: Shown(("p.status",), partial(_known, Status)),
        Column.STAGE: Shown(("s.stage",), partial(_known, Stage)),
        Column.STAGE_SINCE: Shown(("s.on_day",), partial(_known, date.fromisoformat)),
        Column.VERDICT: Shown(("a.verdict",), partial(_known, Verdict)),
        Column.GRADE: Shown(("a.grade_low_zh", "a.grade_low_en", "a.grade_high_zh", "a.grade_high_en"), _grades),
        Column.SCORE: Shown(("a.score_low", "a.score_high"), _scores),
        Column.COMPLETENESS: Shown((completeness_sql(Goal.DOSSIER),), _same),
        Column.CHANGED_AT: Shown(("p.changed_at",), partial(_known, datetime.fromisoformat)),
    }


def _same(stored: object) -> object:
    return stored


def _known(make: Callable[[str], object], stored: object) -> object:
    return None if stored is None else make(str(stored))


def _grades(low_zh: str | None, low_en: str, high_zh: str, high_en: str) -> tuple[Label, Label] | None:
    return None if low_zh is None else (Label(low_zh, low_en), Label(high_zh, high_en))


def _scores(low: int | None, high: int) -> tuple[int, int] | None:
    return None if low is None else (low, high)


def completeness_sql(goal: Goal) -> str:
    """Return the expression of a project's completeness for a goal in per cent, rounded down."""
    needed = [field.key for field in dictionary() if field.is_needed_for(goal)]
    if not needed:
        return "100"
    filled = "+".join(f'(p."{key}" IS NOT NULL)' for key in needed)
    listed = ",".join(f"'{key}'" for key in needed)
    # A field marked as not applicable has no value, so nothing is counted twice.
    set_aside = (
        "(SELECT count(*) FROM value_note n WHERE n.project_uid = p.uid AND n.not_applicable = 1"
        # The plus keeps SQLite from looking up each of the needed fields by itself.
        f" AND +n.field IN ({listed}))"
    )
    return f"(100 * ({filled}+{set_aside}) / {len(needed)})"


class Where(NamedTuple):
    """A condition with its arguments."""

    sql: str
    arguments: list[object]


def where(query: ProjectQuery) -> Where:
    """Return the condition a query's words and filters make."""
    parts: list[str] = []
    arguments: list[object] = []
    for word in query.words.split():
        bare = folded(word)
        if bare:
            parts.append("instr(p.hunt, ?) > 0")
            arguments.append(bare)
    for column, accepted in query.filters.items():
        condition = _accepts(column, accepted)
        parts.append(condition.sql)
        arguments.extend(condition.arguments)
    return Where(" WHERE " + " AND ".join(parts) if parts else "", arguments)


def _accepts(column: str, accepted: frozenset[str | None]) -> Where:
    expression = facet_sql(column)
    known = sorted(key for key in accepted if key is not None)
    marks = ",".join("?" * len(known))
    if _is_choices(column):
        condition = f"EXISTS (SELECT 1 FROM json_each({expression}) WHERE value IN ({marks}))"
    else:
        condition = f"{expression} IN ({marks})"
    if None in accepted:
        condition = f"({condition} OR {expression} IS NULL)"
    return Where(condition, list(known))


def _is_choices(column: str) -> bool:
    return column in dictionary() and dictionary()[column].kind is FieldKind.CHOICES


def facet_sql(column: str) -> str:
    """Return the text by which a column is filtered and counted; NULL when it is not known."""
    if column == Column.GRADE:
        return "a.grade_low_zh"
    expression = shown(column).sql[0]
    if column in dictionary():
        kind = dictionary()[column].kind
        if kind is FieldKind.YES_NO:
            return f"iif({expression}, 'yes', iif({expression} IS NULL, NULL, 'no'))"
        if not kind.is_numeric:
            return expression
    return f"CAST({expression} AS TEXT)"


def order(keys: Sequence[SortKey]) -> str:
    """Return the ORDER BY of a query; what is not known comes last either way."""
    parts: list[str] = []
    for key in keys:
        direction = " DESC" if key.descending else ""
        for expression in _sort_sql(key.column):
            if key.column not in _ALWAYS_KNOWN:
                parts.append(f"({expression}) IS NULL")
            parts.append(f"{expression}{direction}")
    return " ORDER BY " + ", ".join((*parts, "p.id"))


_ALWAYS_KNOWN = frozenset((Column.NUMBER, Column.STATUS, Column.COMPLETENESS, Column.CHANGED_AT))


def _sort_sql(column: str) -> tuple[str, ...]:
    by_hand = _ORDERED.get(column)
    if by_hand is not None:
        return by_hand
    expressions = shown(column).sql
    if column in dictionary() and dictionary()[column].kind is FieldKind.CHOICE:
        return (_ranked(expressions[0], [choice.key for choice in dictionary()[column].choices]),)
    return expressions


def _ranked(expression: str, keys: Sequence[str]) -> str:
    cases = " ".join(f"WHEN '{key}' THEN {rank}" for rank, key in enumerate(keys))
    return f"CASE {expression} {cases} END"


#: Columns whose order is not that of what is kept.
_ORDERED: dict[str, tuple[str, ...]] = {
    "name": ("nullif(p.name_key, '')",),
    "owner_name": ("nullif(p.owner_key, '')",),
    Column.NUMBER: ("p.id",),
    Column.STATUS: (_ranked("p.status", [status.value for status in Status]),),
    Column.STAGE: (_ranked("s.stage", [stage.value for stage in Stage]),),
    Column.VERDICT: (_ranked("a.verdict", [Verdict.REFUSED.value, Verdict.UNDECIDED.value, Verdict.ELIGIBLE.value]),),
    # Grades are names; their order is that of the scores behind them.
    Column.GRADE: ("iif(a.grade_low_zh IS NULL, NULL, a.score_low)", "iif(a.grade_low_zh IS NULL, NULL, a.score_high)"),
}


def as_json(uids: Sequence[str]) -> str:
    """Return uids as one argument for SQL's `json_each`, whatever their number."""
    return json.dumps(list(uids))


def decode_row(columns: Sequence[Shown], row: Sequence[object]) -> tuple[object, ...]:
    """Return one fetched row as the columns' values."""
    values: list[object] = []
    place = 0
    for column in columns:
        width = len(column.sql)
        values.append(column.decode(*row[place : place + width]))
        place += width
    return tuple(values)


def decoded_values(keys: Sequence[str], row: Sequence[object]) -> "dict[str, Value]":
    """Return the known values of a project, fetched in the order of `keys`."""
    fields = dictionary()
    return {key: from_stored(fields[key], stored) for key, stored in zip(keys, row, strict=True) if stored is not None}
