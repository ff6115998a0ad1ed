"""An assessment as one JSON text, exactly: what is read back equals what was written.

Used to keep assessments and to send them; the keys are the nouns' own attribute names. Attributes that have the
value their noun says for want of another are left out, and so what older versions wrote is read as well.
"""

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from climafin.domain.assessment import Assessment

_Reader = Callable[[Any], Any]


def assessment_to_json(assessment: Assessment) -> str:
    """Return an assessment as canonical JSON: sorted keys, no blanks; equal assessments give equal texts."""
    return json.dumps(
        assessment,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_plain,
    )


def _plain(value: object) -> object:
    """Return a noun as its fields, a day or moment as text; `asdict` would copy every leaf and take far longer."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    needed, optional = _names(type(value))
    found = {name: getattr(value, name) for name in needed}
    for name, default in optional:
        own = getattr(value, name)
        if own != default:
            found[name] = own
    return found


_Known = tuple[tuple[str, ...], tuple[tuple[str, object], ...]]
_NAMES: dict[type[Any], _Known] = {}


def _names(noun: type[Any]) -> _Known:
    """Return the names of a noun's attributes without a default, and the others with it.

    Raises:
        TypeError: it is no noun.
    """
    if noun not in _NAMES:
        known = fields(noun)
        needed = tuple(field.name for field in known if field.default is MISSING)
        _NAMES[noun] = needed, tuple((field.name, field.default) for field in known if field.default is not MISSING)
    return _NAMES[noun]


def assessment_from_json(text: str) -> Assessment:
    """Return the assessment that `assessment_to_json` wrote.

    Raises:
        ValueError: the text is not one.
    """
    tree = json.loads(text)
    try:
        found = _reader(Assessment)(tree)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    assert isinstance(found, Assessment)  # as its reader says
    return found


@lru_cache(maxsize=64)
def _reader(kind: Any) -> _Reader:  # noqa: ANN401 - a type hint: a class, a union or an alias such as tuple[int, ...]
    """Return what turns parsed JSON into a value of a type hint of the nouns."""
    if get_origin(kind) is tuple:
        return _tuple_reader(get_args(kind))
    if isinstance(kind, UnionType):
        return _union_reader(get_args(kind))
    if is_dataclass(kind):
        return _noun_reader(kind)
    if kind in (date, datetime):
        return kind.fromisoformat  # type: ignore[no-any-return]  # both have it
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return _as_it_is


def _as_it_is(value: object) -> object:
    return value


def _tuple_reader(kinds: tuple[Any, ...]) -> _Reader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        each = _reader(kinds[0])
        return lambda tree: tuple(each(item) for item in tree)
    return tuple


def _union_reader(kinds: tuple[Any, ...]) -> _Reader:
    """Return a reader by the form of the JSON: an object is the noun, a list the tuple, a text the day of the union."""
    by_form = {_form(kind): _reader(kind) for kind in kinds if kind is not NoneType}
    return lambda tree: None if tree is None else by_form.get(type(tree), _as_it_is)(tree)


def _form(kind: Any) -> type:  # noqa: ANN401 - a type hint
    if is_dataclass(kind):
        return dict
    if get_origin(kind) is tuple:
        return list
    return str if kind in (date, datetime) or not isinstance(kind, type) else kind


def _noun_reader(noun: Any) -> _Reader:  # noqa: ANN401 - a class of nouns
    hints = get_type_hints(noun)
    readers = {field.name: _reader(hints[field.name]) for field in fields(noun)}
    plain = frozenset(name for name, reader in readers.items() if reader is _as_it_is)

    def read(tree: dict[str, Any]) -> object:
        return noun(**{name: value if name in plain else readers[name](value) for name, value in tree.items()})

    return read
