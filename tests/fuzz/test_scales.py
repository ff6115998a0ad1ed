"""Whatever is known: marks stay within reach, what is filled in lands inside the range, rates are exact."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from climafin.domain.dictionary import Field, FieldKind
from climafin.domain.project import Value
from climafin.rules.reading import read_pack
from tests.unit.rules.scales.one_criterion import FIELDS, criterion, judged, pack, points, text, weighted
from tests.unit.rules.scales.test_best_of import BEST, FIRST, LIMITS
from tests.unit.rules.scales.test_checklist import PAPERS, SIX
from tests.unit.rules.scales.test_choice_sum import INVERTER
from tests.unit.rules.scales.test_decision_list import ABILITY, ERENHOT, HOURS, MARKET
from tests.unit.rules.scales.test_deduct import NEGATIVE
from tests.unit.rules.scales.test_points import BONUS
from tests.unit.rules.scales.test_rates import EFFICIENCY, HEBEI, TARIFF

SCALES = {
    "T1": (TARIFF, 30), "T2": (EFFICIENCY, 30), "T3": (SIX, 5), "HB": (HEBEI, 30), "ER1": (ERENHOT, 22),
    "ER2": (INVERTER, 8), "R1": (HOURS, 25), "R2": (MARKET, 5), "W": (ABILITY, 3), "P": (PAPERS, 10),
    "N": (NEGATIVE, 0), "V3": (BEST, 100), "V1": (FIRST, 100),
}  # fmt: skip
CRITERIA = tuple(
    criterion(scale, most=f"max: {most}", rule_id=name, group="g" if most else "n")
    for name, (scale, most) in SCALES.items()
)
PARTS = {
    "groups": "g: {zh: 组, en: Group, cap: 250}\nn: {zh: 负面评价, en: Negative}",
    "limits": LIMITS,
    "bonus": BONUS,
}
WHOLE = pack(*CRITERIA, **PARTS)
KEYS = [key for key in WHOLE.fact_keys if key in FIELDS]
NUMBERS = st.floats(0, 120) | st.sampled_from(
    [0.0, 0.05, 0.08, 0.3, 3.0, 4.0, 16.5, 17.6, 75.0, 80.0, 85.0, 95.0, 100.0]
)


def known(field: Field) -> st.SearchStrategy[Value]:
    if field.kind is FieldKind.YES_NO:
        return st.booleans()
    if field.kind is FieldKind.CHOICE:
        return st.sampled_from([choice.key for choice in field.choices][:6])
    if field.kind is FieldKind.CHOICES:
        return st.lists(st.sampled_from([choice.key for choice in field.choices]), unique=True).map(tuple)
    return st.integers(0, 12) if field.kind is FieldKind.INTEGER else NUMBERS


FACTS = st.fixed_dictionaries({key: known(FIELDS[key]) for key in KEYS})


@settings(deadline=None)
@given(FACTS, st.sets(st.sampled_from(KEYS)))
def test_filling_in_lands_inside_the_range_and_within_reach(values: dict[str, Value], hidden: set[str]):
    whole = judged(WHOLE, **values)
    partly = judged(WHOLE, **{key: value for key, value in values.items() if key not in hidden})
    assert partly.total_low <= whole.total_low <= whole.total_high <= partly.total_high
    for now, before, rule in zip(whole.criteria, partly.criteria, WHOLE.criteria, strict=False):
        low, high = rule.scale.reach()
        assert low <= before.points_low <= now.points_low <= now.points_high <= before.points_high <= high
        if not before.missing and before.outcome.value == "met":
            assert before.points_low == before.points_high


@settings(deadline=None)
@given(FACTS)
def test_parts_add_up_to_the_marks(values: dict[str, Value]):
    lines = {line.rule_id: line for line in judged(WHOLE, **values).criteria}
    assert lines["ER2"].marks_low == min(800, sum(part.points_low for part in lines["ER2"].parts))
    assert lines["N"].marks_low == max(-1500, sum(part.points_low for part in lines["N"].parts))
    for name in ("R1", "R2", "ER1", "W", "V1"):
        line = lines[name]
        if line.points_low == line.points_high and not line.missing:
            deciding = [part for part in line.parts if part.decides]
            assert [part.points_low for part in deciding] == [line.marks_low]


@settings(deadline=None)
@given(st.integers(0, 200))
def test_marginal_points_are_exact(thousandths: int):
    cut = Fraction(thousandths, 1000)
    steps = cut * 100
    exact = min(steps, 5) * 4 + min(max(steps - 5, 0), 3) * 2 + max(steps - 8, 0) / 2
    wanted = min(Fraction(30), exact)
    rounded = (wanted * 100 + Fraction(1, 2)).__floor__()
    assert points(_RATES, tariff_cut=thousandths / 1000) == rounded / 100


_RATES = pack(criterion(TARIFF, most="max: 30"))


@settings(deadline=None)
@given(st.integers(0, 12), st.booleans(), st.integers(1, 100), st.integers(0, 99))
def test_deductions_never_leave_their_bounds(count: int, late: bool, each: int, floor: int):
    scale = (
        f"deduct: {{floor: {floor}, items: [{{id: a, zh: 甲, en: A, count: 违规次数, marks: {each}}},"
        " {id: b, zh: 乙, en: B, if: 逾期报送, marks: 7}]}"
    )
    found = points(weighted(scale), violations=count, late=late)
    assert found == max(floor, 100 - min(count * each, 100 - floor) - 7 * late)


SOURCE = text(*CRITERIA, **PARTS)


@settings(deadline=None)
@given(
    st.integers(0, len(SOURCE) - 1),
    st.integers(0, 30),
    st.text(max_size=12) | st.sampled_from(["{", "[", ": ", "\n  ", "- ", "marks: 1, ", "tests: ", "otherwise", "-1"]),
)
def test_a_damaged_scale_gives_messages_never_a_crash(at: int, length: int, put: str):
    damaged = (SOURCE[:at] + put + SOURCE[at + length :]).encode("utf-8", "surrogatepass")
    reading = read_pack(damaged, "pack.yaml", FIELDS)
    assert (reading.pack is None) == bool(reading.faults)
