"""Does this installation work? The road through a library, walked once in a temporary folder."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from climafin.base.clock import Clock
from climafin.base.errors import ClimaFinError
from climafin.base.language import language
from climafin.base.messages import Message, message
from climafin.base.progress import NoProgress, Progress
from climafin.domain.dictionary import dictionary
from climafin.domain.query import ProjectQuery
from climafin.domain.stages import Stage
from climafin.services.libraries import (
    backup_library,
    check_library,
    create_library,
    make_practice_library,
    open_library,
    restore_library,
)
from climafin.services.pipeline import move_stage
from climafin.services.projects import edit_project, list_uids, register_project, show_project, undo
from climafin.store.driver import check_version

_PERSON = "selftest"


def selftest(progress: Progress) -> list[tuple[Message, bool]]:
    """Return what was tried and whether it worked; nothing outside a temporary folder is touched."""
    results: list[tuple[Message, bool]] = []
    with tempfile.TemporaryDirectory(prefix="climafin-") as name:
        for done, (told, trial) in enumerate(_TRIALS):
            progress.step(done, len(_TRIALS), told)
            results.append((told, _works(trial, Path(name))))
    return results


def _works(trial: Callable[[Path], bool], folder: Path) -> bool:
    try:
        return trial(folder)
    except (ClimaFinError, OSError, ValueError):
        return False


def _sqlite(_folder: Path) -> bool:
    check_version()
    return True


def _texts(_folder: Path) -> bool:
    known = message("Cancelled. Nothing was changed.")
    return len(dictionary().fields) > 0 and language("zh_CN").say(known) != language("en").say(known)


def _work(folder: Path) -> bool:
    with create_library(folder / "work", _PERSON) as session:
        _, uid = register_project(session, {"name": "试"})
        move_stage(session, uid, Stage.PLANNED, Clock().today())
        change = edit_project(session, uid, {"total_investment": 100})
        undo(session, change.action_id)
        is_undone = show_project(session, uid).values.get("total_investment") is None
        is_found = list_uids(session, ProjectQuery(words="s")) == [uid]
        return is_undone and is_found and not check_library(session, NoProgress()).problems


def _restore(folder: Path) -> bool:
    with create_library(folder / "kept", _PERSON) as session:
        register_project(session, {"name": "甲"})
        backup = backup_library(session, folder / "elsewhere")
        register_project(session, {"name": "乙"})
    restore_library(folder / "kept", backup, _PERSON)
    with open_library(folder / "kept", _PERSON) as session:
        return len(list_uids(session, ProjectQuery())) == 1


def _practice(folder: Path) -> bool:
    with make_practice_library(folder / "practice", _PERSON, NoProgress()) as session:
        return len(list_uids(session, ProjectQuery())) > 0


_TRIALS: tuple[tuple[Message, Callable[[Path], bool]], ...] = (
    (message("The database is one that keeps data safe"), _sqlite),
    (message("The data dictionary and the Chinese texts are there"), _texts),
    (message("A library can be made, worked in, searched and checked"), _work),
    (message("A backup can be made and restored"), _restore),
    (message("The practice library can be made"), _practice),
)
