"""Grades by the total, sub-grades and their matrix, and what forces a grade."""

from climafin.base.messages import Label, Message, message
from climafin.dossier.content import Block, Facts, Landmark, Paragraph, Subheading, Tone
from climafin.dossier.rule_book.book import Book, table
from climafin.dossier.rule_book.gate_pages import numbered
from climafin.rules.grading import Band, Force, How, SubGrade
from climafin.rules.scales.shapes import plain


def grades(book: Book) -> tuple[Block, ...]:
    """Return how points become a grade."""
    if not book.pack.grades:
        return ()
    found: list[Block] = [_by_matrix(book) if book.pack.matrix else _by_total(book)]
    for one in book.pack.sub_grades:
        found += _sub_grade(book, one)
    for force in book.pack.forces:
        found += _force(book, force)
    if len(book.pack.forces) > 1:
        told = message("Lines that force the grade are applied in the order written; the last word counts.")
        found.append(Paragraph(book.say(told), Tone.NOTE))
    return tuple(found)


def _by_total(book: Book) -> Block:
    cells, above = [], ""
    for grade in book.pack.grades:
        start = "" if grade.start is None else plain(grade.start, 2)
        low, high = f"{start} ≤ " if start else "", f" < {above}" if above else ""
        cells.append((book.label(grade.label), book.say(message("{low}total{high}", low=low, high=high))))
        above = start
    return table((book.column(message("Grade"), 2), book.column(message("Total"), 3)), cells)


def _by_matrix(book: Book) -> Block:
    subs = book.pack.sub_grades
    columns = [book.column(book.label(one.title), 2) for one in subs]
    cells = []
    for way, number in book.pack.matrix.items():
        bands = [next(band for band in one.bands if band.key == key) for key, one in zip(way, subs, strict=True)]
        cells.append((*(book.label(band.label) for band in bands), book.label(book.pack.grades[number].label)))
    return table([*columns, book.column(message("Grade"), 2)], cells)


def _sub_grade(book: Book, one: SubGrade) -> list[Block]:
    group = next(group.label for group in book.pack.groups if group.key == one.group)
    cells = [
        (book.label(band.label), (_points_of(band, after),))
        for band, after in zip(one.bands, (*one.bands[1:], None), strict=True)
    ]
    columns = (book.column(book.label(one.title), 2), book.column(message("Points x of “{group}”", group=group), 3))
    return [Subheading(book.label(one.title)), table(columns, cells)]


def _points_of(band: Band, after: Band | None) -> str:
    text = "x" if band.start is None else f"{plain(band.start, 2)} {'≤' if band.is_closed else '<'} x"
    if after is None or after.start is None:
        return text
    return f"{text} {'<' if after.is_closed else '≤'} {plain(after.start, 2)}"


def _force(book: Book, force: Force) -> list[Block]:
    grade = next(one.label for one in book.pack.grades if one.key == force.grade)
    said = [
        book.fact(message("Condition"), book.rule(force.test)),
        book.fact(message("Consequence"), book.say(_forced(force, grade))),
        book.fact(message("Source"), book.source(force.source)),
    ]
    if force.applies is not None:
        said.insert(0, book.fact(message("Applies when"), book.rule(force.applies)))
    return [Landmark(numbered(book, force.rule_id, force.title)), Facts(tuple(said))]


def _forced(force: Force, grade: Label) -> Message:
    if force.how is How.AT_MOST:
        return message("the grade is at most {grade}", grade=grade)
    if force.how is How.AT_LEAST:
        return message("the grade is at least {grade}", grade=grade)
    return message("the grade is {grade}", grade=grade)
