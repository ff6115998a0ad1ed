"""Verbs of assessing: assess, explain."""

from typing import TYPE_CHECKING

from climafin.base.messages import N_, Label, message
from climafin.domain.assessment import Assessment, CriterionResult, GateResult, PackStamp
from climafin.domain.query import Column
from climafin.domain.signed import Occasion
from climafin.terminal.door import Door
from climafin.terminal.output import Table
from climafin.terminal.wording import plain_cell, shown_cell

if TYPE_CHECKING:
    from climafin.services.assessments import Explanation, Ranked

_RANKING_HEADS = {
    "rank": N_("Rank"),
    "number": N_("No."),
    "name": N_("Project"),
    "verdict": N_("Eligibility"),
    "score": N_("Score"),
    "grade": N_("Grade"),
    "missing": N_("Facts missing"),
}


def assess(door: Door) -> int:
    """Assess projects with a rule pack, then print the ranking."""
    from climafin.services.assessments import assess_projects, ranking  # noqa: PLC0415 - `--help` needs no database
    from climafin.services.projects import show_project  # noqa: PLC0415 - as above

    with door.session() as session:
        uids = [show_project(session, code).uid for code in door.options.codes] or None
        change, report = assess_projects(
            session,
            pack_id=door.options.pack,
            as_of=door.options.as_of,
            uids=uids,
            occasion=Occasion(door.options.occasion),
            progress=door.progress,
        )
        every = ranking(session, report.pack.pack_id, report.occasion)
    ranked = [one for one in every if uids is None or one.uid in uids]
    door.tell(change.told)
    if report.set_aside:
        door.tell(
            message("Signed lines that do not fit this edition and were left out: {count}", count=len(report.set_aside))
        )
    if not report.pack.official:
        door.tell(message("{pack} is a sample, not an official standard.", pack=report.pack.title))
    plain = [_plain_rank(one) for one in ranked]
    door.answer(
        Table(door.heads(_RANKING_HEADS), plain, [_shown_rank(door, one) for one in ranked]),
        {
            "pack": plain_stamp(report.pack),
            "as_of": report.as_of,
            "occasion": report.occasion,
            "set_aside": [line.line_id for line in report.set_aside],
            "assessed": report.assessed,
            "unchanged": report.unchanged,
            "verdicts": report.verdicts,
            "ranking": plain,
        },
    )
    return 0


def _plain_rank(one: "Ranked") -> dict[str, object]:
    head = one.head
    return {
        "rank": one.rank,
        "uid": head.uid,
        "number": head.number,
        "name": head.name,
        "verdict": head.verdict,
        "score": plain_cell(Column.SCORE, _score(head.score_low, head.score_high, head.maximum)),
        "maximum": head.maximum / 100,
        "grade": plain_cell(Column.GRADE, _grades(one)),
        "missing": head.missing,
    }


def _score(low: int, high: int, maximum: int) -> tuple[int, int] | None:
    """Return both ends of a score, or None when the pack scores nothing: no score is another thing than 0."""
    return (low, high) if maximum else None


def _grades(one: "Ranked") -> tuple[Label, Label] | None:
    low, high = one.head.grade_low, one.head.grade_high
    return (low, high) if low is not None and high is not None else None


def _shown_rank(door: Door, one: "Ranked") -> dict[str, str]:
    head = one.head
    return {
        "rank": "" if one.rank is None else str(one.rank),
        "number": head.number,
        "name": head.name,
        "verdict": door.language.label(head.verdict.label),
        "score": shown_cell(Column.SCORE, _score(head.score_low, head.score_high, head.maximum), door.language),
        "grade": shown_cell(Column.GRADE, _grades(one), door.language),
        "missing": str(head.missing),
    }


def explain(door: Door) -> int:
    """Print why a project has its score: value, threshold, points and source of every line, and what is missing."""
    from climafin.services.assessments import NotAssessed, explanation  # noqa: PLC0415 - as above
    from climafin.services.assessments import (  # noqa: PLC0415 - `--help` needs no database
        explain as kept_assessment,
    )
    from climafin.services.projects import show_project  # noqa: PLC0415 - as above

    with door.session(read_only=True) as session:
        project = show_project(session, door.options.code)
        occasion = Occasion(door.options.occasion) if door.options.occasion else None
        try:
            found = kept_assessment(session, project.uid, door.options.pack, occasion)
        except NotAssessed as problem:
            pack = f" --pack {door.options.pack}" if door.options.pack else ""
            command = f"climafin assess {project.number}{pack}"
            raise NotAssessed(
                message("{told} Assess it first: {command}", told=problem.told, command=command)
            ) from problem
    words = explanation(found, door.language)
    plain = {"uid": project.uid, "number": project.number, "name": project.name} | _plain_assessment(found, words)
    door.answer_record(plain, lambda: [f"{project.number}  {project.name}", *_lines(door, words)])
    return 0


def _plain_assessment(found: Assessment, words: "Explanation") -> dict[str, object]:
    grades = None
    if found.grade_low is not None and found.grade_high is not None:
        grades = plain_cell(Column.GRADE, (found.grade_low, found.grade_high))
    sentences = {line.rule_id: line.text for line in (*words.gates, *words.criteria)}
    return {
        "pack": plain_stamp(found.pack),
        "as_of": found.as_of,
        "assessed_at": found.assessed_at,
        "actor": found.actor,
        "verdict": found.verdict,
        "score": plain_cell(Column.SCORE, _score(found.total_low, found.total_high, found.maximum)),
        "maximum": found.maximum / 100,
        "grade": grades,
        "headline": words.headline,
        "occasion": found.occasion,
        "gates": [_plain_gate(gate, sentences) for gate in found.gates],
        "criteria": [_plain_criterion(criterion, sentences) for criterion in found.criteria],
        "sub_grades": found.sub_grades,
        "forces": found.forces,
        "derived": found.derived,
        "cohorts": found.cohorts,
        "overrides": found.overrides,
        "missing": found.missing,
        "next_steps": words.next_steps,
    }


def _plain_gate(gate: GateResult, sentences: dict[str, str]) -> dict[str, object]:
    return {
        "id": gate.rule_id,
        "title": gate.title,
        "kind": gate.kind,
        "outcome": gate.outcome,
        "test": gate.test,
        "facts": gate.facts,
        "limits": gate.limits,
        "branches": gate.branches,
        "aside": gate.aside or None,
        "missing": gate.missing,
        "source": gate.source,
        "told": sentences.get(gate.rule_id),
    }


def _plain_criterion(criterion: CriterionResult, sentences: dict[str, str]) -> dict[str, object]:
    return {
        "id": criterion.rule_id,
        "title": criterion.title,
        "group": criterion.group,
        "outcome": criterion.outcome,
        "value": criterion.value if criterion.value is not None else criterion.value_text or None,
        "unit": criterion.unit,
        "clause": criterion.clause,
        "points": plain_cell(Column.SCORE, (criterion.points_low, criterion.points_high)),
        "maximum": criterion.maximum / 100,
        "next_step": criterion.next_step,
        "scale": criterion.scale,
        "parts": criterion.parts,
        "judged": criterion.judged,
        "facts": criterion.facts,
        "limits": criterion.limits,
        "aside": criterion.aside or None,
        "missing": criterion.missing,
        "source": criterion.source,
        "told": sentences.get(criterion.rule_id),
    }


def _lines(door: Door, words: "Explanation") -> list[str]:
    text = door.language.text
    lines = [words.headline, words.basis, words.standing]
    sections = (
        (text("Eligibility"), [f"{line.text}  〔{line.source}〕" for line in words.gates]),
        (text("Score"), [*(f"{line.text}  〔{line.source}〕" for line in words.criteria), *words.groups]),
        (text("Grading"), words.grading),
        (text("Values"), words.values),
        (text("Signed lines"), words.signed),
        (text("Facts missing"), words.missing),
        (text("What would bring more points"), words.next_steps),
    )
    for title, said in sections:
        if said:
            lines += ["", f"[{title}]", *(f"- {sentence}" for sentence in said)]
    return lines


def plain_stamp(stamp: PackStamp) -> dict[str, object]:
    """Return a pack's stamp for JSON."""
    return {
        "id": stamp.pack_id,
        "edition": stamp.edition,
        "title": stamp.title,
        "digest": stamp.digest,
        "official": stamp.official,
    }
