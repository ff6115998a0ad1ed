"""Whatever is known of a project: in packs made after rule books, filling in never leaves what was said before."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.assessment_json import assessment_from_json, assessment_to_json
from climafin.domain.dictionary import Field, FieldKind, dictionary
from climafin.domain.project import Value
from climafin.domain.signed import Occasion
from climafin.domain.verdict import Verdict
from climafin.rules.asking import Initial
from climafin.rules.pack import Pack
from climafin.rules.reading import read_pack
from tests.unit.rules.books.made import answer, book, read
from tests.unit.rules.books.test_cohorts import YEARLY, frozen
from tests.unit.rules.books.test_gates import EU, GUIDE, MDB, SHENZHEN
from tests.unit.rules.books.test_grading import BY_CLASS, NEA
from tests.unit.rules.books.test_limits import BANK
from tests.unit.rules.books.test_limits import GUIDE as LIMITS

BODIES = {
    "eu": EU,
    "guide": GUIDE,
    "mdb": MDB,
    "shenzhen": SHENZHEN,
    "class": BY_CLASS,
    "nea": NEA,
    "bank": BANK,
    "limits": LIMITS,
    "yearly": YEARLY,
}
BOOKS = {name: read(body) for name, body in BODIES.items()}
TEXTS = {name: book(body) for name, body in BODIES.items()}
DAYS = st.dates(date(2022, 1, 1), date(2027, 1, 1))
SIMPLE: dict[FieldKind, st.SearchStrategy[Value]] = {
    FieldKind.YES_NO: st.booleans(),
    FieldKind.DATE: DAYS,
    FieldKind.TEXT: st.sampled_from(["节能改造", "煤矿"]),
}
EDGES = [0.0, 5.0, 10.0, 15.0, 45.0, 95.0, 100.0, 10_000.0]
PUT = ["{", "[", ": ", "\n  ", "- ", "&a ", "*a", "on: yearly", "after: [X1]", "0"]


def known(field: Field) -> st.SearchStrategy[Value]:
    if field.kind is FieldKind.CHOICE:
        return st.sampled_from([choice.key for choice in field.choices])
    if field.kind is FieldKind.TABLE:
        row = st.fixed_dictionaries({column.key: known(column) for column in field.columns})
        return st.lists(row, max_size=3).map(tuple)
    if field.kind is FieldKind.MONEY:
        return st.integers(0, 10**10) | st.sampled_from([0, 500_000_00])
    simple = {
        FieldKind.YES_NO: st.booleans(),
        FieldKind.DATE: DAYS,
        FieldKind.TEXT: st.sampled_from(["节能改造", "煤矿"]),
    }
    return simple.get(
        field.kind, st.floats(0, 200) | st.sampled_from([0.0, 5.0, 10.0, 15.0, 45.0, 95.0, 100.0, 10_000.0])
    )


def filled(pack: Pack) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({key: known(pack.fields[key]) for key in pack.fact_keys if key in pack.fields})


PROJECTS = st.sampled_from(sorted(BOOKS)).flatmap(lambda name: st.tuples(st.just(name), filled(BOOKS[name])))


def judged(name: str, values: dict[str, Value], occasion: Occasion) -> Assessment:
    cohorts = {"同行业": frozen(1000, 5000, 5000, 9000)} if name == "yearly" else {}
    more = {"initial": Initial(5000, "mid")} if BOOKS[name].grades else {}
    return answer(BOOKS[name], values, occasion=occasion, cohorts=cohorts, **more)


def rank(pack: Pack, found: Assessment) -> tuple[int, int] | None:
    """Return the numbers of both ends of the grade, the worse first."""
    labels = [grade.label for grade in pack.grades]
    if found.grade_low is None or found.grade_high is None:
        return None
    return labels.index(found.grade_low), labels.index(found.grade_high)


@settings(deadline=None)
@given(PROJECTS, st.data(), st.sampled_from(Occasion))
def test_filling_in_what_is_unknown_stays_inside_what_was_said(
    project: tuple[str, dict[str, Value]], data: st.DataObject, occasion: Occasion
):
    name, values = project
    pack = BOOKS[name]
    hidden = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    whole = judged(name, values, occasion)
    partly = judged(name, {key: value for key, value in values.items() if key not in hidden}, occasion)
    assert partly.total_low <= whole.total_low <= whole.total_high <= partly.total_high
    strict = any(gate.refuses_unknown for gate in pack.gates)
    if partly.verdict is not Verdict.UNDECIDED and not strict:
        assert partly.verdict is whole.verdict
    was, now = rank(pack, partly), rank(pack, whole)
    if was is not None and now is not None:
        assert was[0] >= now[0] >= now[1] >= was[1]
    before = {line.rule_id: line.outcome for line in (*partly.gates, *partly.forces)}
    for line in (*whole.gates, *whole.forces):
        told = before[line.rule_id]
        # What holds whether or not it applies is met until that is known.
        assert told in (Outcome.UNKNOWN, line.outcome) or (told, line.outcome) == (Outcome.MET, Outcome.NOT_APPLICABLE)


@settings(deadline=None)
@given(PROJECTS, st.sampled_from(Occasion))
def test_everything_said_can_be_kept_and_is_said_again_alike(project: tuple[str, dict[str, Value]], occasion: Occasion):
    found = judged(*project, occasion)
    assert assessment_from_json(assessment_to_json(found)) == found
    assert judged(*project, occasion) == found


@settings(deadline=None)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.integers(0, 10**6),
    st.integers(0, 30),
    st.text(max_size=12)
    | st.sampled_from(["{", "[", ": ", "\n  ", "- ", "&a ", "*a", "on: yearly", "after: [X1]", "0"]),
)
def test_a_damaged_pack_gives_messages_never_a_crash(name: str, at: int, length: int, put: str):
    source = TEXTS[name]
    at %= len(source)
    changed = source[:at] + put + source[at + length :]
    reading = read_pack(changed.encode("utf-8", "surrogatepass"), "pack.yaml", dictionary())
    assert (reading.pack is None) == bool(reading.faults)
    for fault in reading.faults:
        assert fault.place.line >= 1
