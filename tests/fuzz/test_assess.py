"""Whatever is known or unknown of a project: ranges hold, filling in narrows them, and order does not matter."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.dictionary import Field, FieldKind, dictionary
from climafin.domain.project import Project, Value
from climafin.domain.status import Status
from climafin.domain.verdict import Verdict
from climafin.rules.assess import Asked, assess, grade_of
from climafin.rules.pack import FULL_WEIGHT, Pack
from climafin.rules.packs import DEFAULT_PACK, shipped_pack
from climafin.rules.reading import read_pack
from climafin.rules.weighing import shared_out
from tests.unit.rules.small_packs import CRITERIA, text
from tests.unit.rules.small_packs import pack as small_pack

SAMPLE = shipped_pack(DEFAULT_PACK)
SMALL = small_pack()
FIELDS = dictionary()
ASKED = Asked(date(2026, 11, 20), datetime(2026, 11, 20, tzinfo=UTC), "张敏")
KEYS = sorted({key for key in (*SAMPLE.fact_keys, *SMALL.fact_keys) if key in FIELDS})


ANSWERS: dict[FieldKind, st.SearchStrategy[Value]] = {
    FieldKind.YES_NO: st.booleans(),
    FieldKind.MONEY: st.integers(0, 10**13) | st.sampled_from([0, 1, 5_000_000_000]),
    FieldKind.INTEGER: st.integers(0, 10**6),
    FieldKind.MONTH: st.sampled_from(["2026-01", "2026-11", "2027-11", "2030-02"]),
    FieldKind.TEXT: st.sampled_from(["有", "文字"]),
    FieldKind.LONG_TEXT: st.sampled_from(["有", "文字"]),
}
EDGES = [0.0, 0.05, 3.0, 4.0, 8.0, 1.2, 199.95, 200.0, 10_000.0, 30_000.0]


def known(field: Field) -> st.SearchStrategy[Value]:
    """Return values a field can have, those on the lines of the packs among them."""
    if field.kind is FieldKind.CHOICE:
        return st.sampled_from([choice.key for choice in field.choices])
    return ANSWERS.get(field.kind, st.floats(0, 1e7) | st.sampled_from(EDGES))


VALUES = st.fixed_dictionaries({key: st.none() | known(FIELDS[key]) for key in KEYS})
FULL = st.fixed_dictionaries({key: known(FIELDS[key]) for key in KEYS})
#: Facts of which a rule asks whether the paper is there at all: for it, missing is an answer.
ASKED_FOR = {"method", "emission_factor", "baseline"}
FILLED_IN = [key for key in KEYS if key not in ASKED_FOR]
BY_NAME = {"sample": SAMPLE, "small": SMALL}
NAMES = st.sampled_from(sorted(BY_NAME))
Values = dict[str, Value]


def judged(pack: Pack, values: Values) -> Assessment:
    return assess(pack, Project("u", "P-1", Status.DRAFT, values), FIELDS, ASKED)


@settings(deadline=None)
@given(NAMES, VALUES)
def test_low_is_never_above_high_and_the_whole_is_the_sum_of_its_lines(name: str, values: Values):
    pack = BY_NAME[name]
    answer = judged(pack, values)
    assert 0 <= answer.total_low <= answer.total_high <= answer.maximum
    for line in answer.criteria:
        assert 0 <= line.points_low <= line.points_high <= line.maximum
    if all(line.outcome is not Outcome.UNKNOWN for line in answer.criteria):
        assert answer.total_low == answer.total_high
    lines = answer.criteria[: len(pack.criteria)]
    scoped = [line for criterion, line in zip(pack.criteria, lines, strict=True) if criterion.applies is not None]
    if all(line.outcome is not Outcome.UNKNOWN for line in scoped):
        bonus = answer.criteria[len(pack.criteria) :]
        capped = min(pack.bonus_cap, sum(line.points_low for line in bonus))
        assert answer.total_low == sum(line.points_low for line in lines) + capped


@settings(deadline=None)
@given(NAMES, FULL, st.sets(st.sampled_from(FILLED_IN)))
def test_filling_in_what_is_unknown_lands_inside_the_range(name: str, values: Values, hidden: set[str]):
    pack = BY_NAME[name]
    whole = judged(pack, values)
    partly = judged(pack, {key: None if key in hidden else value for key, value in values.items()})
    assert partly.total_low <= whole.total_low <= whole.total_high <= partly.total_high
    if partly.verdict is not Verdict.UNDECIDED:
        assert partly.verdict is whole.verdict
    before = {line.rule_id: line for line in (*partly.gates, *partly.criteria)}
    for line in (*whole.gates, *whole.criteria):
        was = before[line.rule_id].outcome
        # A gate that holds, whether or not it applies, is met until that is known.
        assert was in (Outcome.UNKNOWN, line.outcome) or (was, line.outcome) == (Outcome.MET, Outcome.NOT_APPLICABLE)


@settings(deadline=None)
@given(NAMES, VALUES, st.sampled_from(KEYS))
def test_hiding_a_fact_never_makes_a_project_fail(name: str, values: Values, key: str):
    pack = BY_NAME[name]
    before = judged(pack, values)
    after = judged(pack, {**values, key: None})
    for was, now in zip(before.gates, after.gates, strict=True):
        if was.outcome is not Outcome.NOT_MET:
            assert now.outcome is not Outcome.NOT_MET
    if before.verdict is not Verdict.REFUSED:
        assert after.verdict is not Verdict.REFUSED


@given(st.permutations(range(3)), VALUES)
@settings(deadline=None)
def test_the_order_of_criteria_changes_no_score(order: list[int], values: Values):
    turned = small_pack(criteria=tuple(CRITERIA[at] for at in order))
    one, other = judged(SMALL, values), judged(turned, values)
    assert (one.total_low, one.total_high, one.maximum) == (other.total_low, other.total_high, other.maximum)
    assert {line.rule_id: line for line in one.criteria} == {line.rule_id: line for line in other.criteria}


@given(st.integers(0, 10_500))
def test_a_total_on_a_line_has_the_better_grade(total: int):
    found = grade_of(SAMPLE, total)
    for grade in SAMPLE.grades:
        if grade.start is not None and total >= grade.start:
            assert found == grade.label
            return
    assert found == SAMPLE.grades[-1].label


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 10_000), min_size=1, max_size=12))
def test_weights_shared_out_add_up_and_do_not_depend_on_the_order(parts: dict[str, int]):
    shares = shared_out(FULL_WEIGHT, parts)
    assert sum(shares.values()) == FULL_WEIGHT
    assert shared_out(FULL_WEIGHT, dict(reversed(parts.items()))) == shares


SOURCE = text()


@settings(deadline=None)
@given(
    st.integers(0, len(SOURCE) - 1),
    st.integers(0, 30),
    st.text(max_size=12) | st.sampled_from(["{", "[", ": ", "\n  ", "- ", "&a ", "*a"]),
)
def test_a_damaged_pack_gives_messages_never_a_crash(at: int, length: int, put: str):
    reading = read_pack(
        (SOURCE[:at] + put + SOURCE[at + length :]).encode("utf-8", "surrogatepass"), "pack.yaml", FIELDS
    )
    assert (reading.pack is None) == bool(reading.faults)
