"""The verbs of assessment: assess projects, rank them, explain one, find those a condition is true of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from climafin.base.errors import CallProblem, ClimaFinError, DataProblem
from climafin.base.language import Language
from climafin.base.messages import message
from climafin.base.progress import NoProgress, Progress
from climafin.domain.assessment import Assessment, AssessmentHead, PackStamp
from climafin.domain.change import Change, Kind
from climafin.domain.dictionary import dictionary
from climafin.domain.query import Column
from climafin.domain.rule_records import SignedLine
from climafin.domain.signed import Occasion
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.expression.printing import reworded
from climafin.expression.vocabulary import Vocabulary
from climafin.rules.explaining import ExplainedLine, Explanation, explain_in_words
from climafin.rules.facts import fact_names
from climafin.rules.packs import DEFAULT_PACK, shipped_pack
from climafin.services.evaluating import answers, still_listed
from climafin.services.inputs import Inputs, gather_inputs
from climafin.services.pack_choice import chosen_pack, current_pack, known_ids, used_edition
from climafin.services.session import Session
from climafin.services.where import matches

__all__ = [
    "AssessReport",
    "ExplainedLine",
    "Explanation",
    "NotAssessed",
    "Ranked",
    "assess_projects",
    "default_pack_id",
    "explain",
    "explanation",
    "matches",
    "packs",
    "ranking",
    "rule_words",
]
_EVERY = 25


class NotAssessed(CallProblem):
    """A project has no assessment, or none by the pack that is asked for."""


@dataclass(frozen=True, slots=True)
class AssessReport:
    """What assessing did.

    Attributes:
        pack: the pack that answered.
        as_of: the date whose rules applied.
        assessed: projects that got a new assessment.
        unchanged: projects whose last assessment rests on the same facts, rules and date; it was left as it is.
        verdicts: how many projects got each verdict, unchanged ones included.
        occasion: which of the projects' assessments these are.
        set_aside: signed lines that do not fit this edition of the pack and were left out.
    """

    pack: PackStamp
    as_of: date
    assessed: int
    unchanged: int
    verdicts: dict[Verdict, int]
    occasion: Occasion = Occasion.INITIAL
    set_aside: tuple[SignedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """One project in the ranking.

    Attributes:
        rank: its place, equal for equal scores (1, 2, 2, 4); None for projects that are not eligible.
        head: what lists show of its assessment.
    """

    rank: int | None
    head: AssessmentHead

    @property
    def uid(self) -> str:
        """The project."""
        return self.head.uid


def packs(session: Session | None = None) -> tuple[PackStamp, ...]:
    """Return the packs there are as they are in force today, the default first.

    Args:
        session: whose library's own packs and editions count beside the shipped ones.
    """
    return tuple(current_pack(session, pack_id).stamp for pack_id in known_ids(session))


def default_pack_id() -> str:
    """Return the id of the pack that is taken when none is named."""
    return DEFAULT_PACK


def assess_projects(
    session: Session,
    *,
    pack_id: str | None = None,
    as_of: date | None = None,
    uids: Sequence[str] | None = None,
    occasion: Occasion = Occasion.INITIAL,
    progress: Progress | None = None,
) -> tuple[Change, AssessReport]:
    """Assess projects with a pack and keep the answers, all of them or, when cancelled, none.

    Args:
        session: who works where.
        pack_id: the pack, the default one when not named; `id@2` is its edition 2, else the newest in force is taken.
        as_of: the date whose rules apply; today when not named.
        uids: the projects; all that have not left the library when not named.
        occasion: whether it is the initial assessment or the yearly one; the two are kept apart.
        progress: told after every few projects.

    Raises:
        CallProblem: there is no such pack, or it is not in force on that date.
        Cancelled: the user had enough; nothing was kept.
    """
    day = as_of or session.clock.today()
    pack = chosen_pack(session, pack_id, day)
    wanted = still_listed(session) if uids is None else list(uids)
    progress = progress or NoProgress()
    inputs = gather_inputs(session, pack, day, occasion, wanted, progress)
    verdicts = dict.fromkeys(Verdict, 0)
    touched: list[str] = []
    with session.library.action("assess") as action:
        for uid, found, is_new in _assessed(session, inputs, wanted, progress):
            verdicts[found.verdict] += 1
            if is_new:
                action.save_assessment(uid, found)
                touched.append(uid)
        if touched:
            # What the answers rest on beside the facts stays with them.
            action.rules.keep_edition(replace(used_edition(session, pack), person=session.person))
            for record in inputs.frozen:
                action.rules.keep_cohort(record)
    count = sum(verdicts.values())
    unchanged = count - len(touched)
    report = AssessReport(pack.stamp, day, len(touched), unchanged, verdicts, occasion, inputs.set_aside)
    told = message(
        "Assessed: {count}. Eligible: {eligible}, undecided: {undecided}, not eligible: {refused}.",
        count=count,
        eligible=verdicts[Verdict.ELIGIBLE],
        undecided=verdicts[Verdict.UNDECIDED],
        refused=verdicts[Verdict.REFUSED],
    )
    if not touched:
        return Change(told, frozenset()), report
    return Change(told, frozenset({Kind.ASSESSMENT}), frozenset(touched), action.id), report


def _assessed(
    session: Session, inputs: Inputs, uids: Sequence[str], progress: Progress
) -> Iterator[tuple[str, Assessment, bool]]:
    """Yield each project's assessment, and whether it says something new."""
    for done, (project, found) in enumerate(answers(inputs, session.library.projects(uids))):
        if done % _EVERY == 0:
            progress.step(done, len(uids), message("Assessing {name}", name=project.name or project.number))
        before = _kept(session, project.uid, inputs)
        if before is not None and _rests_on(before) == _rests_on(found):
            yield project.uid, before, False
        else:
            yield project.uid, found, True
    progress.step(len(uids), len(uids), message("Keeping the answers"))


def _kept(session: Session, uid: str, inputs: Inputs) -> Assessment | None:
    """Return the present assessment; None also when another version wrote it so that a new one takes its place."""
    try:
        return session.library.assessment(uid, inputs.pack.stamp.pack_id, inputs.base.occasion)
    except DataProblem:
        return None


def _rests_on(assessment: Assessment) -> tuple[object, ...]:
    return assessment.pack, assessment.as_of, assessment.engine, assessment.facts_digest


def ranking(session: Session, pack_id: str | None = None, occasion: Occasion = Occasion.INITIAL) -> list[Ranked]:
    """Return the assessed projects in order: eligible ones ranked by their low score, then undecided, then refused.

    Args:
        session: whose library.
        pack_id: the pack; the one that assessed last when not named.
        occasion: initial or yearly assessments.
    """
    heads = session.library.assessment_heads(pack_id or _last_pack(session), occasion)
    rows = session.library.rows([head.uid for head in heads], [Column.STATUS])
    there = [head for head, (status,) in zip(heads, rows, strict=True) if status is not Status.EXITED]
    order = (Verdict.ELIGIBLE, Verdict.UNDECIDED, Verdict.REFUSED)
    there.sort(key=lambda head: (order.index(head.verdict), -head.score_low))
    found: list[Ranked] = []
    for place, head in enumerate(there, start=1):
        if head.verdict is not Verdict.ELIGIBLE:
            found.append(Ranked(None, head))
        elif found and found[-1].head.score_low == head.score_low:
            found.append(Ranked(found[-1].rank, head))
        else:
            found.append(Ranked(place, head))
    return found


def _last_pack(session: Session) -> str:
    known = session.library.assessed_packs()
    return known[0] if known else DEFAULT_PACK


def explain(session: Session, uid: str, pack_id: str | None = None, occasion: Occasion | None = None) -> Assessment:
    """Return the kept assessment of a project; the last one where pack or occasion are not named.

    Raises:
        NotAssessed: the project was not assessed yet.
    """
    found = session.library.assessment(uid, pack_id, occasion)
    if found is None:
        project = session.library.project(uid)
        raise NotAssessed(message("{name} has not been assessed yet.", name=project.name or project.number))
    return found


def rule_words(assessment: Assessment, test: str, language: Language) -> str:
    """Return a condition of an assessment's pack in the reader's words, as far as its names are known.

    Packs are written in Chinese: a Chinese reader gets the pack's own text.
    """
    if not test or language.code == "zh_CN":
        return test
    try:
        vocabulary = shipped_pack(assessment.pack.pack_id).vocabulary
    except ClimaFinError:
        # The pack is gone or is somebody's own; its thresholds then keep the names the pack gave them.
        vocabulary = Vocabulary(fact_names(dictionary()))
    return reworded(test, vocabulary, language)


def explanation(assessment: Assessment, language: Language) -> Explanation:
    """Return an assessment in the sentences of one language."""
    return explain_in_words(assessment, dictionary(), language)
