"""Values of the library as the terminal prints them: once for people, once for programs."""

from datetime import date, datetime

from climafin.base.language import Language
from climafin.base.messages import Label, message
from climafin.domain.dictionary import dictionary
from climafin.domain.query import Column
from climafin.domain.shown_values import shown_value
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict

_DERIVED = frozenset(column.value for column in Column)


def head_of(column: str, language: Language) -> str:
    """Return the head of a column: a field of the dictionary or a derived column."""
    if column in _DERIVED:
        return language.label(Column(column).label)
    field = dictionary()[column]
    unit = language.label(field.unit)
    if not unit:
        return language.label(field.label)
    return language.say(message("{name} ({unit})", name=field.label, unit=field.unit))


def shown_cell(column: str, value: object, language: Language) -> str:  # noqa: PLR0911 - one line per kind
    """Return a cell as people read it; "" for what is not known."""
    if value is None:
        return ""
    if column not in _DERIVED:
        assert isinstance(value, (str, int, float, bool, date, tuple))
        return shown_value(dictionary()[column], value, language)
    if isinstance(value, (Status, Stage, Verdict)):
        return language.label(value.label)
    if isinstance(value, tuple):
        return _span(column, value, language)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value} %" if column == Column.COMPLETENESS else str(value)


def _span(column: str, value: tuple[object, ...], language: Language) -> str:
    low, high = (points(part) if column == Column.SCORE else language.value(part) for part in value)
    return str(low) if low == high else f"{low}–{high}"


def plain_cell(column: str, value: object) -> object:
    """Return a cell as JSON gives it."""
    if column == Column.SCORE and isinstance(value, tuple):
        low, high = value
        return {"low": low / 100, "high": high / 100}
    if column == Column.GRADE and isinstance(value, tuple):
        low, high = value
        return {"low": _plain_label(low), "high": _plain_label(high)}
    return value


def _plain_label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def points(hundredths: object) -> str:
    """Return points kept in hundredths as people read them."""
    assert isinstance(hundredths, int)
    return f"{hundredths / 100:.2f}"
