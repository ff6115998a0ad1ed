"""Small packs made after real rule books, and projects to try them on."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from climafin.base.language import Language
from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project, Value
from climafin.domain.status import Status
from climafin.rules.asking import Asked
from climafin.rules.assess import assess
from climafin.rules.cases import examine
from climafin.rules.pack import Pack
from climafin.rules.reading import read_pack

MOMENT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ENGLISH = Language("en")


def book(body: str, name: str = "some rule book") -> str:
    """Return a pack's text: a head, and a body that says its rules."""
    return f"""\
pack: book
title: {{zh: 某办法, en: {name}}}
edition: 1
in_force: {{from: 2015-01-01}}
standing: {{official: no, zh: 测试, en: test}}
sources:
  S: {{title: {{zh: 某办法, en: {name}}}, official: no}}
{body}"""


def read(body: str, beside: Mapping[str, bytes] | None = None) -> Pack:
    """Return a sound pack whose cases all come out as they say."""
    reading = read_pack(book(body).encode(), "pack.yaml", dictionary(), beside)
    assert reading.pack is not None, [f"{f.place.line}:{f.place.column} {ENGLISH.say(f.told)}" for f in reading.faults]
    failed = [ENGLISH.say(fault.told) for one in examine(reading.pack, dictionary()) for fault in one.faults]
    assert failed == []
    return reading.pack


def faults(body: str, beside: Mapping[str, bytes] | None = None) -> list[str]:
    """Return what is wrong with a pack, as line:column sentence."""
    reading = read_pack(book(body).encode(), "pack.yaml", dictionary(), beside)
    assert reading.pack is None
    return [f"{f.place.line}:{f.place.column} {ENGLISH.say(f.told)}" for f in reading.faults]


def sentences(body: str) -> list[str]:
    """Return what is wrong with a pack, without places."""
    return [fault.partition(" ")[2] for fault in faults(body)]


def asked(as_of: date = TODAY, **more: object) -> Asked:
    return Asked(as_of, MOMENT, "张敏", **more)  # type: ignore[arg-type]


def answer(pack: Pack, values: Mapping[str, Value], as_of: date = TODAY, **more: object) -> Assessment:
    """Return what a pack says of a project with these values."""
    project = Project("uid", "P-0001", Status.SUBMITTED, dict(values))
    return assess(pack, project, dictionary(), asked(as_of, **more))


def outcomes(found: Assessment) -> dict[str, Outcome]:
    """Return the answers of gates, of their branches as “gate.branch”, and of forcing lines."""
    lines = {gate.rule_id: gate.outcome for gate in found.gates}
    lines |= {f"{gate.rule_id}.{branch.branch_id}": branch.outcome for gate in found.gates for branch in gate.branches}
    return lines | {force.rule_id: force.outcome for force in found.forces}


def grades(found: Assessment) -> tuple[str | None, str | None]:
    """Return both ends of the grade in English."""
    low, high = found.grade_low, found.grade_high
    return (None if low is None else low.en, None if high is None else high.en)
