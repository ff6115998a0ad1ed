"""Verbs of the rule packs: list, check, show, compare, rehearse, give out, look at, publish."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem, LibraryProblem
from climafin.base.messages import N_, Label, Message, message
from climafin.domain.query import Column
from climafin.terminal.door import Door
from climafin.terminal.judging import plain_stamp
from climafin.terminal.output import Table
from climafin.terminal.wording import plain_cell, shown_cell

if TYPE_CHECKING:
    from climafin.services.packs import PackChange, PackDraft, PackEntry, PackText
    from climafin.services.rehearsals import Move, Side
    from climafin.services.session import Session

_LIST_HEADS = {
    "id": N_("Pack"),
    "edition": N_("Edition"),
    "title": N_("Title"),
    "standing": N_("Standing"),
    "origin": N_("Origin"),
    "in_force": N_("In force from"),
    "current": N_("Counts today"),
}
_CHANGE_HEADS = {
    "rule": N_("Rule"),
    "kind": N_("What differs"),
    "path": N_("Place"),
    "before": N_("Before"),
    "after": N_("After"),
}
_MOVE_HEADS = {
    "number": N_("No."),
    "name": N_("Project"),
    "rank_before": N_("Rank before"),
    "rank_after": N_("Rank after"),
    "before": N_("Before"),
    "after": N_("After"),
    "causes": N_("By which rules"),
}


@contextmanager
def _library(door: Door) -> "Iterator[Session | None]":
    """Open the library to look at it; None where none was named and none is at hand: shipped packs need none."""
    try:
        session = door.session(read_only=True)
    except (CallProblem, LibraryProblem) as problem:
        if door.options.library:
            raise
        if isinstance(problem, LibraryProblem):
            door.tell(problem.told)
        yield None
        return
    with session:
        yield session


def list_packs(door: Door) -> int:
    """List the rule packs and their editions, those of the library among them."""
    from climafin.services.assessments import default_pack_id  # noqa: PLC0415 - `--help` needs no pack
    from climafin.services.packs import known_packs  # noqa: PLC0415 - as above

    with _library(door) as session:
        entries = known_packs(session)
    for entry in entries:
        if entry.problem is not None:
            door.tell(entry.problem)
    plain = [_plain_entry(entry) | {"default": entry.stamp.pack_id == default_pack_id()} for entry in entries]
    shown = [_shown_entry(door, entry) for entry in entries]
    door.answer(Table(door.heads(_LIST_HEADS), plain, shown))
    return 0


def _plain_entry(entry: "PackEntry") -> dict[str, object]:
    return {
        **plain_stamp(entry.stamp),
        "standing": entry.standing,
        "origin": entry.origin,
        "in_force": entry.in_force,
        "until": entry.until,
        "current": entry.is_current,
        "published_by": entry.published_by or None,
        "second_person": entry.second_person or None,
        "published_at": entry.published_at,
        "reason": entry.reason or None,
        "problem": entry.problem,
    }


def _shown_entry(door: Door, entry: "PackEntry") -> dict[str, str]:
    text = door.language.text
    return {
        "id": entry.stamp.pack_id,
        "edition": str(entry.stamp.edition),
        "title": door.language.label(entry.stamp.title),
        "standing": text("official") if entry.stamp.official else text("not official"),
        "origin": door.language.label(entry.origin.label),
        "in_force": entry.in_force.isoformat() if entry.in_force is not None else "",
        "current": text("yes") if entry.is_current else "",
    }


def check(door: Door) -> int:
    """Check rule packs: exit code 1 when one has faults."""
    from climafin.services.packs import check_packs  # noqa: PLC0415 - `--help` needs no pack

    checked = check_packs(Path(door.options.path).absolute() if door.options.path else None)
    plain = [
        {"file": one.file, "sound": one.problem is None, "problem": one.problem, "warnings": one.warnings}
        for one in checked
    ]

    def lines() -> list[str]:
        told = []
        for one in checked:
            sound = message("{file}: the pack is sound and its cases come out right.", file=one.file)
            told.append(door.language.say(one.problem or sound))
            told += [door.language.say(warning) for warning in one.warnings]
        return told

    door.answer_record(plain, lines)
    return 1 if any(one.problem is not None for one in checked) else 0


def show(door: Door) -> int:
    """Print the text of an edition as it is."""
    from climafin.services.packs import pack_whole  # noqa: PLC0415 - `--help` needs no pack

    pack_id, edition = _named(door.options.pack)
    with _library(door) as session:
        found = pack_whole(session, pack_id, edition)
    text = found.text.removeprefix("\ufeff")
    beside = {name: content.decode("utf-8") for name, content in found.beside.items()}
    door.answer_record({"id": pack_id, "text": text, "beside": beside}, text.splitlines)
    return 0


def _named(name: str) -> tuple[str, int | None]:
    """Return id and edition of a pack named as `id` or `id@2`."""
    pack_id, _, number = name.partition("@")
    if number and not number.isdecimal():
        raise CallProblem(message("“{text}” is no edition of a pack; write it as 2.", text=number))
    return pack_id, int(number) if number else None


def diff(door: Door) -> int:
    """Print what differs between two packs or editions, rule by rule."""
    from climafin.services.packs import compare_pack_texts  # noqa: PLC0415 - `--help` needs no pack

    with _library(door) as session:
        before, after = (_text(session, name) for name in (door.options.before, door.options.after))
    changes = compare_pack_texts(before, after)
    plain = [_plain_change(change) for change in changes]
    door.answer(Table(door.heads(_CHANGE_HEADS), plain, [_shown_change(door, change) for change in changes]))
    return 0


def _text(session: "Session | None", name: str) -> str:
    """Return the text of a pack named by id, id with edition, folder or file."""
    from climafin.services.packs import pack_text  # noqa: PLC0415 - `--help` needs no pack

    source = _in_work(session, name)
    text = pack_text(session, *_named(name)) if source is None else source.text
    return text.removeprefix("\ufeff")


def _in_work(session: "Session | None", name: str) -> "PackText | None":
    """Return the pack in a folder or file; None where a known pack is named, or nothing is there."""
    from climafin.services.packs import import_pack, known_ids  # noqa: PLC0415 - `--help` needs no pack

    path = Path(name).absolute()
    if name.partition("@")[0] in known_ids(session) or not path.exists():
        return None
    return import_pack(session, path).source


def _plain_change(change: "PackChange") -> dict[str, object]:
    return {
        "rule": change.rule_id or None,
        "kind": change.kind,
        "path": change.path,
        "before": change.before or None,
        "after": change.after or None,
        "can_change_answers": change.can_change_answers,
    }


def _shown_change(door: Door, change: "PackChange") -> dict[str, str]:
    return {
        "rule": change.rule_id,
        "kind": door.language.label(change.kind.label),
        "path": " › ".join(change.path),
        "before": change.before,
        "after": change.after,
    }


def impact(door: Door) -> int:
    """Print what another pack or edition would do to the library: who moves, who falls out, by which rule."""
    from climafin.services.projects import list_rows  # noqa: PLC0415 - as above
    from climafin.services.rehearsals import rehearse_packs  # noqa: PLC0415 - `--help` needs no database

    with door.session(read_only=True) as session:
        choices = [_in_work(session, name) or name for name in (door.options.before, door.options.after)]
        found = rehearse_packs(session, *choices, as_of=door.options.as_of, progress=door.progress)
        uids = [move.uid for move in found.moves]
        cells = dict(zip(uids, list_rows(session, uids, (Column.NUMBER, "name")), strict=True))
    names = {uid: (str(number), str(name or "")) for uid, (number, name) in cells.items()}
    door.tell(
        message(
            "Projects: {count}. Something changes for {moved}; fall out: {out}, come in: {in_}.",
            count=len(found.moves),
            moved=len(found.moved),
            out=sum(move.falls_out for move in found.moves),
            in_=sum(move.comes_in for move in found.moves),
        )
    )
    plain = [_plain_move(move, names[move.uid]) for move in found.moved]
    shown = [_shown_move(door, move, names[move.uid]) for move in found.moved]
    whole = {"projects": len(found.moves), "moved": plain}
    door.answer(Table(door.heads(_MOVE_HEADS), plain, shown, frozenset({"causes"})), whole)
    return 0


def _plain_move(move: "Move", named: tuple[str, str]) -> dict[str, object]:
    return {
        "uid": move.uid,
        "number": named[0],
        "name": named[1],
        "before": _plain_side(move.before),
        "after": _plain_side(move.after),
        "climbs": move.climbs,
        "falls_out": move.falls_out,
        "comes_in": move.comes_in,
        "causes": [
            {
                "rule": cause.rule_id,
                "title": cause.title,
                "before": cause.before,
                "after": cause.after,
                "points": cause.points / 100,
            }
            for cause in move.causes
        ],
    }


def _plain_side(side: "Side") -> dict[str, object]:
    return {
        "rank": side.rank,
        "verdict": side.verdict,
        "score": plain_cell(Column.SCORE, (side.total_low, side.total_high)),
        "grade": plain_cell(Column.GRADE, _grades(side)),
    }


def _grades(side: "Side") -> tuple[Label, Label] | None:
    low, high = side.grade_low, side.grade_high
    return (low, high) if low is not None and high is not None else None


def _shown_move(door: Door, move: "Move", named: tuple[str, str]) -> dict[str, str]:
    language = door.language

    def side(one: "Side") -> str:
        score = shown_cell(Column.SCORE, (one.total_low, one.total_high), language)
        grade = shown_cell(Column.GRADE, _grades(one), language)
        return " ".join(part for part in (language.label(one.verdict.label), score, grade) if part)

    return {
        "number": named[0],
        "name": named[1],
        "rank_before": "" if move.before.rank is None else str(move.before.rank),
        "rank_after": "" if move.after.rank is None else str(move.after.rank),
        "before": side(move.before),
        "after": side(move.after),
        "causes": ", ".join(f"{cause.rule_id} {cause.points / 100:+g}" for cause in move.causes[:4]),
    }


def export(door: Door) -> int:
    """Write an edition to a file or folder, byte for byte."""
    from climafin.services.packs import export_pack  # noqa: PLC0415 - `--help` needs no pack

    pack_id, edition = _named(door.options.pack)
    with _library(door) as session:
        written = export_pack(session, pack_id, edition, Path(door.options.out).absolute())
    told = message("The rule pack was written: {path}", path=written)
    door.answer_record({"file": written, "told": told}, lambda: [door.language.say(told)])
    return 0


def look_at(door: Door) -> int:
    """Read a pack from outside, run its exam and tell what differs from the newest edition; nothing is kept."""
    from climafin.services.packs import import_pack  # noqa: PLC0415 - `--help` needs no pack

    with _library(door) as session:
        draft = import_pack(session, Path(door.options.path).absolute())
    door.answer_record(_plain_draft(draft), lambda: [door.language.say(told) for told in _draft_lines(draft)])
    return 1 if draft.problem is not None else 0


def _plain_draft(draft: "PackDraft") -> dict[str, object]:
    return {
        "pack": None if draft.stamp is None else plain_stamp(draft.stamp),
        "sound": draft.problem is None,
        "problem": draft.problem,
        "warnings": draft.warnings,
        "changes": [_plain_change(change) for change in draft.changes],
    }


def _draft_lines(draft: "PackDraft") -> list[Message]:
    if draft.stamp is None or draft.problem is not None:
        return [draft.problem] if draft.problem is not None else []
    told = message(
        "“{pack}”, edition {edition}: the pack is sound and its cases come out right. Differences: {count}.",
        pack=draft.stamp.title,
        edition=draft.stamp.edition,
        count=len(draft.changes),
    )
    next_ = message("Nothing was kept. To use it here: climafin pack publish … --second NAME --reason TEXT")
    return [told, *draft.warnings, next_]


def publish(door: Door) -> int:
    """Publish an edition in the library; a second person confirms."""
    from climafin.services.packs import import_pack, publish_pack  # noqa: PLC0415 - `--help` needs no pack

    with door.session() as session:
        draft = import_pack(session, Path(door.options.path).absolute())
        change = publish_pack(session, draft.source, second_person=door.options.second, reason=door.options.reason)
    stamp = None if draft.stamp is None else plain_stamp(draft.stamp)
    door.answer_record({"pack": stamp, "told": change.told}, lambda: [door.language.say(change.told)])
    return 0
