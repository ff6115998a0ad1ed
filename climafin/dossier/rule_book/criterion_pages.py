"""Groups, criteria with their scales, weights by class, and extra points."""

from climafin.base.messages import Message, message
from climafin.dossier.content import Block, Column, Facts, Landmark, Paragraph, Row, Table, Tone, Words
from climafin.dossier.rule_book.book import EMPTY, Book, points, table
from climafin.dossier.rule_book.gate_pages import numbered, scope_facts
from climafin.dossier.rule_book.scale_tables import scale_blocks, value_facts
from climafin.rules.pack import BonusItem, Criterion, Group
from climafin.rules.scales.shapes import Missing, plain

_MISSING = {
    Missing.OPEN: message("the score is a range until it is known"),
    Missing.ZERO: message("counts as no marks"),
    Missing.MIDDLE: message("counts as the middle of what is possible"),
    Missing.DROP: message("the criterion is left out"),
}


def criteria(book: Book) -> tuple[Block, ...]:
    """Return the groups with their criteria at a glance, then every criterion with its scale."""
    each = tuple(block for criterion in book.pack.criteria for block in _criterion(book, criterion))
    return (_overview(book), *each)


def _weight_head(book: Book) -> Message:
    return message("Most points") if book.are_points else message("Weight")


def _overview(book: Book) -> Table:
    columns = (
        book.column(message("Id"), 1),
        book.column(message("Group and criterion"), 5),
        book.column(_weight_head(book), 1.2, is_number=True),
    )
    rows = []
    for group in book.pack.groups:
        rows.append(Row(((" ",), book.label(group.label), _group_weight(book, group)), is_strong=True))
        rows += [
            Row(((one.rule_id,), book.label(one.title), points(one.weight)))
            for one in book.pack.criteria
            if one.group == group.key
        ]
    return Table(columns, tuple(rows))


def _group_weight(book: Book, group: Group) -> Words:
    if not book.are_points:
        return points(group.weight)
    return EMPTY if group.cap is None else book.say(message("at most {cap}", cap=plain(group.cap, 2)))


def _criterion(book: Book, criterion: Criterion) -> tuple[Block, ...]:
    group = next((one.label for one in book.pack.groups if one.key == criterion.group), None)
    said = [book.fact(_weight_head(book), points(criterion.weight))]
    if group is not None:
        said.insert(0, book.fact(message("Group"), book.label(group)))
    said += scope_facts(book, criterion.scope)
    said += value_facts(book, criterion)
    said.append(book.fact(message("When not known"), book.say(_MISSING[criterion.missing])))
    if criterion.drops:
        told = message("the criterion does not apply")
        said.append(book.fact(message("When marked as not applicable"), book.say(told)))
    said.append(book.fact(message("Source"), book.source(criterion.source)))
    head = Landmark(numbered(book, criterion.rule_id, criterion.title))
    return (head, Facts(tuple(said)), *scale_blocks(book, criterion))


# ---- weights by class


def weights_by_class(book: Book) -> tuple[Block, ...]:
    """Return the other weights that classes of projects have."""
    weights = book.pack.weight_table
    if weights is None:
        return ()
    fact = book.pack.vocabulary[weights.by]
    named = {choice.key: choice.label for choice in fact.type.choices}
    # Classes have rows of their own on paper only as long as few criteria differ; criteria always fit.
    blocks: list[Block] = [Facts((book.fact(message("Looked up by"), book.label(fact.label)),))]
    for key, row in weights.rows.items():
        cells = [(*_named(book, rule_id), points(weight)) for rule_id, weight in row.items()]
        blocks.append(table(_weight_columns(book), cells, book.label(named[key])))
    others = message("All other classes: the weights said at the criteria.")
    if not weights.keeps_own:
        others = message("Of all other classes no score can be told.")
    return (*blocks, Paragraph(book.say(others), Tone.NOTE))


def _weight_columns(book: Book) -> tuple[Column, ...]:
    return (
        book.column(message("Id"), 1),
        book.column(message("Criterion"), 5),
        book.column(message("Weight"), 1.2, is_number=True),
    )


def _named(book: Book, rule_id: str) -> tuple[Words, Words]:
    title = next(one.title for one in book.pack.criteria if one.rule_id == rule_id)
    return (rule_id,), book.label(title)


# ---- extra points


def bonus(book: Book) -> tuple[Block, ...]:
    """Return the extra points."""
    if not book.pack.bonus:
        return ()
    columns = (
        book.column(message("Id"), 0.7),
        book.column(message("Extra points for"), 2.4),
        book.column(message("When, or how many times"), 2.8),
        book.column(message("Points"), 1, is_number=True),
        book.column(message("Source"), 2.6),
    )
    cells = [
        ((one.rule_id,), book.label(one.title), book.rule(one.test), _bonus_points(book, one), book.source(one.source))
        for one in book.pack.bonus
    ]
    told = message("Together at most {cap}.", cap=plain(book.pack.bonus_cap, 2))
    return (Paragraph(book.say(told), Tone.NOTE), table(columns, cells))


def _bonus_points(book: Book, item: BonusItem) -> Words:
    if item.cap is None:
        return points(item.points)
    told = message("{points} each, at most {cap}", points=plain(item.points, 2), cap=plain(item.cap, 2))
    return book.say(told)
