"""Review record, attachments, signatures, and the bank's reply slip."""

from climafin.base.clock import OFFICE_ZONE
from climafin.base.messages import Message, message
from climafin.domain.history import HistoryEntry
from climafin.domain.status import Status
from climafin.dossier.content import (
    Block,
    Box,
    Column,
    Fact,
    Form,
    Imprint,
    Paragraph,
    Row,
    Signatures,
    Table,
    Words,
)
from climafin.dossier.sections.gaps import missing_fields
from climafin.dossier.source import Desk

#: More names than this would push the reply slip off its page; the full list is part 2.
MOST_GAPS_ON_SLIP = 12


def review(desk: Desk) -> tuple[Block, ...]:
    """Return part 19: who moved the project to which standing, and the anchor of the history."""
    say = desk.say
    steps = sorted((entry for entry in desk.source.history if _standing(entry)), key=lambda entry: entry.sequence)
    rows = tuple(
        Row(
            (
                desk.wording.words(entry.at.astimezone(OFFICE_ZONE).date()),
                say(_step(entry)),
                (entry.person or "—",),
                (entry.reason or "—",),
            )
        )
        for entry in steps
    )
    columns = (
        Column(say(message("Day")), 0.22),
        Column(say(message("Step")), 0.26),
        Column(say(message("Person")), 0.18),
        Column(say(message("Reason")), 0.34),
    )
    told: Block = Table(columns, rows) if rows else Paragraph(say(message("No review steps are recorded.")))
    chain = desk.source.chain
    anchor = Imprint(
        (
            Fact(say(message("Entries in the library's history")), (str(chain.count),)),
            Fact(say(message("Head of the history")), (chain.digest or "—",)),
        )
    )
    return (told, *desk.part_blocks(19), anchor)


def _standing(entry: HistoryEntry) -> Status | None:
    if "status" not in entry.changes:
        return None
    new = entry.changes["status"][1]
    return Status(str(new)) if str(new) in {status.value for status in Status} else None


def _step(entry: HistoryEntry) -> Message:
    standing = _standing(entry)
    assert standing is not None
    if entry.changes["status"][0] is None:
        return message("Registered as {standing}", standing=standing.label)
    return message("Standing set to {standing}", standing=standing.label)


def attachments(desk: Desk) -> tuple[Block, ...]:
    """Return part 20."""
    return (Paragraph(desk.say(message("No attachments are bound with this length of the dossier."))),)


def signatures(desk: Desk) -> tuple[Block, ...]:
    """Return part 21."""
    say = desk.say
    truth = message(
        "We have checked this dossier against the documents named in it. What it states is true to the best of our "
        "knowledge as of {day}; what is missing is listed in part 2.",
        day=desk.source.data_date,
    )
    lines = (
        say(message("Compiled by (signature)")),
        say(message("Checked by (another person)")),
        say(message("Head of department")),
        say(message("Head of the office")),
    )
    return (Paragraph(say(truth)), Signatures(lines, say(message("Date")), say(message("Seal of the office and date"))))


def reply(desk: Desk) -> tuple[Block, ...]:
    """Return part 22."""
    say = desk.say
    told = message(
        "Please fill in and return this page to {office}. Material number {number}.",
        office=desk.source.library_title or "—",
        number=desk.source.number,
    )
    will = message("□ will support   □ needs more papers   □ not for now")
    why = message(
        "□ borrower   □ approvals   □ cash flow   □ security   □ sector policy   □ quota or pricing   "
        "□ green recognition   □ other"
    )
    rows = (
        Box(say(message("Bank and branch"))),
        Box(say(message("Officer and telephone"))),
        Box(say(message("Date"))),
        Box(say(message("Intention")), _ticks(say(will))),
        Box(say(message("Amount and term"))),
        Box(say(message("Papers still wanted")), _wanted(desk)),
        Box(say(message("Reason if not")), _ticks(say(why))),
        Box(say(message("In words")), lines=9),
        Box(say(message("Next contact on"))),
    )
    return (Paragraph(say(told)), Form(rows))


def _ticks(words: Words) -> Words:
    # A no-break space: a box to tick stays with its word.
    return tuple(text.replace("□ ", "□\u00a0") for text in words)


def _wanted(desk: Desk) -> Words:
    names = [field.label for field in missing_fields(desk)[:MOST_GAPS_ON_SLIP]]
    return tuple("   ".join(f"□\u00a0{language.label(name)}" for name in names) for language in desk.wording.languages)
