"""Best of 多指标取优: several indicators, of which the one with the most marks counts."""

from dataclasses import dataclass, replace
from typing import ClassVar

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node, Place
from climafin.domain.assessment import Outcome
from climafin.expression.evaluate import Answer, Unknown
from climafin.rules.rule import Rule
from climafin.rules.scales.decision_list import inner_parts, told_within
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import Facts, Marked, Measured, Measurement, PartMarked, joined


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the indicators.

    Attributes:
        title: its name.
        applies: to which projects, or None for all.
        measured: its value and scale.
        place: where it stands in the file.
    """

    title: Label
    applies: Rule | None
    measured: Measurement
    place: Place


@dataclass(frozen=True, slots=True)
class BestOf:
    """The best of several indicators.

    One that cannot be told leaves a range, unless another already has as many marks as it could bring.
    Where none applies there are no marks.
    """

    kind: ClassVar[str] = "best_of"

    indicators: tuple[Indicator, ...]

    def mark(self, _measured: Measured, facts: Facts) -> Marked:
        """Return the marks of the best indicator; of equals the first."""
        scopes = [self._applies(indicator, facts) for indicator in self.indicators]
        found = [indicator.measured.scale.mark(indicator.measured, facts) for indicator in self.indicators]
        sure = [at for at, scope in enumerate(scopes) if scope is True]
        possible = [at for at, scope in enumerate(scopes) if scope is not False]
        parts = [self._part(at, scopes[at], found[at]) for at in range(len(scopes))]
        if not possible:
            return Marked(0, 0, parts=tuple(parts))
        # Where it is open whether any applies, all may turn out not to: no marks, or fewer than none.
        low = max((found[at].low for at in sure), default=min(0, *(found[at].low for at in possible)))
        high = max(found[at].high for at in possible)
        high = high if sure else max(0, high)
        if low < high:
            unknown = self._unknown(low, scopes, found)
            return Marked(low, high, unknown=unknown, parts=tuple(parts))
        return self._decided(next(at for at in sure or possible if found[at].low == low), found, parts)

    def _applies(self, indicator: Indicator, facts: Facts) -> Answer:
        return True if indicator.applies is None else indicator.applies.answer(facts)

    def _unknown(self, low: int, scopes: list[Answer], found: list[Marked]) -> Unknown | None:
        unknown: Unknown | None = None
        for scope, one in zip(scopes, found, strict=True):
            if scope is False or one.high <= low:
                continue
            for open_part in (scope, one.unknown):
                unknown = joined(unknown, open_part if isinstance(open_part, Unknown) else None)
        return unknown

    def _decided(self, at: int, found: list[Marked], parts: list[PartMarked]) -> Marked:
        indicator, best = self.indicators[at], found[at]
        parts[at] = replace(parts[at], decides=True)
        clause = indicator.title if best.clause is None else told_within(indicator.title, best.clause)
        return replace(
            best,
            clause=clause,
            band=at,
            unknown=None,
            parts=(*parts, *inner_parts(str(at + 1), best)),
            unit=indicator.measured.unit,
        )

    def _part(self, at: int, scope: Answer, one: Marked) -> PartMarked:
        title, best = self.indicators[at].title, self.indicators[at].measured.scale.reach()[1]
        if scope is False:
            return PartMarked(str(at + 1), title, Outcome.NOT_APPLICABLE, 0, 0, best)
        is_open = isinstance(scope, Unknown) or one.unknown is not None
        outcome = Outcome.UNKNOWN if is_open else Outcome.MET
        return PartMarked(str(at + 1), title, outcome, one.low, one.high, best)

    def reach(self) -> tuple[int, int]:
        """Return the fewest and the most marks of the best indicator."""
        ends = [indicator.measured.scale.reach() for indicator in self.indicators]
        always = [low for indicator, (low, _) in zip(self.indicators, ends, strict=True) if indicator.applies is None]
        low = max(always) if always else min(0, *(low for low, _ in ends))
        return low, max(high for _, high in ends)

    def rules(self) -> tuple[Rule, ...]:
        """Return the conditions, and what is measured under them."""
        found: list[Rule] = []
        for indicator in self.indicators:
            found += () if indicator.applies is None else (indicator.applies,)
            found += indicator.measured.rules()
        return tuple(found)

    def clauses(self) -> int:
        """Return the number of indicators."""
        return len(self.indicators)


def read_best_of(reader: ScaleReader, node: Node, _measure: Measure) -> BestOf:
    """Read `[{title, applies, value, unit, decimals, <scale>}, …]`."""
    indicators = tuple(_indicator(reader, item) for item in reader.nodes.items(node))
    if len(indicators) < 2:
        reader.nodes.fault(node, message("Here at least two indicators are needed."))
    return BestOf(indicators)


def _indicator(reader: ScaleReader, node: Node) -> Indicator:
    inside = reader.within()
    entries = reader.nodes.entries(node, ("title",), ("applies", "value", "unit", "decimals", *inside.families))
    return Indicator(
        reader.nodes.label(entries.get("title")),
        reader.condition(entries["applies"]) if "applies" in entries else None,
        inside.measurement(node, entries),
        node.place,
    )
