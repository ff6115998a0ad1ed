"""Lists, limits with their dated tables, derived values, and cohorts."""

from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import RuleSource
from climafin.dossier.content import Block, Fact, Facts, Landmark, Paragraph, Subheading, Tone, Words
from climafin.dossier.rule_book.book import Book, table
from climafin.expression.terms import Sort
from climafin.rules.cohorts import Cohort
from climafin.rules.derived import Derived
from climafin.rules.facts import AS_OF
from climafin.rules.limits import DatedTable, Limit
from climafin.rules.pack import Listing

#: Longer lists are printed as far as this; the rest is in the pack, whose digest stands on the cover.
MOST_ENTRIES = 300


def lists(book: Book) -> tuple[Block, ...]:
    """Return the lists that rules ask whether something stands in."""
    return tuple(block for listing in book.pack.lists for block in _listing(book, listing))


def _listing(book: Book, listing: Listing) -> tuple[Block, ...]:
    shown = listing.entries[:MOST_ENTRIES]
    blocks: list[Block] = [
        Landmark(book.label(listing.label)),
        Facts((*_source(book, listing.source), book.fact(message("Entries"), (str(len(listing.entries)),)))),
        Paragraph(("、".join(shown),)),
    ]
    if len(shown) < len(listing.entries):
        told = message("The first {count} of them; all are in the pack's own file.", count=len(shown))
        blocks.append(Paragraph(book.say(told), Tone.NOTE))
    return tuple(blocks)


def _source(book: Book, source: RuleSource) -> tuple[Fact, ...]:
    return (book.fact(message("Source"), book.source(source)),) if source.document.zh else ()


# ---- limits


def limits(book: Book) -> tuple[Block, ...]:
    """Return the looked-up limits, each with its tables by date."""
    return tuple(block for limit in book.pack.limits for block in _limit(book, limit))


def _limit(book: Book, limit: Limit) -> tuple[Block, ...]:
    said = []
    if limit.unit.text:
        said.append(book.fact(message("Unit"), book.unit(limit.unit)))
    if limit.by:
        said.append(book.fact(message("Looked up by"), book.wording.words(_names(book, limit.by))))
    if limit.dated_by != AS_OF.key:
        day = book.pack.vocabulary[limit.dated_by].label
        said.append(book.fact(message("Table picked by"), book.label(day)))
    if limit.delegated is not None:
        said.append(book.fact(message("Left to"), book.label(limit.delegated)))
    dated = tuple(block for one in limit.tables for block in _dated(book, limit, one))
    head = (Landmark(book.label(limit.label)), *((Facts(tuple(said)),) if said else ()))
    return (*head, *dated)


def _names(book: Book, keys: tuple[str, ...]) -> list[Label | Message]:
    found: list[Label | Message] = []
    for key in keys:
        name = book.pack.vocabulary[key]
        found.append(message("year of {day}", day=name.label) if name.type.sort is Sort.DAY else name.label)
    return found


def _dated(book: Book, limit: Limit, one: DatedTable) -> tuple[Block, ...]:
    heads = [book.column(words, 2) for words in (book.wording.words(name) for name in _names(book, limit.by))]
    if not heads:
        heads = [book.column(message("Holds for"), 2)]
    value = book.column(message("Value"), 1, is_number=True)
    cells = [
        (*(_row(book, limit, row) or (book.say(message("all projects")),)), book.number(number, limit.unit))
        for row, number in one.rows.items()
    ]
    if one.otherwise is not None:
        others = (book.say(message("all others")), *((" ",),) * (len(heads) - 1))
        cells.append((*others, book.number(one.otherwise, limit.unit)))
    source = book.say(message("Source: {source}", source=_cited(one.source)))
    since = book.say(message("From {day}", day=one.since))
    return (Subheading(since), Paragraph(source, Tone.NOTE), table([*heads, value], cells))


def _cited(source: RuleSource) -> Label:
    return Label(f"{source.document.zh} {source.clause.zh}".strip(), f"{source.document.en} {source.clause.en}".strip())


def _row(book: Book, limit: Limit, row: tuple[str, ...]) -> tuple[Words, ...]:
    found: list[Words] = []
    for key, answer in zip(limit.by, row, strict=True):
        choices = book.pack.vocabulary[key].type.choices
        label = next((choice.label for choice in choices if choice.key == answer), Label(answer, answer))
        found.append(book.label(label))
    return tuple(found)


# ---- derived values and cohorts


def derived(book: Book) -> tuple[Block, ...]:
    """Return the values with names of their own."""
    return tuple(block for one in book.pack.derived for block in _derived(book, one))


def _derived(book: Book, one: Derived) -> tuple[Block, ...]:
    said = [book.fact(message("Worked out as"), book.rule(one.value))]
    if one.unit.text:
        said.append(book.fact(message("Unit"), book.unit(one.unit)))
    if one.decimals is not None:
        said.append(book.fact(message("Decimals kept"), (str(one.decimals),)))
    said.extend(_source(book, one.source))
    return (Landmark(book.label(one.label)), Facts(tuple(said)))


def cohorts(book: Book) -> tuple[Block, ...]:
    """Return the cohorts that projects are ranked in."""
    return tuple(block for one in book.pack.cohorts for block in _cohort(book, one))


def _cohort(book: Book, one: Cohort) -> tuple[Block, ...]:
    better = message("more is better") if one.high_is_better else message("less is better")
    frozen = message("the end of last year") if one.is_last_year else message("the day the cohort was frozen")
    said = [
        book.fact(message("Compared by"), book.rule(one.value)),
        book.fact(message("Better"), book.say(better)),
        book.fact(message("Values as of"), book.say(frozen)),
        book.fact(message("Fewest projects"), (str(one.minimum),)),
    ]
    if one.unit.text:
        said.insert(1, book.fact(message("Unit"), book.unit(one.unit)))
    if one.of is not None:
        said.insert(0, book.fact(message("Counted are projects with"), book.rule(one.of)))
    if one.by:
        said.insert(0, book.fact(message("Classes"), book.wording.words(_names(book, one.by))))
    said.extend(_source(book, one.source))
    note = message(
        "Equal values share a rank, and the next rank is skipped. The percentile is the share of the class at least as "
        "good, the project itself included."
    )
    return (Landmark(book.label(one.label)), Facts(tuple(said)), Paragraph(book.say(note), Tone.NOTE))
