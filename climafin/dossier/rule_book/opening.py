"""Cover, standing and how to read the book, sources, and the facts it asks."""

from collections.abc import Iterator

from climafin.base.messages import Message, message
from climafin.domain.dictionary import Field, FieldKind
from climafin.domain.shown_values import NO, YES
from climafin.dossier.content import (
    Block,
    Cover,
    Fact,
    Imprint,
    PageWords,
    Paragraph,
    Subheading,
    Table,
    Tone,
    Words,
)
from climafin.dossier.rule_book.book import EMPTY, Book, grouped, table
from climafin.rules.rule import Rule

_KINDS = {
    FieldKind.TEXT: message("text"),
    FieldKind.LONG_TEXT: message("text"),
    FieldKind.INTEGER: message("whole number"),
    FieldKind.NUMBER: message("number"),
    FieldKind.PERCENT: message("per cent"),
    FieldKind.MONEY: message("amount of money"),
    FieldKind.YES_NO: message("yes or no"),
    FieldKind.DATE: message("day"),
    FieldKind.MONTH: message("month"),
    FieldKind.CHOICE: message("one answer"),
    FieldKind.CHOICES: message("several answers"),
    FieldKind.CREDIT_CODE: message("code"),
    FieldKind.PROJECT_CODE: message("code"),
    FieldKind.TABLE: message("table"),
}


def standing_marks(book: Book) -> tuple[Words, ...]:
    """Return the warning that stands on every page of a book that is no official text."""
    if book.pack.stamp.official:
        return ()
    return (book.say(message("Not an official standard")),)


def cover(book: Book) -> Cover:
    """Return the first page."""
    pack = book.pack
    official = YES if pack.stamp.official else NO
    scored = message("points, added up") if book.are_points else message("marks of 100, weighted")
    if not pack.criteria:
        scored = message("none: gates only")
    facts = (
        book.fact(message("Rule pack"), (pack.stamp.pack_id,)),
        book.fact(message("Edition"), (str(pack.stamp.edition),)),
        book.fact(message("In force"), in_force(book)),
        book.fact(message("Official text"), book.label(official)),
        book.fact(message("What it is"), book.label(pack.standing)),
        book.fact(message("Scoring"), book.say(scored)),
        book.fact(message("Contains"), book.say(_holds(book))),
    )
    imprint = Imprint((Fact(book.say(message("Digest of the rule pack (SHA-256)")), (pack.stamp.digest,)),))
    return Cover(book.say(message("Rule book")), book.label(pack.stamp.title), facts, imprint)


def _holds(book: Book) -> Message:
    pack = book.pack
    return message(
        "{gates} gates, {criteria} criteria, {cases} worked cases",
        gates=len(pack.gates),
        criteria=len(pack.criteria),
        cases=len(pack.cases),
    )


def in_force(book: Book) -> Words:
    """Return since when, and until when, the pack is in force."""
    if book.pack.until is None:
        return book.say(message("from {day}", day=book.pack.since))
    return book.say(message("from {day} to {last}", day=book.pack.since, last=book.pack.until))


def page_words(book: Book) -> PageWords:
    """Return the words of head and foot; nobody initials a rule book."""
    return PageWords(
        page=tuple(language.text("Page {page} of {pages}") for language in book.wording.languages),
        data_date=book.say(message("In force from {day}", day=book.pack.since)),
        contents=book.say(message("Contents")),
        initials=(),
    )


def about(book: Book) -> tuple[Block, ...]:
    """Return what the book is and how it is read."""
    pack = book.pack
    tone = Tone.BODY if pack.stamp.official else Tone.WARNING
    told = [
        message(
            "Every gate and criterion answers met, not met or cannot tell; what is not known never counts as failed."
        ),
        message("A value is rounded once to the decimals said here, halves upward; a value on a line is on the line."),
    ]
    if pack.criteria and book.are_points:
        told.append(message("Points are added up as they are; of what does not apply, nothing goes to the others."))
    elif pack.criteria:
        told.append(
            message(
                "A criterion has marks from 0 to 100, times its weight. The weights add up to 100. The weight of a "
                "criterion that does not apply goes to the others of its group, in proportion."
            )
        )
    notes = tuple(Paragraph(book.say(one)) for one in told)
    return (Paragraph(book.label(pack.standing), tone), *notes)


def sources(book: Book) -> tuple[Block, ...]:
    """Return the documents that the rules rest on."""
    columns = (
        book.column(message("Id"), 1.2),
        book.column(message("Document"), 6),
        book.column(message("Official text"), 1.4),
    )
    cells = [
        ((name,), book.label(source.document), book.label(YES if source.official else NO))
        for name, source in book.pack.sources.items()
    ]
    return (table(columns, cells),)


# ---- facts


def facts_asked(book: Book) -> tuple[Block, ...]:
    """Return every fact that some rule reads, with what it holds and the rules that read it."""
    readers = _readers(book)
    own = {field.key for field in book.pack.own_facts}
    asked = [field for field in book.pack.fields if field.key in book.pack.fact_keys]
    shared = [field for field in asked if field.key not in own]
    blocks: list[Block] = []
    if own:
        blocks.append(Subheading(book.say(message("Asked by this rule book alone"))))
        blocks.append(_fact_table(book, list(book.pack.own_facts), readers))
    if shared:
        if own:
            blocks.append(Subheading(book.say(message("From the form of the library"))))
        blocks.append(_fact_table(book, shared, readers))
    rest = [key for key in book.pack.fact_keys if key not in book.pack.fields]
    if rest:
        names = tuple(book.pack.vocabulary[key].label for key in rest)
        told = message("Known to the library besides: {names}.", names=names)
        blocks.append(Paragraph(book.say(told), Tone.NOTE))
    return tuple(blocks)


def _readers(book: Book) -> dict[str, list[str]]:
    """Return the ids of the rules that read each fact, directly or through a limit or derived value."""
    found: dict[str, list[str]] = {}
    for rule_id, rules in _rules_by_id(book):
        for key in book.pack.facts_behind(rules):
            found.setdefault(key, []).append(rule_id)
    return found


def _rules_by_id(book: Book) -> Iterator[tuple[str, tuple[Rule | None, ...]]]:
    pack = book.pack
    for gate in pack.gates:
        yield gate.rule_id, (gate.scope.own, gate.test)
    for criterion in pack.criteria:
        yield criterion.rule_id, (criterion.scope.own, criterion.value, *criterion.scale.rules())
    for item in pack.bonus:
        yield item.rule_id, (item.test,)
    for force in pack.forces:
        yield force.rule_id, (force.applies, force.test)


def _fact_table(book: Book, fields: list[Field], readers: dict[str, list[str]]) -> Table:
    columns = (
        book.column(message("Fact"), 3),
        book.column(message("Kind and unit"), 2),
        book.column(message("What it may hold"), 3.4),
        book.column(message("Read by"), 1.8),
    )
    cells = [
        (
            book.label(field.label),
            _kind(book, field),
            _holding(book, field),
            (", ".join(readers.get(field.key, ())) or "—",),
        )
        for field in fields
    ]
    return table(columns, cells)


def _kind(book: Book, field: Field) -> Words:
    kind = _KINDS[field.kind]
    if not field.unit.zh or not field.kind.is_numeric or field.kind is FieldKind.PERCENT:
        return book.say(kind)
    return book.say(message("{kind}, {unit}", kind=kind, unit=field.unit))


def _holding(book: Book, field: Field) -> Words:
    if field.columns:
        columns = [message("{column} ({kind})", column=one.label, kind=_KINDS[one.kind]) for one in field.columns]
        return book.wording.words(columns)
    if field.choices:
        return book.wording.words([choice.label for choice in field.choices])
    low, high = _end(field.minimum), _end(field.maximum)
    if low and high:
        return book.say(message("{low} to {high}", low=low, high=high))
    if low or high:
        return (f"≥ {low}" if low else f"≤ {high}",)
    return EMPTY


def _end(number: float | None) -> str:
    return "" if number is None else grouped(f"{number:.6f}".rstrip("0").rstrip("."))
