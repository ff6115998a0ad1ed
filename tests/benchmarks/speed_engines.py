"""The pack of `speed_pack` said to other engines; limits come to them as ready columns, which favours them.

Each engine fills the same arrays: status by gate; clause, low and high points by line; totals, verdict and grades.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from climafin.expression import terms as t
from climafin.expression.columns import Columns
from climafin.expression.terms import Sort, Term
from climafin.rules.pack import Criterion, Pack
from climafin.rules.scales.curve import Curve
from climafin.rules.scales.labels import Labels, YesNo
from climafin.rules.scales.steps import Steps
from climafin.rules.weighing import points
from tests.benchmarks import speed_pack as sp

Cells = Mapping[str, npt.NDArray]


def ready(pack: Pack, columns: Columns) -> dict[str, npt.NDArray]:
    """Return the facts as arrays, limits among them; unknown is NaN, 0 in flags, -1 in choices."""
    found = {key: column.values for key, column in columns.by_key.items()}
    for name, (by, values) in sp.LIMITS.items():
        found[name] = np.array([*map(float, values), np.nan])[found[by]]
    return found  # type: ignore[return-value]


def names(pack: Pack) -> list[str]:
    """Return what every engine answers."""
    lines = [*(one.rule_id for one in pack.criteria), *(one.rule_id for one in pack.bonus)]
    found = [f"s_{gate.rule_id}" for gate in pack.gates]
    found += [f"{part}_{line}" for line in lines for part in "clh"]
    return [*found, "low", "high", "verdict", "g_low", "g_high"]


@dataclass(frozen=True)
class Words:
    """How an engine writes what the pack needs.

    Attributes:
        known: that a number is known.
        either: a choice by a condition.
        guards: what is not known must be asked for before it is computed with.
        joins: and, or.
    """

    known: Callable[[str], str]
    either: Callable[[str, str, str], str]
    guards: bool
    joins: tuple[str, str] = ("&", "|")


NUMEXPR = Words(lambda x: f"({x} == {x})", lambda c, a, b: f"where({c}, {a}, {b})", guards=False)
ZEN = Words(lambda x: f"({x} != null)", lambda c, a, b: f"({c} ? {a} : {b})", guards=True, joins=("and", "or"))


class Masks:
    """Conditions as pairs of texts, surely yes and surely no, for engines that know no unknown."""

    def __init__(self, words: Words) -> None:
        self.w = words

    def number(self, term: Term) -> str:
        """Return a number that is unknown where a fact is, or where it is divided by nothing."""
        said = self._raw(term)
        zero = [f"({self._raw(part)} == 0)" for part in _divisors(term)]
        if self.w.guards:
            odd = [*(f"({key} == null)" for key in t.fact_keys(term)), *zero]
            return said if isinstance(term, (t.Fact, t.Constant)) else f"({' or '.join(odd)} ? null : {said})"
        return f"where({' | '.join(zero)}, nothing, {said})" if zero else said

    def _raw(self, term: Term) -> str:
        match term:
            case t.Constant(value=value):
                return repr(float(value))  # type: ignore[arg-type]
            case t.Fact(key=key):
                return key
            case t.Total(parts=parts):
                signs = "".join(f" {'+' if sign > 0 else '-'} {self._raw(part)}" for sign, part in parts[1:])
                return f"({self._raw(parts[0][1])}{signs})"
            case t.Ratio(parts=parts):
                signs = "".join(f" {sign} {self._raw(part)}" for sign, part in parts[1:])
                return f"({self._raw(parts[0][1])}{signs})"
        raise AssertionError(term)

    def pair(self, term: Term) -> tuple[str, str]:
        and_, or_ = self.w.joins
        match term:
            case t.Fact(key=key):
                return f"({key} > 0)", f"({key} < 0)"
            case t.Comparison(sign=sign, left=left, right=right):
                return self._comparison(sign, left, right)
            case t.OneOf(item=item, options=options):
                name = item.key  # type: ignore[union-attr]
                held = "(" + f" {or_} ".join(f"({name} == {_place(one)})" for one in options) + ")"
                apart = f" {and_} ".join(f"({name} != {_place(one)})" for one in options)
                return held, f"(({name} >= 0) {and_} {apart})"
            case t.Negation(item=item):
                yes, no = self.pair(item)
                return no, yes
            case t.All(parts=parts) | t.Any(parts=parts):
                yes, no = zip(*map(self.pair, parts), strict=True)
                if isinstance(term, t.Any):
                    and_, or_ = or_, and_
                return f"({f' {and_} '.join(yes)})", f"({f' {or_} '.join(no)})"
        raise AssertionError(term)

    def _comparison(self, sign: str, left: Term, right: Term) -> tuple[str, str]:
        and_ = self.w.joins[0]
        if left.type.sort is Sort.CHOICE:
            name, place = left.key, _place(right.value)  # type: ignore[union-attr]
            same, other = f"({name} == {place})", f"(({name} >= 0) {and_} ({name} != {place}))"
            return (same, other) if sign == "=" else (other, same)
        signs = {"<": ("<", ">="), "≤": ("<=", ">"), ">": (">", "<="), "≥": (">=", "<")}
        a, b = self.number(left), self.number(right)
        known = " ".join(f"({one} != null) {and_}" for one in (a, b) if self.w.guards and not one[0].isdigit())
        return tuple(f"({known} ({a} {one} {b}))" for one in signs[sign])  # type: ignore[return-value]

    def whole(self, criterion: Criterion) -> str:
        assert criterion.value is not None
        said, factor = self.number(criterion.value.term), criterion.unit.factor
        scaled = said if factor.denominator == 1 else f"({said} * {factor.denominator})"
        size = f"floor(abs({scaled}) * {10**criterion.decimals} * 1.000000000001 + 0.5)"
        signed = size if criterion.rule_id != "C18" else self.w.either(f"{scaled} >= 0", size, f"(0 - {size})")
        return f"({said} == null ? null : {signed})" if self.w.guards else signed

    def line(self, criterion: Criterion, x: str) -> tuple[str, str, str]:
        """Return clause, fewest and most points by what was measured."""
        either, weight = self.w.either, criterion.weight
        lowest, highest = (str(points(mark, weight)) for mark in criterion.scale.reach())
        match criterion.scale:
            case Steps() | Curve():
                if isinstance(criterion.scale, Steps):
                    marks = [step.marks for step in criterion.scale.steps]
                    starts = [round(step.start.term.value * 10**criterion.decimals / criterion.unit.factor)  # type: ignore[union-attr]
                              for step in criterion.scale.steps[1:]]  # fmt: skip
                    values, sign = [str(points(mark, weight)) for mark in marks], ">="
                else:
                    shape = criterion.scale.points
                    starts, sign = [at for at, _ in shape], ">"
                    values = [str(points(shape[0][1], weight))]
                    for (x0, y0), (x1, y1) in pairwise(shape):
                        mark = (
                            f"floor((2.0 * ({y0} * ({x1} - {x}) + {y1} * ({x} - {x0})) + {x1 - x0}) / {2 * (x1 - x0)})"
                        )
                        values.append(f"floor((2.0 * {mark} * {weight} + 10000) / 20000)")
                    values.append(str(points(shape[-1][1], weight)))
                clause, worth = "0", values[0]
                for at, start in enumerate(starts):
                    clause = either(f"{x} {sign} {start}", str(at + 1), clause)
                    worth = either(f"{x} {sign} {start}", values[at + 1], worth)
                known = self.w.known(x)
                return either(known, clause, "-1"), either(known, worth, lowest), either(known, worth, highest)
            case Labels(marks=by_answer):
                low, high = lowest, highest
                for at, mark in enumerate(by_answer.values()):
                    low, high = (either(f"{x} == {at}", str(points(mark, weight)), end) for end in (low, high))
                return x, low, high
        raise AssertionError(criterion.scale)

    def flag(self, term: Term, worth: int) -> tuple[str, str, str]:
        yes, no = self.pair(term)
        either = self.w.either
        return either(yes, "0", either(no, "1", "-1")), either(yes, str(worth), "0"), either(no, "0", str(worth))


def _divisors(term: Term) -> list[Term]:
    parts = [part for one in t.walk(term) if isinstance(one, t.Ratio) for sign, part in one.parts if sign == "/"]
    return [part for part in parts if not isinstance(part, t.Constant)]


def _place(answer: object) -> int:
    return int(str(answer)[1:])


def _texts(pack: Pack, masks: Masks) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is measured, and every cell but the totals, as texts."""
    measured: dict[str, str] = {}
    cells: dict[str, str] = {}
    for gate in pack.gates:
        yes, no = masks.pair(gate.test.term)
        cells[f"s_{gate.rule_id}"] = masks.w.either(yes, "1", masks.w.either(no, "-1", "0"))
    for one in pack.criteria:
        assert one.value is not None
        if isinstance(one.scale, YesNo):
            line = masks.flag(one.value.term, points(one.scale.yes, one.weight))
        elif isinstance(one.scale, Labels):
            line = masks.line(one, one.value.term.key)  # type: ignore[union-attr]
        else:
            whole = masks.whole(one)
            measured[f"x_{one.rule_id}"] = whole
            line = masks.line(one, f"x_{one.rule_id}")
        cells |= {f"{part}_{one.rule_id}": text for part, text in zip("clh", line, strict=True)}
    for item in pack.bonus:
        line = masks.flag(item.test.term, item.points)
        cells |= {f"{part}_{item.rule_id}": text for part, text in zip("clh", line, strict=True)}
    return measured, cells


def _ends(pack: Pack, masks: Masks) -> list[dict[str, str]]:
    """Return totals, verdict and grades as texts, in steps that read the ones before."""
    either, or_ = masks.w.either, masks.w.joins[1]
    first = {}
    for end, name in (("l", "low"), ("h", "high")):
        whole = " + ".join(f"{end}_{one.rule_id}" for one in pack.criteria)
        extra = " + ".join(f"{end}_{item.rule_id}" for item in pack.bonus)
        first[name] = f"{whole} + {either(f'({extra}) > {pack.bonus_cap}', str(pack.bonus_cap), f'({extra})')}"
    out, open_ = (f" {or_} ".join(f"(s_{gate.rule_id} == {state})" for gate in pack.gates) for state in (-1, 0))
    first["verdict"] = either(out, "2", either(open_, "1", "0"))
    second = {}
    for name in ("low", "high"):
        grade = str(len(pack.grades) - 1)
        for at in range(len(pack.grades) - 2, -1, -1):
            grade = either(f"{name} >= {pack.grades[at].start}", str(at), grade)
        second[f"g_{name}"] = either("verdict == 2", "-1", grade)
    return [first, second]


class Numexpr:
    """numexpr, each text compiled once."""

    def __init__(self, pack: Pack) -> None:
        import numexpr  # noqa: PLC0415

        numexpr.set_num_threads(1)
        masks = Masks(NUMEXPR)
        self._numexpr = numexpr
        self._pack = pack
        self._steps = [*_texts(pack, masks), *_ends(pack, masks)]

    def answers(self, facts: Cells) -> Cells:
        known = {**facts, "nothing": np.array(np.nan)}
        with np.errstate(all="ignore"):
            for step in self._steps:
                known |= {name: self._numexpr.evaluate(text, known) for name, text in step.items()}
        return known


class Zen:
    """zen-engine, four compiled expressions one after the other, project by project."""

    def __init__(self, pack: Pack) -> None:
        import zen  # noqa: PLC0415

        masks = Masks(ZEN)
        self._steps = [zen.compile_expression("{" + ", ".join(f"{name}: {text}" for name, text in one.items()) + "}")
                       for one in (*_texts(pack, masks), *_ends(pack, masks))]  # fmt: skip

    def answers(self, rows: list[dict[str, float | None]]) -> Cells:
        found = []
        for row in rows:
            known = dict(row)
            for step in self._steps:
                known |= step.evaluate(known)
            found.append(known)
        return {
            name: np.array([row[name] for row in found], dtype=np.float64)
            for name in found[0]
            if name[1] == "_" or name in ("low", "high", "verdict", "g_low", "g_high")
        }


def rows_of(facts: Cells, count: int) -> list[dict[str, float | None]]:
    """Return the first projects as rows."""
    return [
        {
            key: None if column.dtype.kind == "f" and np.isnan(column[row]) else column[row].item()
            for key, column in facts.items()
        }
        for row in range(count)
    ]


class Polars:
    """polars, lazily, all cells in one query a step."""

    def __init__(self, pack: Pack) -> None:
        import polars  # noqa: PLC0415

        self._pl = polars
        self._pack = pack
        # Unknown is null there, which is no yes: the same masks do.
        masks = Masks(NUMEXPR)
        self._steps = [*_texts(pack, masks), *_ends(pack, masks)]
        self._exprs = [[self._expr(text).alias(name) for name, text in step.items()] for step in self._steps]

    def frame(self, facts: Cells):
        return self._pl.DataFrame(dict(facts)).fill_nan(None)

    def _expr(self, text: str):
        pl = self._pl

        class Names(dict):
            def __missing__(self, key: str) -> object:
                return pl.col(key)

        def where(test: object, one: object, other: object) -> object:
            return pl.when(test).then(one).otherwise(other)

        names_ = Names(nothing=pl.lit(None), where=where, floor=lambda x: x.floor(), abs=lambda x: x.abs())
        return eval(text, {"__builtins__": {}}, names_)

    def answers(self, frame: Any) -> Cells:  # noqa: ANN401 - polars' own
        for step in self._exprs:
            frame = frame.with_columns(step)
        return {name: frame[name].to_numpy() for name in names(self._pack)}


class Duckdb:
    """DuckDB, one query."""

    def __init__(self, pack: Pack, facts: Cells) -> None:
        import duckdb  # noqa: PLC0415

        from tests.fuzz.sql_oracle import SqlPack  # noqa: PLC0415

        self._base = duckdb.connect()
        self._base.execute("SET threads = 1")
        self._pack = pack
        kept = {key: column for key, column in facts.items() if key not in sp.LIMITS}
        frame = {"row": np.arange(len(next(iter(kept.values())))), **kept}  # noqa: F841 - read by its name
        said = ["row"]
        for key, column in kept.items():
            if column.dtype.kind == "f":
                said.append(f"CASE WHEN isnan({key}) THEN NULL ELSE {key} END AS {key}")
            elif key in sp.FLAGS:
                said.append(f"CASE {key} WHEN 1 THEN 1 WHEN -1 THEN 0 END AS {key}")
            else:
                said.append(f"CASE WHEN {key} < 0 THEN NULL ELSE '{key[-1]}' || {key} END AS {key}")
        self._base.execute(f"CREATE TABLE facts AS SELECT {', '.join(said)} FROM frame")
        lines = [one.rule_id for one in pack.criteria]
        wanted = [f"s_{gate.rule_id}" for gate in pack.gates]
        wanted += [f"coalesce(c_{line}, -1) AS c_{line}" for line in lines]
        wanted += [f"{end}_{line}" for line in (*lines, *(item.rule_id for item in pack.bonus)) for end in "lh"]
        wanted += ["low", "high", "verdict", "g_low", "g_high"]
        query = SqlPack(pack, greatest="greatest", is_exact=True).query()
        head, _, tail = query.rpartition("SELECT * FROM")
        self._query = f"{head}SELECT {', '.join(wanted)} FROM{tail}"

    def answers(self) -> Cells:
        return self._base.execute(self._query).fetchnumpy()
