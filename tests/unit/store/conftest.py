"""A library of one's own, and the moment in which the tests happen."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.store.library import Library


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 20, 9, 0, tzinfo=OFFICE_ZONE))


@pytest.fixture
def library(tmp_path: Path, clock: FixedClock) -> Iterator[Library]:
    made = Library.create(tmp_path / "lib", title="两江新区项目库", is_practice=False, person="张敏", clock=clock)
    yield made
    made.close()
