"""Finding projects of a library that may be the same: by code, by owner and name, by name and place."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from climafin.base.messages import Message, message
from climafin.domain.project import Value
from climafin.domain.query import Column, ProjectQuery
from climafin.domain.similarity import SimilarNames, identity
from climafin.services.session import Session

_MOST_CANDIDATES = 10
_COLUMNS = (Column.NUMBER, "name", "project_code", "owner_credit_code", "district", "address")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that may be the same, with what they have in common."""

    uid: str
    number: str
    name: str
    why: Message


class DuplicateIndex:
    """All projects of a library, indexed once."""

    def __init__(self, session: Session) -> None:
        uids = session.library.uids(ProjectQuery())
        self._known: dict[str, tuple[str, str]] = {}
        self._by_code: dict[str, list[str]] = defaultdict(list)
        self._similar = SimilarNames()
        for uid, row in zip(uids, session.library.rows(uids, _COLUMNS), strict=True):
            cells = {key: None if cell is None else str(cell) for key, cell in zip(_COLUMNS, row, strict=True)}
            self._known[uid] = (cells[Column.NUMBER] or "", cells["name"] or "")
            if cells["project_code"] is not None:
                self._by_code[cells["project_code"]].append(uid)
            if cells["name"]:
                self._similar.add(identity(uid, cells))

    def candidates(self, values: Mapping[str, Value]) -> list[Candidate]:
        """Return the projects that may be the same as one with these values, surest first."""
        code = values.get("project_code")
        same_code = self._by_code.get(code, []) if isinstance(code, str) else []
        found = {uid: message("The project code is the same.") for uid in same_code}
        for likeness in self._similar.all_like(identity("", values)):
            found.setdefault(likeness.place, likeness.why)
        return [Candidate(uid, *self._known[uid], why) for uid, why in list(found.items())[:_MOST_CANDIDATES]]
