"""Library 项目库: what it is called and how it is worked with."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from climafin.base.messages import Label
from climafin.domain.verdict import Verdict


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


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who is working on a library.

    Attributes:
        person: the name in the history.
        machine: the computer's name.
        process: the process's number on it.
        since: when the library was opened.
    """

    person: str
    machine: str
    process: int
    since: datetime


@dataclass(frozen=True, slots=True)
class AssessmentHead:
    """What lists show of a current assessment, without its trace.

    Attributes:
        uid: the project.
        number: its number.
        name: its name, or "".
        verdict: the gates together.
        score_low: the total when unknowns go badly, in 1/100 points.
        score_high: the total when unknowns go well, in 1/100 points.
        maximum: the most that could be had, in 1/100.
        grade_low: the grade of `score_low`, or None when the project is refused.
        grade_high: the grade of `score_high`, or None when the project is refused.
        missing: how many facts were needed and unknown.
        as_of: the date whose rules applied.
        is_outdated: the project was changed after it was assessed.
    """

    uid: str
    number: str
    name: str
    verdict: Verdict
    score_low: int
    score_high: int
    maximum: int
    grade_low: Label | None
    grade_high: Label | None
    missing: int
    as_of: date
    is_outdated: bool = False
