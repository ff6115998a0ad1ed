"""Expert 专家评审: marks a person gives, as a signed line with a reason, evidence and a second person where asked."""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Node
from climafin.domain.assessment import Outcome
from climafin.domain.judgement import Judged
from climafin.expression.evaluate import Reason, Unknown
from climafin.rules.rule import Rule
from climafin.rules.scales.reader import Measure, ScaleReader
from climafin.rules.scales.shapes import Facts, Marked, Measured, PartMarked

MARKS = Label("专家评分", "an expert's marks within the scale")
REASON = Label("评分理由", "a reason")
EVIDENCE = Label("佐证材料", "evidence")
SECOND = Label("第二人复核（与评分人不同）", "a second person, other than the first")


@dataclass(frozen=True, slots=True)
class Level:
    """A word an expert judges with, such as low, medium, high, and the marks it stands for, in 1/100."""

    label: Label
    marks: int


@dataclass(frozen=True, slots=True)
class Expert:
    """Marks from a signed line.

    Attributes:
        full: the most marks, in 1/100; the fewest are 0.
        evidence: whether evidence must be named.
        second_person: whether another person must agree.
        levels: the words to judge with, from the fewest marks to the most; () when any marks may be given.
    """

    kind: ClassVar[str] = "expert"

    full: int
    evidence: bool
    second_person: bool
    levels: tuple[Level, ...] = ()

    def mark(self, _measured: Measured, _facts: Facts) -> Marked:
        """Return the whole range: facts alone say nothing here."""
        return self.judged(None)

    def judged(self, judged: Judged | None) -> Marked:
        """Return the marks of a signed line; without one, or while it lacks something, they are unknown."""
        parts = self._parts(judged)
        if judged is None or any(part.outcome is not Outcome.MET for part in parts):
            unknown = Unknown(reasons=frozenset({Reason.NOT_JUDGED}))
            return Marked(0, self.full, unknown=unknown, parts=parts)
        names = [judged.person, *([judged.second_person] if judged.second_person else [])]
        clause = Label("、".join(names), ", ".join(names))
        word = next((level.label for level in self.levels if level.marks == judged.points), None)
        if word is not None:
            clause = Label(f"{word.zh}（{clause.zh}）", f"{word.en} ({clause.en})")
        return Marked(judged.points, judged.points, word=word, clause=clause, band=0, parts=parts)

    def _fits(self, points: int) -> bool:
        return points in [level.marks for level in self.levels] if self.levels else 0 <= points <= self.full

    def _parts(self, judged: Judged | None) -> tuple[PartMarked, ...]:
        given = judged is not None and bool(judged.person.strip()) and self._fits(judged.points)
        asked = [("marks", MARKS, given), ("reason", REASON, judged is not None and bool(judged.reason.strip()))]
        if self.evidence:
            asked.append(("evidence", EVIDENCE, judged is not None and bool(judged.evidence.strip())))
        if self.second_person:
            is_other = judged is not None and judged.second_person.strip() not in ("", judged.person.strip())
            asked.append(("second_person", SECOND, is_other))
        return tuple(
            PartMarked(name, title, Outcome.MET if is_there else Outcome.UNKNOWN, 0, 0, 0)
            for name, title, is_there in asked
        )

    def reach(self) -> tuple[int, int]:
        """Return none and full marks."""
        return 0, self.full

    def rules(self) -> tuple[Rule, ...]:
        """Return nothing: no fact is read."""
        return ()

    def clauses(self) -> int:
        """Return 0: no case need come to anything."""
        return 0


def read_expert(reader: ScaleReader, node: Node, _measure: Measure) -> Expert:
    """Read `{evidence: yes|no, second_person: yes|no, full | levels: [{zh, en, marks}, …]}`."""
    entries = reader.nodes.entries(node, ("evidence", "second_person"), ("full", "levels"))
    full = reader.marks(entries["full"]) if "full" in entries else reader.full
    levels = tuple(_level(reader, item) for item in reader.nodes.items(entries.get("levels")))
    if "levels" in entries:
        if "full" in entries:
            told = message("Where there are “levels”, the highest of them says what “full” would.")
            reader.nodes.faults.add(node.key_places["full"], told)
        if len(levels) < 2 or any(before.marks >= after.marks for before, after in pairwise(levels)):
            told = message("Here at least two levels are needed, from the fewest marks to the most.")
            reader.nodes.fault(entries["levels"], told)
        full = max((level.marks for level in levels), default=full)
    return Expert(
        full,
        reader.nodes.flag(entries.get("evidence")),
        reader.nodes.flag(entries.get("second_person")),
        levels,
    )


def _level(reader: ScaleReader, node: Node) -> Level:
    entries = reader.nodes.entries(node, ("zh", "en", "marks"))
    return Level(reader.title(entries), reader.taken(entries.get("marks")))
