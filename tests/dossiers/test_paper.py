"""The finished PDF as a reader meets it: pages, text, bookmarks, fonts, line ends."""

import dataclasses
import re
from functools import lru_cache

import pypdfium2
import pytest
import segno

from climafin.dossier.build import build_content
from climafin.dossier.content import DossierContent
from climafin.dossier.parts import Length
from climafin.dossier.pdf.document import WrittenPdf, missing_glyphs, write_pdf
from climafin.dossier.pdf.furniture import CODE_BOTTOM, CODE_SIZE
from climafin.dossier.pdf.lines import CLOSING
from climafin.dossier.pdf.style import PAGE_HEIGHT, PAGE_WIDTH, RIGHT
from climafin.dossier.wording import PrintLanguage
from tests.dossiers.cases import FULL_VALUES, RARE, assessed, full_source, name_only_source, project, source

LANGUAGES: tuple[PrintLanguage, ...] = ("zh", "en", "both")


@lru_cache
def printed(code: PrintLanguage, length: Length = Length.STANDARD) -> tuple[DossierContent, WrittenPdf]:
    content = build_content(full_source(), length, code)
    return content, write_pdf(content)


def pages_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text.replace("\ufffe", ""))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("length", list(Length))
def test_every_page_says_which_it_is_of_how_many_and_whose(code: PrintLanguage, length: Length):
    content, written = printed(code, length)
    pages = pages_of(written.data)
    assert len(pages) == written.pages
    for number, text in enumerate(pages, start=1):
        flat = squeezed(text)
        if code != "en":
            assert f"第{number}页共{len(pages)}页" in flat
        if code != "zh":
            assert f"Page{number}of{len(pages)}" in flat
        assert f"{content.number}-{content.version}" in flat
        assert content.digest[:12] in flat
        assert squeezed(" ".join(content.marks[0])) in flat


@pytest.mark.parametrize("code", LANGUAGES)
def test_bookmarks_and_contents_are_the_headings_with_their_pages(code: PrintLanguage):
    content, written = printed(code)
    document = pypdfium2.PdfDocument(written.data)
    marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    document.close()
    assert [title for title, _page in marks] == [f"{part.number}  {' '.join(part.title)}" for part in content.parts]
    pages = pages_of(written.data)
    for (_title, page), part in zip(marks, content.parts, strict=True):
        assert squeezed(f"{part.number}{part.title[0]}") in squeezed(pages[page])
    listed = re.findall(r"\d+", pages[1].split(content.page.contents[-1], 1)[-1])
    for _title, page in marks:
        assert str(page + 1) in listed


@pytest.mark.parametrize("code", LANGUAGES)
def test_text_of_every_part_can_be_found(code: PrintLanguage):
    content, written = printed(code)
    text = squeezed("".join(pages_of(written.data)))
    for value in (FULL_VALUES["necessity"], FULL_VALUES["owner_name"], FULL_VALUES["use_of_proceeds"], "32,000.00"):
        assert squeezed(str(value)) in text
    for part in content.parts:
        assert squeezed(part.title[0]) in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_fonts_are_embedded_with_their_text(code: PrintLanguage):
    data = printed(code)[1].data
    assert b"Helvetica" not in data
    composite = data.count(b"/Subtype /Type0")
    assert composite >= 2
    assert data.count(b"/FontFile2") == data.count(b"/ToUnicode") == composite


def test_rare_names_are_copied_and_found_as_they_were_typed():
    text = squeezed("".join(pages_of(printed("zh")[1].data)))
    assert f"重庆两江{RARE}能源发展有限公司" in text


def test_no_line_begins_with_a_mark_that_must_not():
    for page in pages_of(printed("zh")[1].data):
        for line in page.splitlines():
            # A dash alone is how an empty cell is printed.
            assert line[:1] not in CLOSING or line.strip() in ("", "—") or line.startswith("— "), line


def test_two_prints_of_unchanged_data_have_the_same_bytes():
    content, written = printed("both")
    assert write_pdf(content).data == written.data


def test_another_value_gives_another_file():
    changed = source(project(FULL_VALUES | {"address": "别处"}), assessed())
    assert write_pdf(build_content(changed, Length.SUMMARY, "zh")).data != printed("zh", Length.SUMMARY)[1].data


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("length", list(Length))
def test_a_project_with_nothing_but_a_name_is_printed(code: PrintLanguage, length: Length):
    written = write_pdf(build_content(name_only_source(), length, code))
    assert "只有名称的项目" in squeezed("".join(pages_of(written.data)))


def test_a_project_without_even_a_name_is_printed():
    written = write_pdf(build_content(source(project({})), Length.STANDARD, "zh"))
    assert "（未提供项目名称）" in squeezed(pages_of(written.data)[0])


@pytest.mark.parametrize(
    "name", ["<b>甲 & 乙</b>", '<img src="/etc/passwd"/>', "a < b > c &lt; </para>", "100%（{page}）{pages}"]
)
def test_markup_in_a_name_is_text(name: str):
    written = write_pdf(build_content(name_only_source(name), Length.SUMMARY, "zh"))
    assert squeezed(name) in squeezed(pages_of(written.data)[0])


def test_a_character_without_a_glyph_is_named_and_printed_as_its_code():
    content = build_content(name_only_source("张𡒉工程"), Length.SUMMARY, "zh")
    assert missing_glyphs(content.cover.title) == ("𡒉",)
    assert "张[U+21489]工程" in squeezed(pages_of(write_pdf(content).data)[0])


def test_sixty_pages_of_text_and_rows_taller_than_a_page_are_printed_whole():
    long = "\n".join(f"第{number}段。" + "本项目建设内容较多，须逐项说明，" * 30 for number in range(1, 61))
    values = FULL_VALUES | {"description": long, "main_risks": long, "strengths": long[:9000]}
    written = write_pdf(build_content(source(project(values), assessed()), Length.STANDARD, "both"))
    assert written.pages > 40
    text = squeezed("".join(pages_of(written.data)))
    assert all(f"第{number}段。" in text for number in range(1, 61))


def test_very_long_names_stay_on_the_page():
    name = "重庆市两江新区" + "超长名称" * 28
    content = build_content(name_only_source(name[:120]), Length.STANDARD, "both")
    document = pypdfium2.PdfDocument(write_pdf(content).data)
    for page in document:
        texts = page.get_textpage()
        for at in range(texts.count_chars()):
            left, _bottom, right, _top = texts.get_charbox(at)
            assert left >= -0.5
            assert right <= page.get_width() + 0.5
    document.close()


def test_an_unbreakable_word_is_cut_rather_than_lost():
    word = "x" * 700
    values = {"name": "长词", "description": word, "address": word[:200]}
    text = squeezed("".join(pages_of(write_pdf(build_content(source(project(values)), Length.STANDARD, "zh")).data)))
    assert word in text


def test_the_file_carries_the_day_of_the_data_and_not_the_day_of_the_print():
    data = printed("zh")[1].data
    assert b"/CreationDate (D:20261112" in data
    later = dataclasses.replace(printed("zh")[0], version=9)
    assert b"/CreationDate (D:20261112" in write_pdf(later).data


def test_the_square_code_on_the_cover_is_drawn_module_by_module():
    content, written = printed("zh")
    matrix = [list(row) for row in segno.make(content.code_text, error="m", micro=False, mask=2).matrix]
    document = pypdfium2.PdfDocument(written.data)
    scale = 4.0
    bitmap = document[0].render(scale=scale, grayscale=True)
    pixels, stride = bytes(bitmap.buffer), bitmap.stride
    document.close()
    cell = CODE_SIZE / len(matrix)
    left, top = PAGE_WIDTH - RIGHT - CODE_SIZE, PAGE_HEIGHT - (CODE_BOTTOM + CODE_SIZE)
    for row, modules in enumerate(matrix):
        for column, is_dark in enumerate(modules):
            x, y = int((left + (column + 0.5) * cell) * scale), int((top + (row + 0.5) * cell) * scale)
            assert (pixels[y * stride + x] < 128) == bool(is_dark)


def test_entries_of_the_contents_page_are_links():
    content, written = printed("zh")
    assert written.data.count(b"/Subtype /Link") == len(content.parts)
