"""History: who changed what, when and why, chained so that tampering shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One changed row of the library.

    Attributes:
        sequence: the entry's place in the chain, from 1.
        action_id: the action it belongs to; an import is one action with many entries.
        verb: the verb that made it, such as `import`, `edit`, `stage`.
        at: when.
        person: who.
        reason: why, "" when none was asked.
        table: the kind of row: `project`, `stage_event`, `value_note`, `assessment`, ...
        project_uid: the project concerned, "" for none.
        changes: column to (old, new), as stored.
        digest: the entry's hash, hex.
        row: which row of the table: the field's key for a `value_note`, else its number.
        operation: `insert`, `update` or `delete`.
    """

    sequence: int
    action_id: int
    verb: str
    at: datetime
    person: str
    reason: str
    table: str
    project_uid: str
    changes: Mapping[str, tuple[object, object]]
    digest: str
    row: str = ""
    operation: str = ""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The anchor of the history, printed on dossiers: number of entries and the last hash."""

    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class PrintRecord:
    """One dossier that was printed.

    Attributes:
        dossier_number: such as `CF-P-0007`.
        version: counts the printed versions of this project's dossier, from 1.
        project_uid: the project.
        length: `summary`, `standard` or `full`.
        language: `zh`, `en` or `both`.
        data_date: the day of the data.
        digest: SHA-256 of the content, hex.
        printed_at: when.
        person: who.
    """

    dossier_number: str
    version: int
    project_uid: str
    length: str
    language: str
    data_date: date
    digest: str
    printed_at: datetime
    person: str
