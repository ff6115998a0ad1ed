"""Cohorts 同类群组: a project's place among others, whose values were frozen on a day.

Equal values share a rank, and the next rank is skipped (1, 2, 2, 4). The percentile is the share of the class
at least as good, the project itself included: the best of 50 stands at 2 %. `from_last` is the share at most
as good: the last of 50 stands at 2 %, so that "the last 1 %" can hold only from 100 projects on.
"""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from climafin.base.messages import Label
from climafin.base.yaml_nodes import Place
from climafin.domain.assessment import RuleSource
from climafin.expression.evaluate import Answer, Reason, Unknown
from climafin.expression.terms import Sort, ValueType
from climafin.expression.units import BARE, PERCENT, Unit
from climafin.expression.vocabulary import FactName
from climafin.rules.rounding import from_last_decimal, in_last_decimal
from climafin.rules.rule import Rule

Row = tuple[str, ...]
Values = Mapping[str, Answer]
_SMALL = Unknown(reasons=frozenset({Reason.SMALL_COHORT}))
_NOT_FROZEN = Unknown(reasons=frozenset({Reason.NOT_SET}))


class Figure(StrEnum):
    """What can be asked of a cohort."""

    RANK = "rank"
    COUNT = "count"
    PERCENTILE = "percentile"
    FROM_LAST = "from_last"
    MEDIAN = "median"
    MEAN = "mean"

    @property
    def label(self) -> Label:
        """The figure's name in both languages."""
        return _FIGURES[self]


_FIGURES = {
    Figure.RANK: Label("排名", "rank"),
    Figure.COUNT: Label("数量", "count"),
    Figure.PERCENTILE: Label("百分位", "percentile"),
    Figure.FROM_LAST: Label("末位百分位", "share from the last"),
    Figure.MEDIAN: Label("中位数", "median"),
    Figure.MEAN: Label("均值", "mean"),
}
#: Figures that need the project's own value; the others are the same for all its class.
OF_PROJECT = (Figure.RANK, Figure.PERCENTILE, Figure.FROM_LAST)
SHARES = (Figure.PERCENTILE, Figure.FROM_LAST)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Which projects are compared, and by what.

    Attributes:
        name: the name expressions use before the dot.
        label: its name for people.
        of: which projects are counted, or None for all.
        by: keys of the choice facts that make the classes; () for one class.
        value: what is compared.
        unit: the value's unit.
        decimals: the value is rounded to so many decimals, once.
        high_is_better: whether more is better.
        minimum: with fewer projects in the class nothing but their number can be told.
        is_last_year: the values are those frozen at the end of last year, not the present ones.
        source: the clause it rests on.
        place: where it stands in the file.
    """

    name: str
    label: Label
    of: Rule | None
    by: tuple[str, ...]
    value: Rule
    unit: Unit
    decimals: int
    high_is_better: bool
    minimum: int
    is_last_year: bool
    source: RuleSource
    place: Place

    def key(self, figure: Figure) -> str:
        """Return the fact key of one of its figures."""
        return f"{self.name}.{figure}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The fact keys of all its figures."""
        return tuple(self.key(figure) for figure in Figure)

    @property
    def facts(self) -> tuple[str, ...]:
        """What a project's place in it hangs on."""
        return (*self.by, *self.value.facts)

    def names(self) -> tuple[FactName, ...]:
        """Return the names its figures answer to."""
        return tuple(
            FactName(
                self.key(figure),
                Label(f"{self.name}.{figure.label.zh}", f"{self.label.en}: {figure.label.en}"),
                ValueType(Sort.NUMBER, self._unit(figure)),
            )
            for figure in Figure
        )

    def _unit(self, figure: Figure) -> Unit:
        if figure in SHARES:
            return PERCENT
        return BARE if figure in (Figure.RANK, Figure.COUNT) else self.unit

    def row(self, facts: Values) -> Row | Unknown:
        """Return the class of a project."""
        unknown: Unknown | None = None
        found: list[str] = []
        for key in self.by:
            answer = facts.get(key)
            if isinstance(answer, str):
                found.append(answer)
            else:
                missing = Unknown(frozenset({key}))
                unknown = missing if unknown is None else unknown.with_(missing)
        return tuple(found) if unknown is None else unknown

    def whole(self, facts: Values) -> int | Unknown:
        """Return a project's value in whole numbers of the last kept decimal."""
        answer = self.value.answer(facts)
        if isinstance(answer, Unknown):
            return answer
        assert isinstance(answer, float)  # reading lets only numbers through
        whole = in_last_decimal(self.unit, self.decimals, answer)
        return Unknown(reasons=frozenset({Reason.TOO_LARGE})) if whole is None else whole

    def answers(self, facts: Values, frozen: "FrozenCohort | None") -> dict[str, Answer]:
        """Return every figure for the facts of a project, by fact key."""
        row = self.row(facts)
        if frozen is None or isinstance(row, Unknown):
            unknown = _NOT_FROZEN if frozen is None else row
            return dict.fromkeys(self.keys, unknown)  # type: ignore[arg-type]  # one of the two is unknown
        values = frozen.values.get(row, ())
        found: dict[str, Answer] = dict.fromkeys(self.keys, _SMALL)
        found[self.key(Figure.COUNT)] = float(len(values))
        if len(values) < self.minimum:
            return found
        found[self.key(Figure.MEDIAN)] = self._base(median(values))
        found[self.key(Figure.MEAN)] = self._base(mean(values))
        own = self.whole(facts)
        if isinstance(own, Unknown):
            return found | {self.key(figure): own for figure in OF_PROJECT}
        better, as_good = placed(values, own, high_is_better=self.high_is_better)
        found[self.key(Figure.RANK)] = float(better + 1)
        found[self.key(Figure.PERCENTILE)] = (better + as_good) / len(values)
        found[self.key(Figure.FROM_LAST)] = (len(values) - better) / len(values)
        return found

    def _base(self, whole: int) -> float:
        return from_last_decimal(self.unit, self.decimals, whole)


@dataclass(frozen=True, slots=True)
class FrozenCohort:
    """The values of a cohort on a day; assessments that name its digest can be repeated at any time.

    Attributes:
        name: the cohort's name in the pack.
        values: class to the values of its projects, in whole numbers of the last kept decimal, rising.
        as_of: the day whose facts they are.
        source: the library and moment they were taken from, in words.
        left_out: projects that belong to it or may, and have no value or no class.
    """

    name: str
    values: Mapping[Row, tuple[int, ...]]
    as_of: date
    source: str
    left_out: int = 0

    @property
    def digest(self) -> str:
        """SHA-256 of name, day and values, hex."""
        rows = sorted((list(row), list(values)) for row, values in self.values.items())
        text = json.dumps([self.name, self.as_of.isoformat(), rows], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def freeze(cohort: Cohort, projects: Iterable[Values], as_of: date, source: str) -> FrozenCohort:
    """Return a cohort's values over a library.

    Args:
        cohort: which projects count, and by what.
        projects: the facts of every project of the library, limits and derived values among them.
        as_of: the day whose facts they are.
        source: where they come from, in words.
    """
    found: dict[Row, list[int]] = {}
    left_out = 0
    for facts in projects:
        counted: Answer = True if cohort.of is None else cohort.of.answer(facts)
        if counted is False:
            continue
        row, whole = cohort.row(facts), cohort.whole(facts)
        if isinstance(counted, Unknown) or isinstance(row, Unknown) or isinstance(whole, Unknown):
            left_out += 1
        else:
            found.setdefault(row, []).append(whole)
    values = {row: tuple(sorted(found[row])) for row in sorted(found)}
    return FrozenCohort(cohort.name, values, as_of, source, left_out)


def placed(values: tuple[int, ...], own: int, *, high_is_better: bool) -> tuple[int, int]:
    """Return how many of some rising values are better than one's own, and how many are as good."""
    below, up_to = bisect_left(values, own), bisect_right(values, own)
    better = len(values) - up_to if high_is_better else below
    return better, up_to - below


def mean(values: tuple[int, ...]) -> int:
    """Return the mean of whole numbers as a whole number, halves away from zero."""
    return _divided(sum(values), len(values))


def median(values: tuple[int, ...]) -> int:
    """Return the middle of rising whole numbers, or the mean of the two in the middle, halves away from zero."""
    half = len(values) // 2
    return values[half] if len(values) % 2 else _divided(values[half - 1] + values[half], 2)


def _divided(total: int, parts: int) -> int:
    whole = (2 * abs(total) + parts) // (2 * parts)
    return whole if total >= 0 else -whole
