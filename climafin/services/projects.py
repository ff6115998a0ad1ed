"""The verbs of the register: list, show, register, edit, change the standing, undo, look for doubles."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from climafin.base.errors import DataProblem, Refused
from climafin.base.folding import tidy
from climafin.base.messages import message
from climafin.domain.change import Change, Kind
from climafin.domain.dictionary import Goal, dictionary
from climafin.domain.query import Column, ProjectQuery
from climafin.domain.status import FOLLOWS, NEEDS_REASON, SECOND_PERSON, Status
from climafin.services.session import Session

if TYPE_CHECKING:
    from climafin.domain.dictionary import Dictionary
    from climafin.domain.library import Sums
    from climafin.domain.project import Project, Value, ValueNote
    from climafin.services.duplicates import Candidate

_MOST_ENTRIES = 100_000
_GOAL_OF = {Status.SUBMITTED: Goal.SUBMIT, Status.ADMITTED: Goal.ADMIT}


def list_uids(session: Session, query: ProjectQuery) -> list[str]:
    """Return the uids of the projects a query asks for, in its order."""
    return session.library.uids(query)


def list_rows(session: Session, uids: Sequence[str], columns: Sequence[str]) -> list[tuple[object, ...]]:
    """Return columns of projects, decoded, in the order of `uids` (see `Library.rows`)."""
    return session.library.rows(uids, columns)


def existing(session: Session, uids: Sequence[str]) -> tuple[str, ...]:
    """Return those of the projects that are there: taking a registration back takes its project away."""
    rows = session.library.rows(uids, (Column.STATUS,))
    return tuple(uid for uid, row in zip(uids, rows, strict=True) if row[0] is not None)


def not_applicable(session: Session, uids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return the (uid, field) of these projects that somebody marked as not applicable."""
    return session.library.set_aside(uids)


def value_counts(session: Session, column: str, query: ProjectQuery) -> dict[str | None, int]:
    """Return how many projects of a query have each value of a column; None counts the unknown."""
    return session.library.counts(column, query)


def column_sums(session: Session, column: str, uids: Sequence[str]) -> "Sums":
    """Return sum and mean of a numeric field over projects; what is unknown is counted apart."""
    return session.library.sums(column, uids)


def show_project(session: Session, name_or_uid: str) -> "Project":
    """Return the project meant by a uid, a number, a project code or an exact name.

    Raises:
        CallProblem: none or several are meant.
    """
    return session.library.project(session.library.find(name_or_uid))


def register_project(
    session: Session, values: "Mapping[str, Value]", notes: "Mapping[str, ValueNote] | None" = None
) -> tuple[Change, str]:
    """Register a project as a draft, however incomplete, and return the change and its uid.

    Raises:
        DataProblem: nothing is known of it, or a value may not be kept.
    """
    if all(value in (None, "", ()) for value in values.values()):
        raise DataProblem(message("Nothing was filled in. Give at least the project's name."))
    with session.library.action("register") as action:
        uid = action.add_project(values, notes, fields=_fields(session, values, notes))
        number = action.project(uid).number
    told = message("{number} {name} was registered.", number=number, name=str(values.get("name") or ""))
    return Change(told, frozenset({Kind.PROJECT}), frozenset({uid}), action.id), uid


def edit_project(
    session: Session,
    uid: str,
    values: "Mapping[str, Value]",
    notes: "Mapping[str, ValueNote] | None" = None,
    version: int | None = None,
) -> Change:
    """Change values and notes; what is not named stays, None makes a value "not known yet".

    Args:
        session: who works where.
        uid: the project.
        values: field key to new value.
        notes: field key to new note; an empty `ValueNote()` removes the old one.
        version: the version the form was filled from.

    Raises:
        DataProblem: a value may not be kept.
        Refused: somebody changed the project since `version`.
    """
    with session.library.action("edit") as action:
        action.edit_project(uid, values, notes, version, _fields(session, values, notes))
        number = action.project(uid).number
    if not action.has_written:
        return Change(message("Nothing was changed."), frozenset())
    return Change(message("{number} was saved.", number=number), frozenset({Kind.PROJECT}), frozenset({uid}), action.id)


def _fields(session: Session, values: "Mapping[str, Value]", notes: "Mapping[str, ValueNote] | None") -> "Dictionary":
    """Return the fields of some values, those that rule packs ask besides the dictionary among them."""
    keys = [*values, *(notes or {})]
    if all(key in dictionary() for key in keys):
        return dictionary()
    # Loaded here: the first window reads no packs.
    from climafin.services.supplements import every_field  # noqa: PLC0415

    return every_field(session)


def change_status(session: Session, uid: str, status: Status, reason: str = "") -> Change:
    """Submit, admit, return or remove a project.

    Raises:
        DataProblem: the step is not possible from where the project stands, a reason is missing, or so are fields.
        Refused: four eyes: whoever entered or submitted it may not admit it (single-user libraries excepted).
    """
    with session.library.action("status", reason.strip()) as action:
        project = action.project(uid)
        _check_step(session, project, status, reason)
        action.set_status(uid, status)
    told = message("{number}: {status}.", number=project.number, status=status.label)
    return Change(told, frozenset({Kind.PROJECT}), frozenset({uid}), action.id)


def _check_step(session: Session, project: "Project", status: Status, reason: str) -> None:
    if status not in FOLLOWS[project.status]:
        raise DataProblem(
            message(
                "{number} is “{present}”; from there it cannot become “{target}”.",
                number=project.number,
                present=project.status.label,
                target=status.label,
            )
        )
    if status in NEEDS_REASON and not reason.strip():
        raise DataProblem(message("Give the reason: it is kept in the history."))
    # Loaded here: the first window changes no standing.
    from climafin.domain.completeness import completeness  # noqa: PLC0415

    goal = _GOAL_OF.get(status)
    missing = completeness(project, dictionary(), goal).missing if goal is not None else ()
    if missing:
        raise DataProblem(
            message(
                "{number} cannot become “{status}” yet. Still missing: {fields}.",
                number=project.number,
                status=status.label,
                fields=tuple(field.label for field in missing),
            )
        )
    if status in SECOND_PERSON and not session.info.single_user and tidy(session.person) in _writers(session, project):
        raise Refused(
            message(
                "{number} was entered or submitted by {person}. A second person has to admit it.",
                number=project.number,
                person=session.person,
            )
        )


def _writers(session: Session, project: "Project") -> set[str]:
    """Return everybody who entered something of a project, or submitted it."""
    writers = {tidy(project.created_by)}
    for entry in session.library.history(project.uid, _MOST_ENTRIES):
        has_values = entry.table in ("value_note", "supplement") or (
            entry.table == "project" and set(entry.changes) - {"status"}
        )
        has_submitted = entry.changes.get("status", (None, None))[1] == Status.SUBMITTED
        if has_values or has_submitted:
            writers.add(tidy(entry.person))
    return writers


def undo(session: Session, action_id: int) -> Change:
    """Take an action back by a new, compensating one; the history keeps both.

    Raises:
        CallProblem: there is no such action.
        Refused: values have moved on since, or it is one that stays on record (assessments, prints).
    """
    with session.library.action("undo", f"#{action_id}") as action:
        action.undo(action_id)
    kinds = frozenset({Kind.PROJECT, Kind.STAGE} if action.uids else {Kind.LIBRARY})
    return Change(message("It was taken back."), kinds, frozenset(action.uids), action.id)


def similar_projects(session: Session, values: "Mapping[str, Value]", *, but: str | None = None) -> "list[Candidate]":
    """Return projects that may be the same as one with these values, surest first; they are candidates, no proof.

    Args:
        session: who works where.
        values: what is known of the one looked at.
        but: the uid of the project itself, when it is already in the library.
    """
    # Loaded here: the first window does not look for doubles.
    from climafin.services.duplicates import DuplicateIndex  # noqa: PLC0415

    return [found for found in DuplicateIndex(session).candidates(values) if found.uid != but]
