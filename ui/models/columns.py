"""Columns of the list: what each is called, how wide, how a value reads, how it is painted and aligned."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, cast

from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.domain.dictionary import FieldKind, dictionary
from climafin.domain.query import Column
from climafin.domain.shown_values import shown_value
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.ui.models.grades import grade_chip, grade_text, points_text
from climafin.ui.style import Tone

if TYPE_CHECKING:
    from climafin.domain.project import Value

DEFAULT_COLUMNS = (
    Column.NUMBER,
    "name",
    Column.STAGE,
    Column.GRADE,
    "total_investment",
    "sector",
    "district",
    "owner_name",
    Column.STATUS,
    Column.COMPLETENESS,
    "planned_operation",
    Column.CHANGED_AT,
)


class Look(StrEnum):
    """How a cell is painted."""

    TEXT = "text"
    FIGURE = "figure"
    CHIP = "chip"
    STAGE = "stage"


STATUS_TONES = {
    Status.DRAFT: Tone.NEUTRAL,
    Status.SUBMITTED: Tone.INFO,
    Status.RETURNED: Tone.WARN,
    Status.ADMITTED: Tone.GOOD,
    Status.EXITED: Tone.NEUTRAL,
}
VERDICT_TONES = {Verdict.ELIGIBLE: Tone.GOOD, Verdict.REFUSED: Tone.BAD, Verdict.UNDECIDED: Tone.WARN}


class ListColumn(NamedTuple):
    """One column of the list.

    Attributes:
        key: a field of the dictionary or a `Column`.
        label: its name.
        unit: its unit, shown once in the head.
        look: how its cells are painted.
        width: how wide it is at first, in digits.
        words: turns a value into what is read; "" for unknown.
        tone: the tone of a chip.
    """

    key: str
    label: Label
    unit: Label
    look: Look
    width: int
    words: Callable[[object, Language], str]
    tone: Callable[[object], Tone]


def list_column(key: str) -> ListColumn:
    """Return the column of a key."""
    if key in tuple(Column):
        return _DERIVED[Column(key)]
    field = dictionary()[key]
    is_figure = field.kind.is_numeric
    width = {FieldKind.LONG_TEXT: 40, FieldKind.MONEY: 17, FieldKind.TEXT: 26, FieldKind.PROJECT_CODE: 26}
    return ListColumn(
        key,
        field.label,
        field.unit,
        Look.FIGURE if is_figure else Look.TEXT,
        34 if key == "name" else width.get(field.kind, 18),
        lambda value, language: shown_value(field, cast("Value", value), language).replace("\n", " "),
        lambda _value: Tone.NEUTRAL,
    )


def grade_words(value: object, language: Language) -> str:
    """Return a grade as `B`, as an interval `C–B` while something is unknown, or that it is quite open."""
    low, high = cast("tuple[Label, Label]", value) if value is not None else (None, None)
    return grade_chip(low, high, language)


def grade_range(value: object, language: Language) -> str:
    """Return a grade or its whole interval, for tooltips; "" when not assessed or refused."""
    low, high = cast("tuple[Label, Label]", value) if value is not None else (None, None)
    return grade_text(low, high, language)


def _label_words(value: object, language: Language) -> str:
    return "" if value is None else language.label(cast("Stage | Status | Verdict", value).label)


def _score_words(value: object, _language: Language) -> str:
    if value is None:
        return ""
    return points_text(*cast("tuple[int, int]", value))


def _day_words(value: object, _language: Language) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else ""


def _plain(value: object, _language: Language) -> str:
    return "" if value is None else str(value)


def _no_tone(_value: object) -> Tone:
    return Tone.NEUTRAL


def _grade_tone(value: object) -> Tone:
    low, high = cast("tuple[Label, Label]", value)
    return Tone.ACCENT if low == high else Tone.NEUTRAL


_NO_UNIT = Label("", "")
_PERCENT = Label("%", "%")
_DERIVED = {
    column: ListColumn(column, column.label, unit, look, width, words, tone)
    for column, unit, look, width, words, tone in (
        (Column.NUMBER, _NO_UNIT, Look.TEXT, 9, _plain, _no_tone),
        (Column.STATUS, _NO_UNIT, Look.CHIP, 12, _label_words, lambda value: STATUS_TONES[cast("Status", value)]),
        (Column.STAGE, _NO_UNIT, Look.STAGE, 15, _label_words, _no_tone),
        (Column.STAGE_SINCE, _NO_UNIT, Look.TEXT, 14, _day_words, _no_tone),
        (Column.VERDICT, _NO_UNIT, Look.CHIP, 14, _label_words, lambda value: VERDICT_TONES[cast("Verdict", value)]),
        (Column.GRADE, _NO_UNIT, Look.CHIP, 12, grade_words, _grade_tone),
        (Column.SCORE, _NO_UNIT, Look.FIGURE, 14, _score_words, _no_tone),
        (Column.COMPLETENESS, _PERCENT, Look.FIGURE, 13, _plain, _no_tone),
        (Column.CHANGED_AT, _NO_UNIT, Look.TEXT, 18, _day_words, _no_tone),
    )
}


def known_columns(keys: Sequence[str]) -> tuple[str, ...]:
    """Return those keys that are columns today, in order and once each."""
    known = {*tuple(Column), *(field.key for field in dictionary())}
    return tuple(dict.fromkeys(key for key in keys if key in known))
