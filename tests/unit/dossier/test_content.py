"""What a dossier says: nothing invented, nothing lost, the unknown never a zero."""

import dataclasses
import re
from datetime import date

import pytest

from climafin.base.errors import CallProblem
from climafin.domain.dictionary import dictionary
from climafin.domain.project import ValueNote
from climafin.dossier.build import build_content
from climafin.dossier.content import DossierContent, Facts, Paragraph, Split, Table, Timeline, texts_of
from climafin.dossier.parts import PART_TITLES, Length, print_length
from climafin.dossier.sections.approvals import FOUR_PAPERS
from climafin.dossier.sections.funding import SOURCES, USES, _share, known_sum
from climafin.dossier.source import Desk
from climafin.dossier.wording import Wording, print_language
from climafin.rules.assess import Asked, assess
from climafin.rules.packs import DEFAULT_PACK, shipped_pack
from tests.dossiers.cases import FULL_VALUES, MOMENT, assessed, full_source, name_only_source, project, source
from tests.unit.rules.scales.one_criterion import criterion, judged, pack
from tests.unit.rules.scales.test_deduct import COMPLIANCE


def part(content: DossierContent, number: int) -> tuple[object, ...]:
    return next(part.blocks for part in content.parts if part.number == number)


def said(content: object) -> str:
    return "\n".join(texts_of(content))


def test_every_part_stands_in_the_fixed_order():
    content = build_content(full_source(), Length.STANDARD, "zh")
    assert [part.number for part in content.parts] == list(range(23))
    assert [part.title for part in content.parts] == [(PART_TITLES[number].zh,) for number in range(23)]


def test_the_summary_has_its_four_pieces():
    content = build_content(full_source(), Length.SUMMARY, "zh")
    assert [part.number for part in content.parts] == [0, 2, 22]
    assert not content.has_contents


@pytest.mark.parametrize("wrong", ["full", "", "STANDARD"])
def test_a_length_that_is_not_offered_is_refused_with_those_that_are(wrong: str):
    with pytest.raises(CallProblem, match="summary or standard"):
        print_length(wrong)


def test_a_language_that_is_not_offered_is_refused_with_those_that_are():
    with pytest.raises(CallProblem, match="zh, en or both"):
        print_language("fr")


#: The capacity prints with its unit; the remarks are the office's own.
OTHERWISE = ("capacity", "capacity_unit", "remarks")


def test_what_the_office_keeps_for_itself_is_in_no_paper_for_lenders():
    notes = {"remarks": ValueNote(source="电话记录")}
    given = source(project(FULL_VALUES, notes=notes), assessed())
    for length in Length:
        text = said(build_content(given, length, "both"))
        assert "勿外传" not in text
        assert "电话记录" not in text
        assert "张三" in text  # whom the lender calls


def test_bank_loans_in_place_are_among_the_sources_of_funds():
    text = said(part(build_content(full_source(), Length.STANDARD, "zh"), 10))
    assert "已落实银行贷款" in text
    assert "已核对：投资估算合计、总投资、资金来源合计三者相等。" in text


def test_each_document_is_named_once_beneath_the_tables_and_unofficial_ones_say_so():
    content = build_content(full_source(), Length.STANDARD, "zh")
    tables = [block for block in part(content, 6) if isinstance(block, Table)]
    numbers = [row.cells[-1] for table in tables for row in table.rows if not row.is_strong]
    assert numbers[:4] == [("[S1]",), ("[S1]",), ("[S1]",), ("[S2]",)]
    assert ("[S3]*",) in numbers
    notes = [block.words[0] for block in part(content, 6) if isinstance(block, Paragraph) and "[S" in block.words[0]]
    assert notes == [
        "渝环〔2022〕50号：[S1] 第六章第三节。",
        "T/CSTE 0061-2021：[S2] 第5.2条。",
        "自拟（非官方）：[S3]* 分档。",
    ]


def test_every_field_with_a_value_is_printed_somewhere():
    text = said(build_content(full_source(), Length.STANDARD, "zh"))
    wording = Wording("zh")
    for field in dictionary():
        value = FULL_VALUES.get(field.key)
        if value is not None and not isinstance(value, bool) and field.key not in OTHERWISE:
            for line in wording.value(field, value, with_unit=False)[0].split("\n"):
                assert line in text, field.key


def test_a_project_with_nothing_but_a_name_shows_gaps_and_no_zero():
    content = build_content(name_only_source(), Length.STANDARD, "zh")
    known = said((content.cover.facts, [part.blocks for part in content.parts if part.number not in (2, 19)]))
    assert "（未提供）" in known
    assert re.findall(r"(?<![\d.\-U+])0(?![\d])|0\.0", known) == []
    gaps = next(block for block in part(content, 2) if isinstance(block, Table))
    asked = [field for field in dictionary() if field.needed and field.key != "name"]
    assert len([row for row in gaps.rows if not row.is_strong]) == len(asked)
    heads = [row.cells[1] for row in gaps.rows if row.is_strong]
    assert heads == [("用于：可报送",), ("用于：可入库",), ("用于：可出标准材料",)]


def test_the_summary_stays_short_however_much_is_missing():
    gaps = next(b for b in part(build_content(name_only_source(), Length.SUMMARY, "zh"), 2) if isinstance(b, Table))
    assert [row.cells[0] for row in gaps.rows] == [("可报送",), ("可入库",), ("可出标准材料",)]
    assert sum(int(row.cells[1][0]) for row in gaps.rows) == 66


def test_a_zero_that_is_known_is_printed_as_one():
    uses = [
        block for block in part(build_content(full_source(), Length.STANDARD, "zh"), 10) if isinstance(block, Table)
    ]
    public = next(row for row in uses[1].rows if row.cells[0] == ("财政资金",))
    assert public.cells[1:3] == (("0.00",), ("0.00%",))


def test_not_applicable_is_its_own_word():
    facts = next(
        block for block in part(build_content(full_source(), Length.STANDARD, "zh"), 7) if isinstance(block, Facts)
    )
    assert any(fact.value == ("不适用",) and not fact.is_gap for fact in facts.rows)


def test_what_is_unknown_is_not_summed():
    values = {key: value for key, value in FULL_VALUES.items() if key not in ("investment_other", "funding_bank")}
    given = source(project(values, notes={"funding_other": ValueNote(not_applicable=True)}))
    desk = Desk(given, Wording("zh"))
    assert not known_sum(desk, USES).is_complete
    text = said(part(build_content(given, Length.STANDARD, "zh"), 10))
    assert "已知部分合计" in text
    assert "无法核对" in text
    assert known_sum(desk, SOURCES).known == 3


def test_uses_and_sources_are_checked_to_the_last_fen():
    good = said(part(build_content(source(project(FULL_VALUES)), Length.STANDARD, "zh"), 10))
    assert "三者相等" in good
    bad = said(
        part(build_content(source(project(FULL_VALUES | {"capital": 9_600_000_001})), Length.STANDARD, "zh"), 10)
    )
    assert "不相等" in bad


def test_the_score_stays_a_range_while_facts_are_unknown_and_lines_add_up_to_the_total():
    content = build_content(full_source(), Length.STANDARD, "zh")
    table = next(b for b in part(content, 6) if isinstance(b, Table) and b.columns[0].head == ("指标",))
    assert table.rows[-1].cells[3:5] == (("61.00–76.00",), ("100 + 5",))
    lines = [row.cells[3][0].split("–") for row in table.rows if not row.is_strong]
    assert sum(float(line[0]) for line in lines) == 61.0
    assert sum(float(line[-1]) for line in lines) == 76.0


def test_an_unofficial_pack_and_a_practice_library_are_marked_on_every_page():
    content = build_content(full_source(is_practice=True), Length.SUMMARY, "zh")
    assert content.marks == (("练习库：不可用于授信",), ("规则包非正式：非正式评价",))
    official = source(project(FULL_VALUES), assessed(official=True))
    assert build_content(official, Length.SUMMARY, "zh").marks == ()


def test_a_fictional_project_is_marked_on_every_page():
    content = build_content(source(project(FULL_VALUES | {"data_origin": "fictional"})), Length.SUMMARY, "en")
    assert content.marks == (("Fictional project",),)


def test_four_permits_count_what_is_in_hand_and_say_what_is_unknown():
    def head(values: dict[str, object]) -> str:
        return said(part(build_content(source(project(values)), Length.STANDARD, "zh"), 5))  # type: ignore[arg-type]

    assert "四证 3/4；全部 3/5" in head(dict(FULL_VALUES))
    assert "四证已取得 1 项（4 项中已知 1 项）；全部：已取得 1 项（" in head({"name": "甲", "approval_land": "have"})
    assert "四证（未提供）；全部（未提供）" in head({"name": "甲"})
    not_needed = dict.fromkeys(FOUR_PAPERS, "not_needed")
    assert "四证均无需办理；全部：已取得 0 项（" in head(not_needed)
    assert "四证均无需办理；全部 1/1" in head(
        not_needed | {"approval_filing": "have", "approval_eia": "not_needed", "approval_energy": "not_needed"}
    )


def test_same_data_same_digest_whatever_the_day_and_the_number_of_the_print():
    first = build_content(full_source(), Length.STANDARD, "zh")
    later = build_content(full_source(printed_on=date(2027, 1, 1), version=4), Length.STANDARD, "zh")
    assert first.digest == later.digest
    assert later.code_text.startswith("CF1/CF-P-0007/4/")


@pytest.mark.parametrize("key", ["name", "owner_name", "description", "total_investment", "planned_start"])
def test_one_changed_value_gives_another_digest(key: str):
    changed = FULL_VALUES | {"planned_start": "2024-04"} if key == "planned_start" else dict(FULL_VALUES)
    if key == "total_investment":
        changed[key] = 32_000_000_100
    elif key != "planned_start":
        changed[key] = f"{FULL_VALUES[key]}。"
    one = build_content(source(project(FULL_VALUES)), Length.STANDARD, "zh")
    other = build_content(source(project(changed)), Length.STANDARD, "zh")
    assert one.digest != other.digest


def test_two_languages_stand_beside_each_other_and_values_that_are_the_same_are_said_once():
    content = build_content(full_source(), Length.STANDARD, "both")
    facts = next(block for block in part(content, 3) if isinstance(block, Facts))
    kind = next(fact for fact in facts.rows if fact.label == ("单位性质", "Kind of owner"))
    assert kind.value == ("项目公司", "project company")
    code = next(fact for fact in facts.rows if fact.label[0] == "统一社会信用代码")
    assert code.value == (FULL_VALUES["owner_credit_code"],)


def test_sources_are_numbered_within_their_part():
    blocks = part(build_content(full_source(), Length.STANDARD, "zh"), 10)
    notes = [text for text in texts_of(blocks) if re.match(r"\[\d\] ", text)]
    assert [note[:3] for note in notes] == ["[1]", "[2]"]
    assert "第 112 页" in notes[0]


def test_an_english_paper_tells_the_rules_of_the_shipped_pack_in_english():
    given = project(FULL_VALUES)
    answer = assess(shipped_pack(DEFAULT_PACK), given, dictionary(), Asked(date(2026, 11, 20), MOMENT, "Zhang"))
    content = build_content(source(given, answer), Length.STANDARD, "en")
    assert not re.search("[\u3400-\u9fff]", said(part(content, 6)))
    both = said(part(build_content(source(given, answer), Length.STANDARD, "both"), 6))
    assert "ClimaFin 自拟（非官方）" in both
    assert "ClimaFin's own draft (not official)" in both


def test_the_two_best_and_two_worst_criteria_are_named():
    text = said(part(build_content(full_source(), Length.STANDARD, "zh"), 6))
    assert "最强的两项：单位投资减排量、资本金比例；最弱的两项：手续完备程度、偿债备付率。" in text


def test_the_capacity_is_printed_with_its_unit():
    facts = next(
        block for block in part(build_content(full_source(), Length.STANDARD, "zh"), 4) if isinstance(block, Facts)
    )
    assert ("21.5 兆瓦",) in [fact.value for fact in facts.rows]
    assert ("规模单位",) not in [fact.label for fact in facts.rows]


def test_charts_are_drawn_only_from_what_is_known():
    full = build_content(full_source(), Length.STANDARD, "zh")
    assert any(isinstance(block, Split) for block in part(full, 10))
    assert any(isinstance(block, Timeline) for block in part(full, 8))
    bare = build_content(name_only_source(), Length.STANDARD, "zh")
    assert not any(isinstance(b, (Split, Timeline)) for p in bare.parts for b in p.blocks)


def test_content_cannot_be_changed_after_it_was_said():
    content = build_content(name_only_source(), Length.SUMMARY, "zh")
    with pytest.raises(dataclasses.FrozenInstanceError):
        content.digest = ""  # type: ignore[misc]


def test_the_paper_says_what_was_taken_off_and_a_groups_cap():
    rules = pack(criterion(COMPLIANCE), groups="g: {zh: 组, en: Group, cap: 40}")
    answer = judged(rules, violations=1, late=True)
    content = build_content(source(project(FULL_VALUES), answer), Length.STANDARD, "en")
    scored = [block for block in part(content, 6) if isinstance(block, Table)][-1]
    assert scored.rows[0].cells[3:5] == (("40.00",), ("40.00",))
    assert scored.rows[1].cells[2] == ("100 − 40 − 10 Taken off for: Violations (-40), Late (-10).",)


@pytest.mark.parametrize(
    ("fen", "total", "shown"),
    [(201, 20_000, "1.01%"), (1, 3, "33.33%"), (2, 3, "66.67%"), (5, 5, "100.00%"), (5, 0, "—")],
)
def test_a_share_is_rounded_half_up(fen: int, total: int, shown: str):
    assert _share(fen, total) == shown
