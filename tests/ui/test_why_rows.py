"""The rows of “why this score?” say exactly what the assessment says; unknown is a range, never 0."""

from dataclasses import replace

import pytest
from pytestqt.modeltest import ModelTester

from climafin.base.language import LanguageCode, language
from climafin.base.messages import Label
from climafin.domain.assessment import FactRead, GateKind, Outcome, RuleSource, Verdict
from climafin.ui.models.figures import fact_text, number_text
from climafin.ui.models.grades import grade_text, points_text
from climafin.ui.models.why import WhyColumn, WhyModel, missing_facts, missing_sentence, why_sections
from tests.made_assessments import made_assessment, made_criterion, made_gate
from tests.unit.rules.scales.one_criterion import criterion as rule
from tests.unit.rules.scales.one_criterion import judged as assessed
from tests.unit.rules.scales.one_criterion import pack
from tests.unit.rules.scales.test_deduct import COMPLIANCE
from tests.unit.rules.scales.test_expert import RULES as SHEET
from tests.unit.rules.scales.test_expert import SIGNED

ENGLISH = language("en")
ENVIRONMENT, MONEY = Label("环境效益", "Environment"), Label("资金", "Money")
LAWFUL, DISHONEST = Label("在重庆", "In Chongqing"), Label("失信名单", "Dishonest list")
RATED = Label("信用等级", "Credit grade")
REDUCTION, IRR = Label("年减排量", "Yearly reduction"), Label("内部收益率", "Project IRR")
#: Every number in it is known to the tests that look for it.
MADE = made_assessment(
    (
        made_gate("in_chongqing", LAWFUL, Outcome.MET, FactRead("in_chongqing", LAWFUL, value=True)),
        made_gate(
            "dishonest",
            DISHONEST,
            Outcome.UNKNOWN,
            FactRead("dishonest", DISHONEST, None),
            kind=GateKind.EXCLUSION,
        ),
        made_gate("rated", RATED, Outcome.UNKNOWN, FactRead("credit_grade", RATED, None), kind=GateKind.NOTICE),
    ),
    (
        made_criterion(
            REDUCTION,
            ENVIRONMENT,
            (6_00, 6_00, 10_00),
            FactRead("annual_reduction", REDUCTION, 12500.0, "吨"),
            value=12500.0,
            unit=Label("吨", "t"),
            clause=Label("10,000 ≤ x < 20,000", "10,000 ≤ x < 20,000"),
            next_step=20000.0,
            source=RuleSource(Label("自拟", "Own draft"), Label("3", "3"), official=False),
        ),
        made_criterion(IRR, MONEY, (0, 5_00, 5_00), FactRead("project_irr", IRR, None, "%")),
        made_criterion(
            Label("PUE", "PUE"),
            MONEY,
            (0, 0, 0),
            FactRead("pue", Label("PUE", "PUE"), None),
            outcome=Outcome.NOT_APPLICABLE,
            missing=(),
        ),
    ),
    Verdict.UNDECIDED,
)


def row(section: int, number: int) -> tuple[str, ...]:
    return why_sections(MADE, ENGLISH)[section].rows[number].cells


def test_gates_come_first_then_the_criteria_by_group():
    titles = [section.title for section in why_sections(MADE, ENGLISH)]
    assert titles == ["Eligibility", "Environment", "Money"]


def test_a_criterion_shows_value_rule_points_next_step_and_source():
    cells = row(1, 0)
    assert cells[WhyColumn.TITLE] == "Yearly reduction"
    assert cells[WhyColumn.VALUE] == "12,500 t"
    assert cells[WhyColumn.RULE] == "10,000 ≤ x < 20,000"
    assert cells[WhyColumn.POINTS] == "6.00 / 10.00"
    assert cells[WhyColumn.NEXT] == "7,500 t to 20,000"
    assert cells[WhyColumn.SOURCE] == "Own draft: 3"


def test_a_source_is_named_in_the_language_of_the_reader():
    cells = why_sections(MADE, language("zh_CN"))[1].rows[0].cells
    assert cells[WhyColumn.SOURCE] == "自拟：3"
    assert cells[WhyColumn.VALUE] == "12,500 吨"


def test_the_reason_of_a_gate_says_the_gate_before_the_words_of_the_pack():
    told = why_sections(MADE, ENGLISH)[0].rows[0].told
    assert "The rule asks: In Chongqing. In the words of the pack: in_chongqing" in told


def test_a_yes_or_no_criterion_shows_its_facts_and_the_condition_of_the_pack():
    yes = Label("是", "yes")
    fact = FactRead("verified", Label("第三方核验", "Verified"), value=True)
    asked = made_criterion(
        Label("已核验", "Verified by a third party"),
        MONEY,
        (5_00, 5_00, 5_00),
        fact,
        value_text=yes,
        clause=yes,
        test="第三方核验",
    )
    rows = why_sections(replace(MADE, criteria=(asked,)), ENGLISH)[1].rows
    assert rows[0].cells[WhyColumn.VALUE] == "yes"
    assert rows[0].cells[WhyColumn.RULE] == "Reduction verified by a third party"
    assert "The rule asks: Verified by a third party. In the words of the pack: 第三方核验" in rows[0].told


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", '[Project approval, verification or filing] in ("in place", "not needed") or not Main fuel ≠ coal'),
        ("zh_CN", "立项 属于 (已取得, 无需办理) 或 非 主要燃料 ≠ 煤炭"),
    ],
)
def test_a_condition_of_the_pack_is_read_in_the_words_of_the_reader(code: LanguageCode, expected: str):
    pack_text = "立项 属于 (已取得, 无需办理) 或 非 主要燃料 ≠ 煤炭"
    gate = replace(MADE.gates[0], test=pack_text)
    asked = why_sections(replace(MADE, gates=(gate,)), language(code))[0].rows[0]
    assert asked.cells[WhyColumn.RULE] == expected
    assert any(pack_text in line for line in asked.told)
    assert (f"That is: {expected}" in asked.told) is (code == "en")


def test_a_condition_that_no_longer_reads_is_shown_as_it_was_written():
    gate = replace(MADE.gates[0], test="已取消的字段 ((( ≥ 3")
    rows = why_sections(replace(MADE, gates=(gate,)), ENGLISH)[0].rows
    assert rows[0].cells[WhyColumn.RULE] == "已取消的字段 ((( ≥ 3"


def test_an_unknown_value_is_named_and_its_points_are_a_range():
    cells = row(2, 0)
    assert "not known" in cells[WhyColumn.VALUE]
    assert cells[WhyColumn.POINTS] == "0.00–5.00 / 5.00"
    assert cells[WhyColumn.NEXT] == ""


def test_what_does_not_apply_has_no_points_and_does_not_count_in_its_group():
    section = why_sections(MADE, ENGLISH)[2]
    assert section.rows[1].cells[WhyColumn.POINTS] == "not applicable"
    assert section.rows[1].share is None
    assert section.points == "0.00–5.00 / 5.00"


def test_a_gate_says_its_answer_in_words():
    assert row(0, 0)[WhyColumn.POINTS] == "met"
    assert row(0, 1)[WhyColumn.POINTS] == "cannot tell"
    assert row(0, 1)[WhyColumn.VALUE] == "(not provided)"


def test_the_whole_reason_says_whether_the_clause_is_official():
    reduction = why_sections(MADE, ENGLISH)[1].rows[0]
    assert reduction.told[-1] == "Source: Own draft: 3 · not an official clause"


def test_what_decides_eligibility_is_missing_first_then_by_points():
    found = missing_facts(MADE)
    assert [fact.key for fact in found] == ["dishonest", "project_irr", "credit_grade"]
    assert [missing_sentence(fact, ENGLISH) for fact in found] == [
        "Eligibility hangs on it",
        "Up to 5.00 points hang on it",
        "Asked by a notice only",
    ]


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester, code: str):
    model = WhyModel(language(code))  # type: ignore[arg-type]
    qtmodeltester.check(model)
    model.show_sections(why_sections(MADE, language(code)))  # type: ignore[arg-type]
    qtmodeltester.check(model)
    model.show_sections([])
    qtmodeltester.check(model)


def test_points_and_grades_of_one_value_are_no_range():
    assert points_text(6_00, 6_00) == "6.00"
    assert points_text(6_05, 11_00) == "6.05–11.00"
    assert grade_text(Label("乙", "B"), Label("甲", "A"), ENGLISH) == "B–A"
    assert grade_text(Label("甲", "A"), Label("甲", "A"), ENGLISH) == "A"
    assert grade_text(None, None, ENGLISH) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "(not provided)"), (0.0, "0 CNY 10k"), (1234567.5, "1,234,567.5 CNY 10k"), (1e-7, "0.0000001 CNY 10k")],
)
def test_an_unknown_amount_is_not_nought(value: float | None, text: str):
    fact = FactRead("total_investment", Label("总投资", "Total investment"), value, "万元")
    assert fact_text(fact, ENGLISH) == text


def test_facts_are_said_in_the_readers_language():
    choice = FactRead("climate_kind", Label("气候类别", "Climate category"), "mitigation")
    assert fact_text(choice, ENGLISH) == "Mitigation"
    assert fact_text(choice, language("zh_CN")) == "减缓"
    assert fact_text(FactRead("stage", Label("阶段", "Stage"), "building"), language("zh_CN")) == "建设"
    assert fact_text(FactRead("as_of", Label("评价日", "Date"), "2026-11-20"), ENGLISH) == "20 Nov 2026"


@pytest.mark.parametrize(("number", "text"), [(1000.0, "1,000"), (0.1, "0.1"), (-2.50, "-2.5"), (100, "100")])
def test_numbers_carry_no_idle_zeros(number: float, text: str):
    assert number_text(number) == text


def test_a_reason_names_every_part_and_a_capped_group_shows_its_cap():
    rules = pack(rule(COMPLIANCE), groups="g: {zh: 组, en: Group, cap: 40}")
    answer = assessed(rules, violations=1, late=True)
    (section,) = why_sections(answer, ENGLISH)
    assert section.points == "40.00 / 40.00"
    assert "Violations: there · -40.00" in section.rows[0].told
    assert "Late: there · -10.00" in section.rows[0].told


def test_who_gave_expert_marks_stands_in_the_reason():
    section = why_sections(assessed(SHEET, {"S3": SIGNED}), ENGLISH)[0]
    assert "Given by 张敏: 市场空间较大; confirmed by 李强; evidence: 评审会纪要." in section.rows[0].told
    assert "evidence: there" in section.rows[0].told
