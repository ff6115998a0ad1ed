"""The practice library 练习库: published facts and fictional projects, made fresh at any time."""

import tempfile
from pathlib import Path

from climafin.base.clock import Clock
from climafin.base.errors import LibraryProblem, Refused
from climafin.base.messages import message
from climafin.base.paths import resource, user_folder
from climafin.base.progress import Progress
from climafin.domain.stages import StageEvent
from climafin.services.practice_data import PracticeProject, read_practice
from climafin.store.folder import make_folder, unusable
from climafin.store.library import Library
from climafin.store.places import DATABASE

#: In both languages: it stands in the title of every window, whoever opens it.
PRACTICE_TITLE = "练习库 · Practice library"


def practice_folder() -> Path:
    """Return where the practice library lies."""
    return user_folder() / "practice"


def make_practice(folder: Path, person: str, progress: Progress, clock: Clock) -> Library:
    """Make the practice library fresh; an older one stays until the new one is whole.

    Raises:
        Refused: a real library lies there, or somebody has the practice library open.
        LibraryProblem: the place cannot be written to; what was there is unchanged.
        Cancelled: the user cancelled; what was there is unchanged.
    """
    _may_replace(folder, person, clock)
    projects = read_practice(resource("samples", "practice.yaml").read_text(encoding="utf-8"))
    make_folder(folder.parent)
    # A folder of our own beside it: whatever else lies there is nobody's to sweep away.
    with tempfile.TemporaryDirectory(
        dir=folder.parent, prefix=f".{folder.name}-", ignore_cleanup_errors=True
    ) as workplace:
        fresh = Path(workplace) / "fresh"
        library = Library.create(fresh, title=PRACTICE_TITLE, is_practice=True, person=person, clock=clock)
        try:
            _fill(library, projects, progress)
        finally:
            library.close()
        _put_in_place(fresh, folder, Path(workplace) / "old")
    return Library.open(folder, person=person, clock=clock)


def _put_in_place(fresh: Path, folder: Path, aside: Path) -> None:
    """Move a folder to where another one may be; that one goes aside first, and comes back when this fails."""
    try:
        if folder.exists():
            folder.rename(aside)
        fresh.rename(folder)
    except OSError as error:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        raise unusable(folder, error) from error


def _may_replace(folder: Path, person: str, clock: Clock) -> None:
    if not (folder / DATABASE).exists():
        if folder.is_dir() and any(folder.iterdir()) and folder != practice_folder():
            raise Refused(
                message(
                    "The folder {folder} is not empty. Nothing was changed. Choose an empty or a new folder.",
                    folder=str(folder),
                )
            )
        return
    try:
        present = Library.open(folder, person=person, clock=clock)
    except LibraryProblem:
        # Nothing but practice ever lies in our own practice folder, so a damaged one may go.
        if folder == practice_folder():
            return
        raise
    try:
        is_practice = present.info.is_practice
    finally:
        present.close()
    if not is_practice:
        raise Refused(message("The library in {folder} is a real one. It was not touched.", folder=str(folder)))


def _fill(library: Library, projects: tuple[PracticeProject, ...], progress: Progress) -> None:
    with library.action("practice") as action:
        for done, project in enumerate(projects):
            progress.step(done, len(projects), message("Writing practice projects"))
            uid = action.add_project(project.values, project.notes, project.status)
            for move in project.stages:
                action.add_stage(uid, StageEvent(move.stage, move.on, move.reason, library.person, action.at))
