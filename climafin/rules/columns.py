"""From projects, or from rows of kept values, to columns of facts as expressions see them."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from climafin.domain.dictionary import Dictionary, Field, FieldKind
from climafin.domain.project import Project, Value
from climafin.domain.shown_values import FEN_PER_WAN
from climafin.domain.status import Status
from climafin.expression.arithmetic import LARGEST_WHOLE
from climafin.expression.columns import Array, Column, Columns, Masks, is_plain, packed
from climafin.expression.terms import Sort
from climafin.rules.asking import Initial
from climafin.rules.facts import (
    INITIAL_GRADE,
    INITIAL_SCORE,
    NOT_APPLICABLE,
    STAGE,
    STATUS,
    known_value,
    not_applicable_name,
    value_type,
)
from climafin.rules.pack import Pack


def columns_of(pack: Pack, projects: Iterable[Project], initial: Mapping[str, Initial] | None = None) -> Columns:
    """Return the facts that a pack reads, of some projects, in their order.

    Args:
        pack: the pack; its own facts are among the values of projects, as always.
        projects: the projects.
        initial: what the initial assessments came to, by project.
    """
    some = list(projects)
    keys = [key for key in pack.fact_keys if key in pack.fields]
    values = {key: [project.values.get(key) for project in some] for key in keys}
    stages = [None if project.stage is None else project.stage.value for project in some]
    marked = _set_aside(some)
    found = columns_of_values(pack, [one.uid for one in some], values, stages, [one.status for one in some], marked)
    if not initial:
        return found
    first = [initial.get(one.uid) for one in some]
    scores = [np.nan if one is None else one.points / 100 for one in first]
    grades = pack.vocabulary[INITIAL_GRADE].type
    places = [packed(grades, None if one is None else one.grade) for one in first]
    more = {
        INITIAL_SCORE.key: Column(INITIAL_SCORE.type, np.array(scores, dtype=np.float64)),
        INITIAL_GRADE: Column(grades, np.array(places, dtype=np.int16)),
    }
    return Columns(found.uids, {**found.by_key, **more}, found.set_aside)


def _set_aside(projects: Sequence[Project]) -> dict[str, Masks]:
    found: dict[str, Masks] = {}
    for row, project in enumerate(projects):
        for key in project.notes:
            if project.is_not_applicable(key):
                found.setdefault(key, np.zeros(len(projects), dtype=np.bool_))[row] = True
    return found


def columns_of_values(
    pack: Pack,
    uids: Sequence[str],
    values: Mapping[str, Sequence[Value]],
    stages: Sequence[str | None],
    statuses: Sequence[Status],
    set_aside: Mapping[str, Masks],
) -> Columns:
    """Return the facts that a pack reads, from values as they are kept.

    Args:
        pack: the pack.
        uids: the projects.
        values: field key to the value of every project.
        stages: the present stage of every project.
        statuses: the standing of every project.
        set_aside: field key to where it was marked as not applying.
    """
    fields = pack.fields
    found = {key: _column(fields[key], values[key], fields) for key in values}
    for name, kept in ((STAGE, stages), (STATUS, [one.value for one in statuses])):
        place = {choice.key: at for at, choice in enumerate(name.type.choices)}
        places = np.array([place.get(one or "", -1) for one in kept], dtype=np.int16)
        found[name.key] = Column(name.type, places)
    marked: list[set[str]] = [set() for _ in uids]
    for key, rows in set_aside.items():
        for row in np.flatnonzero(rows).tolist():
            marked[row].add(key)
    kind = not_applicable_name(fields).type
    sets = [frozenset(one) for one in marked]
    found[NOT_APPLICABLE] = Column(kind, sets if not is_plain(kind) else np.array([packed(kind, one) for one in sets]))
    return Columns(uids, found, set_aside)


def _column(field: Field, values: Sequence[Value], fields: Dictionary) -> Column:
    kind = value_type(field)
    assert field.key in fields  # asked of the pack's own fields
    if kind.sort is Sort.NUMBER:
        return Column(kind, _numbers(field, values))
    if kind.sort is Sort.TRUTH:
        return Column(kind, np.array([0 if one is None else 1 if one else -1 for one in values], dtype=np.int8))
    if kind.sort is Sort.CHOICE:
        place = {choice.key: at for at, choice in enumerate(kind.choices)}
        return Column(kind, np.array([place.get(str(one), -1) for one in values], dtype=np.int16))
    answers = [known_value(field, one) for one in values]
    if not is_plain(kind):
        return Column(kind, answers)  # type: ignore[arg-type]  # kept values are known or None
    dtype = np.int32 if kind.sort is Sort.DAY else np.int64
    return Column(kind, np.array([packed(kind, one) for one in answers], dtype=dtype))


def _numbers(field: Field, values: Sequence[Value]) -> Array:
    """Return numbers in base units, operation for operation as `known_value`."""
    if any(isinstance(one, int) and abs(one) > LARGEST_WHOLE for one in values):
        return _one_by_one(field, values)  # Python divides whole numbers exactly, whatever their size
    try:
        kept = np.array([np.nan if one is None else one for one in values], dtype=np.float64)
    except (TypeError, ValueError):
        return _one_by_one(field, values)
    with np.errstate(all="ignore"):
        if field.kind is FieldKind.MONEY:
            kept /= FEN_PER_WAN
        else:
            factor = value_type(field).unit.factor
            kept *= float(factor.numerator)
            kept /= float(factor.denominator)
    kept[np.isinf(kept)] = np.nan
    return kept


def _one_by_one(field: Field, values: Sequence[Value]) -> Array:
    known = (known_value(field, one) for one in values)
    return np.array([one if isinstance(one, float) else np.nan for one in known], dtype=np.float64)
