"""Writing what a library keeps of its rules; every row stays for ever, a later one counts instead."""

from collections.abc import Callable

from sqlalchemy import Table, insert, update

from climafin.base.errors import CallProblem, Refused
from climafin.base.messages import message
from climafin.domain.rule_records import CohortRecord, LineKind, PackEdition, RunRecord, SetParameter, SignedLine
from climafin.store.desk import PROJECT, Desk
from climafin.store.reading import no_project
from climafin.store.rule_bodies import body_digest, files_to_text
from climafin.store.rule_reading import read_line
from climafin.store.rule_tables import FrozenCohortRow, JudgementRow, PackEditionRow, ParameterRow, RobustnessRunRow
from climafin.store.table_parts import table

_JUDGEMENT = table(JudgementRow)
_PARAMETER = table(ParameterRow)
_EDITION = table(PackEditionRow)
_COHORT = table(FrozenCohortRow)
_RUN = table(RobustnessRunRow)


class RuleDesk:
    """What an action writes of the rules themselves.

    Args:
        desk: the action's desk.
        written: told the uid of the project concerned, or nothing.
    """

    def __init__(self, desk: Desk, written: Callable[..., None]) -> None:
        self._desk = desk
        self._written = written

    def sign(self, line: SignedLine) -> int:
        """Keep a signed line and return its number; the present one of its kind steps back for it.

        Raises:
            CallProblem: there is no such project.
        """
        known = self._desk.raw.execute("SELECT 1 FROM project WHERE uid = ?", (line.project_uid,)).fetchone()
        if known is None:
            raise no_project(line.project_uid)
        # The project's moment of change is what lists know an outdated assessment by.
        self._desk.run(
            update(PROJECT).where(PROJECT.c.uid == line.project_uid).values(changed_at=self._desk.at.isoformat())
        )
        number = self._next(_JUDGEMENT)
        same = (
            (_JUDGEMENT.c.project_uid == line.project_uid)
            & (_JUDGEMENT.c.pack_id == line.pack_id)
            & (_JUDGEMENT.c.occasion == line.occasion.value)
            & (_JUDGEMENT.c.kind == line.kind.value)
            & (_JUDGEMENT.c.rule_id == line.rule_id)
            & _JUDGEMENT.c.withdrawn_by.is_(None)
        )
        if line.kind is not LineKind.WITHDRAWAL:
            self._desk.run(update(_JUDGEMENT).where(same).values(withdrawn_by=number))
        row = {
            "id": number,
            "project_uid": line.project_uid,
            "pack_id": line.pack_id,
            "edition": line.edition,
            "occasion": line.occasion.value,
            "rule_id": line.rule_id,
            "kind": line.kind.value,
            "answer": line.answer,
            "points": line.points,
            "reason": line.reason,
            "evidence": line.evidence,
            "person": line.person,
            "second_person": line.second_person,
            "at": line.at.isoformat(),
        }
        self._desk.run(insert(_JUDGEMENT), row)
        self._written(line.project_uid)
        return number

    def withdraw(self, line_id: int, reason: str) -> SignedLine:
        """Take a signed line back by a line of its own, and return the line taken back.

        Raises:
            CallProblem: there is no such line.
            Refused: it does not count any more.
        """
        line = read_line(self._desk.raw, line_id)
        if line is None:
            raise CallProblem(message("There is no signed line {number}.", number=line_id))
        if not line.counts:
            raise Refused(message("The signed line {number} does not count any more.", number=line_id))
        number = self.sign(
            SignedLine(
                line.project_uid,
                line.pack_id,
                line.edition,
                line.occasion,
                line.rule_id,
                LineKind.WITHDRAWAL,
                "",
                None,
                reason,
                "",
                self._desk.person,
                "",
                self._desk.at,
            )
        )
        self._desk.run(update(_JUDGEMENT).where(_JUDGEMENT.c.id == line_id).values(withdrawn_by=number))
        return line

    def set_parameter(self, line: SetParameter) -> None:
        """Keep the office's value of a limit; the present one steps back for it."""
        number = self._next(_PARAMETER)
        same = (
            (_PARAMETER.c.pack_id == line.pack_id)
            & (_PARAMETER.c.name == line.name)
            & _PARAMETER.c.replaced_by.is_(None)
        )
        self._desk.run(update(_PARAMETER).where(same).values(replaced_by=number))
        row = {
            "id": number,
            "pack_id": line.pack_id,
            "edition": line.edition,
            "name": line.name,
            "value": line.value,
            "unit": line.unit,
            "source": line.source,
            "person": line.person,
            "second_person": line.second_person,
            "at": line.at.isoformat(),
        }
        self._desk.run(insert(_PARAMETER), row)
        self._written()

    def keep_edition(self, edition: PackEdition) -> None:
        """Keep an edition with its bytes, unless the same are kept already."""
        known = self._desk.raw.execute(
            "SELECT 1 FROM pack_edition WHERE pack_id = ? AND digest = ? AND origin = ?",
            (edition.pack_id, edition.digest, edition.origin.value),
        ).fetchone()
        if known is not None:
            return
        beside = files_to_text(edition.beside)
        row = {
            "id": self._next(_EDITION),
            "pack_id": edition.pack_id,
            "edition": edition.edition,
            "origin": edition.origin.value,
            "digest": edition.digest,
            "content": edition.content,
            "beside": beside,
            "body_digest": body_digest(edition.content, beside),
            "person": edition.person,
            "second_person": edition.second_person,
            "reason": edition.reason,
            "at": self._desk.at.isoformat(),
        }
        self._desk.run(insert(_EDITION), row)
        self._written()

    def keep_cohort(self, cohort: CohortRecord) -> None:
        """Keep the frozen values of a cohort, unless the same were kept under the same label before."""
        known = self._desk.raw.execute(
            "SELECT 1 FROM frozen_cohort WHERE pack_id = ? AND name = ? AND as_of = ? AND label = ? AND digest = ?",
            (cohort.pack_id, cohort.name, cohort.as_of.isoformat(), cohort.label, cohort.digest),
        ).fetchone()
        if known is not None:
            return
        row = {
            "id": self._next(_COHORT),
            "pack_id": cohort.pack_id,
            "edition": cohort.edition,
            "name": cohort.name,
            "as_of": cohort.as_of.isoformat(),
            "label": cohort.label,
            "digest": cohort.digest,
            "body": cohort.body,
            "body_digest": body_digest(cohort.body),
            "person": cohort.person,
            "at": cohort.at.isoformat(),
        }
        self._desk.run(insert(_COHORT), row)
        self._written()

    def keep_run(self, run: RunRecord) -> int:
        """Keep a robustness run and return its number."""
        number = self._next(_RUN)
        row = {
            "id": number,
            "pack_id": run.pack_id,
            "edition": run.edition,
            "pack_digest": run.pack_digest,
            "generator": run.generator,
            "seed": run.seed,
            "plan": run.plan,
            "as_of": run.as_of.isoformat(),
            "body": run.body,
            "body_digest": body_digest(run.body),
            "person": run.person,
            "at": run.at.isoformat(),
        }
        self._desk.run(insert(_RUN), row)
        self._written()
        return number

    def _next(self, of: Table) -> int:
        # Told before the row is there: what steps back for it names it, and nothing is ever deleted.
        return int(self._desk.raw.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {of.name}").fetchone()[0])
