"""The rolling pipeline's stages (策划一批、开工一批、建设一批、完工一批、投运一批) and their dated events.

Source: 重庆市应对气候变化“十四五”规划, 渝环〔2022〕50号, chapter 6 section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from climafin.base.clock import Clock
from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Label, Message, message


class Stage(StrEnum):
    """A stage of the pipeline, in order."""

    PLANNED = "planned"
    STARTED = "started"
    BUILDING = "building"
    COMPLETED = "completed"
    OPERATING = "operating"

    @property
    def label(self) -> Label:
        """The stage's name in both languages."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """The stage's place in the order, from 0."""
        return tuple(Stage).index(self)


_LABELS = {
    Stage.PLANNED: Label("策划", "Planned"),
    Stage.STARTED: Label("开工", "Started"),
    Stage.BUILDING: Label("建设", "Building"),
    Stage.COMPLETED: Label("完工", "Completed"),
    Stage.OPERATING: Label("投运", "Operating"),
}


@dataclass(frozen=True, slots=True)
class StageEvent:
    """A dated move into a stage; the present stage of a project is its last event.

    Attributes:
        stage: the stage entered.
        on: the day it happened.
        reason: why; compulsory when the move goes back or skips a stage.
        actor: who recorded it.
        recorded_at: when it was recorded.
    """

    stage: Stage
    on: date
    reason: str
    actor: str
    recorded_at: datetime


def stage_from(text: str) -> Stage:
    """Return the stage meant by a key, a Chinese or an English name.

    Raises:
        CallProblem: no stage has that name.
    """
    wanted = text.strip().casefold()
    for stage in Stage:
        if wanted in (stage.value, stage.label.zh, stage.label.en.casefold()):
            return stage
    known = [f"{s.value} {s.label.zh}" for s in Stage]
    raise CallProblem(message("There is no stage “{name}”. The stages are: {known}.", name=text, known=known))


def needs_reason(present: Stage | None, target: Stage) -> bool:
    """Tell whether a move goes back or skips a stage and so must say why."""
    if present is None:
        return False
    return target.rank != present.rank + 1


def move_problem(history: Sequence[StageEvent], target: Stage, on: date, reason: str, clock: Clock) -> Message | None:
    """Return why a move is refused, or None when it may be made.

    Args:
        history: the project's events, oldest first.
        target: the stage to enter.
        on: the day of the move.
        reason: the reason given, may be empty.
        clock: tells today: a move is something that has happened.
    """
    if on > clock.today():
        return message("{day} has not come yet. A move is recorded on or after its day.", day=on)
    if not history:
        return None
    last = history[-1]
    if target is last.stage:
        return message("The project is already in the stage {stage}.", stage=target.label)
    if on < last.on:
        return message(
            "{day} lies before {last_day}, when the project entered {stage}.",
            day=on,
            last_day=last.on,
            stage=last.stage.label,
        )
    if needs_reason(last.stage, target) and not reason.strip():
        return message(
            "Going from {present} to {target} goes back or skips a stage: give the reason.",
            present=last.stage.label,
            target=target.label,
        )
    return None


def check_move(history: Sequence[StageEvent], target: Stage, on: date, reason: str, clock: Clock) -> None:
    """Raise `DataProblem` when `move_problem` finds one."""
    problem = move_problem(history, target, on, reason, clock)
    if problem is not None:
        raise DataProblem(problem)
