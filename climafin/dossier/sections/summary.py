"""Cover, one-page summary, statement and sources."""

from climafin.base.clock import OFFICE_ZONE
from climafin.base.messages import Label, message
from climafin.domain.assessment import Assessment
from climafin.domain.shown_values import FEN_PER_WAN, NOT_APPLICABLE, NOT_GIVEN
from climafin.dossier.content import (
    Block,
    Column,
    Cover,
    Fact,
    Facts,
    Imprint,
    PageWords,
    Paragraph,
    Row,
    Subheading,
    Table,
    Tone,
    Words,
)
from climafin.dossier.parts import PART_TITLES, Length
from climafin.dossier.sections.approvals import approval_counts, approval_facts
from climafin.dossier.source import Desk, note_words

BASIC = (
    "project_code",
    "district",
    "sector",
    "climate_kind",
    "planned_operation",
    "owner_name",
    "owner_credit_code",
    "total_investment",
    "capital",
    "financing_need",
    "financing_kind",
    "loan_years",
    "security_kind",
    "lowest_dscr",
)


def grade_words(assessment: Assessment, desk: Desk) -> Words:
    """Return the grade, or the range of grades that unknowns leave open."""
    low, high = assessment.grade_low, assessment.grade_high
    if low is None or high is None:
        return desk.wording.label(NOT_APPLICABLE)
    if low == high:
        return desk.wording.label(low)
    return desk.say(message("{low} to {high}", low=low, high=high))


def marks(desk: Desk) -> tuple[Words, ...]:
    """Return the warnings that stand on every page."""
    found: list[Words] = []
    if desk.source.is_practice:
        found.append(desk.say(message("Practice library: not for lending")))
    if desk.project.values.get("data_origin") == "fictional":
        found.append(desk.say(message("Fictional project")))
    assessment = desk.source.assessment
    if assessment is not None and not assessment.pack.official:
        found.append(desk.say(message("Rule pack without official standing: not an official score")))
    return tuple(found)


def title(desk: Desk) -> Words:
    """Return the project's name."""
    return (desk.project.name,) if desk.project.name else desk.say(message("Project without a name"))


def cover(desk: Desk, length: Length, digest: str) -> Cover:
    """Return the first page."""
    source = desk.source
    say = desk.say
    facts = (
        _bare(desk, "project_code"),
        Fact(say(message("Number in the library")), (source.project.number,)),
        _bare(desk, "owner_name"),
        Fact(say(message("Compiled by")), (source.library_title,)),
        Fact(say(message("Standing in the library")), desk.wording.label(source.project.status.label)),
        Fact(say(message("Data as of")), desk.wording.words(source.data_date)),
    )
    imprint = Imprint(
        (
            Fact(say(message("Material number and version")), (f"{source.number}-{source.version}",)),
            Fact(say(message("Printed on")), desk.wording.words(source.printed_on)),
            Fact(say(message("Digest of the content (SHA-256)")), (digest,)),
            Fact(say(message("Head of the history")), (f"{source.chain.count} · {source.chain.digest[:16]}",)),
        )
    )
    kind = say(message("Project dossier for lenders · {length}", length=length.label))
    return Cover(kind, title(desk), facts, imprint)


def page_words(desk: Desk) -> PageWords:
    """Return the words of head and foot."""
    return PageWords(
        page=tuple(language.text("Page {page} of {pages}") for language in desk.wording.languages),
        data_date=desk.say(message("Data as of {day}", day=desk.source.data_date)),
        contents=desk.say(message("Contents")),
        initials=desk.say(message("Initials")),
    )


def summary(desk: Desk) -> tuple[Block, ...]:
    """Return part 0."""
    say = desk.say
    stage = desk.project.stage
    stage_words = desk.wording.label(stage.label) if stage is not None else desk.wording.label(NOT_GIVEN)
    basic = [_bare(desk, key) for key in BASIC]
    basic.insert(4, Fact(say(message("Present stage")), stage_words, is_gap=stage is None))
    rows = [*basic, *_figures(desk), _bare(desk, "contact_person"), _bare(desk, "contact_phone")]
    blocks: list[Block] = [
        Facts(tuple(rows), pairs=2),
        Subheading(say(message("Approvals: {four}; {all}", **approval_counts(desk)))),
        Facts(approval_facts(desk), pairs=2),
        Facts((_bare(desk, "strengths"), _bare(desk, "worries"))),
    ]
    return tuple(blocks)


def _bare(desk: Desk, key: str) -> Fact:
    # The summary has no room for notes; the same figures carry them in their own parts.
    return desk.fact(key, is_noted=False)


def _figures(desk: Desk) -> list[Fact]:
    say = desk.say
    assessment = desk.source.assessment
    given = desk.wording.label(NOT_GIVEN)
    none = say(message("(not assessed)"))
    if assessment is None:
        rated = [(message("Eligibility"), none), (message("Score"), none), (message("Grade"), none)]
    else:
        rated = [
            (message("Eligibility"), desk.wording.label(assessment.verdict.label)),
            (message("Score"), say(assessment.score)),
            (message("Grade"), grade_words(assessment, desk)),
        ]
    figures = [Fact(say(told), words, is_gap=words == none) for told, words in rated]
    per_wan = reduction_per_wan(desk)
    shown = given if per_wan is None else say(message("{tonnes} t per CNY 10k a year", tonnes=f"{per_wan:,.2f}"))
    figures.append(_reduction(desk))
    figures.append(Fact(say(message("Reduction per investment")), shown, is_gap=per_wan is None))
    return figures


def _reduction(desk: Desk) -> Fact:
    """Return the yearly reduction with the grade of its data."""
    fact = _bare(desk, "annual_reduction")
    note = desk.project.notes.get("annual_reduction")
    if fact.is_gap or note is None or note.quality is None:
        return fact
    graded = tuple(
        language.say(message("{figure} (data quality {grade})", figure=figure, grade=note.quality))
        for language, figure in zip(desk.wording.languages, _spread(fact.value, desk), strict=True)
    )
    return Fact(fact.label, graded)


def reduction_per_wan(desk: Desk) -> float | None:
    """Return tonnes a year per 万元 of investment, or None when either is unknown or nothing is invested."""
    tonnes, fen = desk.project.values.get("annual_reduction"), desk.project.values.get("total_investment")
    if not isinstance(tonnes, (int, float)) or not isinstance(fen, int) or fen <= 0:
        return None
    return tonnes / (fen / FEN_PER_WAN)


def statement(desk: Desk) -> tuple[Block, ...]:
    """Return part 1: what the paper is for, where its data come from, under which rules it was assessed."""
    say = desk.say
    blocks: list[Block] = [
        Paragraph(
            say(
                message(
                    "This dossier is for matching projects with lenders only. "
                    "It does not replace the bank's own survey and decision."
                )
            )
        ),
        Paragraph(
            say(
                message(
                    "The data were filed by the owner or taken from the documents named below, as of {day}. "
                    "What is not known is printed as {gap} and listed in part 2; "
                    "it is never printed or summed as zero.",
                    day=desk.source.data_date,
                    gap=NOT_GIVEN,
                )
            )
        ),
        Facts((*_origin(desk), *_registered(desk))),
    ]
    blocks += _pack(desk)
    blocks += _documents(desk)
    return tuple(blocks)


def _origin(desk: Desk) -> tuple[Fact, ...]:
    return tuple(desk.fact(field.key) for field in desk.source.fields.part(1) if desk.is_printed(field))


def _registered(desk: Desk) -> tuple[Fact, ...]:
    registered = desk.project.created_at
    if not desk.project.created_by or registered is None:
        return ()
    words = message("{person}, {day}", person=desk.project.created_by, day=registered.astimezone(OFFICE_ZONE).date())
    return (Fact(desk.say(message("Registered by")), desk.say(words)),)


def _pack(desk: Desk) -> list[Block]:
    say = desk.say
    assessment = desk.source.assessment
    if assessment is None:
        return [Paragraph(say(message("The project has not been assessed.")), Tone.NOTE)]
    pack = assessment.pack
    official = message("official") if pack.official else message("not official")
    edition = say(message("edition {edition}, {official}", edition=pack.edition, official=official))
    name = tuple(
        f"{language.label(pack.title)} · {text}"
        for language, text in zip(desk.wording.languages, _spread(edition, desk), strict=True)
    )
    return [
        Subheading(say(message("Rules of the assessment"))),
        Facts(
            (
                Fact(say(message("Rule pack")), name),
                Fact(say(message("Digest of the pack")), (pack.digest[:16],)),
                Fact(say(message("Rules as of")), desk.wording.words(assessment.as_of)),
                Fact(say(message("Assessed by")), (assessment.actor,)),
            )
        ),
    ]


def _spread(words: Words, desk: Desk) -> Words:
    return words if len(words) == len(desk.wording.languages) else words * len(desk.wording.languages)


def _documents(desk: Desk) -> list[Block]:
    say = desk.say
    used: dict[Words, list[Label]] = {}
    for field in desk.source.fields:
        note = desk.project.notes.get(field.key)
        if note is not None and note.source and desk.is_for_lenders(field):
            used.setdefault(note_words(note, desk.wording), []).append(field.label)
    blocks: list[Block] = [Subheading(say(message("Sources")))]
    if not used:
        return [*blocks, Paragraph(say(message("No source documents are recorded for this project.")))]
    rows = tuple(
        Row(((str(number),), words, desk.wording.words(tuple(labels))))
        for number, (words, labels) in enumerate(used.items(), start=1)
    )
    columns = (
        Column(say(message("No.")), 0.07),
        Column(say(message("Document")), 0.53),
        Column(say(message("Used for")), 0.4),
    )
    return [*blocks, Table(columns, rows)]


def part_label(number: int) -> Label:
    """Return "6 气候友好性认定与评分" in both languages."""
    name = PART_TITLES[number]
    return Label(f"{number} {name.zh}", f"{number} {name.en}")
