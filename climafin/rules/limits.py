"""Limits 限值: thresholds looked up by answers, by a day, or left to the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Place
from climafin.domain.assessment import RuleSource
from climafin.domain.signed import Supplied
from climafin.expression.evaluate import Answer, Reason, Unknown
from climafin.expression.units import Unit
from climafin.rules.facts import AS_OF, in_base_units


@dataclass(frozen=True, slots=True)
class DatedTable:
    """The values of a limit from a day on.

    Attributes:
        since: the first day it holds.
        rows: the answers it is looked up by, in the order of the limit's `by`, to the value in base units;
            of a day fact the answer is its year; a limit that is one number has the one row ().
        otherwise: the value for answers without a row, or None.
        source: the clause it rests on.
    """

    since: date
    rows: Mapping[tuple[str, ...], float]
    otherwise: float | None
    source: RuleSource


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold that is looked up.

    Attributes:
        name: the name expressions use; also its fact key.
        label: its name for people.
        unit: the unit its values are written in.
        by: keys of the choice facts and day facts (their year) it is looked up by; () when it is the same for all.
        dated_by: key of the day fact that picks the table; the date of assessment unless the pack says otherwise.
        tables: its values, oldest first.
        delegated: to whom the rule book leaves the value, or None; see `Supplied`.
        place: where it stands in the file.
    """

    name: str
    label: Label
    unit: Unit
    by: tuple[str, ...]
    dated_by: str
    tables: tuple[DatedTable, ...]
    delegated: Label | None
    place: Place

    @property
    def facts(self) -> tuple[str, ...]:
        """Keys of the project's facts it is looked up by."""
        return self.by if self.dated_by == AS_OF.key else (*self.by, self.dated_by)


@dataclass(frozen=True, slots=True)
class Found:
    """What looking up a limit came to.

    Attributes:
        answer: the value in base units, or why there is none.
        table: the table it stands in, or None.
        supplied: the office's signed value, or None.
    """

    answer: Answer
    table: DatedTable | None = None
    supplied: Supplied | None = None


def look_up(limit: Limit, facts: Mapping[str, Answer], supplied: Supplied | None = None) -> Found:
    """Return a limit's value for the facts of a project, the date of assessment among them.

    A value that the office supplied goes before the tables.
    """
    if supplied is not None and limit.delegated is not None:
        return Found(in_base_units(limit.unit, supplied.value), supplied=supplied)
    if not limit.tables:
        return Found(Unknown(reasons=frozenset({Reason.NOT_SET})))
    day = facts.get(limit.dated_by)
    if not isinstance(day, date):
        return Found(_unknown(limit.dated_by, day))
    table = next((table for table in reversed(limit.tables) if table.since <= day), None)
    if table is None:
        return Found(Unknown(reasons=frozenset({Reason.NOT_IN_FORCE})))
    row: list[str] = []
    unknown: Unknown | None = None
    for key in limit.by:
        answer = facts.get(key)
        if isinstance(answer, (str, date)):
            row.append(answer if isinstance(answer, str) else str(answer.year))
        else:
            missing = _unknown(key, answer)
            unknown = missing if unknown is None else unknown.with_(missing)
    if unknown is not None:
        return Found(unknown, table)
    value = table.rows.get(tuple(row), table.otherwise)
    return Found(Unknown(reasons=frozenset({Reason.NOT_IN_TABLE})) if value is None else value, table)


def _unknown(key: str, answer: Answer | None) -> Unknown:
    return answer if isinstance(answer, Unknown) else Unknown(frozenset({key}))
