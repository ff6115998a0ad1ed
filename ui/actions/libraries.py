"""Verbs about whole libraries: open, make, practise, back up, restore, check."""

from pathlib import Path
from typing import TYPE_CHECKING

from climafin.ui.actions.leaving import leave_then
from climafin.ui.actions.opening import open_as, open_folder
from climafin.ui.actions.verb import Menu, Needs, Verb
from climafin.ui.dialogs.files import ask_file, ask_folder
from climafin.ui.dialogs.library import NewLibraryDialog, PersonDialog, QuestionDialog, TextDialog

from climafin.base.messages import N_, message

if TYPE_CHECKING:
    from climafin.services.libraries import CheckReport

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
        ask_folder(self.window, self.desk.language.text("Folder of the library"), self.open_folder)

    def open_folder(self, folder: Path) -> None:
        """Open the library in this folder."""
        open_folder(self.desk, self.window, folder)


class NewLibrary(Verb):
    """Makes a new, empty library."""

    text = N_("New library…")
    icon_name = "folder-plus"
    keys = ("Ctrl+Shift+N",)
    menu = Menu.LIBRARY
    needs = Needs.NOTHING

    def run(self) -> None:
        """Ask for title, folder and person."""
        NewLibraryDialog.ask(self.window, self.desk, self.create)

    def create(self, folder: Path, title: str, person: str) -> None:
        """Create the library and open it, once the one before may be closed."""
        leave_then(self.desk, self.window, lambda: self._create(folder, title, person))

    def _create(self, folder: Path, title: str, person: str) -> None:
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
        from climafin.services import libraries  # noqa: PLC0415

        if not self.desk.settings.person:
            self.desk.settings.person = self.desk.language.text("Trainee")
        folder = libraries.practice_folder()
        if (folder / "library.db").exists():
            open_folder(self.desk, self.window, folder)
        else:
            self.make_fresh()

    def make_fresh(self) -> None:
        """Make it from the samples; what was practised before is gone."""
        leave_then(self.desk, self.window, self._make_fresh)

    def _make_fresh(self) -> None:
        from climafin.services import libraries  # noqa: PLC0415

        folder = libraries.practice_folder()
        person, clock = self.desk.settings.person, self.desk.clock
        self.desk.drop_session()
        self.desk.start(
            message("Making the practice library"),
            lambda progress: libraries.make_practice_library(folder, person, progress, clock),
            then=self.desk.take_session,
        )


class CloseLibrary(Verb):
    """Closes the library and goes back to the first page."""

    text = N_("Close the library")
    menu = Menu.LIBRARY

    def run(self) -> None:
        """Close it."""
        leave_then(self.desk, self.window, self.desk.drop_session)


class BackUpLibrary(Verb):
    """Makes a backup now."""

    text = N_("Back up now")
    icon_name = "archive"
    menu = Menu.LIBRARY
    starts_group = True

    def run(self) -> None:
        """Back up into the library's own folder."""
        from climafin.services import libraries  # noqa: PLC0415

        session = self.desk.open_session
        self.desk.start(
            message("Backing up"),
            lambda _progress: libraries.backup_library(session),
            then=lambda path: self.desk.tell(message("Backed up to {path}", path=str(path))),
        )


class RestoreLibrary(Verb):
    """Puts a backup in the place of the library; the present state is set aside, not deleted."""

    text = N_("Restore a backup…")
    menu = Menu.LIBRARY

    def run(self) -> None:
        """Ask which backup."""
        folder = self.desk.open_session.info.folder
        title = self.desk.language.text("Choose a backup")
        ask_file(self.window, title, lambda backup: self._confirm(folder, backup), folder=folder / "backups")

    def _confirm(self, folder: Path, backup: Path) -> None:
        words = self.desk.language
        sentence = words.say(
            message(
                "The library goes back to “{backup}”. The present state is set aside; nothing is deleted.",
                backup=backup.name,
            )
        )
        texts = (words.text("Restore this backup?"), sentence, words.text("Restore"))
        QuestionDialog.ask(self.window, self.desk, texts, lambda: self.restore(folder, backup))

    def restore(self, folder: Path, backup: Path) -> None:
        """Restore and open again."""
        leave_then(self.desk, self.window, lambda: self._restore(folder, backup))

    def _restore(self, folder: Path, backup: Path) -> None:
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
        PersonDialog.ask(self.window, self.desk, self.take_over)

    def take_over(self, person: str) -> None:
        """Go on under this name."""
        leave_then(self.desk, self.window, lambda: self._take_over(person))

    def _take_over(self, person: str) -> None:
        self.desk.settings.person = person
        self.desk.keep_settings()
        if self.desk.session is not None:
            open_as(self.desk, self.desk.session.info.folder, person)
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
