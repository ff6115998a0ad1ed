"""The pack and the library that the rules' speed is measured on: 15 gates, 30 criteria, 34 inputs, 10 % unknown.

12 curves, 9 steps, 4 look-ups by answer and 1 condition are weighted in five groups; 4 conditions are extra points.
"""

import numpy as np

from climafin.domain.dictionary import dictionary
from climafin.expression.columns import Column, Columns
from climafin.expression.terms import Sort
from climafin.rules.pack import Pack
from climafin.rules.reading import read_pack

NUMBERS = [f"n{at:02}" for at in range(22)]
PERCENTS = [f"p{at}" for at in range(4)]
FLAGS = [f"y{at}" for at in range(5)]
CHOICES = {"kind_s": 8, "kind_r": 5, "kind_c": 4}
SEED, MISSING = 20_261_120, 0.1
LIMITS = {
    "limit_a": ("kind_s", [20, 25, 30, 35, 40, 45, 50, 55]),
    "limit_b": ("kind_s", [60, 62, 64, 66, 68, 70, 72, 74]),
    "limit_c": ("kind_r", [80, 70, 60, 50, 40]),
}
#: Conditions of the gates; any-of, all-of and nested ones are written out.
GATES = [
    "y0",
    "not y1",
    "n00 ≥ 5",
    "n01 ≤ 95",
    "p0 > 2 %",
    "n02 ≥ limit_a",
    "n03 ≤ limit_b",
    "n04 < limit_c",
    "n05 ≥ 10 or n06 ≥ 20 or y2",
    "n07 ≤ 90 or p1 ≥ 5 %",
    "kind_s in (s0, s1, s2) or n08 ≥ 15",
    "n09 ≥ 2 and n10 ≥ 2 and y3",
    "n11 < 98 and not y4",
    "(n12 ≥ 30 and y0) or (n13 ≥ 40 and not y1) or kind_r = r0",
    "n14 ≥ 1 and (p2 ≤ 90 % or (n15 ≥ 50 and kind_s ≠ s7))",
]
CURVE_VALUES = [*NUMBERS[:6], "n06 / n07", "n08 / n09", "n10 / (n11 + 1)", "n12 * 2 / n13", "p0", "p1"]
CURVE_POINTS = [
    [(0, 0), (20, 20), (50, 60), (80, 90), (100, 100)],
    [(5, 10), (40, 55), (95, 100)],
    [(0, 100), (30, 70), (60, 30), (100, 0)],
    [(10, 0), (25, 35), (50, 50), (75, 85), (90, 100)],
    [(1, 0), (99, 100)],
    [(0, 5), (33, 40), (66, 80), (100, 95)],
    [(0, 0), (0.1, 20), (0.5, 50), (2, 80), (8, 100)],
    [(0, 0), (0.25, 30), (1, 60), (4, 100)],
    [(0, 0), (0.1, 20), (0.5, 50), (2, 80), (8, 100)],
    [(0, 10), (1, 60), (5, 100)],
    [(0, 0), (30, 45), (60, 75), (100, 100)],
    [(5, 0), (50, 50), (95, 100)],
]
STEP_VALUES = [*NUMBERS[14:19], "n19 * n20", "n20 - n21", "n00 + n21", "p2"]
STEP_EDGES = [
    [10, 30, 50, 70],
    [20, 40, 60],
    [5, 25, 45, 65, 85],
    [33, 66],
    [15, 35, 55, 75],
    [100, 500, 1500, 4000],
    [-50, -10, 10, 50],
    [40, 80, 120, 160],
    [20, 40, 60, 80],
]
STEP_MARKS = [0, 30, 55, 75, 90, 100]
LABEL_MARKS = [("kind_s", [100, 80, 60, 40, 20, 0, 50, 70]), ("kind_r", [100, 75, 50, 25, 0]),
               ("kind_c", [100, 60, 30, 0]), ("kind_c", [20, 40, 80, 100])]  # fmt: skip
CONDITION = "n05 ≥ 50 and y3"
BONUS = ["n16 ≥ 80", "y2 and n17 ≥ 60", "p3 ≥ 50 %", "kind_r = r1 or y4"]
BONUS_POINTS, BONUS_CAP = [2, 2, 1.5, 3], 5
WEIGHTS = [5, 4, 6, 3, 4, 2, 5, 4, 3, 4, 2, 5, 4, 6, 3, 2, 5, 4, 3, 4, 3, 5, 4, 3, 4, 3]
GROUPS = ["g0"] * 6 + ["g1"] * 6 + ["g2"] * 5 + ["g3"] * 4 + ["g4"] * 5
GRADES = [80, 65, 50, 35]
FULL = 10_000


def decimals(value: str) -> int:
    """Return how many decimals a value is rounded to."""
    return 3 if "/" in value else 2


def text() -> str:
    """Return the pack's text, cases left out."""
    lines = [
        "pack: speed",
        "title: {zh: 速度, en: Speed}",
        "edition: 1",
        "in_force: {from: 2026-01-01}",
        "standing: {official: no, zh: 测试, en: test}",
        "sources: {S: {title: {zh: 文件, en: Document}, official: no}}",
        "facts:",
    ]
    lines += [f"  {key}: {{zh: 数值{key}, en: Number {key}, kind: number, decimals: 2}}" for key in NUMBERS]
    lines += [f"  {key}: {{zh: 比例{key}, en: Share {key}, kind: percent, decimals: 2}}" for key in PERCENTS]
    lines += [f"  {key}: {{zh: 是否{key}, en: Flag {key}, kind: yes_no}}" for key in FLAGS]
    for key, count in CHOICES.items():
        answers = ", ".join(f"{key[-1]}{at}: {{zh: {key[-1]}{at}, en: {key[-1]}{at}}}" for at in range(count))
        lines.append(f"  {key}: {{zh: 类别{key}, en: Kind {key}, kind: choice, choices: {{{answers}}}}}")
    lines.append("limits:")
    for name, (by, values) in LIMITS.items():
        rows = ", ".join(f"{by[-1]}{at}: {value}" for at, value in enumerate(values))
        old = ", ".join(f"{by[-1]}{at}: {value + 1}" for at, value in enumerate(values))
        lines += [f"  {name}:", f"    title: {{zh: {name}, en: {name}}}", f"    by: {by}", "    values:"]
        lines += [f"      - {{from: {day}, rows: {{{some}}}, source: S 第{year}条}}"
                  for year, day, some in ((2025, "2025-01-01", old), (2026, "2026-01-01", rows))]  # fmt: skip
    lines.append("gates:")
    for at, test in enumerate(GATES):
        kind = "exclusion" if at % 5 == 1 else "requirement"
        lines.append(
            f"  - {{id: G{at:02}, title: {{zh: 条件{at}, en: Gate {at}}}, kind: {kind}, "
            f'test: "{test}", source: S 第{at + 1}条}}'
        )
    lines.append("groups:")
    for group in sorted(set(GROUPS)):
        weight = sum(one for one, of in zip(WEIGHTS, GROUPS, strict=True) if of == group)
        lines.append(f"  {group}: {{zh: 组{group}, en: Group {group}, weight: {weight}}}")
    lines.append("criteria:")
    for at, (value, scale) in enumerate([*_curves(), *_steps(), *_labels(), (CONDITION, "marks: {yes: 100, no: 0}")]):
        extra = ['unit: "%"'] if value in PERCENTS else []
        extra += [f"decimals: {decimals(value)}"] if scale.startswith(("curve", "steps")) else []
        lines += [f"  - id: C{at:02}", f"    title: {{zh: 指标{at}, en: Criterion {at}}}", f"    group: {GROUPS[at]}"]
        lines += [
            f"    {one}"
            for one in (f"weight: {WEIGHTS[at]}", f'value: "{value}"', *extra, scale, f"source: S 第{at + 20}条")
        ]
    lines += ["bonus:", f"  cap: {BONUS_CAP}", "  items:"]
    for at, (test, points) in enumerate(zip(BONUS, BONUS_POINTS, strict=True)):
        lines.append(
            f"    - {{id: B{at}, title: {{zh: 加分{at}, en: Bonus {at}}}, points: {points}, "
            f'test: "{test}", source: S 第{at + 60}条}}'
        )
    lines.append("grades:")
    lines += [f"  - {{key: k{at}, zh: 等级{at}, en: Grade {at}, from: {start}}}" for at, start in enumerate(GRADES)]
    lines.append("  - {key: k9, zh: 末级, en: Last}")
    return "\n".join(lines) + "\n"


def _curves() -> list[tuple[str, str]]:
    return [
        (value, f"curve: {[list(one) for one in points]}")
        for value, points in zip(CURVE_VALUES, CURVE_POINTS, strict=True)
    ]


def _steps() -> list[tuple[str, str]]:
    found = []
    for value, edges in zip(STEP_VALUES, STEP_EDGES, strict=True):
        bands = [f"{{from: {edge}, marks: {marks}}}" for edge, marks in zip(edges, STEP_MARKS[1:], strict=False)]
        found.append((value, f"steps: [{{from: none, marks: {STEP_MARKS[0]}}}, {', '.join(bands)}]"))
    return found


def _labels() -> list[tuple[str, str]]:
    return [
        (key, f"choices: {{{', '.join(f'{key[-1]}{at}: {one}' for at, one in enumerate(marks))}}}")
        for key, marks in LABEL_MARKS
    ]


CASES = """\
usual_facts: {%s}
cases:
%s"""


def with_cases(count: int = 12) -> str:
    """Return the text with cases, so that reading, checking, compiling and running can be timed."""
    usual = ", ".join([*(f"{key}: 50" for key in NUMBERS), *(f"{key}: 50 %" for key in PERCENTS),
                       *(f"{key}: 是" for key in FLAGS), *(f"{key}: {key[-1]}0" for key in CHOICES)])  # fmt: skip
    cases = "".join(
        f"  - {{name: 例{at}, as_of: 2026-05-01, facts: {{n00: {at * 8}}}, expect: {{G00: met, G03: met}}}}\n"
        for at in range(count)
    )
    return text() + CASES % (usual, cases)


def speed_pack() -> Pack:
    """Return the pack, read."""
    reading = read_pack(text().encode(), "speed.yaml", dictionary())
    assert reading.pack is not None, [(one.place.line, one.told) for one in reading.faults]
    return reading.pack


def library(pack: Pack, count: int) -> Columns:
    """Return the facts of so many made-up projects."""
    draw = np.random.default_rng(SEED)
    found: dict[str, Column] = {}
    for key in (*NUMBERS, *PERCENTS):
        values = np.round(draw.random(count) * 100, 2)
        if key in PERCENTS:
            values = values * 1.0 / 100.0
        values[draw.random(count) < MISSING] = np.nan
        found[key] = Column(pack.vocabulary[key].type, values)
    for key in FLAGS:
        flags = np.where(draw.random(count) < 0.8, 1, -1).astype(np.int8)
        flags[draw.random(count) < MISSING] = 0
        found[key] = Column(pack.vocabulary[key].type, flags)
    for key, answers in CHOICES.items():
        places = draw.integers(0, answers, count).astype(np.int16)
        places[draw.random(count) < MISSING] = -1
        found[key] = Column(pack.vocabulary[key].type, places)
        assert found[key].type.sort is Sort.CHOICE
    for column in found.values():
        _ = column.ends if column.type.sort is Sort.NUMBER else None
    return Columns(range(count), found, {})  # type: ignore[arg-type]  # numbers do for names here
