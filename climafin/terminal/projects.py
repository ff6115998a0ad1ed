"""Verbs about projects: list, show, register, set, status."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import Message, message
from climafin.domain.completeness import completeness
from climafin.domain.dictionary import Field, FieldKind, Goal, dictionary
from climafin.domain.project import Project, Value, ValueNote
from climafin.domain.query import Column, ProjectQuery
from climafin.domain.shown_values import NOT_APPLICABLE, NOT_GIVEN, shown_value
from climafin.domain.stages import stage_from
from climafin.domain.status import status_from
from climafin.domain.values import Parsed, parse_value
from climafin.terminal.door import Door
from climafin.terminal.output import Table
from climafin.terminal.wording import head_of, plain_cell, shown_cell

if TYPE_CHECKING:
    from climafin.services.session import Session

_USUAL_COLUMNS = (
    Column.NUMBER,
    "name",
    "district",
    Column.STATUS,
    Column.STAGE,
    "total_investment",
    Column.GRADE,
    Column.SCORE,
)


#: What people try to set as if it were a field, and the verb that does it.
_OWN_VERBS = {
    name.casefold(): f"climafin {verb}"
    for column, verb in ((Column.STATUS, "status"), (Column.STAGE, "stage"))
    for name in (column.value, column.label.zh, column.label.en)
}


def list_projects(door: Door) -> int:
    """Print the projects that match, one per line."""
    from climafin.services.projects import list_rows  # noqa: PLC0415 - `--help` needs no database

    columns = _columns(door.options.columns)
    with door.session(read_only=True) as session:
        uids = asked_for(door, session)
        rows = list_rows(session, uids, columns)
    heads = {column: head_of(column, door.language) for column in columns}
    plain = [
        {"uid": uid, **{c: plain_cell(c, v) for c, v in zip(columns, row, strict=True)}}
        for uid, row in zip(uids, rows, strict=True)
    ]
    shown = [{c: shown_cell(c, v, door.language) for c, v in zip(columns, row, strict=True)} for row in rows]
    door.answer(Table(heads, plain, shown))
    return 0


def asked_for(door: Door, session: "Session") -> list[str]:
    """Return the uids of the projects that the options for choosing ask for, in the library's order."""
    from climafin.services.projects import list_uids  # noqa: PLC0415 - `--help` needs no database

    filters: dict[str, frozenset[str | None]] = {}
    if door.options.stage:
        filters[Column.STAGE] = frozenset(stage_from(name).value for name in door.options.stage)
    if door.options.status:
        filters[Column.STATUS] = frozenset(status_from(name).value for name in door.options.status)
    uids = list_uids(session, ProjectQuery(words=door.options.search, filters=filters))
    if not door.options.where:
        return uids
    from climafin.services.assessments import matches  # noqa: PLC0415 - as above

    true_ones = set(matches(session, door.options.where))
    return [uid for uid in uids if uid in true_ones]


def _columns(asked: str) -> list[str]:
    if not asked:
        return list(_USUAL_COLUMNS)
    names = [name.strip() for name in asked.replace("，", ",").split(",") if name.strip()]
    if not names:
        raise CallProblem(message("“{text}” names no column.", text=asked))
    derived = {
        name.casefold(): column.value for column in Column for name in (column.value, column.label.zh, column.label.en)
    }
    return [derived.get(name.casefold()) or dictionary().field(name).key for name in names]


def show(door: Door) -> int:
    """Print all that is known of a project."""
    from climafin.services.projects import show_project  # noqa: PLC0415 - `--help` needs no database

    with door.session(read_only=True) as session:
        project = show_project(session, door.options.code)
        more = _answered(session, project)
    shares = {goal.value: completeness(project, dictionary(), goal).percent for goal in Goal}
    plain = {
        "uid": project.uid,
        "number": project.number,
        "status": project.status,
        "stage": project.stage,
        "version": project.version,
        "created_by": project.created_by,
        "created_at": project.created_at,
        "changed_at": project.changed_at,
        "completeness": shares,
        "values": {field.key: project.values.get(field.key) for field in (*dictionary(), *more)},
        "notes": project.notes,
        "stages": project.stages,
    }
    door.answer_record(plain, lambda: _lines(door, project, more))
    return 0


def _answered(session: "Session", project: Project) -> tuple[Field, ...]:
    """Return what rule packs ask besides the dictionary, as far as the project answers it."""
    if all(key in dictionary() for key in (*project.values, *project.notes)):
        return ()
    from climafin.services.supplements import every_field  # noqa: PLC0415 - packs are read only for what they ask

    known = (*project.values, *project.notes)
    return tuple(field for field in every_field(session) if field.key not in dictionary() and field.key in known)


def _lines(door: Door, project: Project, more: Sequence[Field]) -> list[str]:
    language = door.language
    stage = language.label(project.stage.label if project.stage else NOT_GIVEN)
    lines = [f"{project.number}  {project.name}  {language.label(project.status.label)}  {stage}"]
    for group in dictionary().groups:
        lines += ["", f"[{language.label(group.label)}]"]
        lines += [_field_line(door, project, field) for field in dictionary().group(group.key)]
    if more:
        title = language.text("Asked by rule packs")
        lines += ["", f"[{title}]", *(_field_line(door, project, field) for field in more)]
    if project.stages:
        lines += ["", f"[{language.label(Column.STAGE.label)}]"]
        lines += [f"{e.on}  {language.label(e.stage.label)}  {e.actor}  {e.reason}".rstrip() for e in project.stages]
    for goal in Goal:
        missing = completeness(project, dictionary(), goal).missing
        names = language.value(tuple(field.label for field in missing)) or "—"
        lines += ["", language.text("Missing, {goal}: {fields}").format(goal=language.label(goal.label), fields=names)]
    return lines


def _field_line(door: Door, project: Project, field: Field) -> str:
    language = door.language
    note = project.notes.get(field.key, ValueNote())
    value = project.values.get(field.key)
    text = shown_value(field, value, language, with_unit=True)
    if value is None:
        text = language.label(NOT_APPLICABLE if note.not_applicable else NOT_GIVEN)
    source = " ".join(part for part in (note.source, note.page) if part)
    return f"{language.label(field.label)}: {text}" + (f"  [{source}]" if source else "")


def register(door: Door) -> int:
    """Register a project as a draft."""
    from climafin.services.projects import register_project  # noqa: PLC0415 - `--help` needs no database

    with door.session() as session:
        values = _assigned(door, session, door.options.assignments)
        notes = _notes(door, values, {})
        change, uid = register_project(session, _plain(values), notes)
    door.answer_record({"uid": uid, "told": change.told}, lambda: [door.language.say(change.told)])
    return 0


def set_values(door: Door) -> int:
    """Change values of a project; all of them or, when one is wrong, none."""
    from climafin.services.projects import edit_project, show_project  # noqa: PLC0415 - `--help` needs no database

    with door.session() as session:
        values = _assigned(door, session, door.options.assignments)
        project = show_project(session, door.options.code)
        notes = _notes(door, values, project.notes)
        change = edit_project(session, project.uid, _plain(values), notes, project.version)
    door.answer_record(
        {"uid": project.uid, "number": project.number, "told": change.told, "action": change.action_id},
        lambda: [door.language.say(change.told)],
    )
    return 0


def _assigned(door: Door, session: "Session", assignments: Sequence[str]) -> dict[str, Parsed]:
    """Return what `field=value` words say by field key; every wrong one is told, then nothing is done."""
    values: dict[str, Parsed] = {}
    problems: list[Message] = []
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            raise CallProblem(message("Write “{text}” as field=value.", text=assignment))
        field = _settable(session, name.strip())
        parsed = parse_value(field, _typed(field, text), year=door.clock.today().year)
        if parsed.problem is not None:
            problems.append(message("{field}: {problem}", field=field.label, problem=parsed.problem))
        if parsed.note is not None:
            door.tell(message("{field}: {problem}", field=field.label, problem=parsed.note))
        values[field.key] = parsed
    if problems:
        for problem in problems:
            door.tell(problem)
        raise DataProblem(message("Nothing was changed."))
    return values


def _typed(field: Field, text: str) -> object:
    """Return what was typed for a field; the rows of a table are typed as JSON, `[]` for none."""
    if field.kind is not FieldKind.TABLE or not text.strip():
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _settable(session: "Session", name: str) -> Field:
    """Return the field meant, of the dictionary or of a rule pack; what has its own verb is told by that verb."""
    verb = _OWN_VERBS.get(name.casefold())
    if verb is not None:
        raise CallProblem(message("“{name}” is changed by its own verb: {verb}", name=name, verb=verb))
    if dictionary().by_head(name) is not None:
        return dictionary().field(name)
    from climafin.services.supplements import every_field  # noqa: PLC0415 - packs are read only for what they ask

    return every_field(session).field(name)


def _plain(values: Mapping[str, Parsed]) -> dict[str, Value]:
    return {key: parsed.value for key, parsed in values.items()}


def _notes(door: Door, values: Mapping[str, Parsed], known: Mapping[str, ValueNote]) -> dict[str, ValueNote]:
    """Return the notes that change: a source when one was given, and whether the field applies."""
    notes: dict[str, ValueNote] = {}
    for key, parsed in values.items():
        old = known.get(key, ValueNote())
        new = replace(old, not_applicable=parsed.not_applicable)
        if door.options.source:
            new = replace(new, source=door.options.source, page=door.options.page)
        if new != old:
            notes[key] = new
    return notes


def change_status(door: Door) -> int:
    """Submit, admit, return or remove a project."""
    from climafin.services.projects import (  # noqa: PLC0415 - `--help` needs no database
        change_status as change_standing,
    )
    from climafin.services.projects import show_project  # noqa: PLC0415 - as above

    status = status_from(door.options.new_status)
    with door.session() as session:
        project = show_project(session, door.options.code)
        change = change_standing(session, project.uid, status, door.options.reason)
    door.answer_record(
        {"uid": project.uid, "number": project.number, "status": status, "told": change.told},
        lambda: [door.language.say(change.told)],
    )
    return 0
