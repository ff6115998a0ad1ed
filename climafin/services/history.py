"""The history in words: what each entry says to a reader."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from climafin.base.messages import Label, Message, message
from climafin.domain.dictionary import Dictionary, Field, FieldKind, dictionary
from climafin.domain.history import HistoryEntry
from climafin.domain.rule_records import LineKind, Origin
from climafin.domain.shown_values import NO, NOT_GIVEN, YES, shown_money
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.services.session import Session
from climafin.store.encoding import to_stored
from climafin.store.supplements import supplement_value

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
    entries = session.library.history(uid, limit)
    fields = dictionary()
    if any(entry.row not in fields for entry in entries if entry.table in ("supplement", "value_note")):
        # Loaded here: packs are read only where somebody answered what they ask.
        from climafin.services.supplements import every_field  # noqa: PLC0415

        fields = every_field(session)
    for entry in entries:
        told = _TOLD[entry.table](entry, fields)
        if told is not None:
            lines.append(HistoryLine(entry.at, entry.person, told, entry.reason, entry))
    return lines


def _new(entry: HistoryEntry, column: str) -> object:
    return entry.changes.get(column, (None, None))[_NEW]


def _old(entry: HistoryEntry, column: str) -> object:
    return entry.changes.get(column, (None, None))[_OLD]


def _project(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
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


def _supplement(entry: HistoryEntry, fields: Dictionary) -> Message | None:
    if entry.row not in fields:
        # Its pack is gone; what was answered stays readable as it was kept.
        return _changed(entry.row, _old(entry, "value"), _new(entry, "value"))
    field = fields[entry.row]
    old, new = (_answer(field, stored) for stored in (_old(entry, "value"), _new(entry, "value")))
    return message("{field}: {old} → {new}", field=field.label, old=old, new=new)


def _answer(field: Field, stored: object) -> object:
    """Return an answer to what a pack asks as something a sentence can hold."""
    if stored is None:
        return NOT_GIVEN
    value = supplement_value(str(stored))
    if field.kind is FieldKind.TABLE and isinstance(value, tuple):
        return message("{count} rows", count=len(value))
    return told_value(field, to_stored(field, value))


def _value_note(entry: HistoryEntry, fields: Dictionary) -> Message | None:
    field = fields[entry.row].label if entry.row in fields else Label(entry.row, entry.row)
    if entry.operation == "delete":
        return message("{field}: note removed", field=field)
    if _new(entry, "not_applicable") == 1:
        return message("{field}: marked as not applicable", field=field)
    if _new(entry, "source"):
        return message("{field}: source “{source}”", field=field, source=_new(entry, "source"))
    if entry.operation == "update" and _old(entry, "not_applicable") == 1:
        return message("{field}: applies again", field=field)
    return message("{field}: note changed", field=field)


def _stage_event(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    side = _old if entry.operation == "delete" else _new
    stage, on = Stage(str(side(entry, "stage"))).label, date.fromisoformat(str(side(entry, "on_day")))
    if entry.operation == "delete":
        return message("The move to {stage} on {day} was taken back", stage=stage, day=on)
    return message("Entered the stage {stage} on {day}", stage=stage, day=on)


def _assessment(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
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


def _print_record(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    return message(
        "Dossier {number}, version {version}, was printed",
        number=_new(entry, "dossier_number"),
        version=_new(entry, "version"),
    )


def _report(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    return message("The report {name} was kept", name=_new(entry, "name"))


def _library(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    if entry.operation == "insert":
        return message("The library “{title}” was made", title=_new(entry, "title"))
    if _new(entry, "restored_from"):
        return message("The backup {name} was restored", name=_new(entry, "restored_from"))
    if "single_user" in entry.changes:
        if _new(entry, "single_user"):
            return message("Single-user from here on: one person may both enter and admit")
        return message("Four eyes from here on: a second person has to admit")
    return message("The library's title: {old} → {new}", old=_old(entry, "title"), new=_new(entry, "title"))


def _judgement(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    if entry.operation != "insert":
        # That an older line stepped back is told by the newer one.
        return None
    kind, points = LineKind(str(_new(entry, "kind"))), _new(entry, "points")
    if kind is LineKind.WITHDRAWAL:
        return message(
            "Signed line on “{rule}” ({pack}) withdrawn", rule=_new(entry, "rule_id"), pack=_new(entry, "pack_id")
        )
    return message(
        "{kind}, line {number}: “{rule}” ({pack}) = {answer}; signed by {persons}",
        kind=kind.label,
        number=entry.row,
        rule=_new(entry, "rule_id"),
        pack=_new(entry, "pack_id"),
        answer=_points(points) if points is not None else _new(entry, "answer"),
        persons=_persons(entry),
    )


def _persons(entry: HistoryEntry) -> tuple[object, ...]:
    return tuple(name for name in (_new(entry, "person"), _new(entry, "second_person")) if name)


def _parameter(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    if entry.operation != "insert":
        return None
    name, pack, value = (_new(entry, column) for column in ("name", "pack_id", "value"))
    if value is None:
        return message(
            "“{limit}” ({pack}) is no longer set; signed by {persons}", limit=name, pack=pack, persons=_persons(entry)
        )
    return message(
        "“{limit}” ({pack}) was set to {value} {unit}; signed by {persons}",
        limit=name,
        pack=pack,
        value=f"{value:g}" if isinstance(value, float) else value,
        unit=_new(entry, "unit"),
        persons=_persons(entry),
    )


def _pack_edition(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    pack, edition = _new(entry, "pack_id"), _new(entry, "edition")
    if _new(entry, "origin") == Origin.SHIPPED:
        return message("The rule pack {pack}, edition {edition}, was kept with its answers", pack=pack, edition=edition)
    return message(
        "The rule pack {pack}, edition {edition}, was published; signed by {persons}",
        pack=pack,
        edition=edition,
        persons=_persons(entry),
    )


def _frozen_cohort(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    name, pack, day = (_new(entry, column) for column in ("name", "pack_id", "as_of"))
    return message(
        "The cohort “{name}” ({pack}) was frozen for {day}", name=name, pack=pack, day=date.fromisoformat(str(day))
    )


def _robustness_run(entry: HistoryEntry, _fields: Dictionary) -> Message | None:
    return message(
        "The robustness of {pack} was tried, seed {seed}", pack=_new(entry, "pack_id"), seed=_new(entry, "seed")
    )


_TOLD: dict[str, Callable[[HistoryEntry, Dictionary], Message | None]] = {
    "project": _project,
    "value_note": _value_note,
    "supplement": _supplement,
    "stage_event": _stage_event,
    "assessment": _assessment,
    "print_record": _print_record,
    "report": _report,
    "library": _library,
    "judgement": _judgement,
    "parameter": _parameter,
    "pack_edition": _pack_edition,
    "frozen_cohort": _frozen_cohort,
    "robustness_run": _robustness_run,
}
