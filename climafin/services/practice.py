"""The practice library 练习库: published facts and fictional projects, made fresh at any time."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from climafin.base.clock import Clock
from climafin.base.errors import LibraryProblem, Refused
from climafin.base.messages import message
from climafin.base.paths import resource, user_folder
from climafin.base.progress import Progress
from climafin.base.yaml_nodes import Faults, Node, read_yaml
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Value, ValueNote
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.domain.values import parse_value
from climafin.store.folder import DATABASE
from climafin.store.library import Library


@dataclass(frozen=True, slots=True)
class Sample:
    """One project of the samples file."""

    values: Mapping[str, Value]
    notes: Mapping[str, ValueNote]
    status: Status
    stages: tuple[tuple[Stage, date, str], ...]


def practice_folder() -> Path:
    """Return where the practice library lies."""
    return user_folder() / "practice"


def make_practice(folder: Path, person: str, progress: Progress, clock: Clock) -> Library:
    """Make the practice library fresh; an older one stays until the new one is whole.

    Raises:
        Refused: a real library lies there, or somebody has the practice library open.
        Cancelled: the user cancelled; what was there is unchanged.
    """
    _may_replace(folder, person, clock)
    title, samples = read_samples(resource("samples", "practice.yaml"))
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        library = Library.create(fresh, title=title, is_practice=True, person=person, clock=clock)
        try:
            _fill(library, samples, progress)
        finally:
            library.close()
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Library.open(folder, person=person, clock=clock)


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


def _fill(library: Library, samples: tuple[Sample, ...], progress: Progress) -> None:
    with library.action("practice") as action:
        for done, sample in enumerate(samples):
            progress.step(done, len(samples), message("Writing practice projects"))
            uid = action.add_project(sample.values, sample.notes, sample.status)
            for stage, on, reason in sample.stages:
                action.add_stage(uid, StageEvent(stage, on, reason, library.person, action.at))


def read_samples(path: Path) -> tuple[str, tuple[Sample, ...]]:
    """Return the title and the projects of a samples file; values stand there as people type them.

    Raises:
        ValueError: the file is damaged; the text names the lines.
    """
    faults = Faults()
    root = read_yaml(path.read_text(encoding="utf-8"), path.name, faults)
    entries = (root.entries or {}) if root is not None else {}
    if faults or "projects" not in entries:
        raise ValueError("; ".join(f"{fault.place.line}: {fault.told.text}" for fault in faults) or path.name)
    projects = entries["projects"].items or ()
    return _text(entries.get("title")), tuple(_sample(node) for node in projects)


def _sample(node: Node) -> Sample:
    entries = node.entries or {}
    values: dict[str, Value] = {}
    notes = {key: _note(note) for key, note in _entries(entries.get("notes")).items()}
    for key, typed in _entries(entries.get("values")).items():
        parsed = parse_value(dictionary()[key], typed.text)
        if parsed.problem is not None:
            damaged = f"{typed.place.line}: {key}: {parsed.problem.text}"
            raise ValueError(damaged)
        values[key] = parsed.value
        if parsed.not_applicable:
            notes[key] = ValueNote(not_applicable=True)
    for item in _items(entries.get("not_applicable")):
        key = item.text or ""
        known = notes.get(key, ValueNote())
        notes[key] = ValueNote(True, known.source, known.page, known.source_date, known.quality)
    stages = tuple(_stage(item) for item in _items(entries.get("stages")))
    return Sample(values, notes, Status(_text(entries.get("status"), Status.DRAFT)), stages)


def _note(node: Node) -> ValueNote:
    entries = _entries(node)
    day, quality = _text(entries.get("source_date")), _text(entries.get("quality"))
    return ValueNote(
        source=_text(entries.get("source")),
        page=_text(entries.get("page")),
        source_date=date.fromisoformat(day) if day else None,
        quality=int(quality) if quality else None,
    )


def _stage(node: Node) -> tuple[Stage, date, str]:
    entries = _entries(node)
    return (
        Stage(_text(entries.get("stage"))),
        date.fromisoformat(_text(entries.get("on"))),
        _text(entries.get("reason")),
    )


def _entries(node: Node | None) -> Mapping[str, Node]:
    return (node.entries or {}) if node is not None else {}


def _items(node: Node | None) -> tuple[Node, ...]:
    return (node.items or ()) if node is not None else ()


def _text(node: Node | None, default: str = "") -> str:
    return (node.text or default) if node is not None else default
