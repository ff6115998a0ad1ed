"""Leaving the open library, for another one or for good: nothing typed is lost without a word, no work is cut off."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from climafin.ui.desk import Desk


def leave_library(desk: Desk, window: QWidget, then: Callable[[], object]) -> None:
    """Do something that closes the open library, as soon as it may be closed; never when the person stays."""
    words = desk.language

    def again() -> None:
        leave_library(desk, window, then)

    texts = (words.text("Leave the library with entries that could not be kept?"), words.text("Leave anyway"))
    if may_leave(desk, window, texts, again):
        then()


def may_leave(desk: Desk, window: QWidget, texts: tuple[str, str], again: Callable[[], object]) -> bool:
    """Tell whether the open library may be closed now.

    What is being typed is kept first, entries that cannot be kept are named, and running work is asked to stop.

    Args:
        desk: where the library is open.
        window: over which the question opens.
        texts: the question about entries that cannot be kept, and its verb.
        again: called when it is time to ask again; never when the person stays, or when something could not be saved.
    """
    desk.leaving.emit()
    if not desk.unkept:
        return desk.stop_work(again)
    from climafin.ui.dialogs.unkept import ask_about_unkept  # noqa: PLC0415 - hardly ever needed

    def give_up() -> None:
        desk.unkept.clear()
        again()

    ask_about_unkept(window, desk, *texts, give_up)
    return False
