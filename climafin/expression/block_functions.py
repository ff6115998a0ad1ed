"""The functions of the language over columns of known numbers; NaN in gives anything, the caller puts NaN back."""

import numpy as np
import numpy.typing as npt

from climafin.expression.arithmetic import EQUAL_TO, LARGEST_WHOLE
from climafin.expression.block_numbers import Work
from climafin.expression.columns import Floats


def half_up(value: Floats, digits: int) -> Floats:
    """Return `round_half_up` of a column, NaN where that gives nothing."""
    scaled = np.abs(value) * float(10**digits)
    whole = np.copysign(np.floor(scaled * (1 + EQUAL_TO) + 0.5), value)
    whole[~(scaled <= LARGEST_WHOLE)] = np.nan
    return whole


def rounded(factor: float, digits: int) -> Work:
    """Return the function `round`."""

    def work(values: list[Floats]) -> Floats:
        whole = half_up(values[0] / factor, digits)
        return np.where(np.isnan(whole), values[0], whole / float(10**digits) * factor)

    return work


def whole(factor: float, *, down: bool) -> Work:
    """Return the function `floor` or `ceil`."""

    def work(values: list[Floats]) -> Floats:
        scaled = values[0] / factor
        nearest = np.rint(scaled)
        same = np.abs(scaled - nearest) <= EQUAL_TO * np.maximum(np.abs(scaled), np.abs(nearest))
        found = np.where(same, nearest, (np.floor if down else np.ceil)(scaled)) * factor
        return np.where(np.abs(scaled) <= LARGEST_WHOLE, found, values[0])

    return work


def clamped(values: list[Floats]) -> Floats:
    """Return the function `clamp`."""
    value, low, high = values
    return np.where(value < low, low, np.where(value > high, high, value))


def least(values: list[Floats]) -> Floats:
    """Return the function `min`."""
    return np.minimum.reduce(values)  # type: ignore[no-any-return]


def greatest(values: list[Floats]) -> Floats:
    """Return the function `max`."""
    return np.maximum.reduce(values)  # type: ignore[no-any-return]


def absolute(values: list[Floats]) -> Floats:
    """Return the function `abs`."""
    return np.abs(values[0])


def days(values: list[Floats]) -> Floats:
    """Return the function `days_between`."""
    return values[1] - values[0]


def _calendar(numbers: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the year, and month and day as one rising number, of days by number; of NaN anything."""
    day = (np.nan_to_num(numbers).astype(np.int64) - 719_163).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    months = month.astype(np.int64) + 1970 * 12
    return months // 12, months % 12 * 100 + (day - month.astype("datetime64[D]")).astype(np.int64)


def year(values: list[Floats]) -> Floats:
    """Return the function `year`."""
    return _calendar(values[0])[0].astype(np.float64)


def month(values: list[Floats]) -> Floats:
    """Return the function `month`."""
    return (_calendar(values[0])[1] // 100 + 1).astype(np.float64)


def day_of_month(values: list[Floats]) -> Floats:
    """Return the function `day_of_month`."""
    return (_calendar(values[0])[1] % 100 + 1).astype(np.float64)


def years(values: list[Floats]) -> Floats:
    """Return the function `years_between`."""
    back = values[1] < values[0]
    first, last = _calendar(np.where(back, values[1], values[0])), _calendar(np.where(back, values[0], values[1]))
    found = (last[0] - first[0] - (last[1] < first[1])).astype(np.float64)
    return np.where(back, -found, found)
