"""Random packs and projects: every kind of scale, condition and limit, values on the lines of the packs among them."""

import random
from datetime import UTC, date, datetime

from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project, Value, ValueNote
from climafin.domain.status import Status
from climafin.rules.asking import Asked
from climafin.rules.pack import Pack
from climafin.rules.reading import read_pack

ASKED = Asked(date(2026, 11, 20), datetime(2026, 11, 20, tzinfo=UTC), "张敏")
NUMBERS = ("n0", "n1", "n2", "n3", "n4")
PERCENTS = ("q0", "q1")
FLAGS = ("y0", "y1", "y2", "y3")
CHOICES = ("k0", "k1")
KEYS = (*NUMBERS, *PERCENTS, *FLAGS, *CHOICES, "several", "day")
ANSWERS = ("a", "b", "c")
VALUES = (0, 0.05, 1, 2, 2.5, 3, 3.14, 10, 50, 99.995, 100, 1000)
_HEAD = """\
pack: random
title: {zh: 随机, en: Random}
edition: 1
in_force: {from: 2026-01-01}
standing: {official: no, zh: 测试, en: test}
sources: {S: {title: {zh: 文件, en: Document}, official: no}}
"""


class PackMaker:
    """Writes a random pack.

    Args:
        seed: the same seed writes the same pack.
        plain: only what can be said in SQL as well: no weights that move, no sets, days and missing values' rules.
    """

    def __init__(self, seed: int, *, plain: bool = False) -> None:
        self.draw = random.Random(seed)
        self.plain = plain
        self.points = self.draw.random() < 0.4

    def text(self) -> str:
        draw = self.draw
        lines = [_HEAD + f"scoring: {'points' if self.points else 'weighted'}", "facts:"]
        lines += [
            f"  {key}: {{zh: 数{key}, en: Number {key}, kind: number, decimals: 3, min: -100}}" for key in NUMBERS
        ]
        lines += [f"  {key}: {{zh: 率{key}, en: Share {key}, kind: percent, decimals: 2}}" for key in PERCENTS]
        lines += [f"  {key}: {{zh: 否{key}, en: Flag {key}, kind: yes_no}}" for key in FLAGS]
        answers = ", ".join(f"{one}: {{zh: 选{one}, en: Answer {one}}}" for one in ANSWERS)
        lines += [f"  {key}: {{zh: 类{key}, en: Kind {key}, kind: choice, choices: {{{answers}}}}}" for key in CHOICES]
        lines += [f"  several: {{zh: 多项, en: Several, kind: choices, choices: {{{answers}}}}}",
                  "  day: {zh: 某日, en: Some day, kind: date}"]  # fmt: skip
        lines += self._limit()
        if not self.plain:
            title = "title: {zh: 率值, en: Ratio}"
            parts = (title, "value: n0 / n1", "decimals: 2", "source: S 第9条")
            lines += ["derived:", "  率值:", *(f"    {part}" for part in parts)]
        lines.append("gates:")
        lines += [self._gate(at) for at in range(draw.randint(1, 5))]
        groups = [f"g{at}" for at in range(draw.randint(1, 3))]
        count = draw.randint(len(groups), 7)
        group_of = [*groups, *(draw.choice(groups) for _ in range(count - len(groups)))]
        weights = self._weights(count)
        lines.append("groups:")
        for group in groups:
            own = sum(one for one, of in zip(weights, group_of, strict=True) if of == group)
            more = f", weight: {own}" if not self.points else ", cap: 20" if draw.random() < 0.3 else ""
            lines.append(f"  {group}: {{zh: 组{group}, en: Group {group}{more}}}")
        lines.append("criteria:")
        order = list(range(count))
        draw.shuffle(order)
        for at in order:
            lines += self._criterion(at, group_of[at], weights[at])
        lines += self._bonus()
        lines += ["grades:", "  - {key: A, zh: 甲, en: Best, from: 60}", "  - {key: B, zh: 乙, en: Good, from: 33.33}",
                  "  - {key: C, zh: 丙, en: Rest}"]  # fmt: skip
        if not self.plain and draw.random() < 0.5:
            how = draw.choice(["set", "at_most", "at_least"])
            lines += ["forces:", "  - id: F0", "    title: {zh: 强制, en: Force}", f'    if: "{self.test()}"',
                      f"    grade: {draw.choice('ABC')}", f"    how: {how}", "    source: S 第8条"]  # fmt: skip
        return "\n".join(lines) + "\n"

    def _weights(self, count: int) -> list[int]:
        cuts = sorted(self.draw.sample(range(1, 100), count - 1))
        return [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]

    def _limit(self) -> list[str]:
        rows = ", ".join(f"{one}: {self.draw.choice(VALUES)}" for one in self.draw.sample(ANSWERS, 2))
        other = f", otherwise: {self.draw.choice(VALUES)}" if self.draw.random() < 0.5 else ""
        return ["limits:", "  线:", "    title: {zh: 线, en: Line}", "    by: k0", "    values:",
                f"      - {{from: 2026-01-01, rows: {{{rows}}}{other}, source: S 第7条}}"]  # fmt: skip

    def number(self) -> str:
        pool = [*NUMBERS, "n0 / n1", "n2 + n3", "n0 * 2 - n4", "(n1 + n2) / n3", "n0 / n1 / 3", "-n2 * n3", "线"]
        if not self.plain:
            pool += [
                "max(n0, n1)",
                "min(n2, 3)",
                "coalesce(n3, n4)",
                "round(n0 / 3, 2)",
                "floor(n1)",
                "率值",
                "abs(n4)",
            ]
            pool += ["if(y0, n0, n1 / n2)", "clamp(n0, 1, 50)", "ceil(n2 * 3)", "n0 * n1 * 10"]
        return self.draw.choice(pool)

    def test(self, depth: int = 2) -> str:  # noqa: PLR0911 - one line per kind of condition
        draw = self.draw
        kind = draw.randrange(9 if depth else 6)
        sign = draw.choice(["=", "≠", "<", "≤", ">", "≥"])
        if kind in (0, 1):
            return f"{self.number()} {sign} {draw.choice(VALUES)}"
        if kind == 2:
            return f"{self.number()} {sign} {self.number()}"
        if kind == 3:
            return draw.choice([*FLAGS, *(f"not {one}" for one in FLAGS)])
        if kind == 4:
            return draw.choice(["k0 = a", "k1 ≠ b", "k0 in (a, c)", "k1 in (b)", "k0 not in (a, b)"])
        if kind == 5:
            more = [] if self.plain else [
                "several contains a", "day ≥ 2026-05-01", "years_between(day, 评价日) ≥ 1 年", "day + 30 days < 评价日",
                "year(day) = 2025", "days_between(day, 评价日) > 100 天", "k0 = k1", "y0 = y1",
            ]  # fmt: skip
            return draw.choice(["n0 is missing", "y1 is missing", f"q0 {sign} 3 %", "q1 > 0.05 %", *more])
        parts = [self.test(depth - 1) for _ in range(draw.randint(2, 3))]
        if kind == 6:
            return f"at_least({draw.randint(1, len(parts))}, {', '.join(parts)})"
        if kind == 7:
            return f"not ({parts[0]})"
        return "(" + f" {draw.choice(['and', 'or'])} ".join(f"({part})" for part in parts) + ")"

    def _gate(self, at: int) -> str:
        kind = self.draw.choice(["requirement", "exclusion", "notice"])
        more = ", unknown: refuse" if kind != "notice" and self.draw.random() < 0.3 else ""
        if self.draw.random() < 0.3:
            more += f', applies: "{self.test(1)}"'
        named = f"id: G{at}, title: {{zh: 门{at}, en: Gate {at}}}, kind: {kind}"
        return f'  - {{{named}{more}, test: "{self.test()}", source: S 第{at + 1}条}}'

    def _criterion(self, at: int, group: str, weight: int) -> list[str]:
        draw = self.draw
        most = f"max: {weight}" if self.points else f"weight: {weight}"
        lines = [f"  - id: C{at}", f"    title: {{zh: 项{at}, en: Item {at}}}", f"    group: {group}", f"    {most}"]
        if not self.plain and draw.random() < 0.3:
            lines.append(f'    applies: "{self.test(1) if draw.random() < 0.5 else "y0"}"')
        if not self.plain and draw.random() < 0.4:
            lines.append(f"    missing: {draw.choice(['zero', 'middle', 'drop'])}")
        if not self.plain and draw.random() < 0.3:
            lines.append("    not_applicable: drop")
        full = weight if self.points else 100
        lines += [f"    {one}" for one in self.scale(full)]
        return [*lines, f"    source: S 第{at + 20}条"]

    def marks(self, full: int) -> float:
        return self.draw.choice([0, full, round(full / 2, 2), round(full / 3, 2), round(full * 0.77, 2)])

    def scale(self, full: int, *, inner: bool = False) -> list[str]:
        kinds = [self._steps, self._steps, self._curve, self._curve, self._yes_no, self._choices]
        if not self.plain:
            kinds += [self._rates, self._sum, self._deduct, self._checklist]
            kinds += [] if inner else [self._tests, self._best_of, self._expert]
        return self.draw.choice(kinds)(full)

    def _measured(self) -> tuple[list[str], list[float]]:
        """Return a value, and thresholds for it."""
        draw = self.draw
        places = draw.choice([0, 1, 2, 3])
        edges = {round(draw.choice(VALUES) + draw.choice([0, 0, 0.5, 7]), places) for _ in range(4)}
        return [f'value: "{self.number()}"', f"decimals: {places}"], sorted(edges | {2, 200})

    def _steps(self, full: int) -> list[str]:
        number, edges = self._measured()
        bands = [f"{{{self.draw.choice(['from', 'above'])}: {edge}, marks: {self.marks(full)}}}" for edge in edges]
        if self.draw.random() < 0.3:
            bands = [f"{{from: 线, marks: {self.marks(full)}}}"]
        return [*number, f"steps: [{{from: none, marks: {self.marks(full)}}}, {', '.join(bands)}]"]

    def _curve(self, full: int) -> list[str]:
        number, edges = self._measured()
        return [*number, f"curve: {[[edge, self.marks(full)] for edge in edges]}"]

    def _yes_no(self, full: int) -> list[str]:
        return [f'value: "{self.test()}"', f"marks: {{yes: {self.marks(full)}, no: {self.marks(full)}}}"]

    def _choices(self, full: int) -> list[str]:
        return ["value: k1", f"choices: {{{', '.join(f'{one}: {self.marks(full)}' for one in ANSWERS)}}}"]

    def _rates(self, full: int) -> list[str]:
        first = f"{{from: 1, base: {self.marks(full)}, per: 1, marks: {self.draw.choice([1, 0.5, -0.25])}}}"
        second = f"{{from: 50, base: {self.marks(full)}, per: 10, marks: 2}}"
        whole = self.draw.choice(["yes", "no"])
        return [*self._measured()[0], f"rates: {{segments: [{first}, {second}], whole_steps: {whole}, cap: {full}}}"]

    def _sum(self, full: int) -> list[str]:
        each = ", ".join(f"{one}: {self.marks(full)}" for one in ANSWERS)
        return [f"sum: {{of: several, marks: {{{each}}}, cap: {full}}}"]

    def _deduct(self, full: int) -> list[str]:
        held = f'{{id: a, zh: 甲, en: A, if: "{self.test(1)}", marks: {self.marks(full)}}}'
        counted = f'{{id: b, zh: 乙, en: B, count: "{self.number()}", marks: 1, cap: {full}}}'
        return [f"deduct: {{full: {full}, floor: 0, items: [{held}, {counted}]}}"]

    def _checklist(self, full: int) -> list[str]:
        how = self.draw.choice(["all", "share", "each"])
        own = f", marks: {int(full / 3 * 100) / 100}" if how == "each" else ""
        items = []
        for at in range(3):
            applies = f', applies: "{self.test(1)}"' if self.draw.random() < 0.4 else ""
            items.append(f'{{id: a{at}, zh: 材料{at}, en: Paper {at}, if: "{self.test(1)}"{own}{applies}}}')
        return [f"checklist: {{items: [{', '.join(items)}], marks: {how}}}"]

    def _tests(self, full: int) -> list[str]:
        some = range(self.draw.randint(1, 3))
        lines = [f'{{if: "{self.test(1)}", marks: {self.marks(full)}}}' for _ in some]
        return [f"tests: [{', '.join(lines)}, {{otherwise: {self.marks(full)}}}]"]

    def _best_of(self, full: int) -> list[str]:
        some = []
        for at in range(2):
            applies = [f'applies: "{self.test(1)}"'] if self.draw.random() < 0.5 else []
            parts = [f"title: {{zh: 指{at}, en: Way {at}}}", *applies, *self.scale(full, inner=True)]
            some.append("{" + ", ".join(parts) + "}")
        return [f"best_of: [{', '.join(some)}]"]

    def _expert(self, _full: int) -> list[str]:
        return ["expert: {evidence: yes, second_person: no}"]

    def _bonus(self) -> list[str]:
        found = ["bonus:", "  cap: 4", "  items:"]
        for at, points in enumerate((3, 2.5)):
            named = f"id: B{at}, title: {{zh: 加{at}, en: Plus {at}}}, points: {points}"
            found.append(f'    - {{{named}, test: "{self.test()}", source: S 第{61 + at}条}}')
        if not self.plain:
            counted = f'count: "{self.number()}", cap: 2'
            found.append(f"    - {{id: B2, title: {{zh: 次, en: Times}}, points: 0.75, {counted}, source: S 第63条}}")
        return found


def made_pack(seed: int, *, plain: bool = False) -> Pack | None:
    """Return a random pack; None when what was drawn is no sound pack."""
    return read_pack(PackMaker(seed, plain=plain).text().encode(), "pack.yaml", dictionary()).pack


def made_projects(seed: int, count: int) -> list[Project]:
    """Return projects with random answers; a part of them is unknown, some of it marked as not applying."""
    draw = random.Random(seed)
    found = []
    for at in range(count):
        hidden = draw.choice([0, 0.1, 0.6])
        values = {key: _value(draw, key) for key in KEYS if draw.random() >= hidden}
        notes = {key: ValueNote(not_applicable=True) for key in KEYS if key not in values and draw.random() < 0.4}
        found.append(Project(f"u{at}", f"P-{at}", Status.DRAFT, values, notes))
    return found


def _value(draw: random.Random, key: str) -> Value:
    if key in FLAGS:
        return draw.random() < 0.5
    if key in CHOICES:
        return draw.choice(ANSWERS)
    if key == "several":
        return tuple(one for one in ANSWERS if draw.random() < 0.5)
    if key == "day":
        return date(draw.choice([2024, 2025, 2026]), draw.randint(1, 12), draw.randint(1, 28))
    odd = [1e300, 1e16, -3.0, 1e-9, 33.333, 2.0000000000001, 2.5 - 1e-13]
    wild = [draw.random() * 100, round(draw.random() * 100, 1)]
    return float(draw.choice([*VALUES, *VALUES, *wild, draw.choice(odd)]))
