"""Library 项目库: what it is called and how it is worked with."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """What a library says of itself.

    Attributes:
        title: its name, shown in the window's title and on paper.
        folder: where it lies.
        is_practice: made for practice; it can never become a real one, nor a real one a practice one.
        single_user: one person may both enter and admit; what is given up is the second pair of eyes.
        schema: the number of the last migration it went through.
        created_at: when it was made.
    """

    title: str
    folder: Path
    is_practice: bool
    single_user: bool
    schema: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sums:
    """One numeric field over several projects; what is unknown is counted apart, never as 0.

    Attributes:
        count: how many projects have a value.
        unknown: how many have none.
        total: the sum (fen for money), or None when no project has a value.
        mean: the mean of the known values, or None.
    """

    count: int
    unknown: int
    total: int | float | None
    mean: float | None
