"""A third hand for the arithmetic: a pack said in SQL, whose three-valued logic is nobody's but the database's.

Only what SQL can say as it stands: numbers, answers, yes and no, limits by an answer; steps, curves, labels and
yes/no; gates, extra points, grades by total. Weights that move and texts are left to the other tests.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from climafin.domain.assessment import GateKind
from climafin.expression import terms as t
from climafin.expression.terms import Sort, Term
from climafin.expression.units import Unit
from climafin.rules.limits import Limit
from climafin.rules.pack import Criterion, Pack, Scoring
from climafin.rules.scales.curve import Curve
from climafin.rules.scales.labels import Labels, YesNo
from climafin.rules.scales.steps import Steps

Row = dict[str, object]


@dataclass
class SqlPack:
    """A pack in words of SQL.

    Attributes:
        pack: the pack.
        greatest: the database's function for the greater of two numbers.
        is_exact: comparisons are those of the numbers themselves, not to twelve digits.
    """

    pack: Pack
    greatest: str = "max"
    is_exact: bool = False

    # ---- terms

    def number(self, term: Term) -> str:
        match term:
            case t.Constant(value=value):
                return repr(float(value))  # type: ignore[arg-type]
            case t.Fact(key=key) if key in self.pack.limit_by_name:
                return self._limit(self.pack.limit_by_name[key])
            case t.Fact(key=key):
                return f'"{key}"'
            case t.Total(parts=parts):
                return (
                    "(0.0" + "".join(f" {'+' if sign > 0 else '-'} {self.number(part)}" for sign, part in parts) + ")"
                )
            case t.Ratio(parts=parts):
                said = "1.0"
                for sign, part in parts:
                    number = self.number(part)
                    said = f"({said} * {number})" if sign == "*" else f"({said} / nullif({number}, 0.0))"
                return said
        raise AssertionError(term)

    def _limit(self, limit: Limit) -> str:
        table, by = limit.tables[-1], f'"{limit.by[0]}"'
        rows = "".join(f" WHEN {by} = '{row[0]}' THEN {value!r}" for row, value in table.rows.items())
        otherwise = "" if table.otherwise is None else f" WHEN {by} IS NOT NULL THEN {table.otherwise!r}"
        return f"(CASE{rows}{otherwise} END)"

    def truth(self, term: Term) -> str:  # noqa: PLR0911 - one line per kind of term
        match term:
            case t.Constant(value=value):
                return "(1=1)" if value else "(1=0)"
            case t.Fact(key=key):
                return f'("{key}" = 1)'
            case t.Comparison():
                return self._comparison(term)
            case t.OneOf(item=item, options=options):
                listed = ", ".join(f"'{one}'" for one in options)
                return f"({self.item(item)} IN ({listed}))"
            case t.Lacking(item=item):
                return f"({self.item(item)} IS NULL)"
            case t.Negation(item=item):
                return f"(NOT {self.truth(item)})"
            case t.All(parts=parts) | t.Any(parts=parts):
                return "(" + (" AND " if isinstance(term, t.All) else " OR ").join(map(self.truth, parts)) + ")"
            case t.AtLeast(count=count, parts=parts):
                held = " + ".join(f"(CASE WHEN {self.truth(part)} THEN 1 ELSE 0 END)" for part in parts)
                able = " + ".join(f"(CASE WHEN NOT {self.truth(part)} THEN 0 ELSE 1 END)" for part in parts)
                return f"(CASE WHEN {held} >= {count} THEN 1 WHEN {able} < {count} THEN 0 END = 1)"
        raise AssertionError(term)

    def item(self, term: Term) -> str:
        if term.type.sort is Sort.NUMBER:
            return self.number(term)
        return f'"{term.key}"' if isinstance(term, t.Fact) else self.truth(term)

    def _comparison(self, term: t.Comparison) -> str:
        left, right, sign = term.left, term.right, term.sign
        if left.type.sort is not Sort.NUMBER:
            sides = [f"'{one.value}'" if isinstance(one, t.Constant) else self.item(one) for one in (left, right)]
            return f"({sides[0]} {'=' if sign == '=' else '<>'} {sides[1]})"
        a, b = self.number(left), self.number(right)
        signs = {"=": "=", "≠": "<>", "<": "<", "≤": "<=", ">": ">", "≥": ">="}
        if self.is_exact:
            return f"({a} {signs[sign]} {b})"
        near = f"(abs({a} - {b}) <= 1e-12 * {self.greatest}(abs({a}), abs({b})))"
        said = {
            "=": near, "≠": f"NOT {near}", "<": f"({a} < {b} AND NOT {near})", ">": f"({a} > {b} AND NOT {near})",
            "≤": f"({a} < {b} OR {near})", "≥": f"({a} > {b} OR {near})",
        }  # fmt: skip
        return f"({said[sign]})"

    # ---- scales

    def whole(self, number: str, unit: Unit, decimals: int) -> str:
        """Return a number in whole last decimals, halves away from zero."""
        scaled = f"({number} * {float(unit.factor.denominator)!r} / {float(unit.factor.numerator)!r})"
        size = f"floor(abs({scaled}) * {float(10**decimals)!r} * (1 + 1e-12) + 0.5)"
        most = f"abs({scaled}) * {float(10**decimals)!r} <= {float(2**53)!r}"
        return f"(CASE WHEN {most} THEN CASE WHEN {scaled} >= 0 THEN {size} ELSE -{size} END END)"

    def measured(self, criterion: Criterion) -> str:
        """Return what a criterion's clause hangs on."""
        assert criterion.value is not None
        match criterion.scale:
            case Steps() | Curve():
                return self.whole(self.number(criterion.value.term), criterion.unit, criterion.decimals)
            case YesNo():
                test = self.truth(criterion.value.term)
                return f"(CASE WHEN {test} THEN 1 WHEN NOT {test} THEN 0 END)"
        return self.item(criterion.value.term)

    def clause(self, criterion: Criterion, x: str) -> str:
        """Return the clause by what was measured, NULL when it is unknown."""
        match criterion.scale:
            case Steps(steps=steps):
                said, known = [], [x]
                for at in range(len(steps) - 1, 0, -1):
                    step = steps[at]
                    assert step.start is not None
                    start = self.whole(self.number(step.start.term), criterion.unit, criterion.decimals)
                    said.append(f"WHEN {x} {'>=' if step.is_closed else '>'} {start} THEN {at}")
                    known.append(start)
                missing = " OR ".join(f"{one} IS NULL" for one in known)
                return f"CASE WHEN {missing} THEN NULL {' '.join(said)} ELSE 0 END"
            case Curve(points=points):
                said = [f"WHEN {x} > {float(points[at][0])!r} THEN {at + 1}" for at in range(len(points) - 1, -1, -1)]
                return f"CASE WHEN {x} IS NULL THEN NULL {' '.join(said)} ELSE 0 END"
            case YesNo():
                return f"1 - {x}"
            case Labels(marks=marks):
                return f"CASE {x} " + " ".join(f"WHEN '{key}' THEN {at}" for at, key in enumerate(marks)) + " END"
        raise AssertionError(criterion.scale)

    def marks(self, criterion: Criterion, x: str, clause: str) -> str:
        """Return the marks of a clause in 1/100, NULL when it is unknown."""
        match criterion.scale:
            case Steps(steps=steps):
                known = [step.marks for step in steps]
            case YesNo(yes=yes, no=no):
                known = [yes, no]
            case Labels(marks=marks):
                known = list(marks.values())
            case Curve(points=points):
                said = [f"WHEN 0 THEN {points[0][1]}", f"WHEN {len(points)} THEN {points[-1][1]}"]
                for at in range(1, len(points)):
                    (x0, y0), (x1, y1) = points[at - 1], points[at]
                    above = f"({y0}.0 * ({x1}.0 - {x}) + {y1}.0 * ({x} - {x0}.0))"
                    said.append(f"WHEN {at} THEN floor((2.0 * {above} + {x1 - x0}.0) / {2 * (x1 - x0)}.0)")
                return f"CASE {clause} {' '.join(said)} END"
        return f"CASE {clause} " + " ".join(f"WHEN {at} THEN {one}" for at, one in enumerate(known)) + " END"

    # ---- the whole

    def query(self) -> str:
        """Return a query with status, clause and points of every line, verdict, totals and grades, by row."""
        pack = self.pack
        first = ["*"]
        first += [f"{self.measured(one)} AS x_{one.rule_id}" for one in pack.criteria]
        for gate in pack.gates:
            test = self.truth(gate.test.term)
            scope = "(1=1)" if gate.applies is None else self.truth(gate.applies.term)
            status = f"CASE WHEN NOT {scope} THEN 2 WHEN {test} THEN 1 WHEN {scope} AND NOT {test} THEN -1 ELSE 0 END"
            first.append(f"{status} AS s_{gate.rule_id}")
        for item in pack.bonus:
            test = self.truth(item.test.term)
            most = min(item.points, pack.bonus_cap)
            first.append(f"CASE WHEN {test} THEN {most} ELSE 0 END AS l_{item.rule_id}")
            first.append(f"CASE WHEN NOT {test} THEN 0 ELSE {most} END AS h_{item.rule_id}")
        second = ["*", *(f"{self.clause(one, f'x_{one.rule_id}')} AS c_{one.rule_id}" for one in pack.criteria)]
        third = ["*", *(f"{self._marks_of(one)} AS m_{one.rule_id}" for one in pack.criteria)]
        fourth = ["*"]
        for one in pack.criteria:
            for end, other in zip("lh", one.scale.reach(), strict=True):
                mark = f"coalesce(m_{one.rule_id}, {other})"
                if pack.scoring is Scoring.WEIGHTED:
                    mark = f"floor((2.0 * {mark} * {one.weight} + 10000) / 20000.0)"
                fourth.append(f"{mark} AS {end}_{one.rule_id}")
        fifth = ["*", *(f"{self._total(end)} AS {name}" for end, name in (("l", "low"), ("h", "high")))]
        fifth.append(f"{self._verdict()} AS verdict")
        sixth = ["*", *(f"{self._grade(name)} AS g_{name}" for name in ("low", "high"))]
        steps = [first, second, third, fourth, fifth, sixth]
        parts = [
            f"t{at} AS (SELECT {', '.join(cells)} FROM {'facts' if at == 0 else f't{at - 1}'})"
            for at, cells in enumerate(steps)
        ]
        return f"WITH {', '.join(parts)} SELECT * FROM t{len(steps) - 1} ORDER BY row"

    def _marks_of(self, criterion: Criterion) -> str:
        return self.marks(criterion, f"x_{criterion.rule_id}", f"c_{criterion.rule_id}")

    def _total(self, end: str) -> str:
        sums = []
        for group in self.pack.groups:
            lines = [f"{end}_{one.rule_id}" for one in self.pack.criteria if one.group == group.key]
            said = " + ".join(lines) or "0"
            sums.append(
                f"({said})"
                if group.cap is None
                else f"(CASE WHEN {said} > {group.cap} THEN {group.cap} ELSE {said} END)"
            )
        extra = " + ".join(f"{end}_{item.rule_id}" for item in self.pack.bonus) or "0"
        cap = self.pack.bonus_cap
        return " + ".join([*sums, f"(CASE WHEN {extra} > {cap} THEN {cap} ELSE {extra} END)"])

    def _verdict(self) -> str:
        binding = [gate for gate in self.pack.gates if gate.kind in (GateKind.REQUIREMENT, GateKind.EXCLUSION)]
        out = [f"s_{gate.rule_id} {'<= 0' if gate.refuses_unknown else '= -1'}" for gate in binding]
        held = [f"s_{gate.rule_id} = 0" for gate in binding if not gate.refuses_unknown]
        return f"CASE WHEN {' OR '.join(out) or '1=0'} THEN 2 WHEN {' OR '.join(held) or '1=0'} THEN 1 ELSE 0 END"

    def _grade(self, total: str) -> str:
        said = [
            f"WHEN {total} >= {grade.start} THEN {at}"
            for at, grade in enumerate(self.pack.grades)
            if grade.start is not None
        ]
        return f"CASE WHEN verdict = 2 THEN -1 {' '.join(said)} ELSE {len(self.pack.grades) - 1} END"


def asked_of_sqlite(pack: Pack, facts: Sequence[Row]) -> list[Row]:
    """Return what SQLite says of facts in base units."""
    keys = [key for key in pack.fact_keys if key in pack.fields]
    base = sqlite3.connect(":memory:")
    base.row_factory = sqlite3.Row
    columns = "".join(f', "{key}"' for key in keys)
    base.execute(f"CREATE TABLE facts (row INTEGER{columns})")
    rows = [(at, *(_kept(one.get(key)) for key in keys)) for at, one in enumerate(facts)]
    base.executemany(f"INSERT INTO facts VALUES ({', '.join('?' * (len(keys) + 1))})", rows)
    found = [dict(row) for row in base.execute(SqlPack(pack).query())]
    base.close()
    return found


def _kept(answer: object) -> object:
    return int(answer) if isinstance(answer, bool) else answer
