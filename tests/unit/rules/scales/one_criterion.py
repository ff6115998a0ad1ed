"""A pack of few criteria under points scoring, over facts of real rule books that our data dictionary does not ask."""

from datetime import UTC, date, datetime

from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.domain.assessment import Assessment, CriterionResult
from climafin.domain.dictionary import Choice, Dictionary, Field, FieldKind, dictionary
from climafin.domain.judgement import Judged
from climafin.domain.project import Project, Value
from climafin.domain.status import Status
from climafin.rules.assess import Asked, assess
from climafin.rules.pack import Pack
from climafin.rules.reading import read_pack

MOMENT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
ENGLISH, CHINESE = Language("en"), Language("zh_CN")


def field(key: str, zh: str, kind: FieldKind, unit: str = "", answers: tuple[str, ...] = ()) -> Field:
    """Return a field of a rule book; a number may lie between 0 and a million."""
    numeric = kind.is_numeric
    choices = tuple(Choice(answer, Label(answer, answer)) for answer in answers)
    return Field(
        key=key,
        label=Label(zh, key),
        kind=kind,
        group="identity",
        unit=Label("%", "%") if kind is FieldKind.PERCENT else Label(unit, unit),
        choices=choices,
        needed=frozenset(),
        part=0,
        shared=True,
        synonyms=(),
        fact=zh,
        minimum=0 if numeric else None,
        maximum=1_000_000 if numeric else None,
        decimals=3,
        max_length=100,
    )


_FIELDS = (
    field("tariff_cut", "电价降幅", FieldKind.NUMBER, "元/kWh"),
    field("efficiency", "组件转换效率", FieldKind.PERCENT),
    field("first_year_loss", "首年衰减率", FieldKind.PERCENT),
    field("yearly_loss", "逐年衰减率", FieldKind.PERCENT),
    field("lifetime_loss", "全寿命衰减率", FieldKind.PERCENT),
    field("built", "装机业绩", FieldKind.NUMBER),
    field("working_capital", "流动资金", FieldKind.MONEY, "万元"),
    field("inverter", "逆变器特性", FieldKind.CHOICES, "", ("gb", "mppt", "grid", "remote", "night", "dust")),
    field("water", "弃水率", FieldKind.PERCENT),
    field("wind", "弃风率", FieldKind.PERCENT),
    field("sun", "弃光率", FieldKind.PERCENT),
    field("hours_met", "保障小时数完成率", FieldKind.PERCENT),
    field("hours_set", "核定保障小时数", FieldKind.YES_NO),
    field("equity", "资本金比例", FieldKind.PERCENT),
    field("net_assets", "净资产比例", FieldKind.PERCENT),
    field("debt_ratio", "资产负债率", FieldKind.PERCENT),
    field("province", "省份", FieldKind.CHOICE, "", ("gd", "nx", "sx", "tj")),
    field("stations", "研发平台数", FieldKind.INTEGER, "个"),
    field("decrease", "强度下降", FieldKind.PERCENT),
    field("reduction", "年减排规模", FieldKind.NUMBER, "万tCO2e/a"),
    field("violations", "违规次数", FieldKind.INTEGER, "个"),
    field("cluster", "特色产业集群", FieldKind.YES_NO),
    field("late", "逾期报送", FieldKind.YES_NO),
    field("guarantee", "担保", FieldKind.YES_NO),
    field("filing", "备案", FieldKind.YES_NO),
    field("planning", "规划", FieldKind.YES_NO),
    field("land", "用地", FieldKind.YES_NO),
    field("eia", "环评", FieldKind.YES_NO),
    field("needs_land", "新增用地", FieldKind.YES_NO),
)
FIELDS = Dictionary(dictionary().groups, (*_FIELDS, *(f for f in dictionary() if f.key in ("sector", "name"))))

_HEAD = """\
pack: one
title: {zh: 一项, en: One}
edition: 1
in_force: {from: 2026-01-01}
standing: {official: no, zh: 样例, en: Sample}
sources:
  S: {title: {zh: 某文件, en: Some document}, official: yes}
"""
_TAIL = """\
grades:
  - {key: A, zh: 合格, en: Pass, from: 60}
  - {key: B, zh: 不合格, en: Fail}
"""


def criterion(scale: str, *, most: str = "max: 100", rule_id: str = "C1", group: str = "g", more: str = "") -> str:
    """Return a criterion's text; the scale is given with its value, a line each."""
    lines = [f"id: {rule_id}", f"title: {{zh: 指标{rule_id}, en: Criterion {rule_id}}}", f"group: {group}", most]
    lines += [line for line in (more + "\n" + scale).splitlines() if line.strip()]
    return "  - " + "\n    ".join([*lines, "source: S 第1条"]) + "\n"


def text(
    *criteria: str, groups: str = "g: {zh: 组, en: Group}", bonus: str = "", scoring: str = "points", limits: str = ""
) -> str:
    """Return a pack's text."""
    named = "".join(f"  {group}\n" for group in groups.splitlines())
    body = f"scoring: {scoring}\n{limits}gates: []\ngroups:\n{named}criteria:\n" + "".join(criteria)
    return _HEAD + body + bonus + _TAIL


def pack(*criteria: str, **parts: str) -> Pack:
    """Return a pack, read."""
    source = text(*criteria, **parts)
    reading = read_pack(source.encode(), "pack.yaml", FIELDS)
    told = [f"{fault.place.line}: {ENGLISH.say(fault.told)}" for fault in reading.faults]
    assert reading.pack is not None, told
    return reading.pack


def weighted(scale: str, more: str = "") -> Pack:
    """Return a pack of one criterion that has the whole weight."""
    one = criterion(scale, most="weight: 100", more=more)
    return pack(one, groups="g: {zh: 组, en: Group, weight: 100}", scoring="weighted")


def faults(source: str) -> list[str]:
    """Return what is wrong with a pack."""
    reading = read_pack(source.encode(), "pack.yaml", FIELDS)
    return [ENGLISH.say(fault.told) for fault in reading.faults]


def judged(rules: Pack, lines: dict[str, Judged] | None = None, **values: Value) -> Assessment:
    """Return what a pack says of a project with these facts."""
    project = Project("u", "P-1", Status.SUBMITTED, values)
    return assess(rules, project, FIELDS, Asked(DAY, MOMENT, "张敏", judged=lines or {}))


def line(rules: Pack, lines: dict[str, Judged] | None = None, **values: Value) -> CriterionResult:
    """Return the first criterion's answer."""
    return judged(rules, lines, **values).criteria[0]


def points(rules: Pack, **values: Value) -> float | tuple[float, float]:
    """Return the first criterion's points, or the range unknowns leave."""
    found = line(rules, **values)
    low, high = found.points_low / 100, found.points_high / 100
    return low if low == high else (low, high)
