"""A rule book with everything that people put in beside facts, and a library of projects to try it on."""
# ruff: noqa: E501 - a pack, one rule to a line

from climafin.services.pack_choice import PackText
from climafin.services.packs import publish_pack
from climafin.services.projects import register_project
from climafin.services.session import Session

PACK = "office"
_TEXT = """\
pack: office
title: {zh: 某办法, en: An office's rules}
edition: EDITION
in_force: {from: 2025-01-01}
standing: {official: no, zh: 测试, en: test}
sources:
  S: {title: {zh: 某办法, en: An office's rules}, official: no}
facts:
  penalties:
    {zh: 处罚记录, en: Penalties, kind: table, columns: {on: {zh: 处罚日期, en: Date, kind: date}, fine: {zh: 罚款, en: Fine, kind: money}}}
  efficiency: {zh: 系统效率, en: System efficiency, kind: percent}
limits:
  下限: {title: {zh: 年减排下限, en: Least reduction}, unit: tCO2e/a, delegated: {zh: 主管部门, en: the authority}}
cohorts:
  同行: {title: {zh: 同行减排, en: Reduction among its like}, by: sector, value: 年减排量, decimals: 0, unit: tCO2e/a, minimum: 2, source: S 3}
  去年: {title: {zh: 去年减排, en: Last year's reduction}, by: sector, value: 年减排量, decimals: 0, unit: tCO2e/a, minimum: 2, frozen: last_year, source: S 4}
gates:
  - {id: G1, title: {zh: 无重罚, en: No heavy fine}, kind: exclusion, test: 计数(处罚记录 其中 罚款 > 50万元) = 0, source: S 1}
  - {id: G2, title: {zh: 减排下限, en: Least reduction}, kind: notice, test: 年减排量 ≥ 下限, source: S 2}
  - {id: G3, title: {zh: 不低于去年均值, en: Not below last year's mean}, kind: notice, test: 年减排量 ≥ 去年.均值, source: S 4}
groups: {all: {zh: 全部, en: All, weight: 100}}
criteria:
  - {id: C1, title: {zh: 名次, en: Place}, group: all, weight: WEIGHT, value: 同行.排名, steps: [{from: none, to: 1, marks: 100}, {above: 1, marks: 50}], source: S 3}
  - {id: C2, title: {zh: 专家评分, en: Experts}, group: all, weight: 30, expert: {evidence: yes, second_person: yes}, source: S 5}
  - {id: C3, title: {zh: 效率, en: Efficiency}, group: all, weight: REST, value: 系统效率, unit: '%', steps: [{from: none, to: 80, marks: 0}, {above: 80, marks: 100}], source: S 6}
grades:
  - {key: good, zh: 良, en: good, from: 60}
  - {key: plain, zh: 一般, en: plain}
usual_facts: {行业: 建筑节能与绿色建筑, 处罚记录: [], 年减排量: 100, 系统效率: 90}
cases:
  - {name: 都好, as_of: 2026-01-01, judged: {C2: 100}, parameters: {下限: 50}, cohort: {同行: [50, 100]}, expect: {grade: good, G2: met}}
  - {name: 都差, as_of: 2026-01-01, facts: {系统效率: 10}, judged: {C2: 0}, cohort: {同行: [100, 200]}, expect: {grade: plain}}
"""


def text(edition: int = 1, weight: int = 50) -> str:
    """Return the rule book, or a later edition of it with another weight of the first criterion."""
    found = _TEXT.replace("EDITION", str(edition)).replace("WEIGHT", str(weight))
    return found.replace("REST", str(70 - weight))


def published(session: Session, edition: int = 1, weight: int = 50) -> None:
    """Publish the rule book in a library."""
    publish_pack(session, PackText(text(edition, weight)), second_person="李核", reason="试行")


def project(session: Session, name: str, reduction: float | None, **more: object) -> str:
    """Register a project that the rule book has something to say of."""
    values = {
        "name": name,
        "sector": "building",
        "annual_reduction": reduction,
        "penalties": (),
        "efficiency": 90.0,
        **more,
    }
    return register_project(session, values)[1]  # type: ignore[arg-type]  # values of tests
