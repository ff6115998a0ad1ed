"""A changed pack is tried on the library before it is published: who moves, who falls out, and by which rule."""

from climafin.domain.assessment import Outcome
from climafin.domain.project import Project
from climafin.rules.pack import Pack
from climafin.rules.rehearsal import Move, rehearse
from tests.unit.rules.small_packs import CURVE, REST, STEPS, judged, pack, project, read, text

USUAL = pack()


def moves(changed: Pack, projects: dict[str, Project]) -> dict[str, Move]:
    before = {uid: judged(USUAL, one) for uid, one in projects.items()}
    after = {uid: judged(changed, one) for uid, one in projects.items()}
    return {move.uid: move for move in rehearse(before, after).moves}


def test_the_same_pack_moves_nobody():
    found = rehearse({"a": judged(USUAL, project())}, {"a": judged(USUAL, project())})
    assert found.moved == ()
    assert found.moves[0].causes == ()


def test_a_raised_threshold_names_the_projects_that_lose_and_the_rule_that_took_the_points():
    stricter = pack(criteria=(STEPS.replace("marks: 60}", "marks: 20}"), CURVE, REST))
    found = moves(stricter, {"hit": project(), "top": project(annual_reduction=50_000.0)})
    assert found["top"].is_still
    assert found["hit"].changes_score
    assert [(cause.rule_id, cause.points) for cause in found["hit"].causes] == [("C1", -16_00)]
    assert (found["hit"].before.rank, found["hit"].after.rank, found["hit"].climbs) == (2, 2, 0)


def test_a_project_that_falls_out_is_told_with_the_gate_that_stops_it():
    gate = "  - {id: G1, title: {zh: 合规, en: Fits}, kind: requirement, test: 总投资 > 100亿元, source: S 第1条}"
    stricter = pack(gates=f"gates:\n{gate}\n")
    found = moves(stricter, {"a": project()})["a"]
    assert found.falls_out
    assert found.after.rank is None
    assert found.climbs is None
    first = found.causes[0]
    assert (first.rule_id, first.before, first.after) == ("G1", Outcome.MET, Outcome.NOT_MET)
    assert {cause.after for cause in found.causes if cause.rule_id in ("G2", "G3")} == {None}


def test_places_climbed_are_counted_with_shared_ranks():
    kinder = pack(criteria=(STEPS.replace("marks: 60}", "marks: 100}"), CURVE, REST))
    found = moves(kinder, {"low": project(), "top": project(annual_reduction=50_000.0)})
    assert (found["low"].before.rank, found["top"].before.rank) == (2, 1)
    assert (found["low"].after.rank, found["top"].after.rank) == (1, 1)
    assert found["low"].climbs == 1


def test_a_later_limit_is_seen_although_no_rule_was_touched():
    reading = read(text().replace("building: 200", "building: 90000"))
    assert reading.pack is not None
    found = moves(reading.pack, {"a": project()})["a"]
    assert [cause.rule_id for cause in found.causes] == ["C1"]
