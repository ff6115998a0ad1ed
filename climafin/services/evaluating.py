"""The one place where services have projects evaluated; a faster evaluator takes its place here."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem
from climafin.domain.assessment import Assessment
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project
from climafin.domain.query import Column, ProjectQuery
from climafin.domain.status import Status
from climafin.rules.assess import assess, project_marks
from climafin.services.inputs import Inputs
from climafin.services.session import Session

if TYPE_CHECKING:
    from climafin.rules.mark_sheet import ProjectMarks


def answers(inputs: Inputs, projects: Iterable[Project]) -> Iterator[tuple[Project, Assessment]]:
    """Yield projects with what the pack says of each.

    Raises:
        CallProblem: the pack is not in force on the day asked for.
    """
    for project in projects:
        yield project, answer(inputs, project)


def answer(inputs: Inputs, project: Project) -> Assessment:
    """Return what the pack says of one project.

    Raises:
        CallProblem: the pack is not in force on the day asked for.
    """
    asked = inputs.asked(project.uid)
    try:
        return assess(inputs.pack, project, dictionary(), asked)
    except CallProblem:
        within = tuple(line for line in asked.overrides if line.points is None)
        if within == asked.overrides:
            raise
        # Points that fitted when they were signed may be more than a line can have now that others apply beside it:
        # the rules then answer for themselves, and one project does not stop the run.
        return assess(inputs.pack, project, dictionary(), replace(asked, overrides=within))


def marks(inputs: Inputs, projects: Iterable[Project]) -> "Iterator[ProjectMarks]":
    """Yield what the pack gives projects before any weight."""
    for project in projects:
        yield from project_marks(inputs.pack, project, dictionary(), inputs.asked(project.uid))


def still_listed(session: Session) -> list[str]:
    """Return the uids of the projects that have not left the library."""
    there = frozenset[str | None](status.value for status in Status if status is not Status.EXITED)
    return session.library.uids(ProjectQuery(filters={Column.STATUS: there}))
