"""The worked cases: what each differs in from the usual facts, and what must come out."""

from collections import Counter
from collections.abc import Mapping

from climafin.base.messages import Label, Message, message
from climafin.domain.answers import Outcome
from climafin.domain.dictionary import Field
from climafin.domain.project import Value
from climafin.domain.shown_values import NO, NOT_APPLICABLE, NOT_GIVEN, YES
from climafin.domain.stages import Stage
from climafin.domain.verdict import Verdict
from climafin.dossier.content import Block, Fact, Facts, Landmark, Paragraph, Table, Tone, Words
from climafin.dossier.rule_book.book import Book, grouped, table
from climafin.expression.terms import Sort
from climafin.rules.case_reading import UNKNOWN
from climafin.rules.facts import STAGE
from climafin.rules.pack import Case, Expected
from climafin.rules.scales.shapes import plain

#: A fact that more than this share of the cases have alike is said once, before them.
USUAL_SHARE = 0.5
#: So many expectations stand one below the other; more stand side by side.
FEW = 3

_NO_ROWS = Label("无", "none")

#: What a case holds under a fact's key: its value and whether it was said not to apply.
Held = tuple[Value, bool]


def cases(book: Book) -> tuple[Block, ...]:
    """Return the usual facts and every case with its answer."""
    pack = book.pack
    if not pack.cases:
        return (Paragraph(book.say(message("The rule pack has no worked cases.")), Tone.WARNING),)
    usual = _usual(pack.cases)
    blocks: list[Block] = []
    if usual:
        blocks.append(Landmark(book.say(message("Usual facts, unless a case says otherwise"))))
        blocks.append(Facts(tuple(_held(book, key, held) for key, held in usual.items()), pairs=2))
    for number, case in enumerate(pack.cases, start=1):
        blocks.append(Landmark((f"{number}  {case.name}",)))
        said = _case_facts(book, case, usual)
        if said:
            blocks.append(Facts(tuple(said), pairs=2))
        blocks.append(_expectations(book, case))
    return tuple(blocks)


def _expectations(book: Book, case: Case) -> Table:
    """Return what must come out, two to a row where there is more than a little."""
    pairs = 1 if len(case.expected) <= FEW else 2
    columns = (book.column(message("Expected"), 3.6), book.column(message("Answer"), 2)) * pairs
    said = [words for one in case.expected for words in (_name(book, one), _answer(book, one))]
    said += [(" ",)] * (-len(said) % len(columns))
    width = len(columns)
    return table(columns, [tuple(said[at : at + width]) for at in range(0, len(said), width)])


# ---- facts


def _facts(case: Case) -> dict[str, Held]:
    keys = dict.fromkeys([*case.values, *case.notes])
    found: dict[str, Held] = {}
    for key in keys:
        note = case.notes.get(key)
        found[key] = (case.values.get(key), note is not None and note.not_applicable)
    if case.stage:
        found[STAGE.key] = (case.stage, False)
    return found


def _usual(all_cases: tuple[Case, ...]) -> dict[str, Held]:
    """Return the facts that most cases have alike; a pack of one case has none."""
    each = [_facts(case) for case in all_cases]
    found: dict[str, Held] = {}
    for key in dict.fromkeys(key for facts in each for key in facts) if len(each) > 1 else ():
        told = Counter(repr(facts[key]) for facts in each if key in facts)
        most, count = told.most_common(1)[0]
        if count > len(each) * USUAL_SHARE:
            found[key] = next(facts[key] for facts in each if key in facts and repr(facts[key]) == most)
    return found


def _case_facts(book: Book, case: Case, usual: Mapping[str, Held]) -> list[Fact]:
    facts = _facts(case)
    found = [_held(book, key, held) for key, held in facts.items() if usual.get(key) != held]
    found += [_held(book, key, (None, False)) for key in usual if key not in facts]
    if case.as_of != book.pack.since:
        found.append(book.fact(message("Date of assessment"), book.wording.words(case.as_of)))
    if case.initial is not None:
        found.append(book.fact(message("Initial score"), (plain(case.initial.points, 2),)))
    if case.occasion.value != "initial":
        found.append(book.fact(message("Occasion"), book.label(case.occasion.label)))
    for rule_id, marks in case.judged.items():
        found.append(book.fact(message("Expert's marks for {rule}", rule=rule_id), (plain(marks, 2),)))
    for name, value in case.parameters.items():
        limit = book.pack.limit_by_name[name]
        found.append(book.fact(message("Set by the office: {limit}", limit=limit.label), (grouped(f"{value:g}"),)))
    for name, values in case.cohorts.items():
        cohort = next(one for one in book.pack.cohorts if one.name == name)
        shown = ", ".join(plain(value, cohort.decimals) for value in values)
        found.append(book.fact(message("Cohort: {cohort}", cohort=cohort.label), (shown,)))
    return found


def _held(book: Book, key: str, held: Held) -> Fact:
    value, not_applicable = held
    if key == STAGE.key:
        return Fact(book.label(STAGE.label), book.label(Stage(str(value)).label))
    asked: Field = book.pack.fields[key]
    if not_applicable:
        return Fact(book.label(asked.label), book.label(NOT_APPLICABLE))
    if value is None:
        return Fact(book.label(asked.label), book.label(NOT_GIVEN))
    if value == ():
        return Fact(book.label(asked.label), book.label(_NO_ROWS))
    return Fact(book.label(asked.label), book.wording.value(asked, value))


# ---- what must come out

_WHOLE: dict[str, Message] = {
    "verdict": message("Eligibility"),
    "score": message("Total"),
    "grade": message("Grade"),
}


def _name(book: Book, one: Expected) -> Words:
    if one.name in _WHOLE:
        return book.say(_WHOLE[one.name])
    if one.name in book.pack.vocabulary:
        return book.label(book.pack.vocabulary[one.name].label)
    sub_grade = next((sub for sub in book.pack.sub_grades if sub.key == one.name), None)
    if sub_grade is not None:
        return book.label(sub_grade.title)
    return book.rule_names([one.name])


def _answer(book: Book, one: Expected) -> Words:
    if not one.word:
        low, high = plain(one.low, 2), plain(one.high, 2)
        return (low,) if low == high else book.say(message("{low} to {high}", low=low, high=high))
    return book.label(_word(book, one))


def _word(book: Book, one: Expected) -> Label:
    if one.name == "verdict":
        return Verdict(one.word).label
    if one.name == "grade":
        return next(grade.label for grade in book.pack.grades if grade.key == one.word)
    if one.name in book.pack.vocabulary:
        return _value_word(book, one)
    for sub_grade in book.pack.sub_grades:
        if sub_grade.key == one.name:
            return next(band.label for band in sub_grade.bands if band.key == one.word)
    return Outcome(one.word).label


def _value_word(book: Book, one: Expected) -> Label:
    if one.word == UNKNOWN:
        return Outcome.UNKNOWN.label
    kind = book.pack.vocabulary[one.name].type
    if kind.sort is Sort.TRUTH:
        return YES if one.word == str(True) else NO
    number = grouped(f"{float(one.word):.9f}".rstrip("0").rstrip(".")) if kind.sort is Sort.NUMBER else one.word
    units = {spoken.code: unit for spoken, unit in zip(book.wording.languages, book.unit(kind.unit), strict=False)}
    zh = units.get("zh_CN", "")
    return Label(f"{number} {zh}".strip(), f"{number} {units.get('en', zh)}".strip())
