"""Sessions at a library of one's own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.services.libraries import create_library
from climafin.services.session import Session


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 20, 9, 0, tzinfo=OFFICE_ZONE))


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with create_library(tmp_path / "lib", "张敏", title="两江新区项目库", clock=clock) as made:
        yield made
