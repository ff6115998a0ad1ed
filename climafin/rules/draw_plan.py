"""What to draw in a robustness run; without numpy, so that a window may ask for it before anything is drawn."""

from dataclasses import dataclass
from enum import StrEnum

#: Two criteria whose marks move together this much (Pearson) say nearly the same.
ALIKE = 0.8


class DrawKind(StrEnum):
    """How weights are drawn."""

    AROUND = "around"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """Which weights to draw.

    Attributes:
        draws: how many.
        seed: where the stream begins.
        kind: AROUND changes each weight by up to `spread` of itself, then all are brought back to 100;
            ANY takes every set of weights as equally likely (the flat Dirichlet distribution).
        spread: of AROUND, in per cent, 1 to 100.
    """

    draws: int = 1_000
    seed: int = 20_261_120
    kind: DrawKind = DrawKind.AROUND
    spread: int = 25
