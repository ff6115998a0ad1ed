"""The exact float at which something that rises begins to hold, so that one comparison does for a whole computation.

A condition such as "x, rounded to two decimals, is at least 3.15" or "x is at least 3.15, to twelve digits" holds
from one 64-bit float on and for all above it. That float is found by trying floats, with the very function that
one project is worked out with, so a column compared with it agrees with that function on every float.
"""

import struct
from collections.abc import Callable

from climafin.expression.arithmetic import EQUAL_TO

_SIGN = 1 << 63
_TOP = 0x7FEF_FFFF_FFFF_FFFF


def _place(value: float) -> int:
    """Return the place of a float in the order of all floats; both zeros stand at 0."""
    bits: int = struct.unpack("<q", struct.pack("<d", value))[0]
    return bits if bits >= 0 else -(bits + _SIGN)


def _at(place: int) -> float:
    bits = place if place >= 0 else -place
    found: float = struct.unpack("<d", struct.pack("<q", bits))[0]
    return found if place >= 0 else -found


def first_float(holds: Callable[[float], bool], guess: float) -> float:
    """Return the lowest finite float for which a condition holds; infinity when it holds for none.

    Args:
        holds: a condition that holds for every float above one for which it holds.
        guess: a float near the answer; the nearer, the fewer floats are tried.
    """
    place, step = max(-_TOP, min(_TOP, _place(guess))), 1
    if holds(_at(place)):
        high = place
        while high > -_TOP:
            place = max(-_TOP, high - step)
            if not holds(_at(place)):
                break
            high, step = place, step * 8
        else:
            return _at(high)
        low = place
    else:
        low = place
        while True:
            if low >= _TOP:
                return float("inf")
            place = min(_TOP, low + step)
            if holds(_at(place)):
                break
            low, step = place, step * 8
        high = place
    while high - low > 1:
        middle = (low + high) // 2
        if holds(_at(middle)):
            high = middle
        else:
            low = middle
    return _at(high)


def before(value: float) -> float:
    """Return the next lower float; of the lowest one and of infinity, what stands before them."""
    if value == float("inf"):
        return _at(_TOP)
    place = _place(value)
    return float("-inf") if place <= -_TOP else _at(place - 1)


def least_equal(value: float) -> float:
    """Return the lowest float that is `=` a number in expressions, or above it."""
    return first_float(lambda x: x >= value or abs(x - value) <= EQUAL_TO * max(abs(x), abs(value)), value)


def greatest_equal(value: float) -> float:
    """Return the highest float that is `=` a number in expressions, or below it."""
    return before(first_float(lambda x: x > value and abs(x - value) > EQUAL_TO * max(abs(x), abs(value)), value))
