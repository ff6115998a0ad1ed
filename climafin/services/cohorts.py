"""The verb of cohorts: freeze the values that projects are ranked among; and which frozen values an assessment takes.

A cohort of present values is frozen by every run that assesses and kept with it; one of last year takes what the
office froze under a label for a day of the year before, and without it gives no figures.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from climafin.base.errors import CallProblem, DataProblem
from climafin.base.messages import message
from climafin.base.progress import NoProgress, Progress
from climafin.domain.change import Change, Kind
from climafin.domain.rule_records import CohortRecord
from climafin.domain.signed import Occasion
from climafin.expression.evaluate import Answer
from climafin.rules.cohorts import Cohort, FrozenCohort, freeze
from climafin.rules.pack import Pack
from climafin.rules.resolving import pack_facts
from climafin.services.evaluating import still_listed
from climafin.services.inputs import Inputs, gather_inputs
from climafin.services.pack_choice import current_pack
from climafin.services.session import Session

_EVERY = 100


def freeze_cohorts(session: Session, pack_id: str, as_of: date, label: str, progress: Progress | None = None) -> Change:
    """Freeze every cohort of a pack over the library as it is now, to be compared with in the following year.

    Args:
        session: who works where.
        pack_id: the pack.
        as_of: the day the values are for.
        label: what it is called, such as "2025".
        progress: told after every few projects.

    Raises:
        CallProblem: there is no such pack, it has no cohorts, or it is not in force on that day.
        DataProblem: the day has not come, or the label is missing.
    """
    pack = current_pack(session, pack_id, as_of)
    if not pack.cohorts:
        raise CallProblem(message("The rule pack “{pack}” has no cohorts.", pack=pack.stamp.title))
    if as_of > session.clock.today():
        raise DataProblem(message("{day} has not come yet. Nothing was frozen.", day=as_of))
    if not label.strip():
        raise DataProblem(message("Say what the frozen values are called, such as the year."))
    # As for the yearly assessment: what the initial one came to may be what is compared.
    inputs = gather_inputs(session, pack, as_of, Occasion.YEARLY, ())
    frozen = _frozen_now(session, inputs, pack.cohorts, progress or NoProgress())
    with session.library.action("freeze", label.strip()) as action:
        for one in frozen.values():
            action.rules.keep_cohort(_record(session, pack, one, label.strip()))
    if not action.has_written:
        return Change(message("The same values were frozen before. Nothing was changed."), frozenset())
    told = message("Frozen as “{label}”: {count} cohorts.", label=label.strip(), count=len(frozen))
    return Change(told, frozenset({Kind.RULES}), frozenset(), action.id)


def cohorts_for(
    session: Session, inputs: Inputs, progress: Progress
) -> tuple[dict[str, FrozenCohort], tuple[CohortRecord, ...]]:
    """Return the frozen values that an assessment takes, and what of them is to be kept with it.

    Args:
        session: whose library.
        inputs: what is put in beside cohorts.
        progress: told after every few projects.
    """
    pack = inputs.pack
    present = tuple(cohort for cohort in pack.cohorts if not cohort.is_last_year)
    found = _frozen_now(session, inputs, present, progress) if present else {}
    records = tuple(_record(session, pack, one, "") for one in found.values())
    for cohort in pack.cohorts:
        kept = _of_last_year(session, pack, cohort, inputs.base.as_of) if cohort.is_last_year else None
        if kept is not None:
            found[cohort.name] = kept
    return found, records


def _frozen_now(
    session: Session, inputs: Inputs, cohorts: tuple[Cohort, ...], progress: Progress
) -> dict[str, FrozenCohort]:
    """Return cohorts over the projects that have not left the library."""
    rules = [rule for cohort in cohorts for rule in (cohort.of, cohort.value)]
    names = frozenset((*inputs.pack.names_behind(rules), *(key for cohort in cohorts for key in cohort.by)))
    facts = list(_facts(session, inputs, names, progress))
    base = inputs.base
    source = " ".join((session.info.title, base.at.isoformat(timespec="minutes")))
    return {cohort.name: freeze(cohort, facts, base.as_of, source) for cohort in cohorts}


def _facts(
    session: Session, inputs: Inputs, names: frozenset[str], progress: Progress
) -> Iterator[Mapping[str, Answer]]:
    uids = still_listed(session)
    for done, project in enumerate(session.library.projects(uids)):
        if done % _EVERY == 0:
            progress.step(done, len(uids), message("Reading the values to compare with"))
        facts = pack_facts(inputs.pack, project, inputs.asked(project.uid))
        # Of thousands of projects only what the cohorts read is held.
        yield {name: value for name, value in facts.items() if name in names}


def _of_last_year(session: Session, pack: Pack, cohort: Cohort, as_of: date) -> FrozenCohort | None:
    year = as_of.year - 1
    kept = session.library.rules.cohorts(pack.stamp.pack_id, cohort.name, date(year, 1, 1), date(year, 12, 31))
    for record in kept:
        tree = json.loads(record.body)
        # Whole numbers of another unit or other decimals would be read as something else.
        if record.label and tree["basis"] == _basis(cohort):
            rows = {tuple(row): tuple(values) for row, values in tree["rows"]}
            return FrozenCohort(cohort.name, rows, record.as_of, tree["source"], tree["left_out"])
    return None


def _record(session: Session, pack: Pack, frozen: FrozenCohort, label: str) -> CohortRecord:
    cohort = next(one for one in pack.cohorts if one.name == frozen.name)
    tree = {
        "basis": _basis(cohort),
        "left_out": frozen.left_out,
        "rows": [[list(row), list(values)] for row, values in sorted(frozen.values.items())],
        "source": frozen.source,
    }
    body = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    stamp = pack.stamp
    return CohortRecord(
        stamp.pack_id,
        stamp.edition,
        frozen.name,
        frozen.as_of,
        label,
        frozen.digest,
        body,
        session.person,
        session.clock.now(),
    )


def _basis(cohort: Cohort) -> dict[str, object]:
    return {"by": list(cohort.by), "unit": cohort.unit.text, "decimals": cohort.decimals}
