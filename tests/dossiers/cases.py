"""Projects made by hand, from nothing but a name to nearly complete."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from climafin.base.messages import Label
from climafin.domain.assessment import Assessment, CriterionResult, FactRead, Outcome, PackStamp, RuleSource, Verdict
from climafin.domain.codes import credit_check_character
from climafin.domain.dictionary import dictionary
from climafin.domain.history import ChainHead, HistoryEntry
from climafin.domain.project import Project, Value, ValueNote
from climafin.domain.stages import Stage, StageEvent
from climafin.domain.status import Status
from climafin.dossier.source import Source
from tests.made_assessments import made_assessment, made_criterion, made_gate

MOMENT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
RARE = "㙓䶮𬭊𫖯"

FULL_VALUES: dict[str, Value] = {
    "name": "两江新区水土新城江水源热泵集中供冷供热项目（二期）",
    "project_code": "2311-500112-04-01-123456",
    "district": "shuitu",
    "address": "重庆市北碚区水土街道云汉大道以东、嘉陵江畔（水土高新技术产业园内）",
    "construction_kind": "extension",
    "data_origin": "filed",
    "owner_name": f"重庆两江{RARE}能源发展有限公司",
    "owner_credit_code": "91500000MA5U00000" + credit_check_character("91500000MA5U00000"),
    "owner_kind": "project_company",
    "owner_business": "区域集中供冷供热、分布式能源站投资、建设与运营",
    "owner_assets": 86_532_000_000,
    "owner_debt_ratio": 61.35,
    "environmental_credit": "good",
    "environmental_credit_year": 2025,
    "contact_person": "张三",
    "contact_phone": "023-6000 0000",
    "sector": "district_energy",
    "climate_kind": "mitigation",
    "cste_area": "M2.2",
    "description": (
        "本项目在一期基础上扩建“江水源热泵”能源站一座，新增装机容量 21.5 MW（制冷）与 18.6 MW（供热），"
        "敷设供能管网约 12.4 公里，"
        "服务建筑面积约 160 万平方米；同步建设取退水构筑物、变配电与智慧调度系统（含能耗在线监测）。"
        "项目按《民用建筑供暖通风与空气调节设计规范》（GB 50736—2012）设计，年供冷供热量约 9.8 万兆瓦时……\n"
        "建成后将与一期管网联通，形成双源互备；非供能季开展检修，保证全年可用率不低于 99%。"
    ),
    "necessity": "落实《重庆市应对气候变化“十四五”规划》关于可再生能源建筑应用的要求，降低片区空调峰值电力负荷。",
    "technology": "江水直接进入机组的开式水源热泵系统，配套冰蓄冷；主机选用离心式机组，全年综合性能系数不低于 4.5。",
    "capacity": 21.5,
    "capacity_unit": "MW",
    "fuel": "none",
    "planned_start": "2024-03",
    "planned_completion": "2027-06",
    "planned_operation": "2027-10",
    "operating_years": 25,
    "investment_done": 9_800_000_000,
    "is_two_high": False,
    "zoning_ok": True,
    "is_key_industry": False,
    "dishonest": False,
    "environmental_violation": False,
    "expands_fossil": False,
    "approval_filing": "have",
    "approval_filing_number": "渝两江发改备〔2023〕118号",
    "approval_land": "have",
    "approval_planning": "have",
    "approval_eia": "in_hand",
    "approval_energy": "not_needed",
    "approval_construction": "missing",
    "annual_reduction": 18_642.5,
    "annual_energy_saving": 7_120.0,
    "crediting_years": 10,
    "baseline": "以冷水机组加燃气锅炉的分散式空调系统为基准情景，按建筑面积与设计负荷折算。",
    "method": "参照《公共建筑节能项目节能量与减排量核算》自行测算",
    "emission_factor": "电网排放因子 0.5227 tCO₂/MWh（2023）",
    "verified": False,
    "total_investment": 32_000_000_000,
    "investment_construction": 25_600_000_000,
    "investment_other": 3_200_000_000,
    "investment_contingency": 1_600_000_000,
    "investment_interest": 1_100_000_000,
    "investment_working_capital": 500_000_000,
    "capital": 9_600_000_000,
    "funding_bank": 6_400_000_000,
    "funding_public": 0,
    "funding_other": 0,
    "financing_need": 16_000_000_000,
    "green_share": 100.0,
    "irr": 7.82,
    "payback_years": 11.3,
    "lowest_dscr": 1.27,
    "revenue_basis": "供冷供热基本费与计量费，已与片区内 6 家用户签订 15 年供能协议。",
    "financing_kind": "fixed_asset_loan",
    "loan_years": 12.0,
    "use_of_proceeds": "全部用于能源站设备购置与管网建设，设专户管理，按季披露支用情况。",
    "security_kind": ("pledge", "guarantee"),
    "main_risks": "入驻率不及预期：分期建设、基本费保底。\n江水水质波动：加装自动清洗装置。",
    "remarks": "电话里说：业主与某银行关系紧张，勿外传。",
    "strengths": "一、已有一期稳定运行三年。\n二、供能协议锁定六成负荷。\n三、取水许可已办结。",
    "worries": "一、环评仍在办理。\n二、片区入驻进度影响前三年现金流。\n三、施工许可尚未办理。",
}

NOTES = {
    "annual_reduction": ValueNote(
        source="可行性研究报告（修编）", page="第 86 页", source_date=date(2025, 8, 20), quality=3
    ),
    "total_investment": ValueNote(
        source="可行性研究报告（修编）", page="第 112 页", source_date=date(2025, 8, 20), quality=2
    ),
    "capital": ValueNote(source="股东会决议", source_date=date(2025, 9, 1), quality=1),
    "approval_filing": ValueNote(source="企业投资项目备案证", source_date=date(2023, 11, 3)),
    "people_protected": ValueNote(not_applicable=True),
    "lowest_dscr": ValueNote(source="财务测算表", page="表 7", quality=3),
}

STAGES = (
    StageEvent(Stage.PLANNED, date(2023, 11, 3), "", "李四", MOMENT),
    StageEvent(Stage.STARTED, date(2024, 4, 18), "", "李四", MOMENT),
    StageEvent(Stage.BUILDING, date(2024, 9, 1), "土建出地面", "王五", MOMENT),
)


def project(values: Mapping[str, Value], **more: object) -> Project:
    settings: dict[str, object] = {
        "uid": "11111111-2222-3333-4444-555555555555",
        "number": "P-0007",
        "status": Status.ADMITTED,
        "created_by": "李四",
        "created_at": datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
        "changed_at": MOMENT,
    }
    return Project(values=values, **(settings | more))  # type: ignore[arg-type]


def source(given: Project, assessment: Assessment | None = None, **more: object) -> Source:
    settings: dict[str, object] = {
        "history": (),
        "chain": ChainHead(128, "9f" * 32),
        "fields": dictionary(),
        "library_title": "两江新区气候投融资项目库",
        "is_practice": False,
        "printed_on": date(2026, 11, 20),
        "version": 1,
    }
    return Source(project=given, assessment=assessment, **(settings | more))  # type: ignore[arg-type]


def full_source(**more: object) -> Source:
    given = project(FULL_VALUES, notes=NOTES, stages=STAGES)
    return source(given, assessed(), history=HISTORY, **more)


def name_only_source(name: str = "只有名称的项目") -> Source:
    return source(project({"name": name}, status=Status.DRAFT, number="P-0001"))


def _entry(sequence: int, old: str | None, new: str, person: str, reason: str = "") -> HistoryEntry:
    at = datetime(2026, 3, 1 + sequence, 2, 0, tzinfo=UTC)
    changes = {"status": (old, new)}
    return HistoryEntry(sequence, sequence, "status", at, person, reason, "project", "1111", changes, "ab" * 32)


HISTORY = (
    _entry(3, "submitted", "admitted", "赵六"),
    _entry(1, None, "draft", "李四"),
    _entry(2, "draft", "submitted", "李四", "资料齐备"),
)


STANDARD = RuleSource(Label("T/CSTE 0061-2021", "T/CSTE 0061-2021"), Label("第5.2条", "clause 5.2"), official=True)
OWN_DRAFT = RuleSource(Label("自拟", "Own draft"), Label("分档", "bands"), official=False)
BENEFIT, MONEY, WORK = Label("气候效益", "Climate benefit"), Label("资金", "Money"), Label("推进", "Progress")


def criterion(
    title: Label, group: Label, value: float | None, unit: str, points: tuple[int, int, int], *missing: str
) -> CriterionResult:
    return made_criterion(
        title,
        group,
        points,
        value=value,
        unit=Label(unit, unit.replace("万元", "CNY 10k")),
        clause=None if missing else Label("0.5 ≤ x < 1", "0.5 ≤ x < 1"),
        missing=missing,
        source=OWN_DRAFT if missing else STANDARD,
    )


GATES = (
    made_gate(
        "g1",
        Label("不属于“两高”项目", "Not a two-high project"),
        Outcome.MET,
        FactRead("is_two_high", Label("两高项目", "Two-high project"), value=False),
    ),
    made_gate(
        "g2",
        Label("主要燃料不为煤炭", "Main fuel is not coal"),
        Outcome.MET,
        FactRead("fuel", Label("主要燃料", "Main fuel"), "none"),
    ),
    made_gate(
        "g3",
        Label("已开展碳排放环境影响评价", "Carbon EIA made"),
        Outcome.UNKNOWN,
        FactRead("carbon_eia", Label("碳排放环评", "Carbon EIA"), None),
    ),
)
CRITERIA = (
    criterion(Label("单位投资减排量", "Reduction per investment"), BENEFIT, 0.58, "t/万元", (2400, 2400, 3000)),
    criterion(
        Label("减排强度下降", "Decrease of intensity"), BENEFIT, None, "%", (0, 1500, 1500), "intensity_decrease"
    ),
    criterion(Label("资本金比例", "Capital ratio"), MONEY, 30.0, "%", (1500, 1500, 2000)),
    criterion(Label("偿债备付率", "Debt-service cover"), MONEY, 1.27, "", (1000, 1000, 1500)),
    criterion(Label("手续完备程度", "Approvals in place"), WORK, 3.0, "", (1200, 1200, 2000)),
)


def assessed(*, official: bool = False) -> Assessment:
    title = Label("两江样例规则包", "Liangjiang sample pack")
    return made_assessment(
        GATES,
        CRITERIA,
        Verdict.ELIGIBLE,
        pack=PackStamp("liangjiang-seed", 1, title, "c0ffee" * 10 + "abcd", official),
        as_of=date(2026, 11, 1),
        assessed_at=MOMENT,
        actor="赵六",
        facts_digest="00" * 32,
        maximum=10_500,
        bonus_maximum=500,
        grade_low=Label("合格", "Pass"),
        grade_high=Label("良好", "Good"),
    )
