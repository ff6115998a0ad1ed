"""Units of numbers: our own table with dimensions, exact factors, and `tCO2e/(万元·a)` read as one unit.

Units are looked at only when an expression is read; at run time all numbers are in base units (万元, tCO2e,
t, tce, MWh, MW, a, d, m, people, piece). A year and a day are different dimensions on purpose: neither 365
nor 360 days is a rule's silent choice.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Attributes:
        text: as it is written, "" for a bare number.
        factor: how many base units one of it is.
        dimension: base quantity and exponent, sorted; empty for a bare number and per cent.
    """

    text: str = ""
    factor: Fraction = field(default=Fraction(1))
    dimension: Dimension = ()

    def times(self, other: "Unit") -> "Unit":
        """Return the product of two units."""
        text = "·".join(part for part in (self.text, other.text) if part)
        return Unit(text, self.factor * other.factor, _joined(self.dimension, other.dimension, 1))

    def per(self, other: "Unit") -> "Unit":
        """Return the quotient of two units."""
        below = f"({other.text})" if "·" in other.text or "/" in other.text else other.text
        text = f"{self.text or '1'}/{below}" if other.text else self.text
        return Unit(text, self.factor / other.factor, _joined(self.dimension, other.dimension, -1))


BARE = Unit()
PERCENT = Unit("%", Fraction(1, 100))


def _joined(first: Dimension, second: Dimension, sign: int) -> Dimension:
    powers = dict(first)
    for name, power in second:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _table() -> dict[str, Unit]:
    rows: list[tuple[str, Fraction | int, str, int]] = [
        ("元 CNY yuan RMB", Fraction(1, 10_000), "money", 1),
        ("千元", Fraction(1, 10), "money", 1),
        ("万元", 1, "money", 1),
        ("百万元 MCNY", 100, "money", 1),
        ("千万元", 1_000, "money", 1),
        ("亿元", 10_000, "money", 1),
        ("tCO2e tCO2 吨二氧化碳当量 吨二氧化碳 吨CO2e 吨CO2", 1, "carbon", 1),
        ("kgCO2e kgCO2 千克二氧化碳 千克二氧化碳当量", Fraction(1, 1_000), "carbon", 1),
        ("ktCO2e ktCO2 千吨二氧化碳", 1_000, "carbon", 1),
        ("万tCO2e 万tCO2 万吨二氧化碳当量 万吨二氧化碳 万吨CO2e 万吨CO2", 10_000, "carbon", 1),
        ("tce 吨标准煤 吨标煤", 1, "coal", 1),
        ("kgce 千克标准煤", Fraction(1, 1_000), "coal", 1),
        ("万tce 万吨标准煤 万吨标煤", 10_000, "coal", 1),
        ("t 吨", 1, "mass", 1),
        ("kg 千克 公斤", Fraction(1, 1_000), "mass", 1),
        ("万吨 万t", 10_000, "mass", 1),
        ("kWh 千瓦时 度", Fraction(1, 1_000), "energy", 1),
        ("MWh 兆瓦时", 1, "energy", 1),
        ("万kWh 万千瓦时", 10, "energy", 1),
        ("GWh", 1_000, "energy", 1),
        ("亿kWh 亿千瓦时", 100_000, "energy", 1),
        ("GJ 吉焦", Fraction(10, 36), "energy", 1),
        ("kW 千瓦", Fraction(1, 1_000), "power", 1),
        ("MW 兆瓦", 1, "power", 1),
        ("万kW 万千瓦", 10, "power", 1),
        ("GW 吉瓦", 1_000, "power", 1),
        ("a 年 year years", 1, "year", 1),
        ("月 month months", Fraction(1, 12), "year", 1),
        ("d 天 日 day days", 1, "day", 1),
        ("h 小时 hour hours", Fraction(1, 24), "day", 1),
        ("m 米", 1, "length", 1),
        ("km 公里 千米", 1_000, "length", 1),
        ("m2 ㎡ 平方米", 1, "length", 2),
        ("万m2 万㎡ 万平方米", 10_000, "length", 2),
        ("km2 平方公里 平方千米", 1_000_000, "length", 2),
        ("ha 公顷", 10_000, "length", 2),
        ("亩", Fraction(2_000, 3), "length", 2),
        ("m3 立方米", 1, "length", 3),
        ("万m3 万立方米", 10_000, "length", 3),
        ("人 people", 1, "people", 1),
        ("万人", 10_000, "people", 1),
        ("台 套 个 辆 units", 1, "piece", 1),
    ]
    table = {
        name: Unit(name, Fraction(factor), ((quantity, power),))
        for names, factor, quantity, power in rows
        for name in names.split()
    }
    table["%"] = PERCENT
    table["‰"] = Unit("‰", Fraction(1, 1_000))
    table["万"] = Unit("万", Fraction(10_000))
    table["亿"] = Unit("亿", Fraction(100_000_000))
    return table


UNITS = _table()
_LONGEST = max(len(name) for name in UNITS)
_ASCII_RUN = re.compile(r"[A-Za-z0-9_]*")


def atom_at(text: str, start: int) -> tuple[Unit, int] | None:
    """Return the longest single unit that begins at `start` and where it ends, or None.

    A unit that ends in a Latin letter must not run on into a longer word (`3 and` is not 3 years).
    """
    for length in range(min(_LONGEST, len(text) - start), 0, -1):
        unit = UNITS.get(text[start : start + length])
        if unit is None:
            continue
        end = start + length
        if unit.text[-1].isascii() and unit.text[-1].isalnum() and _ASCII_RUN.match(text, end).end() > end:  # type: ignore[union-attr]
            continue
        return unit, end
    return None


def unit_at(text: str, start: int) -> tuple[Unit, int] | None:
    """Return the longest unit, also a compound one, that begins at `start` and where it ends, or None."""
    found = atom_at(text, start)
    while found is not None:
        unit, end = found
        more = _continued(text, unit, end)
        if more is None:
            break
        found = more
    return found


def _continued(text: str, unit: Unit, end: int) -> tuple[Unit, int] | None:
    sign_at = _skip_blanks(text, end)
    sign = text[sign_at : sign_at + 1]
    if sign not in ("/", "·"):
        return None
    at = _skip_blanks(text, sign_at + 1)
    if sign == "/" and text[at : at + 1] == "(":
        inner = unit_at(text, _skip_blanks(text, at + 1))
        if inner is None:
            return None
        close = _skip_blanks(text, inner[1])
        return (unit.per(inner[0]), close + 1) if text[close : close + 1] == ")" else None
    following = atom_at(text, at)
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
