"""Verbs about a library as a whole: new, check, backup, restore, history, selftest."""

from pathlib import Path

from climafin.base.errors import CallProblem
from climafin.base.messages import N_, message
from climafin.domain.query import ProjectQuery
from climafin.terminal.door import Door
from climafin.terminal.output import Table

_UNHEALTHY = 3


def new(door: Door) -> int:
    """Make a library, empty or with the practice projects."""
    from climafin.services.libraries import (  # noqa: PLC0415 - `--help` needs no database
        create_library,
        make_practice_library,
    )
    from climafin.services.projects import list_uids  # noqa: PLC0415 - as above

    folder = Path(door.options.path).absolute()
    if door.options.sample:
        session = make_practice_library(folder, door.person, door.progress, clock=door.clock)
    else:
        session = create_library(folder, door.person, title=door.options.title, clock=door.clock)
    with session:
        count = len(list_uids(session, ProjectQuery()))
        info = session.info
    door.remember(folder)
    plain = {"library": folder, "title": info.title, "practice": info.is_practice, "projects": count}
    made = message("The library “{title}” was made in {folder}.", title=info.title, folder=folder)
    door.answer_record(plain, lambda: [door.language.say(made)])
    return 0


def library(door: Door) -> int:
    """Tell what the library is, or change its title and who may admit."""
    from climafin.services.libraries import change_library  # noqa: PLC0415 - `--help` needs no database

    options = door.options
    single_user = {"single": True, "four-eyes": False}.get(options.mode)
    is_changed = options.title is not None or single_user is not None
    with door.session(read_only=not is_changed) as session:
        if is_changed:
            door.tell(change_library(session, title=options.title, single_user=single_user).told)
        info = session.info
    mode = N_("Single user: one person may both enter and admit.")
    if not info.single_user:
        mode = N_("Four eyes: nobody admits what he entered or submitted.")
    lines = [info.title, str(info.folder), door.language.text(mode)]
    if info.is_practice:
        lines.append(door.language.text("A practice library; it can never become a real one."))
    door.answer_record(info, lambda: lines)
    return 0


def check(door: Door) -> int:
    """Look whether the library is whole; exit code 3 when it is not."""
    from climafin.services.libraries import check_library  # noqa: PLC0415 - `--help` needs no database

    with door.session(read_only=True) as session:
        report = check_library(session, door.progress)
    plain = {
        "healthy": not report.problems,
        "projects": report.projects,
        "entries": report.entries,
        "problems": report.problems,
    }
    sound = message(
        "The library is whole: {projects} projects, {entries} entries in the history.",
        projects=report.projects,
        entries=report.entries,
    )
    door.answer_record(plain, lambda: [door.language.say(told) for told in report.problems or (sound,)])
    return _UNHEALTHY if report.problems else 0


def backup(door: Door) -> int:
    """Make a backup of the library."""
    from climafin.services.libraries import backup_library  # noqa: PLC0415 - `--help` needs no database

    target = Path(door.options.target).absolute() if door.options.target else None
    with door.session() as session:
        path = backup_library(session, target)
    told = message("The backup was written to {path}.", path=path)
    door.answer_record({"backup": path}, lambda: [door.language.say(told)])
    return 0


def restore(door: Door) -> int:
    """Put a backup in the library's place; the present one is set aside, not deleted."""
    from climafin.services.libraries import list_backups, restore_library  # noqa: PLC0415 - `--help` needs no database

    folder = door.folder
    if door.options.list:
        backups = list_backups(folder)
        plain = [{"backup": path} for path in backups]
        shown = [{"backup": str(path)} for path in backups]
        door.answer(Table({"backup": door.language.text("Backup")}, plain, shown, frozenset({"backup"})))
        return 0
    chosen = Path(door.options.backup).absolute() if door.options.backup else _newest(list_backups(folder))
    aside = restore_library(folder, chosen, door.person, door.clock)
    told = message("{backup} was put back. What was there before was set aside: {aside}", backup=chosen, aside=aside)
    door.answer_record({"library": folder, "backup": chosen, "set_aside": aside}, lambda: [door.language.say(told)])
    return 0


def _newest(backups: list[Path]) -> Path:
    if not backups:
        raise CallProblem(message("This library has no backups. Name the file: climafin restore BACKUP"))
    return backups[0]


def history(door: Door) -> int:
    """Print who changed what, newest first."""
    from climafin.services.history import project_history  # noqa: PLC0415 - `--help` needs no database
    from climafin.services.projects import show_project  # noqa: PLC0415 - as above

    with door.session(read_only=True) as session:
        uid = show_project(session, door.options.code).uid if door.options.code else None
        lines = project_history(session, uid, door.options.limit)
    language = door.language
    heads = {"at": N_("When"), "person": N_("Who"), "told": N_("What"), "reason": N_("Why")}
    plain = [
        {
            "sequence": line.entry.sequence,
            "action": line.entry.action_id,
            "verb": line.entry.verb,
            "at": line.at,
            "person": line.person,
            "project": line.entry.project_uid or None,
            "told": line.told,
            "reason": line.reason,
            "digest": line.entry.digest,
        }
        for line in lines
    ]
    shown = [
        {
            "at": f"{line.at:%Y-%m-%d %H:%M}",
            "person": line.person,
            "told": language.say(line.told),
            "reason": line.reason,
        }
        for line in lines
    ]
    door.answer(Table(door.heads(heads), plain, shown, frozenset({"told"})))
    return 0


def selftest(door: Door) -> int:
    """Try every room of the program on this machine; exit code 1 when one does not work."""
    from climafin.services.selftest import selftest as try_everything  # noqa: PLC0415 - `--help` needs no database

    results = try_everything(door.progress)
    language = door.language
    plain = [{"what": told, "works": works} for told, works in results]
    words = {True: language.text("works"), False: language.text("does not work")}
    shown = [{"what": language.say(told), "works": words[works]} for told, works in results]
    heads = {"what": language.text("What"), "works": language.text("Result")}
    door.answer(Table(heads, plain, shown, frozenset({"what"})))
    return 0 if all(works for _told, works in results) else 1
