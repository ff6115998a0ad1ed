"""Registering a project and opening its form."""

from climafin.base.messages import N_
from climafin.ui.actions.verb import Menu, Needs, Verb

#: What the projects page shows when it is asked for this instead of a uid: an empty form.
NEW_PROJECT = "new"


class Register(Verb):
    """Opens an empty form."""

    text = N_("Register")
    tip = N_("Register a project by hand")
    icon_name = "plus"
    keys = ("Ctrl+N",)
    menu = Menu.PROJECT
    writes = True

    def run(self) -> None:
        """Open the form."""
        self.desk.go("projects", NEW_PROJECT)


class OpenProject(Verb):
    """Opens the form of the chosen project."""

    text = N_("Open")
    tip = N_("Open the form of the project (F2)")
    icon_name = "pencil"
    menu = Menu.PROJECT
    needs = Needs.ONE_PROJECT
    on_project = True

    def run(self) -> None:
        """Open it."""
        self.desk.go("projects", self.desk.selected[0])
