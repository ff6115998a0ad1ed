"""The examples of the help pages, made into packs: what stands in help must pass what help describes.

A block that begins with `pack:` is a whole pack. A block of other top-level keys is a part of one, laid over a small
whole; a block with a scale in it is a criterion's. Lines `# facts → answer` under a block are cases: what stands left
are facts, what stands right is what must come out (of a scale: its marks).
"""

import re
from dataclasses import dataclass

import yaml

from climafin.base.paths import resource

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMISE = re.compile(r"^# (\{.*\}) → (.+)$", re.MULTILINE)

HEAD = """\
pack: example
title: {zh: 例, en: Example}
edition: 1
in_force: {from: 2026-01-01}
standing: {official: no, zh: 例, en: Example}
sources:
  S: {title: {zh: 某办法, en: Some rules}, official: yes}
"""
REST = {
    "gates": "gates:\n  - {id: G0, title: {zh: 例, en: e}, kind: notice, test: 符合三线一单, source: S 第1条}\n",
    "groups": "groups:\n  benefit: {zh: 效益, en: Benefit, weight: 100}\n",
    "criteria": """\
criteria:
  - id: C0
    title: {zh: 例, en: e}
    group: benefit
    weight: 100
    value: 符合三线一单
    marks: {yes: 100, no: 0}
    source: S 第2条
""",
    "grades": "grades:\n  - {key: A, zh: 甲, en: First, from: 60}\n  - {key: B, zh: 乙, en: Second}\n",
}
CRITERION = """\
criteria:
  - id: C
    title: {zh: 例, en: Example}
    group: benefit
    weight: 100
    source: S 第2条
"""


@dataclass(frozen=True)
class Example:
    """One block of a help page."""

    page: str
    line: int
    text: str

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(yaml.safe_load(self.text))

    @property
    def is_whole(self) -> bool:
        return "pack" in self.keys


def examples(code: str, kind: str = "yaml") -> list[Example]:
    """Return the blocks of one kind on all pages of a language, in order."""
    found: list[Example] = []
    for path in sorted(resource("help", code).glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found += [
            Example(path.stem, text.count("\n", 0, block.start()) + 2, block[2])
            for block in _FENCE.finditer(text)
            if block[1] == kind
        ]
    return found


def whole(example: Example, top_level: frozenset[str]) -> str:
    """Return the text of a pack in which the example stands."""
    if example.is_whole:
        return example.text
    if example.keys <= top_level:
        body, name = example.text, ""
        rest = "".join(text for key, text in REST.items() if key not in example.keys)
    else:
        body = CRITERION + "".join(f"    {line}\n" for line in example.text.splitlines() if not line.startswith("#"))
        rest, name = "".join(text for key, text in REST.items() if key != "criteria"), "C"
    return HEAD + rest + body + _cases(example.text, name)


_CONDITION = re.compile(r"^(.+?)    # (\{.*\}) → (.+)$")
_OUTCOMES = {"是": "met", "否": "not_met", "待核": "unknown", "yes": "met", "no": "not_met", "cannot tell": "unknown"}
TABLE = """\
facts:
  fines:
    zh: 处罚
    en: Fines
    kind: table
    columns: {day: {zh: 处罚日期, en: Day, kind: date}, fine: {zh: 罚款, en: Fine, kind: money}}
"""


def conditions(example: Example) -> str:
    """Return a pack that has each line of a block of conditions as a gate, and a case for each."""
    gates, cases = "", ""
    for number, line in enumerate(example.text.splitlines(), start=1):
        found = _CONDITION.match(line)
        assert found is not None, line
        test = found[1].strip().replace("'", "''")
        gates += f"  - {{id: L{number}, title: {{zh: 例, en: e}}, kind: notice, test: '{test}', source: S 第1条}}\n"
        cases += f"  - {{name: '{number}', facts: {found[2]}, expect: {{L{number}: {_OUTCOMES[found[3].strip()]}}}}}\n"
    return f"{HEAD}{TABLE}gates:\n{gates}cases:\n{cases}"


def _cases(text: str, name: str) -> str:
    lines = []
    for number, (facts, answer) in enumerate(_PROMISE.findall(text), start=1):
        expected = answer if answer.startswith("{") else f"{{{name}: {answer}}}"
        lines.append(f"  - {{name: '{number}', facts: {facts}, expect: {expected}}}\n")
    return "cases:\n" + "".join(lines) if lines else ""
