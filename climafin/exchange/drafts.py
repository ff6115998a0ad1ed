"""From the cells of one row to the values of one project, with what was understood and what is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from climafin.base.errors import CallProblem
from climafin.base.folding import tidy
from climafin.base.messages import Label, Message, message
from climafin.domain.dictionary import Dictionary, Field, FieldKind
from climafin.domain.project import Value
from climafin.domain.query import Column as ListColumn
from climafin.domain.shown_values import NO, YES
from climafin.domain.stages import Stage, stage_from
from climafin.domain.values import Parsed, parse_value
from climafin.exchange.cells import Cell, ErrorCell, PercentCell, is_blank, shown_cell
from climafin.exchange.heads import STAGE, STAGE_SINCE, STATUS, UID, Column
from climafin.exchange.units import (
    DEFAULT_MONEY_UNIT,
    MONEY_UNITS,
    capacity_with_unit,
    number_with_unit,
    scale_of,
)

#: Excel keeps 15 digits of a number; a longer code kept as a number has lost its end.
_KEPT_DIGITS = 1e15
_LOST_IN_PROJECT_CODE = re.compile(r"[1-9]\d{14}0{5}")
_LOST_IN_CREDIT_CODE = re.compile(r"[1-9]\d{14}0{3}")
_SERIAL_ZERO = date(1899, 12, 30)
#: Excel numbers its days; these are those of 1950 to 2119, far above any year.
_SERIALS = (18264.0, 80000.0)
_STAGE_WORDS: dict[str, Stage] = {
    **dict.fromkeys(("前期", "谋划", "储备", "未开工", "拟建", "前期工作", "策划阶段", "谋划储备"), Stage.PLANNED),
    **dict.fromkeys(("已开工", "新开工", "开工建设"), Stage.STARTED),
    **dict.fromkeys(("在建", "建设中", "施工中", "续建"), Stage.BUILDING),
    **dict.fromkeys(("已完工", "竣工", "已竣工", "建成", "已建成", "完成"), Stage.COMPLETED),
    **dict.fromkeys(("已投运", "投产", "已投产", "运营", "运营中", "已运营", "投用", "运行"), Stage.OPERATING),
}
_NO_UNIT = Label("", "")
_DAY_FIELD = Field(
    key=STAGE_SINCE,
    label=ListColumn.STAGE_SINCE.label,
    kind=FieldKind.DATE,
    group="",
    unit=_NO_UNIT,
    choices=(),
    needed=frozenset(),
    part=0,
    shared=True,
    synonyms=(),
    fact="",
    minimum=None,
    maximum=None,
    decimals=0,
    max_length=40,
)
_CODES = (FieldKind.CREDIT_CODE, FieldKind.PROJECT_CODE)
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why one cell is refused.

    Attributes:
        column_head: the head it stands under, as the sender wrote it.
        field_key: the field it was meant for, None for a problem of the whole row.
        told: the reason.
    """

    column_head: str
    field_key: str | None
    told: Message


@dataclass(frozen=True, slots=True)
class Draft:
    """What one row says.

    Attributes:
        values: field key to value; only what is known.
        not_applicable: fields the row says do not apply.
        problems: the refused cells.
        notes: what was understood in a way the reader should see.
        stage: the stage the row names, with its day: both or neither.
        stage_on: that day.
        uid: the identity a workbook of our own carries, or "".
    """

    values: Mapping[str, Value]
    not_applicable: frozenset[str] = frozenset()
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[Message, ...] = ()
    stage: Stage | None = None
    stage_on: date | None = None
    uid: str = ""


@dataclass(slots=True)
class _Making:
    values: dict[str, Value] = field(default_factory=dict)
    not_applicable: set[str] = field(default_factory=set)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def read_draft(
    cells: Sequence[Cell], columns: Sequence[Column], fields: Dictionary, money_units: Mapping[int, str]
) -> Draft:
    """Read one row.

    Args:
        cells: the row's cells.
        columns: the table's columns.
        fields: the data dictionary.
        money_units: for each column index the unit of its bare amounts.
    """
    making = _Making()
    special: dict[str, Cell] = {}
    for column in columns:
        cell = cells[column.index] if column.index < len(cells) else None
        if column.key is None or column.is_double or is_blank(cell):
            continue
        if column.key not in fields:
            special[column.key] = cell
            continue
        _take(making, fields, column, cell, money_units.get(column.index, DEFAULT_MONEY_UNIT))
    if "name" not in making.values and not any(problem.field_key == "name" for problem in making.problems):
        head = next((column.head for column in columns if column.key == "name"), "")
        making.problems.append(CellProblem(head, "name", message("The row names no project.")))
    stage, on = _stage(special, making.notes)
    uid = special.get(UID)
    return Draft(
        making.values,
        frozenset(making.not_applicable),
        tuple(making.problems),
        tuple(making.notes),
        stage,
        on,
        uid if isinstance(uid, str) else "",
    )


def _take(making: _Making, fields: Dictionary, column: Column, cell: Cell, money_unit: str) -> None:
    target = fields[column.key or ""]
    capacity = _capacity(fields, target, cell)
    if capacity is not None:
        making.values[target.key] = float(capacity[0])
        making.values.setdefault("capacity_unit", capacity[1])
        return
    parsed = read_cell(target, cell, column.unit, money_unit)
    if parsed.problem is not None:
        making.problems.append(CellProblem(column.head, target.key, parsed.problem))
    elif parsed.not_applicable:
        making.not_applicable.add(target.key)
    elif parsed.value is not None:
        making.values[target.key] = parsed.value
    if parsed.note is not None:
        making.notes.append(message("{field}: {note}", field=target.label, note=parsed.note))


def _capacity(fields: Dictionary, target: Field, cell: Cell) -> tuple[Decimal, str] | None:
    if target.key != "capacity" or not isinstance(cell, str) or "capacity_unit" not in fields:
        return None
    return capacity_with_unit(fields["capacity_unit"], cell)


def read_cell(target: Field, cell: Cell, unit: str = "", money_unit: str = DEFAULT_MONEY_UNIT) -> Parsed:
    """Read one cell as a value of a field.

    Args:
        target: the field.
        cell: the cell.
        unit: the unit its column's head names, "" for none.
        money_unit: the unit of a bare amount.
    """
    if isinstance(cell, ErrorCell):
        return Parsed(problem=_error_told(cell))
    if isinstance(cell, PercentCell):
        if target.kind is FieldKind.PERCENT:
            return parse_value(target, float(Decimal(repr(cell.value)) * 100))
        # A word field gets what the sender saw, 25%, a number the kept 0.25.
        cell = cell.value if target.kind.is_numeric else shown_cell(cell)
    return _plain_cell(target, cell, unit, money_unit)


def _plain_cell(target: Field, cell: str | float | bool | date | None, unit: str, money_unit: str) -> Parsed:
    if target.kind in _CODES:
        return _code(target, cell)
    if target.kind in _TEXTS and not isinstance(cell, str):
        is_cut = isinstance(cell, float) and abs(cell) >= _KEPT_DIGITS
        return Parsed(problem=_damaged_code(cell)) if is_cut else parse_value(target, _as_text(cell))
    if target.kind in (FieldKind.DATE, FieldKind.MONTH) and isinstance(cell, float):
        return _day_number(target, cell)
    if target.kind is FieldKind.MONEY:
        return parse_value(target, cell, money_unit)
    if target.kind.is_numeric:
        return _number(target, cell, unit)
    return parse_value(target, cell)


def _error_told(cell: ErrorCell) -> Message:
    if not cell.text:
        return message("The cell holds a formula without its result. Open the workbook in Excel or WPS and save it.")
    return message("The cell shows the error {text} instead of a value.", text=cell.text)


def _damaged_code(cell: Cell) -> Message:
    return message(
        "The code was kept as the number {text} and its last digits are lost; ask the sender for it as text.",
        text=f"{cell:.14E}" if isinstance(cell, float) and abs(cell) >= _KEPT_DIGITS else shown_cell(cell),
    )


def _code(target: Field, cell: Cell) -> Parsed:
    """Read a code; one kept as a number, or a number's lost digits made text again, is refused or noted."""
    if isinstance(cell, float):
        return Parsed(problem=_damaged_code(cell))
    bare = re.sub(r"\s", "", tidy(shown_cell(cell)))
    if target.kind is FieldKind.PROJECT_CODE and _LOST_IN_PROJECT_CODE.fullmatch(bare):
        return Parsed(problem=_damaged_code(bare))
    parsed = parse_value(target, cell)
    if parsed.problem is None and _LOST_IN_CREDIT_CODE.fullmatch(bare):
        told = message("“{text}” ends in 000: make sure that Excel did not cut it after 15 digits.", text=bare)
        return replace(parsed, note=told)
    return parsed


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return YES.zh if cell else NO.zh
    return shown_cell(cell)


def _day_number(target: Field, cell: float) -> Parsed:
    if _SERIALS[0] <= cell <= _SERIALS[1]:
        day = _SERIAL_ZERO + timedelta(days=int(cell))
        parsed = parse_value(target, day)
        return replace(parsed, note=message("“{text}” was read as {day}.", text=shown_cell(cell), day=day))
    if re.fullmatch(r"\d{4}\.1", repr(cell)):
        return Parsed(
            problem=message(
                "“{text}” kept as a number may mean January or October; write it as {year}-01 or {year}-10.",
                text=repr(cell),
                year=int(cell),
            )
        )
    return parse_value(target, shown_cell(cell))


def _number(target: Field, cell: Cell, unit: str) -> Parsed:
    if isinstance(cell, str):
        with_unit = number_with_unit(target, cell)
        if with_unit is not None:
            return _scaled_value(target, cell, with_unit, 1, always_noted=False)
    parsed = parse_value(target, cell)
    if not unit or not isinstance(parsed.value, (int, float)) or target.kind is FieldKind.PERCENT:
        return _share_noted(target, cell, parsed)
    scale = scale_of(target, unit)
    if scale is None:
        if not target.unit.zh:
            return parsed
        return Parsed(
            problem=message(
                "The head gives the unit {unit}, which cannot be turned into {own}.", unit=unit, own=target.unit
            )
        )
    return _scaled_value(target, shown_cell(cell), Decimal(repr(parsed.value)), scale, always_noted=scale != 1)


def _scaled_value(target: Field, text: str, number: Decimal, scale: Decimal | int, *, always_noted: bool) -> Parsed:
    worth = number * scale
    parsed = parse_value(target, f"{worth.normalize():f}")
    if parsed.problem is not None or not (always_noted or f"{worth:f}" not in tidy(text)):
        return parsed
    told = message(
        "“{text}” was read as {number} {unit}.", text=text, number=f"{worth.normalize():,f}", unit=target.unit
    )
    return replace(parsed, note=told)


def _share_noted(target: Field, cell: Cell, parsed: Parsed) -> Parsed:
    if target.kind is FieldKind.PERCENT and isinstance(cell, float) and parsed.value is not None and 0 < abs(cell) < 1:
        told = message("“{text}” was read as {text} %, not as a share of 1.", text=f"{cell:.10g}")
        return replace(parsed, note=told)
    return parsed


def _stage(special: Mapping[str, Cell], notes: list[Message]) -> tuple[Stage | None, date | None]:
    """Return the stage a row names with its day; without a day the stage is left and that is noted."""
    word = special.get(STAGE) or special.get(STATUS)
    text = tidy(shown_cell(word)).replace(" ", "")
    if not text:
        return None, None
    stage = _stage_word(text)
    if stage is None:
        if special.get(STAGE) is not None:
            notes.append(message("“{text}” is not one of the stages and was left out.", text=text))
        return None, None
    on = _stage_day(special.get(STAGE_SINCE))
    if on is None:
        notes.append(
            message(
                "The stage {stage} comes without its day and was left out; enter it on the board.", stage=stage.label
            )
        )
        return None, None
    return stage, on


def _stage_word(text: str) -> Stage | None:
    if text in _STAGE_WORDS:
        return _STAGE_WORDS[text]
    try:
        return stage_from(text.removesuffix("阶段"))
    except CallProblem:
        return None


def _stage_day(cell: Cell) -> date | None:
    if isinstance(cell, (ErrorCell, PercentCell)) or cell is None:
        return None
    if isinstance(cell, float) and _SERIALS[0] <= cell <= _SERIALS[1]:
        return _SERIAL_ZERO + timedelta(days=int(cell))
    parsed = parse_value(_DAY_FIELD, cell)
    return parsed.value if isinstance(parsed.value, date) else None


def money_unit_of(column: Column, sheet_unit: str | None, answers: Mapping[str, str]) -> str:
    """Return the unit of a money column's bare amounts: what was answered, its head, the line above, 万元."""
    answered = answers.get(column.head)
    if answered in MONEY_UNITS:
        return answered
    if column.unit in MONEY_UNITS:
        return column.unit
    return sheet_unit or DEFAULT_MONEY_UNIT
