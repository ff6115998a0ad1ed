"""Whole columns and one project at a time say the same, cell by cell; and so does SQLite, by its own means."""

import random
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from climafin.domain.project import Project
from climafin.domain.status import Status
from climafin.expression.answers import Answer, Facts, Unknown
from climafin.expression.block_terms import bits_of
from climafin.expression.blocks import BlockCompiler
from climafin.expression.boundaries import first_float, greatest_equal, least_equal
from climafin.expression.checker import read_expression
from climafin.expression.columns import BLOCK, Block, Column, Columns, is_plain, packed, unknown_column
from climafin.expression.evaluate import evaluator
from climafin.expression.terms import Sort, Term, ValueType
from climafin.rules.answers import Detail, mark_sheet_of, weight_sets_of
from climafin.rules.asking import Asked
from climafin.rules.blocks import Plan
from climafin.rules.columns import columns_of
from climafin.rules.packs import pack_ids, shipped_pack
from climafin.rules.resolving import pack_facts
from tests.fuzz.random_packs import ASKED, made_pack, made_projects
from tests.fuzz.sql_oracle import asked_of_sqlite
from tests.fuzz.test_expression import ASKED as CONDITIONS
from tests.fuzz.test_expression import DAYS, MONEY
from tests.unit.expression.names import VOCABULARY
from tests.unit.rules.block_agreement import disagreements

SEEDS = st.integers(0, 10**9)


# ---- expressions


def _random_answer(draw: random.Random, kind: ValueType) -> Answer | None:  # noqa: PLR0911 - one line per sort
    if draw.random() < 0.2:
        return None
    match kind.sort:
        case Sort.NUMBER:
            return draw.choice([0.0, 1.0, 50.0, draw.random() * 1e3, -2.5, 1e300, 3.0000000000001])
        case Sort.TRUTH:
            return draw.random() < 0.5
        case Sort.CHOICE:
            return draw.choice([choice.key for choice in kind.choices])
        case Sort.CHOICES:
            return frozenset(choice.key for choice in kind.choices if draw.random() < 0.5)
        case Sort.DAY:
            return date(draw.choice([1, 2020, 2025, 2026, 9999]), draw.randint(1, 12), draw.randint(1, 28))
        case Sort.ROWS:
            rows = []
            for _ in range(draw.randint(0, 2)):
                cells = {column.key: _random_answer(draw, column.type) for column in kind.columns}
                rows.append({key: cell for key, cell in cells.items() if cell is not None})
            return tuple(rows)
    return draw.choice(["x", "水", "Lijia Solar"])


def _rows(draw: random.Random, count: int) -> list[dict[str, Answer]]:
    found = []
    for _ in range(count):
        row = {
            name.key: _random_answer(draw, name.type) for name in VOCABULARY.facts if name.type.sort is not Sort.LIST
        }
        found.append({key: one for key, one in row.items() if one is not None} | {"as_of": date(2026, 11, 20)})
    return found


def _column(kind: ValueType, answers: list[Answer | None]) -> Column:
    if not is_plain(kind):
        return Column(kind, answers)  # type: ignore[arg-type]
    dtype = unknown_column(kind, 0).dtype
    return Column(kind, np.array([packed(kind, one) for one in answers], dtype=dtype))


def _block(rows: list[dict[str, Answer]]) -> Block:
    kinds = {name.key: name.type for name in VOCABULARY.facts if name.type.sort is not Sort.LIST}
    columns = {key: _column(kind, [row.get(key) for row in rows]) for key, kind in kinds.items() if key != "as_of"}

    def resolve(facts: dict[str, Answer]) -> Facts:
        return {**facts, "as_of": date(2026, 11, 20)}

    block = Block(len(rows), resolve)
    block.over(Columns([str(at) for at in range(len(rows))], columns, {}))
    block.move(0, len(rows))
    return block


def _said_by_block(term: Term, block: Block) -> list[tuple[object, int]]:
    node = BlockCompiler({"as_of": date(2026, 11, 20)}).node(term)
    value = node.value(block)
    bits = node.reasons(block, np.arange(block.size)).tolist()
    if isinstance(value, tuple):
        sides = zip(value[0].tolist(), value[1].tolist(), strict=True)
        return [(True if yes else False if no else None, why) for (yes, no), why in zip(sides, bits, strict=True)]
    numbers = np.broadcast_to(np.asarray(value), block.size).tolist()
    return [(None if np.isnan(one) else one, why) for one, why in zip(numbers, bits, strict=True)]


def _said_by_one(term: Term, facts: Facts) -> tuple[object, int]:
    answer = evaluator(term)(facts)
    if isinstance(answer, Unknown):
        return None, bits_of(answer)
    return (float(answer.toordinal()) if isinstance(answer, date) else answer), 0


@settings(deadline=None)
@given(CONDITIONS | MONEY | DAYS, SEEDS)
def test_expressions_answer_alike_with_the_same_reasons(text: str, seed: int):
    reading = read_expression(text, VOCABULARY, units_needed=True)
    assume(reading.term is not None)
    assert reading.term is not None
    rows = _rows(random.Random(seed), 12)
    with np.errstate(all="ignore"):
        found = _said_by_block(reading.term, _block(rows))
    assert found == [_said_by_one(reading.term, row) for row in rows]


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(-1e-11, 1e-11))
def test_exact_floats_turn_where_the_tolerant_comparison_does(value: float, off: float):
    near = value * (1 + off)
    for x in (near, value, -value, value + off):
        if abs(x) <= 1.7e308:
            same = abs(x - value) <= 1e-12 * max(abs(x), abs(value))
            assert (x >= least_equal(value)) == (x >= value or same)
            assert (x <= greatest_equal(value)) == (x <= value or same)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_the_first_float_is_found_from_any_guess(value: float, guess: float):
    assert first_float(lambda x: x >= value, guess) == value


# ---- packs


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.sampled_from([5, 16, BLOCK]))
def test_random_packs_answer_alike_in_blocks_of_any_size(seed: int, rows: int):
    pack = made_pack(seed)
    assume(pack is not None)
    assert pack is not None
    assert disagreements(pack, made_projects(seed, 24), ASKED, rows) == []


@settings(deadline=None, max_examples=40)
@given(SEEDS)
def test_a_sheet_of_marks_has_the_totals_of_the_assessment(seed: int):
    pack = made_pack(seed)
    assume(pack is not None)
    assert pack is not None
    answers = Plan(pack, ASKED).answers(columns_of(pack, made_projects(seed, 24)), Detail.MARKS)
    sheet = mark_sheet_of(answers, pack)
    totals = sheet.totals(weight_sets_of(pack))
    row = {uid: at for at, uid in enumerate(answers.uids)}
    order = [row[uid] for uid in sheet.uids]
    assert totals.low.tolist() == answers.total_low[order].tolist()
    assert totals.high.tolist() == answers.total_high[order].tolist()


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_sqlite_says_the_same_of_verdicts_points_and_totals(seed: int):
    pack = made_pack(seed, plain=True)
    assume(pack is not None)
    assert pack is not None
    projects = made_projects(seed, 24)
    answers = Plan(pack, ASKED).answers(columns_of(pack, projects))
    facts = [pack_facts(pack, project, ASKED) for project in projects]
    kept = [{key: one for key, one in row.items() if not isinstance(one, Unknown)} for row in facts]
    for at, said in enumerate(asked_of_sqlite(pack, kept)):
        assert [said[f"s_{gate}"] for gate in answers.gates] == answers.statuses[:, at].tolist()
        lines = [answers.line(rule_id) for rule_id in answers.lines]
        assert [said[f"l_{line.rule_id}"] for line in lines] == [line.points_low[at] for line in lines]
        assert [said[f"h_{line.rule_id}"] for line in lines] == [line.points_high[at] for line in lines]
        for name, column in (("low", answers.total_low), ("high", answers.total_high), ("verdict", answers.verdict),
                             ("g_low", answers.grade_low), ("g_high", answers.grade_high)):  # fmt: skip
            assert said[name] == column[at], name


@pytest.mark.parametrize("pack_id", pack_ids())
def test_shipped_packs_answer_alike_on_the_projects_of_their_cases(pack_id: str):

    pack = shipped_pack(pack_id)
    by_day: dict[date, list[Project]] = {}
    for at, case in enumerate(pack.cases):
        made = Project(f"case {at}", f"P-{at}", Status.DRAFT, case.values, case.notes)
        by_day.setdefault(case.as_of, []).append(made)
    for day, projects in by_day.items():
        assert disagreements(pack, projects, Asked(day, ASKED.at, ASKED.actor)) == []
