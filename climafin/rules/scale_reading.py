"""Reading the scale of a criterion: steps, curve, marks by label, yes or no."""

from dataclasses import dataclass
from fractions import Fraction

from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import Node, unknown_name
from climafin.expression.terms import Constant, Sort, ValueType
from climafin.expression.units import Unit
from climafin.expression.vocabulary import Vocabulary
from climafin.rules.pack import FULL_MARKS, Curve, Labels, Rule, Scale, Step, Steps, YesNo
from climafin.rules.schema import NodeReader

SCALES = ("steps", "curve", "choices", "marks")
_LOWEST = ("none", "无")


@dataclass(frozen=True, slots=True)
class ScaleReader:
    """Reads the scale of one criterion.

    Attributes:
        nodes: the reader of nodes.
        vocabulary: the names of the pack.
        limits: names of the limits.
        value: the type of the criterion's value.
        unit: the unit of its thresholds.
        decimals: the decimals its value is rounded to.
    """

    nodes: NodeReader
    vocabulary: Vocabulary
    limits: frozenset[str]
    value: ValueType
    unit: Unit
    decimals: int

    def scale(self, node: Node, entries: dict[str, Node]) -> Scale:
        """Return the one scale among a criterion's entries."""
        found = [name for name in SCALES if name in entries]
        if len(found) != 1:
            self.nodes.fault(node, message("A criterion has exactly one of: {names}.", names=", ".join(SCALES)))
            return YesNo(FULL_MARKS, 0)
        name = found[0]
        fitting = {"steps": Sort.NUMBER, "curve": Sort.NUMBER, "choices": Sort.CHOICE, "marks": Sort.TRUTH}[name]
        if self.value.sort is not fitting:
            told = message("“{name}” does not fit what “value” gives.", name=name)
            self.nodes.faults.add(node.key_places[name], told)
            return YesNo(FULL_MARKS, 0)
        reading = {"steps": self._steps, "curve": self._curve, "choices": self._labels, "marks": self._yes_no}[name]
        return reading(entries[name])

    def _marks(self, node: Node | None) -> int:
        return self.nodes.hundredths(node, 0, 100)

    def _yes_no(self, node: Node) -> Scale:
        entries = self.nodes.entries(node, ("yes", "no"))
        return YesNo(self._marks(entries.get("yes")), self._marks(entries.get("no")))

    def _labels(self, node: Node) -> Scale:
        marks: dict[str, int] = {}
        for name, item in self.nodes.pairs(node):
            key = self.value.choice_key(name)
            if key is None:
                known = [word for choice in self.value.choices for word in (choice.label.zh, choice.key)]
                self.nodes.faults.add(node.key_places[name], unknown_name(name, known))
            elif key in marks:
                self.nodes.faults.add(node.key_places[name], message("The id “{name}” stands twice.", name=name))
            else:
                marks[key] = self._marks(item)
        lacking = [choice.label for choice in self.value.choices if choice.key not in marks]
        if lacking:
            self.nodes.fault(node, message("These answers have no marks: {names}.", names=tuple(lacking)))
        return Labels(marks)

    def _curve(self, node: Node) -> Scale:
        points: list[tuple[int, int]] = []
        for item in self.nodes.items(node):
            pair = self.nodes.items(item)
            if len(pair) != 2:
                self.nodes.fault(item, message("A point of a curve is [value, marks]."))
                continue
            x = self._scaled(pair[0], self.nodes.number(pair[0]))
            if points and x <= points[-1][0]:
                self.nodes.fault(pair[0], message("The values of a curve must rise from point to point."))
            points.append((x, self._marks(pair[1])))
        if len(points) < 2:
            self.nodes.fault(node, message("A curve needs at least two points."))
            return Curve(((0, 0), (1, 0)))
        return Curve(tuple(points))

    def _scaled(self, node: Node, number: Fraction) -> int:
        scaled = number * 10**self.decimals
        if scaled.denominator != 1:
            told = message("The value is rounded to {count} decimals; this threshold has more.", count=self.decimals)
            self.nodes.fault(node, told)
        return int(scaled)

    def _steps(self, node: Node) -> Scale:
        steps: list[Step] = []
        ends: list[tuple[Node, Fraction | None, bool] | None] = []
        for item in self.nodes.items(node):
            step, end = self._step(item, is_first=not steps)
            if steps and step.start is not None:
                self._check_meeting(item, steps[-1], step, ends[-1])
            steps.append(step)
            ends.append(end)
        if len(steps) < 2:
            self.nodes.fault(node, message("Steps need at least two bands."))
        elif ends[-1] is not None:
            self.nodes.fault(ends[-1][0], message("Values above this end have no band."))
        return Steps(tuple(steps))

    def _step(self, node: Node, *, is_first: bool) -> tuple[Step, tuple[Node, Fraction | None, bool] | None]:
        entries = self.nodes.entries(node, ("marks",), ("from", "above", "to", "below"))
        starts = [name for name in ("from", "above") if name in entries]
        stops = [name for name in ("to", "below") if name in entries]
        if len(starts) != 1 or len(stops) > 1:
            told = message(
                "A band begins with “from” (included) or “above” (not included) and may end with “to” or “below”."
            )
            self.nodes.fault(node, told)
        start = entries.get(starts[0]) if starts else None
        is_lowest = start is not None and (start.text or "") in _LOWEST
        if start is not None and is_lowest != is_first:
            told = message("The first band begins at “none”, and no other: else some values have no band.")
            self.nodes.fault(start, told)
        edge = None if start is None or is_lowest else self._edge(start)
        stop = entries[stops[0]] if stops else None
        end = None
        if stop is not None:
            end = (stop, self.nodes.number(stop) if _is_bare_number(stop) else None, stops[0] == "to")
        is_closed = starts != ["above"]
        return Step(edge, is_closed, self._marks(entries.get("marks")), node.place), end

    def _edge(self, node: Node) -> Rule:
        """Return the beginning of a band: a number in the criterion's unit, or a limit."""
        if _is_bare_number(node):
            number = self.nodes.number(node)
            self._scaled(node, number)
            return Rule(node.text or "", Constant(ValueType(Sort.NUMBER, self.unit), float(number * self.unit.factor)))
        rule = self.nodes.rule(node, self.vocabulary, (Sort.NUMBER,))
        if rule.text and not (set(rule.facts) <= self.limits):
            self.nodes.fault(node, message("A band begins at a number or a limit, not at a fact of the project."))
        elif rule.text and rule.term.type.unit.dimension != self.unit.dimension:
            self._units_differ(node, rule.term.type.unit)
        elif isinstance(rule.term, Constant) and isinstance(rule.term.value, float):
            self._scaled(node, Fraction(rule.term.value).limit_denominator(10**12) / self.unit.factor)
        return rule

    def _units_differ(self, node: Node, unit: Unit) -> None:
        told = message(
            "The units do not agree: {left} and {right}.", left=unit.text or "—", right=self.unit.text or "—"
        )
        self.nodes.fault(node, told)

    def _check_meeting(
        self, node: Node, before: Step, step: Step, end: tuple[Node, Fraction | None, bool] | None
    ) -> None:
        """Tell bands in the wrong order, and gaps and overlaps where the band before says its end."""
        here = _fixed(step, self.unit)
        there = _fixed(before, self.unit)
        if here is not None and there is not None and here <= there:
            self.nodes.fault(node, message("The bands must rise: this one begins at or below the one before."))
        if end is None or here is None or end[1] is None:
            return
        problem = _meeting_problem(end[1], here, end_is_in=end[2], start_is_in=step.is_closed)
        if problem is not None:
            self.nodes.fault(end[0], problem)


def _meeting_problem(end: Fraction, start: Fraction, *, end_is_in: bool, start_is_in: bool) -> Message | None:
    if end < start or (end == start and not end_is_in and not start_is_in):
        return message("Between this end and the next band lies a gap.")
    if end > start or (end_is_in and start_is_in):
        return message("This band and the next overlap.")
    return None


def _is_bare_number(node: Node) -> bool:
    """Tell whether a node is a bare number, without unit or names."""
    text = node.text or ""
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _fixed(step: Step, unit: Unit) -> Fraction | None:
    """Return where a band begins in the criterion's unit, when that is a plain number."""
    if step.start is None or not isinstance(step.start.term, Constant) or not isinstance(step.start.term.value, float):
        return None
    return Fraction(step.start.term.value).limit_denominator(10**12) / unit.factor
