"""What rule packs ask besides the data dictionary; the answers are values of the project like any other."""

from climafin.domain.dictionary import Dictionary, Field, FieldKind, dictionary
from climafin.services.pack_choice import current_pack, known_ids
from climafin.services.session import Session


def supplement_fields(session: Session, pack_id: str) -> tuple[Field, ...]:
    """Return what a pack asks besides the data dictionary.

    Raises:
        CallProblem: there is no such pack.
    """
    return current_pack(session, pack_id).own_facts


def every_field(session: Session) -> Dictionary:
    """Return the data dictionary and after it what any known pack asks besides.

    A key that several packs ask alike stands there once.
    """
    own: dict[str, Field] = {}
    for pack_id in known_ids(session):
        for field in current_pack(session, pack_id).own_facts:
            own.setdefault(field.key, field)
    return Dictionary(dictionary().groups, (*dictionary().fields, *own.values())) if own else dictionary()


def sheet_fields(fields: Dictionary) -> Dictionary:
    """Return the fields that one cell of a workbook can hold: tables stay out."""
    return Dictionary(fields.groups, tuple(field for field in fields if field.kind is not FieldKind.TABLE))
