"""How fast rules run beside the same pack by hand and in other engines; prints the ratios of the speed table.

Minutes long and in need of the extra `bench`, so only when asked for: `CLIMAFIN_BENCHMARKS=1 pytest
tests/benchmarks/test_rules_speed.py`. The clock decides nothing: what is asserted is that all agree cell by cell.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from time import perf_counter

import numpy as np
import pytest

from climafin.base.language import language
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project
from climafin.domain.status import Status
from climafin.expression.columns import Columns
from climafin.rules.answers import Answers, Detail, mark_sheet_of, weight_sets_of
from climafin.rules.asking import Asked
from climafin.rules.assess import assess
from climafin.rules.blocks import Plan
from climafin.rules.cases import examine
from climafin.rules.draw_plan import DrawPlan
from climafin.rules.explaining_whole import headline
from climafin.rules.mark_sheet import grades_of
from climafin.rules.pack import Pack
from climafin.rules.reading import read_pack
from climafin.rules.robustness import robustness
from climafin.rules.standings import Standings
from climafin.rules.weight_draws import drawn_weights
from tests.benchmarks import speed_pack as sp
from tests.benchmarks.speed_by_hand import ByHand
from tests.benchmarks.speed_engines import Duckdb, Numexpr, Polars, Zen, ready, rows_of

pytestmark = [
    pytest.mark.skipif(not os.environ.get("CLIMAFIN_BENCHMARKS"), reason="asked for with CLIMAFIN_BENCHMARKS=1"),
    pytest.mark.timeout(1800),
]
ASKED = Asked(date(2026, 11, 20), datetime(2026, 11, 20, tzinfo=UTC), "张敏")
ZEN_ROWS, MANY = 300, 1_000_000
Told = Callable[[str], None]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return sp.speed_pack()


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def tell(line: str) -> None:
        with capsys.disabled():
            print("\n" + line, end="")  # noqa: T201 - a benchmark's result

    return tell


def best(*works: Callable[[], object], repeats: int) -> list[float]:
    """Return the best time of each in seconds, taken in turns, so that a busy machine is as busy for all."""
    found = [float("inf")] * len(works)
    for _ in range(repeats):
        for at, work in enumerate(works):
            started = perf_counter()
            work()
            found[at] = min(found[at], perf_counter() - started)
    return found


def cells(answers: Answers) -> dict[str, np.ndarray]:
    """Return answers under the names other engines give them; why something is unknown is ours alone."""
    found = {f"s_{gate}": answers.status(gate) for gate in answers.gates}
    for rule_id in answers.lines:
        line = answers.line(rule_id)
        found |= {f"c_{rule_id}": np.maximum(line.clause, -1), f"l_{rule_id}": line.points_low}
        found[f"h_{rule_id}"] = line.points_high
    found |= {"low": answers.total_low, "high": answers.total_high, "verdict": answers.verdict}
    return found | {"g_low": answers.grade_low, "g_high": answers.grade_high}


def differing(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> int:
    """Return in how many cells of those both have they differ."""
    both = ours.keys() & theirs.keys()
    assert len(both) > 100
    return sum(int((ours[key][: len(theirs[key])] != np.asarray(theirs[key])).sum()) for key in both)


def differs_by_hand(answers: Answers, columns: Columns) -> int:
    hand = ByHand().answers(columns)
    pairs = [(answers.statuses, hand.status), (answers.clauses, hand.clause), (answers.verdict, hand.verdict)]
    pairs += [(answers.total_low, hand.total_low), (answers.total_high, hand.total_high)]
    pairs += [(answers.grade_low, hand.grade_low), (answers.grade_high, hand.grade_high)]
    for at, rule_id in enumerate(answers.lines):
        line = answers.line(rule_id)
        pairs += [(line.points_low, hand.low[at]), (line.points_high, hand.high[at])]
    return sum(int((one != other).sum()) for one, other in pairs)


def test_ten_thousand_projects_beside_other_engines(pack: Pack, told: Told):
    columns = sp.library(pack, 10_000)
    plan, hand, facts = Plan(pack, ASKED), ByHand(), ready(pack, columns)
    answers = plan.answers(columns)
    assert differs_by_hand(answers, columns) == 0
    full, totals, by_hand = best(
        lambda: plan.answers(columns),
        lambda: plan.answers(columns, Detail.TOTALS),
        lambda: hand.answers(columns),
        repeats=100,
    )
    told(f"10,000 projects: {full * 1e3:.2f} ms, {full / by_hand:.2f} x by hand (bar 1.25)")
    told(f"explanation against totals only: {100 * (full / totals - 1):+.0f} % (bar +20 %)")
    ours, columnar, table, sql = cells(answers), Numexpr(pack), Polars(pack), Duckdb(pack, facts)
    frame, rows, zen = table.frame(facts), rows_of(facts, ZEN_ROWS), Zen(pack)
    works = {
        "numexpr": (lambda: columnar.answers(facts), 10, 1.0),
        "polars": (lambda: table.answers(frame), 10, 1.0),
        "DuckDB": (sql.answers, 3, 1.0),
        "ZEN": (lambda: zen.answers(rows), 3, 10_000 / ZEN_ROWS),
    }
    for name, (work, repeats, more) in works.items():
        assert differing(ours, work()) == 0, name
        (seconds,) = best(work, repeats=repeats)
        told(f"  {name}: {seconds * more / full:.1f} x ours")


def test_a_million_projects(pack: Pack, told: Told):
    columns = sp.library(pack, MANY)
    plan, hand = Plan(pack, ASKED), ByHand()
    assert differs_by_hand(plan.answers(columns), columns) == 0
    full, by_hand, limit = best(
        lambda: plan.answers(columns), lambda: hand.answers(columns), lambda: _limit(columns), repeats=3
    )
    told(f"1,000,000 projects: {full:.2f} s, {full / by_hand:.2f} x by hand (bar 1.25)")
    told(f"  {full / limit:.1f} x reading and writing (bar 8)")
    told(f"memory over the data: {float(_alone(f'memory_over_the_data({MANY})')):.0f} MiB (bar 200)")


def _alone(call: str) -> str:
    """Return what a function of this file says in a process of its own, with one thread, as services load numpy."""
    code = f"from tests.benchmarks import test_rules_speed as speed; print(speed.{call})"
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout


def draws_alone() -> str:
    """Return seconds and MiB that 1,000 draws over 10,000 projects take."""
    pack = sp.speed_pack()
    answers = Plan(pack, ASKED).answers(sp.library(pack, 10_000), Detail.MARKS)
    sheet, base = mark_sheet_of(answers, pack), weight_sets_of(pack)[""]
    starts = [grade.start for grade in pack.grades if grade.start is not None]
    before = _peak_from_now()
    (seconds,) = best(lambda: robustness(sheet, base, DrawPlan(1_000), top=100, grade_starts=starts), repeats=5)
    return f"{seconds} {_peak() - before}"


def _limit(columns: Columns) -> None:
    """Read all facts once and write as much as the answers take."""
    for column in columns.by_key.values():
        np.copyto(np.empty(len(columns), dtype=column.values.dtype), column.values)  # type: ignore[union-attr]
    np.empty((183, len(columns)), dtype=np.int8).fill(1)


def memory_over_the_data(count: int) -> float:
    """Return by how many MiB assessing raises the greatest memory of this process."""
    pack = sp.speed_pack()
    columns = sp.library(pack, count)
    plan = Plan(pack, ASKED)
    before = _peak_from_now()
    plan.answers(columns)
    return _peak() - before


def _peak_from_now() -> float:
    """Forget the greatest memory so far and return the present one."""
    with open("/proc/self/clear_refs", "w") as peak:  # noqa: PTH123 - no file
        peak.write("5")
    return _peak()


def _peak() -> float:
    with open("/proc/self/status") as status:  # noqa: PTH123 - no file
        found = [line.split()[1] for line in status if line.startswith("VmHWM")]
    return int(found[0]) / 1024 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_the_slider_and_the_draws(pack: Pack, told: Told):
    answers = Plan(pack, ASKED).answers(sp.library(pack, 10_000), Detail.MARKS)
    sheet, sets = mark_sheet_of(answers, pack), weight_sets_of(pack)
    starts = [grade.start for grade in pack.grades if grade.start is not None]

    def slide() -> None:
        totals = sheet.totals(sets)
        totals.order()
        grades_of(totals.low, starts)
        grades_of(totals.high, starts)

    assert sorted(sheet.totals(sets).low.tolist()) == sorted(answers.total_low.tolist())
    (slider,) = best(slide, repeats=100)
    told(f"weight slider, 10,000: {slider * 1e3:.2f} ms (bar 1.2)")
    draws, memory = map(float, _alone("draws_alone()").split())
    plan = DrawPlan(1_000)
    told(f"memory of the draws: {memory:.0f} MiB (bar 64)")
    peer = _pymcdm(sheet.low.T, drawn_weights(sets[""], plan))
    told(f"1,000 draws x 10,000: {draws:.3f} s (bar 0.25), {peer / draws:.0f} x faster than pymcdm")


def _pymcdm(marks: np.ndarray, weights: np.ndarray) -> float:
    """Return how long pymcdm takes for the draws, from a part of them."""
    from pymcdm.helpers import rankdata  # noqa: PLC0415
    from pymcdm.methods import WSM  # noqa: PLC0415

    some, method, types = 20, WSM(), np.ones(marks.shape[1])
    started = perf_counter()
    for row in weights[:some]:
        rankdata(method(marks.astype(np.float64) + 1, row / row.sum(), types), reverse=True)
    return (perf_counter() - started) * len(weights) / some


def test_one_project_and_reading_a_pack(pack: Pack, told: Told):
    columns = sp.library(pack, 10)
    values = {key: column.answer(5) for key, column in columns.by_key.items()}
    known = {key: one * 100 if key in sp.PERCENTS else one for key, one in values.items() if one is not None}  # type: ignore[operator]
    project = Project("u", "P-1", Status.DRAFT, known)  # type: ignore[arg-type]
    standings, words = Standings(Plan(pack, ASKED)), language("zh_CN")
    assert words.say(headline(standings.of(project))) == words.say(headline(assess(pack, project, pack.fields, ASKED)))
    light, whole = best(
        lambda: words.say(headline(standings.of(project))),
        lambda: assess(pack, project, pack.fields, ASKED),
        repeats=500,
    )
    told(f"one project, verdict and text: {light * 1e3:.3f} ms (bar 0.15); with the whole trace {whole * 1e3:.2f} ms")
    source = sp.with_cases().encode()

    def read() -> None:
        found = read_pack(source, "speed.yaml", dictionary()).pack
        assert found is not None
        assert all(not one.faults for one in examine(found, dictionary()))
        Plan(found, ASKED)

    (reading,) = best(read, repeats=10)
    told(f"reading, checking and compiling 45 rules with 12 cases: {reading * 1e3:.0f} ms (bar 60)")
