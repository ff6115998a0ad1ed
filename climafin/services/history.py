"""The history in words: what each entry says to a reader."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from climafin.base.messages import Label, Message, message
from climafin.domain.dictionary import Field, FieldKind, dictionary
from climafin.domain.history import HistoryEntry
from climafin.domain.shown_values import NO, NOT_GIVEN, YES, shown_money
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.services.session import Session

_NEW, _OLD = 1, 0


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the history, ready to be read.

    Attributes:
        at: when.
        person: who.
        told: what happened.
        reason: why, or "".
        entry: the entry itself.
    """

    at: datetime
    person: str
    told: Message
    reason: str
    entry: HistoryEntry


def project_history(session: Session, uid: str | None, limit: int = 500) -> list[HistoryLine]:
    """Return the last changes of a project, or of the library when `uid` is None, newest first."""
    lines: list[HistoryLine] = []
    for entry in session.library.history(uid, limit):
        told = _TOLD[entry.table](entry)
        if told is not None:
            lines.append(HistoryLine(entry.at, entry.person, told, entry.reason, entry))
    return lines


def _new(entry: HistoryEntry, column: str) -> object:
    return entry.changes.get(column, (None, None))[_NEW]


def _old(entry: HistoryEntry, column: str) -> object:
    return entry.changes.get(column, (None, None))[_OLD]


def _project(entry: HistoryEntry) -> Message | None:
    if entry.operation == "insert":
        return message("{number} {name} was registered", number=_new(entry, "number"), name=_new(entry, "name") or "")
    if entry.operation == "delete":
        return message("The registration of {number} was taken back", number=_old(entry, "number"))
    return _joined([_changed(column, old, new) for column, (old, new) in entry.changes.items()])


def _joined(pieces: list[Message]) -> Message:
    return pieces[0] if len(pieces) == 1 else message("{changes}", changes=tuple(pieces))


def _changed(column: str, old: object, new: object) -> Message:
    if column == "status":
        return message("Status: {old} → {new}", old=Status(str(old)).label, new=Status(str(new)).label)
    if column not in dictionary():
        return message("{field}: {old} → {new}", field=column, old=old, new=new)
    field = dictionary()[column]
    return message("{field}: {old} → {new}", field=field.label, old=told_value(field, old), new=told_value(field, new))


def told_value(field: Field, stored: object) -> object:  # noqa: PLR0911 - one line per kind
    """Return a logged value as something a sentence can hold, in whichever language it is said."""
    if stored is None:
        return NOT_GIVEN
    if field.kind is FieldKind.YES_NO:
        return YES if stored else NO
    if field.kind is FieldKind.CHOICE:
        return _choice(field, str(stored))
    if field.kind is FieldKind.CHOICES:
        return tuple(_choice(field, key) for key in json.loads(str(stored)))
    if field.kind is FieldKind.DATE:
        return date.fromisoformat(str(stored))
    if field.kind is FieldKind.MONEY and isinstance(stored, int):
        return message("{number} {unit}", number=shown_money(stored), unit=field.unit)
    if field.kind.is_numeric and field.unit.zh:
        return message("{number} {unit}", number=f"{stored:,}", unit=field.unit)
    return str(stored)


def _choice(field: Field, key: str) -> Label | str:
    choice = field.choice(key)
    return choice.label if choice is not None else key


def _value_note(entry: HistoryEntry) -> Message | None:
    field = dictionary()[entry.row].label if entry.row in dictionary() else Label(entry.row, entry.row)
    if entry.operation == "delete":
        return message("{field}: note removed", field=field)
    if _new(entry, "not_applicable") == 1:
        return message("{field}: marked as not applicable", field=field)
    if _new(entry, "source"):
        return message("{field}: source “{source}”", field=field, source=_new(entry, "source"))
    if entry.operation == "update" and _old(entry, "not_applicable") == 1:
        return message("{field}: applies again", field=field)
    return message("{field}: note changed", field=field)


def _stage_event(entry: HistoryEntry) -> Message | None:
    side = _old if entry.operation == "delete" else _new
    stage, on = Stage(str(side(entry, "stage"))).label, date.fromisoformat(str(side(entry, "on_day")))
    if entry.operation == "delete":
        return message("The move to {stage} on {day} was taken back", stage=stage, day=on)
    return message("Entered the stage {stage} on {day}", stage=stage, day=on)


def _assessment(entry: HistoryEntry) -> Message | None:
    if entry.operation != "insert":
        # That an older one stepped back is told by the newer one.
        return None
    low, high = _points(_new(entry, "score_low")), _points(_new(entry, "score_high"))
    return message(
        "Assessed by {pack}: {verdict}, {points} points",
        pack=_new(entry, "pack_id"),
        verdict=Verdict(str(_new(entry, "verdict"))).label,
        points=low if low == high else f"{low}–{high}",
    )


def _points(hundredths: object) -> str:
    return f"{int(str(hundredths)) / 100:.2f}"


def _print_record(entry: HistoryEntry) -> Message | None:
    return message(
        "Dossier {number}, version {version}, was printed",
        number=_new(entry, "dossier_number"),
        version=_new(entry, "version"),
    )


def _report(entry: HistoryEntry) -> Message | None:
    return message("The report {name} was kept", name=_new(entry, "name"))


def _library(entry: HistoryEntry) -> Message | None:
    if entry.operation == "insert":
        return message("The library “{title}” was made", title=_new(entry, "title"))
    if _new(entry, "restored_from"):
        return message("The backup {name} was restored", name=_new(entry, "restored_from"))
    if "single_user" in entry.changes:
        if _new(entry, "single_user"):
            return message("Single-user from here on: one person may both enter and admit")
        return message("Four eyes from here on: a second person has to admit")
    return message("The library's title: {old} → {new}", old=_old(entry, "title"), new=_new(entry, "title"))


_TOLD: dict[str, Callable[[HistoryEntry], Message | None]] = {
    "project": _project,
    "value_note": _value_note,
    "stage_event": _stage_event,
    "assessment": _assessment,
    "print_record": _print_record,
    "report": _report,
    "library": _library,
}
