"""A small vocabulary for the tests of this room."""

from climafin.base.language import language
from climafin.base.messages import Label
from climafin.domain.dictionary import Choice
from climafin.expression.checker import read_expression
from climafin.expression.evaluate import Answer, evaluator
from climafin.expression.terms import Sort, ValueType
from climafin.expression.units import read_unit
from climafin.expression.vocabulary import FactName, Vocabulary


def number(unit: str) -> ValueType:
    found = read_unit(unit)
    assert found is not None
    return ValueType(Sort.NUMBER, found)


STAGES = (Choice("building", Label("建设", "Building")), Choice("operating", Label("投运", "Operating"), ("运营",)))
#: A column “name” stands before the fact of that name inside `where`.
COLUMNS = (
    FactName("on", Label("日期", "Date"), ValueType(Sort.DAY)),
    FactName("amount", Label("金额", "Amount paid"), number("元"), ("罚款",)),
    FactName("state", Label("办结状态", "State"), ValueType(Sort.CHOICE, choices=STAGES)),
    FactName("name", Label("事由", "Grounds"), ValueType(Sort.TEXT)),
    FactName("until", Label("整改期限", "Remedy"), ValueType(Sort.DAY)),
)
CLUSTERS = frozenset(["重庆（两江）汽车有限公司", "Lijia Solar"])
VOCABULARY = Vocabulary(
    [
        FactName("invest", Label("总投资", "Investment"), number("万元"), ("投资",)),
        FactName("reduction", Label("年减排量", "Reduction"), number("吨二氧化碳当量/年")),
        FactName("irr", Label("收益率", "IRR"), number("%")),
        FactName("pue", Label("能效", "PUE"), number("")),
        FactName("stage", Label("阶段", "Stage"), ValueType(Sort.CHOICE, choices=STAGES)),
        FactName("security", Label("担保", "Security"), ValueType(Sort.CHOICES, choices=STAGES)),
        FactName("name", Label("名称", "Name"), ValueType(Sort.TEXT)),
        FactName("start", Label("开工日", "Start"), ValueType(Sort.DAY)),
        FactName("bad", Label("失信", "Bad"), ValueType(Sort.TRUTH)),
        FactName("as_of", Label("评价日", "Date of assessment"), ValueType(Sort.DAY)),
        FactName("loan", Label("贷款额（本金）", "Loan amount"), number("万元")),
        FactName("penalties", Label("处罚", "Penalties"), ValueType(Sort.ROWS, columns=COLUMNS), ("环保处罚",)),
        FactName("clusters", Label("产业集群名单", "Cluster list"), ValueType(Sort.LIST, entries=CLUSTERS)),
        FactName("stages", Label("开放阶段", "Open"), ValueType(Sort.LIST, entries=frozenset(["建设", "不存在"]))),
        FactName("同行业.rank", Label("同行业.排名", "peers.rank"), ValueType(Sort.NUMBER)),
        FactName("p", Label("甲", "P"), ValueType(Sort.TRUTH)),
        FactName("q", Label("乙", "Q"), ValueType(Sort.TRUTH)),
        FactName("r", Label("丙", "R"), ValueType(Sort.TRUTH)),
    ]
)


def answer(text: str, facts: dict[str, Answer] | None = None, *, units_needed: bool = True) -> Answer:
    """Return what an expression without flaws gives."""
    reading = read_expression(text, VOCABULARY, units_needed=units_needed)
    assert reading.term is not None, [flaw.told for flaw in reading.flaws]
    return evaluator(reading.term)(facts or {})


def complaints(text: str, *, units_needed: bool = True) -> list[tuple[str, str]]:
    """Return each flaw's English sentence and the characters it points at."""
    reading = read_expression(text, VOCABULARY, units_needed=units_needed)
    assert reading.term is None
    return [(language("en").say(flaw.told), text[flaw.start : flaw.end]) for flaw in reading.flaws]
