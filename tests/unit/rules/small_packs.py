"""A small pack whose every part a test can change, and projects to try it on."""

from datetime import UTC, date, datetime

from climafin.domain.assessment import Assessment
from climafin.domain.dictionary import dictionary
from climafin.domain.project import Project, Value, ValueNote
from climafin.domain.status import Status
from climafin.rules.assess import Asked, assess
from climafin.rules.pack import Pack
from climafin.rules.reading import PackReading, read_pack

HEAD = """\
pack: small
title: {zh: 小包, en: Small}
edition: 2
in_force: {from: 2026-01-01}
standing: {official: no, zh: 样例, en: Sample}
sources:
  S: {title: {zh: 某文件, en: Some document}, official: yes}
"""
LIMITS = """\
limits:
  起点线:
    title: {zh: 起点线, en: Starting line}
    unit: tCO2e/a
    by: sector
    values:
      - {from: 2026-01-01, rows: {building: 100, waste: 500}, source: S 附表1}
      - {from: 2026-07-01, rows: {building: 200, waste: 500}, otherwise: 1000, source: S 附表2}
"""
GATES = """\
gates:
  - {id: G1, title: {zh: 合规, en: Fits}, kind: requirement, test: 符合三线一单, source: S 第1条}
  - {id: G2, title: {zh: 非两高, en: Not two-high}, kind: exclusion, test: 非 两高项目, source: S 第2条}
  - {id: G3, title: {zh: 信用, en: Credit}, kind: notice, test: 环境信用等级 = 环保诚信, source: S 第3条}
"""
GROUPS = """\
groups:
  benefit: {zh: 效益, en: Benefit, weight: 60}
  money: {zh: 财务, en: Money, weight: 40}
"""
STEPS = """\
  - id: C1
    title: {zh: 减排量, en: Reduction}
    group: benefit
    weight: 40
    value: 年减排量
    unit: tCO2e/a
    decimals: 1
    steps: [{from: none, marks: 0}, {from: 起点线, marks: 60}, {above: 10000, marks: 100}]
    source: S 第4条
"""
CURVE = """\
  - id: C2
    title: {zh: 效率, en: Efficiency}
    group: benefit
    weight: 20
    applies: 气候类别 ≠ 适应
    value: 年减排量 / 总投资
    unit: tCO2e/(万元·a)
    decimals: 3
    curve: [[0, 0], [0.1, 30], [1, 100]]
    source: S 第5条
"""
REST = """\
  - id: C3
    title: {zh: 收益率, en: IRR}
    group: money
    weight: 25
    value: 内部收益率
    unit: "%"
    decimals: 2
    steps: [{from: none, marks: 0}, {from: 4, below: 8, marks: 50}, {from: 8, marks: 100}]
    not_applicable: drop
    source: S 第6条
  - id: C4
    title: {zh: 立项, en: Approval}
    group: money
    weight: 15
    value: 立项
    choices: {已取得: 100, 办理中: 50, 未办理: 0, 无需办理: 100}
    source: S 第7条
"""
CRITERIA = (STEPS, CURVE, REST)
BONUS = """\
bonus:
  cap: 3
  items:
    - {id: B1, title: {zh: 认定, en: Tag}, points: 2, test: 政府认定, source: S 第8条}
    - {id: B2, title: {zh: 核验, en: Verified}, points: 2, test: 第三方核验, source: S 第9条}
"""
GRADES = """\
grades:
  - {key: A, zh: 甲, en: Best, from: 80}
  - {key: B, zh: 乙, en: Good, from: 60}
  - {key: C, zh: 丙, en: Rest}
"""


def text(*, criteria: tuple[str, ...] = CRITERIA, gates: str = GATES, tail: str = "") -> str:
    """Return the small pack's text, with parts of one's own."""
    return HEAD + LIMITS + gates + GROUPS + "criteria:\n" + "".join(criteria) + BONUS + GRADES + tail


def read(source: str) -> PackReading:
    return read_pack(source.encode(), "pack.yaml", dictionary())


def pack(**parts: object) -> Pack:
    """Return the small pack, read."""
    reading = read(text(**parts))  # type: ignore[arg-type]
    assert reading.pack is not None, [(fault.place.line, fault.told) for fault in reading.faults]
    return reading.pack


GOOD: dict[str, Value] = {
    "name": "某项目",
    "sector": "building",
    "climate_kind": "mitigation",
    "zoning_ok": True,
    "is_two_high": False,
    "environmental_credit": "honest",
    "annual_reduction": 5000.0,
    "total_investment": 5000 * 1_000_000,
    "irr": 8.0,
    "approval_filing": "have",
    "green_tags": False,
    "verified": False,
}
MOMENT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def project(notes: dict[str, ValueNote] | None = None, **values: Value) -> Project:
    """Return a good project with other values; None makes one unknown."""
    return Project("uid", "P-0001", Status.SUBMITTED, {**GOOD, **values}, notes or {})


def judged(rules: Pack, subject: Project, as_of: date = date(2026, 11, 20)) -> Assessment:
    return assess(rules, subject, dictionary(), Asked(as_of, MOMENT, "张敏"))
