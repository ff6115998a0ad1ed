"""Projects 项目: filters, list, details; and the form of one project."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from climafin.base.messages import N_, message
from climafin.domain.change import Change
from climafin.domain.dictionary import dictionary
from climafin.domain.query import ProjectQuery
from climafin.domain.shown_values import shown_money
from climafin.services import projects
from climafin.ui.actions.exchange import ExportProjects, ImportWorkbook, WriteTemplate
from climafin.ui.actions.registering import NEW_PROJECT, Register
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.pages.page import Page
from climafin.ui.pages.projects.grid import ProjectGrid
from climafin.ui.style import Size, px
from climafin.ui.widgets.buttons import ActionButton, button
from climafin.ui.widgets.notices import EmptyPage

if TYPE_CHECKING:
    from climafin.ui.pages.project_form.form import ProjectForm

_INVESTMENT = dictionary()["total_investment"]
_SPLIT = "projects.panes"
#: So long after the last key press the list is asked for; it is quick, this only spares needless work.
_SEARCH_DELAY = 120


class ProjectsPage(Page):
    """The register."""

    title = N_("Projects")

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__(desk, verbs)
        words = desk.language
        self.search = self.bar.add_search(words.text("Search: name, pinyin, code"))
        self.bar.add_verbs([verbs[Register], verbs[ImportWorkbook]], primary=verbs[Register])
        self.bar.add_more(words.text("More"), [verbs[ExportProjects], verbs[WriteTemplate]])
        self.grid = ProjectGrid(desk)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.grid)
        # Filters and details come right after the first painting; their room is kept, so that nothing jumps.
        for widget in (QWidget(), self.middle, QWidget()):
            self.panes.addWidget(widget)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes(self._kept_sizes())
        self.views = QStackedWidget()
        self.views.addWidget(self.panes)
        self.body.addWidget(self.views)
        self.bar.back.setText(words.text("All projects"))
        self.bar.back.setToolTip(words.text("Back to the list (Esc)"))
        self.bar.back.clicked.connect(self.show_list)
        self.grid.opened.connect(self.open_form)
        self.setFocusProxy(self.grid)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_DELAY)
        self._timer.timeout.connect(self.look)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.grid.chosen.connect(self._on_chosen)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(lambda place: self.open_menu(self.grid, place))

    def _build_rest(self) -> None:
        from climafin.ui.pages.projects.detail import DetailPane  # noqa: PLC0415 - not before the first list
        from climafin.ui.pages.projects.filters import FilterPane  # noqa: PLC0415 - not before the first list

        self.filters = FilterPane(self.desk.open_session, self.desk.language)
        # However large the text, what a filter is called can be read.
        self.filters.setMinimumWidth(px(Size.FILTERS) * 3 // 4)
        self.filters.changed.connect(lambda _chosen: self.look())
        self.detail = DetailPane(self.desk, self.verbs)
        self.detail.field_wanted.connect(self.open_form)
        for place, pane in ((0, self.filters), (2, self.detail)):
            kept_room = self.panes.replaceWidget(place, pane)
            if kept_room is not None:
                kept_room.deleteLater()
        if not self._is_stale:
            self._show_around((), moved=True)

    @cached_property
    def form(self) -> "ProjectForm":
        """The form; made when it is first opened, so that the list need not wait for it."""
        from climafin.ui.pages.project_form.form import ProjectForm  # noqa: PLC0415

        form = ProjectForm(self.desk, self.verbs)
        self.views.addWidget(form)
        back = QShortcut(QKeySequence("Esc"), form)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.show_list)
        form.registered.connect(lambda uid: self.desk.select((uid,)))
        return form

    @property
    def is_list(self) -> bool:
        """Whether the list is shown, not the form."""
        return self.views.currentWidget() is self.panes

    @cached_property
    def nothing_yet(self) -> EmptyPage:
        """What stands in the list's place while there is no project; made when it is first needed."""
        from climafin.ui.actions.libraries import MakePracticeLibrary  # noqa: PLC0415 - as the page itself

        words = self.desk.language
        buttons = [
            ActionButton(self.verbs[ImportWorkbook].action, "primary"),
            ActionButton(self.verbs[Register].action),
            ActionButton(self.verbs[MakePracticeLibrary].action),
        ]
        told = words.text("Import a workbook that a district sent, or register a project by hand.")
        return self._stacked(EmptyPage("layers", words.text("No projects yet"), told, buttons))

    @cached_property
    def nothing_found(self) -> EmptyPage:
        """What stands in the list's place when nothing fits what is asked; made when it is first needed."""
        words = self.desk.language
        clear = button(words.text("Show all projects"), self.show_everything)
        told = words.text("Search: Chinese, pinyin or its initials, codes, owners. Filters on the left add up.")
        return self._stacked(EmptyPage("search", words.text("Nothing was found"), told, [clear]))

    def _stacked(self, page: EmptyPage) -> EmptyPage:
        self.middle.addWidget(page)
        return page

    def show_everything(self) -> None:
        """Take search words and filters away."""
        self.search.clear()
        self.filters.clear()

    def arrive(self, what: object) -> None:
        """Open a form (a uid, with a field's key at that field, or an empty one), or choose several in the list."""
        if what == NEW_PROJECT:
            self.open_form("")
        elif isinstance(what, tuple):
            self.open_form(*what)
        elif isinstance(what, frozenset):
            self.show_projects(what)
        elif isinstance(what, Path):
            self.verbs[ImportWorkbook].preview(what)
        elif isinstance(what, str):
            self.open_form(what)

    def show_projects(self, uids: frozenset[str]) -> None:
        """Choose these projects in the list; search and filters that hide them all are taken away."""
        if not self.is_list:
            self.show_list()
        if not any(self.grid.list.row_of(uid) is not None for uid in uids):
            self.show_everything()
            self.look()
        self.grid.choose(tuple(uids))

    def open_form(self, uid: str, field: str = "") -> None:
        """Show the form of a project; "" registers a new one."""
        self._show_view(self.form)
        self.desk.select((uid,) if uid else ())
        if uid:
            self.form.show_project(uid, field)
        else:
            self.form.begin_new()

    def show_list(self) -> None:
        """Go back to the list, to the project one comes from."""
        self.form.commit()
        uid = self.form.uid
        self._show_view(self.panes)
        self.look()
        if uid:
            self.grid.choose((uid,))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_view(self, view: QWidget) -> None:
        is_list = view is self.panes
        self.bar.back.setVisible(not is_list)
        self.bar.title.setVisible(is_list)
        self.search.setVisible(is_list)
        self.views.setCurrentWidget(view)

    def look(self) -> None:
        """Show what search box and filters ask for now."""
        self._timer.stop()
        self.complete()
        chosen = self.grid.chosen_uids()
        query = ProjectQuery(self.search.text(), self.filters.chosen(), self.grid.list.query.sort)
        self.grid.list.ask(query)
        self.filters.refresh(query)
        self._choose(chosen)

    def refresh(self, change: Change | None) -> None:
        """Show what changed."""
        if not self.is_list and self.form.uid and not projects.existing(self.desk.open_session, (self.form.uid,)):
            # Its registration was taken back: there is nothing left to fill in.
            self.form.forget()
            self.show_list()
            return
        if not self.is_list:
            self.form.refresh(change)
            return
        chosen = self.grid.chosen_uids()
        moved = self.grid.list.refresh(change.uids if change is not None else frozenset())
        self.grid.fit_columns()
        if self.is_complete:
            self._show_around(chosen, moved=moved)

    def _show_around(self, chosen: tuple[str, ...], *, moved: bool) -> None:
        """Show what stands around the list: filters with their counts, the chosen project's details, sums."""
        self.filters.refresh(self.grid.list.query)
        if moved:
            self._choose(chosen)
        else:
            self._on_chosen(self.grid.chosen_uids())

    def _choose(self, uids: tuple[str, ...]) -> None:
        """Choose these projects again; the first one of the list when none of them is listed any more."""
        self.grid.choose(uids)
        if not self.grid.chosen_uids():
            self.grid.choose(self.grid.list.uids[:1])
        self._on_chosen(self.grid.chosen_uids())

    def select_again(self) -> None:
        """Verbs act on the project of the form, or on the rows chosen in the list."""
        if self.is_list:
            self.desk.select(self.grid.chosen_uids())
        else:
            self.desk.select((self.form.uid,) if self.form.uid else ())

    def start_search(self) -> None:
        """Go to the search box."""
        if not self.is_list:
            self.show_list()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def leave_search(self) -> None:
        """Go to the list, of what the box asks for now."""
        if self._timer.isActive():
            self.look()
        if self.grid.list.uids:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Keep what is being typed."""
        if not self.is_list:
            self.form.commit()

    def leave(self) -> None:
        """Keep what is being typed; remember panes and columns."""
        self.save()
        self.grid.keep_layout()
        self.desk.settings.layout[_SPLIT] = ",".join(str(size) for size in self.panes.sizes())

    def _kept_sizes(self) -> list[int]:
        kept = [int(part) for part in self.desk.settings.layout.get(_SPLIT, "").split(",") if part.isdigit()]
        if len(kept) == 3:
            return kept
        middle = px(Size.WINDOW_WIDTH) - px(Size.FILTERS) - px(Size.DETAIL)
        return [px(Size.FILTERS), middle, px(Size.DETAIL)]

    def _on_chosen(self, uids: tuple[str, ...]) -> None:
        self.complete()
        self.desk.select(uids)
        self.detail.show_chosen(uids)
        self._count(uids)

    def _count(self, uids: tuple[str, ...]) -> None:
        words = self.desk.language
        self.desk.listed = self.grid.list.query
        everything = self.grid.list.uids
        is_asked = bool(self.desk.listed.words.strip() or self.desk.listed.filters)
        shown = self.grid if everything else self.nothing_found if is_asked else self.nothing_yet
        self.middle.setCurrentWidget(shown)
        # A hidden list takes no keyboard: it would go to whatever comes next in the window.
        self.setFocusProxy(shown)
        self.filters.setVisible(bool(everything) or is_asked)
        self.detail.setVisible(bool(everything) or is_asked)
        sums = projects.column_sums(self.desk.open_session, _INVESTMENT.key, uids or everything)
        parts = [words.plural("{count} project", "{count} projects", len(everything))]
        if uids:
            parts.append(words.say(message("{count} chosen", count=f"{len(uids):,}")))
        if isinstance(sums.total, int):
            parts.append(
                words.say(message("investment {sum} {unit}", sum=shown_money(sums.total), unit=_INVESTMENT.unit))
            )
        if sums.unknown and len(uids) != 1:
            parts.append(words.plural("{count} unknown", "{count} unknown", sums.unknown))
        self.counts.emit(" · ".join(parts))
