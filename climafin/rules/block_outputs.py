"""Where the answers of blocks are put, row by row of the library."""

import numpy as np

from climafin.expression.columns import Array, Block, Bytes, Columns
from climafin.rules.answers import Answers, Detail
from climafin.rules.block_scales import Layout
from climafin.rules.block_totals import Patterns
from climafin.rules.pack import Pack


class Outputs:
    """The arrays that answers go into.

    Args:
        pack: the pack.
        layout: how two numbers stand in a word.
        columns: the facts.
        detail: how much is kept.
        block: the rows that are worked on.
    """

    def __init__(self, pack: Pack, layout: Layout, columns: Columns, detail: Detail, block: Block) -> None:
        count = len(columns)
        self.block = block
        block.over(columns)
        self.keeps_lines = detail >= Detail.LINES
        self._pack = pack
        self._layout = layout
        lines = len(pack.criteria) + len(pack.bonus)
        kept = count if self.keeps_lines else block.rows
        self.statuses = np.empty((len(pack.gates), count if self.keeps_lines else 0), dtype=np.int8)
        self._clauses = np.empty((lines, kept), dtype=np.int8)
        self._words: Array = np.empty((lines, kept), dtype=self._layout.word)
        self.marks: Array | None = None
        if detail is Detail.MARKS:
            self.marks = np.empty((len(pack.criteria), count), dtype=self._layout.word)
        self.total_low, self.total_high = np.empty(count, np.int32), np.empty(count, np.int32)
        self.maximum = np.empty(count, dtype=np.int32)
        extra = count if detail is Detail.MARKS else 0
        self.extra_low, self.extra_high = np.empty(extra, np.int32), np.empty(extra, np.int32)
        self.verdict = np.empty(count, dtype=np.int8)
        self.grade_low, self.grade_high = np.full(count, -1, np.int8), np.full(count, -1, np.int8)
        self._which = np.empty(count if detail is Detail.MARKS else 0, dtype=np.int32)
        self._patterns: Patterns | None = None

    def lines(self) -> tuple[Array, Bytes]:
        """Return where points and clauses of the block's rows go, shape (lines, rows)."""
        if self.keeps_lines:
            rows = slice(self.block.start, self.block.stop)
            return self._words[:, rows], self._clauses[:, rows]
        return self._words[:, : self.block.size], self._clauses[:, : self.block.size]

    def keep_ways(self, patterns: Patterns, which: Array) -> None:
        """Keep the patterns of the block's rows."""
        if self.marks is not None:
            self._patterns = patterns
            self._which[self.block.start : self.block.stop] = which

    def answers(self) -> Answers:
        """Return everything."""
        pack = self._pack
        none = np.empty((0, 0), dtype=np.int32)
        return Answers(
            uids=self.block.columns.uids,
            gates=tuple(gate.rule_id for gate in pack.gates),
            lines=(*(one.rule_id for one in pack.criteria), *(one.rule_id for one in pack.bonus)),
            verdict=self.verdict,
            total_low=self.total_low,
            total_high=self.total_high,
            maximum=self.maximum,
            grade_low=self.grade_low,
            grade_high=self.grade_high,
            statuses=self.statuses,
            clauses=self._clauses if self.keeps_lines else np.empty((0, 0), dtype=np.int8),
            words=self._words if self.keeps_lines else none,
            marks=none if self.marks is None else self.marks,
            patterns=() if self._patterns is None else tuple(self._patterns.all),
            which=self._which,
            extra_low=self.extra_low,
            extra_high=self.extra_high,
            layout=self._layout,
        )
