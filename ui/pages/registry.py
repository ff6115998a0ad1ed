"""The doors of the rail. A new page is one module with a `Page` subclass and one entry here.

Each maker imports its page only when the page is first shown, so that the first window paints early.
"""

from collections.abc import Callable
from typing import NamedTuple

from climafin.base.messages import N_
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.pages.page import Page


class PageEntry(NamedTuple):
    """One door.

    Attributes:
        key: its name for `desk.go`.
        title: what the rail calls it, marked with `N_`.
        icon_name: its icon.
        make: makes the page at its first showing.
        is_last: whether it stands at the foot of the rail.
        under: the door it is reached from, for a page without a door of its own.
    """

    key: str
    title: str
    icon_name: str
    make: Callable[[Desk, Verbs], Page]
    is_last: bool = False
    under: str = ""


def _projects(desk: Desk, verbs: Verbs) -> Page:
    from climafin.ui.pages.projects.page import ProjectsPage  # noqa: PLC0415 - made when first shown

    return ProjectsPage(desk, verbs)


def _assessment(desk: Desk, verbs: Verbs) -> Page:
    from climafin.ui.pages.assessment import AssessmentPage  # noqa: PLC0415 - made when first shown

    return AssessmentPage(desk, verbs)


def _workbench(desk: Desk, verbs: Verbs) -> Page:
    from climafin.ui.pages.workbench.page import WorkbenchPage  # noqa: PLC0415 - made when first shown

    return WorkbenchPage(desk, verbs)


def _pipeline(desk: Desk, verbs: Verbs) -> Page:
    from climafin.ui.pages.pipeline import PipelinePage  # noqa: PLC0415 - made when first shown

    return PipelinePage(desk, verbs)


def _settings(desk: Desk, verbs: Verbs) -> Page:
    from climafin.ui.pages.settings import SettingsPage  # noqa: PLC0415 - made when first shown

    return SettingsPage(desk, verbs)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("projects", N_("Projects"), "layers", _projects),
    PageEntry("assessment", N_("Assessment"), "gauge", _assessment),
    PageEntry("workbench", N_("Rules workbench"), "pencil", _workbench, under="assessment"),
    PageEntry("pipeline", N_("Pipeline"), "square-kanban", _pipeline),
    PageEntry("settings", N_("Settings"), "settings", _settings, is_last=True),
)
