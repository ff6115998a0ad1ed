"""Values as people read them; lists need nothing more, so what reads values stands apart."""

from datetime import date
from typing import TYPE_CHECKING

from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.domain.dictionary import Field, FieldKind

if TYPE_CHECKING:
    from climafin.domain.project import TableRow, Value

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
        if field.kind is FieldKind.INTEGER and not field.unit.zh:
            return str(value)
        return _rounded(value, field.decimals)
    if isinstance(value, date):
        return language.day(value)
    if isinstance(value, tuple):
        shown = (
            _choice_name(field, one, language) if isinstance(one, str) else _row(field, one, language) for one in value
        )
        return (language.text("; ") if field.columns else language.text(", ")).join(shown)
    if field.kind is FieldKind.CHOICE:
        return _choice_name(field, value or "", language)
    return value or ""


def _row(field: Field, row: "TableRow", language: Language) -> str:
    """Return one row of a table as `name value` in the order of the columns; what is not known is left out."""
    cells = (
        f"{language.label(column.label)} {shown_value(column, row[column.key], language, with_unit=True)}"
        for column in field.columns
        if column.key in row
    )
    return language.text(", ").join(cells)


def _rounded(number: float, decimals: int) -> str:
    """Return a number with thousands separators, rounded half up as it was typed: 8.125 is 8.13, as rules round it."""
    typed = repr(number).removesuffix(".0")
    if "e" not in typed and len(typed.partition(".")[2]) <= decimals:
        return f"{number:,.{decimals}f}"
    # Loaded for the few numbers that have more decimals than are shown; the first window has none.
    from decimal import ROUND_HALF_UP, Context, Decimal  # noqa: PLC0415

    # Room for the largest number there is, so that nothing is rounded twice.
    exact = Decimal(typed).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=400))
    return f"{exact:,f}"


def shown_money(fen: int) -> str:
    """Return fen as 万元 with two decimals and thousands separators, rounded half up."""
    # In whole numbers: half a hundredth goes away from zero, and no sum is too large to be exact.
    hundredths = (abs(fen) + _FEN_PER_HUNDREDTH // 2) // _FEN_PER_HUNDREDTH
    sign = "-" if fen < 0 else ""
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"


def _choice_name(field: Field, key: str, language: Language) -> str:
    choice = field.choice(key)
    return language.label(choice.label) if choice is not None else key
