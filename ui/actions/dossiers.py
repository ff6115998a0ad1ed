"""The lender's dossier of the chosen projects; what it takes to print is loaded with the preview."""

from PySide6.QtWidgets import QWidget

from climafin.base.messages import N_
from climafin.ui.actions.verb import Menu, Needs, Verb
from climafin.ui.desk import Desk


def show_dossiers(desk: Desk, window: QWidget, uids: tuple[str, ...]) -> None:
    """Open the preview of the dossiers of these projects."""
    from climafin.ui.dialogs.dossier import DossierWindow  # noqa: PLC0415 - not on the way to the first window

    DossierWindow.show_for(window, desk, uids)


class PrintDossier(Verb):
    """Shows the dossier of the chosen projects as it will be printed."""

    text = N_("Print dossier…")
    tip = N_("Preview, print or save the lender's dossier of the chosen projects")
    icon_name = "printer"
    keys = ("Ctrl+P",)
    menu = Menu.PROJECT
    needs = Needs.PROJECTS
    on_project = True

    def run(self) -> None:
        """Open the preview."""
        show_dossiers(self.desk, self.window, self.desk.selected)
