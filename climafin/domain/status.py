"""A project's standing in the library: draft, submitted, admitted, returned, exited."""

from enum import StrEnum

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, message


class Status(StrEnum):
    """The standing of a project in the library."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADMITTED = "admitted"
    EXITED = "exited"

    @property
    def label(self) -> Label:
        """The standing's name in both languages."""
        return _LABELS[self]


_LABELS = {
    Status.DRAFT: Label("草稿", "Draft"),
    Status.SUBMITTED: Label("已报送", "Submitted"),
    Status.RETURNED: Label("退回", "Returned"),
    Status.ADMITTED: Label("已入库", "Admitted"),
    Status.EXITED: Label("出库", "Exited"),
}

#: Which standing may follow which.
FOLLOWS: dict[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.SUBMITTED,),
    Status.SUBMITTED: (Status.ADMITTED, Status.RETURNED),
    Status.RETURNED: (Status.SUBMITTED,),
    Status.ADMITTED: (Status.EXITED, Status.RETURNED),
    Status.EXITED: (Status.SUBMITTED,),
}

#: Steps that a second person must take (four eyes).
SECOND_PERSON = frozenset({Status.ADMITTED})

#: Steps that must say why.
NEEDS_REASON = frozenset({Status.RETURNED, Status.EXITED})


def status_from(text: str) -> Status:
    """Return the standing meant by a key, a Chinese or an English name.

    Raises:
        CallProblem: no standing has that name.
    """
    wanted = text.strip().casefold()
    for status in Status:
        names = (status.value, status.label.en.casefold(), status.label.zh, status.label.zh.removeprefix("已"))
        if wanted in names:
            return status
    told = message(
        "There is no status “{name}”. They are: {known}.",
        name=text,
        known=[f"{status.value} {status.label.zh}" for status in Status],
    )
    raise CallProblem(told)
