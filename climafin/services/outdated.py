"""Which kept assessments no longer say what the rules would say of the project as it is now."""

from collections.abc import Sequence

from climafin.base.errors import DataProblem
from climafin.base.messages import message
from climafin.base.progress import NoProgress, Progress
from climafin.domain.assessment import Assessment
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project
from climafin.rules.assess import Asked, assess
from climafin.rules.pack import Pack
from climafin.rules.packs import shipped_pack
from climafin.services.session import Session


def outdated_uids(
    session: Session, uids: Sequence[str], pack_id: str, progress: Progress | None = None
) -> frozenset[str]:
    """Return the projects whose facts, as far as the pack reads them, are others than when they were assessed.

    Args:
        session: whose library.
        uids: the projects to look at: those that were changed since, which lists tell quickly.
        pack_id: the pack.
        progress: told after every project.
    """
    pack, progress = shipped_pack(pack_id), progress or NoProgress()
    found = []
    for done, project in enumerate(session.library.projects(uids)):
        progress.step(done, len(uids), message("Looking at {name}", name=project.name or project.number))
        try:
            kept = session.library.assessment(project.uid, pack_id)
        except DataProblem:  # of another version: only a new one can say whether it holds
            found.append(project.uid)
            continue
        if kept is not None and not _holds(session, pack, project, kept):
            found.append(project.uid)
    return frozenset(found)


def _holds(session: Session, pack: Pack, project: Project, kept: Assessment) -> bool:
    again = assess(pack, project, dictionary(), Asked(kept.as_of, session.clock.now(), session.person))
    return (again.pack, again.engine, again.facts_digest) == (kept.pack, kept.engine, kept.facts_digest)
