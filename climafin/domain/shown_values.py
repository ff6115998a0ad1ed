"""Values as people read them; lists need nothing more, so what reads values stands apart."""

from datetime import date
from typing import TYPE_CHECKING

from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.domain.dictionary import Field, FieldKind

if TYPE_CHECKING:
    from climafin.domain.project import Value

FEN_PER_WAN = 1_000_000
NOT_GIVEN = Label("（未提供）", "(not provided)")
NOT_APPLICABLE = Label("不适用", "n/a")
YES = Label("是", "yes")
NO = Label("否", "no")

_FEN_PER_HUNDREDTH = FEN_PER_WAN // 100


def shown_value(field: Field, value: "Value", language: Language, *, with_unit: bool = False) -> str:
    """Return a value as people read it; "" for a value that is not known.

    Args:
        field: the field it belongs to.
        value: the kept value.
        language: whose words to use for choices, yes/no and days.
        with_unit: whether the unit follows a number.
    """
    if value is None:
        return ""
    text = _shown(field, value, language)
    unit = language.label(field.unit)
    if not with_unit or not unit or not field.kind.is_numeric:
        return text
    return text + unit if unit == "%" else f"{text} {unit}"


def _shown(field: Field, value: "Value", language: Language) -> str:  # noqa: PLR0911 - one line per kind
    if isinstance(value, bool):
        return language.label(YES if value else NO)
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return shown_money(value)
    if isinstance(value, (int, float)):
        return str(value) if field.kind is FieldKind.INTEGER and not field.unit.zh else f"{value:,.{field.decimals}f}"
    if isinstance(value, date):
        return language.day(value)
    if isinstance(value, tuple):
        return language.text(", ").join(_choice_name(field, key, language) for key in value)
    if field.kind is FieldKind.CHOICE:
        return _choice_name(field, value or "", language)
    return value or ""


def shown_money(fen: int) -> str:
    """Return fen as 万元 with two decimals and thousands separators, rounded half up."""
    # In whole numbers: half a hundredth goes away from zero, and no sum is too large to be exact.
    hundredths = (abs(fen) + _FEN_PER_HUNDREDTH // 2) // _FEN_PER_HUNDREDTH
    sign = "-" if fen < 0 else ""
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"


def _choice_name(field: Field, key: str, language: Language) -> str:
    choice = field.choice(key)
    return language.label(choice.label) if choice is not None else key
