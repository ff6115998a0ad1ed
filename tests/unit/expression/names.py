"""A small vocabulary for the tests of this room."""

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
    return [
        (flaw.told.text.format_map({k: str(v) for k, v in flaw.told.values.items()}), text[flaw.start : flaw.end])
        for flaw in reading.flaws
    ]
