"""Taking back and doing again."""

from climafin.base.messages import N_
from climafin.ui.actions.verb import Menu, Verb


class Undo(Verb):
    """Takes back the last change of this session, as a new change in the history."""

    text = N_("Undo")
    tip = N_("Take back the last change; the history keeps both")
    icon_name = "undo-2"
    keys = ("Ctrl+Z",)
    menu = Menu.EDIT
    writes = True

    def possible(self) -> bool:
        """There must be something to take back."""
        return super().possible() and self.desk.next_undo() != 0

    def run(self) -> None:
        """Take it back."""
        self.desk.undo(self.desk.next_undo())


class Redo(Verb):
    """Does again what was taken back last."""

    text = N_("Redo")
    icon_name = "redo-2"
    keys = ("Ctrl+Y", "Ctrl+Shift+Z")
    menu = Menu.EDIT
    writes = True

    def possible(self) -> bool:
        """There must be something taken back."""
        return super().possible() and self.desk.next_redo() != 0

    def run(self) -> None:
        """Do it again."""
        self.desk.redo(self.desk.next_redo())
