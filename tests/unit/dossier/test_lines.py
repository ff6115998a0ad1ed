"""Lines break where Chinese and English readers expect them to, and nothing typed is lost."""

from hypothesis import example, given
from hypothesis import strategies as st

from climafin.dossier.pdf.faces import Face, has_glyph, printable, runs_of, width_of
from climafin.dossier.pdf.lines import CLOSING, OPENING, atoms, break_lines

LETTERS = st.sampled_from("中国重庆两江新区项目库万元吨abcXYZ019 ")
MARKS = st.sampled_from("，。、；：？！（）《》“”‘’「」【】—…％%()[],.-/")
SENTENCES = st.text(st.one_of(LETTERS, LETTERS, LETTERS, MARKS), max_size=120)


def straight(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''")).replace(" ", "")


def test_quotes_are_wide_among_chinese_and_narrow_in_english():
    assert break_lines("“two-high” project’s", Face.SANS, 90_000)[0].text == '"two-high" project\'s'
    assert break_lines("“两高”项目", Face.SANS, 90_000)[0].text == "“两高”项目"


@given(SENTENCES, st.integers(4_000, 30_000))
@example("“（《中国》）”，。——", 4_000)
def test_breaking_loses_nothing_but_blanks_at_line_ends(text: str, measure: int):
    joined = "".join(line.text for line in break_lines(text, Face.SERIF, measure))
    assert straight(joined) == straight(text)


@given(SENTENCES, st.integers(4_000, 30_000))
def test_no_line_is_wider_than_its_room(text: str, measure: int):
    assert all(line.width <= measure for line in break_lines(text, Face.SERIF, measure))


@given(
    st.lists(
        st.sampled_from(["中国", "（重庆）", "“两江”", "《办法》", "投资，", "合计。", "等……", "即——"]), max_size=60
    )
)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(pieces: list[str]):
    for line in break_lines("".join(pieces), Face.SERIF, 12_000):
        assert line.text[:1] not in CLOSING or not line.text
        assert line.text[-1:] not in OPENING or not line.text


def test_words_numbers_and_pairs_of_marks_stay_whole():
    found = atoms("投资32,000.00万元，don’t stop（really）100%。即——是……完")
    for whole in ("32,000.00", "don’t ", "100%。", "即——", "是……"):
        assert whole in found


def test_a_line_feed_is_a_forced_break_and_a_no_break_space_holds():
    assert [line.text for line in break_lines("一\n二", Face.SANS, 50_000)] == ["一", "二"]
    assert "□\u00a0同" in atoms("□\u00a0同意 □\u00a0补充")


def test_only_the_last_line_of_a_stretch_is_left_unjustified():
    lines = break_lines("中" * 25 + "\n" + "国" * 12, Face.SERIF, 10_000)
    assert [line.is_last for line in lines] == [False, False, True, False, True]


def test_names_from_the_rare_blocks_are_drawn_from_the_face_that_has_them():
    assert all(has_glyph(character) for character in "㙓䶮𬭊𫖯𬀩")
    (run,) = runs_of("㙓", Face.SANS_BOLD)
    assert run.face is Face.SANS
    assert run.is_thickened
    assert width_of("㙓", Face.SANS_BOLD) == 1000


def test_a_character_without_a_glyph_is_printed_as_its_code():
    assert printable("张𡒉") == "张[U+21489]"
    assert printable("零\u200b宽") == "零宽"
    assert printable("制\t表") == "制 表"
