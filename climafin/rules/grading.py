"""From points to grades: by the total or by a matrix of sub-grades, then what forces a grade, always as a range."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Place
from climafin.domain.assessment import RuleSource
from climafin.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the total it begins at, in 1/100 points; None for the lowest and where a matrix grades."""

    key: str
    label: Label
    start: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a sub-grade; it ends where the next begins.

    Attributes:
        key: its key.
        label: its name.
        start: the points it begins at, in 1/100; None for the lowest.
        is_closed: whether its beginning belongs to it (`from`) or not (`above`).
    """

    key: str
    label: Label
    start: int | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class SubGrade:
    """A grade of one group alone.

    Attributes:
        key: its key.
        title: its name.
        group: key of the group whose points it grades.
        bands: from the fewest points to the most.
        place: where it stands in the file.
    """

    key: str
    title: Label
    group: str
    bands: tuple[Band, ...]
    place: Place

    def band(self, points: int) -> int:
        """Return the number, from 0, of the band that some points (in 1/100) lie in."""
        reached = [
            number
            for number, band in enumerate(self.bands)
            if band.start is None or points > band.start or (band.is_closed and points == band.start)
        ]
        return max(reached)


class How(StrEnum):
    """What a forcing line does with the grade."""

    SET = "set"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Force:
    """A condition that forces the grade whatever the points.

    Attributes:
        rule_id: its id.
        title: its name.
        applies: to which projects and on which occasions, or None for all.
        test: when it forces.
        grade: key of the grade.
        how: what it does with it.
        source: the clause it rests on.
        place: where it stands in the file.
    """

    rule_id: str
    title: Label
    applies: Rule | None
    test: Rule
    grade: str
    how: How
    source: RuleSource
    place: Place


@dataclass(frozen=True, slots=True)
class Span:
    """A range of grades, as numbers in the pack's list, where 0 is the best.

    Attributes:
        worst: the grade when unknowns go badly.
        best: the grade when unknowns go well.
    """

    worst: int
    best: int

    def joined(self, other: "Span") -> "Span":
        """Return the range that holds both."""
        return Span(max(self.worst, other.worst), min(self.best, other.best))

    def forced(self, grade: int, how: How) -> "Span":
        """Return the range after a line that surely forces a grade."""
        if how is How.SET:
            return Span(grade, grade)
        if how is How.AT_MOST:
            return Span(max(self.worst, grade), max(self.best, grade))
        return Span(min(self.worst, grade), min(self.best, grade))


def number_of_total(grades: Sequence[Grade], total: int) -> int:
    """Return the number of the grade of a total in 1/100 points; a total on a line has the better grade."""
    return next(number for number, grade in enumerate(grades) if grade.start is None or total >= grade.start)


def span_of_matrix(matrix: Mapping[tuple[str, ...], int], sub_grades: Iterable[tuple[SubGrade, int, int]]) -> Span:
    """Return the range of grades of a matrix.

    Args:
        matrix: band keys, one of each sub-grade in order, to the number of the grade.
        sub_grades: each sub-grade with the fewest and the most points of its group, in 1/100.
    """
    ways = [[band.key for band in one.bands[one.band(low) : one.band(high) + 1]] for one, low, high in sub_grades]
    found = [matrix[way] for way in product(*ways)]
    return Span(max(found), min(found))
