"""Rule books: what they say, compared with kept copies, and the finished PDF as a reader meets it.

After a change that is meant, renew the copies and look at the difference before committing it:
    CLIMAFIN_RENEW_COPIES=1 python -m pytest tests/dossiers/test_rule_books.py
"""

import json
import os
import re
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest

from climafin.domain.dictionary import dictionary
from climafin.dossier.content import DossierContent, Landmark, plain, texts_of
from climafin.dossier.pdf.document import WrittenPdf, missing_glyphs, write_pdf
from climafin.dossier.rule_book.build import build_rule_book
from climafin.dossier.wording import PrintLanguage
from climafin.rules.pack import Pack
from climafin.rules.packs import load_pack, pack_ids, shipped_pack
from climafin.rules.reading import NEEDED, OPTIONAL
from tests.unit.help.examples import examples, whole

HERE = Path(__file__).parent
LANGUAGES: tuple[PrintLanguage, ...] = ("zh", "en", "both")
WHOLE = "whole-book"
BOOKS = (WHOLE, *pack_ids())


@lru_cache
def pack_of(name: str) -> Pack:
    return load_pack(HERE / "whole_book.yaml", dictionary()) if name == WHOLE else shipped_pack(name)


@lru_cache
def printed(name: str, code: PrintLanguage) -> tuple[DossierContent, WrittenPdf, list[str]]:
    content = build_rule_book(pack_of(name), code)
    written = write_pdf(content)
    document = pypdfium2.PdfDocument(written.data)
    try:
        return content, written, [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    # Latin text is set with plain quotes.
    return re.sub(r"\s", "", text.replace("\ufffe", "")).translate(str.maketrans("“”‘’", "\"\"''"))


@pytest.mark.parametrize("code", ["zh", "en"])
def test_a_rule_book_says_what_it_said_before(code: PrintLanguage):
    now = json.dumps(plain(printed(WHOLE, code)[0]), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    copy = HERE / "kept" / f"rule-book-{code}.json"
    if os.environ.get("CLIMAFIN_RENEW_COPIES"):
        copy.write_text(now, encoding="utf-8")
    assert now == copy.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_rule_stands_in_the_book_with_its_source(name: str, code: PrintLanguage):
    pack = pack_of(name)
    text = squeezed("".join(printed(name, code)[2]))
    language = "en" if code == "en" else "zh"
    for rule in (*pack.gates, *pack.criteria, *pack.bonus, *pack.forces):
        assert squeezed(rule.rule_id) in text
        assert squeezed(getattr(rule.title, language)) in text
        assert squeezed(getattr(rule.source.clause, language)) in text, rule.rule_id
    for limit in pack.limits:
        assert squeezed(getattr(limit.label, language)) in text
    for case in pack.cases:
        assert squeezed(case.name) in text


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_says_which_it_is_and_of_which_pack(name: str, code: PrintLanguage):
    content, written, pages = printed(name, code)
    assert len(pages) == written.pages
    for number, page in enumerate(pages, start=1):
        flat = squeezed(page)
        assert (f"Page{number}of{len(pages)}" if code == "en" else f"第{number}页共{len(pages)}页") in flat
        assert f"{content.number}-{content.version}" in flat
        assert pack_of(name).stamp.digest[:12] in flat
        for mark in content.marks:
            assert squeezed(mark[0]) in flat


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_on_the_cover_stands_on_something_else(name: str, code: PrintLanguage):
    content, written, _pages = printed(name, code)
    document = pypdfium2.PdfDocument(written.data)
    text = document[0].get_textpage()
    last, foot = content.cover.facts[-1].label[-1], content.cover.imprint.rows[0].label[0]
    ends = [text.get_charbox(text.search(word).get_next()[0]) for word in (last, foot[:5])]
    assert ends[0][1] > ends[1][3]
    text.close()
    document.close()


@pytest.mark.parametrize("name", BOOKS)
def test_bookmarks_lead_to_every_part_and_every_gate_and_criterion(name: str):
    content, written, pages = printed(name, "zh")
    document = pypdfium2.PdfDocument(written.data)
    marks = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    document.close()
    wanted = []
    for part in content.parts:
        wanted.append((0, f"{part.number}  {part.title[0]}"))
        wanted += [(1, " ".join(block.words)) for block in part.blocks if isinstance(block, Landmark)]
    assert [(level, title) for level, title, _page in marks] == wanted
    for _level, title, page in marks:
        assert squeezed(title) in squeezed(pages[page])


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_fonts_are_embedded_and_every_character_is_drawn(name: str, code: PrintLanguage):
    content, written, _pages = printed(name, code)
    assert missing_glyphs(content) == ()
    assert b"Helvetica" not in written.data
    assert written.data.count(b"/FontFile2") == written.data.count(b"/Subtype /Type0") >= 2


@pytest.mark.parametrize("name", [WHOLE, "liangjiang-sample", "graded-guide-v3"])
def test_a_book_in_english_is_in_english(name: str):
    # Names of cases and what stands in lists is said once, as the pack has it.
    content = printed(name, "en")[0]
    parts = [part for part in content.parts if part.title[0] not in ("Worked cases", "Lists")]
    chinese = [text for text in texts_of(parts) if re.search("[\u4e00-\u9fff]", text)]
    assert [text for text in chinese if not re.fullmatch(r".*第\d+条|.*附[表件]\d", text)] == []


def test_the_same_pack_gives_the_same_bytes():
    assert write_pdf(build_rule_book(pack_of(WHOLE), "both")).data == printed(WHOLE, "both")[1].data


@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_pack_of_the_help_pages_can_be_printed(code: PrintLanguage, tmp_path: Path):
    for number, example in enumerate(examples(code)):
        file = tmp_path / f"{number}.yaml"
        file.write_text(whole(example, frozenset((*NEEDED, *OPTIONAL))), encoding="utf-8")
        assert write_pdf(build_rule_book(load_pack(file, dictionary()), code)).pages > 2
