"""Workbooks in and out: import, template, export."""

from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.messages import N_, message
from climafin.ui.actions.verb import Menu, Needs, Verb

if TYPE_CHECKING:
    from climafin.domain.change import Change
    from climafin.services.imports import Choice, ImportPreview, ImportReport

# The services are imported inside the verbs: the first window must not wait for what only some verbs need. So is Qt's
# file dialog.


class ImportWorkbook(Verb):
    """Takes a workbook in, after showing what it would do."""

    text = N_("Import…")
    tip = N_("Import a workbook; everything is shown before anything is written")
    icon_name = "import"
    keys = ("Ctrl+I",)
    menu = Menu.PROJECT
    writes = True

    def run(self) -> None:
        """Ask for the file."""
        from climafin.ui.dialogs import picker  # noqa: PLC0415

        words = self.desk.language
        filters = (words.text("Workbooks") + " (*.xlsx *.xls *.csv)",)
        wanted = picker.Wanted(words.text("Import a workbook"), "import", filters)
        picker.pick_file(self.window, self.desk, wanted, self.preview)

    def preview(self, path: Path) -> None:
        """Read a file and show what it would do."""
        from climafin.services import imports  # noqa: PLC0415

        session = self.desk.open_session
        self.desk.start(
            message("Reading “{file}”", file=path.name),
            lambda progress: imports.preview_import(session, path, progress),
            then=lambda found: self.ask(path, found),
        )

    def ask(self, path: Path, found: "ImportPreview") -> None:
        """Show the preview; its button writes."""
        from climafin.ui.dialogs.importing.preview import ImportDialog  # noqa: PLC0415

        ImportDialog.ask(self.window, self.desk, (path, found), self.take)

    def take(self, preview: "ImportPreview", choices: "dict[int, Choice]") -> None:
        """Write what was chosen, in one go that can be undone as one."""
        from climafin.services import imports  # noqa: PLC0415

        session = self.desk.open_session

        def done(result: "tuple[Change, ImportReport]") -> None:
            self.desk.announce(result[0])
            if result[0].uids:
                # What came in is shown, not left for the person to find.
                self.desk.go("projects", result[0].uids)

        self.desk.start(
            message("Importing “{file}”", file=preview.file),
            lambda progress: imports.apply_import(session, preview, choices, progress),
            then=done,
        )


class WriteTemplate(Verb):
    """Writes an empty workbook for districts and firms to fill in."""

    text = N_("Template for districts…")
    tip = N_("An empty workbook with all heads and choices")
    icon_name = "table"
    menu = Menu.PROJECT
    needs = Needs.NOTHING
    starts_group = True

    def run(self) -> None:
        """Ask where to."""
        from climafin.ui.dialogs import picker  # noqa: PLC0415

        words = self.desk.language
        name = words.text("Project form") + ".xlsx"
        wanted = picker.Wanted(words.text("Save the template"), "export", ("*.xlsx",), name)
        picker.pick_target(self.window, self.desk, wanted, self.write)

    def write(self, target: Path) -> None:
        """Write it."""
        from climafin.services import exports  # noqa: PLC0415

        language = self.desk.language
        self.desk.start(
            message("Writing the template"),
            lambda _progress: exports.write_template(target, language),
            then=lambda _none: self.desk.tell(message("Saved to {path}", path=str(target))),
        )


class ExportProjects(Verb):
    """Writes the projects of the list to a workbook, CSV or JSON."""

    text = N_("Export…")
    tip = N_("Write the projects to a workbook")
    icon_name = "download"
    keys = ("Ctrl+E",)
    menu = Menu.PROJECT

    def run(self) -> None:
        """Ask where to; the ending decides what is written."""
        from climafin.ui.dialogs import picker  # noqa: PLC0415

        words = self.desk.language
        name = words.text("Projects") + ".xlsx"
        wanted = picker.Wanted(words.text("Export projects"), "export", ("*.xlsx", "*.csv", "*.json"), name)
        picker.pick_target(self.window, self.desk, wanted, self.write)

    def write(self, target: Path) -> None:
        """Write the projects that the list shows."""
        from climafin.services import exports  # noqa: PLC0415

        session, query, language = self.desk.open_session, self.desk.listed, self.desk.language
        self.desk.start(
            message("Exporting"),
            lambda progress: exports.export_projects(session, target, query, language, progress),
            then=lambda count: self.desk.tell(
                message("{count} projects written to {path}", count=count, path=str(target))
            ),
        )
