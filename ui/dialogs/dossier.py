"""The dossier's preview: the real pages beside their contents, what is missing above, save and print below."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from climafin.base.errors import CallProblem
from climafin.base.messages import Message, message
from climafin.base.progress import Progress
from climafin.domain.completeness import completeness
from climafin.domain.dictionary import Goal, dictionary
from climafin.domain.paper import Paper
from climafin.domain.query import Column
from climafin.services import assessments, dossiers, projects
from climafin.ui.actions import printing
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dossier_choices import DossierChoices
from climafin.ui.dialogs.pane import SideWindow
from climafin.ui.dialogs.picker import Wanted, pick_folder, pick_target
from climafin.ui.style import Tone, space
from climafin.ui.tasks import Failure, Job, Lane
from climafin.ui.tasks.paper import PreviewPictures
from climafin.ui.widgets.buttons import button, icon_button
from climafin.ui.widgets.elided import ElidedLabel
from climafin.ui.widgets.job_strip import JobStrip
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.notices import Strip
from climafin.ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from climafin.domain.dictionary import Field

LAYOUT_KEY = "dossier"
#: So many missing values are named in the strip; the gaps list of the paper names all.
NAMED_GAPS = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """A dossier as it would be printed now.

    Attributes:
        turn: which choice it answers.
        pdf: the paper.
        paper: its page sizes and bookmarks.
        warnings: characters that cannot be drawn.
    """

    turn: int
    pdf: bytes
    paper: Paper
    warnings: tuple[Message, ...]


class DossierWindow(SideWindow):
    """The dossiers of one or several projects."""

    def __init__(self, parent: QWidget, desk: Desk, named: list[tuple[str, str]]) -> None:
        super().__init__(parent, desk, desk.language.text("Dossier"))
        self._uids = tuple(uid for uid, _name in named)
        self._names = dict(named)
        self._missing: tuple[Field, ...] = ()
        self._turn = 0
        self._may_print = not desk.open_session.is_read_only
        # Pages are drawn in a lane of their own, so that they never wait for the library.
        self.lane = Lane(self)
        self.choices = DossierChoices(self.words, named, desk.settings.layout.get(LAYOUT_KEY, ""))
        self.view = PageView(self.words.text("Pages of the dossier"))
        self.pictures = PreviewPictures(self.view, self.lane)
        # What the main window's foot tells may be hidden behind this window.
        self.outcome = ElidedLabel("", "small")
        self._jobs = QHBoxLayout()
        self._build()
        # However it is closed: Esc sends no close event.
        self.finished.connect(self.lane.close)
        desk.told.connect(self._on_told)
        desk.failed.connect(self._on_failure)
        self.choices.changed.connect(self.load)
        self.choices.page_wanted.connect(self.view.go_to)
        self.view.page_changed.connect(lambda _page: self._show_page_number())
        self.load()
        self.view.setFocus()

    @classmethod
    def show_for(cls, parent: QWidget, desk: Desk, uids: tuple[str, ...]) -> "DossierWindow | None":
        """Open the preview for these projects."""
        done, rows = desk.do(lambda: projects.list_rows(desk.open_session, uids, [Column.NUMBER, "name"]))
        if not done or not uids:
            return None
        named = [(uid, f"{number} {name or ''}".strip()) for uid, (number, name) in zip(uids, rows, strict=True)]
        window = cls(parent, desk, named)
        window.show()
        return window

    # ---- building

    def _build(self) -> None:
        words = self.words
        self.head = label("", "page", wraps=True)
        self.column.addWidget(self.head)
        self.mark_strip, self.gap_strip, self.glyph_strip, self.problem_strip = Strip(), Strip(), Strip(), Strip()
        if self._may_print:
            self.gap_strip.add(button(words.text("Fill in"), self._fill_in, role="link"))
        for strip in (self.mark_strip, self.gap_strip, self.glyph_strip, self.problem_strip):
            self.column.addWidget(strip)
        middle = QHBoxLayout()
        middle.setSpacing(space(4))
        middle.addWidget(self.choices)
        pages = QVBoxLayout()
        pages.setSpacing(space(1))
        pages.addWidget(self.view, 1)
        pages.addLayout(self._page_line())
        middle.addLayout(pages, 1)
        self.column.addLayout(middle, 1)
        self.column.addLayout(self._buttons())

    def _page_line(self) -> QHBoxLayout:
        words = self.words
        row = QHBoxLayout()
        row.setSpacing(space(1))
        self.page_number = label("", "small")
        row.addWidget(self.page_number)
        row.addStretch(1)
        row.addWidget(icon_button("minus", words.text("Smaller"), self.view.zoom_out))
        row.addWidget(button(words.text("Page width"), self.view.fit_width, role="quiet"))
        row.addWidget(icon_button("plus", words.text("Larger"), self.view.zoom_in))
        return row

    def _buttons(self) -> QHBoxLayout:
        words = self.words
        is_batch = len(self._uids) > 1
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.outcome, 1)
        row.addLayout(self._jobs)
        row.addWidget(button(words.text("Close"), self.close))
        self.save_button = button(words.text("Save as…"), self._ask_file, icon_name="download")
        self.print_button = button(
            words.text("Print…"), self._ask_printer, role="" if is_batch else "primary", icon_name="printer"
        )
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        self.batch_button = button(
            words.plural(
                "Save {count} dossier into a folder…", "Save {count} dossiers into a folder…", len(self._uids)
            ),
            self._ask_folder,
            role="primary",
            icon_name="folder-plus",
        )
        self.batch_button.setVisible(is_batch)
        self.batch_button.setEnabled(self._may_print)
        row.addWidget(self.batch_button)
        return row

    # ---- showing

    def load(self) -> None:
        """Make the paper anew as chosen, and show it when it is ready."""
        session, uid = self.desk.open_session, self.choices.uid
        length, spoken = self.choices.length, self.choices.spoken
        self.desk.settings.layout[LAYOUT_KEY] = self.choices.kept
        self._turn += 1
        turn = self._turn
        self.head.setText(self._names[uid])
        self.page_number.setText(self.words.text("Preparing the pages…"))
        self._allow(allowed=False)
        self._show_strips(uid)

        def work(_progress: Progress) -> Preview:
            pdf = dossiers.preview_dossier(session, uid, length=length, language=spoken)
            warnings = dossiers.preview_warnings(session, uid, length=length, language=spoken)
            return Preview(turn, pdf, dossiers.look_at_paper(pdf), warnings)

        # In the library's lane: the paper library is not made for two threads.
        self.desk.start(message("Preparing the pages"), work, then=self._take, otherwise=self._on_failure)

    def _take(self, made: Preview) -> None:
        # Somebody may have chosen another one while this was made.
        if made.turn != self._turn:
            return
        self.choices.show_contents(made.paper.bookmarks)
        self.pictures.show(made.pdf, made.paper.sizes)
        self.glyph_strip.say(" ".join(self.words.say(told) for told in made.warnings), Tone.WARN)
        self._allow(allowed=True)
        self._show_page_number()

    def _on_failure(self, failure: Failure) -> None:
        if failure.is_cancel:
            self.outcome.show_text(self.words.say(failure.told))
        else:
            self.problem_strip.say(self.words.say(failure.told), Tone.BAD)
        self._show_page_number()

    def _on_told(self, told: Message, _action_id: int) -> None:
        self.outcome.show_text(self.words.say(told))

    def _allow(self, *, allowed: bool) -> None:
        self.problem_strip.say("")
        for made in (self.save_button, self.print_button):
            made.setEnabled(allowed and self._may_print)

    def _show_page_number(self) -> None:
        told = message("Page {page} of {count}", page=self.view.page + 1, count=self.view.page_count)
        self.page_number.setText(self.words.say(told) if self.view.page_count else "")

    def _show_strips(self, uid: str) -> None:
        self.glyph_strip.say("")
        self.mark_strip.say(" ".join(self._marks(uid)), Tone.WARN)
        done, project = self.desk.do(lambda: projects.show_project(self.desk.open_session, uid))
        self._missing = completeness(project, dictionary(), Goal.DOSSIER).missing if done else ()
        self.gap_strip.say(self._gap_sentence() if self._missing else "", Tone.INFO)

    def _marks(self, uid: str) -> list[str]:
        words, session = self.words, self.desk.open_session
        found = []
        if not self._may_print:
            found.append(words.text("The library is open for reading only: look here; every print is put on record."))
        if session.info.is_practice:
            found.append(words.text("Practice library: every page is marked as practice. Do not hand it out."))
        try:
            assessment = assessments.explain(session, uid)
        except CallProblem:
            found.append(words.text("The project has not been assessed yet, so the dossier shows no score."))
        else:
            if not assessment.pack.official:
                found.append(
                    words.text("The score comes from a rule pack that is no official standard; the pages say so.")
                )
        return found

    def _gap_sentence(self) -> str:
        names = [field.label for field in self._missing[:NAMED_GAPS]]
        if len(self._missing) <= NAMED_GAPS:
            told = message("Not provided, and printed so: {names}.", names=names)
        else:
            told = message(
                "Not provided, and printed so: {names} and {count} more.",
                names=names,
                count=len(self._missing) - NAMED_GAPS,
            )
        return self.words.say(told)

    def _fill_in(self) -> None:
        self.desk.go("projects", (self.choices.uid, self._missing[0].key) if self._missing else self.choices.uid)

    # ---- doing

    def _wish(self) -> printing.Wish:
        return printing.Wish(self.choices.length, self.choices.spoken)

    def _watch(self, job: Job) -> None:
        self.problem_strip.say("")
        self.outcome.show_text("")
        strip = JobStrip(job, self.words)
        self._jobs.addWidget(strip)
        job.finished.connect(strip.deleteLater)
        job.finished.connect(strip.hide)

    def _ask_file(self) -> None:
        name = f"{dossiers.file_stem(self._names[self.choices.uid])}.pdf"
        wanted = Wanted(self.words.text("Save the dossier"), "dossier", ("PDF (*.pdf)",), name)
        pick_target(self, self.desk, wanted, self.save_as)

    def save_as(self, target: Path) -> None:
        """Print the dossier looked at into a file."""
        self._watch(printing.save_dossier(self.desk, self.choices.uid, target, self._wish()))

    def _ask_folder(self) -> None:
        pick_folder(self, self.desk, Wanted(self.words.text("Folder for the dossiers"), "dossier"), self.save_all)

    def save_all(self, folder: Path) -> None:
        """Print the dossiers of all projects into a folder."""
        self._watch(printing.save_dossiers(self.desk, self._uids, folder, self._wish()))

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._names[self.choices.uid])
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, self.view.page_count)
        dialog.setFromTo(1, self.view.page_count)
        dialog.accepted.connect(lambda: self.print_on(printer))
        # Its own `open` wants a slot by name; this is the plain one of all dialogs.
        QDialog.open(dialog)
        # Odd and even sheets are a wish of Qt's own printing, which neither the queue nor a file hears.
        for name in ("pageSetLabel", "pageSetCombo"):
            if (unheard := dialog.findChild(QWidget, name)) is not None:
                unheard.hide()

    def print_on(self, printer: QPrinter) -> None:
        """Print the dossier looked at on a printer the person chose."""
        self._watch(printing.print_dossier(self.desk, self.choices.uid, printer, self._wish()))
