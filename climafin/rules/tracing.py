"""What the lines of an assessment rest on: the facts, thresholds and cohorts behind each, and a digest of them all."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from climafin.base.folding import is_han
from climafin.base.messages import Label
from climafin.domain.assessment import FactRead
from climafin.domain.dictionary import Dictionary
from climafin.domain.project import Project
from climafin.domain.signed import Occasion
from climafin.domain.trace import CohortRead, DerivedRead, LimitRead
from climafin.expression.evaluate import Answer, Unknown
from climafin.expression.terms import Known, Sort, ValueType
from climafin.expression.units import Unit, read_unit, unit_text
from climafin.rules.asking import Asked
from climafin.rules.cohorts import Cohort
from climafin.rules.facts import (
    INITIAL_GRADE,
    INITIAL_GRADE_LABEL,
    INITIAL_SCORE,
    NOT_APPLICABLE,
    OCCASION,
    fact_read,
    not_applicable_read,
)
from climafin.rules.limits import Limit, look_up
from climafin.rules.pack import Pack
from climafin.rules.rule import Rule
from climafin.rules.scales.expert import Expert

#: Units of packs that no field of the dictionary is kept in.
_MORE_UNITS = {"亿元": "CNY 100m"}


class Trace:
    """What one assessment reads; each fact and each threshold is put into words once."""

    def __init__(self, pack: Pack, project: Project, fields: Dictionary, asked: Asked) -> None:
        self._pack = pack
        self._project = project
        self._fields = fields
        self._asked = asked
        self._facts: Mapping[str, Answer] = {}
        self._seen: dict[str, FactRead] = {}
        self._limits: dict[str, LimitRead] = {}

    def over(self, facts: Mapping[str, Answer]) -> None:
        """Take what the pack's expressions read; until then no threshold can be told."""
        self._facts = facts

    def digest(self) -> str:
        """Return SHA-256 over everything that was put in: facts, and what people or other projects gave."""
        asked = self._asked
        seen = [(key, self.read(key).value, self._project.is_not_applicable(key)) for key in self._pack.fact_keys]
        told: list[object] = [asked.as_of.isoformat(), seen]
        beside = {
            "occasion": "" if asked.occasion is Occasion.INITIAL else asked.occasion,
            "parameters": {name: asked.parameters[name].value for name in sorted(asked.parameters)},
            "cohorts": {name: asked.cohorts[name].digest for name in sorted(asked.cohorts)},
            "judged": self._judgements(),
            "overrides": [[line.target, line.answer, line.points] for line in asked.overrides],
            "initial": [] if asked.initial is None else [asked.initial.points, asked.initial.grade],
        }
        beside = {name: value for name, value in beside.items() if value}
        text = json.dumps([*told, beside] if beside else told, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def _judgements(self) -> list[list[object]]:
        """Return the signed lines of experts that the pack looks at."""
        asked = {criterion.rule_id for criterion in self._pack.criteria if isinstance(criterion.scale, Expert)}
        lines = sorted((rule_id, line) for rule_id, line in self._asked.judged.items() if rule_id in asked)
        return [
            [rule_id, line.points, line.person, line.second_person, line.reason, line.evidence]
            for rule_id, line in lines
        ]

    def read(self, key: str) -> FactRead:
        """Return one fact."""
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._read(key)
        return found

    def _read(self, key: str) -> FactRead:
        initial = self._asked.initial
        if key == OCCASION.key:
            return FactRead(key, OCCASION.label, self._asked.occasion.value, word=self._asked.occasion.label)
        if key == INITIAL_SCORE.key:
            return FactRead(key, INITIAL_SCORE.label, None if initial is None else initial.points / 100)
        if key == INITIAL_GRADE:
            had = None if initial is None else initial.grade
            word = next((grade.label for grade in self._pack.grades if grade.key == had), None)
            return FactRead(key, INITIAL_GRADE_LABEL, had, word=word)
        if key == NOT_APPLICABLE:
            return not_applicable_read(self._project, self._fields)
        return fact_read(key, self._project, self._fields, self._asked.as_of)

    def reads(self, rules: Iterable[Rule | None]) -> tuple[FactRead, ...]:
        """Return the facts behind some rules."""
        return tuple(self.read(key) for key in self._pack.facts_behind(rules))

    def limits(self, rules: Iterable[Rule | None]) -> tuple[LimitRead, ...]:
        """Return the thresholds behind some rules."""
        by_name = self._pack.limit_by_name
        if not by_name:
            return ()
        return tuple(self._limit(by_name[name]) for name in self._pack.names_behind(rules) if name in by_name)

    def _limit(self, limit: Limit) -> LimitRead:
        found = self._limits.get(limit.name)
        if found is None:
            at = look_up(limit, self._facts, self._asked.parameters.get(limit.name))
            found = self._limits[limit.name] = LimitRead(
                limit.name,
                limit.label,
                in_unit(at.answer, limit.unit),
                self.unit(limit.unit.text),
                None if at.table is None else at.table.since,
                None if at.table is None else at.table.source,
                at.supplied,
                reason_of(at.answer),
            )
        return found

    def derived(self) -> tuple[DerivedRead, ...]:
        """Return every derived value, and the figures of cohorts that some rule reads."""
        found = [self._named(one.name, one.label, one.value.term.type, one.unit) for one in self._pack.derived]
        read = self._pack.names_read if self._pack.cohorts else frozenset()
        for cohort in self._pack.cohorts:
            found += [
                self._named(name.key, name.label, name.type, name.type.unit)
                for name in cohort.names()
                if name.key in read
            ]
        return tuple(found)

    def _named(self, name: str, label: Label, kind: ValueType, unit: Unit) -> DerivedRead:
        answer = self._facts[name]
        if kind.sort is Sort.NUMBER:
            return DerivedRead(name, label, in_unit(answer, unit), self.unit(unit.text), reason_of(answer))
        value = None if isinstance(answer, Unknown) else _plain(answer)
        return DerivedRead(name, label, value, Label("", ""), reason_of(answer))

    def cohorts(self) -> tuple[CohortRead, ...]:
        """Return the cohorts the project was compared with."""
        return tuple(self._cohort(cohort) for cohort in self._pack.cohorts)

    def _cohort(self, cohort: Cohort) -> CohortRead:
        frozen = self._asked.cohorts.get(cohort.name)
        row = cohort.row(self._facts)
        known = () if isinstance(row, Unknown) else row
        words = []
        for key, answer in zip(cohort.by, known, strict=False):
            choices = self._pack.vocabulary[key].type.choices
            words.append(next((choice.label for choice in choices if choice.key == answer), Label(answer, answer)))
        values = () if frozen is None or isinstance(row, Unknown) else frozen.values.get(row, ())
        return CohortRead(
            cohort.name,
            cohort.label,
            tuple(words),
            len(values),
            cohort.minimum,
            None if frozen is None else frozen.as_of,
            "" if frozen is None else frozen.source,
            "" if frozen is None else frozen.digest,
        )

    def unit(self, written: str) -> Label:
        """Return a unit as packs write it, with the dictionary's English for its parts."""
        return _unit_label(written, self._fields)


@lru_cache(maxsize=1_000)
def _unit_label(written: str, fields: Dictionary) -> Label:
    units = {field.unit.zh: field.unit.en for field in fields if field.unit.zh} | _MORE_UNITS
    said = written
    for zh, en in sorted(units.items(), key=lambda pair: -len(pair[0])):
        said = said.replace(zh, en)
    unit = read_unit(said) if any(map(is_han, said)) else None
    return Label(written, said if unit is None else unit_text(unit, english=True))


def missing_of(unknown: Answer | None) -> tuple[str, ...]:
    """Return the keys of the facts that something unknown lacks, sorted."""
    return tuple(sorted(unknown.missing)) if isinstance(unknown, Unknown) else ()


def reason_of(answer: Answer) -> str:
    """Return why something cannot be told, or ""; of several reasons the first by name."""
    return min(answer.reasons, default="") if isinstance(answer, Unknown) else ""


def in_unit(answer: Answer, unit: Unit) -> float | None:
    """Return a number in base units as one of a unit, or None when it is not known."""
    if not isinstance(answer, float):
        return None
    # Kept in base units; twelve digits hide the two conversions.
    return float(f"{answer * unit.factor.denominator / unit.factor.numerator:.12g}")


def _plain(answer: Known) -> str | bool:
    return answer if isinstance(answer, bool) else str(answer)
