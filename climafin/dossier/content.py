"""What a dossier says, as plain frozen data: the only thing its writers (PDF, later Word and Excel) see.

Texts are `Words`: one string per language of the print, Chinese first. A value that is the same in every
language (a name, a figure) is one string.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum

Words = tuple[str, ...]


class Align(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class Tone(StrEnum):
    """How a paragraph is meant."""

    BODY = "body"
    LEAD = "lead"
    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; one paragraph per language."""

    words: Words
    tone: Tone = Tone.BODY


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a part."""

    words: Words


@dataclass(frozen=True, slots=True)
class Landmark:
    """A heading inside a part that readers jump to: it stands among the bookmarks, below its part."""

    words: Words


@dataclass(frozen=True, slots=True)
class Fact:
    """One label with its value.

    Attributes:
        label: what it is.
        value: what is known; "（未提供）" and "不适用" are words like any others.
        is_gap: whether a required value is missing.
        note: number of the source note at the end of the part, 0 for none.
    """

    label: Words
    value: Words
    is_gap: bool = False
    note: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values, one or two pairs to a row."""

    rows: tuple[Fact, ...]
    pairs: int = 1


@dataclass(frozen=True, slots=True)
class Imprint:
    """Facts about this print rather than about the project; left out of the digest."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        head: its head.
        share: its part of the table's width; shares are weighed against each other.
        align: how its cells stand.
    """

    head: Words
    share: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; a strong one is a sum or the head of a group."""

    cells: tuple[Words, ...]
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        columns: its columns.
        rows: its rows, as many cells each as there are columns.
        caption: its title, may be empty.
        unit: the unit of its figures, said once at the upper right; empty for none.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: Words = ()
    unit: Words = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: a sure part, a part that unknowns leave open, and the most it could be."""

    label: Words
    low: float
    high: float
    maximum: float
    shown: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars; `key` says in words what sure, open and empty look like."""

    caption: Words
    bars: tuple[Bar, ...]
    key: tuple[Words, Words, Words]


@dataclass(frozen=True, slots=True)
class Slice:
    """One piece of a divided bar."""

    label: Words
    amount: float
    shown: str


@dataclass(frozen=True, slots=True)
class Split:
    """One bar divided into its pieces; every piece is also named in the key below it."""

    caption: Words
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in one row of a timeline."""

    label: Words
    start: date
    end: date
    is_planned: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Stretches of time by row; planned ones are drawn hollow, past ones filled."""

    caption: Words
    spans: tuple[Span, ...]
    key: tuple[Words, Words]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, each with a date, and a clear square for the seal."""

    lines: tuple[Words, ...]
    date: Words
    seal: Words


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a form: its label, what is offered to tick, and how many lines of writing it has room for."""

    label: Words
    offered: Words = ()
    lines: int = 2


@dataclass(frozen=True, slots=True)
class Form:
    """Boxes that the reader fills in by hand."""

    rows: tuple[Box, ...]


#: What a part is made of.
Block = Paragraph | Subheading | Landmark | Facts | Imprint | Table | Bars | Split | Timeline | Signatures | Form


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the dossier.

    Attributes:
        number: its number in the fixed order, 0-22.
        title: its heading.
        blocks: what it holds.
        starts_page: whether it begins on a page of its own.
    """

    number: int
    title: Words
    blocks: tuple[Block, ...]
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: the kind of paper, whose it is, and the facts that identify it."""

    kind: Words
    title: Words
    facts: tuple[Fact, ...]
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words that stand on every page.

    Attributes:
        page: "第 {page} 页 共 {pages} 页"; the writer puts the numbers in.
        data_date: the day of the data, in words.
        contents: the heading of the list of contents.
        initials: what the officer's box at the upper right is for; empty for a paper nobody initials.
    """

    page: Words
    data_date: Words
    contents: Words
    initials: Words


@dataclass(frozen=True, slots=True)
class DossierContent:
    """Everything a dossier, or another paper made like one, says.

    Attributes:
        number: the material number, such as `CF-P-0007`; of a rule book the pack's id.
        version: which print of this project it is, from 1, not part of the digest; of a rule book its edition.
        length: `summary` or `standard`, or `rules` for a rule book.
        language: `zh`, `en` or `both`.
        data_date: the day of the data; of a rule book the first day it is in force.
        digest: SHA-256 over what is said about the project, hex; of a rule book that of the pack's files.
        marks: warnings that stand on every page, such as that the rule pack is a sample.
        page: the words of head and foot.
        cover: the first page.
        parts: the parts in order.
        has_contents: whether a list of contents follows the cover.
        code_text: what the square code on the cover holds.
    """

    number: str
    version: int
    length: str
    language: str
    data_date: date
    digest: str
    marks: tuple[Words, ...]
    page: PageWords
    cover: Cover
    parts: tuple[Part, ...]
    has_contents: bool
    code_text: str


def plain(value: object, *, but: tuple[type, ...] = ()) -> object:
    """Return content as the lists, mappings and strings that JSON knows; blocks carry their kind.

    Args:
        value: a block, a part, a whole dossier, or several of them.
        but: the kinds of blocks that are left out.
    """
    if is_dataclass(value) and not isinstance(value, type):
        kept = {field.name: getattr(value, field.name) for field in fields(value)}
        said = {name: plain(item, but=but) for name, item in kept.items() if not isinstance(item, but)}
        return {"kind": type(value).__name__.lower(), **said}
    if isinstance(value, (tuple, list)):
        return [plain(item, but=but) for item in value if not isinstance(item, but)]
    if isinstance(value, date):
        return value.isoformat()
    return value


def canonical_json(value: object, *, but: tuple[type, ...] = ()) -> str:
    """Return content as JSON that is the same for the same content, wherever it is made; as `plain`."""
    return json.dumps(plain(value, but=but), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_digest(said: object) -> str:
    """Return the SHA-256 of what is said, hex; imprints are left out of it."""
    return hashlib.sha256(canonical_json(said, but=(Imprint,)).encode()).hexdigest()


def texts_of(value: object) -> Iterator[str]:
    """Yield every text of a block, a part or a whole dossier."""
    if isinstance(value, StrEnum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))
