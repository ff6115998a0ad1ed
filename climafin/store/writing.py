"""Writing into the library: the one kind of transaction there is.

Imported at the first write only: the first window must not wait for SQLAlchemy.
"""

import hashlib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from climafin.base.errors import LibraryProblem, Refused
from climafin.base.messages import Label, message
from climafin.base.replacing import replacing
from climafin.base.system_problems import system_problem
from climafin.domain.assessment import Assessment
from climafin.domain.assessment_json import assessment_to_json
from climafin.domain.dictionary import Dictionary, dictionary
from climafin.domain.history import PrintRecord
from climafin.domain.project import Project, Value, ValueNote
from climafin.domain.stages import StageEvent
from climafin.domain.status import Status
from climafin.domain.value_checks import check_values
from climafin.store.desk import ASSESSMENT, LIBRARY, NOTE, PRINT, PROJECT, REPORT, STAGE, SUPPLEMENT, Desk
from climafin.store.encoding import to_stored
from climafin.store.folder import sync
from climafin.store.hunting import SEARCHED, search_columns
from climafin.store.places import kept_file
from climafin.store.reading import no_project, read_projects
from climafin.store.supplements import supplement_text
from climafin.store.undo import undo_action

if TYPE_CHECKING:
    from climafin.store.rule_writing import RuleDesk

_ADD_PROJECT = insert(PROJECT)
_ADD_NOTE = insert(NOTE)
_ADD_STAGE = insert(STAGE)
_ADD_ASSESSMENT = insert(ASSESSMENT)

#: What makes a note worth keeping; an empty one is removed.
_NO_NOTE = ValueNote()


class Action:
    """One transaction on the library and one entry group in its history.

    Attributes:
        id: the action's number, by which it can be undone.
        at: its moment.
        person: who acts.
        uids: the projects touched so far.
        has_written: whether anything was changed so far.
    """

    def __init__(self, action_id: int, desk: Desk) -> None:
        self.id = action_id
        self.at = desk.at
        self.person = desk.person
        self.uids: set[str] = set()
        self.has_written = False
        self._desk = desk

    def add_project(
        self,
        values: Mapping[str, Value],
        notes: Mapping[str, ValueNote] | None = None,
        status: Status = Status.DRAFT,
        uid: str | None = None,
        fields: Dictionary | None = None,
    ) -> str:
        """Register a project and return its uid.

        Args:
            values: field key to value.
            notes: field key to what is said about the value.
            status: its standing.
            uid: its identity when it comes from another library; new otherwise.
            fields: the dictionary and after it what rule packs ask besides; the dictionary alone when None.

        Raises:
            DataProblem: a value may not be kept.
        """
        notes, fields = notes or {}, fields or dictionary()
        check_values(fields, values, notes)
        uid = uid or uuid.uuid4().hex
        moment = self.at.isoformat()
        row_id = self._desk.raw.execute(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'project'), 0) + 1"
        ).fetchone()[0]
        number = f"P-{row_id:04d}"
        row = {
            "id": row_id,
            "uid": uid,
            "number": number,
            "status": status.value,
            "version": 1,
            "created_by": self.person,
            "created_at": moment,
            "changed_at": moment,
            **search_columns(number, values),
            # All fields, so that every project is the same statement, prepared once.
            **{field.key: to_stored(field, values.get(field.key)) for field in dictionary()},
        }
        self._desk.run(_ADD_PROJECT, row)
        for key, text in _supplements(fields, values).items():
            self._write_supplement(uid, key, text)
        for key, note in notes.items():
            if note != _NO_NOTE:
                self._desk.run(_ADD_NOTE, {"project_uid": uid, "field": key, **_note_columns(note)})
        self._written(uid)
        return uid

    def edit_project(
        self,
        uid: str,
        values: Mapping[str, Value],
        notes: Mapping[str, ValueNote] | None = None,
        version: int | None = None,
        fields: Dictionary | None = None,
    ) -> None:
        """Change values and notes of a project; what is not named stays, None means "not known yet".

        Args:
            uid: the project.
            values: field key to new value.
            notes: field key to new note; an empty note removes the old one.
            version: the version the writer saw; an older one than the library's is refused.
            fields: the dictionary and after it what rule packs ask besides; the dictionary alone when None.

        Raises:
            DataProblem: a value may not be kept.
            Refused: somebody changed the project since `version`.
        """
        project = self.project(uid)
        if version is not None and version != project.version:
            raise Refused(
                message(
                    "{number} was changed since you opened it. Nothing was saved. Look at it and save again.",
                    number=project.number,
                )
            )
        settled = _settled_notes(project, values, notes or {})
        values = {**values, **{key: None for key, note in settled.items() if note.not_applicable and key not in values}}
        fields = fields or dictionary()
        check_values(fields, values, settled)
        fresh = {
            key: to_stored(dictionary()[key], value)
            for key, value in values.items()
            if key in dictionary()
            and to_stored(dictionary()[key], value) != to_stored(dictionary()[key], project.values.get(key))
        }
        before = _supplements(fields, project.values)
        more = {key: text for key, text in _supplements(fields, values).items() if text != before.get(key)}
        changed_notes = {key: note for key, note in settled.items() if note != project.notes.get(key, _NO_NOTE)}
        if not fresh and not more and not changed_notes:
            return
        self._desk.run(
            update(PROJECT)
            .where(PROJECT.c.uid == uid)
            .values(
                version=project.version + 1,
                changed_at=self.at.isoformat(),
                **(search_columns(project.number, {**project.values, **values}) if SEARCHED & set(fresh) else {}),
                **fresh,
            )
        )
        for key, text in more.items():
            self._write_supplement(uid, key, text)
        for key, note in changed_notes.items():
            self._write_note(uid, key, note)
        self._written(uid)

    def set_status(self, uid: str, status: Status) -> None:
        """Change a project's standing; whether it may be changed so is the caller's question."""
        self.project(uid)
        self._desk.run(
            update(PROJECT).where(PROJECT.c.uid == uid).values(status=status.value, changed_at=self.at.isoformat())
        )
        self._written(uid)

    def add_stage(self, uid: str, event: StageEvent) -> None:
        """Record a dated move; whether it may be made is `domain.stages.check_move`'s question."""
        self.project(uid)
        self._desk.run(
            _ADD_STAGE,
            {
                "project_uid": uid,
                "stage": event.stage.value,
                "on_day": event.on.isoformat(),
                "reason": event.reason,
                "actor": event.actor,
                "recorded_at": event.recorded_at.isoformat(),
            },
        )
        self._desk.run(update(PROJECT).where(PROJECT.c.uid == uid).values(changed_at=self.at.isoformat()))
        self._written(uid)

    def save_assessment(self, uid: str, assessment: Assessment) -> None:
        """Keep an assessment; it supersedes the current one of the same pack and occasion, which stays as it was."""
        body = assessment_to_json(assessment)
        new_id = self._desk.raw.execute("SELECT coalesce(max(id), 0) + 1 FROM assessment").fetchone()[0]
        # The old one steps back first: only one per project, pack and occasion may be current.
        self._desk.run(
            update(ASSESSMENT)
            .where(
                ASSESSMENT.c.project_uid == uid,
                ASSESSMENT.c.pack_id == assessment.pack.pack_id,
                ASSESSMENT.c.occasion == assessment.occasion.value,
                ASSESSMENT.c.superseded_by.is_(None),
            )
            .values(superseded_by=new_id)
        )
        self._desk.run(
            _ADD_ASSESSMENT,
            {
                "id": new_id,
                "project_uid": uid,
                "pack_id": assessment.pack.pack_id,
                "edition": assessment.pack.edition,
                "verdict": assessment.verdict.value,
                "score_low": assessment.total_low,
                "score_high": assessment.total_high,
                "maximum": assessment.maximum,
                "missing": len(assessment.missing),
                **_grade_columns("low", assessment.grade_low),
                **_grade_columns("high", assessment.grade_high),
                "as_of": assessment.as_of.isoformat(),
                "assessed_at": assessment.assessed_at.isoformat(),
                "actor": assessment.actor,
                "body": body,
                "body_digest": hashlib.sha256(body.encode("utf-8")).hexdigest(),
                "occasion": assessment.occasion.value,
            },
        )
        self._written(uid)

    @property
    def rules(self) -> "RuleDesk":
        """What is written of the rules themselves: signed lines, office values, editions, cohorts, runs."""
        # Loaded here: few actions write any of it.
        from climafin.store.rule_writing import RuleDesk  # noqa: PLC0415

        return RuleDesk(self._desk, self._written)

    def log_print(self, record: PrintRecord) -> None:
        """Keep the record of a printed dossier."""
        self._desk.run(
            insert(PRINT).values(
                project_uid=record.project_uid,
                dossier_number=record.dossier_number,
                version=record.version,
                length=record.length,
                language=record.language,
                data_date=record.data_date.isoformat(),
                digest=record.digest,
                printed_at=record.printed_at.isoformat(),
                person=record.person,
            )
        )
        self._written(record.project_uid)

    def keep_report(self, name: str, content: bytes) -> Path:
        """Keep a file, such as an import's report, under its hash in `files/`.

        Returns:
            Where it lies. A file left over from an action that was taken back does no harm.

        Raises:
            LibraryProblem: there is no room for it, or no right.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = kept_file(self._desk.folder, digest)
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                with replacing(path) as part:
                    part.write_bytes(content)
                    sync(part)
        except OSError as error:
            raise LibraryProblem(
                message(
                    "{name} could not be kept in the library: {problem}. Nothing was changed.",
                    name=name,
                    problem=system_problem(error),
                )
            ) from error
        self._desk.run(insert(REPORT).values(name=name, digest=digest, size=len(content), kept_at=self.at.isoformat()))
        self.has_written = True
        return path

    def set_library(self, **columns: str | int) -> None:
        """Change what the library says of itself."""
        self._desk.run(update(LIBRARY).where(LIBRARY.c.id == 1).values(**columns))
        self.has_written = True

    def project(self, uid: str) -> Project:
        """Return a project as it stands inside this action.

        Raises:
            CallProblem: there is none with this uid.
        """
        found = next(read_projects(self._desk.raw, [uid]), None)
        if found is None:
            raise no_project(uid)
        return found

    def undo(self, action_id: int) -> None:
        """Take an earlier action back.

        Raises:
            CallProblem: there is no such action.
            Refused: it cannot be taken back, or values have moved on since.
        """
        self.uids |= undo_action(self._desk, action_id)
        self.has_written = True

    def _written(self, uid: str = "") -> None:
        """Remember that something was written, of a project or of none."""
        if uid:
            self.uids.add(uid)
        self.has_written = True

    def _write_supplement(self, uid: str, key: str, text: str | None) -> None:
        row = (SUPPLEMENT.c.project_uid == uid) & (SUPPLEMENT.c.field == key)
        if text is None:
            self._desk.run(SUPPLEMENT.delete().where(row))
        elif self._desk.run(select(SUPPLEMENT.c.id).where(row)).first() is None:
            self._desk.run(insert(SUPPLEMENT), {"project_uid": uid, "field": key, "value": text})
        else:
            self._desk.run(update(SUPPLEMENT).where(row).values(value=text))

    def _write_note(self, uid: str, key: str, note: ValueNote) -> None:
        row = (NOTE.c.project_uid == uid) & (NOTE.c.field == key)
        known = self._desk.run(select(NOTE.c.id).where(row)).first()
        if note == _NO_NOTE:
            if known is not None:
                self._desk.run(NOTE.delete().where(row))
            return
        if known is None:
            self._desk.run(_ADD_NOTE, {"project_uid": uid, "field": key, **_note_columns(note)})
        else:
            self._desk.run(update(NOTE).where(row).values(**_note_columns(note)))


def _supplements(fields: Dictionary, values: Mapping[str, Value]) -> dict[str, str | None]:
    """Return what is no field of the library's own dictionary, as it is kept."""
    return {
        key: supplement_text(fields[key], value)
        for key, value in values.items()
        if key not in dictionary() and key in fields
    }


def _note_columns(note: ValueNote) -> dict[str, object]:
    return {
        "not_applicable": int(note.not_applicable),
        "source": note.source,
        "page": note.page,
        "source_date": note.source_date.isoformat() if note.source_date is not None else None,
        "quality": note.quality,
    }


def _settled_notes(
    project: Project, values: Mapping[str, Value], notes: Mapping[str, ValueNote]
) -> dict[str, ValueNote]:
    """Return the notes to write: a value given to a field that did not apply makes it apply again."""
    settled = dict(notes)
    for key, value in values.items():
        if value is not None and key not in settled and project.is_not_applicable(key):
            old = project.notes[key]
            settled[key] = ValueNote(False, old.source, old.page, old.source_date, old.quality)
    return settled


def _grade_columns(end: str, grade: Label | None) -> dict[str, str | None]:
    return {
        f"grade_{end}_zh": grade.zh if grade is not None else None,
        f"grade_{end}_en": grade.en if grade is not None else None,
    }
