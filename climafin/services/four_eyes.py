"""Four eyes 双人复核: what one person signs, a second one confirms."""

from climafin.base.errors import DataProblem, Refused
from climafin.base.folding import tidy
from climafin.base.messages import message
from climafin.services.session import Session


def confirmed_by(session: Session, second_person: str, *, always: bool = False) -> str:
    """Return the second person's name as it is kept.

    Args:
        session: who signs, and where.
        second_person: who confirms.
        always: whether two persons are needed in a single-user library, too.

    Raises:
        Refused: nobody else confirms.
    """
    name = tidy(second_person)
    is_other = bool(name) and name.casefold() != tidy(session.person).casefold()
    if is_other or (session.info.single_user and not always):
        return name
    raise Refused(
        message(
            "A second person has to confirm this, somebody else than {person}. Nothing was changed.",
            person=session.person,
        )
    )


def given_reason(reason: str) -> str:
    """Return a reason as it is kept.

    Raises:
        DataProblem: there is none.
    """
    told = reason.strip()
    if not told:
        raise DataProblem(message("Give the reason: it is kept in the history."))
    return told
