"""Opening a library in the window: at the start, from the first page, and for another person."""

from pathlib import Path

from climafin.ui.actions.leaving import leave_then
from climafin.ui.desk import Desk
from PySide6.QtWidgets import QWidget

from climafin.services.session import open_library


def open_folder(desk: Desk, window: QWidget, folder: Path) -> None:
    """Open the library in a folder; ask for the person when nobody said it yet."""
    person = desk.settings.person
    if person:
        leave_then(desk, window, lambda: open_as(desk, folder, person))
    else:
        from climafin.ui.dialogs.library import PersonDialog  # noqa: PLC0415 - not on the way to the first list

        PersonDialog.ask(window, desk, lambda person: open_as(desk, folder, person))


def open_as(desk: Desk, folder: Path, person: str, *, read_only: bool = False, claims_later: bool = False) -> None:
    """Open the library in a folder under a person's name; where that fails, reading only is offered.

    Args:
        desk: where it is opened.
        folder: the library's folder.
        person: who works.
        read_only: nothing can be written in it.
        claims_later: `desk.claim` follows; at the start the list is shown first.
    """
    desk.settings.person = person
    desk.readable = None if read_only or not (folder / "library.db").exists() else folder
    # The lock is given up first, because the same library may be opened again under another name.
    desk.drop_session(quietly=True)
    done, session = desk.do(
        lambda: open_library(folder, person, read_only=read_only, clock=desk.clock, claims_later=claims_later)
    )
    if done:
        desk.readable = None
        desk.take_session(session)
    else:
        desk.library_switched.emit()
