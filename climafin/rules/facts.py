"""The facts rules may read: every field of the data dictionary and a few things the library knows besides."""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from climafin.base.messages import Label
from climafin.domain.assessment import FactRead
from climafin.domain.dictionary import Choice, Dictionary, Field, FieldKind
from climafin.domain.project import Project, TableRow, Value
from climafin.domain.shown_values import FEN_PER_WAN
from climafin.domain.signed import Occasion
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.expression.evaluate import Answer
from climafin.expression.terms import AS_OF_KEY, Row, Single, Sort, ValueType
from climafin.expression.units import PERCENT, Unit, read_unit
from climafin.expression.vocabulary import FactName

_SORTS = {
    FieldKind.YES_NO: Sort.TRUTH,
    FieldKind.DATE: Sort.DAY,
    FieldKind.MONTH: Sort.DAY,
    FieldKind.CHOICE: Sort.CHOICE,
    FieldKind.CHOICES: Sort.CHOICES,
    FieldKind.TABLE: Sort.ROWS,
}
STAGE = FactName(
    "stage",
    Label("阶段", "Stage"),
    ValueType(Sort.CHOICE, choices=tuple(Choice(stage.value, stage.label) for stage in Stage)),
)
STATUS = FactName(
    "status",
    Label("状态", "Status"),
    ValueType(Sort.CHOICE, choices=tuple(Choice(status.value, status.label) for status in Status)),
)
AS_OF = FactName(AS_OF_KEY, Label("评价日", "Date of assessment"), ValueType(Sort.DAY))
OCCASION = FactName(
    "occasion",
    Label("评价批次", "Occasion of assessment"),
    ValueType(Sort.CHOICE, choices=tuple(Choice(occasion.value, occasion.label) for occasion in Occasion)),
)
INITIAL_SCORE = FactName(
    "initial_score", Label("入库评价得分", "Score of the initial assessment"), ValueType(Sort.NUMBER)
)
#: Its choices are the facts a pack can read; people marked some of them as not applying to a project.
NOT_APPLICABLE = "not_applicable"
NOT_APPLICABLE_LABEL = Label("不适用项", "Facts that do not apply")
_NONE_MARKED = Label("无", "none")
#: The form section of the facts that a pack asks besides the data dictionary.
OWN_GROUP = "pack"
#: Its answers are the grades of the pack.
INITIAL_GRADE = "initial_grade"
INITIAL_GRADE_LABEL = Label("入库评价等级", "Grade of the initial assessment")


def value_type(field: Field) -> ValueType:
    """Return the type that a field's values have in expressions.

    Raises:
        ValueError: the field's unit is not in the table of units.
    """
    if field.kind.is_numeric:
        return ValueType(Sort.NUMBER, _number_unit(field.kind, field.unit.zh))
    columns = tuple(field_name(column) for column in field.columns)
    return ValueType(_SORTS.get(field.kind, Sort.TEXT), choices=field.choices, columns=columns)


def fact_names(fields: Dictionary) -> list[FactName]:
    """Return a name for every field, and for stage, standing and the date of assessment."""
    return [*(field_name(field) for field in fields), STAGE, STATUS, AS_OF]


def not_applicable_name(fields: Iterable[Field]) -> FactName:
    """Return the name under which conditions ask whether a fact applies to a project: 不适用项 包含 内部收益率."""
    choices = tuple(Choice(field.key, field.label, (field.fact, *field.synonyms)) for field in fields)
    return FactName(NOT_APPLICABLE, NOT_APPLICABLE_LABEL, ValueType(Sort.CHOICES, choices=choices))


def field_name(field: Field) -> FactName:
    """Return the name that expressions use for a field."""
    return FactName(field.key, field.label, value_type(field), (field.fact, *field.synonyms))


def in_base_units(unit: Unit, number: float) -> float:
    """Return a number of `unit` in base units, by one multiplication and one division: rounded alike everywhere."""
    return float(number) * unit.factor.numerator / unit.factor.denominator


def known_value(field: Field, value: Value) -> Answer | None:
    """Return a kept value as expressions see it, or None when it is not known."""
    if value is None:
        return None
    if field.kind is FieldKind.TABLE and isinstance(value, tuple):
        return tuple(_known_row(field, row) for row in value if isinstance(row, Mapping))
    return known_single(field, value)


def _known_row(field: Field, row: TableRow) -> Row:
    cells = {column.key: known_single(column, row[column.key]) for column in field.columns if column.key in row}
    return {key: cell for key, cell in cells.items() if cell is not None}


def known_single(field: Field, value: Value) -> Single | None:
    """Return a kept value of anything but a table as expressions see it, or None when it is not known."""
    if field.kind.is_numeric and isinstance(value, (int, float)):
        return _known_number(field, value)
    if field.kind is FieldKind.CHOICE and field.choice(str(value)) is None:
        return None  # an answer that a later dictionary knows
    if isinstance(value, tuple):
        return frozenset(key for key in value if isinstance(key, str))
    if field.kind is FieldKind.MONTH and isinstance(value, str):
        return date.fromisoformat(f"{value}-01")
    return value


@lru_cache(maxsize=1_000)
def _number_unit(kind: FieldKind, written: str) -> Unit:
    """Return the unit of a field's numbers; one of thousands of values must not read it again."""
    unit = PERCENT if kind is FieldKind.PERCENT else read_unit(written)
    if unit is None:
        raise ValueError(written)
    return unit


@lru_cache(maxsize=1_000)
def _factor(kind: FieldKind, written: str) -> tuple[int, int]:
    """Return numerator and denominator of that unit's factor."""
    factor = _number_unit(kind, written).factor
    return factor.numerator, factor.denominator


def _known_number(field: Field, value: float) -> float | None:
    try:
        if field.kind is FieldKind.MONEY:
            number = value / FEN_PER_WAN
        else:
            above, below = _factor(field.kind, field.unit.zh)
            number = float(value) * above / below  # as `in_base_units`
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def project_facts(project: Project, fields: Dictionary, as_of: date) -> dict[str, Answer]:
    """Return what is known of a project, by fact key; what is not known is absent."""
    facts: dict[str, Answer] = {"status": project.status.value, AS_OF_KEY: as_of}
    facts[NOT_APPLICABLE] = frozenset(_inapplicable(project))
    if project.stage is not None:
        facts["stage"] = project.stage.value
    for key, value in project.values.items():
        known = known_value(fields[key], value) if key in fields else None
        if known is not None:
            facts[key] = known
    return facts


def _inapplicable(project: Project) -> list[str]:
    return sorted(key for key in project.notes if project.is_not_applicable(key))


def _several_text(field: Field, value: tuple[str, ...] | tuple[TableRow, ...]) -> str:
    """Return several answers as their keys, rows as what they hold in the order of the columns."""
    said = []
    for one in value:
        cells = [one] if isinstance(one, str) else [_cell_text(column, one.get(column.key)) for column in field.columns]
        said.append(" ".join(cell for cell in cells if cell))
    return ("; " if field.columns else ", ").join(said)


def _cell_text(column: Field, cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return " ".join(map(str, cell)) if isinstance(cell, tuple) else str(cell)
    # Exact, because the digest of an assessment is made from it.
    number = cell / FEN_PER_WAN if column.kind is FieldKind.MONEY else float(cell)
    return f"{number!r} {column.unit.zh}".rstrip()


def _answers(field: Field, value: Value) -> Label:
    """Return the answers of a pack's own choice in words: nobody else can look them up."""
    found = [choice.label for choice in field.choices if choice.key in as_several(value)]
    return Label("、".join(label.zh for label in found), ", ".join(label.en for label in found))


def as_several(value: Value) -> tuple[str, ...]:
    """Return the keys of one answer or of several."""
    return tuple(key for key in (value if isinstance(value, tuple) else (value,)) if isinstance(key, str))


def not_applicable_read(project: Project, fields: Dictionary) -> FactRead:
    """Return for the trace which facts were marked as not applying to a project."""
    marked = [fields[one] for one in _inapplicable(project) if one in fields]
    word = Label("、".join(one.label.zh for one in marked), ", ".join(one.label.en for one in marked))
    keys = ", ".join(one.key for one in marked)
    return FactRead(NOT_APPLICABLE, NOT_APPLICABLE_LABEL, keys, word=word if marked else _NONE_MARKED)


def fact_read(key: str, project: Project, fields: Dictionary, as_of: date) -> FactRead:
    """Return one fact for the trace, with the value in the unit people know it in."""
    if key not in fields:
        special: dict[str, tuple[Label, str | None]] = {
            "stage": (STAGE.label, project.stage.value if project.stage else None),
            "status": (STATUS.label, project.status.value),
            AS_OF_KEY: (AS_OF.label, as_of.isoformat()),
        }
        label, word = special[key]
        return FactRead(key, label, word)
    field = fields[key]
    value = project.values.get(key)
    if field.group == OWN_GROUP and value is not None and field.choices:
        return FactRead(key, field.label, _several_text(field, as_several(value)), word=_answers(field, value))
    if isinstance(value, (bool, str)) or value is None:
        return FactRead(key, field.label, value)
    if isinstance(value, tuple):
        return FactRead(key, field.label, _several_text(field, value))
    if isinstance(value, date):
        return FactRead(key, field.label, value.isoformat())
    shown = value / FEN_PER_WAN if field.kind is FieldKind.MONEY else float(value)
    return FactRead(key, field.label, shown, field.unit.zh)
