"""From the scales of a pack to their functions over blocks."""

from dataclasses import dataclass

import numpy as np

from climafin.expression.block_numbers import FixedNumber, TableNumber
from climafin.expression.block_terms import BIT, PlaceNode, TruthNode, bits_of
from climafin.expression.blocks import BlockCompiler
from climafin.expression.columns import Block, Bytes, is_plain
from climafin.expression.terms import Term
from climafin.rules.block_composed import (
    COUNT_DECIMALS,
    BestKernel,
    Counted,
    CountKernel,
    DeductKernel,
    Held,
    ListKernel,
    SumKernel,
    TestsKernel,
)
from climafin.rules.block_lines import Lines, curve_shape, rates_shape
from climafin.rules.block_rounding import Rounding
from climafin.rules.block_scales import (
    NO_CLAUSE,
    Bands,
    FilledKernel,
    FixedKernel,
    Kernel,
    LabelKernel,
    Marks,
    TableBands,
    YesNoKernel,
)
from climafin.rules.pack import BonusItem
from climafin.rules.rounding import in_last_decimal
from climafin.rules.rule import Rule
from climafin.rules.scales.best_of import BestOf
from climafin.rules.scales.checklist import Checklist
from climafin.rules.scales.choice_sum import ChoiceSum
from climafin.rules.scales.curve import Curve
from climafin.rules.scales.decision_list import DecisionList
from climafin.rules.scales.deduct import Deductions
from climafin.rules.scales.expert import Expert
from climafin.rules.scales.labels import Labels, YesNo
from climafin.rules.scales.rates import Rates
from climafin.rules.scales.shapes import Fixed, Marked, Measured
from climafin.rules.scales.steps import Steps


def clause_of(marked: Marked) -> int:
    """Return the clause that blocks tell for what one project was given."""
    if marked.unknown is not None:
        bits = bits_of(marked.unknown)
        return -1 - next(at for at in range(len(BIT)) if bits >> at & 1) if bits else -1
    return NO_CLAUSE if marked.band is None else marked.band


class ExpertKernel(Kernel):
    """Marks of experts: those of the signed lines laid on the block, by criterion and row; else the whole range."""

    def __init__(self, scale: Expert, rule_id: str) -> None:
        self._scale = scale
        self._rule_id = rule_id

    def marks(self, block: Block) -> tuple[Marks, Marks, Bytes]:
        """Return marks and clause."""
        none = self._scale.judged(None)
        low, high = np.full(block.size, none.low, np.int32), np.full(block.size, none.high, np.int32)
        clause = np.full(block.size, clause_of(none), dtype=np.int8)
        for row, line in block.signed.get(self._rule_id, {}).items():
            if block.start <= row < block.stop:
                found, at = self._scale.judged(line), row - block.start
                low[at], high[at], clause[at] = found.low, found.high, clause_of(found)
        return low, high, clause


def kernel_of(measured: Measured, compiler: BlockCompiler) -> Kernel:
    """Return the function of a scale; row by row where no other is known."""
    found = _simple(measured, compiler) or _composed(measured, compiler)
    if found is not None:
        return found

    def mark(block: Block, row: int) -> tuple[int, int, int]:
        marked = measured.scale.mark(measured, block.facts(row))
        return marked.low, marked.high, clause_of(marked)

    return FilledKernel(mark)


def _simple(measured: Measured, compiler: BlockCompiler) -> Kernel | None:  # noqa: PLR0911 - one line per scale
    scale = measured.scale
    match scale:
        case Fixed(marks=marks):
            return FixedKernel(marks)
        case Expert():
            return ExpertKernel(scale, getattr(measured, "rule_id", ""))
        case Steps():
            return _steps(scale, measured, compiler)
        case Curve():
            shape, starts = curve_shape(scale), [x + 1 for x, _ in scale.points]
        case Rates():
            shape, starts = rates_shape(scale), [segment.start for segment in scale.segments]
        case YesNo(yes=yes, no=no):
            return YesNoKernel(compiler.truth(_term(measured)), yes, no)
        case Labels(marks=marks):
            term = _term(measured)
            return LabelKernel(compiler.place(term), dict(marks), scale.reach()) if is_plain(term.type) else None
        case _:
            return None
    if shape is None:
        return None
    return Lines(compiler.number(_term(measured)), Rounding(measured.unit, measured.decimals), starts, shape)


def _term(measured: Measured) -> Term:
    assert measured.value is not None  # reading lets no scale that needs a value go without
    return measured.value.term


def _steps(scale: Steps, measured: Measured, compiler: BlockCompiler) -> Kernel | None:
    node = compiler.number(_term(measured))
    rounding = Rounding(measured.unit, measured.decimals)
    starts: list[int | TableNumber] = []
    if scale.steps[0].start is not None:
        return None
    for step in scale.steps[1:]:
        start = None if step.start is None else compiler.number(step.start.term)
        if isinstance(start, TableNumber):
            starts.append(start)
            continue
        if not isinstance(start, FixedNumber) or start.bits:
            return None
        whole = in_last_decimal(measured.unit, measured.decimals, start.number)
        if whole is None:
            return None
        starts.append(whole)
    fixed = [start for start in starts if isinstance(start, int)]
    places = [start + (not step.is_closed) for start, step in zip(fixed, scale.steps[1:], strict=False)]
    if len(fixed) == len(starts) and places == sorted(places):
        return Bands(scale, node, rounding, fixed)
    return TableBands(scale, node, rounding, starts)


@dataclass(frozen=True, slots=True)
class _Inner:
    """What composed scales are put together of."""

    compiler: BlockCompiler

    def truth(self, rule: Rule | None) -> TruthNode | None:
        return None if rule is None else self.test(rule)

    def test(self, rule: Rule) -> TruthNode:
        found = self.compiler.truth(rule.term)
        found.is_shared = True  # marks and reasons both ask
        return found

    def counted(self, rule: Rule, marks: int, cap: int) -> Counted:
        node = self.compiler.number(rule.term)
        node.is_shared = True
        return Counted(node, Rounding(rule.term.type.unit, COUNT_DECIMALS), marks, cap)


def _composed(measured: Measured, compiler: BlockCompiler) -> Kernel | None:
    scale, inner = measured.scale, _Inner(compiler)
    match scale:
        case DecisionList():
            return TestsKernel([(inner.truth(one.test), kernel_of(one.then, compiler)) for one in scale.branches])
        case BestOf():
            return BestKernel(
                [(inner.truth(one.applies), kernel_of(one.measured, compiler)) for one in scale.indicators]
            )
        case Deductions():
            items = [
                inner.counted(one.rule, one.marks, one.cap) if one.counts else Held(inner.test(one.rule), one.marks)
                for one in scale.items
            ]
            return DeductKernel(scale.full, scale.floor, items)
        case Checklist():
            return ListKernel(scale, [(inner.truth(one.applies), inner.test(one.test)) for one in scale.items])
        case ChoiceSum(of=of) if is_plain(of.term.type):
            node = compiler.node(of.term)
            return SumKernel(scale, node) if isinstance(node, PlaceNode) else None
    return None


def bonus_kernel(item: BonusItem, most: int, compiler: BlockCompiler) -> Kernel:
    """Return the function of extra points.

    Args:
        item: the bonus.
        most: the most it brings, in 1/100.
        compiler: what reads its expressions.
    """
    if item.cap is None:
        return YesNoKernel(compiler.truth(item.test.term), most, 0)
    return CountKernel(_Inner(compiler).counted(item.test, item.points, most))
