"""Project 项目: its values, their notes, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status

#: A known value of anything but a table, as `Value` says.
Single = str | int | float | bool | date | tuple[str, ...]
#: One row of a table: column key to value; a key that is absent is not known yet.
TableRow = Mapping[str, Single]
#: A value of the data dictionary: text and choices `str`, several choices a tuple, whole numbers and
#: money (in fen 分) `int`, numbers and per cent `float`, yes/no `bool`, days `date`, tables a tuple of rows
#: (without any row when it is known that there is none); None is "not known yet".
Value = Single | tuple[TableRow, ...] | None


@dataclass(frozen=True, slots=True)
class ValueNote:
    """What is said about one value.

    Attributes:
        not_applicable: the field does not apply to this project (the value is then None).
        source: the document the value comes from.
        page: page or clause in it.
        source_date: the document's day.
        quality: data-quality grade 1 (best) to 5, as PCAF; None when not graded.
    """

    not_applicable: bool = False
    source: str = ""
    page: str = ""
    source_date: date | None = None
    quality: int | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the library, as kept.

    Attributes:
        uid: identity across machines; never changes.
        number: the library's own short number, such as `P-0007`, given at registration.
        status: its standing.
        values: field key to value; a key that is absent is not known yet.
        notes: field key to note.
        stages: stage events, oldest first.
        version: counts edits; a write with an older one is refused.
        created_by: who registered it.
        created_at: when.
        changed_at: when it was last changed.
    """

    uid: str
    number: str
    status: Status
    values: Mapping[str, Value]
    notes: Mapping[str, ValueNote] = field(default_factory=dict)
    stages: tuple[StageEvent, ...] = ()
    version: int = 1
    created_by: str = ""
    created_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def name(self) -> str:
        """The project's name, or "" while it has none."""
        return str(self.values.get("name") or "")

    @property
    def stage(self) -> Stage | None:
        """The present stage: that of the last event."""
        return self.stages[-1].stage if self.stages else None

    def is_not_applicable(self, key: str) -> bool:
        """Tell whether a field was marked as not applying to this project."""
        note = self.notes.get(key)
        return note is not None and note.not_applicable
