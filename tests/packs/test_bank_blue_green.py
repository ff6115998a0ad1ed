"""The bank's pre-screen: penalties one by one, the day three years ago, and parameters of the loan's own day.

Source: rulebook-bank-blue-green BB-X1; incentives crst; test vectors 1 and 5.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.domain.assessment import Assessment, Outcome
from climafin.domain.project import Value
from climafin.domain.verdict import Verdict
from climafin.rules.packs import shipped_pack
from tests.unit.rules.books.made import TODAY, answer, outcomes

THREE_YEARS_AGO = date(2023, 11, 20)
FEN = 1_000_000  # in 10,000 CNY


def screened(as_of: date = TODAY, **values: Value) -> Assessment:
    return answer(shipped_pack("bank-blue-green"), values, as_of)


def penalty(day: date, fen: int) -> dict[str, Value]:
    return {"on": day, "amount": fen}


@pytest.mark.parametrize(
    ("day", "fen", "outcome"),
    [
        (THREE_YEARS_AGO, 50 * FEN, Outcome.MET),
        (THREE_YEARS_AGO, 50 * FEN + 100, Outcome.NOT_MET),
        (THREE_YEARS_AGO - timedelta(days=1), 50 * FEN + 100, Outcome.MET),
        (TODAY, 50 * FEN + 1, Outcome.NOT_MET),
    ],
)
def test_half_a_million_and_three_years_to_the_day(day: date, fen: int, outcome: Outcome):
    found = screened(env_penalties=(penalty(day, fen),))  # type: ignore[arg-type]  # a row of a table
    assert outcomes(found)["BB-X1"] is outcome


def test_a_blank_answer_is_not_none():
    assert outcomes(screened())["BB-X1"] is Outcome.UNKNOWN
    assert outcomes(screened(env_penalties=()))["BB-X1"] is Outcome.MET


@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), TODAY), st.integers(0, 100 * FEN)),
        max_size=6,
    )
)
def test_one_penalty_is_enough_and_small_ones_do_not_add_up(rows: list[tuple[date, int]]):
    found = screened(env_penalties=tuple(penalty(day, fen) for day, fen in rows))  # type: ignore[arg-type]  # as above
    stops = any(day >= THREE_YEARS_AGO and fen > 50 * FEN for day, fen in rows)
    assert outcomes(found)["BB-X1"] is (Outcome.NOT_MET if stops else Outcome.MET)
    assert found.verdict is (Verdict.REFUSED if stops else Verdict.UNDECIDED)


@pytest.mark.parametrize("as_of", [date(2026, 1, 20), date(2030, 1, 1)])
@pytest.mark.parametrize(
    ("day", "supported", "rate"),
    [
        (date(2026, 1, 14), Outcome.NOT_MET, 1.5),
        (date(2026, 1, 15), Outcome.MET, 1.5),
        (date(2026, 1, 18), Outcome.MET, 1.5),
        (date(2026, 1, 19), Outcome.MET, 1.25),
        (date(2021, 11, 8), Outcome.NOT_MET, 1.75),
    ],
)
def test_a_loan_keeps_the_fields_and_the_rate_of_its_day(as_of: date, day: date, supported: Outcome, rate: float):
    values: dict[str, Value] = {"financing_need": 5000 * FEN, "facility_field": "energy_retrofit", "loan_on": day}
    found = screened(as_of, **values)
    assert outcomes(found)["CRST-1"] is supported
    (part,) = [one.value for one in found.derived if one.name == "资金成本中工具部分"]
    assert part == pytest.approx(rate * 0.6)
