"""A dossier's content as a PDF: pages, heads and feet, cover, list of contents, bookmarks.

One pass: what is known only at the end (page count, pages of the parts) is drawn as a form that is defined last.
"""

import io
from dataclasses import dataclass
from itertools import pairwise

from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate
from reportlab.platypus.flowables import CondPageBreak, Flowable

from climafin.dossier.content import (
    Bars,
    Block,
    DossierContent,
    Facts,
    Form,
    Imprint,
    Landmark,
    Paragraph,
    Signatures,
    Split,
    Subheading,
    Table,
    Timeline,
    Tone,
    texts_of,
)
from climafin.dossier.pdf.canvas import Sheet
from climafin.dossier.pdf.closing import SignatureBlock
from climafin.dossier.pdf.faces import has_glyph, is_invisible, printable
from climafin.dossier.pdf.flowables import HeadedBlock, Heading, Picture, TextBlock, WarningBlock, height_of
from climafin.dossier.pdf.furniture import (
    define_contents_pages,
    define_page_count,
    draw_contents,
    draw_cover,
    draw_page,
)
from climafin.dossier.pdf.style import (
    BODY,
    BODY_HEIGHT,
    BODY_SECOND,
    BODY_WIDTH,
    BOTTOM,
    LEAD,
    LEFT,
    NOTE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)
from climafin.dossier.pdf.tables import facts_block, form_block, table_block

#: A part begins on the present page only when this much of it, or the whole of it, has room there; in points.
LEAST_ROOM_FOR_A_PART = 140
#: A paragraph no higher than this goes to the next page together with its note.
SHORT_PARAGRAPH = 62


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """A finished file: its bytes and how many pages it has."""

    data: bytes
    pages: int


def write_pdf(content: DossierContent) -> WrittenPdf:
    """Write a dossier as a PDF; the same content gives the same bytes."""
    target = io.BytesIO()
    document = _Document(content)
    pages = document.write(target)
    return WrittenPdf(target.getvalue(), pages)


def missing_glyphs(value: object) -> tuple[str, ...]:
    """Return the characters of some content that no face can draw, each once, in order."""
    found = {
        character: None
        for text in texts_of(value)
        for character in text
        if character not in "\n\t" and not has_glyph(character) and not is_invisible(character)
    }
    return tuple(found)


class _Document:
    """One dossier on its way to paper."""

    def __init__(self, content: DossierContent) -> None:
        self._content = content
        self._sheet: Sheet | None = None

    def write(self, target: io.BytesIO) -> int:
        """Write the file and return its number of pages."""
        content = self._content
        frame = Frame(LEFT, BOTTOM, BODY_WIDTH, BODY_HEIGHT, 0, 0, 0, 0, id="body")
        paper = BaseDocTemplate(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageTemplates=[
                PageTemplate("cover", [frame], onPage=lambda sheet, _paper: draw_cover(sheet, content)),
                PageTemplate("contents", [frame], onPage=lambda sheet, _paper: draw_contents(sheet, content)),
                PageTemplate("body", [frame], onPage=lambda sheet, _paper: draw_page(sheet, content)),
            ],
            pageCompression=1,
            invariant=1,
            lang="en" if content.language == "en" else "zh-CN",
            title=printable(" ".join(content.cover.title)),
            subject=f"{content.number}-{content.version} {content.digest}",
            author="ClimaFin",
            creator="ClimaFin",
            producer="ClimaFin",
        )
        paper.keepTogetherClass = HeadedBlock
        paper.build(self._story(), canvasmaker=self._make_sheet)
        assert self._sheet is not None
        return int(self._sheet.getPageNumber()) - 1

    def _make_sheet(self, *args: object, **settings: object) -> Sheet:
        self._sheet = Sheet(*args, **settings)
        self._sheet.date_as(self._content.data_date)
        self._sheet.showOutline()
        self._sheet.at_end = self._finish
        return self._sheet

    def _finish(self, sheet: Sheet) -> None:
        define_page_count(sheet)
        if self._content.has_contents:
            define_contents_pages(sheet, self._content)

    def _story(self) -> list[Flowable]:
        story: list[Flowable] = []
        if self._content.has_contents:
            story += [NextPageTemplate("contents"), PageBreak()]
        story += [NextPageTemplate("body"), PageBreak()]
        for number, part in enumerate(self._content.parts):
            flowables = [
                Heading(part.title, part.number),
                *(one for block in part.blocks for one in flowables_of(block)),
            ]
            _hold_notes(flowables)
            if number:
                story.append(PageBreak() if part.starts_page else CondPageBreak(_room_wanted(flowables)))
            story += flowables
        return story


def _hold_notes(flowables: list[Flowable]) -> None:
    """Let a short paragraph go with the note below it, so that no note stands alone at the top of a page."""
    for above, below in pairwise(flowables):
        if isinstance(above, TextBlock) and isinstance(below, TextBlock) and below.is_note and not above.is_note:
            above.keepWithNext = above.wrap(BODY_WIDTH, 0)[1] <= SHORT_PARAGRAPH


def _room_wanted(flowables: list[Flowable]) -> float:
    wanted = 0.0
    for flowable in flowables:
        if wanted >= LEAST_ROOM_FOR_A_PART:
            break
        wanted += height_of([flowable], BODY_WIDTH)
    return min(wanted, LEAST_ROOM_FOR_A_PART)


def flowables_of(block: Block) -> list[Flowable]:
    """Return a block of the content as flowables."""
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, (Bars, Split, Timeline)):
        return [Heading(block.caption), Picture(block)]
    if isinstance(block, (Facts, Imprint)) and not block.rows:
        return []
    return [_single(block)]


def _single(block: Subheading | Landmark | Facts | Imprint | Table | Form | Signatures) -> Flowable:
    if isinstance(block, Subheading):
        return Heading(block.words)
    if isinstance(block, Landmark):
        return Heading(block.words, is_landmark=True)
    if isinstance(block, (Facts, Imprint)):
        return facts_block(block)
    if isinstance(block, Table):
        return table_block(block)
    return form_block(block) if isinstance(block, Form) else SignatureBlock(block)


_TONES = {Tone.BODY: (BODY, BODY_SECOND), Tone.LEAD: (LEAD, BODY_SECOND), Tone.NOTE: (NOTE, NOTE)}


def _paragraph(block: Paragraph) -> list[Flowable]:
    if block.tone is Tone.WARNING:
        return [WarningBlock(block.words)]
    first, second = _TONES[block.tone]
    is_lead = block.tone is Tone.LEAD
    return [TextBlock(text, second if number else first, is_lead=is_lead) for number, text in enumerate(block.words)]
