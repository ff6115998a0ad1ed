"""The content step: from what is known of a project to everything its dossier says."""

from collections.abc import Callable

from climafin.base.messages import message
from climafin.dossier.content import Block, DossierContent, Paragraph, Part, content_digest
from climafin.dossier.parts import PART_TITLES, Length
from climafin.dossier.sections.approvals import approvals, unsettled
from climafin.dossier.sections.closing import attachments, reply, review, signatures
from climafin.dossier.sections.funding import funding
from climafin.dossier.sections.gaps import gaps
from climafin.dossier.sections.schedule import schedule
from climafin.dossier.sections.scoring import scoring
from climafin.dossier.sections.summary import cover, marks, page_words, statement, summary
from climafin.dossier.source import Desk, Source
from climafin.dossier.wording import PrintLanguage, Wording

Section = Callable[[Desk], tuple[Block, ...]]

#: Parts that begin on a page of their own, whatever stands before them.
OWN_PAGE = frozenset((0, 1, 21, 22))
DSCR = message(
    "Debt-service cover ratio (DSCR): cash available for debt service in the year ÷ "
    "principal and interest due in the year."
)


def build_content(source: Source, length: Length, code: PrintLanguage) -> DossierContent:
    """Say everything about one project; the same source gives the same content.

    Args:
        source: what is known.
        length: how much is printed.
        code: in which language or languages.
    """
    wording = Wording(code)
    desk = Desk(source, wording, is_brief=length is Length.SUMMARY)
    parts = tuple(_part(number, desk) for number in sorted(length.parts))
    warned = marks(desk)
    front = cover(desk, length, "")
    said = (length.value, code, source.number, source.data_date, warned, front.kind, front.title, front.facts, parts)
    digest = content_digest(said)
    return DossierContent(
        number=source.number,
        version=source.version,
        length=length.value,
        language=code,
        data_date=source.data_date,
        digest=digest,
        marks=warned,
        page=page_words(desk),
        cover=cover(desk, length, digest),
        parts=parts,
        has_contents=length is Length.STANDARD,
        code_text=_code_text(source, digest),
    )


def _part(number: int, desk: Desk) -> Part:
    section = _SECTIONS.get(number, _plain_section(number))
    blocks = section(desk) or (Paragraph(desk.say(message("The library keeps nothing on this part yet."))),)
    return Part(number, desk.wording.label(PART_TITLES[number]), (*blocks, *desk.take_notes()), number in OWN_PAGE)


def _plain_section(number: int) -> Section:
    return lambda desk: desk.part_blocks(number)


def _climate(desk: Desk) -> tuple[Block, ...]:
    told = message(
        "The figures of this part are as recorded from the documents named, with the method and factor given there. "
        "They were not computed by ClimaFin."
    )
    return (Paragraph(desk.say(told)), *desk.part_blocks(7))


def _appraisal(desk: Desk) -> tuple[Block, ...]:
    return (*desk.part_blocks(11), Paragraph(desk.say(DSCR)))


def _request(desk: Desk) -> tuple[Block, ...]:
    blocks = desk.part_blocks(16)
    open_ones = unsettled(desk)
    if not open_ones:
        return blocks
    told = message(
        "To be settled or shown before payout: {approvals}.", approvals=tuple(field.label for field in open_ones)
    )
    return (*blocks, Paragraph(desk.say(told)))


def _code_text(source: Source, digest: str) -> str:
    """Return the square code's text, in capitals so that the code stays small."""
    fields = ("CF1", source.number, str(source.version), digest, str(source.chain.count), source.chain.digest)
    return "/".join(fields).upper()


_SECTIONS: dict[int, Section] = {
    0: summary,
    1: statement,
    2: gaps,
    5: approvals,
    6: scoring,
    7: _climate,
    8: schedule,
    10: funding,
    11: _appraisal,
    16: _request,
    19: review,
    20: attachments,
    21: signatures,
    22: reply,
}
