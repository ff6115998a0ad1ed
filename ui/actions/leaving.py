"""Leaving the open library, for another one or for good: nothing typed is lost without a word, no work is cut off."""

from collections.abc import Callable

from climafin.ui.desk import Desk
from PySide6.QtWidgets import QWidget


def leave_then(desk: Desk, window: QWidget, then: Callable[[], object]) -> None:
    """Do something that closes the open library, as soon as it may be closed."""
    if may_leave(desk, window, then):
        then()


def may_leave(desk: Desk, window: QWidget, then: Callable[[], object]) -> bool:
    """Tell whether the open library may be closed now.

    What is being typed is kept first, running work is asked to stop, and entries that cannot be kept are asked about.

    Args:
        desk: where the library is open.
        window: over which the question opens.
        then: called once it may be closed, if that is not now; never when the person stays.
    """
    if not desk.stop_work(lambda: leave_then(desk, window, then)):
        return False
    if not desk.unkept:
        return True
    from climafin.ui.dialogs.library import QuestionDialog  # noqa: PLC0415 - hardly ever needed

    words = desk.language
    told = words.plural(
        "{count} entry cannot be kept; its field tells why. It is lost when the library is closed.",
        "{count} entries cannot be kept; their fields tell why. They are lost when the library is closed.",
        len(desk.unkept),
    )

    def give_up() -> None:
        desk.unkept.clear()
        then()

    texts = (words.text("Close with entries that could not be kept?"), told, words.text("Close anyway"))
    QuestionDialog.ask(window, desk, texts, give_up)
    return False
