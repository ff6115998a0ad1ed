"""Reading the scale of a criterion: which family, what it measures, and marks within their bounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node
from climafin.expression.terms import TRUTH, Sort, ValueType
from climafin.expression.units import BARE, Unit
from climafin.expression.vocabulary import Vocabulary
from climafin.rules.rule import NO_RULE, Rule
from climafin.rules.scales.shapes import Fixed, Measurement, Scale, plain
from climafin.rules.schema import NodeReader

MAX_DECIMALS = 6
#: No scale of a rule book gives or takes more; it keeps sums far inside whole numbers of every machine.
MOST_MARKS = 10_000


@dataclass(frozen=True, slots=True)
class Measure:
    """What a scale measures: the value (None when the scale asks by itself), its unit and its decimals."""

    value: Rule | None
    unit: Unit
    decimals: int

    @property
    def type(self) -> ValueType:
        """The type of the value."""
        return TRUTH if self.value is None else self.value.term.type


@dataclass(frozen=True, slots=True)
class Family:
    """One family of scales.

    Attributes:
        read: reads its node.
        sort: the sort of value it measures; None when it asks by itself.
        fits_inside: whether a line of tests or an indicator of several may have such a scale.
    """

    read: "Callable[[ScaleReader, Node, Measure], Scale]"
    sort: Sort | None
    fits_inside: bool = True


@dataclass(frozen=True, slots=True)
class ScaleReader:
    """Reads the scale of one criterion.

    Attributes:
        nodes: the reader of nodes.
        vocabulary: the names of the pack.
        limits: names of the limits.
        lowest: the fewest marks allowed, in 1/100: 0 under weights, below 0 under points scoring.
        full: the most marks allowed, in 1/100: 100 under weights, the criterion's maximum under points scoring.
        families: the families by the word packs call them by.
    """

    nodes: NodeReader
    vocabulary: Vocabulary
    limits: frozenset[str]
    lowest: int
    full: int
    families: Mapping[str, Family]

    def within(self) -> "ScaleReader":
        """Return a reader of the scales inside of a scale."""
        families = {name: family for name, family in self.families.items() if family.fits_inside}
        return replace(self, families=families)

    def measurement(self, node: Node, entries: Mapping[str, Node]) -> Measurement:
        """Return value, unit, decimals and the one scale among some entries; faults are told."""
        found = [name for name in self.families if name in entries]
        family = self.families[found[0]] if len(found) == 1 else None
        measure = self._measure(node, entries, family)
        nothing = Measurement(measure.value, measure.unit, measure.decimals, Fixed(0))
        if family is None:
            names = ", ".join(self.families)
            self.nodes.fault(node, message("A criterion has exactly one of: {names}.", names=names))
            return nothing
        name = found[0]
        if family.sort is not None and (measure.value is None or measure.type.sort is not family.sort):
            if measure.value is not None:
                told = message("“{name}” does not fit what “value” gives.", name=name)
                self.nodes.faults.add(node.key_places[name], told)
            return nothing
        before = len(self.nodes.faults.list)
        scale = family.read(self, entries[name], measure)
        if len(self.nodes.faults.list) == before:
            self._check_reach(entries[name], scale)
        return Measurement(measure.value, measure.unit, measure.decimals, scale)

    def _measure(self, node: Node, entries: Mapping[str, Node], family: Family | None) -> Measure:
        if family is not None and family.sort is None:
            for name in ("value", "unit", "decimals"):
                if name in entries:
                    told = message("“{name}” does not go with this scale: it asks by itself.", name=name)
                    self.nodes.faults.add(node.key_places[name], told)
            return Measure(None, BARE, 0)
        if "value" not in entries:
            if family is not None:
                self.nodes.fault(node, message("“{key}” is missing here.", key="value"))
            return Measure(None, BARE, 0)
        value = self.nodes.rule(entries["value"], self.vocabulary, (Sort.NUMBER, Sort.TRUTH, Sort.CHOICE))
        return Measure(value, self._unit(node, entries, value.term.type), self._decimals(entries.get("decimals")))

    def _decimals(self, node: Node | None) -> int:
        # A number out of bounds is told; reading goes on with one that can be computed with.
        return 0 if node is None else max(0, min(MAX_DECIMALS, self.nodes.hundredths(node, 0, MAX_DECIMALS) // 100))

    def _unit(self, node: Node, entries: Mapping[str, Node], value: ValueType) -> Unit:
        if value.sort is not Sort.NUMBER:
            for name in ("unit", "decimals"):
                if name in entries:
                    self.nodes.fault(entries[name], message("“{name}” is only for numbers.", name=name))
            return BARE
        unit = self.nodes.unit(entries.get("unit"))
        if unit.dimension != value.unit.dimension or ("unit" not in entries and value.unit.text):
            told = message("Say the unit of the value: it is measured in {unit}.", unit=value.unit.text or "—")
            self.nodes.fault(entries.get("unit", node), told)
        return unit

    def _check_reach(self, node: Node, scale: Scale) -> None:
        low, high = scale.reach()
        if not self.lowest <= low <= high <= self.full:
            told = message(
                "This scale can give {low} to {high}; allowed are {lowest} to {highest}.",
                low=plain(low, 2),
                high=plain(high, 2),
                lowest=plain(self.lowest, 2),
                highest=plain(self.full, 2),
            )
            self.nodes.fault(node, told)

    # ---- what families read with

    def marks(self, node: Node | None) -> int:
        """Return marks within the bounds, in 1/100."""
        return self._within(node, self.lowest, self.full)

    def taken(self, node: Node | None) -> int:
        """Return marks that are taken off, written without a sign, in 1/100."""
        return self._within(node, 0, max(self.full, -self.lowest))

    def any_marks(self, node: Node | None) -> int:
        """Return marks that only together with others must lie within the bounds, in 1/100."""
        return self._within(node, -MOST_MARKS * 100, MOST_MARKS * 100)

    def _within(self, node: Node | None, lowest: int, highest: int) -> int:
        found = self.nodes.hundredths(node, -MOST_MARKS, MOST_MARKS)
        if node is not None and not lowest <= found <= highest:
            low, high = plain(lowest, 2), plain(highest, 2)
            self.nodes.fault(node, message("This must lie between {low} and {high}.", low=low, high=high))
            return max(lowest, min(highest, found))
        return found

    def scaled(self, node: Node, measure: Measure) -> int:
        """Return a threshold as a whole number of the value's last kept decimal."""
        return self.scaled_number(node, self.nodes.number(node), measure)

    def scaled_number(self, node: Node, number: Fraction, measure: Measure) -> int:
        """Return a number in the measure's unit as a whole number of the last kept decimal; more decimals are told."""
        scaled = number * 10**measure.decimals
        if scaled.denominator != 1:
            told = message("The value is rounded to {count} decimals; this threshold has more.", count=measure.decimals)
            self.nodes.fault(node, told)
        return int(scaled)

    def condition(self, node: Node | None) -> Rule:
        """Return a condition."""
        return NO_RULE if node is None else self.nodes.rule(node, self.vocabulary)

    def count(self, node: Node | None) -> Rule:
        """Return an expression that counts."""
        return NO_RULE if node is None else self.nodes.rule(node, self.vocabulary, (Sort.NUMBER,))

    def title(self, entries: Mapping[str, Node], default: Label | None = None) -> Label:
        """Return the name that a part says as {zh: …, en: …} among its entries."""
        if default is not None and "zh" not in entries and "en" not in entries:
            return default
        return Label(self.nodes.text(entries.get("zh")), self.nodes.text(entries.get("en")))
