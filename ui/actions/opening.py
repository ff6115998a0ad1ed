"""Opening a library in the window: at the start, from the first page, and for another person."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QWidget

from climafin.base.errors import ClimaFinError, LibraryProblem, NewerLibrary
from climafin.services.session import open_library
from climafin.ui.desk import Desk
from climafin.ui.tasks import Failure


def open_folder(desk: Desk, window: QWidget, folder: Path) -> None:
    """Open the library in a folder; ask for the person when nobody said it yet.

    Where there is no library nobody is asked for anything: that is told at once.
    """
    if desk.settings.person or not (folder / "library.db").exists():
        open_as(desk, folder, desk.settings.person)
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
    desk.readable = desk.restorable = None
    # The lock is given up first, because the same library may be opened again under another name.
    desk.drop_session(quietly=True)
    try:
        session = open_library(folder, person, read_only=read_only, clock=desk.clock, claims_later=claims_later)
    except ClimaFinError as error:
        _offer_instead(desk, folder, person, error, was_reading=read_only)
        desk.failed.emit(Failure(error))
        desk.library_switched.emit()
    else:
        desk.take_session(session)


def _offer_instead(desk: Desk, folder: Path, person: str, error: ClimaFinError, *, was_reading: bool) -> None:
    """Note what would still work: reading beside somebody, or a backup in the place of what is damaged."""
    from climafin.services import libraries  # noqa: PLC0415 - hardly ever needed

    if not was_reading:
        with suppress(ClimaFinError):
            open_library(folder, person, read_only=True, clock=desk.clock).close()
            desk.readable = folder
    if isinstance(error, LibraryProblem) and not isinstance(error, NewerLibrary) and libraries.list_backups(folder):
        desk.restorable = folder
