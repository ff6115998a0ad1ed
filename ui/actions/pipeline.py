"""Verbs of the rolling pipeline: move a project, look at its dated history."""

from typing import TYPE_CHECKING

from climafin.base.errors import DataProblem
from climafin.base.messages import N_, message
from climafin.domain.stages import Stage
from climafin.ui.actions.verb import Menu, Needs, Verb
from climafin.ui.tasks import Failure

if TYPE_CHECKING:
    from climafin.ui.dialogs.move_stage import Move

#: So many entries of a project's history are shown; more than a project has in years.
LINES_SHOWN = 1000

# Services and dialogs are imported inside the verbs: the first window must not wait for what only some verbs need.


class MoveStage(Verb):
    """Moves a project to another stage of the pipeline."""

    text = N_("Move to another stage…")
    tip = N_("Record that the project entered another stage, with the day")
    icon_name = "arrow-right"
    keys = ("Ctrl+M",)
    menu = Menu.PROJECT
    needs = Needs.ONE_PROJECT
    writes = True
    starts_group = True
    on_project = True

    def run(self) -> None:
        """Ask where the chosen project moves to."""
        self.ask(self.desk.selected[0])

    def ask(self, uid: str, target: Stage | None = None) -> None:
        """Ask for day and reason, then record the move.

        Args:
            uid: the project.
            target: the stage it was dropped on; None proposes the one that comes next.
        """
        from climafin.services import projects  # noqa: PLC0415
        from climafin.ui.dialogs.move_stage import MoveStageDialog  # noqa: PLC0415

        done, project = self.desk.do(lambda: projects.show_project(self.desk.open_session, uid))
        if not done:
            return
        if target is not None and target is project.stage:
            told = message("{number} is already in the stage {stage}.", number=project.number, stage=target.label)
            self.desk.failed.emit(Failure(DataProblem(told)))
            return
        MoveStageDialog.ask(self.window, self.desk, project, target, self.record)

    def record(self, move: "Move") -> None:
        """Record a move that was asked for."""
        from climafin.services import pipeline  # noqa: PLC0415

        session = self.desk.open_session
        self.desk.write(
            message("Moving {number}", number=move.project.number),
            lambda _progress: pipeline.move_stage(session, move.project.uid, move.stage, move.on, move.reason),
        )


class ShowHistory(Verb):
    """Shows the dated history of a project."""

    text = N_("History…")
    tip = N_("Who changed what of this project, when and why")
    icon_name = "history"
    keys = ("Ctrl+H",)
    menu = Menu.PROJECT
    needs = Needs.ONE_PROJECT
    on_project = True

    def run(self) -> None:
        """Show that of the chosen project."""
        from climafin.services import history, projects  # noqa: PLC0415
        from climafin.ui.dialogs.history import HistoryDialog  # noqa: PLC0415

        uid, session = self.desk.selected[0], self.desk.open_session
        done, found = self.desk.do(
            lambda: (projects.show_project(session, uid), history.project_history(session, uid, LINES_SHOWN))
        )
        if done:
            HistoryDialog.show_history(self.window, self.desk, *found)
