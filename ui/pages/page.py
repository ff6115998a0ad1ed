"""What all pages share: the command bar, and refreshing only while somebody looks."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from climafin.domain.change import Change
from climafin.ui.actions.verb import Verb, Verbs
from climafin.ui.desk import Desk
from climafin.ui.style import Size, icon, px, space
from climafin.ui.widgets.buttons import ActionButton, button, icon_button
from climafin.ui.widgets.labels import frame, label


class CommandBar(QWidget):
    """The one bar of commands on top of a page: title, search, buttons, more.

    Signals:
        search_left(): Enter or the arrow down was pressed in the search box: on to what was found.
    """

    search_left = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        box = frame("command-bar")
        box.setFixedHeight(px(Size.COMMAND_BAR))
        outer.addWidget(box)
        self._row = QHBoxLayout(box)
        self._row.setContentsMargins(space(4), 0, space(4), 0)
        self._row.setSpacing(space(2))
        self.title = label(title, "page")
        self.back = button("", role="quiet", icon_name="arrow-left")
        self.back.hide()
        self._row.addWidget(self.back)
        self._row.addWidget(self.title)
        self._row.addSpacing(space(4))
        self._row.addStretch(1)

    def add_search(self, hint: str) -> QLineEdit:
        """Put a search box after the title and return it."""
        search = QLineEdit()
        search.setPlaceholderText(hint)
        search.setAccessibleName(hint)
        search.setClearButtonEnabled(True)
        search.addAction(icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        search.setMinimumWidth(px(Size.SEARCH) // 2)
        search.setMaximumWidth(px(Size.SEARCH))
        self._row.insertWidget(3, search, 3)
        for key, act in (("Down", self.search_left.emit), ("Return", self.search_left.emit), ("Esc", search.clear)):
            made = QShortcut(QKeySequence(key), search)
            made.setContext(Qt.ShortcutContext.WidgetShortcut)
            made.activated.connect(act)
        return search

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._row.addWidget(widget)

    def add_verbs(self, verbs: Sequence[Verb], *, primary: Verb | None = None) -> None:
        """Put buttons for verbs at the end; one of them may be the primary one."""
        for verb in verbs:
            self.add(ActionButton(verb.action, "primary" if verb is primary else ""))

    def add_more(self, name: str, verbs: Sequence[Verb]) -> QToolButton:
        """Put a “⋯” button with a menu of further verbs at the end."""
        more = icon_button("ellipsis", name)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        for verb in verbs:
            menu.addAction(verb.action)
        more.setMenu(menu)
        self.add(more)
        return more


class Page(QWidget):
    """One door of the rail.

    A subclass sets `title`, fills `body` in `__init__`, and overrides `refresh` (and `arrive`, `start_search` and
    `select_again` where it has something to show, to search or to choose). `refresh` is called when something changed
    while the page is seen, or when it comes to be seen again.

    What stands beside the first list need not be there before it: such a page overrides `_build_rest`, which is called
    once, right after the window's first painting, and on every later page before it is shown.

    Signals:
        counts(str): what the left end of the status bar shows while this page is seen.
    """

    counts = Signal(str)
    title: ClassVar[str] = ""

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__()
        self.desk = desk
        self.verbs = verbs
        self._is_stale = True
        self.is_complete = False
        self.bar = CommandBar(desk.language.text(self.title))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        column.addLayout(self.body, 1)
        self.bar.search_left.connect(self.leave_search)
        desk.changed.connect(self._on_changed)

    def complete(self) -> None:
        """Build what the first painting did not wait for."""
        if not self.is_complete:
            self.is_complete = True
            self._build_rest()

    def _build_rest(self) -> None:
        """Build it, and fill it when the page is seen already."""

    def refresh(self, change: Change | None) -> None:
        """Show what is so now; `change` is None when the page must ask for everything again."""

    def arrive(self, what: object) -> None:
        """Show a thing that somebody asked for when opening the page (a uid, a path)."""

    def select_again(self) -> None:
        """Make what is chosen here the projects that verbs act on; called whenever the page comes to be seen."""

    def start_search(self) -> None:
        """Go to the search box, when there is one."""

    def leave_search(self) -> None:
        """Go from the search box to what was found."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Ctrl+S: keep what is being typed now; everything before it is kept already."""

    def leave(self) -> None:
        """Keep what the person typed; called before another page is shown, and before the window closes."""

    def open_menu(self, view: QAbstractItemView, place: QPoint) -> None:
        """Show the verbs of the chosen projects at a place of a view; the menu lets go of itself."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb in self.verbs.on_project():
            menu.addAction(verb.action)
        menu.popup(view.viewport().mapToGlobal(place))

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh what changed while nobody looked; another page may have chosen other projects meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh(None)
        self.select_again()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible():
            self.refresh(change)
        else:
            self._is_stale = True


def show_inside(area: QScrollArea, inner: QWidget) -> None:
    """Put another widget into a scroll area; the old one may be the one that asked for it, so it goes later."""
    old = area.takeWidget()
    area.setWidget(inner)
    if old is not None:
        old.deleteLater()


def scrolled_widget() -> QWidget:
    """Return a widget to put inside a QScrollArea so that the ground shows through."""
    made = QWidget()
    made.setProperty("role", "scrolled")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made
