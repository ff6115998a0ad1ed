"""Holds the block evaluator against the scalar one, cell by cell."""

from collections.abc import Mapping, Sequence

from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.project import Project
from climafin.rules.answers import ASIDE, OUTCOMES, VERDICTS, Answers, Detail
from climafin.rules.assess import Asked, assess
from climafin.rules.block_kernels import clause_of
from climafin.rules.blocks import Plan
from climafin.rules.columns import columns_of
from climafin.rules.pack import Pack
from climafin.rules.resolving import pack_facts
from climafin.rules.scales.marking import mark
from climafin.rules.standings import Standings

Cells = dict[str, object]
STANDING = {"verdict": "verdict", "low": "total_low", "high": "total_high", "maximum": "maximum",
            "grade_low": "grade_low", "grade_high": "grade_high"}  # fmt: skip


def cells_of_block(pack: Pack, answers: Answers, row: int) -> Cells:
    """Return everything blocks say of one project."""
    found: Cells = {
        "verdict": VERDICTS[answers.verdict[row]],
        "low": int(answers.total_low[row]),
        "high": int(answers.total_high[row]),
        "maximum": int(answers.maximum[row]),
    }
    for end, column in (("grade_low", answers.grade_low), ("grade_high", answers.grade_high)):
        place = int(column[row])
        found[end] = None if place < 0 else pack.grades[place].label
    for gate in answers.gates:
        found[f"gate {gate}"] = OUTCOMES[int(answers.status(gate)[row])]
    for rule_id in answers.lines:
        line = answers.line(rule_id)
        found[f"points {rule_id}"] = (int(line.points_low[row]), int(line.points_high[row]))
    for criterion in pack.criteria:
        found[f"clause {criterion.rule_id}"] = int(answers.line(criterion.rule_id).clause[row])
    return found


def cells_of_one(pack: Pack, project: Project, asked: Asked, answer: Assessment) -> Cells:
    """Return the same of what `assess` says."""
    found: Cells = {
        "verdict": answer.verdict,
        "low": answer.total_low,
        "high": answer.total_high,
        "maximum": answer.maximum,
        "grade_low": answer.grade_low,
        "grade_high": answer.grade_high,
    }
    found |= {f"gate {gate.rule_id}": gate.outcome for gate in answer.gates}
    found |= {f"points {line.rule_id}": (line.points_low, line.points_high) for line in answer.criteria}
    facts = pack_facts(pack, project, asked)
    for criterion, line in zip(pack.criteria, answer.criteria, strict=False):
        clause = clause_of(mark(criterion, facts, asked.judged.get(criterion.rule_id)))
        found[f"clause {criterion.rule_id}"] = ASIDE if line.outcome is Outcome.NOT_APPLICABLE else clause
    return found


def disagreements(
    pack: Pack,
    projects: Sequence[Project],
    asked: Asked,
    rows: int = 16_384,
    people: Mapping[str, Asked] | None = None,
) -> list[str]:
    """Return every cell in which the evaluators differ.

    Args:
        pack: the pack.
        projects: the projects.
        asked: the day, and what holds for all of them.
        rows: how many rows are worked on at a time.
        people: of some projects, the same with experts' marks or an initial assessment of its own.
    """
    own = people or {}
    initial = {uid: one.initial for uid, one in own.items() if one.initial is not None}
    judged = {uid: one.judged for uid, one in own.items()}
    columns, plan = columns_of(pack, projects, initial), Plan(pack, asked)
    answers, totals, marks = (
        plan.answers(columns, detail, rows, judged) for detail in (Detail.LINES, Detail.TOTALS, Detail.MARKS)
    )
    standings = Standings(plan)
    told = []
    for row, project in enumerate(projects):
        here = own.get(project.uid, asked)
        one = cells_of_one(pack, project, here, assess(pack, project, pack.fields, here))
        stands = standings.of(project, here)
        for name, key in STANDING.items():
            if one[name] != getattr(stands, key):
                told.append(f"{project.uid} {key}: one {one[name]}, standing {getattr(stands, key)}")
        for found in (answers, marks):
            block = cells_of_block(pack, found, row)
            told += [
                f"{project.uid} {key}: one {one[key]}, block {block[key]}" for key in one if one[key] != block[key]
            ]
        for name in ("verdict", "total_low", "total_high", "grade_low", "grade_high", "maximum"):
            if getattr(totals, name)[row] != getattr(answers, name)[row]:
                told.append(f"{project.uid} {name} without lines")
    return told
