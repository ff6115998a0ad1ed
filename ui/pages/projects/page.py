"""Projects 项目: filters, list, details; and the form of one project."""

from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.pages.page import Page
from climafin.ui.pages.projects.detail import DetailPane
from climafin.ui.pages.projects.filters import FilterPane
from climafin.ui.pages.projects.grid import ProjectGrid
from climafin.ui.style import Size, px
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget

from climafin.base.messages import N_, message
from climafin.domain.change import Change
from climafin.domain.dictionary import dictionary
from climafin.domain.query import ProjectQuery
from climafin.domain.values import shown_money
from climafin.services import projects

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
        self.filters = FilterPane(desk.open_session, words)
        self.grid = ProjectGrid(desk)
        self.detail = DetailPane(desk, verbs)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.grid)
        for widget in (self.filters, self.middle, self.detail):
            self.panes.addWidget(widget)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes(self._kept_sizes())
        self.body.addWidget(self.panes)
        self.setFocusProxy(self.grid)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_DELAY)
        self._timer.timeout.connect(self.look)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.filters.changed.connect(lambda _chosen: self.look())
        self.grid.chosen.connect(self._on_chosen)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._ask_verb)

    def look(self) -> None:
        """Show what search box and filters ask for now."""
        self._timer.stop()
        chosen = self.grid.chosen_uids()
        query = ProjectQuery(self.search.text(), self.filters.chosen(), self.grid.list.query.sort)
        self.grid.list.ask(query)
        self.filters.refresh(query)
        self.grid.choose(chosen)
        self._on_chosen(self.grid.chosen_uids())

    def refresh(self, change: Change | None) -> None:
        """Show what changed."""
        chosen = self.grid.chosen_uids()
        moved = self.grid.list.refresh(change.uids if change is not None else frozenset())
        self.filters.refresh(self.grid.list.query)
        if moved:
            self.grid.choose(chosen)
        self._on_chosen(self.grid.chosen_uids())

    def find(self) -> None:
        """Go to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def leave(self) -> None:
        """Remember panes and columns."""
        self.grid.keep_layout()
        self.desk.settings.layout[_SPLIT] = ",".join(str(size) for size in self.panes.sizes())

    def _kept_sizes(self) -> list[int]:
        kept = [int(part) for part in self.desk.settings.layout.get(_SPLIT, "").split(",") if part.isdigit()]
        if len(kept) == 3:
            return kept
        middle = px(Size.WINDOW_WIDTH) - px(Size.FILTERS) - px(Size.DETAIL)
        return [px(Size.FILTERS), middle, px(Size.DETAIL)]

    def _on_chosen(self, uids: tuple[str, ...]) -> None:
        self.desk.select(uids)
        self.detail.show_chosen(uids)
        self._count(uids)

    def _count(self, uids: tuple[str, ...]) -> None:
        words = self.desk.language
        everything = self.grid.list.uids
        sums = projects.column_sums(self.desk.open_session, _INVESTMENT.key, uids or everything)
        parts = [words.plural("{count} project", "{count} projects", len(everything))]
        if len(uids) > 1:
            parts.append(words.say(message("{count} chosen", count=f"{len(uids):,}")))
        if isinstance(sums.total, int):
            parts.append(
                words.say(message("investment {sum} {unit}", sum=shown_money(sums.total), unit=_INVESTMENT.unit))
            )
        if sums.unknown and len(uids) != 1:
            parts.append(words.plural("{count} unknown", "{count} unknown", sums.unknown))
        self.counts.emit(" · ".join(parts))

    def _ask_verb(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb in self.verbs.on_project():
            menu.addAction(verb.action)
        menu.popup(self.grid.viewport().mapToGlobal(place))
