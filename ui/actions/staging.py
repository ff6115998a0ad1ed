"""Moving a project through the stages."""

from datetime import date

from climafin.ui.actions.verb import Menu, Needs, Verb
from climafin.ui.dialogs.move_stage import MoveStageDialog

from climafin.base.messages import N_, message
from climafin.domain.stages import Stage
from climafin.services import projects


class MoveStage(Verb):
    """Records a dated move of the chosen project."""

    text = N_("Move stage…")
    tip = N_("Record that the project entered another stage")
    icon_name = "arrow-right"
    keys = ("Ctrl+M",)
    menu = Menu.PROJECT
    needs = Needs.ONE_PROJECT
    writes = True
    on_project = True
    starts_group = True

    def run(self) -> None:
        """Ask for stage, day and reason."""
        self.ask(self.desk.selected[0], None)

    def ask(self, uid: str, target: Stage | None) -> MoveStageDialog:
        """Ask about a project; a board that knows the target fills it in."""
        project = projects.show_project(self.desk.open_session, uid)
        return MoveStageDialog.ask(
            self.window,
            self.desk,
            (project.name or project.number, project.stages, target),
            lambda stage, day, reason: self.move(uid, stage, day, reason),
        )

    def move(self, uid: str, stage: Stage, on: date, reason: str = "") -> None:
        """Record the move."""
        from climafin.services import pipeline  # noqa: PLC0415 - not on the way to the first window

        session = self.desk.open_session
        self.desk.write(
            message("Moving to {stage}", stage=stage.label),
            lambda _progress: pipeline.move_stage(session, uid, stage, on, reason),
        )
