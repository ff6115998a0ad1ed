"""A pack over a whole library, block by block: the answers of `assess`, bit for bit, as columns.

One project at a time, with its whole trace, is `assess`; here nothing is put into words. Signed lines that replace
answers of the rules (overrides) are not seen here: such projects are worked out by `assess` and put in their place
by whoever asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from climafin.base.errors import CallProblem
from climafin.base.messages import message
from climafin.domain.assessment import GateKind
from climafin.domain.judgement import Judged
from climafin.domain.project import Project
from climafin.expression.answers import Answer, Facts, Unknown
from climafin.expression.block_terms import Pair, TruthNode
from climafin.expression.blocks import BlockCompiler
from climafin.expression.columns import BLOCK, Array, Block, Bytes, Columns, Masks, packed
from climafin.expression.terms import AS_OF_KEY
from climafin.rules.answers import ASIDE, Answers, Detail
from climafin.rules.asking import Asked
from climafin.rules.block_grading import BlockGrading
from climafin.rules.block_kernels import bonus_kernel, kernel_of
from climafin.rules.block_names import name_all
from climafin.rules.block_outputs import Outputs
from climafin.rules.block_scales import NARROW, NO_CLAUSE, WIDE, Kernel, Layout, Table, TableKernel, counted_ends
from climafin.rules.block_totals import OPEN, Adding, Pattern, Patterns
from climafin.rules.facts import OCCASION
from climafin.rules.gates import Gate
from climafin.rules.pack import Criterion, Pack, Scoring
from climafin.rules.resolving import resolved
from climafin.rules.scales.shapes import Missing

_MOST_NARROW = 30_000


@dataclass(frozen=True, slots=True)
class _Scored:
    """A criterion with its function.

    Attributes:
        criterion: the criterion.
        kernel: its scale.
        scope: its condition of applying, or None.
        droppable: something unknown can take it out.
    """

    criterion: Criterion
    kernel: Kernel
    scope: TruthNode | None
    droppable: bool


@dataclass(frozen=True, slots=True)
class _Gated:
    """A gate with its functions."""

    gate: Gate
    scope: TruthNode | None
    test: TruthNode


class Plan:
    """A pack made ready for blocks, for one day and what the office put in.

    Args:
        pack: the pack.
        asked: the day, the occasion, supplied limits and frozen cohorts; what concerns one project is not looked at.

    Raises:
        CallProblem: the pack is not in force on that day.
    """

    def __init__(self, pack: Pack, asked: Asked) -> None:
        if asked.as_of < pack.since or (pack.until is not None and asked.as_of > pack.until):
            raise CallProblem(
                message("The rule pack “{pack}” is not in force on {day}.", pack=pack.stamp.title, day=asked.as_of)
            )
        self.pack = pack
        self.asked = asked
        self._fixed: dict[str, Any] = {AS_OF_KEY: asked.as_of, OCCASION.key: asked.occasion.value}
        compiler = BlockCompiler(self._fixed)
        name_all(compiler, pack, asked)
        self._gates = [
            _Gated(gate, _truth(compiler, gate.applies), compiler.truth(gate.test.term)) for gate in pack.gates
        ]
        self.scored = [self._read(criterion, compiler) for criterion in pack.criteria]
        self._bonus = [self._bonus_kernel(at, compiler) for at in range(len(pack.bonus))]
        self._grading = BlockGrading(pack, compiler)
        scopes = {one.criterion.applies.text: one.scope for one in self.scored if one.criterion.applies is not None}
        self._scopes = scopes
        rules = {one.criterion.applies.text: one.criterion.applies for one in self.scored if one.criterion.applies}
        self._scope_rules = list(rules.values())
        self._droppable = [one for one in self.scored if one.droppable]
        self._patterns = Patterns(pack, list(scopes), [one.criterion.rule_id for one in self._droppable])
        self._layout = self._fitting()
        self._adding = Adding(pack, self._layout, needs_groups=self._grading.needs_groups)
        self._tables = self._points_tables()
        self._block: Block | None = None

    def _read(self, criterion: Criterion, compiler: BlockCompiler) -> _Scored:
        kernel = kernel_of(criterion, compiler)
        if isinstance(kernel, TableKernel):
            kernel.counted(criterion.missing)
        droppable = criterion.drops or criterion.missing is Missing.DROP
        return _Scored(criterion, kernel, _truth(compiler, criterion.applies), droppable)

    def _bonus_kernel(self, at: int, compiler: BlockCompiler) -> Kernel:
        item, cap = self.pack.bonus[at], self.pack.bonus_cap
        return bonus_kernel(item, min(item.points if item.cap is None else item.cap, cap), compiler)

    def _fitting(self) -> Layout:
        """Return the smallest layout in which no sum can overflow."""
        pack = self.pack
        if pack.scoring is Scoring.WEIGHTED:
            size = 10_100
        else:
            size = sum(max(map(abs, one.criterion.scale.reach())) for one in self.scored)
        size = max(size, sum(item.points if item.cap is None else item.cap for item in pack.bonus))
        return NARROW if size <= _MOST_NARROW else WIDE

    def _points_tables(self) -> list[Array | None] | None:
        """Return the points of every place of every table, where the same always applies with the same weights."""
        if not self._patterns.is_one or self._adding.needs_groups:
            return None
        shares = self._patterns.one().shares[0].tolist()
        found: list[Array | None] = []
        for one, share in zip(self.scored, shares, strict=True):
            is_table = isinstance(one.kernel, TableKernel)
            found.append(self._table(one.kernel.ends, share) if is_table else None)  # type: ignore[attr-defined]
        return found

    def _table(self, marks: Table, share: int) -> Array:
        return self._layout.words(self._adding.points(marks.copy(), share))

    # ---- evaluating

    def answers(
        self,
        columns: Columns,
        detail: Detail = Detail.LINES,
        rows: int = BLOCK,
        judged: Mapping[str, Mapping[str, Judged]] | None = None,
    ) -> Answers:
        """Return what the pack says of every project.

        Args:
            columns: the facts.
            detail: how much is kept; totals, verdicts and grades always are.
            rows: how many rows are worked on at a time; the answers do not depend on it.
            judged: the signed lines of experts, by project and criterion.
        """
        made = Outputs(self.pack, self._layout, columns, detail, self._block_of(min(rows, max(len(columns), 1))))
        made.block.signed = _by_rule(columns, judged or {})
        with np.errstate(all="ignore"):
            for start in range(0, len(columns), made.block.rows):
                made.block.move(start, min(start + made.block.rows, len(columns)))
                self._work(made)
        found = made.answers()
        made.block.over(Columns((), {}, {}))
        return found

    def _block_of(self, rows: int) -> Block:
        if self._block is None or self._block.rows != rows:
            self._block = Block(rows, self.resolve)
        return self._block

    def resolve(self, facts: dict[str, Any]) -> Facts:
        """Return everything that expressions read of a project with these facts."""
        return resolved(self.pack, {**facts, **self._fixed}, self.asked)

    def _work(self, made: Outputs) -> None:
        block = made.block
        tracks, verdict = self._gate_answers(made)
        words, clauses = made.lines()
        constant = self._tables is not None and made.marks is None
        groups = most = None
        if constant:
            whole = self._add_points(block, words, clauses)
        else:
            self._put_marks(block, words, clauses)
            if made.marks is not None:
                made.marks[:, block.start : block.stop] = words[: len(self.scored)]
            which = self._which(block, clauses)
            whole, groups, most = self._adding.turn(block, words[: len(self.scored)], self._patterns, which)
            made.keep_ways(self._patterns, which)
            aside = np.stack([one.aside for one in self._patterns.all])
            for at in np.flatnonzero(aside.any(axis=0)).tolist():
                clauses[at][aside[:, at].take(which)] = ASIDE
            groups = self._adding.capped(groups) if len(groups) else groups
        extra = self._add_bonus(block, words[len(self.scored) :], clauses[len(self.scored) :])
        rows = slice(block.start, block.stop)
        if made.marks is not None:
            made.extra_low[rows], made.extra_high[rows] = extra[:, 0], extra[:, 1]
        low, high = made.total_low[rows], made.total_high[rows]
        np.add(whole[:, 0], extra[:, 0], out=low)
        np.add(whole[:, 1], extra[:, 1], out=high)
        cap = self.pack.bonus_cap
        made.maximum[rows] = (self._patterns.one().maximum if most is None else most) + cap
        made.verdict[rows] = verdict
        if self.pack.grades:
            worst, best = self._grading.grades(block, low, high, groups, tracks)
            refused = verdict == 2
            open_ = np.subtract(1, refused.view(np.int8), out=block.bytes())
            np.subtract(worst * open_, refused.view(np.int8), out=made.grade_low[rows])
            np.subtract(best * open_, refused.view(np.int8), out=made.grade_high[rows])

    def _gate_answers(self, made: Outputs) -> tuple[Mapping[str, Pair], Bytes]:
        """Put down the outcome of every gate; return the states of fast tracks, and the verdict."""
        block = made.block
        refused, open_ = np.zeros(block.size, np.bool_), np.zeros(block.size, np.bool_)
        tracks: dict[str, Pair] = {}
        mark = block.arena.mark()
        for at, one in enumerate(self._gates):
            block.arena.back_to(dict(mark))
            yes, no = one.test.value(block)
            status = made.statuses[at, block.start : block.stop] if made.keeps_lines else block.bytes()
            if one.scope is None:
                np.subtract(yes.view(np.int8), no.view(np.int8), out=status)
            else:
                inside, out = one.scope.value(block)
                yes, no = np.greater(yes, out, out=block.masks()), np.logical_and(no, inside, out=block.masks())
                np.subtract(yes.view(np.int8), no.view(np.int8), out=status)
                status += out.view(np.int8)
                status += out.view(np.int8)
            if one.gate.kind.is_binding:
                if one.gate.refuses_unknown:
                    refused |= np.less_equal(status, 0, out=block.masks())
                else:
                    refused |= no
                    open_ |= np.equal(status, 0, out=block.masks())
            elif one.gate.kind is GateKind.FAST_TRACK and one.gate.grade:
                tracks[one.gate.rule_id] = (status == 1, (status == 0) | (status == 1))
        verdict = np.maximum(open_.view(np.int8), 2 * refused.view(np.int8))
        return tracks, verdict

    def _add_points(self, block: Block, words: Array, clauses: Bytes) -> Array:
        """Put down points and clauses of all criteria, and return the points of the whole, shape (rows, 2)."""
        assert self._tables is not None  # its caller looked
        shares = self._patterns.one().shares[0].tolist()
        total: Array = np.zeros(2 * block.size, dtype=self._layout.half)
        mark = block.arena.mark()
        for at, (one, table) in enumerate(zip(self.scored, self._tables, strict=True)):
            block.arena.back_to(dict(mark))
            if table is not None:
                one.kernel.look_up(block, table, words[at], clauses[at])  # type: ignore[attr-defined]
            else:
                self._mark(block, one, words[at], clauses[at])
                halves = self._layout.halves(words[at])
                halves[...] = self._adding.points(halves.astype(np.int32), shares[at])
            np.add(total, words[at].view(self._layout.half), out=total)
        return total.reshape(-1, 2).astype(np.int32)

    def _put_marks(self, block: Block, words: Array, clauses: Bytes) -> None:
        """Put down marks and clauses of all criteria."""
        mark = block.arena.mark()
        for at, one in enumerate(self.scored):
            block.arena.back_to(dict(mark))
            self._mark(block, one, words[at], clauses[at])

    def _mark(self, block: Block, one: _Scored, words: Array, clause: Bytes) -> None:
        kernel = one.kernel
        if isinstance(kernel, TableKernel):
            kernel.look_up(block, self._layout.words(kernel.ends), words, clause)
            return
        low, high, clause[:] = kernel.marks(block)
        if one.criterion.missing in (Missing.ZERO, Missing.MIDDLE):
            for row in np.flatnonzero((clause < 0) & (clause != NO_CLAUSE)).tolist():
                low[row], high[row] = counted_ends((int(low[row]), int(high[row])), one.criterion.missing)
        halves = self._layout.halves(words)
        halves[:, 0], halves[:, 1] = low, high

    def _add_bonus(self, block: Block, words: Array, clauses: Bytes) -> Array:
        total = np.zeros((block.size, 2), dtype=np.int32)
        mark = block.arena.mark()
        for at, kernel in enumerate(self._bonus):
            block.arena.back_to(dict(mark))
            halves = self._layout.halves(words[at])
            if isinstance(kernel, TableKernel):
                kernel.look_up(block, self._layout.words(kernel.ends), words[at], clauses[at])
            else:
                halves[:, 0], halves[:, 1], clauses[at][:] = kernel.marks(block)
            total += halves
        return np.minimum(total, self.pack.bonus_cap, out=total)

    # ---- what applies

    def _which(self, block: Block, clauses: Bytes) -> Array:
        """Return the number of each row's pattern of what applies."""
        digits = []
        for scope in self._scopes.values():
            assert scope is not None  # only criteria with a condition are among them
            yes, no = scope.value(block)
            digits.append(2 - yes.view(np.int8) - 2 * no.view(np.int8))
        droppable = ((one, clause) for one, clause in zip(self.scored, clauses, strict=False) if one.droppable)
        digits += [self._dropped(block, one, clause).view(np.int8) for one, clause in droppable]
        table = self.pack.weight_table
        if table is None:
            digits.append(np.zeros(block.size, dtype=np.int8))
        else:
            digits.append(block.column(table.by, self.pack.vocabulary[table.by].type) + 1)
        return self._patterns.numbers(np.stack(digits))

    def pattern_of(self, facts: Facts, unknown: Sequence[Unknown | None], project: Project) -> Pattern:
        """Return what may apply to one project.

        Args:
            facts: everything that expressions read of it.
            unknown: of every criterion, what is unknown of its marks.
            project: what is known of it, and what was marked as not applying.
        """
        if self._patterns.is_one:
            return self._patterns.one()
        digits = [_state(rule.answer(facts)) for rule in self._scope_rules]
        for one, open_ in zip(self.scored, unknown, strict=True):
            if one.droppable:
                gone = frozenset[str]() if open_ is None else open_.missing
                is_out = bool(gone) and all(project.is_not_applicable(key) for key in gone)
                digits.append(int(is_out or (open_ is not None and one.criterion.missing is Missing.DROP)))
        table = self.pack.weight_table
        answer = None if table is None else facts.get(table.by)
        digits.append(0 if table is None else int(packed(self.pack.vocabulary[table.by].type, answer)) + 1)
        return self._patterns.of(tuple(digits))

    def _dropped(self, block: Block, one: _Scored, clause: Bytes) -> Masks:
        """Return where what is unknown takes a criterion out."""
        unknown: Masks = (clause < 0) & (clause != NO_CLAUSE)
        if one.criterion.missing is Missing.DROP:
            return unknown
        keys = self.pack.facts_behind(one.criterion.rules())
        marked = np.zeros(block.size, dtype=np.bool_)
        for key in keys:
            if key in block.columns.set_aside:
                marked |= block.columns.set_aside[key][block.start : block.stop]
        for row in np.flatnonzero(unknown & marked).tolist():
            missing = one.criterion.scale.mark(one.criterion, block.facts(row)).unknown
            gone = frozenset() if missing is None else missing.missing
            at = block.start + row
            aside = [key in block.columns.set_aside and bool(block.columns.set_aside[key][at]) for key in gone]
            unknown[row] = bool(aside) and all(aside)
        unknown &= marked
        return unknown


def _by_rule(columns: Columns, judged: Mapping[str, Mapping[str, Judged]]) -> dict[str, dict[int, Judged]]:
    found: dict[str, dict[int, Judged]] = {}
    if judged:
        for row, uid in enumerate(columns.uids):
            for rule_id, line in judged.get(uid, {}).items():
                found.setdefault(rule_id, {})[row] = line
    return found


def _state(answer: Answer) -> int:
    return OPEN if isinstance(answer, Unknown) else int(bool(answer))


def _truth(compiler: BlockCompiler, rule: Any) -> TruthNode | None:  # noqa: ANN401 - a rule or None
    return None if rule is None else compiler.truth(rule.term)
