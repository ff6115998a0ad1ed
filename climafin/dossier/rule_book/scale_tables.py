"""Every family of scales as a table: what a value, an answer or a finding is worth."""

from collections.abc import Callable, Sequence
from typing import Any

from climafin.base.language import Language
from climafin.base.messages import Label, Message, message
from climafin.domain.shown_values import NO, YES
from climafin.dossier import content
from climafin.dossier.content import Block, Facts, Paragraph, Subheading, Table, Tone, Words
from climafin.dossier.rule_book.book import EMPTY, Book, grouped, points, table
from climafin.dossier.wording import once
from climafin.expression.printing import number_text
from climafin.expression.terms import Constant, Fact
from climafin.rules.rule import Rule
from climafin.rules.scales.best_of import BestOf
from climafin.rules.scales.checklist import Checklist, Counting
from climafin.rules.scales.choice_sum import ChoiceSum
from climafin.rules.scales.curve import Curve
from climafin.rules.scales.decision_list import DecisionList
from climafin.rules.scales.deduct import Deductions
from climafin.rules.scales.expert import Expert
from climafin.rules.scales.labels import Labels, YesNo
from climafin.rules.scales.rates import Rates, Segment
from climafin.rules.scales.shapes import Fixed, Measured, Scale, plain
from climafin.rules.scales.steps import Step, Steps

_LINES_BETWEEN = message("Straight lines between these points; level beyond both ends.")


def scale_blocks(book: Book, measured: Measured) -> tuple[Block, ...]:
    """Return a scale as tables and notes.

    Args:
        book: the book.
        measured: the criterion, or a line or indicator inside of one.
    """
    return _SAID[type(measured.scale)](book, measured, measured.scale)


def value_facts(book: Book, measured: Measured) -> list[content.Fact]:
    """Return what is measured: the value, its unit, and how it is rounded."""
    if measured.value is None:
        return []
    found = [book.fact(message("Value"), book.rule(measured.value))]
    if measured.unit.text:
        found.append(book.fact(message("Unit"), book.unit(measured.unit)))
    if isinstance(measured.scale, (Steps, Curve, Rates)):
        found.append(book.fact(message("Decimals kept"), (str(measured.decimals),)))
    return found


def _note(book: Book, told: Message) -> Paragraph:
    return Paragraph(book.say(told), Tone.NOTE)


# ---- scales of numbers


def _steps(book: Book, measured: Measured, scale: Steps) -> tuple[Block, ...]:
    cells = []
    for step, after in zip(scale.steps, (*scale.steps[1:], None), strict=True):
        band = once(tuple(_band(step, after, measured, spoken) for spoken in book.wording.languages))
        cells.append((band, points(step.marks)))
    return (_valued(book, measured, message("Band of the value x"), cells),)


def _band(step: Step, after: Step | None, measured: Measured, spoken: Language) -> str:
    text = f"{_edge(step.start, measured, spoken)} {'≤' if step.is_closed else '<'} x" if step.start else "x"
    if after is None or after.start is None:
        return text
    return f"{text} {'<' if after.is_closed else '≤'} {_edge(after.start, measured, spoken)}"


def _edge(start: Rule, measured: Measured, spoken: Language) -> str:
    """Return where a band begins: a figure in the criterion's unit, or a limit by its name."""
    term = start.term
    if isinstance(term, Constant) and isinstance(term.value, float):
        return grouped(number_text(term.value, measured.unit))
    return spoken.label(term.label if isinstance(term, Fact) and term.label is not None else start.said)


def _valued(book: Book, measured: Measured, head: Message, cells: Sequence[tuple[Words, ...]]) -> Table:
    columns = (book.column(head, 3), book.column(book.worth, 1, is_number=True))
    return table(columns, cells, unit=_unit_note(book, measured))


def _unit_note(book: Book, measured: Measured) -> Words:
    """Return in which unit the value x of a table is, said once above it."""
    unit = book.unit(measured.unit)
    return book.say(message("x in {unit}", unit=Label(unit[0], unit[-1]))) if unit else ()


def _curve(book: Book, measured: Measured, scale: Curve) -> tuple[Block, ...]:
    cells = [((plain(x, measured.decimals),), points(marks)) for x, marks in scale.points]
    return (_valued(book, measured, message("Value x"), cells), _note(book, _LINES_BETWEEN))


def _rates(book: Book, measured: Measured, scale: Rates) -> tuple[Block, ...]:
    columns = (
        book.column(message("Band of the value x"), 2.4),
        book.column(message("At its beginning"), 1.2, is_number=True),
        book.column(message("For every"), 1.2, is_number=True),
        book.column(message("Adds"), 1.2, is_number=True),
    )
    first = scale.segments[0]
    cells = [((f"x < {plain(first.start, measured.decimals)}",), points(scale.below), EMPTY, EMPTY)]
    cells += [
        (
            (_stretch(segment, after, measured.decimals),),
            points(segment.base),
            (plain(segment.per, measured.decimals),),
            points(segment.marks),
        )
        for segment, after in zip(scale.segments, (*scale.segments[1:], None), strict=True)
    ]
    steps = message("Only whole steps count.") if scale.whole_steps else message("Parts of a step count in proportion.")
    ends = message("At least {low}, at most {high}.", low=plain(scale.floor, 2), high=plain(scale.cap, 2))
    note = message("{told} {distance}", told=steps, distance=ends)
    return (table(columns, cells, unit=_unit_note(book, measured)), _note(book, note))


def _stretch(segment: Segment, after: Segment | None, decimals: int) -> str:
    text = f"{plain(segment.start, decimals)} ≤ x"
    return text if after is None else f"{text} < {plain(after.start, decimals)}"


# ---- scales of answers


def _labels(book: Book, measured: Measured, scale: Labels) -> tuple[Block, ...]:
    assert measured.value is not None  # reading lets no choice go without its value
    named = {choice.key: choice.label for choice in measured.value.term.type.choices}
    cells = [(book.label(named[key]), points(marks)) for key, marks in scale.marks.items()]
    return (_answers(book, cells),)


def _answers(book: Book, cells: Sequence[tuple[Words, ...]]) -> Table:
    return table((book.column(message("Answer"), 3), book.column(book.worth, 1, is_number=True)), cells)


def _yes_no(book: Book, _measured: Measured, scale: YesNo) -> tuple[Block, ...]:
    cells = [(book.label(YES), points(scale.yes)), (book.label(NO), points(scale.no))]
    return (_answers(book, cells),)


def _choice_sum(book: Book, _measured: Measured, scale: ChoiceSum) -> tuple[Block, ...]:
    named = {choice.key: choice.label for choice in scale.of.term.type.choices}
    cells = [(book.label(named[key]), points(marks)) for key, marks in scale.marks.items()]
    told = message("The marks of every answer given are added up, to at most {cap}.", cap=plain(scale.cap, 2))
    of = Facts((book.fact(message("Answers of"), book.rule(scale.of)),))
    return (of, _answers(book, cells), _note(book, told))


# ---- scales of findings


def _decision_list(book: Book, _measured: Measured, scale: DecisionList) -> tuple[Block, ...]:
    columns = (
        book.column(message("No."), 0.6),
        book.column(message("Condition"), 4),
        book.column(book.worth, 1.4, is_number=True),
    )
    cells, below = [], list[Block]()
    for number, branch in enumerate(scale.branches, start=1):
        when = book.label(branch.title)
        if branch.test is not None and branch.title != branch.test.said:
            when = tuple(f"{title}：{test}" for title, test in _paired(when, book.rule(branch.test)))
        inner = branch.then.scale
        worth = points(inner.marks) if isinstance(inner, Fixed) else book.say(message("see below"))
        cells.append(((str(number),), when, worth))
        if not isinstance(inner, Fixed):
            below.append(Subheading(book.say(message("Line {number}", number=number))))
            below += _within(book, branch.then)
    return (table(columns, cells), _note(book, message("The first line that holds decides.")), *below)


def _paired(first: Words, second: Words) -> list[tuple[str, str]]:
    """Return two texts side by side in each language, whether or not either says the same in both."""
    count = max(len(first), len(second))
    return [(first[min(at, len(first) - 1)], second[min(at, len(second) - 1)]) for at in range(count)]


def _within(book: Book, measured: Measured, applies: Rule | None = None) -> list[Block]:
    facts = value_facts(book, measured)
    if applies is not None:
        facts.insert(0, book.fact(message("Applies when"), book.rule(applies)))
    return [*((Facts(tuple(facts)),) if facts else ()), *scale_blocks(book, measured)]


def _best_of(book: Book, _measured: Measured, scale: BestOf) -> tuple[Block, ...]:
    blocks: list[Block] = [_note(book, message("Of these indicators the one with the most marks counts."))]
    for indicator in scale.indicators:
        blocks.append(Subheading(book.label(indicator.title)))
        blocks += _within(book, indicator.measured, indicator.applies)
    return tuple(blocks)


def _deductions(book: Book, _measured: Measured, scale: Deductions) -> tuple[Block, ...]:
    columns = (
        book.column(message("Taken off for"), 2.4),
        book.column(message("When, or how many times"), 3),
        book.column(message("Each"), 0.9, is_number=True),
        book.column(message("At most"), 0.9, is_number=True),
    )
    cells = [
        (book.label(item.title), book.rule(item.rule), points(item.marks), points(item.cap)) for item in scale.items
    ]
    told = message("From {full} downward, never below {floor}.", full=plain(scale.full, 2), floor=plain(scale.floor, 2))
    return (table(columns, cells), _note(book, told))


def _checklist(book: Book, _measured: Measured, scale: Checklist) -> tuple[Block, ...]:
    has_marks = scale.counting is Counting.EACH
    has_scope = any(item.applies is not None for item in scale.items)
    columns = [book.column(message("What must be there"), 2.4), book.column(message("It is there when"), 2.6)]
    if has_scope:
        columns.append(book.column(message("Asked for when"), 2.2))
    if has_marks:
        columns.append(book.column(book.worth, 0.9, is_number=True))
    cells = []
    for item in scale.items:
        row = [book.label(item.title), book.rule(item.test)]
        if has_scope:
            row.append(book.say(message("always")) if item.applies is None else book.rule(item.applies))
        if has_marks:
            row.append(points(item.marks))
        cells.append(tuple(row))
    return (table(columns, cells), _note(book, _counting(scale)))


def _counting(scale: Checklist) -> Message:
    full = plain(scale.full, 2)
    if scale.counting is Counting.ALL:
        return message("{full} when all that is asked for is there, else 0.", full=full)
    if scale.counting is Counting.SHARE:
        return message("{full} times the share that is there of what is asked for.", full=full)
    return message("The marks of what is there are added up.")


def _expert(book: Book, _measured: Measured, scale: Expert) -> tuple[Block, ...]:
    asked = [message("a reason")]
    if scale.evidence:
        asked.append(message("evidence"))
    if scale.second_person:
        asked.append(message("a second person who agrees"))
    told = message(
        "Given by an expert, from 0 to {full}, as a signed line with: {asked}. Until then it cannot be told.",
        full=plain(scale.full, 2),
        asked=tuple(asked),
    )
    return (Paragraph(book.say(told)),)


def _fixed(book: Book, _measured: Measured, scale: Fixed) -> tuple[Block, ...]:
    return (Paragraph(book.say(message("Always {marks}.", marks=plain(scale.marks, 2)))),)


_Said = Callable[[Book, Measured, Any], tuple[Block, ...]]
_SAID: dict[type[Scale], _Said] = {
    Steps: _steps,
    Curve: _curve,
    Rates: _rates,
    Labels: _labels,
    YesNo: _yes_no,
    ChoiceSum: _choice_sum,
    DecisionList: _decision_list,
    BestOf: _best_of,
    Deductions: _deductions,
    Checklist: _checklist,
    Expert: _expert,
    Fixed: _fixed,
}
