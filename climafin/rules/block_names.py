"""What packs give names, in blocks: limits, derived values, figures of cohorts, gates that others hang on."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from climafin.expression.answers import Reason, Unknown
from climafin.expression.block_numbers import TableNumber
from climafin.expression.block_terms import (
    BIT,
    MISSING,
    TOO_LARGE,
    Bits,
    FilledNumber,
    NumberNode,
    PlaceNode,
    bit_where,
    floats,
)
from climafin.expression.block_truths import AllOf, FactPlace
from climafin.expression.blocks import BlockCompiler
from climafin.expression.columns import Array, Block, Floats, Places, is_plain
from climafin.expression.terms import AS_OF_KEY, Fact, Sort, ValueType
from climafin.rules.asking import Asked
from climafin.rules.block_rounding import RoundedNumber, Rounding
from climafin.rules.cohorts import OF_PROJECT, Cohort, Figure, FrozenCohort, mean, median
from climafin.rules.derived import Derived
from climafin.rules.facts import AS_OF
from climafin.rules.gates import gate_key
from climafin.rules.limits import DatedTable, Limit, look_up
from climafin.rules.pack import Pack
from climafin.rules.rounding import from_last_decimal

_NOT_IN_TABLE, _NOT_IN_FORCE = BIT[Reason.NOT_IN_TABLE], BIT[Reason.NOT_IN_FORCE]


def name_all(compiler: BlockCompiler, pack: Pack, asked: Asked) -> None:
    """Tell the compiler every name of a pack, each in the order in which they may read one another."""
    for limit in pack.limits:
        _name_limit(compiler, pack, limit, asked)
    for derived in pack.derived:
        _name_derived(compiler, derived)
    for cohort in pack.cohorts:
        _name_cohort(compiler, pack, cohort, asked.cohorts.get(cohort.name))
    for gate in pack.gates:
        if gate.rule_id in pack.hung_on:
            test = compiler.truth(gate.test.term)
            scope = () if gate.applies is None else (compiler.truth(gate.applies.term),)
            compiler.name(gate_key(gate.rule_id), AllOf((*scope, test), is_any=False))


# ---- limits


def _name_limit(compiler: BlockCompiler, pack: Pack, limit: Limit, asked: Asked) -> None:
    supplied = asked.parameters.get(limit.name)
    is_fixed = not limit.by and limit.dated_by == AS_OF.key
    if is_fixed or not limit.tables or (supplied is not None and limit.delegated is not None):
        compiler.fix(limit.name, look_up(limit, {AS_OF_KEY: asked.as_of}, supplied).answer)
        return
    tables = limit.tables
    if limit.dated_by == AS_OF.key:
        tables = tuple(table for table in limit.tables if table.since <= asked.as_of)[-1:]
        if not tables:
            compiler.fix(limit.name, Unknown(reasons=frozenset({Reason.NOT_IN_FORCE})))
            return
    kinds = [pack.vocabulary[key].type for key in limit.by]
    axes = [_Axis(key, kind, tables) for key, kind in zip(limit.by, kinds, strict=True)]
    if not all(axis.is_plain for axis in axes):
        kind = pack.vocabulary[limit.name].type
        compiler.name(limit.name, FilledNumber(kind, lambda facts: facts[limit.name]))
        return
    compiler.name(limit.name, _table_number(limit, axes, tables))


class _Axis:
    """One of the facts a limit is looked up by."""

    def __init__(self, key: str, kind: ValueType, tables: tuple[DatedTable, ...]) -> None:
        self.key = key
        self._kind = kind
        self.is_plain = is_plain(kind)
        self.keys = [choice.key for choice in kind.choices]
        if kind.sort is Sort.DAY:
            years = {part for table in tables for row in table.rows for part in row if part.isdecimal()}
            self.keys = ["", *sorted(years)]

    def places(self, block: Block) -> Array:
        """Return the place of each row's answer, -1 where it is not known; 0 for a year that no table has."""
        column = block.column(self.key, self._kind)
        if self._kind.sort is not Sort.DAY:
            return column
        day = (column.astype(np.int64) - 719_163).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
        found = np.zeros(block.size, dtype=np.int16)
        for at, year in enumerate(self.keys[1:], 1):
            found[day + 1970 == int(year)] = at
        found[column == np.iinfo(np.int32).min] = -1
        return found


def _table_number(limit: Limit, axes: list[_Axis], tables: tuple[DatedTable, ...]) -> TableNumber:
    values: list[float] = []
    for table in tables:
        rows: list[tuple[str, ...]] = [()]
        for axis in axes:
            rows = [(*row, key) for row in rows for key in axis.keys]
        found = (table.rows.get(row, table.otherwise) for row in rows)
        values += [np.nan if one is None else one for one in found]
    bits = [_NOT_IN_TABLE if one != one else 0 for one in values]  # noqa: PLR0124 - NaN differs from itself
    ends = np.array([*values, np.nan, np.nan], dtype=np.float64)
    why = np.array([*bits, _NOT_IN_FORCE, MISSING], dtype=np.uint16)
    return TableNumber(_places(limit, axes, tables), ends, why)


def _places(limit: Limit, axes: list[_Axis], tables: tuple[DatedTable, ...]) -> Callable[[Block], Array]:
    if len(axes) == 1 and limit.dated_by == AS_OF.key:
        only = axes[0]
        # Without its sign -1 lies beyond the end of every table.
        return lambda block: only.places(block).view(np.uint16)
    is_dated = limit.dated_by != AS_OF.key
    since = [table.since.toordinal() for table in tables]
    width = int(np.prod([len(axis.keys) for axis in axes]))

    def places(block: Block) -> Array:
        found = np.zeros(block.size, dtype=np.int64)
        unknown = np.zeros(block.size, dtype=np.bool_)
        for axis in axes:
            at = axis.places(block)
            found = found * len(axis.keys) + at
            unknown |= at < 0
        if is_dated:
            day = block.column(limit.dated_by, AS_OF.type)
            table = np.searchsorted(since, day, side="right") - 1
            found += table * width
            found[unknown] = len(tables) * width + 1
            found[table < 0] = len(tables) * width
            unknown = day == np.iinfo(np.int32).min
        found[unknown] = len(tables) * width + 1
        return found

    return places


# ---- derived values


def _name_derived(compiler: BlockCompiler, derived: Derived) -> None:
    term = derived.value.term
    kind = term.type
    if not is_plain(kind):
        return  # what reads it is worked out row by row
    node = compiler.node(term)
    if derived.decimals is not None and kind.sort is Sort.NUMBER:
        assert isinstance(node, NumberNode)  # as its sort says
        node = RoundedNumber(node, Rounding(derived.unit, derived.decimals))
    compiler.name(derived.name, node)


# ---- cohorts


def _name_cohort(compiler: BlockCompiler, pack: Pack, cohort: Cohort, frozen: FrozenCohort | None) -> None:
    if frozen is None:
        for key in cohort.keys:
            compiler.fix(key, Unknown(reasons=frozenset({Reason.NOT_SET})))
        return
    by = []
    for key in cohort.by:
        kind = pack.vocabulary[key].type
        by.append(compiler.place(Fact(kind, key)) if is_plain(kind) else FactPlace(key, kind))
    placing = _Placing(cohort, frozen, by, compiler.number(cohort.value.term))
    for figure in Figure:
        compiler.name(cohort.key(figure), _FigureNumber(placing, figure))


class _Placing:
    """All figures of a cohort for a block of rows."""

    def __init__(self, cohort: Cohort, frozen: FrozenCohort, by: list[PlaceNode], value: NumberNode) -> None:
        self._cohort = cohort
        self._by = by
        self._value = value
        self._rounding = Rounding(cohort.unit, cohort.decimals)
        self._classes = [(row, np.array(values, dtype=np.int64)) for row, values in frozen.values.items()]

    def figures(self, block: Block) -> tuple[dict[Figure, Floats], Bits]:
        """Return every figure, and why those that need a class cannot be told; kept while the block stays."""
        found = block.kept.get(self)
        if found is None:
            found = block.kept[self] = self._figures(block)
        return found

    def own_reasons(self, block: Block, rows: Places) -> Bits:
        """Return why the project's own value is unknown."""
        found = self._value.reasons(block, rows)
        value = np.broadcast_to(self._value.value(block), block.size)[rows]
        return found | bit_where((found == 0) & ~(np.abs(value) <= self._rounding.largest), TOO_LARGE)

    def _figures(self, block: Block) -> tuple[dict[Figure, Floats], Bits]:
        places = [node.value(block) for node in self._by]
        known = np.ones(block.size, dtype=np.bool_)
        for place in places:
            known &= place >= 0
        value = np.broadcast_to(self._value.value(block), block.size)
        own = self._rounding.wholes(block, value, is_signed=True)
        own[~(np.abs(value) <= self._rounding.largest)] = np.nan
        found = {figure: np.full(block.size, np.nan) for figure in Figure}
        found[Figure.COUNT][known] = 0.0
        bits = np.where(known, np.uint16(BIT[Reason.SMALL_COHORT]), np.uint16(MISSING))
        for row, values in self._classes:
            inside = known.copy()
            for node, place, key in zip(self._by, places, row, strict=True):
                inside &= place == (node.choices.index(key) if key in node.choices else -2)
            self._fill(found, np.flatnonzero(inside), values, own)
            if len(values) >= self._cohort.minimum:
                bits[inside] = 0
        return found, bits

    def _fill(self, found: dict[Figure, Floats], rows: Places, values: npt.NDArray[np.int64], own: Floats) -> None:
        cohort, count = self._cohort, len(values)
        found[Figure.COUNT][rows] = float(count)
        if count < cohort.minimum:
            return
        wholes = tuple(values.tolist())
        found[Figure.MEDIAN][rows] = from_last_decimal(cohort.unit, cohort.decimals, median(wholes))
        found[Figure.MEAN][rows] = from_last_decimal(cohort.unit, cohort.decimals, mean(wholes))
        rows = rows[~np.isnan(own[rows])]
        mine = own[rows].astype(np.int64)
        below, up_to = np.searchsorted(values, mine, "left"), np.searchsorted(values, mine, "right")
        better = count - up_to if cohort.high_is_better else below
        found[Figure.RANK][rows] = better + 1
        found[Figure.PERCENTILE][rows] = (better + up_to - below) / count
        found[Figure.FROM_LAST][rows] = (count - better) / count


class _FigureNumber(NumberNode):
    """One figure of a cohort."""

    only_missing = False

    def __init__(self, placing: _Placing, figure: Figure) -> None:
        self._placing = placing
        self._figure = figure

    def compute(self, block: Block, owner: object) -> Floats:
        """Return the figure."""
        out = floats(block, owner)
        np.copyto(out, self._placing.figures(block)[0][self._figure])
        return out

    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return why the class, or else the project's own value, tells nothing."""
        found, bits = self._placing.figures(block)
        why = bits[rows]
        if self._figure in OF_PROJECT:
            why = why | (why == 0) * self._placing.own_reasons(block, rows)
        return why * np.isnan(found[self._figure][rows])
