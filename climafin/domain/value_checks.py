"""Whether a value may be kept in a field: the last look before the library, whoever hands the value in.

`values.parse_value` reads what people type; this module looks at values that are already of the right
sort, also those of programs that never typed anything.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Message, message
from climafin.domain.codes import is_credit_code, normal_project_code
from climafin.domain.dictionary import Dictionary, Field, FieldKind
from climafin.domain.project import Value, ValueNote
from climafin.domain.shown_values import FEN_PER_WAN

_LARGEST_INT = 2**63 - 1
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_WRONG_SORT = message("The value is not of the right sort for this field.")
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


def value_problem(field: Field, value: Value) -> Message | None:
    """Return why a value may not be kept in a field, or None when it may; None is always kept."""
    if value is None or value in ("", ()):
        return None
    if field.kind.is_numeric:
        return _number_problem(field, value)
    if field.kind in _TEXTS:
        return _text_problem(field, value)
    if field.kind is FieldKind.TABLE:
        return _table_problem(field, value)
    return None if _is_sound(field, value) else _WRONG_SORT


def _text_problem(field: Field, value: Value) -> Message | None:
    if not isinstance(value, str):
        return _WRONG_SORT
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        return message("The text holds characters that cannot be kept.")
    if len(value) > field.max_length:
        return message(
            "This is {count} characters long; at most {limit} can be kept.", count=len(value), limit=field.max_length
        )
    return None


def _table_problem(field: Field, value: Value) -> Message | None:
    if not isinstance(value, tuple) or not all(isinstance(row, Mapping) for row in value):
        return _WRONG_SORT
    columns = {column.key: column for column in field.columns}
    for number, row in enumerate(value, 1):
        assert isinstance(row, Mapping)  # looked at above
        for key, cell in row.items():
            problem = value_problem(columns[key], cell) if key in columns else _WRONG_SORT
            if problem is not None:
                named = columns[key].label if key in columns else key
                return message("Row {number}, {column}: {problem}", number=number, column=named, problem=problem)
    return None


def _number_problem(field: Field, value: Value) -> Message | None:
    is_whole = field.kind in (FieldKind.INTEGER, FieldKind.MONEY)
    if isinstance(value, bool) or not isinstance(value, int if is_whole else (int, float)):
        return _WRONG_SORT
    if not math.isfinite(value) or (is_whole and abs(value) > _LARGEST_INT):
        return message("The number is too large to be kept.")
    given = value / FEN_PER_WAN if field.kind is FieldKind.MONEY else value
    if field.minimum is not None and given < field.minimum:
        return message("It must be at least {limit}.", limit=f"{field.minimum:,g}")
    if field.maximum is not None and given > field.maximum:
        return message("It must be at most {limit}.", limit=f"{field.maximum:,g}")
    return None


def _is_sound(field: Field, value: Value) -> bool:  # noqa: PLR0911 - one line per kind
    if field.kind is FieldKind.YES_NO:
        return isinstance(value, bool)
    if field.kind is FieldKind.DATE:
        return isinstance(value, date) and not isinstance(value, datetime)
    if field.kind is FieldKind.CHOICES:
        return isinstance(value, tuple) and _are_choices(field, value)
    if not isinstance(value, str):
        return False
    if field.kind is FieldKind.MONTH:
        return _MONTH.fullmatch(value) is not None
    if field.kind is FieldKind.CHOICE:
        return field.choice(value) is not None
    if field.kind is FieldKind.CREDIT_CODE:
        return is_credit_code(value)
    return normal_project_code(value) == value


def _are_choices(field: Field, value: tuple[object, ...]) -> bool:
    known = all(isinstance(key, str) and field.choice(key) is not None for key in value)
    return known and len(set(value)) == len(value)


def note_problem(value: Value, note: ValueNote) -> Message | None:
    """Return why a note may not stand beside a value, or None when it may."""
    if note.not_applicable and value is not None:
        return message("A field that does not apply cannot have a value.")
    if note.quality is not None and not 1 <= note.quality <= 5:
        return message("A data-quality grade is a whole number from 1 to 5.")
    return None


class ValuesRefused(DataProblem):
    """Values that may not be kept.

    Attributes:
        problems: field key to what is wrong with its value.
    """

    def __init__(self, fields: Dictionary, problems: Mapping[str, Message]) -> None:
        named = [
            message("{field}: {problem}", field=fields.field(key).label, problem=problem)
            for key, problem in problems.items()
        ]
        told = named[-1]
        for sentence in reversed(named[:-1]):
            told = message("{problem} {more}", problem=sentence, more=told)
        super().__init__(message("{told} Nothing was changed.", told=told))
        self.problems = problems


def check_values(fields: Dictionary, values: Mapping[str, Value], notes: Mapping[str, ValueNote]) -> None:
    """Look at everything that is to be written of one project.

    Raises:
        ValuesRefused: something may not be kept; the message names every field and what is wrong with it.
        CallProblem: there is no such field.
    """
    problems: dict[str, Message] = {}
    for key in (*values, *(key for key in notes if key not in values)):
        if key not in fields:
            # A head of a table is no key: taken as one, its value would be lost.
            raise CallProblem(message("There is no field “{name}”.", name=key))
        problem = value_problem(fields[key], values.get(key))
        if problem is None and key in notes:
            problem = note_problem(values.get(key), notes[key])
        if problem is not None:
            problems[key] = problem
    if problems:
        raise ValuesRefused(fields, problems)
