"""The frame: menus with library and person, rail, pages, status bar."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QLocale, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from climafin.base.messages import N_, message
from climafin.domain.change import Change
from climafin.ui.actions.exchange import ImportWorkbook
from climafin.ui.actions.leaving import may_leave
from climafin.ui.actions.opening import open_as
from climafin.ui.actions.verb import Menu, Verbs
from climafin.ui.desk import Desk
from climafin.ui.pages.page import Page
from climafin.ui.pages.registry import PAGES
from climafin.ui.style import RAIL_FOLDS_UNDER, Size, Tone, icon, px, space, theme
from climafin.ui.tasks import Failure, Job
from climafin.ui.widgets.buttons import ToolButton, button, icon_button
from climafin.ui.widgets.chips import Chip
from climafin.ui.widgets.elided import ElidedLabel
from climafin.ui.widgets.labels import frame
from climafin.ui.widgets.notices import Strip
from climafin.ui.widgets.rail import Rail
from climafin.ui.widgets.status_bar import StatusBar

MENU_NAMES = {
    Menu.LIBRARY: N_("&Library"),
    Menu.EDIT: N_("&Edit"),
    Menu.PROJECT: N_("&Project"),
    Menu.HELP: N_("&Help"),
}


#: So many milliseconds after the first painting the rest is built: the picture is on the screen by then.
_SEEN_AFTER = 5
WORKBOOKS = (".xlsx", ".xls", ".csv")


def dropped_workbook(event: QDropEvent) -> Path | None:
    """Return the one workbook that is dropped, or None."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in WORKBOOKS else None


class MainWindow(QMainWindow):
    """The window; built anew when language, theme or text size change, while the desk stays.

    It is built in two steps, because the list is to be seen at once: frame, doors, command bar and list before the
    first painting, everything else right after it (`complete`).

    Attributes:
        is_complete: whether the second step is done.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        words = desk.language
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.setLocale(QLocale(words.code))
        room = self.screen().availableGeometry().size()
        # With large text on a small screen the least size would hang over its edge; the rest is its title bar.
        least = QSize(px(Size.WINDOW_LEAST_WIDTH), px(Size.WINDOW_LEAST_HEIGHT))
        self.setMinimumSize(least.boundedTo(room - QSize(0, space(12))))
        self.verbs = Verbs(desk, self)
        self.is_complete = False
        self._is_painted = False
        self._pages: dict[str, Page] = {}
        self._counts: dict[QObject, str] = {}
        self.page: Page | None = None
        self._menus: dict[Menu, QMenu] = {}
        self._build_menus()
        self._build_frame()
        desk.told.connect(self._on_told)
        desk.failed.connect(self._on_failed)
        desk.changed.connect(self._on_changed)
        desk.wanted.connect(self.open_page)
        desk.library_switched.connect(self._on_library)
        desk.lane.started.connect(self._on_job)
        desk.leaving.connect(self._keep_typed)
        for job in desk.lane.jobs:
            self.status.watch(job)
        self._restore_size()
        self._on_library()

    def complete(self) -> None:
        """Build what the first painting did not wait for: all verbs and their keys, and the rest of the page."""
        if self.is_complete:
            return
        self.is_complete = True
        self.desk.claim()
        from climafin.ui.actions.catalogue import VERBS  # noqa: PLC0415 - the first list does without most of them

        self.verbs.add(VERBS)
        self._fill_menus()
        for keys, act in (("Ctrl+S", self._save), ("Ctrl+K", self._find), ("Ctrl+F", self._find)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)
        if self.page is not None:
            self.page.complete()

    def _build_menus(self) -> None:
        words = self.desk.language
        bar = self.menuBar()
        bar.setNativeMenuBar(False)
        for menu, name in MENU_NAMES.items():
            self._menus[menu] = bar.addMenu(words.text(name))
        corner = QWidget(bar)
        row = QHBoxLayout(corner)
        row.setContentsMargins(space(2), 0, space(2), 0)
        row.setSpacing(space(2))
        self.library_name = ElidedLabel("", "strong", Qt.TextElideMode.ElideMiddle)
        self.practice_chip = Chip(words.text("Practice"), Tone.WARN)
        self.reading_chip = Chip(words.text("Reading only"), Tone.INFO)
        self.person = ToolButton()
        self.person.setProperty("role", "person")
        self.person.setIcon(icon("user"))
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.person.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
        self.person.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.person.setToolTip(words.text("Change person…"))
        self.person.clicked.connect(self._change_person)
        for widget in (self.library_name, self.practice_chip, self.reading_chip, self.person):
            row.addWidget(widget)
        bar.setCornerWidget(corner, Qt.Corner.TopRightCorner)

    def _fill_menus(self) -> None:
        for menu, made in self._menus.items():
            made.aboutToShow.connect(lambda menu=menu: self._draw_icons(menu))
            for verb in self.verbs.in_menu(menu):
                if verb.starts_group:
                    made.addSeparator()
                made.addAction(verb.action)

    def _change_person(self) -> None:
        from climafin.ui.actions.libraries import ChangePerson  # noqa: PLC0415 - not on the way to the first list

        self.verbs[ChangePerson].action.trigger()

    def _draw_icons(self, menu: Menu) -> None:
        for verb in self.verbs.in_menu(menu):
            verb.draw_icon()

    def _build_frame(self) -> None:
        words = self.desk.language
        central = QWidget()
        self.setCentralWidget(central)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.practice_mark = frame("practice-mark")
        self.practice_mark.setFixedHeight(space(1))
        column.addWidget(self.practice_mark)
        self.strip = Strip()
        self.read_button = button(words.text("Open for reading only"), self._open_for_reading)
        self.strip.add(self.read_button)
        self.restore_button = button(words.text("Restore a backup…"), self._restore)
        self.strip.add(self.restore_button)
        self.strip.add(icon_button("x", words.text("Dismiss"), lambda: self.strip.say("")))
        column.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(0)
        column.addLayout(row, 1)
        self.rail = Rail(words.text("Pages"))
        for entry in (entry for entry in PAGES if not entry.under):
            self.rail.add(entry.key, words.text(entry.title), entry.icon_name, is_last=entry.is_last)
        self.rail.chosen.connect(self.open_page)
        row.addWidget(self.rail)
        self.stack = QStackedWidget()
        row.addWidget(self.stack, 1)
        self.status = StatusBar(words, self.desk.clock)
        self.status.undo_wanted.connect(self.desk.undo)
        column.addWidget(self.status)

    def open_page(self, key: str, what: object = None) -> None:
        """Open a page of the rail; `what` is the thing it should show."""
        if self.desk.session is None:
            return
        entry = next(entry for entry in PAGES if entry.key == key)
        if self.page is not None and self.page is not self._pages.get(key):
            self.page.leave()
        if key not in self._pages:
            page = entry.make(self.desk, self.verbs)
            page.counts.connect(self._on_counts)
            if self.is_complete:
                page.complete()
            self._pages[key] = page
            self.stack.addWidget(page)
        self.page = self._pages[key]
        self.rail.open(entry.under or key)
        self.stack.setCurrentWidget(self.page)
        self.status.counts.setText(self._counts.get(self.page, ""))
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.settings.layout["page"] = key
        if what is not None:
            self.page.arrive(what)

    def leave(self) -> None:
        """Keep what was typed and where the window stood; before it closes or is built anew."""
        from climafin.ui.dialogs.pane import SideWindow  # noqa: PLC0415 - not for the first window

        # They would only be deleted with this one, without ending their work.
        for side in self.findChildren(SideWindow):
            side.close()
        self._keep_typed()
        self.desk.settings.layout["window"] = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.desk.keep_settings()

    def _on_library(self) -> None:
        """Show the pages of the open library, or the first page."""
        for page in self._pages.values():
            page.setParent(None)
            page.deleteLater()
        self._pages.clear()
        self._counts.clear()
        self.page = None
        while (old := self.stack.widget(0)) is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        session = self.desk.session
        self.rail.setVisible(session is not None)
        self.status.clear()
        self._show_library()
        if session is None:
            from climafin.ui.pages.first_run import FirstRunPage  # noqa: PLC0415 - not with a library

            first = FirstRunPage(self.desk, self.verbs)
            self.stack.addWidget(first)
            first.begin()
            return
        self.strip.say("")
        last = self.desk.settings.layout.get("page", "")
        self.open_page(last if any(entry.key == last for entry in PAGES) else PAGES[0].key)

    def _show_library(self) -> None:
        words = self.desk.language
        session = self.desk.session
        info = session.info if session is not None else None
        title = info.title if info is not None else ""
        is_practice = info is not None and info.is_practice
        self.library_name.show_text(title)
        if info is not None:
            self.library_name.setToolTip(str(info.folder))
        self.practice_chip.setVisible(is_practice)
        self.practice_mark.setVisible(is_practice)
        self.reading_chip.setVisible(session is not None and session.is_read_only)
        self.person.setText(self.desk.settings.person or words.text("Nobody yet"))
        # The practice library's own title says so in both languages.
        mark = words.text("Practice") if is_practice and words.text("Practice") not in title else ""
        parts = [title, mark, words.text("ClimaFin")]
        self.setWindowTitle(" · ".join(part for part in parts if part))
        self.menuBar().adjustSize()

    def _on_counts(self, text: str) -> None:
        page = self.sender()
        self._counts[page] = text
        if page is self.page:
            self.status.counts.setText(text)

    def _on_told(self, told: object, action_id: int) -> None:
        self.strip.say("")
        self.status.tell(told, action_id)  # type: ignore[arg-type]

    def _on_failed(self, failure: Failure) -> None:
        words = self.desk.language
        if failure.detail:
            from climafin.ui.dialogs.library import FailureDialog  # noqa: PLC0415 - hardly ever needed

            FailureDialog.show_failure(self, self.desk, failure)
        elif failure.is_cancel:
            self.status.tell(failure.told, 0)
        else:
            self.read_button.setVisible(self.desk.readable is not None)
            self.restore_button.setVisible(self.desk.restorable is not None)
            self.strip.say(words.say(failure.told), Tone.BAD)

    def _open_for_reading(self) -> None:
        if self.desk.readable is not None:
            open_as(self.desk, self.desk.readable, self.desk.settings.person, read_only=True)

    def _restore(self) -> None:
        from climafin.ui.actions.libraries import RestoreLibrary  # noqa: PLC0415 - hardly ever needed

        if self.desk.restorable is not None:
            self.verbs[RestoreLibrary].choose(self.desk.restorable)

    def _on_changed(self, _change: Change) -> None:
        self.status.note_saved()

    def _on_job(self, job: Job) -> None:
        self.status.watch(job)

    def _keep_typed(self) -> None:
        if self.page is not None:
            self.page.leave()

    def _save(self) -> None:
        if self.page is not None:
            self.page.save()
            self.desk.tell(message("Everything is saved as you go."))

    def _find(self) -> None:
        if self.page is not None:
            self.page.start_search()

    def _restore_size(self) -> None:
        kept = self.desk.settings.layout.get("window", "")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii"))):
            self.resize(px(Size.WINDOW_WIDTH), px(Size.WINDOW_HEIGHT))
            room = self.screen().availableGeometry().size()
            # With its title bar it would hang over the edge of a small screen.
            if room.width() < self.width() + space(4) or room.height() < self.height() + space(12):
                self.setWindowState(Qt.WindowState.WindowMaximized)
        # Before the stylesheet is put on, so that it need not look at the rail twice.
        self._fold_rail()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a workbook that is dragged over the window."""
        if self.desk.session is not None and self.verbs[ImportWorkbook].possible() and dropped_workbook(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show what the workbook would do."""
        path = dropped_workbook(event)
        if path is not None:
            event.acceptProposedAction()
            self.verbs[ImportWorkbook].preview(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Complete the window once it has been painted."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(_SEEN_AFTER, self.complete)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail in a narrow window."""
        super().resizeEvent(event)
        self._fold_rail()

    def _fold_rail(self) -> None:
        self.rail.fold(folded=self.width() < RAIL_FOLDS_UNDER * theme().scale / 100)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed and stop running work first; until then the window stays."""
        words = self.desk.language
        texts = (words.text("Close with entries that could not be kept?"), words.text("Close anyway"))
        if not may_leave(self.desk, self, texts, self.close):
            event.ignore()
            return
        self.leave()
        super().closeEvent(event)
