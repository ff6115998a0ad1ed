"""Units of numbers: our own table with dimensions, exact factors, and `tCO2e/(万元·a)` read as one unit.

Units are looked at only when an expression is read; at run time all numbers are in base units (万元, tCO2e,
t, tce, MWh, MW, a, d, m, people, piece). A year and a day are different dimensions on purpose: neither 365
nor 360 days is a rule's silent choice.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from fractions import Fraction

from climafin.base.folding import is_han

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Attributes:
        text: as it is written, "" for a bare number; units that are called differently are equal.
        factor: how many base units one of it is.
        dimension: base quantity and exponent, sorted; empty for a bare number and per cent.
    """

    text: str = field(default="", compare=False)
    factor: Fraction = field(default=Fraction(1))
    dimension: Dimension = ()

    def times(self, other: "Unit") -> "Unit":
        """Return the product of two units."""
        text = "·".join(part for part in (self.text, other.text) if part)
        return self._with(other, Unit(text, self.factor * other.factor, _joined(self.dimension, other.dimension, 1)))

    def per(self, other: "Unit") -> "Unit":
        """Return the quotient of two units."""
        below = f"({other.text})" if "·" in other.text or "/" in other.text else other.text
        text = f"{self.text or '1'}/{below}" if other.text else self.text
        return self._with(other, Unit(text, self.factor / other.factor, _joined(self.dimension, other.dimension, -1)))

    def _with(self, other: "Unit", joined: "Unit") -> "Unit":
        """Return two units joined; a share of one in the other (万元/万元) is a bare number."""
        return BARE if self.text and other.text and not joined.dimension else joined


BARE = Unit()
PERCENT = Unit("%", Fraction(1, 100))


def _joined(first: Dimension, second: Dimension, sign: int) -> Dimension:
    powers = dict(first)
    for name, power in second:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


#: Names of one unit (`_` for a blank), how many base units it is, its quantity and that quantity's power. The first
#: name in Chinese letters and the first without are those that are printed.
_ROWS: tuple[tuple[str, Fraction | int, str, int], ...] = (
    ("元 CNY yuan RMB", Fraction(1, 10_000), "money", 1),
    ("千元 CNY_1k", Fraction(1, 10), "money", 1),
    ("万元 CNY_10k", 1, "money", 1),
    ("百万元 MCNY CNY_1m", 100, "money", 1),
    ("千万元 CNY_10m", 1_000, "money", 1),
    ("亿元 CNY_100m", 10_000, "money", 1),
    ("tCO2e tCO2 吨二氧化碳当量 吨二氧化碳 吨CO2e 吨CO2", 1, "carbon", 1),
    ("kgCO2e kgCO2 千克二氧化碳当量 千克二氧化碳", Fraction(1, 1_000), "carbon", 1),
    ("gCO2e gCO2 克二氧化碳当量 克二氧化碳", Fraction(1, 1_000_000), "carbon", 1),
    ("ktCO2e ktCO2 千吨二氧化碳当量 千吨二氧化碳", 1_000, "carbon", 1),
    (
        "ten_thousand_tCO2e 万吨二氧化碳当量 万吨二氧化碳 万tCO2e 万tCO2 万吨CO2e 万吨CO2",
        10_000, "carbon", 1,
    ),
    ("tce 吨标准煤 吨标煤", 1, "coal", 1),
    ("kgce 千克标准煤", Fraction(1, 1_000), "coal", 1),
    ("万吨标准煤 ten_thousand_tce 万tce 万吨标煤", 10_000, "coal", 1),
    ("t 吨", 1, "mass", 1),
    ("kg 千克 公斤", Fraction(1, 1_000), "mass", 1),
    ("万吨 ten_thousand_t 万t", 10_000, "mass", 1),
    ("kWh 千瓦时 度", Fraction(1, 1_000), "energy", 1),
    ("MWh 兆瓦时", 1, "energy", 1),
    ("万千瓦时 ten_thousand_kWh 万kWh", 10, "energy", 1),
    ("GWh 吉瓦时", 1_000, "energy", 1),
    ("亿千瓦时 hundred_million_kWh 亿kWh", 100_000, "energy", 1),
    ("GJ 吉焦", Fraction(10, 36), "energy", 1),
    ("kW 千瓦", Fraction(1, 1_000), "power", 1),
    ("MW 兆瓦", 1, "power", 1),
    ("万千瓦 ten_thousand_kW 万kW", 10, "power", 1),
    ("GW 吉瓦", 1_000, "power", 1),
    ("a 年 year years", 1, "year", 1),
    ("个月 months month 月", Fraction(1, 12), "year", 1),
    ("天 days day d 日", 1, "day", 1),
    ("h 小时 hour hours", Fraction(1, 24), "day", 1),
    ("m 米", 1, "length", 1),
    ("km 公里 千米", 1_000, "length", 1),
    ("m2 平方米 ㎡", 1, "length", 2),
    ("万平方米 ten_thousand_m2 万m2 万㎡", 10_000, "length", 2),
    ("km2 平方公里 平方千米", 1_000_000, "length", 2),
    ("ha 公顷", 10_000, "length", 2),
    ("亩 mu", Fraction(2_000, 3), "length", 2),
    ("m3 立方米", 1, "length", 3),
    ("万立方米 ten_thousand_m3 万m3", 10_000, "length", 3),
    ("人 people", 1, "people", 1),
    ("万人 ten_thousand_people", 10_000, "people", 1),
    ("台 units 套 个 辆", 1, "piece", 1),
)  # fmt: skip


def _table() -> dict[str, Unit]:
    table = {
        name.replace("_", " "): Unit(name.replace("_", " "), Fraction(factor), ((quantity, power),))
        for names, factor, quantity, power in _ROWS
        for name in names.split()
    }
    table["%"] = PERCENT
    table["‰"] = Unit("‰", Fraction(1, 1_000))
    for name in ("万", "ten thousand"):
        table[name] = Unit(name, Fraction(10_000))
    for name in ("亿", "hundred million"):
        table[name] = Unit(name, Fraction(100_000_000))
    return table


UNITS = _table()
#: First character to the lengths of the names that begin with it, the longest first.
_LENGTHS = {
    first: sorted({len(name) for name in UNITS if name[0] == first}, reverse=True)
    for first in {name[0] for name in UNITS}
}
#: Longer compound units are no units: what is worked out with them stays a number, and brackets few.
MAX_UNIT_LENGTH = 60
_WORD_RUN = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_ASCII_RUN = re.compile(r"[A-Za-z0-9_]*")


def atom_at(text: str, start: int) -> tuple[Unit, int] | None:
    """Return the longest single unit that begins at `start` and where it ends, or None.

    A unit that ends in a Latin letter must not run on into a longer word (`3 and` is not 3 years).
    """
    for length in _LENGTHS.get(text[start : start + 1], ()):
        unit = UNITS.get(text[start : start + length])
        if unit is None:
            continue
        end = start + len(unit.text)  # the text may end before `length`
        if unit.text[-1].isascii() and unit.text[-1].isalnum() and _ASCII_RUN.match(text, end).end() > end:  # type: ignore[union-attr]
            continue
        return unit, end
    return None


def unit_at(text: str, start: int, known: Container[str] = frozenset()) -> tuple[Unit, int] | None:
    """Return the longest unit, also a compound one, that begins at `start` and where it ends, or None.

    A word that is `known` is no part of a unit: `5 万元 / 人均收入` divides by 人均收入.
    """
    return _compound(text[: start + MAX_UNIT_LENGTH], start, known)


def _compound(text: str, start: int, known: Container[str]) -> tuple[Unit, int] | None:
    found = atom_at(text, start)
    while found is not None:
        unit, end = found
        more = _continued(text, unit, end, known)
        if more is None:
            break
        found = more
    return found


def _continued(text: str, unit: Unit, end: int, known: Container[str]) -> tuple[Unit, int] | None:
    sign_at = _skip_blanks(text, end)
    sign = text[sign_at : sign_at + 1]
    if sign not in ("/", "·"):
        return None
    at = _skip_blanks(text, sign_at + 1)
    if sign == "/" and text[at : at + 1] == "(":
        inner = _compound(text, _skip_blanks(text, at + 1), known)
        if inner is None:
            return None
        close = _skip_blanks(text, inner[1])
        return (unit.per(inner[0]), close + 1) if text[close : close + 1] == ")" else None
    word = _WORD_RUN.match(text, at)
    following = None if word is not None and word[0] in known else atom_at(text, at)
    if following is None:
        return None
    joined = unit.per(following[0]) if sign == "/" else unit.times(following[0])
    return joined, following[1]


def _skip_blanks(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def read_unit(text: str) -> Unit | None:
    """Return the unit a whole text means, or None when it means none; "" is a bare number."""
    bare = text.strip()
    if not bare:
        return BARE
    found = unit_at(bare, 0)
    if found is None or found[1] != len(bare):
        return None
    return Unit(bare, found[0].factor, found[0].dimension)


def unit_text(unit: Unit, *, english: bool) -> str:
    """Return a unit's text in the words of one language; parts that have no name in it stay as written."""
    names = _ENGLISH if english else _CHINESE
    parts, at = [], 0
    while at < len(unit.text):
        found = atom_at(unit.text, at)
        if found is None:
            parts.append(unit.text[at])
            at += 1
            continue
        atom, at = found
        parts.append(names.get(atom.text, atom.text))
    return "".join(parts)


def _translated(*, english: bool) -> dict[str, str]:
    """Return what each name is called in a language; symbols such as kWh are both languages'."""
    pairs = (
        {"万": "ten thousand", "亿": "hundred million"} if english else {"ten thousand": "万", "hundred million": "亿"}
    )
    for row in _ROWS:
        names = [name.replace("_", " ") for name in row[0].split()]
        own = [name for name in names if any(map(is_han, name)) is not english]
        for name in names:
            if own and name not in own and (english or name in _WORDS_NOT_SYMBOLS or " " in name):
                pairs[name] = own[0]
    return pairs


#: English words among the names of units; the rest without Chinese letters are symbols of both languages.
_WORDS_NOT_SYMBOLS = (
    *("CNY", "yuan", "RMB", "MCNY", "mu", "people", "units"),
    *("year", "years", "month", "months", "day", "days", "hour", "hours"),
)
_ENGLISH = _translated(english=True)
_CHINESE = _translated(english=False)
