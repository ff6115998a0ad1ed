"""The keys, and what this program is."""

from climafin import __version__
from climafin.base.messages import N_, message
from climafin.ui.actions.verb import Menu, Needs, Verb
from climafin.ui.dialogs.help import HelpWindow
from climafin.ui.dialogs.library import TextDialog

KEYS = (
    ("Ctrl+K", N_("Search: name, pinyin, code")),
    ("Ctrl+N", N_("Register a project")),
    ("F2 / Enter", N_("Open the project")),
    ("Ctrl+S", N_("Save now")),
    ("Ctrl+Z / Ctrl+Y", N_("Undo / redo")),
    ("Ctrl+I", N_("Import a workbook")),
    ("F8", N_("Why this score?")),
    ("F9", N_("Assess all projects")),
    ("Ctrl+P", N_("Print dossier…")),
    ("Ctrl+C", N_("Copy cells, to paste into a workbook")),
    ("Ctrl+1 … 9", N_("Open a page of the rail")),
    ("Ctrl+O", N_("Open a library")),
    ("Ctrl+M", N_("Move to another stage")),
    ("Ctrl+.", N_("Source of a value; does not apply")),
    ("Ctrl+PgUp / PgDn", N_("Section before / after in the form")),
    ("F1", N_("Help for this page")),
    ("Ctrl+F1", N_("This list")),
)


class ShowHelp(Verb):
    """Shows the help that belongs to the page one looks at."""

    text = N_("Help")
    icon_name = "circle-question-mark"
    keys = ("F1",)
    menu = Menu.HELP
    needs = Needs.NOTHING

    def run(self) -> None:
        """Show it beside the window."""
        page = self.desk.settings.layout.get("page", "") if self.desk.session is not None else ""
        HelpWindow.show_page(self.window, self.desk, page)


class ShowKeys(Verb):
    """Shows the keys."""

    text = N_("Keys")
    keys = ("Ctrl+F1",)
    menu = Menu.HELP
    needs = Needs.NOTHING

    def run(self) -> None:
        """Show them."""
        words = self.desk.language
        text = "\n".join(f"{keys}\t{words.text(told)}" for keys, told in KEYS)
        TextDialog.show_text(self.window, self.desk, words.text("Keys"), text)


class ShowAbout(Verb):
    """Says what this program is, which edition, and what it never does."""

    text = N_("About ClimaFin")
    menu = Menu.HELP
    needs = Needs.NOTHING

    def run(self) -> None:
        """Say it."""
        words = self.desk.language
        lines = (
            words.say(message("ClimaFin {version}", version=__version__)),
            words.text("Climate project library, assessment and lender's dossiers."),
            words.text("It makes no network connection. It is meant for unclassified work data only."),
            "",
            words.text("Apache-2.0. Qt is used under the LGPL-3 and lies in separate files."),
            words.text("Fonts: Noto (OFL-1.1). Icons: Lucide (ISC)."),
        )
        TextDialog.show_text(self.window, self.desk, words.text("About ClimaFin"), "\n".join(lines))
