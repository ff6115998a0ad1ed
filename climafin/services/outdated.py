"""Which kept assessments no longer say what the rules would say of the project as it is now."""

from collections.abc import Sequence
from datetime import date

from climafin.base.errors import DataProblem
from climafin.base.messages import message
from climafin.base.progress import NoProgress, Progress
from climafin.domain.assessment import Assessment
from climafin.domain.project import Project
from climafin.domain.signed import Occasion
from climafin.services.evaluating import answer
from climafin.services.inputs import Inputs, gather_inputs
from climafin.services.pack_choice import current_pack
from climafin.services.session import Session


def outdated_uids(
    session: Session,
    uids: Sequence[str],
    pack_id: str,
    progress: Progress | None = None,
    occasion: Occasion = Occasion.INITIAL,
) -> frozenset[str]:
    """Return the projects of which something that the pack reads is other than when they were assessed.

    That is facts, signed lines, values set by the office, and the values of other projects they are compared with.

    Args:
        session: whose library.
        uids: the projects to look at: those that were changed since, which lists tell quickly.
        pack_id: the pack.
        progress: told after every project.
        occasion: initial or yearly assessments.
    """
    progress = progress or NoProgress()
    gathered: dict[date, Inputs] = {}
    found = []
    for done, project in enumerate(session.library.projects(uids)):
        progress.step(done, len(uids), message("Looking at {name}", name=project.name or project.number))
        try:
            kept = session.library.assessment(project.uid, pack_id, occasion)
        except DataProblem:  # of another version: only a new one can say whether it holds
            found.append(project.uid)
            continue
        if kept is None:
            continue
        if kept.as_of not in gathered:
            pack = current_pack(session, pack_id, kept.as_of)
            gathered[kept.as_of] = gather_inputs(session, pack, kept.as_of, occasion, uids)
        if not _holds(gathered[kept.as_of], project, kept):
            found.append(project.uid)
    return frozenset(found)


def _holds(inputs: Inputs, project: Project, kept: Assessment) -> bool:
    again = answer(inputs, project)
    return (again.pack, again.engine, again.facts_digest) == (kept.pack, kept.engine, kept.facts_digest)
