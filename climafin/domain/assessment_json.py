"""An assessment as one JSON text, exactly: what is read back equals what was written.

Used to keep assessments and to send them; the keys are the nouns' own attribute names.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from climafin.base.messages import Label
from climafin.domain.assessment import (
    Assessment,
    CriterionResult,
    FactRead,
    GateKind,
    GateResult,
    GroupResult,
    Outcome,
    PackStamp,
    PartResult,
    RuleSource,
)
from climafin.domain.judgement import Judged
from climafin.domain.verdict import Verdict

_Tree = Mapping[str, Any]
_NAMES: dict[type[object], tuple[str, ...]] = {
    noun: tuple(field.name for field in fields(noun))
    for noun in (
        Assessment,
        CriterionResult,
        FactRead,
        GateResult,
        GroupResult,
        Judged,
        Label,
        PackStamp,
        PartResult,
        RuleSource,
    )
}


def assessment_to_json(assessment: Assessment) -> str:
    """Return an assessment as canonical JSON: sorted keys, no blanks; equal assessments give equal texts."""
    return json.dumps(
        assessment,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_plain,
    )


def _plain(value: object) -> object:
    """Return a noun as its fields, a day or moment as text; `asdict` would copy every leaf and take far longer."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    names = _NAMES.get(type(value))
    if names is None:
        raise TypeError(type(value).__name__)
    return {name: getattr(value, name) for name in names}


def assessment_from_json(text: str) -> Assessment:
    """Return the assessment that `assessment_to_json` wrote.

    Raises:
        ValueError: the text is not one.
    """
    tree = json.loads(text)
    try:
        return Assessment(
            **{
                **tree,
                "pack": PackStamp(**{**tree["pack"], "title": _label(tree["pack"]["title"])}),
                "as_of": date.fromisoformat(tree["as_of"]),
                "assessed_at": datetime.fromisoformat(tree["assessed_at"]),
                "verdict": Verdict(tree["verdict"]),
                "gates": tuple(_gate(gate) for gate in tree["gates"]),
                "criteria": tuple(_criterion(criterion) for criterion in tree["criteria"]),
                "grade_low": _maybe_label(tree["grade_low"]),
                "grade_high": _maybe_label(tree["grade_high"]),
                "groups": tuple(
                    GroupResult(**{**group, "title": _label(group["title"])}) for group in tree.get("groups", ())
                ),
            }
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _label(tree: _Tree) -> Label:
    return Label(**tree)


def _maybe_label(tree: _Tree | None) -> Label | None:
    return None if tree is None else _label(tree)


def _shared(tree: _Tree) -> dict[str, Any]:
    return {
        **tree,
        "title": _label(tree["title"]),
        "outcome": Outcome(tree["outcome"]),
        "facts": tuple(FactRead(**{**fact, "label": _label(fact["label"])}) for fact in tree["facts"]),
        "missing": tuple(tree["missing"]),
        "source": _source(tree["source"]),
    }


def _source(tree: _Tree) -> RuleSource:
    return RuleSource(_label(tree["document"]), _label(tree["clause"]), tree["official"])


def _gate(tree: _Tree) -> GateResult:
    return GateResult(**{**_shared(tree), "kind": GateKind(tree["kind"])})


def _criterion(tree: _Tree) -> CriterionResult:
    words = {
        "group": _label(tree["group"]),
        "unit": _label(tree["unit"]),
        "value_text": _maybe_label(tree["value_text"]),
        "clause": _maybe_label(tree["clause"]),
        # What older versions wrote knows neither parts nor judgements.
        "parts": tuple(_part(part) for part in tree.get("parts", ())),
        "judged": _judged(tree.get("judged")),
    }
    return CriterionResult(**{**_shared(tree), **words})


def _part(tree: _Tree) -> PartResult:
    return PartResult(**{**tree, "title": _label(tree["title"]), "outcome": Outcome(tree["outcome"])})


def _judged(tree: _Tree | None) -> Judged | None:
    return None if tree is None else Judged(**{**tree, "at": datetime.fromisoformat(tree["at"])})
