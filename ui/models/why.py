"""One assessment as a tree: the gates, then the criteria by group, each row with its whole reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from climafin.base.language import Language
from climafin.base.messages import N_, Label, message
from climafin.domain.assessment import Assessment, CriterionResult, FactRead, GateResult, Outcome, RuleSource
from climafin.domain.part_words import judged_told
from climafin.services.assessments import rule_words
from climafin.ui.models.figures import fact_text, field_name, number_text, outcome_tone
from climafin.ui.models.grades import points_text
from climafin.ui.style import Tone

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class WhyColumn(IntEnum):
    """The columns, in order."""

    TITLE = 0
    VALUE = 1
    RULE = 2
    POINTS = 3
    NEXT = 4
    SOURCE = 5


HEADS = {
    WhyColumn.TITLE: N_("What is looked at"),
    WhyColumn.VALUE: N_("Value"),
    WhyColumn.RULE: N_("Rule"),
    WhyColumn.POINTS: N_("Points"),
    WhyColumn.NEXT: N_("To the next step"),
    WhyColumn.SOURCE: N_("Source"),
}
#: Scales whose parts are things that are there or not, rather than conditions that hold.
_THINGS = ("deduct", "sum", "checklist", "expert")


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One gate or criterion in words.

    Attributes:
        cells: one text per column.
        tone: what its answer means.
        share: points as shares of the most, low and high, or None for a gate.
        missing: keys of the facts that are needed and unknown.
        told: the whole of it, for the pane below the rows.
    """

    cells: tuple[str, str, str, str, str, str]
    tone: Tone
    share: tuple[float, float] | None
    missing: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhySection:
    """The gates, or the criteria of one group.

    Attributes:
        title: its name.
        points: the points of the group, "" for the gates.
        rows: what belongs to it.
    """

    title: str
    points: str
    rows: tuple[WhyRow, ...]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """One unknown fact and what it could change.

    Attributes:
        key: the field to fill in.
        gain: points in 1/100 that hang on it, together with others it is asked with.
        decides: whether eligibility hangs on it.
    """

    key: str
    gain: int
    decides: bool


def missing_facts(assessment: Assessment) -> list[MissingFact]:
    """Return the unknown facts, those that decide eligibility first, then by the points that hang on them."""
    deciding = {key for gate in assessment.gates if gate.kind.is_binding for key in gate.missing}
    gains = {**dict.fromkeys(assessment.missing, 0), **assessment.open_points}
    found = [MissingFact(key, gain, key in deciding) for key, gain in gains.items()]
    return sorted(found, key=lambda fact: (not fact.decides, -fact.gain, fact.key))


def missing_sentence(fact: MissingFact, words: Language) -> str:
    """Return what filling in a fact could change, as a sentence."""
    gain = points_text(fact.gain, fact.gain)
    if fact.decides and fact.gain:
        return words.say(message("Eligibility hangs on it, and up to {points} points", points=gain))
    if fact.decides:
        return words.text("Eligibility hangs on it")
    if fact.gain:
        return words.say(message("Up to {points} points hang on it", points=gain))
    return words.text("Asked by a notice only")


def why_sections(assessment: Assessment, words: Language) -> list[WhySection]:
    """Return an assessment as sections of rows, in the pack's order."""
    sections = []
    if assessment.gates:
        rows = tuple(_gate_row(gate, rule_words(assessment, gate.test, words), words) for gate in assessment.gates)
        sections.append(WhySection(words.text("Eligibility"), "", rows))
    groups = list(dict.fromkeys(criterion.group for criterion in assessment.criteria))
    for group in groups:
        criteria = [criterion for criterion in assessment.criteria if criterion.group == group]
        rows = tuple(_criterion_row(one, rule_words(assessment, one.test, words), words) for one in criteria)
        low, high, most = assessment.group_points(group)
        points = f"{points_text(low, high)} / {points_text(most, most)}"
        sections.append(WhySection(words.label(group), points, rows))
    return sections


def _gate_row(gate: GateResult, test: str, words: Language) -> WhyRow:
    title = words.label(gate.title)
    answer = words.label(gate.outcome.label)
    cells = (title, _facts_line(gate.facts, words), test, answer, "", _source(gate.source, words))
    told = (
        f"{words.label(gate.kind.label)} · {title}",
        *_test_lines(gate.title, gate.test, test, words),
        *_fact_lines(gate.facts, words),
        _source_line(gate.source, words),
    )
    return WhyRow(cells, outcome_tone(gate.outcome, gate.kind), None, gate.missing, told)


def _criterion_row(criterion: CriterionResult, test: str, words: Language) -> WhyRow:
    title = words.label(criterion.title)
    most = points_text(criterion.maximum, criterion.maximum)
    if criterion.outcome is Outcome.NOT_APPLICABLE:
        points, share = words.label(criterion.outcome.label), None
    else:
        points = f"{points_text(criterion.points_low, criterion.points_high)} / {most}"
        share = _shares(criterion)
    cells = (
        title,
        _value(criterion, words),
        test or _rule(criterion, words),
        points,
        _next(criterion, words),
        _source(criterion.source, words),
    )
    told = (
        f"{words.label(criterion.group)} · {title}",
        *_asked(criterion, test, words),
        *_part_lines(criterion, words),
        *_fact_lines(criterion.facts, words),
        _source_line(criterion.source, words),
    )
    tone = _tone(criterion)
    return WhyRow(cells, tone, share, criterion.missing, tuple(line for line in told if line))


def _rule(criterion: CriterionResult, words: Language) -> str:
    """Return the step that decided; a word that stands under the value is not said again."""
    if criterion.clause is None or criterion.clause == criterion.value_text:
        return ""
    return words.label(criterion.clause)


def _test_lines(title: Label, test: str, read: str, words: Language) -> list[str]:
    """Return what is asked, the pack's own words, and, where they are not the reader's, how they read."""
    lines = [words.say(message("The rule asks: {title}. In the words of the pack: {test}", title=title, test=test))]
    return lines if read == test else [*lines, words.say(message("That is: {test}", test=read))]


def _asked(criterion: CriterionResult, test: str, words: Language) -> list[str]:
    if criterion.test:
        return _test_lines(criterion.title, criterion.test, test, words)
    rule = _rule(criterion, words)
    return [words.say(message("The rule asks: {test}", test=rule))] if rule else []


def _tone(criterion: CriterionResult) -> Tone:
    if criterion.outcome is Outcome.MET:
        return Tone.NEUTRAL
    return outcome_tone(criterion.outcome)


def _shares(criterion: CriterionResult) -> tuple[float, float]:
    most = criterion.maximum or 1
    return criterion.points_low / most, criterion.points_high / most


def _value(criterion: CriterionResult, words: Language) -> str:
    if criterion.value is not None:
        return with_unit(criterion.value, words.label(criterion.unit))
    if criterion.value_text is not None and not criterion.test:
        return words.label(criterion.value_text)
    if criterion.missing:
        names = words.text(", ").join(field_name(key, words) for key in criterion.missing)
        return words.say(message("not known: {names}", names=names))
    return _facts_line(criterion.facts, words)


def _next(criterion: CriterionResult, words: Language) -> str:
    if criterion.next_step is None or criterion.value is None:
        return ""
    # The value was rounded to its declared decimals; the difference must not show the floats behind it.
    distance = abs(round(criterion.next_step - criterion.value, 6))
    if not distance:
        return words.say(message("beyond {step}", step=with_unit(criterion.next_step, words.label(criterion.unit))))
    return words.say(
        message(
            "{distance} to {step}",
            distance=with_unit(distance, words.label(criterion.unit)),
            step=number_text(criterion.next_step),
        )
    )


def with_unit(number: float, unit: str) -> str:
    """Return a number with its unit."""
    return f"{number_text(number)}{unit}" if unit in ("", "%") else f"{number_text(number)} {unit}"


def _facts_line(facts: Sequence[FactRead], words: Language) -> str:
    if len(facts) == 1:
        return fact_text(facts[0], words)
    return words.text("; ").join(f"{words.label(fact.label)} {fact_text(fact, words)}" for fact in facts)


def _part_lines(criterion: CriterionResult, words: Language) -> list[str]:
    """Return what each part of the scale answered, with what it brings or takes off."""
    lines = []
    for part in criterion.parts:
        answer = words.label(part.outcome.label)
        if criterion.scale in _THINGS and part.outcome in (Outcome.MET, Outcome.NOT_MET):
            answer = words.text("there") if part.outcome is Outcome.MET else words.text("not there")
        if part.points_low or part.points_high:
            answer = f"{answer} · {points_text(part.points_low, part.points_high)}"
        lines.append(words.say(message("{name}: {value}", name=part.title, value=answer)))
    return lines if criterion.judged is None else [*lines, words.say(judged_told(criterion.judged))]


def _fact_lines(facts: Sequence[FactRead], words: Language) -> list[str]:
    return [words.say(message("{name}: {value}", name=fact.label, value=fact_text(fact, words))) for fact in facts]


def _source(source: RuleSource, words: Language) -> str:
    return str(words.value(source.cited))


def _source_line(source: RuleSource, words: Language) -> str:
    line = words.say(message("Source: {source}", source=_source(source, words)))
    unofficial = words.text("not an official clause")
    return line if source.official else f"{line} · {unofficial}"


class WhyModel(QAbstractItemModel):
    """Sections with their rows; every cell is text, the row itself is under `ROW_ROLE`."""

    ROW_ROLE = Qt.ItemDataRole.UserRole

    def __init__(self, words: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._sections: list[WhySection] = []

    def show_sections(self, sections: Sequence[WhySection]) -> None:
        """Show another assessment."""
        self.beginResetModel()
        self._sections = list(sections)
        self.endResetModel()

    def row_of(self, index: Index) -> WhyRow | None:
        """Return the row an index stands for, or None for a section."""
        if not index.isValid() or not index.internalId():
            return None
        return self._sections[index.internalId() - 1].rows[index.row()]

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Return the index of a section (internal id 0) or of a row (its section's number, from 1)."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        """Return the section of a row."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many sections there are, or rows in a section."""
        if not parent.isValid():
            return len(self._sections)
        if parent.internalId() or parent.column():
            return 0
        return len(self._sections[parent.row()].rows)

    def columnCount(self, _parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return len(WhyColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the head of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words.text(HEADS[WhyColumn(section)])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the text of a cell, the whole reason as its tip, or the row itself."""
        if not index.isValid():
            return None
        row = self.row_of(index)
        if row is None:
            return self._section_data(self._sections[index.row()], WhyColumn(index.column()), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(row.told)
        return row if role == self.ROW_ROLE else None

    def _section_data(self, section: WhySection, column: WhyColumn, role: int) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {WhyColumn.TITLE: section.title, WhyColumn.POINTS: section.points}.get(column, "")
