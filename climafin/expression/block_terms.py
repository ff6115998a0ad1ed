"""What all column functions share: the value of a term for a block of rows, and why it is unknown where it is."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from climafin.expression.answers import Answer, Evaluator, Reason, Unknown
from climafin.expression.columns import Array, Block, Bytes, Floats, Masks, Places, packed
from climafin.expression.terms import ValueType

Bits = npt.NDArray[np.uint16]
#: Why something is unknown, as bits; of several reasons the first of this list is the one told.
REASONS = (
    Reason.MISSING,
    Reason.ZERO_DIVISOR,
    Reason.NOT_IN_TABLE,
    Reason.NOT_IN_FORCE,
    Reason.TOO_LARGE,
    Reason.NO_ROWS,
    Reason.SMALL_COHORT,
    Reason.NOT_SET,
    Reason.NOT_JUDGED,
)
BIT = {reason: 1 << at for at, reason in enumerate(REASONS)}
MISSING, ZERO_DIVISOR, TOO_LARGE = BIT[Reason.MISSING], BIT[Reason.ZERO_DIVISOR], BIT[Reason.TOO_LARGE]
#: Reasons to the number of the first one, as clauses tell it: -1 is the first of `REASONS`.
_FIRST = np.array(
    [-1 - next((at for at in range(len(REASONS)) if bits >> at & 1), 0) for bits in range(1 << len(REASONS))],
    dtype=np.int8,
)

#: Facts with their types.
FactKeys = frozenset[tuple[str, ValueType]]
#: Yes and no; where neither is set it cannot be told.
Pair = tuple[Masks, Masks]
V = TypeVar("V")


def bits_of(answer: Answer) -> int:
    """Return the reasons of an answer as bits; 0 when it is known."""
    return sum(BIT[reason] for reason in answer.reasons) if isinstance(answer, Unknown) else 0


def bit_where(where: Masks, bit: int) -> Bits:
    """Return a reason where something holds."""
    found: Bits = where * np.uint16(bit)
    return found


def told(bits: Bits) -> Bytes:
    """Return the number below zero by which clauses tell why something is unknown."""
    return _FIRST[bits]


class Node(ABC, Generic[V]):
    """A term as a function over blocks.

    Attributes:
        only_missing: it is unknown for no other reason than that facts are missing, whatever the facts are.
        is_shared: more than one rule reads it, so its value is kept while the block stays.
    """

    only_missing = True
    is_shared = False

    def value(self, block: Block) -> V:
        """Return the value for the rows of a block; nobody may change it."""
        if not self.is_shared:
            return self.compute(block, None)
        found = block.kept.get(self)
        if found is None:
            found = block.kept[self] = self.compute(block, self)
        return found

    def value_for(self, block: Block, owner: object) -> V:
        """Return the value where `owner` keeps it, unless it is kept already."""
        return self.value(block) if owner is None or self.is_shared else self.compute(block, owner)

    @abstractmethod
    def compute(self, block: Block, owner: object) -> V:
        """Work the value out.

        Args:
            block: the rows.
            owner: who keeps the value while the block stays; None when it is needed for one rule only.
        """

    @abstractmethod
    def reasons(self, block: Block, rows: Places) -> Bits:
        """Return why the term is unknown in some rows of the block, as bits; 0 where it is known."""

    def facts(self) -> FactKeys | None:
        """Return the facts it reads, where MISSING means just that some of them is unknown; else None."""
        return None


class NumberNode(Node[Floats]):
    """A number, or a day as the number of days: NaN where it is unknown."""

    def raw(self, block: Block) -> Floats:
        """Return the value with infinities left where it is unknown."""
        return self.value(block)

    def bound(self, _block: Block) -> float:
        """Return what the value never exceeds, up or down; infinity when nothing can be said."""
        return np.inf

    def is_never_negative(self, _block: Block) -> bool:
        """Tell whether the value surely is not below 0."""
        return False


class TruthNode(Node[Pair]):
    """Yes and no."""


class PlaceNode(Node[Array]):
    """The place of an answer among the choices, or a set of answers as bits; -1 where it is unknown."""

    choices: tuple[str, ...] = ()


def union(nodes: Iterable[Node[Any]], block: Block, rows: Places) -> Bits:
    """Return the reasons of all parts together."""
    found = np.zeros(len(rows), dtype=np.uint16)
    for node in nodes:
        found |= node.reasons(block, rows)
    return found


def all_facts(nodes: Iterable[Node[Any]]) -> FactKeys | None:
    """Return the facts of all parts together; None when one part cannot say."""
    found: FactKeys = frozenset()
    for node in nodes:
        facts = node.facts()
        if facts is None:
            return None
        found |= facts
    return found


def floats(block: Block, owner: object) -> Floats:
    """Return where a number may be put."""
    return block.floats() if owner is None else block.own(owner, np.float64)


def pair(block: Block, owner: object) -> Pair:
    """Return where yes and no may be put."""
    if owner is None:
        return block.masks(), block.masks()
    return block.own((owner, "yes"), np.bool_), block.own((owner, "no"), np.bool_)


class _Filled(Node[Any]):
    """What no vector form is known of: worked out row by row, as one project is."""

    only_missing = False

    def __init__(self, kind: ValueType, evaluate: Evaluator) -> None:
        self._kind = kind
        self._evaluate = evaluate
        self.is_shared = True

    def _answers(self, block: Block) -> list[Answer]:
        found = block.kept.get((self, "answers"))
        if found is None:
            found = [self._evaluate(block.facts(row)) for row in range(block.size)]
            block.kept[self, "answers"] = found
        return found

    def _column(self, block: Block, dtype: type) -> Array:
        return np.array([packed(self._kind, answer) for answer in self._answers(block)], dtype=dtype)

    def reasons(self, block: Block, rows: Places) -> Bits:
        answers = self._answers(block)
        return np.array([bits_of(answers[row]) for row in rows.tolist()], dtype=np.uint16)


class FilledNumber(_Filled, NumberNode):
    """A number worked out row by row."""

    def compute(self, block: Block, _owner: object) -> Floats:
        """Fill the column."""
        return np.array(
            [answer if isinstance(answer, float) else np.nan for answer in self._answers(block)], dtype=np.float64
        )


class FilledDay(_Filled, NumberNode):
    """A day worked out row by row."""

    def compute(self, block: Block, _owner: object) -> Floats:
        """Fill the column with numbers of days."""
        found = self._column(block, np.int64)
        return np.where(found < 0, np.nan, found.astype(np.float64))


class FilledTruth(_Filled, TruthNode):
    """Yes or no worked out row by row."""

    def compute(self, block: Block, _owner: object) -> Pair:
        """Fill both masks."""
        answers = self._answers(block)
        yes = np.array([answer is True for answer in answers], dtype=np.bool_)
        no = np.array([answer is False for answer in answers], dtype=np.bool_)
        return yes, no


class FilledPlace(_Filled, PlaceNode):
    """A choice, or several choices, worked out row by row."""

    def __init__(self, kind: ValueType, evaluate: Evaluator) -> None:
        super().__init__(kind, evaluate)
        self.choices = tuple(choice.key for choice in kind.choices)

    def compute(self, block: Block, _owner: object) -> Array:
        """Fill the column."""
        return self._column(block, np.int64)
