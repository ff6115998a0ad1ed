"""What all verbs share: a name, an icon, a key, the place in the menus, and when they can be done."""

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from climafin.ui.desk import Desk
from climafin.ui.style import icon


class Menu(StrEnum):
    """The menus of the window, in order."""

    LIBRARY = "library"
    EDIT = "edit"
    PROJECT = "project"
    HELP = "help"


class Needs(StrEnum):
    """What must be there before a verb can be done."""

    NOTHING = "nothing"
    LIBRARY = "library"
    ONE_PROJECT = "one project"
    PROJECTS = "projects"


class Verb(QObject):
    """One thing a person can do; subclasses say what in `run`.

    Attributes:
        text: the verb, marked with `N_`.
        tip: one more sentence, marked with `N_`, or empty.
        icon_name: the icon, or empty.
        keys: key sequences as Qt writes them (`Ctrl+N`).
        menu: the menu it stands in, or None.
        needs: what must be there.
        writes: whether a library opened for reading only forbids it.
        starts_group: whether a line stands above it in the menu.
        hides: whether it is not shown at all while it cannot be done.
        on_project: whether it also stands in the right-button menu of a project and in its detail pane.
    """

    text: ClassVar[str] = ""
    tip: ClassVar[str] = ""
    icon_name: ClassVar[str] = ""
    keys: ClassVar[tuple[str, ...]] = ()
    menu: ClassVar[Menu | None] = None
    needs: ClassVar[Needs] = Needs.LIBRARY
    writes: ClassVar[bool] = False
    starts_group: ClassVar[bool] = False
    on_project: ClassVar[bool] = False
    hides: ClassVar[bool] = False

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self.desk = desk
        self.window = window
        words = desk.language
        self.action = QAction(words.text(self.text), self)
        self.action.setToolTip(words.text(self.tip) if self.tip else words.text(self.text))
        self.action.setShortcuts([QKeySequence(keys) for keys in self.keys])
        self.action.setProperty("icon_name", self.icon_name)
        self.action.triggered.connect(lambda _checked=False: self.run())
        desk.selection_changed.connect(self.look)
        desk.library_switched.connect(self.look)
        desk.changed.connect(self._on_changed)

    def draw_icon(self) -> None:
        """Give the action its icon; called before a menu is shown, because few menus ever are."""
        if self.icon_name and self.action.icon().isNull():
            self.action.setIcon(icon(self.icon_name))

    def run(self) -> None:
        """Do it: ask what must be asked, call one service, report through the desk."""
        raise NotImplementedError

    def possible(self) -> bool:
        """Tell whether it can be done now."""
        session = self.desk.session
        if self.needs is Needs.NOTHING:
            return True
        if session is None or (self.writes and session.is_read_only):
            return False
        count = len(self.desk.selected)
        return {Needs.LIBRARY: True, Needs.ONE_PROJECT: count == 1, Needs.PROJECTS: count > 0}[self.needs]

    def look(self) -> None:
        """Look again whether it can be done."""
        is_possible = self.possible()
        self.action.setEnabled(is_possible)
        if self.hides:
            self.action.setVisible(is_possible)

    def _on_changed(self, _change: object) -> None:
        self.look()


V = TypeVar("V", bound=Verb)


class Verbs:
    """The verbs of one window, by class; a verb is made when it is first asked for."""

    def __init__(self, desk: Desk, window: QWidget, classes: tuple[type[Verb], ...] = ()) -> None:
        self._desk = desk
        self._window = window
        self._verbs: dict[type[Verb], Verb] = {}
        self.add(classes)

    def add(self, classes: tuple[type[Verb], ...]) -> None:
        """Make these verbs; from then on they stand in this order."""
        self._verbs = {kind: self[kind] for kind in classes} | self._verbs

    def __iter__(self) -> Iterator[Verb]:
        return iter(self._verbs.values())

    def __getitem__(self, verb: type[V]) -> V:
        found = self._verbs.get(verb)
        if found is None:
            found = self._verbs[verb] = verb(self._desk, self._window)
            self._window.addAction(found.action)
            found.look()
        assert isinstance(found, verb)
        return found

    def in_menu(self, menu: Menu) -> list[Verb]:
        """Return the verbs of one menu."""
        return [verb for verb in self if verb.menu is menu]

    def on_project(self) -> list[Verb]:
        """Return the verbs that belong to a chosen project, ready to be put into a menu."""
        found = [verb for verb in self if verb.on_project]
        for verb in found:
            verb.draw_icon()
        return found
