"""Technology, conditions and schedule: the plan, the dated stages, and both as a timeline."""

import calendar
from datetime import date

from climafin.base.messages import message
from climafin.domain.stages import Stage
from climafin.dossier.content import Block, Column, Paragraph, Row, Span, Table, Timeline
from climafin.dossier.source import Desk

PLANNED_KEYS = {
    Stage.STARTED: "planned_start",
    Stage.COMPLETED: "planned_completion",
    Stage.OPERATING: "planned_operation",
}


def schedule(desk: Desk) -> tuple[Block, ...]:
    """Return part 8."""
    say = desk.say
    blocks: list[Block] = [*desk.part_blocks(8)]
    if not desk.project.stages:
        told = message("No stage has been recorded for this project.")
        return (*blocks, Paragraph(say(told)), *_timeline(desk))
    rows = tuple(
        Row(
            (
                desk.wording.words(event.on),
                desk.wording.label(event.stage.label),
                _planned(desk, event.stage),
                (event.reason or "—",),
                (event.actor or "—",),
            )
        )
        for event in desk.project.stages
    )
    columns = (
        Column(say(message("Day")), 0.2),
        Column(say(message("Stage entered")), 0.15),
        Column(say(message("As planned")), 0.17),
        Column(say(message("Reason")), 0.32),
        Column(say(message("Recorded by")), 0.16),
    )
    blocks.append(Table(columns, rows, caption=say(message("History of stages"))))
    return (*blocks, *_timeline(desk))


def _planned(desk: Desk, stage: Stage) -> tuple[str, ...]:
    key = PLANNED_KEYS.get(stage)
    return desk.value(key) if key is not None else ("—",)


def _month(desk: Desk, key: str) -> date | None:
    value = desk.project.values.get(key)
    return date(int(value[:4]), int(value[5:7]), 1) if isinstance(value, str) else None


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _timeline(desk: Desk) -> list[Block]:
    say = desk.say
    spans: list[Span] = []
    start, done = _month(desk, "planned_start"), _month(desk, "planned_completion")
    operation = _month(desk, "planned_operation")
    end = done or operation
    if start is not None and end is not None and start <= end:
        spans.append(Span(say(message("Building, planned")), start, _month_end(end), is_planned=True))
    if operation is not None:
        spans.append(Span(say(message("Operation from, planned")), operation, _month_end(operation), is_planned=True))
    stages = desk.project.stages
    for number, event in enumerate(stages):
        last = stages[number + 1].on if number + 1 < len(stages) else max(desk.source.data_date, event.on)
        spans.append(Span(desk.wording.label(event.stage.label), event.on, last, is_planned=False))
    if len(spans) < 2:
        return []
    key = (say(message("planned")), say(message("as recorded")))
    return [Timeline(say(message("Schedule by year")), tuple(spans), key)]
