"""What is missing, what it is needed for, and what it would move."""

from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import shown_points
from climafin.domain.dictionary import Field, Goal
from climafin.dossier.content import Align, Block, Column, Paragraph, Row, Table, Tone, Words
from climafin.dossier.sections.summary import part_label
from climafin.dossier.source import Desk


def missing_fields(desk: Desk) -> list[Field]:
    """Return the required fields that are missing, those needed first first, then what only the score lacks."""
    gaps = sorted(desk.source.gaps.missing, key=lambda field: list(Goal).index(_first_goal(field) or Goal.DOSSIER))
    known = {field.key for field in gaps}
    if desk.source.assessment is not None:
        for key in desk.source.assessment.missing:
            if key in desk.source.fields and key not in known:
                gaps.append(desk.source.fields[key])
                known.add(key)
    return gaps


def gaps(desk: Desk) -> tuple[Block, ...]:
    """Return part 2."""
    say = desk.say
    found = desk.source.gaps
    counted = Paragraph(
        say(
            message(
                "Of the {needed} items a standard dossier needs, {filled} are known ({share} %).",
                needed=found.needed,
                filled=found.filled,
                share=found.percent,
            )
        ),
        Tone.LEAD,
    )
    missing = missing_fields(desk)
    if not missing:
        return (counted, Paragraph(say(message("Nothing that is required is missing."))))
    if desk.is_brief:
        return (counted, _brief_table(desk, missing))
    return (
        counted,
        _table(desk, missing),
        Paragraph(
            say(message("Sorted by what it holds up: filing first, then admission, then the dossier and the score.")),
            Tone.NOTE,
        ),
    )


def _brief_table(desk: Desk, missing: list[Field]) -> Table:
    """List what is missing by what it is needed for, in as little room as there is."""
    say = desk.say
    by_need: dict[tuple[str, ...], list[Label]] = {}
    for field in missing:
        by_need.setdefault(_needed_for(desk, field), []).append(field.label)
    rows = tuple(Row((need, (str(len(names)),), desk.wording.words(tuple(names)))) for need, names in by_need.items())
    columns = (
        Column(say(message("Needed for")), 0.2),
        Column(say(message("Items")), 0.1, Align.RIGHT),
        Column(say(message("Missing item")), 0.7),
    )
    return Table(columns, rows)


def _table(desk: Desk, missing: list[Field]) -> Table:
    """List what is missing, numbered, under heads that say what it is needed for."""
    say = desk.say
    assessment = desk.source.assessment
    open_points = assessment.open_points if assessment is not None else {}
    columns = [
        Column(say(message("No.")), 0.08, Align.RIGHT),
        Column(say(message("Missing item")), 0.44),
        Column(say(message("Part of the dossier")), 0.48),
    ]
    if assessment is not None:
        columns.append(Column(say(message("Points it could move")), 0.2, Align.RIGHT))
    rows: list[Row] = []
    need: Words = ()
    for number, field in enumerate(missing, start=1):
        cells = [(str(number),), desk.wording.label(field.label), desk.wording.label(part_label(field.part))]
        if assessment is not None:
            gain = open_points.get(field.key, 0)
            cells.append((shown_points(gain, gain),) if gain else ("—",))
        if need != _needed_for(desk, field):
            need = _needed_for(desk, field)
            head = say(message("Needed for: {goal}", goal=_goal(field)))
            rows.append(Row(((), head, *[()] * (len(columns) - 2)), is_strong=True))
        rows.append(Row(tuple(cells)))
    return Table(tuple(columns), tuple(rows))


def _goal(field: Field) -> Label | Message:
    goal = _first_goal(field)
    return goal.label if goal is not None else message("the score")


def _needed_for(desk: Desk, field: Field) -> tuple[str, ...]:
    return desk.wording.words(_goal(field))


def _first_goal(field: Field) -> Goal | None:
    return next((goal for goal in Goal if field.is_needed_for(goal)), None)
