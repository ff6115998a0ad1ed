"""Verbs of the rolling pipeline: stage, pipeline."""

from datetime import date

from climafin.base.messages import N_
from climafin.domain.query import ProjectQuery
from climafin.domain.shown_values import shown_money
from climafin.domain.stages import stage_from
from climafin.terminal.door import Door
from climafin.terminal.output import Table

_HEADS = {
    "stage": N_("Stage"),
    "count": N_("Projects"),
    "investment_fen": N_("Total investment (CNY 10k)"),
    "unknown_investment": N_("Investment not known"),
    "overdue": N_("Overdue"),
}


def move(door: Door) -> int:
    """Record that a project entered a stage."""
    from climafin.services.pipeline import move_stage  # noqa: PLC0415 - `--help` needs no database
    from climafin.services.projects import show_project  # noqa: PLC0415 - as above

    stage = stage_from(door.options.new_stage)
    on: date = door.options.on or door.clock.today()
    with door.session() as session:
        project = show_project(session, door.options.code)
        change = move_stage(session, project.uid, stage, on, door.options.reason)
    door.answer_record(
        {"uid": project.uid, "number": project.number, "stage": stage, "on": on, "told": change.told},
        lambda: [door.language.say(change.told)],
    )
    return 0


def pipeline(door: Door) -> int:
    """Print count and investment per stage; JSON also holds the projects."""
    from climafin.services.pipeline import board  # noqa: PLC0415 - `--help` needs no database

    with door.session(read_only=True) as session:
        stages = board(session, ProjectQuery())
    plain, shown = [], []
    for stage, cards in stages.items():
        known = [card.investment for card in cards if card.investment is not None]
        sums = {
            "count": len(cards),
            "investment_fen": sum(known),
            "unknown_investment": len(cards) - len(known),
            "overdue": sum(card.overdue for card in cards),
        }
        plain.append({"stage": stage, **sums, "projects": cards})
        name = door.language.label(stage.label) if stage else door.language.text("No stage yet")
        shown.append({k: str(v) for k, v in sums.items()} | {"stage": name, "investment_fen": shown_money(sum(known))})
    door.answer(Table(door.heads(_HEADS), plain, shown), {"stages": plain})
    return 0
