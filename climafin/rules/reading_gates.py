"""Reading the gates of a pack: branches, order, occasions, fast tracks."""

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node, unknown_name
from climafin.domain.assessment import GateKind
from climafin.domain.signed import Occasion
from climafin.expression.terms import TRUTH, All, Any, AtLeast
from climafin.expression.vocabulary import Vocabulary
from climafin.rules.gates import ALWAYS, Branch, Gate, Scope, scope_of
from climafin.rules.grading import Grade
from climafin.rules.rule import NO_RULE, Rule
from climafin.rules.schema import NodeReader

_TESTS = ("test", "all", "any", "at_least")
_OF_FAST_TRACK = ("grade", "skips")


class GateReader:
    """Reads the gates of one pack, and to what its other rules apply.

    Args:
        nodes: the reader of nodes.
        vocabulary: the names of the pack.
        grades: its grades.
    """

    def __init__(self, nodes: NodeReader, vocabulary: Vocabulary, grades: tuple[Grade, ...]) -> None:
        self._nodes = nodes
        self._vocabulary = vocabulary
        self._grades = grades
        self._gates: dict[str, Gate] = {}
        self._skipped_by: dict[str, tuple[str, ...]] = {}
        self._skips: list[tuple[Node, str]] = []

    def gates(self, node: Node | None) -> tuple[Gate, ...]:
        """Return the gates, in order."""
        for item in self._nodes.items(node):
            gate = self._gate(item)
            self._gates.setdefault(gate.rule_id, gate)
        return tuple(self._gates.values())

    def _gate(self, node: Node) -> Gate:
        optional = ("applies", *_TESTS, "unknown", "after", "on", *_OF_FAST_TRACK)
        entries = self._nodes.entries(node, ("id", "title", "kind", "source"), optional)
        rule_id = self._nodes.rule_id(entries.get("id"))
        kind = GateKind(self._nodes.word(entries.get("kind"), tuple(GateKind), GateKind.REQUIREMENT))
        test, branches, needed = self._test(node, entries)
        for branch in branches:
            self._nodes.ids.add(f"{rule_id}.{branch.branch_id}")
        grade, skips = self._fast_track(node, entries, kind, rule_id)
        if "unknown" in entries and not kind.is_binding:
            told = message("“{name}” is only for requirements and exclusions.", name="unknown")
            self._nodes.fault(entries["unknown"], told)
        return Gate(
            rule_id=rule_id,
            title=self._nodes.label(entries.get("title")),
            kind=kind,
            scope=self.scope(rule_id, entries, self._after(entries.get("after"))),
            test=test,
            source=self._nodes.source(entries.get("source")),
            place=node.place,
            branches=branches,
            needed=needed,
            refuses_unknown=self._nodes.word(entries.get("unknown"), ("hold", "refuse"), "hold") == "refuse",
            grade=grade,
            skips=skips,
        )

    def scope(self, rule_id: str, entries: dict[str, Node], after: tuple[str, ...] = ()) -> Scope:
        """Return to what a rule applies: its `applies` and `on`, what it comes after, and who is spared it."""
        own = self._nodes.rule(entries["applies"], self._vocabulary) if "applies" in entries else None
        return scope_of(own, after, self._occasions(entries.get("on")), self._skipped_by.get(rule_id, ()))

    def _occasions(self, node: Node | None) -> frozenset[Occasion]:
        if node is None:
            return ALWAYS
        known = tuple(occasion.value for occasion in Occasion)
        named = (node,) if node.items is None else node.items
        return frozenset(Occasion(self._nodes.word(item, known, Occasion.INITIAL)) for item in named)

    def _after(self, node: Node | None) -> tuple[str, ...]:
        found = []
        for item in self._nodes.items(node):
            name = self._nodes.text(item)
            if name in self._gates:
                found.append(name)
            else:
                self._nodes.fault(item, unknown_name(name, self._gates))
        return tuple(found)

    # ---- tests

    def _test(self, node: Node, entries: dict[str, Node]) -> tuple[Rule, tuple[Branch, ...], int]:
        """Return the whole test, its branches, and how many of them must hold."""
        found = [name for name in _TESTS if name in entries]
        if len(found) != 1:
            self._nodes.fault(node, message("A gate has exactly one of: {names}.", names=", ".join(_TESTS)))
            return NO_RULE, (), 0
        name = found[0]
        if name == "test":
            return self._nodes.rule(entries["test"], self._vocabulary), (), 0
        listed, count = entries[name], 0
        if name == "at_least":
            parts = self._nodes.entries(entries[name], ("count", "of"))
            count = self._nodes.hundredths(parts.get("count"), 1, 99) // 100
            listed = parts.get("of", listed)
        branches = self._branches(listed)
        if name == "at_least" and branches and not 1 <= count <= len(branches):
            told = message("This must lie between {low} and {high}.", low=1, high=len(branches))
            self._nodes.fault(entries[name], told)
        terms = tuple(branch.test.term for branch in branches)
        texts = [f"({branch.test.text})" for branch in branches]
        if name == "all":
            return Rule(" 且 ".join(texts), All(TRUTH, terms)), branches, len(branches)
        if name == "any":
            return Rule(" 或 ".join(texts), Any(TRUTH, terms)), branches, 1
        text = f"至少({count}, {', '.join(branch.test.text for branch in branches)})"
        return Rule(text, AtLeast(TRUTH, count, terms)), branches, count

    def _branches(self, node: Node) -> tuple[Branch, ...]:
        found: list[Branch] = []
        items = self._nodes.items(node) if node.entries is None else ()
        for number, item in enumerate(items, start=1):
            if item.entries is None:
                found.append(Branch(str(number), None, self._nodes.rule(item, self._vocabulary)))
                continue
            entries = self._nodes.entries(item, ("zh", "en", "test"), ("id",))
            taken = [branch.branch_id for branch in found]
            branch_id = self._nodes.name(entries["id"], taken) if "id" in entries else str(number)
            title = Label(self._nodes.text(entries.get("zh")), self._nodes.text(entries.get("en")))
            found.append(Branch(branch_id, title, self._nodes.rule(entries.get("test"), self._vocabulary)))
        if len(found) < 2:
            self._nodes.fault(node, message("Here at least two conditions are needed."))
        return tuple(found)

    # ---- fast tracks

    def _fast_track(
        self, node: Node, entries: dict[str, Node], kind: GateKind, rule_id: str
    ) -> tuple[str, tuple[str, ...]]:
        """Return the lowest grade a fast track gives, and the rules it spares a project."""
        named = [name for name in _OF_FAST_TRACK if name in entries]
        if kind is not GateKind.FAST_TRACK:
            for name in named:
                told = message("“{name}” is only for a fast track.", name=name)
                self._nodes.faults.add(node.key_places[name], told)
            return "", ()
        if not named:
            self._nodes.fault(node, message("A fast track gives a grade, skips rules, or both."))
        grade = self.grade(entries["grade"]) if "grade" in entries else ""
        skips = []
        for item in self._nodes.items(entries.get("skips")):
            name = self._nodes.text(item)
            skips.append(name)
            self._skips.append((item, name))
            self._skipped_by[name] = (*self._skipped_by.get(name, ()), rule_id)
            if name in self._gates or name == rule_id:
                told = message("A fast track stands before the rules it skips; “{rule}” does not follow it.", rule=name)
                self._nodes.fault(item, told)
        return grade, tuple(skips)

    def grade(self, node: Node) -> str:
        """Return the key of the grade that a key or Chinese name means."""
        return grade_key(self._nodes, node, self._grades)

    def check_skips(self, scored: tuple[str, ...]) -> None:
        """Complain about skipped rules that do not exist or may not be skipped.

        Args:
            scored: ids of the criteria.
        """
        for item, name in self._skips:
            gate = self._gates.get(name)
            if gate is None and name not in scored:
                self._nodes.fault(item, unknown_name(name, [*self._gates, *scored]))
            elif gate is not None and gate.kind is GateKind.EXCLUSION:
                self._nodes.fault(item, message("An exclusion always stops; no fast track skips “{rule}”.", rule=name))


def grade_key(nodes: NodeReader, node: Node, grades: tuple[Grade, ...]) -> str:
    """Return the key of the grade that a node names by key or Chinese name; the first grade when it names none."""
    known = {word: grade.key for grade in grades for word in (grade.key, grade.label.zh)}
    found = nodes.text(node)
    if found not in known:
        nodes.fault(node, unknown_name(found, known))
    return known.get(found, grades[0].key if grades else "")
