"""New, changed, same, doubtful or wrong: the rows of a workbook held against the library."""

import difflib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from climafin.base.clock import Clock
from climafin.base.folding import folded
from climafin.base.messages import Message, message
from climafin.base.progress import Progress
from climafin.domain.project import Project, Value
from climafin.domain.similarity import SimilarNames, bare_name, identity
from climafin.domain.stages import Stage, move_problem
from climafin.exchange.drafts import Draft
from climafin.exchange.preview import ImportRow, RowKind
from climafin.exchange.tables import ReadRow

#: Below this a project code that the library knows stands beside quite another name.
_OTHER_NAME = 0.4
_STEP = 100
_UID = re.compile(r"[0-9a-f]{32}")


class Classifier:
    """Holds rows against the projects of a library, and against the rows before them."""

    def __init__(self, known: Iterable[Project], clock: Clock) -> None:
        self._clock = clock
        self._by_uid: dict[str, Project] = {}
        self._by_code: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._similar = SimilarNames()
        for project in known:
            self._by_uid[project.uid] = project
            if project.values.get("project_code"):
                self._by_code[str(project.values["project_code"])].append(project.uid)
            self._by_name[folded(project.name)].append(project.uid)
            self._similar.add(identity(project.uid, project.values))
        self._earlier = SimilarNames()
        self._earlier_rows: dict[str, str] = {}

    def classify(self, rows: Sequence[ReadRow], progress: Progress) -> tuple[ImportRow, ...]:
        """Return the rows with what each turned out to be."""
        found = []
        for index, row in enumerate(rows):
            if index % _STEP == 0:
                progress.step(index, len(rows), message("Comparing with the library"))
            found.append(self._classify(index, row))
        return tuple(found)

    def _classify(self, index: int, row: ReadRow) -> ImportRow:
        draft = row.draft
        if draft.problems:
            return self._made(index, row, RowKind.WRONG)
        existing, why = self._existing(draft)
        twin = self._twin(row)
        if twin is not None:
            return self._made(index, row, RowKind.DOUBTFUL, existing, twin)
        if why is not None:
            return self._made(index, row, RowKind.DOUBTFUL, existing, why)
        if existing is None:
            return self._made(index, row, RowKind.NEW)
        compared = self._made(index, row, RowKind.CHANGED, existing)
        return compared if compared.differences or compared.stage else self._made(index, row, RowKind.SAME, existing)

    def _existing(self, draft: Draft) -> tuple[Project | None, Message | None]:
        """Return the project a row means, and why that is doubtful when it is."""
        if draft.uid in self._by_uid:
            return self._by_uid[draft.uid], None
        by_code = self._by_code.get(str(draft.values.get("project_code") or ""), [])
        if by_code:
            return self._by_uid[by_code[0]], self._why_code_doubtful(draft, by_code)
        by_name = self._by_name.get(folded(str(draft.values["name"])), [])
        if by_name:
            return self._of_name(draft, by_name)
        like = self._similar.most_like(identity("", draft.values))
        return (self._by_uid[like.place], like.why) if like is not None else (None, None)

    def _why_code_doubtful(self, draft: Draft, uids: Sequence[str]) -> Message | None:
        if len(uids) > 1:
            return message("Several projects of the library have this project code.")
        known = self._by_uid[uids[0]]
        ratio = difflib.SequenceMatcher(
            None, bare_name(known.name), bare_name(str(draft.values["name"])), autojunk=False
        ).ratio()
        if ratio < _OTHER_NAME:
            return message("Same project code, but the library knows it as “{name}”.", name=known.name)
        return None

    def _of_name(self, draft: Draft, uids: Sequence[str]) -> tuple[Project, Message | None]:
        owner = folded(str(draft.values.get("owner_name") or ""))
        own = [uid for uid in uids if folded(str(self._by_uid[uid].values.get("owner_name") or "")) == owner]
        first = self._by_uid[(own or uids)[0]]
        code = draft.values.get("project_code")
        if len(own) == 1 and owner and code and first.values.get("project_code"):
            return first, message("Same name and owner, but another project code.")
        if len(own) == 1 and owner:
            return first, None
        if len(own) > 1:
            return first, message("Several projects of the library have this name and owner.")
        if not owner or not first.values.get("owner_name"):
            return first, message("Same name; only one of the two names an owner.")
        return first, message("Same name under another owner: {owner}.", owner=str(first.values["owner_name"]))

    def _twin(self, row: ReadRow) -> Message | None:
        """Return why a row may be an earlier row of the file once more, or None."""
        values = row.draft.values
        here = f"{row.sheet}!{row.row_number}"
        keys = [f"uid {row.draft.uid}"] if row.draft.uid else []
        keys += [f"code {values['project_code']}"] if values.get("project_code") else []
        keys.append(f"name {folded(str(values['name']))} {folded(str(values.get('owner_name') or ''))}")
        earlier = next((self._earlier_rows[key] for key in keys if key in self._earlier_rows), None)
        for key in keys:
            self._earlier_rows.setdefault(key, here)
        mine = identity(here, values)
        like = self._earlier.most_like(mine) if earlier is None and row.draft.uid not in self._by_uid else None
        self._earlier.add(mine)
        if earlier is not None:
            return message("The same project stands in {place} of this file already.", place=earlier)
        if like is not None:
            return message("Perhaps the project in {place} of this file: {why}", place=like.place, why=like.why)
        return None

    def _made(
        self, index: int, row: ReadRow, kind: RowKind, existing: Project | None = None, why: Message | None = None
    ) -> ImportRow:
        draft = row.draft
        notes = list(draft.notes)
        stage, on = self._first_stage(draft, existing, notes, is_doubtful=kind is RowKind.DOUBTFUL)
        return ImportRow(
            index=index,
            sheet=row.sheet,
            row_number=row.row_number,
            kind=kind,
            cells=row.cells,
            values=draft.values,
            not_applicable=draft.not_applicable,
            problems=draft.problems,
            notes=tuple(notes),
            existing_uid=existing.uid if existing is not None else None,
            existing_name=f"{existing.number} {existing.name}" if existing is not None else "",
            why=why,
            differences=differences(existing, draft) if existing is not None else (),
            stage=stage,
            stage_on=on if stage is not None else None,
            uid=draft.uid if kind is RowKind.NEW and _UID.fullmatch(draft.uid) else "",
        )

    def _first_stage(
        self, draft: Draft, existing: Project | None, notes: list[Message], *, is_doubtful: bool
    ) -> tuple[Stage | None, date | None]:
        """Return the first stage a row sets, or nothing and a note why it is left."""
        if draft.stage is None or draft.stage_on is None:
            return None, None
        if existing is not None and existing.stage is not None and not is_doubtful:
            if existing.stage is not draft.stage:
                notes.append(
                    message(
                        "The workbook gives the stage {sent}, the library {kept}. Move it on the board if it is right.",
                        sent=draft.stage.label,
                        kept=existing.stage.label,
                    )
                )
            return None, None
        problem = move_problem((), draft.stage, draft.stage_on, "", self._clock)
        if problem is not None:
            notes.append(message("The stage was left out: {why}", why=problem))
            return None, None
        return draft.stage, draft.stage_on


def differences(existing: Project, draft: Draft) -> tuple[tuple[str, Value, Value], ...]:
    """Return field key, old and new value wherever a row says something else than the library.

    What the row leaves blank is no difference. A new value of None means "does not apply".
    """
    found: list[tuple[str, Value, Value]] = []
    for key, new in draft.values.items():
        old = existing.values.get(key)
        if not _equal(old, new):
            found.append((key, old, new))
    found.extend(
        (key, existing.values.get(key), None)
        for key in sorted(draft.not_applicable)
        if not existing.is_not_applicable(key)
    )
    return tuple(found)


def _equal(old: Value, new: Value) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return set(old) == set(new)
    if isinstance(old, float) and isinstance(new, (int, float)):
        return math.isclose(old, new, rel_tol=1e-12)
    return old == new
