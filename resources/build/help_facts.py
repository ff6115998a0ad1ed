"""Writes the help page that lists the facts rules may read, in both languages, from the data dictionary.

python resources/build/help_facts.py            write the pages
python resources/build/help_facts.py --check    change nothing; exit 1 when a page is not up to date
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from climafin.base.language import Language, language
from climafin.domain.dictionary import Field, FieldKind, dictionary
from climafin.expression.vocabulary import FactName
from climafin.rules.facts import AS_OF, INITIAL_GRADE, INITIAL_GRADE_LABEL, INITIAL_SCORE, OCCASION, STAGE, STATUS

ROOT = Path(__file__).resolve().parents[1]
NAME = "12-facts.md"
_HEADS = {
    "zh": """\
# 规则可读的数据

条件里可以写名称，也可以写键（括号里的英文）。名称里有空格、括号或引号的，写键更省事，或放在方括号里。
单选、多选的答案可以写名称或键。比较时数值要带单位；金额在表单里以万元计。

没有列出的数据，由规则包的 `facts` 另行询问。
""",
    "en": """\
# Facts that rules may read

A condition names a fact by its key or its label. A label with brackets or quotes in it goes into square brackets; the
key is shorter.
Answers are named by key or label. Numbers are compared with their unit; amounts of money are kept in 万元 (CNY 10k).

What is not listed here a pack asks by its own `facts`.
""",
}
_KINDS = {
    FieldKind.YES_NO: {"zh": "是否", "en": "yes or no"},
    FieldKind.DATE: {"zh": "日期", "en": "day"},
    FieldKind.MONTH: {"zh": "月份，按当月1日算", "en": "month, read as its first day"},
    FieldKind.CHOICE: {"zh": "单选", "en": "one answer"},
    FieldKind.CHOICES: {"zh": "多选", "en": "several answers"},
}
_NUMBER = {"zh": "数值", "en": "number"}
_TEXT = {"zh": "文字", "en": "text"}
_BESIDES = {"zh": "项目库另外提供", "en": "Known to the library besides"}


def page(code: str) -> str:
    """Return the page in a language, `zh` or `en`."""
    return _HEADS[code] + "".join(_lines(code, language("en" if code == "en" else "zh_CN")))


def _lines(code: str, spoken: Language) -> Iterator[str]:
    fields = dictionary()
    for group in fields.groups:
        found = [field for field in fields if field.group == group.key]
        if found:
            yield f"\n## {spoken.label(group.label)}\n\n"
        for field in found:
            yield _line(field, code, spoken)
    yield f"\n## {_BESIDES[code]}\n\n"
    for name in (STAGE, STATUS, AS_OF, OCCASION, INITIAL_SCORE):
        yield _besides(name, spoken)
    yield f"- {spoken.label(INITIAL_GRADE_LABEL)} (`{INITIAL_GRADE}`)\n"


def _line(field: Field, code: str, spoken: Language) -> str:
    kind = _KINDS.get(field.kind, _NUMBER if field.kind.is_numeric else _TEXT)[code]
    unit = spoken.label(field.unit)
    name = spoken.label(field.label)
    if code == "zh" and field.fact != field.label.zh:
        name += f"，简称 {field.fact}"
    line = f"- {name} (`{field.key}`): {kind}{', ' + unit if unit else ''}"
    answers = ", ".join(f"{spoken.label(choice.label)} (`{choice.key}`)" for choice in field.choices)
    return f"{line}: {answers}\n" if answers else f"{line}\n"


def _besides(name: FactName, spoken: Language) -> str:
    answers = ", ".join(f"{spoken.label(choice.label)} (`{choice.key}`)" for choice in name.type.choices)
    return f"- {spoken.label(name.label)} (`{name.key}`){': ' + answers if answers else ''}\n"


def stale_pages() -> list[Path]:
    """Return the pages that differ from what the dictionary says."""
    paths = [ROOT / "help" / code / NAME for code in ("zh", "en")]
    return [path for path in paths if not path.is_file() or path.read_text(encoding="utf-8") != page(path.parent.name)]


def main() -> int:
    """Write or check the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    stale = stale_pages()
    for path in stale:
        print(f"{'not up to date' if is_check else 'written'}: {path.relative_to(ROOT)}")
        if not is_check:
            path.write_text(page(path.parent.name), encoding="utf-8")
    return 1 if stale and is_check else 0


if __name__ == "__main__":
    sys.exit(main())
