"""Everything that people put into assessments beside facts, gathered once for a run over many projects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from climafin.base.errors import CallProblem
from climafin.base.progress import NoProgress, Progress
from climafin.domain.assessment import AssessmentHead
from climafin.domain.judgement import Judged
from climafin.domain.rule_records import CohortRecord, LineKind, SignedLine
from climafin.domain.signed import Occasion, Override, Supplied
from climafin.rules.asking import Asked, Initial
from climafin.rules.overriding import check_asked
from climafin.rules.pack import Pack
from climafin.rules.scales.expert import Expert
from climafin.services.session import Session


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is asked of a pack for many projects.

    Attributes:
        pack: the pack.
        base: what is the same for all of them.
        judged: by project, the marks of experts by criterion.
        overrides: by project, the signed lines that replace answers.
        initials: by project, what its initial assessment came to; only for a yearly one.
        frozen: the cohorts frozen for this run, to be kept with what it gives.
        set_aside: signed lines that do not fit this edition of the pack, so that it is assessed without them.
    """

    pack: Pack
    base: Asked
    judged: Mapping[str, Mapping[str, Judged]] = field(default_factory=dict)
    overrides: Mapping[str, tuple[Override, ...]] = field(default_factory=dict)
    initials: Mapping[str, Initial] = field(default_factory=dict)
    frozen: tuple[CohortRecord, ...] = ()
    set_aside: tuple[SignedLine, ...] = ()

    def asked(self, uid: str) -> Asked:
        """Return what is asked for one project."""
        if uid not in self.judged and uid not in self.overrides and uid not in self.initials:
            return self.base
        return replace(
            self.base,
            judged=self.judged.get(uid, {}),
            overrides=self.overrides.get(uid, ()),
            initial=self.initials.get(uid),
        )


def gather_inputs(
    session: Session,
    pack: Pack,
    as_of: date,
    occasion: Occasion,
    uids: Sequence[str],
    progress: Progress | None = None,
) -> Inputs:
    """Return what people put in for some projects; cohorts of present values are frozen over the whole library.

    Args:
        session: whose library.
        pack: the pack.
        as_of: the day whose rules apply.
        occasion: which of the projects' assessments it is.
        uids: the projects.
        progress: told while cohorts are frozen.
    """
    base = Asked(as_of, session.clock.now(), session.person, occasion=occasion, parameters=_parameters(session, pack))
    judged: dict[str, dict[str, Judged]] = {}
    overrides: dict[str, tuple[Override, ...]] = {}
    aside: list[SignedLine] = []
    counting = session.library.rules.counting_lines(uids, pack.stamp.pack_id, occasion)
    for uid, lines in counting.items():
        for line in lines:
            if not fits(pack, line, base):
                aside.append(line)
            elif line.kind is LineKind.EXPERT:
                judged.setdefault(uid, {})[line.rule_id] = judged_of(line)
            else:
                overrides[uid] = (*overrides.get(uid, ()), override_of(line))
    initials = _initials(session, pack) if occasion is Occasion.YEARLY else {}
    found = Inputs(pack, base, judged, overrides, initials, set_aside=tuple(aside))
    if not pack.cohorts:
        return found
    # Loaded here: most packs have no cohorts.
    from climafin.services.cohorts import cohorts_for  # noqa: PLC0415

    cohorts, records = cohorts_for(session, found, progress or NoProgress())
    return replace(found, base=replace(base, cohorts=cohorts), frozen=records)


def _parameters(session: Session, pack: Pack) -> dict[str, Supplied]:
    """Return the office's values of limits, as far as this edition asks for them in the same unit."""
    found = {}
    for line in session.library.rules.parameters(pack.stamp.pack_id):
        limit = pack.limit_by_name.get(line.name)
        if (
            limit is not None
            and limit.delegated is not None
            and limit.unit.text == line.unit
            and line.value is not None
        ):
            found[line.name] = Supplied(line.value, line.person, line.second_person, line.source, line.at)
    return found


def fits(pack: Pack, line: SignedLine, base: Asked) -> bool:
    """Tell whether a signed line answers something that this edition of a pack asks."""
    if line.kind is LineKind.EXPERT:
        scale = next((one.scale for one in pack.criteria if one.rule_id == line.rule_id), None)
        return isinstance(scale, Expert) and line.points is not None and 0 <= line.points <= scale.full
    try:
        check_asked(pack, replace(base, overrides=(override_of(line),), cohorts={}))
    except CallProblem:
        return False
    return True


def judged_of(line: SignedLine) -> Judged:
    """Return an expert's line as the rules take it."""
    return Judged(line.points or 0, line.person, line.second_person, line.reason, line.evidence, line.at)


def override_of(line: SignedLine) -> Override:
    """Return a line that replaces an answer as the rules take it."""
    return Override(line.rule_id, line.answer, line.points, line.person, line.second_person, line.reason, line.at)


def _initials(session: Session, pack: Pack) -> dict[str, Initial]:
    """Return what initial assessments came to, where points and grade are settled; a range is not known yet."""
    keys = {grade.label: grade.key for grade in pack.grades}
    heads = session.library.assessment_heads(pack.stamp.pack_id, Occasion.INITIAL)
    return {
        head.uid: Initial(head.score_low, keys[head.grade_low])
        for head in _settled(heads)
        if head.grade_low is not None and head.grade_low in keys
    }


def _settled(heads: Iterable[AssessmentHead]) -> Iterable[AssessmentHead]:
    return (head for head in heads if head.score_low == head.score_high and head.grade_low == head.grade_high)
