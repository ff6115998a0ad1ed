"""What a verb changed, so that every open view can decide whether it is stale."""

from enum import StrEnum
from typing import NamedTuple

from climafin.base.messages import Message


class Kind(StrEnum):
    """A kind of thing that can change."""

    PROJECT = "project"
    STAGE = "stage"
    ASSESSMENT = "assessment"
    LIBRARY = "library"
    RULES = "rules"


class Change(NamedTuple):
    """The result of one write verb.

    Attributes:
        told: the change in words, such as "3 projects imported".
        kinds: the kinds of things changed.
        uids: the projects touched; empty means "ask again for everything".
        action_id: the action in the history, which `undo` takes back.
    """

    told: Message
    kinds: frozenset[Kind]
    uids: frozenset[str] = frozenset()
    action_id: int = 0
