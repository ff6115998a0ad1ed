"""What stands on the page around the text: head and foot, the cover, the list of contents."""

import segno

from climafin.dossier.content import Align, Cover, DossierContent, Fact, Words
from climafin.dossier.pdf.canvas import Sheet
from climafin.dossier.pdf.faces import Face, printable, width_of
from climafin.dossier.pdf.flowables import base_line, lines_of, part_key
from climafin.dossier.pdf.style import (
    ACCENT,
    BODY_WIDTH,
    BOTTOM,
    CELL,
    CELL_SECOND,
    COVER_KIND,
    COVER_TITLE,
    FOOT,
    INK,
    LABEL,
    LEFT,
    MM,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PART,
    PART_SECOND,
    RIGHT,
    RULE,
    TOP,
    TextStyle,
    bold,
)

FOOT_LINE = BOTTOM - 8 * MM
INITIALS_WIDTH, INITIALS_HEIGHT = 25 * MM, 10 * MM
CODE_SIZE = 34 * MM
CODE_BOTTOM = BOTTOM + 18 * MM
#: Where the cover's text begins, and the highest it may begin when it is long.
USUAL_TOP, HIGHEST_TOP = PAGE_HEIGHT - 62 * MM, PAGE_HEIGHT - 34 * MM
LABEL_ROOM = 42 * MM
#: A longer title is set smaller.
LONGEST_TITLE = 40
LONG_TITLE = TextStyle(COVER_TITLE.face, 17, 25)
#: Room kept for the number of pages, in digits.
COUNT_DIGITS = 2.6
PAGE_COUNT, CONTENTS_PAGES = "page-count", "contents-pages"
#: Marks shrink to fit, but not below this.
LEAST_MARK = 5.0
MARK = TextStyle(Face.SANS_BOLD, 8.5, 12, INK)


def draw_page(sheet: Sheet, content: DossierContent) -> None:
    """Draw head and foot of an ordinary page."""
    top = PAGE_HEIGHT - TOP + 7 * MM
    right = PAGE_WIDTH - RIGHT
    room = BODY_WIDTH - INITIALS_WIDTH - 6 * MM if content.page.initials else BODY_WIDTH
    title, *rest = lines_of(content.cover.title[0], FOOT, room - FOOT.size)
    sheet.put(LEFT, top, f"{title.text}…" if rest else title.text, FOOT)
    draw_marks(sheet, content.marks, LEFT, top + 13, room)
    if content.page.initials:
        sheet.frame(right - INITIALS_WIDTH, top, INITIALS_WIDTH, INITIALS_HEIGHT)
        tiny = TextStyle(Face.SANS, 6, 8, MUTED)
        sheet.put(right - INITIALS_WIDTH + 2, top + INITIALS_HEIGHT - 7.5, " ".join(content.page.initials), tiny)
    sheet.rules([(LEFT, top - 4, right, top - 4)])
    draw_foot(sheet, content)


def draw_marks(sheet: Sheet, marks: tuple[Words, ...], x: float, y: float, room: float) -> None:
    """Draw the warnings of every page in words, framed; the lowest line's baseline is y."""
    lines = [printable(" · ".join(" ".join(words) for words in marks))]
    if len(marks) > 1 and _width(lines[0], MARK) > room - 8:
        languages = max(len(words) for words in marks)
        lines = [printable(" · ".join(words[min(at, len(words) - 1)] for words in marks)) for at in range(languages)]
    for number, text in enumerate(reversed(lines if marks else [])):
        style = MARK
        while _width(text, style) > room - 8 and style.size > LEAST_MARK:
            style = TextStyle(style.face, style.size - 0.5, style.leading)
        low = y + number * 15
        sheet.frame(x, low - 3.5, _width(text, style) + 8, 13, INK)
        sheet.put(x + 4, low, text, style)


def _width(text: str, style: TextStyle) -> float:
    return width_of(text, style.face) * style.size / 1000


def draw_foot(sheet: Sheet, content: DossierContent) -> None:
    """Draw number and version, day of the data, digest and page x of y."""
    right = PAGE_WIDTH - RIGHT
    sheet.rules([(LEFT, FOOT_LINE + 12, right, FOOT_LINE + 12)])
    sheet.put(LEFT, FOOT_LINE, f"{content.number}-{content.version}", bold(FOOT))
    said = f"{' '.join(content.page.data_date)} · {content.digest[:12]}"
    sheet.put_aligned(right, FOOT_LINE, said, FOOT, Align.RIGHT)
    _draw_page_number(sheet, " · ".join(content.page.page))


def _draw_page_number(sheet: Sheet, pattern: str) -> None:
    pieces = pattern.replace("{page}", str(sheet.getPageNumber())).split("{pages}")
    count_room = COUNT_DIGITS * width_of("0", FOOT.face) * FOOT.size / 1000
    widths = [width_of(piece, FOOT.face) * FOOT.size / 1000 for piece in pieces]
    x = (PAGE_WIDTH + LEFT - RIGHT) / 2 - (sum(widths) + count_room * (len(pieces) - 1)) / 2
    y = FOOT_LINE - 12 if len(pieces) > 2 else FOOT_LINE
    for number, piece in enumerate(pieces):
        if number:
            sheet.saveState()
            sheet.translate(x + count_room / 2, y)
            sheet.doForm(PAGE_COUNT)
            sheet.restoreState()
            x += count_room
        sheet.put(x, y, piece, FOOT)
        x += widths[number]


def define_page_count(sheet: Sheet) -> None:
    """Define the form that every foot refers to; called after the last page."""
    pages = str(sheet.getPageNumber() - 1)
    sheet.beginForm(PAGE_COUNT, -20, -5, 20, 15)
    sheet.put_aligned(0, 0, pages, FOOT, Align.CENTRE)
    sheet.endForm()


def draw_cover(sheet: Sheet, content: DossierContent) -> None:
    """Draw the first page."""
    cover = content.cover
    sheet.box(0, PAGE_HEIGHT - 14 * MM, PAGE_WIDTH, 14 * MM, ACCENT)
    draw_marks(sheet, content.marks, LEFT, PAGE_HEIGHT - 26 * MM, BODY_WIDTH)
    title_style = COVER_TITLE if max(map(len, cover.title)) <= LONGEST_TITLE else LONG_TITLE
    y = _cover_top(cover, title_style)
    for number, text in enumerate(cover.kind):
        style = COVER_KIND if number == 0 else PART_SECOND
        y = _stack(sheet, text, style, y)
    y -= 6 * MM
    for text in cover.title:
        y = _stack(sheet, text, title_style, y)
    y -= 5 * MM
    sheet.rules([(LEFT, y, LEFT + 40 * MM, y)], 2.0, ACCENT)
    y = _draw_facts(sheet, cover.facts, y - 10 * MM, BODY_WIDTH)
    _draw_code(sheet, content)
    draw_foot(sheet, content)


def _cover_top(cover: Cover, title_style: TextStyle) -> float:
    """Return where the cover's text begins: higher than usual when it would run into what stands at the foot."""
    heads = [(text, PART_SECOND) for text in cover.kind] + [(text, title_style) for text in cover.title]
    height = sum(len(lines_of(text, style, BODY_WIDTH)) * style.leading for text, style in heads) + 22 * MM
    for fact in cover.facts:
        columns = ((fact.label, LABEL, LABEL_ROOM - 8), (fact.value, CELL, BODY_WIDTH - LABEL_ROOM))
        height += max(sum(style.leading for _, style in _set(*column)) for column in columns) + 5
    return min(max(USUAL_TOP, CODE_BOTTOM + CODE_SIZE + height), HIGHEST_TOP)


def _stack(sheet: Sheet, text: str, style: TextStyle, y: float) -> float:
    for line in lines_of(text, style, BODY_WIDTH):
        sheet.put(LEFT, base_line(y, style), line.text, style)
        y -= style.leading
    return y


def _draw_facts(sheet: Sheet, facts: tuple[Fact, ...], y: float, room: float) -> float:
    for fact in facts:
        left = [(line, style) for line, style in _set(fact.label, LABEL, LABEL_ROOM - 8)]
        right = [(line, style) for line, style in _set(fact.value, CELL, room - LABEL_ROOM)]
        low = y
        for x, column in ((LEFT, left), (LEFT + LABEL_ROOM, right)):
            at = y
            for text, style in column:
                sheet.put(x, base_line(at, style), text, style)
                at -= style.leading
            low = min(low, at)
        y = low - 5
    return y


def _set(words: Words, style: TextStyle, room: float) -> list[tuple[str, TextStyle]]:
    return [
        (line.text, used)
        for number, text in enumerate(words)
        for used in [style if number == 0 else CELL_SECOND]
        for line in lines_of(text, used, room)
    ]


def _draw_code(sheet: Sheet, content: DossierContent) -> None:
    # A fixed mask: choosing the best costs most of the time, and readers take any.
    matrix = [list(row) for row in segno.make(content.code_text, error="m", micro=False, mask=2).matrix]
    sheet.squares(matrix, PAGE_WIDTH - RIGHT - CODE_SIZE, CODE_BOTTOM + CODE_SIZE, CODE_SIZE)
    _draw_facts(sheet, content.cover.imprint.rows, CODE_BOTTOM + CODE_SIZE + 2, BODY_WIDTH - CODE_SIZE - 8 * MM)


def draw_contents(sheet: Sheet, content: DossierContent) -> None:
    """Draw the list of contents; the page numbers come as a form at the end."""
    draw_page(sheet, content)
    y = PAGE_HEIGHT - TOP
    for number, text in enumerate(content.page.contents):
        y = _stack(sheet, text, PART if number == 0 else PART_SECOND, y)
    sheet.rules([(LEFT, y - 4, PAGE_WIDTH - RIGHT, y - 4)], 0.8, ACCENT)
    height = _entry_height(content)
    for place, part in enumerate(content.parts):
        top = _entry_top(content, place)
        sheet.put_aligned(LEFT + 14, base_line(top, CELL), str(part.number), CELL, Align.RIGHT)
        line = top
        for number, text in enumerate(part.title):
            style = CELL if number == 0 else CELL_SECOND
            sheet.put(LEFT + 24, base_line(line, style), printable(text), style)
            line -= style.leading
        sheet.rules([(LEFT, top - height + 2, PAGE_WIDTH - RIGHT, top - height + 2)], 0.3, RULE)
        area = (LEFT, top - height + 2, PAGE_WIDTH - RIGHT, top)
        sheet.linkAbsolute("", part_key(part.number), area, Border="[0 0 0]")
    sheet.doForm(CONTENTS_PAGES)


def _entry_height(content: DossierContent) -> float:
    return 27.0 if len(content.page.contents) > 1 else 25.0


def _entry_top(content: DossierContent, place: int) -> float:
    head = PART.leading + PART_SECOND.leading * (len(content.page.contents) - 1) + 10
    return PAGE_HEIGHT - TOP - head - place * _entry_height(content)


def define_contents_pages(sheet: Sheet, content: DossierContent) -> None:
    """Define the form with the pages of the parts; called after the last page."""
    sheet.beginForm(CONTENTS_PAGES, 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
    for place, part in enumerate(content.parts):
        y = base_line(_entry_top(content, place), CELL)
        sheet.put_aligned(PAGE_WIDTH - RIGHT, y, str(sheet.part_pages[part.number]), CELL, Align.RIGHT)
    sheet.endForm()
