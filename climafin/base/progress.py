"""How long work tells how far it is and hears that the user has had enough."""

from threading import Event
from typing import Protocol

from climafin.base.errors import Cancelled
from climafin.base.messages import Message, message


class Progress(Protocol):
    """What a long verb is given; it calls `step` between two pieces of work that can be left whole."""

    def step(self, done: int, total: int, doing: Message) -> None:
        """Tell how far the work is; raise `Cancelled` when the user asked to stop."""


class NoProgress:
    """For callers who do not look and cannot cancel."""

    def step(self, done: int, total: int, doing: Message) -> None:
        """Do nothing."""


class CancelFlag:
    """A flag that one thread raises and the working thread looks at."""

    def __init__(self) -> None:
        self._event = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._event.set()

    def check(self) -> None:
        """Raise `Cancelled` when `cancel` was called."""
        if self._event.is_set():
            raise Cancelled(message("Cancelled. Nothing was changed."))
