"""Random weights, the same on every machine: made from raw 64-bit numbers by whole-number arithmetic alone.

numpy promises the raw stream of a generator, not what its distributions make of it; and logarithms differ
in the last bit between processors. So nothing here is a floating-point number.
"""

import numpy as np

from climafin.rules.draw_plan import DrawKind, DrawPlan
from climafin.rules.mark_sheet import WeightSet, Wholes
from climafin.rules.pack import FULL_WEIGHT

GENERATOR = "PCG64"
_UNIT_BITS = 32


def drawn_weights(base: WeightSet, plan: DrawPlan) -> Wholes:
    """Return drawn weights in 1/10,000, shape (draws, criteria); each row adds up to 10,000."""
    width = len(base.ids)
    raw = np.random.PCG64(plan.seed).random_raw(plan.draws * width).reshape(plan.draws, width)
    units = (raw >> np.uint64(64 - _UNIT_BITS)).astype(np.int64)  # whole, from 0 to 2^32 - 1
    return _around(base, units, plan.spread) if plan.kind is DrawKind.AROUND else _any(base, units)


def _around(base: WeightSet, units: Wholes, spread: int) -> Wholes:
    factors = (100 << _UNIT_BITS) + spread * (2 * units - (1 << _UNIT_BITS))
    return _brought_to_full(base.row * (factors >> (_UNIT_BITS - 10)))


def _any(base: WeightSet, units: Wholes) -> Wholes:
    """Return the gaps between sorted points of a line; criteria without weight stay without."""
    has_weight = base.row[0] > 0
    count = int(has_weight.sum())
    cuts = np.sort(units[:, : count - 1], axis=1)
    ends = np.zeros((len(units), 1), dtype=np.int64)
    gaps = np.diff(np.hstack([ends, cuts, ends + (1 << _UNIT_BITS)]), axis=1)
    found = np.zeros_like(units)
    found[:, has_weight] = gaps
    return _brought_to_full(found)


def _brought_to_full(parts: Wholes) -> Wholes:
    """Return parts in proportion, whole and adding up to 10,000; what is left over goes to the largest remainders."""
    total = parts.sum(axis=1, keepdims=True)
    # Parts have up to 57 bits; brought down so that the product with 10,000 still fits into 63.
    down = np.maximum(total >> 48, 1)
    parts, total = parts // down, (parts // down).sum(axis=1, keepdims=True)
    scaled = parts * FULL_WEIGHT
    found: Wholes = scaled // total
    left = FULL_WEIGHT - found.sum(axis=1, keepdims=True)
    ranks = np.argsort(np.argsort(-(scaled % total), axis=1, kind="stable"), axis=1, kind="stable")
    found += ranks < left
    return found
