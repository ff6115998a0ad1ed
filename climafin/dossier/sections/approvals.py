"""Approvals: which are in hand, as lights with words, and the two counts that banks ask for."""

from dataclasses import dataclass

from climafin.base.messages import N_, Message, message
from climafin.domain.dictionary import Field
from climafin.domain.shown_values import NOT_APPLICABLE, NOT_GIVEN
from climafin.dossier.content import Block, Column, Fact, Paragraph, Row, Table, Tone, Words
from climafin.dossier.source import Desk, note_words

#: In a bank's mouth 四证: land, land-planning, works-planning and construction permit. The dictionary keeps
#: the two planning permits as one entry, which therefore counts twice.
FOUR_PAPERS = ("approval_land", "approval_planning", "approval_planning", "approval_construction")

#: Shapes that differ without colour.
_LIGHTS = {"have": "●", "in_hand": "◐", "missing": "○", "not_needed": "—"}
_UNKNOWN_LIGHT = "？"


def approval_fields(desk: Desk) -> tuple[Field, ...]:
    """Return the fields that tell how an approval stands."""
    return tuple(field for field in desk.source.fields.part(5) if field.choice("not_needed") is not None)


def state_of(desk: Desk, key: str) -> str | None:
    """Return an approval's state, or None when it is not known."""
    if desk.project.is_not_applicable(key):
        return "not_needed"
    value = desk.project.values.get(key)
    return value if isinstance(value, str) else None


def state_words(desk: Desk, field: Field) -> Words:
    """Return an approval's light and its word."""
    state = state_of(desk, field.key)
    light = _UNKNOWN_LIGHT if state is None else _LIGHTS[state]
    choice = field.choice(state) if state is not None else None
    if desk.project.is_not_applicable(field.key):
        words = desk.wording.label(NOT_APPLICABLE)
    else:
        words = desk.wording.label(choice.label if choice is not None else NOT_GIVEN)
    return (f"{light} {words[0]}", *words[1:])


def approval_facts(desk: Desk) -> tuple[Fact, ...]:
    """Return each approval with its light and word."""
    return tuple(
        Fact(desk.wording.label(field.label), state_words(desk, field), is_gap=state_of(desk, field.key) is None)
        for field in approval_fields(desk)
    )


def approval_counts(desk: Desk) -> dict[str, Message]:
    """Return how the four permits 四证 and all approvals stand, as messages named `four` and `all`.

    What is not known is neither in place nor lacking: then no share is told, but how many are known.
    """
    four = [state_of(desk, key) for key in FOUR_PAPERS]
    every = [state_of(desk, field.key) for field in approval_fields(desk)]
    return {"four": _told(four, _FOUR), "all": _told(every, _ALL)}


@dataclass(frozen=True, slots=True)
class _Sentences:
    """What is said of a group of approvals: nothing known, some known, none needed, how many of those needed."""

    none_known: str
    some_known: str
    none_needed: str
    counted: str


_FOUR = _Sentences(
    N_("four permits {gap}"),
    N_("four permits: {have} in place, {known} of {all} known"),
    N_("none of the four permits needed"),
    N_("four permits {have}/{needed}"),
)
_ALL = _Sentences(
    N_("all {gap}"),
    N_("all: {have} in place, {known} of {all} known"),
    N_("no approval needed at all"),
    N_("all {have}/{needed}"),
)


def _told(states: list[str | None], sentences: _Sentences) -> Message:
    have, needed, known = _counted(states)
    if not known:
        return Message(sentences.none_known, {"gap": NOT_GIVEN})
    if known < len(states):
        return Message(sentences.some_known, {"have": have, "known": known, "all": len(states)})
    if not needed:
        return Message(sentences.none_needed)
    return Message(sentences.counted, {"have": have, "needed": needed})


def _counted(states: list[str | None]) -> tuple[int, int, int]:
    """Return how many are in place, how many are needed or may be, and how many are known."""
    return states.count("have"), len(states) - states.count("not_needed"), len(states) - states.count(None)


def unsettled(desk: Desk) -> tuple[Field, ...]:
    """Return the approvals that are needed, or may be, and are not in hand."""
    return tuple(field for field in approval_fields(desk) if state_of(desk, field.key) not in ("have", "not_needed"))


def approvals(desk: Desk) -> tuple[Block, ...]:
    """Return part 5."""
    say = desk.say
    rows = []
    for field in approval_fields(desk):
        note = desk.project.notes.get(field.key)
        source = note_words(note, desk.wording) if note is not None and note.source else ("—",)
        rows.append(Row((desk.wording.label(field.label), state_words(desk, field), source)))
    columns = (
        Column(say(message("Approval")), 0.38),
        Column(say(message("State")), 0.24),
        Column(say(message("Evidence")), 0.38),
    )
    counts = approval_counts(desk)
    others = frozenset(field.key for field in approval_fields(desk))
    return (
        *desk.part_blocks(5, but=others),
        Paragraph(say(message("Approvals: {four}; {all}", **counts)), Tone.LEAD),
        Table(columns, tuple(rows)),
        Paragraph(
            say(
                message(
                    "● in place, ◐ in hand, ○ missing, — not needed, ？ not provided. The four permits are land, "
                    "land planning, works planning and construction; the library keeps the two planning permits "
                    "as one entry, which counts twice. What is not needed is not counted."
                )
            ),
            Tone.NOTE,
        ),
    )
