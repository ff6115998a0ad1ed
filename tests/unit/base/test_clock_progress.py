"""Time can be fixed, and long work can be stopped between two pieces."""

from datetime import UTC, datetime

import pytest

from climafin.base.clock import OFFICE_ZONE, Clock, FixedClock
from climafin.base.errors import CallProblem, Cancelled, ClimaFinError, DataProblem, LibraryProblem, Refused
from climafin.base.messages import message
from climafin.base.progress import CancelFlag, NoProgress


def test_the_offices_day_begins_in_chongqing():
    late_in_london = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert FixedClock(late_in_london).today().isoformat() == "2026-11-21"


def test_the_wall_clock_is_aware():
    assert Clock().now().tzinfo is OFFICE_ZONE


def test_cancel_is_heard_at_the_next_step():
    flag = CancelFlag()
    flag.check()
    flag.cancel()
    with pytest.raises(Cancelled):
        flag.check()


def test_who_does_not_look_is_not_disturbed():
    NoProgress().step(1, 2, message("The file is empty."))


@pytest.mark.parametrize(
    ("kind", "code"), [(DataProblem, 1), (CallProblem, 2), (LibraryProblem, 3), (Refused, 4), (Cancelled, 4)]
)
def test_each_failure_has_its_exit_code(kind: type[ClimaFinError], code: int):
    failure = kind(message("The file is empty."))
    assert failure.exit_code == code
    assert str(failure) == "The file is empty."
