"""Eligibility and score: every gate, every criterion with value, clause, points and source."""

from collections.abc import Mapping

from climafin.base.language import Language
from climafin.base.messages import Label, message
from climafin.domain.assessment import (
    Assessment,
    CriterionResult,
    FactRead,
    Outcome,
    RuleSource,
    shown_maximum,
    shown_points,
)
from climafin.domain.part_words import parts_told
from climafin.domain.shown_values import NO, NOT_GIVEN, YES
from climafin.dossier.content import (
    Align,
    Bar,
    Bars,
    Block,
    Column,
    Fact,
    Facts,
    Paragraph,
    Row,
    Subheading,
    Table,
    Tone,
    Words,
)
from climafin.dossier.sections.summary import grade_words
from climafin.dossier.source import Desk
from climafin.dossier.wording import once

#: Fewer decided criteria than this have no two best and two worst.
LEAST_TO_COMPARE = 4


def scoring(desk: Desk) -> tuple[Block, ...]:
    """Return part 6."""
    assessment = desk.source.assessment
    facts = desk.part_blocks(6)
    if assessment is None:
        told = message("The project has not been assessed; there is no score and no grade.")
        return (Paragraph(desk.say(told), Tone.WARNING), *facts)
    blocks: list[Block] = []
    if not assessment.pack.official:
        told = message(
            "The rule pack {pack} is not an official standard. Its score and grade are not official.",
            pack=assessment.pack.title,
        )
        blocks.append(Paragraph(desk.say(told), Tone.WARNING))
    cited = _Cited(assessment)
    blocks += [_headline(desk, assessment), *facts, _gates(desk, assessment, cited)]
    if assessment.criteria:
        blocks.append(_criteria(desk, assessment, cited))
    blocks += cited.notes(desk)
    blocks += [*_best_and_worst(desk, assessment), *_bars(desk, assessment)]
    if assessment.total_low != assessment.total_high:
        told = message(
            "Unknown facts leave the score open: the lower figure takes them at their worst, the higher at their best."
        )
        blocks.append(Paragraph(desk.say(told), Tone.NOTE))
    return tuple(blocks)


class _Cited:
    """The clauses the rules rest on, numbered document by document, so that each document is named once."""

    def __init__(self, assessment: Assessment) -> None:
        self._documents: dict[tuple[Label, bool], dict[Label, int]] = {}
        sources = [gate.source for gate in assessment.gates] + [one.source for one in assessment.criteria]
        for source in sources:
            self._documents.setdefault((source.document, source.official), {}).setdefault(source.clause, 0)
        number = 0
        for clauses in self._documents.values():
            for clause in clauses:
                number += 1
                clauses[clause] = number

    def words(self, source: RuleSource) -> Words:
        """Return the number of a clause; a star marks what no official document says."""
        return (_cited(self._documents[source.document, source.official][source.clause], official=source.official),)

    def notes(self, desk: Desk) -> tuple[Block, ...]:
        """Return the documents, each with its clauses under their numbers."""
        if not self._documents:
            return ()
        notes = tuple(
            Paragraph(
                once(
                    tuple(
                        _document_line(language, document, clauses, official=official)
                        for language in desk.wording.languages
                    )
                ),
                Tone.NOTE,
            )
            for (document, official), clauses in self._documents.items()
        )
        return (Subheading(desk.say(message("What the rules rest on (* no official document)"))), *notes)


def _cited(number: int, *, official: bool) -> str:
    return f"[S{number}]" if official else f"[S{number}]*"


def _document_line(language: Language, document: Label, clauses: Mapping[Label, int], *, official: bool) -> str:
    said = language.text("; ").join(
        f"{_cited(number, official=official)} {language.label(clause)}" for clause, number in clauses.items()
    )
    if official:
        return language.say(message("{document}: {clauses}.", document=document, clauses=said))
    return language.say(message("{document} (not official): {clauses}.", document=document, clauses=said))


def _headline(desk: Desk, assessment: Assessment) -> Facts:
    say = desk.say
    return Facts(
        (
            Fact(say(message("Eligibility")), desk.wording.label(assessment.verdict.label)),
            Fact(say(message("Score")), say(assessment.score)),
            Fact(say(message("Grade")), grade_words(assessment, desk)),
            Fact(say(message("Rules as of")), desk.wording.words(assessment.as_of)),
        ),
        pairs=2,
    )


def _gates(desk: Desk, assessment: Assessment, cited: _Cited) -> Table:
    say = desk.say
    rows = tuple(
        Row(
            (
                desk.wording.label(gate.title),
                desk.wording.label(gate.kind.label),
                _facts_read(desk, gate.facts),
                outcome_words(desk, gate.outcome),
                cited.words(gate.source),
            )
        )
        for gate in assessment.gates
    )
    columns = (
        Column(say(message("Gate")), 0.3),
        Column(say(message("Kind")), 0.15),
        Column(say(message("What was read")), 0.29),
        Column(say(message("Answer")), 0.17),
        Column(say(message("Basis")), 0.09),
    )
    return Table(columns, rows, caption=say(message("Eligibility gates")))


_SIGNS = {Outcome.MET: "√", Outcome.NOT_MET: "×", Outcome.UNKNOWN: "？", Outcome.NOT_APPLICABLE: "—"}


def outcome_words(desk: Desk, outcome: Outcome) -> Words:
    """Return an answer as a sign and a word."""
    words = desk.wording.label(outcome.label)
    return (f"{_SIGNS[outcome]} {words[0]}", *words[1:])


def _facts_read(desk: Desk, facts: tuple[FactRead, ...]) -> Words:
    if not facts:
        return ("—",)
    lines = [
        "\n".join(f"{language.label(fact.label)}: {language.value(_read(desk, fact))}" for fact in facts)
        for language in desk.wording.languages
    ]
    return once(tuple(lines))


def _read(desk: Desk, fact: FactRead) -> object:
    """Return a fact's value for a sentence: a label where it has words of its own."""
    if fact.value is None:
        return NOT_GIVEN
    if isinstance(fact.value, bool):
        return YES if fact.value else NO
    if isinstance(fact.value, str):
        known = desk.source.fields
        choice = known[fact.key].choice(fact.value) if fact.key in known else None
        return choice.label if choice is not None else fact.value
    unit = Label(fact.unit, fact.unit)
    if fact.key in desk.source.fields and desk.source.fields[fact.key].unit.zh == fact.unit:
        unit = desk.source.fields[fact.key].unit
    figure = f"{fact.value:,.10g}"
    return Label(f"{figure} {unit.zh}".strip(), f"{figure} {unit.en}".strip())


def _criteria(desk: Desk, assessment: Assessment, cited: _Cited) -> Table:
    say = desk.say
    rows: list[Row] = []
    for group in _groups(assessment):
        members = [criterion for criterion in assessment.criteria if criterion.group == group]
        rows.append(_sum_row(desk.wording.label(group), assessment.group_points(group)))
        rows += [_criterion_row(desk, criterion, cited) for criterion in members]
    total = shown_points(assessment.total_low, assessment.total_high)
    most = shown_maximum(assessment.maximum - assessment.bonus_maximum)
    if assessment.bonus_maximum:
        most = f"{most} + {shown_maximum(assessment.bonus_maximum)}"
    rows.append(Row((say(message("Total")), (), (), (total,), (most,), ()), is_strong=True))
    columns = (
        Column(say(message("Criterion")), 0.25),
        Column(say(message("Value")), 0.2),
        Column(say(message("Step that decided")), 0.2),
        Column(say(message("Points")), 0.16, Align.RIGHT),
        Column(say(message("Most")), 0.1, Align.RIGHT),
        Column(say(message("Basis")), 0.09),
    )
    return Table(columns, tuple(rows), caption=say(message("Scored criteria")))


def _groups(assessment: Assessment) -> tuple[Label, ...]:
    return tuple(dict.fromkeys(criterion.group for criterion in assessment.criteria))


def _sum_row(name: Words, points: tuple[int, int, int]) -> Row:
    low, high, most = points
    return Row((name, (), (), (shown_points(low, high),), (shown_points(most, most),), ()), is_strong=True)


def _criterion_row(desk: Desk, criterion: CriterionResult, cited: _Cited) -> Row:
    return Row(
        (
            desk.wording.label(criterion.title),
            _measured(desk, criterion),
            _step(desk, criterion),
            (shown_points(criterion.points_low, criterion.points_high),),
            (shown_points(criterion.maximum, criterion.maximum),),
            cited.words(criterion.source),
        )
    )


def _step(desk: Desk, criterion: CriterionResult) -> Words:
    if criterion.clause is None:
        return outcome_words(desk, criterion.outcome)
    told = parts_told(criterion)
    if told is not None:
        return desk.say(message("{told} {distance}", told=criterion.clause, distance=told))
    if criterion.clause == criterion.value_text:
        return ()  # the word stands under the value already
    return desk.wording.label(criterion.clause)


def _measured(desk: Desk, criterion: CriterionResult) -> Words:
    if criterion.value_text is not None:
        return desk.wording.label(criterion.value_text)
    if criterion.value is None:
        return desk.wording.label(NOT_GIVEN if criterion.missing else Label("—", "—"))
    figure = f"{criterion.value:,.10g}"
    return desk.wording.label(Label(f"{figure} {criterion.unit.zh}".strip(), f"{figure} {criterion.unit.en}".strip()))


def _best_and_worst(desk: Desk, assessment: Assessment) -> list[Block]:
    """Name the two criteria that went best and the two that went worst, by the share of their points."""
    decided = [one for one in assessment.criteria if one.outcome is Outcome.MET and one.maximum > 0]
    if len(decided) < LEAST_TO_COMPARE:
        return []
    ordered = sorted(decided, key=lambda one: -one.points_low / one.maximum)
    told = message(
        "Strongest: {best}. Weakest: {worst}.",
        best=tuple(one.title for one in ordered[:2]),
        worst=tuple(one.title for one in ordered[:-3:-1]),
    )
    return [Paragraph(desk.say(told))]


def _bars(desk: Desk, assessment: Assessment) -> list[Block]:
    say = desk.say
    bars = tuple(
        Bar(
            label=desk.wording.label(criterion.title),
            low=max(0, criterion.points_low) / 100,  # what is below zero fills no bar
            high=max(0, criterion.points_high) / 100,
            maximum=criterion.maximum / 100,
            shown=f"{shown_points(criterion.points_low, criterion.points_high)} / {shown_maximum(criterion.maximum)}",
        )
        for criterion in assessment.criteria
        if criterion.maximum > 0
    )
    key = (say(message("points reached")), say(message("open until the facts are known")), say(message("not reached")))
    return [Bars(say(message("Points by criterion")), bars, key)] if bars else []
