"""Verbs about whole libraries: open, make, practise, back up, restore, check."""

from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.messages import N_, message
from climafin.domain.query import ProjectQuery
from climafin.ui.actions.leaving import leave_library
from climafin.ui.actions.opening import open_folder
from climafin.ui.actions.verb import Menu, Needs, Verb
from climafin.ui.dialogs.library import NewLibraryDialog, PersonDialog, QuestionDialog, TextDialog
from climafin.ui.dialogs.picker import Wanted, pick_folder

if TYPE_CHECKING:
    from climafin.services.libraries import CheckReport
    from climafin.services.session import Session

# The services are imported inside the verbs: the first window must not wait for what only some verbs need.


class OpenLibrary(Verb):
    """Opens a library folder."""

    text = N_("Open a library…")
    icon_name = "folder-open"
    keys = ("Ctrl+O",)
    menu = Menu.LIBRARY
    needs = Needs.NOTHING

    def run(self) -> None:
        """Ask for the folder, and for the person when nobody said it yet."""
        wanted = Wanted(self.desk.language.text("Folder of the library"), "library")
        pick_folder(self.window, self.desk, wanted, self.open_folder)

    def open_folder(self, folder: Path) -> None:
        """Open the library in this folder."""
        leave_library(self.desk, self.window, lambda: open_folder(self.desk, self.window, folder))


class NewLibrary(Verb):
    """Makes a new, empty library."""

    text = N_("New library…")
    icon_name = "folder-plus"
    keys = ("Ctrl+Shift+N",)
    menu = Menu.LIBRARY
    needs = Needs.NOTHING

    def run(self) -> None:
        """Ask for title, folder and person."""
        leave_library(self.desk, self.window, lambda: NewLibraryDialog.ask(self.window, self.desk, self.create))

    def create(self, folder: Path, title: str, person: str) -> None:
        """Create the library and open it."""
        from climafin.services import libraries  # noqa: PLC0415

        self.desk.settings.person = person
        done, session = self.desk.do(
            lambda: libraries.create_library(folder, person, title=title, clock=self.desk.clock)
        )
        if done:
            self.desk.take_session(session)


class MakePracticeLibrary(Verb):
    """Opens the practice library, made fresh from the samples."""

    text = N_("Practice library")
    tip = N_("About sixty projects to try everything on; it can be made fresh at any time")
    icon_name = "graduation-cap"
    menu = Menu.LIBRARY
    needs = Needs.NOTHING

    def run(self) -> None:
        """Open it when it exists, make it when it does not."""
        leave_library(self.desk, self.window, self._open)

    def _open(self) -> None:
        from climafin.services import libraries  # noqa: PLC0415

        if not self.desk.settings.person:
            self.desk.settings.person = self.desk.language.text("Trainee")
        folder = libraries.practice_folder()
        if (folder / "library.db").exists():
            open_folder(self.desk, self.window, folder)
        else:
            self.make_fresh()

    def ask_fresh(self) -> None:
        """Ask first: what was practised so far is lost."""
        words = self.desk.language
        texts = (
            words.text("Make the practice library fresh?"),
            words.text("What was practised so far is replaced, with its backups; other libraries are not touched."),
            words.text("Make fresh"),
        )
        QuestionDialog.ask(self.window, self.desk, texts, self.make_fresh)

    def make_fresh(self) -> None:
        """Make it from the samples; what was practised before is gone. Cancelled or refused, it is opened again."""
        leave_library(self.desk, self.window, self._make_fresh)

    def _make_fresh(self) -> None:
        from climafin.services import libraries  # noqa: PLC0415

        folder = libraries.practice_folder()
        person, clock = self.desk.settings.person, self.desk.clock
        before = self.desk.session.info.folder if self.desk.session is not None else None
        self.desk.drop_session()

        def made(session: "Session") -> None:
            self.desk.take_session(session)
            count = len(session.library.uids(ProjectQuery()))
            self.desk.tell(message("The practice library is fresh: {count} projects.", count=count))

        def stopped(failure: object) -> None:
            if before is not None:
                open_folder(self.desk, self.window, before)
            self.desk.failed.emit(failure)

        self.desk.start(
            message("Making the practice library"),
            lambda progress: libraries.make_practice_library(folder, person, progress, clock),
            then=made,
            otherwise=stopped,
        )


class CloseLibrary(Verb):
    """Closes the library and goes back to the first page."""

    text = N_("Close the library")
    menu = Menu.LIBRARY

    def run(self) -> None:
        """Close it."""
        leave_library(self.desk, self.window, self.desk.drop_session)


class BackUpLibrary(Verb):
    """Makes a backup now."""

    text = N_("Back up now")
    icon_name = "archive"
    menu = Menu.LIBRARY
    starts_group = True

    def run(self) -> None:
        """Back up into the library's own folder."""
        self.back_up(None)

    def back_up(self, target: Path | None) -> None:
        """Back up into a folder; None is the library's own."""
        from climafin.services import libraries  # noqa: PLC0415

        session = self.desk.open_session
        self.desk.start(
            message("Backing up"),
            lambda _progress: libraries.backup_library(session, target),
            then=lambda path: self.desk.tell(message("Backed up to {path}", path=str(path))),
        )


class BackUpElsewhere(BackUpLibrary):
    """Makes a backup in another place: on the same disk it would be lost with the library."""

    text = N_("Back up to another disk…")
    icon_name = ""
    starts_group = False

    def run(self) -> None:
        """Ask for the folder."""
        wanted = Wanted(self.desk.language.text("Folder for the backup"), "backup")
        pick_folder(self.window, self.desk, wanted, self.back_up)


class RestoreLibrary(Verb):
    """Puts a backup in the place of the library; the present state is set aside, not deleted."""

    text = N_("Restore a backup…")
    menu = Menu.LIBRARY
    writes = True

    def run(self) -> None:
        """Ask which backup."""
        folder = self.desk.open_session.info.folder
        leave_library(self.desk, self.window, lambda: self.choose(folder))

    def choose(self, folder: Path) -> None:
        """Ask which backup the library in this folder goes back to; it may be too damaged to be opened."""
        from climafin.ui.dialogs.restore import RestoreDialog  # noqa: PLC0415

        RestoreDialog.ask(self.window, self.desk, folder, lambda backup: self.restore(folder, backup))

    def restore(self, folder: Path, backup: Path) -> None:
        """Restore and open again."""
        from climafin.services import libraries  # noqa: PLC0415

        person, clock = self.desk.settings.person, self.desk.clock
        self.desk.drop_session(quietly=True)

        def work(_progress: object) -> Path:
            return libraries.restore_library(folder, backup, person, clock)

        def open_again(*_what: object) -> None:
            open_folder(self.desk, self.window, folder)

        def restored(aside: Path) -> None:
            open_again()
            self.desk.tell(message("Restored. The state before is kept in {path}", path=str(aside)))

        def refused(failure: object) -> None:
            open_again()
            self.desk.failed.emit(failure)

        self.desk.start(message("Restoring a backup"), work, then=restored, otherwise=refused)


class CheckLibrary(Verb):
    """Checks that the library is whole."""

    text = N_("Check the library")
    icon_name = "shield-check"
    menu = Menu.LIBRARY

    def run(self) -> None:
        """Check in the lane; tell the finding."""
        from climafin.services import libraries  # noqa: PLC0415

        session = self.desk.open_session
        self.desk.start(
            message("Checking the library"),
            lambda progress: libraries.check_library(session, progress),
            then=self._tell,
        )

    def _tell(self, report: "CheckReport") -> None:
        words = self.desk.language
        if not report.problems:
            self.desk.tell(
                message(
                    "The library is whole: {projects} projects, {entries} entries in the history.",
                    projects=report.projects,
                    entries=report.entries,
                )
            )
            return
        told = "\n".join(words.say(problem) for problem in report.problems)
        TextDialog.show_text(self.window, self.desk, words.text("The library has problems"), told)


class ChangePerson(Verb):
    """Lets another person go on working."""

    text = N_("Change person…")
    icon_name = "user"
    menu = Menu.LIBRARY
    needs = Needs.NOTHING
    starts_group = True

    def run(self) -> None:
        """Ask for the name; the library is opened anew under it."""
        leave_library(self.desk, self.window, lambda: PersonDialog.ask(self.window, self.desk, self.take_over))

    def take_over(self, person: str) -> None:
        """Go on under this name."""
        self.desk.settings.person = person
        self.desk.keep_settings()
        if self.desk.session is not None:
            open_folder(self.desk, self.window, self.desk.session.info.folder)
        else:
            self.desk.library_switched.emit()


class Quit(Verb):
    """Ends the program."""

    text = N_("Quit")
    keys = ("Ctrl+Q",)
    menu = Menu.LIBRARY
    needs = Needs.NOTHING
    starts_group = True

    def run(self) -> None:
        """Close the window; it asks running work to stop."""
        self.window.close()
