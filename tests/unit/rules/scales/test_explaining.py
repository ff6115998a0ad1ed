"""Every scale says in both languages what decided, and what would bring more."""
# ruff: noqa: E501 - sentences, one to a line

from climafin.base.language import Language
from climafin.domain.assessment import Assessment
from climafin.domain.judgement import Judged
from climafin.domain.project import Value
from climafin.rules.explaining import explain_in_words
from climafin.rules.pack import Pack
from tests.unit.rules.scales.one_criterion import CHINESE, ENGLISH, FIELDS, MOMENT, criterion, judged, pack, weighted
from tests.unit.rules.scales.test_best_of import FIRST
from tests.unit.rules.scales.test_checklist import PAPERS
from tests.unit.rules.scales.test_choice_sum import INVERTER
from tests.unit.rules.scales.test_decision_list import HOURS
from tests.unit.rules.scales.test_deduct import COMPLIANCE
from tests.unit.rules.scales.test_expert import RULES, SIGNED
from tests.unit.rules.scales.test_rates import TARIFF


def said(answer: Assessment, language: Language) -> str:
    return explain_in_words(answer, FIELDS, language).criteria[0].text


def both(rules: Pack, lines: dict[str, Judged] | None = None, **values: Value) -> tuple[str, str]:
    answer = judged(rules, lines, **values)
    return said(answer, ENGLISH), said(answer, CHINESE)


def test_rates():
    english, chinese = both(pack(criterion(TARIFF, most="max: 30")), tariff_cut=0.06)
    assert (
        english
        == "Criterion C1: 0.06 CNY/kWh → 0.05 ≤ x < 0.08: 20 + 2 × (x − 0.05) / 0.01 → 22 of 30 points. The next better step is at 0.08 CNY/kWh: 0.02 CNY/kWh more."
    )
    assert "0.06 元/kWh" in chinese
    assert "22" in chinese


def test_tests():
    english, chinese = both(pack(criterion(HOURS, most="max: 25")), hours_met=97.0, hours_set=True)
    assert (
        english
        == "Criterion C1: shortfall within 5 % → 15 of 25 points. 10 more if this held: meets its guaranteed hours."
    )
    assert chinese.endswith("如符合下一情形可多得 10 分：达到保障小时数。")


def test_deductions():
    english, chinese = both(weighted(COMPLIANCE), violations=1, late=True)
    assert (
        english
        == "Criterion C1: 100 − 40 − 10 → 50 of 100 points. Taken off for: Violations (-40), Late (-10). Up to 40 more without this: Violations."
    )
    assert "扣分项：违规（-40）、逾期（-10）。" in chinese
    assert (
        both(weighted(COMPLIANCE), violations=0, late=False)[0]
        == "Criterion C1: 100 → 100 of 100 points. Nothing is taken off."
    )


def test_choices():
    english, chinese = both(pack(criterion(INVERTER, most="max: 8")), inverter=("gb", "dust"))
    assert english == "Criterion C1: gb, dust: 2 + 1.5 → 3.5 of 8 points. Up to 2 more with this: mppt."
    assert "具备后最多可多得 2 分：mppt。" in chinese


def test_a_list_of_papers():
    facts = {"filing": True, "planning": True, "eia": False, "needs_land": False}
    english, chinese = both(pack(criterion(PAPERS, most="max: 10")), **facts)
    assert english == "Criterion C1: 2/3 → 6.67 of 10 points. Lacking: EIA."
    assert chinese.endswith("欠缺：环评。")


def test_the_best_indicator():
    english, chinese = both(pack(criterion(FIRST)), reduction=1.0, decrease=3.5)
    assert (
        english
        == "Criterion C1: 3.5% → Decrease: 3 < x ≤ 4: 60–100 → 80 of 100 points. The best indicator counts; the others: Yearly reduction (60). The next better step is at 4%: 0.5% more."
    )
    assert "多项指标取优；其余：年碳减排量（60）。" in chinese


def test_an_experts_line_and_what_it_lacks():
    english, chinese = both(RULES, {"S3": SIGNED})
    assert (
        english
        == "Criterion S3: 张敏, 李强 → 4 of 5 points. Given by 张敏: 市场空间较大; confirmed by 李强; evidence: 评审会纪要."
    )
    assert "张敏评分：市场空间较大；李强复核；佐证：评审会纪要。" in chinese
    english, chinese = both(RULES, {"S3": Judged(400, "张敏", "", "理由", "", MOMENT)})
    assert (
        english
        == "Criterion S3: cannot be told; 0 to 5 of 5 points. Missing: evidence, a second person, other than the first."
    )
    assert "佐证材料、第二人复核（与评分人不同）" in chinese


def test_how_what_is_missing_was_counted():
    scale = "value: 强度下降\nunit: '%'\ncurve: [[0, 0], [4, 100]]"
    for policy, sentence, in_chinese in [
        ("zero", "Missing, and counted as 0: decrease.", "缺少强度下降，按 0 分计。"),
        ("middle", "Missing, and counted as the middle: decrease.", "缺少强度下降，按中间值计。"),
        ("drop", "left out, because this is missing: decrease.", "因缺少强度下降，不予计分"),
    ]:
        english, chinese = both(weighted(scale, more=f"missing: {policy}"))
        assert sentence in english
        assert in_chinese in chinese
        words = explain_in_words(judged(weighted(scale, more=f"missing: {policy}")), FIELDS, ENGLISH)
        assert words.missing == ("decrease: up to 100 points hang on it.",)


def test_a_cap_is_said():
    one = criterion("value: 担保\nmarks: {yes: 15, no: 0}", most="max: 15")
    two = criterion("value: 备案\nmarks: {yes: 10, no: 0}", most="max: 10", rule_id="C2", more="applies: 新增用地")
    rules = pack(one, two, groups="g: {zh: 投资能力, en: Ability, cap: 20}")
    words = explain_in_words(judged(rules, guarantee=True, filing=True, needs_land=True), FIELDS, ENGLISH)
    assert words.groups == ("Ability: its cap keeps it at 20 points.",)
    apart = explain_in_words(judged(rules, guarantee=True, needs_land=False), FIELDS, ENGLISH)
    assert apart.criteria[1].text == "Criterion C2: does not apply to this project."
    assert apart.groups == ()
