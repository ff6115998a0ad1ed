"""The verb of rehearsal: what another edition, or another pack, would do to the library; nothing is kept."""

from datetime import date

from climafin.base.messages import message
from climafin.base.progress import NoProgress, Progress
from climafin.domain.assessment import Assessment
from climafin.domain.signed import Occasion
from climafin.rules.pack import Pack
from climafin.rules.rehearsal import Cause, Move, Rehearsal, Side, rehearse
from climafin.services.evaluating import answers, still_listed
from climafin.services.inputs import gather_inputs
from climafin.services.pack_choice import PackChoice, PackText, chosen_pack
from climafin.services.session import Session

__all__ = ["Cause", "Move", "PackText", "Rehearsal", "Side", "rehearse_packs"]
_EVERY = 25


def rehearse_packs(
    session: Session,
    before: PackChoice,
    after: PackChoice,
    *,
    as_of: date | None = None,
    occasion: Occasion = Occasion.INITIAL,
    progress: Progress | None = None,
) -> Rehearsal:
    """Return what would change between two packs or editions for the projects that have not left the library.

    Args:
        session: whose library.
        before: the earlier pack: its id, its id and edition (`wind-2018@2`), or a text.
        after: the later one.
        as_of: the day whose rules apply; today when None, or the nearest day on which a pack is in force.
        occasion: as which of the projects' assessments.
        progress: told after every few projects.

    Raises:
        CallProblem: there is no such pack or edition, or it is not in force on the day named.
        PackProblem: a text has faults, or its cases fail.
        Cancelled: the user had enough.
    """
    packs = tuple(chosen_pack(session, choice, as_of) for choice in (before, after))
    uids = still_listed(session)
    told = _Told(progress or NoProgress(), 2 * len(uids))
    sides = [_answers(session, pack, as_of or _day_in_force(session, pack), occasion, uids, told) for pack in packs]
    return rehearse(sides[0], sides[1])


class _Told:
    """Tells of both runs as of one."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def one_more(self, name: str) -> None:
        if self._done % _EVERY == 0:
            self._progress.step(self._done, self._total, message("Rehearsing with {name}", name=name))
        self._done += 1


def _day_in_force(session: Session, pack: Pack) -> date:
    today = session.clock.today()
    if pack.until is not None and today > pack.until:
        return pack.until
    return max(today, pack.since)


def _answers(
    session: Session, pack: Pack, as_of: date, occasion: Occasion, uids: list[str], told: _Told
) -> dict[str, Assessment]:
    inputs = gather_inputs(session, pack, as_of, occasion, uids)
    found = {}
    for project, answer in answers(inputs, session.library.projects(uids)):
        told.one_more(project.name or project.number)
        found[project.uid] = answer
    return found
