"""All that a dossier is made from, gathered before the first word is said.

What may be printed: a dossier goes to a named lender. The contact is there for him to call, and the sum of the bank
loans in place names no bank and is needed for uses to equal sources; so these print although the dictionary marks
them `shared: no` (which is for copies meant for other banks). A field of the group `office` with that mark, such as
the remarks, is the office's own and never prints: see `Desk.is_for_lenders`.
"""

from dataclasses import dataclass
from datetime import date

from climafin.base.clock import OFFICE_ZONE
from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import Assessment
from climafin.domain.completeness import Completeness, completeness
from climafin.domain.dictionary import Dictionary, Field, FieldKind, Goal
from climafin.domain.history import ChainHead, HistoryEntry
from climafin.domain.project import Project, ValueNote
from climafin.domain.shown_values import NOT_APPLICABLE, NOT_GIVEN
from climafin.dossier.content import Block, Fact, Facts, Paragraph, Subheading, Tone, Words
from climafin.dossier.wording import Wording, once

OFFICE_GROUP = "office"
CAPACITY, CAPACITY_UNIT = "capacity", "capacity_unit"


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one project on the day of the print.

    Attributes:
        project: the project as kept.
        assessment: the current assessment, or None.
        history: the project's history, in any order.
        chain: the head of the library's history.
        fields: the data dictionary.
        library_title: the library's title, printed as the office that answers for the paper.
        is_practice: whether the library is the practice one.
        printed_on: the day of printing.
        version: which print of this project it is, from 1.
    """

    project: Project
    assessment: Assessment | None
    history: tuple[HistoryEntry, ...]
    chain: ChainHead
    fields: Dictionary
    library_title: str
    is_practice: bool
    printed_on: date
    version: int

    @property
    def number(self) -> str:
        """The material number."""
        return f"CF-{self.project.number}"

    @property
    def data_date(self) -> date:
        """The day of the data: when project or assessment last changed."""
        moments = [moment for moment in (self.project.changed_at, self.project.created_at) if moment is not None]
        if self.assessment is not None:
            moments.append(self.assessment.assessed_at)
        return max(moments).astimezone(OFFICE_ZONE).date() if moments else self.printed_on

    @property
    def gaps(self) -> Completeness:
        """What a standard dossier still lacks."""
        return completeness(self.project, self.fields, Goal.DOSSIER)


class Desk:
    """Where a part is written: the source, the languages, and the part's numbered source notes.

    Attributes:
        source: what is known.
        project: the project of it.
        wording: the languages.
        is_brief: whether the print is a summary, whose parts are kept short.
    """

    def __init__(self, source: Source, wording: Wording, *, is_brief: bool = False) -> None:
        self.source = source
        self.is_brief = is_brief
        self.project = source.project
        self.wording = wording
        self._notes: dict[tuple[object, ...], int] = {}
        self._told: list[Words] = []

    def say(self, told: Message) -> Words:
        """Return a sentence in the languages of the print."""
        return self.wording.say(told)

    def value(self, key: str, *, with_unit: bool = True) -> Words:
        """Return what is known of a field, in words; a gap is said as one."""
        field = self.source.fields[key]
        if self.project.is_not_applicable(key):
            return self.wording.label(NOT_APPLICABLE)
        value = self.project.values.get(key)
        if value is None:
            return self.wording.label(NOT_GIVEN)
        if key == CAPACITY and isinstance(value, (int, float)) and self._capacity_unit is not None:
            return tuple(f"{value:,.10g} {spoken.label(self._capacity_unit)}" for spoken in self.wording.languages)
        return self.wording.value(field, value, with_unit=with_unit)

    @property
    def _capacity_unit(self) -> Label | None:
        """The unit of the capacity: a field of its own, printed with the figure."""
        unit = self.project.values.get(CAPACITY_UNIT)
        choice = self.source.fields[CAPACITY_UNIT].choice(unit) if isinstance(unit, str) else None
        return choice.label if choice is not None else None

    def fact(self, key: str, *, is_noted: bool = True) -> Fact:
        """Return a field as a label with its value and, when it is noted, the number of its source note."""
        field = self.source.fields[key]
        is_gap = self.project.values.get(key) is None and not self.project.is_not_applicable(key)
        return Fact(self.wording.label(field.label), self.value(key), is_gap, self.note(key) if is_noted else 0)

    def is_printed(self, field: Field) -> bool:
        """Tell whether a field stands in the dossier: known, not applicable, or asked for and missing."""
        if field.key == CAPACITY_UNIT and self.project.values.get(CAPACITY) is not None and self._capacity_unit:
            return False
        if not self.is_for_lenders(field):
            return False
        known = self.project.values.get(field.key) is not None or self.project.is_not_applicable(field.key)
        return known or field.is_needed_for(Goal.DOSSIER)

    @staticmethod
    def is_for_lenders(field: Field) -> bool:
        """Tell whether a field may stand in a paper for lenders; what the office keeps for itself may not."""
        return field.shared or field.group != OFFICE_GROUP

    def part_blocks(self, number: int, but: frozenset[str] = frozenset()) -> tuple[Block, ...]:
        """Return the fields of a part: short ones as a table of facts, long texts below it under their names."""
        fields = [field for field in self.source.fields.part(number) if field.key not in but and self.is_printed(field)]
        short = [field for field in fields if not self._is_long(field)]
        blocks: list[Block] = [Facts(tuple(self.fact(field.key) for field in short))] if short else []
        for field in fields:
            if self._is_long(field):
                blocks.append(Subheading(self.wording.label(field.label)))
                blocks += [Paragraph((text,)) for text in self.value(field.key)[0].split("\n") if text.strip()]
                note = self.note(field.key)
                if note:
                    blocks.append(Paragraph(self.say(message("Source: note [{number}].", number=note)), Tone.NOTE))
        return tuple(blocks)

    def _is_long(self, field: Field) -> bool:
        return field.kind is FieldKind.LONG_TEXT and self.project.values.get(field.key) is not None

    def note(self, key: str) -> int:
        """Return the number of a value's source note in this part, 0 when it has none."""
        note = self.project.notes.get(key)
        if note is None or not (note.source or note.quality):
            return 0
        identity = (note.source, note.page, note.source_date, note.quality)
        if identity not in self._notes:
            self._notes[identity] = len(self._notes) + 1
            self._told.append(note_words(note, self.wording))
        return self._notes[identity]

    def take_notes(self) -> tuple[Block, ...]:
        """Return the notes of the part just written and begin a new part."""
        blocks = tuple(
            Paragraph(tuple(f"[{number}] {text}" for text in words), Tone.NOTE)
            for number, words in enumerate(self._told, start=1)
        )
        self._notes, self._told = {}, []
        return blocks


def note_words(note: ValueNote, wording: Wording) -> Words:
    """Return where a value comes from: document, page, day, data-quality grade."""
    spoken: list[str] = []
    for language in wording.languages:
        pieces = [note.source or language.say(message("No document named"))]
        if note.page:
            pieces.append(language.say(message("page or clause {page}", page=note.page)))
        if note.source_date is not None:
            pieces.append(language.day(note.source_date))
        if note.quality is not None:
            pieces.append(language.say(message("data quality {grade} of 5 (1 is best)", grade=note.quality)))
        spoken.append(("，" if language.code == "zh_CN" else ", ").join(pieces))
    return once(tuple(spoken))
