"""A built-in case written from a project: its facts as people type them, and what the rules answer now."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from climafin.base.language import language
from climafin.domain.assessment import Assessment, CriterionResult, Outcome
from climafin.domain.dictionary import Field
from climafin.domain.project import Project, Value
from climafin.domain.signed import Occasion
from climafin.domain.values import typed_value
from climafin.expression.evaluate import Unknown
from climafin.rules.asking import Asked
from climafin.rules.assess import assess
from climafin.rules.facts import project_facts
from climafin.rules.pack import Pack

_BARE = re.compile(r"\w[\w.%]*")
_TYPED = language("zh_CN")
_UNKNOWN, _NOT_APPLICABLE = "待定", "不适用"


def case_from(pack: Pack, project: Project, asked: Asked, name: str) -> str:
    """Return the text of a case that holds what a pack answers for a project now, without its dash.

    Signed lines that set an answer of the rules aside are left out: a case examines the rules.

    Args:
        pack: the pack.
        project: the project.
        asked: who asks, when, and what people put in.
        name: what the case is to be called.

    Raises:
        CallProblem: the pack is not in force on that date.
    """
    asked = replace(asked, overrides=())
    answer = assess(pack, project, pack.fields, asked)
    lines = [f"name: {_scalar(name)}", f"as_of: {asked.as_of.isoformat()}"]
    if asked.occasion is not Occasion.INITIAL:
        lines.append(f"occasion: {asked.occasion.value}")
    lines += ["facts:", *(f"  {line}" for line in _facts(pack, project))]
    lines += _put_in(pack, project, asked)
    lines += ["expect:", *(f"  {name}: {text}" for name, text in answers_to_expect(pack, answer).items())]
    return "\n".join(lines)


def _facts(pack: Pack, project: Project) -> Iterable[str]:
    told = {key for case in pack.cases for key in (*case.values, *case.notes)} if pack.cases else {*pack.fact_keys}
    for field in pack.fields:
        if field.key in pack.fact_keys and (project.values.get(field.key) is not None or field.key in told):
            yield from _fact(pack, field, project)
    if "stage" in pack.fact_keys:
        yield f"阶段: {_UNKNOWN if project.stage is None else project.stage.label.zh}"


def _fact(pack: Pack, field: Field, project: Project) -> Iterable[str]:
    name = field.fact if field.fact and pack.fields.by_head(field.fact) in (None, field) else field.key
    value = project.values.get(field.key)
    if value is None:
        yield f"{_scalar(name)}: {_NOT_APPLICABLE if project.is_not_applicable(field.key) else _UNKNOWN}"
    elif field.columns and isinstance(value, tuple):
        rows = [_row(field, row) for row in value if isinstance(row, Mapping)]
        yield f"{_scalar(name)}: [{', '.join(rows)}]"
    else:
        yield f"{_scalar(name)}: {_typed(field, value)}"


def _row(table: Field, row: Mapping[str, Value]) -> str:
    cells = [f"{column.label.zh}: {_typed(column, row[column.key])}" for column in table.columns if column.key in row]
    return f"{{{', '.join(cells)}}}"


def _typed(field: Field, value: Value) -> str:
    if isinstance(value, tuple):
        choices = [field.choice(key) for key in value if isinstance(key, str)]
        return f"[{', '.join(_scalar(choice.label.zh) for choice in choices if choice is not None)}]"
    return _scalar(typed_value(field, value, _TYPED))


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back; JSON's quotes are YAML's."""
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _put_in(pack: Pack, project: Project, asked: Asked) -> Iterable[str]:
    """Yield what people put in beside the facts."""
    known = {criterion.rule_id for criterion in pack.criteria}
    judged = {name: _points(line.points) for name, line in asked.judged.items() if name in known}
    if judged:
        yield f"judged: {_mapping(judged)}"
    supplied = {name: f"{line.value!r}" for name, line in asked.parameters.items() if name in pack.limit_by_name}
    if supplied:
        yield f"parameters: {_mapping(supplied)}"
    facts = project_facts(project, pack.fields, asked.as_of)
    values = {}
    for cohort in pack.cohorts:
        frozen, row = asked.cohorts.get(cohort.name), cohort.row(facts)
        if frozen is not None and not isinstance(row, Unknown) and row in frozen.values:
            scale = 10**cohort.decimals
            shown = (f"{value / scale:.{cohort.decimals}f}" for value in frozen.values[row])
            values[cohort.name] = f"[{', '.join(shown)}]"
    if values:
        yield f"cohort: {_mapping(values)}"


def _mapping(entries: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_scalar(name)}: {value}" for name, value in entries.items()) + "}"


def answers_to_expect(pack: Pack, answer: Assessment) -> dict[str, str]:
    """Return what an answer comes to as a case expects it: name to text, as YAML writes it on one line."""
    found = {"verdict": answer.verdict.value}
    if pack.grades and answer.grade_low is not None and answer.grade_low == answer.grade_high:
        found["grade"] = _scalar(next(one.key for one in pack.grades if one.label == answer.grade_low))
    if pack.criteria or pack.bonus:
        found["score"] = _range(answer.total_low, answer.total_high)
    for gate in answer.gates:
        found[gate.rule_id] = gate.outcome.value
        found |= {f"{gate.rule_id}.{branch.branch_id}": branch.outcome.value for branch in gate.branches}
    found |= {line.rule_id: _criterion(line) for line in answer.criteria}
    found |= {force.rule_id: force.outcome.value for force in answer.forces}
    return found


def _criterion(line: CriterionResult) -> str:
    if line.outcome is Outcome.NOT_APPLICABLE:
        return line.outcome.value
    return _range(line.points_low, line.points_high)


def _range(low: int, high: int) -> str:
    return _points(low) if low == high else f"[{_points(low)}, {_points(high)}]"


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
