"""Numbers between base units and whole numbers of a last kept decimal; rounded once, alike everywhere."""

from climafin.expression.evaluate import round_half_up
from climafin.expression.units import Unit


def in_last_decimal(unit: Unit, decimals: int, base: float) -> int | None:
    """Return a number in base units as a whole number of the unit's last kept decimal; None beyond 2^53."""
    return round_half_up(base * unit.factor.denominator / unit.factor.numerator, decimals)


def from_last_decimal(unit: Unit, decimals: int, whole: int) -> float:
    """Return a whole number of the unit's last kept decimal in base units, by one division."""
    found: float = whole * unit.factor.numerator / (unit.factor.denominator * 10**decimals)
    return found
