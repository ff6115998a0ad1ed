"""Investment and funding: uses, sources, whether they meet, and shares of what is known."""

from dataclasses import dataclass

from climafin.base.messages import message
from climafin.domain.shown_values import NOT_APPLICABLE, NOT_GIVEN, shown_money
from climafin.dossier.content import Align, Block, Column, Paragraph, Row, Slice, Split, Table, Tone, Words
from climafin.dossier.source import Desk

USES = (
    "investment_construction",
    "investment_other",
    "investment_contingency",
    "investment_interest",
    "investment_working_capital",
)
SOURCES = ("capital", "funding_bank", "funding_public", "funding_other", "financing_need")


@dataclass(frozen=True, slots=True)
class KnownSum:
    """The sum of what is known; complete when nothing that applies is missing."""

    fen: int
    known: int
    is_complete: bool


def known_sum(desk: Desk, keys: tuple[str, ...]) -> KnownSum:
    """Sum the amounts that are known; what does not apply is no gap."""
    amounts = [desk.project.values.get(key) for key in keys if not desk.project.is_not_applicable(key)]
    known = [amount for amount in amounts if isinstance(amount, int)]
    return KnownSum(sum(known), len(known), len(known) == len(amounts) and bool(known))


def funding(desk: Desk) -> tuple[Block, ...]:
    """Return part 10."""
    say = desk.say
    shown = frozenset((*USES, *SOURCES, "total_investment"))
    total = desk.project.values.get("total_investment")
    uses = _table(desk, USES, total if isinstance(total, int) else None)
    stated = _stated_total(desk)
    sources = _table(desk, SOURCES, total if isinstance(total, int) else None)
    blocks: list[Block] = [
        Table(uses.columns, (*uses.rows, stated), say(message("Uses")), uses.unit),
        Table(sources.columns, sources.rows, say(message("Sources of funds")), sources.unit),
        Paragraph(_check(desk), Tone.LEAD),
        Paragraph(
            say(
                message(
                    "Financing sought is not in hand. Shares are of the total investment. "
                    "Rounded figures may not add up to the last digit."
                )
            ),
            Tone.NOTE,
        ),
    ]
    blocks += _picture(desk)
    return (*blocks, *desk.part_blocks(10, but=shown))


def _table(desk: Desk, keys: tuple[str, ...], total: int | None) -> Table:
    say = desk.say
    rows = [
        Row((desk.wording.label(desk.source.fields[key].label), *_amount(desk, key, total), _note(desk, key)))
        for key in keys
    ]
    summed = known_sum(desk, keys)
    name = message("Sum") if summed.is_complete or not summed.known else message("Sum of the known part")
    figure = (shown_money(summed.fen),) if summed.known else desk.wording.label(NOT_GIVEN)
    share = (_share(summed.fen, total),) if summed.known else ("—",)
    rows.append(Row((say(name), figure, share, ()), is_strong=True))
    columns = (
        Column(say(message("Item")), 0.42),
        Column(say(message("Amount")), 0.28, Align.RIGHT),
        Column(say(message("Share")), 0.2, Align.RIGHT),
        Column(say(message("Note")), 0.1, Align.RIGHT),
    )
    return Table(columns, tuple(rows), unit=say(message("Unit: CNY 10k")))


def _amount(desk: Desk, key: str, total: int | None) -> tuple[Words, Words]:
    value = desk.project.values.get(key)
    if desk.project.is_not_applicable(key):
        return desk.wording.label(NOT_APPLICABLE), ("—",)
    if not isinstance(value, int):
        return desk.wording.label(NOT_GIVEN), ("—",)
    return (shown_money(value),), (_share(value, total),)


def _note(desk: Desk, key: str) -> Words:
    number = desk.note(key)
    return (f"[{number}]",) if number else ()


def _share(fen: int, total: int | None) -> str:
    """Return an amount's share in per cent with two decimals, rounded half up, in whole numbers as the sums are."""
    if not total:
        return "—"
    hundredths = (20_000 * fen + total) // (2 * total)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _stated_total(desk: Desk) -> Row:
    label = desk.wording.label(desk.source.fields["total_investment"].label)
    total = desk.project.values.get("total_investment")
    share = ("100.00%",) if isinstance(total, int) and total else ("—",)
    amount = _amount(desk, "total_investment", None)[0]
    return Row((label, amount, share, _note(desk, "total_investment")), is_strong=True)


def _check(desk: Desk) -> Words:
    """Say whether uses, total and sources meet, to the last fen."""
    total = desk.project.values.get("total_investment")
    uses, sources = known_sum(desk, USES), known_sum(desk, SOURCES)
    if not isinstance(total, int) or not uses.is_complete or not sources.is_complete:
        told = message("Whether uses and sources of funds meet cannot be checked: part of the figures is not provided.")
        return desk.say(told)
    if uses.fen == total == sources.fen:
        return desk.say(message("Checked: uses, total investment and sources of funds are equal."))
    told = message(
        "Uses and sources do not meet: uses {uses}, total investment {total}, sources {sources} (CNY 10k).",
        uses=shown_money(uses.fen),
        total=shown_money(total),
        sources=shown_money(sources.fen),
    )
    return desk.say(told)


def _picture(desk: Desk) -> list[Block]:
    slices = []
    for key in SOURCES:
        value = desk.project.values.get(key)
        if isinstance(value, int) and value > 0:
            label = desk.wording.label(desk.source.fields[key].label)
            slices.append(Slice(label, value / 1_000_000, shown_money(value)))
    if len(slices) < 2:
        return []
    return [Split(desk.say(message("Known sources of funds (CNY 10k)")), tuple(slices))]
